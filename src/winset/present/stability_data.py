"""Whether a package would hold, as plain data for JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from winset.analyses.robustness.acceptance import Share
from winset.analyses.settlement.packages import Bools
from winset.analyses.stability.countermoves import Answer
from winset.analyses.stability.definitions import definitions
from winset.analyses.stability.readings import finding
from winset.analyses.stability.stability import Held, Stability
from winset.errors import TooLarge
from winset.model.evidence import Checked
from winset.model.version import VERSION
from winset.present.shares import NOT_A_PROBABILITY
from winset.present.stability_text import CENTRAL, STATES, Shown
from winset.present.visible import Visible

DIGITS = 6
Json = dict[str, object]


def stability_document(
    found: Stability,
    shown: Shown,
    checked: Checked,
    visible: Visible,
    *,
    limit: int,
) -> Json:
    """What `winset stability --json` prints."""
    data, keys = _Data(found, shown.shares, limit or None), shown.keys
    case = found.case
    return {
        "winset": VERSION,
        "case": visible.case.case.id,
        "sha256": checked.sha256,
        "status": "answered",
        "table": case.table,
        "states": {"total": found.states.total, "feasible": found.states.graph.states},
        "moving": [case.issues[issue] for issue in found.states.moving],
        "order": {name: found.ordered_by(party) for party, name in enumerate(case.parties)},
        "package": data.held(found.held, keys) if found.held is not None else None,
        "concepts": {key: data.concept(key) for key in keys},
        "draws": next((share.draws for share in data.holds.values()), 0),
        "left_out": visible.left_out,
        "notes": [
            STATES,
            CENTRAL,
            *([str(shown.holds)] if isinstance(shown.holds, TooLarge) else []),
            *([NOT_A_PROBABILITY] if data.holds else []),
            *case.notes,
            *checked.notes,
        ],
    }


class _Data:
    def __init__(self, found: Stability, holds: Mapping[str, Share], most: int | None) -> None:
        self.found, self.holds, self.most = found, holds, most

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

    def held(self, held: Held, keys: Sequence[str]) -> Json:
        """The package that was looked at, with the reasons under each definition."""
        case = self.found.case
        return {
            "options": case.package_names(held.package),
            "why": held.why,
            "concepts": {
                key: {
                    "stable": held.holds(key),
                    "parties": {
                        name: {
                            "stable": held.is_stable(key, party),
                            "reasons": self._reasons(held.reasons[key][party]),
                            "improvements": None if (told := held.reasons[key][party]) is None else len(told),
                            "readings": self._share(finding(key, name)),
                        }
                        for party, name in enumerate(case.parties)
                    },
                    "readings": self._share(key),
                }
                for key in keys
            },
            "blocked": [
                {
                    "party": case.parties[one.party],
                    "issue": case.issues[one.issue],
                    "to": case.options[one.issue][one.option],
                    "rules": [rule.name for rule in one.rules],
                }
                for one in held.blocked
            ],
        }

    def _reasons(self, told: tuple[tuple[int, Answer | None], ...] | None) -> list[Json] | None:
        """Every improvement with what answers it, those first that nothing answers."""
        if told is None:
            return None
        ordered = sorted(told, key=lambda one: one[1] is not None)
        return [
            {"improvement": self._state(to), "answer": self._answer(answer) if answer is not None else None}
            for to, answer in ordered[: self.most]
        ]

    def _answer(self, answer: Answer) -> Json:
        parties = self.found.case.parties
        return {
            "steps": [{"party": parties[step.party], "to": self._state(step.to)} for step in answer.steps],
            "at_once": answer.at_once,
            "end": self._state(answer.end),
            "reply": self._state(answer.reply) if answer.reply is not None else None,
        }

    def _state(self, state: int) -> Json:
        return {"options": self.found.case.package_names(self.found.states.package(state))}

    def _listed(self, which: Bools | None) -> list[Json] | None:
        if which is None:
            return None
        return [self._state(state) for state in np.flatnonzero(which)[: self.most].tolist()]

    def _share(self, name: str) -> Json | None:
        share = self.holds.get(name)
        return None if share is None else {"share": round(share.share, DIGITS), "error": round(share.error, DIGITS)}


def _count(which: Bools | None) -> int | None:
    return None if which is None else int(which.sum())
