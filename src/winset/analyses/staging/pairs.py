"""The cheapest two terms that mend a plan for one party when both move.

What a movement costs is judged by its size alone: the part of the way from where the term is to its limit, 0 to 1. The
limits are a certain snapback, a certain detection, no lag, and a penalty as large as the most that any breach brings.
The cost of a pair is the sum of its two parts. The discount is left out: no clause moves it, shorter periods do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import scipy

from winset.analyses.staging.breach import breaches
from winset.analyses.staging.remedies import (
    Term,
    deterring_steps,
    needed_part,
    needed_penalty,
    with_snapbacks,
    with_term,
)
from winset.analyses.staging.security import least_margin
from winset.analyses.staging.terms import NEGLIGIBLE, PlanTerms

MOVABLE: tuple[Term, ...] = ("lag", "detection", "snapback", "penalty")
"""The first of a pair is tried at every place, the second is then worked out: closed forms stand last."""
PLACES = 24
"""At so many places is the first term of a pair tried before the best of them is refined."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TermPair:
    """Two terms that together let no breach of a party pay. parts: 0–1, the part of its way that each moves. values:
    where each ends; for the snapback the lowest of the steps that count. cost: the sum of the parts.
    """

    terms: tuple[Term, Term]
    parts: tuple[float, float]
    values: tuple[float, float]

    @property
    def cost(self) -> float:
        return sum(self.parts)


def cheapest_pair(terms: PlanTerms, party: int) -> TermPair | None:
    """The pair of terms with the lowest cost; None where no pair within the limits is enough, and where nothing needs
    mending.
    """
    if least_margin(terms, party) >= -NEGLIGIBLE:
        return None
    pairs = [pair for term, other in combinations(MOVABLE, 2) if (pair := _pair(terms, party, term, other)) is not None]
    return min(pairs, key=lambda pair: pair.cost, default=None)


def _pair(terms: PlanTerms, party: int, term: Term, other: Term) -> TermPair | None:
    most = float(breaches(terms, party).gain.max())

    def rest(part: float) -> float:
        """The part of its way that the other term must move as well; infinite where no part is enough."""
        needed = _needed(with_term_moved(terms, party, term, part, most), party, other, most)
        return np.inf if needed is None else needed

    places = _places(terms, party, term)
    costs = [part + rest(part) for part in places]
    best = int(np.argmin(costs))
    if not np.isfinite(costs[best]):
        return None
    part = float(places[best])
    if term != "lag" and len(places) > 1:
        low, high = places[max(0, best - 1)], places[min(len(places) - 1, best + 1)]
        refined = scipy.optimize.minimize_scalar(
            lambda x: x + min(rest(float(x)), 10.0), bounds=(low, high), method="bounded"
        )
        part = float(refined.x) if refined.fun < costs[best] else part
    also = rest(part)
    ended = with_term_moved(with_term_moved(terms, party, term, part, most), party, other, also, most)
    return TermPair(
        terms=(term, other), parts=(part, also), values=(_value(ended, party, term), _value(ended, party, other))
    )


def _places(terms: PlanTerms, party: int, term: Term) -> list[float]:
    lag = int(terms.lag[party])
    if term == "lag":
        return [less / lag for less in range(lag + 1)] if lag else [0.0]
    return [float(part) for part in np.linspace(0.0, 1.0, PLACES + 1)]


def with_term_moved(terms: PlanTerms, party: int, term: Term, part: float, most: float) -> PlanTerms:
    """The terms with one of them a part of its way moved."""
    if term == "snapback":
        return with_snapbacks(terms, deterring_steps(terms, party), part)
    if term == "lag":
        lag = int(terms.lag[party])
        return with_term(terms, "lag", party, lag - round(part * lag))
    now = float(terms.detection[party] if term == "detection" else terms.penalty[party])
    limit = 1.0 if term == "detection" else max(now, most)
    return with_term(terms, term, party, now + part * (limit - now))


def _needed(terms: PlanTerms, party: int, term: Term, most: float) -> float | None:
    """The least part of its way that a term must move for no breach to pay; None where no part is enough."""
    if term == "snapback":
        return needed_part(terms, party, deterring_steps(terms, party))
    if term == "penalty":
        now, needed = float(terms.penalty[party]), needed_penalty(terms, party)
        if needed is None or needed > most:
            return None
        return max(0.0, needed - now) / (most - now) if needed > now else 0.0
    return _root(lambda part: least_margin(with_term_moved(terms, party, term, part, most), party))


def _root(margin: Callable[[float], float]) -> float | None:
    if margin(0.0) >= 0:
        return 0.0
    return float(scipy.optimize.brentq(margin, 0.0, 1.0, xtol=1e-12)) if margin(1.0) >= 0 else None


def _value(terms: PlanTerms, party: int, term: Term) -> float:
    if term == "snapback":
        which = deterring_steps(terms, party)
        return float(terms.snapback[which].min()) if which.any() else 0.0
    return float({"lag": terms.lag, "detection": terms.detection, "penalty": terms.penalty}[term][party])
