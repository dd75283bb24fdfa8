"""The steps of a plan and the red lines that what it carries out crosses; whether it would be kept is judged."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from winset.analyses.settlement.packages import View
from winset.questions.question import Saying
from winset.questions.staging.words import CLOSED
from winset.report.blocks import Answer, Bullets, Figure, Grid, NoteSentence, Section
from winset.report.names import owned_by


def sections(saying: Saying, table: str | None = None) -> Iterator[Section]:
    """The red lines that the plan crosses, and who takes which step."""
    names, plan = saying.names(), saying.session.case.plan
    if plan is None:
        return
    yield Section(key="answer", title="Answer", blocks=tuple(_answer(saying)), depth="answer")
    rows = tuple((step.title or key.replace("_", " "), names.party_called(step.by)) for key, step in plan.steps.items())
    blocks = (Grid(head=("step", "by"), rows=rows), Figure(key="time_line", drawings=(), missing=CLOSED))
    yield Section(key="plan", title="The plan", blocks=blocks)


def _answer(saying: Saying) -> Iterator[Any]:
    names, case, plan = saying.names(), saying.session.compiled(), saying.session.case.plan
    still = case.structure.status_quo_package
    if plan is not None and still is not None:
        package = list(still)
        for step in plan.steps.values():
            for issue, option in step.carries_out.items():
                place = case.issues.index(issue)
                package[place] = case.options[place].index(option)
        required = View(case.structure, np.array([package], dtype=np.int16)).required[:, 0]
        crossed = [
            line
            for party, lines in enumerate(case.structure.red_lines)
            for line in lines
            if required[party] and package[line.issue] == line.option
        ]
        if crossed:
            yield Answer(text="The plan would not be agreed: the package that it carries out crosses red lines.")
            yield Bullets(
                items=tuple(
                    f"{owned_by(names.party(line.owner))} refusal of {names.red_line(line)} ({line.basis or 'stated'}) "
                    "stands in the way."
                    for line in crossed
                ),
                depth="answer",
            )
    yield NoteSentence(text=CLOSED)
