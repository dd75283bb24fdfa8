"""Simultaneous stability."""

from winset.analyses.stability.countermoves import Answer, Deviation, answered_at_once
from winset.analyses.stability.definitions.register import definition


@definition(
    key="sim",
    title="Simultaneous stability",
    source="Fraser & Hipel 1979; Fraser & Hipel 1984, Conflict Analysis",
    by="changes at once",
    implied_by=("nash",),
)
def answer(at: Deviation) -> Answer | None:
    """Each improvement leaves the party no better off if some of the others improve at the same moment, none of them
    knowing what the rest will do.

    Raises TooLarge where there are too many ways to do so.
    """
    return answered_at_once(at)
