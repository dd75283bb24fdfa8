"""A command imports what it needs: libraries that take long are not there where nothing asks them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ALASKA = "examples/alaska-2025"
DRAWING, COMPILING = ("altair", "vl_convert", "jinja2"), ("numba", "scipy", "distributed", "multiprocessing")


@pytest.mark.parametrize(
    ("words", "absent"),
    [
        (["--help"], ("numpy", "pydantic", "yaml", "rich", *DRAWING, *COMPILING)),
        (["check", "examples/camp-david-1978"], ("numpy", "rapidfuzz", "bs4", *DRAWING, *COMPILING)),
        (["deal", ALASKA, "--trials", "20"], ("rapidfuzz", "bs4", *DRAWING, *COMPILING)),
    ],
    ids=lambda one: one[0],
)
def test_a_command_does_without(words: list[str], absent: tuple[str, ...]) -> None:
    code = (
        "import sys\n"
        "from winset.cli import group\n"
        f"group.main({words!r}, standalone_mode=False)\n"
        f"print([name for name in {absent!r} if name in sys.modules], file=sys.stderr)"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert result.stderr.strip() == "[]"


def test_the_package_alone_imports_no_library() -> None:
    code = "import sys, winset; print([name for name in ('numpy', 'pydantic', 'click') if name in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert result.stdout.strip() == "[]"
