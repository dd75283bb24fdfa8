"""A source document as exact text: read from inside the case's folder only, or refused with a reason.

Plain text and Markdown are kept character for character. HTML, PDF and Word documents are turned into text once,
without what a reader does not see, and quotes are sought in that text.
"""

from __future__ import annotations

import hashlib
import os
import re
from bisect import bisect_right
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PureWindowsPath
from typing import Literal

from winset.casefile.document_text import DocumentText, Furniture, RunningText, SourceRefused, running_text, too_large
from winset.casefile.fold import FoldedText, fold
from winset.casefile.joined_text import JoinedText
from winset.casefile.opening import LeadsOutside, NotRegular, open_inside

Kind = Literal["text", "markdown", "html", "pdf", "docx"]

SOURCES_REMEMBERED = 8
"""Documents whose text is remembered; beyond, the one that was read longest ago is read again."""
LARGEST = 20_000_000
"""Bytes of a source; beyond, it is refused."""
_KINDS: dict[str, Kind] = {
    ".txt": "text", ".md": "markdown", ".html": "html", ".htm": "html", ".pdf": "pdf", ".docx": "docx",
}  # fmt: skip
_ARCHIVES = frozenset({".zip", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar", ".tar", ".zst"})
_WRITERS = {
    **dict.fromkeys((".doc", ".docm", ".dot", ".dotx"), "a Word document"),
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


@dataclass(frozen=True, kw_only=True)  # without slots: the cached properties live in the instance
class SourceText:
    """A source as text, with the way from an offset to the line, paragraph or page that a reader can look up.

    text: exact for plain text and Markdown (without a byte order mark at the start); PDF pages are joined by a form
    feed. sha256: of the file's bytes. whole: the text with what a reader does not see in it, which cannot be quoted;
    empty where there is nothing of the kind. pictured: pages of a PDF of which some text stands unseen in or under a
    picture, such as the words of a scanned page that were recognised. elsewhere: style sheets that a page of HTML
    loads, which are not read and may hide more than is known to be hidden. furniture: what in the text belongs to its
    pages and may stand between two halves of a sentence, in its order.
    """

    name: str
    kind: Kind
    text: str
    sha256: str
    whole: str = ""
    pictured: frozenset[int] = frozenset()
    elsewhere: tuple[str, ...] = ()
    furniture: tuple[Furniture, ...] = field(default=(), compare=False)  # follows from the bytes and takes long to hash

    @cached_property
    def folded_text(self) -> FoldedText:
        """The whole text under the typographic fold, computed once."""
        return fold(self.text)

    @cached_property
    def running(self) -> RunningText:
        """The text as it is read on from page to page."""
        return running_text(self.text, self.furniture)

    @cached_property
    def joined(self) -> JoinedText:
        """The same, with the words that lines part."""
        return JoinedText(self.running)

    @cached_property
    def joined_as_it_stands(self) -> JoinedText:
        """The whole text with the words that lines part, furniture and all."""
        return JoinedText(RunningText(text=self.text)) if self.furniture else self.joined

    def read(self, start: int, end: int) -> str:
        """What stands between two places, without what pages put between its sentences."""
        if not self.furniture or self.is_furniture(start, end):
            return self.text[start:end]
        return self.running.text[self.running.at(start) : self.running.at(end)]

    def is_furniture(self, start: int, end: int) -> bool:
        """True of a span that begins or ends inside what belongs to a page, such as words of a footnote."""
        return self._is_within(start) or self._is_within(end - 1)

    def _is_within(self, offset: int) -> bool:
        piece = bisect_right(self._furniture_starts, offset) - 1
        return piece >= 0 and offset < self.furniture[piece].end

    @cached_property
    def _furniture_starts(self) -> list[int]:
        return [piece.start for piece in self.furniture]

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in _LINE_BREAK.finditer(self.text))]

    @cached_property
    def _page_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\f", self.text))]

    @cached_property
    def _paragraph_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n\n+", self.text))]

    def line(self, offset: int) -> int:
        """The line of `text` that the character at `offset` stands on, counted from 1."""
        return bisect_right(self._line_starts, offset)

    def where(self, offset: int) -> str:
        """The place as a reader looks it up: "page 3" in a PDF, "paragraph 5" in a Word document, "line 12" elsewhere;
        with what is to be compared.
        """
        if self.kind == "pdf":
            page = bisect_right(self._page_starts, offset)
            return f"page {page} (with text behind a picture)" if page in self.pictured else f"page {page}"
        if self.kind == "docx":
            return f"paragraph {bisect_right(self._paragraph_starts, offset)}"
        return f"line {self.line(offset)}"

    def where_between(self, start: int, end: int, read: str) -> str:
        """The place of a passage that is read so, with what of its pages it is read without."""
        where = self.where(start)
        inside = [piece for piece in self.furniture if start <= piece.start and piece.end <= end]
        if not inside or len(read) >= end - start:
            return where
        kinds = dict.fromkeys(f"a {piece.kind}" for piece in inside)
        return f"{where}, running on past {' and '.join(kinds)}"


def read_source(folder: Path, file: str) -> SourceText | SourceRefused:
    """The text of a source inside the case's folder, or the reason why it is refused.

    E120 not there or no regular file; E121 outside the folder; E122 too large; E123 of a kind that is not read;
    E124 not UTF-8 text; E125 a PDF or a Word document that cannot be read.
    """
    data = source_bytes(folder, file)
    return data if isinstance(data, SourceRefused) else source_text(file, data)


_known: OrderedDict[tuple[str, str], SourceText] = OrderedDict()


def remembered_source(folder: Path, file: str) -> SourceText | SourceRefused:
    """The same; the text is taken as it was made where a document of the same name and bytes was read before."""
    data = source_bytes(folder, file)
    return data if isinstance(data, SourceRefused) else remembered_text(file, data)


def remembered_text(file: str, data: bytes) -> SourceText | SourceRefused:
    """The text of a source of that name that holds these bytes, made once: a document that is added is read again where
    the case with it is checked.
    """
    key = (file, hashlib.sha256(data).hexdigest())
    source = _known.pop(key, None) or source_text(file, data)
    if isinstance(source, SourceRefused):
        return source
    _known[key] = source
    while len(_known) > SOURCES_REMEMBERED:
        _known.popitem(last=False)
    return source


def source_text(file: str, data: bytes) -> SourceText | SourceRefused:
    """The text of a source of that name that holds these bytes; refused with E122 to E125.

    What reads pages of HTML, PDF and Word documents is imported where a source is one: most cases quote text alone.
    """
    kind = _KINDS[Path(file).suffix.lower()]
    read = _document_text(kind, file, data)
    if isinstance(read, SourceRefused):
        return read
    return SourceText(
        name=file, kind=kind, text=read.text, sha256=hashlib.sha256(data).hexdigest(), whole=read.whole,
        pictured=read.pictured, furniture=read.furniture, elsewhere=read.elsewhere,
    )  # fmt: skip


def _document_text(kind: Kind, file: str, data: bytes) -> DocumentText | SourceRefused:
    if kind == "pdf":
        from winset.casefile.pdf_source import pdf_text

        return pdf_text(data, file)
    if kind == "docx":
        from winset.casefile.docx_source import docx_text

        return docx_text(data, file)
    text = _not_text(data, file) or _decoded(data, file)
    if isinstance(text, SourceRefused):
        return text
    if kind == "html":
        from winset.casefile.html_source import html_text

        return html_text(text, file)
    return DocumentText(text=text, furniture=_furniture(text))


def _furniture(text: str) -> tuple[Furniture, ...]:
    """What belongs to the pages of a text that has some."""
    if "\f" not in text:
        return ()
    from winset.casefile.page_furniture import furniture_of_text

    return furniture_of_text(text)


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
    message = f"`{file}` is not of a kind that is read: {', '.join(_KINDS)}{advice}"
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
        return too_large(file, f"{max(size, len(data)):,} bytes", f"{LARGEST:,} bytes (20 MB)")
    return data


def _not_text(data: bytes, file: str) -> SourceRefused | None:
    """None where the content does not look like something else under a text's name."""
    for magic, what in _MAGIC:
        if data.startswith(magic):
            inside = _OFFICE_PARTS.get(next((part for part in _OFFICE_PARTS if part in data), b""), "")
            if magic == b"PK\x03\x04" and inside:
                message = f"`{file}` is not text: its content is {inside}; name it .docx"
                is_word = inside == _OFFICE_PARTS[b"word/document.xml"]
                return SourceRefused(code="E123", message=message if is_word else _as_text(file, inside))
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
