"""What the check says of contests: two different parties, numbers within their range, options of the right issue."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.support import plain_yaml
from winset.casefile.read import check_case
from winset.model.judgements import ranges_by_path

CASE: Mapping[str, Any] = {
    "winset": 1,
    "case": {"id": "bridge", "title": "The bridge"},
    "sources": {"letter": {"file": "letter.txt"}},
    "parties": {"north": {"name": "North"}, "south": {"name": "South"}, "east": {"name": "East"}},
    "issues": {"bridge": {"status_quo": "shut", "options": {"shut": "shut", "open": "open"}}},
    "positions": {"bridge": {"rest": "silent"}},
}
KINDS = {"strong": 60, "weak": [20, 30], "chance": 50, "strong_loses": 40, "weak_loses": 70}
CONTEST: Mapping[str, Any] = {
    "parties": ["north", "south"],
    "issue": "bridge",
    "shares": {"shut": 100, "open": [40, 50, 60]},
    "largest_cost": {"south": 30},
    "kinds": {"south": KINDS},
    "ratified": {"north": [20, 40]},
    "holding_out": {"north": {"prize": 10, "each": 1}, "south": {"prize": 5, "each": 2}},
}


def problems_of(folder: Path, contest: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The codes and the fields of what is wrong with a contest."""
    (folder / "letter.txt").write_text("The north holds the bridge.\n", encoding="utf-8")
    raw = {**CASE, "judgements": {"timing": {"period": "a month", "contests": {"toll": contest}}}}
    (folder / "case.yaml").write_text(plain_yaml.safe_dump(raw, sort_keys=False), encoding="utf-8")
    found = [problem for problem in check_case(folder).problems if "contests" in problem.path]
    return [(one.code, ".".join(map(str, one.path[4:]))) for one in found]


def problems(folder: Path, contest: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The same of the contest above with other entries."""
    return problems_of(folder, {**CONTEST, **contest})


def test_a_contest_with_everything_is_right(tmp_path: Path) -> None:
    assert problems(tmp_path, {}) == []
    case = check_case(tmp_path).case
    assert case is not None
    paths = [path for path in ranges_by_path(case.judgements) if path.startswith("timing.contests.toll.")]
    assert "timing.contests.toll.shares.open" in paths
    assert "timing.contests.toll.kinds.south.weak_loses" in paths
    assert "timing.contests.toll.holding_out.north.each" in paths
    assert len(paths) == 2 + 1 + 5 + 1 + 4


@pytest.mark.parametrize(
    ("contest", "code", "field"),
    [
        ({"parties": ["north", "nroth"]}, "E203", "parties.1"),
        ({"issue": "brigde", "shares": {}}, "E203", "issue"),
        ({"shares": {"ajar": 50}}, "E203", "shares.ajar"),
        ({"shares": {"open": 120}}, "E301", "shares.open"),
        ({"largest_cost": {"south": -1}}, "E301", "largest_cost.south"),
        ({"largest_cost": {"east": 10}}, "E327", "largest_cost.east"),
        ({"largest_cost": {"west": 10}}, "E203", "largest_cost.west"),
        ({"ratified": {"north": [20, 140]}}, "E301", "ratified.north"),
        ({"kinds": {"south": {**KINDS, "strong": [25, 40]}}}, "E327", "kinds.south.strong"),
        ({"kinds": {"south": {**KINDS, "weak_loses": 30}}}, "E327", "kinds.south.weak_loses"),
        ({"kinds": {"south": {**KINDS, "chance": 101}}}, "E301", "kinds.south.chance"),
        ({"holding_out": {"north": {"prize": 0, "each": 1}}}, "E301", "holding_out.north.prize"),
    ],
)
def test_a_problem_stands_where_it_is(contest: dict[str, Any], code: str, field: str, tmp_path: Path) -> None:
    assert (code, field) in problems(tmp_path, contest)


def test_shares_need_an_issue(tmp_path: Path) -> None:
    contest = {name: value for name, value in CONTEST.items() if name != "issue"}
    assert ("E202", "shares") in problems_of(tmp_path, contest)


def test_a_party_cannot_contend_with_itself(tmp_path: Path) -> None:
    alone = {"parties": ["north", "north"], "shares": {"open": 50}, "issue": "bridge"}
    assert problems_of(tmp_path, alone) == [("E208", "parties.1")]


def test_the_chances_of_battles_go_together(tmp_path: Path) -> None:
    one = {name: value for name, value in KINDS.items() if name != "weak_loses"}
    assert ("E202", "kinds.south.strong_loses") in problems(tmp_path, {"kinds": {"south": one}})


def test_one_party_is_not_enough(tmp_path: Path) -> None:
    assert problems_of(tmp_path, {"parties": ["north"]})
