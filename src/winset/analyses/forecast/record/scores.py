"""How good forecasts were, once outcomes are known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from winset.analyses.forecast.record.distribution import Distribution

Floats = NDArray[np.float64]
NEAR = 10.0
"""Points of the line within which a forecast counts as near."""
RESAMPLES = 2_000
"""Resamples of a paired bootstrap."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PointScores:
    """How far points lay from outcomes. mean, median: absolute error in points of the line. near: the share within ten
    of them. issues: how many were scored.
    """

    mean: float
    median: float
    near: float
    issues: int


def point_scores(points: Floats, outcomes: Floats) -> PointScores:
    """Of points where there are some: NaN is no forecast."""
    errors = np.abs(points - outcomes)
    errors = errors[np.isfinite(errors)]
    return PointScores(
        mean=float(errors.mean()),
        median=float(np.median(errors)),
        near=float((errors <= NEAR).mean()),
        issues=len(errors),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorDifference:
    """By how much one mean error exceeds another on the same issues. low, high: of 95 in 100 resamples."""

    mean: float
    low: float
    high: float


def paired_bootstrap(one: Floats, other: Floats, groups: Sequence[str], seed: int) -> ErrorDifference:
    """The difference of two rules' errors, resampled by group: issues of one proposal stay together.

    Source: Efron & Tibshirani 1993, An Introduction to the Bootstrap, chapters 8 and 13.
    """
    apart = one - other
    known = np.isfinite(apart)
    _, group = np.unique(np.array(groups)[known], return_inverse=True)
    sums = np.bincount(group, weights=apart[known])
    sizes = np.bincount(group).astype(np.float64)
    drawn = np.random.default_rng(seed).integers(len(sums), size=(RESAMPLES, len(sums)))
    means = sums[drawn].sum(axis=1) / sizes[drawn].sum(axis=1)
    low, high = np.quantile(means, (0.025, 0.975))
    return ErrorDifference(mean=float(apart[known].mean()), low=float(low), high=float(high))


def brier(chances: Sequence[float], came_out: int) -> float:
    """The squared distance between chances of options and what came out, over all options: 0 is best, 2 worst.

    Source: Brier 1950, Monthly Weather Review 78, 1-3.
    """
    return sum((chance - (option == came_out)) ** 2 for option, chance in enumerate(chances))


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptIssue:
    """What was forecast of an issue. options: by name. places: per option, None off the line. chances: per option the
    part of the forecast nearest to it, 0 off the line. points: by rule, None without a forecast. quantiles: equally
    likely points of the forecast.
    """

    options: tuple[str, ...]
    places: tuple[float | None, ...]
    chances: tuple[float, ...]
    points: Mapping[str, float | None]
    quantiles: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueScore:
    """brier: over the options. crps, errors (by rule): in points of the line, None or left out where what was agreed
    has no place on it.
    """

    outcome: str
    brier: float
    crps: float | None
    errors: Mapping[str, float]


def issue_score(kept: KeptIssue, outcome: str) -> IssueScore:
    """Raises ValueError for an option that the forecast does not know."""
    came_out = kept.options.index(outcome)
    place = kept.places[came_out]
    crps = None
    if place is not None:
        mass = np.full(len(kept.quantiles), 1 / len(kept.quantiles))
        crps = Distribution.of(np.array(kept.quantiles), mass).crps(place)
    return IssueScore(
        outcome=outcome,
        brier=brier(kept.chances, came_out),
        crps=crps,
        errors={}
        if place is None
        else {key: abs(point - place) for key, point in kept.points.items() if point is not None},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class MeanScore:
    """The means over the issues of one forecast, or over forecasts. issues: how many; None where none has a place."""

    issues: int
    brier: float
    crps: float | None
    errors: Mapping[str, float]


def mean_score(scores: tuple[IssueScore, ...]) -> MeanScore:
    """The means of at least one issue."""
    return _mean(tuple((score.brier, score.crps, score.errors) for score in scores), len(scores))


def mean_over(means: tuple[MeanScore, ...]) -> MeanScore:
    """The means of at least one case, each counting the same."""
    return _mean(tuple((mean.brier, mean.crps, mean.errors) for mean in means), sum(mean.issues for mean in means))


def _mean(each: tuple[tuple[float, float | None, Mapping[str, float]], ...], issues: int) -> MeanScore:
    placed = [crps for _, crps, _ in each if crps is not None]
    keys = dict.fromkeys(key for *_, errors in each for key in errors)
    return MeanScore(
        issues=issues,
        brier=float(np.mean([score for score, *_ in each])),
        crps=float(np.mean(placed)) if placed else None,
        errors={key: float(np.mean([errors[key] for *_, errors in each if key in errors])) for key in keys},
    )
