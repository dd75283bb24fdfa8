"""How parties have moved, as the sections of a report."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from winset.analyses.movement.movement import Movement
from winset.compiled.history import HeldPosition
from winset.model.dates import Placed, in_words
from winset.questions.movement.charts import DatedPosition, MovedCell, figure
from winset.questions.movement.solve import MovementAnswer
from winset.questions.movement.words import UNKNOWN, MovementWords
from winset.questions.question import Saying
from winset.report.blocks import Answer, Block, Figure, Grid, Guarded, Hint, NoteSentence, Section, Sentence
from winset.report.claims import ClaimReferences, quote_of
from winset.report.names import listed
from winset.report.ownership import owner_of_all
from winset.report.pieces import capitalised

LEAD = "How have positions moved, within what time, and nearer to whom?"
NONE = "No position of this case has another before it."
HOW = "Earlier positions stand under `was` in a cell of the case file, the earliest first, each with its claim."
REPORTED = (
    "A date marked “reported” is that of the document, or of the case: the position was held by then, and may be older."
)
VOLATILE = (
    "This line is not marked `volatile`; if it may move again, mark it, and answers say what each other would do."
)
NOTHING = "No position here has two dates."


def lead(answer: MovementAnswer, saying: Saying) -> tuple[Sentence, ...]:
    """What is asked, in a line."""
    return (Sentence(text=LEAD, tone="lead"),)


def sections(answer: MovementAnswer, saying: Saying) -> list[Section]:
    """Each movement in a sentence, then its picture, then position by position with the words that it rests on."""
    if not answer.movements:
        blocks: tuple[Block, ...] = (Answer(text=NONE), Hint(text=HOW))
        return [Section(key="answer", title="Answer", blocks=blocks, depth="answer")]
    words = MovementWords(saying)
    made = _Sections(words, saying)
    first = [block for movement in answer.movements for block in words.sentences(movement)]
    return [
        Section(key="answer", title="How positions have moved", blocks=tuple(first), depth="answer"),
        Section(key="chart", title="Positions over time", blocks=(movement_figure(words, answer),)),
        *(made.movement(movement) for movement in answer.movements),
        Section(key="dates", title="", blocks=(NoteSentence(text=REPORTED),), depth="detail"),
    ]


class _Sections:
    def __init__(self, words: MovementWords, saying: Saying) -> None:
        self.words, self.names = words, words.names
        self.checked = saying.session.checked
        self.references = ClaimReferences(self.checked, words.owners)

    def movement(self, movement: Movement) -> Section:
        """Every position in its order, and the quotes that it rests on."""
        history = movement.history
        title = f"{self.names.party_name(history.party)}: {self.names.issue(history.issue)}"
        rows = tuple(self._row(history.issue, n, movement) for n in range(len(history.held)))
        blocks: list[Any] = [Grid(head=("since", "wants", "refuses", "rests on"), rows=rows)]
        if movement.has_moved and not history.is_volatile:
            blocks.append(Hint(text=VOLATILE))
        blocks += self._quotes(movement)
        return Section(key="movement", title=title, blocks=tuple(blocks), level=3, depth="detail")

    def _row(self, issue: int, n: int, movement: Movement) -> Guarded[tuple[str, ...]]:
        position = movement.history.held[n]
        refused = listed(self.words.option(issue, option) for option in sorted(position.rejects)) or "–"
        wants, basis = capitalised(self.words.wants(issue, position)), position.said.basis or "inferred"
        rest = (wants, refused, basis)
        owner = self.words.dated_by(position)
        return Guarded(owner, (self.words.when(position), *rest), (UNKNOWN, *rest))

    def _quotes(self, movement: Movement) -> Iterator[Any]:
        case = self.words.owners.case
        claims = dict.fromkeys(
            claim
            for position in movement.history.held
            for said in (position.said, *position.said.rejects)
            for claim in case.claims_of(said)
        )
        yield from (quote_of(claim, self.checked, self.words.owners) for claim in claims)


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
