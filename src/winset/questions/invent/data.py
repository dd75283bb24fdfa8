"""What a new option would have to be worth, as plain data for JSON."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

from winset.analyses.settlement.invent import Invention, RequiredWorth, nearest_listed
from winset.questions.invent.solve import InventAnswer
from winset.questions.invent.words import FIXED, SEARCHED, TAKEN
from winset.questions.question import Saying
from winset.readings.shares import Share
from winset.report.blocks import LEFT_OUT, Guarded, Json, Owned
from winset.report.constraints import ConstraintWords
from winset.report.counts import DIGITS, NOT_A_PROBABILITY
from winset.report.interests import Interests
from winset.report.ownership import Owner, owner_of_all


def data(answer: InventAnswer, saying: Saying) -> Json:
    """What `winset invent --json` prints."""
    made, inventions, offered = _Data(answer, saying), answer.invented, answer.offered
    case = inventions.case
    return {
        "status": answer.status,
        "table": case.table,
        "parties": [case.parties[p] for p in case.structure.bargaining],
        "asks": "deal" if inventions.leads is None else "improvement",
        "leads": case.package_names(inventions.leads) if inventions.leads is not None else None,
        "issues": {case.issues[issue.issues[0]]: made.invention(issue) for issue in inventions.issues},
        "pairs": inventions.pairs,
        "combinations": [
            {"issues": [case.issues[issue] for issue in combination.issues], **made.invention(combination)}
            for combination in inventions.combinations[: made.most]
        ],
        "combinations_found": len(inventions.combinations),
        **({"pairs_not_decided": inventions.open_pairs} if inventions.open_pairs else {}),
        "draws": offered.draws if offered is not None else 0,
        "seed": answer.request.seed,
        "deal": _share(offered.deal) if offered is not None else None,
        **(interests.data() if (interests := Interests(saying.names(case.table), saying.owners)).all else {}),
        "closed": [Guarded(saying.owners.values(party), LEFT_OUT, party) for party in case.parties],
        "notes": [
            TAKEN,
            *([SEARCHED] if inventions.searched else []),
            *([answer.refusal] if answer.refusal else []),
            *((FIXED, NOT_A_PROBABILITY) if offered is not None else ()),
            *saying.session.checked.notes,
        ],
    }


class _Data:
    def __init__(self, answer: InventAnswer, saying: Saying) -> None:
        self.answer, self.case, self.owners = answer, answer.invented.case, saying.owners
        self.most = saying.showing.limit or None
        self.constraints = ConstraintWords(saying.names(answer.request.table))

    def invention(self, invention: Invention) -> Json:
        return {
            "status": invention.status,
            "frontier": [self._ask(invention, n, ask) for n, ask in enumerate(invention.frontier[: self.most])],
            "vectors": len(invention.frontier),
            **self._limits(invention),
            "named": Owned(self._least(invention.named), self.links),
            "beyond": Owned(
                [
                    {
                        "marks": {
                            self.case.issues[issue]: {"place": float(mark.place), "upwards": mark.upwards}
                            for issue, mark in placing.reached
                        },
                        "least": self._least(ask),
                    }
                    for placing, ask in invention.beyond
                ],
                self.links,
            ),
            "reason": invention.reason or None,
            "conflicts": [
                [self.constraints.constraint_name(item) for item in items] for items in invention.conflicts[: self.most]
            ],
        }

    def _limits(self, invention: Invention) -> Json:
        """What was not proven; empty where everything was."""
        limits: Json = {} if invention.complete else {"complete": False}
        if not invention.proven:
            bound = Owned(round(float(invention.at_least), DIGITS), self.owners.all_values)
            limits |= {"proven": False, "at_least": bound}
        return limits

    def _least(self, ask: RequiredWorth | None) -> Json | None:
        """The least worth per party; None where none is enough."""
        if ask is None:
            return None
        return {
            name: Owned(_up(ask.worth[p]), self.owners.values(name)) if p in ask.needed else None
            for p, name in enumerate(self.case.parties)
        }

    @property
    def links(self) -> Owner:
        """Of what follows from the links of the case."""
        return owner_of_all(self.owners.values(self.case.parties[link.party]) for link in self.case.links)

    def _escapes(self, ask: RequiredWorth) -> Owned:
        """The links and rules that name other options, and but for which this would not be enough."""
        case = self.case
        escaped = [
            {"link": case.links[escape.number].path.removesuffix(".points")}
            if escape.part == "link"
            else {"rule": case.structure.rules[escape.number].name}
            for escape in ask.escapes
        ]
        return Owned(escaped, self.links)

    def _ask(self, invention: Invention, place: int, ask: RequiredWorth) -> Json:
        case, share = self.case, self.answer.share(invention, place)
        rest = {
            n: option
            for n, option in enumerate(ask.rest)
            if n not in invention.issues and n not in case.structure.left_out
        }
        every = owner_of_all(self.owners.values(case.parties[p]) for p in ask.needed)
        return {
            "worth": self._least(ask),
            "escapes": self._escapes(ask),
            "needed": [case.parties[p] for p in sorted(ask.needed)],
            "exceed": Owned([case.parties[p] for p in sorted(ask.exceed)], every),
            "rest": {case.issues[n]: case.options[n][option] for n, option in rest.items()},
            "ties": ask.ties,
            **({} if ask.all_tied else {"all_ties": False}),
            "nearest": Owned(self._nearest(invention, ask), every),
            "readings": _share(share) if share is not None else None,
        }

    def _nearest(self, invention: Invention, ask: RequiredWorth) -> Json:
        """The options on the list that come nearest, with what they are worth."""
        case = self.case
        near = nearest_listed(case, invention.issues, ask)
        options_and_issues = zip(invention.issues, near.options, strict=True)
        return {
            "options": {case.issues[n]: case.options[n][option] for n, option in options_and_issues},
            "worth": {case.parties[p]: round(float(near.worth[p]), DIGITS) for p in sorted(ask.needed)},
        }


def _share(share: Share) -> Json:
    undecided = {"undecided": share.undecided} if share.undecided else {}
    return {"share": round(share.share, DIGITS), "error": round(share.error, DIGITS), **undecided}


def _up(worth: Fraction) -> float:
    """Rounded up, so that a new option of this worth is enough."""
    return float(Fraction(ceil(worth * 10**DIGITS), 10**DIGITS))
