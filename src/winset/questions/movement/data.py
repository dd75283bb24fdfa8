"""How parties have moved, as plain data for JSON."""

from __future__ import annotations

from winset.analyses.movement.movement import Change, Movement
from winset.compiled.history import HeldPosition
from winset.questions.movement.solve import MovementAnswer
from winset.questions.movement.words import MovementWords
from winset.questions.question import Saying
from winset.report.blocks import Json, Owned


def data(answer: MovementAnswer, saying: Saying) -> Json:
    """What `--json` prints, below the head that every document has."""
    made = _Data(MovementWords(saying))
    return {"status": answer.status, "movements": [made.movement(each) for each in answer.movements], "notes": []}


class _Data:
    def __init__(self, words: MovementWords) -> None:
        self.words, self.case = words, words.names.compiled

    def movement(self, movement: Movement) -> Json:
        history = movement.history
        return {
            "party": self.case.parties[history.party],
            "issue": self.case.issues[history.issue],
            "has_moved": movement.has_moved,
            "volatile": history.is_volatile,
            "positions": [self._position(history.issue, position) for position in history.held],
            "changes": [self._change(history.issue, change) for change in movement.changes],
            "whole": self._change(history.issue, movement.whole),
        }

    def _position(self, issue: int, position: HeldPosition) -> Json:
        options, placed = self.case.options[issue], position.placed
        return {
            "date": Owned(placed.date if placed else None, self.words.dated_by(position)),
            "dated_by": placed.ground if placed else None,
            "ideal": options[position.ideal] if position.ideal is not None else None,
            "delegates_to": self.case.parties[position.delegate] if position.delegate is not None else None,
            "rejects": [options[option] for option in sorted(position.rejects)],
            "basis": position.said.basis,
        }

    def _change(self, issue: int, change: Change) -> Json:
        options, parties = self.case.options[issue], self.case.parties
        distance = round(float(change.distance), 4) if change.distance is not None else None
        return {
            "months": Owned(change.months, self.words.dated_by(change.earlier, change.later)),
            "distance": Owned(distance, self.words.owners.judgements),
            "nearer": [parties[party] for party in change.nearer],
            "further": [parties[party] for party in change.further],
            "red_lines_drawn": [options[option] for option in change.drawn],
            "red_lines_given_up": [options[option] for option in change.given_up],
        }
