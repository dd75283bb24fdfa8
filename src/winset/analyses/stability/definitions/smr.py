"""Symmetric metarationality."""

from winset.analyses.stability.countermoves import Answer, Deviation, answered_by
from winset.analyses.stability.definitions.register import definition


@definition(
    key="smr",
    title="Symmetric metarationality",
    source="Howard 1971; Kilgour, Hipel & Fang 1987, Automatica 23, 41–55",
    by="moves",
    lasting=True,
    implied_by=("nash", "sseq"),
)
def answer(at: Deviation) -> Answer | None:
    """After each improvement the others could move so that the party is no better off than before, and no move of its
    own from there makes it so; whether or not the others gain by it themselves.
    """
    return answered_by(at, lasting=True)
