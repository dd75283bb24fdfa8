"""The brief on a page: as it is handed over, with the drafter's own sentences, shortened, and as a file."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from tests.support.web import Client
from winset.web.serve import Serving

EXAMPLES = Path(__file__).parents[2] / "examples"
URL = "/case/classroom/brief?trials=20"


def finished(client: Client, url: str = URL) -> str:
    client.get(url.replace("brief?", "brief/file?kind=md&", 1))
    page = client.get(url).text
    assert "data-job" not in page
    return page


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def test_sentences_of_the_drafter_stand_in_page_and_file_marked_as_theirs(own: Serving) -> None:
    client, text = Client.let_in(own), "We <b>advise</b> to wait for the audit."
    page = finished(client)
    sha256 = re.search(r'name="sha256" value="([^"]*)"', page)
    assert sha256 is not None
    client.post("/case/classroom/brief/sentences?trials=20", {"sha256": sha256[1], "text": text, "after": "confidence"})
    page = finished(client)
    assert f"The drafter. {text}" in words(page)
    assert "<b>advise</b>" not in page
    assert "audit" in client.get("/case/classroom/brief/file?kind=html&trials=20").text
    assert "audit" not in client.get("/case/classroom/brief/file?kind=html&trials=20&level=open").text
    sha256 = re.search(r'name="sha256" value="([^"]*)"', page)
    assert sha256 is not None
    client.post("/case/classroom/brief/sentences?trials=20", {"sha256": sha256[1], "remove": "0"})
    assert "audit" not in words(finished(client).partition("<article")[2])


def test_a_section_that_is_left_out_is_gone_and_the_brief_says_that_it_was_shortened(own: Serving) -> None:
    client = Client.let_in(own)
    whole, short = finished(client), finished(client, f"{URL}&without=annex")
    assert "Annex" in words(whole.partition("<article")[2])
    assert "Annex" not in words(short.partition("<article")[2])
    assert "shortened by its drafter" in words(short)


@pytest.mark.parametrize(
    ("kind", "begins"), [("html", b"<!doctype html>"), ("md", b"#"), ("docx", b"PK"), ("pdf", b"%PDF")]
)
def test_the_brief_is_taken_away_as_a_file(client: Client, kind: str, begins: bytes) -> None:
    received = client.get(f"/case/classroom/brief/file?kind={kind}&trials=20")
    assert received.status == 200
    assert received.body.startswith(begins)
    assert received.headers["content-disposition"].endswith(f'.{kind}"')


@pytest.mark.parametrize("query", ["kind=exe", "kind=", "without=nothing&kind=md", "without=verdict&kind=md"])
def test_what_a_brief_cannot_be_is_said(client: Client, query: str) -> None:
    received = client.get(f"/case/classroom/brief/file?{query}&trials=20")
    assert received.status == 404
    assert "Traceback" not in received.text
