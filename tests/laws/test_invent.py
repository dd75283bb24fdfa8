"""What new options would have to be worth: what may be renamed, what readings say, and what the list says with them."""

from __future__ import annotations

from collections import Counter
from copy import deepcopy
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from tests.oracles.invent_oracle import NEW
from tests.oracles.settlement_oracle import (
    answer,
    below,
    cell,
    keeps_the_rules,
    rejected,
    salience,
    scores,
    spokesman,
    violated_items,
)
from winset.analyses.robustness.new_options import NewOptionCounter, offered_worth
from winset.analyses.settlement import invent
from winset.analyses.settlement.blockers import Constraint
from winset.analyses.settlement.invent import Invention, Inventions, RequiredWorth, inventions, nearest_listed, with_new
from winset.analyses.settlement.packages import win_set
from winset.analyses.settlement.settle import solve
from winset.compiled import Compiled
from winset.readings import Reading, central, draw_readings

from .cases import Raw, dispute, positions, random_raw, written


def points(*numbers: Fraction | int) -> tuple[Fraction, ...]:
    return tuple(map(Fraction, numbers))


many = pytest.mark.parametrize("cases", [25, pytest.param(615, marks=pytest.mark.slow)])


def with_option(raw: Raw, issues: tuple[str, ...], worth: dict[str, Fraction]) -> Raw:
    """The same case with a new option on each of these issues, written into it, worth so much to each party.

    Every number is written at its central value, since an option more would move those that follow by rule.
    """
    made = deepcopy(raw)
    judged = made["judgements"]
    judged.pop("orders", None)
    judged["salience"] = {n: {p: written(salience(raw, p, n)) for p in raw["parties"]} for n in raw["issues"]}
    judged["scores"] = {}
    for issue in raw["issues"]:
        judged["scores"][issue] = {}
        for party in raw["parties"]:
            speaker, told = spokesman(raw, party, issue), {}
            if issue in issues:
                told = {"new": written(worth[party])}
                made["positions"][issue][party] = own_cell(raw, party, issue)
            elif speaker != party:
                continue
            found = {option: written(score) for option, score in scores(raw, party, issue).items()}
            judged["scores"][issue][party] = {**found, **told}
        if issue in issues:
            is_line = made["issues"][issue].get("scale", False)
            made["issues"][issue]["options"]["new"] = {"label": NEW, "at": "aside"} if is_line else NEW
    return made


def own_cell(raw: Raw, party: str, issue: str) -> Any:
    """The party's position, written as its own where it is left to another."""
    told = cell(raw, spokesman(raw, party, issue), issue)
    if told == "silent":
        return "silent"
    ideal = {"basis": "inferred", "because": "x"} | ({"ideal": told["ideal"]} if "ideal" in told else {})
    return {**ideal, "rejects": lines} if (lines := rejected(raw, party, issue)) else ideal


@many
def test_an_option_of_that_worth_written_into_the_case_opens_a_deal(cases: int) -> None:
    opened = bettered = 0
    for number in range(cases):
        raw = random_raw(f"invent law {number}")
        case = positions(raw)
        found = inventions(case)
        for one in (*found.issues, *found.combinations[:1]):
            names = tuple(case.issues[issue] for issue in one.issues)
            for ask in one.frontier[:2]:
                made = with_option(raw, names, dict(zip(case.parties, ask.worth, strict=True)))
                rest = {case.issues[n]: case.options[n][o] for n, o in enumerate(ask.rest) if n not in one.issues}
                package = tuple("new" if name in names else rest[name] for name in case.issues)
                slow = answer(made)
                assert package in slow.acceptable
                if found.leads is None:
                    assert solve(central(positions(made))).status == "answered"
                    opened += 1
                    continue
                before = answer(raw).values[tuple(case.package_names(found.leads).values())]
                parties = [case.parties[p] for p in case.structure.bargaining]
                assert all(slow.values[package][party] >= before[party] for party in parties)
                assert any(slow.values[package][party] > before[party] for party in parties) or ask.exceed
                bettered += 1
    assert min(opened, bettered) > 10


