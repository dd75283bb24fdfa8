"""The answer over many readings against each reading by itself, and what does not depend on how the draws are cut."""

from __future__ import annotations

import pickle
from collections import Counter
from copy import deepcopy
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from tests.oracles.settlement_oracle import rejected
from winset.analyses.robustness.acceptance import Acceptance
from winset.analyses.robustness.drivers import Drivers, all_inputs
from winset.analyses.robustness.flips import flips
from winset.analyses.robustness.readings_question import EachReading, FindingDraws, FindingsOfDraws, SettlementFindings
from winset.analyses.robustness.switches import silence_resolved, without_red_lines
from winset.analyses.robustness.tally import PARTS, Tally
from winset.analyses.robustness.violation_index import ViolationIndex
from winset.analyses.settlement import draw_evaluator
from winset.analyses.settlement.blockers import no_deal
from winset.analyses.settlement.packages import win_set
from winset.analyses.settlement.violation_masks import Items
from winset.casefile.read import read_case
from winset.compiled import Compiled, compiled
from winset.model.judgements import LeverEffect
from winset.model.numbers import Span
from winset.readings import Draws, Reading, central, draw_readings

from .cases import positions, random_raw

DRAWS = 25
many = pytest.mark.parametrize("cases", [6, pytest.param(260, marks=pytest.mark.slow)])


def over(case: Compiled, *cuts: int, named: tuple[tuple[int, ...], ...] = ()) -> Acceptance:
    """The answer over the first draws, added in pieces that end at the cuts."""
    tally = Tally(case, 3, named)
    totals = tally.nothing()
    for start, end in zip((0, *cuts), (*cuts, DRAWS), strict=True):
        totals.add(tally.of(range(start, end)))
    return tally.result(totals)


@many
def test_shares_are_what_each_reading_says_by_itself(cases: int) -> None:
    with_deal = without = 0
    for number in range(cases):
        case = positions(random_raw(f"robust {number}"))
        found = over(case)
        accepted: Counter[tuple[int, ...]] = Counter()
        pivotal: Counter[int] = Counter()
        conflicts: Counter[Items] = Counter()
        deals = 0
        draws = draw_readings(case, 3, range(DRAWS))
        for n in range(DRAWS):
            reading = draws.reading(n)
            won = win_set(reading)
            deals += len(won) > 0
            accepted.update(won.package(place) for place in range(len(won)))
            if not len(won):
                why = no_deal(reading).blockers
                pivotal.update(why.pivotal)
                conflicts.update(why.conflicts)
        assert found.deal.number == deals
        best = max(accepted.values(), default=0)
        assert [one.options for one in found.most] == sorted(one for one, many in accepted.items() if many == best)
        for one in (*found.most, *found.trade_off):
            assert one.accepted.number == accepted[one.options]
        assert {p: one.number for p, one in enumerate(found.pivotal) if one.number} == dict(pivotal)
        assert {items: share.number for items, share in found.conflicts} == dict(conflicts)
        with_deal, without = with_deal + deals, without + DRAWS - deals
    assert with_deal > cases
    assert without > cases


