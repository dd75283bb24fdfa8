"""The settlement answer as plain data for JSON: the keys that scripts may rely on."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from winset.analyses.settlement.cell_alternatives import CellAlternative
from winset.analyses.settlement.choose import Package, SolutionChoice
from winset.analyses.settlement.settle import OpeningKind, is_priced, objections
from winset.analyses.settlement.silence import Unresolved
from winset.analyses.settlement.silent_terms import SilentTerm
from winset.questions.question import Beside, Saying
from winset.questions.settlement.headline import all_sentences
from winset.questions.settlement.packages import estimated, listed_frontier, shown_packages
from winset.questions.settlement.solve import DealAnswer
from winset.questions.settlement.terms import Terms
from winset.questions.settlement.words import words_of
from winset.report.blocks import Json, Owned
from winset.report.claims import source_warnings
from winset.report.counts import DIGITS, whole_or_rounded
from winset.report.ownership import Owner, nothing_judged, owner_of_all


def data(answer: DealAnswer, saying: Saying) -> Json:
    """What `winset deal --json` prints; long lists are cut at the limit and their number stands beside them."""
    return _Data(answer, saying).all()


class _Data:
    """One answer as data: packages in names, numbers rounded for reading or exact, each with whose it is."""

    def __init__(self, answer: DealAnswer, saying: Saying) -> None:
        self.words, self.deal, self.case = words_of(answer, saying), answer.deal, answer.deal.case
        self.central, self.reading = self.deal.central, self.deal.central.reading
        self.names, self.owners = self.words.constraints, self.words.owners
        self.exact, self.checked = saying.showing.exact, saying.session.checked
        self.most = saying.showing.limit or None
        self.holds = saying.beside.get("stability", Beside())

    def all(self) -> Json:
        case, counts = self.case, self.central.counts
        return {
            "status": self.central.status,
            **self.holds.document,
            "answer": all_sentences(self.words),
            "verdict": self.deal.verdict,
            "table": case.table,
            "parties": [case.parties[p] for p in case.structure.bargaining],
            "method": self.central.method,
            "because": self.central.because,
            "packages": {
                "total": counts.total,
                "feasible": counts.feasible,
                **estimated(counts),
                "acceptable": self._indifferent()["acceptable"],
                "acceptable_error": self._indifferent()["error"],
            },
            "silence": self._silence(),
            "depends_on": self._depends_on(),
            "solutions": {key: self._solution(choice) for key, choice in self.central.choices.items()},
            "frontier": self._frontier(),
            "load_bearing": [case.issues[issue] for issue in self.central.load_bearing],
            **self._no_deal(),
            "objections": self._objections(),
            "judged": not nothing_judged(self.words.case),
            **(interests.data() if (interests := self.words.interests).all else {}),
            "ordinal": self._ordinal(),
            "notes": [*self.checked.notes, *case.notes, *source_warnings(self.owners), *self.holds.notes],
        }

    def _number(self, value: Fraction) -> float | int | str:
        if self.exact:
            return str(value)
        return whole_or_rounded(value)

    def _of_party(self, party: int, value: Fraction | None) -> Owned | None:
        """A number of a party; null where it is not known or may not be shown."""
        return None if value is None else Owned(self._number(value), self.owners.values(self.case.parties[party]))

    def _package(self, package: Package) -> Json:
        case, reading = self.case, self.reading
        worth = [reading.value(party, package) for party in range(len(case.parties))]
        gains: list[Fraction | None] = []
        of = Terms(self.words, package)
        for party, walk_away in enumerate(reading.walk_away):
            gains.append(None if walk_away is None else reading.points(party, worth[party] - walk_away))
        return {
            "options": case.package_names(package),
            "values": {name: self._of_party(n, reading.points(n, worth[n])) for n, name in enumerate(case.parties)},
            "gains": {name: self._of_party(n, gains[n]) for n, name in enumerate(case.parties)},
            "holds": self.holds.data(package),
            "terms": len(of.moved),
            "silent_terms": [self._silent_term(silent_cell) for silent_cell in of.silent],
            "flags": of.flags(),
            **({"interests": interests.package_data(package)} if (interests := self.words.interests).all else {}),
        }

    def _silent_term(self, silent_term: SilentTerm) -> Json:
        """A term on which a party is silent, and what the least favourable reading of that one cell would do."""
        owner = self.owners.values(self.case.parties[silent_term.party])
        return {
            "issue": self.case.issues[silent_term.issue],
            "option": self.case.options[silent_term.issue][silent_term.option],
            "party": self.case.parties[silent_term.party],
            "judged": Owned(silent_term.is_judged, owner),
            "gain_falls_by": self._of_party(silent_term.party, silent_term.fall),
            "still_accepts": Owned(silent_term.accepts, owner),
        }

    @property
    def _bargaining(self) -> Owner:
        """Of what is made from the gains of all who bargain."""
        parties = self.case.structure.bargaining
        return owner_of_all(self.owners.values(self.case.parties[party]) for party in parties)

    def _solution(self, choice: SolutionChoice) -> Json:
        proof = choice.proof
        return {
            "title": choice.solution.title,
            "meaning": choice.solution.meaning,
            "source": choice.solution.source,
            "found": choice.status,
            "reason": choice.reason,
            "packages": [self._package(package) for package in choice.packages[: self.most]],
            "ties": len(choice.packages),
            "all_ties": choice.complete,
            "proof": None
            if proof is None
            else {
                "method": proof.method,
                "compared": proof.compared,
                "best": Owned(proof.best, self._bargaining),
                "bound": Owned(proof.bound or None, self._bargaining),
            },
        }

    def _frontier(self) -> Json:
        front, packages = self.central.frontier, listed_frontier(self.deal, self.most)
        return {
            "vectors": len(front.vectors),
            "members": front.members if front.complete else None,
            "packages": [self._package(package) for package in packages],
            "complete": front.complete,
            "all_listed": front.all_listed and len(packages) == len(front.packages),
        }

    def _indifferent(self) -> Json:
        """The acceptable packages of the central reading, null where that is not known."""
        if self.words.is_limited:
            return {"acceptable": None, "error": None}
        return {"acceptable": self.central.counts.acceptable, "error": _error(self.central.counts.error)}

    def _silence(self) -> Json:
        left_out, unresolved = self.deal.left_out, self.deal.unresolved
        known = left_out.applies and not (self.words.is_limited and not left_out.acceptable)
        return {
            "indifferent": self._indifferent(),
            "left_out": {
                "acceptable": left_out.acceptable if known else None,
                "error": _error(left_out.error) if known else None,
                "issues": [self.case.issues[issue] for issue in left_out.issues],
            },
            "unresolved": _unresolved(unresolved) if unresolved is not None else None,
        }

    def _depends_on(self) -> list[Json] | None:
        """The readings of single cells that are told; null where they were not computed, or nothing is known to
        depend.
        """
        if self.deal.cell_alternatives is None or self.words.is_limited:
            return None
        return [self._turn(turn) for turn in self.deal.cell_alternatives if turn.effect or turn.kind == "volatile"]

    def _turn(self, turn: CellAlternative) -> Json:
        case = self.case
        return {
            "cell": case.cell_name(turn.party, turn.issue),
            "basis": turn.kind,
            "if": case.options[turn.issue][turn.option] if turn.option is not None else None,
            "then": turn.effect,
            "package": case.package_names(turn.package) if turn.package is not None else None,
        }

    def _no_deal(self) -> Json:
        """Who blocks and what would open a deal."""
        why = self.central.no_deal
        if self.words.is_limited:
            return {"blockers": None, "concessions": None, "concessions_complete": None, "openings": None}
        if why is None:
            return {"blockers": None, "concessions": [], "concessions_complete": True, "openings": []}
        blockers = why.blockers

        def names(items: frozenset[int]) -> list[str]:
            return [self.names.constraint_name(blockers.constraints[n]) for n in sorted(items)]

        return {
            "blockers": {
                "pivotal": [self.case.parties[p] for p in blockers.pivotal],
                "conflicts": [names(conflict) for conflict in blockers.conflicts[: self.most]],
                "repairs": [{"drop": names(repair), "cost": len(repair)} for repair in blockers.repairs[: self.most]],
                "counts": {"conflicts": len(blockers.conflicts), "repairs": len(blockers.repairs)},
                "complete": blockers.complete,
            },
            "concessions": [
                {
                    "points": {
                        self.case.parties[p]: self._of_party(p, value)
                        for p, value in enumerate(concession.points)
                        if value
                    },
                    "bodies": {
                        floor.name: self._of_party(floor.party, value)
                        for floor, value in zip(self.reading.floors, concession.bodies, strict=True)
                        if value
                    },
                }
                for concession in why.concessions[: self.most]
            ],
            "concessions_complete": why.all_concessions and (not self.most or len(why.concessions) <= self.most),
            "openings": [*self._openings("price", "inference"), *self._wrong_cells(), *self._openings("red_line")],
        }

    def _openings(self, *kinds: OpeningKind) -> list[Json]:
        """Single movements of some kinds."""
        return [
            {
                "change": self.names.constraint_name(opening.constraint),
                "kind": opening.kind,
                "from": self._of_party(opening.constraint.party, opening.start),
                "to": self._of_party(opening.constraint.party, opening.end),
                "priced": opening.constraint.line is None or is_priced(self.case, opening.constraint.line),
                "opens": self._package(opening.package),
                "if": None,
            }
            for opening in self.central.openings
            if opening.kind in kinds
        ]

    def _wrong_cells(self) -> list[Json]:
        """Cells that open a deal if what is inferred there, or read into the silence of the sources, is wrong."""
        return [
            {
                "change": f"cell.{self.case.cell_name(cell_alternative.party, cell_alternative.issue)}",
                "kind": "inference",
                "from": None,
                "to": None,
                "priced": True,
                "opens": self._package(cell_alternative.package),
                "if": self.case.options[cell_alternative.issue][cell_alternative.option]
                if cell_alternative.option is not None
                else None,
            }
            for cell_alternative in self.deal.decisive
            if cell_alternative.effect == "a deal"
            and cell_alternative.kind != "volatile"
            and cell_alternative.package is not None
        ]

    def _objections(self) -> list[Json]:
        """Red lines of parties whose consent the packages that are shown do not need."""
        shown = shown_packages(self.deal)
        each = dict.fromkeys(objection for item in shown for objection in objections(self.reading, item.package))
        return [
            {
                "party": self.case.parties[objection.party],
                "issue": self.case.issues[objection.issue],
                "option": self.case.options[objection.issue][objection.option],
            }
            for objection in each
        ]

    def _ordinal(self) -> Json:
        case, ordinal_deal = self.case, self.deal.ordinal
        agreed: list[dict[str, Any]] = [
            {
                "issue": case.issues[issue],
                "option": case.options[issue][option],
                "parties": [case.parties[p] for p in who],
            }
            for issue, option, who in ordinal_deal.agreed
        ]
        return {
            "closed": [case.line_name(line) for line in ordinal_deal.closed_options],
            "agreed": agreed,
            "never_acceptable": int(ordinal_deal.never.sum()) if ordinal_deal.never is not None else None,
            "always_acceptable": int(ordinal_deal.always.sum()) if ordinal_deal.always is not None else None,
            "among_feasible": self.central.counts.feasible,
            "concluded_for": [case.parties[p] for p in ordinal_deal.decided_by_order],
        }


def _error(error: float) -> float | int:
    """A standard error for reading, 0 where the count is exact."""
    return round(float(error), DIGITS) if error else 0


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
