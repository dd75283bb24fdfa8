"""The charts of a plan: its time line, the weakest link of each party, and where the weakest party would keep it."""

from __future__ import annotations

from winset.questions.staging.words import StagingWords
from winset.report.blocks import Drawing, Drawn, Figure


def figures(words: StagingWords) -> tuple[Figure, Figure, Figure]:
    """The charts, whose numbers all belong to the plan; the last one is for careful readers."""
    return (
        Figure(key="time_line", drawings=(Drawing(_time_line, words),), what="the plan as a time line"),
        Figure(
            key="weakest_links",
            drawings=(Drawing(_weakest_links, words),),
            what="what a breach would bring and cost each party",
        ),
        Figure(
            key="heat_map",
            drawings=(Drawing(_heat_map, words),),
            what="where the weakest party would keep it",
            depth="detail",
        ),
    )


def _time_line(words: StagingWords) -> Drawn | None:
    from winset.questions.staging.charts.time_line import time_line

    return time_line(words)


def _weakest_links(words: StagingWords) -> Drawn | None:
    from winset.questions.staging.charts.weakest_links import weakest_links

    return weakest_links(words)


def _heat_map(words: StagingWords) -> Drawn | None:
    from winset.questions.staging.charts.heat_map import heat_map

    return heat_map(words)
