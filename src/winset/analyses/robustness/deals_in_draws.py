"""In which draws there is a deal, where the packages are too many to be looked at.

Draws differ in numbers and not in structure, so what is learnt from a few of them decides most others. Packages that
were acceptable in one draw are tried in all at once: one that is acceptable shows that there is a deal. Prices at which
the walk-aways of one draw were hard to reach together are tried in all at once: where the most that any package brings
at these prices is less than what the walk-aways cost, no package reaches them all, and there is no deal. Only what is
left is searched, draw by draw, with a limit. Where rules, links and votes join too many issues for that, prices are
tried on a relaxation, and the search goes through the options of one issue after the other with all of them.

What is tried in all draws comes from fixed draws of the case alone, and what a search found is tried again in the same
draw alone, with other numbers of it. So an answer depends on the draw and on nothing else: not on those beside it, nor
on the order. Everything is decided in whole numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from winset.analyses.robustness.frames import Frame, Frames
from winset.analyses.robustness.layered_choices import LayeredChoices
from winset.analyses.settlement.blockers import Constraint, constraints, violates
from winset.analyses.settlement.clusters import IssueCluster, build_clusters
from winset.analyses.settlement.draw_evaluator import EXACT_FLOAT, DrawEvaluator
from winset.analyses.settlement.layers import TooJoined
from winset.analyses.settlement.packages import Bools, Ints, Packages, View, total_packages
from winset.analyses.settlement.search.extremes import first_package, guided_tree, leaves_status_quo
from winset.analyses.settlement.search.joined import MOST_PARTIES, JoinedSearch, PackageDemands
from winset.analyses.settlement.search.relaxation import Relaxation
from winset.analyses.settlement.search.tree import Budget, Effort, SearchTree
from winset.analyses.settlement.subproblem import Subproblem, subproblem_for
from winset.analyses.settlement.violation_masks import Items
from winset.compiled import Compiled
from winset.errors import TooLarge
from winset.readings import Draws, Reading, central, draw_readings

Floats = NDArray[np.float64]
Package = tuple[int, ...]
Prices = tuple[float, ...]
"""Per party, a whole number."""

PARTS = 10**6
"""Parts of a point in which prices are compared: what an option is worth is rounded up to the next, what a walk-away
costs down, so that rounding never proves too much.
"""
ROUNDING = 1e-3
"""Parts of a point that stand for the error of a division, which is far smaller."""
HIGHEST_PRICE = 1_000
WARM, WARM_AGAIN = 64, 8
"""Draws from which packages and prices are learnt that are tried in all: of the case itself, and of a case that differs
from it in little.
"""
MOST_NODES = 300_000
"""Nodes of the search for an acceptable package in one trial; beyond, it is not known whether the trial has a deal, and
the answer counts it apart.
"""
JOINED = 10
"""Options that are tried in such a search for each node, where rules, links and votes join too many issues: each takes
a tenth of the time.
"""
MOST_KEPT = 256
"""Cases of which it is kept what was learnt of them; beyond, it is learnt again, with the same result."""
MOST_ALIKE = 1_000
"""Packages worth the same to everybody of which the votes are looked at one by one, in the search of a trial where a
body votes; beyond, it is not known whether the trial has a deal, unless one of them is accepted.
"""
AT_ONCE = 4_000_000
"""Numbers that are held at once while prices are compared."""
DEAL, NONE, UNDECIDED = 1, 0, -1
States = NDArray[np.int8]
"""(draw) whether some package keeps what is asked: DEAL, NONE or UNDECIDED."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pools:
    """What is tried in all draws. packages: (package, issue) lawful ones. prices: (prices, party)."""

    packages: Packages
    prices: Floats


