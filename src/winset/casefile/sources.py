"""A source document as exact text: read from inside the case's folder only, or refused with a reason.

Plain text and Markdown are kept character for character. HTML and PDF are turned into text here, once, and quotes
are sought in that text.
"""

from __future__ import annotations

import hashlib
import os
import re
import struct
import zlib
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING, Literal

from winset.casefile.fold import FoldedText, fold
from winset.casefile.opening import LeadsOutside, NotRegular, open_inside

if TYPE_CHECKING:
    from bs4 import BeautifulSoup
    from bs4.element import PageElement, Tag

Kind = Literal["text", "markdown", "html", "pdf"]

LARGEST = 20_000_000
"""Bytes of a source, and characters of the text in a PDF; beyond, it is refused."""
MOST_TAGS = 200_000
"""Tags of a source in HTML; beyond, it is refused."""
MOST_PAGES = 5_000
"""Pages of a source in PDF; beyond, it is refused."""
LARGEST_PAGE = 5_000_000
"""Bytes that draw one page of a source in PDF, when unpacked; beyond, it is refused."""
MOST_DRAWN_PAGE = 100_000
"""Drawing operations on one page of a source in PDF; beyond, it is refused."""
MOST_DRAWN = 1_000_000
"""Drawing operations in all of a source in PDF; beyond, it is refused."""

_KINDS: dict[str, Kind] = {".txt": "text", ".md": "markdown", ".html": "html", ".htm": "html", ".pdf": "pdf"}
_ARCHIVES = frozenset({".zip", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar", ".tar", ".zst"})
_WRITERS = {
    **dict.fromkeys((".doc", ".docx", ".docm", ".dot", ".dotx"), "a Word document"),
    **dict.fromkeys((".odt", ".fodt"), "an OpenDocument text"),
    **dict.fromkeys((".rtf",), "a rich text document"),
    **dict.fromkeys((".xls", ".xlsx", ".xlsm", ".xlsb"), "an Excel workbook"),
    **dict.fromkeys((".ods", ".numbers"), "a spreadsheet"),
    **dict.fromkeys((".ppt", ".pptx", ".pps", ".ppsx", ".odp", ".key"), "a presentation"),
    **dict.fromkeys((".pages",), "a Pages document"),
    **dict.fromkeys((".epub", ".mobi"), "an e-book"),
    **dict.fromkeys((".eml", ".msg"), "a mail"),
}
"""What documents of other programs are, by the end of their names."""
_SPREADSHEETS = ("an Excel workbook", "a spreadsheet")
_SAVING = {
    "a mail": "copy its words into a text file (.txt, UTF-8)",
    "an e-book": "save the chapter that you quote as text (.txt, UTF-8) or PDF",
    **dict.fromkeys(
        _SPREADSHEETS, "save the sheet that you quote as PDF, or copy its words into a text file (.txt, UTF-8)"
    ),
    "a presentation": "open it and export it as PDF",
}
_SAVING_TEXT = "open it and save a copy as PDF, or as plain text (.txt) with the encoding UTF-8"
_MAGIC = (
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"PK\x05\x06", "a zip archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a rar archive"),
    (b"%PDF-", "a PDF; name it .pdf"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "a rich text document"),
)
_OFFICE_MAGIC = (b"\xd0\xcf\x11\xe0", b"{\\rtf")
_OFFICE_PARTS = {
    b"word/document.xml": "a Word document", b"xl/workbook": "an Excel workbook",
    b"ppt/presentation": "a presentation", b"opendocument.text": "an OpenDocument text",
    b"opendocument.spreadsheet": "a spreadsheet", b"opendocument.presentation": "a presentation",
}  # fmt: skip
"""By what stands inside them, documents of other programs that were given the name of a text."""

_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff]")

