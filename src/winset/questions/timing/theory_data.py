"""What bargaining theory says beside the answer on time, as plain data for JSON. All shares are parts of 1."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from fractions import Fraction
from typing import Any

from winset.analyses.timing.bargaining_range import MissingMiddle
from winset.analyses.timing.contest_answers import NOT_COUNTED, ContestAnswer, ContestShares
from winset.analyses.timing.contests import ContestedIssue
from winset.analyses.timing.given import NotEnoughGiven
from winset.analyses.timing.power import PowerAnswer
from winset.compiled import Compiled
from winset.questions.timing.solve import TimingAnswer
from winset.readings.shares import Share
from winset.report.blocks import Json
from winset.report.counts import DIGITS


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
        "shares": {name: _share(getattr(shares, name)) for name in _names(shares)},
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
        return round(float(value), DIGITS)
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if is_dataclass(value):
        return {name: plain(getattr(value, name)) for name in _names(value)}
    return value


def _names(value: Any) -> list[str]:
    return [field.name for field in fields(value)]


def _share(share: Share | None) -> Json | None:
    if share is None:
        return None
    return {"share": round(share.share, DIGITS), "error": round(share.error, DIGITS), "draws": share.draws}
