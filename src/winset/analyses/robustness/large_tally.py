"""The same sums where the packages are too many to be looked at: candidates are, and each draw is asked for a deal."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

import numpy as np

from winset.analyses.robustness.acceptance import Acceptance
from winset.analyses.robustness.blockers_in_draws import BlockersInDraws
from winset.analyses.robustness.candidates import AcceptedPackages
from winset.analyses.robustness.deals_in_draws import DEAL, NONE, UNDECIDED, DealsInDraws, Memory, States, deals_in
from winset.analyses.robustness.tally import Tally, Totals, moved_by
from winset.analyses.robustness.violation_index import is_large
from winset.analyses.settlement.blockers import constraints
from winset.analyses.settlement.draw_evaluator import DrawEvaluator
from winset.analyses.settlement.packages import Bools, Ints, Packages, View
from winset.compiled import Compiled
from winset.readings import Draws, central

AT_ONCE = 250
"""Draws that are taken at once."""


class Candidates:
    """The packages that are looked at in every draw, of many more."""

    def __init__(self, deals: DealsInDraws, packages: Packages) -> None:
        self.case, self.items, self.walk_aways, self.deals = deals.case, deals.items, deals.walk_aways, deals
        view = View(deals.case.structure, packages)
        self.feasible = DrawEvaluator(view.only(view.feasible))

    @property
    def number_feasible(self) -> int:
        """How many of them cross no red line; 1 where none does and others do not, or may not."""
        return max(len(self.feasible.view.packages), int(self.deals.feasible != NONE))


class LargeTally(Tally):
    """Adds up draws of a case with too many packages to look at.

    candidates: (package, issue) those that are looked at in every draw, the same for all pieces of a run. known: the
    case from whose draws is learnt, where it is the same but for its levers.
    """

    def __init__(  # noqa: PLR0913 - what a tally takes, and what is known before
        self,
        case: Compiled,
        seed: int,
        named: tuple[tuple[int, ...], ...] = (),
        levers: tuple[tuple[int, ...], ...] = (),
        candidates: Packages | None = None,
        known: Compiled | None = None,
    ) -> None:
        super().__init__(case, seed, named, levers)
        self.candidates, self.known = candidates, case if known is None else known
        self.accepted: AcceptedPackages | None = None

    def __reduce__(self) -> tuple[object, ...]:
        return LargeTally, (self.case, self.seed, self.named, self.levers, self.candidates, self.known)

    @cached_property
    def index(self) -> Candidates:
        """The candidates; those that warm the search up where none are given."""
        deals = deals_in(self.case, self.seed, self.known)
        return Candidates(deals, deals.pools.packages if self.candidates is None else self.candidates)

    @cached_property
    def _blocking(self) -> BlockersInDraws:
        return BlockersInDraws(self.index.deals)

    @property
    def at_once(self) -> int:
        """How many draws are taken at once."""
        return AT_ONCE

    def looking_at(self, accepted: AcceptedPackages, more: Packages | None = None) -> LargeTally:
        """The same with these packages as candidates, and some more; what is known of all others stands in its
        result.
        """
        known = set(map(tuple, accepted.packages.tolist()))
        fresh = [package for package in ([] if more is None else more.tolist()) if tuple(package) not in known]
        candidates = np.concatenate(
            [accepted.packages, np.array(fresh, dtype=np.int16).reshape(-1, accepted.packages.shape[1])]
        )
        tally = LargeTally(self.case, self.seed, self.named, self.levers, candidates, self.known)
        tally.accepted = accepted
        return tally

    def result(self, totals: Totals) -> Acceptance:
        """What the draws so far say. No package is accepted in more draws than have a deal."""
        answer, accepted = super().result(totals), self.accepted
        whole = accepted is not None and accepted.draws == totals.draws
        return replace(
            answer,
            at_most=min(accepted.at_most, answer.deal.at_most) if accepted is not None and whole else None,
            all_ties=accepted is not None and whole and accepted.tied_complete,
            every_package=False,
        )

    def _add_deals(self, totals: Totals, draws: Draws) -> None:
        memory = Memory()
        walking = self.index.items[: self.index.walk_aways]
        known = self.index.feasible.values_behind(draws, walking)
        fine = np.ones((len(draws), len(totals.accepted)), dtype=bool)
        for item in walking:
            fine &= ~self.index.feasible.falls_short(draws, item, known)
        totals.accepted += fine.sum(axis=0)
        states = self.index.deals.states(draws, memory, np.asarray(fine.any(axis=1)))
        totals.with_deal += int((states == DEAL).sum())
        totals.undecided += int((states == UNDECIDED).sum())
        for n, levers in enumerate(self.levers):
            self._add_pulled(totals, n, draws, moved_by(self.case, draws, levers), states, memory)
        if (states == NONE).any():
            self._add_blockers(totals, draws.only(np.asarray(states == NONE)))
        if unknown := int((states == UNDECIDED).sum()):
            totals.unsure.update(dict.fromkeys(self._blocking.held, unknown))
            totals.incomplete += unknown
            totals.all_conflicts = False

    def _add_pulled(  # noqa: PLR0913 - the draws as they stand beside those with levers pulled
        self, totals: Totals, n: int, draws: Draws, moved: dict[int, Ints], before: States, memory: Memory
    ) -> None:
        pulled = draws.with_walk_aways_moved(moved)
        fine = self.index.feasible.acceptable(pulled)
        totals.pulled[n] += fine.sum(axis=0)
        after = self.index.deals.states(pulled, memory, np.asarray(fine.any(axis=1)))
        totals.pulled_deals[n] += int((after == DEAL).sum())
        totals.pulled_undecided[n] += int((after == UNDECIDED).sum())
        for first, then, sure, open_ in (
            (before, after, totals.opened, totals.opened_undecided),
            (after, before, totals.closed, totals.closed_undecided),
        ):
            is_so: Bools = (first == NONE) & (then == DEAL)
            sure[n] += int(is_so.sum())
            open_[n] += int(((first != DEAL) & (then != NONE) & ~is_so).sum())

    def _add_blockers(self, totals: Totals, draws: Draws) -> None:
        """Who blocks, and what conflicts, in draws without a deal."""
        for blocked in self._blocking.of(draws):
            totals.pivotal.update(blocked.pivotal)
            totals.unsure.update(blocked.unsure)
            totals.conflicts.update(blocked.conflicts)
            if not blocked.complete:
                totals.incomplete += 1
                totals.by_incomplete.update(blocked.conflicts)
                totals.all_conflicts = False


def tally_of(
    case: Compiled, seed: int, named: tuple[tuple[int, ...], ...], levers: tuple[tuple[int, ...], ...]
) -> Tally:
    """What adds up draws of a case of any size."""
    walk_aways = sum(item.line is None for item in constraints(central(case)))
    return (LargeTally if is_large(case.structure, walk_aways) else Tally)(case, seed, named, levers)
