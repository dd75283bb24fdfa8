"""The settlement figures of NegMAS: `negmas_side.py KIND PARTIES ISSUES OPTIONS SEED REPEAT`, run where it is.

Prints one line of JSON per figure, the cheapest first, so that `peak_mb`, the most memory that the process has held so
far, is that of the figure. The import, making the case and making the utility functions are not timed. Every value is
a sum of whole numbers below 2^53, so NegMAS's floating-point sums are exact and its frontier can be compared.

- `value matrix`: every package's value to every party by `bench.instances.value`, which is not NegMAS: what a caller
  who knows numpy adds to the next figure.
- `pareto_frontier_numpy`: undominated rows of that ready matrix; neither enumeration nor utilities are included.
- `nash_points`: the best product on the ready frontier. The ranges are given, from walk-away to maximum: left to find
  them, NegMAS replaces a walk-away below a party's lowest value by that value.
- `pareto_frontier`: the public function from additive utility functions: enumeration, utilities and dominance.
- `pareto_frontier, looked up`: the same over utility functions that find a package in a ready dictionary: enumeration
  and look-up are included, working out the utilities, which fills the dictionary, is not.
"""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Callable, Sized
from time import perf_counter
from typing import TypeVar

import numpy as np
from bench.instances import Instance, fingerprint, value
from bench.memory import peak_megabytes
from negmas.outcomes import make_issue, make_os
from negmas.preferences import LinearAdditiveUtilityFunction, MappingUtilityFunction, nash_points, pareto_frontier
from negmas.preferences.ops import pareto_frontier_numpy
from numpy.typing import NDArray

Found = TypeVar("Found", bound=Sized)


class Figures:
    """Prints the figures of one instance, each measured so many times."""

    def __init__(self, instance: str, repeat: int) -> None:
        self.instance = instance
        self.repeat = repeat

    def take(self, what: str, function: Callable[[], Found]) -> Found:
        """What the function finds; its length is printed as the number of vectors."""
        seconds: list[float] = []
        for _ in range(self.repeat):
            gc.collect()
            started = perf_counter()
            found = function()
            seconds.append(perf_counter() - started)
        line = {
            "what": what,
            "instance": self.instance,
            "seconds": seconds,
            "vectors": len(found),
            "peak_mb": round(peak_megabytes(), 1),
        }
        print(json.dumps(line), flush=True)
        return found


def main(instance: Instance, repeat: int) -> None:
    worth, walk_away = instance.tables()
    figures = Figures(fingerprint(worth), repeat)
    values = figures.take("value matrix", lambda: value(worth))
    least = [float(low) for low in walk_away]
    most = values.max(0).astype(float).tolist()
    frontier = frontier_of_values(figures, values[(values >= walk_away).all(1)])

    additive = [
        LinearAdditiveUtilityFunction(
            [dict(enumerate(table[:, party].tolist())) for table in worth], reserved_value=least[party]
        )
        for party in range(instance.parties)
    ]
    ranges = list(zip(least, most, strict=True))
    figures.take("nash_points", lambda: nash_points(additive, frontier, ranges=ranges))
    made = [make_issue(list(range(len(table))), name=f"issue {issue}") for issue, table in enumerate(worth)]
    figures.take("pareto_frontier", lambda: pareto_frontier(additive, issues=made)[0])

    outcomes = list(make_os(made).enumerate())
    looked_up = [
        MappingUtilityFunction(dict(zip(outcomes, values[:, party].tolist(), strict=True)), reserved_value=least[party])
        for party in range(instance.parties)
    ]
    figures.take("pareto_frontier, looked up", lambda: pareto_frontier(looked_up, issues=made)[0])


def frontier_of_values(figures: Figures, values: NDArray[np.int64]) -> list[tuple[float, ...]]:
    rows = figures.take("pareto_frontier_numpy", lambda: pareto_frontier_numpy(values))
    return [tuple(row) for row in values[rows].astype(float).tolist()]


if __name__ == "__main__":
    main(Instance.from_words(sys.argv[1:6]), int(sys.argv[6]))
