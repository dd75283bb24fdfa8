"""How a forecast with the errors of other decisions does on each decision of a record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from winset.analyses.forecast.record.distribution import Distribution, Residuals, forecast
from winset.analyses.forecast.stances import Stances

Floats = NDArray[np.float64]
LEVELS = (0.5, 0.8, 0.9)
"""The intervals whose coverage is counted."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RecordedIssue:
    """An issue whose outcome is known. group: of issues decided together. parties: by name, in the rows of the
    stances, which are on this issue alone.
    """

    name: str
    group: str
    parties: tuple[str, ...]
    stances: Stances
    outcome: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidationScheme:
    """What is left out and how errors are taken. by_group: all issues of the group, not the issue alone. both_ways:
    errors count to either side. position_share: of the forecast.
    """

    by_group: bool = True
    both_ways: bool = True
    position_share: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossValidated:
    """crps: the mean score of forecasts made without the group of the issue. coverage: per level, the share of issues
    whose outcome lay in the interval, and its mean width.
    """

    crps: float
    coverage: tuple[tuple[float, float, float], ...]


def cross_validated(
    record: Sequence[RecordedIssue], points: Floats, left_out: ValidationScheme | None = None
) -> CrossValidated:
    """A rule's points with the errors that it made on other issues.

    points (issue): NaN where the rule has none; such an issue counts for nothing.
    """
    scored = list(_forecasts(record, points, left_out or ValidationScheme()))
    coverage = []
    for level in LEVELS:
        ends = [(*made.interval(level), outcome) for made, outcome in scored]
        hit = np.mean([low <= outcome <= high for low, high, outcome in ends])
        coverage.append((level, float(hit), float(np.mean([high - low for low, high, _ in ends]))))
    crps = float(np.mean([made.crps(outcome) for made, outcome in scored]))
    return CrossValidated(crps=crps, coverage=tuple(coverage))


def _forecasts(
    record: Sequence[RecordedIssue], points: Floats, left_out: ValidationScheme
) -> Iterator[tuple[Distribution, float]]:
    """Each issue's forecast with the errors made elsewhere, and its outcome."""
    outcomes = np.array([issue.outcome for issue in record])
    groups = np.array([issue.group if left_out.by_group else issue.name for issue in record])
    errors, known = outcomes - points, np.isfinite(points)
    for n, issue in enumerate(record):
        if known[n]:
            made = errors[known & (groups != groups[n])]
            share = left_out.position_share
            both = Residuals.both_ways(np.abs(made), share)
            residuals = both if left_out.both_ways else Residuals(errors=made, position_share=share)
            yield with_positions(points[n], issue.stances, residuals), issue.outcome


def with_positions(point: float, stances: Stances, residuals: Residuals) -> Distribution:
    """The forecast of one issue without trials."""
    return forecast(np.array([point]), stances.position[:, 0][None, :], stances.weight[:, 0][None, :], residuals)
