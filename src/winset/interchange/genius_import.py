"""A case from GENIUS or GeniusWeb profiles, with the meaning that their own programs give the numbers.

What cannot be decided from the files is refused rather than guessed: a missing reservation, a reservation that does
not lie on the scale of the values, files that speak of different issues.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path as File

from winset.casefile.names import listing, short
from winset.casefile.nodes import MAX_BYTES, MAX_NODES
from winset.casefile.start import SCHEMA, case_id_for
from winset.errors import Place
from winset.interchange.case_text import (
    ON_NUMBERS,
    CaseHeading,
    case_text,
    fits,
    ids_of,
    nodes_of,
    title_of,
    told_apart,
)
from winset.interchange.fitting import Domain, DomainDocument, Fitted, Profile, Topic, fitted, number_text
from winset.interchange.foreign_file import ForeignFile, Imported, ImportProblems, open_file
from winset.interchange.genius_xml import read_xml
from winset.interchange.geniusweb_json import read_json

SUFFIXES = (".xml", ".json")
SLACK = Fraction(2, 100)
"""How far weights may sum to more than 1 before values and reservation are on different scales; GENIUS itself takes
weights for right within this.
"""
NOISE = Fraction(1, 10**9)
"""How far a reservation may lie above the best value: weights written from binary numbers miss their sum by less."""


def imported(paths: Sequence[File], folder: File, reservation: Fraction | None = None) -> Imported:
    """The case that the files give: a folder's, or those that are named, in which order the parties then stand.

    folder: where the case is to stand; it gets its id from there. reservation: of the profiles that have none, on the
    scale of 0 to 1. Raises CaseError with everything that is wrong.
    """
    findings = ImportProblems()
    sources = _sources(paths, findings)
    documents = [document for source in sources if (document := _document(source, findings)) is not None]
    findings.raise_any()
    domain = _domain(documents, findings)
    for profile in domain.profiles:
        _refuse_mismatch(profile, reservation, findings)
    findings.raise_any()
    _refuse_size(domain, findings)
    numbers = [
        fitted(profile, known)
        for profile in domain.profiles
        if (known := _reservation(profile, reservation)) is not None
    ]
    ids = ids_of(domain)
    notes = tuple(_notes(domain, numbers, reservation))
    files = tuple((source.name, source.sha256) for source in sources)
    heading = CaseHeading(
        command="genius",
        about=ON_NUMBERS,
        id=case_id_for(folder),
        title=title_of(domain.name) or " and ".join(listing([party.name for party in ids.parties]).rsplit(", ", 1)),
        by=f"the authors of {listing(title_of(profile.file) for profile in domain.profiles)}; imported",
        files=files,
        notes=notes,
    )
    text = case_text(domain, ids, numbers, heading)
    if len(text.encode()) > MAX_BYTES:
        findings.add("E603", f"the case would have more than {MAX_BYTES:,} bytes", Place(file=sources[0].name))
    findings.raise_any()
    return Imported(text=text, parties=ids.parties, issues=ids.topics, files=files, notes=notes)


def _sources(paths: Sequence[File], findings: ImportProblems) -> list[ForeignFile]:
    """The files, each once: of a folder those that end in .xml or .json, by name."""
    named = [file for path in paths for file in (_inside(path, findings) if path.is_dir() else [path])]
    seen: set[File] = set()
    sources: list[ForeignFile] = []
    for file in named:
        if file.resolve() in seen:
            findings.add("E601", f"`{file}` is named twice", Place(file=short(file.name)))
            continue
        seen.add(file.resolve())
        source = open_file(file, findings)
        sources += [source] if source is not None else []
    return sources


def _inside(folder: File, findings: ImportProblems) -> list[File]:
    try:
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    except OSError as error:
        findings.add("E601", f"cannot read `{folder}`: {error.strerror}", Place(file=short(folder.name)))
        return []
    files = [
        entry
        for entry in entries
        if entry.suffix.casefold() in SUFFIXES and not entry.name.startswith(".") and entry.name != SCHEMA
    ]
    kinds = sorted({entry.suffix.casefold() for entry in files})
    if not files:
        message = f"`{folder}` holds no file that ends in .xml or .json"
        findings.add("E601", message, Place(file=short(folder.name)), "name the folder of a domain, or its files")
    if len(kinds) > 1:
        message = f"`{folder}` holds files of both kinds: {listing(entry.name for entry in files)}"
        findings.add("E601", message, Place(file=short(folder.name)), "name the files that belong together")
        return []
    return files


def _document(source: ForeignFile, findings: ImportProblems) -> DomainDocument | None:
    start = source.data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    is_json = start in (b"{", b"[") or (start != b"<" and source.path.suffix.casefold() == ".json")
    return read_json(source, findings) if is_json else read_xml(source, findings)


def _domain(documents: Sequence[DomainDocument], findings: ImportProblems) -> Domain:
    """The domain of the first file with the profiles of all, in its order of issues and options.

    Raises CaseError where the files speak of different issues, or fewer than two of them are profiles.
    """
    first = next((document for document in documents if document.profile is None), documents[0])
    profiles: list[Profile] = []
    for document in documents:
        different = _difference(first, document)
        if different:
            findings.add("E605", different, Place(file=document.file), "import the files of one domain together")
        elif document.profile is not None:
            profiles.append(_in_order(document.profile, document.topics, first.topics))
    findings.raise_any()
    if len(profiles) < 2:
        what = "no profile" if not profiles else f"one profile, `{profiles[0].file}`"
        message = f"{what} among: {listing(document.file for document in documents)}"
        hint = "a negotiation has at least two parties: name them"
        findings.add("E601", message, Place(file=documents[0].file), hint)
        findings.raise_any()
    name = next((document.name for document in documents if document.name), "")
    names = told_apart([profile.name for profile in profiles])
    apart = tuple(replace(profile, name=own) for profile, own in zip(profiles, names, strict=True))
    return Domain(name=name, topics=first.topics, profiles=apart)


def _difference(first: DomainDocument, other: DomainDocument) -> str:
    """What the second file has or lacks against the first; empty where both have the same issues and options."""
    mine = {topic.name: set(topic.options) for topic in first.topics}
    theirs = {topic.name: set(topic.options) for topic in other.topics}
    parts = _apart_in("issue", set(mine), set(theirs), first.file)
    for name in mine if not parts else ():
        parts += _apart_in("option", mine[name], theirs[name], first.file, f" on `{short(name)}`")
    return "; ".join(parts)


def _apart_in(kind: str, mine: set[str], theirs: set[str], file: str, where: str = "") -> list[str]:
    differences = []
    for names, words in ((theirs - mine, f"which `{file}` does not have"), (mine - theirs, f"unlike `{file}`")):
        if names:
            quoted_names = listing(f"`{short(name)}`" for name in sorted(names))
            verb = "it has" if names <= theirs else "it lacks"
            differences.append(f"{verb} the {kind}{'s' * (len(names) > 1)} {quoted_names}{where}, {words}")
    return differences


def _in_order(profile: Profile, topics: Sequence[Topic], wanted: Sequence[Topic]) -> Profile:
    """The profile with its numbers in the order of the wanted topics and options."""
    place = {topic.name: n for n, topic in enumerate(topics)}
    shares = []
    for topic in wanted:
        n = place[topic.name]
        row = dict(zip(topics[n].options, profile.shares[n], strict=True))
        shares.append(tuple(row[option] for option in topic.options))
    weights = tuple(profile.weights[place[topic.name]] for topic in wanted)
    return replace(profile, weights=weights, shares=tuple(shares))


def _reservation(profile: Profile, given: Fraction | None) -> Fraction | None:
    return given if profile.reservation is None else profile.reservation


def _refuse_mismatch(profile: Profile, given: Fraction | None, findings: ImportProblems) -> None:
    """Reports a profile without a reservation, and one whose reservation is on another scale than its values."""
    where = Place(file=profile.file)
    reservation = _reservation(profile, given)
    if profile.total == 0:
        findings.add("E607", "all weights are 0: every package is worth the same", where)
        return
    if reservation is None:
        message = f"no reservation, and so no walk-away for `{short(profile.name)}`: {profile.without}"
        findings.add("E606", message, where, "`--reservation 0` says the same; any number from 0 to 1 is possible")
        return
    ranges = (
        f"the reservation is {number_text(reservation)} on a scale of 0 to 1, values go from "
        f"{number_text(profile.least)} to {number_text(profile.most)}"
    )
    if profile.most > 1 + SLACK and reservation > 0:
        hint = "divide the weights by their sum, or state the reservation on the scale of the values"
        findings.add("E607", f"two scales: {ranges}", where, hint)
    elif reservation > 1 or reservation > profile.most + NOISE:
        findings.add("E607", f"no value reaches the reservation: {ranges}", where, "one of them is on another scale")
    elif 0 < 100 * reservation < profile.total:
        message = f"the walk-away would be {number_text(100 * reservation / profile.total)} of 100 points: {ranges}"
        findings.add("E607", message, where, "below 1 point a case takes it for a share; write 0, or at least 0.01")


def _refuse_size(domain: Domain, findings: ImportProblems) -> None:
    if not fits(domain):
        columns = sum(len(topic.options) for topic in domain.topics)
        message = (
            f"{columns:,} options for {len(domain.profiles)} parties are about {nodes_of(domain):,} values; a case "
            f"file holds {MAX_NODES:,}"
        )
        findings.add("E603", message, Place(file=domain.profiles[0].file))
    findings.raise_any()


def _notes(domain: Domain, numbers: Sequence[Fitted], given: Fraction | None) -> Iterator[str]:
    """What a reader must know, each thing once with the files that it is true of."""
    files: dict[str, list[str]] = {}
    for profile, fit in zip(domain.profiles, numbers, strict=True):
        for note in _notes_on(profile, fit, given):
            files.setdefault(note, []).append(f"`{profile.file}`")
    yield from (f"{listing(names)}: {note}" for note, names in files.items())
    if given is not None and all(profile.reservation is not None for profile in domain.profiles):
        yield "every profile has a reservation of its own; the one that was given is not used"


def _notes_on(profile: Profile, fit: Fitted, given: Fraction | None) -> Iterator[str]:
    """What was not taken over, what was assumed, what was rounded."""
    yield from profile.notes
    divided = "values and walk-away are divided by the sum"
    if profile.total != 1 and abs(profile.total - 1) <= NOISE:
        yield f"the weights sum to 1 but for their last digits; {divided}"
    elif profile.total != 1:
        clamp = "; GENIUS takes values above 1 for 1, the case does not" if profile.most > 1 else ""
        yield f"the weights sum to {number_text(profile.total)}, not 1; {divided}{clamp}"
    if profile.discount not in (None, 1):
        yield f"the discount factor {number_text(profile.discount or Fraction(0))} is not used"
    if profile.reservation is None and given is not None:
        yield f"no reservation; taken as {number_text(given)}, as asked for"
    if fit.moved:
        yield (
            "some numbers are rounded to what a case can hold; no value and no gain moves by more than "
            f"{_at_most(fit.moved)} points"
        )


def _at_most(number: Fraction) -> str:
    """A power of ten that the number does not pass, written out."""
    power = next(places for places in range(12, -3, -1) if number <= Fraction(10) ** -places)
    return f"{Decimal(1).scaleb(-power):f}"
