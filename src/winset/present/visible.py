"""What may be shown at a level of handling, and an account of what is left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain

from winset.model.case import Case, Lever, Note, parts
from winset.model.claims import Claim
from winset.model.evidence import Passage
from winset.model.numbers import HANDLING, Handling, Span


@dataclass(frozen=True, kw_only=True)
class Visible:
    """A case as it may be shown at a level: `open`, `team` or `restricted`, each showing what the ones before it show.

    A number of a party shows nothing if one of the judgements behind it lies above the level: of such a party no
    value, gain or walk-away is shown at all, since one number would give away another.
    """

    case: Case
    level: Handling = "team"

    def allows(self, handling: Handling | None) -> bool:
        return HANDLING.index(handling or "open") <= HANDLING.index(self.level)

    def claim(self, claim: Claim | None) -> bool:
        """True for a claim that may be shown: neither it nor its source lies above the level."""
        if claim is None:
            return False
        source = self.case.sources.get(claim.source)
        return self.allows(claim.handling) and (source is None or self.allows(source.handling))

    def sentence(self, claim: Claim, passages: Mapping[Claim, Passage]) -> str:
        """The whole sentence around a quote; the quote alone where the sentence would give away one that lies above."""
        passage = passages.get(claim)
        if passage is None:
            return claim.quote
        closed = (passages[other] for other in passages if other.source == claim.source and not self.claim(other))
        if any(_overlap(passage.sentence, other.sentence) for other in closed):
            return " ".join(passage.text.split())
        return passage.sentence

    def claims(self, claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
        return tuple(claim for claim in claims if self.claim(claim))

    def lever(self, name: str) -> bool:
        return self.allows(self.case.levers[name].handling)

    def notes(self) -> tuple[Note, ...]:
        return tuple(note for note in self.case.notes if self.allows(note.handling))

    def span(self, span: Span) -> bool:
        """True for a judged number that may be shown."""
        return self.allows(self.case.judgements.handling) and self.allows(span.handling)

    @cached_property
    def closed_parties(self) -> frozenset[str]:
        """Parties of whom no number may be shown."""
        if not self.allows(self.case.judgements.handling):
            return frozenset(self.case.parties)
        alone = (((party,), span) for party, span in judged_numbers(self.case))
        judged = chain(alone, judged_of_tables(self.case))
        return frozenset(party for who, span in judged if not self.allows(span.handling) for party in who)

    def points(self, party: str) -> bool:
        """True where values, gains and walk-aways of the party may be shown."""
        return party not in self.closed_parties

    @property
    def any_points(self) -> bool:
        """True where the numbers of some party may be shown."""
        return len(self.closed_parties) < len(self.case.parties)

    @cached_property
    def plan_numbers(self) -> bool:
        """True where the numbers of the plan may be shown: not even one of them lies above the level."""
        return self.allows(self.case.judgements.handling) and all(self.span(one) for one in plan_numbers(self.case))

    @cached_property
    def left_out(self) -> dict[str, int]:
        """How much of what kind lies above the level."""
        claims = {id(part): part for _, part in parts(self.case) if isinstance(part, Claim)}
        judged = [span for _, span in (*judged_numbers(self.case), *judged_of_tables(self.case))]
        counts = {
            "claims": sum(not self.claim(claim) for claim in claims.values()),
            "sources": sum(not self.allows(source.handling) for source in self.case.sources.values()),
            "levers": sum(not self.allows(lever.handling) for lever in self.case.levers.values()),
            "notes": sum(not self.allows(note.handling) for note in self.case.notes),
            "judgements": sum(not self.span(span) for span in judged),
        }
        return {kind: count for kind, count in counts.items() if count}

    def account(self) -> str:
        """One sentence on what is left out; empty where nothing is."""
        if not self.left_out:
            return ""
        kinds = [f"{count} {kind[:-1] if count == 1 else kind}" for kind, count in self.left_out.items()]
        return f"Left out at the handling level “{self.level}”: {', '.join(kinds)}."


def _overlap(one: str, other: str) -> bool:
    return one in other or other in one


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
        yield link.party, replace(link.points, handling=link.handling or link.points.handling)


def judged_of_tables(case: Case) -> Iterator[tuple[tuple[str, ...], Span]]:
    """Every judged number that only tables use, with the parties of whom it says something."""
    judged = case.judgements
    yield from (((party,), span) for party, span in judged.refusal.items())
    for meeting in judged.tables.values():
        for party, span in meeting.worth.items():
            yield (party,), replace(span, handling=meeting.handling or span.handling)
    for spoiler, others in judged.spoil.items():
        yield from (((spoiler, other), span) for other, span in others.items())
    for table in case.tables.values():
        for body in table.ratifiers:
            if body.follows is not None and body.above_walk_away is not None:
                yield (body.follows,), body.above_walk_away


def plan_numbers(case: Case) -> Iterator[Span]:
    """Every judged number of the plan: shares, worths, snapbacks, and the terms of each party."""
    for _, part in parts(case.plan):
        for field in type(part).model_fields:
            yield from _spans(getattr(part, field))


def _spans(value: object) -> Iterator[Span]:
    if isinstance(value, Span):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _spans(one)
    elif isinstance(value, tuple):
        for one in value:
            yield from _spans(one)


def levers_on(visible: Visible, party: str) -> tuple[tuple[str, Lever], ...]:
    """The levers whose target is the party and that may be shown, by name."""
    return tuple(
        (name, lever) for name, lever in visible.case.levers.items() if lever.target == party and visible.lever(name)
    )
