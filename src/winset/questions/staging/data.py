"""Whether a plan of steps would be agreed and kept, as plain data for JSON."""

from __future__ import annotations

from typing import Any

from winset.analyses.staging.agreement import Agreement, Spread, WorthBeside
from winset.analyses.staging.packages import PlanCoverage
from winset.analyses.staging.remedies import Critical
from winset.analyses.staging.schedule import Schedule
from winset.analyses.staging.security import EnforcementLink, Security
from winset.analyses.staging.staging import Remedies
from winset.compiled import Compiled
from winset.questions.question import Saying
from winset.questions.staging.sections import owner_of
from winset.questions.staging.solve import StagingAnswer
from winset.questions.staging.verdict import VerdictWords
from winset.questions.staging.words import LIMITS, READ, StagingWords
from winset.report.blocks import Guarded, Json, Owned
from winset.report.counts import DIGITS, NOT_A_PROBABILITY
from winset.report.ownership import owner_of_all


def data(answer: StagingAnswer, saying: Saying) -> Json:
    """What `winset staging --json` prints."""
    made, staging, case = _Data(answer, saying), answer.staging, saying.session.compiled()
    readings, carried = answer.readings, answer.carried
    return {
        "status": answer.status,
        "answer": Guarded(made.plan, made.answer(), list(made.verdict(values=False).crossings())),
        "agreement": made.agreement(case),
        "period": Owned(staging.terms.period, made.plan),
        "holds": Owned(staging.security.holds, made.plan),
        **made.security(staging.security),
        "critical": Owned(made.criticals(staging.remedies[0]) if staging.remedies else None, made.plan),
        "critical_found": Owned(
            {term: critical.status for term, critical in staging.remedies[0].criticals.items()}
            if staging.remedies
            else None,
            made.plan,
        ),
        "remedies": Guarded(
            made.plan, {staging.terms.parties[remedy.party]: made.remedies(remedy) for remedy in staging.remedies}, {}
        ),
        "gets_as_far_as": Owned(staging.longest_secure_prefix, made.plan),
        "snapbacks": Guarded(
            made.plan,
            [
                {
                    "step": staging.terms.steps[snapback.step],
                    "credible": snapback.is_credible,
                    "chance": made.number(snapback.chance),
                    "reluctant": [staging.terms.parties[party] for party in snapback.reluctant],
                }
                for snapback in staging.snapbacks
            ],
            [],
        ),
        "at_most": Owned(
            {
                name: made.number(limit)
                for name, limit in zip(staging.terms.steps, staging.terms.at_most.tolist(), strict=True)
                if limit < 1
            },
            made.plan,
        ),
        "votes": Guarded(
            made.plan,
            [
                {
                    "votes": rule.votes,
                    "chance": made.number(rule.chance),
                    "holds": rule.tested.holds,
                    "ratio": made.number(rule.tested.ratio),
                }
                for rule in staging.rules
            ],
            [],
        ),
        "with": [
            {
                "help": assisted_plan.assistance.kind,
                "names": list(assisted_plan.assistance.names),
                "size": assisted_plan.assistance.size,
                "holds": Owned(assisted_plan.tested.holds, made.plan),
                "ratio": made.number(assisted_plan.tested.ratio),
            }
            for assisted_plan in answer.assistance
        ],
        "best_schedule": Guarded(
            made.plan, {objective: made.schedule(schedule) for objective, schedule in staging.schedules.items()}, {}
        ),
        "packages": made.packages(answer.covered, case),
        "package": None if carried is None else {"options": case.package_names(carried.package), "fit": carried.fit},
        "readings": None
        if readings is None
        else Guarded(
            made.plan,
            {
                "draws": readings.draws,
                "seed": readings.seed,
                "redrawn": readings.redrawn,
                "counts": dict(readings.counts),
                "drivers": [
                    {"input": driver.path, "turns": driver.changes, "effect": made.number(driver.total)}
                    for driver in readings.drivers
                ],
            },
            None,
        ),
        "exit_gains": {
            staging.terms.parties[party]: [made.number(float(gain)) for gain in path]
            for party, path in (answer.exit_gains.by_party if answer.exit_gains is not None else {}).items()
        },
        "notes": [READ, LIMITS, *([NOT_A_PROBABILITY] if readings is not None else []), *saying.session.checked.notes],
    }


