"""Whole commands in fresh processes: what a person waits for."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

from bench.table import Row

ALASKA = "examples/alaska-2025"
RUNS = 9
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""That of a user: an installed package has its bytecode, and the run that is not counted writes it here."""


def seconds(command: list[str], runs: int = RUNS) -> tuple[float, float, float]:
    """Wall-clock seconds of a command: least, median and most of so many runs, after one that is not counted."""
    times = []
    for run in range(runs + 1):
        started = perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=ENVIRONMENT)
        if run:
            times.append(perf_counter() - started)
    return min(times), median(times), max(times)


def peak_megabytes(command: list[str]) -> float:
    """The largest resident memory of one run of a command, in MB."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=ENVIRONMENT)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_maxrss / 1024


def spelled(times: tuple[float, float, float]) -> str:
    low, middle, high = times
    return f"{middle:.3f} s (median of {RUNS}; {low:.3f} to {high:.3f})"


def rows() -> list[Row]:
    python = sys.executable
    empty = seconds([python, "-c", "pass"])
    numpy = seconds([python, "-c", "import numpy"])
    winset = seconds([python, "-c", "import winset"])
    deal = [python, "-m", "winset", "deal", ALASKA]
    check = [python, "-m", "winset", "check", ALASKA]
    with tempfile.TemporaryDirectory() as folder:
        brief = [python, "-m", "winset", "brief", ALASKA, "--trials", "2000", "-o", str(Path(folder) / "brief.html")]
        brief_times = seconds(brief, 5)
        brief_memory = peak_megabytes(brief)
        as_word, as_pdf = (seconds([*brief[:-1], str(Path(folder) / f"brief.{kind}")], 3) for kind in ("docx", "pdf"))
    robust = [python, "-m", "winset", "robust", ALASKA, "--trials", "10000", "--alone", "--drivers", "0", "--json"]
    robust_times = seconds(robust, 3)
    return [
        Row(what="an empty Python process, for comparison", bar="", figure=spelled(empty)),
        Row(what="`import numpy`, for comparison", bar="", figure=spelled(numpy)),
        Row(
            what="`import winset`",
            bar="no more than `import numpy` + 0.05 s",
            figure=f"{spelled(winset)}; {1000 * (winset[1] - numpy[1]):+.0f} ms against numpy",
        ),
        Row(what="`winset --help`", bar="under 0.15 s", figure=spelled(seconds([python, "-m", "winset", "--help"]))),
        Row(what=f"`winset check {ALASKA}`, cold", bar="under 0.5 s", figure=spelled(seconds(check))),
        Row(
            what=f"`winset deal {ALASKA}`, cold",
            bar="under 0.7 s",
            figure=f"{spelled(seconds(deal))}; {peak_megabytes(deal):.0f} MB",
        ),
        Row(
            what=f"`winset brief {ALASKA}`, cold, the analyses there are, 2,000 draws",
            bar="under 6 s",
            figure=f"{brief_times[1]:.3f} s (median of 5); {brief_memory:.0f} MB",
        ),
        Row(
            what="the same as a Word file, and as a PDF",
            bar="1 s more each",
            figure=f"{as_word[1] - brief_times[1]:+.3f} s; {as_pdf[1] - brief_times[1]:+.3f} s (medians of 3)",
        ),
        Row(
            what=f"`winset robust {ALASKA}`, cold, 10,000 readings, levers and pairs of levers pulled in each",
            bar="under 15 s on two cores",
            figure=f"{robust_times[1]:.3f} s (median of 3)",
        ),
    ]
