"""Whose something is: what in a case a number, a sentence or a quote was made from, and who may see it.

Sections and documents ask here for owners; what becomes of a thing whose owner lies above a level is decided by the
pass of disclosure and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain

from winset.model.case import Case, Note, parts
from winset.model.claims import Claim, Node
from winset.model.evidence import Passage
from winset.model.judgements import Judgements, LeverEffect
from winset.model.numbers import HANDLING, Handling, Span, strictest
from winset.model.timing import Timing


@dataclass(frozen=True, slots=True)
class Owner:
    """The part of a case that something was made from. level: the lowest at which it may be shown."""

    kind: str
    name: str = ""
    level: Handling = "open"


@dataclass(frozen=True, slots=True)
class Holding:
    """A part of a case that counts among what is left out below its level. kind: "claims", "judgements", …"""

    kind: str
    level: Handling


NOBODY = Owner("nobody")


def owner_of_all(owners: Iterable[Owner]) -> Owner:
    """The owner of what was made from several: it may be shown where each of them may."""
    all_owners = tuple(owners)
    level = _highest(owner.level for owner in all_owners)
    return Owner("several", " ".join(dict.fromkeys(f"{owner.kind}:{owner.name}" for owner in all_owners)), level)


def owner_of_any(owners: Iterable[Owner]) -> Owner | None:
    """The owner of what may be shown as long as one of several may; None where there are none."""
    return min(owners, key=lambda owner: HANDLING.index(owner.level), default=None)


def _highest(levels: Iterable[Handling | None]) -> Handling:
    return strictest(*levels) or "open"


@dataclass(frozen=True, kw_only=True)
class Ownership:
    """The owners of what is said of one case.

    A number of a party may be shown only where each of the judgements behind it may: one number would give away
    another. whole: the case with its judgements, where they were left out of `case`.
    """

    case: Case
    whole: Case | None = None

    @property
    def judgements(self) -> Owner:
        """Of what is judged as such."""
        return Owner("judgements", "", self.case.judgements.handling)

    def span(self, span: Span) -> Owner:
        """Of one judged number."""
        return Owner("judgement", "", _highest((self.judgements.level, span.handling)))

    @cached_property
    def _levels(self) -> Mapping[str, Handling]:
        levels = dict.fromkeys(self.case.parties, self.case.judgements.handling)
        for parties, span in _judged(self.case):
            for party in parties:
                levels[party] = _highest((levels.get(party), span.handling))
        return levels

    def values(self, party: str) -> Owner:
        """Of the values, gains and walk-away of a party."""
        return Owner("values", party, self._levels[party])

    @property
    def any_values(self) -> Owner:
        """Of what may be told as long as the numbers of some party may."""
        return Owner("values", "", min(self._levels.values(), key=HANDLING.index))

    @property
    def all_values(self) -> Owner:
        """Of what is made from the numbers of every party."""
        return owner_of_all(self.values(party) for party in self.case.parties)

    @property
    def choices(self) -> Owner:
        """Of what parties would choose among packages, and of who would refuse what others chose: it follows from the
        numbers of all of them. Anybody's where nothing is judged.
        """
        judged = self.case.judgements.model_fields_set - {"by", "handling"}
        return self.all_values if judged else NOBODY

    @cached_property
    def plan(self) -> Owner:
        """Of every number of the plan: not even one of them may lie above the level."""
        spans = (span.handling for span in plan_numbers(self.case))
        return Owner("plan", "", _highest((self.case.judgements.handling, *spans)))

    @cached_property
    def timing(self) -> Owner:
        """Of what time does: every number of the timing, of the parties' values, and of the levers with a date."""
        timing = self.case.judgements.timing
        if timing is None:
            return self.all_values
        spans = (self.span(span) for span in timing_numbers(timing))
        events = (self.event(name) for name in timing.events)
        dated = {*timing.levers, *(name for event in timing.events.values() for name in event.moves.apply)}
        levers = (self.lever_effect(name) for name in self.case.judgements.levers if name in dated)
        return owner_of_all((self.all_values, *spans, *events, *levers))

    def event(self, name: str) -> Owner:
        """Of a dated event: the event's, or that of all of the timing, and at least that of judgements."""
        timing = self.case.judgements.timing
        levels = () if timing is None else (timing.handling, timing.events[name].handling)
        return Owner("event", name, _highest((self.judgements.level, *levels)))

    def claim(self, claim: Claim) -> Owner:
        """Of a quote and what it says: the claim's and its source's."""
        source = self.case.sources.get(claim.source)
        level = _highest((claim.handling, source.handling if source is not None else None))
        return Owner("claim", claim.source, level)

    def any_claim(self, claims: Iterable[Claim]) -> Owner | None:
        """Of what may be told as long as one of the claims may; None where there are none."""
        return owner_of_any(map(self.claim, claims))

    def around(self, claim: Claim, passages: Mapping[Claim, Passage]) -> Owner:
        """Of the whole sentence around a quote: also that of every other claim whose sentence overlaps with it."""
        passage = passages.get(claim)
        if passage is None:
            return self.claim(claim)
        beside = (
            self.claim(other)
            for other, stands in passages.items()
            if other.source == claim.source and _overlap(passage.sentence, stands.sentence)
        )
        return owner_of_all((self.claim(claim), *beside))

    def source(self, name: str) -> Owner:
        return Owner("source", name, self.case.sources[name].handling or "open")

    def lever(self, name: str) -> Owner:
        """Of a lever: one that no source names, but the analyst infers, is the analyst's like a judgement, unless the
        case says who may see it.
        """
        lever = self.case.levers[name]
        inferred = self.judgements.level if lever.basis == "inferred" else "open"
        return Owner("lever", name, lever.handling or inferred)

    def lever_effect(self, name: str) -> Owner:
        """Of what pulling a lever does: the lever's, and that of the judged number."""
        return owner_of_all((self.lever(name), self.span(effect_of(self.case.judgements.levers[name]))))

    def note(self, note: Note) -> Owner:
        return Owner("note", "", note.handling or "open")

    @cached_property
    def holdings(self) -> tuple[Holding, ...]:
        """Everything in the case that is kept from somebody."""
        if self.whole is not None:
            return Ownership(case=self.whole).holdings
        claims = {id(part): part for _, part in parts(self.case) if isinstance(part, Claim)}
        every = chain(
            (Holding("claims", self.claim(claim).level) for claim in claims.values()),
            (Holding("sources", source.handling or "open") for source in self.case.sources.values()),
            (Holding("levers", self.lever(name).level) for name in self.case.levers),
            (Holding("notes", note.handling or "open") for note in self.case.notes),
            (Holding("judgements", self.span(span).level) for span in every_number(self.case)),
        )
        return tuple(holding for holding in every if holding.level != "open")


