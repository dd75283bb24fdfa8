"""How parties have moved, as the sections of a report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from winset.analyses.movement.movement import Movement
from winset.questions.movement.figures import movement_figure
from winset.questions.movement.solve import MovementAnswer
from winset.questions.movement.words import UNKNOWN, MovementWords
from winset.questions.question import Saying
from winset.report.blocks import Answer, Block, Grid, Guarded, Hint, NoteSentence, Section, Sentence
from winset.report.claims import ClaimReferences, quote_of
from winset.report.names import listed
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
