"""The dates against the oracle that settles each anew, on a thousand small random cases."""

from __future__ import annotations

import random
from typing import Any

import pytest

from tests.laws.cases import read
from tests.support.batches import batches
from winset.analyses.timing.dates import Dates, dates
from winset.analyses.timing.paths import pressure, shifts
from winset.compiled import Compiled, compiled
from winset.compiled.timing import timing_of
from winset.readings import central
from winset.readings.judged import most_likely

from .random_timing import PERIODS, random_case_in_time
from .timing_oracle import Standing, margin, settled_at, standing, walk_away_at

BATCHES, ORDINARY, PER_BATCH = 20, 2, 50


def dates_of(raw: dict[str, Any], table: str | None = None) -> tuple[Compiled, Dates]:
    """The dates of a case, with every lever on offer."""
    case = read(raw)
    positions, timing = compiled(case, table), timing_of(case)
    assert timing is not None
    pressed = pressure(positions.levers, most_likely)
    path = shifts(timing, pressed, most_likely, timing.horizon)
    return positions, dates(central(positions), timing, path, pressed, positions.levers_offered)


def names(case: Compiled, package: tuple[int, ...]) -> tuple[str, ...]:
    return tuple(case.options[issue][option] for issue, option in enumerate(package))


def compare(raw: dict[str, Any], table: str | None) -> None:
    case, found = dates_of(raw, table)
    known = standing(raw, table)
    settled = [settled_at(known, period) for period in range(PERIODS + 1)]
    win_sets = [one.acceptable for one in settled]
    for date in found.dates:
        expected = settled[date.period]
        assert list(date.walk_away) == [walk_away_at(known, party, date.period) for party in case.parties]
        assert date.has_deal == bool(expected.acceptable)
        assert date.acceptable == len(expected.acceptable)
        assert date.margin == margin(known, expected)
        assert date.margin is None or (date.margin >= 0) == bool(expected.acceptable)
        pivotal = frozenset(case.parties[party] for party in date.pivotal)
        blockers = expected.blockers
        assert pivotal == (blockers.pivotal & set(case.parties) if blockers is not None else frozenset())
        assert (date.leading is None) == (not expected.acceptable)
        assert found.gone is not None
        assert found.opened is not None
        assert found.gone[date.period] == len(win_sets[0] - win_sets[date.period])
        assert found.opened[date.period] == len(win_sets[date.period] - win_sets[0])
    for package in found.followed:
        name = names(case, package.options)
        assert list(package.open) == [period for period, win_set in enumerate(win_sets) if name in win_set]
        gone = [period for period in package.open if period < PERIODS and period + 1 not in package.open]
        assert package.gone == (gone[0] + 1 if gone else None)
    deals = [period for period, win_set in enumerate(win_sets) if win_set]
    assert (found.first, found.last) == ((deals[0], deals[-1]) if deals else (None, None))
    compare_levers(known, case, found)


def compare_levers(known: Standing, case: Compiled, found: Dates) -> None:
    """Each lever alone, applied at each date without a deal at which it does not press already."""
    opens = {case.levers[lever.lever].name: lever.opens for lever in found.levers}
    for lever, name in ((place, lever.name) for place, lever in enumerate(case.levers)):
        expected = tuple(
            date.period
            for date in found.dates
            if not date.has_deal and lever not in date.pressing and settled_at(known, date.period, also=name).acceptable
        )
        assert opens.get(name, ()) == expected


@pytest.mark.parametrize("batch", batches(BATCHES, ORDINARY))
def test_every_date_is_as_if_the_case_were_settled_anew(batch: int) -> None:
    for number in range(PER_BATCH):
        raw = random_case_in_time(random.Random(f"timing {batch} {number}"))
        tables = (None, *raw.get("tables", {}))
        compare(raw, tables[number % len(tables)])
