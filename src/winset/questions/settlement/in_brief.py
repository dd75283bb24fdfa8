"""How a brief takes up whether there is a deal, beside the pages that are built around it."""

from __future__ import annotations

from winset.questions.in_brief import InBrief, Taken

IN_BRIEF = InBrief(
    title="Is there a deal?",
    annex=(Taken(key="brief_conflicts"), Taken(key="brief_interests")),
    dossier=(Taken(key="brief_charts"),),
)
