"""The whole answer about a plan: does it enforce itself, where would it break, what would mend it, in which order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from winset.analyses.staging.credible import Answer, answers
from winset.analyses.staging.fixed import terms_of
from winset.analyses.staging.guards import Guards, Rule, guards, vote_rules
from winset.analyses.staging.pairs import Pair, cheapest_pair
from winset.analyses.staging.remedies import Critical, Term, criticals
from winset.analyses.staging.schedule import Asked, Objective, Schedule, best_schedule
from winset.analyses.staging.security import Security, gets_as_far_as, security
from winset.analyses.staging.terms import Terms
from winset.compiled import Compiled

OBJECTIVES: tuple[Objective, ...] = ("security", "worth", "end")


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedies:
    """What would mend the plan for one party, or how far its terms may slip. pair: None where nothing needs mending,
    or no two terms are enough.
    """

    party: int
    criticals: Mapping[Term, Critical]
    pair: Pair | None
    guards: Guards


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Staging:
    """A plan in its central reading.

    terms: the plan. security: whether it holds, and where it is weakest. gets_as_far_as: the number of periods of the
    longest beginning that holds alone; 0 where none does. out_of_order: steps that the plan takes ahead of one that
    must come first, with that one. answers: whether each snapback is credible. remedies: of
    every party that can gain by a breach, the one with the weakest link first. rules: of the vote; empty where nobody
    votes. schedules: the best for each objective that was asked for.
    """

    terms: Terms
    security: Security
    gets_as_far_as: int
    out_of_order: tuple[tuple[int, int], ...]
    answers: tuple[Answer, ...]
    remedies: tuple[Remedies, ...]
    rules: tuple[Rule, ...]
    schedules: Mapping[Objective, Schedule]

    @property
    def answered_by_nobody(self) -> tuple[Answer, ...]:
        """The snapbacks that are not credible: they count as none."""
        return tuple(one for one in self.answers if not one.is_credible)


def staging(
    case: Compiled,
    asked: Asked | None = None,
    objectives: tuple[Objective, ...] = OBJECTIVES,
    automatic: frozenset[str] = frozenset(),
) -> Staging:
    """The whole answer about the plan of a case. asked: what every schedule must keep.

    Raises UnknownName where the case has no plan, CaseError where the plan cannot be used as it stands.
    """
    return staged(terms_of(case, automatic=automatic), asked, objectives)


def staged(terms: Terms, asked: Asked | None = None, objectives: tuple[Objective, ...] = OBJECTIVES) -> Staging:
    """The whole answer about one reading of a plan."""
    tested = security(terms)
    weak = [(breach.ratio, party) for party in range(len(terms.parties)) if (breach := tested.of(party)) is not None]
    return Staging(
        terms=terms,
        security=tested,
        gets_as_far_as=gets_as_far_as(terms),
        out_of_order=terms.out_of_order(),
        answers=answers(terms),
        remedies=tuple(
            Remedies(
                party=party,
                criticals=criticals(terms, party),
                pair=cheapest_pair(terms, party),
                guards=guards(terms, party),
            )
            for _, party in sorted(weak)
        ),
        rules=vote_rules(terms),
        schedules={objective: best_schedule(terms, objective, asked) for objective in objectives},
    )
