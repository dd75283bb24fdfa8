"""Runs over many draws, cut into pieces whose sums can be added in any order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING, Any, Protocol

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

    def pieces(self) -> list[range]:
        size = self.work.at_once
        return [range(start, min(start + size, self.draws)) for start in range(0, self.draws, size)]


class Executor(Protocol):
    """Does the pieces of a run: this process, several of this machine, or the workers of a cluster."""

    def each(self, works: Mapping[str, Work], pieces: Iterable[Piece]) -> Iterator[tuple[Piece, Accumulator]]:
        """The sums of every piece, in any order."""
        ...


class Checkpoint(Protocol):
    """Keeps what is done of a run, so that another run can go on from it."""

    def load(self, job: str, nothing: Accumulator) -> tuple[frozenset[int], Accumulator]:
        """The first draws of the pieces of a job that are done, and their sums; nothing where none are."""
        ...

    def save(self, done: Mapping[str, tuple[frozenset[int], Accumulator]]) -> None: ...


class ThisProcess:
    """Does every piece in this process, one after the other."""

    def each(self, works: Mapping[str, Work], pieces: Iterable[Piece]) -> Iterator[tuple[Piece, Accumulator]]:
        for name, numbers in pieces:
            yield (name, numbers), works[name].of(numbers)


@dataclass(slots=True, kw_only=True, eq=False)
class Done:
    """What is done of a run. sums: by job, over the draws that are done. stopped: True where it was interrupted."""

    sums: dict[str, Any] = field(default_factory=dict)
    starts: dict[str, set[int]] = field(default_factory=dict)
    stopped: bool = False

    def draws(self, job: str) -> int:
        """How many draws of a job are done."""
        return int(self.sums[job].draws)

    def of(self) -> dict[str, tuple[frozenset[int], Accumulator]]:
        return {name: (frozenset(starts), self.sums[name]) for name, starts in self.starts.items()}


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
        starts, sums = frozenset[int](), job.work.nothing()
        if checkpoint:
            starts, sums = checkpoint.load(job.name, sums)
        done.sums[job.name], done.starts[job.name] = sums, set(starts)
    left = [(job.name, piece) for job in all_jobs for piece in job.pieces() if piece.start not in done.starts[job.name]]
    number, saved = sum(done.draws(job.name) for job in all_jobs), monotonic()
    try:
        for (name, piece), sums in (executor or ThisProcess()).each({job.name: job.work for job in all_jobs}, left):
            done.sums[name].add(sums)
            done.starts[name].add(piece.start)
            number += len(piece)
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
