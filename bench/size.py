"""Whole commands on large cases: every bar of what a question may take, with time, processor time and memory.

`./dev bench size --only robust-3 deal-wide` measures these rows alone.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Timer
from time import perf_counter, sleep
from typing import Any

from bench.cold import ALASKA, ENVIRONMENT
from bench.ordinary_cases import Size
from bench.size_cases import JOINED, JOINED_WIDE, WIDE, square, write
from bench.table import Row

THREE, FIVE = square(3, 9), square(5, 9)
PATIENCE = 3
"""A command is ended after so many times its bar, and not before a minute."""
LEAST_PATIENCE = 60
FIRST = "first answer, nothing compiled yet"
READY = "compiled code kept"
LONGEST_PREPARING = 300
"""Seconds after which a process in the background is no longer waited for."""
PREPARE = """
import sys
from winset.analyses.settlement.settle import solve
from winset.session import Session
solve(Session.read(sys.argv[1]).central())
"""
"""Has the code compiled that answers a case, also where a first answer would do without."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """One command on one case. key: by which it is asked for. size: of the case, None for the Alaska example. seconds:
    its bar; megabytes: its bar of memory, None for none. is_first: with an empty folder for compiled code. prepared_by:
    the command by which code is compiled before that counts, where it is not.
    """

    key: str
    command: str
    size: Size | None
    seconds: float
    options: tuple[str, ...] = ()
    megabytes: int | None = None
    is_first: bool = False
    prepared_by: tuple[str, ...] = ("deal",)

    @property
    def what(self) -> str:
        asked = " ".join((f"winset {self.command}", *self.options))
        on = "the Alaska example" if self.size is None else self.size.title
        on += ", higher walk-aways" if self.key.endswith("tight") else ""
        return f"`{self.key}`: `{asked}`, {on}; {FIRST if self.is_first else READY}"

    @property
    def bar(self) -> str:
        memory = f", under {self.megabytes:,} MB" if self.megabytes is not None else ""
        return f"under {self.seconds:g} s{memory}"


def _robust(
    key: str, size: Size | None, trials: int, seconds: float, megabytes: int | None = None, *more: str
) -> Measurement:
    """The whole answer, what it hangs on included, by two processes."""
    options = ("--trials", str(trials), "--workers", "2", *more)
    return Measurement(
        key=key, command="robust", size=size, seconds=seconds, options=options, megabytes=megabytes
    )  # fmt: skip


def _stability(key: str, size: Size, seconds: float) -> Measurement:
    """Whether the package that leads would hold, in 1,000 trials as well; code is compiled by the central answer."""
    central = ("stability", "--trials", "0")
    case = replace(size, moves=True)
    return Measurement(key=key, command="stability", size=case, seconds=seconds, prepared_by=central)


TRIALS_ALONE = ("--alone", "--drivers", "0")
"""Without what the answer hangs on, which is looked at in a number of trials of its own."""
MEASUREMENTS = (
    _robust("robust-3", THREE, 1_000, 60),
    _robust("robust-5", FIVE, 1_000, 600),
    _robust("robust-3-tight", replace(THREE, walk_away=76), 1_000, 60),
    _robust("robust-5-tight", replace(FIVE, walk_away=68), 1_000, 600),
    Measurement(key="deal-wide", command="deal", size=WIDE, seconds=30, megabytes=4_000),
    _robust("robust-wide", WIDE, 200, 600, 4_000),
    _robust("robust-wide-tight", replace(WIDE, walk_away=64), 200, 600, 4_000),
    Measurement(key="brief-wide", command="brief", size=WIDE, seconds=900, megabytes=4_000),
    Measurement(key="deal-joined", command="deal", size=JOINED, seconds=30, megabytes=4_000),
    _robust("robust-joined", JOINED, 200, 600, 4_000),
    Measurement(key="brief-joined", command="brief", size=JOINED, seconds=900, megabytes=4_000),
    Measurement(key="deal-joined-wide", command="deal", size=JOINED_WIDE, seconds=30, megabytes=4_000),
    _robust("robust-joined-wide", JOINED_WIDE, 200, 600, 4_000),
    Measurement(key="brief-joined-wide", command="brief", size=JOINED_WIDE, seconds=900, megabytes=4_000),
    Measurement(key="invent-3", command="invent", size=THREE, seconds=15),
    Measurement(key="invent-5", command="invent", size=FIVE, seconds=30),
    Measurement(key="invent-wide", command="invent", size=WIDE, seconds=60, megabytes=4_000),
    _robust("trials-100", THREE, 100, 6, None, *TRIALS_ALONE),
    _robust("trials-1000", THREE, 1_000, 60, None, *TRIALS_ALONE),
    _robust("trials-10000", THREE, 10_000, 600, None, *TRIALS_ALONE),
    Measurement(key="first-6", command="deal", size=square(3, 6), seconds=8, is_first=True),
    Measurement(key="first-9", command="deal", size=THREE, seconds=15, is_first=True),
    Measurement(key="deal-2", command="deal", size=square(2, 6), seconds=1.2),
    Measurement(key="deal-3", command="deal", size=square(3, 6), seconds=1.2),
    Measurement(key="deal-5", command="deal", size=square(5, 6), seconds=1.2),
    _stability("stability-5", square(5, 6), 60),
    _stability("stability-5-billion", FIVE, 60),
    _stability("stability-wide", WIDE, 300),
    Measurement(key="alaska-deal", command="deal", size=None, seconds=0.7),
    _robust("alaska-robust", None, 10_000, 8, None, *TRIALS_ALONE),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """How a command ended. busy: seconds of all processors together. megabytes: the most that one process held.
    document: what it wrote as JSON, empty where it wrote none. said: what it wrote to standard error.
    """

    seconds: float
    busy: float
    megabytes: float
    code: int
    document: dict[str, Any]
    said: str

    @property
    def ending(self) -> str:
        """The status of the answer, with the share of trials that were left undecided; else why there is none."""
        if self.code < 0:
            return "ended by the measurement"
        told: list[str] = [] if self.code == 0 else [f"exit code {self.code}"]
        if status := self.document.get("status"):
            told.append(str(status))
        if self.code:
            told += self.said.strip().splitlines()[-1:]
        elif status == "limit":
            told += [str(note) for note in self.document.get("notes", [])[:1]]
        undecided = _undecided(self.document)
        if undecided is not None:
            told.append(f"{undecided:,} of {self.document.get('draws', 0):,} trials undecided")
        return "; ".join(told) or "done"

    def __str__(self) -> str:
        return f"{self.seconds:.2f} s, {self.busy:.2f} s of processor time, {self.megabytes:.0f} MB; {self.ending}"


def _undecided(document: dict[str, Any]) -> int | None:
    deal = document.get("deal")
    found = deal.get("undecided") if isinstance(deal, dict) else None
    return found if isinstance(found, int) else None


def run(command: Sequence[str], environment: dict[str, str], longest: float) -> Run:
    """Runs a command in a process of its own; ended after so many seconds."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        started = perf_counter()
        process = subprocess.Popen(command, stdout=out, stderr=err, env=environment)
        timer = Timer(longest, process.kill)
        timer.start()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = perf_counter() - started
        timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        return Run(
            seconds=seconds,
            busy=usage.ru_utime + usage.ru_stime,
            megabytes=usage.ru_maxrss / 1024,
            code=process.returncode,
            document=_document(out.read()),
            said=err.read().decode(errors="replace"),
        )