_DROPPED = frozenset({"script", "style", "noscript", "template", "title", "del", "s", "strike"})
_HIDING = r"(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|(?:font-size|opacity)\s*:\s*0(?:\.0*)?(?![\d.]))"
_HIDDEN_BY_STYLE = re.compile(rf"(?:^|[;{{\s]){_HIDING}", re.IGNORECASE)
_SIMPLE_SELECTOR = re.compile(r"[.#][\w-]+")
_NEVER_VISIBLE = (
    (re.compile("<!--"), "-->"),
    (re.compile(r"<!\[CDATA\["), "]]>"),
    (re.compile(r"<!\["), "]>"),
    (re.compile("<[!?/a-zA-Z]"), ">"),
)
_BLOCKS = re.compile(
    "address|article|aside|blockquote|body|caption|center|d[dlt]|details|dialog|div|fieldset|figcaption|figure|footer"
    "|form|h[1-6r]|head|header|html|legend|li|main|menu|nav|ol|option|p|pre|section|select|summary|table|tbody"
    "|textarea|tfoot|thead|t[dhr]|ul"
)
# What pypdf lets through on damaged files, beside its own errors.
_DAMAGED = (
    *(AttributeError, TypeError, LookupError),  # an object of another type, a key or item that is missing
    *(ValueError, OverflowError, AssertionError),  # numbers, names, dates and encodings that make no sense
    RecursionError,  # objects that contain themselves
    *(zlib.error, struct.error, EOFError, NotImplementedError),  # broken streams and filters that are not known
)
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


@dataclass(frozen=True, kw_only=True)  # without slots: the cached properties live in the instance
class SourceText:
    """A source as text, with the way from an offset to the line or page that a reader can look up.

    text: exact for plain text and Markdown (without a byte order mark at the start); PDF pages are joined by a form
    feed. sha256: of the file's bytes.
    """

    name: str
    kind: Kind
    text: str
    sha256: str

    @cached_property
    def folded_text(self) -> FoldedText:
        """The whole text under the typographic fold, computed once."""
        return fold(self.text)

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in _LINE_BREAK.finditer(self.text))]

    @cached_property
    def _page_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\f", self.text))]

    def line(self, offset: int) -> int:
        """The line of `text` that the character at `offset` stands on, counted from 1."""
        return bisect_right(self._line_starts, offset)

    def where(self, offset: int) -> str:
        """The place as a reader looks it up: "page 3" in a PDF, "line 12" elsewhere."""
        if self.kind == "pdf":
            return f"page {bisect_right(self._page_starts, offset)}"
        return f"line {self.line(offset)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRefused:
    """Why a source was not read: a code from E120 to E125, and what would be right."""

    code: str
    message: str


def read_source(folder: Path, file: str) -> SourceText | SourceRefused:
    """The text of a source inside the case's folder, or the reason why it is refused.

    E120 not there or no regular file; E121 outside the folder; E122 too large; E123 of a kind that is not read;
    E124 not UTF-8 text; E125 a PDF that cannot be read.
    """
    data = source_bytes(folder, file)
    return data if isinstance(data, SourceRefused) else source_text(file, data)


def source_text(file: str, data: bytes) -> SourceText | SourceRefused:
    """The text of a source of that name that holds these bytes; refused with E122 to E125."""
    kind = _KINDS[Path(file).suffix.lower()]
    if kind == "pdf":
        text = _pdf_text(data, file)
    else:
        text = _not_text(data, file) or _decoded(data, file)
        if kind == "html" and isinstance(text, str):
            text = _html_text(text, file)
    if isinstance(text, SourceRefused):
        return text
    return SourceText(name=file, kind=kind, text=text, sha256=hashlib.sha256(data).hexdigest())


def is_document(file: str) -> bool:
    """True of the name of a document, of a kind that is read or not."""
    suffix = Path(file).suffix.lower()
    return suffix in _KINDS or suffix in _WRITERS


