"""Kalai and Smorodinsky's solution on a finite set."""

from fractions import Fraction
from math import inf

import numpy as np

from winset.analyses.settlement.solutions.register import Bound, Context, Floats, Gain, KeyRule, Weights, solution


def screen(gains: Floats, context: Context) -> Floats:
    ideal = np.array([float(Fraction(best, context.unit)) for best in context.ideal])
    counted = ideal > 0
    if not counted.any():
        return np.zeros(len(gains))
    shares: Floats = (gains[:, counted] / ideal[counted]).min(axis=1)
    return shares


def shares(context: Context) -> Floats:
    return np.array([float(Fraction(best, context.unit)) for best in context.ideal])


def ceiling(weights: Weights, total: int, context: Context) -> tuple[Fraction, float] | None:
    """min g/a ≤ Σ λg / Σ λa; nothing is said of the next shares."""
    whole = sum(weight * best for weight, best in zip(weights, context.ideal, strict=True))
    return (Fraction(total) / whole, inf) if whole else None


def rule(context: Context) -> KeyRule:
    return KeyRule(kind="least", unit=tuple(Fraction(1, best) if best > 0 else Fraction(0) for best in context.ideal))


@solution(
    key="kalai_smorodinsky",
    title="Kalai–Smorodinsky",
    source="Kalai & Smorodinsky 1975, Econometrica 43(3), 513–518; Imai 1983, Econometrica 51(2), 389–402",
    monotone="strictly",
    screen=screen,
    needs_ideal=True,
    bound=Bound(ceiling=ceiling, rule=rule, shares=shares),
)
def worth(gain: Gain, context: Context) -> tuple[Fraction, ...]:
    """Each party gets as large a share as possible of the most that it could gain in the win-set, the smallest share
    first.

    The shares are compared from the smallest up (lexicographic maximin, Imai 1983), with the ideals taken over the
    acceptable packages. A party that can gain nothing is left out.
    """
    return tuple(sorted(Fraction(g, best) for g, best in zip(gain, context.ideal, strict=True) if best > 0))
