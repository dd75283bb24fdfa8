"""Readings of a case with too many packages to be looked at: the answers are those of looking at every package."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from random import Random

import numpy as np
import pytest

from tests.oracles.random_tables import random_case_with_tables
from winset.analyses.robustness import blockers_in_draws, deals_in_draws, frames, violation_index
from winset.analyses.robustness.acceptance import Acceptance
from winset.analyses.robustness.deals_in_draws import DEAL, NONE, DealsInDraws
from winset.analyses.robustness.drivers import Drivers
from winset.analyses.robustness.exclusion import exclusion
from winset.analyses.robustness.finding_shares import FindingShares
from winset.analyses.robustness.flips import flips
from winset.analyses.robustness.frames import Frames
from winset.analyses.robustness.large_tally import LargeTally
from winset.analyses.robustness.layered_choices import LayeredChoices
from winset.analyses.robustness.readings_question import SettlementFindings
from winset.analyses.robustness.switches import silence_resolved, without_red_lines
from winset.analyses.robustness.tally import Tally
from winset.analyses.settlement.blockers import Constraint
from winset.analyses.settlement.layers import TooJoined
from winset.analyses.settlement.outline import MOST_SETS
from winset.analyses.settlement.packages import feasible_packages, lawful_packages, win_set
from winset.analyses.settlement.search import relaxation
from winset.compiled import Compiled, compiled
from winset.model.case import Case
from winset.readings import draw_readings
from winset.readings.shares import Share

from .cases import positions, random_raw

DRAWS = 15
SAME = ("draws", "deal", "feasible", "most", "trade_off", "pivotal", "conflicts", "all_conflicts", "named", "levers")
AS_IF = {"layered": 403, "joined": 103, "joined, nothing together": 103, "joined, one frame": 103}
"""How cases are taken, and how many of them in the long run."""
many = pytest.mark.parametrize(
    ("little_is_learnt", "cases"),
    [
        *((taken, 5) for taken in AS_IF),
        *(pytest.param(taken, cases, marks=pytest.mark.slow) for taken, cases in AS_IF.items()),
    ],
    indirect=["little_is_learnt"],
)


@pytest.fixture(autouse=True)
def little_is_learnt(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """So little that much is left to be searched; and every case once as if rules, links and votes joined too much."""
    monkeypatch.setattr(deals_in_draws, "WARM", 2)
    monkeypatch.setattr(deals_in_draws, "WARM_AGAIN", 1)
    monkeypatch.setattr(blockers_in_draws, "WARM_BLOCKED", 1)
    deals_in_draws._deals.cache_clear()
    if "joined" in request.param:
        monkeypatch.setattr(deals_in_draws, "Frames", too_joined)
        monkeypatch.setattr(relaxation, "MOST_TOGETHER", 1 if "nothing" in request.param else 6)
        monkeypatch.setattr(frames, "MOST_SETS", 0 if "one frame" in request.param else MOST_SETS)
    yield
    deals_in_draws._deals.cache_clear()


def too_joined(choices: LayeredChoices, items: tuple[Constraint, ...], *, wide: bool = False) -> Frames:
    """Frames as they are where rules, links and votes join too many issues."""
    if not wide:
        raise TooJoined
    return Frames(choices, items, wide=True)


def small_cases(name: str, cases: int) -> Iterator[Compiled]:
    """Cases with red lines, rules, links, silence, levers and options that need others; every other at a table, with
    bodies that follow a party or vote.
    """
    for number in range(cases):
        if number % 2:
            raw = random_case_with_tables(Random(f"{name} {number}"))
            yield compiled(Case.model_validate(raw), next(iter(raw["tables"])))
        else:
            yield positions(random_raw(f"{name} {number}"))


def added(tally: Tally, *cuts: int) -> Acceptance:
    totals = tally.nothing()
    for start, end in zip((0, *cuts), (*cuts, DRAWS), strict=True):
        totals.add(tally.of(range(start, end)))
    return tally.result(totals)


@many
def test_a_reading_has_a_deal_where_some_package_is_acceptable(cases: int) -> None:
    deals = none = proven = 0
    for case in small_cases("deals", 4 * cases):
        asked = DealsInDraws(case, 3)
        draws = draw_readings(case, 3, range(DRAWS))
        truth = np.array([len(win_set(draws.reading(n))) > 0 for n in range(DRAWS)])
        assert (asked.states(draws) == np.where(truth, DEAL, NONE)).all()
        assert asked.feasible == (DEAL if len(feasible_packages(case.structure)) else NONE)
        priced = asked.proven_none(draws, asked.frames.of(asked.frames.everything))
        assert not (priced & truth).any()
        deals, none, proven = deals + truth.sum(), none + (~truth).sum(), proven + priced.sum()
    assert deals > cases
    assert proven > none // 2 > cases // 2


@many
def test_the_answer_is_that_of_looking_at_every_package_however_readings_are_cut(cases: int) -> None:
    met = 0
    for case in small_cases("tally", cases):
        named = tuple(tuple(map(int, package)) for package in lawful_packages(case.structure)[:2])
        pulled = tuple(each for size in (1, 2) for each in combinations(case.levers_offered, size))
        every = added(Tally(case, 3, named, pulled))
        feasible = feasible_packages(case.structure)
        for cuts in ((), (1, 9, 10)):
            some = added(LargeTally(case, 3, named, pulled, feasible), *cuts)
            for name in SAME:
                assert getattr(some, name) == getattr(every, name), name
        met += len(every.conflicts)
    assert met > cases


@many
def test_what_the_answer_hangs_on_is_the_same(cases: int, monkeypatch: pytest.MonkeyPatch) -> None:
    turned = 0
    for case in small_cases("hangs", -(-cases // 2)):
        case = case.without_levers()
        switches = (*without_red_lines(case), *silence_resolved(case))[:12]
        told = []
        for most in (violation_index.MOST_PACKAGES, 0):
            with monkeypatch.context() as patched:
                patched.setattr(violation_index, "MOST_PACKAGES", most)
                question = SettlementFindings(known=case, seed=3)
                drivers = Drivers(case=case, question=question, seed=3, switches=switches)
                shares = FindingShares(case=case, question=question, seed=4)
                told.append(
                    (
                        [(one.input, one.effects) for one in drivers.result(drivers.of(range(8)))],
                        shares.result(shares.of(range(8))),
                        [(flip.name, flip.at) for flip in flips(case, question)],
                        exclusion(case),
                    )
                )
        assert told[0] == told[1]
        turned += sum(effects["deal"].changes.number > 0 for _, effects in told[0][0])
    assert turned


def within(share: Share, truth: Share) -> bool:
    return share.number <= truth.number <= share.at_most


@many
def test_what_it_hangs_on_lies_between_the_bounds_where_a_limit_leaves_it_open(
    cases: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    left_open = 0
    for case in small_cases("open", -(-cases // 2)):
        case = case.without_levers()
        question, switches = SettlementFindings(known=case, seed=3), without_red_lines(case)[:6]
        drivers = Drivers(case=case, question=question, seed=3, switches=switches)
        every = {driver.input: driver.effects["deal"] for driver in drivers.result(drivers.of(range(8)))}
        with monkeypatch.context() as patched:
            patched.setattr(violation_index, "MOST_PACKAGES", 0)
            patched.setattr(deals_in_draws, "MOST_NODES", 0)
            deals_in_draws._deals.cache_clear()
            some = {driver.input: driver.effects["deal"] for driver in drivers.result(drivers.of(range(8)))}
        deals_in_draws._deals.cache_clear()
        for asked, effect in some.items():
            assert within(effect.changes, every[asked].changes)
            assert within(effect.opened, every[asked].opened)
            assert within(effect.before, every[asked].before)
            truth = every[asked].holds
            assert effect.holds is None or truth is None or within(effect.holds, truth)
            left_open += effect.changes.undecided
    assert left_open


@many
def test_what_a_limit_leaves_open_lies_between_the_bounds(cases: int, monkeypatch: pytest.MonkeyPatch) -> None:
    left_open = 0
    monkeypatch.setattr(deals_in_draws, "MOST_NODES", 0)
    for case in small_cases("limit", cases):
        pulled = tuple((lever,) for lever in case.levers_offered)
        every = added(Tally(case, 3, (), pulled))
        none = feasible_packages(case.structure)[:0]
        some, cut = (added(LargeTally(case, 3, (), pulled, none), *cuts) for cuts in ((), (2, 7)))
        assert (some.deal, some.pivotal, some.conflicts) == (cut.deal, cut.pivotal, cut.conflicts)
        assert within(some.deal, every.deal)
        assert all(map(within, some.pivotal, every.pivotal))
        truth = dict(every.conflicts)
        for items, share in some.conflicts:
            assert within(share, truth.get(items, Share(number=0, draws=DRAWS)))
        for told, true in zip(some.levers, every.levers, strict=True):
            assert within(told.deal, true.deal)
            assert within(told.opened, true.opened)
            assert within(told.closed, true.closed)
        left_open += some.deal.undecided
    assert left_open
    assert replace(Share(number=3, draws=9), undecided=2).at_most == 5
