"""What a rest asks of a new option, where rests are too many to go through: by folds and searches over clusters.

A rest adds up from the options of the other issues, so what it gives each party is a sum over clusters of issues. What
it asks of the new option is what that falls short by. Of few parties the least asks are the undominated sums, none of
which counts above what the party needs: a fold with a ceiling. Of more, hardly a sum dominates another, and the largest
share of its 100 points that any party must get of the option is made as small as possible by one search through the
rests: each that asks a smaller share lowers what the next may ask. A linear programme finds once which weighted sum of
values bounds that share best; the bound itself is exact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from math import ceil, floor, lcm

import numpy as np

from winset.analyses.settlement.fold import FEW_PARTIES, fold_between
from winset.analyses.settlement.frontier import maxima
from winset.analyses.settlement.layers import TooJoined
from winset.analyses.settlement.minimal_vectors import MinimalVectors
from winset.analyses.settlement.packages import Ints, Packages
from winset.analyses.settlement.search.extremes import guided_tree, guiding_prices, leaves_status_quo
from winset.analyses.settlement.search.joined import JoinedTree
from winset.analyses.settlement.search.joined_question import JoinedQuestion, ask_floors, joined_questions
from winset.analyses.settlement.search.relax import Floats, mixtures, most_even_mixture, whole_weights
from winset.analyses.settlement.search.shortfall import Demands, nearest
from winset.analyses.settlement.search.tree import Budget, Effort, Leaf, SearchTree
from winset.analyses.settlement.subproblem import NO_FLOOR, Subproblem, subproblems
from winset.analyses.votes import minimal_coalitions
from winset.readings import Reading

Package = tuple[int, ...]
Ask = tuple[int, ...]
"""Per party what a rest falls short by, and then whether that has to be exceeded."""
Requirement = Callable[[Packages], tuple[Ints, Packages]]
"""What some rests ask, (rest, party and then whether to exceed), of those with which a new option can be enough."""
MOST_SUMS = 20_000
"""Undominated sums that are kept of what rests ask of a new option; beyond, rests are searched for instead."""
MOST_ASKS = 60
"""Least worths of a new option that are listed with a rest each, where rests are too many to go through; beyond, those
that ask least are listed, and the answer says that there are more.
"""
MOST_OF_PAIRS = 10
"""Least worths of a new option of two issues that are listed there; beyond, the answer says that there are more."""
MOST_TIES = 200
"""Rests that are listed of those that ask exactly the same, where rests are too many to go through; beyond, the answer
says that there are at least so many.
"""
MOST_RESTS = 2_000
"""Rests that are compared where those that ask least are listed; beyond, fewer least worths are listed."""
MOST_TRIED = 100_000
"""Options that are tried in each search for what rests ask of a new option, where rules and links join too many issues;
beyond, the search gives the least that it found and what no ask is below.
"""
STEPS = 5
"""Steps in which what may be asked of one party rises to its 100 points, until enough least worths are listed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A least ask. rest: the first of those that were listed. all_tied: False where more may ask exactly this."""

    ask: Ask
    rest: Package
    ties: int
    all_tied: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Searched:
    """What was found. complete: False where there may be other least asks. proven: False where a smaller one may exist,
    or one at all where none was found. at_least: of the party of whom most is asked, in shares of its 100 points, no
    ask has less.
    """

    found: tuple[Found, ...]
    complete: bool
    proven: bool
    at_least: Fraction


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GuidedQuestion:
    """What is asked with one set of needed parties. subproblem: of rests with which the new option is worth 100 points
    to everybody. least: (coordinate) what is needed with the option, NO_FLOOR for nothing. full: (coordinate) what 100
    points of it add, 0 where nothing that it adds can help. prices: (coordinate) which weighted sum bounds best how
    small the largest share of 100 points can be. joined: where rules and links join too many issues, the question about
    all packages; the subproblem then says what these are worth at most.
    """

    subproblem: Subproblem
    least: Ints
    full: tuple[Fraction, ...]
    prices: Floats | None
    joined: JoinedQuestion | None = None

    def tree(self, raised: Subproblem) -> SearchTree | JoinedTree:
        """The search through the rests that reach some floors."""
        if self.joined is None:
            return guided_tree(raised, self.prices)
        prices = guiding_prices(raised) if self.prices is None else self.prices
        weights = None if prices is None else whole_weights(raised, prices)
        form = np.zeros(len(raised.parties), dtype=np.int64) if weights is None else weights
        tree = self.joined.tree(raised.parties, form[None, :])
        ask_floors(tree, raised)
        return tree

    def moves(self, leaf: Leaf) -> bool:
        """False where a combination stands for the package that moves nothing alone."""
        return self.joined is not None or leaves_status_quo(self.subproblem, leaf)

    def packages(self, rows: list[tuple[int, ...]], limit: int) -> Packages:
        """The packages behind combinations, at most about so many."""
        if self.joined is not None:
            width = len(self.joined.reading.structure.sizes)
            return np.array(rows, dtype=np.int16).reshape(len(rows), width)
        return self.subproblem.expand(
            np.array(rows, dtype=np.int64).reshape(len(rows), len(self.subproblem.parts)), limit
        )

    @property
    def is_possible(self) -> bool:
        """False where no rest gives some party enough by itself, whatever the others get."""
        return not (self.subproblem.most_after[0] < self.subproblem.floor).any()

    def given(self, points: Iterable[int]) -> Subproblem:
        """The rests that need no more than so much of the option. points: (coordinate) numerators."""
        low = self.subproblem.floor.copy()
        for n, (full, added) in enumerate(zip(self.full, points, strict=True)):
            if full:
                low[n] = max(int(low[n]), int(self.least[n]) - added)
        return replace(self.subproblem, floor=low)

    def within(self, share: Fraction, *, strictly: bool = False) -> Subproblem:
        """The rests that ask no more than a share of its 100 points of anybody, or less than that."""
        return self.given(ceil(share * full) - 1 if strictly else floor(share * full) for full in self.full)

    def at_least(self, tree: SearchTree | JoinedTree) -> Fraction:
        """The largest share is no smaller than this with any rest: the weighted sum of values is never enough else."""
        weights = [int(weight) for weight in tree.weights[0]]
        target = [int(x) for x in np.where(self.least > NO_FLOOR, self.least, 0)]
        given = sum((weight * full for weight, full in zip(weights, self.full, strict=True)), Fraction(0))
        short = sum(weight * x for weight, x in zip(weights, target, strict=True)) - int(tree.rest[0, 0])
        return min(Fraction(1), max(Fraction(0), short / given)) if given else Fraction(0)


@dataclass(kw_only=True, eq=False)
class RestQuestion:
    """What rests ask of a new option. reading: with the new option, worth nothing. full: per party what 100 points of
    it add to its value, a numerator. has: per bargaining party its value in the package that is to be bettered; empty
    without one. known: (rest) from which the search for a smaller ask starts. is_joined: True where it is known that
    rules and links join too many issues.
    """

    reading: Reading
    full: tuple[Fraction, ...]
    has: dict[int, int]
    known: Packages
    asked: Requirement
    effort: Effort
    is_joined: bool = False

    def searched(
        self, *, only_smallest: bool = False, within: Fraction | None = None, most: int = MOST_ASKS
    ) -> Searched:
        """The least asks. within: a share of the 100 points above which no ask matters. most: that are listed."""
        is_folded = not only_smallest and all(
            each.joined is None and len(each.full) <= FEW_PARTIES for each in self.questions
        )
        if is_folded and within is None and (folded := self._folded(most)) is not None:
            return folded
        budget = self._budget
        smallest, at_least, proven = self._least_share(within, budget)
        if smallest is None:
            return Searched(found=(), complete=proven, proven=proven, at_least=at_least)
        if is_folded and within is not None and (folded := self._folded(most)) is not None:
            return folded
        steps = STEPS if within is None else 0
        listed = None if only_smallest else self._listed(self._most(smallest[0]), most, steps, budget)
        found, complete, is_least = listed or self._nearest(smallest)
        return Searched(
            found=found,
            complete=complete and proven,
            proven=proven and is_least,
            at_least=at_least,
        )

    def is_enough(self, points: list[Fraction], *, exceeds: bool) -> bool:
        """Whether some rest asks no more than so much of each party, numerators. True where that is not known. exceeds:
        somebody is given a little more than that, so that nobody has to have more already than is to be exceeded.
        """
        budget = self._budget
        for question in self.questions:
            posed = question.given(floor(points[party]) for party in question.subproblem.parties)
            for raised in self._with_more(posed, points) if self.has and not exceeds else [posed]:
                if (raised.most_after[0] < raised.floor).any():
                    continue
                tree = question.tree(raised)
                if any(question.moves(leaf) for leaf in tree.leaves(budget)) or not tree.finished:
                    return True
        return False

    def _with_more(self, subproblem: Subproblem, points: list[Fraction]) -> Iterator[Subproblem]:
        """The question once for each party that may be the one who has more than before."""
        for n, party in enumerate(subproblem.parties):
            if party in self.has:
                low = subproblem.floor.copy()
                low[n] = max(int(low[n]), floor(self.has[party] - points[party]) + 1)
                yield replace(subproblem, floor=low)

    # What is asked

    @cached_property
    def questions(self) -> tuple[GuidedQuestion, ...]:
        """One for each set of parties who are needed, and of voters who are enough."""
        structure = self.reading.structure
        always = frozenset(structure.always)
        asked = []
        for voters in minimal_coalitions(
            self._outside, lambda yes: all(vote.passes(yes | always) for vote in structure.votes)
        ):
            posed = (
                replace(structure, votes=(), always=tuple(sorted(always | voters))) if structure.votes else structure
            )
            asked += self._posed(replace(self.reading, structure=posed), voters)
        return tuple(each for each in asked if each.is_possible)

    def _posed(self, reading: Reading, voters: frozenset[int]) -> list[GuidedQuestion]:
        if not self.is_joined:
            try:
                return [self._guided(each, voters) for each in subproblems(reading)]
            except TooJoined:
                pass
        joined = joined_questions(reading)
        return [self._joined(each, each.posed, voters) for each in joined if each.posed is not None]

    @cached_property
    def _outside(self) -> list[int]:
        """Those who vote and are not needed anyway."""
        return [voter for voter in self.reading.structure.voters if voter not in self.reading.structure.always]

    @cached_property
    def _whole(self) -> bool:
        """False where a voter is needed for some packages: with these it asks, with others it votes; here it votes."""
        structure = self.reading.structure
        may_be_needed = np.atleast_1d(structure.needs[structure.open].any(axis=0))
        return not any(may_be_needed[voter] for voter in self._outside)

    @property
    def _budget(self) -> Budget:
        """What a search may take."""
        if any(each.joined is not None for each in self.questions):
            return Budget(replace(self.effort, nodes=min(MOST_TRIED, self.effort.nodes)))
        return Budget(self.effort)

    def _joined(self, question: JoinedQuestion, posed: Subproblem, voters: frozenset[int]) -> GuidedQuestion:
        """The same where rules and links join too many issues."""
        guided = self._guided(posed, voters)
        low = dict(zip(guided.subproblem.parties, guided.subproblem.floor.tolist(), strict=True))
        reading = question.reading
        lowered = replace(
            reading,
            walk_away=tuple(
                level if level is None else min(level, low.get(party, level))
                for party, level in enumerate(reading.walk_away)
            ),
            floors=tuple(
                replace(each, worth=min(each.worth, low.get(each.party, each.worth))) for each in reading.floors
            ),
        )
        return replace(guided, joined=JoinedQuestion(lowered))

    def _guided(self, subproblem: Subproblem, voters: frozenset[int]) -> GuidedQuestion:
        least, low = subproblem.floor, subproblem.floor.copy()
        full = [Fraction(0)] * len(least)
        for n, party in enumerate(subproblem.parties):
            if party not in voters and least[n] > NO_FLOOR:
                full[n] = self.full[party]
                low[n] = least[n] - floor(full[n])
        shares = np.array([float(points) for points in full]) / subproblem.unit
        even = most_even_mixture(mixtures(subproblem), shares) if shares.any() else None
        posed = replace(subproblem, floor=low)
        prices = even.prices if even is not None else guiding_prices(posed)
        return GuidedQuestion(subproblem=posed, least=least, full=tuple(full), prices=prices)

    @cached_property
    def _unit(self) -> int:
        """Of the whole numbers by which asks are compared, so many are 100 points of a party."""
        return lcm(*(full.numerator for full in self.full if full))

    @cached_property
    def _weights(self) -> tuple[int, ...]:
        """(party) how many of these a numerator is."""
        return tuple(self._unit // full.numerator * full.denominator if full else 0 for full in self.full)

    def _key(self, ask: Ask) -> tuple[int, int, int]:
        """What is asked of whom it is asked most, and of all together, and whether that has to be exceeded."""
        points = [short * weight for short, weight in zip(ask[:-1], self._weights, strict=True)]
        return max(points), sum(points), ask[-1]

    def _most(self, ask: Ask) -> Fraction:
        """The largest share of its 100 points that is asked of a party."""
        return Fraction(self._key(ask)[0], self._unit)

    # The smallest, by one search

    def _least_share(
        self, within: Fraction | None, budget: Budget
    ) -> tuple[tuple[Ask, Package] | None, Fraction, bool]:
        """A rest whose largest share is smallest, None where none asks no more than `within`; what no largest share is
        below; and whether both are proven.
        """
        most = Fraction(1) if within is None else within
        smallest = self._smallest_of(self.known)
        if smallest is not None and (share := self._most(smallest[0])) <= most:
            most = share
        else:
            smallest = None
        stopped, at_least = False, most
        for question in self.questions:
            raised = question.within(most, strictly=smallest is not None)
            if (raised.most_after[0] < raised.floor).any():
                continue
            tree = question.tree(raised)
            bound = question.at_least(tree)
            for leaf in tree.leaves(budget):
                asked, is_known = self._asked_by(question, leaf)
                if not is_known:
                    stopped, at_least = True, min(at_least, bound)
                if asked is None or (share := self._most(asked[0])) > most or (smallest and share == most):
                    continue
                smallest, most = asked, share
                if most <= bound:
                    break
                tree.raise_floors(question.within(most, strictly=True).floor)
            else:
                if not tree.finished:
                    stopped, at_least = True, min(at_least, bound)
        proven = not stopped and self._whole
        at_least = min(at_least, most) if self._whole else Fraction(0)
        return smallest, at_least, proven

    def _asked_by(self, question: GuidedQuestion, leaf: Leaf) -> tuple[tuple[Ask, Package] | None, bool]:
        """The least that the rests of a combination ask, None where none of them is possible; and whether none was left
        out.
        """
        if not question.moves(leaf):
            return None, True
        packages = question.packages([leaf.rows], MOST_TIES)
        best = self._smallest_of(packages)
        return best, best is not None or len(packages) <= MOST_TIES

    def _smallest_of(self, packages: Packages) -> tuple[Ask, Package] | None:
        """The least that some rests ask; None where none of them is possible."""
        vectors, kept = self.asked(packages)
        asks = [(_ask(vector), tuple(row)) for vector, row in zip(vectors, kept.tolist(), strict=True)]
        return min(asks, key=lambda asked: self._key(asked[0]), default=None)

    def _listed(
        self, share: Fraction, most: int, steps: int, budget: Budget
    ) -> tuple[tuple[Found, ...], bool, bool] | None:
        """The least asks of the smallest share, and of larger ones in so many steps, until as many are known as are to
        be listed, or rests are too many; whether these are all, and the first asks least. None where even of the
        smallest there are too many rests.
        """
        listed, complete = None, share == 1
        for wider in (share, *(share + (1 - share) / 2**n for n in reversed(range(steps)))):
            within = self._within(wider, budget)
            if within is None:
                break
            listed, complete = within, wider == 1
            if len(listed) > most:
                break
        if not listed:
            return None
        return tuple(listed[:most]), complete and self._whole and len(listed) <= most, True

    def _within(self, share: Fraction, budget: Budget) -> list[Found] | None:
        """All least asks of no more than a share, the smallest first; None where rests are too many, or a search
        stopped.
        """
        rests: list[Packages] = []
        for question in self.questions:
            raised = question.within(share)
            if (raised.most_after[0] < raised.floor).any():
                continue
            tree, rows = question.tree(raised), list[tuple[int, ...]]()
            for leaf in tree.leaves(budget):
                rows.append(leaf.rows)
                if len(rows) > MOST_RESTS:
                    return None
            if not tree.finished:
                return None
            rests.append(question.packages(rows, MOST_RESTS))
            if len(rests[-1]) > MOST_RESTS:
                return None
        least = MinimalVectors(len(self.full) + 1)
        if not rests:
            return []
        least.add(*self.asked(np.unique(np.concatenate(rests), axis=0)))
        found = [
            Found(ask=ask, rest=rest, ties=ties, all_tied=self._whole)
            for ask, rest, ties in least.all()
            if self._most(ask) <= share
        ]
        return sorted(found, key=lambda one: (*self._key(one.ask), one.ask))

    def _nearest(self, smallest: tuple[Ask, Package]) -> tuple[tuple[Found, ...], bool, bool]:
        """The smallest ask: of the least largest share that which asks least in all; whether none is missing, and that
        is proven.
        """
        most = self._key(smallest[0])[0]

        def amount(package: Package) -> Fraction | None:
            vectors, kept = self.asked(np.array([package], dtype=np.int16))
            if not len(kept) or (key := self._key(_ask(vectors[0])))[0] > most:
                return None
            # Of equals the one that need not be exceeded.
            return Fraction(key[1], self._unit) + Fraction(key[2], 2**80)

        demands = [
            Demands(
                subproblem=question.within(Fraction(most, self._unit)),
                least=tuple(
                    Fraction(int(x)) if x > NO_FLOOR and self.full[party] else None
                    for x, party in zip(question.least, question.subproblem.parties, strict=True)
                ),
                weight=tuple(
                    1 / self.full[party] if self.full[party] else Fraction(0) for party in question.subproblem.parties
                ),
                joined=question.joined,
            )
            for question in self.questions
        ]
        near = nearest(demands, amount, self._budget)
        vectors, kept = self.asked(np.array(near.packages or [smallest[1]], dtype=np.int16))
        keyed = [(self._key(_ask(vector)), _ask(vector)) for vector in vectors]
        best = min(keyed)[0]
        same: dict[Ask, list[Package]] = {}
        for (key, ask), row in zip(keyed, kept.tolist(), strict=True):
            if key == best:
                same.setdefault(ask, []).append(tuple(row))
        all_tied = near.complete and self._whole
        found = tuple(
            Found(ask=ask, rest=min(rests), ties=len(rests), all_tied=all_tied) for ask, rests in same.items()
        )
        return found, False, near.proven

    # All of them, by folds

    def _folded(self, most: int) -> Searched | None:
        """All least asks, of which so many are listed, and what ties; None where they are more than are kept."""
        every, over = set[Ask](), set[Ask]()
        for question in self.questions:
            asks = self._asks(question, question.subproblem.floor, question.least)
            if asks is None:
                return None
            every |= {(*ask, int(bool(self.has))) for ask in asks}
            for n, value in enumerate(self.has.values()):
                low, ceiling = question.subproblem.floor.copy(), question.least.copy()
                low[n] = max(int(low[n]), value + 1)
                ceiling[n] = max(int(ceiling[n]), value + 1)
                asks = self._asks(question, low, ceiling)
                if asks is None:
                    return None
                over |= {(*ask, 0) for ask in asks}
        asks_in_order = sorted(_minimal(every | over), key=lambda ask: (*self._key(ask), ask))
        found, complete, budget = list[Found](), self._whole, Budget(self.effort)
        for ask in asks_in_order:
            ties = found and self._key(ask) == self._key(found[-1].ask)
            if (len(found) >= most and not ties) or budget.spent:
                complete = False
                break
            realised = self._realised(ask, budget)
            found += [realised] if realised is not None else []
        return Searched(
            found=tuple(found),
            complete=complete,
            proven=self._whole and (complete or bool(found)),
            at_least=self._most(found[0].ask) if found and self._whole else Fraction(0),
        )

    def _asks(self, question: GuidedQuestion, low: Ints, ceiling: Ints) -> set[tuple[int, ...]] | None:
        """Per party what undominated sums fall short by; None where they are more than are kept."""
        subproblem, least = replace(question.subproblem, floor=low), question.least
        if (subproblem.most_after[0] < low).any():
            return set()
        fronts = fold_between(subproblem, np.where(least > NO_FLOOR, ceiling, NO_FLOOR // 2), low, MOST_SUMS)
        if not fronts.complete:
            return None
        short = np.zeros((len(fronts.last), len(self.full)), dtype=np.int64)
        short[:, list(subproblem.parties)] = np.where(least > NO_FLOOR, np.maximum(least - fronts.last, 0), 0)
        return {_ask(row) for row in short}

    def _realised(self, ask: Ask, budget: Budget) -> Found | None:
        """The rests that ask exactly this; None where there is none."""
        rows: list[Packages] = []
        whole = True
        for question in self.questions:
            raised = question.given(ask[party] for party in question.subproblem.parties)
            if (raised.most_after[0] < raised.floor).any():
                continue
            tree, number = guided_tree(raised, question.prices), 0
            for leaf in tree.leaves(budget):
                if leaves_status_quo(raised, leaf):
                    packages = raised.expand(np.array([leaf.rows]), MOST_TIES)
                    vectors, kept = self.asked(packages)
                    rows.append(kept[(vectors == np.array(ask)).all(axis=1)])
                    number += len(rows[-1])
                if number > MOST_TIES:
                    break
            whole = whole and tree.finished
        packages = np.unique(np.concatenate(rows), axis=0) if rows else np.zeros((0, 0), dtype=np.int16)
        if not len(packages):
            return None
        return Found(
            ask=ask,
            rest=tuple(int(option) for option in packages[0]),
            ties=min(len(packages), MOST_TIES),
            all_tied=whole and len(packages) <= MOST_TIES,
        )


def _ask(vector: Ints) -> Ask:
    return tuple(int(points) for points in vector)


def _minimal(asks: set[Ask]) -> list[Ask]:
    """The asks of which no other asks less."""
    if not asks:
        return []
    vectors = np.array(sorted(asks), dtype=np.int64)
    return [_ask(vectors[n]) for n in maxima(-vectors).distinct]
