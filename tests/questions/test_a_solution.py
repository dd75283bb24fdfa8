"""A solution is one file and one line of import: what it says of itself is all that anything else knows of it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.places import ROOT
from tests.support.running import printed
from winset.analyses.settlement.solutions import leading_solution, solution_of_all_gaining, solutions

DICTATOR = '''"""The first party's best."""

from winset.analyses.settlement.solutions.register import Context, Floats, Gain, solution


def screen(gains: Floats, context: Context) -> Floats:
    worth: Floats = gains[:, 0]
    return worth


@solution(key="first_party", title="First party", source="made for a test", monotone="weakly", screen=screen)
def worth(gain: Gain, context: Context) -> int:
    """The largest gain of the party that the case names first."""
    return gain[0]
'''
IMPORT = "from winset.analyses.settlement.solutions import first_party\n"
METHODS = ("enumeration", "streaming", "search")
CLASSROOM = ROOT / "examples" / "classroom"
FOLDER = Path("winset/analyses/settlement/solutions")


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package with one file more, and the line that imports it."""
    for method in METHODS:  # compiled here, once for all tests, and not in the copy
        printed("deal", CLASSROOM, "--trials", "20", "--method", method, "--json")
    folder = tmp_path_factory.mktemp("with_a_solution")
    shutil.copytree(ROOT / "src" / "winset", folder / "winset")  # with what was compiled of it, as the times are kept
    (folder / FOLDER / "first_party.py").write_text(DICTATOR, encoding="utf-8")
    register = folder / FOLDER / "__init__.py"
    text = register.read_text(encoding="utf-8")
    register.write_text(text.replace("# isort: on\n", f"{IMPORT}# isort: on\n"), encoding="utf-8")
    return folder


def run(package: Path, *words: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(package), "COLUMNS": "100", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "winset", *words]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("method", METHODS)
def test_a_solution_of_one_file_is_in_the_document_whatever_the_method(package: Path, method: str) -> None:
    words = ("deal", str(CLASSROOM), "--trials", "20", "--method", method, "--json")
    document = json.loads(run(package, *words))
    chosen = document["solutions"]["first_party"]
    assert chosen["title"] == "First party"
    assert chosen["meaning"] == "The largest gain of the party that the case names first."
    first = next(iter(chosen["packages"][0]["gains"]))
    listed = document["frontier"]["packages"]
    assert chosen["packages"][0]["gains"][first] == max(one["gains"][first] for one in listed)


def test_a_solution_of_one_file_is_said_on_the_page_and_in_the_dossier(package: Path, tmp_path: Path) -> None:
    case = str(CLASSROOM)
    assert "First party" in run(package, "deal", case, "--trials", "20", "--full")
    target = tmp_path / "brief.md"
    run(package, "brief", case, "--dossier", "--trials", "20", "--output", str(target))
    assert "The largest gain of the party that the case names first" in target.read_text(encoding="utf-8")


def test_no_other_file_names_a_solution_by_its_key() -> None:
    keys = re.compile("|".join(f'"{key}"' for key in solutions))
    source = ROOT / "src" / "winset"
    named = {
        str(path.relative_to(source))
        for path in source.rglob("*.py")
        if path.parent.name not in ("solutions", "definitions", "rules")
        and keys.search(path.read_text(encoding="utf-8"))
    }
    assert named == set()


def test_the_leading_solution_is_that_of_all_gaining_where_all_gain() -> None:
    assert leading_solution().same_as == solution_of_all_gaining().key
