"""Where a key is reached, to within rounding: what is looked at first before whole numbers decide.

A guess is never relied on. It follows from the rule of a key, which is a product of powers, the smallest of some
multiples, or a sum of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from math import ceil, exp, log
from typing import Any

from winset.analyses.settlement.solutions.register import Bound, Context, Gain, KeyRule, Solution, Weights

LARGEST_LOGARITHM = 700.0
"""Natural logarithm of the largest guess, near that of the largest float; beyond, nothing is guessed, with the same
result.
"""


def guess_gain(solution: Solution, best: Any, context: Context, others: Gain, party: int) -> int | None:
    """About the least gain of a party with which the key is the best one, the others gaining so much; None for none."""
    if solution.bound is None:
        return None
    rule = _rule(solution.bound, context)
    unit = rule.unit[party]
    if not unit:
        return 1 if rule.kind == "product" else 0
    if rule.kind == "least":
        return ceil(_first(best) / unit)
    if rule.kind == "sum":
        key: Fraction = solution.worth((*others[:party], 0, *others[party + 1 :]), context)
        return ceil((Fraction(best) - key) / unit)
    rest = [(others[n], power) for n, power in enumerate(rule.unit) if n != party and power]
    if any(gain <= 0 for gain, _ in rest):
        return None
    return _whole((_logarithm(best) - sum(float(power) * log(gain) for gain, power in rest)) / float(unit))


def guess_sum(solution: Solution, best: Any, context: Context, weights: Weights) -> int | None:
    """About the least weighted sum of gains at which the solution's ceiling is the best key; None for none."""
    if solution.bound is None:
        return None
    rule = _rule(solution.bound, context)
    if rule.kind == "least":
        return ceil(_first(best) * sum(_divided(weight, unit) for weight, unit in _counted(rule, weights)))
    if not all(weight for weight, _ in _counted(rule, weights)) or not any(rule.unit):
        return None
    if rule.kind == "sum":
        weight, unit = max(_counted(rule, weights), key=lambda pair: float(pair[1]) / pair[0])
        steepest = unit / weight
        start = solution.bound.ceiling(weights, 0, context)
        return None if start is None else ceil((Fraction(best) - start) / steepest)
    powers = float(sum(rule.unit))
    shares = sum(float(unit) * (log(unit) - log(weight)) for weight, unit in _counted(rule, weights))
    return _whole(log(powers) + (_logarithm(best) - shares) / powers)


@lru_cache(maxsize=8)
def _rule(bound: Bound, context: Context) -> KeyRule:
    return bound.rule(context)


def _divided(weight: int, unit: Fraction) -> int | Fraction:
    return weight * unit.denominator if unit.numerator == 1 else weight / unit


def _counted(rule: KeyRule, weights: Weights) -> Sequence[tuple[int, Fraction]]:
    return [(weight, unit) for weight, unit in zip(weights, rule.unit, strict=True) if unit]


def _first(best: Any) -> Fraction:
    """The smallest of the multiples in a key."""
    return Fraction((best or (0,))[0] if isinstance(best, tuple) else best)


def _logarithm(best: Any) -> float:
    """The natural logarithm of a product, which a key is or ends with."""
    product = best[-1] if isinstance(best, tuple) else best
    if isinstance(product, int):
        return log(product) if product > 0 else 0.0
    return float(sum(power * log(base) for base, power in zip(product.bases, product.powers, strict=True)))


def _whole(logarithm: float) -> int | None:
    return ceil(exp(logarithm)) if logarithm < LARGEST_LOGARITHM else None
