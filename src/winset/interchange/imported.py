"""What an import makes: the text of a case, and what must be said of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path as File

from winset.casefile.start import NamedEntry, refuse_taken, written_folder


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
