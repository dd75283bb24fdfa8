"""The charts of tables: all side by side, what the deal of each brings whom, and meeting in stages."""

from __future__ import annotations

from collections.abc import Mapping

from winset.questions.tables.charts.rows import GainBars, Stages, TableRows, gain_rows, stage_rows, table_rows
from winset.questions.tables.words import TablesWords
from winset.readings.shares import Share
from winset.report.blocks import Drawing, Drawn, Figure


def tables_figure(words: TablesWords, shares: Mapping[str, Share] | None = None) -> Figure:
    """What each table can agree on and what of it would be carried out, with the shares of trials where counted."""
    title = "What each table can agree on, and what of it would be carried out"
    return Figure(key="tables", title=title, drawings=(Drawing(_table_bars, table_rows(words, shares or {})),))


def gains_figure(words: TablesWords) -> Figure:
    """What the deal of each table brings every party."""
    title = f"What each table’s deal brings, against {words.held_against}"
    return Figure(key="gains", title=title, drawings=(Drawing(_gain_bars, gain_rows(words)),), depth="detail")


def stages_figure(words: TablesWords) -> Figure:
    """Tables that meet one after the other."""
    return Figure(key="stages", title="Meeting in stages", drawings=(Drawing(_stages, stage_rows(words)),))


def _table_bars(data: TableRows) -> Drawn | None:
    from winset.questions.tables.charts.table_bars import table_bars

    return table_bars(data)


def _gain_bars(data: GainBars) -> Drawn | None:
    from winset.questions.tables.charts.gain_bars import gain_bars

    return gain_bars(data)


def _stages(data: Stages) -> Drawn | None:
    from winset.questions.tables.charts.stages import stages

    return stages(data)
