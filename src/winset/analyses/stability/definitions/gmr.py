"""General metarationality."""

from winset.analyses.stability.definition import Definition

DEFINITION = Definition(
    key="gmr",
    title="General metarationality",
    meaning="After each improvement the others could move so that the party is no better off than before, whether or "
    "not they gain by it themselves.",
    source="Howard 1971; Kilgour, Hipel & Fang 1987, Automatica 23, 41–55",
    order=20,
    by="moves",
    implied_by=("nash", "smr", "seq", "sseq"),
    for_any_movers=True,
)
