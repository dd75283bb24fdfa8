"""A document that was copied into the folder of a case goes with the change that added it, and comes back with it;
nothing that somebody changed, or that is used, is taken away.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from winset.casefile.editing.changes import SetValue
from winset.casefile.editing.editor import OpenedCase, open_case, redo, save, undo
from winset.casefile.editing.journal import aside
from winset.casefile.editing.operations.sources import save_sources, sources_added
from winset.errors import SaveRefused

CASE = """winset: 1
case: {id: small, title: Small}
parties: {hill: {name: Hill}, dale: {name: Dale}}
issues: {toll: {status_quo: none, options: {none: no toll, small: a small toll}}}
positions: {toll: {rest: silent}}
"""
WORDS = b"Mr Hill wants no toll.\r\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "case"
    folder.mkdir()
    (folder / "case.yaml").write_text(CASE, encoding="utf-8")
    return folder


@pytest.fixture
def added(folder: Path, tmp_path: Path) -> OpenedCase:
    (tmp_path / "letter.txt").write_bytes(WORDS)
    opened = open_case(folder)
    return save_sources(opened, sources_added(opened, [tmp_path / "letter.txt"]))


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if not path.name.endswith(".journal")}


def test_it_goes_and_comes_back_with_its_change(added: OpenedCase, folder: Path) -> None:
    (letter,) = names(folder) - {"case.yaml"}
    before = undo(added)
    assert before.text == CASE
    assert names(folder) == {"case.yaml", aside(added.path).name}
    again = redo(open_case(folder))
    assert (folder / letter).read_bytes() == WORDS
    assert not again.checked.errors
    assert names(folder) == {"case.yaml", letter}
    undo(open_case(folder))
    assert letter not in names(folder)


def test_one_that_was_changed_since_stays(added: OpenedCase, folder: Path) -> None:
    (letter,) = names(folder) - {"case.yaml"}
    (folder / letter).write_bytes(WORDS + b"And more.\n")
    undo(added)
    assert (folder / letter).read_bytes() == WORDS + b"And more.\n"
    with pytest.raises(SaveRefused, match="another"):
        redo(open_case(folder))
    (folder / letter).unlink()
    redo(open_case(folder))


def test_one_that_lay_there_before_stays(folder: Path) -> None:
    (folder / "letter.txt").write_bytes(WORDS)
    opened = open_case(folder)
    undo(save_sources(opened, sources_added(opened, [folder / "letter.txt"])))
    assert (folder / "letter.txt").read_bytes() == WORDS


def test_a_document_that_somebody_put_in_its_place_is_not_overwritten(added: OpenedCase, folder: Path) -> None:
    (letter,) = names(folder) - {"case.yaml"}
    undo(added)
    (folder / letter).write_bytes(b"Another letter.\n")
    with pytest.raises(SaveRefused, match="another"):
        redo(open_case(folder))
    assert (folder / letter).read_bytes() == b"Another letter.\n"
    assert (folder / "case.yaml").read_text(encoding="utf-8") == CASE


def test_a_link_is_not_followed(added: OpenedCase, folder: Path, tmp_path: Path) -> None:
    (letter,) = names(folder) - {"case.yaml"}
    (folder / letter).unlink()
    (folder / letter).symlink_to(tmp_path / "letter.txt")
    undo(added)
    assert (tmp_path / "letter.txt").read_bytes() == WORDS
    assert (folder / letter).is_symlink()


def test_what_can_no_longer_be_made_again_is_not_kept(added: OpenedCase, folder: Path) -> None:
    before = undo(added)
    save(before.changed([SetValue(path=("case", "title"), value="Smaller")]))
    assert names(folder) == {"case.yaml"}


def test_one_that_the_case_still_uses_stays(added: OpenedCase, folder: Path) -> None:
    from winset.casefile.editing.journal import set_aside

    (letter,) = names(folder) - {"case.yaml"}
    documents = added.journal.changes[-1].documents
    assert [file for file, _ in documents] == [letter]
    set_aside(added.path, documents, {"sources": {"other": {"file": letter.upper()}}})
    assert (folder / letter).read_bytes() == WORDS
    set_aside(added.path, documents, {"team": {"members": {"js": {"name": "J", "file": letter}}}})
    assert (folder / letter).read_bytes() == WORDS
