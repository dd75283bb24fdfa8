"""Where cases lie below a folder, for whoever named the wrong one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path as File

from winset.casefile.names import nearest, short

DEEPEST = 3
"""Folders below the one that was named in which a case is looked for; beyond, none is."""
MOST_FOLDERS = 500
"""Folders that are looked into for a case; beyond, the search stops."""
MOST_SHOWN = 5
"""Cases that a message names; beyond, it says that there are more."""
CASE_FILE = "case.yaml"


def where_a_case_is(path: File) -> str:
    """What to type instead of the path of a case file that is not there; empty where no case is near."""
    folder = path.parent
    if folder.is_dir():
        other = _misnamed(folder)
        if other == CASE_FILE:
            return f"did you mean `{folder / other}`?"
        if other is not None:
            return f"a case file is called `{CASE_FILE}`; rename `{other}`, or name it: `{folder / other}`"
        return _did_you_mean(
            [_shown(folder, path) for path in _cases_below(folder)] if path.name == CASE_FILE else [], ""
        )
    return ""


def cases_called(path: File) -> str:
    """Which cases below the folder around a path that is not there may be meant by it; empty where none is near."""
    folder = path.parent
    while not folder.is_dir() and folder != folder.parent:
        folder = folder.parent
    return _did_you_mean([_shown(folder, path) for path in _cases_below(folder)], path.name)


def case_beside(document: File) -> str | None:
    """The folder of the case that a document belongs to, where the document was named in the place of the case."""
    return str(document.parent) if os.path.isfile(document.parent / CASE_FILE) else None


def _did_you_mean(cases: list[str], wanted: str) -> str:
    """The cases, the one of the wanted name first."""
    if not cases:
        return ""
    names = {File(case).name: case for case in reversed(cases)}
    guess = names.get(nearest(wanted, names) or "") if wanted else cases[0] if len(cases) == 1 else None
    if guess:
        return f"did you mean `{guess}`?"
    there = f"no case here is called `{short(wanted)}`; there are" if wanted else "the cases here are"
    shown = ", ".join(f"`{case}`" for case in cases[:MOST_SHOWN])
    return f"{there}: {shown}{' and more' if len(cases) > MOST_SHOWN else ''}"


def _shown(folder: File, case: File) -> str:
    """The case as it would be typed."""
    return str(case if folder == File(".") else folder / case.relative_to(folder))


def _cases_below(folder: File) -> list[File]:
    """The folders that hold a case, nearest first; hidden ones and links are not looked into."""
    files: list[File] = []
    level = [folder]
    looked = 0
    for _ in range(DEEPEST):
        below: list[File] = []
        for path in level:
            for inner in _folders_in(path):
                looked += 1
                if looked > MOST_FOLDERS or len(files) > MOST_SHOWN * 10:
                    return files
                (files if os.path.isfile(inner / CASE_FILE) else below).append(inner)
        level = below
    return files


def _folders_in(folder: File) -> Iterator[File]:
    try:
        with os.scandir(folder) as entries:
            names = sorted(
                entry.name
                for entry in entries
                if not entry.name.startswith(".") and entry.is_dir(follow_symlinks=False)
            )
    except OSError:
        return
    yield from (folder / name for name in names)


def _misnamed(folder: File) -> str | None:
    """A file that is called almost like a case file."""
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return None
    return next((name for name in names if name.casefold() in ("case.yml", "case.yaml", "case.yaml.txt")), None)
