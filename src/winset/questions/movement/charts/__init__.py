"""The chart of movements: what each party wanted and refused, over time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from winset.report.blocks import ChartData, Figure, drawings

CELLS_ON_A_PAGE = 5
"""Movements that one picture holds; beyond, another follows."""


@dataclass(frozen=True, kw_only=True)
class DatedPosition(ChartData):
    """A position from a day on. day: counted. row: of what is wanted. refused: rows of what is refused."""

    day: int
    date: str
    row: int
    refused: tuple[int, ...] = ()
    is_inferred: bool = False


@dataclass(frozen=True, kw_only=True)
class MovedCell(ChartData):
    """A party on an issue. rows: the options that it has wanted or refused, in the order of the issue."""

    title: str
    rows: tuple[str, ...]
    positions: tuple[DatedPosition, ...]


@dataclass(frozen=True, kw_only=True)
class Moves(ChartData):
    """Movements over one line of time. cells: of `MovedCell`, any of which may be guarded."""

    cells: tuple[Any, ...]


def figure(cells: tuple[Any, ...], missing: str) -> Figure:
    """Every movement, on as many pages as it takes."""
    pages = [cells[n : n + CELLS_ON_A_PAGE] for n in range(0, len(cells), CELLS_ON_A_PAGE)]
    made = drawings(f"{__name__}.moves", "moves_chart", (Moves(cells=page) for page in pages))
    return Figure(key="movement", drawings=made, what="what parties wanted and refused, over time", missing=missing)
