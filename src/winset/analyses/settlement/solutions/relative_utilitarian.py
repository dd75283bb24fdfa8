"""The relative utilitarian solution."""

from fractions import Fraction

import numpy as np

from winset.analyses.settlement.solutions.register import Bound, Context, Floats, Gain, KeyRule, Weights, solution

NARROW = 1e-5
"""Relative width of a range below which a difference of two large floats says too little: then nothing is screened
out.
"""


def screen(gains: Floats, context: Context) -> Floats:
    least = np.array([float(Fraction(g, context.unit)) for g in context.least])
    large = max(abs(float(Fraction(g, context.unit))) for g in (*context.ideal, *context.least))
    width = np.array([float(Fraction(b - g, context.unit)) for b, g in zip(context.ideal, context.least, strict=True)])
    counted = width > 0
    if counted.any() and width[counted].min() < NARROW * large:
        return np.zeros(len(gains))
    total: Floats = ((gains[:, counted] - least[counted]) / width[counted]).sum(axis=1)
    return total


def slope(gains: Floats, context: Context) -> Floats:
    width = np.array([float(Fraction(b - g, context.unit)) for b, g in zip(context.ideal, context.least, strict=True)])
    return np.where(width > 0, 1.0 / np.where(width > 0, width, 1.0), 0.0)


def ceiling(weights: Weights, total: int, context: Context) -> Fraction | None:
    """Σ (g − least)/width ≤ Σ λg · max 1/(λ·width) − Σ least/width, since no gain is below 0."""
    steepest, base = Fraction(0), Fraction(0)
    for weight, best, least in zip(weights, context.ideal, context.least, strict=True):
        width = best - least
        if width > 0 and weight == 0:
            return None
        if width > 0:
            steepest = max(steepest, Fraction(1, weight * width))
            base += Fraction(least, width)
    return total * steepest - base


def rule(context: Context) -> KeyRule:
    widths = [best - least for best, least in zip(context.ideal, context.least, strict=True)]
    return KeyRule(kind="sum", unit=tuple(Fraction(1, width) if width > 0 else Fraction(0) for width in widths))


@solution(
    key="relative_utilitarian",
    title="Relative utilitarian",
    source="Dhillon & Mertens 1999, Econometrica 67(3), 471–498",
    monotone="strictly",
    screen=screen,
    needs_ideal=True,
    needs_least=True,
    bound=Bound(ceiling=ceiling, rule=rule, slope=slope),
)
def worth(gain: Gain, context: Context) -> Fraction:
    """The largest sum of the gains, each measured between the party's smallest and largest in the win-set.

    A party to whom all acceptable packages are worth the same is left out. A dominated package can change the ranges,
    and with them the answer.
    """
    return sum(
        (
            Fraction(g - least, best - least)
            for g, least, best in zip(gain, context.least, context.ideal, strict=True)
            if best > least
        ),
        Fraction(0),
    )
