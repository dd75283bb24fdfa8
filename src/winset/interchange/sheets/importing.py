"""A filled-in sheet read into a case: spliced into its file, all or nothing, with every problem by its cell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path as File

from winset.casefile.editing.changes import changes_between
from winset.casefile.editing.editor import OpenedCase, ProposedCase
from winset.errors import CaseError, EditRefused, Place, Problem, WinsetError
from winset.interchange.sheets.files import TITLES, read_tables
from winset.interchange.sheets.merging import CELL, ChangedCell, Merged, MergeOptions, merged, rows_below
from winset.interchange.sheets.positions import position_column

OF_QUOTES = "E1"
"""How the codes of quotes and sources begin: each is about one claim, whatever else the case says."""


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
