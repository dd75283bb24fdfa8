"""What holds of time in every case."""

from __future__ import annotations

import random
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from tests.laws.cases import read
from tests.oracles.random_timing import PERIODS, random_case_in_time
from winset.analyses.settlement.methods.enumeration import Enumeration
from winset.analyses.timing import dates as at_dates
from winset.analyses.timing import readings as over_readings
from winset.analyses.timing.dates import Dates, dates
from winset.analyses.timing.paths import Shift, moved_reading, pressure, shifts
from winset.analyses.timing.power import exit_gains
from winset.analyses.timing.readings import TimingTrials
from winset.analyses.timing.ripeness import PartyFlags, Ripeness, flags
from winset.analyses.timing.waiting import forgone, waiting
from winset.compiled import Compiled, compiled
from winset.compiled.timing import CompiledTiming, timing_of
from winset.readings import central, draw_readings
from winset.readings.judged import JudgedDraws, most_likely
from winset.readings.shapes import Drawer

Raw = dict[str, Any]
CASES = 60


def cases(name: str, number: int = CASES) -> Iterator[Raw]:
    for n in range(number):
        yield random_case_in_time(random.Random(f"{name} {n}"))


def compiled_in_time(raw: Raw) -> tuple[Compiled, CompiledTiming]:
    case = read(raw)
    timing = timing_of(case)
    assert timing is not None
    return compiled(case), timing


def path_of(case: Compiled, timing: CompiledTiming, periods: int = PERIODS) -> tuple[Shift, ...]:
    return shifts(timing, pressure(case.levers, most_likely), most_likely, periods)


def dates_of(case: Compiled, timing: CompiledTiming, path: tuple[Shift, ...]) -> Dates:
    return dates(central(case), timing, path, pressure(case.levers, most_likely), case.levers_offered)


def said(case: Compiled, found: Dates) -> list[Any]:
    """What is found at each date, by name, whatever the order of parties, issues and options."""
    return [
        (
            dict(zip(case.parties, date.walk_away, strict=True)),
            date.has_deal,
            date.acceptable,
            date.margin,
            frozenset(case.parties[party] for party in date.pivotal),
        )
        for date in found.dates
    ]


def test_the_order_of_parties_and_issues_does_not_matter() -> None:
    for n, raw in enumerate(cases("order")):
        turned = deepcopy(raw)
        shuffle = random.Random(n)
        for section in ("parties", "issues"):
            held = list(turned[section].items())
            shuffle.shuffle(held)
            turned[section] = dict(held)
        one, other = (compiled_in_time(each) for each in (raw, turned))
        first, second = dates_of(*one, path_of(*one)), dates_of(*other, path_of(*other))
        assert said(one[0], first) == said(other[0], second)
        assert (first.first, first.last, first.gone, first.opened) == (
            second.first, second.last, second.gone, second.opened,
        )  # fmt: skip


def test_lower_walk_aways_never_close_a_date() -> None:
    for n, raw in enumerate(cases("lower")):
        case, timing = compiled_in_time(raw)
        draw = random.Random(n)
        path = path_of(case, timing)
        steps = [Fraction(0), Fraction(1), Fraction(7), Fraction(1, 3)]
        lower = tuple(tuple(points - draw.choice(steps) for points in shift) for shift in path)
        before, after = dates_of(case, timing, path), dates_of(case, timing, lower)
        for one, other in zip(before.dates, after.dates, strict=True):
            assert other.acceptable >= one.acceptable
            assert not one.has_deal or other.has_deal
            assert one.margin is None or (other.margin is not None and other.margin >= one.margin)


def test_falling_walk_aways_close_nothing_and_no_package_is_ever_gone() -> None:
    for raw in cases("falling"):
        case, timing = compiled_in_time(raw)
        path = path_of(case, timing)
        falling = tuple(
            tuple(min(shift[party] for shift in path[: period + 1]) for party in range(len(case.parties)))
            for period in range(len(path))
        )
        found = dates_of(case, timing, falling)
        assert found.gone is not None
        assert not any(found.gone)
        assert all(package.gone is None for package in found.followed)


def test_the_margin_is_by_how_much_all_walk_aways_can_rise_together() -> None:
    for raw in cases("margin"):
        case, timing = compiled_in_time(raw)
        path = path_of(case, timing)
        found = dates_of(case, timing, path)
        for date, shift in zip(found.dates, path, strict=True):
            if date.margin is None:
                continue
            for more, is_open in ((date.margin, True), (date.margin + Fraction(1, 10**6), False)):
                moved = moved_reading(found.reading, tuple(points + more for points in shift))
                assert Enumeration(moved).has_deal is is_open


