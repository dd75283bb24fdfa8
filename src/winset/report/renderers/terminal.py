"""A report on a terminal: headed sections, paragraphs, bullets, tables; whatever a case says is text, never markup."""

from __future__ import annotations

from collections.abc import Iterable
from functools import singledispatchmethod
from io import StringIO
from typing import Any

from rich.console import Console, RenderableType
from rich.containers import Lines as RichLines
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from winset.report.blocks import (
    DEPTHS,
    Block,
    Bullets,
    Command,
    Depth,
    Figure,
    Grid,
    Lines,
    PackageTable,
    Quote,
    Section,
    Sentence,
    Space,
    Tone,
)
from winset.report.direction import balanced, in_isolation, isolated, reads_leftward
from winset.report.disclosure import Disclosed
from winset.report.pieces import pieces, plain
from winset.report.printable import printable, shown
from winset.report.wide_tables import on_a_page

STYLES: dict[Tone, str] = {
    "plain": "",
    "quiet": "dim",
    "lead": "italic",
    "title": "bold",
    "good": "bold green",
    "bad": "bold red",
    "warning": "",
    "strong": "bold",
}
UNINDENTED: tuple[Tone, ...] = ("title", "good", "bad")
INDENT, QUOTE_INDENT = 2, 6
READABLE = 8
"""Characters to a line that a column of sentences needs at least, where a screen has no more."""


def write_terminal(disclosed: Disclosed, console: Console, depth: Depth | None = None) -> None:
    """Writes the report down to a depth, its own if none is given."""
    page = _Page(console, depth or disclosed.report.depth)
    page.report(disclosed)


def text(disclosed: Disclosed, depth: Depth | None = None, width: int = 100) -> str:
    """The report as plain text, so many characters wide."""
    stream = StringIO()
    console = Console(file=stream, width=width, highlight=False, emoji=False, markup=False, color_system=None)
    write_terminal(disclosed, console, depth)
    return stream.getvalue()


class _Page:
    def __init__(self, console: Console, depth: Depth) -> None:
        self.console, self.depths = console, DEPTHS[: DEPTHS.index(depth) + 1]

    def report(self, disclosed: Disclosed) -> None:
        report = disclosed.report
        if report.title:
            self.console.print(_text(report.title, "bold"))
        for line in report.lead:
            style = STYLES[line.tone] if isinstance(line, Sentence) else "dim"
            self.put(_text(line.text if isinstance(line, Sentence) else line, style), 0)
        for section in report.sections:
            if section.depth in self.depths:
                self.section(section)
        if disclosed.account:
            self.put(_text(disclosed.account))

    def section(self, section: Section) -> None:
        blocks = [block for block in section.blocks if block.depth in self.depths]
        if not any(not isinstance(block, Figure) for block in blocks):
            return
        if section.title:
            self.console.print()
            self.console.print(_text(plain(section.title).upper(), "bold cyan"))
        for block in blocks:
            self.block(block)

    @singledispatchmethod
    def block(self, block: Block) -> None:
        """Writes one block; a figure stands in files only."""

    @block.register
    def _(self, block: Sentence) -> None:
        name = f"{block.name}. " if block.name else ""
        indent = 0 if block.tone in UNINDENTED else INDENT + block.indent
        self.put(_text(name + block.text, STYLES[block.tone]), indent)

    @block.register
    def _(self, block: Space) -> None:
        self.put(Text(""), INDENT)

    @block.register
    def _(self, block: Bullets) -> None:
        for item in block.items:
            grid = Table.grid(padding=(0, 1))
            grid.add_column(width=1)
            grid.add_column()
            grid.add_row("•", _text(item))
            self.put(grid)

    @block.register
    def _(self, block: Grid) -> None:
        if not block.head:
            self._pairs(block.rows, block.most)
            return
        for part in on_a_page(block, self.console.width - INDENT - block.indent, READABLE):
            self._grid(part)

    def _grid(self, block: Grid) -> None:
        grid = Table(show_header=True, box=None, pad_edge=False, padding=(0, block.gap, 0, 0))
        for column, name in enumerate(block.head):
            justify = block.align[column] if column < len(block.align) else "left"
            grid.add_column(_text(name), justify=justify, min_width=None if column else block.least)
        for row in block.rows:
            grid.add_row(*map(_text, row))
        self.put(grid, INDENT + block.indent)

    def _pairs(self, rows: Iterable[tuple[str, ...]], most: int | None) -> None:
        grid = Table.grid(padding=(0, 2))
        for column in range(max((len(row) for row in rows), default=0)):
            grid.add_column(max_width=most if column == 0 else None)
        for row in rows:
            grid.add_row(*map(_text, row))
        self.put(grid)

    @block.register
    def _(self, block: PackageTable) -> None:
        table = Table(show_edge=False, pad_edge=False, header_style="bold", padding=(0, 1))
        table.add_column("", ratio=2)
        for heading in block.headings:
            table.add_column(_text(heading), ratio=3)
        for rows in (block.options, block.worth, block.more):
            for row in rows:
                table.add_row(*map(_text, row))
            if rows:
                table.add_section()
        self.console.print()
        self.put(table)

    @block.register
    def _(self, block: Quote) -> None:
        if block.reading:
            self.put(_text(block.reading), QUOTE_INDENT)
        where = ", ".join(in_isolation(_printed(text)) for text in (block.source, block.author, block.place) if text)
        sentence = isolated(_printed(f"{block.before}{block.quote}{block.after}"))
        said = "; ".join(in_isolation(_printed(text)) for text in (block.draft, block.quality) if text)
        quality = f" [{said}]" if said else ""
        self.put(_set(f"“{sentence}” — {where}{quality}", "dim"), QUOTE_INDENT)

    @block.register
    def _(self, block: Lines) -> None:
        lines = (in_isolation(shown(plain(line))) for line in block.lines)
        self.console.print(Text("\n".join(lines)), soft_wrap=True)
        self.console.print()

    @block.register
    def _(self, block: Command) -> None:
        self.console.print(Text(f"    {printable(plain(block.text))}", style="dim"), soft_wrap=True)

    def put(self, content: RenderableType, indent: int = INDENT) -> None:
        self.console.print(Padding(content, (0, 0, 0, indent), expand=False))


class _Isolating(Text):
    """A text with words from right to left, which stay apart on each of the lines that it is broken into."""

    def wrap(self, *arguments: Any, **options: Any) -> RichLines:
        lines = super().wrap(*arguments, **options)
        for line, whole in zip(lines, balanced([line.plain for line in lines]), strict=True):
            _complete(line, whole)
        return lines


def _complete(line: Text, whole: str) -> None:
    """Gives a line the signs that close, or open again, what was broken."""
    place = whole.find(line.plain)
    line.append(whole[place + len(line.plain) :])
    if place > 0:
        opened = Text(whole[:place], style=line.style)
        opened.append_text(line.copy())
        line.plain = ""
        line.append_text(opened)


def _printed(words: Any) -> str:
    return printable(plain(str(words)))


def _text(words: Any, style: str = "") -> Text:
    text = str(words)
    if not reads_leftward(text):
        return Text(_printed(text), style=style)
    made = (
        isolated(printable(piece.text)) if piece.kind not in ("text", "term") else in_isolation(printable(piece.text))
        for piece in pieces(text)
    )
    return _set("".join(made), style)


def _set(text: str, style: str = "") -> Text:
    return _Isolating(text, style=style) if reads_leftward(text) else Text(text, style=style)
