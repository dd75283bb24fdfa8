"""Whether a plan of steps enforces itself, as plain data for JSON."""

from __future__ import annotations

from winset.analyses.staging.packages import PlanCoverage
from winset.analyses.staging.remedies import Critical
from winset.analyses.staging.schedule import Schedule
from winset.analyses.staging.security import EnforcementLink, Security
from winset.analyses.staging.staging import Remedies
from winset.compiled import Compiled
from winset.questions.question import Saying
from winset.questions.staging.solve import StagingAnswer
from winset.questions.staging.words import LIMITS, READ, StagingWords
from winset.report.blocks import Guarded, Json, Owned
from winset.report.counts import DIGITS, NOT_A_PROBABILITY


def data(answer: StagingAnswer, saying: Saying) -> Json:
    """What `winset staging --json` prints."""
    made, found, case = _Data(answer, saying), answer.staging, saying.session.compiled()
    readings, carried = answer.readings, answer.carried
    return {
        "status": answer.status,
        "answer": Guarded(made.plan, made.words.answer(), made.closed.answer()),
        "period": Owned(found.terms.period, made.plan),
        "holds": found.security.holds,
        **made.security(found.security),
        "critical": made.criticals(found.remedies[0]) if found.remedies else None,
        "critical_found": {term: one.status for term, one in found.remedies[0].criticals.items()}
        if found.remedies
        else None,
        "remedies": {found.terms.parties[one.party]: made.remedies(one) for one in found.remedies},
        "gets_as_far_as": Owned(found.longest_secure_prefix, made.plan),
        "snapbacks": [
            {
                "step": found.terms.steps[one.step],
                "credible": one.is_credible,
                "chance": made.number(one.chance),
                "reluctant": [found.terms.parties[party] for party in one.reluctant],
            }
            for one in found.snapbacks
        ],
        "votes": Guarded(
            made.plan,
            [
                {
                    "votes": rule.votes,
                    "chance": made.number(rule.chance),
                    "holds": rule.tested.holds,
                    "ratio": made.number(rule.tested.ratio),
                }
                for rule in found.rules
            ],
            [],
        ),
        "with": [
            {
                "help": one.assistance.kind,
                "names": list(one.assistance.names),
                "size": one.assistance.size,
                "holds": one.tested.holds,
                "ratio": made.number(one.tested.ratio),
            }
            for one in answer.assistance
        ],
        "best_schedule": {objective: made.schedule(one) for objective, one in found.schedules.items()},
        "packages": made.packages(answer.covered, case),
        "package": None if carried is None else {"options": case.package_names(carried.package), "fit": carried.fit},
        "readings": None
        if readings is None
        else {
            "draws": readings.draws,
            "seed": readings.seed,
            "redrawn": readings.redrawn,
            "counts": dict(readings.counts),
            "drivers": [
                {"input": one.path, "turns": one.changes, "effect": made.number(one.total)} for one in readings.drivers
            ],
        },
        "notes": [READ, LIMITS, *([NOT_A_PROBABILITY] if readings is not None else []), *saying.session.checked.notes],
    }


class _Data:
    def __init__(self, answer: StagingAnswer, saying: Saying) -> None:
        self.found, self.plan = answer.staging, saying.owners.plan
        self.words, self.closed = (StagingWords(self.found, saying.names(), numbers=told) for told in (True, False))
        self.names = self.found.terms.parties

    def number(self, value: float | None) -> Owned | None:
        """A number of the plan; null where it is not known or may not be shown."""
        return None if value is None else Owned(round(value, DIGITS), self.plan)

    def security(self, told: Security) -> Json:
        weakest, tail = told.weakest, told.tail
        return {
            "security": None
            if weakest is None
            else {
                "ratio": self.number(weakest.ratio),
                "party": self.names[weakest.party],
                "period": Owned(weakest.period, self.plan),
                "open_period": Owned(weakest.open_period, self.plan),
            },
            "links": Guarded(self.plan, [self._link(one) for one in told.links], []),
            "tail": None if tail is None else {"party": self.names[tail.party], "ratio": self.number(tail.ratio)},
            "values": {name: self.number(value) for name, value in zip(self.names, told.values, strict=True)},
            "unwilling": [self.names[party] for party in told.unwilling],
            "free_from": Owned(dict(zip(self.names, told.free_from, strict=True)), self.plan),
            "nothing_at_stake": [self.names[party] for party in told.nothing_at_stake],
        }

    def _link(self, link: EnforcementLink) -> Json:
        breach = link.weakest
        told: Json = {"party": self.names[link.party], "period": link.period, "holds": link.holds}
        if breach is None:
            return {**told, "open_period": None, "loss": None, "gain": None, "margin": None, "ratio": None}
        return {
            **told,
            "open_period": breach.open_period,
            "loss": self.number(breach.loss),
            "gain": self.number(breach.gain),
            "margin": self.number(breach.margin),
            "ratio": self.number(breach.ratio),
        }

    def packages(self, covered: PlanCoverage, case: Compiled) -> Json:
        """What the steps carry out, and how many packages hold that; counts are null where none were gone through."""
        counted = covered.among in ("acceptable", "opened")
        names = {issue: case.options[issue] for issue, _ in covered.steps.options}
        return {
            "carries_out": {
                case.issues[issue]: [names[issue][option] for option in sorted(options)]
                for issue, options in covered.steps.options
            },
            "at_odds": [case.issues[issue] for issue in covered.steps.at_odds],
            "without": [self.found.terms.steps[step] for step in covered.steps.silent],
            "among": covered.among,
            "of": covered.of if counted else None,
            "holding": covered.holding if counted else None,
            "wholly": covered.wholly if counted else None,
        }

    def criticals(self, one: Remedies) -> Json:
        """The critical value of each term; null where there is none: `critical_found` says whether no value helps or
        every value holds.
        """
        return {term: self.number(critical.value) for term, critical in one.criticals.items()}

    def remedies(self, one: Remedies) -> Json:
        return {
            "critical": {term: self._critical(critical) for term, critical in one.criticals.items()},
            "pair": None
            if one.pair is None
            else {
                "terms": list(one.pair.terms),
                "values": [self.number(value) for value in one.pair.values],
                "cost": self.number(one.pair.cost),
            },
            "monitors": self.number(one.guards.monitors),
            "guarantee": self.number(one.guards.guarantee),
        }

    def _critical(self, one: Critical) -> Json:
        return {
            "now": self.number(one.now),
            "found": one.status,
            "value": self.number(one.value),
            "crossings": [self.number(value) for value in one.crossings],
            "steps": {self.found.terms.steps[step]: self.number(value) for step, value in one.steps},
        }

    def schedule(self, one: Schedule) -> Json:
        steps = self.found.terms.steps
        return {
            "found": one.status,
            "ratio": self.number(None if one.tested is None else one.tested.ratio),
            "meets": one.meets,
            "shares": None
            if one.shares is None
            else Owned(
                {
                    name: {str(period): float(share) for period, share in enumerate(row) if share}
                    for name, row in zip(steps, one.shares, strict=True)
                },
                self.plan,
            ),
            "before": {name: self.number(value) for name, value in zip(self.names, one.before, strict=True)},
            "after": None
            if one.after is None
            else {name: self.number(value) for name, value in zip(self.names, one.after, strict=True)},
            "payers": [self.names[party] for party in one.payers],
        }
