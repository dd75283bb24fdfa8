"""Whether a package would hold, as plain data for JSON."""

from __future__ import annotations

import numpy as np

from winset.analyses.settlement.packages import Bools
from winset.analyses.stability.countermoves import Countermove
from winset.analyses.stability.definitions import definitions
from winset.analyses.stability.levels import Neighbour
from winset.analyses.stability.readings import finding_name
from winset.errors import TooLarge
from winset.questions.question import Saying
from winset.questions.stability.acting_together import TogetherWords
from winset.questions.stability.degrees import AheadWords, degrees_data
from winset.questions.stability.opened import OpenedWords
from winset.questions.stability.orders import orders_data, shown_beside
from winset.questions.stability.paths import PathWords
from winset.questions.stability.preferences import PreferenceWords
from winset.questions.stability.solve import StabilityAnswer
from winset.questions.stability.words import CENTRAL, STATES, StabilityWords
from winset.report.blocks import Json, Owned
from winset.report.counts import DIGITS, NOT_A_PROBABILITY
from winset.report.long_lists import LongList
from winset.report.ownership import Owner

OPEN = ("without_way_back",)
"""What follows from moves alone, whatever the parties want."""


def data(answer: StabilityAnswer, saying: Saying) -> Json:
    """What `winset stability --json` prints."""
    made, found, case = _Data(answer, saying), answer.stability, answer.stability.case
    orders = made.words.orders_owner(saying.owners)
    return {
        "status": answer.status,
        "table": case.table,
        "states": {"total": found.states.total, "feasible": found.states.graph.states},
        "moving": [case.issues[issue] for issue in found.states.moving],
        "order": {name: found.order_basis(party) for party, name in enumerate(case.parties)},
        "package": made.package(orders) if found.of_package is not None else None,
        "orders": orders_data(saying, shown_beside(answer), answer.request.table),
        "concepts": {key: Owned(made.concept(key), orders) for key in answer.request.keys},
        "draws": next((share.draws for share in answer.holds.values()), 0),
        "seed": answer.request.seed,
        "notes": [
            STATES,
            CENTRAL,
            *([str(answer.shares)] if isinstance(answer.shares, TooLarge) else []),
            *([NOT_A_PROBABILITY] if answer.holds else []),
            *case.notes,
            *saying.session.checked.notes,
        ],
        **(made.asked(orders) if found.of_package is not None and found.states.moving else {}),
    }


class _Data:
    def __init__(self, answer: StabilityAnswer, saying: Saying) -> None:
        self.answer, self.found, self.most = answer, answer.stability, saying.showing.limit or None
        self.words = StabilityWords(self.found, saying.names(answer.request.table))

    def asked(self, orders: Owner) -> Json:
        """The same, each of it with its owner."""
        return {key: one if key in OPEN else Owned(one, orders) for key, one in self._asked().items()}

    def _asked(self) -> Json:
        """What else was asked, and what the case gives grounds for; null where something was not computed."""
        answer, words = self.answer, self.words
        told: Json = {}
        if answer.opened is not None:
            told |= OpenedWords(answer.opened, words.names).data()
        told["neighbours"] = None if answer.neighbours is None else list(map(self._neighbour, answer.neighbours))
        told["without_way_back"] = [self.found.case.issues[issue] for issue in words.not_back()]
        if answer.firmness is not None or answer.uncertain is not None:
            told |= degrees_data(answer.firmness, answer.uncertain, words)
        for gains in (answer.coalitions, answer.partition):
            told |= TogetherWords(words, gains, self.most).data() if gains is not None else {}
        if isinstance(answer.routes, Exception):
            told["paths"] = None
        elif answer.routes is not None:
            told |= PathWords(answer.routes, words.names).data()
        if answer.inverse is not None:
            told |= PreferenceWords(words, answer.inverse).data()
        if answer.ahead is not None:
            told |= AheadWords(words, answer.ahead).data()
        return told

    def concept(self, key: str) -> Json:
        """The stable states under one definition; null where they were not computed."""
        found, one = self.found, definitions[key]
        stable = dict(zip(found.case.parties, found.stable[key], strict=True))
        equilibria = found.equilibria(key)
        return {
            "title": one.title,
            "meaning": one.meaning,
            "source": one.source,
            "equilibria": self._listed(equilibria),
            "equilibria_found": _count(equilibria),
            "stable": {name: self._listed(each) for name, each in stable.items()},
            "stable_found": {name: _count(each) for name, each in stable.items()},
        }

    def package(self, orders: Owner) -> Json:
        """The package that was looked at, with the reasons under each definition."""
        case, held = self.found.case, self.words.held
        return {
            "options": case.package_names(held.package),
            "why": held.why,
            "concepts": {key: Owned(self._verdicts(key), orders) for key in self.answer.request.keys},
            "blocked": [
                {
                    "party": case.parties[blocked_change.party],
                    "issue": case.issues[blocked_change.issue],
                    "to": case.options[blocked_change.issue][blocked_change.option],
                    "rules": [rule.name for rule in blocked_change.rules],
                }
                for blocked_change in held.blocked
            ],
        }

    def _verdicts(self, key: str) -> Json:
        """The verdict of everybody and of each party under a definition, with reasons."""
        case, held = self.found.case, self.words.held
        return {
            "stable": held.holds(key),
            "parties": {
                name: {
                    "stable": held.is_stable(key, party),
                    "reasons": self._reasons(held.reasons[key][party]),
                    "improvements": None if (told := held.reasons[key][party]) is None else len(told),
                    "readings": self._share(finding_name(key, name)),
                }
                for party, name in enumerate(case.parties)
            },
            "readings": self._share(key),
        }

    def _reasons(self, told: tuple[tuple[int, Countermove | None], ...] | None) -> LongList | None:
        """Every improvement with what answers it, those first that nothing answers."""
        if told is None:
            return None
        return LongList(sorted(told, key=lambda one: one[1] is not None)[: self.most], self._reason)

    def _reason(self, told: tuple[int, Countermove | None]) -> Json:
        to, answer = told
        return {"improvement": self.words.state(to), "answer": self._answer(answer) if answer is not None else None}

    def _answer(self, answer: Countermove) -> Json:
        parties = self.found.case.parties
        return {
            "steps": [{"party": parties[step.party], "to": self.words.state(step.to)} for step in answer.steps],
            "at_once": answer.at_once,
            "end": self.words.state(answer.end),
            "reply": self.words.state(answer.reply) if answer.reply is not None else None,
        }

    def _neighbour(self, neighbour: Neighbour) -> Json:
        """The package with another option of one issue: the strongest definition by which everybody keeps it."""
        case = self.found.case
        return {
            "issue": case.issues[neighbour.issue],
            "option": case.options[neighbour.issue][neighbour.option],
            "strongest": neighbour.level or None,
        }

    def _listed(self, which: Bools | None) -> LongList | None:
        if which is None:
            return None
        states = np.flatnonzero(which)[: self.most].astype(np.int32).data
        return LongList(states, self.words.state)

    def _share(self, name: str) -> Json | None:
        share = self.answer.holds.get(name)
        return None if share is None else {"share": round(share.share, DIGITS), "error": round(share.error, DIGITS)}


def _count(which: Bools | None) -> int | None:
    return None if which is None else int(which.sum())
