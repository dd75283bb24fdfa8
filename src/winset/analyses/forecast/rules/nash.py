"""The Nash bargaining solution on the line: the place with the largest product of the parties' gains."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from winset.analyses.forecast.register import (
    BargainingRule,
    Choices,
    Floats,
    RuleForecast,
    RuleOption,
    complete,
    points_of,
    register,
)
from winset.analyses.forecast.rules.median import WEIGHTS, counted
from winset.analyses.forecast.stances import Stances

SCALE = 100.0
"""The width of the scale: what a party gains at its own position if disagreement is the worst for it."""

NEAR = 1e-9
"""In points: a place found nearer than this to a party's position is that position; and so narrow a range is none."""

LEAST_GAIN = 1e-12
"""In points: what stands for a gain of nothing where it is divided by, at the ends of the range that is searched."""

HALVINGS = 60
"""From 100 points down to 1e-16 of them."""

DISAGREEMENT = RuleOption(
    name="disagreement",
    choices=("worst", "reference"),
    default="worst",
    says="what a party has without agreement: nothing, as at the far end of the scale, or the reference point of the "
    "issue, where only places that nobody likes less can be agreed",
)
OPTIONS = (DISAGREEMENT, WEIGHTS)


def nash_point(position: Floats, weight: Floats, surplus: Floats) -> Floats:
    """(…, issue) the place O with the largest Σ w ln(s − |x − O|); NaN where nobody has a weight or nobody can gain.

    position, weight, surplus: (…, party, issue); a position may be NaN where the weight is 0. surplus: s, what a party
    gains at its own position, not negative. The sum is strictly concave between the places where somebody would gain
    nothing, so that its slope changes its sign once.
    """
    weighed = weight > 0
    share = np.where(weighed, weight, 0.0)
    place = np.where(weighed, position, 0.0)
    gain = np.where(weighed, surplus, np.inf)
    low = np.where(weighed, position - gain, -np.inf).max(axis=-2, initial=-np.inf)
    high = np.where(weighed, position + gain, np.inf).min(axis=-2, initial=np.inf)
    lowest = np.where(weighed, position, np.inf).min(axis=-2, initial=np.inf)
    highest = np.where(weighed, position, -np.inf).max(axis=-2, initial=-np.inf)
    exists = weighed.any(axis=-2) & (high - low > NEAR)
    low = np.where(exists, np.maximum(low, lowest), 0.0)
    high = np.where(exists, np.minimum(high, highest), 0.0)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        away = place - middle[..., None, :]
        left = np.maximum(gain - np.abs(away), LEAST_GAIN)
        rises = (share * np.sign(away) / left).sum(axis=-2) > 0
        low, high = np.where(rises, middle, low), np.where(rises, high, middle)
    middle = (low + high) / 2
    distance = np.where(weighed, np.abs(position - middle[..., None, :]), np.inf)
    if distance.shape[-2]:
        nearest = distance.argmin(axis=-2)[..., None, :]
        at_party = np.take_along_axis(distance, nearest, axis=-2)[..., 0, :] <= NEAR
        middle = np.where(at_party, np.take_along_axis(place, nearest, axis=-2)[..., 0, :], middle)
    return np.where(exists, middle, np.nan)


def _points(stances: Stances, choices: Choices) -> tuple[Floats, NDArray[np.bool_]]:
    """(…, issue) the point, and whether it is the reference point because nothing is better for everyone."""
    chosen, position = complete(OPTIONS, choices), stances.position
    counts = counted(stances.weight, chosen["weights"])
    if chosen["disagreement"] == "worst":
        point = nash_point(position, counts, np.full(position.shape, SCALE))
        return point, np.zeros(point.shape, dtype=np.bool_)
    stands = np.full(position[..., 0, :].shape if position.shape[-2] else position.shape[-1:], np.nan)
    at = stands if stances.reference is None else stances.reference
    known = np.isfinite(at) & (counts > 0).any(axis=-2)
    counts = np.where(known[..., None, :], counts, 0.0)
    point = nash_point(position, counts, np.abs(position - at[..., None, :]))
    kept = known & ~np.isfinite(point)
    return np.where(kept, at, point), kept


def settle(stances: Stances, choices: Choices) -> RuleForecast:
    points, kept = _points(stances, choices)
    unknown = int((~np.isfinite(points) & (stances.weight > 0).any(axis=0)).sum())
    notes = [
        f"The reference point stays on {_issues(int(kept.sum()))}, where nothing else is better for everyone."
        if kept.any()
        else "",
        f"No forecast on {_issues(unknown)} without a reference point." if unknown else "",
    ]
    return RuleForecast(points=points_of(points), note=" ".join(note for note in notes if note))


def _issues(number: int) -> str:
    return "one issue" if number == 1 else f"{number} issues"


RULE = register(
    BargainingRule(
        key="nash",
        title="Nash bargaining solution on the line",
        source="Nash 1950, Econometrica 18(2), 155–162; weighted: Kalai 1977, International Journal of Game Theory 6, "
        "129–133",
        assumes="Parties agree on the place with the largest product of what each gains over disagreement, each gain "
        "to the power of the party's weight.",
        kind="point",
        settle=settle,
        options=OPTIONS,
        many=lambda stances, choices: _points(stances, choices)[0],
    )
)
