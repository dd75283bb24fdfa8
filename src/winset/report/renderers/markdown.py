"""A report as Markdown, for wikis, mail and further editing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import singledispatchmethod
from typing import Any

from winset.report.blocks import (
    DEPTHS,
    Block,
    Bullets,
    Claims,
    Depth,
    Figure,
    Grid,
    GridCell,
    Hint,
    Lines,
    NoteSentence,
    PackageTable,
    Quote,
    Section,
    Sentence,
    Tone,
)
from winset.report.direction import ISOLATE, POP, in_isolation, isolated, reads_leftward
from winset.report.disclosure import Disclosed
from winset.report.printable import shown, shown_isolated
from winset.report.renderers.footnotes import Footnotes, Note, about
from winset.report.wide_tables import on_a_page

SPACE = re.compile(r"\s+")
MARKS: dict[Tone, str] = {"lead": "*", "strong": "**"}
SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")


def escaped(text: object) -> str:
    """A text on one line, with every character that Markdown or HTML could take for markup escaped."""
    line = shown(SPACE.sub(" ", str(text)))
    return SPECIAL.sub(r"\\\1", line).replace("&", "&amp;")


def markdown_page(disclosed: Disclosed, depth: Depth = "brief") -> str:
    """The whole report as Markdown; texts of the case are escaped so that they stay text."""
    page, report = _Markdown(disclosed, depth), disclosed.report
    parts = (shown(report.kind), *map(escaped, disclosed.marks))
    lines = [f"# {in_isolation(escaped(report.title))}", " · ".join(part for part in parts if part)]
    lines += page.blocks(report.lead)
    for section in report.sections:
        lines += page.section(section)
    lines += page.notes()
    return shown_isolated("\n\n".join(line for line in lines if line) + "\n")


class _Markdown:
    def __init__(self, disclosed: Disclosed, depth: Depth) -> None:
        self.footnotes = Footnotes(disclosed.report.claims)
        self.depths = DEPTHS[: DEPTHS.index(depth) + 1]
        self.below = 0

    def section(self, section: Section) -> Iterator[str]:
        if section.depth in self.depths:
            blocks = [line for line in self.blocks(section.blocks) if line]
            if section.title and (blocks or section.level == 1):
                level = 2 if section.level == 1 else section.level + self.below
                yield f"{'#' * level} {self.text(section.title)}"
            if section.level == 1:
                self.below = 1
            yield from blocks

    def blocks(self, blocks: Iterable[Any]) -> Iterator[str]:
        for block in blocks:
            if block.depth in self.depths:
                yield self.block(block)

    def notes(self) -> Iterator[str]:
        """The claims that were pointed to, as footnotes."""
        for number, quote in self.footnotes.all():
            yield f"[^{number}]: {self._quote(quote)}"

    @singledispatchmethod
    def block(self, block: Block) -> str:
        """One block; a chart has no form in a text."""
        return ""

    @block.register
    def _(self, block: Sentence) -> str:
        name = f"**{self.text(block.name)}.** " if block.name else ""
        mark, words = MARKS.get(block.tone, ""), self.text(block.text)
        quoted = "> " if block.tone == "warning" else ""
        return f"{quoted}{mark}{name}{words}{mark}" if words else name

    @block.register
    def _(self, block: NoteSentence) -> str:
        return self.text(block.text)

    @block.register
    def _(self, block: Hint) -> str:
        return ""

    @block.register
    def _(self, block: Bullets) -> str:
        return "\n".join(f"- {self.text(item)}" for item in block.items)

    @block.register
    def _(self, block: Grid) -> str:
        return "\n\n".join(map(self._grid, on_a_page(block)))

    def _grid(self, block: Grid) -> str:
        width = max((len(row) for row in block.rows), default=len(block.head))
        return self._table(block.head or ("",) * width, block.rows)

    @block.register
    def _(self, block: PackageTable) -> str:
        return self._table(("", *block.headings), (*block.options, *block.worth, *block.more))

    def _table(self, head: tuple[Any, ...], rows: Iterable[tuple[Any, ...]]) -> str:
        made = ["| " + " | ".join(self._cell(cell) for cell in head) + " |", "|" + "---|" * len(head)]
        made += ["| " + " | ".join(self._cell(cell) for cell in row) + " |" for row in rows]
        return "\n".join(made)

    def _cell(self, cell: Any) -> str:
        if not isinstance(cell, GridCell):
            return self.text(cell)
        note = f" ({self.text(cell.note)})" if cell.note else ""
        return f"{self.text(cell.text)}{note}"

    @block.register
    def _(self, block: Quote) -> str:
        return f"> {self._quote(block)}"

    def _quote(self, quote: Quote) -> str:
        spoken = [self._unisolated(words) for words in (quote.before, quote.quote, quote.after)]
        sentence = f"{spoken[0]}**{spoken[1]}**{spoken[2]}"
        sentence = f"“{isolated(sentence)}”"
        sentence = sentence if quote.quote else ""
        return " ".join(text for text in (self.text(quote.reading), sentence, self.text(about(quote))) if text)

    @block.register
    def _(self, block: Claims) -> str:
        return ""

    @block.register
    def _(self, block: Figure) -> str:
        return "\n\n".join(self.blocks(block.words))

    @block.register
    def _(self, block: Lines) -> str:
        return "\n".join(f"    {in_isolation(shown(line))}" for line in block.lines)

    def text(self, words: Any) -> str:
        made = []
        for piece in self.footnotes.pieces(words):
            if isinstance(piece, Note):
                made.append(f"{' ' if piece.is_next else ''}[^{piece.number}]")
            else:
                words = escaped(piece.text)
                if reads_leftward(words):
                    words = in_isolation(words) if piece.kind == "text" else isolated(words)
                made.append(words + (" (inferred)" if piece.kind == "inferred" else ""))
        return "".join(made)

    def _unisolated(self, words: Any) -> str:
        """A part of what is isolated as a whole."""
        return self.text(words).replace(ISOLATE, "").replace(POP, "")
