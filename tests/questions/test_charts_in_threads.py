"""Charts that several pages ask for at once are the charts that one page gets."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from winset.questions.question import Showing
from winset.questions.settlement.request import DealRequest
from winset.report.disclosure import disclose
from winset.study import Study

TIMES = 6


def test_charts_drawn_at_once_do_not_take_each_others_axes() -> None:
    study = Study.read("examples/alaska-2025")
    request = DealRequest(trials=20)
    figures = disclose(study.report(request, study.ask(request), Showing()), "team").figures()

    def spec(key: str) -> list[Any]:
        return [drawn.chart.to_dict(validate=False) for drawn in figures[key].drawn()]

    alone = {key: spec(key) for key in ("bars", "scatter", "main")}
    with ThreadPoolExecutor(6) as threads:
        asked = [key for _ in range(TIMES) for key in alone]
        for key, drawn in zip(asked, threads.map(spec, asked), strict=True):
            assert drawn == alone[key]
