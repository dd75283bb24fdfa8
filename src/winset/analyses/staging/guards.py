"""What monitors, guarantors, hostages and the rule of the vote are worth to a plan, in its own terms.

Monitors raise detection, a guarantee and an escrow are a penalty when the breach takes effect, and the rule of the vote
sets the snapback of the steps that are voted on. A plan is tested once more with one such help, all else as it is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil
from typing import Literal

from winset.analyses.staging.breach import enforcement
from winset.analyses.staging.remedies import critical_detection, critical_penalty, with_term
from winset.analyses.staging.security import Security, least_margin, security
from winset.analyses.staging.terms import NEGLIGIBLE, PlanTerms


def with_monitors(detection: float, monitors: float) -> float:
    """The detection with monitors that notice independently of the parties: d′ = 1 − (1 − d)(1 − d_p).

    That peacekeepers lengthen peace: Fortna 2003, International Organization 57(2), 337–372.
    """
    return 1 - (1 - detection) * (1 - monitors)


def monitors_for(detection: float, wanted: float) -> float | None:
    """How much monitors must notice by themselves to bring a detection to a wanted one; None where none can."""
    if wanted <= detection:
        return 0.0
    return 1 - (1 - wanted) / (1 - detection) if detection < 1 else None


def tranches(temptation: float, hostage: float) -> int | None:
    """The fewest equal parts under which a hostage of so many points, or an escrow, covers the temptation of each:
    n ≥ C/h. None where nothing is held.
    """
    if hostage <= 0:
        return None if temptation > 0 else 1
    return max(1, ceil(temptation / hostage - 1e-12))


@dataclass(frozen=True, slots=True, kw_only=True)
class Guards:
    """What outside help would mend a plan for one party; None where no amount does, 0 where none is needed.

    monitors: the chance per period with which they must notice a hidden breach by themselves, 0–1. guarantee: points
    that the party must lose when its breach takes effect, beyond the penalty that it bears already; also the escrow or
    hostage that it must leave. worth_of_a_point: by how much the margin of a hidden breach rises with each point of it.
    parts: the fewest equal parts of the largest temptation that such a hostage covers one by one.
    """

    party: int
    monitors: float | None
    guarantee: float | None
    worth_of_a_point: float
    parts: int | None


def guards(terms: PlanTerms, party: int) -> Guards:
    """What monitors or a guarantee would have to be."""
    holds = least_margin(terms, party) >= -NEGLIGIBLE
    detection, penalty = critical_detection(terms, party), critical_penalty(terms, party)
    guarantee = None if penalty.value is None else max(0.0, penalty.value - penalty.now)
    weakest = security(terms).of(party)
    return Guards(
        party=party,
        monitors=0.0
        if holds
        else None
        if detection.value is None
        else monitors_for(float(terms.detection[party]), detection.value),
        guarantee=0.0 if holds else guarantee,
        worth_of_a_point=enforcement(
            float(terms.discount[party]), float(terms.detection[party]), int(terms.lag[party])
        ),
        parts=None if guarantee is None or weakest is None else tranches(weakest.gain, guarantee),
    )


def plan_with_monitors(terms: PlanTerms, party: int, monitors: float) -> PlanTerms:
    """The plan with monitors of a party."""
    return with_term(terms, "detection", party, with_monitors(float(terms.detection[party]), monitors))


def plan_with_guarantee(terms: PlanTerms, party: int, points: float) -> PlanTerms:
    """The plan with a guarantee, or an escrow, of so many points against a party."""
    return with_term(terms, "penalty", party, float(terms.penalty[party]) + points)


def plan_with_exchange(terms: PlanTerms, step: int, other: int, parts: int) -> PlanTerms:
    """The plan with two steps taken against each other, in so many equal parts, one each period from the later of the
    two beginnings on: what is still to come of each answers for the other.
    """
    first = max(int((terms.share[exchanged] > 0).argmax()) for exchanged in (step, other))
    plan = terms.lasting(first + parts)
    share = plan.share.copy()
    for exchanged in (step, other):
        share[exchanged] = 0.0
        share[exchanged, first : first + parts] = 1.0 / parts
    return replace(plan, share=share)


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteRule:
    """The plan under one rule of the vote. votes: how many it takes. chance: that they come together, each voting
    independently. tested: the plan under it.
    """

    votes: int
    chance: float
    tested: Security


def vote_rules(terms: PlanTerms) -> tuple[VoteRule, ...]:
    """Every rule of the vote, from any one to unanimity; empty where nobody votes."""
    if terms.voters is None:
        return ()
    return tuple(
        VoteRule(votes=votes, chance=terms.voters.chance(votes), tested=security(terms.with_votes(votes)))
        for votes in range(1, len(terms.voters.of) + 1)
    )


Kind = Literal["monitors", "guarantee", "exchange"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assistance:
    """One help. names: of the party that is watched or guarded against, or of the two steps. size: the chance per
    period with which monitors notice, the points that a breach costs more, or the number of parts.
    """

    kind: Kind
    names: tuple[str, ...]
    size: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AssistedPlan:
    """The plan with one help, all else as it is."""

    assistance: Assistance
    terms: PlanTerms
    tested: Security


def assisted_plan(terms: PlanTerms, assistance: Assistance) -> AssistedPlan:
    """The plan tested with a help. Raises UnknownName for a party or step that the plan does not have."""
    if assistance.kind == "exchange":
        step, other = (terms.step(name) for name in assistance.names)
        plan = plan_with_exchange(terms, step, other, round(assistance.size))
    else:
        party = terms.party(assistance.names[0])
        plan = (
            plan_with_monitors(terms, party, assistance.size)
            if assistance.kind == "monitors"
            else plan_with_guarantee(terms, party, assistance.size)
        )
    return AssistedPlan(assistance=assistance, terms=plan, tested=security(plan))
