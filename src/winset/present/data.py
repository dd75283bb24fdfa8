"""Results as plain data for JSON: the keys that scripts may rely on."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from winset.analyses.settlement.choose import Choice
from winset.analyses.settlement.deal import Deal
from winset.analyses.settlement.dependence import Turn
from winset.analyses.settlement.settle import Package, objections
from winset.errors import Problem, TooLarge
from winset.model.evidence import Checked
from winset.model.numbers import Handling
from winset.model.version import VERSION
from winset.present.answer import nothing_judged, opened_packages, packages_to_show, source_warnings
from winset.present.headline import three_sentences
from winset.present.problems import seen_at
from winset.present.visible import Visible
from winset.present.words import Words

DIGITS = 6
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


class Figures:
    """Turns packages and points into data, rounded for reading or exact, and closed numbers into null."""

    def __init__(self, deal: Deal, words: Words, visible: Visible, *, exact: bool) -> None:
        self.deal, self.words, self.visible, self.exact = deal, words, visible, exact

    def number(self, value: Fraction) -> float | int | str:
        if self.exact:
            return str(value)
        rounded = round(float(value), DIGITS)
        return int(rounded) if rounded == int(rounded) else rounded

    def of_party(self, party: int, value: Fraction | None) -> float | int | str | None:
        """A number of a party; None where it is not known or may not be shown."""
        if value is None or not self.visible.points(self.deal.case.parties[party]):
            return None
        return self.number(value)

    def package(self, package: Package) -> Json:
        case, reading = self.deal.case, self.deal.central.reading
        worth = [reading.value(party, package) for party in range(len(case.parties))]
        gains: list[Fraction | None] = []
        for party, walk_away in enumerate(reading.walk_away):
            gains.append(None if walk_away is None else reading.points(party, worth[party] - walk_away))
        return {
            "options": case.package_names(package),
            "values": {name: self.of_party(n, reading.points(n, worth[n])) for n, name in enumerate(case.parties)},
            "gains": {name: self.of_party(n, gains[n]) for n, name in enumerate(case.parties)},
        }

    def solution(self, choice: Choice, limit: int) -> Json:
        packages = choice.packages if limit == 0 else choice.packages[:limit]
        proof = choice.proof
        return {
            "title": choice.solution.title,
            "meaning": choice.solution.meaning,
            "source": choice.solution.source,
            "found": choice.found,
            "reason": choice.reason,
            "packages": [self.package(package) for package in packages],
            "ties": len(choice.packages),
            "proof": None
            if proof is None
            else {
                "method": proof.method,
                "compared": proof.compared,
                "over": proof.over,
            },
        }


def deal_document(deal: Deal, checked: Checked, visible: Visible, *, exact: bool = False, limit: int = 100) -> Json:
    """What `winset deal --json` prints; long lists are cut at `limit` and their number stands beside them, 0 lists
    all.
    """
    words = Words(visible.case, deal.case)
    figures = Figures(deal, words, visible, exact=exact)
    case, answer = deal.case, deal.central
    members = answer.frontier.members if limit == 0 else answer.frontier.members[:limit]
    shown = packages_to_show(deal) or opened_packages(deal, words)
    return {
        "winset": VERSION,
        "case": visible.case.case.id,
        "sha256": checked.sha256,
        "status": answer.status,
        "answer": three_sentences(deal, words),
        "verdict": deal.verdict,
        "table": case.table,
        "parties": [case.parties[p] for p in case.structure.bargaining],
        "method": answer.method,
        "packages": {
            "total": answer.counts.total,
            "feasible": answer.counts.feasible,
            "acceptable": answer.counts.acceptable,
        },
        "silence": _silence(deal),
        "depends_on": [_turn(deal, turn) for turn in deal.turns or () if turn.effect or turn.kind == "volatile"],
        "solutions": {key: figures.solution(choice, limit) for key, choice in answer.choices.items()},
        "frontier": {
            "vectors": len(answer.frontier.vectors),
            "members": len(answer.frontier.members),
            "packages": [figures.package(answer.win_set.package(int(n))) for n in members],
            "complete": answer.frontier.complete,
        },
        "load_bearing": [case.issues[issue] for issue in answer.load_bearing],
        **_blockers(deal, words, figures, limit),
        "objections": [
            {
                "party": case.parties[one.party],
                "issue": case.issues[one.issue],
                "option": case.options[one.issue][one.option],
            }
            for one in dict.fromkeys(
                objection for item in shown for objection in objections(answer.reading, item.package)
            )
        ],
        "judged": not nothing_judged(visible.case),
        "ordinal": _ordinal(deal),
        "left_out": visible.left_out,
        "notes": [*checked.notes, *case.notes, *source_warnings(visible.case, visible)],
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


def _silence(deal: Deal) -> Json:
    silence = deal.unresolved
    return {
        "indifferent": {"acceptable": deal.central.counts.acceptable},
        "left_out": {
            "acceptable": deal.left_out.acceptable if deal.left_out.asked else None,
            "issues": [deal.case.issues[issue] for issue in deal.left_out.issues],
        },
        "unresolved": {
            "acceptable": silence.median,
            "low": silence.low,
            "high": silence.high,
            "draws": silence.draws,
            "seed": silence.seed,
            "with_deal": silence.with_deal,
            "share": round(silence.share, DIGITS),
            "error": round(silence.error, DIGITS),
        },
    }


def _turn(deal: Deal, turn: Turn) -> Json:
    case = deal.case
    return {
        "cell": case.cell_name(turn.party, turn.issue),
        "basis": turn.kind,
        "if": case.options[turn.issue][turn.option] if turn.option is not None else None,
        "then": turn.effect,
        "package": case.package_names(turn.package) if turn.package is not None else None,
    }


def _blockers(deal: Deal, words: Words, figures: Figures, limit: int) -> Mapping[str, object]:
    why, case = deal.central.no_deal, deal.case
    if why is None:
        return {"blockers": None, "concessions": [], "openings": []}
    blockers = why.blockers
    stop = limit or None

    def names(items: frozenset[int]) -> list[str]:
        return [words.constraint_name(blockers.constraints[n]) for n in sorted(items)]

    return {
        "blockers": {
            "pivotal": [case.parties[p] for p in blockers.pivotal],
            "conflicts": [names(one) for one in blockers.conflicts[:stop]],
            "repairs": [{"drop": names(one), "cost": len(one)} for one in blockers.repairs[:stop]],
            "counts": {"conflicts": len(blockers.conflicts), "repairs": len(blockers.repairs)},
            "complete": blockers.complete,
        },
        "concessions": [
            {
                "points": {case.parties[p]: figures.of_party(p, value) for p, value in enumerate(one.points) if value},
                "package": figures.package(one.package),
            }
            for one in why.concessions[:stop]
        ],
        "openings": [
            {
                "change": words.constraint_name(one.constraint),
                "from": figures.of_party(one.constraint.party, one.start),
                "to": figures.of_party(one.constraint.party, one.end),
                "opens": figures.package(one.package),
            }
            for one in deal.central.openings
        ],
    }


def _ordinal(deal: Deal) -> Json:
    case, found = deal.case, deal.ordinal
    return {
        "closed": [case.line_name(line) for line in found.closed],
        "agreed": [
            {
                "issue": case.issues[issue],
                "option": case.options[issue][option],
                "parties": [case.parties[p] for p in who],
            }
            for issue, option, who in found.agreed
        ],
        "never_acceptable": int(found.never.sum()),
        "always_acceptable": int(found.always.sum()),
        "among_feasible": len(found.never),
        "concluded_for": [case.parties[p] for p in found.known],
    }
