"""Numbers that one cause moves: taken at the same place of their ranges, and drawn one by one as they always were."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import pairwise
from math import isqrt
from random import Random
from typing import Any

import numpy as np
import pytest

from winset.analyses.robustness.drivers import all_inputs
from winset.compiled import Compiled
from winset.model.judgements import Judgements, ranges_by_path
from winset.model.numbers import Span
from winset.readings import draw_readings
from winset.readings.shapes import Drawer
from winset.readings.streams import Unit, raw_stream

from .cases import Raw, dispute, positions, random_raw

DRAWS = range(200)
SEED = 5
UNIT = Unit(parts=100)
JUDGED: Raw = {
    "walk_away": {"north": [20, 60], "south": [10, 30, 70]},
    "salience": {"border": {"north": [10, 90], "south": [0, 100]}},
    "scores": {"border": {"north": {"middle": [5, 80, 95]}}},
    "capability": {"north": [1, 5]},
    "links": [{"party": "south", "when": {"border": "middle", "trade": "open"}, "points": [-10, 25], "because": "x"}],
}
NAMES = [
    "walk_away.north", "walk_away.south", "salience.border.north", "salience.border.south",
    "scores.border.north.middle", "capability.north", "links.0",
]  # fmt: skip


def tied(*entries: list[str], **judged: Any) -> Compiled:
    told = {**deepcopy(JUDGED), **judged, "together": [{"inputs": list(entry)} for entry in entries]}
    return positions(dispute(judgements={key: value for key, value in told.items() if value}))


def stream(case: Compiled, name: str) -> str:
    return case.links[0].stream if name == "links.0" else f"judgements.{name}"


def drawn(case: Compiled, name: str, span: Span | None = None) -> list[int]:
    """A number in hundredths, in every trial."""
    drawer = Drawer(case, SEED, DRAWS, ranges=True)
    return [int(one) for one in drawer.span(span or ranges()[name], stream(case, name), UNIT)]


@cache
def ranges() -> dict[str, Span]:
    return ranges_by_path(Judgements.model_validate(JUDGED))


def quantile(raw: int, span: Span) -> Fraction:
    """The hundredth at a place of the range, by the inverse of its distribution (the slow way): uniform, or triangular
    with the root rounded to the nearest whole.
    """
    low, high = int(span.low * 100), int(span.high * 100)
    if span.likely is None:
        return Fraction(low + raw * (high - low + 1) // 2**32)
    likely, width = int(span.likely * 100), high - low
    if raw * width < (likely - low) * 2**32:
        return Fraction(low + (isqrt(4 * (raw * width * (likely - low) // 2**32)) + 1) // 2)
    return Fraction(high - (isqrt(4 * ((2**32 - 1 - raw) * width * (high - likely) // 2**32)) + 1) // 2)


def test_every_number_of_an_entry_is_taken_at_the_place_where_the_first_one_is() -> None:
    """The oracle: the raw stream of the first, put through the inverse of each one's own distribution."""
    draw = Random("entries")
    for _ in range(30):
        names = draw.sample(NAMES, draw.randint(2, len(NAMES)))
        signs = [draw.random() < 0.4 for _ in names]
        case = tied([f"{'-' if falls else ''}{name}" for name, falls in zip(names, signs, strict=True)])
        raws = raw_stream(SEED, stream(case, names[0]), 0, len(DRAWS)).tolist()
        for name, falls in zip(names, signs, strict=True):
            places = [2**32 - 1 - raw if falls != signs[0] else raw for raw in raws]
            assert drawn(case, name) == [quantile(place, ranges()[name]) for place in places]


def test_what_moves_together_is_ordered_alike_in_all_trials_and_with_a_minus_the_other_way() -> None:
    case = tied(["walk_away.north", "walk_away.south", "-links.0"])
    first, second, third = (drawn(case, name) for name in ("walk_away.north", "walk_away.south", "links.0"))
    by_first = sorted(range(len(first)), key=lambda n: (first[n], second[n]))
    assert [second[n] for n in by_first] == sorted(second)
    assert sorted(third, reverse=True) == [third[n] for n in sorted(by_first, key=lambda n: (first[n], -third[n]))]
    for one, other in pairwise(by_first):
        assert second[one] <= second[other]


def test_each_number_by_itself_is_drawn_from_its_own_range_as_before() -> None:
    """The marginals: the values of a number that follows are those that its range gives along the first one's stream,
    which is as uniform as its own; the first one's draws are the very same as without the entry.
    """
    free, case = tied(), tied(["walk_away.north", "-walk_away.south"])
    assert drawn(case, "walk_away.north") == drawn(free, "walk_away.north")
    alone, together = (np.sort(drawn(one, "walk_away.south")) for one in (free, case))
    assert together.min() >= 1000
    assert together.max() <= 7000
    assert abs(alone.mean() - together.mean()) < 5 * np.hypot(alone.std(), together.std()) / len(DRAWS) ** 0.5


def test_an_entry_changes_no_other_input_and_the_order_of_entries_nothing() -> None:
    free = tied()
    one, other = ["walk_away.north", "salience.border.south"], ["-capability.north", "links.0"]
    first, second = tied(one, other), tied(other, one)
    for name in NAMES:
        assert drawn(first, name) == drawn(second, name)
        if name not in ("salience.border.south", "links.0"):
            assert drawn(first, name) == drawn(free, name)
        else:
            assert drawn(first, name) != drawn(free, name)


def test_trials_with_an_entry_can_be_cut_anywhere_and_drawn_anew_as_one() -> None:
    case = tied(["walk_away.north", "walk_away.south"])
    whole, late = draw_readings(case, SEED, DRAWS), draw_readings(case, SEED, range(150, 200))
    assert (whole.walk_away[150:] == late.walk_away).all()
    (entry,) = [one for one in all_inputs(case) if one.kind == "together"]
    anew = draw_readings(case, SEED, DRAWS, anew=entry.paths)
    assert (anew.walk_away != whole.walk_away).any(axis=0).all()
    assert (anew.worth == whole.worth).all()
    assert not [one for one in all_inputs(case) if one.kind == "walk_away"]


@pytest.mark.parametrize("number", range(15))
def test_an_entry_in_a_random_case_leaves_the_trials_of_all_other_numbers_alone(number: int) -> None:
    raw = random_raw(f"together {number}")
    raw["judgements"]["walk_away"] = {party: [10, 20 + 5 * n, 60] for n, party in enumerate(raw["parties"])}
    free = positions(raw)
    moving = [f"walk_away.{party}" for party in raw["parties"]]
    raw["judgements"]["together"] = [{"inputs": moving}]
    case = positions(raw)
    before, after = (draw_readings(one, SEED, range(40)) for one in (free, case))
    assert (before.worth == after.worth).all()
    assert (before.links == after.links).all()
    leader = case.parties.index(moving[0].removeprefix("walk_away."))
    assert (before.walk_away[:, leader] == after.walk_away[:, leader]).all()
    assert replace(case, together=()).together == free.together
