"""The settlement question added up over draws: which packages are acceptable, who blocks, which sets conflict."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cached_property, reduce
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from winset.analyses.robustness.acceptance import Acceptance, LeverOutcome, LikelyPackage, PackageAcceptance
from winset.analyses.robustness.violation_index import ViolationIndex
from winset.analyses.settlement.blockers import MOST_CONFLICTS, MOST_MASKS, Constraint, hitting_sets, pivotal_in
from winset.analyses.settlement.draw_evaluator import DrawEvaluator
from winset.analyses.settlement.frontier import maxima
from winset.analyses.settlement.packages import Bools, Ints, Packages, View, holds
from winset.analyses.settlement.violation_masks import Items, Masks, members, minimal
from winset.compiled import Compiled
from winset.readings import Draws, draw_readings
from winset.readings.accumulator import Accumulator
from winset.readings.shares import Share

AT_ONCE = 8_000_000
"""Values of packages that are held at once."""
MOST_COMPARISONS = 100_000
"""Comparisons of one set of demands with another in one trial; beyond, what conflicts in it is not counted, and the
answer says so.
"""
PARTS = 10**6
"""Parts of a point in which gains are summed up over draws, so that the order of the draws changes nothing."""
FITS = 2**62


@dataclass(slots=True, kw_only=True, eq=False)
class Totals(Accumulator):
    """What some draws of a case add up to: numbers of draws, and sums of worth in whole parts of a point.

    accepted: (feasible package). pulled: (combination of levers, feasible package) the same with them pulled. worth:
    (party, column and then link). walk_away: (party). opened, closed: per combination of levers. by_all: (named
    package) draws that accept it. by_item: (walk-away, named package) draws that do not fall short of it. pulled_deals:
    per combination of levers draws with a deal then.

    Where a limit left something open: undecided: draws of which it is not known whether they have a deal; unsure: per
    party draws without a deal of which it is not known whether it is pivotal; incomplete: draws without a deal whose
    conflicts are not all known, and by_incomplete: those among them in which a set is known to conflict; the same per
    combination of levers.
    """

    accepted: Ints
    pulled: Ints
    worth: Ints
    walk_away: Ints
    by_all: Ints
    by_item: Ints
    draws: int = 0
    with_deal: int = 0
    all_conflicts: bool = True
    pivotal: Counter[int] = field(default_factory=Counter)
    conflicts: Counter[Items] = field(default_factory=Counter)
    opened: Counter[int] = field(default_factory=Counter)
    closed: Counter[int] = field(default_factory=Counter)
    pulled_deals: Counter[int] = field(default_factory=Counter)
    undecided: int = 0
    unsure: Counter[int] = field(default_factory=Counter)
    incomplete: int = 0
    by_incomplete: Counter[Items] = field(default_factory=Counter)
    opened_undecided: Counter[int] = field(default_factory=Counter)
    closed_undecided: Counter[int] = field(default_factory=Counter)
    pulled_undecided: Counter[int] = field(default_factory=Counter)


class TalliedPackages(Protocol):
    """The packages that are looked at in every draw. items: every demand, those that depend on the draw first,
    `walk_aways` of them. feasible: packages that cross no red line. number_feasible: how many there are, 0 only where
    there is none.
    """

    case: Compiled
    items: tuple[Constraint, ...]
    walk_aways: int
    feasible: DrawEvaluator

    @property
    def number_feasible(self) -> int: ...


class Tally:
    """Adds up draws of a case; what pieces of them add up to can be added in any order.

    named: packages that are asked about. levers: combinations of levers, as positions in the case.
    """

    of_packages_alone = True

    def __init__(
        self,
        case: Compiled,
        seed: int,
        named: tuple[tuple[int, ...], ...] = (),
        levers: tuple[tuple[int, ...], ...] = (),
    ) -> None:
        self.case, self.seed, self.named, self.levers = case if levers else case.without_levers(), seed, named, levers
        self._known: dict[bytes, tuple[tuple[int, ...], tuple[Items, ...], bool]] = {}

    def __reduce__(self) -> tuple[object, ...]:
        """What another process needs to make the same; the packages are gone through there anew."""
        return Tally, (self.case, self.seed, self.named, self.levers)

    @cached_property
    def index(self) -> TalliedPackages:
        """The packages. Raises TooLarge."""
        return self._every

    @cached_property
    def _every(self) -> ViolationIndex:
        """All packages. Raises TooLarge."""
        return ViolationIndex(self.case)

    def nothing(self) -> Totals:
        """The sums over no draws."""
        case, feasible = self.case, len(self.index.feasible.view.packages)
        return Totals(
            accepted=np.zeros(feasible, dtype=np.int64),
            pulled=np.zeros((len(self.levers), feasible), dtype=np.int64),
            worth=np.zeros((len(case.parties), case.structure.columns + len(case.links)), dtype=object),
            walk_away=np.zeros(len(case.parties), dtype=object),
            by_all=np.zeros(len(self.named), dtype=np.int64),
            by_item=np.zeros((self.index.walk_aways, len(self.named)), dtype=np.int64),
        )

    @property
    def at_once(self) -> int:
        """How many draws are taken at once."""
        return max(1, AT_ONCE // max(1, len(self._every.admissible.view.packages)))

    def of(self, numbers: range) -> Totals:
        """What these draws add up to."""
        draws = draw_readings(self.case, self.seed, numbers)
        totals = self.nothing()
        totals.draws = len(draws)
        self._add_means(totals, draws)
        self._add_named(totals, draws)
        self._add_deals(totals, draws)
        return totals

    def _add_deals(self, totals: Totals, draws: Draws) -> None:
        """Which packages are acceptable; only draws without any are asked who blocks, which takes all packages."""
        fine = self._acceptable_with_levers(totals, draws) if self.levers else self._acceptable(draws)
        with_deal: Bools = np.asarray(fine.any(axis=1))
        totals.accepted += fine.sum(axis=0)
        totals.with_deal += int(with_deal.sum())
        if not with_deal.all():
            self._add_blockers(totals, draws.only(np.asarray(~with_deal)))

    def _acceptable(self, draws: Draws) -> Bools:
        """(draw, feasible package) True where it is acceptable."""
        feasible, walking = self.index.feasible, self.index.items[: self.index.walk_aways]
        fine = np.ones((len(draws), len(feasible.view.packages)), dtype=bool)
        for block, values in feasible.in_blocks(draws, walking):
            for item in walking:
                fine[:, block] &= ~feasible.falls_short(draws, item, values, block=block)
        return fine

    def _add_blockers(self, totals: Totals, draws: Draws) -> None:
        """Who blocks, and what conflicts, in draws without a deal."""
        ground = self._every
        walking = ground.items[: ground.walk_aways]
        narrow = np.min_scalar_type(-(1 << ground.walk_aways))
        masks = np.zeros((len(draws), len(ground.group)), dtype=narrow)
        for block, values in ground.admissible.in_blocks(draws, walking):
            for bit, item in enumerate(walking):
                short = ground.admissible.falls_short(draws, item, values, block=block)
                masks[:, block] |= short.astype(narrow) << narrow.type(bit)
        room = np.empty_like(ground.group)
        for mask in masks:
            pivotal_here, conflicts, complete = self._blockers(ground.violation_sets(mask, room))
            totals.pivotal.update(pivotal_here)
            totals.conflicts.update(conflicts)
            totals.all_conflicts = totals.all_conflicts and complete

    def _acceptable_with_levers(self, totals: Totals, draws: Draws) -> Bools:
        """The same, and added up what becomes of it with levers pulled: their effects on a walk-away add up."""
        feasible, walking = self.index.feasible, self.index.items[: self.index.walk_aways]
        every_move = [moved_by(self.case, draws, levers) for levers in self.levers]
        after = np.zeros((len(self.levers), len(draws)), dtype=bool)
        acceptable = np.ones((len(draws), len(totals.accepted)), dtype=bool)
        for block, values in feasible.in_blocks(draws, walking):
            plain = [~feasible.falls_short(draws, item, values, block=block) for item in walking]
            nobody_short = acceptable[:, block].copy()
            acceptable[:, block] = reduce(np.logical_and, plain, nobody_short)
            for n, moved in enumerate(every_move):
                fine = nobody_short.copy()
                for item, still in zip(walking, plain, strict=True):
                    touched = item.votes or item.party in moved
                    fine &= ~feasible.falls_short(draws, item, values, moved, block) if touched else still
                totals.pulled[n, block] += fine.sum(axis=0)
                after[n] |= fine.any(axis=1)
        before = acceptable.any(axis=1)
        for n, with_deal in enumerate(after):
            totals.pulled_deals[n] += int(with_deal.sum())
            totals.opened[n] += int((with_deal & ~before).sum())
            totals.closed[n] += int((before & ~with_deal).sum())
        return acceptable

    def _blockers(self, violated: Masks) -> tuple[tuple[int, ...], tuple[Items, ...], bool]:
        """Who is pivotal and what conflicts, from the distinct sets that packages violate; False where what conflicts
        would take too long, and then none.
        """
        repairs = minimal(violated, MOST_MASKS)
        key = repairs.tobytes()
        if key not in self._known:
            items = self.index.items
            conflicts: list[Items] = []
            if complete := len(repairs) <= MOST_MASKS:
                sets = [members(mask, len(items)) for mask in repairs]
                conflicts, complete = hitting_sets(sets, MOST_CONFLICTS, MOST_COMPARISONS)
            who = pivotal_in(violated, items, len(self.index.case.parties))
            self._known[key] = who, tuple(conflicts), complete
        return self._known[key]

    def _add_means(self, totals: Totals, draws: Draws) -> None:
        """Accumulator up what options, links and walk-aways are worth, in whole parts of a point."""
        for party in range(len(self.index.case.parties)):
            denominator = draws.denominator[:, party]
            mine = np.array([link.party == party for link in draws.link_terms], dtype=bool)
            links = np.where(mine, draws.links, 0)
            worth = np.concatenate([draws.worth[:, party], links], axis=1)
            totals.worth[party] += _in_parts(worth, denominator[:, None]).sum(axis=0)
            totals.walk_away[party] += int(_in_parts(draws.walk_away[:, party], denominator).sum())

    def _add_named(self, totals: Totals, draws: Draws) -> None:
        if not self.named:
            return
        named, ground = self._across_named, self.index
        fine = named.acceptable(draws) & named.view.feasible
        totals.by_all += fine.sum(axis=0)
        for n, item in enumerate(ground.items[: ground.walk_aways]):
            totals.by_item[n] += (~named.falls_short(draws, item, named.values_behind(draws, [item]))).sum(axis=0)

    @cached_property
    def _across_named(self) -> DrawEvaluator:
        return DrawEvaluator(View(self.index.case.structure, np.array(self.named, dtype=np.int16)))

    def result(self, totals: Totals) -> Acceptance:
        """What the draws so far say."""
        ground = self.index
        packages = ground.feasible.view.packages
        best = totals.accepted.max(initial=0)
        most = np.flatnonzero(totals.accepted == best) if best else np.zeros(0, dtype=np.intp)
        gains = self._gains(totals, packages)
        trade_off = self._trade_off(totals, gains)
        return Acceptance(
            case=ground.case,
            seed=self.seed,
            draws=totals.draws,
            deal=_share(totals, totals.with_deal, totals.undecided),
            feasible=ground.number_feasible,
            most=self._packages(totals, packages, gains, most),
            trade_off=self._packages(totals, packages, gains, trade_off),
            pivotal=tuple(_share(totals, totals.pivotal[p], totals.unsure[p]) for p in range(len(ground.case.parties))),
            constraints=ground.items,
            conflicts=tuple(
                (items, _share(totals, number, totals.incomplete - totals.by_incomplete[items]))
                for items, number in sorted(
                    totals.conflicts.items(), key=lambda item: (-item[1], len(item[0]), sorted(item[0]))
                )
            ),
            all_conflicts=totals.all_conflicts,
            named=tuple(self._named(totals, place) for place in range(len(self.named))),
            levers=tuple(self._pulled(totals, n, packages, gains) for n in range(len(self.levers))),
        )

    def _pulled(self, totals: Totals, n: int, packages: Packages, gains: Ints) -> LeverOutcome:
        """What becomes of the answer with some levers pulled; mean gains are not computed for it."""
        accepted, levers = totals.pulled[n], self.levers[n]
        best = int(accepted.max(initial=0))
        most = np.flatnonzero(accepted == best) if best else np.zeros(0, dtype=np.intp)
        return LeverOutcome(
            levers=levers,
            deal=_share(totals, totals.pulled_deals[n], totals.pulled_undecided[n]),
            opened=_share(totals, totals.opened[n], totals.opened_undecided[n]),
            closed=_share(totals, totals.closed[n], totals.closed_undecided[n]),
            most=tuple(
                replace(package, accepted=_share(totals, best), gains=(None,) * len(package.gains))
                for package in self._packages(totals, packages, gains, most)
            ),
        )

    def _gains(self, totals: Totals, packages: Packages) -> Ints:
        """(package, bargaining party) gains summed up over the draws, in parts of a point."""
        ground = self.index
        view = View(ground.case.structure, packages)
        result = np.zeros((len(packages), len(ground.case.structure.bargaining)), dtype=object)
        columns = ground.case.structure.columns
        for n, party in enumerate(ground.case.structure.bargaining):
            result[:, n] = totals.worth[party][view.columns].sum(axis=1) - totals.walk_away[party]
            for m, link in enumerate(ground.case.links):
                if link.party == party:
                    result[:, n] += holds(packages, link.when) * totals.worth[party][columns + m]
        return result

    def _trade_off(self, totals: Totals, gains: Ints) -> NDArray[np.intp]:
        """The packages that some draw accepts and no other is as good as in share and in every mean gain."""
        some = np.flatnonzero(totals.accepted > 0)
        if not len(some):
            return some
        criteria = np.concatenate([totals.accepted[some, None].astype(object), gains[some]], axis=1)
        kept = some[maxima(criteria).members]
        return np.asarray(kept[np.lexsort((kept, -totals.accepted[kept]))])

    def _packages(
        self, totals: Totals, packages: Packages, gains: Ints, places: NDArray[np.intp]
    ) -> tuple[LikelyPackage, ...]:
        known = [self._has_walk_away(party) for party in self.index.case.structure.bargaining]
        return tuple(
            LikelyPackage(
                options=tuple(int(option) for option in packages[place]),
                accepted=_share(totals, int(totals.accepted[place])),
                gains=tuple(
                    float(gain) / PARTS / totals.draws if has else None
                    for gain, has in zip(gains[place], known, strict=True)
                ),
            )
            for place in places
        )

    def _has_walk_away(self, party: int) -> bool:
        return any(item.party == party and item.line is None and item.body is None for item in self.index.items)

    def _named(self, totals: Totals, place: int) -> PackageAcceptance:
        view, items = self._across_named.view, self.index.items
        reached = {
            item: _share(totals, totals.by_item[n, place]) for n, item in enumerate(items[: self.index.walk_aways])
        }
        return PackageAcceptance(
            options=self.named[place],
            accepted=_share(totals, totals.by_all[place]),
            parties={
                party: reached.get(Constraint(party=party))
                for party in np.flatnonzero(view.required[:, place]).tolist()
            },
            bodies={item.body: share for item, share in reached.items() if item.body is not None},
            crossed=tuple(item for item in items if item.line is not None and view.crosses(item.line)[place]),
            satisfies_rules=bool(view.satisfies_rules[place]),
            leaves_status_quo=bool(view.leaves_status_quo[place]),
        )


def _in_parts(numerators: NDArray[Any], denominators: NDArray[Any]) -> NDArray[Any]:
    """Quotients in whole parts of a point, halves upwards: in Python's integers where others might not hold them."""
    largest = max(int(np.abs(numerators).max(initial=0)), int(denominators.max(initial=0)))
    if 4 * PARTS * largest >= FITS:
        numerators, denominators = numerators.astype(object), denominators.astype(object)
    return np.asarray((2 * PARTS * numerators + denominators) // (2 * denominators))


def _share(totals: Totals, number: int, undecided: int = 0) -> Share:
    return Share(number=int(number), draws=totals.draws, undecided=int(undecided))


def moved_by(case: Compiled, draws: Draws, levers: tuple[int, ...]) -> dict[int, Ints]:
    """Per party by how much some levers move its walk-away in draws."""
    moved: dict[int, Ints] = {}
    for lever in levers:
        target = case.levers[lever].target
        moved[target] = moved.get(target, 0) + draws.levers[:, lever]
    return moved
