"""Symmetric metarationality."""

from winset.analyses.stability.definition import Definition

DEFINITION = Definition(
    key="smr",
    title="Symmetric metarationality",
    meaning="After each improvement the others could move so that the party is no better off than before, and no move "
    "of its own from there makes it so; whether or not the others gain by it themselves.",
    source="Howard 1971; Kilgour, Hipel & Fang 1987, Automatica 23, 41–55",
    order=30,
    by="moves",
    lasting=True,
    implied_by=("nash", "sseq"),
    for_any_movers=True,
)
