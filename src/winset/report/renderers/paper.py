"""A report as what a page is made of: headings, paragraphs, tables, pictures; Word and PDF are written from it.

Claims have their numbers here, and texts are plain: whatever a case says is text, never markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import singledispatchmethod
from typing import Any, Literal

from winset.report.blocks import (
    DEPTHS,
    Answer,
    Block,
    Bullets,
    Claims,
    Depth,
    Figure,
    Grid,
    GridCell,
    Hint,
    Lines,
    PackageTable,
    Quote,
    Sentence,
    Tone,
)
from winset.report.direction import ISOLATE, POP, isolated, parts, reads_leftward
from winset.report.disclosure import Disclosed
from winset.report.pieces import plain
from winset.report.printable import printable
from winset.report.renderers.footnotes import BETWEEN, Footnotes, Note, about
from winset.report.wide_tables import on_a_page

Style = Literal["normal", "answer", "strong", "note", "lead", "warning", "quote", "bullet", "lines"]
STYLES: dict[Tone, Style] = {
    "plain": "normal",
    "quiet": "note",
    "lead": "lead",
    "strong": "strong",
    "title": "strong",
    "good": "normal",
    "bad": "normal",
    "warning": "warning",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Words of one kind. note: the number of a claim, which stands in their place. leftward: they are read from right
    to left. raised: as high as such numbers.
    """

    text: str
    strong: bool = False
    italic: bool = False
    note: int | None = None
    leftward: bool = False
    raised: bool = False


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading. level: 1 to 3. part: it begins a part, which is set smaller. own_page: it begins a page."""

    level: int
    runs: Runs
    part: bool = False
    own_page: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph in one of the styles."""

    runs: Runs
    style: Style = "normal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of a table. note: what stands under it in small type. mark: how it is told apart."""

    runs: Runs
    note: Runs = ()
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of cells under a head, which may be empty; the first cell of a row names it. key: of its section."""

    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    key: str = ""

    @property
    def columns(self) -> int:
        return max((len(row) for row in (self.head, *self.rows)), default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A chart. caption: how it is read, which also says it to those who cannot see it."""

    chart: Any
    caption: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notes:
    """Where the claims stand, if they do not stand at the foot of pages."""


SECOND_PAGE = 750
"""Words that stand on a first page and well into a second one: what follows them may begin a page of its own."""
SECOND_PAGE_ON_PAPER, IN_A_TABLE = 650, 0.5
"""The same on paper, where a word in a table takes about half the room of one in a paragraph."""
Part = Heading | Paragraph | Table | Picture | Notes


