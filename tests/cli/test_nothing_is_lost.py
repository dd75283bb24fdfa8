"""What commands write stands in the place of nothing that exists, but of what winset wrote for the same purpose."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from winset.casefile.output import Output, Purpose
from winset.casefile.save import write_new
from winset.cli import group
from winset.errors import SaveRefused

WRITING: dict[str, tuple[str, ...]] = {
    "brief.md": ("brief", "classroom", "--output"),
    "brief.html": ("brief", "classroom", "--output"),
    "classroom.proof.json": ("certify", "classroom", "--output"),
    "graph.dot": ("export", "dot", "classroom", "--output"),
    "graph.graphml": ("export", "graphml", "classroom", "--output"),
    "chart.svg": ("tables", "classroom", "--chart"),
    "chart.png": ("tables", "classroom", "--chart"),
}
"""Commands by the name of the file that they write."""
CASE = """\
winset: 1
case: {id: classroom, title: A lesson}
sources: {minutes: {file: minutes.md}, notes: {file: notes.html}}
parties: {a: {name: Ann}, b: {name: Ben}}
issues: {place: {title: Place, status_quo: none, options: {north: north, south: south, none: nowhere}}}
positions: {place: {a: silent, b: silent}}
moves: {place: {by: [a], from_to: [[none, north]]}}
judgements:
  scores: {place: {a: {north: 100, south: 40, none: 0}, b: {north: 30, south: 100, none: 0}}}
  salience: {place: {a: 100, b: 100}}
  walk_away: {a: 10, b: 10}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder with a small case in it, that the test works in."""
    case = tmp_path / "classroom"
    case.mkdir()
    (case / "case.yaml").write_text(CASE)
    (case / "minutes.md").write_text("They met.\n")
    (case / "notes.html").write_text("<p>They left.</p>\n")
    with chdir(tmp_path):
        yield tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(group, list(words))


def hashes(folder: Path) -> dict[Path, str]:
    return {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", WRITING)
def test_a_file_of_another_is_left_and_one_of_winset_is_written_again(folder: Path, name: str) -> None:
    command = (*WRITING[name], name)
    Path(name).write_text("my own notes\n")
    assert isinstance(run(*command).exception, SaveRefused)
    assert Path(name).read_text() == "my own notes\n"
    assert run(*command, "--force").exit_code == 0
    first = Path(name).read_bytes()
    assert run(*command).exit_code == 0
    assert Path(name).read_bytes() == first


@pytest.mark.parametrize("name", ["brief.md", "brief.html", "graph.dot", "graph.graphml", "chart.svg"])
def test_a_text_that_somebody_has_edited_is_theirs(folder: Path, name: str) -> None:
    command = (*WRITING[name], name)
    assert run(*command).exit_code == 0
    edited = Path(name).read_bytes().replace(b"e", b"E", 1)
    Path(name).write_bytes(edited)
    assert isinstance(run(*command).exception, SaveRefused)
    assert Path(name).read_bytes() == edited


def test_what_was_written_for_another_purpose_is_left(folder: Path) -> None:
    assert run(*WRITING["chart.svg"], "chart.svg").exit_code == 0
    assert isinstance(run("export", "dot", "classroom", "-o", "chart.svg").exception, SaveRefused)


@pytest.mark.parametrize("name", WRITING)
@pytest.mark.parametrize("forced", [(), ("--force",)])
def test_the_case_and_its_sources_are_never_written_over(folder: Path, name: str, forced: tuple[str, ...]) -> None:
    targets = ["classroom/case.yaml", "classroom/minutes.md", "classroom/notes.html"]
    os.link("classroom/case.yaml", f"hard-{name}")
    os.symlink("classroom/minutes.md", f"soft-{name}")
    before = hashes(folder)
    extra = ("--format", "md") if name.startswith("brief") else ()
    for target in [*targets, f"hard-{name}", f"soft-{name}", f"classroom/../classroom/./{Path(targets[1]).name}"]:
        result = run(*WRITING[name], target, *forced, *extra)
        assert result.exit_code != 0, target
        assert hashes(folder) == before, target


@pytest.mark.parametrize("option", ["--record", "--resume"])
def test_records_and_done_readings_write_over_no_other_file(folder: Path, option: str) -> None:
    before = hashes(folder)
    for target in ("classroom/case.yaml", "classroom/minutes.md"):
        assert run("robust", "classroom", "--trials", "20", option, target).exit_code != 0
        assert hashes(folder) == before


def test_a_file_that_comes_into_being_meanwhile_is_left(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    output = Output(path=Path("brief.md"), purpose="brief", kept=())

    def late(*held: Any, **more: Any) -> None:
        Path("brief.md").write_text("somebody else's")
        write_new(*held, **more)

    monkeypatch.setattr("winset.casefile.output.write_new", late)
    with pytest.raises(SaveRefused, match="File exists"):
        output.write("a brief\n")
    assert Path("brief.md").read_text() == "somebody else's"


@pytest.mark.parametrize("purpose", ["brief", "chart", "graph", "proof"])
def test_the_words_of_the_mark_alone_make_no_file_of_winset(tmp_path: Path, purpose: Purpose) -> None:
    path = tmp_path / "file"
    path.write_text(f"Our {purpose} written by winset was wrong.\n")
    with pytest.raises(SaveRefused, match="is there"):
        Output(path=path, purpose=purpose, kept=()).refuse_taken()


def test_temporary_files_of_a_killed_run_are_removed_by_the_next(tmp_path: Path) -> None:
    left, folder = tmp_path / f".winset-{'0' * 16}.tmp", tmp_path / f".winset-{'1' * 16}.tmp"
    mine = tmp_path / ".winset-mine.tmp"
    folder.mkdir()
    for path in (left, folder / "case.yaml", mine):
        path.write_text("half a file")
    for path in (left, folder, mine):
        os.utime(path, (1, 1))
    write_new(tmp_path / "one.md", "one")
    assert sorted(os.listdir(tmp_path)) == [".winset-mine.tmp", "one.md"]


@pytest.mark.skipif(os.name == "nt", reason="locks are another thing there")
def test_a_temporary_file_that_is_being_written_stays(tmp_path: Path) -> None:
    from winset.casefile.temporary import claimed, remove_leftovers

    path = tmp_path / f".winset-{'0' * 16}.tmp"
    path.write_text("half")
    os.utime(path, (1, 1))
    with claimed(path):
        remove_leftovers(tmp_path)
        assert path.exists()
    remove_leftovers(tmp_path)
    assert not path.exists()
