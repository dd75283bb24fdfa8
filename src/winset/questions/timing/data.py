"""What time does, as plain data for JSON."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from winset.analyses.timing.dates import DateAnswer, FollowedPackage
from winset.analyses.timing.ripeness import Ripeness
from winset.questions.question import Saying
from winset.questions.timing.contest_words import MODEL, SHIFT
from winset.questions.timing.solve import TimingAnswer
from winset.questions.timing.theory_data import theory_data
from winset.questions.timing.words import COST, DEFINITION, PATHS
from winset.readings.shares import Share
from winset.report.blocks import Json, Owned
from winset.report.counts import DIGITS, NOT_A_PROBABILITY
from winset.report.ownership import Owner, owner_of_all


def data(answer: TimingAnswer, saying: Saying) -> Json:
    """What `winset timing --json` prints."""
    made, owner, theory = (
        _Data(answer, saying),
        saying.owners.section_and_values("judgements", "timing"),
        theory_data(answer),
    )
    return {
        "status": answer.status,
        "table": answer.case.table,
        "horizon": answer.periods,
        "periods": Owned([made.date(date) for date in answer.dates.dates], owner),
        "first": Owned(answer.dates.first, owner),
        "last": Owned(answer.dates.last, owner),
        "packages": Owned([made.package(followed_package) for followed_package in answer.dates.followed], owner),
        "waiting": Owned(made.waiting(), owner),
        "openings": made.openings(owner),
        "flags": Owned(made.flags(answer.ripeness[0]), owner),
        "way_out": Owned(made.way_out(answer.ripeness[0]), owner),
        "ripe": Owned([ripeness.is_ripe for ripeness in answer.ripeness], owner),
        "events": made.events(),
        **{name: Owned(value, owner) for name, value in theory.items()},
        "power_shift": Owned(
            {contest["id"] or "+".join(contest["parties"]): contest["power"] for contest in theory["contests"]}, owner
        ),
        "variants_beside": Owned(
            {
                variant.name: {"first": variant.first, "last": variant.last, "open": list(variant.open)}
                for variant in answer.under_variants
            },
            owner,
        ),
        "draws": answer.readings.draws if answer.readings is not None else 0,
        "seed": answer.request.seed,
        "notes": [
            PATHS,
            COST,
            DEFINITION,
            *([MODEL, SHIFT] if answer.contests else []),
            *([f"readings: {answer.refusal}"] if answer.refusal else []),
            *([NOT_A_PROBABILITY] if answer.readings is not None else []),
            *answer.case.notes,
            *saying.session.checked.notes,
        ],
    }


class _Data:
    def __init__(self, answer: TimingAnswer, saying: Saying) -> None:
        self.answer, self.owners, self.exact = answer, saying.owners, saying.showing.exact
        self.case, self.dates = answer.case, answer.dates
        self.timing = saying.session.case.judgements.timing

    def number(self, value: Fraction | None) -> Any:
        return None if value is None else round(float(value), DIGITS)

    def share(self, share: Share | None) -> Json | None:
        if share is None:
            return None
        return {"share": round(share.share, DIGITS), "error": round(share.error, DIGITS)}

    def date(self, date: DateAnswer) -> Json:
        readings = self.answer.readings
        return {
            "period": date.period,
            "walk_away": {
                name: self.number(points) for name, points in zip(self.case.parties, date.walk_away, strict=True)
            },
            "has_deal": date.has_deal,
            "acceptable": date.acceptable,
            "error": round(date.error, DIGITS),
            "leading": None if date.leading is None else self.case.package_names(date.leading),
            "margin": self.number(date.margin),
            "pivotal": [self.case.parties[party] for party in date.pivotal],
            "levers": [self.case.levers[lever].name for lever in date.pressing],
            "gone": None if self.dates.gone is None else self.dates.gone[date.period],
            "opened": None if self.dates.opened is None else self.dates.opened[date.period],
            "deal": None if readings is None else self.share(readings.deals[date.period]),
            **({"undecided": readings.undecided_at(date.period)} if readings and any(readings.undecided) else {}),
        }

    def package(self, followed_package: FollowedPackage) -> Json:
        return {
            "options": self.case.package_names(followed_package.options),
            "values": {
                name: self.number(value) for name, value in zip(self.case.parties, followed_package.values, strict=True)
            },
            "open": list(followed_package.open),
            "gone": followed_package.gone,
        }

    def waiting(self) -> list[Json]:
        """Per package that leads at some date, what waiting for it costs each party in each period."""
        return [
            {
                "options": self.case.package_names(waiting.package.options),
                "costs": {
                    self.case.parties[cost.party]: {
                        "each": [self.number(points) for points in cost.each],
                        "total": self.number(cost.until[-1]),
                        "discounted": cost.discounted,
                    }
                    for cost in waiting.costs
                },
            }
            for waiting in self.answer.waiting
        ]

    def openings(self, owner: Owner) -> list[Owned]:
        """The levers that open a date, each kept back also where it is."""
        named = [(self.case.levers[lever.lever].name, lever.opens) for lever in self.dates.levers]
        return [
            Owned({"lever": name, "opens": list(opens)}, owner_of_all((owner, self.owners.lever_effect(name))))
            for name, opens in named
        ]

    def flags(self, now: Ripeness) -> Json:
        readings = self.answer.readings
        return {
            self.case.parties[flags.party]: {
                "hurting": flags.hurting,
                "no_victory": flags.no_victory,
                "falls": self.number(flags.falls),
                "best_escalation": self.number(flags.best_escalation),
                "walk_away": self.number(flags.walk_away),
                "hurting_share": None if readings is None else self.share(readings.hurting[flags.party]),
                "no_victory_share": None if readings is None else self.share(readings.no_victory[flags.party]),
            }
            for flags in now.parties
        }

    def way_out(self, now: Ripeness) -> Json:
        return {"open": now.way_out, "margin": self.number(now.margin)}

    def events(self) -> list[Owned]:
        events = {} if self.timing is None else self.timing.events
        return [
            Owned(
                {"id": name, "title": event.title, "period": event.period},
                self.owners.part(("judgements", "timing", "events", name)),
            )
            for name, event in events.items()
        ]
