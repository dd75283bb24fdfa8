"""A case from a file of KTAB's spatial model: every line a scale, every position on it an option at its exact place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm
from pathlib import Path as File

from winset.casefile.nodes import MAX_BYTES, MAX_NODES
from winset.casefile.save import as_scalar
from winset.casefile.start import NamedEntry, case_id_for
from winset.errors import CaseError, Place
from winset.interchange.additive_domain import number_text
from winset.interchange.case_text import title_of, with_ids, wrapped
from winset.interchange.fitting import written
from winset.interchange.foreign_file import ForeignFile, ImportProblems, open_file
from winset.interchange.imported import Imported
from winset.interchange.ktab_csv import LAST, SpatialFile, SpatialParty, read_ktab
from winset.readings.exact import FINEST

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
    scored = any(not _is_coarse(party, lines, _falling) for party in model.parties)
    for party in model.parties:
        if not _is_coarse(party, lines, _straight):
            message = f"the numbers of `{title_of(party.name)}` have too many places for sums over all issues"
            findings.add("E603", message, source.place_of(party.name), "give them fewer decimals")
    findings.raise_any()
    notes = _notes(model, parties, scored=scored)
    heading = _Heading(source=source, id=case_id_for(folder), notes=notes)
    text = (
        "\n".join([*_text(model, parties, lines, heading), *(_scores(model, parties, lines) if scored else ())]) + "\n"
    )
    if len(text.encode()) > MAX_BYTES:
        findings.add("E603", f"the case would have more than {MAX_BYTES:,} bytes", Place(file=source.name))
        findings.raise_any()
    return Imported(
        text=text,
        parties=parties,
        issues=tuple(line.issue for line in lines),
        files=((source.name, source.sha256),),
        notes=notes,
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Heading:
    """What stands above the model. id: of the case. notes: what must be said of the file."""

    source: ForeignFile
    id: str
    notes: tuple[str, ...]

    @property
    def name(self) -> str:
        return title_of(self.source.name)


def _text(
    model: SpatialFile, parties: tuple[NamedEntry, ...], lines: tuple[KtabLine, ...], heading: _Heading
) -> Iterator[str]:
    """The case file, line by line: a comment on where it comes from, issues, positions and judgements."""
    title = title_of(model.title) or title_of(heading.source.stem) or "Imported"
    about = f" It describes itself as: {title_of(model.description)}." if title_of(model.description) else ""
    origin = (
        f"Imported from {heading.name}, a file of KTAB's spatial model (sha256 {heading.source.sha256}). It names no "
        f"sources, so that nothing is quoted.{about}"
    )
    yield "# Imported by `winset import ktab` from:"
    yield f"#   {heading.name} (sha256 {heading.source.sha256})"
    for note in heading.notes:
        yield from (f"# {line}" for line in wrapped(f"- {title_of(note)}"))
    yield from ("", "winset: 1", "", f"case: {{id: {heading.id}, title: {as_scalar(title)}}}", "", "parties:")
    for entry, party in zip(parties, model.parties, strict=True):
        alias = title_of(party.name)
        known = f", aliases: [{as_scalar(alias)}]" if alias and alias != entry.name else ""
        yield f"  {entry.id}: {{name: {as_scalar(entry.name)}{known}}}"
    yield from (
        "",
        "# Every line of the file is a scale, and every position on it an option; no line has a status quo.",
    )
    yield "issues:"
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
    yield from ("", "# The file names no sources; the positions are those of whoever wrote it.", "positions:")
    for number, line in enumerate(lines):
        yield f"  {line.issue.id}:"
        for entry, party in zip(parties, model.parties, strict=True):
            place = party.positions[number]
            because = as_scalar(f"imported from {heading.name}, which places the party at {number_text(place)}")
            yield f"    {entry.id}: {{ideal: {line.option_at(place)}, basis: inferred, because: {because}}}"
    yield from ("", "notes:")
    for text in (origin, *heading.notes):
        yield f"  - {{text: {as_scalar(text[:1].upper() + text[1:])}}}"
    yield from ("", "judgements:", f"  by: {as_scalar(f'the authors of {heading.name}; imported')}", "  capability:")
    yield from (f"    {e.id}: {written(p.capability)}" for e, p in zip(parties, model.parties, strict=True))
    yield "  salience:"
    for number, line in enumerate(lines):
        yield f"    {line.issue.id}:"
        for entry, party in zip(parties, model.parties, strict=True):
            yield f"      {entry.id}: {written(party.saliences[number])}"


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
