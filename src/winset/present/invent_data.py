"""What a new option would have to be worth, as plain data for JSON."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

from winset.analyses.robustness.acceptance import Share
from winset.analyses.robustness.offered import Offered
from winset.analyses.settlement.invent import Ask, Invented, Invention, nearest
from winset.errors import TooLarge
from winset.model.evidence import Checked
from winset.model.version import VERSION
from winset.present.invent_text import FIXED, TAKEN
from winset.present.shares import NOT_A_PROBABILITY
from winset.present.visible import Visible
from winset.present.words import Words

DIGITS = 6
Json = dict[str, object]


def invent_document(
    found: Invented, asked: Offered | TooLarge | None, checked: Checked, visible: Visible, *, limit: int
) -> Json:
    """What `winset invent --json` prints. asked: of readings; why there are none, or None where they were not asked."""
    offered = asked if isinstance(asked, Offered) else None
    data = _Data(found, offered, visible, limit or None)
    case = found.case
    return {
        "winset": VERSION,
        "case": visible.case.case.id,
        "sha256": checked.sha256,
        "status": "answered",
        "table": case.table,
        "parties": [case.parties[p] for p in case.structure.bargaining],
        "asks": "deal" if found.leads is None else "improvement",
        "leads": case.package_names(found.leads) if found.leads is not None else None,
        "issues": {case.issues[one.issues[0]]: data.invention(one) for one in found.issues},
        "pairs": found.pairs,
        "combinations": [
            {"issues": [case.issues[issue] for issue in one.issues], **data.invention(one)}
            for one in found.combinations[: data.most]
        ],
        "combinations_found": len(found.combinations),
        "draws": offered.draws if offered is not None else 0,
        "seed": offered.seed if offered is not None else None,
        "deal": _share(offered.deal) if offered is not None else None,
        "closed": [party for party in case.parties if not visible.points(party)],
        "left_out": visible.left_out,
        "notes": [
            TAKEN,
            *([str(asked)] if isinstance(asked, TooLarge) else []),
            *((FIXED, NOT_A_PROBABILITY) if offered is not None else ()),
            *checked.notes,
        ],
    }


class _Data:
    def __init__(self, found: Invented, offered: Offered | None, visible: Visible, most: int | None) -> None:
        self.found, self.offered, self.visible, self.most = found, offered, visible, most
        self.words = Words(visible.case, found.case)

    def invention(self, one: Invention) -> Json:
        return {
            "status": one.status,
            "frontier": [self._ask(one, n, ask) for n, ask in enumerate(one.frontier[: self.most])],
            "vectors": len(one.frontier),
            "reason": one.reason or None,
            "conflicts": [[self.words.constraint_name(item) for item in items] for items in one.conflicts[: self.most]],
        }

    def _ask(self, one: Invention, place: int, ask: Ask) -> Json:
        case = self.found.case
        share = self.offered.of.get((one.issues, place)) if self.offered is not None else None
        rest = {
            n: option for n, option in enumerate(ask.rest) if n not in one.issues and n not in case.structure.left_out
        }
        return {
            "worth": {
                name: _up(ask.worth[p]) if p in ask.needed and self.visible.points(name) else None
                for p, name in enumerate(case.parties)
            },
            "needed": [case.parties[p] for p in sorted(ask.needed)],
            "exceed": [case.parties[p] for p in sorted(ask.exceed)] if self._may_tell(ask) else None,
            "rest": {case.issues[n]: case.options[n][option] for n, option in rest.items()},
            "ties": ask.ties,
            "nearest": self._nearest(one, ask),
            "readings": _share(share) if share is not None else None,
        }

    def _may_tell(self, ask: Ask) -> bool:
        """True where all that is asked may be shown."""
        return all(self.visible.points(self.found.case.parties[p]) for p in ask.needed)

    def _nearest(self, one: Invention, ask: Ask) -> Json | None:
        """The options on the list that come nearest; None where what they are worth may not be shown."""
        case = self.found.case
        if not self._may_tell(ask):
            return None
        near = nearest(case, one.issues, ask)
        told = zip(one.issues, near.options, strict=True)
        return {
            "options": {case.issues[n]: case.options[n][option] for n, option in told},
            "worth": {case.parties[p]: round(float(near.worth[p]), DIGITS) for p in sorted(ask.needed)},
        }


def _share(share: Share) -> Json:
    return {"share": round(share.share, DIGITS), "error": round(share.error, DIGITS)}


def _up(worth: Fraction) -> float:
    """Rounded up, so that a new option of this worth is enough."""
    return float(Fraction(ceil(worth * 10**DIGITS), 10**DIGITS))
