"""What is wrong with a case file and what it holds, as plain data for JSON."""

from __future__ import annotations

from collections.abc import Mapping

from winset.errors import Problem
from winset.model.case import Case, Cell, Interest, Option
from winset.model.evidence import CellSupport
from winset.questions.check.solve import CheckAnswer
from winset.questions.question import Saying
from winset.report.blocks import LEFT_OUT, Guarded, Json
from winset.report.ownership import NOBODY
from winset.report.positions import marks
from winset.report.problems import owner_of, without_words


def data(answer: CheckAnswer, saying: Saying) -> Json:
    """What `winset check --json` prints."""
    checked, counts = answer.checked, answer.checked.counts
    return {
        "errors": [_shown(problem) for problem in checked.errors],
        "warnings": [_shown(problem) for problem in checked.warnings],
        "cells": {
            "stated": counts.stated,
            "inferred": counts.inferred,
            "silent": counts.silent,
            "only_refuse": counts.only_refuse,
        },
        "quotes": {
            "checked": counts.quotes,
            "exact": counts.exact,
            "folded": counts.folded,
            "unreviewed": counts.unreviewed,
            "drafts": counts.drafts,
        },
        "notes": list(checked.notes),
        **(_held(checked.case, checked.support, saying) if checked.case and not answer.has_errors else {}),
    }


def _held(case: Case, support: Mapping[tuple[str, ...], CellSupport], saying: Saying) -> Json:
    """What goes with options, what stands behind positions, which levers may be named, and what quotes are to their
    parties.
    """
    return {
        "options": {
            issue: {name: _option(option) for name, option in issue_entry.options.items()}
            for issue, issue_entry in case.issues.items()
        },
        "interests": {
            party: {name: _interest(case, interest, saying) for name, interest in party_entry.interests.items()}
            for party, party_entry in case.parties.items()
        },
        "levers": {name: Guarded(saying.owners.lever(name), _lever(case, name)) for name in case.levers},
        "positions": {
            issue: {party: _position(case.cell(issue, party), support, (issue, party)) for party in case.parties}
            for issue in case.issues
        },
    }


def _option(option: Option) -> Json:
    flags = [{"kind": flag.kind, "text": flag.text, "because": flag.because} for flag in option.flags]
    return {"label": option.label, "flags": flags, "serves": list(option.serves)}


def _interest(case: Case, interest: Interest, saying: Saying) -> Guarded[Json]:
    owner = saying.owners.any_claim(case.claims_of(interest)) or NOBODY
    return Guarded(owner, {"kind": interest.kind, "text": interest.text, "basis": interest.basis})


def _lever(case: Case, name: str) -> Json:
    lever = case.levers[name]
    return {"state": lever.state, "effect": lever.effect, "not_offered": case.why_not_offered(name)}


def _position(cell: Cell, support: Mapping[tuple[str, ...], CellSupport], at: tuple[str, str]) -> Json:
    return {
        "basis": cell.basis,
        "only_refuses": cell.only_refuses,
        "marks": marks(support.get(at)),
        "rejects": {
            line.option: {"basis": line.basis or cell.basis, "marks": marks(support.get((*at, line.option)))}
            for line in cell.rejects
        },
    }


def _shown(problem: Problem) -> Guarded[Json]:
    closed = _data(without_words(problem)) if problem.severity == "error" else LEFT_OUT
    return Guarded(owner_of(problem), _data(problem), closed)


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
