"""General metarationality."""

from winset.analyses.stability.countermoves import Answer, Deviation, answered_by
from winset.analyses.stability.definitions.register import definition


@definition(
    key="gmr",
    title="General metarationality",
    source="Howard 1971; Kilgour, Hipel & Fang 1987, Automatica 23, 41–55",
    by="moves",
    implied_by=("nash", "smr", "seq", "sseq"),
)
def answer(at: Deviation) -> Answer | None:
    """After each improvement the others could move so that the party is no better off than before, whether or not they
    gain by it themselves.
    """
    return answered_by(at)
