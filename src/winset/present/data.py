"""Results as plain data for JSON: the keys that scripts may rely on."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from winset.analyses.settlement.choose import Choice, Package
from winset.analyses.settlement.deal import Deal
from winset.analyses.settlement.dependence import Turn
from winset.analyses.settlement.settle import objections
from winset.analyses.settlement.silence import Unresolved
from winset.errors import TooLarge
from winset.model.evidence import Checked
from winset.model.version import VERSION
from winset.present.answer import is_limited, nothing_judged, source_warnings, verdict
from winset.present.chosen import listed_frontier, shown_packages
from winset.present.headline import three_sentences
from winset.present.looked_at import LookedAt
from winset.present.visible import Visible
from winset.present.words import Words

DIGITS = 6
Json = dict[str, object]


class Figures:
    """Turns packages and points into data, rounded for reading or exact, and closed numbers into null."""

    def __init__(
        self, deal: Deal, words: Words, visible: Visible, *, exact: bool, looked_at: LookedAt | None = None
    ) -> None:
        self.deal, self.words, self.visible, self.exact = deal, words, visible, exact
        self.looked_at = looked_at or LookedAt()

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
            "holds": self.looked_at.data(package),
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
            "all_ties": choice.complete,
            "proof": None
            if proof is None
            else {
                "method": proof.method,
                "compared": proof.compared,
                "best": proof.best,
                "bound": proof.bound or None,
            },
        }

    def frontier(self, limit: int) -> Json:
        front = self.deal.central.frontier
        packages = listed_frontier(self.deal, limit or None)
        return {
            "vectors": len(front.vectors),
            "members": front.members if front.complete else None,
            "packages": [self.package(package) for package in packages],
            "complete": front.complete,
            "all_listed": front.all_listed and len(packages) == len(front.packages),
        }


def deal_document(  # noqa: PLR0913 - an answer, and how it is written
    deal: Deal,
    checked: Checked,
    visible: Visible,
    *,
    exact: bool = False,
    limit: int = 100,
    looked_at: LookedAt | None = None,
) -> Json:
    """What `winset deal --json` prints; long lists are cut at `limit` and their number stands beside them, 0 lists
    all. looked_at: whether the packages that are shown would hold.
    """
    words = Words(visible.case, deal.case)
    figures = Figures(deal, words, visible, exact=exact, looked_at=looked_at)
    case, answer = deal.case, deal.central
    shown = shown_packages(deal, words)
    return {
        "winset": VERSION,
        "case": visible.case.case.id,
        "sha256": checked.sha256,
        "status": answer.status,
        "answer": three_sentences(deal, words),
        "verdict": verdict(deal),
        "table": case.table,
        "parties": [case.parties[p] for p in case.structure.bargaining],
        "method": answer.method,
        "because": answer.because,
        "packages": {
            "total": answer.counts.total,
            "feasible": answer.counts.feasible,
            "acceptable": _indifferent(deal)["acceptable"],
            "acceptable_error": _indifferent(deal)["error"],
        },
        "silence": _silence(deal),
        "depends_on": _depends_on(deal),
        "solutions": {key: figures.solution(choice, limit) for key, choice in answer.choices.items()},
        "frontier": figures.frontier(limit),
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
        "notes": [
            *checked.notes,
            *case.notes,
            *source_warnings(visible.case, visible),
            *([looked_at.why_not] if looked_at is not None and looked_at.why_not else []),
        ],
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


def _error(error: float) -> float | int:
    """A standard error for reading, 0 where the count is exact."""
    return round(float(error), DIGITS) if error else 0


def _indifferent(deal: Deal) -> Json:
    """The acceptable packages of the central reading, None where that is not known."""
    if is_limited(deal):
        return {"acceptable": None, "error": None}
    counts = deal.central.counts
    return {"acceptable": counts.acceptable, "error": _error(counts.error)}


def _silence(deal: Deal) -> Json:
    left_out = deal.left_out
    known = left_out.asked and not (is_limited(deal) and not left_out.acceptable)
    return {
        "indifferent": _indifferent(deal),
        "left_out": {
            "acceptable": left_out.acceptable if known else None,
            "error": _error(left_out.error) if known else None,
            "issues": [deal.case.issues[issue] for issue in left_out.issues],
        },
        "unresolved": _unresolved(deal.unresolved) if deal.unresolved is not None else None,
    }


def _unresolved(silence: Unresolved) -> Json:
    return {
        "acceptable": silence.median,
        "low": silence.low,
        "high": silence.high,
        "draws": silence.draws,
        "seed": silence.seed,
        "with_deal": silence.with_deal,
        "share": round(silence.share, DIGITS),
        "error": round(silence.error, DIGITS),
    }


def _depends_on(deal: Deal) -> list[Json] | None:
    """The readings of single cells that are told; None where they were not computed, or nothing is known to depend."""
    if deal.turns is None or is_limited(deal):
        return None
    return [_turn(deal, turn) for turn in deal.turns if turn.effect or turn.kind == "volatile"]


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
    if is_limited(deal):
        return {"blockers": None, "concessions": None, "concessions_complete": None, "openings": None}
    if why is None:
        return {"blockers": None, "concessions": [], "concessions_complete": True, "openings": []}
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
                "bodies": {
                    floor.name: figures.of_party(floor.party, value)
                    for floor, value in zip(deal.central.reading.floors, one.bodies, strict=True)
                    if value
                },
            }
            for one in why.concessions[:stop]
        ],
        "concessions_complete": why.all_concessions and (not stop or len(why.concessions) <= stop),
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
        "never_acceptable": int(found.never.sum()) if found.never is not None else None,
        "always_acceptable": int(found.always.sum()) if found.always is not None else None,
        "among_feasible": deal.central.counts.feasible,
        "concluded_for": [case.parties[p] for p in found.known],
    }
