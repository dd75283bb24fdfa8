"""Who blocks and what conflicts in draws without a deal, where the packages are too many to be looked at.

A package that is known keeps every set of demands that it does not violate; prices that prove that a set of demands
leaves no package prove it of every larger one. Packages, prices and conflicts of a few fixed draws are tried in all;
what they leave open is searched draw by draw (MARCO, `settlement/conflicts.py`), with a limit. So what is said of a
draw depends on the draw alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from winset.analyses.robustness.deals_in_draws import (
    DEAL,
    NONE,
    UNDECIDED,
    DealsInDraws,
    Package,
    Pools,
    Prices,
    States,
)
from winset.analyses.settlement.blockers import in_order
from winset.analyses.settlement.conflicts import Marco, Unproven
from winset.analyses.settlement.draw_evaluator import DrawEvaluator
from winset.analyses.settlement.packages import Bools, View
from winset.analyses.settlement.violation_masks import WORD, Items, Masks, distinct, members, minimal
from winset.readings import Draws, Reading

WARM_BLOCKED = 8
"""Draws without a deal from which packages, prices and conflicts are learnt that are tried in all."""
MOST_TRIED = 64
"""Conflicts of those draws that are tried in all trials; beyond, the rest is searched in each, with the same result."""
MOST_SEARCHES = 200
"""Searches for a package that keeps some demands, in one trial without a deal; beyond, who blocks and what conflicts
there is known in part, and the answer counts such trials apart.
"""
MOST_IN_TRIAL = 400
"""Conflicts of one trial without a deal; beyond, the rest is left out, and the answer counts such trials apart."""
MOST_SETS_KEPT = 1_000
"""Minimal sets of demands that known packages violate in one trial; beyond, further ones are searched for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockedDraw:
    """A draw without a deal. pivotal: parties whose demands alone, if removed, open one. unsure: those of whom that is
    not known. conflicts: minimal sets that cannot all hold. complete: these are all.
    """

    pivotal: tuple[int, ...]
    unsure: tuple[int, ...]
    conflicts: tuple[Items, ...]
    complete: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Learnt:
    """What is tried in all draws. conflicts: those met most often."""

    pools: Pools
    conflicts: tuple[Items, ...]


