"""A stability definition is one file: what it says of itself is all that anything else knows of it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from winset.analyses.stability.definition import Definition
from winset.analyses.stability.definitions import definitions, made_of

ROOT = Path(__file__).parents[2]
ELMIRA = ROOT / "examples/literature/kilgour-2001-elmira"
ONE_MOVE = '''"""Stability against one move of another party."""

from __future__ import annotations

from typing import TYPE_CHECKING

from winset.analyses.stability.definition import Definition

if TYPE_CHECKING:
    from winset.analyses.stability.countermoves import Countermove, Deviation


def answer(at: Deviation) -> Countermove | None:
    """The first single move of another party that leaves the party no better off."""
    from winset.analyses.stability.countermoves import Countermove, Reply

    for party in at.others:
        reached = at.graph.moves[party].of(at.to)
        enough = at.deters(reached)
        if enough.any():
            to = int(reached[enough.argmax()])
            return Countermove(steps=(Reply(party=party, to=to),), end=to)
    return None


DEFINITION = Definition(
    key="one_move",
    title="Stability against one move",
    meaning="After each improvement one other party could move once so that the party is no better off than before.",
    source="made for a test",
    order=15,
    by="a rule of its own",
    rule=answer,
    implied_by=("nash",),
)
'''


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package with one file more."""
    folder = tmp_path_factory.mktemp("with_a_definition")
    shutil.copytree(ROOT / "src" / "winset", folder / "winset")  # with what was compiled of it, as the times are kept
    added = folder / "winset" / "analyses" / "stability" / "definitions" / "one_move.py"
    added.write_text(ONE_MOVE, encoding="utf-8")
    return folder


def run(package: Path, *words: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(package), "COLUMNS": "100", "PYTHONDONTWRITEBYTECODE": "1"}
    result = subprocess.run(
        [sys.executable, *words], env=environment, capture_output=True, text=True, check=False, encoding="utf-8"
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


def command(package: Path, *words: str) -> str:
    return run(package, "-m", "winset", *words)


def test_a_definition_that_is_added_by_one_file_is_asked_like_every_other(package: Path) -> None:
    found = json.loads(command(package, "stability", str(ELMIRA), "--trials", "10", "--json"))
    assert list(found["concepts"]) == ["nash", "one_move", *[key for key in definitions if key != "nash"]]
    added, weaker = found["concepts"]["one_move"], found["concepts"]["gmr"]
    assert added["title"] == "Stability against one move"
    assert added["meaning"].startswith("After each improvement one other party could move once")
    states = [one["options"] for one in added["equilibria"]]
    assert all(one["options"] in states for one in found["concepts"]["nash"]["equilibria"])
    assert all(state in [each["options"] for each in weaker["equilibria"]] for state in states)
    assert found["package"]["concepts"]["one_move"]["readings"] is not None


def test_it_stands_in_the_help_on_the_page_and_in_the_reference(package: Path) -> None:
    assert "[nash|one_move|gmr|smr|seq|sseq|sim]" in " ".join(command(package, "stability", "--help").split())
    page = command(package, "stability", str(ELMIRA), "--trials", "0", "--concept", "one_move", "--full")
    assert "STABLE STATES: STABILITY AGAINST ONE MOVE" in page
    assert "Stability against one move: After each improvement one other party" in " ".join(page.split())
    written = "import sys; sys.path.insert(0, 'docs'); import make; print(make.stability_page())"
    reference = run(package, "-c", written)
    assert "| `one_move` | [Stability against one move](#stability-against-one-move) | a rule of its own |" in reference


def test_the_register_says_of_each_file_what_the_options_are_made_from_and_imports_no_mathematics() -> None:
    code = "import sys, winset.questions.stability.request; print('numpy' in sys.modules)"
    assert run(ROOT / "src", "-c", code).strip() == "False"
    assert [definition.order for definition in definitions.values()] == sorted(
        definition.order for definition in definitions.values()
    )
    assert all(isinstance(definition, Definition) and definition.key == key for key, definition in definitions.items())
    assert made_of("improvements", lasting=True) in definitions.values()


def test_no_other_file_names_a_definition() -> None:
    keys = "|".join(key for key in definitions if key != "nash")  # which is a solution of settlement too
    named = {
        str(file.relative_to(ROOT / "src" / "winset"))
        for file in (ROOT / "src" / "winset").rglob("*.py")
        if file.parent.name != "definitions" and re.search(f"[\"'](?:{keys})[\"']", file.read_text(encoding="utf-8"))
    }
    assert named == set()
