"""The relative utilitarian solution."""

from fractions import Fraction

import numpy as np

from winset.analyses.settlement.solutions.register import Context, Floats, Gain, solution

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


@solution(
    key="relative_utilitarian",
    title="Relative utilitarian",
    source="Dhillon & Mertens 1999, Econometrica 67(3), 471–498",
    monotone="strictly",
    screen=screen,
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
