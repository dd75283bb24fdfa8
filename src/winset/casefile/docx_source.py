"""A Word document (.docx) as text: the words that a reader sees in it, a paragraph for each of its paragraphs.

Text that is hidden, struck out, white on white or too small to be read, and what a tracked change deleted or moved
away, cannot be quoted. What a tracked change inserted is seen, as Word shows it. Footnotes and endnotes stand at the
end. Headers, footers and comments are no text of the document.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any, TypeVar

from winset.casefile.document_text import UNREADABLE, DocumentText, SourceRefused, too_large
from winset.casefile.html_source import SUBSCRIPTS, SUPERSCRIPTS, paragraphs, with_unseen
from winset.casefile.pdf_objects import DAMAGED

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SMALLEST = 2
"""Half points of a letter that nobody can read, and below."""
DEEPEST = 50
"""Styles of which one is based on the next that are looked at; Word reads fewer."""
Value = TypeVar("Value")
_OFF = ("0", "false", "off", "none")
_TOGGLED = ("vanish", "strike", "dstrike")


def value_of(element: Any, name: str) -> str | None:
    """What a property says, "" where it stands without a value; None where it does not stand there."""
    found = element.find(W + name) if element is not None else None
    return None if found is None else str(found.get(W + "val", ""))


def is_on(element: Any, name: str) -> bool | None:
    """Whether a property is on or off; None where it does not stand there."""
    value = value_of(element, name)
    return None if value is None else value.lower() not in _OFF


def is_filled(element: Any) -> bool:
    """True where the properties lay a colour under the words."""
    shading = element.find(W + "shd") if element is not None else None
    fill = str(shading.get(W + "fill", "auto")).lower() if shading is not None else "auto"
    return fill not in ("auto", "ffffff") or (value_of(element, "highlight") or "none") != "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class StyledLook:
    """What the styles of a run and of its paragraph say together. toggled: which ways of hiding words they turn on."""

    toggled: frozenset[str]
    size: str | None
    color: str | None
    raised: str | None
    is_filled: bool


class WordStyles:
    """The styles of a document. root: the element that holds them; None where there are none."""

    def __init__(self, root: Any) -> None:
        styles = root.iterfind(W + "style") if root is not None else ()
        self.styles = {str(style.get(W + "styleId")): style for style in styles}
        self.defaults = None if root is None else root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self.usual = next((name for name, style in self.styles.items() if _is_usual(style)), None)
        self.looks: dict[tuple[str | None, str | None], StyledLook] = {}

    def is_seen(self, run: Any, paragraph: Any, *, is_filled_around: bool) -> bool:
        """Whether a reader sees the words of a run. run, paragraph: their properties, or None.

        A property of the run itself decides; else each style that turns hiding on turns it round, as Word has it.
        """
        styled = self._look(run, paragraph)
        for name in _TOGGLED:
            direct = is_on(run, name)
            if direct if direct is not None else name in styled.toggled:
                return False
        size = value_of(run, "sz") or styled.size or ""
        if size.isascii() and size.isdigit() and len(size) < 6 and int(size) <= SMALLEST:
            return False
        color = value_of(run, "color") or styled.color or ""
        return color.upper() != "FFFFFF" or any(
            (is_filled_around, styled.is_filled, is_filled(run), is_filled(paragraph))
        )

    def raised(self, run: Any, paragraph: Any) -> str:
        """`superscript`, `subscript`, or nothing of the kind."""
        return value_of(run, "vertAlign") or self._look(run, paragraph).raised or ""

    def _look(self, run: Any, paragraph: Any) -> StyledLook:
        names = value_of(run, "rStyle"), value_of(paragraph, "pStyle") or self.usual
        if names not in self.looks:
            self.looks[names] = self._looked_up(*map(self._chain, names))
        return self.looks[names]

    def _chain(self, name: str | None) -> list[Any]:
        """The style of that name and those that it is based on, as far as they bear on it."""
        chain: list[Any] = []
        while name in self.styles and len(chain) < DEEPEST:
            chain.append(self.styles[name])
            name = value_of(chain[-1], "basedOn")
        return chain

    def _looked_up(self, of_run: list[Any], of_paragraph: list[Any]) -> StyledLook:
        levels = [[style.find(W + "rPr") for style in chain] for chain in (of_run, of_paragraph)]
        every = [*levels[0], *levels[1], self.defaults]
        fills = (style.find(W + part) for style in (*of_run, *of_paragraph) for part in ("rPr", "pPr"))
        toggled = (
            name
            for name in _TOGGLED
            if sum(bool(_first(is_on(look, name) for look in level)) for level in levels) == 1
            or is_on(self.defaults, name)
        )
        return StyledLook(
            toggled=frozenset(toggled),
            size=_first(value_of(look, "sz") for look in every),
            color=_first(value_of(look, "color") for look in every),
            raised=_first(value_of(look, "vertAlign") for look in every),
            is_filled=any(map(is_filled, fills)),
        )


def _is_usual(style: Any) -> bool:
    """True of the style of paragraphs that name none."""
    return style.get(W + "type") == "paragraph" and str(style.get(W + "default", "0")).lower() not in _OFF


def _first(values: Iterable[Value | None]) -> Value | None:
    """The first value that there is."""
    return next((value for value in values if value is not None), None)


LARGEST_UNPACKED = 50_000_000
"""Bytes of all parts of a Word document when unpacked; beyond, it is refused."""
MOST_PARTS = 5_000
"""Parts of a Word document; beyond, it is refused."""

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_FILLS = ("solidFill", "gradFill", "pattFill", "blipFill")
_CHOICES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_UNDERSTOOD = "http://schemas.microsoft.com/office/word/"
_NO_WORDS = frozenset(
    W + name
    for name in (
        *("pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr", "sectPr", "instrText"),
        *("delInstrText", "rt", "rubyPr", "customXmlPr", "smartTagPr", "ptab"),
    )
)
_SIGNS = {
    W + "tab": " ", W + "br": "\v", W + "cr": "\v", W + "noBreakHyphen": "\u2011", W + "softHyphen": "\u00ad",
    W + "sym": "\ufffd",
}  # fmt: skip
_NOTES = {W + "footnoteReference": "footnote", W + "endnoteReference": "endnote"}
_RAISED = {"superscript": SUPERSCRIPTS, "subscript": SUBSCRIPTS}


class NotReadable(Exception):
    """The document has something that no Word document has."""


def docx_text(data: bytes, file: str) -> DocumentText | SourceRefused:
    """The words of a Word document; refused with E122 or E125."""
    document = opened_docx(data, file)
    if isinstance(document, SourceRefused):
        return document
    try:
        pieces = list(_Walk(document).pieces())
    except docx_damage() as error:
        return _cannot_be_read(file, error)
    text = paragraphs(piece for piece, is_seen in pieces if is_seen)
    if not text.strip():
        message = f"no text can be seen in `{file}`: it may hold pictures of pages; save it as text"
        return SourceRefused(code="E125", message=message)
    return DocumentText(text=text, whole=with_unseen(pieces))


def opened_docx(data: bytes, file: str) -> Any | SourceRefused:
    """The document, its parts unpacked where they are not too large; refused with E122 or E125."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        message = f"`{file}` is encrypted, or an old Word document; save a copy without a password as .docx, or as PDF"
        return SourceRefused(code="E125", message=message)
    try:
        import docx
    except ModuleNotFoundError:
        message = f"reading `{file}` needs python-docx: pip install 'winset[docx]', or save the document as PDF or text"
        return SourceRefused(code="E125", message=message)
    try:
        refused = _refused_parts(data, file)
        return refused if refused is not None else docx.Document(BytesIO(data))
    except docx_damage() as error:
        return _cannot_be_read(file, error)


