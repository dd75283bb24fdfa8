"""Rows of measurements, as a Markdown table."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What was measured, the bar that it is held against, and the figure, both in words with their units."""

    what: str
    bar: str
    figure: str


def print_table(rows: list[Row]) -> None:
    print(f"Python {platform.python_version()}, {os.cpu_count()} processors, {platform.machine()}\n")
    print("| work | bar | measured |\n|---|---|---|")
    for row in rows:
        print(f"| {row.what} | {row.bar} | {row.figure} |")
