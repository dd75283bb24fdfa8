"""Which sections are handed over, in which order: two pages that a busy reader reads with an annex, or a dossier.

The pages are built around whether there is a deal and what the sources say; where the sections of other questions stand
is said here, and which these are by each question itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from winset.brief.picking import Choice, InFull, Merged, Part, Pick
from winset.questions.catalogue import QUESTIONS, Question
from winset.questions.in_brief import Taken

MOST_ASKED, MOST_INDICATORS = 4, 5
"""Questions to put first, and things to watch, on the pages that are handed over; beyond, the dossier has them."""
SENTENCES = 3
"""Sentences of the bottom line; beyond, the dossier has them."""

EVIDENCE = "check"
"""The question whose sections open and close the annex and the dossier."""
BOTTOM_LINE = "The bottom line"

FIRST: tuple[Choice, ...] = (
    Pick(question="deal", key="verdict", title=BOTTOM_LINE, most=SENTENCES, leads=True),
    Pick(question="deal", key="answer", title=BOTTOM_LINE, most=SENTENCES, unless="verdict", leads=True),
    Pick(question="deal", key="not_computed", title=BOTTOM_LINE, leads=True),
    Pick(question="deal", key="brief_client"),
    Pick(question=EVIDENCE, key="confidence"),
    Pick(question="deal", key="brief_terms", title=""),
    Pick(question="deal", key="brief_judgements"),
    Merged(key="brief_ask", title="What to find out first", questions=("robust", "deal"), most=MOST_ASKED),
    Pick(question="deal", key="brief_options"),
)
"""What the pages that are handed over begin with: the bottom line, and what could be agreed."""

NEXT: tuple[Choice, ...] = (
    Pick(question="deal", key="brief_room", title="Whose consent is needed"),
    Merged(
        key="brief_indicators",
        title="What would change our mind",
        questions=("deal", "robust"),
        most=MOST_INDICATORS,
    ),
    Pick(question=EVIDENCE, key="warnings"),
)
"""What they end with, after what other questions put there."""

ANNEX: tuple[Choice, ...] = (
    Part(key="annex", title="Annex"),
    Pick(question=EVIDENCE, key="positions", words_only=True),
    Pick(question=EVIDENCE, key="bases"),
    Pick(question=EVIDENCE, key="consent"),
)
"""What the annex begins with."""

LAST: tuple[Choice, ...] = (
    Pick(question=EVIDENCE, key="unsaid"),
    Pick(question=EVIDENCE, key="claims_in_short"),
)
"""What the annex ends with."""

DOSSIER: tuple[Choice, ...] = (
    Part(key="evidence", title="What the sources say"),
    Pick(question=EVIDENCE, key="positions"),
    Pick(question=EVIDENCE, key="consent"),
    Pick(question=EVIDENCE, key="unsaid"),
)
"""What a dossier begins with."""

DOSSIER_LAST: tuple[Choice, ...] = (
    Part(key="evidence_opened", title="Claims and judgements"),
    Pick(question=EVIDENCE, key="claims"),
    Pick(question=EVIDENCE, key="judgements"),
    Pick(question="deal", key="brief_method"),
)
"""What a dossier ends with: the claims, the judgements, the method."""


def handed_over() -> tuple[Choice, ...]:
    """What is handed over: the pages, and the annex that opens them."""
    pages = (pick for question in _others() for pick in _picks(question, question.taken_up.pages))
    annex = (pick for question in _others() for pick in _picks(question, question.taken_up.annex))
    return (*FIRST, *pages, *NEXT, *ANNEX, *annex, *LAST)


def dossier() -> tuple[Choice, ...]:
    """Everything: what each question says to the last detail."""
    return (*DOSSIER, *(choice for question in _others() for choice in _in_full(question)), *DOSSIER_LAST)


def _others() -> Iterator[Question]:
    """The questions beside that of the evidence, in the order of the catalogue; of one that is not asked nothing is
    said, so that none of its sections is picked.
    """
    return (question for question in QUESTIONS.values() if question.key != EVIDENCE)


def _picks(question: Question, sections: Iterable[Taken]) -> Iterator[Pick]:
    for taken in sections:
        yield Pick(
            question=question.key, key=taken.key, title=taken.title, most=taken.most, words_only=taken.words_only
        )


def _in_full(question: Question) -> Iterator[Choice]:
    """All that a question says, where a brief asks it, and what else a dossier takes from it."""
    if question.in_brief:
        yield InFull(question=question.key, title=question.taken_up.title or question.summary)
        yield from _picks(question, question.taken_up.dossier)
