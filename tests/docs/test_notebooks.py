"""The notebooks do what they say, cell by cell, and what a cell ends with can be shown."""

from __future__ import annotations

import ast
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.docs.pages import DOCS
from tests.support.places import ROOT

NOTEBOOKS = sorted((DOCS / "notebooks").glob("*.ipynb"))
LONGEST = 200
"""Characters of what a cell ends with, where that has no page of its own."""


def cells(notebook: Path, kind: str) -> list[str]:
    book = json.loads(notebook.read_text(encoding="utf-8"))
    return ["".join(cell["source"]) for cell in book["cells"] if cell["cell_type"] == kind]


def ran(code: str, names: dict[str, Any], where: str) -> Any:
    """What the last expression of a cell is, after all of it was run; None where it ends with none."""
    tree = ast.parse(code, where)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, where, "exec"), names)
    if not isinstance(last, ast.Expr):
        return None
    return eval(compile(ast.Expression(last.value), where, "eval"), names)


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda notebook: notebook.stem)
def test_every_cell_runs_and_shows_something_short(
    notebook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    for number, code in enumerate(cells(notebook, "code")):
        shown = ran(code, names, f"{notebook.name}, cell {number}")
        page = getattr(shown, "_repr_html_", None)
        assert len(repr(shown)) < LONGEST if page is None else page(), f"{notebook.name}, cell {number}"


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda notebook: notebook.stem)
def test_a_notebook_is_kept_without_outputs(notebook: Path) -> None:
    book = json.loads(notebook.read_text(encoding="utf-8"))
    assert (book["nbformat"], book["nbformat_minor"]) == (4, 4)
    for cell in book["cells"]:
        fields = {"code": {"execution_count", "outputs"}, "markdown": set()}[cell["cell_type"]]
        assert cell.keys() == {"cell_type", "metadata", "source"} | fields
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda notebook: notebook.stem)
def test_every_link_of_a_notebook_leads_somewhere(notebook: Path) -> None:
    links = [link for text in cells(notebook, "markdown") for link in re.findall(r"\]\(([^)#\s]+)", text)]
    assert links
    assert [link for link in links if not (notebook.parent / link).exists()] == []


def test_the_index_names_every_notebook() -> None:
    index = (DOCS / "README.md").read_text(encoding="utf-8")
    assert [notebook.name for notebook in NOTEBOOKS if f"](notebooks/{notebook.name})" not in index] == []
