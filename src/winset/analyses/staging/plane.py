"""How secure a party is over every snapback of the steps that answer it and every detection of its breaches."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from winset.analyses.staging.breach import breaches
from winset.analyses.staging.remedies import deterring_steps, with_snapbacks, with_term
from winset.analyses.staging.security import NOTHING
from winset.analyses.staging.terms import Floats, PlanTerms

CELLS = 40
"""Parts of 1 into which each side is cut; a cell is looked at in its middle."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Plane:
    """The security ratio of one party.

    snapbacks: 0–1, the middles of the cells, which are those of detection too. ratios: (detection, snapback), infinite
    where the party has nothing to gain. snapback, detection: of the plan; the snapback is the lowest of the steps that
    count, and the others go the same part of the way to 1, or to 0, as it does.
    """

    party: int
    snapbacks: Floats
    ratios: Floats
    snapback: float
    detection: float


def plane(terms: PlanTerms, party: int, cells: int = CELLS) -> Plane | None:
    """The security ratio of a party over snapback and detection; None where no step that can be put back answers it."""
    which = deterring_steps(terms, party)
    if not which.any():
        return None
    middles = (np.arange(cells) + 0.5) / cells
    now = float(terms.snapback[which].min())
    ratios = np.array(
        [
            [_ratio(with_snapbacks(watched, which, *_way(now, float(snapback))), party) for snapback in middles]
            for detection in middles
            for watched in [with_term(terms, "detection", party, float(detection))]
        ]
    )
    return Plane(
        party=party,
        snapbacks=middles,
        ratios=ratios,
        snapback=now,
        detection=float(terms.detection[party]),
    )


def _way(now: float, snapback: float) -> tuple[float, float]:
    """Which part of the way to which limit brings the lowest snapback to a value."""
    if snapback >= now:
        return ((snapback - now) / (1 - now) if now < 1 else 0.0), 1.0
    return (now - snapback) / now, 0.0


def _ratio(terms: PlanTerms, party: int) -> float:
    own = breaches(terms, party)
    counts = own.gain > NOTHING
    return float((own.loss[counts] / own.gain[counts]).min()) if counts.any() else float("inf")
