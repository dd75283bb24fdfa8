"""What outside help would be worth to a plan: the same plan, tested once more with it.

Monitors notice a hidden breach of a party, a guarantor or a deposit makes it cost points, and two steps are exchanged
against each other in parts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from winset.analyses.staging.guards import plan_with_exchange, plan_with_guarantee, plan_with_monitors
from winset.analyses.staging.security import Security, security
from winset.analyses.staging.terms import PlanTerms

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
