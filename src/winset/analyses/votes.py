"""Votes with weights and a quota: how likely it is that they are enough, and who decides.

A vote passes where those in favour weigh at least the quota. Weights, quotas and chances are exact.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from itertools import combinations

Passes = Callable[[frozenset[int]], bool]
"""Whether a coalition, given by the voters' places, is enough; a larger one always is where a smaller one is."""


def tail(chances: Sequence[Fraction], quota: Fraction, weights: Sequence[Fraction] | None = None) -> Fraction:
    """The chance that a vote passes, each voter being in favour with a chance of its own, independently of the others.

    weights: of the voters, 1 each where none are given; then this is the upper tail of the Poisson binomial
    distribution, by convolution. Source: Le Cam 1960, Pacific Journal of Mathematics 10(4), 1181–1197 (the
    distribution).
    """
    known: dict[Fraction, Fraction] = {Fraction(0): Fraction(1)}
    for chance, weight in zip(chances, weights or (Fraction(1),) * len(chances), strict=True):
        after: defaultdict[Fraction, Fraction] = defaultdict(Fraction)
        for total, likely in known.items():
            after[total] += likely * (1 - chance)
            after[total + weight] += likely * chance
        known = after
    return sum((likely for total, likely in known.items() if total >= quota), Fraction(0))


def indispensable(weights: Sequence[Fraction], quota: Fraction) -> tuple[int, ...]:
    """The voters without whom all others together are not enough."""
    total = sum(weights, Fraction(0))
    return tuple(voter for voter, weight in enumerate(weights) if total - weight < quota)


def swings(weights: Sequence[Fraction], quota: Fraction) -> tuple[int, ...]:
    """Per voter, the number of coalitions of the others that are not enough alone and are enough with it.

    Source: Banzhaf 1965, Rutgers Law Review 19, 317–343; divided by 2^(voters − 1) it is the chance to decide where
    every coalition of the others is as likely as any other.
    """
    counts_of = []
    for voter, weight in enumerate(weights):
        counts: dict[Fraction, int] = {Fraction(0): 1}
        for other in (*weights[:voter], *weights[voter + 1 :]):
            after = defaultdict(int, counts)
            for total, ways in counts.items():
                after[total + other] += ways
            counts = after
        counts_of.append(sum(ways for total, ways in counts.items() if quota - weight <= total < quota))
    return tuple(counts_of)


def minimal_coalitions(voters: Sequence[int], passes: Passes) -> tuple[frozenset[int], ...]:
    """The coalitions that are enough and of which every voter is needed; none where not even all together are."""
    minimal_sets: list[frozenset[int]] = []
    for size in range(len(voters) + 1):
        for each in combinations(voters, size):
            coalition = frozenset(each)
            if not any(minimal <= coalition for minimal in minimal_sets) and passes(coalition):
                minimal_sets.append(coalition)
    return tuple(minimal_sets)


def dividends(minimal: Iterable[frozenset[int]]) -> dict[frozenset[int], int]:
    """Per coalition a whole number; added up over all coalitions within a set of voters, 1 where the set is enough and
    0 where it is not.

    With them a count over "enough are in favour" is a sum of counts over "all of these are in favour". Those that are 0
    are left out. Source: Harsanyi 1963, International Economic Review 4(2), 194–220.
    """
    dividend: defaultdict[frozenset[int], int] = defaultdict(int)
    for coalition in minimal:
        # 1 − (1 − what is found) · (1 − "all of the coalition are in favour")
        before = list(dividend.items())
        dividend[coalition] += 1
        for earlier, number in before:
            dividend[earlier | coalition] -= number
    return {coalition: number for coalition, number in dividend.items() if number}
