"""Cases that many tests read, read once: the same text with the same files beside it is the same case.

What is kept is only what the files hold, by their contents and the name that they were read by; every command still
opens, reads and asks. What tests of the reader itself read is read each time.
"""

from __future__ import annotations

import os
from collections import OrderedDict
from hashlib import sha256
from pathlib import Path
from typing import Any

from winset.casefile import read
from winset.model.evidence import Checked

MOST = 64
"""Case files that are kept; beyond, that which was not asked for the longest is read again."""
MOST_BYTES = 4_000_000
MOST_FILES = 100
"""Of a folder whose contents are compared; a case in a larger one is read each time."""
is_anew = False
"""Whether the test that runs reads each case itself; set before each."""
_kept: OrderedDict[tuple[object, ...], Any] = OrderedDict()
_whole, _checked = read._whole, read._Whole.checked


def install() -> None:
    """From now on, what was read of the same files is given again."""
    read._whole = _whole_once  # type: ignore[assignment]
    read._Whole.checked = _checked_once  # type: ignore[assignment, method-assign]


def _whole_once(opened: Any, path: Path, parsed: Any = None) -> Any:
    if is_anew or parsed is not None or not isinstance(opened, read.CaseText):
        return _whole(opened, path, parsed)
    beside = _contents(opened.path.parent)
    if beside is None:
        return _whole(opened, path)
    key = (opened, path, beside)
    if key not in _kept:
        _kept[key] = _whole(opened, path)
        if len(_kept) > MOST:
            _kept.popitem(last=False)
    _kept.move_to_end(key)
    return _kept[key]


def _checked_once(whole: Any, variants: tuple[str, ...], *, every_variant: bool) -> Checked:
    if is_anew:
        return _checked(whole, variants, every_variant=every_variant)
    kept: dict[tuple[object, ...], Checked] = vars(whole).setdefault("_kept_by_tests", {})
    if (variants, every_variant) not in kept:
        kept[variants, every_variant] = _checked(whole, variants, every_variant=every_variant)
    return kept[variants, every_variant]


def _contents(folder: Path) -> bytes | None:
    """A digest of names and contents of all files in a folder; None where they are many, large or no plain files."""
    digest, files, size = sha256(), 0, 0
    folders = [str(folder)]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                    continue
                if not entry.is_file(follow_symlinks=False):
                    return None
                files, size = files + 1, size + entry.stat().st_size
                if files > MOST_FILES or size > MOST_BYTES:
                    return None
                with open(entry.path, "rb") as stream:
                    content = stream.read()
                digest.update(f"{entry.path}\0{len(content)}\0".encode("utf-8", "surrogateescape"))
                digest.update(content)
    return digest.digest()
