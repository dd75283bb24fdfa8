"""A workbook as a file of Excel: choices as drop-down lists, heads and grey cells protected, every text as it is."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any

from winset.errors import SaveRefused, WinsetError
from winset.interchange.sheets.table import Column, Row, Table, Workbook

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

MISSING = "spreadsheets of Excel need openpyxl: pip install 'winset[sheet]', or write CSV"
LONGEST = 32_767
"""Characters of a cell of Excel; beyond, no sheet is written."""
OPTIONS, READ_ME = "Options", "Read me"
ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)|[\x00-\x08\x0b-\x1f\ufffe\uffff]")
"""What a cell of Excel cannot hold as it is, and is written as `_x000D_`."""
HEAD_FILL, LABEL_FILL, INPUT_FILL = "1F3864", "EDEDED", "FFFFFF"
PROMPT = 250
"""Characters of the words beside a cell; beyond, they are cut."""


def xlsx_bytes(book: Workbook) -> bytes:
    """The file. Raises SaveRefused where a text is longer than a cell, WinsetError where openpyxl is not installed."""
    try:
        from openpyxl import Workbook as Made
    except ImportError:
        raise WinsetError(MISSING) from None
    made = Made()
    first = made.active
    first.title = READ_ME
    _read_me(first, book)
    sheets = [(made.create_sheet(table.title), table) for table in book.tables]
    places = _options(made.create_sheet(OPTIONS), book)
    for sheet, table in sheets:
        _table(sheet, table, places)
    made.properties.creator = "winset"
    stream = BytesIO()
    made.save(stream)
    return stream.getvalue()


def excel_text(text: str) -> str:
    """The text as a cell of Excel holds it."""
    return ESCAPED.sub(lambda match: f"_x{ord(match[0]):04X}_", text)


def _put(sheet: Worksheet, place: tuple[int, int], text: str, at: str = "") -> Any:
    """A text in a cell, as a text: nothing in it is a formula, a number or a date."""
    cell = sheet.cell(row=place[0], column=place[1])
    if text:
        written = excel_text(text)
        if len(written) > LONGEST:
            message = f"{at or cell.coordinate}: a cell of Excel holds {LONGEST:,} characters; write CSV instead"
            raise SaveRefused(message)
        cell.value = written
        cell.data_type = "s"
        if text[0] in "=+-@'":
            cell.quotePrefix = True
    return cell


def _read_me(sheet: Worksheet, book: Workbook) -> None:
    from openpyxl.styles import Alignment, Font

    sheet.column_dimensions["A"].width = 110
    for n, text in enumerate(book.read_me, start=1):
        cell = _put(sheet, (n, 1), text)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.font = Font(bold=n == 1, size=14 if n == 1 else 11)
    sheet.protection.sheet = True


def _options(sheet: Worksheet, book: Workbook) -> dict[str, str]:
    """Writes the lists of choices; gives the place of each, as a formula names it."""
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    places = {}
    for n, (name, (title, choices)) in enumerate(book.lists.items(), start=1):
        _put(sheet, (1, n), title).font = Font(bold=True)
        for m, choice in enumerate(choices, start=2):
            _put(sheet, (m, n), choice)
        letter = get_column_letter(n)
        sheet.column_dimensions[letter].width = 34
        if choices:
            places[name] = f"{OPTIONS}!${letter}$2:${letter}${len(choices) + 1}"
    sheet.freeze_panes = "A2"
    sheet.protection.sheet = True
    return places


def _table(sheet: Worksheet, table: Table, places: dict[str, str]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    grey = PatternFill("solid", start_color=LABEL_FILL)
    for n, column in enumerate(table.columns, start=1):
        head = _put(sheet, (1, n), column.head)
        head.font = Font(bold=True, color="FFFFFF")
        head.fill = PatternFill("solid", start_color=HEAD_FILL)
        head.alignment = Alignment(wrap_text=True, vertical="top")
        dimension = sheet.column_dimensions[get_column_letter(n)]
        dimension.width = column.width
        dimension.hidden = column.kind in ("key", "stamp")
    top = Alignment(wrap_text=True, vertical="top")
    right = Alignment(horizontal="right", vertical="top")
    for line, row in enumerate(table.rows, start=2):
        for n, (column, text) in enumerate(zip(table.columns, table.written(row), strict=True), start=1):
            cell = _put(sheet, (line, n), text, f"{table.title}!{get_column_letter(n)}{line}")
            cell.alignment = right if column.kind == "number" else top
            if column.is_input:
                cell.number_format = "@"
                cell.protection = _unlocked()
            else:
                cell.fill = grey
                cell.font = Font(color="808080" if column.kind in ("key", "stamp") else "000000")
    labels = [n for n, column in enumerate(table.columns, start=1) if column.kind == "label"]
    sheet.freeze_panes = f"{get_column_letter(max(labels[:2]) + 1)}2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{len(table.rows) + 1}"
    for n, column in enumerate(table.columns, start=1):
        _validations(sheet, table, (n, column), places)
    sheet.protection.sheet = True
    for allowed in ("formatColumns", "formatRows", "autoFilter", "sort"):
        setattr(sheet.protection, allowed, False)  # the word of the format for "not forbidden"


def _unlocked() -> Any:
    from openpyxl.styles import Protection

    return Protection(locked=False)


def _validations(sheet: Worksheet, table: Table, placed: tuple[int, Column], places: dict[str, str]) -> None:
    """The drop-down lists of a column, one for each list of choices in it, and what is said beside its cells."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    n, column = placed
    if not column.is_input:
        return
    letter = get_column_letter(n)
    by_list: dict[str, list[int]] = {}
    for line, row in enumerate(table.rows, start=2):
        if column.list_name != "counted" or row.is_walk_away:
            by_list.setdefault(_list_of(column, row), []).append(line)
    for name, lines in by_list.items():
        formula = places.get(name)
        check = DataValidation(type="list", formula1=formula, allow_blank=True) if formula else DataValidation()
        check.showErrorMessage = bool(formula)
        check.errorTitle, check.error = column.head, "Choose one of the list, or leave the cell empty."
        check.showInputMessage = bool(column.words)
        check.promptTitle, check.prompt = column.head[:32], column.words[:PROMPT]
        for first, last in _runs(lines):
            check.add(f"{letter}{first}:{letter}{last}")
        sheet.add_data_validation(check)


def _list_of(column: Column, row: Row) -> str:
    return f"issue.{row.issue}" if column.list_name == "issue" else column.list_name


def _runs(lines: list[int]) -> list[tuple[int, int]]:
    """Lines that follow each other, as first and last."""
    runs: list[tuple[int, int]] = []
    for line in lines:
        if runs and runs[-1][1] == line - 1:
            runs[-1] = (runs[-1][0], line)
        else:
            runs.append((line, line))
    return runs
