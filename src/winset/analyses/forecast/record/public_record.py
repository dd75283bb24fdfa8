"""Every rule of the register on a record of issues whose outcomes are known, and how a forecast does there that has the
errors of other decisions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from winset.analyses.forecast.record.distribution import Distribution, Residuals, forecast, summary
from winset.analyses.forecast.record.residuals import COUNT, POSITION_SHARE
from winset.analyses.forecast.record.scores import ErrorDifference, PointScores, paired_bootstrap, point_scores
from winset.analyses.forecast.register import BargainingRule
from winset.analyses.forecast.stances import Stances

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
    scored = list(_made_elsewhere(record, points, left_out or ValidationScheme()))
    coverage = []
    for level in LEVELS:
        ends = [(*made.interval(level), outcome) for made, outcome in scored]
        hit = np.mean([low <= outcome <= high for low, high, outcome in ends])
        coverage.append((level, float(hit), float(np.mean([high - low for low, high, _ in ends]))))
    crps = float(np.mean([made.crps(outcome) for made, outcome in scored]))
    return CrossValidated(crps=crps, coverage=tuple(coverage))


def _made_elsewhere(
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


Floats = NDArray[np.float64]
COMPROMISE = "compromise"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleScores:
    """What a rule is worth on a record. crps: of its point with its own errors on other proposals. beside_compromise:
    by how much its mean error is larger than that of the compromise.
    """

    key: str
    scores: PointScores
    crps: float
    beside_compromise: ErrorDifference


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordScores:
    """Every rule on a record. forecasts: the mean score (CRPS) of distributions, by what they are made of. fitted: what
    the package would ship of this record. coverage: of the forecast that it makes.
    """

    rules: tuple[RuleScores, ...]
    forecasts: Mapping[str, float]
    fitted: tuple[float, ...]
    forecast: CrossValidated


def record_scores(record: Sequence[RecordedIssue], points: Mapping[str, Floats], seed: int) -> RecordScores:
    """Raises KeyError where the compromise is not among the rules."""
    outcomes = np.array([issue.outcome for issue in record])
    groups = [issue.group for issue in record]
    compromise = points[COMPROMISE]
    errors = {key: np.abs(each - outcomes) for key, each in points.items()}
    rules = tuple(
        RuleScores(
            key=key,
            scores=point_scores(each, outcomes),
            crps=cross_validated(record, each).crps,
            beside_compromise=paired_bootstrap(errors[key], errors[COMPROMISE], groups, seed),
        )
        for key, each in points.items()
    )
    return RecordScores(
        rules=rules,
        forecasts=_forecasts(record, compromise),
        fitted=tuple(float(size) for size in summary(outcomes - compromise, COUNT)),
        forecast=cross_validated(record, compromise, ValidationScheme(position_share=POSITION_SHARE)),
    )


def _forecasts(record: Sequence[RecordedIssue], compromise: Floats) -> dict[str, float]:
    """The scores of distributions from the plainest on; the last is the one that the package makes."""

    def mean_of(shares: tuple[float, float, float]) -> float:
        """Of a mixture: the point, the positions, and the whole line."""
        return float(
            np.mean(
                [
                    _mixed(issue, point, shares).crps(issue.outcome)
                    for issue, point in zip(record, compromise, strict=True)
                ]
            )
        )

    return {
        "point": mean_of((1, 0, 0)),
        "uniform": mean_of((0, 0, 1)),
        "positions": mean_of((0, 1, 0)),
        "point_and_positions": mean_of((0.5, 0.5, 0)),
        "errors_of_other_issues": cross_validated(
            record, compromise, ValidationScheme(by_group=False, both_ways=False)
        ).crps,
        "errors_of_other_proposals": cross_validated(record, compromise, ValidationScheme(both_ways=False)).crps,
        "distances_of_other_proposals": cross_validated(record, compromise).crps,
        "forecast": cross_validated(record, compromise, ValidationScheme(position_share=POSITION_SHARE)).crps,
    }


def _mixed(issue: RecordedIssue, point: float, shares: tuple[float, float, float]) -> Distribution:
    """A point, the positions as they weigh, and the line evenly."""
    even = np.arange(0.05, 100, 0.1)
    weight, position = issue.stances.weight[:, 0], issue.stances.position[:, 0]
    stands = weight > 0
    return Distribution.of(
        np.concatenate(([point], position[stands], even)),
        np.concatenate(
            (
                [shares[0]],
                shares[1] * weight[stands] / weight.sum(),
                np.full(len(even), shares[2] / len(even)),
            )
        ),
    )


JOINT = ("exchange",)
"""Rules that trade one issue for another: they are given all issues of a proposal at once."""


def points_of(rule: BargainingRule, record: Sequence[RecordedIssue], options: Mapping[str, str]) -> Floats:
    """(issue) where a rule settles each issue of a record, each by itself unless the rule trades issues; NaN where it
    has no forecast.
    """
    points = np.full(len(record), np.nan)
    for places in _together(record) if rule.key in JOINT else [[n] for n in range(len(record))]:
        settled = rule.settle(_joined([record[n] for n in places]), options).points
        points[places] = [np.nan if point is None else point for point in settled]
    return points


def _together(record: Sequence[RecordedIssue]) -> list[list[int]]:
    """The places of the issues of each group."""
    groups: dict[str, list[int]] = {}
    for n, issue in enumerate(record):
        groups.setdefault(issue.group, []).append(n)
    return list(groups.values())


def _joined(issues: Sequence[RecordedIssue]) -> Stances:
    """Several issues as one set of stances, with every party that has a position on any of them."""
    parties = list(dict.fromkeys(party for issue in issues for party in issue.parties))
    position, salience = np.full((len(parties), len(issues)), np.nan), np.full((len(parties), len(issues)), np.nan)
    capability = np.zeros(len(parties))
    for column, issue in enumerate(issues):
        rows = [parties.index(party) for party in issue.parties]
        position[rows, column], salience[rows, column] = issue.stances.position[:, 0], issue.stances.salience[:, 0]
        capability[rows] = issue.stances.capability
    return Stances(position=position, salience=salience, capability=capability)
