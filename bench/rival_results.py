"""What other packages find on the generated instances, how fast and in how much memory.

Each measurement is a fresh process of the rival's own interpreter. `instance` is the fingerprint of the tables that it
worked on: equal to `bench.instances.fingerprint` of ours when both measured the same case.
"""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from bench.environment import CPSAT, NEGMAS, NotMeasured, Rival, clean_environment, interpreter
from bench.instances import Instance

HERE = Path(__file__).parent

FRONTIER_OUT_OF_SCOPE = "no frontier: CP-SAT has one objective, a frontier of n vectors takes n solves or more"


@dataclass(frozen=True, slots=True, kw_only=True)
class RivalFrontier:
    """One figure of NegMAS: seconds of every run, the length of its answer, and its process's peak memory in MB."""

    what: str
    instance: str
    seconds: tuple[float, ...]
    vectors: int
    peak_mb: float

    @property
    def typical(self) -> float:
        return median(self.seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class RivalOptimum:
    """One optimum by CP-SAT: seconds of every run and the answer of the last.

    `objective` is that of the package found, worked out again from the tables in whole numbers; None if none was found.
    `bound` is what no package exceeds; None if the model proves none. `exact` is False if the model was rounded, so
    that its "optimal" says nothing certain about the case itself.
    """

    what: str
    instance: str
    seconds: tuple[float, ...]
    peak_mb: float
    status: str
    objective: int | None
    bound: float | None
    exact: bool
    note: str

    @property
    def typical(self) -> float:
        return median(self.seconds)

    @property
    def is_proven(self) -> bool:
        return self.exact and self.status in ("OPTIMAL", "INFEASIBLE")


def negmas_figures(
    instance: Instance, *, repeat: int = 1, patience: float = 900
) -> dict[str, RivalFrontier] | NotMeasured:
    """All figures of NegMAS on one instance by name; what each includes is told in `rivals/negmas_side.py`."""
    lines = _lines(NEGMAS, ["negmas_side.py", *instance.words(), str(repeat)], patience)
    if isinstance(lines, NotMeasured):
        return lines
    return {line["what"]: RivalFrontier(**line) for line in lines}


def negmas_frontier(instance: Instance, *, repeat: int = 1) -> RivalFrontier | NotMeasured:
    """NegMAS's public `pareto_frontier` from additive utility functions, the counterpart of a frontier from tables."""
    figures = negmas_figures(instance, repeat=repeat)
    return figures if isinstance(figures, NotMeasured) else figures["pareto_frontier"]


def cpsat_egalitarian(instance: Instance, *, repeat: int = 1, limit: float = 20) -> RivalOptimum | NotMeasured:
    """The greatest least gain by CP-SAT, exact; `limit` is in seconds per run."""
    return _optimum("egalitarian", instance, repeat, limit)


def cpsat_nash(instance: Instance, *, repeat: int = 1, limit: float = 20) -> RivalOptimum | NotMeasured:
    """The greatest Nash product by CP-SAT and tangents to the logarithm, exact: its strongest model here."""
    return _optimum("nash_tangents", instance, repeat, limit)


def cpsat_nash_products(instance: Instance, *, repeat: int = 1, limit: float = 20) -> RivalOptimum | NotMeasured:
    """The Nash product by CP-SAT as one would first write it, by multiplication: rounded to fit 64 bits, not exact."""
    return _optimum("nash_products", instance, repeat, limit)


def _optimum(model: str, instance: Instance, repeat: int, limit: float) -> RivalOptimum | NotMeasured:
    arguments = ["cpsat_side.py", model, *instance.words(), str(repeat), str(limit)]
    lines = _lines(CPSAT, arguments, 60 + 2 * repeat * limit)
    return lines if isinstance(lines, NotMeasured) else RivalOptimum(**lines[0])


def _lines(rival: Rival, command: list[str], patience: float) -> list[dict[str, Any]] | NotMeasured:
    """What a script of `rivals/` and its arguments print, a dictionary per line; `patience` is in seconds."""
    python = interpreter(rival)
    script, *arguments = command
    if isinstance(python, NotMeasured):
        return python
    try:
        run = subprocess.run(
            [str(python), str(HERE / "rivals" / script), *arguments],
            check=True,
            capture_output=True,
            text=True,
            timeout=patience,
            env={**clean_environment(), "PYTHONPATH": str(HERE.parent)},
        )
    except subprocess.TimeoutExpired:
        return NotMeasured(reason=f"{rival.requirement} took longer than {patience:.0f} s")
    except subprocess.CalledProcessError as failed:
        said = str(failed.stderr).strip().splitlines() or [f"exit code {failed.returncode}"]
        return NotMeasured(reason=f"{rival.requirement} failed: {said[-1]}")
    lines: list[dict[str, Any]] = [json.loads(line) for line in run.stdout.splitlines() if line.startswith("{")]
    return [{**line, "seconds": tuple(line["seconds"])} for line in lines]
