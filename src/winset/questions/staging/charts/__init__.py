"""The charts of a plan: its time line, the weakest link of each party, and where the weakest party would keep it."""

from __future__ import annotations

from winset.questions.staging.words import StagingWords
from winset.report.blocks import Depth, Figure, drawings

CHARTS: dict[str, tuple[str, Depth]] = {
    "time_line": ("the plan as a time line", "main"),
    "weakest_links": ("what a breach would bring and cost each party", "main"),
    "heat_map": ("where the weakest party would keep it", "detail"),
}
"""What each chart shows, and for whom. It is drawn by the function of its name, in the module of its name."""


def figures(words: StagingWords) -> tuple[Figure, ...]:
    """The charts, whose numbers all belong to the plan; the last one is for careful readers."""
    return tuple(
        Figure(key=key, drawings=drawings(f"{__name__}.{key}", key, (words,)), what=what, depth=depth)
        for key, (what, depth) in CHARTS.items()
    )
