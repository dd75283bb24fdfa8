"""From ranges to readings: seeded draws, their distributions, and the central reading."""

from __future__ import annotations

import hashlib
import random
from decimal import Decimal
from fractions import Fraction
from itertools import product
from math import isqrt, sqrt

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from winset.analyses.settlement.settle import solve
from winset.compiled import Compiled
from winset.errors import NumberTooFine
from winset.model.numbers import Span
from winset.readings import Draws, Reading, central, draw_readings, streams
from winset.readings import draws as drawing
from winset.readings.shapes import Drawer, central_scores
from winset.readings.streams import Unit, draw_span, raw_stream, triangular, uniform, uniform_below

from .cases import Raw, dispute, positions, random_raw, wants, written

Ints = NDArray[np.int64]

ERRORS = 5
"""Standard errors by which a mean over independent draws may miss: fewer than one run in a million would; the seed
stands, so that no run differs from another."""
HALF_A_HUNDREDTH = Fraction(1, 2)
"""What rounding to hundredths can move a number, in hundredths."""
LAST = 2**32 - 1


# ------------------------------------------------------------------------------------------------ raw streams


def philox(key: tuple[int, int], counter: int) -> list[int]:
    """One block of Philox 4×64 with ten rounds, from its definition (Salmon et al. 2011)."""
    mask, (k0, k1) = 2**64 - 1, key
    c = [(counter >> (64 * n)) & mask for n in range(4)]
    for _ in range(10):
        left, right = 0xD2E7470EE14C6C93 * c[0], 0xCA5A826395121157 * c[2]
        c = [(right >> 64) ^ c[1] ^ k0, right & mask, (left >> 64) ^ c[3] ^ k1, left & mask]
        k0, k1 = (k0 + 0x9E3779B97F4A7C15) & mask, (k1 + 0xBB67AE8584CAA73B) & mask
    return c


