"""Documents that came into the folder of a case with a change: they go with it when it is undone, and come back when it
is made again. One that was changed since, or that something else uses, stays where it is.

What is taken away is not deleted but set aside, in a hidden folder beside the case that only its owner can read, as
long as the change can be made again.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path as File
from typing import Any

from winset.casefile.editing.journal import Documents
from winset.casefile.save import moved_to_new, write_new
from winset.casefile.sources import source_bytes
from winset.errors import SaveRefused


def aside(case: File) -> File:
    """The hidden folder in which documents of undone changes are kept."""
    real = File(os.path.realpath(case))
    return real.with_name(f".{real.name}.undone")


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
