"""A report as a Word file: real styles, headings, tables, captions, footnotes; from an office's own file if given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from winset.errors import WinsetError
from winset.report.disclosure import Disclosed
from winset.report.renderers.paper import Cell, Heading, Notes, Paper, Paragraph, Part, Picture, Run, Style, Table

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph as DocxParagraph

MISSING = "writing Word files needs python-docx: pip install 'winset[docx]'"
STYLES: dict[Style, str] = {
    "normal": "Normal",
    "answer": "Winset Answer",
    "strong": "Normal",
    "note": "Winset Note",
    "lead": "Subtitle",
    "warning": "Winset Warning",
    "quote": "Quote",
    "bullet": "List Bullet",
    "lines": "Winset Lines",
}
FILLS = {"stated": "DCEBF5", "inferred": "FBF0D5", "silent": "F1F2F3"}
WHEN = datetime(2000, 1, 1)
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The time of every part of the file, the earliest that it can be."""
PICTURE = 0.8
"""Share of the width of a page that a chart takes."""
MARK = b"brief written by winset"
"""The comment of the file, by which winset knows it again; other programs write none."""
FIRST_COLUMN = 0.16
"""Share of a wide table's width that the names of its rows take."""


def docx_file(disclosed: Disclosed, reference: Path | None = None) -> bytes:
    """The report as a Word file. reference: a Word file whose styles, page and letterhead it takes; what stands in its
    body does not matter. Raises WinsetError where python-docx is not installed or the reference is no Word file.
    """
    try:
        import docx  # noqa: F401
    except ImportError:
        raise WinsetError(MISSING) from None
    from winset.report.renderers.docx_styles import with_styles

    document = with_styles(_opened(reference), own=reference is None)
    part: Any = document.part
    part.get_style_id = cache(part.get_style_id)  # else every paragraph is looked up among all styles
    _Page(document, Paper(disclosed)).write()
    return _packed(document)


def _opened(reference: Path | None) -> Document:
    """An empty document with the styles of the reference, or with those that come with winset."""
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    if reference is None:
        return docx.Document()
    try:
        document = docx.Document(str(reference))
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError, OSError):
        raise WinsetError(f"`{reference}` is not a Word file (.docx) whose styles could be taken") from None
    body = document.element.body
    for child in [element for element in body if not element.tag.endswith("}sectPr")]:
        body.remove(child)
    return document


def _packed(document: Document) -> bytes:
    """The document as a file that is the same whenever it is made."""
    properties = document.core_properties
    properties.created = properties.modified = WHEN
    made, packed = BytesIO(), BytesIO()
    document.save(made)
    with ZipFile(made) as parts, ZipFile(packed, "w", ZIP_DEFLATED) as file:
        for name in parts.namelist():
            entry = ZipInfo(name, EARLIEST)
            entry.compress_type = ZIP_DEFLATED
            file.writestr(entry, parts.read(name))
        file.comment = MARK
    return packed.getvalue()


