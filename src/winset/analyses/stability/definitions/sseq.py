"""Symmetric sequential stability."""

from winset.analyses.stability.definition import Definition

DEFINITION = Definition(
    key="sseq",
    title="Symmetric sequential stability",
    meaning="After each improvement the others could move, each of them to its own advantage, so that the party is no "
    "better off than before, and no move of its own from there makes it so.",
    source="Rego & Vieira 2017, Group Decision and Negotiation, doi 10.1007/s10726-016-9520-8",
    order=50,
    by="improvements",
    lasting=True,
    implied_by=("nash",),
)
