"""Pieces that end in seconds: how many draws one holds follows from how long others of the same job took.

What a run adds up to does not depend on where it is cut: draws are known by their numbers, and sums can be added in any
order. So sizes may follow the clock.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt
from time import monotonic
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from winset.runs.jobs import Piece, Work

PIECE_SECONDS = 3.0
"""Seconds that a piece is meant to take: few enough for progress and an interrupt, many beside a millisecond or two
that handing it out takes.
"""
MOST_SECONDS = 5
"""Seconds that a worker is on one piece; beyond, it gives back what it has of it, and the rest is handed out again."""
BATCH_SECONDS = 1.5
"""Seconds that the draws taken at once are meant to take."""
LAST_SECONDS = 0.5
"""Seconds that a piece takes at least, where the end of a run is cut finer so that all workers end together."""
HANDING_SECONDS = 0.002
"""Seconds, with some to spare, that it takes to hand out a piece and to take it back, one piece after the other. With
workers enough, what is left of a run takes as long as one piece and so much for each of them: that is least where the
length of a piece is the root of this time times the work that is left.
"""
FIRST_BATCH = 16
"""Of a job of which nothing is known yet, this part of the draws that fit at once is taken first."""
FIRST_PIECES = 16
"""Pieces of a job that are handed out before any has come back: of a thousand for as many workers, cut without knowing
how long a draw takes, most would be too small to be worth their handing out.
"""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Finished:
    """What a worker has done of a piece. seconds: that it took, without what is built once for all pieces."""

    done: range
    sums: Any
    seconds: float


def in_seconds(work: Work, numbers: range, batch: int | None = None) -> Finished:
    """What the first of these draws add up to: as many as are done in a few seconds, and at least one.

    batch: draws that are best taken at once to begin with, where it is known.
    """
    sums = work.nothing()  # builds what all pieces share
    most, started, reached = work.at_once, monotonic(), numbers.start
    batch = max(1, min(most, batch or most // FIRST_BATCH))
    while reached < numbers.stop:
        stop, began = min(reached + batch, numbers.stop), monotonic()
        sums.add(work.of(range(reached, stop)))
        now = monotonic()
        rate, reached = (stop - reached) / max(now - began, 1e-6), stop
        batch = max(1, min(most, int(rate * BATCH_SECONDS)))
        if now - started + batch / rate > MOST_SECONDS:
            break
    return Finished(done=range(numbers.start, reached), sums=sums, seconds=monotonic() - started)


class Cutting:
    """What is left of a run, and the next piece of it."""

    def __init__(self, works: Mapping[str, Work], left: Iterable[Piece]) -> None:
        self.works, self._left = works, deque(left)
        self._rates: dict[str, float] = {}
        self._first: Counter[str] = Counter()

    def __bool__(self) -> bool:
        return bool(self._left)

    def next(self, workers: int) -> Piece | None:
        """The next piece for one of so many workers; None where nothing is left, or nothing is to be handed out before
        a piece comes back.
        """
        for place, (job, numbers) in enumerate(self._left):
            if job not in self._rates:
                if self._first[job] >= min(FIRST_PIECES, workers):
                    continue
                self._first[job] += 1
            size = self._size(job, numbers, workers)
            del self._left[place]
            if size < len(numbers):
                self._left.insert(place, (job, numbers[size:]))
            return job, numbers[:size]
        return None

    def batch(self, job: str) -> int | None:
        """How many draws of a job are best taken at once to begin with; None where nothing is known yet."""
        rate = self._rates.get(job)
        return None if rate is None else max(1, min(self.works[job].at_once, int(rate * BATCH_SECONDS)))

    def put_back(self, job: str, numbers: range) -> None:
        """Some draws that were handed out and not done."""
        if len(numbers):
            self._first[job] -= 1
            self._left.appendleft((job, numbers))

    def took(self, job: str, draws: int, seconds: float) -> None:
        """So many draws of a job took so many seconds."""
        if draws:
            self._rates[job] = draws / max(seconds, 1e-6)

    def _size(self, job: str, numbers: range, workers: int) -> int:
        at_once, rate = self.works[job].at_once, self._rates.get(job)
        if rate is None:
            return max(1, min(at_once // FIRST_BATCH, len(numbers) // max(1, workers)))
        size = int(rate * PIECE_SECONDS)
        if all(other == job for other, _ in self._left):
            rest = len(numbers) + sum(len(others) for _, others in self._left)
            best = min(workers * HANDING_SECONDS, sqrt(rest / rate * HANDING_SECONDS))
            least = int(rate * min(PIECE_SECONDS, max(LAST_SECONDS, best)))
            size = min(size, max(least, rest // (2 * max(1, workers))))
        return max(1, size - size % at_once if size > at_once else size)
