"""How a brief takes up what time does."""

from __future__ import annotations

from winset.questions.in_brief import Budget, Fields, InBrief, Taken

CONTEST_DRAWS = 200
"""Readings in which a brief counts what bargaining theory says of contests of two parties."""
TITLE = "Is now the moment?"


def _fields(budget: Budget) -> Fields:
    return {"contest_trials": min(budget.trials, CONTEST_DRAWS)}


IN_BRIEF = InBrief(
    title=TITLE,
    pages=(Taken(key="brief_deciding"),),
    annex=(
        Taken(key="answer", title=TITLE),
        Taken(key="brief_waiting"),
        Taken(key="brief_time"),
        Taken(key="not_computed", title=TITLE),
    ),
    fields=_fields,
    apart=True,
)
