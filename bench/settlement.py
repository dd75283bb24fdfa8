"""Settlement at size, side by side in one run with NegMAS and CP-SAT, which stand in environments of their own."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.environment import NotMeasured, clean_environment
from bench.instances import Instance
from bench.rival_results import (
    FRONTIER_OUT_OF_SCOPE,
    cpsat_egalitarian,
    cpsat_nash,
    cpsat_nash_products,
    negmas_figures,
)
from bench.table import Row

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What one measurement gave: seconds of each run, a note, and the process's peak memory in MB."""

    seconds: tuple[float, ...]
    note: str
    peak_mb: float

    @property
    def typical(self) -> float:
        return median(self.seconds)

    def __str__(self) -> str:
        return f"{spelled(self.typical)} ({self.note}); {self.peak_mb:.0f} MB"


def spelled(seconds: float) -> str:
    if seconds < 0.001:
        return f"{1e6 * seconds:.0f} µs"
    return f"{1000 * seconds:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"


def measured(piece: str, instance: Instance) -> Figure:
    """One measurement in a process of its own."""
    run = subprocess.run(
        [sys.executable, "-m", "bench.piece", piece, *instance.words()],
        capture_output=True, text=True, check=True, cwd=ROOT, env=clean_environment(),
    )  # fmt: skip
    told = json.loads(run.stdout)
    return Figure(seconds=tuple(told["seconds"]), note=told["note"], peak_mb=told["peak_mb"])


def e3(parties: int, issues: int) -> Instance:
    return Instance(kind="e3", parties=parties, issues=issues)


def rows() -> list[Row]:
    return [*against_negmas(), *own(), *against_cpsat()]


def against_negmas() -> list[Row]:
    found = []
    for parties, bar in ((2, 10_000), (3, 1_000), (5, 300)):
        instance = e3(parties, 6)
        ours = measured("frontier", instance)
        theirs = negmas_figures(instance)
        if isinstance(theirs, NotMeasured):
            figure = f"{ours}; NegMAS {theirs}"
        else:
            told = ", ".join(
                f"`{name}` {spelled(their.typical)}, {their.typical / ours.typical:,.0f}×, {their.vectors:,} vectors"
                for name, their in theirs.items()
                if their.vectors and "frontier" in name
            )
            figure = f"{ours}; NegMAS 0.16: {told}"
        found.append(
            Row(
                what=f"frontier from compiled tables, {parties} parties, 10^6 packages",
                bar=f"≥ {bar:,}× NegMAS `pareto_frontier`",
                figure=figure,
            )
        )
    return found


def own() -> list[Row]:
    asked = [
        ("exact frontier, 2 parties, 10^15 packages", "under 0.2 s", "method", e3(2, 15)),
        ("exact frontier, 3 parties, 10^15 packages", "under 0.2 s", "method", e3(3, 15)),
        ("exact frontier, 4 parties, 10^15 packages", "under 30 s", "method", e3(4, 15)),
        ("exact frontier, 5 parties, 10^12 packages", "under 20 s", "method", e3(5, 12)),
        ("maximum Nash product with its certificate, 5 parties, 10^15 packages", "under 1 s", "nash", e3(5, 15)),
        (
            "the same, spatial preferences, where the root bound does not prove it",
            "under 1 s",
            "nash",
            Instance(kind="spatial", parties=5, issues=15, seed=5),
        ),
        (
            "the same, directly opposed",
            "under 1 s",
            "nash",
            Instance(kind="opposed", parties=5, issues=15, options=10, seed=6),
        ),
        ("checking the Nash certificate without a solver, 5 parties, 10^15 packages", "", "certificate", e3(5, 15)),
        ("every package, counts and all solutions, 5 parties, 10^8 packages", "under 1 s", "streaming", e3(5, 8)),
        ("the same with a link between each two issues", "under 1 s", "linked", e3(5, 8)),
        ("the same, 3 parties, 10^9 packages, links", "", "linked", e3(3, 9)),
        ("frontier with a link between each two issues, 3 parties, 10^15 packages", "", "joined", e3(3, 15)),
        ("full answer after one number moved, 3 parties, 10^9 packages", "under 50 ms", "moved", e3(3, 9)),
        ("full answer, 3 parties, 10^15 packages", "", "whole", e3(3, 15)),
        ("full answer, 5 parties, 10^15 packages", "", "whole", e3(5, 15)),
    ]
    return [Row(what=what, bar=bar, figure=str(measured(piece, one))) for what, bar, piece, one in asked]


def against_cpsat() -> list[Row]:
    found = []
    for issues in (5, 9, 15):
        instance = e3(5, issues)
        for key, model, what in (
            ("egalitarian", cpsat_egalitarian, "largest smallest gain"),
            ("nash", cpsat_nash, "maximum Nash product, CP-SAT with tangents"),
            ("nash", cpsat_nash_products, "maximum Nash product, CP-SAT with scaled products"),
        ):
            ours, theirs = measured(key, instance), model(instance)
            if isinstance(theirs, NotMeasured):
                told = str(theirs)
            else:
                exact = "exact" if theirs.exact else "not exact"
                told = (
                    f"{spelled(theirs.typical)}, {theirs.status}, {theirs.objective}, {exact}; {theirs.peak_mb:.0f} MB"
                )
            found.append(Row(what=f"{what}, 5 parties, 10^{issues} packages", bar="", figure=f"{ours}; CP-SAT: {told}"))
    found.append(Row(what="frontier by CP-SAT", bar="", figure=FRONTIER_OUT_OF_SCOPE))
    return found
