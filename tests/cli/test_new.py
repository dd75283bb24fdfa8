"""`winset new` writes a whole case or nothing, and says what to do next."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from click.testing import Result

from tests.support.running import invoked, program


def run(*arguments: object) -> Result:
    return invoked("new", *arguments)


def winset(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    return program(*arguments, cwd=cwd)


@pytest.fixture
def documents(tmp_path: Path) -> tuple[Path, Path]:
    paths = tmp_path / "a.md", tmp_path / "b.md"
    for path in paths:
        path.write_text(f"# Document {path.stem}\n\nText.\n", encoding="utf-8")
    return paths


def test_the_help_shows_an_example() -> None:
    assert "winset new alaska --from briefing.md notes.pdf --parties us,russia,ukraine" in run("--help").output


def test_a_starter_is_written_and_the_next_commands_are_printed(tmp_path: Path) -> None:
    folder = tmp_path / "a ferry"
    result = run(folder)
    assert result.exit_code == 0
    assert result.stdout.splitlines() == ["Next:", f"  winset check '{folder}'", f"  winset deal '{folder}'"]
    assert (folder / "case.yaml").is_file()


def test_the_printed_commands_answer_on_a_starter(tmp_path: Path) -> None:
    assert winset("new", "ferry", cwd=tmp_path).returncode == 0
    check = winset("check", "ferry", cwd=tmp_path)
    assert check.returncode == 0
    assert "0 errors, 0 warnings" in check.stdout + check.stderr
    assert winset("deal", "ferry", cwd=tmp_path).returncode == 0


@pytest.mark.parametrize(
    "form",
    [
        ["--from", "a.md", "b.md"],
        ["--from", "a.md", "--from", "b.md"],
        ["--from", "a.md,b.md"],
        ["--from", "a.md, b.md"],
        ["a.md", "b.md"],
    ],
    ids=" ".join,
)
def test_documents_may_be_named_in_several_ways(tmp_path: Path, documents: tuple[Path, Path], form: list[str]) -> None:
    result = winset("new", "talks", *form, "--parties", "us,EU 27", "--issues", "land", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    assert sorted(path.name for path in (tmp_path / "talks").glob("*.md")) == ["a.md", "b.md"]
    assert "party `eu_27` stands for “EU 27”" in result.stderr
    assert result.stdout.splitlines() == [
        "Next:",
        f"  write the options of each issue into {Path('talks') / 'case.yaml'}, and what each party wants",
        "  winset check talks",
        '  winset quote talks "first words … last words" --into ISSUE.PARTY',
    ]
    check = winset("check", "talks", cwd=tmp_path)
    assert check.returncode == 1
    assert "error[E330]: issue `land` has placeholders for options" in check.stdout


def test_a_document_with_a_comma_in_its_name_is_one(tmp_path: Path) -> None:
    (tmp_path / "a,b.md").write_text("x", encoding="utf-8")
    result = winset("new", "talks", "--from", "a,b.md", "--parties", "a,b", "--issues", "c", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    assert (tmp_path / "talks" / "a,b.md").is_file()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--from", "a.md", "--parties", "us", "--issues", "x"], "at least two parties"),
        (["--from", "a.md", "--parties", "us,ru"], "no issue is named: --issues"),
        (["--from", "a.md", "--issues", "x"], "no party is named: --parties"),
        (["--parties", "us,ru", "--issues", "x"], "no document is named: --from"),
        (["--from", "none.md", "--parties", "us,ru", "--issues", "x"], "there is no document `none.md`"),
        (["--from", "a.md", "--parties", "us,US", "--issues", "x"], "both become `us`"),
        (["--from", "a.md", "--from", "a.md", "--parties", "us,ru", "--issues", "x"], "two documents are called"),
    ],
)
def test_what_cannot_be_a_case_is_refused_and_nothing_is_written(
    tmp_path: Path, documents: tuple[Path, Path], options: list[str], message: str
) -> None:
    before = sorted(path.name for path in tmp_path.iterdir())
    result = winset("new", "talks", *options, cwd=tmp_path)
    assert result.returncode == 2
    assert message in result.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_a_folder_with_a_case_and_a_file_are_refused(tmp_path: Path, documents: tuple[Path, Path]) -> None:
    assert run(tmp_path / "talks").exit_code == 0
    again = run(tmp_path / "talks")
    assert again.exit_code == 2
    assert "already holds a case.yaml" in again.stderr
    file = run(documents[0])
    assert file.exit_code == 2
    assert "is a file; name a folder" in file.stderr


def test_a_new_case_can_be_told_as_json(tmp_path: Path) -> None:
    document = tmp_path / "notes.md"
    document.write_text("Notes\n", encoding="utf-8")
    words = [
        "new",
        str(tmp_path / "eu"),
        "--from",
        str(document),
        "--parties",
        "United States,EU-27",
        "--issues",
        "tolls",
    ]
    result = invoked(*words, "--json")
    assert result.exit_code == 0
    told = json.loads(result.stdout)
    assert set(told["written"]) >= {"case.yaml", "notes.md"}
    assert list(told["party"].values()) == ["United States", "EU-27"]
    assert list(told["issue"]) == ["tolls"]
