"""How a brief takes up the plan of steps."""

from __future__ import annotations

from winset.questions.in_brief import Budget, Fields, InBrief, Taken

PLAN_DRAWS, PLAN_TESTS = 200, 800
"""In how many readings a brief tests a plan, and how often at most with numbers drawn anew."""
TITLE = "Would the steps be kept?"


def _fields(budget: Budget) -> Fields:
    return {
        "objectives": ("security",),
        "trials": min(budget.trials, PLAN_DRAWS),
        "most_tests": PLAN_TESTS,
        "shown": budget.shown,
    }


IN_BRIEF = InBrief(
    title=TITLE,
    pages=(Taken(key="brief_plan", title=TITLE),),
    annex=(Taken(key="answer", title="The steps"), Taken(key="not_computed", title=TITLE)),
    fields=_fields,
    apart=True,
)