def _document(written: bytes) -> dict[str, Any]:
    try:
        document = json.loads(written)
    except ValueError:
        return {}
    return document if isinstance(document, dict) else {}


def measured(asked: Measurement, folder: Path) -> Run:
    """One measurement. Code that should be there already is compiled by a run that does not count."""
    case = ALASKA if asked.size is None else str(write(asked.size, folder / asked.key))
    shown = ["--output", str(folder / f"{asked.key}.html"), "--force"] if asked.command == "brief" else ["--json"]
    command = [sys.executable, "-m", "winset", asked.command, case, *asked.options, *shown]
    kept = folder / (asked.key if asked.is_first else "kept")
    environment = {**ENVIRONMENT, "NUMBA_CACHE_DIR": str(kept)}
    if not asked.is_first:
        run([sys.executable, "-c", PREPARE, case], environment, 600)
        command_before, *options = asked.prepared_by
        run([sys.executable, "-m", "winset", command_before, case, *options, "--json"], environment, 600)
    found = run(command, environment, max(LEAST_PATIENCE, PATIENCE * asked.seconds))
    _wait_for(kept / "winset" / "preparing")
    return found


def _wait_for(mark: Path) -> None:
    """Waits until a process that compiles in the background is done, so that no other row is measured beside it."""
    ends = perf_counter() + LONGEST_PREPARING
    while mark.exists() and perf_counter() < ends:
        sleep(0.2)


def rows(only: Sequence[str] = ()) -> list[Row]:
    """The rows that are asked for by their keys, all if none is. Raises SystemExit for a key that there is not."""
    keys = [asked.key for asked in MEASUREMENTS]
    unknown = [key for key in only if key not in keys]
    if unknown:
        sys.exit(f"no row is called {unknown[0]}; there are: {', '.join(keys)}")
    with tempfile.TemporaryDirectory() as folder:
        return [
            Row(what=asked.what, bar=asked.bar, figure=str(measured(asked, Path(folder))))
            for asked in MEASUREMENTS
            if not only or asked.key in only
        ]
