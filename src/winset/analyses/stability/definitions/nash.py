"""Nash stability."""

from winset.analyses.stability.definition import Definition

DEFINITION = Definition(
    key="nash",
    title="Nash",
    meaning="The party has no improvement: nothing that it can do alone makes it better off, whatever the others might "
    "do then.",
    source="Nash 1950; Kilgour, Hipel & Fang 1987, Automatica 23, 41–55",
    order=10,
    by="nothing",
    leads_paths=True,
    for_any_movers=True,
)
