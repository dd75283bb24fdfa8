"""What is handed over speaks to who reads it: no option, no field of the case file, no path, no seed.

The words to whoever works on the case are marked as such where they are said, and the pass of disclosure leaves them
out; what else a brief says may not be of that kind.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.laws.truth.cases import study_of, truth_case
from tests.support.briefs import brief
from tests.support.places import EXAMPLES
from tests.support.to_analysts import to_analysts
from winset.brief.brief import brief as brief_of
from winset.brief.request import BriefRequest
from winset.model.numbers import HANDLING, Handling
from winset.report.blocks import Bullets, Command, Hint, Report, Section, Sentence
from winset.report.disclosure import disclose
from winset.report.pieces import for_analyst, for_command_line
from winset.report.renderers.markdown import markdown_page

CASES = ("alaska-2025", "camp-david-1978", "classroom", "exchange")


@pytest.mark.slow
@pytest.mark.parametrize("level", HANDLING)
@pytest.mark.parametrize("name", CASES)
def test_no_brief_speaks_to_whoever_works_on_the_case(name: str, level: Handling) -> None:
    assert not to_analysts(brief(EXAMPLES / name, "md", "--handling", level, "--forecast"))


@pytest.mark.parametrize("number", range(3))
def test_no_brief_of_a_random_case_does(number: int, tmp_path: Path) -> None:
    raw = truth_case(number)
    study = study_of(raw, tmp_path)
    made = brief_of(study, BriefRequest(trials=10, forecast=True))
    assert not to_analysts(markdown_page(disclose(made.report, "restricted")))


def test_the_words_are_found_where_they_stand() -> None:
    for text in ("Say `--full`.", "a seed of 1", "under walk_away", "see the case file", "in examples/a/case.yaml"):
        assert to_analysts(text)


def test_only_who_works_on_a_case_reads_what_is_said_to_them() -> None:
    said = f"Nothing can be said{for_analyst(', since `moves` is empty')}{for_command_line(' (`--full`)')}."
    blocks = (
        Sentence(text=said),
        Sentence(text=for_analyst("Write it there.")),
        Bullets(items=(said, for_command_line("and 3 more (`--full`)"))),
        Hint(text="More in `--json`."),
        Command(text="winset deal examples/classroom"),
    )
    sections = (Section(key="answer", title="Answer", blocks=blocks),)
    handed = disclose(Report(title="", audience="reader", sections=sections), "open").report.sections[0]
    assert [getattr(block, "text", getattr(block, "items", None)) for block in handed.blocks] == [
        "Nothing can be said.",
        ("Nothing can be said.",),
    ]
    worked = disclose(Report(title="", sections=sections), "open").report.sections[0]
    assert len(worked.blocks) == len(blocks)
