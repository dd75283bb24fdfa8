"""No page on which a case is read and changed holds anything that lies above its level."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from itertools import islice
from pathlib import Path

import pytest

from tests.laws.marked_cases import Marker, Searched, marked_case
from tests.support.web import Client
from winset.casefile.read import check_case
from winset.web.serve import Serving

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[Marker, ...]]:
    folder = tmp_path_factory.mktemp("marked") / "alaska"
    return folder, tuple(marked_case(EXAMPLES / "alaska-2025", folder, "restricted"))


@pytest.fixture(scope="module")
def client(marked: tuple[Path, tuple[Marker, ...]]) -> Iterator[Client]:
    serving = Serving.on(marked[0].parent, {})
    yield Client.let_in(serving)
    serving.listening.close()


def addresses(folder: Path, level: str) -> Iterator[str]:
    case = check_case(folder).case
    assert case is not None
    base, seen = "/case/alaska", f"level={level}"
    for issue in case.issues:
        for party in case.parties:
            yield f"{base}/case?cell={issue}.{party}&{seen}"
    yield f"{base}/sources?{seen}"
    yield from (f"{base}/sources?source={name}&{seen}" for name in case.sources)
    yield from (f"{base}/sources?claim=claims.{name}&{seen}" for name in case.claims)
    yield f"{base}/changes?{seen}"
    lines = (folder / "case.yaml").read_text(encoding="utf-8").count("\n")
    yield from (f"{base}/file?line={line}&{seen}" for line in range(1, lines, 25))


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def held(markers: tuple[Marker, ...], html: str) -> list[Marker]:
    each = Searched(" ".join(unescape(html).split())), Searched(words(html))
    return [marker for marker in markers if any(stands(marker.text, text.part_for(marker)) for text in each)]


def stands(marker: str, text: str) -> bool:
    """True where a marker stands in a text; a number as one, not as digits of two that follow each other."""
    at = text.find(marker)
    while at >= 0:
        if not (marker[-1].isdigit() and text[at + len(marker) : at + len(marker) + 1].isdigit()):
            return True
        at = text.find(marker, at + 1)
    return False


EVERY = pytest.mark.parametrize("every", [4, pytest.param(1, marks=pytest.mark.slow)])
"""Each page, or one of so many: pages of one kind follow each other."""


@EVERY
@pytest.mark.parametrize("level", ["open", "team"])
def test_no_page_holds_what_lies_above_its_level(
    client: Client, marked: tuple[Path, tuple[Marker, ...]], level: str, every: int
) -> None:
    for url in islice(addresses(marked[0], level), 0, None, every):
        received = client.get(url)
        assert received.status in (200, 404), url
        text, _, beside = received.text.partition('<div id="text"')
        source, _, beside = beside.partition('<div id="beside"')
        assert held(marked[1], text + beside) == [], url
        quoted = re.findall(r"<mark[^>]*>(.*?)</mark>", source, re.S)
        assert held(marked[1], " ".join(quoted)) == [], "the words of a source are no quote of it to those below"


@EVERY
def test_what_is_marked_is_shown_to_those_who_may_see_it(
    client: Client, marked: tuple[Path, tuple[Marker, ...]], every: int
) -> None:
    urls = islice(addresses(marked[0], "restricted"), 0, None, every)
    found = [marker for url in urls for marker in held(marked[1], client.get(url).text)]
    assert {"positions", "claims", "judgements"} <= {marker.path[0] for marker in found}
