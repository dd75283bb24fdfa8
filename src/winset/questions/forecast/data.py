"""A forecast as plain data: for JSON, and for the ledger, where it is scored once the outcome is known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from winset.analyses.forecast.record.residuals import COVERAGE, FITTED_BY, ISSUES, ORIGIN, PROPOSALS, SCORE
from winset.analyses.forecast.record.scores import KeptIssue
from winset.questions.forecast.moves_said import moves_data
from winset.questions.forecast.solve import ForecastAnswer, IssueForecast, RuleAnswer
from winset.questions.forecast.words import RECORD, WAR, ForecastWords
from winset.questions.question import Saying
from winset.report.blocks import Json, Owned
from winset.report.counts import DIGITS, rounded
from winset.report.ownership import Owner

LEVELS = (0.5, 0.8, 0.9)
QUANTILES = 200
"""Equally likely points that are kept of the forecast of an issue."""


def data(answer: ForecastAnswer, saying: Saying) -> Json:
    """What `winset forecast --json` prints."""
    owner, made = saying.owners.choices, _Data(answer, saying)
    return {
        "status": answer.status,
        "table": answer.case.table,
        "issues": Owned(made.issues(), owner),
        "distributions": Owned(made.distributions(), owner),
        "spread": Owned(made.spread(), owner),
        "rules": {one.rule.key: made.rule(one, owner) for one in answer.rules},
        "rounds": Owned(made.rounds(), owner),
        "presets": Owned(made.presets(), owner),
        "levers": Owned(made.levers(), owner),
        "moves": Owned(made.moves(), owner),
        "package": Owned(made.package(), owner),
        "benchmark": {
            "record": ORIGIN,
            "issues": ISSUES,
            "proposals": PROPOSALS,
            "crps": SCORE,
            "coverage": [{"level": level, "share": share} for level, share in COVERAGE],
            "fitted_by": FITTED_BY,
        },
        "equal_capability": Owned(answer.given.is_equal, owner),
        "draws": answer.request.trials,
        "seed": answer.request.seed,
        "notes": [
            RECORD,
            WAR,
            *(Owned(line, owner) for line in (*made.words.notes(), made.words.silent()) if line),
            *answer.case.notes,
            *saying.session.checked.notes,
        ],
    }


class _Data:
    def __init__(self, answer: ForecastAnswer, saying: Saying) -> None:
        self.answer, self.case = answer, answer.case
        self.names = saying.names(answer.request.table)
        self.words = ForecastWords(answer, self.names)

    def ends(self, value: tuple[float, float] | None) -> list[float | None] | None:
        return None if value is None else [rounded(value[0]), rounded(value[1])]

    def issues(self) -> Json:
        """Per issue and rule the point; the interval is that of the forecast, which the compromise alone has."""
        return {
            self.case.issues[made.issue]: {
                one.rule.key: {
                    "point": rounded(one.settlement.points[made.issue]),
                    "other": rounded(one.other(made.issue)),
                    "interval": self.ends(made.interval) if one.rule.key == "compromise" else None,
                    "trials": self.ends(one.ranges[made.issue]),
                    "readings": self.ends(one.read_as(made.issue)),
                }
                for one in self.answer.rules
            }
            for made in self.answer.issues
        }

    def distributions(self) -> Json:
        return {self.case.issues[made.issue]: self._distribution(made) for made in self.answer.issues}

    def _distribution(self, made: IssueForecast) -> Json:
        options = self.case.options[made.issue]
        return {
            "mean": rounded(made.distribution.mean),
            "intervals": [{"level": level, "ends": self.ends(made.distribution.interval(level))} for level in LEVELS],
            "at_ends": [rounded(made.distribution.within(end, end)) for end in (0.0, 100.0)],
            "options": {name: rounded(mass) for name, mass in zip(options, made.nearest, strict=True)},
            "rejected_by": {
                name: [self.case.parties[party] for party in who]
                for name, who in zip(options, made.refusers, strict=True)
                if who
            },
            "rejected": rounded(made.refused),
            "two_options": made.line.is_of_two,
        }

    def spread(self) -> Json:
        return {
            self.case.issues[made.issue]: {
                "rules": rounded(made.spread[1] - made.spread[0]),
                "trials": None if made.trials is None else rounded(made.trials[1] - made.trials[0]),
            }
            for made in self.answer.issues
        }

    def rule(self, one: RuleAnswer, owner: Owner) -> Json:
        return {
            "title": one.rule.title,
            "source": one.rule.source,
            "assumes": one.rule.assumes,
            "kind": one.rule.kind,
            "draws": one.trials,
            "note": Owned(one.settlement.note, owner),
        }

    def rounds(self) -> Json:
        return {
            one.rule.key: {
                self.case.issues[made.issue]: [rounded(each[made.issue]) for each in one.settlement.rounds]
                for made in self.answer.issues
            }
            for one in self.answer.rules
            if one.settlement.rounds
        }

    def presets(self) -> Json:
        return {
            one.rule.key: {
                name: {
                    self.case.issues[made.issue]: rounded(settlement.points[made.issue]) for made in self.answer.issues
                }
                for name, settlement in one.presets.items()
            }
            for one in self.answer.rules
            if one.presets
        }

    def levers(self) -> Json:
        """Per issue and party what it does to the compromise, exactly."""
        return {
            self.case.issues[made.issue]: {
                self.case.parties[pull.party]: {
                    "share": rounded(pull.share),
                    "without": rounded(pull.without),
                    "at_ends": self.ends(pull.at_ends),
                    "at_most_salience": rounded(pull.at_most_salience),
                    "per_salience": rounded(pull.per_salience),
                    "per_capability": rounded(pull.per_capability),
                }
                for pull in made.pulls
            }
            for made in self.answer.issues
        }

    def moves(self) -> Any:
        """What a named party can reach by moving; None where none is named."""
        moves = self.answer.moves
        return None if moves is None else moves_data(moves, self.case)

    def package(self) -> Any:
        package = self.answer.package
        if package is None:
            return None
        return {
            "options": self.case.package_names(package.options),
            "acceptable": package.is_acceptable,
            "violates": [self.words.constraints.constraint_name(item) for item in package.broken],
            "breaks_rule": package.breaks_rule,
            "nearest": None if package.leading is None else self.case.package_names(package.leading),
            "shared": package.shared,
            "is_deal": package.is_deal,
        }


def kept_answer(answer: ForecastAnswer) -> Json:
    """The forecast of every issue, as numbers."""
    case = answer.case
    return {
        case.issues[made.issue]: {
            "options": list(case.options[made.issue]),
            "places": [None if place is None else round(place, DIGITS) for place in made.line.places],
            "chances": [round(mass or 0.0, DIGITS) for mass in made.nearest],
            "points": {rule.rule.key: _number(rule.settlement.points[made.issue]) for rule in answer.rules},
            "quantiles": [rounded(point) for point in made.distribution.quantiles(QUANTILES)],
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
