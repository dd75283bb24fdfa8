"""Every judged number reads as it would be printed: in the words that stand beside its field in the model."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest

from tests.support.places import ROOT
from winset.casefile.read import check_case
from winset.model.case import Case
from winset.model.claims import Node
from winset.model.marks import Reads
from winset.model.numbers import Span
from winset.model.placed import models, parts_of, placed_numbers, shapes
from winset.report.number_words import NumberWords

EXAMPLES = ("alaska-2025", "camp-david-1978", "classroom", "exchange")
CASE: dict[str, Any] = {
    "winset": 1,
    "case": {"id": "strait", "title": "A strait"},
    "parties": {
        "north": {"name": "Republic of the North", "in_sentence": "the North"},
        "south": {"name": "South"},
    },
    "issues": {
        "tolls": {
            "title": "Tolls in the strait",
            "in_sentence": "tolls",
            "status_quo": "none",
            "options": {"none": "no tolls", "low": "low tolls"},
        }
    },
    "positions": {"tolls": {"rest": {"basis": "silent"}}},
    "levers": {"embargo": {"title": "An embargo", "holders": ["north"], "target": "south"}},
    "tables": {
        "port": {
            "title": "The port",
            "seated": ["north", "south"],
            "ratifiers": [{"body": "the assembly", "follows": "south", "above_walk_away": [0, 2, 4]}],
        }
    },
    "plan": {
        "period": "a month",
        "steps": {
            "open": {
                "title": "The strait opens",
                "by": "north",
                "reversible": True,
                "snapback": Decimal("0.5"),
                "at_most": Decimal("0.25"),
                "worth": {"north": {"once": [-3, -2, -1]}, "south": {"each": 4}},
                "at": {0: 1},
            }
        },
        "parties": {
            "north": {
                "discount": Decimal("0.9"),
                "lag": [1, 2, 3],
                "open_lag": 1,
                "detection": Decimal("0.5"),
                "exit_gain": [[0, 1], [2, 3]],
                "penalty": 1,
                "false_alarm": Decimal("0.01"),
            }
        },
        "trigger": {"of": ["south"], "willing": {"south": [Decimal("0.5"), Decimal("0.75")]}},
    },
    "judgements": {
        "salience": {"tolls": {"north": [20, 30, 40]}},
        "scores": {"tolls": {"south": {"low": 60}}},
        "walk_away": {"north": "status_quo", "south": {"status_quo": [-20, -10, 0]}},
        "capability": {"north": 50},
        "refusal": {"south": 3},
        "spoil": {"south": {"north": [-5, -2, 0]}},
        "tables": {"port": {"worth": {"north": [1, 2]}}},
        "links": [{"party": "north", "when": {"tolls": ["none", "low"]}, "points": 5}],
        "levers": {"embargo": {"walk_away": [-9, -6, -3]}},
        "timing": {
            "period": "a year",
            "parties": {
                "north": {
                    "walk_away_change": [[-2, -1], [0, 0]],
                    "discount": Decimal("0.9"),
                    "power": {"now": 50, "change": [-1, 0, 1], "believes": 70},
                    "cost": [10, 20],
                    "best_escalation": 40,
                }
            },
            "events": {"ice": {"period": 2, "moves": {"walk_away": {"north": 3}, "power": {"south": -1}}}},
            "limits": {"tolls": {"low": {"north": 1}}},
            "contests": {
                "strait": {
                    "title": "The strait",
                    "parties": ["north", "south"],
                    "issue": "tolls",
                    "shares": {"low": 40},
                    "largest_cost": {"north": 30},
                    "kinds": {"south": {"strong": 60, "weak": 30, "chance": 50, "strong_loses": 20, "weak_loses": 40}},
                    "ratified": {"south": [20, 30]},
                    "holding_out": {"north": {"prize": 9, "each": 2}},
                }
            },
        },
    },
}
LINES = {
    "The port: the assembly, 2 (0 to 4) points above the walk-away of South",
    "The strait opens: put back, once that is decided, with a chance of 0.5",
    "The strait opens: a share of at most 0.25 in one period",
    "The strait opens: −2 (−3 to −1) points to the North, once",
    "The strait opens: 4 points to South in each period",
    "The North: a point one period later is worth 0.9 now",
    "The North: a hidden breach is noticed with a chance of 0.5 in a period",
    "The North: the answer to a hidden breach bites 2 (1 to 3) periods after it is noticed",
    "The North: the answer to an open breach bites 1 period after it",
    "The North: leaving the agreement brings 0 to 1 points in period 0",
    "The North: leaving the agreement brings 2 to 3 points from period 1 on",
    "The North: a breach costs 1 point, which third parties see to",
    "The North: a step is put back with a chance of 0.01 in a period though nobody broke anything",
    "South: a vote for it with a chance of 0.5 to 0.75",
    "The North on tolls: 30 (20 to 40)",
    "South on tolls, “low tolls”: 60",
    "The North: as much as the status quo package",
    "South: 10 (0 to 20) points less than the status quo package",
    "The North: 50",
    "South: 3 points",
    "South: −2 (−5 to 0) points to the North",
    "The port: 1 to 2 points to the North",
    "The North, “no tolls” or “low tolls”: 5 points",
    "An embargo: the walk-away of South falls by 6 (3 to 9) points",
    "The North: walk-away falls by 1 to 2 points up to period 1",
    "The North: walk-away changes by 0 points each period from period 1 on",
    "The North: strength now 50",
    "The North: strength changes by 0 (−1 to 1) each period",
    "The North: own chance to prevail, as the party sees it, 70 %",
    "The North: fighting on costs 10 to 20 % of all that is at stake",
    "The North: escalating could reach 40 points at best",
    "Ice (period 2): the walk-away of the North rises by 3 points",
    "Ice (period 2): the strength of South falls by 1",
    "“low tolls”: that of the North by 1",
    "The strait: “low tolls” gives the North 40 %",
    "The strait: fighting costs the North at most 30 %, as the other sees it",
    "The strait: South, if strong, asks for 60 %",
    "The strait: South, if weak, asks for 30 %",
    "The strait: chance that South is weak, as the other sees it, 50 %",
    "The strait: chance that South loses a battle if strong 20 %",
    "The strait: chance that South loses a battle if weak 40 %",
    "The strait: at least 20 to 30 % for South is ratified at home",
    "The strait: if the other gives in, a prize of 9 points to the North",
    "The strait: each period of holding out costs the North 2 points",
}


def lines(case: Case) -> list[str]:
    words = NumberWords(case)
    return [line.text for placed in placed_numbers(case) if (line := words.line(placed)) is not None]


def test_every_kind_of_number_reads_as_a_phrase() -> None:
    assert set(lines(Case.model_validate(CASE))) == LINES


def test_every_field_of_numbers_has_words() -> None:
    without = [
        f"{model.__name__}.{shape.name}"
        for model in models(Node)
        if model.__module__.startswith("winset.model")
        for shape in shapes(model)
        if Span in parts_of(shape.annotation)
        and not any(isinstance(mark, Reads) and (mark.number or not mark.listed) for mark in shape.marks)
    ]
    assert not without


@pytest.mark.parametrize("example", EXAMPLES)
def test_no_number_of_an_example_is_told_by_a_name_of_the_file(example: str) -> None:
    case = check_case(ROOT / "examples" / example / "case.yaml").case
    assert case is not None
    said = lines(case)
    assert said
    assert not [line for line in said if "_" in line or re.search(r": [^:]*: |^[a-z]|\bnumber \d", line)]
