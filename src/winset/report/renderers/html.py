"""A report as one HTML file that needs nothing else, for the screen and for print on A4; fragments of it for pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import singledispatchmethod
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

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
    Section,
    Sentence,
)
from winset.report.direction import parts, reads_leftward
from winset.report.disclosure import Disclosed
from winset.report.printable import printable, shown
from winset.report.renderers.footnotes import BETWEEN, Footnotes, Note, about
from winset.report.renderers.paper import SECOND_PAGE
from winset.report.wide_tables import on_a_page

CLASSES = {
    "plain": "",
    "quiet": "small",
    "strong": "strong",
    "lead": "question",
    "title": "title",
    "good": "",
    "bad": "",
    "warning": "warning",
}


def html_page(disclosed: Disclosed, depth: Depth = "brief") -> str:
    """The whole report as one page, styles and charts inlined; every text of the case is escaped."""
    style = resources.files("winset.report.renderers").joinpath("page.css").read_text(encoding="utf-8")
    page, report = HtmlBlocks(disclosed, depth), disclosed.report
    environment = Environment(
        loader=PackageLoader("winset.report", "renderers"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made = environment.get_template("page.html.j2").render(
        title=report.title,
        kind=report.kind,
        marks=" · ".join(part for part in (report.kind, *disclosed.marks) if part),
        lead=_joined(page.blocks(report.lead)),
        style=Markup(style),
        printed=Markup(_printed(" · ".join(disclosed.marks), report.title)),
        parts=list(page.sections(report.sections)),
    )
    return shown(made)


def _printed(marks: str, title: str) -> str:
    """The style of printed pages: on each of them who may see it and what it is, its title, and its number."""
    top = f"@top-left {{ content: {_css(marks)}; }}"
    foot = (
        f'@bottom-left {{ content: {_css(title)}; }} @bottom-right {{ content: counter(page) " / " counter(pages); }}'
    )
    return f"@page {{ {top} {foot} }}"


def _css(text: str) -> str:
    """A text as a string of a style sheet: every character but letters and digits by its number."""
    safe = (char if char.isascii() and char.isalnum() else f"\\{ord(char):x} " for char in printable(text))
    return f'"{"".join(safe)}"'


def html_fragment(disclosed: Disclosed) -> str:
    """The sections of a report without a page around them, for a notebook or a page that has a frame of its own."""
    page = HtmlBlocks(disclosed, "main")
    title = Markup("<h1>{}</h1>\n").format(disclosed.report.title)
    return shown(_joined([title, *page.blocks(disclosed.report.lead), *page.sections(disclosed.report.sections)]))


class HtmlBlocks:
    """The blocks of one report as HTML, its claims numbered in the order in which they are pointed to."""

    def __init__(self, disclosed: Disclosed, depth: Depth = "brief") -> None:
        self.footnotes = Footnotes(disclosed.report.claims)
        self.depths = DEPTHS[: DEPTHS.index(depth) + 1]

    def sections(self, sections: Iterable[Section]) -> Iterator[Markup]:
        """The sections in their order; those that stand beside the next one share a row with it, a part encloses all
        that follows it.
        """
        row: list[Markup] = []
        enclosed: list[Markup] | None = None
        part, words = "", 0
        for section in sections:
            if section.depth not in self.depths:
                continue
            made = self.section(section)
            if section.level == 1:
                if enclosed is not None:
                    yield _part(part, enclosed)
                own_page = section.key == "annex" and words > SECOND_PAGE
                part, enclosed = f"{section.key}{' own-page' if own_page else ''}", [made]
                continue
            words += len(made.striptags().split())
            row.append(made)
            if section.beside:
                continue
            made = row[0] if len(row) == 1 else Markup('<div class="beside">{}</div>').format(_joined(row))
            row = []
            if enclosed is None:
                yield made
            else:
                enclosed.append(made)
        if enclosed is not None:
            yield _part(part, [*enclosed, *row])
        else:
            yield from row

    def section(self, section: Section) -> Markup:
        """One section with its heading; nothing where nothing that stands in it has a form on a page."""
        title = Markup("<h{0}>{1}</h{0}>\n").format(section.level, self.text(section.title)) if section.title else ""
        body = _joined(self.blocks(section.blocks))
        if section.level == 1:
            return Markup("{}{}").format(title, body)
        if not body.strip():
            return body
        kind = "answer" if section.depth == "answer" else section.key.replace("_", "-")
        return Markup('<section class="{}">\n{}{}\n</section>').format(kind, title, body)

    def blocks(self, blocks: Iterable[Any]) -> Iterator[Markup]:
        """Blocks one after the other; the first answer is set apart."""
        first = True
        for block in blocks:
            if isinstance(block, Answer) and first:
                first = False
                yield Markup('<p class="first">{}</p>').format(self.text(block.text))
            elif block.depth in self.depths:
                yield self.block(block)

    @singledispatchmethod
    def block(self, block: Block) -> Markup:
        """One block; what has no form on a page is empty."""
        return Markup("")

    @block.register
    def _(self, block: Sentence) -> Markup:
        kind = CLASSES[block.tone]
        opening = Markup('<p class="{}">').format(kind) if kind else Markup("<p>")
        name = Markup("<b>{}.</b> ").format(self.text(block.name)) if block.name else ""
        return Markup("{}{}{}</p>").format(opening, name, self.text(block.text)) if block.text else Markup("")

    @block.register
    def _(self, block: Hint) -> Markup:
        return Markup("")

    @block.register
    def _(self, block: Bullets) -> Markup:
        items = _joined(Markup("<li>{}</li>").format(self.text(item)) for item in block.items)
        kind = Markup(' class="columns"') if block.columns else ""
        return Markup("<ul{}>{}</ul>").format(kind, items)

    @block.register
    def _(self, block: Grid) -> Markup:
        return _joined(map(self._grid, on_a_page(block)))

    def _grid(self, block: Grid) -> Markup:
        if not block.head:
            return Markup('<table class="rows"><tbody>{}</tbody></table>').format(self._rows(block.rows))
        head = _joined(map(self._heading, block.head))
        table = "<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>"
        return Markup(table).format(head, self._rows(block.rows))

    @block.register
    def _(self, block: PackageTable) -> Markup:
        head = _joined(map(self._heading, ("", *block.headings)))
        body = _joined([self._rows(block.options), self._rows(block.worth, "value"), self._rows(block.more)])
        table = '<table class="packages"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>'
        return Markup(table).format(head, body)

    def _heading(self, heading: Any) -> Markup:
        """What stands over a column; over one without a name a cell that is no heading."""
        return Markup("<th>{}</th>").format(self.text(heading)) if heading else Markup("<td></td>")

    def _rows(self, rows: Iterable[tuple[Any, ...]], kind: str = "") -> Markup:
        opening = Markup('<tr class="{}">').format(kind) if kind else Markup("<tr>")
        return _joined(
            Markup("{}<th>{}</th>{}</tr>").format(opening, self.text(row[0]), _joined(map(self._cell, row[1:])))
            for row in rows
        )

    def _cell(self, cell: Any) -> Markup:
        if not isinstance(cell, GridCell):
            return Markup("<td>{}</td>").format(self.text(cell))
        note = Markup('<br><span class="small">{}</span>').format(self.text(cell.note)) if cell.note else ""
        kind = Markup(' class="{}"').format(cell.mark) if cell.mark else ""
        return Markup("<td{}>{}{}</td>").format(kind, self.text(cell.text), note)

    @block.register
    def _(self, block: Figure) -> Markup:
        from winset.report.charts.draw import svg

        drawn = block.drawn()
        if not drawn:
            return _joined(self.blocks(block.words))
        pictures = [Markup(svg(drawing.chart)) for drawing in drawn]
        caption = Markup("<figcaption>{}</figcaption>").format(self.text(drawn[-1].caption))
        kind = block.key.replace("_", "-")
        last = Markup('<figure class="{}">{}{}</figure>').format(kind, pictures[-1], caption)
        before = (Markup('<figure class="{}">{}</figure>').format(kind, picture) for picture in pictures[:-1])
        return _joined([*before, last])

    @block.register
    def _(self, block: Quote) -> Markup:
        return Markup('<p class="quoted">{}</p>').format(self._quote(block))

    @block.register
    def _(self, block: Claims) -> Markup:
        items = _joined(
            Markup('<li id="note-{0}" value="{0}">{1}</li>').format(number, self._quote(quote))
            for number, quote in self.footnotes.all()
        )
        return Markup('<ol class="notes">{}</ol>').format(items)

    def _quote(self, quote: Quote) -> Markup:
        spoken: Any = ""
        if quote.quote:
            said = Markup("{}<mark>{}</mark>{}").format(*map(self._words, (quote.before, quote.quote, quote.after)))
            is_leftward = reads_leftward(f"{quote.before}{quote.quote}{quote.after}")
            apart = Markup("<bdi>{}</bdi>").format(said) if is_leftward else said
            spoken = Markup('<span class="quote">“{}”</span> ').format(apart)
        where = Markup('<span class="small">{}</span>').format(self.text(about(quote)))
        return Markup("{} {}{}").format(self.text(quote.reading), spoken, where)

    @block.register
    def _(self, block: Lines) -> Markup:
        return Markup("<pre>{}</pre>").format("\n".join(block.lines))

    def text(self, words: Any) -> Markup:
        """A sentence: parties, options and numbers as text, claims as numbers, what is inferred in italics; what is
        read from right to left stands apart.
        """
        return self._words(words, apart=True)

    def _words(self, words: Any, *, apart: bool = False) -> Markup:
        made = []
        for piece in self.footnotes.pieces(words):
            if isinstance(piece, Note):
                between = BETWEEN if piece.is_next else ""
                made.append(Markup('<sup>{1}<a href="#note-{0}">{0}</a></sup>').format(piece.number, between))
            elif piece.kind == "inferred":
                made.append(Markup("<i>{}</i>").format(_apart(piece.text, apart, whole=True)))
            else:
                made.append(_apart(piece.text, apart, whole=piece.kind != "text"))
        return _joined(made)


def _apart(text: str, apart: bool, *, whole: bool) -> Markup:
    """A text, with what is read from right to left in an element of its own; whole: all of it in one."""
    if not apart or not reads_leftward(text):
        return escape(text)
    runs = [(text, True)] if whole else list(parts(text))
    return _joined(Markup("<bdi>{}</bdi>").format(run) if leftward else escape(run) for run, leftward in runs)


def _part(key: str, enclosed: Iterable[Markup]) -> Markup:
    """A part with all that stands in it."""
    return Markup('<section class="part {}">{}</section>').format(key.replace("_", "-"), _joined(enclosed))


def _joined(parts: Iterable[Markup]) -> Markup:
    return Markup("").join(parts)
