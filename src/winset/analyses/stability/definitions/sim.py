"""Simultaneous stability."""

from winset.analyses.stability.definition import Definition

DEFINITION = Definition(
    key="sim",
    title="Simultaneous stability",
    meaning="Each improvement leaves the party no better off if some of the others improve at the same moment, none of "
    "them knowing what the rest will do.",
    source="Fraser & Hipel 1979; Fraser & Hipel 1984, Conflict Analysis",
    order=60,
    by="changes at once",
    implied_by=("nash",),
    is_quick=False,
)
