"""Whose something is of two versions of a case: what lies above a level in either is shown of neither."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from winset.errors import Path
from winset.model.case import Case, Lever, Note, Source, Variant, parts
from winset.model.changes import Change, Quoted
from winset.model.claims import Claim, Node
from winset.model.evidence import Passage
from winset.model.kept import DrafterNote, KeptPackage
from winset.model.numbers import Handling, Span
from winset.model.placed import gives_away_values, names_along, placed_numbers
from winset.report.ownership import Owner, Ownership, below, levels_along, own_level, owner_of_all


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

    def part(self, path: Path) -> Owner:
        return owner_of_all(ownership.part(path) for ownership in self._each)

    def section(self, *path: str) -> Owner:
        return owner_of_all(ownership.section(*path) for ownership in self._each)

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
        along = names_along(type(self.case), change.path)
        levers = [self.lever(named) for named, refers in along if refers == "levers"]
        if change.path[0] == "levers":
            levers.append(self.lever(name))
        if levers:
            return owner_of_all(levers)
        if change.path[0] == "judgements" and any(refers is None for _, refers in along):
            return owner_of_all((self.judgements, self.part(change.path)))
        marked = (
            side.handling for side in sides if isinstance(side, Note | Lever | Source | KeptPackage | DrafterNote)
        )
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
        names = names_along(type(self.case), path)
        levers = path[1:2] if path[0] == "levers" else [name for name, refers in names if refers == "levers"]
        yield from (self.lever(str(name)) for name in levers)
        if path[0] == "plan":
            yield self.plan_of_both
        if path[0] == "judgements" and path[1:] != ("handling",):
            yield self.judgements
            yield from (self.values(party) for party in sorted(self._parties(path, value)))

    def _parties(self, path: Path, value: object) -> set[str]:
        """The parties whose values a judged number at a place gives away: those that its path names, and those whose
        numbers either version has there.
        """
        if not gives_away_values(type(self.case), path):
            return set()
        named = {name for name, refers in names_along(type(self.case), path) if refers == "parties"}
        within = (
            party
            for ownership in self._each
            for placed in ownership.numbers
            if placed.path[: len(path)] == path and not placed.is_apart
            for party in placed.parties
        )
        of_value = (
            party for placed in (placed_numbers(value) if isinstance(value, Node) else ()) for party in placed.parties
        )
        every = {party for ownership in self._each for party in ownership.case.parties}
        return {*named, *within, *of_value} & every

    def _levels_above(self, path: Path) -> Iterator[Handling]:
        """The levels of all the parts of either version that hold a place."""
        for ownership in self._each:
            held: object = ownership.case
            for step in path:
                if isinstance(held, Claim):
                    yield self.claim(held).level
                held = below(held, step)
            yield from levels_along(ownership.case, path)


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
        yield from own_level(value)
        for name in type(value).model_fields:
            yield from _levels(getattr(value, name)) if name not in ("claim", "also") else ()
    elif isinstance(value, Mapping | tuple | list):
        yield from own_level(value)
        for held in value.values() if isinstance(value, Mapping) else value:
            yield from _levels(held)
