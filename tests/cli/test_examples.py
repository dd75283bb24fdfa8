"""`winset examples` lists the shipped cases and copies one."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import Result

import winset.cli.examples as examples
from tests.support.places import ROOT
from tests.support.running import invoked, program
from winset.casefile.read import check_case


def run(*arguments: object) -> Result:
    return invoked("examples", *arguments)


def names() -> list[str]:
    return sorted(path.parent.name for path in (ROOT / "examples").glob("*/case.yaml"))


def test_the_help_shows_an_example() -> None:
    assert "winset examples alaska-2025" in run("--help").output


def test_every_case_in_the_folder_is_listed_with_its_title_and_a_line() -> None:
    listed = json.loads(run("--json").stdout)["examples"]
    assert [example["name"] for example in listed] == names()
    assert all(example["title"] and example["description"] for example in listed)
    text = run().stdout
    assert all(example["name"] in text and example["title"] in text for example in listed)


def test_cases_from_the_literature_are_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("literature", "one"):
        shutil.copytree(ROOT / "examples" / "classroom", tmp_path / "_examples" / name)
    (tmp_path / "cli").mkdir()
    monkeypatch.setattr(examples, "__file__", str(tmp_path / "cli" / "examples.py"))
    assert list(examples.shipped()) == ["one"]


@pytest.mark.parametrize("name", names())
def test_a_copied_example_passes_the_check(tmp_path: Path, name: str) -> None:
    result = program("examples", name, cwd=tmp_path)
    assert result.returncode == 0
    assert result.stdout.splitlines() == ["Next:", f"  winset check {name}", f"  winset deal {name}"]
    assert check_case(tmp_path / name).errors == ()


def test_a_copy_goes_where_it_is_wanted_and_replaces_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "lessons" / "linen"
    assert run("classroom", folder).exit_code == 0
    assert (folder / "case.yaml").is_file()
    (folder / "case.yaml").write_text("mine", encoding="utf-8")
    again = run("classroom", folder)
    assert again.exit_code == 2
    assert "exists already" in again.stderr
    assert (folder / "case.yaml").read_text(encoding="utf-8") == "mine"


def test_an_unknown_name_is_refused_with_the_names_there_are() -> None:
    result = run("alaska-2026")
    assert result.exit_code == 2
    assert "Did you mean `alaska-2025`?" in result.stderr
    assert "classroom" in result.stderr
