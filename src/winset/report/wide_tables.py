"""Tables that are wider than a page: their columns in several tables, in each of which the rows are named again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from winset.report.blocks import Grid, GridCell
from winset.report.pieces import pieces

T = TypeVar("T")
PAGE = 112
"""Characters of a table's type that stand side by side on A4."""
GAP = 2
"""Characters between two columns."""
READABLE = 14
"""Characters to a line that a column of sentences needs; one of short cells needs no more than the longest of them."""
NUMBER_OF_CLAIM = 3


def on_a_page(grid: Grid, room: int = PAGE, readable: int = READABLE) -> tuple[Grid, ...]:
    """The table, or as few as hold its columns, nearly as many in each, so that none breaks a word or has lines shorter
    than can be read. The first column stands in all of them.
    """
    rows = (grid.head, *grid.rows)
    needs = [_needed([row[n] for row in rows if n < len(row)], readable) for n in range(max(map(len, rows), default=0))]
    left = room - sum(needs[:1])
    columns = list(range(1, len(needs)))
    for most in range(len(columns), 0, -1):
        each = even_runs(columns, most)
        if most == 1 or all(sum(needs[n] for n in run) <= left for run in each):
            return (grid,) if len(each) == 1 else tuple(_of_columns(grid, [0, *run]) for run in each)
    return (grid,)


def even_runs(items: Sequence[T], most: int) -> list[list[T]]:
    """The items in runs of nearly equal length, none longer than `most`."""
    count = max(1, -(-len(items) // most))
    size = -(-len(items) // count)
    return [list(items[start : start + size]) for start in range(0, len(items), size)]


def _needed(cells: Sequence[Any], readable: int) -> int:
    """How many characters a column needs: for its longest word, and for lines that can be read."""
    texts = [_text(part) for cell in cells for part in _parts(cell)]
    word = max((len(word) for text in texts for word in text.split()), default=0)
    return max(word, min(readable, max(map(len, texts), default=0))) + GAP


def _parts(cell: Any) -> Iterator[Any]:
    yield from (cell.text, cell.note) if isinstance(cell, GridCell) else (cell,)


def _text(words: Any) -> str:
    """What stands in a cell, a claim as the space that its number takes."""
    return "".join(" " * NUMBER_OF_CLAIM if part.kind == "claim" else part.text for part in pieces(str(words)))


def _of_columns(grid: Grid, columns: Sequence[int]) -> Grid:
    def picked(row: Sequence[Any]) -> tuple[Any, ...]:
        return tuple(row[n] for n in columns if n < len(row))

    return replace(grid, head=picked(grid.head), rows=tuple(map(picked, grid.rows)), align=picked(grid.align))
