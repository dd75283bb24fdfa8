"""The settlement question over many readings at once: which packages are acceptable, who blocks, which sets conflict.

A draw fixes every number. What a package violates then depends on the draw only through the walk-aways; red lines are
the same in all. So packages are grouped by the red lines that they cross, and a draw is known by which sets of
walk-aways some package of each group falls short of.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from winset.analyses.settlement.blockers import (
    MOST_CONFLICTS,
    WORD,
    Constraint,
    Items,
    Masks,
    constraints,
    distinct,
    hitting_sets,
    members,
    minimal,
    pivotal,
)
from winset.analyses.settlement.frontier import maxima
from winset.analyses.settlement.packages import (
    Bools,
    Ints,
    Packages,
    View,
    all_choices,
    combinations,
    holds,
    total_packages,
)
from winset.compiled import Compiled
from winset.errors import TooLarge
from winset.readings import Draws, central, drawn

MOST_PACKAGES = 400_000
"""Packages up to which each is looked at in every draw."""
AT_ONCE = 4_000_000
"""Values of packages that are held at once."""
PARTS = 10**6
"""Parts of a point in which gains are summed up over draws, so that the order of the draws changes nothing."""
EXACT_FLOAT = 2**53


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """In how many of some draws something holds."""

    number: int
    draws: int

    @property
    def share(self) -> float:
        return self.number / self.draws if self.draws else 0.0

    @property
    def error(self) -> float:
        """The standard error of the share, by the binomial formula."""
        return sqrt(self.share * (1 - self.share) / self.draws) if self.draws else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LikelyPackage:
    """A package with the share of draws that accept it.

    gains: per bargaining party its mean gain over the draws, in points, None where it has no walk-away.
    """

    options: tuple[int, ...]
    accepted: Share
    gains: tuple[float | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What becomes of one package that was named. accepted: by all that it needs. parties: of each that it needs, the
    draws in which it is worth no less than the walk-away; None without a walk-away. crossed: the red lines of parties
    that it needs, which hold in every draw. lawful: False where it breaks a rule.
    """

    options: tuple[int, ...]
    accepted: Share
    parties: dict[int, Share | None]
    crossed: tuple[Constraint, ...]
    lawful: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulled:
    """Some levers pulled together. levers: their positions in the case. deal: draws with a deal then. opened, closed:
    draws that have a deal with them and none without, and the reverse. most: the packages that the most draws accept.
    """

    levers: tuple[int, ...]
    deal: Share
    opened: Share
    closed: Share
    most: tuple[LikelyPackage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """The settlement answer over draws of everything that is judged, missing or silent.

    deal: draws with an acceptable package. most: the packages that the most draws accept, all of them where several
    tie. trade_off: packages of which no other is accepted in as many draws and on average worth as much to every
    bargaining party. pivotal: per party, the draws without a deal in which its constraints alone, if removed, open one.
    conflicts: the minimal sets that cannot all hold, with the draws in which each is one, the most frequent first.
    all_conflicts: False where a limit cut the conflicts of some draw. levers: every combination that was asked for.
    """

    case: Compiled
    seed: int
    draws: int
    deal: Share
    feasible: int
    most: tuple[LikelyPackage, ...]
    trade_off: tuple[LikelyPackage, ...]
    pivotal: tuple[Share, ...]
    constraints: tuple[Constraint, ...]
    conflicts: tuple[tuple[Items, Share], ...]
    all_conflicts: bool
    named: tuple[Named, ...]
    levers: tuple[Pulled, ...]

    @property
    def blocked(self) -> int:
        return self.draws - self.deal.number


class Ground:
    """What holds of the packages of a case in every draw. Raises TooLarge.

    packages: (package, issue) those that break no rule and move something, grouped by the red lines that they cross.
    """

    def __init__(self, case: Compiled) -> None:
        total = total_packages(case.structure)
        if total > MOST_PACKAGES:
            raise TooLarge(
                f"this case has {total:,} packages; up to {MOST_PACKAGES:,} are looked at in every reading. Leave out "
                "issues with `--table` and an agenda, or drop options that nobody would accept.",
                total,
            )
        self.case = case
        self.items = constraints(central(case))
        view = View(case.structure, combinations(all_choices(case.structure)))
        view = view.only(view.lawful & view.moved)
        self.lines = [n for n, one in enumerate(self.items) if one.line is not None]
        crossed = np.zeros((len(view.packages), len(self.lines)), dtype=bool)
        for n, item in enumerate(self.lines):
            line = self.items[item].line
            if line is not None:
                crossed[:, n] = view.crosses(line)
        kinds, group = np.unique(crossed, axis=0, return_inverse=True)
        order = np.argsort(group.ravel(), kind="stable")
        self.view = View(case.structure, view.packages[order])
        self.group = group.ravel()[order]
        self.crossed = _as_masks([[self.lines[n] for n in np.flatnonzero(kind)] for kind in kinds], len(self.items))
        self.feasible: Bools = np.asarray(~crossed[order].any(axis=1))
        self.walking = [n for n, one in enumerate(self.items) if one.line is None]
        fallen = [
            [item for n, item in enumerate(self.walking) if one >> n & 1] for one in range(1 << len(self.walking))
        ]
        self.fallen = _as_masks(fallen, len(self.items))

    def violated(self, met: Ints) -> Masks:
        """(set, word) constraints that are violated.

        met: groups of packages, with the walk-aways that they fall short of in the low bits.
        """
        fallen: Masks = self.fallen[met & ((1 << len(self.walking)) - 1)]
        crossed: Masks = self.crossed[met >> len(self.walking)]
        return np.bitwise_or(crossed, fallen)

    @cached_property
    def holding(self) -> NDArray[np.float64]:
        """(column, package) 1 where the package holds the option."""
        one = np.zeros((self.case.structure.columns, len(self.view.packages)))
        one[self.view.columns, np.arange(len(self.view.packages))[:, None]] = 1.0
        return one

    def acceptable(self, draws: Draws) -> Bools:
        """(draw, feasible package) True where no required party falls below its walk-away."""
        result = np.ones((len(draws), int(self.feasible.sum())), dtype=bool)
        known: dict[int, NDArray[np.float64] | Ints] = {}
        for item in self.walking:
            party = self.items[item].party
            if party not in known:
                known[party] = self.values(draws, party, only=True)
            result &= ~self.short(draws, item, known[party], only=True)
        return result

    def values(self, draws: Draws, party: int, *, only: bool = False) -> NDArray[np.float64] | Ints:
        """(draw, package) numerators of a party, exact: as floats where they are small enough, else as integers."""
        linked = [n for n, link in enumerate(draws.linked) if link.party == party]
        fulfilled = [holds(self.view.packages, draws.linked[n].when)[None, :].astype(np.float64) for n in linked]
        table = np.concatenate([self.holding, *fulfilled])
        table = table[:, self.feasible] if only else table
        worth = np.concatenate([draws.worth[:, party], draws.links[:, linked]], axis=1)
        if worth.dtype != object and float(np.abs(worth).sum(axis=1, dtype=np.float64).max(initial=0)) < EXACT_FLOAT:
            return np.asarray(worth.astype(np.float64) @ table)
        return np.asarray(worth @ table.astype(np.int64).astype(worth.dtype))

    def short(
        self,
        draws: Draws,
        item: int,
        values: NDArray[np.float64] | Ints,
        moved: Ints | int = 0,
        *,
        only: bool = False,
    ) -> Bools:
        """(draw, package) True where a walk-away or a body's floor is not reached.

        moved: (draw) by how much it is moved, a numerator. only: True where values are of the feasible packages alone.
        """
        one = self.items[item]
        if one.body is not None:  # what a body asks lies so much above the walk-away of the party that it follows
            floor = next(worth for name, _, worth in draws.floors if name == one.body)
            return np.asarray(values < (floor + moved)[:, None])
        required = self.view.required[one.party]
        least = (draws.walk_away[:, one.party] + moved)[:, None]
        return np.asarray((values < least) & (required[self.feasible] if only else required))


@dataclass(slots=True, kw_only=True, eq=False)
class Totals:
    """What some draws of a case add up to: numbers of draws, and sums of worth in whole parts of a point.

    accepted: (feasible package). pulled: (combination of levers, feasible package) the same with them pulled. worth:
    (party, column and then link). walk_away: (party). opened, closed: per combination of levers. by_party, by_all: of
    the named packages.
    """

    accepted: Ints
    pulled: Ints
    worth: Ints
    walk_away: Ints
    draws: int = 0
    with_deal: int = 0
    all_conflicts: bool = True
    pivotal: Counter[int] = field(default_factory=Counter)
    conflicts: Counter[Items] = field(default_factory=Counter)
    by_party: Counter[tuple[int, int]] = field(default_factory=Counter)
    by_all: Counter[int] = field(default_factory=Counter)
    opened: Counter[int] = field(default_factory=Counter)
    closed: Counter[int] = field(default_factory=Counter)

    def add(self, other: Totals) -> None:
        """Adds those of other draws; the order of adding changes nothing."""
        for one in fields(self):
            mine, theirs = getattr(self, one.name), getattr(other, one.name)
            if isinstance(mine, bool):
                setattr(self, one.name, mine and theirs)
            else:
                setattr(self, one.name, mine + theirs)


class Tally:
    """Adds up draws of a case; they can be added in any order.

    named: packages that are asked about. levers: combinations of levers, as positions in the case.
    """

    def __init__(
        self,
        ground: Ground,
        seed: int,
        named: tuple[tuple[int, ...], ...] = (),
        levers: tuple[tuple[int, ...], ...] = (),
    ) -> None:
        self.ground, self.seed, self.named, self.levers = ground, seed, named, levers
        self.totals = self._nothing()
        self._known: dict[bytes, tuple[tuple[int, ...], tuple[Items, ...], bool]] = {}

    def _nothing(self) -> Totals:
        case, feasible = self.ground.case, int(self.ground.feasible.sum())
        return Totals(
            accepted=np.zeros(feasible, dtype=np.int64),
            pulled=np.zeros((len(self.levers), feasible), dtype=np.int64),
            worth=np.zeros((len(case.parties), case.structure.columns + len(case.links)), dtype=object),
            walk_away=np.zeros(len(case.parties), dtype=object),
        )

    @property
    def draws(self) -> int:
        """How many draws have been added."""
        return self.totals.draws

    def of(self, numbers: range) -> Totals:
        """What these draws alone add up to."""
        before, self.totals = self.totals, self._nothing()
        try:
            self.add(numbers)
            return self.totals
        finally:
            self.totals = before

    @property
    def at_once(self) -> int:
        """How many draws are taken at once."""
        return max(1, AT_ONCE // max(1, len(self.ground.view.packages)))

    def add(self, numbers: range) -> None:
        """Adds these draws."""
        draws = drawn(self.ground.case, self.seed, numbers)
        self._add_means(draws)
        self._add_named(draws)
        self._add_masks(draws)
        self.totals.draws += len(draws)

    def _add_masks(self, draws: Draws) -> None:
        ground = self.ground
        masks = np.zeros((len(draws), len(ground.view.packages)), dtype=np.int64)
        known: dict[int, NDArray[np.float64] | Ints] = {}
        for bit, item in enumerate(ground.walking):
            party = ground.items[item].party
            if party not in known:
                known[party] = ground.values(draws, party)
            masks |= ground.short(draws, item, known[party]).astype(np.int64) << bit
        self._add_levers(draws, {party: values[:, ground.feasible] for party, values in known.items()})
        fine = masks[:, ground.feasible] == 0
        self.totals.accepted += fine.sum(axis=0)
        with_deal = fine.any(axis=1)
        self.totals.with_deal += int(with_deal.sum())
        for draw in np.flatnonzero(~with_deal):
            met = np.unique(ground.group << len(ground.walking) | masks[draw])
            pivotal_here, conflicts, complete = self._blockers(minimal(distinct(ground.violated(met))))
            self.totals.pivotal.update(pivotal_here)
            self.totals.conflicts.update(conflicts)
            self.totals.all_conflicts = self.totals.all_conflicts and complete

    def _add_levers(self, draws: Draws, known: dict[int, NDArray[np.float64] | Ints]) -> None:
        """Asks again with levers pulled: their effects on a walk-away add up. known: per party (draw, feasible one)."""
        if not self.levers:
            return
        ground = self.ground
        targets = [lever.target for lever in ground.case.levers]
        plain = {
            item: ~ground.short(draws, item, known[ground.items[item].party], only=True) for item in ground.walking
        }
        before = np.logical_and.reduce(list(plain.values()), initial=True).any(axis=1) if plain else None
        for n, levers in enumerate(self.levers):
            moved: dict[int, Ints] = {}
            for lever in levers:
                moved[targets[lever]] = moved.get(targets[lever], 0) + draws.levers[:, lever]
            fine = np.ones((len(draws), len(self.totals.accepted)), dtype=bool)
            for item in ground.walking:
                party = ground.items[item].party
                if party in moved:
                    fine &= ~ground.short(draws, item, known[party], moved[party], only=True)
                else:
                    fine &= plain[item]
            self.totals.pulled[n] += fine.sum(axis=0)
            after = fine.any(axis=1)
            if before is not None:
                self.totals.opened[n] += int((after & ~before).sum())
                self.totals.closed[n] += int((before & ~after).sum())

    def _blockers(self, repairs: Masks) -> tuple[tuple[int, ...], tuple[Items, ...], bool]:
        """Who is pivotal and what conflicts, from the minimal sets that some package violates."""
        key = repairs.tobytes()
        if key not in self._known:
            items = self.ground.items
            sets = [members(mask, len(items)) for mask in repairs]
            conflicts, complete = hitting_sets(sets, MOST_CONFLICTS)
            self._known[key] = pivotal(items, sets, len(self.ground.case.parties)), tuple(conflicts), complete
        return self._known[key]

    def _add_means(self, draws: Draws) -> None:
        """Sums up what options, links and walk-aways are worth, in whole parts of a point."""
        for party in range(len(self.ground.case.parties)):
            denominator = draws.denominator[:, party]
            mine = np.array([link.party == party for link in draws.linked], dtype=bool)
            links = np.where(mine, draws.links, 0)
            worth = np.concatenate([draws.worth[:, party], links], axis=1)
            parts = _divided(worth * PARTS, denominator[:, None])
            self.totals.worth[party] += parts.sum(axis=0)
            self.totals.walk_away[party] += int(_divided(draws.walk_away[:, party] * PARTS, denominator).sum())

    def _add_named(self, draws: Draws) -> None:
        if not self.named:
            return
        view = View(self.ground.case.structure, np.array(self.named, dtype=np.int16))
        for n in range(len(draws)):
            reading = draws.reading(n)
            values = view.values(reading)
            fine = view.feasible & ~view.short(reading, values)
            for place in range(len(self.named)):
                self.totals.by_all[place] += int(fine[place])
                for party, walk_away in enumerate(reading.walk_away):
                    if walk_away is not None and view.required[party, place]:
                        self.totals.by_party[place, party] += int(values[party, place] >= walk_away)

    def result(self) -> Acceptance:
        """What the draws so far say."""
        ground = self.ground
        packages = ground.view.packages[ground.feasible]
        best = self.totals.accepted.max(initial=0)
        most = np.flatnonzero(self.totals.accepted == best) if best else np.zeros(0, dtype=np.intp)
        gains = self._gains(packages)
        trade_off = self._trade_off(gains)
        return Acceptance(
            case=ground.case,
            seed=self.seed,
            draws=self.draws,
            deal=self._share(self.totals.with_deal),
            feasible=len(packages),
            most=self._packages(packages, gains, most),
            trade_off=self._packages(packages, gains, trade_off),
            pivotal=tuple(self._share(self.totals.pivotal[p]) for p in range(len(ground.case.parties))),
            constraints=ground.items,
            conflicts=tuple(
                (one, self._share(number))
                for one, number in sorted(
                    self.totals.conflicts.items(), key=lambda item: (-item[1], len(item[0]), sorted(item[0]))
                )
            ),
            all_conflicts=self.totals.all_conflicts,
            named=tuple(self._named(place) for place in range(len(self.named))),
            levers=tuple(self._pulled(n, packages, gains) for n in range(len(self.levers))),
        )

    def _pulled(self, n: int, packages: Packages, gains: Ints) -> Pulled:
        """What becomes of the answer with some levers pulled; mean gains are not told for it."""
        accepted, levers = self.totals.pulled[n], self.levers[n]
        best = int(accepted.max(initial=0))
        most = np.flatnonzero(accepted == best) if best else np.zeros(0, dtype=np.intp)
        return Pulled(
            levers=levers,
            deal=self._share(self.totals.with_deal + self.totals.opened[n] - self.totals.closed[n]),
            opened=self._share(self.totals.opened[n]),
            closed=self._share(self.totals.closed[n]),
            most=tuple(
                replace(one, accepted=self._share(best), gains=(None,) * len(one.gains))
                for one in self._packages(packages, gains, most)
            ),
        )

    def _share(self, number: int) -> Share:
        return Share(number=int(number), draws=self.draws)

    def _gains(self, packages: Packages) -> Ints:
        """(package, bargaining party) gains summed up over the draws, in parts of a point."""
        ground = self.ground
        view = View(ground.case.structure, packages)
        result = np.zeros((len(packages), len(ground.case.structure.bargaining)), dtype=object)
        columns = ground.case.structure.columns
        for n, party in enumerate(ground.case.structure.bargaining):
            result[:, n] = self.totals.worth[party][view.columns].sum(axis=1) - self.totals.walk_away[party]
            for m, link in enumerate(ground.case.links):
                if link.party == party:
                    result[:, n] += holds(packages, link.when) * self.totals.worth[party][columns + m]
        return result

    def _trade_off(self, gains: Ints) -> NDArray[np.intp]:
        """The packages that some draw accepts and no other is as good as in share and in every mean gain."""
        some = np.flatnonzero(self.totals.accepted > 0)
        if not len(some):
            return some
        told = np.concatenate([self.totals.accepted[some, None].astype(object), gains[some]], axis=1)
        kept = some[maxima(told).members]
        return np.asarray(kept[np.lexsort((kept, -self.totals.accepted[kept]))])

    def _packages(self, packages: Packages, gains: Ints, places: NDArray[np.intp]) -> tuple[LikelyPackage, ...]:
        known = [self._has_walk_away(party) for party in self.ground.case.structure.bargaining]
        return tuple(
            LikelyPackage(
                options=tuple(int(option) for option in packages[place]),
                accepted=self._share(int(self.totals.accepted[place])),
                gains=tuple(
                    float(gain) / PARTS / self.draws if has else None
                    for gain, has in zip(gains[place], known, strict=True)
                ),
            )
            for place in places
        )

    def _has_walk_away(self, party: int) -> bool:
        return any(one.party == party and one.line is None and one.body is None for one in self.ground.items)

    def _named(self, place: int) -> Named:
        ground, options = self.ground, self.named[place]
        view = View(ground.case.structure, np.array([options], dtype=np.int16))
        lines = [ground.items[n] for n in ground.lines]
        return Named(
            options=options,
            accepted=self._share(self.totals.by_all[place]),
            parties={
                party: self._share(self.totals.by_party[place, party]) if self._has_walk_away(party) else None
                for party in np.flatnonzero(view.required[:, 0]).tolist()
            },
            crossed=tuple(one for one in lines if one.line is not None and view.crosses(one.line)[0]),
            lawful=bool(view.lawful[0]),
        )


def _as_masks(sets: list[list[int]], count: int) -> Masks:
    """(set, word) sets of constraints as bits."""
    masks = np.zeros((len(sets), -(-max(1, count) // WORD)), dtype=np.uint64)
    for place, one in enumerate(sets):
        for item in one:
            masks[place, item // WORD] |= np.uint64(1 << (item % WORD))
    return masks


def _divided(numerators: NDArray[np.int64], denominators: NDArray[np.int64]) -> NDArray[np.int64]:
    """Quotients to the nearest whole number, halves upwards."""
    return np.asarray((2 * numerators.astype(object) + denominators) // (2 * denominators.astype(object)))
