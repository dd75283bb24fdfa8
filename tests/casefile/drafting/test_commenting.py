"""Candidates as comments: nothing else is different, they are written once, and without their marks they are YAML."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.briefings import FOLDER, SET_ASIDE, TUNED, drafted, source_of
from winset.casefile.drafting.commented import commented
from winset.casefile.drafting.find import candidates_of
from winset.casefile.drafting.model.commented_names import commented_names
from winset.casefile.drafting.model.gate import ProposedName
from winset.casefile.editing.editor import open_case, save
from winset.casefile.evidence import open_sources
from winset.casefile.nodes import Reader
from winset.casefile.read import check_case
from winset.casefile.sources import SourceText

EXAMPLES = Path(__file__).parents[3] / "examples"


def without_marks(text: str) -> str:
    """The text as a person leaves it who accepts every block: the marks are gone, and the lines that they replace."""
    lines: list[str] = []
    for line in text.splitlines():
        stripped = line.lstrip(" ")
        indent = len(line) - len(stripped)
        if stripped.startswith("# # Candidates"):
            if "take the place of" in line:
                lines.pop()
        elif stripped.startswith("# "):
            lines.append(" " * indent + stripped[2:])
        else:
            lines.append(line)
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("briefing", [*TUNED, *SET_ASIDE])
@pytest.mark.parametrize("is_block", [False, True])
def test_without_their_marks_candidates_are_yaml(tmp_path: Path, briefing: str, is_block: bool) -> None:
    folder = tmp_path / briefing
    shutil.copytree(FOLDER / briefing, folder)
    path = folder / "case.yaml"
    if is_block:
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"(?m)^  (\w+): \{rest: silent\}", r"  \1:\n    rest: silent", text), encoding="utf-8")
    before = path.read_text(encoding="utf-8")
    opened = open_case(folder)
    made = commented(opened, drafted(briefing), {"text": source_of(briefing)})
    assert len(made.written) == len(drafted(briefing))
    save(made.proposed)
    after = path.read_text(encoding="utf-8")
    assert [line for line in after.splitlines() if not line.lstrip().startswith("#")] == before.splitlines()
    reader = Reader(without_marks(after), "case.yaml")
    assert reader.read() is not None
    assert not reader.problems, reader.problems[0]
    path.write_text(without_marks(after).replace("…", "none"), encoding="utf-8")
    assert not [problem for problem in check_case(str(folder)).errors if problem.code.startswith(("E0", "E1"))]


@pytest.mark.parametrize("briefing", [*TUNED, *SET_ASIDE])
def test_candidates_are_written_once(tmp_path: Path, briefing: str) -> None:
    folder = tmp_path / briefing
    shutil.copytree(FOLDER / briefing, folder)
    sources = {"text": source_of(briefing)}
    once = save(commented(open_case(folder), drafted(briefing), sources).proposed)
    again = commented(once, drafted(briefing), sources)
    assert again.written == ()
    assert again.proposed.text == once.text


@pytest.mark.parametrize("name", ["alaska-2025", "camp-david-1978", "classroom", "exchange"])
def test_nothing_else_is_different_in_a_case_that_says_much(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    shutil.copytree(EXAMPLES / name, folder)
    checked = check_case(str(folder))
    assert checked.case is not None
    sources = {key: text for key, text in open_sources(folder, checked.case).items() if isinstance(text, SourceText)}
    opened = open_case(folder)
    made = commented(opened, candidates_of(checked.case, sources), sources)
    assert made.proposed.after.data == opened.data
    kept = iter(made.proposed.text.splitlines())
    assert all(line in kept for line in opened.text.splitlines()), "a line of the file is gone, or stands elsewhere"
    assert not made.proposed.problems.added


def test_options_of_the_last_issue_and_another_issue_stand_below_each_other() -> None:
    """Both are written where the issues end, each as deep as its section."""
    opened = open_case(EXAMPLES / "classroom")
    last = list(opened.data["issues"])[-1]
    issue = ProposedName(
        kind="issue", name="Roads", options=("a bridge", "a ferry"), source="instructions", start=0, end=5,
        quote="roads", where="line 1",
    )  # fmt: skip
    names = (issue, replace(issue, kind="option", name=last, issue=last, options=("in turns",)))
    made = commented_names(opened, names, "model")
    assert made.written
    assert made.proposed.text.index("# in_turns:") < made.proposed.text.index("# roads:")
