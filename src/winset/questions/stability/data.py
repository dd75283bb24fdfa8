"""Whether a package would hold, as plain data for JSON."""

from __future__ import annotations

import numpy as np

from winset.analyses.settlement.packages import Bools
from winset.analyses.stability.countermoves import Countermove
from winset.analyses.stability.definitions import definitions
from winset.analyses.stability.levels import UNDECIDED, Neighbour
from winset.analyses.stability.readings import finding_name
from winset.analyses.stability.stability import PackageStability, Stability
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
    made, stability, case = _Data(answer, saying), answer.stability, answer.stability.case
    orders = made.words.orders_owner(saying.owners)
    return {
        "status": answer.status,
        "table": case.table,
        "states": {"total": stability.states.total, "feasible": stability.states.feasible},
        "moving": [case.issues[issue] for issue in stability.states.moving],
        "order": {name: stability.order_basis(party) for party, name in enumerate(case.parties)},
        "package": made.package(orders) if stability.of_package is not None else None,
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
        **(made.asked(orders) if stability.of_package is not None and stability.states.moving else {}),
    }


class _Data:
    def __init__(self, answer: StabilityAnswer, saying: Saying) -> None:
        self.answer, self.stability, self.most = answer, answer.stability, saying.showing.limit or None
        self.words = StabilityWords(self.stability, saying.names(answer.request.table))

    def asked(self, orders: Owner) -> Json:
        """The same, each of it with its owner."""
        return {key: value if key in OPEN else Owned(value, orders) for key, value in self._asked().items()}

    def _asked(self) -> Json:
        """What else was asked, and what the case gives grounds for; null where something was not computed."""
        answer, words = self.answer, self.words
        fields: Json = {}
        if answer.opened is not None:
            fields |= OpenedWords(answer.opened, words.names).data()
        fields["neighbours"] = None if answer.neighbours is None else list(map(self._neighbour, answer.neighbours))
        fields["without_way_back"] = [self.stability.case.issues[issue] for issue in words.not_back()]
        if answer.firmness is not None or answer.uncertain is not None:
            firm, uncertain = answer.firmness, answer.uncertain
            fields |= degrees_data(
                None if isinstance(firm, TooLarge) else firm,
                None if isinstance(uncertain, TooLarge) else uncertain,
                words,
            )
        for gains in (answer.coalitions, answer.partition):
            fields |= TogetherWords(words, gains, self.most).data() if gains is not None else {}
        if isinstance(answer.routes, Exception):
            fields["paths"] = None
        elif answer.routes is not None:
            fields |= PathWords(answer.routes, words.names).data()
        if answer.inverse is not None:
            fields |= PreferenceWords(words, answer.inverse).data()
        if isinstance(answer.ahead, TooLarge):
            fields["ahead"] = None
        elif answer.ahead is not None:
            fields |= AheadWords(StabilityWords(answer.everywhere, words.names), answer.ahead).data()
        return fields

    def concept(self, key: str) -> Json:
        """The stable states under one definition; null where they were not computed."""
        stability, definition = self.answer.everywhere, definitions[key]
        stable = dict(zip(stability.case.parties, stability.stable[key], strict=True))
        equilibria = stability.equilibria(key)
        return {
            "title": definition.title,
            "meaning": definition.meaning,
            "source": definition.source,
            "equilibria": self._listed(stability, equilibria),
            "equilibria_found": _count(equilibria),
            "stable": {name: self._listed(stability, states) for name, states in stable.items()},
            "stable_found": {name: _count(states) for name, states in stable.items()},
        }

    def package(self, orders: Owner) -> Json:
        """The package that was looked at, with the reasons under each definition."""
        case, package_stability = self.stability.case, self.words.package_stability
        return {
            "options": case.package_names(package_stability.package),
            "why": package_stability.why,
            "concepts": {key: Owned(self._verdicts(key), orders) for key in self.answer.request.keys},
            "blocked": [
                {
                    "party": case.parties[blocked_change.party],
                    "issue": case.issues[blocked_change.issue],
                    "to": case.options[blocked_change.issue][blocked_change.option],
                    "rules": [rule.name for rule in blocked_change.rules],
                }
                for blocked_change in package_stability.blocked
            ],
        }

    def _verdicts(self, key: str) -> Json:
        """The verdict of everybody and of each party under a definition, with reasons."""
        case, package_stability = self.stability.case, self.words.package_stability
        return {
            "stable": package_stability.holds(key),
            "parties": {
                name: {
                    "stable": package_stability.is_stable(key, party),
                    "reasons": self._reasons(package_stability.reasons[key][party]),
                    "improvements": None
                    if (reasons := package_stability.reasons[key][party]) is None
                    else len(reasons),
                    **({"not_decided": _open(package_stability, key, party)} if package_stability.undecided else {}),
                    "readings": self._share(finding_name(key, name)),
                }
                for party, name in enumerate(case.parties)
            },
            "readings": self._share(key),
        }

    def _reasons(self, improvements: tuple[tuple[int, Countermove | None], ...] | None) -> LongList | None:
        """Every improvement with what answers it, those first that nothing answers."""
        if improvements is None:
            return None
        return LongList(
            sorted(improvements, key=lambda improvement: improvement[1] is not None)[: self.most], self._reason
        )

    def _reason(self, improvement: tuple[int, Countermove | None]) -> Json:
        to, answer = improvement
        return {"improvement": self.words.state(to), "answer": self._answer(answer) if answer is not None else None}

    def _answer(self, answer: Countermove) -> Json:
        parties = self.stability.case.parties
        return {
            "steps": [{"party": parties[step.party], "to": self.words.state(step.to)} for step in answer.steps],
            "at_once": answer.at_once,
            "end": self.words.state(answer.end),
            "reply": self.words.state(answer.reply) if answer.reply is not None else None,
        }

    def _neighbour(self, neighbour: Neighbour) -> Json:
        """The package with another option of one issue: the strongest definition by which everybody keeps it."""
        case = self.stability.case
        return {
            "issue": case.issues[neighbour.issue],
            "option": case.options[neighbour.issue][neighbour.option],
            "strongest": neighbour.level or None if neighbour.level != UNDECIDED else None,
            **({"decided": False} if neighbour.level == UNDECIDED else {}),
        }

    def _listed(self, stability: Stability, which: Bools | None) -> LongList | None:
        if which is None:
            return None
        states = np.flatnonzero(which)[: self.most].astype(np.int32).data
        return LongList(states, StabilityWords(stability, self.words.names).state)

    def _share(self, name: str) -> Json | None:
        share = self.answer.holds.get(name)
        return None if share is None else {"share": round(share.share, DIGITS), "error": round(share.error, DIGITS)}


def _open(package_stability: PackageStability, key: str, party: int) -> int | None:
    """Of how many improvements it was not decided whether anything answers them; null where there may be more."""
    each, beyond = package_stability.undecided[key][party]
    return None if beyond else len(each)


def _count(which: Bools | None) -> int | None:
    return None if which is None else int(which.sum())
