"""Sequential stability."""

from winset.analyses.stability.countermoves import Answer, Deviation, answered_by
from winset.analyses.stability.definitions.register import definition


@definition(
    key="seq",
    title="Sequential stability",
    source="Fraser & Hipel 1979; Kilgour, Hipel & Fang 1987, Automatica 23, 41–55",
    by="improvements",
    implied_by=("nash", "sseq"),
)
def answer(at: Deviation) -> Answer | None:
    """After each improvement the others could move so that the party is no better off than before, each of them to its
    own advantage.
    """
    return answered_by(at, improving=True)