def _refused_parts(data: bytes, file: str) -> SourceRefused | None:
    """None where the parts may be unpacked: by what the archive says of them, beyond which nothing is unpacked."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = archive.infolist()
    if len(parts) > MOST_PARTS:
        return too_large(file, f"{len(parts):,} parts", f"{MOST_PARTS:,} parts")
    size = sum(part.file_size for part in parts)
    if size > LARGEST_UNPACKED:
        return too_large(file, f"{size:,} bytes when unpacked", f"{LARGEST_UNPACKED:,} bytes when unpacked")
    if len({part.filename.casefold() for part in parts}) < len(parts):
        raise NotReadable("two of its parts have one name")
    return None


def docx_damage() -> tuple[type[Exception], ...]:
    """What zipfile, lxml and python-docx raise on damaged files."""
    from docx.exceptions import PythonDocxError
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    return (NotReadable, PythonDocxError, OpcError, LxmlError, zipfile.BadZipFile, RuntimeError, OSError, *DAMAGED)


def _cannot_be_read(file: str, error: Exception) -> SourceRefused:
    reason = UNREADABLE.sub("\ufffd", " ".join(f"{type(error).__name__}: {error}".split()))[:200]
    reason = str(error) if isinstance(error, NotReadable) else reason
    message = f"`{file}` cannot be read as a Word document ({reason}); save it anew, or as PDF or text"
    return SourceRefused(code="E125", message=message)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Around:
    """What holds for the runs of an element: whether they are seen at all, whether they lie on a colour, and the
    properties of their paragraph.
    """

    is_seen: bool = True
    is_filled: bool = False
    paragraph: Any = None


class _Walk:
    """Goes through a document in its order, and gives every string with whether it is seen; a form feed at each border
    of a paragraph, a vertical tab at a line break.
    """

    def __init__(self, document: Any) -> None:
        self.document = document
        self.styles = WordStyles(_without_types(_part(document, "styles")))
        self.fields: list[bool] = []  # of each field that is open, whether its code is what comes now
        self.boxes: list[tuple[Any, _Around]] = []
        self.notes: list[tuple[str, str]] = []

    def pieces(self) -> Iterator[tuple[str, bool]]:
        root = _without_types(self.document.element)
        around = _Around(is_filled=root.find(W + "background") is not None)
        yield from self._inside(self.document.element.body, around)
        yield from self._noted()

    def _noted(self) -> Iterator[tuple[str, bool]]:
        """The footnotes and endnotes that the text refers to."""
        for kind in ("footnote", "endnote"):
            root = _without_types(_part(self.document, f"{kind}s"))
            there = root.iterfind(W + kind) if root is not None else ()
            elements = {str(element.get(W + "id")): element for element in there}
            self.fields = []
            for named, number in tuple(dict.fromkeys(self.notes)):
                if named == kind and number in elements:
                    yield "\f", True
                    yield from self._inside(elements[number], _Around())

    def _inside(self, element: Any, around: _Around) -> Iterator[tuple[str, bool]]:
        for child in element:
            if child.tag == W + "p":
                yield "\f", True
                yield from self._inside(child, replace(around, paragraph=child.find(W + "pPr")))
                yield "\f", True
                yield from self._boxed()
            elif child.tag == W + "r":
                yield from self._run(child, around)
            elif child.tag == W + "txbxContent":
                self.boxes.append((child, replace(around, is_filled=_is_filled_box(child))))
            elif child.tag == _CHOICES + "AlternateContent":
                yield from self._inside(_chosen(child), around)
            elif child.tag == _MATH + "t":
                yield _plain(child.text), around.is_seen
            elif isinstance(child.tag, str) and child.tag not in _NO_WORDS:
                yield from self._inside(child, _around_inside(child, around))

    def _boxed(self) -> Iterator[tuple[str, bool]]:
        """The text boxes that hang on the paragraph that has just ended."""
        boxes, self.boxes = self.boxes, []
        for box, around in boxes:
            yield from self._inside(box, around)

    def _run(self, run: Any, around: _Around) -> Iterator[tuple[str, bool]]:
        look = run.find(W + "rPr")
        is_seen = around.is_seen and self.styles.is_seen(look, around.paragraph, is_filled_around=around.is_filled)
        digits = _RAISED.get(self.styles.raised(look, around.paragraph), {})
        for child in run:
            if child.tag == W + "fldChar":
                self._field(child.get(W + "fldCharType"))
            elif child.tag in (W + "t", W + "delText"):
                is_shown = is_seen and child.tag == W + "t" and not any(self.fields)
                yield _plain(child.text).translate(digits), is_shown
                if not is_shown:
                    yield " ", True
            elif child.tag in _SIGNS:
                yield _SIGNS[child.tag], is_seen and not any(self.fields)
            elif child.tag in _NOTES and is_seen:
                self.notes.append((_NOTES[child.tag], str(child.get(W + "id"))))
            elif isinstance(child.tag, str) and child.tag not in _NO_WORDS:
                inside = replace(around, is_seen=is_seen)
                yield from self._inside(_chosen(child) if child.tag == _CHOICES + "AlternateContent" else child, inside)

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self.fields.append(True)
        elif kind == "separate" and self.fields:
            self.fields[-1] = False
        elif kind == "end" and self.fields:
            self.fields.pop()


def _around_inside(element: Any, around: _Around) -> _Around:
    """What holds inside a table, a row, a cell, or what a tracked change took away."""
    if element.tag in (W + "del", W + "moveFrom"):
        return replace(around, is_seen=False)
    if element.tag == W + "tr":
        look = element.find(W + "trPr")
        is_gone = look is not None and (look.find(W + "del") is not None or is_on(look, "hidden"))
        return replace(around, is_seen=False) if is_gone else around
    if element.tag in (W + "tbl", W + "tc"):
        look = element.find(W + ("tblPr" if element.tag == W + "tbl" else "tcPr"))
        has_style = look is not None and look.find(W + "tblStyle") is not None
        return replace(around, is_filled=True) if has_style or is_filled(look) else around
    return around


def _is_filled_box(box: Any) -> bool:
    """True of a text box that lays a colour under its words."""
    shape = box.getparent().getparent() if box.getparent() is not None else None
    for child in shape if shape is not None else ():
        name = str(child.tag).rpartition("}")[2]
        if name == "spPr" and any(child.find(_DRAWING + fill) is not None for fill in _FILLS):
            return True
        reference = child.find(_DRAWING + "fillRef") if name == "style" else None
        if reference is not None and reference.get("idx") != "0":
            return True
    return False


def _chosen(element: Any) -> Any:
    """Of contents in several forms, that which Word shows."""
    for choice in element.iterfind(_CHOICES + "Choice"):
        names = [choice.nsmap.get(prefix, "") for prefix in str(choice.get("Requires", "")).split()]
        if names and all(name.startswith(_UNDERSTOOD) for name in names):
            return choice
    fallback = element.find(_CHOICES + "Fallback")
    return () if fallback is None else fallback


def _part(document: Any, name: str) -> Any:
    """The root element of a part that belongs to the document; None where there is none."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml.parser import parse_xml

    kind = getattr(RELATIONSHIP_TYPE, name.upper())
    for relationship in document.part.rels.values():
        if relationship.reltype == kind and not relationship.is_external:
            part = relationship.target_part
            return part.element if hasattr(part, "element") else parse_xml(part.blob)
    return None


def _without_types(root: Any) -> Any:
    """The root of a part. Raises NotReadable where it declares types or entities, as no Word document does."""
    if root is not None and root.getroottree().docinfo.doctype:
        raise NotReadable("it declares a document type")
    return root


def _plain(text: str | None) -> str:
    return UNREADABLE.sub("\ufffd", (text or "").replace("\f", " ").replace("\v", " "))
