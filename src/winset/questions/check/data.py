"""What is wrong with a case file and what it holds, as plain data for JSON."""

from __future__ import annotations

from winset.errors import Problem
from winset.questions.check.solve import CheckAnswer
from winset.questions.question import Saying
from winset.report.blocks import Guarded, Json
from winset.report.problems import owner_of, without_words


def data(answer: CheckAnswer, saying: Saying) -> Json:
    """What `winset check --json` prints."""
    checked, counts = answer.checked, answer.checked.counts
    return {
        "errors": [_shown(problem) for problem in checked.errors],
        "warnings": [_shown(problem) for problem in checked.warnings],
        "cells": {"stated": counts.stated, "inferred": counts.inferred, "silent": counts.silent},
        "quotes": {
            "checked": counts.quotes,
            "exact": counts.exact,
            "folded": counts.folded,
            "unreviewed": counts.unreviewed,
        },
        "notes": list(checked.notes),
    }


def _shown(problem: Problem) -> Guarded[Json]:
    return Guarded(owner_of(problem), _data(problem), _data(without_words(problem)))


def _data(problem: Problem) -> Json:
    place = problem.place
    return {
        "code": problem.code,
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "message": problem.message,
        "hint": problem.hint,
        "suggestion": problem.suggestion,
    }
