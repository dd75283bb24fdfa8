"""Which sections are handed over, in which order: two pages that a busy reader reads with an annex, or a dossier."""

from __future__ import annotations

from winset.brief.picking import Choice, InFull, Merged, Part, Pick

MOST_ASKED, MOST_INDICATORS = 4, 5
"""Questions to put first, and things to watch, on the pages that are handed over; beyond, the dossier has them."""
SENTENCES = 3
"""Sentences of the bottom line; beyond, the dossier has them."""

BOTTOM_LINE, CONSENT, ROOM = "The bottom line", "Whose consent is needed", "Who must be in the room"
STEPS = "Would the steps be kept?"
MOMENT = "Is now the moment?"

FIRST: tuple[Choice, ...] = (
    Pick(question="deal", key="verdict", title=BOTTOM_LINE, most=SENTENCES, leads=True),
    Pick(question="deal", key="answer", title=BOTTOM_LINE, most=SENTENCES, unless="verdict", leads=True),
    Pick(question="deal", key="not_computed", title=BOTTOM_LINE, leads=True),
    Pick(question="deal", key="brief_client"),
    Pick(question="check", key="confidence"),
    Pick(question="deal", key="brief_terms", title=""),
    Pick(question="deal", key="brief_judgements"),
    Merged(key="brief_ask", title="What to find out first", questions=("robust", "deal"), most=MOST_ASKED),
    Pick(question="deal", key="brief_options"),
    Pick(question="staging", key="brief_plan", title=STEPS),
    Pick(question="timing", key="brief_deciding"),
    Pick(question="deal", key="brief_room", title=CONSENT),
    Merged(
        key="brief_indicators",
        title="What would change our mind",
        questions=("deal", "robust"),
        most=MOST_INDICATORS,
    ),
    Pick(question="check", key="warnings"),
)
"""The pages that are handed over."""

ANNEX: tuple[Choice, ...] = (
    Part(key="annex", title="Annex"),
    Pick(question="check", key="positions", words_only=True),
    Pick(question="check", key="bases"),
    Pick(question="check", key="consent"),
    Pick(question="deal", key="brief_conflicts"),
    Pick(question="robust", key="brief_trials"),
    Pick(question="robust", key="not_computed", title="How sure is that?"),
    Pick(question="stability", key="holds_in_words", title="Would it be kept?", words_only=True),
    Pick(question="tables", key="answer", title=ROOM, most=1),
    Pick(question="tables", key="brief_tables"),
    Pick(question="tables", key="not_computed", title=ROOM),
    Pick(question="staging", key="answer", title="The steps"),
    Pick(question="staging", key="not_computed", title=STEPS),
    Pick(question="timing", key="answer", title=MOMENT),
    Pick(question="timing", key="brief_waiting"),
    Pick(question="timing", key="not_computed", title=MOMENT),
    Pick(question="forecast", key="brief_forecast"),
    Pick(question="check", key="unsaid"),
)
"""What opens them."""

LAST: tuple[Choice, ...] = (Pick(question="check", key="claims_in_short"),)
"""What the annex ends with."""

DOSSIER: tuple[Choice, ...] = (
    Part(key="evidence", title="What the sources say"),
    Pick(question="check", key="positions"),
    Pick(question="check", key="consent"),
    Pick(question="check", key="unsaid"),
    InFull(question="deal", title="Is there a deal?"),
    Pick(question="deal", key="brief_charts"),
    InFull(question="robust", title="How sure is that?"),
    Pick(question="robust", key="brief_trials"),
    InFull(question="tables", title="Who must be in the room?"),
    InFull(question="staging", title=STEPS),
    InFull(question="timing", title=MOMENT),
    InFull(question="forecast", title="Where would bargaining settle each issue?"),
)
"""Everything: what each question says to the last detail."""

DOSSIER_LAST: tuple[Choice, ...] = (
    Part(key="evidence_opened", title="Claims and judgements"),
    Pick(question="check", key="claims"),
    Pick(question="check", key="judgements"),
    Pick(question="deal", key="brief_method"),
)
"""What a dossier ends with: the claims, the judgements, the method."""

OF_ITS_OWN = ("answer",)
"""Sections by which a question stands in a brief that none of the lists above names."""


def named(choices: tuple[Choice, ...]) -> frozenset[str]:
    """The questions that a list names."""
    single = {choice.question for choice in choices if isinstance(choice, Pick | InFull)}
    return frozenset(single.union(*(choice.questions for choice in choices if isinstance(choice, Merged))))
