"""One measurement of winset in a process of its own: python -m bench.piece NAME INSTANCE…; prints one JSON line."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from time import perf_counter

from bench.instances import Instance
from bench.memory import peak_megabytes
from bench.reading import reading_of
from winset.analyses.settlement.checker import check
from winset.analyses.settlement.choose import gain_scale, solution_context
from winset.analyses.settlement.fold import fold_frontier
from winset.analyses.settlement.methods.fold import Fold
from winset.analyses.settlement.methods.search import Search
from winset.analyses.settlement.methods.streaming import Streaming
from winset.analyses.settlement.quick_answers import CachedFrontier
from winset.analyses.settlement.search.certificate import certificates
from winset.analyses.settlement.search.optimum import OptimumSearch
from winset.analyses.settlement.search.tree import Effort
from winset.analyses.settlement.settle import solve
from winset.analyses.settlement.solutions import solutions
from winset.analyses.settlement.subproblem import subproblems
from winset.compiled import Compiled

Note = str
Piece = Callable[[Instance], tuple[list[float], Note]]


def timed(work: Callable[[], object], runs: int) -> list[float]:
    """Seconds of so many runs, after one that is not counted: it loads the compiled code."""
    times = []
    for run in range(runs + 1):
        started = perf_counter()
        work()
        if run:
            times.append(perf_counter() - started)
    return times


def frontier(instance: Instance) -> tuple[list[float], Note]:
    sums = next(subproblems(reading_of(instance)))
    times = timed(lambda: fold_frontier(sums), 5)
    return times, f"{len(fold_frontier(sums).last):,} vectors"


def method(instance: Instance) -> tuple[list[float], Note]:
    reading = reading_of(instance)
    times = timed(lambda: Fold(reading).vectors, 3)
    return times, f"{len(Fold(reading).vectors):,} vectors, tables compiled from the reading included"


def streaming(instance: Instance, *, linked: bool = False) -> tuple[list[float], Note]:
    reading = reading_of(instance, linked=linked)
    times = timed(lambda: Streaming(reading).choices(), 3)
    found = Streaming(reading)
    return times, f"{found.counts.acceptable:,} acceptable, {len(found.vectors):,} frontier vectors, all solutions"


def linked(instance: Instance) -> tuple[list[float], Note]:
    return streaming(instance, linked=True)


def joined(instance: Instance) -> tuple[list[float], Note]:
    """The frontier where a link joins each issue with the next, so that all of them hang together."""
    reading = reading_of(instance, linked=True)
    times = timed(lambda: Fold(reading).vectors, 3)
    return times, f"{len(Fold(reading).vectors):,} vectors, layers and tables compiled from the reading included"


def nash(instance: Instance) -> tuple[list[float], Note]:
    return _sought(instance, "nash")


def egalitarian(instance: Instance) -> tuple[list[float], Note]:
    return _sought(instance, "egalitarian")


def _sought(instance: Instance, key: str) -> tuple[list[float], Note]:
    reading = reading_of(instance)
    scale = gain_scale(reading)
    if scale is None:
        raise SystemExit("every party of an instance has a walk-away")

    def work() -> OptimumSearch:
        method = Search(reading)
        ideal = method.ideal()
        context = solution_context(reading, scale, ideal, ideal)
        return OptimumSearch(
            method.subproblems, solutions[key], context, scale, Effort(), ties=200, recorded=True
        ).run()  # fmt: skip

    times = timed(work, 3)
    return times, f"{work().best}, {work().nodes:,} nodes"


def certificate(instance: Instance) -> tuple[list[float], Note]:
    """Making every certificate, and checking them with the checker that knows no solver."""
    reading = reading_of(instance)
    sizes = reading.structure.sizes
    case = Compiled(
        parties=tuple(f"p{n}" for n in range(len(reading.worth))),
        issues=tuple(f"i{n}" for n in range(len(sizes))),
        options=tuple(tuple(f"o{n}" for n in range(size)) for size in sizes),
        places=(None,) * len(sizes),
        cells=(),
        walk_away=(),
        capability=(),
        links=(),
        floors=(),
        structure=reading.structure,
    )
    statement, made = certificates(case, reading, 2_000_000)
    one = next(one.certificate for one in made if one.asked.solution == "nash" and one.certificate is not None)
    times = timed(lambda: check(statement, one), 3)
    return times, f"{sum(len(tree['trail']) for tree in one['trees']):,} rows looked at"


def moved(instance: Instance) -> tuple[list[float], Note]:
    """One walk-away after the other moved, and then scores, each answered in full."""
    reading = reading_of(instance)
    held = CachedFrontier(reading)
    times = []
    for step in range(12):
        least = [0] * len(reading.worth)
        least[step % len(least)] = 5000 + 250 * step
        asked = replace(reading, walk_away=tuple(least))
        if step >= 9:
            worth = reading.worth.copy()
            worth[0, step] += 10
            asked = replace(reading, worth=worth)
        started = perf_counter()
        held.solve(asked)
        times.append(perf_counter() - started)
    return times[2:], f"{len(times) - 2} moves; the largest {1000 * max(times[2:]):.0f} ms"


def whole(instance: Instance) -> tuple[list[float], Note]:
    reading = reading_of(instance)
    times = timed(lambda: solve(reading), 1)
    answer = solve(reading)
    return times, f"by {answer.method}"


PIECES: dict[str, Piece] = {
    "frontier": frontier, "method": method, "streaming": streaming, "linked": linked, "joined": joined, "nash": nash,
    "egalitarian": egalitarian, "certificate": certificate, "moved": moved, "whole": whole,
}  # fmt: skip


if __name__ == "__main__":
    seconds, note = PIECES[sys.argv[1]](Instance.from_words(sys.argv[2:]))
    print(json.dumps({"seconds": seconds, "note": note, "peak_mb": peak_megabytes()}))