@pytest.mark.parametrize("seed", range(3))
def test_packages_that_are_not_listed_have_the_same_dates(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    each = [compiled_in_time(raw) for raw in cases(f"size {seed}", 12)]
    listed = [dates_of(*one, path_of(*one)) for one in each]
    monkeypatch.setattr(at_dates, "FEW", 0)
    for one, known in zip(each, listed, strict=True):
        found = dates_of(*one, path_of(*one))
        assert found.gone is None
        assert said(one[0], found) == said(one[0], known)
        assert found.levers == known.levers
        assert (found.first, found.last) == (known.first, known.last)


def test_a_trial_has_a_deal_at_a_date_exactly_where_its_reading_has_one(monkeypatch: pytest.MonkeyPatch) -> None:
    for n, raw in enumerate(cases("trials", 15)):
        for row in raw["judgements"]["timing"]["parties"].values():
            row["best_escalation"] = [n, 40 + n]
        case, timing = compiled_in_time(raw)
        parties = range(len(case.parties))
        hurting, no_victory = np.zeros(len(parties), dtype=np.int64), np.zeros(len(parties), dtype=np.int64)
        trials = TimingTrials(case=case, timing=timing, seed=3, periods=PERIODS)
        draws, numbers = draw_readings(case, 3, range(12)), range(12)
        judged = JudgedDraws(Drawer(case, 3, numbers, ranges=True))
        expected = np.zeros(PERIODS + 1, dtype=np.int64)
        for draw in numbers:
            value = judged.of(draw)
            path = shifts(timing, pressure(case.levers, value), value, PERIODS)
            found = dates(draws.reading(draw), timing, path, pressure(case.levers, value))
            expected += np.array([bool(date.has_deal) for date in found.dates])
            ahead = (path[0], path[1])
            for flag in flags(timing, value, case.structure.bargaining, found.dates[0].walk_away, ahead):
                hurting[flag.party] += bool(flag.falls is not None and flag.falls > 0)
                no_victory[flag.party] += bool(flag.no_victory)
        counted = trials.of(numbers)
        assert counted.deals.tolist() == expected.tolist()
        assert counted.hurting.tolist() == hurting.tolist()
        assert counted.no_victory.tolist() == no_victory.tolist()
        in_pieces = trials.of(range(5))
        in_pieces.add(trials.of(range(5, 12)))
        assert in_pieces.deals.tolist() == expected.tolist()
        with monkeypatch.context() as patched:
            patched.setattr(over_readings, "FEW", 0)
            assert trials.of(numbers).deals.tolist() == expected.tolist()


def test_numbers_that_move_together_are_drawn_at_the_same_place_of_their_ranges() -> None:
    raw = next(cases("together", 1))
    parties = list(raw["parties"])[:2]
    for party in parties:
        raw["judgements"]["timing"]["parties"][party] = {"walk_away_change": [-8, 0]}
    paths = [f"timing.parties.{party}.walk_away_change" for party in parties]
    for sign, falls in (("", False), ("-", True)):
        raw["judgements"]["together"] = [{"inputs": [paths[0], f"{sign}{paths[1]}"]}]
        case, timing = compiled_in_time(raw)
        judged = JudgedDraws(Drawer(case, 1, range(50), ranges=True))
        for draw in range(50):
            value = judged.of(draw)
            one, other = (value(timing.parties[p].change[0].stream, timing.parties[p].change[0].span) for p in (0, 1))
            assert one + other == -8 if falls else one == other


def test_one_range_is_drawn_once_for_all_periods() -> None:
    raw = next(cases("once", 1))
    party = next(iter(raw["parties"]))
    raw["judgements"]["timing"] |= {
        "parties": {party: {"walk_away_change": [-8, 0]}}, "events": {}, "levers": {},
    }  # fmt: skip
    case, timing = compiled_in_time(raw)
    judged = JudgedDraws(Drawer(case, 1, range(20), ranges=True))
    for draw in range(20):
        value = judged.of(draw)
        path = [shift[0] for shift in shifts(timing, pressure(case.levers, value), value, 4)]
        assert path == [n * path[1] for n in range(5)]


def a_flag(*, hurting: bool | None, no_victory: bool | None) -> PartyFlags:
    return PartyFlags(party=0, hurting=hurting, no_victory=no_victory, falls=None, best_escalation=None, walk_away=None)


@pytest.mark.parametrize("way_out", [True, False, None])
@pytest.mark.parametrize("hurting", [True, False, None])
@pytest.mark.parametrize("no_victory", [True, False, None])
def test_the_moment_is_ripe_exactly_where_every_flag_holds(
    way_out: bool | None, hurting: bool | None, no_victory: bool | None
) -> None:
    found = Ripeness(
        period=0,
        way_out=way_out,
        margin=None,
        parties=(
            a_flag(hurting=True, no_victory=True),
            a_flag(hurting=hurting, no_victory=no_victory),
        ),
    )
    each = {way_out, hurting, no_victory}
    assert found.is_ripe is (False if False in each else None if None in each else True)


def test_a_party_is_hurt_exactly_where_its_walk_away_falls_and_sees_no_victory_where_none_is_above_it() -> None:
    for n, raw in enumerate(cases("flags")):
        draw = random.Random(n)
        for row in raw["judgements"]["timing"]["parties"].values():
            row["best_escalation"] = draw.randint(0, 100)
        case, timing = compiled_in_time(raw)
        path = path_of(case, timing)
        found = dates_of(case, timing, path)
        for date, then in zip(found.dates, found.dates[1:], strict=False):
            parties = range(len(case.parties))
            ahead = (path[date.period], path[date.period + 1])
            for flag in flags(timing, most_likely, parties, date.walk_away, ahead):
                now, later = date.walk_away[flag.party], then.walk_away[flag.party]
                best = timing.parties[flag.party].best_escalation
                if flag.hurting is not None:
                    assert now is not None
                    assert later is not None
                    assert flag.hurting == (later < now)
                if best is None or now is None:
                    assert flag.no_victory is None
                else:
                    assert flag.no_victory == (best.span.central <= now)


def test_what_waiting_costs_is_the_gain_that_is_forgone() -> None:
    levels = [Fraction(50), Fraction(40), Fraction(70)]
    assert list(forgone(Fraction(60), levels, Fraction(1, 2))) == [10, 10, Fraction(-5, 2)]
    for raw in cases("waiting", 20):
        case, timing = compiled_in_time(raw)
        found = dates_of(case, timing, path_of(case, timing))
        for one in waiting(found, timing, most_likely):
            for cost in one.costs:
                assert cost.until[0] == 0
                assert list(cost.until[1:]) == [sum(cost.each[: n + 1]) for n in range(len(cost.each))]
                patient = replace(timing.parties[cost.party], discount=None)
                others = (*timing.parties[: cost.party], patient, *timing.parties[cost.party + 1 :])
                undiscounted = waiting(found, replace(timing, parties=others), most_likely)
                place = [each.package for each in undiscounted].index(one.package)
                each = next(other for other in undiscounted[place].costs if other.party == cost.party).each
                assert all(abs(mine) <= abs(full) for mine, full in zip(cost.each, each, strict=True))


def test_linear_costs_open_the_first_date_at_which_a_unit_stake_covers_both_walk_aways() -> None:
    """The worked form t* = (Σ b_i(0) − 1)/Σ k_i, in percent of the stake."""
    halves = {f"h{n}": f"{n} of 100 to one" for n in range(101)}
    raw: Raw = {
        "winset": 1,
        "case": {"id": "stake", "title": "A stake"},
        "parties": {"one": {"name": "One"}, "other": {"name": "Other"}},
        "issues": {"split": {"options": {**halves, "war": "no split"}, "status_quo": "war"}},
        "positions": {
            "split": {
                "one": {"ideal": "h100", "basis": "inferred", "because": "x"},
                "other": {"ideal": "h0", "basis": "inferred", "because": "x"},
            }
        },
        "judgements": {
            "scores": {
                "split": {
                    "one": {**{f"h{n}": n for n in range(101)}, "war": 0},
                    "other": {**{f"h{n}": 100 - n for n in range(101)}, "war": 0},
                }
            },
            "walk_away": {"one": 70, "other": 60},
            "timing": {
                "period": "a year",
                "horizon": 12,
                "parties": {"one": {"walk_away_change": -3}, "other": {"walk_away_change": -2}},
            },
        },
    }
    case, timing = compiled_in_time(raw)
    found = dates_of(case, timing, path_of(case, timing, 12))
    assert found.first == (70 + 60 - 100) / (3 + 2)
    assert found.dates[6].margin == 0
    assert found.dates[0].margin == -15


def test_a_party_gains_by_leaving_what_its_share_of_all_strength_has_risen_by_and_a_limit_lowers_that() -> None:
    raw = next(cases("power", 1))
    one, other = list(raw["parties"])[:2]
    issue = next(iter(raw["issues"]))
    option = next(iter(raw["issues"][issue]["options"]))
    raw["judgements"]["timing"] = {
        "period": "a month",
        "parties": {one: {"power": {"now": 55, "change": 2}}, other: {"power": {"now": 45, "change": 0}}},
        "limits": {issue: {option: {one: 2}}},
    }
    _, timing = compiled_in_time(raw)
    found = exit_gains(timing, most_likely, 5)
    assert found[0] == tuple(100 * (Fraction(55 + 2 * n, 100 + 2 * n) - Fraction(55, 100)) for n in range(6))
    assert not any(found[1])
    limited = exit_gains(timing, most_likely, 5, {(0, 0)})
    assert set(limited) == {0, 1}
    assert not any(gain for path in limited.values() for gain in path)
