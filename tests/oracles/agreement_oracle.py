"""Agreement of readers by going through every pair of values that could have met, one by one."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import permutations

Pair = tuple[str, str]


def kappa(groups: Sequence[Sequence[Pair]]) -> Fraction | None:
    """Of every unit: how often the first reader's value there meets the other's value at a unit of its group."""
    agreed, by_chance, units = Fraction(0), Fraction(0), 0
    for pairs in groups:
        for first, other in pairs:
            units += 1
            agreed += first == other
            met = [first == elsewhere for _, elsewhere in pairs]
            by_chance += Fraction(sum(met), len(met))
    return (agreed - by_chance) / (units - by_chance) if units != by_chance else None


def alpha(groups: Sequence[Sequence[Sequence[str]]]) -> Fraction | None:
    """Of every two values of a unit, and of every two values of a group: how often they differ."""
    observed, by_chance = Fraction(0), Fraction(0)
    for units in groups:
        paired = [values for values in units if len(values) > 1]
        for values in paired:
            differing = [one != two for one, two in permutations(values, 2)]
            observed += Fraction(sum(differing), len(values) - 1)
        every = [value for values in paired for value in values]
        met = [one != two for one, two in permutations(every, 2)]
        by_chance += Fraction(sum(met), len(every) - 1) if every else 0
    return 1 - observed / by_chance if by_chance else None
