"""A PDF as text: what can be seen on its pages, with a budget for what it may draw."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from winset.casefile.document_text import UNREADABLE, DocumentText, Furniture, SourceRefused, too_large
from winset.casefile.page_furniture import PageLines, furniture
from winset.casefile.pdf_cells import with_cells_apart
from winset.casefile.pdf_layout import PrintedLine, in_columns, printed_lines, set_words
from winset.casefile.pdf_leftward import in_reading_order, reads_leftward
from winset.casefile.pdf_letters import Letters
from winset.casefile.pdf_objects import DAMAGED
from winset.casefile.pdf_tags import TableCells
from winset.casefile.pdf_visible import MOST_COMPARED, Budget, Shown, TooMuchDrawn, VisibleText, layers_off
from winset.casefile.pdf_words import Word

LARGEST_TEXT = 20_000_000
"""Characters of the text of a source in PDF; beyond, it is refused."""
MOST_PAGES = 5_000
"""Pages of a source in PDF; beyond, it is refused."""
LARGEST_PAGE = 5_000_000
"""Bytes that draw one page of a source in PDF, when unpacked; beyond, it is refused."""
MOST_DRAWN_PAGE = 100_000
"""Drawing operations on one page of a source in PDF; beyond, it is refused."""
MOST_UNPACKED = 50_000_000
"""Bytes that draw all pages of a source in PDF and describe their letters, when unpacked and as often as they are used;
beyond, it is refused.
"""
MOST_DRAWN = 1_000_000
"""Drawing operations in all of a source in PDF; beyond, it is refused."""

_WRITING = (b"Tj", b"TJ", b"'", b'"')


def pdf_text(data: bytes, file: str) -> DocumentText | SourceRefused:
    """What can be seen on the pages; refused with E122 or E125."""
    try:
        from pypdf import errors
    except ModuleNotFoundError:
        message = f"reading `{file}` needs pypdf: pip install 'winset[pdf]', or save the document as text"
        return SourceRefused(code="E125", message=message)
    try:
        pages = _pages(data, file)
    except (errors.FileNotDecryptedError, errors.DependencyError):
        message = f"`{file}` is encrypted; save a copy without a password, or as text"
        return SourceRefused(code="E125", message=message)
    except (errors.PyPdfError, *DAMAGED) as error:
        message = f"`{file}` cannot be read as PDF ({type(error).__name__}: {error}); save it anew or as text"
        return SourceRefused(code="E125", message=message)
    if isinstance(pages, SourceRefused):
        return pages
    if not any(page.text.strip() for page in pages):
        hidden = any(page.hidden for page in pages)
        message = f"`{file}` has no text, it may be a scan; run text recognition (OCR) on it, or save it as text"
        if hidden:
            message = f"no text can be seen on the pages of `{file}`: what stands in it is hidden; save it as text"
        return SourceRefused(code="E125", message=message)
    pictured = frozenset(number for number, page in enumerate(pages, start=1) if page.pictured)
    whole = "\f".join(page.whole for page in pages) if any(page.hidden for page in pages) else ""
    return DocumentText(
        text="\f".join(page.text for page in pages), whole=whole, pictured=pictured, furniture=_furniture(pages)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """A page: its text, the same with what is hidden, how many texts that is, and whether some is seen only as part of
    a picture.
    """

    text: str
    whole: str
    hidden: int
    pictured: bool
    spent: Budget
    lines: tuple[PrintedLine, ...] = ()


def _furniture(pages: list[_Page]) -> tuple[Furniture, ...]:
    set_pages, offset = [], 0
    for page in pages:
        set_pages.append(PageLines(text=page.text, offset=offset, lines=page.lines))
        offset += len(page.text) + 1
    return furniture(set_pages)


def _pages(data: bytes, file: str) -> list[_Page] | SourceRefused:
    """Every page; raises pypdf's errors and those in `DAMAGED`."""
    from pypdf import PdfReader

    reader = PdfReader(BytesIO(data))
    if len(reader.pages) > MOST_PAGES:
        return too_large(file, f"{len(reader.pages):,} pages", f"{MOST_PAGES:,} pages")
    catalog = reader.trailer["/Root"]
    document = Shown(layers_off=layers_off(catalog), cells=TableCells(catalog), letters=Letters())
    pages: list[_Page] = []
    size, spent = 0, Budget()
    for number, page in enumerate(reader.pages, start=1):
        contents = page.get_contents()
        if contents is not None and len(contents.get_data()) > LARGEST_PAGE:
            return too_large(file, f"more than {LARGEST_PAGE:,} bytes on page {number}", f"{LARGEST_PAGE:,} on a page")
        budget = Budget(
            drawn=min(MOST_DRAWN_PAGE, MOST_DRAWN - spent.drawn),
            compared=MOST_COMPARED - spent.compared,
            unpacked=MOST_UNPACKED - spent.unpacked,
        )
        try:
            pages.append(_page(page, document, budget))
        except TooMuchDrawn:
            limit = (
                f"{MOST_DRAWN_PAGE:,} operations on a page and {MOST_DRAWN:,} in all, which may take {MOST_UNPACKED:,} "
                f"bytes when unpacked, and {MOST_COMPARED:,} comparisons of what lies over what"
            )
            return too_large(file, f"too much that is drawn up to page {number}", limit)
        size, spent = size + len(pages[-1].text), spent.and_also(pages[-1].spent)
        if size > LARGEST_TEXT:
            return too_large(file, f"more than {LARGEST_TEXT:,} characters of text", f"{LARGEST_TEXT:,}")
    return pages


