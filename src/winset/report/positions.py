"""What the charts of positions are drawn from: who wants and refuses what on which issue, and on what that rests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from winset.model.case import Case, Cell
from winset.model.evidence import CellSupport
from winset.report.blocks import ChartData, Drawing, Guarded, drawings
from winset.report.ownership import Ownership
from winset.report.wide_tables import even_runs

LINES_ON_A_PAGE = 9
NAMES_ON_A_PAGE = 72
"""Parties that stand over the lines of a page; with many of them a page holds fewer lines."""
ROWS_ON_A_PAGE = 16
PARTIES_ON_A_PAGE = 7
CIRCUMSTANCES = "circumstances"
UNNAMED = "does not name the party"
"""What a reader must know of quotes: they are circumstances, no statement; no sentence with one names the party."""


def refusals_alone(cells: int) -> str:
    """How many cells say what a party refuses and not what it wants."""
    say = "cell says" if cells == 1 else "cells say"
    return f"{cells:,} {say} what a party refuses, not what it wants: what it wants counts as silent."


def of_wish(cell: Cell) -> str:
    """In place of what a party wants: that no source says it, or says no more than what the party refuses."""
    if not cell.only_refuses:
        return "silent"
    return "says what it refuses, not what it wants" if cell.basis == "stated" else "what it wants is not said"


@dataclass(frozen=True)
class Positions(ChartData):
    """The positions of some parties on some issues. places: whether the judged places of options on their lines may be
    shown. quoted: the cells, as issue and party, of which some quote may be shown. circumstances, unnamed: the cells
    that are read from circumstances alone, and those none of whose sentences names the party. caption: where it is not
    the chart's own.
    """

    case: Case
    issues: tuple[str, ...]
    parties: tuple[str, ...]
    places: Any
    quoted: tuple[Any, ...]
    circumstances: tuple[tuple[str, ...], ...] = ()
    unnamed: tuple[tuple[str, ...], ...] = ()
    caption: str = ""


def marks(support: CellSupport | None) -> list[str]:
    """What a reader must know of the quotes behind a position or a refusal, in words that can stand in brackets."""
    if support is None:
        return []
    said = ((support.circumstances, CIRCUMSTANCES), (not support.names_party, UNNAMED))
    return [word for there, word in said if there]


def positions(
    owners: Ownership,
    issues: Sequence[str] | None = None,
    caption: str = "",
    support: Mapping[tuple[str, ...], CellSupport] | None = None,
    parties: Sequence[str] | None = None,
) -> Positions:
    """The positions of a case. issues, parties: those to draw, where a page does not hold them all. support: what
    the quotes of cells are to their parties.
    """
    case, supports = owners.case, support or {}
    cells = [(issue, party) for issue in case.issues for party in case.parties]
    owned = [(owners.any_claim(case.claims_of(case.cell(*cell))), cell) for cell in cells]
    return Positions(
        case=case,
        issues=tuple(case.issues if issues is None else issues),
        parties=tuple(case.parties if parties is None else parties),
        places=Guarded(owners.judgements, shown=True, otherwise=False),
        quoted=tuple(Guarded(of, place) for of, place in owned if of is not None),
        circumstances=tuple(at for at, cell_support in supports.items() if cell_support.circumstances),
        unnamed=tuple(at for at, cell_support in supports.items() if not cell_support.names_party),
        caption=caption,
    )


def option_lines(owners: Ownership) -> tuple[Drawing, ...]:
    """Each issue as a line of options, on as many pages as it takes."""
    most = max(1, min(LINES_ON_A_PAGE, NAMES_ON_A_PAGE // len(owners.case.parties)))
    pages = even_runs(list(owners.case.issues), most)
    return lines_of(positions(owners, page) for page in pages)


def lines_of(data: Iterable[Positions]) -> tuple[Drawing, ...]:
    """Per issue its options in order, the parties above the one they want, the refusals below."""
    return drawings("winset.report.charts.option_lines", "option_lines", data)


def position_matrix(owners: Ownership, support: Mapping[tuple[str, ...], CellSupport]) -> tuple[Drawing, ...]:
    """Issues down, parties across, on as many pages as it takes."""
    pages = even_runs(list(owners.case.issues), ROWS_ON_A_PAGE)
    columns = even_runs(list(owners.case.parties), PARTIES_ON_A_PAGE)
    data = (positions(owners, page, support=support, parties=parties) for parties in columns for page in pages)
    return drawings("winset.report.charts.position_matrix", "position_matrix", data)
