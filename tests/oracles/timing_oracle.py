"""The dates answered slowly: the case is written anew for each date, with its walk-aways as they are then, and settled.

A change of walk-aways, an event and a lever are each one sentence of the definition, and every number is a `Fraction`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from .settlement_oracle import (
    Answer,
    Package,
    answer,
    central,
    open_packages,
    refusing_councils,
    values_of,
    walk_away,
)

Case = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What no date changes: the value of each package to each party, and the walk-aways to begin with."""

    case: Case
    table: str | None
    values: dict[Package, dict[str, Fraction]]
    walk_aways: dict[str, Fraction | None]


def standing(case: Case, table: str | None = None) -> Standing:
    """What no date changes of a case that nobody changes meanwhile."""
    return Standing(
        case=case,
        table=table,
        values=values_of(case, open_packages(case, table)),
        walk_aways={party: walk_away(case, party) for party in case["parties"]},
    )


def change_in(case: Case, party: str, period: int) -> Fraction:
    """By how much a walk-away changes from one period to the next."""
    told = timing(case).get("parties", {}).get(party, {}).get("walk_away_change")
    if told is None:
        return Fraction(0)
    is_by_period = isinstance(told, list) and isinstance(told[0], list)
    return central(told[min(period, len(told) - 1)] if is_by_period else told)


def presses(case: Case, lever: str, period: int) -> bool:
    """Whether the last thing that happened to a lever up to a period is that it was applied."""
    dates = timing(case).get("levers", {}).get(lever)
    happened = [] if dates is None else [(dates["from"], True)]
    happened += [(dates["until"], False)] if dates is not None and "until" in dates else []
    for event in timing(case).get("events", {}).values():
        happened += [(event["period"], True)] if lever in event["moves"].get("apply", []) else []
        happened += [(event["period"], False)] if lever in event["moves"].get("lift", []) else []
    past = [one for one in happened if one[0] <= period]
    return bool(past) and max(past)[1]


def walk_away_at(known: Standing, party: str, period: int, also: str | None = None) -> Fraction | None:
    """A party's walk-away in a period. also: a lever that presses besides."""
    case, level = known.case, known.walk_aways[party]
    if level is None:
        return None
    for earlier in range(period):
        level += change_in(case, party, earlier)
    for event in timing(case).get("events", {}).values():
        if event["period"] <= period:
            level += central(event["moves"].get("walk_away", {}).get(party, 0))
    for lever, effect in case["judgements"].get("levers", {}).items():
        if case["levers"][lever]["target"] == party and (lever == also or presses(case, lever, period)):
            level += central(effect["walk_away"])
    return level


def settled_at(known: Standing, period: int, also: str | None = None) -> Answer:
    """The settlement answer of the case as it is in a period."""
    case = known.case
    walk_aways = dict(case["judgements"].get("walk_away", {}))
    for party in case["parties"]:
        level = walk_away_at(known, party, period, also)
        if level is not None:
            walk_aways[party] = str(level)
    then = {**case, "judgements": {**case["judgements"], "walk_away": walk_aways}}
    return answer(then, known.table, known.values)


def margin(known: Standing, found: Answer) -> Fraction | None:
    """By how much all walk-aways can rise together, until the last feasible package falls; None where one never does,
    or where none would ever be accepted.
    """
    reach = [_reach(known, found, x) for x in found.feasible]
    return None if None in reach else max((one for one in reach if one is not None and one != NEVER), default=None)


NEVER = Fraction(-(10**9))


def _reach(known: Standing, found: Answer, x: Package) -> Fraction | None:
    """The same of a package: what it brings those whom it needs, and those whose votes it needs, bounds the rise."""
    case, values, walk_aways = known.case, found.values[x], found.walk_aways
    gains = {who: values[who] - level for who, level in walk_aways.items() if level is not None}
    bound = min((gains[who] for who in found.required[x] if who in gains), default=None)

    def refused(above: Fraction) -> bool:
        return bool(refusing_councils(case, known.table, x, found.required[x], values, walk_aways, above))

    if not refused(max([*gains.values(), Fraction(0)]) + 1):
        return bound
    by_votes = max((gain for gain in gains.values() if not refused(gain)), default=NEVER)
    return by_votes if bound is None else min(bound, by_votes)


def timing(case: Case) -> Mapping[str, Any]:
    found: Mapping[str, Any] = case["judgements"]["timing"]
    return found
