"""How a brief takes up how sure the answer is."""

from __future__ import annotations

from winset.questions.in_brief import Budget, Fields, InBrief, Taken

DRIVER_DRAWS = 200
"""Readings in which a brief draws each input anew by itself."""
TOGETHER = 2
"""Levers that a brief pulls together."""
TITLE = "How sure is that?"


def _fields(budget: Budget) -> Fields:
    return {"levers": TOGETHER, "drivers": min(budget.trials, DRIVER_DRAWS), "holding": False}


IN_BRIEF = InBrief(
    title=TITLE,
    annex=(Taken(key="brief_trials"), Taken(key="not_computed", title=TITLE)),
    dossier=(Taken(key="brief_trials"),),
    fields=_fields,
)