@many
def test_a_conflict_is_one_even_with_an_option_worth_everything_to_everybody_and_none_of_its_parts_is(
    cases: int,
) -> None:
    checked = 0
    for number in range(cases):
        raw = random_raw(f"invent conflict {number}")
        case = positions(raw)
        found = inventions(case)
        if found.leads is not None:
            continue
        for issue in found.issues:
            name = case.issues[issue.issues[0]]
            made = with_option(raw, (name,), dict.fromkeys(case.parties, Fraction(100)))
            slow, place = answer(made), issue.issues[0]
            packages = [x for x in slow.required if x[place] == "new" and keeps_the_rules(made, x)]
            violated = [
                violated_items(made, x, slow.required[x], below(slow.values[x], slow.walk_aways)) for x in packages
            ]
            for conflict in issue.conflicts:
                names = {constraint_name(case, item) for item in conflict}
                assert all(names & one for one in violated)
                assert all(any(not (names - {each}) & one for one in violated) for each in names)
                checked += 1
            assert bool(issue.conflicts) == (issue.reason == "constraints")
            assert (issue.reason == "rules") == (not packages)
    assert checked > 10


def constraint_name(case: Compiled, item: Constraint) -> str:
    return f"walk_away.{case.parties[item.party]}" if item.line is None else case.line_name(item.line)


def turned(raw: Raw) -> Raw:
    """The same case with parties, issues and options in the reverse order, and the issues under other names."""
    names = {issue: f"z{n}" for n, issue in enumerate(raw["issues"])}

    def renamed(one: Any) -> Any:
        if isinstance(one, dict):
            return {names.get(key, key): renamed(value) for key, value in one.items()}
        if isinstance(one, list):
            return [names.get(each, each) if isinstance(each, str) else renamed(each) for each in one]
        return one

    made: Raw = renamed(deepcopy(raw))
    made["parties"] = dict(reversed(made["parties"].items()))
    made["issues"] = dict(reversed(made["issues"].items()))
    for told in made["issues"].values():
        told["options"] = dict(reversed(told["options"].items()))
    return made


def by_name(found: Inventions, names: dict[str, str]) -> dict[frozenset[str], Any]:
    """What is told of each issue and pair, in names."""
    case = found.case

    def of(invention: Invention) -> Any:
        asks = [
            (
                frozenset(zip(case.parties, ask.worth, strict=True)),
                ask.ties,
                frozenset(case.parties[p] for p in ask.exceed),
            )
            for ask in invention.frontier
        ]
        return invention.status, invention.reason, Counter(asks), len(invention.conflicts)

    return {
        frozenset(names.get(case.issues[issue], case.issues[issue]) for issue in one.issues): of(one)
        for one in (*found.issues, *found.combinations)
    }


@many
def test_order_and_names_change_nothing(cases: int) -> None:
    compared = 0
    for number in range(cases):
        raw = random_raw(f"invent order {number}")
        names = {f"z{n}": issue for n, issue in enumerate(raw["issues"])}
        one, other = inventions(positions(raw)), inventions(positions(turned(raw)))
        if one.leads is not None and other.leads is not None:
            before = one.case.package_names(one.leads)
            after = {names[issue]: option for issue, option in other.case.package_names(other.leads).items()}
            if before != after:  # packages that tie for the lead: which one leads follows the order of the case
                continue
        assert by_name(one, {}) == by_name(other, names)
        compared += 1
    assert compared > cases // 2


def enough(reading: Reading, issues: tuple[int, ...], worth: tuple[int, ...]) -> bool:
    return len(win_set(with_new(reading, issues, worth))) > 0


