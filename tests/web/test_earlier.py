"""The page of differences offers earlier versions of its own case, and no other case."""

from __future__ import annotations

import shutil
from html import unescape
from pathlib import Path

import pytest

from tests.support.page_words import words_apart as words
from tests.support.web import Client
from tests.web.cases import write_case
from winset.casefile.editing.changes import SetValue
from winset.casefile.editing.editor import open_case, save
from winset.web.serve import Serving

EXAMPLES = Path(__file__).parents[2] / "examples"
PAGE = "/case/classroom/diff"


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder with a case and one that is another."""
    for name in ("classroom", "exchange"):
        shutil.copytree(EXAMPLES / name, tmp_path / name)
    return tmp_path


def shown(folder: Path, *urls: str) -> list[str]:
    serving = Serving.on(folder, {})
    try:
        client = Client.let_in(serving)
        return [unescape(client.parts(url).text) for url in urls]
    finally:
        serving.listening.close()


def answer_of(page: str) -> str:
    """What a page answers, without what leads elsewhere."""
    return words(page.split('id="answer"')[1].split('id="hand-over"')[0])


def changed(case: Path, value: int, title: str) -> str:
    """A change of the case; gives its text before."""
    opened = open_case(case)
    proposed = opened.changed([SetValue(path=("judgements", "walk_away", "hospital"), value=value)])
    save(proposed, title=title)
    return opened.text


def test_without_an_earlier_version_none_is_offered(here: Path) -> None:
    (page,) = shown(here, PAGE)
    assert "There is no earlier version of this case" in words(page)
    assert "exchange" not in page.split('id="answer"')[1]


def test_each_change_makes_an_earlier_version_that_compares_as_its_file_would(here: Path) -> None:
    texts = [changed(here / "classroom", value, title) for value, title in ((41, "First"), (47, "Second"))]
    (page,) = shown(here, PAGE)
    answer = page.split('id="answer"')[1]
    assert answer.index("before “Second”") < answer.index("before “First”")
    links = [piece.split('"')[0] for piece in answer.split('href="')[1:]]
    assert len(links) == len(texts)
    for link, text in zip(links, reversed(texts), strict=True):
        old = here / "old"
        shutil.copytree(here / "classroom", old)
        (old / "case.yaml").write_text(text, encoding="utf-8")
        state, copy = (answer_of(html) for html in shown(here, link, f"{PAGE}?other=old"))
        assert "What changed in the answer" in state
        assert state.replace(str(here / "classroom"), "") == copy.replace(str(old), "").replace(
            str(here / "classroom"), ""
        )
        shutil.rmtree(old)


def test_a_copy_of_the_case_is_offered_and_a_case_with_another_id_is_not(here: Path) -> None:
    shutil.copytree(here / "classroom", here / "kept")
    assert "There is no earlier version" in words(shown(here, PAGE)[0]), "it is the same"
    changed(here / "kept", 33, "Elsewhere")
    (page,) = shown(here, PAGE)
    assert "the copy in kept" in page
    assert "other=kept" in page
    assert "other=exchange" not in page


def test_a_version_that_is_none_is_refused(here: Path) -> None:
    serving = Serving.on(here, {})
    try:
        client = Client.let_in(serving)
        assert client.get(f"{PAGE}?other=before-0123456789ab").status == 404
    finally:
        serving.listening.close()


def test_the_title_of_a_closed_change_is_not_told_below_its_level(tmp_path: Path) -> None:
    case = write_case(tmp_path / "scripts")
    opened = open_case(case)
    path = ("positions", "toll", "hill", "claim", "quote")
    save(opened.changed([SetValue(path=path, value="No toll at")]), title="Hush")
    here, below = shown(tmp_path, "/case/scripts/diff?level=restricted", "/case/scripts/diff")
    assert "Hush" in here
    assert "Hush" not in below
