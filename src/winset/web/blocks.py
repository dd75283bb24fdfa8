"""The blocks of a report as parts of a page: the same HTML as in a brief, in which every party, option, term and claim
can be opened where it stands, charts are alive, and tables can be taken away.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from markupsafe import Markup, escape

from winset.questions.catalogue import QUESTIONS
from winset.questions.request import described_fields
from winset.report.blocks import (
    Block,
    Command,
    Depth,
    Drawn,
    Figure,
    Grid,
    Hint,
    PackageTable,
    ProblemLines,
    Section,
)
from winset.report.disclosure import Disclosed
from winset.report.glossary import terms_of_art
from winset.report.pieces import capitalised, plain
from winset.report.printable import printable
from winset.report.renderers.footnotes import BETWEEN, Note
from winset.report.renderers.html import HtmlBlocks
from winset.web.address import Query, View
from winset.web.render import filled

_COMMAND = re.compile(r"`winset ([a-z]+)`")
CASE_FILE = "case.yaml"
OPENED = ("party", "issue", "option", "term")
"""Pieces of a sentence that can be opened where they stand."""
FEW = 12
"""Marks that are listed openly; beyond, the list is opened first."""


class PageBlocks(HtmlBlocks):
    """The blocks of one report on a page whose view is given."""

    def __init__(self, disclosed: Disclosed, view: View, depth: Depth = "main") -> None:
        super().__init__(disclosed, depth)
        self.view, self.disclosed = view, disclosed
        self._explained: set[str] = set()
        self._tables = {id(table): number for number, table in enumerate(tables_of(disclosed))}

    def block(self, block: Block) -> Markup:
        """One block."""
        match block:
            case Figure():
                return self._figure(block)
            case Hint():
                return Markup("")
            case ProblemLines():
                return self._problem(block)
            case Command():
                return self._command(block)
            case Grid() | PackageTable():
                return Markup('<div class="table">{}{}</div>').format(super().block(block), self._taken_away(block))
        made: Markup = super().block(block)
        return made

    def figures(self) -> Iterator[Markup]:
        """Every figure of the report, whatever its depth."""
        for figure in self.disclosed.figures().values():
            yield self._figure(figure)

    def parts(self, sections: Iterable[Section]) -> Iterator[Markup]:
        """The sections, without their figures, which stand apart."""
        for section in sections:
            if section.depth in self.depths:
                blocks = [block for block in section.blocks if not isinstance(block, Figure)]
                if blocks:
                    yield self.section(replace(section, blocks=tuple(blocks)))

    def _figure(self, figure: Figure) -> Markup:
        """A chart that the browser draws; what it says stands under it for those who cannot see it."""
        drawn = figure.drawn()
        if not drawn:
            return Markup("").join(self.blocks(figure.words))
        return Markup("").join(self._drawn(figure, number, drawing) for number, drawing in enumerate(drawn))

    def _drawn(self, figure: Figure, number: int, drawing: Drawn) -> Markup:
        title = Markup("<h3>{}</h3>").format(self.text(figure.title)) if figure.title and not number else ""
        links = Markup(" ").join(
            Markup('<a href="{}" download>{}</a>').format(self._chart(figure.key, number, kind), kind.upper())
            for kind in ("svg", "png")
        )
        return Markup(
            '{}<figure class="chart" data-chart="{}"><div class="drawing" role="img" aria-label="{}"></div>'
            '<figcaption>{} <span class="taken">{}</span></figcaption>{}</figure>'
        ).format(
            title,
            self._chart(figure.key, number, "json"),
            printable(plain(drawing.caption)),
            self.text(drawing.caption),
            links,
            marks(self.view, figure.key, drawing),
        )

    def _problem(self, problem: ProblemLines) -> Markup:
        """What is wrong with the case in a sentence, with the ways to where it is mended."""
        ways = []
        if problem.cell is not None:
            ways.append((self.view.at("case", (("cell", ".".join(problem.cell)),)).url, problem.about))
        where, at = f"line {problem.line} of {printable(problem.file)}", Markup("")
        if problem.file == CASE_FILE:
            ways.append((self.view.at("file", (("line", str(problem.line)),)).url, where))
        elif problem.line:
            at = Markup(" {}").format(where[:1].upper() + where[1:])
        links = Markup(" · ").join(Markup('<a href="{}">{}</a>').format(url, capitalised(words)) for url, words in ways)
        return Markup(
            '<p class="problem {}"><b>{}</b> {}{}<br><span class="small">{}{} <code>{}</code></span></p>'
        ).format(
            "error" if problem.is_error else "caution",
            "Error:" if problem.is_error else "Warning:",
            with_code(sentence(problem.said)),
            Markup(" {}").format(with_code(sentence(problem.hint))) if problem.hint else "",
            links,
            at,
            problem.code,
        )

    def _chart(self, key: str, number: int, kind: str) -> str:
        return self.view.part(f"chart.{kind}", key=key, number=str(number))

    def _taken_away(self, block: Block) -> Markup:
        number = self._tables.get(id(block))
        if number is None:
            return Markup("")
        url = self.view.part("table.csv", number=str(number))
        return Markup('<p class="taken"><a href="{}" download>CSV</a></p>').format(url)

    def _command(self, block: Command) -> Markup:
        """A command that says more, as the page that it is; nothing for the page on which it stands."""
        target = page_of_command(block.text)
        if target is None:
            return Markup("")
        page, given = target
        if page == self.view.page and {name for name, _ in given} <= {"full"}:
            return Markup("")
        words = QUESTIONS[page].title
        return Markup('<p class="next"><a href="{}">{}</a></p>').format(self.view.at(page, given).url, words)

    def text(self, words: Any) -> Markup:
        """A sentence whose parties, options, terms and claims can be opened."""
        made: list[Markup] = []
        for piece in self.footnotes.pieces(words):
            if isinstance(piece, Note):
                made += [Markup("<sup>{}</sup>").format(BETWEEN)] if piece.is_next else []
                made.append(self._opener("claim", piece.key, Markup("<sup>{}</sup>").format(piece.number)))
            elif piece.kind in OPENED and piece.key:
                made.append(self._opener(piece.kind, piece.key, escape(piece.text)))
            elif piece.kind == "command":
                continue
            elif piece.kind == "inferred":
                made.append(Markup("<i>{}</i>").format(piece.text))
            else:
                made.append(self._with_pages(piece.text))
        return Markup("").join(made)

    def _with_pages(self, words: str) -> Markup:
        """Plain words, in which a command that answers a question is the page that does."""
        made, end = [], 0
        for match in _COMMAND.finditer(words):
            asked = QUESTIONS.get(match[1])
            if asked is not None:
                link = Markup('<a href="{}">{}</a>').format(self.view.at(asked.key).url, asked.title)
                made += [self._with_terms(words[end : match.start()]), link]
                end = match.end()
        return Markup("").join((*made, self._with_terms(words[end:])))

    def _with_terms(self, words: str) -> Markup:
        """Plain words, in which a term of art leads to its entry where it first stands."""
        made, end = [], 0
        for match in terms_of_art().finditer(words):
            name = match[1].casefold()
            if name not in self._explained:
                self._explained.add(name)
                made += [escape(words[end : match.start()]), self._opener("term", match[1], escape(match[0]))]
                end = match.end()
        return Markup("").join((*made, escape(words[end:])))

    def _opener(self, kind: str, key: str, words: Markup) -> Markup:
        url = self.view.at(f"about/{kind}/{quote(key, safe='')}").url
        return Markup('<a class="why {}" href="{}" data-about>{}</a>').format(kind, url, words)


class FragmentBlocks(PageBlocks):
    """Blocks of something that is no part of the page's answer; its tables cannot be taken away as the answer's."""

    def _taken_away(self, block: Block) -> Markup:
        return Markup("")


def sentence(words: str) -> str:
    """Words of a problem, which begin small and have no full stop, as a sentence."""
    said = printable(words).strip()
    return said[:1].upper() + said[1:] + ("" if said.endswith((".", "!", "?", "…", "”")) else ".")


def with_code(words: str) -> Markup:
    """Words in which what stands between backquotes is written as it stands in the file."""
    made = [
        Markup("<code>{}</code>").format(part) if n % 2 else escape(part) for n, part in enumerate(words.split("`"))
    ]
    return Markup("").join(made)


def tables_of(disclosed: Disclosed) -> list[Grid | PackageTable]:
    """The tables of a report in their order, by which a page refers to them."""
    return [
        block
        for section in disclosed.report.sections
        for block in section.blocks
        if isinstance(block, Grid | PackageTable)
    ]


def page_of_command(text: str) -> tuple[str, Query] | None:
    """The page that answers what a command line asks, with its query; None for a command that has no page."""
    words = shlex.split(text)
    if len(words) < 2 or words[0] != "winset" or words[1] not in QUESTIONS:
        return None
    flags = {
        described.flag or f"--{field.name.replace('_', '-')}": (field.name, described)
        for field, described in described_fields(QUESTIONS[words[1]].request_type)
    }
    given: list[tuple[str, str]] = []
    rest = iter(words[2:])
    for word in rest:
        if word == "--full":
            given.append(("full", "true"))
        elif word in flags:
            name, described = flags[word]
            given.append((name, "true" if described.kind is bool else next(rest, "")))
    return words[1], tuple(given)


def marks(view: View, key: str, drawn: Drawn) -> Markup:
    """The list of what can be opened from a chart: steps of a plan where they are moved on the same page, states over
    the page; nothing where nothing can.
    """
    openings: dict[str, tuple[str, Callable[[str], str]]] = {
        "time_line": ("Move one of these steps", lambda step: f"#start-{step}"),
        "states": ("Who could move from where", lambda state: view.part("state", at=state)),
    }
    if key not in openings or not drawn.marks:
        return Markup("")
    title, url = openings[key]
    return filled(
        "marks.html.j2",
        title=title,
        in_place=key == "states",
        marks=[(mark.key, printable(plain(mark.words)), url(mark.key)) for mark in drawn.marks],
        is_open=len(drawn.marks) <= FEW,
    )
