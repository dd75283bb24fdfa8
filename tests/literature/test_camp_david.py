"""Where the package agreed at Camp David falls in the win-set of the shipped case: an illustration, no validation."""

from __future__ import annotations

from math import prod

import numpy as np

from tests.support.places import EXAMPLES
from winset.analyses.settlement.packages import View
from winset.analyses.settlement.settle import solve
from winset.casefile.read import read_case
from winset.compiled import compiled
from winset.readings import central

CASE = EXAMPLES / "camp-david-1978"
AGREED = {
    "extent": "all",
    "timing": "staged",
    "airfields": "replaced",
    "settlements": "removed",
    "security": "mutual_fixed",
    "relations": "midway",
    "oil": "returned_assured",
    "palestinian": "transition",
}


def test_the_agreed_package_crosses_one_red_line_and_no_other() -> None:
    checked = read_case(CASE)
    assert checked.case is not None
    positions = compiled(checked.case)
    package = tuple(positions.options[n].index(AGREED[issue]) for n, issue in enumerate(positions.issues))
    view = View(positions.structure, np.array([package], dtype=np.int16))
    crossed = [positions.line_name(line) for line in positions.structure.lines if view.crosses(line)[0]]
    assert crossed == ["red_line.israel.settlements.removed"]
    assert solve(central(positions)).status == "none"


def test_with_that_line_lifted_it_is_acceptable_and_near_the_frontier() -> None:
    checked = read_case(CASE, ["begin_may_yield"])
    assert checked.case is not None
    positions = compiled(checked.case)
    answer = solve(central(positions))
    reading, winners = answer.reading, answer.win_set
    package = tuple(positions.options[n].index(AGREED[issue]) for n, issue in enumerate(positions.issues))
    place = [winners.package(n) for n in range(len(winners))].index(package)
    bargaining = list(reading.structure.bargaining)

    def product(number: int) -> int:
        return prod(int(winners.values[p, number]) - (reading.walk_away[p] or 0) for p in bargaining)

    better = winners.values[bargaining] - winners.values[bargaining][:, [place]]
    assert answer.counts.acceptable == 210
    assert 1 + sum(product(n) > product(place) for n in range(len(winners))) == 18
    assert int(((better >= 0).all(axis=0) & (better > 0).any(axis=0)).sum()) == 1
