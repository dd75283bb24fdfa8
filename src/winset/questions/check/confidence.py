"""How far an analysis can be trusted, in words and with its reasons: sources, reviews, ranges; never from a share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from winset.model.case import Source
from winset.model.evidence import Counts
from winset.model.numbers import Span
from winset.model.placed import placed_numbers
from winset.questions.question import Saying
from winset.report.blocks import Sentence
from winset.report.disclosure import from_those_shown
from winset.report.names import counted, listed

Grade = Literal["good", "middling", "poor"]
FEW_REVIEWED, MANY_REVIEWED = 0.2, 0.8
"""Shares of claims that a second person has reviewed, below and above which that counts against and for trust."""
FEW_WITHOUT, MANY_WITHOUT = 0.1, 0.5
"""Shares of judged numbers without a range, below and above which that counts for and against trust."""
ENOUGH_ORIGINS = 2
"""Origins from which sources confirm one another."""


def confidence(saying: Saying) -> Iterator[Sentence]:
    """High where sources, reviews and ranges are all good, low where two of them are poor; moderate otherwise."""
    case, owners, counts = saying.session.case, saying.owners, saying.session.checked.counts
    spans = [] if saying.session.whole is not None else [placed.span for placed in placed_numbers(case)]
    owned = [(owners.source(name), source) for name, source in case.sources.items()]

    def said(sources: Sequence[Source]) -> str:
        parts = [_of_sources(sources, counts), _of_reviews(counts), *([_of_ranges(spans)] if spans else [])]
        reasons = listed(reason for _, reason in parts if reason)
        return f"{level([grade for grade, _ in parts])}: {reasons}."

    yield Sentence(text=from_those_shown(owned, said))


def level(grades: Sequence[Grade]) -> str:
    """The word for it, from how good each of its grounds is."""
    if grades.count("poor") > 1:
        return "Low"
    return "High" if set(grades) == {"good"} else "Moderate"


def _of_sources(sources: Sequence[Source], counts: Counts) -> tuple[Grade, str]:
    """How many sources of how many origins, and how many of them are in doubt."""
    if not sources:
        return "poor", "no source may be named at this level" if counts.quotes else "no source is quoted"
    origins = len({source.origin or id(source) for source in sources})
    doubtful = [source.quality for source in sources if source.quality]
    text = "one source" if len(sources) == 1 else f"{len(sources)} sources of {counted(origins, 'origin')}"
    if doubtful:
        which = "" if len(doubtful) == len(sources) else f"{len(doubtful)} of them "
        text += f", {which}marked {listed(f'“{doubt}”' for doubt in dict.fromkeys(doubtful))}"
    if origins >= ENOUGH_ORIGINS and not doubtful:
        return "good", text
    return ("poor" if origins < ENOUGH_ORIGINS else "middling"), text


def _of_reviews(counts: Counts) -> tuple[Grade, str]:
    """How many claims a second person has reviewed; nothing is said of it where there is none."""
    if not counts.quotes:
        return "poor", ""
    reviewed = counts.quotes - counts.unreviewed
    share = reviewed / counts.quotes
    number = "none" if not reviewed else f"{reviewed:,}"
    text = f"{number} of {counted(counts.quotes, 'claim')} reviewed by a second person"
    return _graded(share >= MANY_REVIEWED, share < FEW_REVIEWED), text


def _of_ranges(spans: Sequence[Span]) -> tuple[Grade, str]:
    """How many judged numbers have no range."""
    without = sum(span.is_fixed for span in spans)
    share = without / len(spans)
    number = "none" if not without else f"{without:,}"
    return (
        _graded(share <= FEW_WITHOUT, share > MANY_WITHOUT),
        f"{number} of {counted(len(spans), 'judged number')} without a range",
    )


def _graded(good: bool, poor: bool) -> Grade:
    return "good" if good else "poor" if poor else "middling"