@pytest.mark.parametrize(("seed", "path", "start"), [(1, "judgements.walk_away.us", 0), (7, "positions.a.b.worst", 9)])
def test_a_stream_is_philox_under_a_key_of_seed_and_path(seed: int, path: str, start: int) -> None:
    digest = hashlib.blake2b(f"{seed}\0{path}".encode(), digest_size=16).digest()
    key = (int.from_bytes(digest[:8], "little"), int.from_bytes(digest[8:], "little"))
    expected = [philox(key, n // 4 + 1)[n % 4] >> 32 for n in range(start, start + 10)]
    assert raw_stream(seed, path, start, 10).tolist() == expected


def test_streams_are_the_same_on_every_machine() -> None:
    assert raw_stream(1, "judgements.walk_away.us", 0, 6).tolist() == [
        1912940622, 1620148991, 2729134164, 2878536029, 2045909536, 574515903,
    ]  # fmt: skip
    assert raw_stream(2, "judgements.walk_away.us", 5, 3).tolist() == [4031300817, 3347114662, 2737973901]
    far = raw_stream(1, "positions.territory.us.score.freeze", 10**12, 3)
    assert far.tolist() == [3312491824, 1465442252, 3250515782]


@given(start=st.integers(0, 50), count=st.integers(0, 50), seed=st.integers(0, 3))
def test_a_stream_can_be_entered_anywhere(start: int, count: int, seed: int) -> None:
    assert raw_stream(seed, "x", start, count).tolist() == raw_stream(seed, "x", 0, 100)[start : start + count].tolist()


def test_seed_and_path_do_not_run_into_each_other() -> None:
    streams_ = {tuple(raw_stream(seed, path, 0, 4)) for seed, path in product((1, 11, -1), ("1a", "a", "11", "1", ""))}
    assert len(streams_) == 15


# ------------------------------------------------------------------------------------------------- transforms


@given(low=st.integers(-(10**8), 10**8), width=st.integers(0, 10**8), data=st.data())
def test_a_uniform_draw_gives_every_hundredth_its_share(low: int, width: int, data: st.DataObject) -> None:
    high = low + width
    raws = np.array([0, LAST, *data.draw(st.lists(st.integers(0, LAST), max_size=20))], dtype=np.int64)
    drawn_ = uniform(raws, low, high).tolist()
    assert drawn_[0] == low
    assert drawn_[1] == high
    assert drawn_ == [low + one * (width + 1) // 2**32 for one in raws.tolist()]
    # Of the 2^32 raw numbers those that give one value are floor or ceiling of 2^32 / (width + 1) many.
    value = data.draw(st.integers(0, width))
    first, after = (-(-n * 2**32 // (width + 1)) for n in (value, value + 1))
    assert uniform(np.array([first, after - 1], dtype=np.int64), low, high).tolist() == [low + value] * 2


def triangles(widest: int = 60_000) -> st.SearchStrategy[tuple[int, int, int]]:
    three = st.lists(st.integers(-widest // 2, widest // 2), min_size=3, max_size=3)
    return three.map(sorted).map(lambda found: (found[0], found[1], found[2]))


RAWS = st.lists(st.one_of(st.integers(0, LAST), st.integers(0, 3), st.integers(LAST - 3, LAST)), min_size=1)


@given(shape=triangles(), raws=RAWS)
@example(shape=(0, 0, 46_000), raws=[0, 1, LAST])
@example(shape=(0, 46_000, 46_000), raws=[0, LAST - 1, LAST])
@example(shape=(-23_000, 0, 23_000), raws=[2**31 - 1, 2**31, 2**31 + 1])
def test_a_triangular_draw_is_the_inverse_of_its_distribution(shape: tuple[int, int, int], raws: list[int]) -> None:
    low, likely, high = shape
    width = high - low
    found = triangular(np.array(raws, dtype=np.int64), low, likely, high).tolist()
    for one, value in zip(raws, found, strict=True):
        assert low <= value <= high
        # The exact quantile q of one / 2^32 has (q - low)² = one · width · (likely - low) / 2^32 below the peak, and
        # the like above; the draw is less than one hundredth away from it. Squares are compared, in integers.
        if width and one * width < (likely - low) * 2**32:
            square, steps = one * width * (likely - low), value - low
        else:
            square, steps = (LAST - one) * width * (high - likely), high - value
        assert max(0, steps - 1) ** 2 * 2**32 <= square
        assert square < (steps + 1) ** 2 * 2**32


@given(shape=triangles())
@settings(max_examples=25)
def test_a_triangular_draw_grows_with_its_raw_number(shape: tuple[int, int, int]) -> None:
    grid = np.linspace(0, LAST, 20_001).astype(np.int64)
    assert (np.diff(triangular(grid, *shape)) >= 0).all()


@given(shape=triangles())
@settings(max_examples=25)
def test_the_mean_and_variance_of_triangular_draws_are_those_of_the_triangle(shape: tuple[int, int, int]) -> None:
    a, c, b = shape
    cells = 2**16
    middles = np.arange(cells, dtype=np.int64) * (2**32 // cells) + 2**32 // cells // 2
    found = triangular(middles, a, c, b).astype(np.float64)
    # Each of the cells of the raw numbers stands for its middle: the quantile moves by less than a cell's own width
    # inside it, and the widths of all cells sum to that of the triangle.
    miss = 1 + (b - a) / cells
    assert abs(found.mean() - (a + b + c) / 3) <= miss
    variance = (a * a + b * b + c * c - a * b - a * c - b * c) / 18
    assert abs(found.std() - sqrt(variance)) <= 2 * miss


@given(shape=triangles(400), data=st.data())
@settings(max_examples=30)
def test_every_hundredth_has_the_chance_that_the_inverse_gives_it(
    shape: tuple[int, int, int], data: st.DataObject
) -> None:
    low, likely, high = shape
    value = data.draw(st.integers(low, high))

    def at_most(value: int) -> int:
        """How many raw numbers give at most this value, by halving."""
        least, most = 0, 2**32
        while least < most:
            middle = (least + most) // 2
            if int(triangular(np.array([middle], dtype=np.int64), low, likely, high)[0]) <= value:
                least = middle + 1
            else:
                most = middle
        return least

    share = Fraction(at_most(value), 2**32)
    assert triangle_share(shape, value - HALF_A_HUNDREDTH) <= share + Fraction(1, 2**31)
    assert share <= triangle_share(shape, Fraction(value + 1)) + Fraction(1, 2**31)


def triangle_share(shape: tuple[int, int, int], at: Fraction) -> Fraction:
    """The distribution function of the triangular density."""
    low, likely, high = shape
    if at < low:
        return Fraction(0)
    if at >= high:
        return Fraction(1)
    if at < likely:
        return (at - low) ** 2 / ((high - low) * (likely - low))
    return 1 - (high - at) ** 2 / ((high - low) * (high - likely))


def test_the_integer_root_is_exact() -> None:
    numbers = random.Random(1)
    squares = [n * n + d for n in (1, 2, 3, 1000, 46_000, 92_000) for d in (-1, 0, 1)]
    most = 4 * 46_000**2
    sample = [0, 1, 2, 3, most - 1, most, *squares, *(numbers.randint(0, most) for _ in range(100_000))]
    found = streams._rounded_root(np.array(sample, dtype=np.int64)).tolist()
    assert found == [(isqrt(one) + 1) // 2 for one in sample]
    # Rounded to the nearest: the root r of q/4 has (2r - 1)² ≤ q < (2r + 1)².
    assert all(max(0, 2 * root - 1) ** 2 <= one < (2 * root + 1) ** 2 for one, root in zip(sample, found, strict=True))


@given(shape=triangles(46_000), raws=RAWS)
def test_wide_ranges_are_drawn_like_narrow_ones(shape: tuple[int, int, int], raws: list[int]) -> None:
    numbers = np.array(raws, dtype=np.int64)
    fast = triangular(numbers, *shape).tolist()
    assert [streams._triangular(raw, *shape) for raw in raws] == fast or shape[0] == shape[2]


def test_a_very_wide_range_stays_within_its_bounds() -> None:
    raws = np.array([0, 1, 2**31, LAST - 1, LAST], dtype=np.int64)
    found = triangular(raws, -(10**8), 0, 10**8).tolist()
    assert found == [-(10**8), *found[1:4], 10**8]
    assert found == sorted(found)
    assert found[2] == 0


@given(count=st.integers(1, 2**30), one=st.integers(0, LAST))
def test_below_stays_below(count: int, one: int) -> None:
    assert int(uniform_below(np.array([one], dtype=np.int64), count)[0]) == one * count // 2**32 < count


@pytest.mark.parametrize("value", [Fraction(300, 7), Fraction(1, 3), Fraction(-20), Fraction("12.345678")])
def test_a_fixed_number_is_drawn_exactly(value: Fraction) -> None:
    unit = 100 * value.denominator
    found = draw_span(Span.of(value), raw_stream(1, "x", 0, 5), Unit(parts=unit))
    assert {Fraction(int(one), unit) for one in found} == {value}


def test_a_range_without_a_hundredth_in_it_stays_at_its_centre() -> None:
    narrow = Span(low=Fraction("1.001"), likely=Fraction("1.002"), high=Fraction("1.003"))
    assert set(draw_span(narrow, raw_stream(1, "x", 0, 50), Unit(parts=100_000)).tolist()) == {100_200}


@given(
    ends=st.lists(st.fractions(-100, 100, max_denominator=700), min_size=3, max_size=3).map(sorted), two=st.booleans()
)
def test_a_drawn_number_stays_within_its_range(ends: list[Fraction], two: bool) -> None:
    span = Span(low=ends[0], likely=None if two else ends[1], high=ends[2])
    unit = 100 * span.central.denominator
    values = [Fraction(int(one), unit) for one in draw_span(span, raw_stream(3, "x", 0, 60), Unit(parts=unit))]
    assert all(span.low <= value <= span.high for value in values)


# ------------------------------------------------------------------------------------------------ whole cases


def judged() -> Raw:
    """The dispute with every kind of judgement, one silent cell and one delegation."""
    case = dispute()
    case["positions"]["prisoners"]["south"] = "silent"
    case["judgements"] = {
        "by": "test",
        "salience": {"border": {"north": [10, 40, 90], "south": [0, 100]}},
        "scores": {"trade": {"south": {"open": [5, 60]}}},
        "walk_away": {"north": [10, 20, 45], "south": {"status_quo": [-5, 0, 5]}},
        "links": [{"party": "north", "when": {"border": "middle", "trade": "open"}, "points": [-5, 5, 25]}],
    }
    return case


def score(case: Compiled, party: str, issue: str, seed: int, draws: range) -> list[list[int]]:
    """(draw, option) drawn scores in hundredths."""
    drawer = Drawer(case, seed, draws, ranges=True)
    found = drawer.scores(case.parties.index(party), case.issues.index(issue), Unit(parts=100))
    return [[int(one) for one in row] for row in found]


def worths(draws: Draws, party: int) -> list[tuple[Fraction, ...]]:
    """Per draw what each column adds to the party's value, then its walk-away and its links, in points."""
    mine = [n for n, link in enumerate(draws.link_terms) if link.party == party]
    floors = [worth for _, owner, worth in draws.floors if owner == party]
    return [
        tuple(
            Fraction(int(one), int(draws.denominator[n, party]))
            for one in (
                *draws.worth[n, party],
                draws.walk_away[n, party],
                *(draws.links[n, k] for k in mine),
                *(worth[n] for worth in floors),
            )
        )
        for n in range(len(draws))
    ]


def test_draws_are_the_same_on_every_machine() -> None:
    draws = draw_readings(positions(judged()), 1, range(2))
    assert draws.denominator.tolist() == [[697500, 1613200], [1279000, 1376500]]
    assert draws.walk_away.tolist() == [[21608550, 80966592], [21052340, 20211080]]
    assert draws.worth.tolist() == [
        [[30890000, 10409930, 0, 0, 19220000, 0, 19640000], [0, 2021052, 7530000, 78450000, 44638050, 0, 75340000]],
        [[54710000, 23169685, 0, 0, 27460000, 0, 45730000], [0, 27044864, 75460000, 19220000, 4093860, 0, 42970000]],
    ]
    assert draws.links.tolist() == [[6033375], [-729030]]


def test_another_seed_gives_other_draws() -> None:
    case = positions(judged())
    assert draw_readings(case, 1, range(5)).worth.tolist() != draw_readings(case, 2, range(5)).worth.tolist()


def more(case: Raw) -> Raw:
    """The same case with a party, an issue and a link more."""
    case["parties"] = {"east": {"name": "East"}, **case["parties"]}
    case["issues"] = {"water": {"status_quo": "dry", "options": {"dry": "d", "wet": "w"}}, **case["issues"]}
    for issue in case["issues"]:
        cells = case["positions"].setdefault(issue, {})
        cells["rest"] = "silent"
    case["positions"]["water"]["south"] = wants("wet")
    case["judgements"].setdefault("links", []).append({"party": "east", "when": {"water": "wet"}, "points": [0, 9]})
    return case


def test_an_issue_a_party_or_a_link_more_changes_no_other_draw() -> None:
    small, large = positions(judged()), positions(more(judged()))
    every = range(40)
    for party, issue in product(small.parties, small.issues):
        assert score(small, party, issue, 5, every) == score(large, party, issue, 5, every)
        saliences = [
            Drawer(case, 5, every, ranges=True)
            .salience(case.parties.index(party), case.issues.index(issue), Unit(parts=100))
            .tolist()
            for case in (small, large)
        ]
        assert saliences[0] == saliences[1]
    one, other = draw_readings(small, 5, every), draw_readings(large, 5, every)
    for n in every:
        north = [
            reading.points(p, reading.walk_away[p] or 0) for reading, p in ((one.reading(n), 0), (other.reading(n), 1))
        ]
        assert north[0] == north[1]
        assert one.reading(n).points(0, int(one.links[n, 0])) == other.reading(n).points(1, int(other.links[n, 0]))


@pytest.mark.parametrize("which", ["everything", "silence"])
def test_draws_do_not_depend_on_where_they_are_cut(which: drawing.DrawScope) -> None:
    cut = random.Random("cuts")
    for number in range(60):
        raw_case = random_raw(f"cuts {number}")
        for table in (None, *raw_case.get("tables", {})):
            case = positions(raw_case, table)
            whole = draw_readings(case, number, range(23), which)
            start = cut.randint(0, 22)
            stop = cut.randint(start, 23)
            part = draw_readings(case, number, range(start, stop), which)
            assert len(part) == stop - start
            for party in range(len(case.parties)):
                assert worths(part, party) == worths(whole, party)[start:stop]


def test_a_reading_of_a_draw_is_what_its_parts_say() -> None:
    for number in range(60):
        raw_case = random_raw(f"parts {number}")
        case = positions(raw_case)
        draws = draw_readings(case, 1, range(4))
        for n in range(4):
            check_reading(case, draws.reading(n), Drawer(case, 1, range(n, n + 1), ranges=True))


def check_reading(case: Compiled, reading: Reading, drawer: Drawer) -> None:
    """Values and walk-aways are recomputed as fractions from drawn saliences, scores, links and walk-aways."""
    unit = UNIT
    quo = case.structure.status_quo
    for party, name in enumerate(case.parties):
        weights = [
            Fraction(int(drawer.salience(party, issue, Unit(parts=unit))[0]), unit) for issue in range(len(case.issues))
        ]
        total = sum(weights) or Fraction(1)
        scores = [
            [Fraction(int(one), unit) for one in drawer.scores(party, issue, Unit(parts=unit))[0]]
            for issue in range(len(case.issues))
        ]
        links = [
            (link.when, Fraction(int(draw_span(link.points, drawer.stream(link.stream), Unit(parts=unit))[0]), unit))
            for link in case.links
            if link.party == party
        ]

        def value(package: tuple[int, ...]) -> Fraction:
            worth = sum((w * s[o] for w, s, o in zip(weights, scores, package, strict=True)), Fraction(0)) / total  # noqa: B023
            held = (points for when, points in links if all(package[i] in options for i, options in when))  # noqa: B023
            return worth + sum(held, Fraction(0))

        for package in product(*(range(size) for size in case.structure.sizes)):
            difference = abs(reading.points(party, reading.value(party, package)) - value(package))
            assert difference * unit < FLOORED
        walk_away = case.walk_away[party]
        stream = drawer.stream(f"judgements.walk_away.{name}")
        expected: Fraction | None = None
        if walk_away is not None and walk_away.points is not None:
            expected = Fraction(int(draw_span(walk_away.points, stream, Unit(parts=unit))[0]), unit)
        elif None not in quo:
            expected = value(tuple(option or 0 for option in quo))
            if walk_away is not None and walk_away.status_quo is not None:
                expected += Fraction(int(draw_span(walk_away.status_quo, stream, Unit(parts=unit))[0]), unit)
        told = reading.walk_away[party]
        assert (told is None) == (expected is None)
        if told is not None and expected is not None:
            assert abs(reading.points(party, told) - expected) * unit < FLOORED


UNIT = 30_000
"""Parts of a point in which all that random cases write is whole: hundredths, thirds and the middles of ranges."""
FLOORED = UNIT // 100 + 1
"""A score between two judged ones is rounded down to the party's own unit, at most a hundredth: in the test's unit."""


@pytest.mark.parametrize("which", ["everything", "silence"])
def test_wide_integers_give_the_readings_of_narrow_ones(
    which: drawing.DrawScope, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(40):
        case = positions(random_raw(f"wide {number}"))
        narrow = draw_readings(case, 3, range(6), which)
        with monkeypatch.context() as patch:
            patch.setattr(drawing, "_FITS", 0)
            patch.setattr(drawing, "_made", drawing._made.__wrapped__)  # none that was kept
            patch.setattr(drawing, "_units", drawing._units.__wrapped__)
            wide = draw_readings(case, 3, range(6), which)
        assert wide.worth.dtype == object
        assert narrow.worth.dtype == np.int64
        for field in ("worth", "denominator", "walk_away", "links"):
            assert getattr(wide, field).tolist() == getattr(narrow, field).tolist()


def test_only_silent_cells_move_when_silence_alone_is_drawn() -> None:
    resolved = 0
    for number in range(80):
        case = positions(random_raw(f"silence {number}"))
        reading, draws = central(case), draw_readings(case, 2, range(6), "silence")
        for party in range(len(case.parties)):
            heard = [
                issue
                for issue in range(len(case.issues))
                if not case.cells[party][issue].is_silent and not case.cells[case.root(party, issue)][issue].is_silent
            ]
            if len(heard) == len(case.issues):
                check_same_values(case, reading, draws, party)
                continue
            resolved += 1
            # The saliences of the other issues stand in the same proportion, and so do what their options add.
            columns = [case.column(issue, option) for issue in heard for option in range(case.structure.sizes[issue])]
            then = [int(reading.worth[party, column]) for column in columns]
            for n in range(len(draws)):
                now = [int(draws.worth[n, party, column]) for column in columns]
                if sum(then):
                    assert all(a * sum(then) == b * sum(now) for a, b in zip(now, then, strict=True))
    assert resolved > 30


def check_same_values(case: Compiled, reading: Reading, draws: Draws, party: int) -> None:
    walk_away = reading.walk_away[party]
    for n in range(len(draws)):
        now = draws.reading(n)
        for package in product(*(range(size) for size in case.structure.sizes)):
            assert now.points(party, now.value(party, package)) == reading.points(party, reading.value(party, package))
        other = now.walk_away[party]
        assert (other is None) == (walk_away is None)
        if other is not None and walk_away is not None:
            assert now.points(party, other) == reading.points(party, walk_away)


# ----------------------------------------------------------------------------------------------- missing scores


def line(options: int, ideal: int, aside: int = 0, *, scale: bool = True) -> Compiled:
    """A party with one ideal on a line and nothing judged, then so many options aside of the line."""
    names = [f"o{n}" for n in range(options)]
    places = {name: name for name in names} | {f"x{n}": {"label": "aside", "at": "aside"} for n in range(aside)}
    case = dispute()
    case["issues"] = {"border": {"status_quo": "o0", "options": places}}
    if scale:
        case["issues"]["border"]["scale"] = True
    case["positions"] = {"border": {"north": wants(f"o{ideal}"), "south": "silent"}}
    return positions(case)


MANY = 40_000

SHAPES = [
    # options on the line, ideal, options aside, whether it is a line; then the chains away from the ideal
    (3, 1, 0, True, [[0], [2]]),
    (3, 0, 0, True, [[1, 2]]),
    (4, 1, 0, True, [[0], [2, 3]]),
    (4, 0, 0, True, [[1, 2, 3]]),
    (5, 2, 1, True, [[1, 0], [3, 4], [5]]),
    (3, 1, 0, False, [[0], [2]]),
    (4, 3, 0, False, [[0], [1], [2]]),
]


@pytest.mark.parametrize(("options", "ideal", "aside", "scale", "chains"), SHAPES)
def test_missing_scores_are_uniform_over_what_is_consistent(
    options: int, ideal: int, aside: int, scale: bool, chains: list[list[int]]
) -> None:
    """The consistent scores fall along each chain from 100, and the worst of the chains' ends is 0.

    That is one face for each chain, where its end is 0. A chain of n falling numbers in [0, 1] has volume 1/n!, one
    whose end is pinned 1/(n-1)!; so the faces' volumes stand as the chains' lengths. On a face the k-th of m free
    numbers of a chain has the mean (m + 1 - k)/(m + 1) of the range.
    """
    case = line(options, ideal, aside, scale=scale)
    found = np.array(score(case, "north", "border", 1, range(MANY)))
    assert (found[:, ideal] == 10_000).all()
    assert (found.min(axis=1) == 0).all()
    total = sum(map(len, chains))
    for chain in chains:
        ends = found[:, chain[-1]]
        assert (np.diff(found[:, chain], axis=1) <= 0).all()
        # A free end is 0 by chance now and then: by chance alone at most once in 10^4 draws for each number.
        share = Fraction(len(chain), total)
        by_chance = 5 / 10_000
        assert abs((ends == 0).mean() - float(share)) <= ERRORS * 0.5 / sqrt(MANY) + by_chance
        for k, option in enumerate(chain, start=1):
            free, pinned = Fraction(len(chain) + 1 - k, len(chain) + 1), Fraction(len(chain) - k, len(chain))
            mean = 10_000 * (share * pinned + (1 - share) * free)
            assert abs(found[:, option].mean() - float(mean)) <= ERRORS * 5_000 / sqrt(MANY) + 1


@pytest.mark.parametrize(("options", "ideal", "aside", "scale", "chains"), SHAPES)
def test_a_free_score_of_one_alone_is_evenly_spread(
    options: int, ideal: int, aside: int, scale: bool, chains: list[list[int]]
) -> None:
    found = np.array(score(line(options, ideal, aside, scale=scale), "north", "border", 2, range(MANY)))
    for chain in chains:
        if len(chain) > 1 or len(chains) == 1:
            continue
        free = np.sort(found[found[:, chain[0]] > 0, chain[0]]) / 10_000
        even = np.arange(1, len(free) + 1) / len(free)
        # Kolmogorov's distance passes 2.5/√n in fewer than one of ten thousand samples; the seed stands.
        assert np.abs(free - even).max() <= 2.5 / sqrt(len(free)) + 2 / 10_000


def test_a_judged_order_is_kept_and_fills_the_whole_simplex() -> None:
    case = dispute(judgements={"orders": {"border": {"north": ["old", "new", "middle"]}}})
    found = np.array(score(positions(case), "north", "border", 1, range(MANY)))
    assert (found[:, 0] == 10_000).all()
    assert (found[:, 1] == 0).all()
    assert abs(found[:, 2].mean() - 5_000) <= ERRORS * 2_887 / sqrt(MANY) + 1


def test_a_silent_cell_has_every_ideal_as_often() -> None:
    case = line(4, 1)
    found = np.array(score(case, "south", "border", 1, range(MANY)))
    ideals = np.bincount(found.argmax(axis=1), minlength=4) / MANY
    assert (found.max(axis=1) == 10_000).all()
    assert np.abs(ideals - 0.25).max() <= ERRORS * 0.5 / sqrt(MANY)
    assert (found.min(axis=1) == 0).all()


def test_saliences_that_are_missing_or_silent_have_their_ranges() -> None:
    case = line(3, 1)
    drawer = Drawer(case, 1, range(MANY), ranges=True)
    known, silent = drawer.salience(0, 0, Unit(parts=100)), drawer.salience(1, 0, Unit(parts=100))
    assert known.min() >= 100 > silent.min() >= 0
    assert max(known.max(), silent.max()) <= 10_000
    assert abs(known.mean() - 5_050) <= ERRORS * 2_887 / sqrt(MANY) + 1
    assert abs(silent.mean() - 5_000) <= ERRORS * 2_887 / sqrt(MANY) + 1


def chains_of(case: Compiled, party: int, issue: int) -> list[list[int]]:
    """What must fall: from the ideal outwards on a line, down a judged order, from the ideal to each option else."""
    cell = case.cells[case.root(party, issue)][issue]
    size = case.structure.sizes[issue]
    if cell.order is not None:
        return [list(cell.order)]
    places, ideal = case.places[issue], cell.ideal
    assert ideal is not None
    peak = places[ideal] if places is not None else None
    if places is None or peak is None:
        return [[ideal, option] for option in range(size) if option != ideal]
    on_line = sorted((place, option) for option, place in enumerate(places) if place is not None)
    here = [option for _, option in on_line].index(ideal)
    line_ = [option for _, option in on_line]
    return [line_[here::-1], line_[here:], *([ideal, option] for option in range(size) if places[option] is None)]


def test_every_draw_of_unjudged_scores_is_single_peaked_and_reaches_from_100_to_0() -> None:
    seen = 0
    for number in range(120):
        case = positions(random_raw(f"peaked {number}"))
        for party, issue in product(range(len(case.parties)), range(len(case.issues))):
            cell = case.cells[case.root(party, issue)][issue]
            if cell.is_silent or any(span is not None for span in cell.scores):
                continue
            seen += 1
            found = Drawer(case, 4, range(20), ranges=True).scores(party, issue, Unit(parts=100))
            for chain in chains_of(case, party, issue):
                assert (np.diff(found[:, chain], axis=1) <= 0).all()
            assert (found[:, chains_of(case, party, issue)[0][0]] == 10_000).all()
            assert (found.min(axis=1) == 0).all()
    assert seen > 100


def test_judged_scores_stay_within_their_ranges() -> None:
    seen = 0
    for number in range(120):
        case = positions(random_raw(f"judged {number}"))
        for party, issue in product(range(len(case.parties)), range(len(case.issues))):
            found = Drawer(case, 4, range(20), ranges=True).scores(party, issue, Unit(parts=300))
            for option, span in enumerate(case.cells[case.root(party, issue)][issue].scores):
                if span is not None and (span.central * 300).denominator == 1:
                    seen += 1
                    assert all(span.low <= Fraction(int(one), 300) <= span.high for one in found[:, option])
    assert seen > 100


def test_a_missing_score_lies_between_its_judged_neighbours() -> None:
    case = dispute()
    case["issues"]["border"]["options"] = {f"o{n}": "x" for n in range(5)}
    case["issues"]["border"]["status_quo"] = "o0"
    case["positions"]["border"] = {"north": wants("o0"), "south": wants("o4")}
    case["judgements"] = {"scores": {"border": {"north": {"o1": [60, 90], "o4": [5, 10]}}}}
    found = np.array(score(positions(case), "north", "border", 1, range(2000)))
    assert (found[:, 0] == 10_000).all()
    assert (np.diff(found, axis=1) <= 0).all()
    # Two sorted uniform numbers between the neighbours lie at two thirds and one third of the way on average.
    high, low = found[:, 1], found[:, 4]
    way = (found[:, 2:4] - low[:, None]) / (high - low)[:, None]
    assert np.abs(way.mean(axis=0) - [2 / 3, 1 / 3]).max() <= ERRORS * 0.25 / sqrt(2000) + 0.001


@pytest.mark.parametrize("orders", [{}, {"border": {"north": ["old", "middle", "new"]}}])
def test_no_option_is_drawn_above_an_ideal_that_is_judged_lower(orders: Raw) -> None:
    case = dispute(judgements={"scores": {"border": {"north": {"old": 40}}}, "orders": orders})
    found = np.array(score(positions(case), "north", "border", 1, range(200)))
    assert (np.diff(found, axis=1) <= 0).all()


def test_a_missing_worst_score_is_at_0_also_where_another_is_judged() -> None:
    case = dispute(judgements={"scores": {"border": {"north": {"middle": 50}}}})
    compiled = positions(case)
    assert central_scores(compiled, 0, 0)[2] == 0
    found = np.array(score(compiled, "north", "border", 1, range(200)))
    assert (found[:, 2] == 0).all()


# ----------------------------------------------------------------------------------------------- delegation


def test_who_delegates_has_the_scores_of_its_delegate_and_its_own_salience() -> None:
    case = dispute()
    case["positions"]["border"]["south"] = {"delegates_to": "north", "basis": "inferred", "because": "x"}
    case["judgements"] = {
        "scores": {"border": {"north": {"middle": [10, 90]}}},
        "salience": {"border": {"north": 20, "south": [60, 80]}},
    }
    compiled = positions(case)
    assert central_scores(compiled, 1, 0) == central_scores(compiled, 0, 0)
    assert score(compiled, "north", "border", 9, range(30)) == score(compiled, "south", "border", 9, range(30))
    draws = draw_readings(compiled, 9, range(30))
    for n, (north, south) in enumerate(zip(worths(draws, 0), worths(draws, 1), strict=True)):
        # Of the party's value the border adds salience × score / Σ salience: the score is that over its best option's.
        assert [one / north[0] for one in north[:3]] == [one / south[0] for one in south[:3]]
        assert 60 <= south[0] / 100 * sum(own_saliences(compiled, 1, n)) <= 80


def own_saliences(case: Compiled, party: int, draw: int) -> list[Fraction]:
    drawer = Drawer(case, 9, range(draw, draw + 1), ranges=True)
    return [Fraction(int(drawer.salience(party, issue, Unit(parts=100))[0]), 100) for issue in range(len(case.issues))]


def test_who_delegates_has_its_delegates_draws_also_where_its_own_numbers_are_finer() -> None:
    case = dispute()
    case["issues"]["border"]["options"] = {f"o{n}": "x" for n in range(4)}
    case["issues"]["border"]["status_quo"] = "o0"
    case["positions"]["border"] = {
        "north": wants("o0"),
        "south": {"delegates_to": "north", "basis": "inferred", "because": "x"},
    }
    case["judgements"] = {
        "scores": {"border": {"north": {"o0": 100, "o3": [10, 30]}}},
        "walk_away": {"south": "100/3"},
    }
    draws = draw_readings(positions(case), 1, range(50))
    for north, south in zip(worths(draws, 0), worths(draws, 1), strict=True):
        assert [one / north[0] for one in north[:4]] == [one / south[0] for one in south[:4]]


# ----------------------------------------------------------------------------------------------- central reading


def test_thirds_stay_exact() -> None:
    case = dispute()
    case["issues"]["border"]["options"] = {f"o{n}": "x" for n in range(4)}
    case["issues"]["border"]["status_quo"] = "o0"
    case["positions"]["border"] = {"north": wants("o0"), "south": wants("o3")}
    case["judgements"] = {"walk_away": {"north": "300/7"}}
    compiled = positions(case)
    assert list(central_scores(compiled, 0, 0)) == [100, Fraction(200, 3), Fraction(100, 3), 0]
    reading = central(compiled)
    assert reading.points(0, reading.value(0, (1, 1, 1))) == (Fraction(200, 3) + 100 + 100) / 3
    assert reading.points(0, reading.walk_away[0] or 0) == Fraction(300, 7)
    exact = draw_readings(compiled, 1, range(3))
    assert {worths(exact, 0)[n][-1] for n in range(3)} == {Fraction(300, 7)}


def test_a_party_without_salience_is_worth_its_links() -> None:
    case = dispute()
    case["judgements"] = {
        "salience": {issue: {"north": 0} for issue in case["issues"]},
        "links": [{"party": "north", "when": {"trade": "open"}, "points": "7/3"}],
        "walk_away": {"north": 2},
    }
    compiled = positions(case)
    readings = [central(compiled), *(draw_readings(compiled, 1, range(3)).reading(n) for n in range(3))]
    for reading in readings:
        assert reading.points(0, reading.value(0, (2, 0, 0))) == 0
        assert reading.points(0, reading.value(0, (2, 1, 0))) == Fraction(7, 3)
        assert reading.points(0, reading.walk_away[0] or 0) == 2


def fine(numbers: Raw) -> Compiled:
    return positions(dispute(judgements=numbers))


SMALL = "1/999999999989"
FINE = "300000000001/99999999977"
COARSER = {"trade": {"north": {"shut": "1/1000003"}}}
LINK = {"party": "north", "when": {"trade": "open"}, "points": FINE}


@pytest.mark.parametrize(
    ("numbers", "path"),
    [
        ({"scores": COARSER | {"border": {"north": {"middle": FINE}}}}, "scores.border.north.middle"),
        ({"salience": {"trade": {"north": SMALL}}}, "salience.trade.north"),
        ({"scores": COARSER, "walk_away": {"north": FINE}}, "walk_away.north"),
        ({"scores": COARSER, "links": [LINK]}, "links.0.points"),
        pytest.param(
            {"scores": COARSER, "walk_away": {"north": {"status_quo": FINE}}},
            "walk_away.north",
        ),
    ],
)
def test_a_number_that_is_too_fine_is_named(numbers: Raw, path: str) -> None:
    with pytest.raises(NumberTooFine) as told:
        central(fine(numbers))
    (problem,) = told.value.problems
    assert ".".join(map(str, problem.path)).startswith(f"judgements.{path}")
    assert "north" in problem.message


def test_a_delegates_number_that_is_too_fine_is_named() -> None:
    case = dispute(judgements={"scores": {"border": {"south": {"middle": FINE}}}})
    case["positions"]["border"]["north"] = {"delegates_to": "south", "basis": "inferred", "because": "x"}
    case["judgements"] |= {"salience": {"border": {"south": 0}}, "walk_away": {"north": "100003/1009"}}
    with pytest.raises(NumberTooFine) as told:
        central(positions(case))
    assert told.value.problems[0].path[-1] == "middle"


def test_the_finest_numbers_that_fit_are_taken() -> None:
    others = {"trade": {"north": 0}, "prisoners": {"north": 0}}
    reading = central(fine({"walk_away": {"north": FINE}, "salience": others}))
    assert reading.denominator[0] == 99_999_999_977
    assert reading.points(0, reading.walk_away[0] or 0) == Fraction(300_000_000_001, 99_999_999_977)


TOO_FINE_FOR_A_DRAW: Raw = {
    "scores": {"border": {"north": {"middle": "1/1009"}}, "trade": {"north": {"shut": "1/1000003"}}},
    "salience": {"border": {"north": "1/1013"}},
    "walk_away": {"north": ["1/999983", "1/3", 50]},
}


def test_no_draw_is_refused_for_its_denominators() -> None:
    draws = draw_readings(fine(TOO_FINE_FOR_A_DRAW), 1, range(20))
    for n in range(20):
        reading = draws.reading(n)
        expected = Fraction(int(draw_span(
            Span(low=Fraction(1, 999_983), likely=Fraction(1, 3), high=Fraction(50)),
            raw_stream(1, "judgements.walk_away.north", n, 1), Unit(parts=300))[0]), 300)  # fmt: skip
        assert reading.points(0, reading.walk_away[0] or 0) == expected
        assert reading.value(0, (0, 0, 0)) >= 0


def test_draws_of_wide_integers_are_settled_like_narrow_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(25):
        case = positions(random_raw(f"settled {number}"))
        narrow = solve(draw_readings(case, 1, range(1)).reading(0))
        with monkeypatch.context() as patch:
            patch.setattr(drawing, "_FITS", 0)
            patch.setattr(drawing, "_made", drawing._made.__wrapped__)  # none that was kept
            patch.setattr(drawing, "_units", drawing._units.__wrapped__)
            wide = solve(draw_readings(case, 1, range(1)).reading(0))
        assert wide.counts == narrow.counts
        assert wide.win_set.packages.tolist() == narrow.win_set.packages.tolist()
        assert wide.frontier.vectors.tolist() == narrow.frontier.vectors.tolist()
        assert {key: choice.packages for key, choice in wide.choices.items()} == {
            key: choice.packages for key, choice in narrow.choices.items()
        }
        assert (wide.no_deal is None) == (narrow.no_deal is None)
        if wide.no_deal is not None and narrow.no_deal is not None:
            assert wide.no_deal.blockers == narrow.no_deal.blockers
            assert wide.no_deal.concessions == narrow.no_deal.concessions


def test_fine_fractions_do_not_overflow_where_scores_are_missing() -> None:
    # Six decimals, as the format allows, and one imported fraction make 31 million parts of a point.
    case = dispute(
        judgements={"scores": {"trade": {"north": {"shut": "100/31"}}}, "walk_away": {"north": Decimal("20.000001")}}
    )
    draws = draw_readings(positions(case), 1, range(100))
    for one in worths(draws, 0):
        assert one[0] >= one[1] >= one[2] == 0


def test_a_fine_score_without_weight_refuses_no_draw() -> None:
    # Centrally the border counts nothing, and so do its denominators; in a draw they do.
    scores = {"border": {"north": {"old": SMALL, "middle": "1/999999999961"}}}
    case = fine({"scores": scores, "salience": {"border": {"north": [0, 0, 10]}}})
    assert central(case).denominator[0] <= 10**12
    assert len(draw_readings(case, 1, range(3))) == 3


def test_a_draw_has_its_capabilities() -> None:
    case = fine({"capability": {"north": 40, "south": [10, 60]}})
    assert list(central(case).weights) == [40, 35]
    weights = [draw_readings(case, 1, range(5)).reading(n).weights for n in range(5)]
    assert all(north == 40 for north, _ in weights)
    assert all(south is not None and 10 <= south <= 60 for _, south in weights)
    assert len(set(weights)) > 1


def test_given_scores_stand_and_the_others_follow_the_line() -> None:
    case = dispute(judgements={"scores": {"border": {"north": {"old": [60, 90]}}}})
    assert list(central_scores(positions(case), 0, 0)) == [75, 50, 0]
    assert written(central_scores(positions(case), 0, 0)[0]) == 75