class Paper:
    """A report laid out. notes: the claims that it points to, by number, once all of it has been gone through."""

    def __init__(self, disclosed: Disclosed, depth: Depth = "brief") -> None:
        self.disclosed, self.report = disclosed, disclosed.report
        self.footnotes = Footnotes(disclosed.report.claims)
        self.depths = DEPTHS[: DEPTHS.index(depth) + 1]
        self.title = printable(self.report.title)
        self.marks = printable(" · ".join(disclosed.marks))
        self.kind = printable(self.report.kind)

    def parts(self) -> Iterator[Part]:
        """What the report is made of, in its order."""
        yield from self._blocks(self.report.lead)
        below, room = 0, 0.0
        for section in self.report.sections:
            if section.depth not in self.depths:
                continue
            level = 1 if section.level == 1 else section.level - 1 + below
            below = 1 if section.level == 1 else below
            if section.title:
                own_page = section.key == "annex" and room > SECOND_PAGE_ON_PAPER
                part = section.level == 1
                yield Heading(level=min(level, 3), runs=self.runs(section.title), part=part, own_page=own_page)
            for part in self._blocks(section.blocks, leads=section.depth == "answer"):
                room += _room(part)
                yield replace(part, key=section.key) if isinstance(part, Table) else part

    @property
    def notes(self) -> list[tuple[int, Runs]]:
        """The claims, by number."""
        return [(number, self._quote(quote)) for number, quote in self.footnotes.in_short()]

    def _blocks(self, blocks: Iterable[Any], *, leads: bool = False) -> Iterator[Part]:
        for block in blocks:
            if leads and isinstance(block, Answer):
                leads = False
                yield Paragraph(runs=self.runs(block.text), style="answer")
            elif block.depth in self.depths:
                yield from self._block(block)

    @singledispatchmethod
    def _block(self, block: Block) -> Iterator[Part]:
        """One block; what has no form on paper is nothing."""
        yield from ()

    @_block.register
    def _(self, block: Sentence) -> Iterator[Part]:
        name = (Run(text=f"{printable(block.name)}. ", strong=True),) if block.name else ()
        if block.text:
            yield Paragraph(runs=(*name, *self.runs(block.text)), style=STYLES[block.tone])

    @_block.register
    def _(self, block: Hint) -> Iterator[Part]:
        yield from ()

    @_block.register
    def _(self, block: Bullets) -> Iterator[Part]:
        yield from (Paragraph(runs=self.runs(item), style="bullet") for item in block.items)

    @_block.register
    def _(self, block: Grid) -> Iterator[Part]:
        for grid in on_a_page(block):
            yield Table(head=self._row(grid.head), rows=tuple(map(self._row, grid.rows)))

    @_block.register
    def _(self, block: PackageTable) -> Iterator[Part]:
        rows = (*block.options, *block.worth, *block.more)
        yield Table(head=self._row(("", *block.headings)), rows=tuple(map(self._row, rows)))

    def _row(self, row: Iterable[Any]) -> tuple[Cell, ...]:
        return tuple(map(self._cell, row))

    def _cell(self, cell: Any) -> Cell:
        if not isinstance(cell, GridCell):
            return Cell(runs=self.runs(cell))
        return Cell(runs=self.runs(cell.text), note=self.runs(cell.note) if cell.note else (), mark=cell.mark)

    @_block.register
    def _(self, block: Figure) -> Iterator[Part]:
        drawn = block.drawn()
        if not drawn:
            yield from self._blocks(block.words)
        yield from (Picture(chart=drawing.chart, caption=printable(plain(drawing.caption))) for drawing in drawn)

    @_block.register
    def _(self, block: Quote) -> Iterator[Part]:
        yield Paragraph(runs=self._quote(block), style="quote")

    @_block.register
    def _(self, block: Claims) -> Iterator[Part]:
        yield Notes()

    @_block.register
    def _(self, block: Lines) -> Iterator[Part]:
        yield from (Paragraph(runs=self.runs(line), style="lines") for line in block.lines)

    def _quote(self, quote: Quote) -> Runs:
        said: tuple[Run, ...] = ()
        if quote.quote:
            before, words, after = (self._unisolated(text) for text in (quote.before, quote.quote, quote.after))
            strong = tuple(replace(run, strong=True) for run in words)
            spoken = (*before, *strong, *after)
            if any(run.leftward for run in spoken):
                spoken = (Run(text=ISOLATE), *spoken, Run(text=POP))
            said = (Run(text=" “"), *spoken, Run(text="”"))
        return (*self.runs(quote.reading), *said, Run(text=" "), *self.runs(about(quote)))

    def runs(self, words: Any) -> Runs:
        """A sentence in runs: what is inferred in italics, claims as their numbers."""
        made = []
        for piece in self.footnotes.pieces(words):
            if isinstance(piece, Note):
                made += [Run(text=BETWEEN, raised=True)] if piece.is_next else []
                made.append(Run(text=str(piece.number), note=piece.number))
            elif piece.text:
                text, italic = printable(piece.text), piece.kind == "inferred"
                apart = parts(text) if piece.kind == "text" else ((text, True),)
                made += [
                    Run(text=isolated(run) if leftward else run, italic=italic, leftward=leftward)
                    for run, is_apart in apart
                    for leftward in (is_apart and reads_leftward(run),)
                ]
        return tuple(made)

    def _unisolated(self, words: Any) -> Runs:
        """A part of what is isolated as a whole."""
        return tuple(replace(run, text=run.text.replace(ISOLATE, "").replace(POP, "")) for run in self.runs(words))


def _room(part: Part) -> float:
    """What room a paragraph or a table takes, in words of a paragraph."""
    if isinstance(part, Table):
        cells = (cell for row in (part.head, *part.rows) for cell in row)
        return IN_A_TABLE * sum(_count((*cell.runs, *cell.note)) for cell in cells)
    return _count(part.runs) if isinstance(part, Paragraph) else 0


def _count(runs: Runs) -> int:
    return sum(len(run.text.split()) for run in runs)