@dataclass(slots=True, kw_only=True)
class Memory:
    """What searches found, by the number of the draw: tried again in the same draw under other numbers."""

    packages: dict[int, dict[Package, None]] = field(default_factory=dict)
    prices: dict[int, dict[Prices, None]] = field(default_factory=dict)

    def keep(self, draw: int, package: Package | None, prices: Iterable[Prices]) -> None:
        if package is not None:
            self.packages.setdefault(draw, {})[package] = None
        self.prices.setdefault(draw, {}).update(dict.fromkeys(prices))


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a search found. package: one that keeps what is asked, None for none. prices: of the proof, if there is one.
    proven: False where the search stopped before it knew.
    """

    package: Package | None
    prices: tuple[Prices, ...]
    proven: bool


class DealsInDraws:
    """Whether there is a deal in draws of a case. seed: of the draws from which is learnt. like: the same of a case
    that differs in little, whose packages and prices are tried too. joined: the search where rules, links and votes
    join too many issues, else None. Raises TooLarge for such a case with too many parties.
    """

    def __init__(
        self,
        case: Compiled,
        seed: int,
        like: DealsInDraws | None = None,
        nodes: int | None = None,
        warm: int | None = None,
    ) -> None:
        self.case, self.seed = case, seed
        self.nodes = MOST_NODES if nodes is None else nodes
        self.warm = warm if warm is not None else WARM if like is None else WARM_AGAIN
        self.items: tuple[Constraint, ...] = constraints(central(case))
        self.walk_aways = sum(item.line is None for item in self.items)
        whens = tuple(link.when for link in case.links)
        self.relaxation = Relaxation.none(case.structure, whens)
        self.joined: JoinedSearch | None = None
        try:
            self.choices = LayeredChoices(case.structure, whens)
            self.frames = Frames(self.choices, self.items)
        except TooJoined:
            if len(case.parties) > MOST_PARTIES:
                message = "rules, links and votes join too many issues for many readings of so many parties"
                raise TooLarge(message, total_packages(case.structure), "agenda") from None
            self.relaxation = Relaxation.of(case.structure, whens)
            self.choices = LayeredChoices(self.relaxation.structure, self.relaxation.whens)
            self.frames = Frames(self.choices, self.items, wide=True)
            self.joined = JoinedSearch(case.structure, whens, self.items)
        self.like = like.pools if like is not None and like.case.structure.sizes == case.structure.sizes else None

    @cached_property
    def feasible(self) -> int:
        """DEAL where some package breaks no rule, crosses no red line of a party that it needs and moves something;
        NONE or UNDECIDED.
        """
        lines = frozenset(n for n, item in enumerate(self.items) if item.line is not None)
        frames = self.frames.of(lines)
        if self.joined is None or not frames:
            return DEAL if frames else NONE
        found = self.search(self._middle, frames, lines)
        return UNDECIDED if not found.proven else NONE if found.package is None else DEAL

    @property
    def _middle(self) -> Reading:
        return draw_readings(self.case, self.seed, range(1), "nothing").reading(0)

    @cached_property
    def pools(self) -> Pools:
        """What is tried in all draws, from the central reading and the first draws of the seed."""
        packages: dict[Package, None] = {}
        prices: dict[Prices, None] = {}
        if self.like is not None:
            packages.update(dict.fromkeys(tuple(row) for row in self._lawful(self.like.packages).tolist()))
            prices.update(dict.fromkeys(tuple(row) for row in self.like.prices.tolist()))
        for reading in self.warm_readings:
            found = self.search(reading, self.frames.of(self.frames.everything))
            if found.package is not None:
                packages[found.package] = None
            prices.update(dict.fromkeys(found.prices))
        issues, parties = len(self.case.structure.sizes), len(self.case.parties)
        return Pools(
            packages=np.array(list(packages), dtype=np.int16).reshape(-1, issues),
            prices=np.array(list(prices), dtype=np.float64).reshape(-1, parties),
        )

    @cached_property
    def warm_readings(self) -> tuple[Reading, ...]:
        """The central reading and the first draws."""
        draws = draw_readings(self.case, self.seed, range(self.warm))
        return (self._middle, *(draws.reading(n) for n in range(len(draws))))

    def _lawful(self, packages: Packages) -> Packages:
        structure = self.case.structure
        view = View(structure, packages)
        keep = view.satisfies_rules & view.leaves_status_quo & structure.open[view.columns].all(axis=1)
        return packages[keep]

    @cached_property
    def _feasible(self) -> DrawEvaluator:
        """The packages that are tried in all draws and cross no red line."""
        view = View(self.case.structure, self.pools.packages)
        return DrawEvaluator(view.only(view.feasible))

    # ------------------------------------------------------------------------------------------------ deals

    def states(self, draws: Draws, memory: Memory | None = None, known: Bools | None = None) -> States:
        """In which draws there is a deal. memory: of the same draws under other numbers; what is found is added.
        known: (draw) True where there is one, as some package that is tried in every draw shows.
        """
        result: States = np.full(len(draws), UNDECIDED, dtype=np.int8)
        if known is not None:
            result[known] = DEAL
        if known is None or not known.all():
            result[self._feasible.acceptable(draws).any(axis=1)] = DEAL
        numbers = draws.first + np.arange(len(draws))
        if memory is not None:
            rest = np.flatnonzero(result == UNDECIDED)
            result[rest[self._kept_packages(draws, rest, numbers, memory)]] = DEAL
        rest = np.flatnonzero(result == UNDECIDED)
        if len(rest):
            frames = self.frames.of(self.frames.everything)
            left = draws.only(np.isin(np.arange(len(draws)), rest))
            own = None if memory is None else [memory.prices.get(number, {}) for number in numbers[rest].tolist()]
            none = self.proven_none(left, frames, own=own)
            result[rest[none]] = NONE
            for place in np.flatnonzero(~none).tolist():
                found = self.search(left.reading(place), frames)
                at = int(rest[place])
                if memory is not None:
                    memory.keep(int(numbers[at]), found.package, found.prices)
                if found.proven:
                    result[at] = NONE if found.package is None else DEAL
        return result

    def _kept_packages(self, draws: Draws, rest: Ints, numbers: Ints, memory: Memory) -> Bools:
        """(one of the rest) True where a package that was found in the same draw is acceptable."""
        own = [list(memory.packages.get(int(numbers[at]), ())) for at in rest]
        place = {package: n for n, package in enumerate(dict.fromkeys(package for mine in own for package in mine))}
        if not place:
            return np.zeros(len(rest), dtype=bool)
        view = View(self.case.structure, np.array(list(place), dtype=np.int16))
        fine = DrawEvaluator(view).acceptable(draws.only(np.isin(np.arange(len(draws)), rest))) & view.feasible
        mine = np.zeros(fine.shape, dtype=bool)
        for n, packages in enumerate(own):
            mine[n, [place[package] for package in packages]] = True
        return np.asarray((fine & mine).any(axis=1))

    def proven_none(
        self,
        draws: Draws,
        frames: tuple[Frame, ...],
        prices: Floats | None = None,
        own: Sequence[Iterable[Prices]] | None = None,
    ) -> Bools:
        """(draw) True where prices prove that no package of the frames reaches what is asked.

        prices: those that are tried in all draws, where they are others than those of the pools. own: per draw further
        ones that are tried in it.
        """
        rounded = Rounded.of(self.relaxation.draws(draws))
        proven = np.ones(len(draws), dtype=bool)
        tried = self.pools.prices if prices is None else prices
        for frame in frames:
            left = np.flatnonzero(proven)
            mine = rounded.only(left)
            closed = self._closed(frame, mine, tried)
            if own is not None and not closed.all():
                for place in np.flatnonzero(~closed).tolist():
                    known = list(own[int(left[place])])
                    if known:
                        one = mine.only(np.array([place]))
                        closed[place] = bool(self._closed(frame, one, np.array(known))[0])
            proven[left[~closed]] = False
            if not proven.any():
                break
        return proven

    def _closed(self, frame: Frame, rounded: Rounded, prices: Floats) -> Bools:
        """(draw) True where some prices prove that no package of a frame reaches what is asked of it."""
        level, asked = rounded.level(frame)
        closed = np.zeros(len(level), dtype=bool)
        if rounded.largest * HIGHEST_PRICE * len(asked) >= EXACT_FLOAT:
            return closed
        masked = prices * asked
        masked = masked[masked.any(axis=1)]
        step = max(1, AT_ONCE // max(1, len(level) * len(self.choices.columns)))
        start = 0
        while start < len(masked) and not closed.all():
            some, left = masked[start : start + step], np.flatnonzero(~closed)
            start += step
            mine = rounded.only(left)
            most = self.choices.most(mine.form(some, self.choices), frame.allowed)
            costs = some @ level[left].T
            closed[left] = (most < costs).any(axis=0)
            step = max(1, AT_ONCE // max(1, int((~closed).sum()) * len(self.choices.columns)))
        return closed

    # ----------------------------------------------------------------------------------------------- search

    def search(self, reading: Reading, frames: tuple[Frame, ...], verify: Items | None = None) -> Found:
        """Whether some package of the frames reaches what is asked in one reading. verify: the demands that a package
        must keep besides, where the frames may have others.
        """
        budget, prices = Budget(Effort(nodes=self.nodes if self.joined is None else JOINED * self.nodes)), []
        demands = self.frames.everything if verify is None else verify
        clusters: tuple[IssueCluster, ...] | None = None
        relaxed = self.relaxation.reading(reading)
        for frame in frames:
            clusters = clusters if clusters is not None else build_clusters(relaxed.structure, relaxed.links)
            posed = posed_by(relaxed, clusters, frame)
            if posed is None:
                continue
            if (posed.most_after[0] < posed.floor).any():
                short = np.flatnonzero(posed.most_after[0] < posed.floor)[:1].tolist()
                prices.append(self._prices([float(n in short) for n in range(len(posed.parties))], posed))
                continue
            tree = guided_tree(posed)
            weights = tree.weights[0] * posed.unit
            if weights.any():
                prices.append(self._prices((weights / weights.max()).tolist(), posed))
            package, proven = self._first_of(reading, frame, tree, demands, budget)
            if package is not None or not proven:
                return Found(package=package, prices=tuple(prices), proven=proven)
        return Found(package=None, prices=tuple(prices), proven=True)

    def _first_of(
        self, reading: Reading, frame: Frame, tree: SearchTree, demands: Items, budget: Budget
    ) -> tuple[Package | None, bool]:
        """A package of a frame that keeps some demands; False where the search stopped before it knew."""
        posed = tree.subproblem
        if self.joined is not None:
            if tree.rest[0, 0] < tree.least[0]:
                return None, True
            weights = dict(zip(posed.parties, tree.weights[0].tolist(), strict=True))
            asked = PackageDemands(reading=reading, packages=frame, enforced=demands)
            return self.joined.first(asked, weights, budget)
        every = True
        for leaf in tree.leaves(budget):
            if not leaves_status_quo(posed, leaf):
                continue
            if self.frames.are_exact:
                return first_package(posed, leaf), True
            alike = [tuple(row) for row in posed.expand(np.array([leaf.rows]), MOST_ALIKE).tolist()]
            every = every and len(alike) <= MOST_ALIKE
            package = next((each for each in alike if self.keeps(reading, each, demands)), None)
            if package is not None:
                return package, True
        return None, tree.finished and every

    def keeps(self, reading: Reading, package: Package, demands: Items) -> bool:
        """True where a package violates none of some demands."""
        return not self.violated(reading, package) & demands

    def violated(self, reading: Reading, package: Package) -> Items:
        """The demands that a package violates."""
        view = View(self.case.structure, np.array([package], dtype=np.int16))
        values = view.values(reading)
        return frozenset(n for n, item in enumerate(self.items) if violates(view, values, reading, item)[0])

    def _prices(self, weights: list[float], posed: Subproblem) -> Prices:
        """Weights of coordinates as whole prices of all parties."""
        prices = [0.0] * len(self.case.parties)
        for party, weight in zip(posed.parties, weights, strict=True):
            prices[party] = float(round(HIGHEST_PRICE * weight))
        return tuple(prices)


def posed_by(reading: Reading, clusters: tuple[IssueCluster, ...], frame: Frame) -> Subproblem | None:
    """The question of a frame in one reading."""
    relaxed = replace(
        reading,
        structure=frame.structure,
        walk_away=tuple(level if party in frame.walking else None for party, level in enumerate(reading.walk_away)),
        floors=tuple(floor for floor in reading.floors if floor.name in frame.bodies),
    )
    return subproblem_for(relaxed, clusters, frame.required)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rounded:
    """Draws in whole parts of a point: what is gained rounded up, what is asked rounded down.

    worth: (party, draw, column). links: (link, draw). of_link: (link) its party. walk_away: (draw, party), and whether
    there is one. floors: of bodies.
    """

    worth: Floats
    links: Floats
    of_link: Ints
    walk_away: Floats
    has_walk_away: Bools
    floors: tuple[tuple[str, int, Floats], ...]

    @classmethod
    def of(cls, draws: Draws) -> Rounded:
        unit = draws.denominator.astype(np.float64)
        of_link = np.array([link.party for link in draws.link_terms], dtype=np.int64)
        worth = np.ceil(draws.worth.astype(np.float64) / unit[:, :, None] * PARTS + ROUNDING)
        links = np.ceil(draws.links.astype(np.float64) / unit[:, of_link] * PARTS + ROUNDING)
        walk_away = np.floor(draws.walk_away.astype(np.float64) / unit * PARTS - ROUNDING)
        return cls(
            worth=np.ascontiguousarray(worth.transpose(1, 0, 2)),
            links=np.ascontiguousarray(links.T),
            of_link=of_link,
            walk_away=walk_away,
            has_walk_away=np.array(draws.has_walk_away, dtype=bool),
            floors=tuple(
                (name, party, np.floor(floor.astype(np.float64) / unit[:, party] * PARTS - ROUNDING))
                for name, party, floor in draws.floors
            ),
        )

    def only(self, which: NDArray[np.intp]) -> Rounded:
        """Some of the draws."""
        if len(which) == self.worth.shape[1]:
            return self
        return replace(
            self,
            worth=self.worth[:, which],
            links=self.links[:, which],
            walk_away=self.walk_away[which],
            floors=tuple((name, party, floor[which]) for name, party, floor in self.floors),
        )

    def level(self, frame: Frame) -> tuple[Floats, Bools]:
        """(draw, party) what a frame asks for, 0 where nothing, and (party) where something is asked."""
        asked = np.zeros(len(self.has_walk_away), dtype=bool)
        asked[list(frame.walking)] = True
        asked &= self.has_walk_away
        level = np.where(asked, self.walk_away, 0.0)
        for name, party, floor in self.floors:
            if name in frame.bodies:
                level[:, party] = np.maximum(level[:, party], floor) if asked[party] else floor
                asked[party] = True
        return level, asked

    @property
    def largest(self) -> float:
        """No sum of what a party gains or asks is larger."""
        gained = np.abs(self.worth).sum(axis=2).max(initial=0) + np.abs(self.links).sum(axis=0).max(initial=0)
        asked = [self.walk_away, *(floor for _, _, floor in self.floors)]
        return float(gained + max(np.abs(each).max(initial=0) for each in asked))

    def form(self, prices: Floats, choices: LayeredChoices) -> Floats:
        """(prices, draw, choice) what each choice brings at prices."""
        parties, draws, columns = self.worth.shape
        total = (prices @ self.worth.reshape(parties, draws * columns)).reshape(len(prices), draws, columns)
        links = prices[:, self.of_link, None] * self.links
        return choices.form(total, np.ascontiguousarray(links.transpose(0, 2, 1)))


def deals_in(case: Compiled, seed: int, like: Compiled | None = None) -> DealsInDraws:
    """Whether there is a deal in draws of a case; what is learnt of it is kept. like: a case that differs in little;
    one that differs in numbers alone needs nothing of its own. Raises TooLarge.
    """
    if like is None or like is case:
        return _deals(case, seed, None)
    return _deals(like, seed, None) if _differ_in_numbers_alone(case, like) else _deals(case, seed, like)


@lru_cache(maxsize=MOST_KEPT)
def _deals(case: Compiled, seed: int, like: Compiled | None) -> DealsInDraws:
    return DealsInDraws(case, seed, None if like is None else _deals(like, seed, None))


def _differ_in_numbers_alone(case: Compiled, like: Compiled) -> bool:
    """True where two cases have the same packages, links and demands."""

    def demands(of: Compiled) -> tuple[object, ...]:
        judged = tuple(walk_away is not None and walk_away.points is not None for walk_away in of.walk_away)
        return tuple(link.when for link in of.links), judged, tuple(floor.name for floor in of.floors)

    return case.structure is like.structure and demands(case) == demands(like)
