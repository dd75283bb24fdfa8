"""A case from a file of KTAB's spatial model: every line a scale, every position on it an option at its exact place.

The first line of such a file names the model and counts parties and lines; the second heads the columns; then one line
for each party has its capability, and for each line a position and a salience.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm
from pathlib import Path as File

from winset.casefile.names import short
from winset.casefile.nodes import MAX_BYTES, MAX_NODES
from winset.casefile.save import as_scalar
from winset.casefile.start import NamedEntry, case_id_for
from winset.errors import CaseError, Place
from winset.interchange.case_text import CaseHeading, note_lines, title_of, with_ids
from winset.interchange.fitting import exact, number_text, written
from winset.interchange.foreign_file import ForeignFile, Imported, ImportProblems, open_file
from winset.readings.exact import FINEST

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
    names = _line_names(rows[1], lines, source, findings)
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
        title=title, description=description, lines=names, parties=tuple(party for party in read if party is not None)
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


def _line_names(row: list[KtabCell], lines: int, source: ForeignFile, findings: ImportProblems) -> tuple[str, ...]:
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
        message = f"the {what} {short(cell.text)} has more places than a case file holds"
        findings.add("E603", message, _place(source, cell))
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


FEWEST_OPTIONS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class KtabLine:
    """An issue of the case. places: where the parties stand, from 0 up, without repetition; options: one for each."""

    issue: NamedEntry
    places: tuple[Fraction, ...]
    options: tuple[NamedEntry, ...]

    def option_at(self, place: Fraction) -> str:
        """The id of the option at a place."""
        return self.options[self.places.index(place)].id


def imported_ktab(path: File, folder: File) -> Imported:
    """The case that the file gives.

    folder: where the case is to stand; it gets its id from there. Raises CaseError with everything that is wrong.
    """
    findings = ImportProblems()
    source = open_file(path, findings)
    model = read_ktab(source, findings) if source is not None else None
    if source is None or model is None:
        raise CaseError(tuple(findings.problems))
    parties = _parties(model)
    lines = _lines(model)
    for line, name in zip(lines, model.lines, strict=True):
        if len(line.places) < FEWEST_OPTIONS:
            message = (
                f"all parties stand at {number_text(line.places[0])} on `{title_of(name)}`: nothing is to be settled"
            )
            findings.add("E603", message, source.place_of(name), "leave the two columns out")
    if 2 * sum((len(line.places) + 6) * (len(parties) + 6) for line in lines) > MAX_NODES:
        findings.add("E603", f"the case would have more than {MAX_NODES:,} values", Place(file=source.name))
    findings.raise_any()
    for party in model.parties:
        if not _is_coarse(party, lines, _straight):
            message = f"the numbers of `{title_of(party.name)}` have too many places for sums over all issues"
            findings.add("E603", message, source.place_of(party.name), "give them fewer decimals")
    findings.raise_any()
    notes = _notes(model, parties, scored=_is_scored(model, lines))
    heading = CaseHeading(
        command="ktab", id=case_id_for(folder), title=title_of(model.title) or title_of(source.stem) or "Imported",
        by=f"the authors of {title_of(source.name)}; imported", files=((source.name, source.sha256),), notes=notes,
    )  # fmt: skip
    text = _text(model, parties, lines, heading)
    if len(text.encode()) > MAX_BYTES:
        findings.add("E603", f"the case would have more than {MAX_BYTES:,} bytes", Place(file=source.name))
        findings.raise_any()
    return Imported(
        text=text, parties=parties, issues=tuple(line.issue for line in lines), files=heading.files, notes=notes
    )


def _parties(model: SpatialFile) -> tuple[NamedEntry, ...]:
    """Ids from the names; the description is the name in the case where every party has one of its own."""
    entries = with_ids([party.name for party in model.parties], "party")
    descriptions = [title_of(party.description) for party in model.parties]
    if not all(descriptions) or len(set(descriptions)) < len(descriptions):
        return entries
    return tuple(replace(entry, name=name) for entry, name in zip(entries, descriptions, strict=True))


def _lines(model: SpatialFile) -> tuple[KtabLine, ...]:
    found = []
    for number, issue in enumerate(with_ids(model.lines, "issue")):
        places = sorted({party.positions[number] for party in model.parties})
        options = with_ids([f"at {number_text(place)}" for place in places], "option")
        found.append(KtabLine(issue=issue, places=tuple(places), options=options))
    return tuple(found)


def _falling(distance: Fraction, farthest: Fraction) -> Fraction:
    """The score that a case derives from a scale: 100 at the party's place, 0 at the farthest option."""
    return LAST - LAST * distance / farthest


def _straight(distance: Fraction, farthest: Fraction) -> Fraction:
    """The score of KTAB for a party that is neutral to risk: 100 less the distance."""
    return LAST - distance


def _is_scored(model: SpatialFile, lines: tuple[KtabLine, ...]) -> bool:
    """True where the scores that a case derives from places have no common denominator, so that they are written."""
    return any(not _is_coarse(party, lines, _falling) for party in model.parties)


