"""What a rest asks of a new option, where rests are too many to go through: by folds and searches over clusters.

A rest adds up from the options of the other issues, so what it gives each party is a sum over clusters of issues. What
it asks of the new option is what that falls short by, and the least asks are the undominated sums, none of which counts
above what the party needs: a fold with a ceiling. Where that is longer than is kept, the smallest ask is searched for:
the largest share of its 100 points that any party must get of the option, by halving, then the least in all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor

import numpy as np

from winset.analyses.settlement.fold import fold_between
from winset.analyses.settlement.packages import Ints, Packages
from winset.analyses.settlement.search.extremes import guided_tree, leaves_status_quo, witness
from winset.analyses.settlement.search.relax import whole_weights
from winset.analyses.settlement.search.shortfall import Demands, nearest
from winset.analyses.settlement.search.tree import Budget, Effort, SearchTree
from winset.analyses.settlement.subproblem import NO_FLOOR, Subproblem, subproblems
from winset.analyses.votes import minimal_coalitions
from winset.readings import Reading

Package = tuple[int, ...]
Ask = tuple[int, ...]
"""Per party what a rest falls short by, and then whether that has to be exceeded."""
Asked = Callable[[Packages], tuple[Ints, Packages]]
"""What some rests ask, (rest, party and then whether to exceed), of those with which a new option can be enough."""
MOST_SUMS = 20_000
"""Undominated sums that are kept of what rests ask of a new option; beyond, only the smallest ask is searched for."""
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
HALVINGS = 10
"""Times that the range of what is asked of whom it is asked most is halved before the next smaller number is tried."""


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


@dataclass(kw_only=True, eq=False)
class RestQuestion:
    """What rests ask of a new option. reading: with the new option, worth nothing. full: per party what 100 points of
    it add to its value, a numerator. has: per bargaining party its value in the package that is to be bettered; empty
    without one.
    """

    reading: Reading
    full: tuple[Fraction, ...]
    has: dict[int, int]
    asked: Asked
    effort: Effort

    def searched(
        self, *, only_smallest: bool = False, within: Fraction | None = None, most: int = MOST_ASKS
    ) -> Searched:
        """The least asks. within: a share of the 100 points above which no ask matters. most: that are listed."""
        self.questions = list(self._questions())
        if within is not None and not self._some(within):
            proven = self._known and self._whole
            return Searched(found=(), complete=True, proven=proven, at_least=within if proven else Fraction(0))
        if not only_smallest:
            folded = self._folded(most)
            if folded is not None:
                return folded
        return self._smallest()

    def is_enough(self, points: list[Fraction], *, exceeds: bool) -> bool:
        """Whether some rest asks no more than so much of each party, numerators. True where that is not known. exceeds:
        somebody is given a little more than that, so that nobody has to have more already than is to be exceeded.
        """
        raised = []
        for subproblem, least, _ in self._questions():
            low = subproblem.floor.copy()
            for n, party in enumerate(subproblem.parties):
                if low[n] > NO_FLOOR and low[n] < least[n]:
                    low[n] = max(int(low[n]), int(least[n]) - floor(points[party]))
            raised += (
                self._with_more(replace(subproblem, floor=low), points)
                if self.has and not exceeds
                else [replace(subproblem, floor=low)]
            )
        example = witness(raised, Budget(self.effort))
        return example.package is not None or not example.proven

    def _with_more(self, subproblem: Subproblem, points: list[Fraction]) -> list[Subproblem]:
        """The question once for each party that may be the one who has more than before."""
        asked = []
        for n, party in enumerate(subproblem.parties):
            if party in self.has:
                low = subproblem.floor.copy()
                low[n] = max(int(low[n]), floor(self.has[party] - points[party]) + 1)
                asked.append(replace(subproblem, floor=low))
        return asked

    # What is asked

    def _questions(self) -> Iterator[tuple[Subproblem, Ints, bool]]:
        """The question for each set of parties who are needed, and of voters who are enough; what is asked of each
        coordinate, NO_FLOOR for nothing.
        """
        structure, self._known, self._whole = self.reading.structure, True, True
        always = frozenset(structure.always)
        outside = [voter for voter in structure.voters if voter not in always]
        may_be_needed = np.atleast_1d(structure.needs[structure.open].any(axis=0))
        # A voter whom some packages need asks with these and votes with the others: here it votes.
        self._whole = not any(may_be_needed[voter] for voter in outside)
        for voters in minimal_coalitions(
            outside, lambda yes: all(vote.passes(yes | always) for vote in structure.votes)
        ):
            posed = replace(structure, votes=(), always=tuple(sorted(always | voters)))
            for subproblem in subproblems(replace(self.reading, structure=posed)):
                least = subproblem.floor
                low = least.copy()
                for n, party in enumerate(subproblem.parties):
                    if party not in voters and least[n] > NO_FLOOR:
                        low[n] = least[n] - floor(self.full[party])
                yield replace(subproblem, floor=low), least, not voters

    def _within(self, share: Fraction, *, strictly: bool = False) -> list[Subproblem]:
        """The questions at which nobody is asked more than a share of its 100 points."""
        raised = []
        for subproblem, least, _ in self.questions:
            low = subproblem.floor.copy()
            for n, party in enumerate(subproblem.parties):
                if low[n] > NO_FLOOR and low[n] < least[n]:
                    most = ceil(share * self.full[party]) - 1 if strictly else floor(share * self.full[party])
                    low[n] = max(int(low[n]), int(least[n]) - most)
            raised.append(replace(subproblem, floor=low))
        return raised

    def _some(self, share: Fraction, *, strictly: bool = False) -> tuple[Ask, Package] | None:
        """A rest that asks no more than a share of anybody; in `_known` whether it is known that there is none."""
        budget, self._known = Budget(self.effort), True
        for raised in self._within(share, strictly=strictly):
            if (raised.most_after[0] < raised.floor).any():
                continue
            tree = guided_tree(raised)
            for leaf in tree.leaves(budget):
                if not leaves_status_quo(raised, leaf):
                    continue
                packages = raised.expand(np.array([leaf.rows]), MOST_TIES)
                vectors, kept = self.asked(packages)
                if len(kept):
                    self._known = True
                    return _ask(vectors[0]), tuple(int(option) for option in kept[0])
                self._known = self._known and len(packages) <= MOST_TIES
            self._known = self._known and tree.finished
        return None

    def _most(self, ask: Ask) -> Fraction:
        """The largest share of its 100 points that is asked of a party."""
        shares = (short / full for short, full in zip(ask[:-1], self.full, strict=True) if short)
        return max(shares, default=Fraction(0))

    def _key(self, ask: Ask) -> tuple[Fraction, Fraction, int]:
        return self._most(ask), self._sum(ask), ask[-1]

    def _sum(self, ask: Ask) -> Fraction:
        return sum((short / full for short, full in zip(ask[:-1], self.full, strict=True) if short), Fraction(0))

    # All of them, by folds

    def _folded(self, most: int) -> Searched | None:
        """All least asks, of which so many are listed, and what ties; None where they are more than are kept."""
        every: set[Ask] = set()
        for subproblem, least, _ in self.questions:
            vectors = self._front(subproblem, least)
            if vectors is None:
                return None
            every.update((*ask, 0) for ask in self._asks(subproblem, least, vectors))
            if self.has:
                every = {(*ask[:-1], 1) if ask[-1] == 0 else ask for ask in every}
        over: set[Ask] = set()
        for n, value in enumerate(self.has.values()):
            for subproblem, least, _ in self.questions:
                low, ceiling = subproblem.floor.copy(), least.copy()
                low[n] = max(int(low[n]), value + 1)
                ceiling[n] = max(int(ceiling[n]), value + 1)
                vectors = self._front(replace(subproblem, floor=low), ceiling)
                if vectors is None:
                    return None
                over.update((*ask, 0) for ask in self._asks(subproblem, least, vectors))
        asks = _minimal(every | over)
        asks.sort(key=lambda ask: (*self._key(ask), ask))
        found, complete, budget = list[Found](), self._whole, Budget(self.effort)
        for ask in asks:
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

    def _front(self, subproblem: Subproblem, least: Ints) -> Ints | None:
        ceiling = np.where(least > NO_FLOOR, least, NO_FLOOR // 2)
        if (subproblem.most_after[0] < subproblem.floor).any():
            return np.zeros((0, len(least)), dtype=np.int64)
        fronts = fold_between(subproblem, ceiling, subproblem.floor, MOST_SUMS)
        return fronts.last if fronts.complete else None

    def _asks(self, subproblem: Subproblem, least: Ints, vectors: Ints) -> Iterator[Ask]:
        """What sums fall short by, per party."""
        short = np.where(least > NO_FLOOR, np.maximum(least - vectors, 0), 0)
        for row in np.unique(short, axis=0).tolist():
            ask = [0] * len(self.full)
            for party, points in zip(subproblem.parties, row, strict=True):
                ask[party] = int(points)
            yield tuple(ask)

    def _realised(self, ask: Ask, budget: Budget) -> Found | None:
        """The rests that ask exactly this; None where there is none."""
        rows: list[Packages] = []
        whole = True
        for subproblem, least, _ in self.questions:
            low = subproblem.floor.copy()
            for n, party in enumerate(subproblem.parties):
                if least[n] > NO_FLOOR:
                    low[n] = max(int(low[n]), int(least[n]) - ask[party])
            raised = replace(subproblem, floor=low)
            if (subproblem.most_after[0] < low).any():
                continue
            weights = whole_weights(raised, np.ones(len(low)))
            tree = SearchTree(raised, np.zeros((1, len(low)), dtype=np.int64) if weights is None else weights[None, :])
            number = 0
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

    # The smallest alone, by search

    def _smallest(self) -> Searched:
        low, nothing = Fraction(0), Searched(found=(), complete=False, proven=False, at_least=Fraction(0))
        first = self._some(Fraction(1))
        if first is None:
            return replace(nothing, complete=self._known and self._whole, proven=self._known and self._whole)
        most, proven, rounds = self._most(first[0]), True, 0
        while most > low or not rounds:
            rounds += 1
            if not most:
                break
            strictly = rounds > HALVINGS
            share = most if strictly else (low + most) / 2
            better = self._some(share, strictly=strictly)
            if better is not None:
                most = self._most(better[0])
            elif not self._known:
                proven = False
                break
            elif strictly:
                low = most
            else:
                low = share

        def amount(package: Package) -> Fraction | None:
            vectors, kept = self.asked(np.array([package], dtype=np.int16))
            if not len(kept) or self._most(ask := _ask(vectors[0])) > most:
                return None
            return self._sum(ask) + Fraction(ask[-1], 2**80)  # of equals the one that need not be exceeded

        questions = [
            Demands(
                subproblem=subproblem,
                least=tuple(Fraction(int(x)) if x > NO_FLOOR and self.full[p] else None for x, p in pairs),
                weight=tuple(1 / self.full[p] if self.full[p] else Fraction(0) for _, p in pairs),
            )
            for subproblem, (_, least, _) in zip(self._within(most), self.questions, strict=True)
            if (pairs := list(zip(least.tolist(), subproblem.parties, strict=True)))
        ]
        near = nearest(questions, amount, Budget(self.effort))
        packages = np.array(near.packages or [first[1]], dtype=np.int16)
        vectors, kept = self.asked(packages)
        keyed = [self._key(_ask(vector)) for vector in vectors]
        best = min(keyed)
        same: dict[Ask, list[Package]] = {}
        for key, vector, row in zip(keyed, vectors, kept.tolist(), strict=True):
            if key == best:
                same.setdefault(_ask(vector), []).append(tuple(row))
        all_tied = near.complete and self._whole
        return Searched(
            found=tuple(
                Found(ask=ask, rest=min(rests), ties=len(rests), all_tied=all_tied) for ask, rests in same.items()
            ),
            complete=False,
            proven=proven and near.proven and self._whole,
            at_least=low if self._whole else Fraction(0),
        )


def _ask(vector: Ints) -> Ask:
    return tuple(int(points) for points in vector)


def _minimal(asks: set[Ask]) -> list[Ask]:
    """The asks of which no other asks less."""
    from winset.analyses.settlement.frontier import maxima

    if not asks:
        return []
    vectors = np.array(sorted(asks), dtype=np.int64)
    return [_ask(vectors[n]) for n in maxima(-vectors).distinct]