@many
def test_how_many_packages_are_gone_through_at_once_changes_nothing(
    cases: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(cases):
        case = positions(random_raw(f"blocks {number}"))
        levers = tuple((lever,) for lever in range(len(case.levers)))
        whole = Tally(case, 3, levers=levers).of(range(DRAWS))
        with monkeypatch.context() as smaller:
            smaller.setattr(draw_evaluator, "AT_A_TIME", 3 * DRAWS)
            smaller.setattr(draw_evaluator, "TABLES_SMALLER", 0)
            smaller.setattr(draw_evaluator, "ONE_THREAD", 1)
            in_blocks = Tally(case, 3, levers=levers).of(range(DRAWS))
        assert all(
            np.array_equal(getattr(whole, field.name), getattr(in_blocks, field.name)) for field in fields(whole)
        )


@many
def test_mean_gains_are_the_means_of_the_gains_and_the_trade_off_is_the_frontier(cases: int) -> None:
    for number in range(cases // 5):
        case = positions(random_raw(f"means {number}"))
        found = over(case)
        draws = draw_readings(case, 3, range(DRAWS))
        readings = [draws.reading(n) for n in range(DRAWS)]
        for one in found.trade_off:
            for party, gain in zip(case.structure.bargaining, one.gains, strict=True):
                each = [
                    reading.points(party, reading.value(party, one.options) - (reading.walk_away[party] or 0))
                    for reading in readings
                ]
                if gain is not None:
                    assert abs(gain - sum(each, Fraction(0)) / DRAWS) < Fraction(100, PARTS)
        told = np.array([[one.accepted.number, *(gain or 0.0 for gain in one.gains)] for one in found.trade_off])
        for row in told:
            assert not ((told >= row).all(axis=1) & (told > row).any(axis=1)).any()
        if found.most:
            assert set(found.most) & set(found.trade_off)


@many
def test_it_does_not_matter_how_the_draws_are_cut(cases: int) -> None:
    for number in range(cases // 5):
        case = positions(random_raw(f"cut {number}"))
        whole, pieces = over(case), over(case, 1, 9, 10)
        for name in ("deal", "most", "trade_off", "pivotal", "conflicts", "feasible"):
            assert getattr(whole, name) == getattr(pieces, name), name


def test_a_pulled_lever_is_a_reading_with_its_target_s_walk_away_moved() -> None:
    checked = read_case("examples/alaska-2025", ())
    assert checked.case is not None
    effects = {
        name: LeverEffect(walk_away=Span(low=Fraction(-20 + n), likely=None, high=Fraction(-n)))
        for n, name in enumerate(checked.case.levers)
    }
    judged = checked.case.judgements.model_copy(update={"levers": effects})
    case = compiled(checked.case.model_copy(update={"judgements": judged}))
    pulled = (*((n,) for n in range(len(case.levers))), (0, 1), (1, 4), (0, 1, 2))
    tally = Tally(case, 3, levers=pulled)
    found = tally.result(tally.of(range(DRAWS)))
    draws = draw_readings(case, 3, range(DRAWS))
    without = [len(win_set(draws.reading(n))) > 0 for n in range(DRAWS)]
    for one in found.levers:
        deals, accepted = [], Counter[tuple[int, ...]]()
        for n in range(DRAWS):
            reading = draws.reading(n)
            walk_aways = list(reading.walk_away)
            for lever in one.levers:
                target = case.levers[lever].target
                walk_aways[target] = (walk_aways[target] or 0) + int(draws.levers[n, lever])
            won = win_set(replace(reading, walk_away=tuple(walk_aways)))
            deals.append(len(won) > 0)
            accepted.update(won.package(place) for place in range(len(won)))
        assert one.deal.number == sum(deals)
        assert one.opened.number == sum(after and not before for before, after in zip(without, deals, strict=True))
        assert one.closed.number == sum(before and not after for before, after in zip(without, deals, strict=True))
        best = max(accepted.values(), default=0)
        assert [package.options for package in one.most] == sorted(p for p, many in accepted.items() if many == best)
    assert len({lever.deal.number for lever in found.levers}) > 2


def test_drivers_of_a_known_sum_have_the_effects_that_its_variances_give() -> None:
    """An answer that looks at one walk-away alone hangs on it alone, first-order and in total."""
    checked = read_case("examples/alaska-2025", ())
    assert checked.case is not None
    case = compiled(checked.case)
    asked = Drivers(case=case, question=American(), seed=5, switches=without_red_lines(case))
    sums = asked.of(range(700))
    sums.add(asked.of(range(700, 2000)))
    found = asked.result(sums)
    assert (found[0].input.kind, found[0].input.names) == ("walk_away", ("us",))
    effects = [one.effects["patient"] for one in found]
    assert effects[0].first == pytest.approx(1, abs=0.1)
    assert effects[0].total == pytest.approx(1, abs=0.1)
    assert all(effect.changes.number == 0 and effect.total == 0 for effect in effects[1:])


@dataclass(frozen=True)
class American:
    """A question that looks at one number alone."""

    findings = ("patient",)

    def __call__(self, case: Compiled) -> FindingsOfDraws:
        us = case.parties.index("us")
        return lambda draws: {"patient": np.asarray(draws.walk_away[:, us] * 2 > 65 * draws.denominator[:, us])}


@dataclass(frozen=True)
class TwoOfThem:
    """A question that holds where two independent numbers are both high."""

    findings = ("both",)

    def __call__(self, case: Compiled) -> FindingsOfDraws:
        us, europe = case.parties.index("us"), case.parties.index("europeans")

        def answer(draws: Draws) -> FindingDraws:
            one = draws.walk_away[:, us] > 32 * draws.denominator[:, us]
            other = draws.walk_away[:, europe] > 30 * draws.denominator[:, europe]
            return {"both": np.asarray(one & other)}

        return answer


def test_effects_of_two_numbers_that_must_both_be_high_are_those_of_the_formulas() -> None:
    """Of y = a·b with independent a, b of shares p, q: first-order q²p(1−p)/V, total q·p(1−p)/V, V = pq(1−pq)."""
    checked = read_case("examples/alaska-2025", ())
    assert checked.case is not None
    case = compiled(checked.case)
    draws = draw_readings(case, 8, range(20_000))
    p = float((draws.walk_away[:, 0] > 32 * draws.denominator[:, 0]).mean())
    q = float((draws.walk_away[:, 3] > 30 * draws.denominator[:, 3]).mean())
    variance = p * q * (1 - p * q)
    work = Drivers(case=case, question=TwoOfThem(), seed=8)
    found = {one.input.name: one.effects["both"] for one in work.result(work.of(range(3_000)))}
    for name, mine, other in (("walk_away.us", p, q), ("walk_away.europeans", q, p)):
        assert found[name].first == pytest.approx(other**2 * mine * (1 - mine) / variance, abs=0.09)
        assert found[name].total == pytest.approx(other * mine * (1 - mine) / variance, abs=0.06)
        assert found[name].opened.share == pytest.approx(found[name].changes.share / 2, abs=0.03)
    assert (
        sum(one.changes.number for name, one in found.items() if name not in ("walk_away.us", "walk_away.europeans"))
        == 0
    )


def leads(reading: Reading) -> dict[str, bool]:
    """An analysis of one reading: whether there is a deal, and whether the first package gives everybody something."""
    won = win_set(reading)
    return {"deal": len(won) > 0, "first moves all": len(won) > 0 and min(won.package(0)) > 0}


def test_any_analysis_of_a_reading_is_a_question_that_is_treated_alike() -> None:
    for number in range(10):
        case = positions(random_raw(f"any {number}"))
        question = EachReading(findings=("deal", "first moves all"), of=leads)
        switches = (*without_red_lines(case), *silence_resolved(case))
        mine = Drivers(case=case, question=pickle.loads(pickle.dumps(question)), seed=4, switches=switches)
        known = Drivers(case=case, question=SettlementFindings(), seed=4, switches=switches)
        told, other = mine.result(mine.of(range(12))), known.result(known.of(range(12)))
        assert {one.input.name: one.effects["deal"] for one in told} == {
            one.input.name: one.effects["deal"] for one in other
        }
        assert set(told[0].effects) == {"deal", "first moves all"}
        assert flips(case, question) == flips(case)


def test_nothing_drawn_is_the_central_reading() -> None:
    for number in range(60):
        case = positions(random_raw(f"central {number}"))
        one, draws = central(case), draw_readings(case, 9, range(3), "nothing")
        for n in range(3):
            reading = draws.reading(n)
            assert reading.walk_away == tuple(
                None if own is None else Fraction(own, one.denominator[p]) * reading.denominator[p]
                for p, own in enumerate(one.walk_away)
            )
            assert win_set(reading).packages.tolist() == win_set(one).packages.tolist()


@many
def test_switches_are_the_case_written_otherwise(cases: int) -> None:
    """A red line taken out of the file, and a silent cell with a position in the file, in the same draws."""
    lines = wishes = 0
    for number in range(cases):
        raw = random_raw(f"switch {number}")
        case = positions(raw)
        work = Drivers(
            case=case,
            question=SettlementFindings(),
            seed=2,
            switches=(*without_red_lines(case), *silence_resolved(case)),
        )
        sums = work.of(range(DRAWS))
        before = [len(win_set(draw_readings(case, 2, range(DRAWS)).reading(n))) > 0 for n in range(DRAWS)]
        for one in work.result(sums):
            effect = one.effects["deal"]
            assert effect.before.number == sum(before)
            if one.input.kind == "red_line":
                party, issue, option = one.input.names
                cell = dict(raw["positions"][issue][party])
                named = ((line, line["option"] if isinstance(line, dict) else line) for line in cell["rejects"])
                cell["rejects"] = [line for line, name in named if name != option]
                if not cell["rejects"] and "ideal" not in cell:
                    cell = "silent"  # type: ignore[assignment]
                lines += 1
            elif one.input.kind in ("wants", "rejects"):
                issue, party, option = one.input.names
                if one.input.kind == "rejects":
                    continue
                cell = {"ideal": option, "basis": "inferred", "because": "x"}
                if refused := rejected(raw, party, issue):
                    cell["rejects"] = refused
                wishes += 1
            else:
                continue
            other = deepcopy(raw)
            other["positions"][issue][party] = cell
            if one.input.kind == "wants":  # what was judged of another wish is no part of it
                for kind in ("scores", "orders"):
                    judged = other["judgements"].get(kind, {})
                    judged.get(issue, {}).pop(party, None)
                    if not judged.get(issue, True):
                        del judged[issue]
            draws = draw_readings(positions(other), 2, range(DRAWS))
            after = [len(win_set(draws.reading(n))) > 0 for n in range(DRAWS)]
            assert effect.holds is not None
            assert effect.holds.number == sum(after), one.input
            assert effect.changes.number == sum(a != b for a, b in zip(before, after, strict=True))
    assert lines > cases // 3
    assert wishes > cases // 3


def test_a_silent_party_s_refusal_takes_the_option_s_packages_that_need_it() -> None:
    """And nothing else, in the trials in which the party did not want most what it then refuses."""
    asked = same = 0
    for number in range(30):
        case = positions(random_raw(f"refusal {number}"))
        for one, other in silence_resolved(case):
            if one.kind != "rejects":
                continue
            issue, party, option = (
                case.issues.index(one.names[0]),
                case.parties.index(one.names[1]),
                case.options[case.issues.index(one.names[0])].index(one.names[2]),
            )
            draws, changed = draw_readings(case, 1, range(5)), draw_readings(other, 1, range(5))
            for n in range(5):
                whole = {tuple(package) for package in win_set(draws.reading(n)).packages.tolist()}
                left = {tuple(package) for package in win_set(changed.reading(n)).packages.tolist()}
                if (
                    draws.worth[n] * changed.denominator[n][:, None] == changed.worth[n] * draws.denominator[n][:, None]
                ).all():
                    same += 1
                    assert left <= whole
                    assert all(package[issue] == option for package in whole - left)
                if party in case.structure.always:
                    assert not any(package[issue] == option for package in left)
            asked += 1
    assert asked > 20
    assert same > 2 * asked


def test_a_number_turns_the_answer_where_it_is_said_to_and_not_a_hundredth_before() -> None:
    """Against the case written anew with that number."""
    turned = 0
    for number in range(150):
        raw = random_raw(f"flips {number}")
        judged = raw.get("judgements", {})
        for flip in flips(positions(raw)):
            place = {"walk_away": "walk_away", "salience": "salience", "score": "scores"}.get(flip.number.kind)
            if place is None:
                continue
            *path, last = (place, *flip.number.names)
            held = judged
            for name in path:
                held = held[name]
            was = held[last]

            def answer(value: Fraction, held: Any = held, last: str = last, was: Any = was, raw: Any = raw) -> bool:
                told = str(Decimal(value.numerator) / Decimal(value.denominator))
                held[last] = {"status_quo": float(told)} if isinstance(was, dict) else float(told)
                found = len(win_set(central(positions(raw)))) > 0
                held[last] = was
                return found

            before = answer(flip.central)
            step = Fraction(1, 100) if flip.at > flip.central else Fraction(-1, 100)
            assert answer(flip.at) != before, flip
            assert answer(flip.at - step) == before, flip
            turned += 1
    assert turned > 5


def test_a_silent_cell_is_one_input_and_every_input_is_asked_once() -> None:
    for number in range(30):
        case = positions(random_raw(f"inputs {number}"))
        asked = all_inputs(case)
        paths = [path for one in asked for path in one.paths]
        assert len(paths) == len(set(paths))
        assert len({one.name for one in asked}) == len(asked)
        silent = {(case.issues[issue], case.parties[party]) for party, issue in case.silent_cells()}
        assert {one.names for one in asked if one.kind == "silence"} <= silent
        assert not {one.names for one in asked if one.kind in ("salience", "scores")} & silent


def test_what_is_drawn_anew_changes_nothing_else() -> None:
    checked = read_case("examples/alaska-2025", ())
    assert checked.case is not None
    case = compiled(checked.case)
    one = next(one for one in all_inputs(case) if one.kind == "walk_away" and one.names == ("ukraine",))
    before, after = draw_readings(case, 3, range(50)), draw_readings(case, 3, range(50), anew=one.paths)
    assert (before.worth == after.worth).all()
    assert (before.walk_away[:, :2] == after.walk_away[:, :2]).all()
    assert (before.walk_away[:, 2] != after.walk_away[:, 2]).any()


def test_a_named_package_is_accepted_by_whom_it_is_worth_enough() -> None:
    asked = bodies = 0
    raws = [random_raw(f"named {number}") for number in range(40)]
    cases = [positions(raw, table) for raw in raws for table in (None, *raw.get("tables", {}))]
    for number, case in enumerate(cases):
        ground = ViolationIndex(case)
        if not len(ground.group):
            continue
        options = tuple(int(option) for option in ground.admissible.view.packages[number % len(ground.group)])
        (one,) = over(case, named=(options,)).named
        draws = draw_readings(case, 3, range(DRAWS))
        readings = [draws.reading(n) for n in range(DRAWS)]
        for party, share in one.parties.items():
            walk_aways = [reading.walk_away[party] for reading in readings]
            if share is None:
                assert walk_aways == [None] * DRAWS
            else:
                held = zip(readings, walk_aways, strict=True)
                assert share.number == sum(reading.value(party, options) >= (least or 0) for reading, least in held)
        for name, share in one.bodies.items():
            floors = [next(floor for floor in reading.floors if floor.name == name) for reading in readings]
            asked_of = zip(readings, floors, strict=True)
            assert share.number == sum(reading.value(body.party, options) >= body.worth for reading, body in asked_of)
            bodies += 1
        fine = sum(options in {won.package(n) for n in range(len(won))} for won in map(win_set, readings))
        assert one.accepted.number == fine
        assert one.satisfies_rules
        asked += 1
    assert asked > 20
    assert bodies
