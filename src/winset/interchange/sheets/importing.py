"""A filled-in sheet read into a case: spliced into its file, all or nothing, with every problem by its cell."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path as File

from winset.casefile.editing.changes import changes_between
from winset.casefile.editing.editor import OpenedCase, ProposedCase
from winset.casefile.opening import NotRegular, open_regular
from winset.errors import CaseError, EditRefused, Place, Problem, WinsetError
from winset.interchange.sheets import judgements, positions
from winset.interchange.sheets.csv_files import NoTable, read_csv
from winset.interchange.sheets.merging import CELL, ChangedCell, Merged, MergeOptions, merged, rows_below
from winset.interchange.sheets.positions import position_column
from winset.interchange.sheets.table import ReadTable
from winset.interchange.sheets.xlsx_reading import NoWorkbook, read_xlsx

OF_QUOTES = "E1"
"""How the codes of quotes and sources begin: each is about one claim, whatever else the case says."""
MAX_BYTES = 20_000_000
"""Bytes of a spreadsheet that is imported; beyond, it is refused."""
REFUSED = "E609"
TITLES = (positions.TITLE, judgements.TITLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedSheet:
    """What a sheet does to a case. proposed: the case with it, None where nothing changes."""

    proposed: ProposedCase | None
    changes: tuple[ChangedCell, ...]
    notes: tuple[str, ...]


def imported_sheet(opened: OpenedCase, paths: Iterable[File], options: MergeOptions | None = None) -> ImportedSheet:
    """The case with what the sheets say; nothing is written.

    Raises CaseError with every cell that cannot be taken, and where the case is not well formed.
    """
    if opened.case is None:
        raise CaseError(opened.checked.problems)
    tables = [table for path in paths for table in read_tables(path)]
    result = merged(opened.case, opened.data, tables, options or MergeOptions())
    changes = changes_between((), opened.data, result.data)
    try:
        proposed = opened.changed(changes, "Sheet imported") if changes else None
    except EditRefused as error:
        if not result.problems:
            raise WinsetError(f"the case file cannot take the sheet, and nothing was written: {error}") from error
        proposed = None
    made = proposed.problems.errors_added if proposed is not None else ()
    if result.problems:  # what is read without the cells that cannot be taken may lack what another part of it needs
        made = tuple(problem for problem in made if problem.code.startswith(OF_QUOTES))
    problems = [*result.problems, *(_by_cell(problem, result) for problem in made)]
    if problems:
        raise CaseError(tuple(sorted(problems, key=lambda problem: (problem.place.file, problem.place.line))))
    absent = [title for title in TITLES if title not in (table.title for table in tables)]
    notes = (*_notes(result), *(f"There is no sheet “{title}”: nothing of it was read." for title in absent))
    return ImportedSheet(proposed=proposed, changes=tuple(result.changes), notes=notes)


def _by_cell(problem: Problem, result: Merged) -> Problem:
    """A problem that the case would have, with the cell of the sheet that makes it."""
    for path in rows_below(result.places, problem.path):
        cells = result.places[path]
        column = position_column(problem.path) if path[0] == "positions" else "likely"
        cell = cells.get(column) or next(iter(cells.values()), None)
        if cell is not None:
            place = Place(file=result.files[path], line=cell.line, column=cell.column)
            return replace(problem, message=f"{cell.at}: {problem.message}", place=place)
    return problem


def _notes(result: Merged) -> tuple[str, ...]:
    notes = []
    if result.behind:
        notes.append(
            f"{_rows(result.behind)} the case has changed since the sheet was exported, and nobody has written there: "
            "the case stays as it is."
        )
    if result.empty:
        notes.append(f"{_rows(result.empty)} nothing was filled in: the case stays as it is.")
    if result.absent:
        notes.append(f"{_rows(result.absent, 'which the sheet does not have, ')} the case stays as it is.")
    if result.unread:
        notes.append("Columns that are not read: " + ", ".join(f"“{head}”" for head in result.unread) + ".")
    return tuple(notes)


def _rows(count: int, words: str = "") -> str:
    return f"In {count} row{'s' * (count != 1)}, {words}" if words else f"In {count} row{'s' * (count != 1)}"


__all__ = ["CELL", "ImportedSheet", "MergeOptions", "imported_sheet"]


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
