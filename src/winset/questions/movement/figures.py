"""What the chart of movements is drawn from."""

from __future__ import annotations

from datetime import date
from typing import Any

from winset.analyses.movement.movement import Movement
from winset.compiled.history import HeldPosition
from winset.model.dates import Placed, in_words
from winset.questions.movement.charts import DatedPosition, MovedCell, figure
from winset.questions.movement.solve import MovementAnswer
from winset.questions.movement.words import MovementWords
from winset.report.blocks import Figure, Guarded
from winset.report.ownership import owner_of_all

NOTHING = "No position here has two dates."


def movement_figure(words: MovementWords, answer: MovementAnswer) -> Figure:
    """Each party that has moved on an issue, over time; what is not dated, or all of one date, is left out."""
    drawn = [movement for movement in answer.movements if _spread(movement)]
    cells = tuple(_cell(words, movement) for movement in drawn)
    return figure(cells, missing="" if cells else NOTHING)


def _spread(movement: Movement) -> bool:
    """True where there is a line of time to draw."""
    return len({_day(placed) for _, placed in _dated(movement)}) > 1


def _dated(movement: Movement) -> list[tuple[HeldPosition, Placed]]:
    """The positions that have a date, without those whose document is younger than a position that follows."""
    dated = [(position, position.placed) for position in movement.history.held if position.placed is not None]
    return [
        (position, at) for n, (position, at) in enumerate(dated) if all(_day(at) <= _day(on) for _, on in dated[n:])
    ]


def _day(placed: Placed) -> int:
    """The first day of the date, counted."""
    year, month, day = (*map(int, placed.date.split("-")), 1, 1)[:3]
    return date(year, month, day).toordinal()


def _cell(words: MovementWords, movement: Movement) -> Guarded[Any]:
    history, names = movement.history, words.names
    dated = _dated(movement)
    options = {position.ideal for position, _ in dated} | {
        option for position, _ in dated for option in position.rejects
    }
    rows = sorted(option for option in options if option is not None)
    delegates = [f"left to {names.party(position.delegate)}" for position, _ in dated if position.delegate is not None]
    labels = (*(names.option(history.issue, option) for option in rows), *dict.fromkeys(delegates))
    positions = tuple(
        DatedPosition(
            day=_day(placed),
            date=in_words(placed.date),
            row=rows.index(position.ideal) if position.ideal is not None else labels.index(_left(words, position)),
            refused=tuple(rows.index(option) for option in sorted(position.rejects)),
            is_inferred=position.said.basis == "inferred",
        )
        for position, placed in dated
    )
    owner = owner_of_all([words.dated_by(position) for position, _ in dated])
    title = f"{names.party_name(history.party)}: {names.issue(history.issue)}"
    return Guarded(owner, MovedCell(title=title, rows=labels, positions=positions))


def _left(words: MovementWords, position: HeldPosition) -> str:
    return f"left to {words.names.party(position.delegate)}" if position.delegate is not None else ""