def _is_coarse(
    party: SpatialParty, lines: tuple[KtabLine, ...], score: Callable[[Fraction, Fraction], Fraction]
) -> bool:
    """True where what the options are worth to a party has a common denominator that a case may have."""
    total, common = sum(party.saliences, Fraction(0)), 1
    if not total:
        return True
    for line, place, salience in zip(lines, party.positions, party.saliences, strict=True):
        farthest = max(abs(other - place) for other in line.places)
        for other in line.places:
            common = lcm(common, (salience * score(abs(other - place), farthest) / total).denominator)
            if common > FINEST:
                return False
    return True


def _notes(model: SpatialFile, parties: tuple[NamedEntry, ...], *, scored: bool) -> tuple[str, ...]:
    """What the file has otherwise than KTAB or a reader would expect, and what the import added."""
    notes = []
    if scored:
        notes.append(
            f"scores are written out, as {LAST} less the distance from the party's place: those that a case derives "
            "from places of so many decimals have no common denominator"
        )
    for entry, party in zip(parties, model.parties, strict=True):
        total = sum(party.saliences, Fraction(0))
        if total > LAST:
            notes.append(
                f"the saliences of `{entry.id}` add up to {number_text(total)}; KTAB itself takes no more than {LAST}"
            )
    without = [entry.id for entry, party in zip(parties, model.parties, strict=True) if not party.capability]
    if without:
        notes.append(f"without capability, and so without weight in a forecast: {', '.join(without)}")
    return tuple(notes)


def _text(
    model: SpatialFile, parties: tuple[NamedEntry, ...], lines: tuple[KtabLine, ...], heading: CaseHeading
) -> str:
    """The case file: a comment on where it comes from, issues, positions and judgements."""
    name, digest = heading.files[0]
    about = f" It describes itself as: {title_of(model.description)}." if title_of(model.description) else ""
    origin = (
        f"Imported from {title_of(name)}, a file of KTAB's spatial model (sha256 {digest}). It names no sources, so "
        f"that nothing is quoted.{about}"
    )
    on_lines = "Every line of the file is a scale, and every position on it an option; no line has a status quo."
    on_positions = "The file names no sources; the positions are those of whoever wrote it."
    return heading.text((
        ("", "parties", _party_lines(model, parties)),
        (on_lines, "issues", _issue_lines(lines)),
        (on_positions, "positions", _position_lines(model, parties, lines, title_of(name))),
        ("", "notes", note_lines((origin, *heading.notes))),
        ("", "judgements", _judgement_lines(model, parties, lines)),
    ))  # fmt: skip


def _party_lines(model: SpatialFile, parties: tuple[NamedEntry, ...]) -> Iterator[str]:
    for entry, party in zip(parties, model.parties, strict=True):
        alias = title_of(party.name)
        known = f", aliases: [{as_scalar(alias)}]" if alias and alias != entry.name else ""
        yield f"  {entry.id}: {{name: {as_scalar(entry.name)}{known}}}"


def _issue_lines(lines: tuple[KtabLine, ...]) -> Iterator[str]:
    for line in lines:
        yield from (
            f"  {line.issue.id}:",
            f"    title: {as_scalar(line.issue.name)}",
            "    scale: true",
            "    options:",
        )
        for place, option in zip(line.places, line.options, strict=True):
            label = as_scalar(f"{number_text(place)} on a line from 0 to {LAST}")
            yield f"      {option.id}: {{label: {label}, at: {written(place)}}}"


def _position_lines(
    model: SpatialFile, parties: tuple[NamedEntry, ...], lines: tuple[KtabLine, ...], file: str
) -> Iterator[str]:
    for number, line in enumerate(lines):
        yield f"  {line.issue.id}:"
        for entry, party in zip(parties, model.parties, strict=True):
            place = party.positions[number]
            because = as_scalar(f"imported from {file}, which places the party at {number_text(place)}")
            yield f"    {entry.id}: {{ideal: {line.option_at(place)}, basis: inferred, because: {because}}}"


def _judgement_lines(model: SpatialFile, parties: tuple[NamedEntry, ...], lines: tuple[KtabLine, ...]) -> Iterator[str]:
    yield "  capability:"
    yield from (f"    {e.id}: {written(p.capability)}" for e, p in zip(parties, model.parties, strict=True))
    yield "  salience:"
    for number, line in enumerate(lines):
        yield f"    {line.issue.id}:"
        for entry, party in zip(parties, model.parties, strict=True):
            yield f"      {entry.id}: {written(party.saliences[number])}"
    if _is_scored(model, lines):
        yield from _scores(model, parties, lines)


def _scores(model: SpatialFile, parties: tuple[NamedEntry, ...], lines: tuple[KtabLine, ...]) -> Iterator[str]:
    """What every option is worth to every party."""
    yield "  scores:"
    for number, line in enumerate(lines):
        yield f"    {line.issue.id}:"
        for entry, party in zip(parties, model.parties, strict=True):
            at = party.positions[number]
            scores = (
                f"{option.id}: {written(_straight(abs(place - at), Fraction(LAST)))}"
                for place, option in zip(line.places, line.options, strict=True)
            )
            yield f"      {entry.id}: {{{', '.join(scores)}}}"
