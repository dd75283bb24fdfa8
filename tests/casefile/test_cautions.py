"""Warnings of what a verdict hangs on: numbers without a range, refusals without a price, deals that nothing breaks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support import plain_yaml
from winset.casefile.read import check_case

SHUT = {"ideal": "shut", "basis": "inferred", "because": "x"}
OPEN = {"ideal": "open", "basis": "inferred", "because": "x"}
OPTIONS = {"shut": "shut", "half": "half", "open": "open"}


def cautions(folder: Path, *, gate: dict[str, Any] | None = None, **sections: Any) -> list[tuple[str, str]]:
    """The warnings of a small case with these sections, as codes and messages. gate: more of its one issue."""
    case = {
        "winset": 1,
        "case": {"id": "gate", "title": "The gate"},
        "parties": {"north": {"name": "North"}, "south": {"name": "South"}},
        "issues": {"gate": {"status_quo": "shut", "options": OPTIONS, **(gate or {})}},
        "positions": {"gate": {"north": SHUT, "south": OPEN}},
        **sections,
    }
    (folder / "case.yaml").write_text(plain_yaml.safe_dump(case, sort_keys=False), encoding="utf-8")
    found = check_case(folder)
    assert not found.errors, found.errors
    return [(problem.code, problem.message) for problem in found.problems if problem.code in ("W312", "W313", "W314")]


@pytest.mark.parametrize(
    ("walk_away", "named"),
    [
        ({"north": 40, "south": 30}, "2 walk-aways have no range: north, south"),
        ({"north": [30, 40, 50], "south": 30}, "1 walk-away has no range: south"),
        ({"north": [30, 40], "south": "status_quo"}, None),
        ({"south": {"status_quo": 5}}, "1 walk-away has no range: south"),
        ({"south": {"status_quo": [-5, 5]}}, None),
        ({"south": {"points": 30, "because": "the price of another gate"}}, None),
        ({"south": {"points": 30, "handling": "restricted"}}, "1 walk-away has no range: south"),
        ({}, None),
    ],
)
def test_walk_aways_have_ranges_or_a_reason_to_be_exact(
    tmp_path: Path, walk_away: dict[str, Any], named: str | None
) -> None:
    assert cautions(tmp_path, judgements={"walk_away": walk_away}) == ([("W312", named)] if named else [])


def test_the_numbers_of_a_plan_get_one_warning_and_its_shares_none(tmp_path: Path) -> None:
    step = {"by": "north", "reversible": True, "at": {0: 1}}
    plan = {"period": "a month", "steps": {"gate": step}}
    assert cautions(tmp_path, plan=plan) == []
    step["worth"] = {"north": {"once": 5, "each": [1, 2]}, "south": {"each": -1}}
    assert cautions(tmp_path, plan=plan) == [("W312", "2 numbers of the plan have no range: steps.gate (2)")]
    plan["parties"] = {"south": {"discount": 0.9, "exit_gain": [1, 2]}}
    ((_, message),) = cautions(tmp_path, plan=plan)
    assert message == "5 numbers of the plan have no range: steps.gate (2), parties.south (3)"


REFUSES = {**SHUT, "rejects": ["open"]}
WEIGHED = {"salience": {"gate": {"north": [40, 60]}}}


@pytest.mark.parametrize(
    ("cell", "judged", "gate", "code"),
    [
        (REFUSES, WEIGHED, {}, ["W313"]),
        (REFUSES, {}, {}, []),
        (REFUSES, {**WEIGHED, "scores": {"gate": {"north": {"open": 0}}}}, {}, []),
        (REFUSES, {**WEIGHED, "scores": {"gate": {"north": {"half": [20, 30]}}}}, {}, []),
        (REFUSES, {**WEIGHED, "orders": {"gate": {"north": ["shut", "half", "open"]}}}, {}, []),
        (REFUSES, WEIGHED, {"scale": True}, []),
        ({**SHUT, "rejects": ["half"]}, WEIGHED, {"scale": True}, ["W313"]),
        ({**SHUT, "rejects": ["half", "open"]}, WEIGHED, {}, []),
        (SHUT, WEIGHED, {}, []),
    ],
)
def test_a_refused_option_that_scores_by_rule_what_another_scores_has_no_price(
    tmp_path: Path, cell: dict[str, Any], judged: dict[str, Any], gate: dict[str, Any], code: list[str]
) -> None:
    found = cautions(tmp_path, gate=gate, positions={"gate": {"north": cell, "south": OPEN}}, judgements=judged)
    assert [one for one, _ in found] == code


HARMED = {"positions": {"gate": {"north": SHUT, "south": {**OPEN, "rejects": ["shut"]}}}}


def moves(*pairs: tuple[str, str]) -> dict[str, Any]:
    return {"gate": {"by": ["south"], "from_to": [list(pair) for pair in pairs]}}


@pytest.mark.parametrize(
    ("sections", "code"),
    [
        ({**HARMED}, []),
        ({**HARMED, "moves": moves(("shut", "open"))}, ["W314"]),
        ({**HARMED, "moves": moves(("shut", "open"), ("open", "half"))}, ["W314"]),
        ({**HARMED, "moves": moves(("open", "shut"))}, []),
        ({**HARMED, "moves": moves(("shut", "shut"))}, ["W314"]),
        ({**HARMED, "moves": {"gate": {"by": ["north"]}}}, []),
        ({"moves": moves(("shut", "open"))}, []),
        ({"moves": moves(("shut", "open")), "judgements": {"scores": {"gate": {"south": {"shut": 0}}}}}, ["W314"]),
        ({"moves": moves(("shut", "open")), "judgements": {"scores": {"gate": {"south": {"shut": [0, 9]}}}}}, []),
        (
            {"moves": moves(("shut", "open")), "judgements": {"orders": {"gate": {"south": ["open", "half", "shut"]}}}},
            ["W314"],
        ),
    ],
)
def test_a_harmful_status_quo_that_no_move_brings_back_is_named(
    tmp_path: Path, sections: dict[str, Any], code: list[str]
) -> None:
    assert [one for one, _ in cautions(tmp_path, **sections)] == code


@pytest.mark.parametrize(("reversible", "code"), [(False, []), (True, ["W314"])])
def test_what_the_plan_says_cannot_be_undone_needs_no_move_back(
    tmp_path: Path, reversible: bool, code: list[str]
) -> None:
    step = {"by": "north", "carries_out": {"gate": "open"}, "reversible": reversible, "at": {0: 1}}
    plan = {"period": "a month", "steps": {"gate": step}}
    assert [one for one, _ in cautions(tmp_path, **HARMED, moves=moves(("shut", "open")), plan=plan)] == code


def test_a_case_with_an_error_is_warned_of_none_of_this(tmp_path: Path) -> None:
    cautions(tmp_path, judgements={"walk_away": {"north": 40}})
    path = tmp_path / "case.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("status_quo: shut", "status_quo: ajar"), encoding="utf-8")
    assert [problem.code for problem in check_case(tmp_path).problems] == ["E203"]
