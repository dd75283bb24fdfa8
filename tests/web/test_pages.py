"""Every question has its page, and what a page says is what the command says."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest

from tests.support.page_words import words
from tests.support.web import Client
from winset.questions.catalogue import QUESTIONS
from winset.study import Study
from winset.web.serve import Serving

QUICK = {
    "robust": "trials=60",
    "invent": "",
    "tables": "trials=30",
    "timing": "trials=30",
    "stability": "trials=5",
    "staging": "trials=30",
    "forecast": "trials=5",
}


def address(case: str, key: str, more: str = "") -> str:
    query = "&".join(part for part in (QUICK.get(key, ""), more) if part)
    return f"/case/{case}/{key}?{query}"


def finished(client: Client, url: str) -> str:
    """A page once its answer is there."""
    client.get(url.replace("?", "/answer.json?", 1))
    received = client.get(url)
    assert received.status == 200
    assert "data-job" not in received.text
    return received.text


@pytest.mark.parametrize("key", [key for key, asked in QUESTIONS.items() if asked.cases != "two"])
def test_every_question_of_the_catalogue_has_its_page(client: Client, key: str) -> None:
    said = words(finished(client, address("alaska-2025", key)))
    assert QUESTIONS[key].title in said
    for other in QUESTIONS.values():
        assert other.title in said, "the rail leads to every question"


@pytest.mark.parametrize("case", ["alaska-2025", "camp-david-1978", "classroom", "exchange"])
def test_the_page_says_what_the_command_says(client: Client, serving: Serving, case: str) -> None:
    said = words(finished(client, address(case, "deal")))
    study = Study.read(serving.desk.shelf.case(case).path)
    for sentence in study.deal().document()["bottom_line"]["sentences"]:
        assert sentence in said


def test_a_moved_number_is_said_and_is_what_the_command_finds(client: Client, serving: Serving) -> None:
    url = address("alaska-2025", "deal", "set=walk_away.russia%3D61")
    said = words(finished(client, url))
    assert "Tried here, and not in the case file: Russia’s walk-away at 61." in said
    shown = client.get(url.replace("?", "/answer.json?")).json
    path = serving.desk.shelf.case("alaska-2025").path
    found = Study.read(path, (), {"walk_away.russia": "61"}).deal().document()
    assert {**shown, "timings": 0} == json.loads(json.dumps({**found, "timings": 0}, default=str))


def test_the_case_as_it_stood_is_an_address_and_is_what_the_command_finds(client: Client, serving: Serving) -> None:
    url = address("alaska-2025", "movement", "as_of=2025-07")
    html = finished(client, url)
    assert "Read as the case stood in July 2025" in words(html)
    assert re.search(r'name="as_of" value="2025-07"', html)
    assert "--as-of 2025-07" in unescape(html)
    assert "as_of='2025-07'" in unescape(html)
    shown = client.get(url.replace("?", "/answer.json?")).json
    path = serving.desk.shelf.case("alaska-2025").path
    found = Study.read(path, as_of="2025-07").movement().document()
    assert {**shown, "timings": 0} == json.loads(json.dumps({**found, "timings": 0}, default=str))
    assert "Read as the case stood" not in words(finished(client, address("alaska-2025", "movement")))
    assert client.get(address("alaska-2025", "movement", "as_of=soon")).status == 404


def test_what_stands_behind_a_word_can_be_opened(client: Client) -> None:
    page = finished(client, address("alaska-2025", "deal"))
    opened = {unescape(url) for url in re.findall(r'href="([^"]*/about/[^"]*)"', page)}
    assert len(opened) > 10
    for url in opened:
        assert client.get(url).status == 200


@pytest.mark.parametrize(
    "url",
    [
        "/case/nowhere/deal",
        "/case/classroom/nothing",
        "/case/classroom/deal?variant=nobody",
        "/case/classroom/deal?set=walk_away.nobody%3D3",
        "/case/classroom/deal?set=walk_away",
        "/case/classroom/deal?level=secret",
        "/case/classroom/deal?trials=many",
        "/case/classroom/deal?trials=-1",
        "/case/classroom/deal?table=nowhere",
        "/case/classroom/stability?package=a",
        "/case/classroom/about/party/nobody",
        "/case/classroom/about/riddle/x",
        "/case/classroom/deal/chart.json?key=none",
        "/case/classroom/deal/table.csv?number=99",
        "/case/classroom/deal/table.csv?number=-1",
        "/work/999",
        "/case/../../etc/passwd",
    ],
)
def test_an_address_that_leads_nowhere_says_so(client: Client, url: str) -> None:
    received = client.get(url)
    assert received.status in (404, 409, 422) or "table.csv?number=-1" in url
    assert "Traceback" not in received.text


def test_a_table_is_taken_away_as_the_page_shows_it(client: Client) -> None:
    page = finished(client, address("alaska-2025", "deal"))
    urls = [unescape(url) for url in re.findall(r'href="([^"]*table\.csv[^"]*)"', page)]
    assert urls
    for url in urls:
        rows = client.get(url).text.splitlines()
        assert rows
        first = rows[0].split(",")[0].strip('"')
        assert first in words(page)


def test_a_level_leaves_out_what_the_command_leaves_out(client: Client) -> None:
    said = words(finished(client, address("alaska-2025", "deal", "level=open")))
    assert "61." not in said
    assert "walk-away is a guess" not in said
