"""What new options would have to be worth, against plain loops over every rest, on hundreds of small random cases."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import combinations
from typing import Any

import pytest

from tests.laws.cases import read
from tests.support.batches import batches
from winset.analyses.settlement.invent import Invention, inventions, nearest_listed
from winset.compiled import Compiled, compiled

from .asks import compare_worths, told
from .invent_oracle import Question, RequiredInvention
from .random_cases import random_case

many = pytest.mark.parametrize("batch", batches(20, 1))
PER_BATCH = 60


def compare(case: Compiled, invention: Invention, question: Question) -> int:
    """The frontier is the brute one, with its first rests and ties. Gives how many asks there are."""
    expected, found = question.frontier(), [told(case, ask) for ask in invention.frontier]
    by_what = {each.what: each for each in expected}
    assert {each.what for each in found} == set(by_what)
    assert len(found) == len(expected)
    every = [each.what for each in question.asked()]
    for ask, each in zip(invention.frontier, found, strict=True):
        assert each == by_what[each.what]
        assert ask.ties == every.count(each.what)
        near = nearest_listed(case, invention.issues, ask)
        options = tuple(
            case.options[issue][option] for issue, option in zip(invention.issues, near.options, strict=True)
        )
        assert (options, dict(zip(case.parties, near.worth, strict=True))) == question.nearest(each.worth)
    assert [ask.size for ask in invention.frontier] == sorted(ask.size for ask in invention.frontier)
    assert (invention.status == "opens") == bool(expected)
    return len(found)


def cases(batch: int) -> list[tuple[dict[str, Any], str | None, random.Random]]:
    made = []
    for number in range(batch * PER_BATCH, (batch + 1) * PER_BATCH):
        draw = random.Random(f"invent {number}")
        raw = random_case(draw)
        made += [(raw, table, draw) for table in (None, *raw.get("tables", {}))]
    return made


@many
def test_every_worth_that_the_frontier_asks_is_enough_and_none_below_it_is(batch: int) -> None:
    seen: dict[str, int] = {}
    for raw, table, draw in cases(batch):
        case = compiled(read(raw), table)
        result = inventions(case)
        for one in result.issues:
            question = Question(raw, table, tuple(case.issues[issue] for issue in one.issues))
            assert (
                None if result.leads is None else tuple(case.package_names(result.leads).values())
            ) == question.leads
            if one.status == "off the agenda":
                continue
            compare(case, one, question)
            compare_worths([told(case, ask) for ask in one.frontier], question, draw)
            for kind in (one.status, one.reason, "improvement" if result.leads else "deal"):
                seen[kind] = seen.get(kind, 0) + 1
            seen["exceed"] = seen.get("exceed", 0) + any(ask.exceed for ask in one.frontier)
    assert all(seen.get(kind, 0) > 3 for kind in ("opens", "cannot", "constraints", "improvement", "deal", "exceed"))


@many
def test_combinations_are_those_that_ask_less_than_each_issue_alone(batch: int) -> None:
    shown = 0
    for raw, table, draw in cases(batch)[::2]:
        case = compiled(read(raw), table)
        result = inventions(case)
        alone = {issue.issues[0]: issue for issue in result.issues if issue.status != "off the agenda"}
        listed = {combination.issues: combination for combination in result.combinations}
        assert result.pairs == len(list(combinations(sorted(alone), 2)))
        for pair in combinations(sorted(alone), 2):
            question = Question(raw, table, tuple(case.issues[issue] for issue in pair))
            least = min((size(each) for each in question.frontier()), default=None)
            by_itself = [alone[issue].frontier[0].size for issue in pair if alone[issue].frontier]
            assert (pair in listed) == (least is not None and all(least < one for one in by_itself))
            if pair in listed:
                shown += compare(case, listed[pair], question)
                compare_worths([told(case, ask) for ask in listed[pair].frontier], question, draw)
        sizes = [combination.frontier[0].size for combination in result.combinations]
        assert sizes == sorted(sizes)
        assert len(result.smallest) == sizes.count(min(sizes, default=(Fraction(0), Fraction(0), False)))
    assert shown > 2


def size(each: RequiredInvention) -> tuple[Fraction, Fraction, bool]:
    return max(each.worth.values()), sum(each.worth.values(), Fraction(0)), bool(each.exceed)
