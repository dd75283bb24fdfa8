"""Runs over many draws, cut into pieces whose sums can be added in any order: where they are cut changes nothing."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING, Any, Protocol

from winset.runs.cutting import MOST_SECONDS, PIECE_SECONDS
from winset.runs.ranges import Ranges, joined, left_of

if TYPE_CHECKING:
    from winset.readings.accumulator import Accumulator

Piece = tuple[str, range]
"""The name of a job, and some of its draws."""
MANY_DRAWS = 3_000
"""Draws from which on several processes are worth their start."""
SAVED_EVERY = 20
"""Seconds between two times that what is done is kept."""


class Work(Protocol):
    """An analysis over draws. It must be possible to send it to another process."""

    @property
    def at_once(self) -> int:
        """How many draws are best taken at once."""
        ...

    def nothing(self) -> Any:
        """The sums over no draws."""
        ...

    def of(self, numbers: range) -> Any:
        """What these draws add up to."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Job:
    """One analysis with the number of draws that it is to take. name: unlike that of any other job of the run."""

    name: str
    work: Work
    draws: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Part:
    """What some draws of a job add up to. done: which they are."""

    job: str
    done: Ranges
    sums: Any


class Executor(Protocol):
    """Does the pieces of a run: this process, several of this machine, or the workers of a cluster."""

    def each(self, works: Mapping[str, Work], left: Iterable[Piece]) -> Iterator[Part]:
        """All that is left, in parts that are cut as the executor likes, and in any order."""
        ...


class Checkpoint(Protocol):
    """Keeps what is done of a run, so that another run can go on from it."""

    def load(self, job: str, nothing: Accumulator) -> tuple[Ranges, Accumulator]:
        """Which draws of a job are done, and their sums; nothing where none are."""
        ...

    def save(self, done: Mapping[str, tuple[Ranges, Accumulator]]) -> None: ...


class ThisProcess:
    """Takes all draws in this process, one after the other."""

    def each(self, works: Mapping[str, Work], left: Iterable[Piece]) -> Iterator[Part]:
        for part, _ in one_after_the_other(works, deque(left)):
            yield part


def one_after_the_other(works: Mapping[str, Work], rest: deque[Piece]) -> Iterator[tuple[Part, float]]:
    """Takes draws in this process, each part with the seconds that it took. rest: always what is still left."""
    sizes = {name: work.at_once for name, work in works.items()}
    while rest:
        name, numbers = rest.popleft()
        piece, more, began = numbers[: sizes[name]], numbers[sizes[name] :], monotonic()
        sums = works[name].of(piece)
        if (seconds := monotonic() - began) > MOST_SECONDS:
            sizes[name] = max(1, int(len(piece) * PIECE_SECONDS / seconds))
        if more:
            rest.appendleft((name, more))
        yield Part(job=name, done=(piece,), sums=sums), seconds


@dataclass(slots=True, kw_only=True, eq=False)
class Done:
    """What is done of a run. sums: by job, over the draws that are done. stopped: True where it was interrupted."""

    sums: dict[str, Any] = field(default_factory=dict)
    ranges: dict[str, Ranges] = field(default_factory=dict)
    stopped: bool = False

    def draws(self, job: str) -> int:
        """How many draws of a job are done."""
        return int(self.sums[job].draws)

    def add(self, part: Part) -> int:
        """Adds more of a job; gives how many draws that are."""
        self.sums[part.job].add(part.sums)
        self.ranges[part.job] = joined((*self.ranges[part.job], *part.done))
        return sum(map(len, part.done))

    def of(self) -> dict[str, tuple[Ranges, Accumulator]]:
        return {name: (ranges, self.sums[name]) for name, ranges in self.ranges.items()}


def run(
    jobs: Iterable[Job],
    executor: Executor | None = None,
    progress: Callable[[int], None] = lambda _: None,
    checkpoint: Checkpoint | None = None,
) -> Done:
    """All the draws of all the jobs, one job after the other as far as the executor has room.

    executor: this process where it is None. progress: is told how many draws are done. A KeyboardInterrupt ends the
    run; what is done stays. Where the executor is lost, what is done is kept and its error goes on.
    """
    all_jobs = list(jobs)
    done = Done()
    for job in all_jobs:
        ranges: Ranges = ()
        sums = job.work.nothing()
        if checkpoint:
            ranges, sums = checkpoint.load(job.name, sums)
        done.sums[job.name], done.ranges[job.name] = sums, ranges
    left = [(job.name, numbers) for job in all_jobs for numbers in left_of(job.draws, done.ranges[job.name])]
    number, saved = sum(done.draws(job.name) for job in all_jobs), monotonic()
    try:
        for part in (executor or ThisProcess()).each({job.name: job.work for job in all_jobs}, left):
            number += done.add(part)
            progress(number)
            if checkpoint and monotonic() - saved > SAVED_EVERY:
                checkpoint.save(done.of())
                saved = monotonic()
    except KeyboardInterrupt:
        done.stopped = True
    finally:
        if checkpoint and left and number:
            checkpoint.save(done.of())
    return done
