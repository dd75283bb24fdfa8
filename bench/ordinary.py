"""Whole commands on cases of ordinary and of great size: whether each ends soon, and with what."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from bench.cold import ENVIRONMENT
from bench.ordinary_cases import Size, write
from bench.table import Row

LONGEST = 120
"""Seconds after which a command is ended."""
BAR = "under 10 s, or a limit that is stated"
COMMANDS = ("check", "deal", "robust", "brief")
SIZES = (
    ("all inferred", Size(parties=6, issues=8)),
    ("all inferred, no red lines", Size(parties=6, issues=8, refusals=0)),
    ("all inferred, everything acceptable", Size(parties=6, issues=8, refusals=0, walk_away=0)),
    ("silent everywhere", Size(parties=6, issues=8, basis="silent")),
    ("inferred or silent", Size(parties=6, issues=8, basis="mixed")),
    ("all inferred", Size(parties=40, issues=8)),
    ("all inferred, no red lines", Size(parties=40, issues=8, refusals=0)),
    ("all inferred", Size(parties=4, issues=12, rules=2_000)),
    ("all inferred", Size(parties=4, issues=20, rules=40)),
    ("all inferred", Size(parties=4, issues=20, rules=5_000)),
    ("all inferred", Size(parties=4, issues=12, links=3_000)),
    ("all inferred", Size(parties=4, issues=20, links=3_000)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One command. seconds: on the clock; busy: of all processors together. ending: how it ended, in a word or two."""

    seconds: float
    busy: float
    ending: str

    def __str__(self) -> str:
        return f"{self.seconds:.1f} s ({self.busy:.1f} s of processor time; {self.ending})"


def run(command: str, folder: Path) -> Run:
    """Runs a command on the case in a folder, in a process of its own."""
    shown = ["--output", str(folder / "brief.html"), "--force"] if command == "brief" else ["--json"]
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), perf_counter()
    try:
        done = subprocess.run(
            [sys.executable, "-m", "winset", command, str(folder), *shown],
            capture_output=True, text=True, check=False, timeout=LONGEST, env=ENVIRONMENT,
        )  # fmt: skip
        ending = _ending(done)
    except subprocess.TimeoutExpired:
        ending = "ended by the measurement"
    seconds, after = perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    busy = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(seconds=seconds, busy=busy, ending=ending)


def _ending(done: subprocess.CompletedProcess[str]) -> str:
    """The status that the document has, else the exit code."""
    try:
        told = json.loads(done.stdout)
    except ValueError:
        return "done" if done.returncode == 0 else f"exit code {done.returncode}"
    return str(told.get("status", "done"))


def rows() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        return [
            Row(
                what=f"`winset {command}`, {size.title}, {what}",
                bar=BAR,
                figure=str(run(command, write(size, Path(folder) / f"case{n}"))),
            )
            for n, (what, size) in enumerate(SIZES)
            for command in COMMANDS
        ]
