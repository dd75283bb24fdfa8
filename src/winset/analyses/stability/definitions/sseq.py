"""Symmetric sequential stability."""

from winset.analyses.stability.countermoves import Answer, Deviation, answered_by
from winset.analyses.stability.definitions.register import definition


@definition(
    key="sseq",
    title="Symmetric sequential stability",
    source="Rego & Vieira 2017, Group Decision and Negotiation, doi 10.1007/s10726-016-9520-8",
    by="improvements",
    lasting=True,
    implied_by=("nash",),
)
def answer(at: Deviation) -> Answer | None:
    """After each improvement the others could move, each of them to its own advantage, so that the party is no better
    off than before, and no move of its own from there makes it so.
    """
    return answered_by(at, improving=True, lasting=True)
