"""Sheets as CSV: what a spreadsheet would take for a formula has an apostrophe before it, which is taken off again."""

from __future__ import annotations

import csv
import re
from io import StringIO

from winset.interchange.sheets.table import ReadTable, Table, Workbook

SPECIAL = re.compile(r"'*[=+\-@\t\r\n]")
"""How a text begins that some spreadsheet takes for more than a text, or that looks like one that was kept from it."""
KEPT = re.compile(r"'+[=+\-@\t\r\n]")
PLAIN_NUMBER = re.compile(r"-[0-9]+([./][0-9]+)?")
LONGEST_FIELD = 1_000_000
"""Characters of a cell of CSV; beyond, the file is refused."""
MOST_ROWS = 100_000
"""Rows of a file of CSV; beyond, it is refused."""


class NoTable(ValueError):
    """The file is not read, and the message says why."""


def csv_files(book: Workbook) -> dict[str, bytes]:
    """A file for each sheet, by name: UTF-8 with the mark by which Excel knows it."""
    files = {f"{table.title.lower()}.csv": _written(_lines(table)) for table in book.tables}
    longest = max(len(choices) for _, choices in book.lists.values())
    columns = [(title, *choices, *[""] * (longest - len(choices))) for title, choices in book.lists.values()]
    files["options.csv"] = _written([list(line) for line in zip(*columns, strict=True)])
    files["read-me.txt"] = ("\n".join(book.read_me) + "\n").encode("utf-8")
    return files


def _lines(table: Table) -> list[list[str]]:
    return [[column.head for column in table.columns], *(list(table.written(row)) for row in table.rows)]


def _written(lines: list[list[str]]) -> bytes:
    stream = StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerows([kept(text) for text in line] for line in lines)
    return stream.getvalue().encode("utf-8-sig", "surrogatepass")


def kept(text: str) -> str:
    """The text so that a spreadsheet takes it for one."""
    return f"'{text}" if SPECIAL.match(text) and not PLAIN_NUMBER.fullmatch(text) else text


def taken(text: str) -> str:
    """The text that was kept so."""
    return text[1:] if KEPT.match(text) else text


def read_csv(data: bytes, title: str, file: str) -> ReadTable:
    """The table of a file, whatever parts its cells: a comma, a semicolon or a tab. Raises NoTable."""
    try:
        text = data.decode("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise NoTable("it is not in UTF-8; save it as “CSV UTF-8”") from error
    if "\0" in text:
        raise NoTable("it has a character in it that no text has (U+0000); it is no CSV")
    first = text.split("\n", 1)[0]
    parted = max(",;\t", key=first.count)
    read = ReadTable(title=title, file=file)
    before = csv.field_size_limit(LONGEST_FIELD)
    try:
        lines = list(csv.reader(StringIO(text, newline=""), delimiter=parted, strict=True))
    except csv.Error as error:
        raise NoTable(f"it is no CSV that can be read: {error}") from error
    finally:
        csv.field_size_limit(before)
    if len(lines) > MOST_ROWS:
        raise NoTable(f"it has more than {MOST_ROWS:,} rows")
    formula = "a formula is not worked out; write its value, or an apostrophe before it if it is a text"
    for line, cells in enumerate(lines, start=1):
        found = enumerate(cells, start=1)
        read.take(line, ((n, taken(text), formula if text.startswith("=") else "", False) for n, text in found))
    return read
