"""Why there is no deal: what each package violates, and from that repairs, conflicts, pivotal parties and
concessions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm

import numpy as np

from winset.analyses.settlement.frontier import maxima
from winset.analyses.settlement.packages import Bools, Ints, View, lawful_chunks
from winset.analyses.settlement.violation_masks import (
    WORD,
    Items,
    Masks,
    distinct,
    members,
    minimal,
    some_hitting_sets,
)
from winset.compiled import CompiledRedLine
from winset.readings import Reading

MOST_CONFLICTS = 5_000
"""Sets of demands that cannot all hold, none of which contains another; beyond, the rest is left out, and the answer
says that it is not complete.
"""
MOST_MASKS = 1_000
"""Sets of constraints that some package violates, none of which contains another; beyond, the rest is left out, and the
answer says that repairs and conflicts are not complete.
"""
MOST_DIFFERENT = 1_000_000
"""Different sets of constraints that packages violate, which are kept while their minimal ones are not all known;
beyond, no conflicts are listed then, and the answer says that they are not complete.
"""
MOST_COMPARISONS = 2_000_000
"""Comparisons of one set of demands with another, some seconds; beyond, one conflict with each demand is sought, and
the answer says that these are not all.
"""
MOST_LISTED = 1_000
"""Concessions that are listed, those with the smallest sum of points, besides those of one party or body alone; beyond,
the rest is left out, and the answer says that the list is not complete.
"""
PENDING = 2_000_000
"""Packages that are gathered before those that fall short by more than another are dropped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraint:
    """A soft constraint: a party's walk-away, what a body asks, or a red line.

    party: whose walk-away or red line it is, whom the body follows, or of a body that votes its first member. line: the
    red line, else None. body: the name of the body, else None. votes: True of a body that votes.
    """

    party: int
    line: CompiledRedLine | None = None
    body: str | None = None
    votes: bool = False

    @property
    def holder(self) -> int | None:
        """The party that alone can give it up; None of what a body asks."""
        return self.party if self.body is None else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Blockers:
    """What stands between the parties and a deal.

    constraints: all that can be violated; the sets below hold their positions. conflicts: minimal sets that cannot
    all hold. repairs: minimal sets whose removal opens a deal. pivotal: parties whose constraints alone, if removed,
    open one. complete: False where a limit was reached, and the lists are then "at least".
    """

    constraints: tuple[Constraint, ...]
    conflicts: tuple[Items, ...]
    repairs: tuple[Items, ...]
    pivotal: tuple[int, ...]
    complete: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Concession:
    """A minimal vector of points: if each party's walk-away fell by so much, some package would be acceptable.

    points: per party, 0 for those that need not move. bodies: per body that ratifies, likewise.
    """

    points: tuple[Fraction, ...]
    bodies: tuple[Fraction, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoDeal:
    """Why no package is acceptable, and the least that would have to move.

    all_concessions: False where a limit cut the concessions, and the list is "at least".
    """

    blockers: Blockers
    concessions: tuple[Concession, ...]
    all_concessions: bool = True


def constraints(reading: Reading) -> tuple[Constraint, ...]:
    """Every soft constraint of the question: walk-aways, bodies' floors and votes, red lines."""
    needed, closing = reading.structure.can_be_needed, reading.structure.closing
    lines_of_needed = {line.key for party in {*needed, *closing} for line in reading.structure.red_lines[party]}
    return (
        *(Constraint(party=p) for p in needed if reading.walk_away[p] is not None),
        *(Constraint(party=floor.party, body=floor.name) for floor in reading.floors),
        *(
            Constraint(party=min(vote.voters, default=0), body=vote.name, votes=True)
            for vote in reading.structure.votes
        ),
        *(Constraint(party=line.owner, line=line) for line in reading.structure.lines if line.key in lines_of_needed),
    )


def no_deal(reading: Reading) -> NoDeal:
    """Repairs, conflicts, pivotal parties and the frontier of concessions, from one pass over all packages."""
    items = constraints(reading)
    violated = ViolatedSets(len(items))
    nearest = ShortfallFrontier(reading)
    for chunk in lawful_chunks(reading.structure):
        view = View(reading.structure, chunk)
        if not len(view.packages):
            continue
        values = view.values(reading)
        violated.add(_violations(view, values, reading, items))
        near = view.feasible & ~np.logical_or.reduce([*view.refusals(reading, values).values(), ~view.feasible])
        nearest.add(view.only(near), values[:, near])
    repairs = violated.repairs
    conflicts, all_conflicts = violated.conflicts()
    concessions, all_concessions = nearest.concessions()
    return NoDeal(
        blockers=Blockers(
            constraints=items,
            conflicts=tuple(in_order(conflicts)),
            repairs=tuple(in_order(repairs)),
            pivotal=pivotal(items, repairs, reading.worth.shape[0]),
            complete=violated.complete and all_conflicts,
        ),
        concessions=concessions,
        all_concessions=all_concessions,
    )


class ViolatedSets:
    """The sets of constraints that packages violate, as far as they are kept: the minimal ones are the repairs.

    number: of constraints. complete: False where a limit cut the minimal sets; then all that are smaller than the
    largest one are there.
    """

    def __init__(self, number: int) -> None:
        self.number = number
        self.masks: Masks = np.zeros((0, -(-max(1, number) // WORD)), dtype=np.uint64)
        self.complete = True
        self._every: Masks | None = self.masks
        self._largest = number + 1

    def add(self, masks: Masks) -> None:
        """Takes up what some packages violate: (package, word)."""
        masks = distinct(masks)
        if self._every is not None:
            self._every = distinct(np.concatenate([self._every, masks]))
            if len(self._every) > MOST_DIFFERENT:
                self._every = None
        masks = masks[np.bitwise_count(masks).sum(axis=1) < self._largest]
        self.masks = minimal(distinct(np.concatenate([self.masks, masks])), MOST_MASKS)
        if len(self.masks) > MOST_MASKS:
            self._largest = int(np.bitwise_count(self.masks[MOST_MASKS]).sum())
            self.masks, self.complete = self.masks[:MOST_MASKS], False

    @property
    def repairs(self) -> list[Items]:
        """The minimal sets."""
        return [members(mask, self.number) for mask in self.masks]

    def conflicts(self) -> tuple[list[Items], bool]:
        """The minimal sets that share a constraint with each of the violated ones; False where some may be missing."""
        if self.complete:
            conflicts, complete = hitting_sets(self.repairs, MOST_CONFLICTS)
            if complete:
                return conflicts, True
            return some_hitting_sets(self.masks, self.number), False
        return some_hitting_sets(self._every, self.number) if self._every is not None else [], False


def pivotal(items: tuple[Constraint, ...], repairs: Iterable[Items], parties: int) -> tuple[int, ...]:
    """The parties whose own constraints alone, if removed, open a deal; what a body asks that follows one stays."""
    holders = [{items[n].holder for n in repair} for repair in repairs]
    return tuple(p for p in range(parties) if any(who <= {p} for who in holders))


def pivotal_in(violated: Masks, items: tuple[Constraint, ...], parties: int) -> tuple[int, ...]:
    """The same from the sets that packages violate, the minimal ones or all."""
    most = max(Counter(item.holder for item in items).values(), default=0)
    violated = violated[np.bitwise_count(violated).sum(axis=1) <= most]
    others = np.zeros((parties, violated.shape[1]), dtype=np.uint64)
    for n, item in enumerate(items):
        others[[p for p in range(parties) if p != item.holder], n // WORD] |= np.uint64(1 << (n % WORD))
    return tuple(p for p in range(parties) if bool((~(violated & others[p]).any(axis=1)).any()))


class ShortfallFrontier:
    """Gathers how far packages fall short by least, thinned out now and then so that memory stays bounded."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        width = reading.worth.shape[0] + len(reading.floors)
        self.short = [np.zeros((0, width), dtype=reading.worth.dtype)]

    def add(self, view: View, values: Ints) -> None:
        """Takes up some feasible packages with their values."""
        self.short.append(_shortfalls(view, values, self.reading))
        if sum(map(len, self.short)) > PENDING:
            self._thin()

    def _thin(self) -> None:
        short = np.concatenate(self.short)
        self.short = [short[np.sort(maxima(-short).distinct)]]

    def concessions(self) -> tuple[tuple[Concession, ...], bool]:
        """The minimal shortfalls, the smallest sum of points first; False where some are left out."""
        self._thin()
        return in_points(self.reading, self.short[0])


def _violations(view: View, values: Ints, reading: Reading, items: tuple[Constraint, ...]) -> Masks:
    """(package, word) one bit for each constraint that the package violates."""
    masks = np.zeros((len(view.packages), -(-max(1, len(items)) // WORD)), dtype=np.uint64)
    refused = view.refusals(reading, values)
    for n, item in enumerate(items):
        violated = violates(view, values, reading, item, refused)
        masks[:, n // WORD] |= violated.astype(np.uint64) << np.uint64(n % WORD)
    return masks


def violates(
    view: View, values: Ints, reading: Reading, item: Constraint, refused: Mapping[str, Bools] | None = None
) -> Bools:
    """(package) True where the package violates a constraint. refused: by bodies that vote, where that is known."""
    if item.line is not None:
        return view.crosses(item.line)
    if item.body is None:
        least = reading.walk_away[item.party]
        return np.asarray(view.required[item.party] & (values[item.party] < (least if least is not None else 0)))
    if item.votes:
        return (view.refusals(reading, values) if refused is None else refused)[item.body]
    asked = next(floor.worth for floor in reading.floors if floor.name == item.body)
    return np.asarray(values[item.party] < asked)


def in_order(sets: Iterable[Items]) -> list[Items]:
    """The smallest sets first, then by their members."""
    return sorted(sets, key=lambda items: (len(items), sorted(items)))


def hitting_sets(sets: list[Items], most: int, most_comparisons: int = MOST_COMPARISONS) -> tuple[list[Items], bool]:
    """All minimal sets that share an element with each of the given ones, by Berge's multiplication; False where there
    are more than `most` on the way, or finding them takes too many comparisons, and then none.

    Source: Berge 1989, Hypergraphs, chapter 2. The repairs' minimal hitting sets are the conflicts, and the reverse.
    """
    partial: list[Items] = [frozenset()]
    comparisons = 0
    for items in in_order(sets):
        missed = sum(not candidate & items for candidate in partial)
        comparisons += len(partial) + missed * len(items) * (len(partial) - missed)
        if comparisons > most_comparisons:
            return [], False
        partial = extend_hitting_sets(partial, items)
        if len(partial) > most:
            return [], False
    return (partial if sets else []), True


def extend_hitting_sets(hitting: list[Items], items: Items) -> list[Items]:
    """The minimal hitting sets of some sets and one more, from those of the former: one step of Berge's multiplication.

    Those that meet the new set stay; each other one takes an element of it, unless it then contains one that stays.
    """
    hit = [candidate for candidate in hitting if candidate & items]
    missed = [candidate for candidate in hitting if not candidate & items]
    grown = {candidate | {element} for candidate in missed for element in items}
    return hit + [candidate for candidate in grown if not any(old <= candidate for old in hit)]


def _shortfalls(view: View, values: Ints, reading: Reading) -> Ints:
    """(package, party and then body) by how much each that is required falls below its walk-away, as numerators, 0 if
    it does not.
    """
    columns = []
    for party, walk_away in enumerate(reading.walk_away):
        gap = np.zeros(len(view.packages), dtype=values.dtype)
        if walk_away is not None:
            gap = np.where(view.required[party], np.maximum(walk_away - values[party], 0), 0)
        columns.append(gap)
    columns += [np.maximum(floor.worth - values[floor.party], 0) for floor in reading.floors]
    return np.stack(columns, axis=1)


def in_points(reading: Reading, shortfalls: Ints) -> tuple[tuple[Concession, ...], bool]:
    """Shortfalls (concession, party and then body), numerators, as concessions, the smallest sum of points first; False
    where some are left out.
    """
    parties = reading.worth.shape[0]
    shortfalls, complete = _smallest(reading, shortfalls)
    concessions = [
        Concession(
            points=tuple(reading.points(p, int(row[p])) for p in range(parties)),
            bodies=tuple(reading.points(floor.party, int(row[parties + n])) for n, floor in enumerate(reading.floors)),
        )
        for row in shortfalls
    ]
    ordered = sorted(
        concessions, key=lambda concession: (sum(concession.points) + sum(concession.bodies), concession.points)
    )
    return tuple(ordered), complete


def _smallest(reading: Reading, shortfalls: Ints) -> tuple[Ints, bool]:
    """The shortfalls that are listed where there are very many, and whether these are all."""
    if len(shortfalls) <= MOST_LISTED:
        return shortfalls, True
    units = [*reading.denominator, *(reading.denominator[floor.party] for floor in reading.floors)]
    common = lcm(*units)
    sums = shortfalls.astype(object) @ np.array([common // unit for unit in units], dtype=object)
    alone = np.flatnonzero((shortfalls > 0).sum(axis=1) == 1)
    kept = np.union1d(np.argsort(sums, kind="stable")[:MOST_LISTED], alone)
    return shortfalls[kept], len(kept) == len(shortfalls)


def with_walk_away_at(reading: Reading, party: int, body: str | None, numerator: int) -> Reading:
    """The reading with a party's walk-away, or the floor of a body that follows it, at another value."""
    if body is None:
        walk_away = tuple(numerator if p == party else level for p, level in enumerate(reading.walk_away))
        return replace(reading, walk_away=walk_away)
    return replace(
        reading,
        floors=tuple(replace(floor, worth=numerator) if floor.name == body else floor for floor in reading.floors),
    )
