"""A new case is whole or not there, passes the check, and never takes another file's place."""

from __future__ import annotations

import errno
import hashlib
import os
from importlib.resources import files
from pathlib import Path

import pytest

from winset.casefile.read import check_case
from winset.casefile.start import copy_example, grid, refuse_taken, write_grid, write_starter
from winset.errors import SaveRefused
from winset.model.case import Case


@pytest.fixture
def briefing(tmp_path: Path) -> Path:
    path = tmp_path / "briefing.md"
    path.write_text("Before.\n\n# Who *wants* what: a briefing\n\nA says no.\n", encoding="utf-8")
    return path


def hidden(folder: Path) -> list[str]:
    return [name for name in os.listdir(folder) if name.startswith(".")]


def test_the_starter_passes_the_check_without_errors_or_warnings(tmp_path: Path) -> None:
    write_starter(tmp_path / "ferry")
    checked = check_case(tmp_path / "ferry")
    assert checked.problems == ()
    assert checked.counts.exact == checked.counts.quotes > 10
    assert hidden(tmp_path) == []


def test_the_starter_shows_every_section_of_a_case_file(tmp_path: Path) -> None:
    write_starter(tmp_path / "ferry")
    case = check_case(tmp_path / "ferry").case
    assert case is not None
    assert case.model_fields_set == set(Case.model_fields)
    assert len(case.parties) == 3
    assert len(case.issues) == 3
    assert case.case.id == "ferry"


@pytest.mark.parametrize("kind", ["starter", "grid"])
def test_the_first_line_names_the_schema_where_there_is_one_beside_it(
    tmp_path: Path, briefing: Path, kind: str
) -> None:
    folder = tmp_path / "new"
    if kind == "starter":
        write_starter(folder)
    else:
        write_grid(folder, grid(folder, [briefing], "a,b", "c"))
    first = (folder / "case.yaml").read_text(encoding="utf-8").splitlines()[0]
    schema = files("winset.casefile") / "case.schema.json"
    if schema.is_file():
        assert first == "# yaml-language-server: $schema=case.schema.json"
        assert (folder / "case.schema.json").read_bytes() == schema.read_bytes()
    else:
        assert "schema" not in first
        assert not (folder / "case.schema.json").exists()


def test_a_grid_lacks_only_options_and_every_cell_is_silent(tmp_path: Path, briefing: Path) -> None:
    folder = tmp_path / "talks"
    write_grid(folder, grid(folder, [briefing], "us,russia,ukraine", "territory,ceasefire"))
    checked = check_case(folder)
    assert [(problem.code, problem.path[:2]) for problem in checked.problems] == [
        ("W106", ("sources", "briefing")),
        ("E330", ("issues", "territory")),
        ("E330", ("issues", "ceasefire")),
    ]
    assert (checked.counts.stated, checked.counts.inferred, checked.counts.silent) == (0, 0, 6)
    assert checked.case is not None
    source = checked.case.sources["briefing"]
    assert source.title == "Who *wants* what: a briefing"
    assert source.sha256 == hashlib.sha256(briefing.read_bytes()).hexdigest()
    assert (folder / "briefing.md").read_bytes() == briefing.read_bytes()
    assert all(len(issue.options) == 2 for issue in checked.case.issues.values())
    assert "{{" not in (folder / "case.yaml").read_text(encoding="utf-8")


def test_names_become_ids_and_stay_as_names(tmp_path: Path, briefing: Path) -> None:
    parties = 'United States, EU-27 ,Côte d’Ivoire,Україна,27 States,rest,No,null,Łódź: "city" #1'
    parts = grid(tmp_path / "talks", [briefing], parties, "When,status quo")
    assert [party.id for party in parts.parties] == [
        "united_states", "eu_27", "cote_d_ivoire", "party_4", "party_27_states", "party_rest", "party_no", "party_null",
        "lodz_city_1",
    ]  # fmt: skip
    assert [issue.id for issue in parts.issues] == ["issue_when", "status_quo"]
    write_grid(tmp_path / "talks", parts)
    checked = check_case(tmp_path / "talks")
    assert {problem.code for problem in checked.errors} == {"E330"}
    assert checked.case is not None
    assert [party.name for party in checked.case.parties.values()] == [
        "United States", "EU-27", "Côte d’Ivoire", "Україна", "27 States", "rest", "No", "null", 'Łódź: "city" #1',
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "content", "title"),
    [
        ("a-b_c.txt", "# not a heading in plain text\n", "a b c"),
        ("a.md", "no heading\n", "a"),
        ("a.md", "Under\nlined\n=====\n", "lined"),
        ("a.md", "## `Code` #1: *x* ##\n", "`Code` #1: *x"),
        ("a.html", "<title>T</title><h1 class=x>The &amp; <em>great</em>\n talk</h1>", "T"),
        ("a.html", "<h1 class=x>The &amp; <em>great</em>\n talk</h1>", "The & great talk"),
        ("a.html", "<p>x</p>", "a"),
    ],
)
def test_the_title_is_the_first_heading_or_the_file_name(tmp_path: Path, file: str, content: str, title: str) -> None:
    (tmp_path / file).write_text(content, encoding="utf-8")
    folder = tmp_path / "talks"
    assert grid(folder, [tmp_path / file], "a,b", "c").documents[0].title == title


