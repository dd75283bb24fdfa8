"""The journal of a case: every change that was saved, each with what it replaced, so that it can be undone later.

It stands beside the case as a hidden file that only its owner can read. Each change names the digests of the file
before and after it; where the case now stands in the journal follows from its digest, so that a run that is killed
between the two files leaves them consistent. Lines are appended, and one that was not written to its end counts as not
written.

Documents that came into the folder of a case with a change go with it when it is undone, and come back when it is made
again. One that was changed since, or that something else uses, stays where it is. What is taken away is not deleted but
set aside, in a hidden folder beside the case that only its owner can read, as long as the change can be made again.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path as File
from typing import Any

from winset.casefile.save import hidden_beside, moved_to_new, refused, write_new
from winset.casefile.sources import source_bytes
from winset.errors import SaveRefused

VERSION = 1
Documents = tuple[tuple[str, str], ...]
"""Documents that came into the folder of a case with a change, each with its digest."""
MOST_BYTES = 20_000_000
"""Bytes of a journal; beyond, the oldest half of its changes is left out, and can no longer be undone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedChange:
    """A change that was saved: at a place of the text the characters `old` gave way to `new`. before, after: the
    digests of the file. title: what was done, in a few words; words: what changed by it; when: in ISO form. documents:
    those that were copied into the folder of the case with it.
    """

    before: str
    after: str
    start: int
    old: str
    new: str
    title: str = ""
    words: tuple[str, ...] = ()
    when: str = ""
    documents: Documents = ()

    def undone(self, text: str) -> str | None:
        """The text as it was before the change; None where the text is not the one after it."""
        return _replaced(text, self.start, self.new, self.old)

    def redone(self, text: str) -> str | None:
        """The text after the change; None where the text is not the one before it."""
        return _replaced(text, self.start, self.old, self.new)


@dataclass(frozen=True, slots=True, kw_only=True)
class Journal:
    """The changes of a case in order. position: how many of them the case has in it; None where its file is none of
    those that the journal knows: it was changed elsewhere. length: bytes of the file that can be read. earlier: changes
    from before the file was changed elsewhere, which cannot be undone any more.
    """

    changes: tuple[SavedChange, ...] = ()
    position: int | None = 0
    length: int = 0
    earlier: tuple[SavedChange, ...] = ()

    @property
    def fits(self) -> bool:
        return self.position is not None

    @property
    def undoable(self) -> SavedChange | None:
        """The change that would be undone next."""
        return self.changes[self.position - 1] if self.position else None

    @property
    def redoable(self) -> SavedChange | None:
        """The change that would be made again next."""
        position = self.position
        return self.changes[position] if position is not None and position < len(self.changes) else None


def change_between(old: str, new: str, title: str, words: tuple[str, ...], when: str) -> SavedChange:
    """The change from one text to another, as the shortest stretch in which they differ."""
    shorter = min(len(old), len(new))
    start = _common(old, new, shorter)
    end = _common(old[start:][::-1], new[start:][::-1], shorter - start)
    return SavedChange(
        before=digest(old),
        after=digest(new),
        start=start,
        old=old[start : len(old) - end],
        new=new[start : len(new) - end],
        title=title,
        words=words,
        when=when,
    )


