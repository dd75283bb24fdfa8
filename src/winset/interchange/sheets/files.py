"""The files that a sheet is read from: a file of Excel, a file of CSV, or a folder of these."""

from __future__ import annotations

import os
from pathlib import Path as File

from winset.casefile.opening import NotRegular, open_regular
from winset.errors import CaseError, Place, Problem
from winset.interchange.sheets import judgements, positions
from winset.interchange.sheets.csv_files import NoTable, read_csv
from winset.interchange.sheets.table import ReadTable
from winset.interchange.sheets.xlsx_reading import NoWorkbook, read_xlsx

MAX_BYTES = 20_000_000
"""Bytes of a spreadsheet that is imported; beyond, it is refused."""
REFUSED = "E609"
TITLES = (positions.TITLE, judgements.TITLE)


def read_tables(path: File) -> tuple[ReadTable, ...]:
    """The sheets of positions and judgements in a file or folder. Raises CaseError where one cannot be read, or there
    is none.
    """
    if path.is_dir():
        files = [file for file in sorted(path.iterdir()) if _title(file.stem) and file.suffix.lower() == ".csv"]
        if not files:
            names = " or ".join(f"`{title.lower()}.csv`" for title in TITLES)
            raise _refused(path, f"there is no {names} in this folder")
        return tuple(_csv(file) for file in files)
    if path.suffix.lower() == ".csv":
        return (_csv(path),)
    try:
        found = {title: table for table in read_xlsx(_bytes(path), path.name) if (title := _title(table.title))}
        for title, table in found.items():
            table.title = title
    except NoWorkbook as error:
        raise _refused(path, f"it is not read: {error}") from error
    if not found:
        raise _refused(path, f"it has no sheet “{positions.TITLE}” and none “{judgements.TITLE}”")
    return tuple(found[title] for title in TITLES if title in found)


def _title(name: str) -> str:
    """The title of the sheet of a name, whatever its capitals."""
    return next((title for title in TITLES if title.casefold() == name.strip().casefold()), "")


def _csv(path: File) -> ReadTable:
    """A file of CSV, known by its name or by its heads."""
    data = _bytes(path)
    try:
        read = read_csv(data, _title(path.stem) or positions.TITLE, path.name)
        if not _title(path.stem) and "most likely" in read.heads:
            read = read_csv(data, judgements.TITLE, path.name)
    except NoTable as error:
        raise _refused(path, f"it is not read: {error}") from error
    return read


def _bytes(path: File) -> bytes:
    try:
        with open_regular(path) as stream:
            data = stream.read(MAX_BYTES + 1)
    except (FileNotFoundError, NotRegular) as error:
        there = os.path.lexists(path)
        raise _refused(path, f"`{path}` is not a file" if there else f"there is no file `{path}`") from error
    except (OSError, ValueError) as error:
        raise _refused(path, f"cannot read `{path}`: {getattr(error, 'strerror', None) or error}") from error
    if len(data) > MAX_BYTES:
        raise _refused(path, f"it is not read: it has more than {MAX_BYTES:,} bytes")
    return data


def _refused(path: File, message: str) -> CaseError:
    return CaseError((Problem(code=REFUSED, message=message, place=Place(file=path.name)),))
