"""What stands at the root of the repository names things that there are, and its commands and Python work."""

from __future__ import annotations

import re
import shutil
import textwrap
from pathlib import Path

import pytest

from tests.support.places import ROOT
from winset.cli import COMMANDS

FRONT = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")]
FOLDERS = ("src/", "docs/", "tests/", "examples/", "model/", "casefile/", "compiled/", "cli/", "report/", "laws/")


def indented(text: str, beginning: str) -> list[str]:
    """The blocks of a page that are set in by four spaces and begin so."""
    blocks = [textwrap.dedent(block) for block in re.findall(r"(?:^ {4}.*\n|^\n(?= {4}))+", text, re.MULTILINE)]
    return [block for block in blocks if block.lstrip().startswith(beginning)]


@pytest.mark.parametrize("page", FRONT, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    assert [target for target in targets if "://" not in target and not (ROOT / target).exists()] == []


@pytest.mark.parametrize("page", FRONT[:2], ids=lambda page: page.name)
def test_every_path_is_there(page: Path) -> None:
    named = re.findall(r"`([a-z_./-]+)`", page.read_text(encoding="utf-8"))
    paths = [one for one in named if one.startswith(FOLDERS)]
    bases = (ROOT, ROOT / "src" / "winset", ROOT / "tests")
    assert [path for path in paths if not any((base / path).exists() for base in bases)] == []


@pytest.mark.parametrize("page", FRONT[:2], ids=lambda page: page.name)
def test_every_command_is_one(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert {*re.findall(r"`?\bwinset ([a-z]+) [a-z<]", "\n".join(indented(text, "")))} <= COMMANDS.keys()
    assert {*re.findall(r"`winset ([a-z]+)`", text)} <= COMMANDS.keys()


def test_the_python_of_the_readme_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / "examples" / "alaska-2025", tmp_path / "alaska-2025")
    monkeypatch.chdir(tmp_path)
    (code,) = indented((ROOT / "README.md").read_text(encoding="utf-8"), "import winset")
    exec(compile(code, "README.md", "exec"), {})
    assert capsys.readouterr().out.startswith("not decided freeze\n")