def _common(one: str, other: str, most: int) -> int:
    """How many characters at the beginning of two texts are the same."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _replaced(text: str, start: int, there: str, then: str) -> str | None:
    if text[start : start + len(there)] != there:
        return None
    return text[:start] + then + text[start + len(there) :]


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def journal_file(case: File) -> File:
    """Where the journal of a case stands; of a linked case, beside the file that the link leads to."""
    return hidden_beside(case, "journal")


def read_journal(case: File, sha256: str) -> Journal:
    """The journal of a case whose file has this digest. What cannot be read counts as not written."""
    try:
        with open(journal_file(case), "rb") as stream:
            raw = stream.read(4 * MOST_BYTES)
    except OSError:
        return Journal()
    changes: list[SavedChange] = []
    earlier: list[SavedChange] = []
    at, length = 0, 0
    for line in raw.splitlines(keepends=True):
        record = _record(line)
        if record is None:
            break
        length += len(line)
        if "position" in record:
            at = int(str(record["position"]))
        elif "change" in record:
            change = _change(record["change"])
            keeps = int(str(record.get("after", len(changes)))) if change else 0
            if change is None:
                break
            earlier += changes if record.get("elsewhere") else []
            changes = [*changes[:keeps], change]
            at = len(changes)
    position = _position(changes, at, sha256)
    return Journal(changes=tuple(changes), position=position, length=length, earlier=tuple(earlier))


def _position(changes: list[SavedChange], at: int, sha256: str) -> int | None:
    """How many changes a file of this digest has in it: of several numbers that fit, the one nearest to what was said
    last; none where no change is known that leads to it or from it.
    """
    if not changes:
        return 0
    fitting = [n for n, change in enumerate(changes) if change.before == sha256]
    fitting += [len(changes)] if changes[-1].after == sha256 else []
    return min(fitting, key=lambda n: abs(n - at), default=None)


def _record(line: bytes) -> dict[str, object] | None:
    if not line.endswith(b"\n"):
        return None
    try:
        record = json.loads(line)
    except ValueError:
        return None
    return record if isinstance(record, dict) else None


def _change(record: object) -> SavedChange | None:
    if not isinstance(record, dict):
        return None
    try:
        documents = tuple((str(file), str(sha256)) for file, sha256 in record.get("documents", ()))
        return SavedChange(**{**record, "words": tuple(record["words"]), "documents": documents})
    except (TypeError, ValueError, KeyError):
        return None


def _fields(change: SavedChange) -> dict[str, object]:
    """A change as a line has it; documents only where there are any, so that others can be read by older programs."""
    fields = {name: getattr(change, name) for name in change.__dataclass_fields__} | {"words": list(change.words)}
    return {name: value for name, value in fields.items() if name != "documents" or value}


def _line(record: dict[str, object]) -> bytes:
    return json.dumps(record, ensure_ascii=True, separators=(",", ":")).encode() + b"\n"


def added(case: File, journal: Journal, change: SavedChange) -> None:
    """The change stands in the journal, after those that the case has in it; what could have been made again is gone.

    Where the file was changed elsewhere, what was done before cannot be undone, and the journal begins anew. Raises
    SaveRefused where the journal cannot be written.
    """
    keeps = journal.position if journal.position is not None else 0
    record = {"change": _fields(change), "after": keeps, "elsewhere": not journal.fits}
    _append(case, journal, _line(record))


def shortened_to(case: File, journal: Journal) -> None:
    """The journal on the disk is what it was when it was read; nothing that came after was saved."""
    with suppress(OSError):  # what stands there too much fits the case as it is, as a change that can be made
        if os.stat(journal_file(case)).st_size > journal.length:
            os.truncate(journal_file(case), journal.length)


def moved(case: File, journal: Journal, position: int) -> None:
    """The journal says that the case has so many of its changes in it."""
    _append(case, journal, _line({"position": position}))


def _append(case: File, journal: Journal, line: bytes) -> None:
    path = journal_file(case)
    with refused(f"the journal `{path}` cannot be written, and the case is as it was"):
        if journal.length + len(line) > MOST_BYTES:
            journal = _shortened(case, journal)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
        with open(descriptor, "r+b") as stream:
            stream.truncate(journal.length)
            stream.seek(journal.length)
            stream.write(line if journal.length else _line({"journal": VERSION}) + line)
            stream.flush()
            os.fsync(stream.fileno())


def _shortened(case: File, journal: Journal) -> Journal:
    """The journal without the older half of its changes, written anew."""
    first = min(len(journal.changes) // 2 + 1, journal.position or len(journal.changes))
    lines = [_line({"journal": VERSION})]
    for change in journal.changes[first:]:
        lines.append(_line({"change": _fields(change)}))
    position = None if journal.position is None else journal.position - first
    lines += [] if position is None else [_line({"position": position})]
    data = b"".join(lines)
    write_new(journal_file(case), data, private=True)
    return Journal(changes=journal.changes[first:], position=position, length=len(data), earlier=journal.earlier)


def aside(case: File) -> File:
    """The hidden folder in which documents of undone changes are kept."""
    return hidden_beside(case, "undone")


def set_aside(case: File, documents: Documents, data: Mapping[str, Any]) -> None:
    """Documents of a change that was undone are no longer in the folder, as far as they are what was added and the case
    does not use them. data: what the case file says now. What cannot be moved stays.
    """
    folder, used = case.parent, set(_used(data))
    for file, sha256 in documents:
        if file.casefold() in used or not _is(folder, file, sha256):
            continue
        with suppress(OSError):
            store = aside(case)
            store.mkdir(mode=0o700, exist_ok=True)
            kept = store / sha256
            os.replace(folder / file, kept)
            if hashlib.sha256(kept.read_bytes()).hexdigest() != sha256:  # it was changed in this moment
                moved_to_new(kept, folder / file)


def put_back(case: File, documents: Documents, undone: ExitStack) -> None:
    """Documents of a change that is made again stand in the folder; `undone` takes away those that were not there.

    Raises SaveRefused where another document has their name by now.
    """
    folder = case.parent
    for file, sha256 in documents:
        if os.path.lexists(folder / file):
            if not _is(folder, file, sha256):
                raise SaveRefused(
                    f"`{folder}` holds another `{file}` by now, so nothing was made again; rename that one, then do it "
                    "again"
                )
            continue
        kept = aside(case) / sha256
        if kept.is_file() and not kept.is_symlink():
            write_new(folder / file, kept.read_bytes(), over=False)
            undone.callback((folder / file).unlink, missing_ok=True)


def forget(case: File, documents: Sequence[Documents]) -> None:
    """What was set aside for changes that can no longer be made again is gone; so is the folder that is left empty."""
    store = aside(case)
    for _, sha256 in (document for each in documents for document in each):
        with suppress(OSError):
            (store / sha256).unlink()
    with suppress(OSError):
        store.rmdir()


def _is(folder: File, file: str, sha256: str) -> bool:
    """Whether a regular file in the folder of the case holds just the bytes of this digest."""
    if (folder / file).is_symlink():
        return False
    data = source_bytes(folder, file)
    return isinstance(data, bytes) and hashlib.sha256(data).hexdigest() == sha256


def _used(data: Mapping[str, Any]) -> Iterator[str]:
    """The files that a case names, in small letters: its sources, and the judgements of its team."""
    team = data.get("team")
    for entries in (data.get("sources"), team.get("members") if isinstance(team, dict) else None):
        for entry in entries.values() if isinstance(entries, dict) else ():
            if isinstance(entry, dict) and isinstance(entry.get("file"), str):
                yield entry["file"].casefold()
