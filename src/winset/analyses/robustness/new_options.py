"""In how many readings a new option opens a deal, or does as well as the package that leads, if it is worth so much.

What the option is worth to each party is the same in every reading: what the central reading asks, up to the next tenth
of a point, and nothing to those of whom nothing is asked. How much its issue weighs, and all else, is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from math import ceil

import numpy as np

from winset.analyses.robustness.deals_in_draws import DEAL, UNDECIDED, deals_in
from winset.analyses.robustness.searched_offers import AskedReading, SearchedOffer
from winset.analyses.robustness.violation_index import MOST_PACKAGES
from winset.analyses.settlement.draw_evaluator import DrawEvaluator, Values, walk_away_constraints
from winset.analyses.settlement.invent import Invention, Inventions, RequiredWorth
from winset.analyses.settlement.packages import (
    Bools,
    Ints,
    View,
    combinations,
    total_packages,
    unrejected_options,
)
from winset.analyses.settlement.reach import Placing, links_applying, structure_applying
from winset.compiled import Structure
from winset.readings import Draws, draw_readings
from winset.readings.accumulator import Accumulator
from winset.readings.shares import Share

TENTHS, HUNDREDTHS = 10, 100
AT_ONCE = 4_000_000
"""Values of packages that are held at once."""
SEARCHED_AT_ONCE = 200
"""Draws that are searched at once, where packages are too many to be looked at."""
_Offer = tuple[tuple[int, ...], Placing]
NewOption = tuple[tuple[int, ...], int]
"""The issues of a new option and the place of what is asked on its frontier."""


def offered_worth(ask: RequiredWorth) -> tuple[Fraction, ...]:
    """Per party what the option is worth that is looked at in every reading: what is asked, up to the next tenth."""
    return tuple(Fraction(ceil(worth * TENTHS), TENTHS) for worth in ask.worth)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOptionShares:
    """What readings say of new options.

    deal: readings with a deal as the list stands. shares, with those apart that a search left open: the readings with a
    deal where the new option stands on it as well; or, where there is a package to be bettered, those in which one with
    the new option is acceptable and gives no bargaining party less.
    """

    seed: int
    draws: int
    deal: Share
    shares: dict[NewOption, Share]


@dataclass(slots=True, kw_only=True, eq=False)
class OfferCounts(Accumulator):
    """Sums over draws. deals: with a deal as the list stands. enough: (ask) in how many it is enough. deals_open,
    enough_open: in how many a search stopped before that was known.
    """

    draws: int
    deals: int
    enough: Ints
    deals_open: int
    enough_open: Ints


@dataclass(frozen=True, kw_only=True, eq=False)
class NewOptionCounter:
    """Counts readings. Raises TooLarge where rules and links join too many issues.

    shown: the new options that are asked about, with the first `most` of the frontier of each.
    """

    inventions: Inventions
    shown: tuple[Invention, ...]
    most: int
    seed: int

    @cached_property
    def searches(self) -> bool:
        """True where packages are too many to be looked at in every reading."""
        return total_packages(self.inventions.case.structure) > MOST_PACKAGES

    @property
    def tried(self) -> int:
        """How many of each frontier are tried: the first alone where each takes a search."""
        return 1 if self.searches else self.most

    @cached_property
    def listed_packages(self) -> DrawEvaluator:
        """The packages of options that are on the list."""
        return DrawEvaluator(_feasible(self.inventions.case.structure))

    @cached_property
    def new(self) -> dict[_Offer, DrawEvaluator]:
        """The packages with each new option, by its issues and where on their lines it lies."""
        case = self.inventions.case
        return {
            (issues, placing): DrawEvaluator(
                _feasible(structure_applying(case, case.structure.with_new_options(issues), placing.applies))
            )
            for issues, placing in dict.fromkeys(
                (invention.issues, ask.placing) for invention in self.shown for ask in invention.frontier[: self.tried]
            )
        }

    @cached_property
    def asks(self) -> tuple[NewOption, ...]:
        """What is asked about, option by option."""
        return tuple(
            (invention.issues, n) for invention in self.shown for n in range(len(invention.frontier[: self.tried]))
        )

    @property
    def at_once(self) -> int:
        """How many draws are taken at once."""
        if self.searches:
            return SEARCHED_AT_ONCE
        return max(
            1,
            AT_ONCE
            // max(1, *(len(evaluator.view.packages) for evaluator in (self.listed_packages, *self.new.values()))),
        )

    def nothing(self) -> OfferCounts:
        """The sums over no draws."""
        none = np.zeros(len(self.asks), dtype=np.int64)
        return OfferCounts(draws=0, deals=0, enough=none, deals_open=0, enough_open=none.copy())

    def of(self, numbers: range) -> OfferCounts:
        """What these draws add up to."""
        draws = draw_readings(self.inventions.case, self.seed, numbers)
        if self.searches:
            return self._searched(draws)
        deal, has = self.listed_packages.acceptable(draws).any(axis=1), self._has(draws)
        enough = []
        for invention in self.shown:
            rests: dict[Placing, _Rests] = {}
            for ask in invention.frontier[: self.tried]:
                if ask.placing not in rests:
                    rests[ask.placing] = self._rests(draws, invention.issues, ask.placing)
                accepted = rests[ask.placing].accepted(offered_worth(ask), has)
                enough.append(int((accepted if self.inventions.leads else accepted | deal).sum()))
        return OfferCounts(
            draws=len(draws),
            deals=int(deal.sum()),
            enough=np.array(enough, dtype=np.int64),
            deals_open=0,
            enough_open=np.zeros(len(self.asks), dtype=np.int64),
        )

    def _searched(self, draws: Draws) -> OfferCounts:
        """The same, each reading searched by itself, after the rests that the frontier names were tried in it."""
        deals = deals_in(self.inventions.case, self.seed).states(draws)
        leads = self.inventions.leads
        readings = [AskedReading(draws.reading(n), draws.hundredth[n], leads) for n in range(len(draws))]
        enough, enough_open = [], []
        for offer in self.searched_offers:
            answers = [
                _with_deal(offer.is_enough(reading), int(deal)) if leads is None else offer.is_enough(reading)
                for reading, deal in zip(readings, deals, strict=True)
            ]
            enough.append(answers.count(True))
            enough_open.append(answers.count(None))
        return OfferCounts(
            draws=len(draws),
            deals=int((deals == DEAL).sum()),
            enough=np.array(enough, dtype=np.int64),
            deals_open=int((deals == UNDECIDED).sum()),
            enough_open=np.array(enough_open, dtype=np.int64),
        )

    @cached_property
    def searched_offers(self) -> tuple[SearchedOffer, ...]:
        """What is asked about, option by option, where each reading is searched."""
        case = self.inventions.case
        return tuple(
            SearchedOffer(
                case=case,
                issues=invention.issues,
                placing=ask.placing,
                hundredths=tuple(int(points * HUNDREDTHS) for points in offered_worth(ask)),
                rests=np.array(
                    [other.rest for other in invention.frontier if other.placing == ask.placing], dtype=np.int16
                ),
            )
            for invention in self.shown
            for ask in invention.frontier[: self.tried]
        )

    def _rests(self, draws: Draws, issues: tuple[int, ...], placing: Placing) -> _Rests:
        case, packages = self.inventions.case, self.new[issues, placing]
        order = range(len(draws.link_terms))
        terms = links_applying(case, draws.link_terms, order, placing.applies)
        return _Rests(replace(draws, link_terms=terms), packages, issues)

    def _has(self, draws: Draws) -> dict[int, Values]:
        """Per bargaining party (draw) what the package that leads is worth; empty where there is none."""
        if self.inventions.leads is None:
            return {}
        led = DrawEvaluator(View(draws.structure, np.array([self.inventions.leads], dtype=np.int16)))
        return {party: led.values(draws, party)[:, 0] for party in draws.structure.bargaining}

    def result(self, sums: OfferCounts) -> NewOptionShares:
        """The shares of what has been counted."""
        enough = zip(self.asks, sums.enough.tolist(), sums.enough_open.tolist(), strict=True)
        return NewOptionShares(
            seed=self.seed,
            draws=sums.draws,
            deal=Share(number=sums.deals, draws=sums.draws, undecided=sums.deals_open),
            shares={
                which: Share(number=number, draws=sums.draws, undecided=left_open)
                for which, number, left_open in enough
            },
        )


def _with_deal(is_enough: bool | None, deal: int) -> bool | None:
    """Whether there is a deal with a new option on the list. deal: whether there is one without it."""
    if is_enough or deal == DEAL:
        return True
    return None if is_enough is None or deal == UNDECIDED else False


def _feasible(structure: Structure) -> View:
    view = View(structure, combinations(unrejected_options(structure)))
    return view.only(view.feasible)


class _Rests:
    """The packages with a new option in some draws, valued once for all that it may be worth."""

    def __init__(self, draws: Draws, packages: DrawEvaluator, issues: tuple[int, ...]) -> None:
        structure = draws.structure
        ends = [structure.offsets[issue] + structure.sizes[issue] for issue in issues]
        self.draws = replace(
            draws, structure=packages.view.structure, worth=np.insert(draws.worth, ends, 0, axis=2), parts=()
        )
        self.across = packages
        self.hundredth = draws.hundredth[:, :, list(issues)].sum(axis=2)
        self.items = walk_away_constraints(packages.view.structure, draws)
        self.values = packages.values_behind(self.draws, self.items)
        self.values |= {party: packages.values(self.draws, party) for party in set(structure.bargaining)}

    def accepted(self, worth: tuple[Fraction, ...], has: dict[int, Values]) -> Bools:
        """(draw) True where some package with the option is acceptable and gives nobody less than `has`."""
        added: list[Ints] = [self.hundredth[:, party] * int(points * HUNDREDTHS) for party, points in enumerate(worth)]
        result = np.ones((len(self.draws), len(self.across.view.packages)), dtype=bool)
        moved = {party: -points for party, points in enumerate(added)}
        for item in self.items:
            result &= ~self.across.falls_short(self.draws, item, self.values, moved)
        for party, value in has.items():
            result &= self.values[party] >= (value - added[party])[:, None]
        return np.asarray(result.any(axis=1))