def _inside(file: str) -> SourceRefused | None:
    """None where the name is that of a place inside the folder."""
    windows = PureWindowsPath(file)
    if "\0" in file:
        return SourceRefused(code="E120", message=f"the file name {file!r} holds a NUL character")
    if windows.drive or windows.root or "\\" in file:
        message = f"`{file}` must be a path inside the case's folder, written with `/` and without a drive or root"
        return SourceRefused(code="E121", message=message)
    if ".." in windows.parts:
        return SourceRefused(code="E121", message=f"`{file}` leads out of the case's folder; `..` is not allowed")
    return None


def _kind_refused(file: str) -> SourceRefused | None:
    """None where the name ends in a kind that is read."""
    suffix = Path(file).suffix.lower()
    if suffix in _KINDS:
        return None
    advice = ""
    if suffix in _ARCHIVES:
        advice = "; unpack the archive and save the document it holds as text or PDF"
    elif suffix in _WRITERS:
        return SourceRefused(code="E123", message=_as_text(file, _WRITERS[suffix]))
    message = f"`{file}` is not of a kind that is read: .txt, .md, .html, .htm, .pdf{advice}"
    return SourceRefused(code="E123", message=message)


def _as_text(file: str, what: str) -> str:
    """That a document of another program is not read, and how a copy is made that is."""
    return f"`{file}` is {what}, which is not read: {_SAVING.get(what, _SAVING_TEXT)}, and name that file instead"


def source_bytes(folder: Path, file: str) -> bytes | SourceRefused:
    """The content of a regular file of a readable kind and size inside the folder, opened once; refused with E120 to
    E123.
    """
    refused = _inside(file)
    if refused is not None:
        return refused
    try:
        with open_inside(folder, file) as stream:
            refused = _kind_refused(file)
            if refused is not None:
                return refused
            size = os.fstat(stream.fileno()).st_size
            data = stream.read(LARGEST + 1) if size <= LARGEST else b""
    except LeadsOutside:
        message = f"`{file}` is a link that leads out of the case's folder; copy the document into the folder"
        return SourceRefused(code="E121", message=message)
    except NotRegular:
        return SourceRefused(code="E120", message=f"`{file}` is not a regular file")
    except FileNotFoundError:
        return SourceRefused(code="E120", message=f"there is no file `{file}` in the case's folder")
    except OSError as error:
        return SourceRefused(code="E120", message=f"`{file}` cannot be read: {error.strerror}")
    if max(size, len(data)) > LARGEST:
        return _too_large(file, f"{max(size, len(data)):,} bytes", f"{LARGEST:,} bytes (20 MB)")
    return data


def _too_large(file: str, size: str, limit: str) -> SourceRefused:
    message = f"`{file}` has {size}; a source may have at most {limit}: keep the part that is quoted"
    return SourceRefused(code="E122", message=message)


def _not_text(data: bytes, file: str) -> SourceRefused | None:
    """None where the content does not look like something else under a text's name."""
    for magic, what in _MAGIC:
        if data.startswith(magic):
            inside = _OFFICE_PARTS.get(next((part for part in _OFFICE_PARTS if part in data), b""), "")
            if magic == b"PK\x03\x04" and inside:
                return SourceRefused(code="E123", message=_as_text(file, inside))
            if magic in _OFFICE_MAGIC:
                return SourceRefused(code="E123", message=_as_text(file, what))
            message = f"`{file}` is not text: its content is {what}; save it as text or PDF"
            return SourceRefused(code="E123", message=message)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        message = f"`{file}` is UTF-16, not UTF-8, from byte 0, line 1; save it as UTF-8"
        return SourceRefused(code="E124", message=message)
    nul = data.find(b"\0")
    if nul >= 0:
        message = f"`{file}` is not text: byte {nul:,} is NUL; save it as text (UTF-8) or PDF"
        return SourceRefused(code="E123", message=message)
    return None


