"""How a brief takes up who must be in the room."""

from __future__ import annotations

from winset.questions.in_brief import Budget, Fields, InBrief, Taken

TABLES_DRAWS, TABLES_FEWEST = 100, 20
"""Readings that a brief counts of tables at most, and fewer than which say too little."""
TABLES_EXAMINED = 20_000_000
"""Packages that a brief looks at over all readings and tables, some seconds; beyond, tables are looked at in fewer
readings.
"""
TABLES_FOR_VARIANTS = 300_000
"""Packages up to which a brief looks at the tables under each variant as well; beyond, the variants are left out there.
"""
TITLE = "Who must be in the room"


def fields(budget: Budget) -> Fields:
    """Fewer readings, and only the tables that are still to come."""
    return {
        "trials": min(budget.trials, TABLES_DRAWS),
        "fewest": TABLES_FEWEST,
        "examined": TABLES_EXAMINED,
        "most_for_variants": TABLES_FOR_VARIANTS,
        "past": False,
    }


IN_BRIEF = InBrief(
    title="Who must be in the room?",
    annex=(
        Taken(key="answer", title=TITLE, most=1),
        Taken(key="brief_tables"),
        Taken(key="not_computed", title=TITLE),
    ),
    fields=fields,
)