class _Page:
    def __init__(self, document: Document, paper: Paper) -> None:
        from winset.report.renderers.docx_notes import FootnotesPart

        self.document, self.paper = document, paper
        self.footnotes = FootnotesPart(document)
        section = document.sections[-1]
        self.width = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)

    def write(self) -> None:
        """Everything, from the marks on each page to the footnotes."""
        properties = self.document.core_properties
        properties.title, properties.author, properties.comments = self.paper.title, "", self.paper.marks
        self._marks()
        self.document.add_paragraph(self.paper.title, style="Title")
        parts = list(self.paper.parts())
        notes = [n for n, part in enumerate(parts) if isinstance(part, Notes)]
        over = {n - 1 for n in notes if n and isinstance(parts[n - 1], Heading)}
        for n, part in enumerate(parts):
            if n not in over:
                self._part(part)
        self.footnotes.write(self.paper.notes)

    def _marks(self) -> None:
        """Who may see it and what it is at the head of every page; its title and the number of the page at the foot."""
        from winset.report.renderers.docx_notes import add_field

        section = self.document.sections[-1]
        heads, feet = [section.header], [section.footer]
        if section.different_first_page_header_footer:
            heads.append(section.first_page_header)
            feet.append(section.first_page_footer)
        if self.document.settings.odd_and_even_pages_header_footer:
            heads.append(section.even_page_header)
            feet.append(section.even_page_footer)
        for head in heads:
            _free(head.paragraphs, head).add_run(f"{self.paper.kind} · {self.paper.marks}")
        for foot in feet:
            line = _free(foot.paragraphs, foot)
            line.add_run(f"{self.paper.title} · page ")
            add_field(line, "PAGE", "1")
            line.add_run(" of ")
            add_field(line, "NUMPAGES", "1")

    def _part(self, part: Part) -> None:
        match part:
            case Heading():
                heading = self.document.add_paragraph(style=f"Heading {part.level}")
                heading.paragraph_format.page_break_before = part.own_page or None
                self._runs(heading, part.runs)
            case Paragraph():
                strong = part.style == "strong"
                self._runs(self.document.add_paragraph(style=STYLES[part.style]), part.runs, strong=strong)
            case Table():
                self._table(part)
            case Picture():
                self._picture(part)

    def _runs(self, paragraph: DocxParagraph, runs: Iterable[Run], *, strong: bool = False) -> None:
        for run_of_text in runs:
            if run_of_text.note is not None:
                self.footnotes.refer(paragraph, run_of_text.note)
            else:
                run = paragraph.add_run(run_of_text.text)
                run.bold, run.italic = (
                    (True if run_of_text.strong or strong else None),
                    (True if run_of_text.italic else None),
                )
                if run_of_text.leftward:
                    run.font.rtl = True
                run.font.superscript = True if run_of_text.raised else None

    def _table(self, part: Table) -> None:
        """A table whose head stands on every page that it reaches."""
        from winset.report.renderers.docx_notes import keep_row_whole, repeat_row

        rows = [*([part.head] if part.head else []), *part.rows]
        table = self.document.add_table(rows=0, cols=part.columns, style="Table Grid")
        table.autofit = False
        widths = self._widths(part)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        for number, row in enumerate(rows):
            made = table.add_row()
            keep_row_whole(made)
            is_head = bool(part.head) and number == 0
            if is_head:
                repeat_row(made)
            for place, (cell, content) in enumerate(zip(made.cells, row, strict=False)):
                names = is_head or (place == 0 and part.key != "brief_judgements")
                self._cell(cell, content, strong=names)
            for cell, width in zip(made.cells, widths, strict=True):
                cell.width = width
        self.document.add_paragraph(style="Winset Note")

    def _widths(self, part: Table) -> Sequence[Any]:
        from docx.shared import Emu

        if part.columns == 2:
            first = 0.72 if part.key == "brief_judgements" else 0.24
            return Emu(int(first * self.width)), Emu(int((1 - first) * self.width))
        rest = (1 - FIRST_COLUMN) / max(1, part.columns - 1)
        return [Emu(int((FIRST_COLUMN if n == 0 else rest) * self.width)) for n in range(part.columns)]

    def _cell(self, cell: Any, content: Cell, *, strong: bool) -> None:
        from winset.report.renderers.docx_notes import shade

        paragraph = cell.paragraphs[0]
        paragraph.style = "Winset Table"
        self._runs(paragraph, content.runs, strong=strong)
        if content.note:
            self._runs(cell.add_paragraph(style="Winset Table Note"), content.note)
        if content.mark in FILLS:
            shade(cell, FILLS[content.mark])

    def _picture(self, part: Picture) -> None:
        from winset.report.charts.draw import png

        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        shape = paragraph.add_run().add_picture(BytesIO(png(part.chart)), width=int(PICTURE * self.width))
        shape._inline.docPr.set("descr", part.caption or self.paper.title)
        self._runs(self.document.add_paragraph(style="Caption"), (Run(text=part.caption),))


def _free(paragraphs: Sequence[Any], place: Any) -> Any:
    """The paragraph of a head or foot in which nothing stands yet; a new one beneath a letterhead."""
    last = paragraphs[-1] if paragraphs else None
    return (
        last
        if last is not None and not last.text.strip() and not last._p.xpath(".//w:drawing")
        else place.add_paragraph()
    )
