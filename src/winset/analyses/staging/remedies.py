"""What would mend a plan for one party: how far one term must move, all others staying as they are.

The margin of every breach is linear in the snapbacks and in the penalty, so that these critical values are closed
forms. Those of detection and discount are roots, all that lie on a grid, for the margin need not be monotone in them;
that of the lag is found among whole numbers. A plan that holds has critical values too: how far each term may slip.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import scipy

from winset.analyses.staging.breach import Breaches, breaches, breaches_for, exits, stakes
from winset.analyses.staging.security import NOTHING, least_margin, smallest
from winset.analyses.staging.terms import NEGLIGIBLE, Bools, Floats, PlanTerms

Term = Literal["snapback", "detection", "lag", "penalty", "discount"]
CriticalStatus = Literal["found", "no value helps", "every value holds", "gave up at a limit"]
MOST_LAG = 400
"""Periods of the longest lag that is tried; beyond, the answer says that the lag may be as long or longer."""
EDGE = 0.002
"""The discounts next to 0 and 1 that are not tried: at 1 what comes each period is worth infinitely much."""
GRID = 125
"""Places at which a margin is looked at for changes of sign, 0.008 apart over 0 to 1; two crossings closer to each
other than that can be missed.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Critical:
    """The value of a term at which the smallest margin of a party is 0.

    now: of the term. value: the critical one that lies next to it, None where none was found; found says why. For the
    snapback both are the lowest of the steps that count, and steps holds each of them at its critical value: all go the
    same part of the way to 1, or to 0 where the plan holds. crossings: every value at which the sign of the margin
    changes.
    """

    term: Term
    now: float
    status: CriticalStatus
    value: float | None = None
    crossings: tuple[float, ...] = ()
    steps: tuple[tuple[int, float], ...] = ()


def criticals(terms: PlanTerms, party: int) -> dict[Term, Critical]:
    """The critical value of every term for a party."""
    return {
        "snapback": critical_snapback(terms, party),
        "detection": critical_detection(terms, party),
        "lag": critical_lag(terms, party),
        "penalty": critical_penalty(terms, party),
        "discount": critical_discount(terms, party),
    }


def with_term(terms: PlanTerms, term: Term, party: int, value: float) -> PlanTerms:
    """The terms with another detection, lag, penalty or discount of a party; an open lag never passes the lag."""
    if term == "lag":
        lag, open_lag = terms.lag.copy(), terms.open_lag.copy()
        lag[party], open_lag[party] = round(value), min(round(value), int(open_lag[party]))
        return replace(terms, lag=lag, open_lag=open_lag)
    changed: Floats = getattr(terms, term).copy()
    changed[party] = value
    if term == "detection":
        return replace(terms, detection=changed)
    return replace(terms, penalty=changed) if term == "penalty" else replace(terms, discount=changed)


def deterring_steps(terms: PlanTerms, party: int) -> Bools:
    """(step) True where its snapback deters the party: another's step that it gains from and that can come back."""
    return np.asarray(~terms.own[party] & terms.reversible & terms.credible & (terms.each[party] > 0))


def with_snapbacks(terms: PlanTerms, which: Bools, part: float, limit: float = 1.0) -> PlanTerms:
    """The terms with some snapbacks a part of the way from where they are to a limit."""
    return replace(terms, snapback=np.where(which, terms.snapback + part * (limit - terms.snapback), terms.snapback))


def critical_snapback(terms: PlanTerms, party: int) -> Critical:
    """How likely the steps that answer the party must be put back, in closed form."""
    which = deterring_steps(terms, party)
    if not which.any():
        holds = least_margin(terms, party) >= -NEGLIGIBLE
        return Critical(term="snapback", now=0.0, status="every value holds" if holds else "no value helps")
    now = float(terms.snapback[which].min())
    holds = least_margin(terms, party) >= 0
    limit = 0.0 if holds else 1.0
    part = slack_part(terms, party, which) if holds else needed_part(terms, party, which)
    if part is None:
        return Critical(term="snapback", now=now, status="every value holds" if holds else "no value helps")
    there = with_snapbacks(terms, which, part, limit).snapback
    return Critical(
        term="snapback",
        now=now,
        status="found",
        value=float(there[which].min()),
        crossings=(float(there[which].min()),),
        steps=tuple((int(step), float(there[step])) for step in np.flatnonzero(which)),
    )


def needed_part(terms: PlanTerms, party: int, which: Bools) -> float | None:
    """The least part of the way to certain snapbacks at which no breach pays; None where not even those are enough."""
    start, end = _counted(breaches(terms, party)), _counted(breaches(with_snapbacks(terms, which, 1.0), party))
    if not len(start) or start.min() >= 0:
        return 0.0
    if end.min() < -NOTHING:
        return None
    short = start < 0
    return float(np.min([1.0, np.max(start[short] / np.minimum(start[short] - end[short], -NOTHING))]))


