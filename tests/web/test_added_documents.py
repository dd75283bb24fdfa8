"""A document that is dropped on the page of the sources becomes one, or the page says why not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from tests.support.web import Client, Received
from tests.web.cases import write_case
from winset.casefile.read import check_case
from winset.web.serve import Serving

if TYPE_CHECKING:
    from playwright.sync_api import FilePayload, Page

URL = "/case/small/sources/document"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return write_case(tmp_path / "cases" / "small")


@pytest.fixture
def client(case: Path) -> Iterator[Client]:
    serving = Serving.on(case.parent, {})
    yield Client.let_in(serving)
    serving.listening.close()


def digest(client: Client) -> str:
    found = re.search(r'data-add="[^"]*document[^"]*" data-sha256="(\w+)"', client.get("/case/small/sources").text)
    assert found is not None
    return found[1]


def dropped(client: Client, name: str, data: bytes, sha256: str) -> Received:
    headers = {"content-type": "application/octet-stream", "x-winset-name": quote(name), "x-winset-sha256": sha256}
    return client.send("POST", URL, data, headers)


def test_documents_become_sources_one_after_the_other(client: Client, case: Path) -> None:
    answer = dropped(client, "Лист.txt", "Усе гаразд.\n".encode(), digest(client))
    assert answer.headers["x-winset-go"].startswith("/case/small/sources?source=")
    next_answer = dropped(client, "b.md", b"# B\n\nWell.\n", answer.headers["x-winset-sha256"])
    assert "source=b" in next_answer.headers["x-winset-go"]
    assert (case / "Лист.txt").read_text(encoding="utf-8") == "Усе гаразд.\n"
    checked = check_case(case)
    assert not checked.errors
    assert checked.case is not None
    assert {source.file for source in checked.case.sources.values()} >= {"Лист.txt", "b.md"}
    assert "Well." in client.get(next_answer.headers["x-winset-go"]).text


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.zip", b"PK", "is not of a kind that is read"),
        ("a.txt", b"\xff", "is not UTF-8"),
        ("talks.txt", b"other words\n", "is the document of source `talks` already"),
        ("../", b"x", "is no name of a document"),
        (".hidden.txt", b"x", "is no name of a document"),
        ("case.yaml", b"x", "is not of a kind that is read"),
    ],
)
def test_what_cannot_be_a_source_is_refused_in_words(
    client: Client, case: Path, name: str, data: bytes, words: str
) -> None:
    before = {path.name: path.read_bytes() for path in case.iterdir()}
    answer = dropped(client, name, data, digest(client))
    assert "x-winset-go" not in answer.headers
    assert words in unescape(answer.text)
    assert {path.name: path.read_bytes() for path in case.iterdir()} == before


def test_nothing_is_added_from_a_page_that_is_behind(client: Client, case: Path) -> None:
    answer = dropped(client, "a.txt", b"x\n", "0" * 64)
    assert "changed in another window" in unescape(answer.text)
    assert not (case / "a.txt").exists()


def test_no_name_leads_out_of_the_folder(client: Client, case: Path) -> None:
    dropped(client, "../../out.txt", b"x\n", digest(client))
    assert (case / "out.txt").exists()
    assert not (case.parent / "out.txt").exists()
    assert not (case.parent.parent / "out.txt").exists()


def test_documents_that_are_chosen_or_dropped_are_shown(page: Page, folder: Path) -> None:
    write_case(folder / "dropped")
    page.goto("/case/dropped/sources")
    files: list[FilePayload] = [
        {"name": f"{name}.txt", "mimeType": "text/plain", "buffer": f"Words of {name}.\n".encode()} for name in "ab"
    ]
    page.set_input_files("#add-documents", files=files)
    page.get_by_text("Words of b.").wait_for()
    page.wait_for_load_state("load")
    assert (folder / "dropped" / "a.txt").exists()
    page.set_input_files("#add-documents", files={"name": "c.zip", "mimeType": "", "buffer": b"PK"})
    page.get_by_text("is not of a kind that is read").wait_for()
    held = "const held = new DataTransfer(); held.items.add(new File(['Words of d.'], 'd.txt')); return held;"
    page.dispatch_event("[data-add]", "drop", {"dataTransfer": page.evaluate_handle(f"() => {{ {held} }}")})
    page.get_by_text("Words of d.").wait_for()
