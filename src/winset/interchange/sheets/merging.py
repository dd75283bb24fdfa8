"""A filled-in sheet against the case: what each row changes, what it leaves, and what stands in the way.

A row says with its stamp how it was written. So three are told apart: what the row says now, what it said when it was
written, and what the case says by now. A row on which nobody has written changes nothing, whatever the case says; one
on which somebody has written while the case changed is a problem, unless it is to replace what the case says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from winset.casefile.editing.changes import at
from winset.casefile.editing.yaml_text import refuse_controls
from winset.casefile.names import nearest
from winset.errors import EditRefused, Path, Place, Problem
from winset.interchange.sheets import judgements, positions
from winset.interchange.sheets.labels import BASIS, case_labels
from winset.interchange.sheets.table import (
    BLANK,
    WITHHELD,
    Column,
    ReadCell,
    ReadRow,
    ReadTable,
    Row,
    Table,
    letters,
    normal_number,
)
from winset.interchange.sheets.workbook import tables_of
from winset.model.case import Case
from winset.model.numbers import HANDLING, Handling

CELL = "E610"
ISO_DAY = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedCell:
    """A cell of the sheet that says another thing than the case. about: the row in words."""

    at: str
    about: str
    head: str
    before: str
    after: str


@dataclass(slots=True, kw_only=True)
class Merged:
    """What a sheet does to a case. data: what the case file then says. changes: the cells that change it.

    unread: heads of columns that are not read. absent: rows of the case that the sheet does not have. behind: rows on
    which nobody wrote and that the case has changed since. empty: rows of an empty sheet that nobody filled in. places:
    where the row of a path stands, for problems that the case then has.
    """

    data: dict[str, Any]
    changes: list[ChangedCell] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    absent: int = 0
    behind: int = 0
    empty: int = 0
    places: dict[Path, dict[str, ReadCell]] = field(default_factory=dict)
    files: dict[Path, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeOptions:
    """How a sheet is merged. replace: rows replace what the case says by now. rest_silent: a position that was to be
    filled in, and on which nobody has written, is silent; else it stays as the case has it.
    """

    replace: bool = False
    rest_silent: bool = False


def merged(case: Case, data: Mapping[str, Any], tables: Iterable[ReadTable], options: MergeOptions) -> Merged:
    """What the sheets change in a case. data: what its file says."""
    result = Merged(data=deepcopy(dict(data)))
    for table in tables:
        _Merging(case, data, table, (result, options)).run()
    return result


class _Merging:
    """One sheet against the case."""

    def __init__(self, case: Case, data: Mapping[str, Any], read: ReadTable, into: tuple[Merged, MergeOptions]) -> None:
        self.case, self.data, self.read = case, data, read
        self.result, self.options = into
        self.now: dict[Handling, tuple[Table, dict[str, Row]]] = {}
        table, _ = self.at_level("restricted")
        self.by_head = {column.head.casefold(): column for column in table.columns}
        if table.title == positions.TITLE:  # there may be more columns for red lines than are written
            more = positions.position_columns(max(len(read.heads), 1))
            self.by_head = {column.head.casefold(): column for column in more}

    def at_level(self, level: Handling) -> tuple[Table, dict[str, Row]]:
        """The sheet as it would be written now at a level, and its rows by key."""
        if level not in self.now:
            table = next(t for t in tables_of(self.case, self.data, level) if t.title == self.read.title)
            self.now[level] = table, {row.key: row for row in table.rows}
        return self.now[level]

    def run(self) -> None:
        """Every row, in the order of the sheet."""
        self.result.unread += [head for head in self.read.heads if head not in self.by_head]
        missing = self._missing()
        if missing:
            message = f"{self.read.title}!A1: the first row has no head “{missing}”; leave the heads as they are"
            self._problem(1, 1, message)
            return
        seen: dict[str, ReadRow] = {}
        for read_row in self.read.rows:
            if not read_row.cells:
                continue
            key = self._key(read_row)
            if key is None:
                continue
            if key in seen:
                first = seen[key].line
                message = f"{self._at(read_row)}: row {first} is about the same; keep one of them"
                self._problem(read_row.line, 1, message)
                continue
            seen[key] = read_row
            self._row(read_row, key)
        self.result.absent += len(self.at_level("restricted")[1].keys() - seen.keys())

    def _missing(self) -> str:
        """A head without which no row is known."""
        if "row" in self.read.heads:
            return ""
        needed = ("Issue", "Party") if self.read.title == positions.TITLE else ("Row",)
        return next((head for head in needed if head.casefold() not in self.read.heads), "")

    def _problem(self, line: int, column: int, message: str) -> None:
        place = Place(file=self.read.file, line=line, column=max(1, column))
        self.result.problems.append(Problem(code=CELL, message=message, place=place))

    def _at(self, row: ReadRow) -> str:
        return f"{self.read.title}!A{row.line}"

    def _key(self, row: ReadRow) -> str | None:
        """What a row is about: by its key, or by the words for issue and party."""
        _, rows = self.at_level("restricted")
        said = row.cells.get("row")
        if said is not None and said.text:
            if said.text in rows:
                return said.text
            guess = nearest(said.text, rows)
            hint = f"; did you mean “{guess}”?" if guess else "; the case may have changed since, so export it again"
            self._problem(row.line, said.column, f"{said.at}: the case has no such row “{said.text[:80]}”{hint}")
            return None
        if self.read.title == positions.TITLE:
            words = [row.cells[head].text if head in row.cells else "" for head in ("issue", "party")]
            if not any(words) and not any(cell.text or cell.fault for cell in row.cells.values()):
                return None
            labels = case_labels(self.case, "restricted")
            try:
                return f"{labels.issues.name_of(words[0])}/{labels.parties.name_of(words[1])}"
            except ValueError as error:
                message = f"{self._at(row)}: it is not known which issue and party the row is about: {error}"
                self._problem(row.line, 1, message)
                return None
        message = f"{self._at(row)}: it is not known what the row is about; its first, grey cell is empty"
        self._problem(row.line, 1, message)
        return None

    def _row(self, read_row: ReadRow, key: str) -> None:
        """What a row changes."""
        stamp = read_row.cells["as exported"].text if "as exported" in read_row.cells else ""
        word = stamp.partition(":")[0]
        level: Handling = next((level for level in HANDLING if level == word), "restricted")
        table, rows = self.at_level(level)
        row = rows.get(key)
        if row is None:
            return
        faults = len(self.result.problems)
        sheet, cells = self._texts(read_row, row)
        self.result.places[row.path], self.result.files[row.path] = cells, self.read.file
        if len(self.result.problems) > faults:
            return
        columns = self._columns(table)
        filled = {name: text for name, text in sheet.items() if text}
        if stamp in (BLANK, ""):
            if not filled and stamp == BLANK and row.path[0] == "positions" and self.options.rest_silent:
                filled = {"basis": BASIS["silent"]}
            if not filled:
                self.result.empty += 1
                return
            self._filled(read_row, row, columns, filled, is_blank=stamp == BLANK)
            return
        missing = {column.name for column in columns if column.head.casefold() not in self.read.heads}
        written = {**{name: row.texts.get(name, "") for name in missing}, **sheet}
        is_known = table.stamp(row.texts) == stamp
        changed = [column for column in columns if not _same(column, row.texts, written)]
        if not changed:
            return
        if not is_known and table.stamp({name: text for name, text in written.items() if text}) == stamp:
            self.result.behind += 1
            return
        if not is_known and not self.options.replace:
            heads = ", ".join(f"“{column.head}”" for column in changed)
            self._problem(
                read_row.line, 1,
                f"{self._at(read_row)}: this row was written on, and the case has changed since it was exported; they "
                f"differ in {heads}. Export the case again, or import with `--replace`",
            )  # fmt: skip
            return
        self._apply(row, columns, written, cells)

    def _filled(
        self, read_row: ReadRow, row: Row, columns: list[Column], filled: Mapping[str, str], *, is_blank: bool
    ) -> None:
        """A row that was empty, or has no stamp: what is filled in is what it says, and the rest is as it was."""
        cells = self.result.places[row.path]
        now = {column.name: row.texts.get(column.name, "") for column in columns}
        written = {column.name: filled.get(column.name, "") for column in columns}
        if not is_blank:
            written = {name: text or now[name] for name, text in written.items()}
        elif row.is_walk_away and "counted" not in filled:
            written["counted"] = "" if any(written[name] for name in judgements.NUMBERS) else now["counted"]
        if all(_same(column, now, written) for column in columns):
            return
        says = any(text for name, text in now.items() if name != "basis") or now.get("basis", "").startswith(
            ("st", "inf")
        )
        if is_blank and says and not self.options.replace:
            self._problem(
                read_row.line, 1,
                f"{self._at(read_row)}: the case says another thing here already; import with `--replace` to replace "
                "it, or export the case and change that",
            )  # fmt: skip
            return
        self._apply(row, columns, written, cells)

    def _columns(self, table: Table) -> list[Column]:
        """The columns in which somebody writes, of the sheet as it was found and as it would be written."""
        known = {column.name: column for column in table.inputs}
        for head in self.read.heads:
            column = self.by_head.get(head)
            if column is not None and column.is_input:
                known.setdefault(column.name, column)
        return list(known.values())

    def _texts(self, read_row: ReadRow, row: Row) -> tuple[dict[str, str], dict[str, ReadCell]]:
        """The texts of a row by column, and its cells; what cannot be taken is among the problems."""
        texts: dict[str, str] = {}
        cells: dict[str, ReadCell] = {}
        for head, number in self.read.heads.items():
            column = self.by_head.get(head)
            if column is None or not column.is_input:
                continue
            place = f"{self.read.title}!{letters(number)}{read_row.line}"
            cell = read_row.cells.get(head, ReadCell(at=place, line=read_row.line, column=number))
            cells[column.name] = cell
            fault = cell.fault or _fault(column, cell)
            if fault:
                self._problem(cell.line, cell.column, f"{cell.at}: {fault}")
            texts[column.name] = cell.text if cell.text.strip() else ""
        return texts, cells

    def _apply(
        self, row: Row, columns: list[Column], written: Mapping[str, str], cells: Mapping[str, ReadCell]
    ) -> None:
        """Puts what a row says into the data, and lists its cells; or takes in what is wrong with it."""
        before = len(self.result.problems)

        def refuse(column: str, message: str) -> None:
            cell = cells.get(column) or next(iter(cells.values()))
            self._problem(cell.line, cell.column, f"{cell.at}: {message}")

        labels = case_labels(self.case, "restricted")
        after = {name: text for name, text in written.items() if text}
        if row.path[0] == "positions":
            value = positions.PositionRow(row, labels, self.data, after).value(refuse)
        else:
            value = judgements.judged_value(row, labels, self.data, after, refuse)
        if len(self.result.problems) > before:
            return
        if value is None:
            _take_out(self.result.data, row.path)
        else:
            _put_in(self.result.data, row.path, value)
        about = ", ".join(text for name in ("party", "issue", "option", "what") if (text := row.texts.get(name)))
        self.result.changes += [
            ChangedCell(
                at=cells[column.name].at, about=about, head=column.head,
                before=row.texts.get(column.name, ""), after=written.get(column.name, ""),
            )
            for column in columns
            if column.name in cells and not _same(column, row.texts, written)
        ]  # fmt: skip


def _same(column: Column, texts: Mapping[str, str], others: Mapping[str, str]) -> bool:
    """True where a column says the same in both."""
    text, other = texts.get(column.name, ""), others.get(column.name, "")
    if column.kind == "number":
        return normal_number(text) == normal_number(other)
    return text == other


def _fault(column: Column, cell: ReadCell) -> str:
    """What is wrong with the kind of what stands in a cell."""
    if not cell.text or cell.text == WITHHELD:
        return ""
    if cell.is_day and column.kind != "date":
        return f"Excel has made a date of what was typed ({cell.text}); format the cell as text and type it again"
    if column.kind == "date" and not ISO_DAY.fullmatch(cell.text.strip()):
        return f"a date is written 2025-08-14, 2025-08 or 2025, and “{cell.text[:40]}” is none"
    try:
        refuse_controls(cell.text)
    except EditRefused as error:
        return str(error)
    return ""


def _put_in(data: Any, path: Path, value: Any) -> None:
    """Puts a value at a path, with the sections that lead there."""
    for step in path[:-1]:
        inner = at(data, (step,))
        if not isinstance(inner, dict | list):
            inner = data[str(step)] = {}
        data = inner
    data[str(path[-1])] = value


def _take_out(data: Any, path: Path) -> None:
    """Takes out what stands at a path, with the sections that it leaves empty."""
    for end in range(len(path), 1, -1):
        here, step = at(data, path[: end - 1]), str(path[end - 1])
        if not isinstance(here, dict) or (end < len(path) and here.get(step) != {}):
            return
        here.pop(step, None)


def rows_below(places: Mapping[Path, Any], path: Path) -> Iterator[Path]:
    """The row that a problem of the case is about: the one with the longest path that leads there."""
    yield from sorted((known for known in places if path[: len(known)] == known), key=len, reverse=True)