def slack_part(terms: PlanTerms, party: int, which: Bools) -> float | None:
    """The least part of the way to no snapback at all at which a breach begins to pay; None where none ever does."""
    start, end = _counted(breaches(terms, party)), _counted(breaches(with_snapbacks(terms, which, 1.0, 0.0), party))
    pays = end < 0
    return float((start[pays] / (start[pays] - end[pays])).min()) if pays.any() else None


def _counted(breaches: Breaches) -> Floats:
    """The margins of the breaches that bring anything; which these are no snapback changes."""
    return np.asarray(breaches.margin[breaches.gain > NOTHING])


def critical_penalty(terms: PlanTerms, party: int) -> Critical:
    """What third parties must make a breach cost, in points when it takes effect: a penalty, a guarantee, a hostage."""
    now = float(terms.penalty[party])
    needed = needed_penalty(terms, party)
    if needed is None:
        return Critical(term="penalty", now=now, status="no value helps")
    if needed <= 0:
        return Critical(term="penalty", now=now, status="every value holds")
    return Critical(term="penalty", now=now, status="found", value=needed, crossings=(needed,))


def needed_penalty(terms: PlanTerms, party: int) -> float | None:
    """The least penalty at which no breach pays, negative where a reward would do no harm; None where none is enough,
    because some breach that pays never takes effect.
    """
    own = breaches(terms, party)
    counts = own.gain > NOTHING
    effect = np.broadcast_to(own.effect, own.margin.shape)[counts]
    margin = own.margin[counts]
    if (margin[effect <= 0] < -NEGLIGIBLE).any():
        return None
    answered = effect > 0
    if not answered.any():
        return 0.0
    return float(terms.penalty[party] + (-margin[answered] / effect[answered]).max())


def critical_detection(terms: PlanTerms, party: int) -> Critical:
    """How likely a hidden breach must be noticed in any one period."""
    return _by_roots(terms, "detection", party, np.linspace(0.0, 1.0, GRID + 1))


def critical_discount(terms: PlanTerms, party: int) -> Critical:
    """How much the party must care for what comes later; there may be several crossings."""
    return _by_roots(terms, "discount", party, np.linspace(EDGE, 1.0 - EDGE, GRID + 1))


def _by_roots(terms: PlanTerms, term: Term, party: int, grid: Floats) -> Critical:
    now = float(getattr(terms, term)[party])

    stake, exit_gains = stakes(terms, party), exits(terms, party)

    def margin(value: float) -> float:
        changed = with_term(terms, term, party, value)
        own = stakes(changed, party) if term == "discount" else stake
        return smallest(breaches_for(changed, party, own, exit_gains))

    roots = crossings(margin, grid)
    holds = margin(now) >= 0
    # more detection never harms where others' steps are worth having; either way may help with a discount
    towards = [root for root in roots if term == "discount" or (root < now if holds else root > now)]
    if not towards:
        return Critical(term=term, now=now, status="every value holds" if holds else "no value helps", crossings=roots)
    return Critical(
        term=term, now=now, status="found", value=min(towards, key=lambda root: abs(root - now)), crossings=roots
    )


def crossings(margin: Callable[[float], float], grid: Floats) -> tuple[float, ...]:
    """Every place at which the sign of a margin changes between neighbours on a grid; infinite margins have none."""
    heights = np.array([margin(float(value)) for value in grid])
    roots = []
    for place in range(len(grid) - 1):
        low, high = heights[place], heights[place + 1]
        if np.isfinite(low) and np.isfinite(high) and (low < 0) != (high < 0):
            roots.append(float(scipy.optimize.brentq(margin, grid[place], grid[place + 1], xtol=1e-12)))
    return tuple(roots)


def critical_lag(terms: PlanTerms, party: int) -> Critical:
    """The longest lag under which no breach pays, in whole periods; more lag never helps, unless the party is glad to
    be rid of others' steps.
    """
    now = int(terms.lag[party])

    def holds(lag: int) -> bool:
        return least_margin(with_term(terms, "lag", party, lag), party) >= -NEGLIGIBLE

    if not holds(0):
        return Critical(term="lag", now=now, status="no value helps")
    if least_margin(with_term(terms, "detection", party, 0.0), party) >= -NEGLIGIBLE:
        return Critical(term="lag", now=now, status="every value holds")
    low, high = 0, max(1, now)
    while high <= MOST_LAG and holds(high):
        low, high = high, 2 * high
    if high > MOST_LAG:
        return Critical(term="lag", now=now, status="gave up at a limit", value=float(low))
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return Critical(term="lag", now=now, status="found", value=float(low), crossings=(float(low),))


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