def test_readings_say_what_each_reading_says_by_itself() -> None:
    draws, opened = 20, 0
    for number in range(40):
        case = positions(random_raw(f"invent readings {number}"))
        found = inventions(case)
        shown = (*(issue for issue in found.issues if issue.opens), *found.smallest[:1])
        offers = NewOptionCounter(inventions=found, shown=shown, most=2, seed=5)
        sums = offers.of(range(7))
        sums.add(offers.of(range(7, draws)))
        result, drawing = offers.result(sums), draw_readings(case, 5, range(draws))
        readings = [drawing.reading(n) for n in range(draws)]
        deals = [len(win_set(reading)) > 0 for reading in readings]
        assert result.deal.number == sum(deals)
        for one in shown:
            for n, ask in enumerate(one.frontier[:2]):
                expected = 0
                for draw, reading in enumerate(readings):
                    hundredth = drawing.hundredth[draw][:, list(one.issues)].sum(axis=1)
                    worth = tuple(int(h) * int(w * 100) for h, w in zip(hundredth, offered_worth(ask), strict=True))
                    if found.leads is None:
                        expected += deals[draw] or enough(reading, one.issues, worth)
                        continue
                    led = {p: reading.value(p, found.leads) for p in case.structure.bargaining}
                    won = win_set(with_new(reading, one.issues, worth))
                    as_good = [all(won.values[p, k] >= value for p, value in led.items()) for k in range(len(won))]
                    expected += any(as_good)
                assert result.shares[one.issues, n].number == expected
                opened += expected
    assert opened > 100


def test_a_hundredth_of_a_point_weighs_as_the_scores_do() -> None:
    raw = dispute(judgements={"by": "x", "scores": {"trade": {"north": {"open": 80, "shut": 20}}}})
    case = positions(raw)
    draws = draw_readings(case, 2, range(50))
    for option, score in (("shut", 20), ("open", 80)):
        column = case.column(1, case.options[1].index(option))
        assert (draws.worth[:, 0, column] == draws.hundredth[:, 0, 1] * 100 * score).all()
    assert len(np.unique(draws.hundredth[:, 0, 1])) > 10


def test_an_option_is_offered_at_what_is_asked_up_to_the_next_tenth() -> None:
    ask = RequiredWorth(
        worth=(Fraction(1, 3), Fraction(25), Fraction(0)),
        needed=frozenset({0, 1}),
        rest=(0,),
        ties=1,
        exceed=frozenset(),
    )
    assert offered_worth(ask) == points(Fraction(4, 10), 25, 0)


def opposed(walk_away: int, **sections: Any) -> Compiled:
    """Two parties opposed on one issue of two options, each of whom wants so many points."""
    raw = dispute(**sections)
    for section in ("issues", "positions"):
        raw[section] = {"trade": raw[section]["trade"]}
    raw["judgements"] = {"by": "x", "walk_away": {"north": walk_away, "south": walk_away}}
    return positions(raw)


def test_of_one_issue_the_new_option_has_to_be_worth_the_walk_away() -> None:
    (one,) = inventions(opposed(70)).issues
    (ask,) = one.frontier
    assert (ask.worth, ask.needed, ask.ties) == (points(70, 70), frozenset({0, 1}), 1)
    near = nearest_listed(opposed(70), (0,), ask)
    assert (near.options, near.worth) == ((0,), points(0, 100))


def test_a_rule_that_asks_for_an_option_on_the_list_leaves_no_room() -> None:
    rule = {"id": "r", "if": {"prisoners": ["held", "freed"]}, "then": {"trade": "open"}}
    found = {issue.issues[0]: issue for issue in inventions(positions(dispute(rules=[rule]))).issues}
    assert (found[1].status, found[1].reason) == ("cannot", "rules")
    assert found[0].reason != "rules"


def test_an_issue_needs_for_a_new_option_whom_it_needs_for_any() -> None:
    for needs, worth in (
        ({"needs": ["south"]}, points(0, 60)),
        ({"needs": [], "options": {"open": {"needs": ["south"]}}}, points(0, 0)),
    ):
        raw = dispute(consent={"package": ["north"], "issues": {"trade": needs}})
        raw["judgements"] = {"by": "x", "walk_away": {"north": -50, "south": 60}}
        for section in ("issues", "positions"):
            raw[section] = {"trade": raw[section]["trade"]}
        case = positions(raw)
        question = invent.InventionQuestion(case)
        question.leads, question.has, question.target = None, {}, question.reading
        (ask,) = question.invention((0,)).frontier
        assert ask.worth == worth
