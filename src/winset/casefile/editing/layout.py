"""Where the parts of a case file stand in its text: from which character to which, on which lines, how far in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, cast

from winset.casefile.nodes import Broken, Mapping, Node, Reader, Scalar, Sequence, plain
from winset.errors import CaseError, EditRefused, Place

_COLON = re.compile(r"[ \t]*:")
_COMMENT = re.compile(r"([ \t]*)#")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CaseLayout:
    """A text of a case file, or of some whole lines of it, with its nodes and what read them."""

    text: str
    root: Mapping
    reader: Reader

    @property
    def data(self) -> dict[str, Any]:
        """What the text says, as plain data."""
        return cast(dict[str, Any], plain(self.root))

    @property
    def newline(self) -> str:
        return "\r\n" if "\r\n" in self.text else "\n"

    def line_of(self, offset: int) -> int:
        """Where the line begins that the offset lies on."""
        return self.text.rfind("\n", 0, offset) + 1

    def column(self, offset: int) -> int:
        """How many characters stand before the offset on its line."""
        return offset - self.line_of(offset)

    def after_line(self, offset: int) -> int:
        """Where the next line begins; the end of the text on the last one."""
        end = self.text.find("\n", offset)
        return len(self.text) if end < 0 else end + 1

    def line_end(self, offset: int) -> int:
        """Where the line of the offset ends, before its line break."""
        end = self.text.find("\n", offset)
        if end < 0:
            return len(self.text)
        return end - 1 if self.text[end - 1 : end] == "\r" else end

    def start(self, node: Node) -> int:
        """Where a value begins."""
        return (
            node.start if isinstance(node, Scalar) else self.reader.starts[node.place.line - 1] + node.place.column - 1
        )

    def after_colon(self, key: Scalar) -> int:
        """Where the value of a key may begin: after its colon, or after the key where it has none."""
        colon = _COLON.match(self.text, key.end)
        return colon.end() if colon else key.end

    def has_colon(self, key: Scalar) -> bool:
        return _COLON.match(self.text, key.end) is not None

    def end(self, node: Node, key: Scalar | None = None) -> int:
        """Where the last ends that was written of a value, without a comment after it. key: that it stands under."""
        while True:
            if isinstance(node, Broken):
                raise EditRefused(f"line {node.place.line} cannot be read: mend it first", node.place)
            if isinstance(node, Scalar):
                if is_empty(node):
                    return self.after_colon(key) if key is not None else node.start
                return node.start + len(self.text[node.start : node.end].rstrip(" \t\r\n"))
            if node.flow:
                return node.end
            if isinstance(node, Mapping):
                key, node = list(node.entries.values())[-1]
            else:
                key, node = None, node.items[-1]

    def block_end(self, node: Node, key: Scalar | None, column: int) -> int:
        """Where the next line begins after a value in a section and the comments that belong to it: those on the lines
        directly after it that are further in than its name. column: of that name, counted from 0.
        """
        end = self.after_line(self.end(node, key))
        while end < len(self.text):
            comment = _COMMENT.match(self.text, end)
            if comment is None or len(comment[1]) <= column:
                break
            end = self.after_line(end)
        return end

    def section_end(self, section: Mapping) -> int:
        """The same after the last entry of a section."""
        key, node = list(section.entries.values())[-1]
        return self.block_end(node, key, section.indent)

    def dash(self, sequence: Sequence, n: int) -> int:
        """Where the dash of an item of a list stands."""
        place = self.start(sequence)
        column = place - self.line_of(place)
        offset = self.line_of(self.start(sequence.items[n]))
        while self.text[offset + column : offset + column + 1] != "-":
            if offset == 0:
                raise EditRefused(f"the list on line {sequence.place.line} cannot be changed", sequence.place)
            offset = self.line_of(offset - 1)
        return offset + column


def laid_out(text: str, file: str) -> CaseLayout:
    """The text with its nodes. Raises CaseError where it is no valid YAML, or no case."""
    reader = Reader(text, file)
    root = reader.read()
    if reader.problems:
        raise CaseError(tuple(reader.problems))
    if not isinstance(root, Mapping):
        raise EditRefused("the file holds no case: a case is a list of sections", Place(file=file))
    return CaseLayout(text=text, root=root, reader=reader)


def is_empty(node: Node) -> bool:
    """True of a value that is not written at all, as after `levers:`."""
    return isinstance(node, Scalar) and node.plain and node.start >= node.end and node.text == ""
