"""What a position is worth to a party, and how boldly it thinks that the others bargain.

Axes: `viewer` whose estimate it is; `party` to whom a position has a value; `holder` whose position. Positions are
shares of the scale.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from winset.analyses.forecast.rules.spatial.parameters import RiskEstimate, RiskRange

Floats = NDArray[np.float64]

EQUAL_CHANCES = 1e-12
"""Spread of chances below which nobody stands out, so that all are neutral to risk."""
_SHARE_OF_TRUE = {"own": 0.0, "one_third": 1 / 3, "half": 1 / 2, "two_thirds": 2 / 3, "true": 1.0}


def distances(ideal: Floats, salience: Floats, position: Floats) -> Floats:
    """(party, holder) How far a position lies from a party's ideal, in the party's saliences; 0 to 1.

    ideal, salience: (party, issue). position: (holder, issue). An issue on which one of the two has no position does
    not count; where none is left, nothing stands between them.
    """
    gap = ideal[:, None, :] - position[None, :, :]
    weight = np.where(np.isnan(gap), 0.0, salience[:, None, :] ** 2)
    total = weight.sum(axis=2)
    squares = (weight * np.where(np.isnan(gap), 0.0, gap) ** 2).sum(axis=2)
    return np.asarray(np.sqrt(np.divide(squares, total, out=np.zeros_like(total), where=total > 0)))


def values(distance: Floats, risk: Floats) -> Floats:
    """What lies at a distance is worth: 1 at one's own place, 0 at the other end. risk: -1 bold to 1 cautious."""
    return np.where(distance <= 1, (1 - distance) * (1 + distance * risk), (1 - distance) * (1 + risk))


def risks(span: RiskRange, chance: Floats) -> Floats:
    """(party) Who is close to winning is cautious, who is far from it is bold; all are neutral where all are equal."""
    low, high = float(chance.min()), float(chance.max())
    if high - low < EQUAL_CHANCES:
        return np.zeros_like(chance)
    match span:
        case "min":
            return (chance - low) / (high - low)
        case "mid":
            return (3 * chance - (high + 2 * low)) / (2 * (high - low))
        case "max":
            return (2 * chance - (high + low)) / (high - low)


def estimated_risks(model: RiskEstimate, risk: Floats) -> Floats:
    """(viewer, party) What a viewer takes for the risk of a party: something between its own and the true one."""
    share = _SHARE_OF_TRUE[model]
    return (1 - share) * risk[:, None] + share * risk[None, :]