def _decoded(data: bytes, file: str) -> str | SourceRefused:
    """The bytes as UTF-8 text without control characters and without a byte order mark at the start."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = len(_LINE_BREAK.findall(data[: error.start].decode("utf-8"))) + 1
        message = f"`{file}` is not UTF-8 at byte {error.start:,}, line {line}; save it as UTF-8"
        return SourceRefused(code="E124", message=message)
    control = _CONTROL.search(text)
    if control is not None:
        line = len(_LINE_BREAK.findall(text, 0, control.start())) + 1
        offset = len(text[: control.start()].encode())
        message = f"`{file}` holds the control character U+{ord(control[0]):04X} at byte {offset:,}, line {line}; "
        return SourceRefused(code="E124", message=message + "remove it, or save the file as UTF-8 anew")
    return text.removeprefix("\ufeff")


def _html_text(markup: str, file: str) -> str | SourceRefused:
    """The words of a page, one paragraph per block element, white space inside a block collapsed."""
    if markup.count("<") > MOST_TAGS:
        return _too_large(file, f"{markup.count('<'):,} tags", f"{MOST_TAGS:,} tags")
    from bs4 import BeautifulSoup  # only when needed: it takes longer to import than all the rest of the evidence gate
    from bs4.exceptions import ParserRejectedMarkup

    try:
        soup = BeautifulSoup(_closed(markup), "html.parser")
    except ParserRejectedMarkup:
        return SourceRefused(code="E123", message=f"`{file}` cannot be read as HTML; save it as text or PDF")
    blocks = "".join(_visible(soup)).split("\f")
    paragraphs = ("\n".join(map(_collapsed, block.split("\v"))).strip("\n") for block in blocks)
    return "\n\n".join(filter(None, paragraphs))


def _closed(markup: str) -> str:
    """The markup up to a comment, declaration or tag that never ends; browsers show nothing of what follows.

    Without this, Python's parser searches the rest of the page for the end anew at each opening sign.
    """
    for opening, closing in _NEVER_VISIBLE:
        unclosed = opening.search(markup, markup.rfind(closing) + 1)
        if unclosed:
            markup = markup[: unclosed.start()]
    return markup


def _collapsed(line: str) -> str:
    """The line without white space at its ends, runs of it as one space; a no-break space is kept as it is."""
    return re.sub("[ \t\n\r]+", " ", line).strip(" ")


def _visible(soup: BeautifulSoup) -> Iterator[str]:
    """Every visible string in order, without what is struck out, or hidden by an attribute, a style or a plain rule; a
    form feed at each border of a block, a vertical tab at a line break.

    Walks with its own stack, since a page may nest its tags deeper than Python can recurse. Digits in superscripts
    and subscripts become such characters: 10<sup>2</sup> is not 102.
    """
    from bs4.element import CData, NavigableString, Tag

    hidden = _hidden_by_rules(soup)
    stack: list[tuple[PageElement | str, dict[int, int]]] = [(soup, {})]
    while stack:
        node, digits = stack.pop()
        if isinstance(node, Tag):
            if node.name in _DROPPED or _is_hidden(node, hidden):
                continue
            digits = {"sup": _SUPERSCRIPTS, "sub": _SUBSCRIPTS}.get(node.name, digits)
            border = "\f" if _BLOCKS.fullmatch(node.name) else ""
            stack.append((border, {}))
            stack.extend((child, digits) for child in reversed(node.contents))
            yield "\v" if node.name == "br" else border
        elif type(node) in (NavigableString, CData):
            yield _UNREADABLE.sub("\ufffd", str(node).replace("\f", " ")).translate(digits)
        elif type(node) is str:
            yield node


def _hidden_by_rules(soup: BeautifulSoup) -> frozenset[str]:
    """The classes and ids, as .class and #id, that a plain rule of the page's own hides."""
    return frozenset(
        selector.strip()
        for style in soup.find_all("style")
        for selectors, declared in _plain_rules(style.text)
        if _HIDDEN_BY_STYLE.search(declared)
        for selector in selectors.split(",")
        if _SIMPLE_SELECTOR.fullmatch(selector.strip())
    )


