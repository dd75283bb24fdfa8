"""What only a brief says of a case: how far to trust it, what makes it doubtful, its claims in short, and every number
that was judged.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal

from winset.model.case import Source
from winset.model.evidence import Counts
from winset.model.numbers import Span
from winset.model.placed import PlacedNumber, place_shape, placed_numbers
from winset.questions.question import Saying
from winset.report.blocks import LEFT_OUT, Account, Bullets, Claims, Guarded, NoteSentence, Section, Sentence
from winset.report.claims import source_warnings
from winset.report.disclosure import from_those_shown
from winset.report.names import counted, listed
from winset.report.number_words import NumberWords
from winset.report.ownership import NOBODY, Owner, Ownership, owner_of_all, owner_of_any

BASES = "Stated: a source says it. Inferred: concluded, with the reason. Silent: no source says anything."
Grade = Literal["good", "middling", "poor"]
FEW_REVIEWED, MANY_REVIEWED = 0.2, 0.8
"""Shares of claims that a second person has reviewed, below and above which that counts against and for trust."""
FEW_WITHOUT, MANY_WITHOUT = 0.1, 0.5
"""Shares of judged numbers without a range, below and above which that counts for and against trust."""
ENOUGH_ORIGINS = 2
"""Origins from which sources confirm one another."""
CLOSED = "The judgements are not shown at this level of handling."
NONE = (
    "No number was judged: what is said above follows from positions, red lines and rules, and from default weights "
    "that are marked as such."
)


def brief_sections(saying: Saying) -> Iterator[Section]:
    """The sections that a brief picks from, beside those of the evidence."""
    for key, title, blocks in (
        ("confidence", "Confidence in the analysis", confidence(saying)),
        ("warnings", "Warnings", _warnings(saying)),
        ("bases", "", (NoteSentence(text=BASES),)),
        ("claims_in_short", "The claims", (Claims(),) if saying.session.checked.counts.quotes else ()),
    ):
        yield Section(key=key, title=title, blocks=tuple(blocks), depth="brief")


def _warnings(saying: Saying) -> Iterator[Any]:
    """What makes the sources doubtful, where the confidence does not say it of the only one; what was found in reading
    the case, and how much of it is left out.
    """
    owners = saying.owners
    if len(owners.case.sources) > 1:
        yield from (Guarded(warning.of, _warning(warning.shown)) for warning in source_warnings(owners))
    yield from (_warning(note) for note in saying.session.checked.notes if note)
    yield Account(owners.holdings, lambda counts, account: _warning(account) if counts else LEFT_OUT)


def _warning(text: Any) -> Sentence:
    return Sentence(text=text, tone="warning")


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


def judged_section(saying: Saying) -> Section:
    """Every judged number with its range, by kind; a kind without any is left out."""
    case, owners = saying.session.case, saying.owners
    if not any(placed.path[0] in ("judgements", "plan") for placed in owners.numbers):
        blocks: tuple[Any, ...] = (Sentence(text=NONE),)
    else:
        by = f": {case.judgements.by}" if case.judgements.by else ""
        intro = NoteSentence(
            text=f"Every number is the analyst’s, none is the source’s{by}. Most likely value, with its range in "
            "brackets."
        )
        shown = (intro, *_kinds(saying))
        blocks = (Guarded(owners.judgements, shown, Sentence(text=CLOSED)),)
    return Section(key="judgements", title="The judgements", blocks=blocks, depth="brief")


def _kinds(saying: Saying) -> Iterator[Any]:
    """The numbers under a heading for each kind, as the model has them: what each is of, and whose it is."""
    owners, words = saying.owners, NumberWords(saying.session.case)
    kinds: dict[str, list[tuple[Owner, str]]] = {}
    for placed in sorted(owners.numbers, key=lambda number: number.path[0] != "judgements"):
        line = words.line(placed)
        if line is not None:
            kinds.setdefault(line.heading, []).append((_owner(owners, placed), line.text))
    for heading, items in kinds.items():
        yield Guarded(_any(owner for owner, _ in items), Sentence(text=f"{heading}:"), LEFT_OUT)
        yield Bullets(items=tuple(Guarded(owner, item) for owner, item in items), columns=True)


def _owner(owners: Ownership, placed: PlacedNumber) -> Owner:
    """Of one number with what it is of: its own, the levers that it names, and where values follow from it those of its
    parties, since one number of a party could be worked out from the others; of the plan every number of it.
    """
    case = owners.case
    if placed.path[0] == "plan":
        return owners.plan
    along = place_shape(type(case), placed.path).names
    behind = [owners.lever(name) for name, refers in along if refers == "levers" and name in case.levers]
    if not placed.is_apart:
        behind += [owners.values(party) for party in placed.parties]
    return owner_of_all((owners.span(placed.span), *behind))


def _any(owners: Iterator[Owner]) -> Owner:
    """The owner at whose level at least one of several may be shown."""
    return owner_of_any(owners) or NOBODY