class _Data:
    def __init__(self, answer: StagingAnswer, saying: Saying) -> None:
        self.asked, self.staging, self.owners = answer, answer.staging, saying.owners
        self.plan, self.words = owner_of(answer, saying), StagingWords(answer.staging, saying.names())
        self.names = self.staging.terms.parties
        self.of_package = owner_of_all(
            self.owners.values(self.names[worth_beside.party]) for worth_beside in answer.agreed.worth
        )

    def verdict(self, *, values: bool) -> VerdictWords:
        return VerdictWords(self.asked, self.words, values=values)

    def answer(self) -> list[Any]:
        """The sentences of the answer."""
        verdict = self.verdict(values=True)
        heads = [
            Guarded(self.of_package, verdict.verdict(), self.verdict(values=False).verdict()),
            *verdict.crossings(),
        ]
        heads.append(Guarded(self.of_package, verdict.rests_on(), self.verdict(values=False).rests_on()))
        return [*heads, *verdict.margin(), *verdict.loose_ends()]

    def agreement(self, case: Compiled) -> Json:
        """The package that the plan carries out beside it, whether it would be agreed, and under which variants
        something else is in the way.
        """
        agreed = self.asked.agreed
        return {
            "package": None if agreed.package is None else case.package_names(agreed.package),
            **self._consent(agreed),
            "worth": {self.names[worth_beside.party]: self._worth(worth_beside) for worth_beside in agreed.worth},
            "variants": {
                change.name: {**self._consent(change.agreed), "kept": Owned(change.kept, self.plan)}
                for change in self.asked.changes
            },
        }

    def _consent(self, agreed: Agreement) -> Json:
        consent = agreed.consent
        if consent is None:
            return {"agreed": None, "crosses": [], "below": None, "breaks": []}
        lines = [
            {
                "party": self.names[line.owner],
                "issue": self.words.names.compiled.issues[line.issue],
                "option": self.words.names.compiled.options[line.issue][line.option],
                "basis": line.basis,
            }
            for line in consent.crossed
        ]
        given = consent.is_given if consent.crossed or consent.rules else Owned(consent.is_given, self.of_package)
        below = Owned([self.names[party] for party in consent.below], self.of_package)
        return {"agreed": given, "crosses": lines, "below": below, "breaks": list(consent.rules)}

    def _worth(self, worth_beside: WorthBeside) -> Json:
        of = self.owners.values(self.names[worth_beside.party])
        return {
            "plan": self.number(worth_beside.plan),
            "plan_spread": Owned(_rounded(worth_beside.plan_spread), self.plan),
            "package": None if worth_beside.package is None else Owned(round(worth_beside.package, DIGITS), of),
            "package_spread": Owned(_rounded(worth_beside.package_spread), of),
        }

    def number(self, value: float | None) -> Owned | None:
        """A number of the plan; null where it is not known or may not be shown."""
        return None if value is None else Owned(round(value, DIGITS), self.plan)

    def security(self, security: Security) -> Json:
        weakest, tail = security.weakest, security.tail
        return {
            "security": Owned(
                None
                if weakest is None
                else {
                    "ratio": self.number(weakest.ratio),
                    "party": self.names[weakest.party],
                    "period": weakest.period,
                    "open_period": weakest.open_period,
                },
                self.plan,
            ),
            "links": Guarded(self.plan, [self._link(link) for link in security.links], []),
            "tail": Owned(
                None if tail is None else {"party": self.names[tail.party], "ratio": self.number(tail.ratio)}, self.plan
            ),
            "values": {name: self.number(value) for name, value in zip(self.names, security.values, strict=True)},
            "unwilling": Owned([self.names[party] for party in security.unwilling], self.plan),
            "free_from": Owned(dict(zip(self.names, security.free_from, strict=True)), self.plan),
            "burdened_from": Owned(dict(zip(self.names, security.burdened_from, strict=True)), self.plan),
            "nothing_at_stake": Owned([self.names[party] for party in security.nothing_at_stake], self.plan),
        }

    def _link(self, link: EnforcementLink) -> Json:
        breach = link.weakest
        fields: Json = {"party": self.names[link.party], "period": link.period, "holds": link.holds}
        if breach is None:
            return {**fields, "open_period": None, "loss": None, "gain": None, "margin": None, "ratio": None}
        return {
            **fields,
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
            "without": [self.staging.terms.steps[step] for step in covered.steps.silent],
            "among": Owned(covered.among, self.owners.all_values),
            "of": Owned(covered.of if counted else None, self.owners.all_values),
            "holding": Owned(covered.holding if counted else None, self.owners.all_values),
            "wholly": Owned(covered.wholly if counted else None, self.owners.all_values),
        }

    def criticals(self, remedies: Remedies) -> Json:
        """The critical value of each term; null where there is none: `critical_found` says whether no value helps or
        every value holds.
        """
        return {term: self.number(critical.value) for term, critical in remedies.criticals.items()}

    def remedies(self, remedies: Remedies) -> Json:
        return {
            "critical": {term: self._critical(critical) for term, critical in remedies.criticals.items()},
            "pair": None
            if remedies.pair is None
            else {
                "terms": list(remedies.pair.terms),
                "values": [self.number(value) for value in remedies.pair.values],
                "cost": self.number(remedies.pair.cost),
            },
            "monitors": self.number(remedies.guards.monitors),
            "guarantee": self.number(remedies.guards.guarantee),
        }

    def _critical(self, critical: Critical) -> Json:
        return {
            "now": self.number(critical.now),
            "found": critical.status,
            "value": self.number(critical.value),
            "crossings": [self.number(value) for value in critical.crossings],
            "steps": {self.staging.terms.steps[step]: self.number(value) for step, value in critical.steps},
        }

    def schedule(self, schedule: Schedule) -> Json:
        steps = self.staging.terms.steps
        return {
            "found": schedule.status,
            "ratio": self.number(None if schedule.tested is None else schedule.tested.ratio),
            "meets": schedule.meets,
            "shares": None
            if schedule.shares is None
            else Owned(
                {
                    name: {str(period): float(share) for period, share in enumerate(row) if share}
                    for name, row in zip(steps, schedule.shares, strict=True)
                },
                self.plan,
            ),
            "before": {name: self.number(value) for name, value in zip(self.names, schedule.before, strict=True)},
            "after": None
            if schedule.after is None
            else {name: self.number(value) for name, value in zip(self.names, schedule.after, strict=True)},
            "payers": [self.names[party] for party in schedule.payers],
        }


def _rounded(spread: Spread | None) -> list[float] | None:
    return None if spread is None else [round(end, DIGITS) for end in spread]
