"""What the charts of a forecast are drawn from."""

from __future__ import annotations

from winset.questions.forecast.words import ForecastWords
from winset.report.blocks import Figure


def forecast_figure(words: ForecastWords) -> Figure:
    return Figure(key="forecast", drawings=())


def rounds_figure(words: ForecastWords) -> Figure:
    return Figure(key="rounds", drawings=())
