"""Problems of a case stand on pages as sentences with the way to their place; claims without a reading apart from
quotes that are not exact.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from tests.support.web import Client
from winset.casefile.read import check_case
from winset.report.problems import in_names
from winset.web.blocks import sentence, with_code
from winset.web.serve import Serving

TALKS = "Mr Hill wants no toll. Mr Dale said: “I want a road”.\n"
CASE = """winset: 1
case: {id: small, title: Small}
sources: {talks: {file: talks.txt}}
parties: {hill: {name: Mr Hill}, dale: {name: Mr Dale}}
issues:
  toll: {title: The toll, status_quo: none, options: {none: no toll, small: a small toll}}
  road: {title: The road, status_quo: old, options: {old: the old road, new: a new road}}
positions:
  toll: {hill: {ideal: none, basis: stated, claim: {source: talks, quote: Mr Hill wants no toll}}, dale: silent}
  road: {dale: {ideal: new, basis: stated, claim: {source: talks, quote: '"I want a road"', reading: r}}, hill: silent}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "cases" / "small"
    folder.mkdir(parents=True)
    (folder / "talks.txt").write_text(TALKS, encoding="utf-8")
    (folder / "case.yaml").write_text(CASE, encoding="utf-8")
    return folder


@pytest.fixture
def client(folder: Path) -> Iterator[Client]:
    serving = Serving.on(folder.parent, {})
    yield Client.let_in(serving)
    serving.listening.close()


def told(page: str) -> list[str]:
    """The problems that a page says."""
    return re.findall(r'<p class="problem.*?</p>', page, re.DOTALL)


def test_warnings_are_sentences_with_their_place_as_a_link(client: Client, folder: Path) -> None:
    warnings = check_case(folder).warnings
    assert {problem.code for problem in warnings} >= {"W103", "W104"}
    case = check_case(folder).case
    assert case is not None
    page = client.get("/case/small/check").text
    assert "<pre>" not in page
    said = told(page)
    assert len(said) == len(warnings)
    for problem, html in zip(warnings, said, strict=True):
        words = unescape(re.sub(r"<[^>]*>", "", html))
        assert words.startswith("Warning: ")
        assert problem.code in words
        assert in_names(problem.message, case)[1:].replace("`", "") in words
        assert f"/file?line={problem.place.line}" in html
    assert re.search(r'href="[^"]*case\?cell=toll.hill">Mr Hill on', said[[w.code for w in warnings].index("W103")])


def test_warnings_name_parties_issues_and_options_as_readers_know_them(folder: Path) -> None:
    case = check_case(folder).case
    assert case is not None
    assert in_names("to `hill` the plan is worth more", case) == "to Mr Hill the plan is worth more"
    assert in_names("nothing brings back `old` on `road`", case) == "nothing brings back “the old road” on the road"
    assert (
        in_names("step `hill` carries out `new` of `road`", case) == "step `hill` carries out “a new road” of the road"
    )
    assert in_names("`old` and `none`", case) == "`old` and `none`", "of which issue is not said"
    assert in_names("`toll` and `road`: `none`", case) == "the toll and the road: `none`"


def test_errors_are_too(client: Client, folder: Path) -> None:
    (folder / "case.yaml").write_text(CASE.replace("ideal: new", "ideal: nwe"), encoding="utf-8")
    page = client.get("/case/small/deal").text
    assert "<pre>" not in page
    html = next(html for html in told(page) if "E203" in html)
    assert "<b>Error:</b>" in html
    assert "<code>nwe</code>" in html
    assert "cell=road.dale" in html


def test_claims_without_a_reading_are_no_quotes_that_are_not_exact(client: Client) -> None:
    page = client.get("/case/small/sources").text
    refused = page[page.index('id="refused-title"') : page.index('id="unread-title"')]
    unread = page[page.index('id="unread-title"') : page.index('id="maker-title"')]
    assert "I want a road" in refused
    assert "Mr Hill wants no toll" not in refused
    assert "Mr Hill wants no toll" in unread


def test_words_of_a_problem_become_a_sentence() -> None:
    assert sentence("a score is missing") == "A score is missing."
    assert sentence("quote whole words: “a <b>word”") == "Quote whole words: “a <b>word”"
    assert with_code("no `<b>` here") == "no <code>&lt;b&gt;</code> here"
