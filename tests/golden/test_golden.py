"""Every command says on the shipped examples what is kept of it, to the letter; see the docstring of this folder."""

from __future__ import annotations

from difflib import unified_diff
from pathlib import Path

import pytest

from .runs import EXPECTED, Run, printed, runs, visible_text


@pytest.mark.parametrize("run", runs(), ids=lambda run: run.name)
def test_a_command_prints_what_is_kept_of_it(run: Run, tmp_path: Path) -> None:
    kept = run.file.read_text(encoding="utf-8") if run.file.exists() else ""
    now = printed(run, tmp_path)
    if now != kept:
        lines = unified_diff(kept.splitlines(), now.splitlines(), f"expected/{run.name}", "printed now", lineterm="")
        pytest.fail("\n".join([*lines, "", "If this is meant: python -m tests.golden"]), pytrace=False)


def test_nothing_is_kept_that_no_run_prints() -> None:
    kept = {file for file in EXPECTED.rglob("*") if file.is_file()}
    assert kept == {run.file for run in runs()}


def test_no_two_runs_are_kept_in_one_file() -> None:
    names = [run.name for run in runs()]
    assert len(names) == len(set(names))


def test_the_visible_text_of_a_page_has_a_line_for_each_block_and_no_drawing() -> None:
    page = "<!doctype html><head><title>t</title></head><p>A  deal <b>is</b>\nopen.</p><svg><text>x</text></svg>"
    page += "<ul><li>a<li>b</ul><!-- c -->"
    assert visible_text(page) == "A deal is open.\na\nb\n"
