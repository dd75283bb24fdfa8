"""What a ledger keeps of a forecast, and what is read of it again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from winset.analyses.forecast.record.scores import KeptIssue
from winset.questions.forecast.solve import ForecastAnswer
from winset.report.blocks import Json

DIGITS = 6
QUANTILES = 200
"""Equally likely points that are kept of the forecast of an issue."""


def kept_answer(answer: ForecastAnswer) -> Json:
    """The forecast of every issue, as numbers."""
    case = answer.case
    return {
        case.issues[made.issue]: {
            "options": list(case.options[made.issue]),
            "places": [None if place is None else round(place, DIGITS) for place in made.line.places],
            "chances": [round(mass or 0.0, DIGITS) for mass in made.nearest],
            "points": {rule.rule.key: _number(rule.settlement.points[made.issue]) for rule in answer.rules},
            "quantiles": [round(float(point), DIGITS) for point in made.distribution.quantiles(QUANTILES)],
        }
        for made in answer.issues
    }


def kept_issues(answer: Mapping[str, Any]) -> dict[str, KeptIssue]:
    """The same read again. Raises KeyError, TypeError and ValueError where it is not as it was written."""
    return {
        str(name): KeptIssue(
            options=tuple(map(str, issue["options"])),
            places=tuple(None if place is None else float(place) for place in issue["places"]),
            chances=tuple(map(float, issue["chances"])),
            points={str(key): None if point is None else float(point) for key, point in issue["points"].items()},
            quantiles=tuple(map(float, issue["quantiles"])),
        )
        for name, issue in answer.items()
    }


def _number(point: float | None) -> float | None:
    return None if point is None else round(point, DIGITS)
