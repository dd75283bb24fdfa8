"""What may be shown of two versions of a case: what lies above the level in either is shown of neither."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from winset.model.case import Case, Lever, Note, Source, parts
from winset.model.changes import Change, Quoted
from winset.model.claims import Claim, Node
from winset.model.entries import claims_in
from winset.model.evidence import Passage
from winset.model.numbers import HANDLING, Handling, Span
from winset.present.visible import Visible

NUMBERS = ("salience", "scores", "walk_away", "capability", "refusal", "spoil", "links")


@dataclass(frozen=True, kw_only=True)
class VisibleInBoth(Visible):
    """One version of a case as it may be shown beside the other. other: the other version."""

    other: Case

    @cached_property
    def theirs(self) -> Visible:
        return Visible(case=self.other, level=self.level)

    @cached_property
    def _closed_quotes(self) -> frozenset[tuple[str, str]]:
        """Quotes that a claim of either version marks as lying above the level."""
        return frozenset(
            (part.source, part.quote)
            for case in (self.case, self.other)
            for _, part in parts(case)
            if isinstance(part, Claim) and not self.allows(part.handling)
        )

    def claim(self, claim: Claim | None) -> bool:
        if claim is None or (claim.source, claim.quote) in self._closed_quotes:
            return False
        return super().claim(claim) and self.theirs.claim(claim)

    def sentence(self, claim: Claim, passages: Mapping[Claim, Passage]) -> str:
        """The sentence around a quote; the quote alone also where it holds one that lies above by its words only."""
        sentence = super().sentence(claim, passages)
        closed = any(quote in sentence for _, quote in self._closed_quotes)
        return claim.quote if closed else sentence

    def lever(self, name: str) -> bool:
        return all(self.allows(case.levers[name].handling) for case in (self.case, self.other) if name in case.levers)

    def span(self, span: Span) -> bool:
        return super().span(span) and self.theirs.span(span)

    @cached_property
    def closed_parties(self) -> frozenset[str]:
        return frozenset(Visible(case=self.case, level=self.level).closed_parties | self.theirs.closed_parties)

    @property
    def judged(self) -> bool:
        """True where judgements are shown as such, be they no numbers."""
        return all(self.allows(case.judgements.handling) for case in (self.case, self.other))

    def shows(self, change: Change) -> bool:
        """True where the change may be told of at all: by its name, if not by what it says."""
        if change.path[0] == "claims":
            told = (one for side in (change.before, change.after) if isinstance(side, Quoted) for one in side.claims)
            return all(self.claim(one) for one in told)
        if change.path[0] == "sources":
            name = str(change.path[1])
            held = (case.sources.get(name) for case in (self.case, self.other))
            return all(self.allows(one.handling) for one in held if one is not None)
        if change.path[0] == "levers" or change.path[:2] == ("judgements", "levers"):
            return self.lever(str(change.path[-1]))
        return all(
            self.allows(side.handling)
            for side in (change.before, change.after)
            if isinstance(side, Note | Lever | Source)
        )

    def tells(self, change: Change) -> bool:
        """True where what the change says may be told too."""
        if not self.shows(change):
            return False
        if change.path[0] not in ("judgements", "plan"):
            return True
        if change.path[1] == "handling":
            return True
        sides = (change.before, change.after)
        levels = [level for side in sides for level in _levels(side)]
        if not self.judged or not all(self.allows(level) for level in levels):
            return False
        return change.path[1] not in NUMBERS or not self.closed_parties & _parties(change)

    def claims_behind(self, value: object) -> tuple[Claim, ...]:
        """The claims that carry an entry and may be shown."""
        return self.claims(tuple(dict.fromkeys(claims_in(value))))


def _parties(change: Change) -> set[str]:
    """The parties whose number a judged number is: named in its path, or in a link."""
    return {str(step).partition("(")[0] for step in change.path[2:]}


def _levels(value: object) -> Iterator[Handling | None]:
    """Every level that a part of a judgement is marked with."""
    if isinstance(value, Span):
        yield value.handling
    elif isinstance(value, Node):
        level = getattr(value, "handling", None)
        yield level if level in HANDLING else None
        for name in type(value).model_fields:
            yield from _levels(getattr(value, name))
    elif isinstance(value, Mapping | tuple):
        for held in value.values() if isinstance(value, Mapping) else value:
            yield from _levels(held)
