"""Nash stability."""

from winset.analyses.stability.countermoves import Answer, Deviation
from winset.analyses.stability.definitions.register import definition


@definition(
    key="nash", title="Nash", source="Nash 1950; Kilgour, Hipel & Fang 1987, Automatica 23, 41–55", by="nothing"
)
def answer(at: Deviation) -> Answer | None:
    """The party has no improvement: nothing that it can do alone makes it better off, whatever the others might do
    then.
    """
    return None
