"""What a silent cell does to the answer is the same in the answer of `deal` and in that of `robust`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest

from winset.analyses.robustness.drivers import Drivers
from winset.analyses.robustness.exclusion import exclusion
from winset.analyses.robustness.flips import holds_centrally
from winset.analyses.robustness.moving_together import moved_together, strongest_numbers
from winset.analyses.robustness.packages_in_draws import feasible_in_draws
from winset.analyses.robustness.readings_question import DEAL, FindingsOfDraws, SettlementFindings
from winset.analyses.robustness.switches import silence_resolved, without_red_lines
from winset.analyses.robustness.tally import Tally
from winset.analyses.settlement.cell_alternatives import CellAlternative
from winset.analyses.settlement.deal import deal
from winset.analyses.settlement.packages import feasible_packages
from winset.analyses.settlement.settle import leading_package
from winset.compiled import Compiled, CompiledCell
from winset.model.judgements import WalkAway
from winset.model.numbers import Span
from winset.readings import central, draw_readings
from winset.readings.shapes import central_salience, central_scores

from .cases import positions, random_raw

Cell = tuple[str, str, str]
many = pytest.mark.parametrize("cases", [10, pytest.param(256, marks=pytest.mark.slow)])


def tables(raw: Any) -> tuple[str | None, ...]:
    return (None, *raw.get("tables", {}))


def told_by_deal(case: Compiled) -> dict[Cell, CellAlternative]:
    """By issue, party and wish, what `deal` says of a silent cell."""
    return {
        (case.issues[one.issue], case.parties[one.party], case.options[one.issue][one.option]): one
        for one in deal(case, seed=1, draws=1).cell_alternatives or ()
        if one.kind == "silent" and one.option is not None
    }


@many
def test_a_wish_where_the_sources_are_silent_has_the_same_answer_centrally(cases: int) -> None:
    effects = set()
    for number in range(cases):
        raw = random_raw(f"silence agrees {number}")
        for table in tables(raw):
            case = positions(raw, table)
            told = told_by_deal(case)
            asked = {one.names: other for one, other in silence_resolved(case) if one.kind == "wants"}
            assert set(asked) == set(told)
            before = bool(holds_centrally(case))
            for names, other in asked.items():
                alternative = told[names[0], names[1], names[2]]
                assert leading_package(central(other)) == alternative.package
                then = holds_centrally(other)
                assert then is (alternative.package is not None)
                assert (alternative.effect == "a deal") == (then and not before)
                assert (alternative.effect == "no deal") == (before and not then)
                effects.add(alternative.effect)
    assert effects == {None, "a deal", "no deal", "another package"}


def fixed(case: Compiled) -> Compiled | None:
    """The case with one silent cell left open and every other number at its central value, so that a trial in which the
    cell is resolved is the central reading; None where it has no such cell.
    """
    open_cells = [(party, issue) for party, issue in case.silent_cells() if len(case.options[issue]) == 2]
    if not open_cells:
        return None
    cells = []
    for party, row in enumerate(case.cells):
        cells.append(tuple(_fixed(case, party, issue, cell) for issue, cell in enumerate(row)))
    return replace(case, cells=tuple(cells))


def _fixed(case: Compiled, party: int, issue: int, cell: CompiledCell) -> CompiledCell:
    if cell.delegate is not None:
        return replace(cell, salience=Span.of(central_salience(case, party, issue)))
    scores = tuple(Span.of(score) for score in central_scores(case, party, issue))
    salience = central_salience(case, party, issue)
    if cell.is_silent:
        return replace(cell, salience=Span.of(salience or 50), scores=scores, order=None)
    return replace(cell, salience=Span.of(salience), scores=scores, order=None)


def settled_numbers(case: Compiled) -> Compiled:
    """With every walk-away, link and floor at its central value."""

    def walk_away(walk_away: WalkAway | None) -> WalkAway | None:
        if walk_away is None:
            return None
        told = {name: Span.of(span.central) for name in ("points", "status_quo") if (span := getattr(walk_away, name))}
        return walk_away.model_copy(update=told)

    return replace(
        case,
        walk_away=tuple(map(walk_away, case.walk_away)),
        links=tuple(replace(link, points=Span.of(link.points.central)) for link in case.links),
        floors=tuple(replace(floor, above=Span.of(floor.above.central)) for floor in case.floors),
    )


@many
def test_where_no_number_is_open_the_trials_say_what_deal_says(cases: int) -> None:
    """All or none of the trials have a deal then, as `deal` has it, and the package that leads there is among those
    that most trials accept.
    """
    asked, opened, closed = 0, 0, 0
    for number in range(4 * cases):
        half = fixed(positions(random_raw(f"no number open {number}")))
        if half is None:
            continue
        case = settled_numbers(half)
        told = told_by_deal(case)
        before = bool(holds_centrally(case))
        for one, other in silence_resolved(case):
            issue, party, option = one.names
            if one.kind != "wants" or len(case.options[case.issues.index(issue)]) != 2:
                continue
            tally = Tally(other, 1)
            found = tally.result(tally.of(range(6)))
            alternative = told[issue, party, option]
            assert found.deal.number == (0 if alternative.package is None else 6)
            if alternative.package is not None:
                assert alternative.package in {package.options for package in found.most}
            opened += alternative.package is not None and not before
            closed += alternative.package is None and before
            asked += 1
    assert asked > cases
    assert opened
    assert closed


@many
def test_packages_got_from_those_of_a_case_with_other_red_lines_are_its_own(cases: int) -> None:
    for number in range(cases):
        case = positions(random_raw(f"near {number}"))
        draws = draw_readings(case, 2, range(8))
        for _, other in (*without_red_lines(case), *silence_resolved(case)):
            alone = feasible_in_draws(other.structure).acceptable(draws)
            helped = feasible_in_draws(other.structure, case.structure).acceptable(draws)
            assert (alone.sum(axis=1) == helped.sum(axis=1)).all()


@many
def test_what_red_lines_exclude_has_no_deal_in_any_trial_and_says_whose_they_are(cases: int) -> None:
    excluded = owned = 0
    for number in range(cases):
        case = positions(random_raw(f"excluded {number}"))
        for _, other in silence_resolved(case):
            why = exclusion(other)
            assert (why is None) == bool(len(feasible_packages(other.structure)))
            if why is None:
                continue
            excluded += 1
            answer = SettlementFindings()(other)(draw_readings(other, 2, range(5)))
            assert not answer[DEAL].any()
            for owner in why.owners:
                freed = other
                for issue in range(len(case.issues)):
                    cell = freed.cells[owner][issue]
                    freed = freed.with_cell(owner, issue, replace(cell, rejects=()))
                assert exclusion(freed) is None
                owned += 1
    assert excluded
    assert owned


@dataclass(frozen=True, kw_only=True)
class Low:
    of: FindingsOfDraws
    findings: tuple[str, ...] = (DEAL,)

    def __call__(self, case: Compiled) -> FindingsOfDraws:
        return self.of


def test_the_strongest_numbers_are_moved_so_that_each_brings_a_deal_about() -> None:
    """An answer that looks at the sum of two walk-aways: low ones open it, and moved together they spread it."""
    raw = random_raw("strongest")
    names = list(raw["parties"])[:2]
    raw["judgements"]["walk_away"] = {name: [0, 40] for name in names}
    case = positions(raw)
    places = [case.parties.index(name) for name in names]

    def low(draws: Any) -> dict[str, Any]:
        points = [draws.walk_away[:, place] * 100 // draws.denominator[:, place] for place in places]
        return {DEAL: points[0] + points[1] < 2000}

    work = Drivers(case=case, question=Low(of=low), seed=1)
    drivers = work.result(work.of(range(600)))
    strongest = strongest_numbers(drivers, DEAL)
    assert {one.input.names for one in strongest} == {(name,) for name in names}
    assert all(one.effects[DEAL].leaning < 0 for one in strongest)
    tied = moved_together(case, strongest, DEAL)
    alone, together = (low(draw_readings(one, 1, range(600)))[DEAL].mean() for one in (case, tied))
    assert 0.08 < alone < 0.17
    assert 0.2 < together < 0.3
