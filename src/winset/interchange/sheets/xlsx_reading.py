"""A file of Excel that comes from anybody, read as texts: nothing in it is run, worked out or opened besides.

The parts of the file are looked at before openpyxl reads them: how large they are, whether a part holds a document
type, and whether there are programs in it.
"""

from __future__ import annotations

import re
import warnings
import zlib
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from math import isfinite
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile, ZipInfo

from winset.errors import WinsetError
from winset.interchange.sheets.table import ReadTable
from winset.interchange.sheets.xlsx_writing import MISSING

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

MOST_PARTS = 1_000
"""Parts of a file of Excel; beyond, it is refused."""
MOST_UNPACKED = 100_000_000
"""Bytes of a file of Excel once it is unpacked; beyond, it is refused."""
MOST_CELLS = 500_000
"""Cells of a file of Excel, empty ones that are formatted included; beyond, it is refused."""
MOST_ELEMENTS = 3_000_000
"""Elements of XML in a file of Excel; beyond, it is refused."""
MOST_SPANNED = 10_000
"""Cells that one merged cell or one link of a file of Excel spans; beyond, the file is refused."""
SPANNING = ("mergeCell", "hyperlink")
"""Elements of which openpyxl goes through every cell that they span."""
SPAN = re.compile(r"([A-Z]{1,3})([0-9]{1,7})(?::([A-Z]{1,3})([0-9]{1,7}))?")
OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
PROGRAMS = re.compile(r"(?i)vbaproject|macrosheets|activex|\.bin$")
ENCODED = re.compile(r"_x([0-9A-Fa-f]{4})_")
UNREADABLE = (
    BadZipFile, ParseError, KeyError, ValueError, TypeError, AttributeError, IndexError, OverflowError, EOFError,
    NotImplementedError, RuntimeError, OSError, AssertionError, zlib.error, SyntaxError,
)  # fmt: skip
"""What openpyxl raises for a file that is no workbook."""


class NoWorkbook(ValueError):
    """The file is not read, and the message says why."""


def read_xlsx(data: bytes, file: str) -> Iterator[ReadTable]:
    """The sheets of the file. Raises NoWorkbook, and WinsetError where openpyxl is not installed."""
    _refuse_hostile(data)
    try:
        from openpyxl import load_workbook
    except ImportError:
        raise WinsetError(MISSING) from None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(BytesIO(data), keep_links=False)
            sheets = list(book.worksheets)
    except UNREADABLE as error:
        raise NoWorkbook(f"it is no workbook of Excel that can be read ({type(error).__name__})") from error
    for sheet in sheets:
        yield _table(sheet, file)


def _refuse_hostile(data: bytes) -> None:
    if data.startswith(OLD_OR_LOCKED):
        message = "it is locked by a password, or in the old format `.xls`; save it as `.xlsx` without a password"
        raise NoWorkbook(message)
    try:
        with ZipFile(BytesIO(data)) as parts:
            _refuse_parts(parts)
    except UNREADABLE as error:
        if isinstance(error, NoWorkbook):
            raise
        raise NoWorkbook("it is no workbook of Excel: save it as `.xlsx`") from error


def _refuse_parts(parts: ZipFile) -> None:
    infos = parts.infolist()
    if len(infos) > MOST_PARTS:
        raise NoWorkbook(f"it has more than {MOST_PARTS:,} parts")
    if sum(info.file_size for info in infos) > MOST_UNPACKED:
        raise NoWorkbook(f"it has more than {MOST_UNPACKED:,} bytes once it is unpacked")
    if any(PROGRAMS.search(info.filename) and "printerSettings" not in info.filename for info in infos):
        raise NoWorkbook("it has macros or other programs in it, which are never run; save it as `.xlsx`")
    looked_at = _Looked()
    for info in infos:
        if info.filename.lower().endswith((".xml", ".rels", ".vml")):
            looked_at.look(parts, info)


