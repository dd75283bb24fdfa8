"""Random cases of which every name stands for one thing alone, so that a sentence can be read back into the case."""

from __future__ import annotations

from decimal import Decimal
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Any, TypeAlias

from tests.laws.cases import with_moves
from tests.oracles.random_cases import Draw, as_yaml, random_case
from tests.oracles.random_tables import random_case_with_tables
from tests.oracles.random_timing import change
from winset import read
from winset.study import Study

Raw: TypeAlias = dict[Any, Any]

PARTIES = {"north": "Arkland", "south": "Berovia", "east": "Cestria", "west": "Dunmark"}
ISSUES = {"border": "Harbours", "troops": "Mines", "trade": "Rivers", "prisoners": "Woods"}
OPTIONS = {"full": "wide", "half": "narrow", "none": "closed"}
STEPS = ("first", "second", "third", "fourth")
STEP_TITLES = dict(zip(STEPS, ("dredging", "surveying", "paving", "planting"), strict=True))
EVENTS = {"first": "flood", "second": "harvest"}
TABLES = {"talks": "Oakroom", "first": "Elmroom", "second": "Ashroom", "third": "Yewroom"}


def truth_case(number: int) -> Raw:
    """A small random case with ranges, most with tables, many with a plan; the same number gives the same case."""
    random = Random(f"truth {number}")
    raw: Raw = random_case(random) if number % 2 else random_case_with_tables(random)
    raw["parties"] = {party: {**held, "name": PARTIES[party]} for party, held in raw["parties"].items()}
    for party in raw["parties"].values():
        party.pop("in_sentence", None)
    for name, issue in raw["issues"].items():
        issue.pop("in_sentence", None)
        issue["title"] = ISSUES[name]
        issue["options"] = {option: _option(name, option, held) for option, held in issue["options"].items()}
    for name, table in raw.get("tables", {}).items():
        table["title"] = TABLES[name]
    if number % 4 == 1:
        raw = with_moves(raw, random)
    if number % 3 == 0:
        raw["plan"] = random_plan(random, raw)
    if number % 3 == 1:
        raw["judgements"]["timing"] = random_time(random, raw)
    return raw


def random_time(random: Random, raw: Raw) -> Raw:
    """Changes up and down, one for all periods or by period, events, and the lever of the case applied and lifted."""
    parties, last = list(raw["parties"]), random.randint(1, 4)
    timing: Raw = {"period": "a month", "horizon": last, "parties": {}, "events": {}}
    for party in parties:
        told: Raw = {}
        if random.random() < 0.8:
            told["walk_away_change"] = [change(random), change(random)] if random.random() < 0.3 else change(random)
        if random.random() < 0.7:
            told["discount"] = random.choice(("9/10", "3/4", 1))
        if random.random() < 0.6:
            told["best_escalation"] = change(random, 20, 90)
        if told:
            timing["parties"][party] = told
    if random.random() < 0.5:
        for party in random.sample(parties, 2):
            told = timing["parties"].setdefault(party, {})
            told["power"] = {"now": change(random, 20, 60), "change": change(random, -3, 3), "believes": 60}
            told["cost"] = change(random, 5, 25)
    levers = list(raw["judgements"].get("levers", {}))
    for name in list(EVENTS)[: random.choice((0, 1, 2))]:
        moves: Raw = {"walk_away": {party: change(random, -15, 15) for party in parties if random.random() < 0.5}}
        timing["events"][name] = {"title": EVENTS[name], "period": random.randint(0, last), "moves": moves}
        if levers and random.random() < 0.3:
            moves["apply"] = levers
    if levers and random.random() < 0.4:
        timing["levers"] = {levers[0]: {"from": 0, **({"until": 1} if random.random() < 0.4 else {})}}
    if len(parties) > 2 and random.random() < 0.4:
        add_contests(random, timing, parties, random.choice(list(raw["issues"])))
    return timing


def add_contests(random: Random, timing: Raw, parties: list[str], issue: str) -> None:
    """Every two of three parties could fight over one issue."""
    three = random.sample(parties, 3)
    for party in three:
        told = timing["parties"].setdefault(party, {})
        told["power"] = {"now": change(random, 20, 60), "change": change(random, -3, 3)}
        if random.random() < 0.9:
            told["cost"] = change(random, 5, 60)
    timing["contests"] = {
        f"between_{first}_{second}": {
            "title": f"{PARTIES[first]} against {PARTIES[second]}",
            "parties": [first, second],
            "issue": issue,
            "basis": "inferred",
            "because": "x",
        }
        for first, second in combinations(three, 2)
    }


def _option(issue: str, option: str, held: Any) -> Raw:
    more = (
        {key: value for key, value in held.items() if key not in ("label", "in_sentence")}
        if isinstance(held, dict)
        else {}
    )
    return {"label": f"{ISSUES[issue][:-1].lower()} {OPTIONS[option]}", **more}


def random_plan(random: Random, raw: Raw) -> Raw:
    """A plan of two to four steps, of which some hurt others than their owner, some carry out options."""
    draw = Draw(random=random, coarse=random.random() < 0.5)
    parties, burdens = list(raw["parties"]), draw.chance(0.5)
    steps: Raw = {}
    for name in STEPS[: random.randint(2, 4)]:
        owner = random.choice(parties)
        worth: Raw = {owner: {random.choice(("once", "each")): _number(draw, -9, 1)}}
        for party in parties:
            if party != owner and draw.chance(0.7):
                worth[party] = {random.choice(("once", "each")): _number(draw, -4 if burdens else 1, 9)}
        reversible = draw.chance(0.6)
        steps[name] = {
            "title": STEP_TITLES[name],
            "by": owner,
            "worth": worth,
            "reversible": reversible,
            "divisible": draw.chance(0.5),
            "at": {0: Decimal("0.5"), 2: Decimal("0.5")} if draw.chance(0.2) else {random.randint(0, 3): 1},
        }
        if len(steps[name]["at"]) > 1:
            steps[name]["divisible"] = True
        if reversible:
            steps[name]["snapback"] = random.choice((1, Decimal("0.8"), [Decimal("0.4"), Decimal("0.9")]))
        if draw.chance(0.4):
            issue = random.choice(list(raw["issues"]))
            others = [x for x in raw["issues"][issue]["options"] if x != raw["issues"][issue].get("status_quo")]
            steps[name]["carries_out"] = {issue: random.choice(others)}
    terms = {
        party: {
            "discount": random.choice((Decimal("0.9"), Decimal("0.8"), [Decimal("0.7"), Decimal("0.95")])),
            "detection": random.choice((1, Decimal("0.5"), [Decimal("0.3"), Decimal("0.9")])),
            "lag": random.choice((0, 1, 2)),
            **({"penalty": random.choice((1, 4, [0, 6]))} if draw.chance(0.3) else {}),
            **({"exit_gain": random.choice((1, 3))} if draw.chance(0.2) else {}),
            **({"false_alarm": Decimal("0.05")} if draw.chance(0.15) else {}),
        }
        for party in parties
    }
    return {"period": "a month", "steps": steps, "parties": terms}


def _number(draw: Draw, low: int, high: int) -> Any:
    first = draw.random.randint(low, high)
    return first if draw.chance(0.6) else [first - draw.random.randint(1, 4), first + draw.random.randint(1, 4)]


def study_of(raw: Raw, folder: Path) -> Study:
    """The case, read from its file."""
    (folder / "case.yaml").write_text(as_yaml(raw), encoding="utf-8")
    return read(folder)
