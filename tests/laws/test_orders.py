"""Laws of orders that disagree: what is told is so of the packages, and one model alone has nothing to tell."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from random import Random

import numpy as np

from tests.oracles.random_cases import random_case
from winset.analyses.settlement.packages import View, all_choices
from winset.analyses.settlement.packages import combinations as every
from winset.analyses.stability.orders import Orders, orders
from winset.analyses.stability.ranks import ranks
from winset.compiled import Compiled, CompiledStatement, compiled
from winset.model.case import Case
from winset.readings import central

CASES = 60
MOST = 6


def cases(name: str) -> list[tuple[Compiled, list[tuple[int, ...]]]]:
    """Random cases in which the first party wants some options outright, with a few packages of each."""
    found = []
    for n in range(CASES):
        draw = Random(f"{name} {n}")
        case = compiled(Case.model_validate(random_case(draw)))
        packages = [tuple(map(int, row)) for row in every(all_choices(case.structure))]
        issue = draw.randrange(len(case.issues))
        wants = CompiledStatement(when=(((issue, frozenset({draw.randrange(len(case.options[issue]))})),),))
        statements = ((wants,), *(None,) * (len(case.parties) - 1))
        found.append((replace(case, statements=statements), draw.sample(packages, min(MOST, len(packages)))))
    return found


def told(case: Compiled, packages: list[tuple[int, ...]]) -> Orders:
    return orders(case, central(case), packages)


def test_the_pairs_are_those_that_points_and_statements_order_oppositely() -> None:
    seen = 0
    for case, packages in cases("orders"):
        reading, shown = central(case), np.array(packages, dtype=np.int16)
        values, ranked = View(case.structure, shown).values(reading), ranks(case, [shown], reading)
        expected = {
            frozenset((one, other))
            for one, other in combinations(range(len(packages)), 2)
            if (values[0][one] < values[0][other] and ranked[0][one] > ranked[0][other])
            or (values[0][one] > values[0][other] and ranked[0][one] < ranked[0][other])
        }
        found = told(case, packages).pairs
        assert {frozenset((one.higher, one.lower)) for one in found} == expected
        assert all(one.party == 0 and one.by == "statements" and one.gap > 0 for one in found)
        seen += len(found)
    assert seen > CASES / 3


def test_by_points_alone_nothing_disagrees() -> None:
    for case, packages in cases("points"):
        assert not told(replace(case, statements=()), packages).disagree


def test_a_plan_disagrees_with_its_package_where_one_is_worth_more_than_no_deal_and_the_other_less() -> None:
    seen = 0
    for case, packages in cases("plan"):
        reading = central(case)
        values = View(case.structure, np.array(packages[:1], dtype=np.int16)).values(reading)[:, 0]
        for sign in (-1.0, 0.0, 1.0):
            found = orders(case, reading, packages, 0, [sign] * len(case.parties)).worths
            expected = [
                party
                for party, walk_away in enumerate(reading.walk_away)
                if walk_away is not None and (int(values[party]) - walk_away) * sign < 0
            ]
            assert [one.party for one in found] == expected
            seen += len(expected)
    assert seen
