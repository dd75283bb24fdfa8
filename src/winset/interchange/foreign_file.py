"""A foreign file as bytes and lines, the problems that are found in it, and the case that it gives."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass, field
from pathlib import Path as File

from winset.casefile.names import short
from winset.casefile.nodes import MAX_BYTES
from winset.casefile.opening import NotRegular, open_regular
from winset.casefile.start import NamedEntry, refuse_taken, written_folder
from winset.errors import CaseError, Place, Problem

LINE_BREAK = re.compile("\r\n|\r|\n")
MOST_PROBLEMS = 100
"""Problems of an imported file that are reported; beyond, reading ends."""


@dataclass(slots=True, kw_only=True)
class ForeignFile:
    """A file that is imported. name: as messages show it. lines: its text, for the line below a message."""

    path: File
    name: str
    data: bytes
    lines: tuple[str, ...] = ()

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    @property
    def stem(self) -> str:
        return self.path.stem

    def decode(self, encoding: str) -> str:
        """The text, with its lines kept for messages; what does not fit the encoding is replaced."""
        text = self.data.decode(encoding, "replace").removeprefix("\ufeff")
        self.lines = tuple(LINE_BREAK.split(text))
        return text

    def place(self, line: int = 1, column: int = 1, length: int = 1) -> Place:
        """A place by line and column, counted from 1."""
        excerpt = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        return Place(file=self.name, line=max(1, line), column=max(1, column), length=max(1, length), excerpt=excerpt)

    def place_of(self, text: str) -> Place:
        """The first place where a text stands, or the beginning of the file."""
        for number, line in enumerate(self.lines, start=1):
            column = line.find(text)
            if column >= 0:
                return self.place(number, column + 1, len(text))
        return self.place()


@dataclass(slots=True, kw_only=True)
class ImportProblems:
    """The problems of an import, gathered in the order of the files."""

    problems: list[Problem] = field(default_factory=list)

    def add(self, code: str, message: str, place: Place, hint: str = "") -> None:
        """Takes the problem in. Raises CaseError where there are more than anybody reads."""
        self.problems.append(Problem(code=code, message=message, place=place, hint=hint))
        if len(self.problems) >= MOST_PROBLEMS:
            self.raise_any()

    def raise_any(self) -> None:
        """Raises CaseError with everything that was found; returns where nothing was."""
        if self.problems:
            raise CaseError(tuple(self.problems))


def open_file(path: File, findings: ImportProblems) -> ForeignFile | None:
    """The file with its bytes; None where it cannot be read, which is then among the findings."""
    where = Place(file=short(path.name))
    try:
        with open_regular(path) as stream:
            data = stream.read(MAX_BYTES + 1)
    except (FileNotFoundError, NotRegular):
        reason = f"`{path}` is not a file" if os.path.lexists(path) else f"there is no file `{path}`"
        findings.add("E601", reason, where)
        return None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        findings.add("E601", f"cannot read `{path}`: {reason}", where)
        return None
    if len(data) > MAX_BYTES:
        findings.add("E601", f"the file has more than {MAX_BYTES:,} bytes", where, "a domain has some thousand lines")
        return None
    if not data.strip():
        findings.add("E602", "the file is empty", where)
        return None
    return ForeignFile(path=path, name=short(path.name), data=data)


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """A case as text. files: what it was read from, with digests. notes: what was not taken over as it stood."""

    text: str
    parties: tuple[NamedEntry, ...]
    issues: tuple[NamedEntry, ...]
    files: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]

    def write(self, folder: File) -> tuple[str, ...]:
        """The case stands in the folder; the names of its files. Raises SaveRefused, also where a case is there."""
        refuse_taken(folder)
        return written_folder(folder, self.text, {})
