"""A file of KTAB's spatial model: parties with their capability, and on each line a position and a salience.

The first line names the model and counts parties and lines; the second heads the columns; then one line for each party.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from winset.casefile.names import short
from winset.errors import Place
from winset.interchange.additive_domain import exact
from winset.interchange.fitting import written
from winset.interchange.foreign_file import ForeignFile, ImportProblems

LAST = 100
"""The end of a line, and the largest salience."""
ABOUT_MODEL, ABOUT_PARTY, PER_LINE = 4, 3, 2
"""Columns: of the first line; of a party before its positions; of a party for each line that is negotiated."""
FEWEST_PARTIES = 2
ENDINGS = (" position", " pstn", " pos")
"""How a heading of positions ends, after the name of what is negotiated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KtabCell:
    """What stands between two commas, without blanks and quotes. column: where it begins, counted from 1."""

    text: str
    line: int
    column: int
    length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SpatialParty:
    """A party of the file. positions, saliences: of every line, 0 to 100."""

    name: str
    description: str
    capability: Fraction
    positions: tuple[Fraction, ...]
    saliences: tuple[Fraction, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SpatialFile:
    """What the file says. lines: the names of what is negotiated."""

    title: str
    description: str
    lines: tuple[str, ...]
    parties: tuple[SpatialParty, ...]


def read_ktab(source: ForeignFile, findings: ImportProblems) -> SpatialFile | None:
    """The parties and lines of the file; None where it is none, with everything wrong among the findings."""
    text = source.decode("utf-8")
    try:
        source.data.decode("utf-8")
    except UnicodeDecodeError:
        findings.add("E602", "the file is not UTF-8", source.place(), "save it as UTF-8")
        return None
    rows = [_cells(line, number) for number, line in enumerate(text.splitlines(), start=1) if line.strip(" ,\t;")]
    before = len(findings.problems)
    if len(rows) < FEWEST_PARTIES:
        findings.add("E602", "the file ends before a heading of its columns", source.place(), _FORM)
        return None
    counts = _counts(rows[0], source, findings)
    if counts is None:
        return None
    parties, lines = counts
    names = _lines(rows[1], lines, source, findings)
    read = [_party(row, lines, source, findings) for row in rows[2:]]
    if len(read) != parties:
        message = f"the first line counts {parties} parties, and {len(read)} follow"
        findings.add("E608", message, _place(source, rows[0][2]))
    if len(read) < FEWEST_PARTIES:
        findings.add("E603", f"a case has {FEWEST_PARTIES} parties at least", _place(source, rows[0][2]))
    _repeated([row[0] for row in rows[2:]], source, findings)
    if len(findings.problems) > before:
        return None
    title, description = rows[0][0].text, rows[0][1].text
    return SpatialFile(
        title=title,
        description=description,
        lines=names,
        parties=tuple(party for party in read if party is not None),
    )


_FORM = (
    "the first line is `name, description, number of parties, number of lines`, the second heads the columns, then "
    "each party has `name, description, capability` and for every line `position, salience`"
)


def _cells(line: str, number: int) -> list[KtabCell]:
    """The cells of a line; commas within double quotes part nothing, and empty cells at the end are left out."""
    found, start, quoted = list[KtabCell](), 0, False
    for at, sign in enumerate([*line, ","]):
        if sign == '"':
            quoted = not quoted
        if at == len(line) or (sign == "," and not quoted):
            raw = line[start:at]
            text = raw.strip()
            lead = len(raw) - len(raw.lstrip())
            if len(text) > 1 and text[0] == text[-1] == '"':
                text = text[1:-1].replace('""', '"').strip()
            found.append(KtabCell(text=text, line=number, column=start + lead + 1, length=max(1, len(raw.strip()))))
            start = at + 1
    while len(found) > 1 and not found[-1].text:
        found.pop()
    return found


def _place(source: ForeignFile, cell: KtabCell) -> Place:
    return source.place(cell.line, cell.column, cell.length)


def _counts(row: list[KtabCell], source: ForeignFile, findings: ImportProblems) -> tuple[int, int] | None:
    """How many parties and lines the first line says there are."""
    if len(row) < ABOUT_MODEL:
        findings.add("E602", "the first line counts no parties and lines", _place(source, row[0]), _FORM)
        return None
    counts = []
    for cell, what in zip(row[2:ABOUT_MODEL], ("parties", "lines"), strict=True):
        if (
            not (cell.text.isascii() and cell.text.isdigit() and 0 < len(cell.text) <= len("1000"))
            or int(cell.text) < 1
        ):
            findings.add("E602", f"`{short(cell.text)}` is no number of {what}", _place(source, cell), _FORM)
            return None
        counts.append(int(cell.text))
    return counts[0], counts[1]


def _lines(row: list[KtabCell], lines: int, source: ForeignFile, findings: ImportProblems) -> tuple[str, ...]:
    """What is negotiated, by the headings of the positions."""
    needed = ABOUT_PARTY + PER_LINE * lines
    if len(row) != needed:
        message = f"{len(row)} columns are headed, and {lines} line{'s' * (lines != 1)} need {needed}"
        findings.add("E608", message, _place(source, row[-1]), _FORM)
    names = []
    for number, cell in enumerate(row[ABOUT_PARTY:needed:PER_LINE], start=1):
        name = cell.text
        for ending in ENDINGS:
            if name.casefold().endswith(ending):
                name = name[: -len(ending)].strip()
        names.append(name or f"Line {number}")
    return tuple(names)


def _party(row: list[KtabCell], lines: int, source: ForeignFile, findings: ImportProblems) -> SpatialParty | None:
    """One party, where its line holds what it should."""
    needed = ABOUT_PARTY + PER_LINE * lines
    if len(row) != needed:
        message = f"the line of `{short(row[0].text)}` has {len(row)} cells instead of {needed}"
        findings.add("E603", message, _place(source, row[-1]), _FORM)
        return None
    if not row[0].text:
        findings.add("E603", "a party without a name", _place(source, row[0]))
    capability = _number(row[2], None, "capability", source, findings)
    numbers = [
        _number(cell, LAST, "position" if number % PER_LINE == 0 else "salience", source, findings)
        for number, cell in enumerate(row[ABOUT_PARTY:])
    ]
    return SpatialParty(
        name=row[0].text,
        description=row[1].text,
        capability=capability,
        positions=tuple(numbers[0::PER_LINE]),
        saliences=tuple(numbers[1::PER_LINE]),
    )


def _number(cell: KtabCell, last: int | None, what: str, source: ForeignFile, findings: ImportProblems) -> Fraction:
    """The number exactly; 0 where it is none, which is then among the findings."""
    number = exact(cell.text) if cell.text else f"a {what} is missing"
    if isinstance(number, str):
        findings.add("E604", number, _place(source, cell))
    elif number < 0 or (last is not None and number > last):
        bounds = "is negative" if last is None else f"does not lie from 0 to {last}"
        findings.add("E604", f"the {what} {short(cell.text)} {bounds}", _place(source, cell))
    elif written(number) is None:
        findings.add(
            "E603", f"the {what} {short(cell.text)} has more places than a case file holds", _place(source, cell)
        )
    else:
        return number
    return Fraction(0)


def _repeated(names: list[KtabCell], source: ForeignFile, findings: ImportProblems) -> None:
    seen: dict[str, int] = {}
    for cell in names:
        if cell.text in seen and cell.text:
            message = f"the party `{short(cell.text)}` stands twice, first in line {seen[cell.text]}"
            findings.add("E603", message, _place(source, cell))
        seen.setdefault(cell.text, cell.line)
