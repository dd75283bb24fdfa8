"""Which sections a brief has, in which order: the pages that a busy reader reads, and the annex that opens them."""

from __future__ import annotations

from winset.brief.picking import Pick

FIRST = (
    Pick(question="deal", key="answer", title="The answer"),
    Pick(question="deal", key="brief_counts"),
    Pick(question="deal", key="brief_warnings"),
    Pick(question="check", key="parties"),
    Pick(question="deal", key="brief_ordinal"),
    Pick(question="deal", key="brief_silence"),
    Pick(question="robust", key="brief_sure"),
    Pick(question="robust", key="not_computed"),
    Pick(question="deal", key="brief_limit"),
    Pick(question="deal", key="brief_blockers", beside=True),
    Pick(question="deal", key="brief_openings"),
    Pick(question="deal", key="brief_load_bearing"),
    Pick(question="deal", key="brief_focus"),
    Pick(question="deal", key="brief_packages"),
    Pick(question="check", key="unsaid"),
)
"""The pages that are handed over."""

ANNEX = (
    Pick(question="check", key="positions"),
    Pick(question="check", key="consent"),
    Pick(question="deal", key="brief_who_decides"),
    Pick(question="deal", key="brief_conflicts"),
    Pick(question="deal", key="brief_together"),
    Pick(question="deal", key="brief_concessions"),
    Pick(question="deal", key="brief_frontier"),
    Pick(question="deal", key="brief_turns"),
    Pick(question="robust", key="brief_shares"),
    Pick(question="robust", key="brief_hangs", level=3),
    Pick(question="robust", key="brief_silence", level=3),
    Pick(question="robust", key="brief_levers", level=3),
    Pick(question="stability", key="holds_in_words"),
    Pick(question="stability", key="holds_aside", level=3),
    Pick(question="stability", key="holds_method"),
    Pick(question="tables", key="answer", title="Who must be in the room?"),
    Pick(question="tables", key="not_computed", title="Who must be in the room?"),
    Pick(question="tables", key="brief_missing"),
    Pick(question="tables", key="brief_tables"),
    Pick(question="tables", key="brief_stages", level=3),
    Pick(question="tables", key="conditions", level=3),
    Pick(question="tables", key="variants", level=3),
    Pick(question="tables", key="brief_aside", level=3),
    Pick(question="tables", key="brief_method"),
    Pick(question="staging", key="answer", title="Would the steps hold?"),
    Pick(question="staging", key="not_computed", title="Would the steps hold?"),
    Pick(question="staging", key="packages", title=""),
    Pick(question="staging", key="plan", level=3),
    Pick(question="staging", key="secure", level=3),
    Pick(question="staging", key="mending", level=3),
    Pick(question="staging", key="schedule_security", level=3),
    Pick(question="staging", key="snapbacks", level=3),
    Pick(question="staging", key="readings", title=""),
    Pick(question="staging", key="method", title=""),
    Pick(question="deal", key="brief_values"),
)
"""What opens them."""

LAST = (
    Pick(question="check", key="claims"),
    Pick(question="check", key="judgements"),
    Pick(question="deal", key="brief_defaults"),
    Pick(question="deal", key="brief_method"),
    Pick(question="robust", key="brief_drawn"),
)
"""What the annex ends with: the claims, the judgements, the method."""

OF_ITS_OWN = ("answer",)
"""Sections by which a question stands in a brief that none of the lists above names."""
PICKED = frozenset(pick.question for pick in (*FIRST, *ANNEX, *LAST))
