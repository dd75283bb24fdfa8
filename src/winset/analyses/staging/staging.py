"""The whole answer about a plan: does it enforce itself, where would it break, what would mend it, in which order.

To put a step back pays its owner where it gains nothing from the step while it is in force. Those who vote on it are
asked the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from winset.analyses.staging.guards import Guards, VoteRule, guards, vote_rules
from winset.analyses.staging.pairs import TermPair, cheapest_pair
from winset.analyses.staging.plan_terms import plan_terms
from winset.analyses.staging.remedies import Critical, Term, criticals
from winset.analyses.staging.schedule import Objective, Schedule, ScheduleConstraints, best_schedule
from winset.analyses.staging.security import Security, longest_secure_prefix, security
from winset.analyses.staging.terms import PlanTerms
from winset.compiled import Compiled


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapbackCredibility:
    """The snapback of one reversible step. owner_gains: what the owner gains per period by putting it back, in points;
    negative where it would punish itself. is_credible: False where it would, and nothing puts the step back by itself.
    chance: that the step is put back, once a breach takes effect. claimed: the same if who decides always did what the
    plan says. voters: per party that votes on it, what it gains per period if the step is put back; empty where the
    owner alone decides.
    """

    step: int
    owner_gains: float
    is_credible: bool
    chance: float
    claimed: float
    voters: tuple[tuple[int, float], ...]

    @property
    def reluctant(self) -> tuple[int, ...]:
        """Those who vote on it and lose by it."""
        return tuple(party for party, gains in self.voters if gains < 0)


def snapback_credibility(terms: PlanTerms) -> tuple[SnapbackCredibility, ...]:
    """The snapback of every reversible step."""
    snapbacks = []
    for step in range(len(terms.steps)):
        if not terms.reversible[step]:
            continue
        owner = int(terms.owner[step])
        voting = terms.voters.of if terms.voters is not None and terms.voted[step] else ()
        chance = terms.voters.chance() if terms.voters is not None and terms.voted[step] else 1.0
        snapbacks.append(
            SnapbackCredibility(
                step=step,
                owner_gains=0.0 - float(terms.each[owner, step]),
                is_credible=bool(terms.credible[step]),
                chance=float(terms.snapback[step]),
                claimed=float(terms.success[step]) * chance,
                voters=tuple((party, 0.0 - float(terms.each[party, step])) for party in voting),
            )
        )
    return tuple(snapbacks)


OBJECTIVES: tuple[Objective, ...] = ("security", "worth", "end")


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedies:
    """What would mend the plan for one party, or how far its terms may slip. pair: None where nothing needs mending,
    or no two terms are enough.
    """

    party: int
    criticals: Mapping[Term, Critical]
    pair: TermPair | None
    guards: Guards


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Staging:
    """A plan in its central reading.

    terms: the plan. security: whether it holds, and where it is weakest. longest_secure_prefix: the number of periods
    of the longest beginning that holds alone; 0 where none does. out_of_order: steps that the plan takes ahead of one
    that must come first, with that one. snapbacks: whether each snapback is credible. remedies: of every party that can
    gain by a breach, the one with the weakest link first; empty where they were not asked for. rules: of the vote;
    empty where nobody votes. schedules: the best for each objective that was asked for.
    """

    terms: PlanTerms
    security: Security
    longest_secure_prefix: int
    out_of_order: tuple[tuple[int, int], ...]
    snapbacks: tuple[SnapbackCredibility, ...]
    remedies: tuple[Remedies, ...]
    rules: tuple[VoteRule, ...]
    schedules: Mapping[Objective, Schedule]

    @property
    def by_weakest_link(self) -> tuple[int, ...]:
        """The parties that can gain by a breach, the one with the weakest link first."""
        return by_weakest_link(self.terms, self.security)

    @property
    def not_credible(self) -> tuple[SnapbackCredibility, ...]:
        """The snapbacks that are not credible: they count as none."""
        return tuple(snapback for snapback in self.snapbacks if not snapback.is_credible)


def by_weakest_link(terms: PlanTerms, tested: Security) -> tuple[int, ...]:
    """The parties that can gain by a breach, the one with the weakest link first."""
    weak = [(breach.ratio, party) for party in range(len(terms.parties)) if (breach := tested.of(party)) is not None]
    return tuple(party for _, party in sorted(weak))


def staging(
    case: Compiled,
    constraints: ScheduleConstraints | None = None,
    objectives: tuple[Objective, ...] = OBJECTIVES,
    automatic: frozenset[str] = frozenset(),
) -> Staging:
    """The whole answer about the plan of a case. constraints: what every schedule must keep.

    Raises UnknownName where the case has no plan, CaseError where the plan cannot be used as it stands.
    """
    return staging_of(plan_terms(case, automatic=automatic), constraints, objectives)


def staging_of(
    terms: PlanTerms,
    constraints: ScheduleConstraints | None = None,
    objectives: tuple[Objective, ...] = OBJECTIVES,
    *,
    mended: bool = True,
) -> Staging:
    """The whole answer about one reading of a plan. mended: with what would mend it, which takes most of the time."""
    tested = security(terms)
    parties = by_weakest_link(terms, tested) if mended else ()
    return Staging(
        terms=terms,
        security=tested,
        longest_secure_prefix=longest_secure_prefix(terms),
        out_of_order=terms.out_of_order(),
        snapbacks=snapback_credibility(terms),
        remedies=tuple(
            Remedies(
                party=party,
                criticals=criticals(terms, party),
                pair=cheapest_pair(terms, party),
                guards=guards(terms, party),
            )
            for party in parties
        ),
        rules=vote_rules(terms),
        schedules={objective: best_schedule(terms, objective, constraints) for objective in objectives},
    )
