"""How far a rule's forecast depends on the choices that its sources leave open."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np

from winset.analyses.forecast.register import BargainingRule, Choices, Floats
from winset.analyses.forecast.stances import Stances


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Spread:
    """One rule under every reading of its sources.

    readings: the choices of each. points: (reading, issue) where it settles, NaN where there is no forecast. low, high:
    (issue) the least and the largest of them, NaN where there is none.
    """

    readings: tuple[Choices, ...]
    points: Floats
    low: Floats
    high: Floats


def spread(stances: Stances, rule: BargainingRule, choices: Choices) -> Spread:
    """The rule under every combination of its ambiguous options, the others as chosen, and under each of its presets.

    Presets keep the report, the number of rounds and the end that were chosen, so that only the reading differs.
    """
    names = rule.ambiguous
    options = {option.name: option for option in rule.options}
    kept = {name: choices.get(name, options[name].default) for name in rule.reported if name in options}
    combined = [
        {**choices, **dict(zip(names, values, strict=True))}
        for values in product(*(options[name].choices for name in names))
    ]
    readings = (*combined, *({**preset, **kept} for preset in rule.presets.values()))
    points = np.array([rule.settle(stances, reading).points for reading in readings], dtype=np.float64)
    known = np.isfinite(points)
    low = np.where(known, points, np.inf).min(axis=0)
    high = np.where(known, points, -np.inf).max(axis=0)
    return Spread(
        readings=readings,
        points=points,
        low=np.where(known.any(axis=0), low, np.nan),
        high=np.where(known.any(axis=0), high, np.nan),
    )