@pytest.mark.parametrize(
    ("parties", "issues", "message"),
    [
        ("us", "c", "at least two parties: --parties us,russia,ukraine"),
        ("", "c", "no party is named"),
        ("us,russia", " ", "no issue is named: --issues territory,ceasefire"),
        ("us,,russia", "c", "party 2 has no name between its commas"),
        ("us,US", "c", "the party `US` stands twice: it and `us` both become `us`"),
        ("us,...", "c", "'...' is no name of a party: use letters and digits"),
        ("us,a\x1bb", "c", r"'a\x1bb' is no name"),
        ("us,russia", "c,C", "the issue `C` stands twice"),
    ],
)
def test_names_that_cannot_be_used_are_refused(
    tmp_path: Path, briefing: Path, parties: str, issues: str, message: str
) -> None:
    with pytest.raises(SaveRefused) as refused:
        grid(tmp_path / "talks", [briefing], parties, issues)
    assert message in str(refused.value)
    assert not (tmp_path / "talks").exists()


def test_everything_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.doc").write_bytes(b"x")
    (tmp_path / "b.md").write_bytes(b"\xff")
    paths = [tmp_path / "a.doc", tmp_path / "b.md", tmp_path / "none.md", tmp_path]
    with pytest.raises(SaveRefused) as refused:
        grid(tmp_path / "talks", paths, "us", "")
    lines = str(refused.value).splitlines()
    assert len(lines) == 5
    assert "is a Word document, which is not read" in lines[0]
    assert "not UTF-8" in lines[1]
    assert "there is no document" in lines[2]
    assert "is not a file" in lines[3]
    assert "no issue is named" in lines[4]


def test_two_documents_of_one_name_are_refused_and_of_one_stem_get_two_ids(tmp_path: Path, briefing: Path) -> None:
    (tmp_path / "briefing.txt").write_text("x", encoding="utf-8")
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "Briefing.md").write_text("x", encoding="utf-8")
    folder = tmp_path / "talks"
    parts = grid(folder, [briefing, tmp_path / "briefing.txt"], "a,b", "c")
    assert [document.id for document in parts.documents] == ["briefing", "briefing_2"]
    with pytest.raises(SaveRefused, match="two documents are called"):
        grid(folder, [briefing, tmp_path / "more" / "Briefing.md"], "a,b", "c")


def test_a_folder_with_the_documents_in_it_can_become_a_case(tmp_path: Path, briefing: Path) -> None:
    before = briefing.read_bytes()
    write_grid(tmp_path, grid(tmp_path, [briefing], "a,b", "c"))
    assert briefing.read_bytes() == before
    assert {problem.code for problem in check_case(tmp_path).errors} == {"E330"}
    assert hidden(tmp_path) == []


def test_a_different_file_of_the_same_name_is_never_replaced(tmp_path: Path, briefing: Path) -> None:
    folder = tmp_path / "talks"
    folder.mkdir()
    (folder / "briefing.md").write_text("another", encoding="utf-8")
    with pytest.raises(SaveRefused, match=r"already holds another `briefing.md`"):
        grid(folder, [briefing], "a,b", "c")
    assert os.listdir(folder) == ["briefing.md"]


def test_a_file_that_comes_in_between_is_not_replaced_and_nothing_is_left(tmp_path: Path, briefing: Path) -> None:
    folder = tmp_path / "talks"
    folder.mkdir()
    (tmp_path / "zulu.md").write_text("z", encoding="utf-8")
    parts = grid(folder, [briefing, tmp_path / "zulu.md"], "a,b", "c")
    (folder / "zulu.md").write_text("another", encoding="utf-8")
    with pytest.raises(SaveRefused, match=r"already holds another `zulu.md`"):
        write_grid(folder, parts)
    assert os.listdir(folder) == ["zulu.md"]
    assert (folder / "zulu.md").read_text(encoding="utf-8") == "another"


def test_a_folder_that_holds_a_case_is_refused(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text("mine", encoding="utf-8")
    with pytest.raises(SaveRefused, match=r"already holds a case.yaml"):
        refuse_taken(tmp_path)
    with pytest.raises(SaveRefused, match=r"already holds a case.yaml"):
        write_starter(tmp_path)
    assert os.listdir(tmp_path) == ["case.yaml"]


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*arguments: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "rename", full)
    with pytest.raises(SaveRefused, match="No space left on device; nothing was left there"):
        write_starter(tmp_path / "ferry")
    assert os.listdir(tmp_path) == []


def test_a_copied_example_is_the_example(tmp_path: Path) -> None:
    example = tmp_path / "example"
    write_starter(example)
    copy_example(example, tmp_path / "copy")
    assert {path.name: path.read_bytes() for path in (tmp_path / "copy").iterdir()} == {
        path.name: path.read_bytes() for path in example.iterdir()
    }
    with pytest.raises(SaveRefused, match="exists already"):
        copy_example(example, tmp_path / "copy")
