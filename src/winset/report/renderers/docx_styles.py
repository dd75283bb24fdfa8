"""The styles of a Word file: those of an office's own file stay as they are, what it lacks is added."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx.document import Document

FONT = "Calibri"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Style:
    """A paragraph style. size, above, below: points; None as in its base."""

    name: str
    base: str = "Normal"
    size: float | None = None
    above: float = 0
    below: float = 3
    bold: bool | None = None
    italic: bool | None = None
    colour: str | None = None


OURS = (
    _Style(name="Normal", base="", size=10, below=3),
    _Style(name="Title", base="", size=17, below=2, bold=True, colour="1D2329"),
    _Style(name="Subtitle", base="", size=10, below=6, italic=True, colour="5B6670"),
    _Style(name="Heading 1", base="", size=12, above=9, below=3, bold=True, colour="1D2329"),
    _Style(name="Heading 2", base="", size=11, above=8, below=3, bold=True, colour="1D2329"),
    _Style(name="Heading 3", base="", size=10, above=6, below=2, bold=True, colour="1D2329"),
    _Style(name="List Bullet", base="", size=9.5, below=1),
    _Style(name="Caption", base="", size=8, below=6, bold=False, colour="5B6670"),
    _Style(name="Quote", base="", size=9, italic=True),
    _Style(name="Header", base="", size=8, colour="5B6670"),
    _Style(name="Footer", base="", size=8, colour="5B6670"),
)
"""What winset makes of the styles that come with python-docx, where no file of an office is given."""
ADDED = (
    _Style(name="Winset Answer", bold=True),
    _Style(name="Winset Note", size=8, colour="5B6670"),
    _Style(name="Winset Warning", size=9, colour="9A3412"),
    _Style(name="Winset Lines", size=8),
    _Style(name="Winset Table", size=8, below=0),
    _Style(name="Winset Table Note", size=7, below=0, colour="5B6670"),
    _Style(name="footnote text", size=7.5, below=0),
)
"""Styles that are added to any file that lacks them."""
EXPECTED = tuple(style.name for style in OURS if style.name != "Normal")
"""Built-in styles that a file may lack: they are added as they are here."""
REFERENCE = "footnote reference"
"""The character style of the numbers of footnotes."""


def with_styles(document: Document, *, own: bool) -> Document:
    """The document with every style that a report needs. own: no office gave it, so that its look and page are ours."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Mm

    known = {style.name for style in document.styles}
    by_name = {style.name: style for style in OURS}
    if own:
        section = document.sections[-1]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(15)
        section.top_margin = section.bottom_margin = Mm(15)
        for own_style in OURS:
            _shape(document, own_style)
    for own_style in (*(by_name[name] for name in EXPECTED), *ADDED):
        if own_style.name not in known:
            document.styles.add_style(
                own_style.name, WD_STYLE_TYPE.PARAGRAPH, builtin=not own_style.name.startswith("Winset")
            )
            _shape(document, own_style)
    if "Table Grid" not in known:
        document.styles.add_style("Table Grid", WD_STYLE_TYPE.TABLE, builtin=True)
    if REFERENCE not in known:
        style = document.styles.add_style(REFERENCE, WD_STYLE_TYPE.CHARACTER, builtin=True)
        style.font.superscript = True
    return document


def _shape(document: Document, own_style: _Style) -> None:
    """Gives a style its look."""
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    style = document.styles[own_style.name]
    if own_style.base:
        style.base_style = document.styles[own_style.base]
    font, form = style.font, style.paragraph_format
    font.name = FONT
    fonts = style.element.rPr.rFonts
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    font.bold, font.italic = own_style.bold, own_style.italic
    if own_style.size is not None:
        font.size = Pt(own_style.size)
    if own_style.colour is not None:
        font.color.rgb = RGBColor.from_string(own_style.colour)
    form.space_before, form.space_after, form.line_spacing = Pt(own_style.above), Pt(own_style.below), 1.0
    for border in style.element.pPr.findall(qn("w:pBdr")):
        style.element.pPr.remove(border)
