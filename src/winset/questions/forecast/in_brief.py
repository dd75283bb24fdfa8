"""How a brief takes up where bargaining would settle each issue."""

from __future__ import annotations

from winset.questions.in_brief import Budget, Fields, InBrief, Taken


def _fields(_: Budget) -> Fields:
    return {"round_trials": 0}


IN_BRIEF = InBrief(
    title="Where would bargaining settle each issue?",
    annex=(Taken(key="brief_forecast"),),
    fields=_fields,
)