class _Looked:
    """Counts what the parts of a file hold, and refuses it where that is too much, before anything in it is read."""

    def __init__(self) -> None:
        self.cells = self.elements = 0

    def look(self, parts: ZipFile, info: ZipInfo) -> None:
        """Goes through a part. Raises NoWorkbook."""
        parser = expat.ParserCreate()
        parser.StartElementHandler, parser.StartDoctypeDeclHandler = self._start, self._document_type
        left, is_last = MOST_UNPACKED, False
        with parts.open(info) as stream:
            while piece := stream.read(min(1 << 20, left + 1)):
                left -= len(piece)
                if left < 0:
                    raise NoWorkbook(f"it has more than {MOST_UNPACKED:,} bytes once it is unpacked")
                try:
                    parser.Parse(piece, is_last)
                except expat.ExpatError as error:
                    raise NoWorkbook("a part of it is not valid XML") from error

    def _document_type(self, *_: object) -> None:
        raise NoWorkbook("it holds a document type (`<!DOCTYPE …>`), which no workbook needs")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        self.elements += 1
        self.cells += name == "c"
        if self.cells > MOST_CELLS:
            raise NoWorkbook(f"it has more than {MOST_CELLS:,} cells; delete the empty ones below and beside the table")
        if self.elements > MOST_ELEMENTS:
            raise NoWorkbook(f"it has more than {MOST_ELEMENTS:,} elements")
        if "macroEnabled" in attributes.get("ContentType", ""):
            raise NoWorkbook("it may hold macros, which are never run; save it as `.xlsx`")
        if name in SPANNING and _spanned(attributes.get("ref", "")) > MOST_SPANNED:
            raise NoWorkbook(f"a merged cell or a link spans more than {MOST_SPANNED:,} cells")


def _spanned(reference: str) -> int:
    """How many cells a reference spans; more than any sheet has for one that is not of two corners."""
    corners = SPAN.fullmatch(reference.replace("$", ""))
    if corners is None:
        return 1 << 40
    if corners[3] is None:
        return 1
    columns = abs(_column(corners[3]) - _column(corners[1])) + 1
    return columns * (abs(int(corners[4]) - int(corners[2])) + 1)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


def _table(sheet: Worksheet, file: str) -> ReadTable:
    """The sheet as texts: the first row are the heads."""
    read = ReadTable(title=sheet.title, file=file)
    rows, columns = sheet.max_row, sheet.max_column
    if rows * columns > 2 * MOST_CELLS:
        message = f"sheet “{sheet.title}” reaches to row {rows:,} and column {columns:,}; delete what is empty there"
        raise NoWorkbook(message)
    merged = {
        (row, column): str(area)
        for area in sheet.merged_cells.ranges
        for row in range(area.min_row, min(area.max_row, rows) + 1)
        for column in range(area.min_col, min(area.max_col, columns) + 1)
    }
    for line in range(1, rows + 1):
        read.take(line, (_found(sheet, line, column, merged) for column in range(1, columns + 1)))
    return read


def _found(
    sheet: Worksheet, line: int, column: int, merged: Mapping[tuple[int, int], str]
) -> tuple[int, str, str, bool]:
    """A cell: its column, its text, why it cannot be taken, and whether Excel keeps it as a day."""
    text, fault, is_day = _said(sheet.cell(row=line, column=column))
    if (line, column) in merged:
        fault = f"the cell is merged with others ({merged[line, column]}); split it and fill in each"
    return column, text, fault, is_day


def _said(cell: Any) -> tuple[str, str, bool]:
    """The text of a cell, why it cannot be taken, and whether Excel keeps it as a day."""
    value, kind = cell.value, cell.data_type
    if value is None:
        return "", "", False
    if kind == "f" or type(value).__name__ in ("ArrayFormula", "DataTableFormula"):
        return "", "a formula is not worked out; copy the cell and paste its value in its place", False
    if kind == "e":
        return "", f"an error of Excel stands here ({value})", False
    if isinstance(value, bool):
        return ("yes" if value else ""), "", False
    if isinstance(value, int | float) and "%" in str(cell.number_format):
        return "", "a percentage; format the cell as text and write the number without %", False
    if isinstance(value, int):
        return str(value), "", False
    if isinstance(value, float):
        if not isfinite(value):
            return "", "a finite number is expected", False
        return format(Decimal(repr(value)), "f").removesuffix(".0"), "", False
    if isinstance(value, datetime | date | time | timedelta):
        return _day(value)
    return decoded(str(value)), "", False


def _day(value: datetime | date | time | timedelta) -> tuple[str, str, bool]:
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat(), "", True
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat(), "", True
    return "", "Excel has made a time of what was typed; format the cell as text and type it again", False


def decoded(text: str) -> str:
    """The text that a cell of Excel holds, with what it writes as `_x000D_`."""
    return ENCODED.sub(lambda match: chr(int(match[1], 16)), text)
