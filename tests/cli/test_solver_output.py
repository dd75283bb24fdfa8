"""What a solver prints never reaches the standard output of a command."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.places import EXAMPLES

SOURCES = Path(__file__).parents[2] / "src" / "winset"
PRINTS = """
import ctypes, os
from winset.analyses.solver_output import off_standard_output
library = ctypes.CDLL(None)
print("before", end=" ")
with off_standard_output():
    library.printf(b"HighsMipSolverData::transform")
    os.write(1, b"noise")
    with off_standard_output():
        library.puts(b"more noise")
    library.puts(b"and more")
print("after")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the C library is found under another name")
def test_what_a_library_prints_is_not_on_the_standard_output() -> None:
    done = subprocess.run([sys.executable, "-c", PRINTS], capture_output=True, text=True, check=True)
    assert done.stdout == "before after\n"


def test_every_call_of_a_solver_is_kept_off_the_standard_output() -> None:
    calling = [
        path
        for path in SOURCES.rglob("*.py")
        if re.search(r"optimize(\.| import .*\b)(milp|linprog)\b", path.read_text())
    ]
    assert len(calling) >= 3
    for path in calling:
        assert "@off_standard_output()" in path.read_text(), path


@pytest.mark.slow
@pytest.mark.parametrize("ratio", ["0.9", "1", "1.1", "1.5", "2"])
@pytest.mark.parametrize("case", sorted(path.parent.name for path in EXAMPLES.glob("*/case.yaml")))
def test_a_json_document_is_all_that_a_command_writes(case: str, ratio: str) -> None:
    """Plans whose orders are sought by a programme, as processes of their own."""
    text = (EXAMPLES / case / "case.yaml").read_text(encoding="utf-8")
    if not re.search("^plan:", text, re.MULTILINE):
        pytest.skip("this case has no plan")
    command = [sys.executable, "-m", "winset", "staging", str(EXAMPLES / case), "--json", "--ratio", ratio]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1, 2)
    if done.returncode == 0:
        json.loads(done.stdout)
