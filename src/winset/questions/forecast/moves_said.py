"""What a party can reach by moving: the section, and the same for JSON."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite

from winset.analyses.forecast.levers import STEADY, CounterMoves, StanceChange
from winset.compiled import Compiled
from winset.questions.forecast.moves import STEPS, STRONGEST, IssueMoves, Kind, PartyMoves
from winset.questions.forecast.words import place, span
from winset.report.blocks import Align, Block, Grid, Json, NoteSentence, Sentence
from winset.report.counts import rounded
from winset.report.names import Names, counted, listed
from winset.report.pieces import capitalised

MOVES: dict[Kind, str] = {
    "position": "another position",
    "salience": "another salience",
    "both": "both",
    "capability": "another strength",
}
FINEST = 6
"""Decimals of a number that is hard to tell from today's; beyond, both are written alike."""


class MovesWords:
    """What is said of the moves of one party."""

    def __init__(self, moves: PartyMoves, names: Names) -> None:
        self.moves, self.names = moves, names
        self.party = names.party(moves.party)

    @property
    def title(self) -> str:
        return f"What {self.party} could reach"

    def blocks(self) -> Iterator[Block]:
        """Each issue with the best change of each kind, and what is left when the other party answers."""
        moves = self.moves
        if moves.issues:
            yield Sentence(text=f"By this rule: {moves.rule.title}. All others stay as they are.")
        for made in moves.issues:
            right: tuple[Align, ...] = ("right", "right", "right", "right")
            topic = capitalised(self.names.topic_in_list(made.issue))
            yield Grid(
                head=(f"{topic}, aim {place(made.aim)}", "position", "salience", "strength", "settles at"),
                rows=tuple(self._rows(made)),
                align=("left", *right),
            )
            if moves.against is not None:
                yield Sentence(text=self._answered(made, moves.against))
        if moves.placeless:
            topics = listed(self.names.topic(issue) for issue in moves.placeless)
            yield Sentence(text=f"On {topics} no position of {self.party} is known, so there is none to move.")
        if moves.issues:
            yield NoteSentence(text=self._found())

    def _rows(self, made: IssueMoves) -> Iterator[tuple[str, ...]]:
        yield ("as it is", *self._cells(made, made.now, made.before))
        for move in made.moves:
            yield (MOVES[move.kind], *self._cells(made, move.change, move.after))

    def _cells(self, made: IssueMoves, change: StanceChange, point: float | None) -> tuple[str, ...]:
        today = made.now.capability or 0.0
        times = (change.capability or 0.0) / today if today else None
        return (
            _beside(change.position, made.now.position, 0),
            _beside(change.salience, made.now.salience, 0),
            "–" if times is None else f"× {_beside(times, 1.0, 1)}",
            "–" if point is None else place(point),
        )

    def _found(self) -> str:
        """How the changes were found, and what they do not say."""
        is_exact = all(made.moves[0].is_exact for made in self.moves.issues)
        exact = " Another position is exact." if is_exact else ""
        return (
            f"Found by a seeded search of up to {self.moves.effort.trials:,} random changes each, besides the ends of "
            f"the scale: it can come at least as near to the aim as this, and a better change may exist.{exact} "
            f"Strength is tried up to {STRONGEST:.0f} times today’s. Whether a party can change what it cares about, "
            "or its strength, is not known."
        )

    def _answered(self, made: IssueMoves, against: int) -> str:
        """What is left when the other party answers."""
        other, answers = self.names.party(against), made.answers
        if answers is None:
            return f"No position of {other} is known here, so it cannot answer by another one."
        start = (
            f"{other} wants the outcome at {place(answers.places[1])} and may answer. With positions in steps of "
            f"{100 / STEPS:.0f} points"
        )
        settled = [float(answers.forecast[pair]) for pair in answers.left if isfinite(answers.forecast[pair])]
        where = f"the rule settles at {span((min(settled), max(settled)))}" if settled else "there is no forecast"
        if answers.ends == "circle":
            return f"{start} they come back to earlier ones and never rest; on the way {where}."
        moved = len(answers.path) - 1
        if not moved:
            return f"{start} neither gains by moving, and {where}."
        at, reply = (place(answers.places[one]) for one in answers.left[0])
        return (
            f"{start} neither gains by another after {counted(moved, 'move')}, with {self.party} at {at} and {other} "
            f"at {reply}: {where}{self._alone(answers)}."
        )

    def _alone(self, answers: CounterMoves) -> str:
        """Where the first move alone brings it, if the other one moves after it."""
        _, first, *later = answers.path
        alone = float(answers.forecast[first])
        is_answered = bool(later) and first[1] == 1 and isfinite(alone)
        return f", and without an answer at {place(alone)}" if is_answered else ""


def moves_data(moves: PartyMoves, case: Compiled) -> Json:
    """The same for JSON."""
    return {
        "party": case.parties[moves.party],
        "rule": moves.rule.key,
        "against": None if moves.against is None else case.parties[moves.against],
        "tries": moves.effort.trials,
        "issues": {
            case.issues[made.issue]: {
                "aim": rounded(made.aim),
                "today": _changed(made.now, made.before),
                **{move.kind: {**_changed(move.change, move.after), "exact": move.is_exact} for move in made.moves},
                "answered": None if made.answers is None else _answers(made.answers),
            }
            for made in moves.issues
        },
        "no_position": [case.issues[issue] for issue in moves.placeless],
    }


def _beside(value: float | None, today: float | None, digits: int) -> str:
    """A number, with as many more decimals as tell it from today's."""
    if value is None or today is None:
        return "–"
    same = abs(value - today) < STEADY
    for more in range(digits, FINEST):
        text = f"{value:.{more}f}"
        if same or text != f"{today:.{more}f}":
            return text
    return f"{value:.{FINEST}f}"


def _changed(change: StanceChange, point: float | None) -> Json:
    return {
        "position": rounded(change.position),
        "salience": rounded(change.salience),
        "capability": rounded(change.capability),
        "point": rounded(point),
    }


def _answers(answers: CounterMoves) -> Json:
    """The positions of both and the point, move by move, and those that are left in the end."""

    def stage(pair: tuple[int, int]) -> Json:
        point = float(answers.forecast[pair])
        first, second = (rounded(answers.places[one]) for one in pair)
        return {"party": first, "against": second, "point": rounded(point) if isfinite(point) else None}

    return {"ends": answers.ends, "path": list(map(stage, answers.path)), "left": list(map(stage, answers.left))}
