"""Whose something is of two versions of a case: what lies above a level in either is shown of neither."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from winset.model.case import Case, Lever, Note, Source, parts
from winset.model.changes import Change, Quoted
from winset.model.claims import Claim, Node
from winset.model.evidence import Passage
from winset.model.numbers import HANDLING, Handling, Span
from winset.report.ownership import Owner, Ownership, owner_of_all

NUMBERS = ("salience", "scores", "walk_away", "capability", "refusal", "spoil", "links")
"""Judgements of which a number gives away the values of the party whose it is."""


@dataclass(frozen=True, kw_only=True)
class OwnershipOfBoth(Ownership):
    """The owners of what is said of one version of a case beside the other. other: the other version."""

    other: Case

    @cached_property
    def _each(self) -> tuple[Ownership, Ownership]:
        return Ownership(case=self.case), Ownership(case=self.other)

    @property
    def judgements(self) -> Owner:
        return owner_of_all(one.judgements for one in self._each)

    def values(self, party: str) -> Owner:
        return owner_of_all(one.values(party) for one in self._each if party in one.case.parties)

    def source(self, name: str) -> Owner:
        return owner_of_all(one.source(name) for one in self._each if name in one.case.sources)

    def lever(self, name: str) -> Owner:
        return owner_of_all(one.lever(name) for one in self._each if name in one.case.levers)

    @cached_property
    def _quotes(self) -> tuple[tuple[str, str, Owner], ...]:
        """Every quote that a claim of either version marks: its source, its words, and whose it is by that mark."""
        return tuple(
            (part.source, part.quote, Owner("claim", part.source, part.handling))
            for one in self._each
            for _, part in parts(one.case)
            if isinstance(part, Claim) and part.handling is not None
        )

    def claim(self, claim: Claim) -> Owner:
        """Of a quote and what it says; also that of every claim that marks the same words."""
        marked = (of for source, quote, of in self._quotes if (source, quote) == (claim.source, claim.quote))
        return owner_of_all((*(one.claim(claim) for one in self._each), *marked))

    def around(self, claim: Claim, passages: Mapping[Claim, Passage]) -> Owner:
        """Of the whole sentence around a quote; also that of every quote whose words stand in it."""
        passage = passages.get(claim)
        sentence = passage.sentence if passage is not None else claim.quote
        inside = (of for _, quote, of in self._quotes if quote in sentence)
        return owner_of_all((super().around(claim, passages), *inside))

    def name_of(self, change: Change) -> Owner:
        """Of a change by its name, if not by what it says."""
        sides, name = (change.before, change.after), str(change.path[-1])
        if change.path[0] == "claims":
            return owner_of_all(self.claim(one) for side in sides if isinstance(side, Quoted) for one in side.claims)
        if change.path[0] == "sources":
            return self.source(str(change.path[1]))
        if change.path[0] == "levers" or change.path[:2] == ("judgements", "levers"):
            return self.lever(name)
        marked = (side.handling for side in sides if isinstance(side, Note | Lever | Source))
        return owner_of_all(Owner("note", name, level or "open") for level in marked)

    def content_of(self, change: Change) -> Owner:
        """Of what a change says."""
        named = self.name_of(change)
        if change.path[0] not in ("judgements", "plan") or change.path[1] == "handling":
            return named
        marked = (level for side in (change.before, change.after) for level in _levels(side))
        parties = _parties(change) if change.path[1] in NUMBERS else set()
        return owner_of_all(
            (
                named,
                self.judgements,
                *(Owner("judgement", "", level) for level in marked),
                *(self.values(party) for party in sorted(parties)),
            )
        )


def _parties(change: Change) -> set[str]:
    """The parties whose number a judged number is: named in its path, or in a link."""
    return {str(step).partition("(")[0] for step in change.path[2:]}


def _levels(value: object) -> Iterator[Handling]:
    """Every level that a part of a judgement is marked with."""
    if isinstance(value, Span):
        yield value.handling or "open"
    elif isinstance(value, Node):
        yield from (level for level in HANDLING if level == getattr(value, "handling", None))
        for name in type(value).model_fields:
            yield from _levels(getattr(value, name))
    elif isinstance(value, Mapping | tuple):
        for held in value.values() if isinstance(value, Mapping) else value:
            yield from _levels(held)
