"""Files that a command writes: in the place of what winset wrote for the same purpose, else of nothing that exists.

What is written carries a mark at its end. In texts it holds a hash of what stands before it, so that a text that
somebody has edited since is theirs.
"""

from __future__ import annotations

import hashlib
import os
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path as File
from typing import Literal

from winset.casefile.opening import open_regular
from winset.casefile.save import write_new
from winset.errors import SaveRefused

Purpose = Literal["brief", "chart", "graph", "proof", "sheet"]

LARGEST = 500_000_000
"""Bytes of a file in which the mark of winset is sought; beyond, it counts as somebody else's."""
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_END = b"\x00\x00\x00\x00IEND\xaeB`\x82"
_ZIP = b"PK\x03\x04"
_PROOF = re.compile(rb'\{"proofs":[0-9]{1,3},"winset":"[^"]{0,40}","case":"')
_DIGITS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """The file that a command is to write. kept: the case file and its sources, which stay whatever is asked.

    is_forced: the user says that what is there may go.
    """

    path: File
    purpose: Purpose
    kept: Sequence[File]
    is_forced: bool = False

    def refuse_taken(self) -> bool:
        """True where a file is there that may go, False where none is. Raises SaveRefused where another one is."""
        for path in self.kept:
            if _is_same(self.path, path):
                advice = f"name another file for the {self.purpose}"
                raise SaveRefused(f"`{self.path}` belongs to the case and is not written over; {advice}")
        if not os.path.lexists(self.path):
            return False
        if self.is_forced or _wrote(self.path, self.purpose):
            return True
        raise SaveRefused(
            f"`{self.path}` is there and is no {self.purpose} as winset wrote it; name another file, or say --force"
        )

    def write(self, content: str | bytes) -> None:
        """The file holds the content and its mark, whole. Raises SaveRefused, with nothing changed."""
        is_there = self.refuse_taken()
        write_new(self.path, _marked(content, self.purpose), over=is_there)


def _is_same(path: File, other: File) -> bool:
    """True of two names of one file, by links of either kind too."""
    try:
        return os.path.samefile(path, other)
    except (OSError, ValueError):
        return os.path.realpath(path) == os.path.realpath(other)


def _wrote(path: File, purpose: Purpose) -> bool:
    """True of a file that holds what winset wrote for this purpose, and that nobody has edited since."""
    try:
        with open_regular(path) as stream:
            if os.fstat(stream.fileno()).st_size > LARGEST:
                return False
            data = stream.read(LARGEST)
    except OSError:
        return False
    if purpose == "proof":
        return _PROOF.match(data) is not None and b'"certificates":[' in data
    if data.startswith((_PNG, _ZIP, b"%PDF-")):
        return _words(purpose) in (data if data.startswith(b"%PDF-") else data[-200:])
    text, mark = data[: data.rfind(b"\n", 0, -1) + 1], data[data.rfind(b"\n", 0, -1) + 1 :]
    return _words(purpose) + b" " + _hash(text) in mark


def _marked(content: str | bytes, purpose: Purpose) -> str | bytes:
    """The content with its mark at the end; a proof and a PDF show by themselves what they are."""
    if purpose == "proof":
        return content
    if isinstance(content, bytes):
        if content.endswith(_PNG_END):
            words = b"tEXt" + b"Software\0" + _words(purpose)
            size, check = len(words) - 4, zlib.crc32(words)
            return content.removesuffix(_PNG_END) + size.to_bytes(4) + words + check.to_bytes(4) + _PNG_END
        return content
    text = content if content.endswith("\n") else content + "\n"
    is_dot = purpose == "graph" and not text.startswith("<")
    opening, closing = ("// ", "") if is_dot else ("<!-- ", " -->")
    return f"{text}{opening}{_words(purpose).decode()} {_hash(text.encode()).decode()}{closing}\n"


def _words(purpose: Purpose) -> bytes:
    return f"{purpose} written by winset".encode()


def _hash(text: bytes) -> bytes:
    return hashlib.sha256(text).hexdigest()[:_DIGITS].encode()
