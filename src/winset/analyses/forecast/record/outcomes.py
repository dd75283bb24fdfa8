"""How good a kept forecast was, once it is known what was agreed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from winset.analyses.forecast.record.distribution import Distribution
from winset.analyses.forecast.record.scores import brier


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
