"""A cell that says what a party refuses and not what it wants: its red lines bind, nothing else is assumed of it."""

from __future__ import annotations

from copy import deepcopy
from fractions import Fraction
from random import Random

import numpy as np
import pytest

from winset.analyses.robustness.switches import silence_resolved
from winset.analyses.settlement.packages import feasible_packages
from winset.analyses.settlement.settle import solve
from winset.compiled import Compiled
from winset.readings import central, draw_readings
from winset.readings.shapes import Drawer, central_salience, central_scores
from winset.readings.streams import Unit

from .cases import Raw, dispute, positions, random_raw

FEW, MANY = 25, 300
sizes = pytest.mark.parametrize("cases", [FEW, pytest.param(MANY, marks=pytest.mark.slow)])
DRAWS = range(60)


def refusing(raw: Raw, issue: str, party: str, *options: str) -> Raw:
    """The case in which the party only refuses these options of the issue; nothing is judged of it there."""
    changed = deepcopy(raw)
    changed["positions"][issue][party] = {"rejects": list(options), "basis": "inferred", "because": "x"}
    for kind in ("salience", "scores", "orders"):
        rows = changed.get("judgements", {}).get(kind, {})
        rows.get(issue, {}).pop(party, None)
        if not rows.get(issue, True):
            del rows[issue]
    return changed


def open_cells(case: Compiled) -> list[tuple[int, int]]:
    """Those that refuse something and say no more."""
    return [(party, issue) for party, issue in case.silent_cells() if case.cells[party][issue].rejects]


@sizes
def test_it_is_indifferent_centrally_and_its_red_lines_bind(cases: int) -> None:
    seen = 0
    for number in range(cases):
        case = positions(random_raw(f"refusals {number}"))
        for party, issue in open_cells(case):
            cell = case.cells[party][issue]
            assert set(cell.rejects) <= set(case.structure.red_lines[party])
            if cell.has_scores or cell.salience is not None:
                continue
            seen += 1
            assert central_salience(case, party, issue) == 0
            assert set(central_scores(case, party, issue)) == {Fraction(50)}
    assert seen


@sizes
def test_in_draws_it_never_wants_what_it_refuses_and_wants_the_rest_as_often(cases: int) -> None:
    wanted, unit = 0, Unit(parts=100)
    for number in range(cases):
        case = positions(random_raw(f"refusals {number}"))
        drawer = Drawer(case, 5, DRAWS, ranges=True)
        for party, issue in open_cells(case):
            cell = case.cells[party][issue]
            if cell.has_scores:
                continue
            ideals = drawer.ideals(party, issue)
            left = set(range(case.structure.sizes[issue])) - cell.rejected
            assert set(ideals.tolist()) == left
            scores = drawer.scores(party, issue, unit)
            assert (scores[np.arange(len(DRAWS)), ideals] == 100 * unit.parts).all()
            wanted += len(left) > 1
    assert wanted


@sizes
def test_it_is_a_silent_cell_with_red_lines_and_nothing_else(cases: int) -> None:
    """Without its red lines the case is the one in which the cell is silent: in the central reading and in draws."""
    seen = 0
    for number in range(cases):
        raw = random_raw(f"refusals {number}")
        silent = deepcopy(raw)
        places = [
            (issue, party)
            for issue, cells in raw["positions"].items()
            for party, cell in cells.items()
            if isinstance(cell, dict) and "rejects" in cell and "ideal" not in cell
        ]
        for issue, party in places:
            silent["positions"][issue][party] = "silent"
        case, other = positions(raw), positions(silent)
        assert case.silent_cells() == other.silent_cells()
        mine, its = central(case), central(other)
        assert np.array_equal(mine.worth, its.worth)
        assert mine.walk_away == its.walk_away
        packages = {tuple(map(int, package)) for package in feasible_packages(case.structure)}
        every = {tuple(map(int, package)) for package in feasible_packages(other.structure)}
        assert packages <= every
        seen += packages < every
    assert seen


def test_a_refusal_that_is_added_to_a_silent_cell_changes_no_other_draw() -> None:
    raw = dispute()
    raw["positions"]["prisoners"]["south"] = "silent"
    options = list(raw["issues"]["prisoners"]["options"])
    before = draw_readings(positions(raw), 3, DRAWS)
    after = draw_readings(positions(refusing(raw, "prisoners", "south", options[0])), 3, DRAWS)
    north = list(raw["parties"]).index("north")
    assert np.array_equal(before.worth[:, north], after.worth[:, north])


@sizes
def test_its_wishes_and_further_refusals_leave_out_what_it_refuses_already(cases: int) -> None:
    draw, seen = Random("resolved"), 0
    for number in range(cases):
        case = positions(random_raw(f"refusals {number}"))
        named = {
            (case.issues[issue], case.parties[party]): {
                case.options[issue][option] for option in case.cells[party][issue].rejected
            }
            for party, issue in open_cells(case)
        }
        for of_input, changed in silence_resolved(case):
            issue, party, option = of_input.names
            assert option not in named.get((issue, party), set())
            if (issue, party) in named and draw.random() < 0.5:
                seen += 1
                owner, place = case.parties.index(party), case.issues.index(issue)
                assert case.cells[owner][place].rejected <= changed.cells[owner][place].rejected
    assert seen


def test_without_any_other_word_the_refusals_alone_decide() -> None:
    """A case that says nothing but refusals is not blank: what nobody refuses can be agreed on."""
    raw = dispute()
    raw.pop("judgements", None)
    for issue, cells in raw["positions"].items():
        for party in list(cells):
            cells[party] = "silent"
        if issue == "border":
            last = list(raw["issues"][issue]["options"])[-1]
            cells["north"] = {"rejects": [last], "basis": "inferred", "because": "x"}
    case = positions(raw)
    assert not case.is_blank
    answer = solve(central(case))
    border = case.issues.index("border")
    last = case.structure.sizes[border] - 1
    assert answer.counts.acceptable == answer.counts.feasible > 0
    assert all(package[border] != last for package in map(tuple, feasible_packages(case.structure)))
