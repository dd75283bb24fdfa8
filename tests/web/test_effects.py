"""What a change does to the answer is said by the verdict, and a change is saved where that cannot be worked out."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from tests.support.web import Client
from winset.casefile.editing.editor import open_case
from winset.study import Study
from winset.web.editing import answer
from winset.web.serve import Serving

EXAMPLES = Path(__file__).parents[2] / "examples"
FORM = {"cell": "canal.oster", "wants": "shut", "refuses.filled": "yes", "basis": "inferred", "because": "So it is."}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(EXAMPLES / "exchange", tmp_path / "exchange")
    return tmp_path


@pytest.fixture
def client(folder: Path) -> Iterator[Client]:
    serving = Serving.on(folder, {})
    yield Client.let_in(serving)
    serving.listening.close()


def first_sentence(path: Path) -> str:
    return str(Study.read(path).deal().document()["bottom_line"]["sentences"][0])


def edited(client: Client, **form: str) -> str:
    page = client.get("/case/exchange/case?cell=canal.oster").text
    found = re.search(r'name="sha256" value="(\w+)"', page)
    assert found is not None
    received = client.post("/case/exchange/case/edit", {"sha256": found[1], **FORM, **form})
    assert received.status == 200
    return unescape(received.text)


def test_a_change_says_what_the_command_said_before_and_says_now(client: Client, folder: Path) -> None:
    path = folder / "exchange" / "case.yaml"
    before = first_sentence(path)
    said = edited(client)
    after = first_sentence(path)
    assert before.rstrip(".") in said
    assert after.rstrip(".") in said
    journal = open_case(path).journal
    assert journal.undoable is not None
    assert after.rstrip(".") in journal.undoable.words[0]


def test_an_answer_that_takes_too_long_keeps_no_change_from_being_saved(
    client: Client, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answer, "answer_words", lambda *_: answer.LATER)
    monkeypatch.setattr("winset.web.editing.service.answer_words", lambda *_: answer.LATER)
    assert answer.LATER in edited(client)
    journal = open_case(folder / "exchange").journal
    assert journal.undoable is not None
    assert journal.undoable.words == (), "it would not be true of the list later"


def test_what_a_change_does_to_the_answer_is_not_told_to_everybody(client: Client, folder: Path) -> None:
    page = client.get("/case/exchange/case?cell=canal.oster&level=open").text
    found = re.search(r'name="sha256" value="(\w+)"', page)
    assert found is not None
    said = unescape(client.post("/case/exchange/case/edit?level=open", {"sha256": found[1], **FORM}).text)
    assert "The answer" not in said
    assert "The answer" not in client.get("/case/exchange/changes?level=open").text
    assert "The answer" in client.get("/case/exchange/changes").text