def _within(span: Span, *levels: Handling | None) -> Span:
    """A number in a part that says itself who may see it: whichever of the two says the less."""
    return replace(span, handling=strictest(span.handling, *levels))


def effect_of(effect: LeverEffect) -> Span:
    """The number of what a lever does, with who may see it."""
    return _within(effect.walk_away, effect.handling)


def _overlap(first: str, other: str) -> bool:
    return first in other or other in first


def _judged(case: Case) -> Iterator[tuple[tuple[str, ...], Span]]:
    """Every judged number of the case, with the parties of whom it says something."""
    return chain((((party,), span) for party, span in judged_numbers(case)), judged_of_tables(case))


def judged_numbers(case: Case) -> Iterator[tuple[str, Span]]:
    """Every judged number behind a party's values, gains and walk-away, with the party."""
    judged = case.judgements
    for row in judged.salience.values():
        yield from row.items()
    for rows in judged.scores.values():
        for party, scores in rows.items():
            yield from ((party, span) for span in scores.values())
    for party, walk_away in judged.walk_away.items():
        yield from ((party, span) for span in (walk_away.points, walk_away.status_quo) if span is not None)
    yield from judged.capability.items()
    for link in judged.links:
        yield link.party, _within(link.points, link.handling)


def judged_of_tables(case: Case) -> Iterator[tuple[tuple[str, ...], Span]]:
    """Every judged number that only tables use, with the parties of whom it says something."""
    judged = case.judgements
    yield from (((party,), span) for party, span in judged.refusal.items())
    for meeting in judged.tables.values():
        for party, span in meeting.worth.items():
            yield (party,), _within(span, meeting.handling)
    for spoiler, others in judged.spoil.items():
        yield from (((spoiler, other), span) for other, span in others.items())
    for table in case.tables.values():
        for body in table.ratifiers:
            if body.follows is not None and body.above_walk_away is not None:
                yield (body.follows,), body.above_walk_away


def every_number(case: Case) -> Iterator[Span]:
    """Every judged number of the case, whatever it is of."""
    yield from (span for _, span in _judged(case))
    yield from map(effect_of, case.judgements.levers.values())
    timing = case.judgements.timing
    if timing is not None:
        yield from timing_numbers(timing)
    yield from plan_numbers(case)


def timing_numbers(timing: Timing) -> Iterator[Span]:
    """Every judged number of what time does; one of an event is kept back where the event is."""
    for path, part in parts(timing):
        event = timing.events.get(str(path[1])) if path[:1] == ("events",) and len(path) > 1 else None
        own = None if event is None else event.handling
        yield from (_within(span, timing.handling, own) for span in _spans_of(part))


def plan_numbers(case: Case) -> Iterator[Span]:
    """Every judged number of the plan: shares, worths, snapbacks, and the terms of each party."""
    for _, part in parts(case.plan):
        yield from _spans_of(part)


def _spans_of(part: Node) -> Iterator[Span]:
    """The numbers that the file writes in a part itself, not in parts of it."""
    for name in type(part).model_fields:
        if name in part.model_fields_set:
            yield from _spans(getattr(part, name))


def _spans(value: object) -> Iterator[Span]:
    if isinstance(value, Span):
        yield value
    elif isinstance(value, dict):
        for member in value.values():
            yield from _spans(member)
    elif isinstance(value, tuple):
        for member in value:
            yield from _spans(member)


def leaves_out_judgements(case: Case, level: Handling) -> bool:
    """True where a level shows only what follows from the evidence of a case, and nothing that was made with a
    judgement: at the lowest level, if any judgement lies above it. Whatever is made with it would tell of it.
    """
    if level != HANDLING[0]:
        return False
    judged = case.judgements.model_fields_set - {"by", "handling"}
    holdings = Ownership(case=case).holdings
    return bool(judged) and (
        case.judgements.handling != level or any(holding.kind == "judgements" for holding in holdings)
    )


def without_judgements(case: Case) -> Case:
    """The case with nothing judged, and who may see what is."""
    judgements = case.judgements
    return case.model_copy(update={"judgements": Judgements(by=judgements.by, handling=judgements.handling)})


def nothing_judged(case: Case) -> bool:
    """True where no number stands under `judgements`: then only what holds whatever the numbers is an answer."""
    return not any(True for _ in judged_numbers(case))
