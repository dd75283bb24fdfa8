"""How far two readers agree, as the sections of a report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from winset.analyses.agreement.cells import ReadCell
from winset.analyses.agreement.effects import CellEffect
from winset.questions.agreement.readers import BASIS, WHICH, Readers
from winset.questions.agreement.solve import AgreementAnswer
from winset.questions.agreement.words import (
    CENTRALLY,
    KAPPA,
    NOT_RIGHT,
    UNMARKED,
    WITHIN,
    agreed,
    answers,
    became,
    coefficient,
    evidence,
    measures,
    undefined,
)
from winset.questions.question import Saying
from winset.report.blocks import (
    LEFT_OUT,
    Account,
    Answer,
    Block,
    Bullets,
    Grid,
    NoteSentence,
    Section,
    Sentence,
)
from winset.report.names import variant_lines

LEAD = "How far two readers of the same sources agree, and whether the answer hangs on where they do not."
UNDER = 4
"""Indent of what stands under a bullet."""


def lead(answer: AgreementAnswer, saying: Saying) -> tuple[Sentence, ...]:
    """What is asked, of which files."""
    readers = Readers(saying)
    files = [f"{side.which.capitalize()}: {side.checked.path} ({side.checked.sha256[:12]})" for side in readers.sides]
    lines = [*files, *variant_lines(readers.cases[0], readers.sides[0].checked.variants)]
    table = answer.request.table
    if table is not None:
        case = readers.cases[0]
        lines.append(f"Asked of the table {case.tables[table].title or table.replace('_', ' ')}.")
    return (Sentence(text=LEAD, tone="lead"), *(NoteSentence(text=line) for line in lines))


def sections(answer: AgreementAnswer, saying: Saying) -> list[Section]:
    """The answer, how far they agree, how their quotes go together, and every cell on which they differ."""
    readers = Readers(saying)
    said = [agreed(answer.readers)]
    if answer.effects is not None:
        said += answers(readers, answer.effects)
    blocks = tuple(Answer(text=sentence) for sentence in said)
    return [
        Section(key="answer", title="Do they agree?", blocks=blocks, depth="answer"),
        *of_evidence(answer, readers),
        Section(key="notes", title="Notes", blocks=(Bullets(items=tuple(_notes(answer, readers))),)),
    ]


def of_evidence(answer: AgreementAnswer, readers: Readers, *, with_effects: bool = True) -> list[Section]:
    """What follows without any number. with_effects: it is said of each cell what it does to the answer."""
    effects = {id(e.cell): e for e in answer.effects.cells} if answer.effects is not None and with_effects else {}
    cells = tuple(block for cell in answer.readers.differing for block in _cell(readers, cell, effects.get(id(cell))))
    return [
        Section(key="measures", title="How far they agree", blocks=tuple(_measures(answer))),
        Section(key="quotes", title="What they quote", blocks=(Bullets(items=tuple(evidence(answer.readers))),)),
        *([Section(key="cells", title="Where they differ", blocks=cells)] if cells else []),
    ]


def _measures(answer: AgreementAnswer) -> Iterator[Block]:
    rows = tuple(
        (words, f"{found.agreed} of {found.units} {units}", coefficient(found.kappa), coefficient(found.alpha))
        for _, words, units, found in measures(answer.readers)
    )
    yield Grid(head=("", "they agree on", "kappa", "alpha"), rows=rows, align=("left", "left", "right", "right"))
    for text in undefined(answer.readers):
        yield Sentence(text=text)
    for text in (KAPPA, NOT_RIGHT):
        yield NoteSentence(text=text)
    for text in (WITHIN, UNMARKED):
        yield NoteSentence(text=text, depth="detail")


def _cell(readers: Readers, cell: ReadCell, effect: CellEffect | None) -> Iterator[Block]:
    """A cell as both read it, side by side, with the quotes of both; and what it does to the answer."""
    both = (cell.first, cell.other)
    rows: list[tuple[str, ...]] = []
    if "wants" in cell.differs:
        rows.append(("wants", *(readers.wants(cell, reading) for reading in both)))
    if "red_lines" in cell.differs:
        rows.append(("red lines", *(readers.rejects(cell, reading) for reading in both)))
    if "basis" in cell.differs:
        rows.append(("basis", *(BASIS[reading.basis] for reading in both)))
    quotes = (readers.quotes(side, reading) for side, reading in zip(readers.sides, both, strict=True))
    rows.append(("words", *quotes))
    yield Bullets(items=(readers.cell(cell),))
    yield Grid(head=("", *WHICH), rows=tuple(rows), indent=UNDER)
    if effect is not None:
        yield Sentence(
            text=f"First reader's case with the second's reading: {became(effect.first)}. "
            f"Second's with the first's: {became(effect.other)}.",
            indent=UNDER,
        )


def _notes(answer: AgreementAnswer, readers: Readers) -> Iterator[object]:
    yield CENTRALLY
    yield from answer.notes
    yield from dict.fromkeys(note for side in readers.sides for note in side.checked.notes)
    yield from accounts(readers)


def accounts(readers: Readers) -> Iterator[Account]:
    """What of each case is left out."""
    for side in readers.sides:
        yield Account(side.owners.holdings, partial(_left_out, side.which.capitalize()))


def _left_out(which: str, counts: Mapping[str, int], account: str) -> Any:
    return f"{which}: {account}" if counts else LEFT_OUT