class BlockersInDraws:
    """Asks draws without a deal who blocks."""

    def __init__(self, deals: DealsInDraws, searches: int = MOST_SEARCHES) -> None:
        self.deals, self.items, self.searches = deals, deals.items, searches
        self.everything = deals.frames.everything
        self.held: dict[int, Items] = {}
        for n, item in enumerate(self.items):
            if item.holder is not None:
                self.held[item.holder] = self.held.get(item.holder, frozenset()) | {n}
        self._known: dict[tuple[object, ...], BlockedDraw] = {}

    @cached_property
    def _learnt(self) -> _Learnt:
        """From the first of the draws from which packages and prices are learnt that have no deal."""
        deals = self.deals
        packages = dict.fromkeys(tuple(row) for row in deals.pools.packages.tolist())
        prices = dict.fromkeys(tuple(row) for row in deals.pools.prices.tolist())
        met: Counter[Items] = Counter()
        asked = 0
        everything = deals.frames.of(self.everything)
        for reading in deals.warm_readings:
            if asked == WARM_BLOCKED:
                break
            found = deals.search(reading, everything)
            if not found.proven or found.package is not None:
                continue
            asked += 1
            oracle = _Oracle(deals, reading)
            known = [deals.violated(reading, package) for package in packages]
            for party in self.held:
                try:
                    oracle(self.everything - self.held[party])
                except Unproven:
                    continue
            marco = Marco(len(self.items), oracle, (*known, *oracle.violation_sets), (), MOST_IN_TRIAL, self.searches)
            marco.run()
            met.update(conflict for conflict in marco.conflicts if conflict)
            packages.update(oracle.packages)
            prices.update(oracle.prices)
        tried = sorted(met, key=lambda items: (-met[items], len(items), sorted(items)))[:MOST_TRIED]
        return _Learnt(
            pools=Pools(
                packages=np.array(list(packages), dtype=np.int16).reshape(-1, len(deals.case.structure.sizes)),
                prices=np.array(list(prices), dtype=np.float64).reshape(-1, len(deals.case.parties)),
            ),
            conflicts=tuple(in_order(tried)),
        )

    @cached_property
    def _evaluator(self) -> DrawEvaluator:
        return DrawEvaluator(View(self.deals.case.structure, self._learnt.pools.packages))

    @cached_property
    def _crossed(self) -> Masks:
        """(package, word) the red lines that each known package crosses."""
        view = self._evaluator.view
        masks = np.zeros((len(view.packages), -(-max(1, len(self.items)) // WORD)), dtype=np.uint64)
        for n, item in enumerate(self.items):
            if item.line is not None:
                masks[:, n // WORD] |= view.crosses(item.line).astype(np.uint64) << np.uint64(n % WORD)
        return masks

    def of(self, draws: Draws) -> list[BlockedDraw]:
        """Of each of some draws without a deal."""
        learnt, count = self._learnt, len(draws)
        masks = self._violated(draws)
        barred = np.stack(
            [
                self.deals.proven_none(draws, self.deals.frames.of(items), learnt.pools.prices)
                for items in learnt.conflicts
            ]
            or [np.zeros(count, dtype=bool)],
            axis=1,
        )
        asked = [_Asked(self, draws, n, masks[n], barred[n]) for n in range(count)]
        pivotal = {party: self._opens(draws, asked, self.everything - held) for party, held in self.held.items()}
        return [
            self._blocked(draw, {party: int(states[n]) for party, states in pivotal.items()})
            for n, draw in enumerate(asked)
        ]

    def _violated(self, draws: Draws) -> Masks:
        """(draw, package, word) the demands that each known package violates."""
        evaluator = self._evaluator
        masks = np.repeat(self._crossed[None], len(draws), axis=0)
        walking = self.items[: self.deals.walk_aways]
        values = evaluator.values_behind(draws, walking)
        for n, item in enumerate(walking):
            short = evaluator.falls_short(draws, item, values)
            masks[:, :, n // WORD] |= short.astype(np.uint64) << np.uint64(n % WORD)
        return masks

    def _opens(self, draws: Draws, asked: Sequence[_Asked], enforced: Items) -> States:
        """(draw) whether some package keeps these demands."""
        result: States = np.array([draw.known(enforced) for draw in asked], dtype=np.int8)
        rest = np.flatnonzero(result == UNDECIDED)
        if len(rest):
            left: Bools = result == UNDECIDED
            none = self.deals.proven_none(draws.only(left), self.deals.frames.of(enforced), self._learnt.pools.prices)
            result[rest[none]] = NONE
            for n in rest[~none].tolist():
                result[n] = asked[n].opens(enforced)
        return result

    def _blocked(self, asked: _Asked, opens: dict[int, int]) -> BlockedDraw:
        """What is known of one draw. opens: per party whether a package is left without its demands."""
        key = (asked.key, tuple(opens.items())) if not asked.oracle.packages else None
        if key is not None and key in self._known:
            return self._known[key]
        before = asked.oracle.searches
        barred = (
            *asked.barred,
            *(self.everything - self.held[party] for party, state in opens.items() if state == NONE),
        )
        marco = Marco(
            len(self.items),
            asked.oracle,
            (*asked.sets, *asked.oracle.violation_sets),
            barred,
            MOST_IN_TRIAL,
            self.searches,
        )
        complete = marco.run()
        blocked = BlockedDraw(
            pivotal=tuple(sorted(party for party, state in opens.items() if state == DEAL)),
            unsure=tuple(sorted(party for party, state in opens.items() if state == UNDECIDED)),
            conflicts=tuple(conflict for conflict in marco.conflicts if conflict),
            complete=complete,
        )
        if key is not None and asked.oracle.searches == before:
            if len(self._known) > MOST_SETS_KEPT:
                self._known.clear()
            self._known[key] = blocked
        return blocked


class _Asked:
    """One draw without a deal: what known packages violate in it, and which known conflicts are proven there."""

    def __init__(self, of: BlockersInDraws, draws: Draws, place: int, masks: Masks, barred: Bools) -> None:
        self.draws, self.place = draws, place
        kept = minimal(distinct(masks), MOST_SETS_KEPT)
        self.sets = [members(mask, len(of.items)) for mask in kept]
        self.barred = [
            items for items, is_barred in zip(of._learnt.conflicts, barred.tolist(), strict=False) if is_barred
        ]
        self.key = (kept.tobytes(), barred.tobytes())
        self._of = of
        self._oracle: _Oracle | None = None

    @property
    def oracle(self) -> _Oracle:
        if self._oracle is None:
            self._oracle = _Oracle(self._of.deals, self.draws.reading(self.place), self._of._learnt.pools)
        return self._oracle

    def known(self, enforced: Items) -> int:
        if any(not enforced & violated for violated in self.sets):
            return DEAL
        return NONE if any(items <= enforced for items in self.barred) else UNDECIDED

    def opens(self, enforced: Items) -> int:
        """Whether some package keeps these demands, by a search."""
        if any(not enforced & violated for violated in self.oracle.violation_sets):
            return DEAL
        try:
            return NONE if self.oracle(enforced) is None else DEAL
        except Unproven:
            return UNDECIDED


class _Oracle:
    """Asks one reading for a package that keeps some demands. packages, prices: what the searches found."""

    def __init__(self, deals: DealsInDraws, reading: Reading, pools: Pools | None = None) -> None:
        self.deals, self.reading, self.pools = deals, reading, pools
        self.packages: dict[Package, None] = {}
        self.prices: dict[Prices, None] = {}
        self.violation_sets: list[Items] = []
        self.searches = 0

    def __call__(self, enforced: Items) -> Items | None:
        self.searches += 1
        found = self.deals.search(self.reading, self.deals.frames.of(enforced), enforced)
        self.prices.update(dict.fromkeys(found.prices))
        if not found.proven:
            raise Unproven
        if found.package is None:
            return None
        self.packages[found.package] = None
        self.violation_sets.append(self.deals.violated(self.reading, found.package))
        return self.violation_sets[-1]
