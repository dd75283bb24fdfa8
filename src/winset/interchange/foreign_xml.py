"""XML as a tree of elements with their places, read from the parser's events.

Document types are refused before anything in them is read: no entity is expanded and nothing outside the file is
opened.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from winset.casefile.nodes import MAX_DEPTH
from winset.errors import Place
from winset.interchange.foreign_file import ForeignFile, ImportProblems

MAX_ELEMENTS = 200_000
"""Elements of an imported file in XML; beyond, it is refused."""


@dataclass(slots=True, kw_only=True)
class Element:
    """An element with its attributes; what stands between tags is not kept, since GENIUS keeps nothing there."""

    name: str
    attributes: dict[str, str]
    place: Place
    children: list[Element] = field(default_factory=list)

    def named(self, name: str) -> list[Element]:
        """The children of this name."""
        return [child for child in self.children if child.name == name]

    def below(self) -> Iterator[Element]:
        """The element and everything in it, in the order of the file."""
        yield self
        for child in self.children:
            yield from child.below()


class _Refused(Exception):
    """Reading ends here: the file holds what is never read."""

    def __init__(self, message: str, hint: str = "") -> None:
        self.message, self.hint = message, hint
        super().__init__(message)


class _Builder:
    """Builds the tree from the events of one parser."""

    def __init__(self, source: ForeignFile) -> None:
        self.source = source
        self.root: Element | None = None
        self.open: list[Element] = []
        self.count = 0
        self.parser = expat.ParserCreate()
        self.parser.XmlDeclHandler = self._declaration
        self.parser.StartDoctypeDeclHandler = self._document_type
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end

    def _declaration(self, version: str, encoding: str | None, standalone: int) -> None:
        if encoding and not self.source.data.startswith((b"\xff\xfe", b"\xfe\xff")):
            self.source.decode(encoding)

    def _document_type(self, *_: object) -> None:
        raise _Refused("a document type (`<!DOCTYPE …>`) is refused", "remove it; a GENIUS file needs none")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if self.count > MAX_ELEMENTS:
            raise _Refused(f"more than {MAX_ELEMENTS:,} elements")
        if len(self.open) == MAX_DEPTH:
            raise _Refused(f"nested more than {MAX_DEPTH} levels deep")
        element = Element(name=name, attributes=attributes, place=self._here(len(name) + 1))
        if self.open:
            self.open[-1].children.append(element)
        elif self.root is None:
            self.root = element
        self.open.append(element)

    def _end(self, name: str) -> None:
        self.open.pop()

    def _here(self, length: int = 1) -> Place:
        return self.source.place(self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1, length)

    def read(self, findings: ImportProblems) -> Element | None:
        source = self.source
        source.decode("utf-16" if source.data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8")
        isfinal = True
        try:
            self.parser.Parse(source.data, isfinal)
        except _Refused as refused:
            findings.add("E602", refused.message, self._here(), refused.hint)
        except expat.ExpatError as error:
            words = expat.errors.messages.get(error.code, "") if error.code else ""
            hint = "write `&` as `&amp;` and `<` as `&lt;` within a name" if "not well-formed" in words else ""
            findings.add("E602", f"not valid XML: {words or error}", source.place(error.lineno, error.offset + 1), hint)
        except (LookupError, ValueError) as error:
            findings.add("E602", f"the encoding of the file is not known: {error}", source.place(), "save it as UTF-8")
        else:
            return self.root
        return None


def xml_tree(source: ForeignFile, findings: ImportProblems) -> Element | None:
    """The root of the file; None where it is not read, which is then among the findings."""
    return _Builder(source).read(findings)
