"""Whose something is of two versions of a case: what lies above a level in either is shown of neither."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from winset.errors import Path
from winset.model.case import Case, Lever, Note, Source, Variant, parts
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
        return owner_of_all(ownership.judgements for ownership in self._each)

    def values(self, party: str) -> Owner:
        return owner_of_all(ownership.values(party) for ownership in self._each if party in ownership.case.parties)

    def source(self, name: str) -> Owner:
        return owner_of_all(ownership.source(name) for ownership in self._each if name in ownership.case.sources)

    def lever(self, name: str) -> Owner:
        return owner_of_all(ownership.lever(name) for ownership in self._each if name in ownership.case.levers)

    def event(self, name: str) -> Owner:
        each = ((ownership, ownership.case.judgements.timing) for ownership in self._each)
        return owner_of_all(
            ownership.event(name) for ownership, timing in each if timing is not None and name in timing.events
        )

    @cached_property
    def _quotes(self) -> tuple[tuple[str, str, Owner], ...]:
        """Every quote that a claim of either version marks: its source, its words, and whose it is by that mark."""
        return tuple(
            (part.source, part.quote, Owner("claim", part.source, part.handling))
            for ownership in self._each
            for _, part in parts(ownership.case)
            if isinstance(part, Claim) and part.handling is not None
        )

    def claim(self, claim: Claim) -> Owner:
        """Of a quote and what it says; also that of every claim that marks the same words."""
        marked = (of for source, quote, of in self._quotes if (source, quote) == (claim.source, claim.quote))
        return owner_of_all((*(ownership.claim(claim) for ownership in self._each), *marked))

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
            return owner_of_all(
                self.claim(claim) for side in sides if isinstance(side, Quoted) for claim in side.claims
            )
        if change.path[0] == "sources":
            return self.source(str(change.path[1]))
        if change.path[0] == "levers" or change.path[:2] == ("judgements", "levers"):
            return self.lever(name)
        if change.path[:3] == ("judgements", "timing", "levers"):
            return self.lever(name)
        if change.path[:3] == ("judgements", "timing", "events"):
            return self.event(name)
        marked = (side.handling for side in sides if isinstance(side, Note | Lever | Source))
        return owner_of_all(Owner("note", name, level or "open") for level in marked)

    @property
    def plan_of_both(self) -> Owner:
        """Of every number of either plan."""
        return owner_of_all(ownership.plan for ownership in self._each)

    def content_of(self, change: Change) -> Owner:
        """Of what a change says."""
        sides = (change.before, change.after)
        within = [value for side in sides if isinstance(side, Variant) for value in side.set.items()]
        stands = [(tuple(path.split(".")), value) for path, value in within]
        return owner_of_all(
            (
                self.name_of(change),
                *(of for side in sides for of in self._said_at(change.path, side)),
                *(of for path, value in stands for of in self._said_at(path, value)),
            )
        )

    def _said_at(self, path: Path, value: object) -> Iterator[Owner]:
        """Of what stands at a place of a case: of all the parts that hold it, of what it holds, and of the party whose
        other numbers a judged number would give away.
        """
        yield from (Owner("part", "", level) for level in self._levels_above(path))
        yield from (Owner("part", "", level) for level in _levels(value))
        yield from map(self.source, _sources(value))
        levers = path[1:2] if path[0] == "levers" else path[2:3] if path[:2] == ("judgements", "levers") else ()
        yield from (self.lever(str(name)) for name in levers)
        if path[0] == "plan":
            yield self.plan_of_both
        if path[0] == "judgements" and path[1:] != ("handling",):
            yield self.judgements
            yield from (self.values(party) for party in sorted(_parties(path)))

    def _levels_above(self, path: Path) -> Iterator[Handling]:
        """The levels of all the parts of either version that hold a place."""
        for ownership in self._each:
            part: Any = ownership.case
            for step in path:
                yield from _own_level(part)
                if isinstance(part, Claim):
                    yield self.claim(part).level
                part = getattr(part, str(step), None) if isinstance(part, Node) else _entry(part, step)
            yield from _own_level(part)


def _entry(part: object, step: str | int) -> object:
    """What stands in a mapping or list under a key; None where nothing does."""
    if isinstance(part, Mapping):
        return part.get(step)
    at = int(step) if isinstance(step, int) or step.isdigit() else -1
    return part[at] if isinstance(part, tuple) and 0 <= at < len(part) else None


def _own_level(part: object) -> Iterator[Handling]:
    """The level that a part is marked with."""
    level_marked = part.get("handling") if isinstance(part, Mapping) else getattr(part, "handling", None)
    yield from (level for level in HANDLING if level == level_marked)


def _parties(path: Path) -> set[str]:
    """The parties whose number a judged number is: named in its path, or in a link."""
    return {str(step).partition("(")[0] for step in path[2:]} if len(path) > 1 and path[1] in NUMBERS else set()


def _sources(value: object) -> Iterator[str]:
    """The sources that a part of a case quotes, as its file writes them."""
    if isinstance(value, Mapping):
        yield from (str(item) for key, item in value.items() if key == "source")
    if isinstance(value, Mapping | tuple | list):
        for item in value.values() if isinstance(value, Mapping) else value:
            yield from _sources(item)


def _levels(value: object) -> Iterator[Handling]:
    """Every level that something is marked with, but for the claims that carry it, which are shown by themselves."""
    if isinstance(value, Span):
        yield value.handling or "open"
    elif isinstance(value, Node):
        yield from _own_level(value)
        for name in type(value).model_fields:
            yield from _levels(getattr(value, name)) if name not in ("claim", "also") else ()
    elif isinstance(value, Mapping | tuple | list):
        yield from _own_level(value)
        for item in value.values() if isinstance(value, Mapping) else value:
            yield from _levels(item)
