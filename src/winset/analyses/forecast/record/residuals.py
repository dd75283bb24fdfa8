"""The distances of the public record that a forecast carries: numbers fitted once, with where they come from."""

from __future__ import annotations

import numpy as np

from winset.analyses.forecast.record.distribution import Residuals

ORIGIN = (
    "Arregui & Perarnaud 2021, The Decision-making in the European Union dataset (DEU III), doi:10.34810/data53: "
    "353 issues of 137 legislative proposals with an outcome"
)
FITTED_BY = "winset benchmark deu PATH --fit"
COUNT = 50
"""Distances that stand for all of the record."""
SIZES = (
    0.34, 0.83, 1.42, 1.73, 2.03, 2.73, 3.51, 4.35, 4.94, 5.66, 6.54, 7.23, 8.12, 8.73, 9.25, 10.02, 10.83, 11.60,
    12.71, 13.68, 14.28, 15.05, 16.20, 16.85, 17.88, 18.99, 20.20, 21.34, 22.61, 23.72, 24.71, 26.56, 27.67, 28.11,
    29.02, 29.74, 32.31, 33.81, 35.81, 36.97, 39.04, 41.28, 45.24, 47.19, 48.77, 51.28, 54.84, 60.17, 67.90, 77.87,
)  # fmt: skip
"""The middles of fifty equal parts of the distances between outcome and compromise, in points of the line."""
POSITION_SHARE = 0.05
"""Part of the forecast that stands at the parties' positions, as they weigh: the largest in twentieths with which no
interval holds the outcome more than 3 of 100 times too often. Larger ones score better (0.2: 16.06), but their
intervals hold more than they say.
"""
COVERAGE = ((0.5, 0.52), (0.8, 0.83), (0.9, 0.92))
"""Per interval, the share of the record's outcomes in it, each forecast with the distances of other proposals."""
SCORE = 16.30
"""The mean score (CRPS) of these forecasts, in points of the line."""
PROPOSALS, ISSUES = 137, 353


def public_record() -> Residuals:
    """What a forecast adds to the point of the compromise."""
    return Residuals.both_ways(np.array(SIZES), POSITION_SHARE)
