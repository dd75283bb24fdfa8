"""What may be shown at a level of what a page draws by itself."""

from __future__ import annotations

from typing import TypeVar

from winset.model.numbers import Handling
from winset.report.blocks import ChartData, Drawing, Figure, Report, Section
from winset.report.disclosure import disclose

T = TypeVar("T", bound=ChartData)


def shown_at(data: T, level: Handling) -> T:
    """The data with what may not be shown left out, or in its other form."""
    figure = Figure(key="data", drawings=(Drawing(lambda seen: seen, data),))
    section = Section(key="data", title="", blocks=(figure,))
    passed: T = disclose(Report(title="", sections=(section,)), level).figures()["data"].drawings[0].data
    return passed
