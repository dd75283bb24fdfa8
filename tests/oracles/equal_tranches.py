"""Divisible steps taken in equal parts, against which a schedule that is looked for is held."""

from __future__ import annotations

import numpy as np

from winset.analyses.staging.security import security
from winset.analyses.staging.terms import PlanTerms


def tranched(terms: PlanTerms, parts: int, apart: int = 1) -> PlanTerms:
    """The plan with every divisible step in so many equal parts, so many periods apart from its first one on."""
    first = (terms.share > 0).argmax(axis=1)
    last = int((first + np.where(terms.divisible, (parts - 1) * apart, 0)).max())
    plan = terms.lasting(last + 1)
    share = plan.share.copy()
    for step in np.flatnonzero(terms.divisible):
        share[step] = 0.0
        share[step, first[step] + apart * np.arange(parts)] = 1.0 / parts
    return plan.with_share(share)


def fewest_tranches(terms: PlanTerms, party: int, apart: int = 1, most: int = 60) -> int | None:
    """The fewest equal parts of every divisible step under which no breach of a party pays; None where not even the
    most that are tried are enough.
    """
    for parts in range(1, most + 1):
        weakest = security(tranched(terms, parts, apart)).of(party)
        if weakest is None or not weakest.pays:
            return parts
    return None