def _plain_rules(css: str) -> Iterator[tuple[str, str]]:
    """Selectors and declarations of the rules that no other block holds, such as one for printing alone."""
    first, *others = css.split("/*")
    depth = 0
    for piece in "".join([first, *(other.partition("*/")[2] for other in others)]).split("}"):
        opened = piece.split("{")
        if depth == 0 and len(opened) == 2:
            yield opened[0], opened[1]
        depth = max(0, depth + len(opened) - 2)


def _is_hidden(tag: Tag, hidden: frozenset[str]) -> bool:
    """True of an element that a browser does not show. hidden: classes and ids that rules hide."""
    if "hidden" in tag.attrs or _HIDDEN_BY_STYLE.search(str(tag.attrs.get("style") or "")):
        return True
    if not hidden:
        return False
    classes: object = tag.attrs.get("class") or []
    names = [f".{name}" for name in (classes if isinstance(classes, list) else str(classes).split())]
    return not hidden.isdisjoint([*names, f"#{tag.attrs.get('id')}"])


def _pdf_text(data: bytes, file: str) -> str | SourceRefused:
    """The text of all pages, joined by form feeds."""
    try:
        from pypdf import errors
    except ModuleNotFoundError:
        message = f"reading `{file}` needs pypdf: pip install 'winset[pdf]', or save the document as text"
        return SourceRefused(code="E125", message=message)
    try:
        pages = _pdf_pages(data, file)
    except (errors.FileNotDecryptedError, errors.DependencyError):
        message = f"`{file}` is encrypted; save a copy without a password, or as text"
        return SourceRefused(code="E125", message=message)
    except (errors.PyPdfError, *_DAMAGED) as error:
        message = f"`{file}` cannot be read as PDF ({type(error).__name__}: {error}); save it anew or as text"
        return SourceRefused(code="E125", message=message)
    if isinstance(pages, SourceRefused):
        return pages
    if not any(page.strip() for page in pages):
        message = f"`{file}` has no text, it may be a scan; run text recognition (OCR) on it, or save it as text"
        return SourceRefused(code="E125", message=message)
    return "\f".join(pages)


def _pdf_pages(data: bytes, file: str) -> list[str] | SourceRefused:
    """The text of every page; raises pypdf's errors and those in `_DAMAGED`."""
    from pypdf import PdfReader

    reader = PdfReader(BytesIO(data))
    if len(reader.pages) > MOST_PAGES:
        return _too_large(file, f"{len(reader.pages):,} pages", f"{MOST_PAGES:,} pages")
    pages: list[str] = []
    size = drawn = 0
    for number, page in enumerate(reader.pages, start=1):
        contents = page.get_contents()
        if contents is not None and len(contents.get_data()) > LARGEST_PAGE:
            return _too_large(file, f"more than {LARGEST_PAGE:,} bytes on page {number}", f"{LARGEST_PAGE:,} on a page")
        budget = _Drawing(min(MOST_DRAWN_PAGE, MOST_DRAWN - drawn))
        try:
            pages.append(
                _UNREADABLE.sub("\ufffd", page.extract_text(visitor_operand_before=budget).replace("\f", "\n"))
            )
        except _TooMuchDrawn:
            limit = f"{MOST_DRAWN_PAGE:,} on a page and {MOST_DRAWN:,} in all"
            return _too_large(file, f"too many drawing operations up to page {number}", limit)
        size, drawn = size + len(pages[-1]), drawn + budget.drawn
        if size > LARGEST:
            return _too_large(file, f"more than {LARGEST:,} characters of text", f"{LARGEST:,}")
    return pages


class _TooMuchDrawn(Exception):
    """A page draws more than a page may."""


class _Drawing:
    """Counts what a page draws, in forms within forms too; reading goes no further than the budget."""

    def __init__(self, budget: int) -> None:
        self.budget, self.drawn = budget, 0

    def __call__(self, *operation: object) -> None:
        self.drawn += 1
        if self.drawn > self.budget:
            raise _TooMuchDrawn
