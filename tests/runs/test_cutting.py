"""Where a run is cut changes nothing: not what it adds up to, nor from where it goes on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from winset.analyses.robustness.tally import Tally
from winset.errors import WinsetError
from winset.readings.accumulator import Accumulator
from winset.runs import cutting
from winset.runs.checkpoint import CheckpointFile
from winset.runs.cutting import Cutting, in_seconds
from winset.runs.jobs import Job, Part, Piece, Work, run
from winset.runs.processes import OnceWorthIt
from winset.runs.ranges import joined, left_of
from winset.session import Session

DRAWS = 40


@dataclass(slots=True, kw_only=True, eq=False)
class Numbers(Accumulator):
    draws: int
    seen: Any


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Longest:
    """So many rows as were found."""

    rows: Any
    most: int = 3


@dataclass(slots=True, kw_only=True, eq=False)
class Kept(Accumulator):
    draws: int
    longest: Longest


@dataclass(frozen=True)
class Marking:
    """Marks each draw that is taken; one second each by a clock that it turns itself."""

    clock: list[float]
    at_once: int = 100

    def nothing(self) -> Numbers:
        return Numbers(draws=0, seen=np.zeros(1_000, dtype=np.int64))

    def of(self, numbers: range) -> Numbers:
        self.clock[0] += len(numbers)
        counts = self.nothing()
        counts.draws = len(numbers)
        counts.seen[numbers.start : numbers.stop] = 1
        return counts


@dataclass(frozen=True)
class CutAt:
    """An executor that cuts as it is told, and takes the pieces from the end."""

    sizes: tuple[int, ...]

    def each(self, works: Mapping[str, Work], left: Iterable[Piece]) -> Iterator[Part]:
        pieces: list[Piece] = []
        for job, numbers in left:
            while len(numbers):
                size = self.sizes[len(pieces) % len(self.sizes)]
                pieces.append((job, numbers[:size]))
                numbers = numbers[size:]
        for job, numbers in reversed(pieces):
            yield Part(job=job, done=(numbers,), sums=works[job].of(numbers))


@pytest.fixture(scope="module")
def tally() -> Tally:
    case = Session.read("examples/alaska-2025").compiled()
    return Tally(case, 1, levers=((0,), (1,)))


def values(sums: Any) -> dict[str, Any]:
    return {
        field.name: value.tolist() if isinstance(value := getattr(sums, field.name), np.ndarray) else value
        for field in fields(sums)
    }


@pytest.mark.parametrize("sizes", [(1,), (7, 3), (DRAWS,)])
def test_any_cut_adds_up_to_the_same(tally: Tally, sizes: tuple[int, ...]) -> None:
    whole = run([Job(name="case", work=tally, draws=DRAWS)])
    cut = run([Job(name="case", work=tally, draws=DRAWS)], CutAt(sizes))
    assert values(cut.sums["case"]) == values(whole.sums["case"])
    assert cut.ranges["case"] == (range(DRAWS),)


class Stopping(CutAt):
    """The same, interrupted after three pieces."""

    def each(self, works: Mapping[str, Work], left: Iterable[Piece]) -> Iterator[Part]:
        for number, part in enumerate(CutAt.each(self, works, left)):
            if number == 3:
                raise KeyboardInterrupt
            yield part


def test_what_is_kept_goes_on_with_pieces_of_another_size(tally: Tally, tmp_path: Path) -> None:
    jobs = [Job(name="case", work=tally, draws=DRAWS)]
    kept = CheckpointFile(path=tmp_path / "kept", asked={})
    stopped = run(jobs, Stopping((5, 2)), checkpoint=kept)
    assert stopped.stopped
    assert 0 < stopped.draws("case") < DRAWS
    done, sums = kept.load("case", tally.nothing())
    assert done == stopped.ranges["case"]
    assert values(sums) == values(stopped.sums["case"])
    rest = run(jobs, CutAt((3,)), checkpoint=kept)
    assert values(rest.sums["case"]) == values(run(jobs).sums["case"])


def test_what_is_kept_must_be_sums_over_the_draws_that_it_names(tally: Tally, tmp_path: Path) -> None:
    kept = CheckpointFile(path=tmp_path / "kept", asked={})
    kept.save({"case": ((range(3), range(5, 9)), tally.of(range(6)))})
    with pytest.raises(WinsetError, match="damaged"):
        kept.load("case", tally.nothing())


def test_rows_of_any_number_are_kept(tmp_path: Path) -> None:
    kept = CheckpointFile(path=tmp_path / "kept", asked={})
    rows = np.arange(8, dtype=np.int16).reshape(4, 2)
    kept.save({"case": ((range(4),), Kept(draws=4, longest=Longest(rows=rows)))})
    nothing = Kept(draws=0, longest=Longest(rows=rows[:0]))
    done, sums = kept.load("case", nothing)
    assert done == (range(4),)
    assert sums.longest.rows.dtype == np.int16
    assert sums.longest.rows.tolist() == rows.tolist()
    with pytest.raises(WinsetError, match="damaged"):
        kept.load("case", Kept(draws=0, longest=Longest(rows=np.zeros((0, 3), dtype=np.int16))))


@given(st.sets(st.integers(0, 60)), st.integers(0, 60))
def test_ranges_are_sets_of_numbers(numbers: set[int], draws: int) -> None:
    ranges = joined(range(number, number + 1) for number in numbers)
    assert [number for some in ranges for number in some] == sorted(numbers)
    assert all(one.stop < other.start for one, other in pairwise(ranges))
    rest = left_of(draws, ranges)
    assert [number for some in rest for number in some] == [n for n in range(draws) if n not in numbers]


def test_a_draw_that_is_done_twice_is_an_error() -> None:
    with pytest.raises(ValueError, match="twice"):
        joined([range(3), range(2, 4)])


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [0.0]
    monkeypatch.setattr(cutting, "monotonic", lambda: now[0])
    return now


def test_a_piece_of_slow_draws_is_given_back_in_part(clock: list[float]) -> None:
    work = Marking(clock)
    finished = in_seconds(work, range(100, 200))
    assert finished.done.start == 100
    assert 1 <= len(finished.done) <= 2 * cutting.MOST_SECONDS
    assert finished.sums.draws == len(finished.done)
    assert np.flatnonzero(finished.sums.seen).tolist() == list(finished.done)
    assert len(in_seconds(work, range(100, 200), batch=1).done) == cutting.MOST_SECONDS


def test_pieces_grow_and_shrink_with_the_time_that_others_took(clock: list[float]) -> None:
    work = Marking(clock, at_once=160)
    cut = Cutting({"case": work, "other": work}, [("case", range(1_000)), ("other", range(5))])
    assert cut.next(workers=1) == ("case", range(10))
    assert cut.next(workers=1) == ("other", range(5))
    assert cut.next(workers=1) is None  # before one comes back it is not known how many draws fit into seconds
    cut.took("case", 10, 0.1)
    assert cut.next(workers=1) == ("case", range(10, 170))
    cut.took("case", 10, 0.1)
    assert cut.next(workers=1) == ("case", range(170, 330))
    cut.took("case", 300, 3_000)
    assert cut.next(workers=1) == ("case", range(330, 331))
    cut.put_back("case", range(300, 330))
    assert cut.next(workers=1) == ("case", range(300, 301))


def test_the_end_of_a_run_is_cut_finer_and_nothing_is_lost() -> None:
    work = Marking([0.0], at_once=1)
    cut = Cutting({"case": work}, [("case", range(1_000))])
    cut.took("case", 100, 1.0)
    sizes = []
    while (piece := cut.next(workers=4)) is not None:
        sizes.append(len(piece[1]))
    assert sum(sizes) == 1_000
    assert sizes[0] >= 5 * sizes[-2]
    assert not cut


def test_processes_are_started_once_what_is_left_takes_long(tally: Tally, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[Piece] = []

    def each(_: object, works: Mapping[str, Work], left: Iterable[Piece]) -> Iterator[Part]:
        started.extend(left)
        for job, numbers in started:
            yield Part(job=job, done=(numbers,), sums=works[job].of(numbers))

    monkeypatch.setattr("winset.runs.processes.Processes.each", each)
    jobs = [Job(name="case", work=tally, draws=DRAWS)]
    here = run(jobs, OnceWorthIt(2)).sums["case"]
    assert not started
    monkeypatch.setattr("winset.runs.processes.WORTH_SECONDS", -1)
    monkeypatch.setattr(Tally, "at_once", 7)
    there = run(jobs, OnceWorthIt(2)).sums["case"]
    assert 0 < sum(len(numbers) for _, numbers in started) < DRAWS
    for field in fields(here):
        assert np.array_equal(getattr(here, field.name), getattr(there, field.name))
