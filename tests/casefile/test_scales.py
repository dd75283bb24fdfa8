"""Numbers on two scales get a warning; numbers that are small on purpose get none."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from winset.casefile.checks.register import tree_of
from winset.casefile.checks.scales import two_scales
from winset.casefile.read import check_case
from winset.model.case import Case

CASE = """
winset: 1
case: {id: made, title: Made}
parties: {a: {name: A}, b: {name: B}}
issues:
  gate: {status_quo: shut, options: {shut: shut, open: open}}
  paint: {status_quo: rust, options: {rust: rust, red: red}}
positions:
  gate: {a: {ideal: shut, basis: inferred, because: x}, b: {ideal: open, basis: inferred, because: x}}
  paint: {a: {ideal: red, basis: inferred, because: x}, b: silent}
"""


def warned(folder: Path, judgements: str) -> list[tuple[str, str]]:
    """Where the warning stands, and its hint."""
    (folder / "case.yaml").write_text(f"{CASE}judgements: {{{judgements}}}\n", encoding="utf-8")
    found = [problem for problem in check_case(folder).problems if problem.code == "W320"]
    return [(".".join(map(str, problem.path[1:])), problem.hint) for problem in found]


@pytest.mark.parametrize(
    "judgements",
    [
        "salience: {gate: {a: 0.8, b: 0.3}, paint: {a: 0.5}}",  # all are shares; silent cells need no number
        "salience: {gate: {a: 95, b: 1}, paint: {a: 70}}",  # a whole 1 is meant
        "salience: {gate: {a: 95, b: 0}, paint: {a: 70}}",
        "salience: {gate: {a: [0, 0.5, 2], b: 60}, paint: {a: 3}}",  # a range that leaves the shares
        "salience: {gate: {a: 95.5, b: 2.5}, paint: {a: 70}}",
        "scores: {gate: {a: {shut: 1, open: 0}, b: {shut: 0, open: 0.6}}}",  # all of them
        "scores: {gate: {a: {shut: 100, open: 1}, b: {shut: 0, open: 100}}}",
        "scores: {gate: {a: {shut: 0, open: 0}, b: {shut: 0, open: 100}}}",
        "salience: {gate: {a: 95, b: 60}, paint: {a: 0.016207}}",  # so many decimals come from a program
        "capability: {a: 0.8, b: 0.2}",
        "capability: {a: 1, b: 60}",
    ],
)
def test_numbers_that_are_small_on_purpose_get_no_warning(tmp_path: Path, judgements: str) -> None:
    assert warned(tmp_path, judgements) == []


def test_the_warning_names_the_number_that_was_probably_meant(tmp_path: Path) -> None:
    salience = "salience: {gate: {a: [0.7, 0.8, 0.95], b: 95}, paint: {a: 0.5, b: 70}}"
    assert warned(tmp_path, salience) == [
        ("salience.gate.a", "a salience goes from 0 to 100: did you mean [70, 80, 95]?")
    ]


def test_every_party_on_the_small_scale_is_warned_once(tmp_path: Path) -> None:
    assert [where for where, _ in warned(tmp_path, "salience: {gate: {a: 0.8, b: 0.5}, paint: {a: 0.7, b: 70}}")] == [
        "salience.gate.a",
        "salience.gate.b",
    ]


@given(st.lists(st.integers(min_value=2, max_value=100), min_size=4, max_size=4))
def test_points_get_no_warning_and_a_hundredth_of_some_does(points: list[int]) -> None:
    def problems(factor: int) -> list[str]:
        a, b, c, d = points
        judged = {"salience": {"gate": {"a": f"{a}/{factor}", "b": b}, "paint": {"a": f"{c}/{factor}", "b": d}}}
        case = Case.model_validate(
            {
                "winset": 1, "case": {"id": "made", "title": "Made"},
                "parties": {"a": {"name": "A"}, "b": {"name": "B"}},
                "issues": {"gate": {"options": {"x": "x", "y": "y"}}, "paint": {"options": {"x": "x", "y": "y"}}},
                "positions": {"gate": {"rest": "silent"}, "paint": {"rest": "silent"}}, "judgements": judged,
            }
        )  # fmt: skip
        return [problem.code for problem in two_scales(case, tree_of(case))]

    assert problems(1) == []
    assert problems(100) == (["W320"] if {a for a in (points[0], points[2]) if a < 100} else [])
