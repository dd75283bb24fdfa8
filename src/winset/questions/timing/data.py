"""What time does, and what bargaining theory says beside it, as plain data for JSON."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from fractions import Fraction
from typing import Any

from winset.analyses.timing.bargaining_range import MissingMiddle
from winset.analyses.timing.contest_answers import NOT_COUNTED, ContestAnswer, ContestShares
from winset.analyses.timing.contests import ContestedIssue
from winset.analyses.timing.dates import DateAnswer, FollowedPackage
from winset.analyses.timing.given import NotEnoughGiven
from winset.analyses.timing.power import PowerAnswer
from winset.analyses.timing.ripeness import Ripeness
from winset.compiled import Compiled
from winset.questions.question import Saying
from winset.questions.timing.contest_words import MODEL, SHIFT
from winset.questions.timing.solve import TimingAnswer
from winset.questions.timing.words import COST, DEFINITION, PATHS
from winset.report.blocks import Json, Owned
from winset.report.counts import DIGITS, NOT_A_PROBABILITY, rounded, share_data
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

    def date(self, date: DateAnswer) -> Json:
        readings = self.answer.readings
        return {
            "period": date.period,
            "walk_away": {
                name: rounded(points) for name, points in zip(self.case.parties, date.walk_away, strict=True)
            },
            "has_deal": date.has_deal,
            "acceptable": date.acceptable,
            "error": round(date.error, DIGITS),
            "leading": None if date.leading is None else self.case.package_names(date.leading),
            "margin": rounded(date.margin),
            "pivotal": [self.case.parties[party] for party in date.pivotal],
            "levers": [self.case.levers[lever].name for lever in date.pressing],
            "gone": None if self.dates.gone is None else self.dates.gone[date.period],
            "opened": None if self.dates.opened is None else self.dates.opened[date.period],
            "deal": None if readings is None else share_data(readings.deals[date.period]),
            **({"undecided": readings.undecided_at(date.period)} if readings and any(readings.undecided) else {}),
        }

    def package(self, followed_package: FollowedPackage) -> Json:
        return {
            "options": self.case.package_names(followed_package.options),
            "values": {
                name: rounded(value) for name, value in zip(self.case.parties, followed_package.values, strict=True)
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
                        "each": [rounded(points) for points in cost.each],
                        "total": rounded(cost.until[-1]),
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
                "falls": rounded(flags.falls),
                "best_escalation": rounded(flags.best_escalation),
                "walk_away": rounded(flags.walk_away),
                "hurting_share": None if readings is None else share_data(readings.hurting[flags.party]),
                "no_victory_share": None if readings is None else share_data(readings.no_victory[flags.party]),
            }
            for flags in now.parties
        }

    def way_out(self, now: Ripeness) -> Json:
        return {"open": now.way_out, "margin": rounded(now.margin)}

    def events(self) -> list[Owned]:
        events = {} if self.timing is None else self.timing.events
        return [
            Owned(
                {"id": name, "title": event.title, "period": event.period},
                self.owners.part(("judgements", "timing", "events", name)),
            )
            for name, event in events.items()
        ]


def theory_data(answer: TimingAnswer) -> Json:
    """The contests, the stakes of three or more, who gains from patience, and bodies that vote; a test for which not
    enough is given says what is missing.
    """
    shares = answer.contest_shares or (NOT_COUNTED,) * len(answer.contests)
    return {
        "contests": [
            _contest(answer.case, contest_answer, share)
            for contest_answer, share in zip(answer.contests, shares, strict=True)
        ],
        "contested": [_contested(answer.case, contested) for contested in answer.contested],
        "patience": _patience(answer),
        "bodies": {body.name: plain(body.division) for body in answer.bodies},
    }


def _contest(case: Compiled, contest_answer: ContestAnswer, shares: ContestShares) -> Json:
    pair = [case.parties[party] for party in contest_answer.contest.parties]
    tests, numbers = contest_answer.tests, contest_answer.numbers
    issue = contest_answer.contest.issue
    return {
        "id": contest_answer.contest.name or None,
        "parties": pair,
        "issue": None if issue is None else case.issues[issue],
        "chance": plain(numbers.chance),
        "costs": dict(zip(pair, map(plain, numbers.costs), strict=True)),
        "beliefs": dict(zip(pair, map(plain, numbers.beliefs), strict=True)),
        "range": plain(tests.range),
        "optimism": plain(tests.optimism),
        "missing_middle": _middle(case, contest_answer, tests.middle),
        "demands": dict(zip(pair, map(plain, tests.demands), strict=True)),
        "offers": dict(zip(pair, map(plain, tests.offers), strict=True)),
        "battles": dict(zip(pair, map(plain, contest_answer.battles), strict=True)),
        "attrition": plain(contest_answer.attrition),
        "ratified": plain(contest_answer.ratified),
        "outside_option": dict(zip(pair, map(plain, contest_answer.outside), strict=True)),
        "power": _power(case, contest_answer.power),
        "shares": {name: share_data(getattr(shares, name), with_draws=True) for name in _names(shares)},
    }


def _contested(case: Compiled, contested: ContestedIssue) -> Json:
    values = contested.values or [None] * len(contested.parties)
    return {
        "issue": case.issues[contested.issue],
        "values": {case.parties[party]: plain(value) for party, value in zip(contested.parties, values, strict=True)},
        "stake": plain(contested.stake),
    }


def _middle(case: Compiled, contest_answer: ContestAnswer, middle: MissingMiddle | NotEnoughGiven) -> Any:
    issue = contest_answer.contest.issue
    if isinstance(middle, NotEnoughGiven) or issue is None:
        return plain(middle)
    options = [case.options[issue][option] for option, _ in contest_answer.contest.shares]
    lottery = middle.lottery
    return {
        "is_missing": middle.is_missing,
        "inside": [options[place] for place in middle.inside],
        "lottery": None
        if lottery is None
        else {
            "lower": options[lottery.lower],
            "upper": options[lottery.upper],
            "least": plain(lottery.least),
            "most": plain(lottery.most),
        },
        "payment": plain(middle.payment),
        "to_first": middle.to_first,
    }


def _power(case: Compiled, power: PowerAnswer | NotEnoughGiven) -> Any:
    if isinstance(power, NotEnoughGiven):
        return plain(power)
    first = power.commitment.first
    return {
        "discount": plain(power.discount),
        "chances": [plain(chance) for chance in power.chances],
        "lowest": [plain(limit) for limit in power.lowest],
        "highest": [plain(limit) for limit in power.highest],
        "unsafe": list(power.unsafe),
        "holds": power.commitment.holds,
        "excess": plain(power.excess),
        "first": None if first is None else {"rising": first.rising, "now": first.now, "later": first.later},
        "limits": [
            {
                "issue": case.issues[effect.issue],
                "option": case.options[effect.issue][effect.option],
                "chances": [plain(chance) for chance in effect.chances],
                "taken_off": plain(effect.taken_off),
                "holds": effect.holds,
            }
            for effect in power.limits
        ],
    }


def _patience(answer: TimingAnswer) -> Any:
    hurry = answer.hurry
    if isinstance(hurry, NotEnoughGiven):
        return plain(hurry)
    return {
        answer.case.parties[party]: {
            "discount": plain(discount),
            "offers_first": plain(first),
            "offers_last": plain(last),
            "short_rounds": round(short, DIGITS),
            "random_proposer": plain(drawn),
        }
        for party, discount, first, last, short, drawn in zip(
            hurry.parties, hurry.discounts, hurry.first, hurry.last, hurry.short, hurry.drawn, strict=True
        )
    }


def plain(value: Any) -> Any:
    """A result as JSON holds it: fractions as numbers, parts by their names, and what is missing said so."""
    if isinstance(value, NotEnoughGiven):
        return {"not_enough_given": list(value.missing)}
    if isinstance(value, Fraction):
        return rounded(value)
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if is_dataclass(value):
        return {name: plain(getattr(value, name)) for name in _names(value)}
    return value


def _names(value: Any) -> list[str]:
    return [field.name for field in fields(value)]
