"""Sequential stability."""

from winset.analyses.stability.definition import Definition

DEFINITION = Definition(
    key="seq",
    title="Sequential stability",
    meaning="After each improvement the others could move so that the party is no better off than before, each of them "
    "to its own advantage.",
    source="Fraser & Hipel 1979; Kilgour, Hipel & Fang 1987, Automatica 23, 41–55",
    order=40,
    by="improvements",
    implied_by=("nash", "sseq"),
    leads_paths=True,
    for_any_movers=True,
    most_for_coalitions=500,
)
