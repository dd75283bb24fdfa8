"""The account of a check as plain data for JSON."""

from __future__ import annotations

from winset.errors import Problem, TooLarge
from winset.model.evidence import Checked
from winset.model.numbers import Handling
from winset.model.version import VERSION
from winset.present.problems import seen_at
from winset.present.visible import Visible

Json = dict[str, object]


def check_document(checked: Checked, level: Handling) -> Json:
    """What `winset check --json` prints."""
    counts = checked.counts
    return {
        "winset": VERSION,
        "case": checked.case.case.id if checked.case else None,
        "sha256": checked.sha256,
        "errors": [_problem(seen_at(problem, level)) for problem in checked.errors],
        "warnings": [_problem(seen_at(problem, level)) for problem in checked.warnings],
        "cells": {"stated": counts.stated, "inferred": counts.inferred, "silent": counts.silent},
        "quotes": {
            "checked": counts.quotes,
            "exact": counts.exact,
            "folded": counts.folded,
            "unreviewed": counts.unreviewed,
        },
        "left_out": Visible(case=checked.case, level=level).left_out if checked.case else {},
        "notes": list(checked.notes),
    }


def _problem(problem: Problem) -> Json:
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


def limit_document(refusal: TooLarge, checked: Checked) -> Json:
    """What `winset deal --json` prints where the question is too large for the method."""
    return {
        "winset": VERSION,
        "case": checked.case.case.id if checked.case else None,
        "sha256": checked.sha256,
        "status": "limit",
        "packages": {"total": refusal.packages},
        "notes": [str(refusal)],
    }