def _page(page: Any, document: Shown, budget: Budget) -> _Page:
    """The page as it is seen: read a second time without its hidden texts where it has any."""
    visible = VisibleText(page, document, budget)
    text = whole = _extracted(page, visible)
    hidden = visible.not_seen()
    if hidden:
        text = page.extract_text(visitor_operand_before=_Leaving(hidden), visitor_operand_after=None)
    words = [word for word in visible.words if word.text not in hidden]
    text, lines = _laid_out(_plain(text), words, document.letters)
    return _Page(
        text=text,
        whole=_plain(whole),
        hidden=len(hidden),
        pictured=bool(visible.in_picture()),
        spent=Budget(
            drawn=visible.drawn * (2 if hidden else 1),
            compared=visible.painting.looked_at,
            unpacked=visible.unpacked * (2 if hidden else 1),
        ),
        lines=tuple(lines),
    )


def _laid_out(text: str, words: list[Word], letters: Letters) -> tuple[str, list[PrintedLine]]:
    """The text in the order in which it is read, with numbers apart that stand apart, and its lines where known."""
    lines: list[PrintedLine] = []
    if reads_leftward(text):
        text, lines = in_reading_order(text, words, letters)
    apart = with_cells_apart(text, words, letters)
    if lines:
        return apart, lines if len(apart) == len(text) else []
    placed = set_words(apart, words, letters)
    if not placed:
        return apart, []
    apart, placed = in_columns(apart, placed)
    return apart, printed_lines(apart, placed)


def _plain(text: str) -> str:
    """What is read in the letters of a page: every hyphen that it draws can be seen, whatever a font calls it."""
    return UNREADABLE.sub("\ufffd", text.replace("\f", "\n").replace("\u00ad", "-"))


def _extracted(page: Any, visible: VisibleText) -> str:
    """The text of the page; pypdf leaves out a form in which TooMuchDrawn was raised, so it is raised again."""
    text: str = page.extract_text(visitor_operand_before=visible.before, visitor_operand_after=visible.after)
    if visible.is_over_budget():
        raise TooMuchDrawn
    return text


class _Leaving:
    """Puts a space in the place of each hidden text, by the order in which a page writes."""

    def __init__(self, hidden: set[int]) -> None:
        self.hidden, self.count = hidden, 0

    def __call__(self, operator: bytes, operands: list[Any], *_: object) -> None:
        if operator not in _WRITING:
            return
        self.count += 1
        if self.count in self.hidden and operands:
            from pypdf.generic import ArrayObject, TextStringObject

            space = TextStringObject(" ")
            operands[-1] = ArrayObject([space]) if operator == b"TJ" else space
