"""A case from a save file of GMCR+, a program for the graph model of conflicts.

What the file says is carried over exactly: states, moves, and the order of the states for every party. What a case has
no word for, misperceptions and coalitions, is left out and said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path as File

from winset.casefile.nodes import MAX_BYTES, MAX_NODES, Reader
from winset.casefile.save import as_scalar
from winset.casefile.start import CASE_FILE, NamedEntry, case_id_for
from winset.errors import CaseError, Place
from winset.interchange.case_text import CaseHeading, note_lines, party_lines, title_of, told_apart, with_ids
from winset.interchange.foreign_file import Imported, ImportProblems, open_file
from winset.interchange.gmcr_json import Conflict, Pattern, Statement, possible, read_gmcr

LEFT, TAKEN = "not_taken", "taken"
"""The two options of every issue; `no` and `yes` would be truth values to other readers of YAML."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictNames:
    """The parties and options of a conflict with ids for the case file."""

    parties: tuple[NamedEntry, ...]
    issues: tuple[NamedEntry, ...]


def imported_gmcr(path: File, folder: File) -> Imported:
    """The case that the file gives.

    folder: where the case is to stand; it gets its id from there. Raises CaseError with everything that is wrong.
    """
    findings = ImportProblems()
    source = open_file(path, findings)
    conflict = read_gmcr(source, findings) if source is not None else None
    if source is None or conflict is None:
        raise CaseError(tuple(findings.problems))
    names = names_of(conflict)
    file = (source.name, source.sha256)
    heading = CaseHeading(
        command="gmcr", id=case_id_for(folder), title=title_of(source.stem) or "Imported", files=(file,),
        by=f"the authors of {title_of(source.name)}; imported", notes=conflict.notes,
    )  # fmt: skip
    text = _case_text(conflict, names, heading)
    if not _fits(text):
        message = f"the case would have more than {MAX_BYTES:,} bytes or {MAX_NODES:,} values"
        findings.add("E603", message, Place(file=source.name))
    findings.raise_any()
    return Imported(text=text, parties=names.parties, issues=names.issues, files=(file,), notes=conflict.notes)


def _fits(text: str) -> bool:
    """True where a case file can hold the text; it is read only where counting its marks does not settle that."""
    if len(text.encode()) > MAX_BYTES:
        return False
    at_most = 2 * text.count(":") + sum(map(text.count, ",[{\n"))
    if at_most <= MAX_NODES:
        return True
    reader = Reader(text, CASE_FILE)
    reader.read()
    return not reader.problems


def names_of(conflict: Conflict) -> ConflictNames:
    """Ids made from the names; an option whose name is not its own is told apart by its owner."""
    times = Counter(choice.name for choice in conflict.choices)
    parties = with_ids(told_apart([side.name for side in conflict.sides]), "party")
    titles = [
        choice.name
        if times[choice.name] == 1 or choice.owner is None
        else f"{choice.name} ({parties[choice.owner].name})"
        for choice in conflict.choices
    ]
    return ConflictNames(parties=parties, issues=with_ids(told_apart(titles), "issue"))


def _case_text(conflict: Conflict, names: ConflictNames, heading: CaseHeading) -> str:
    """The case file: a comment on where it comes from, issues, rules, moves, notes and preferences."""
    name, digest = heading.files[0]
    origin = (
        f"Imported from {title_of(name)}, a file of GMCR+ (sha256 {digest}). It names no sources, so that nothing is "
        "quoted."
    )
    silent = (f"  {issue.id}: {{rest: silent}}" for issue in names.issues)
    on_issues = "Every option of the file is an issue; a file of GMCR+ has no status quo."
    return heading.text((
        ("", "parties", party_lines(names.parties)),
        (on_issues, "issues", _issues(names)),
        ("The file names no sources.", "positions", silent),
        ("", "rules", _rules(conflict, names)),
        ("", "moves", _moves(conflict, names)),
        ("", "notes", note_lines(map(title_of, (origin, *conflict.notes)))),
        ("", "judgements", (*_statements(conflict, names), *_ranking(conflict, names))),
    ))  # fmt: skip


def _issues(names: ConflictNames) -> Iterator[str]:
    for issue in names.issues:
        yield f"  {issue.id}:"
        yield f"    title: {as_scalar(issue.name)}"
        yield f"    options: {{{LEFT}: not taken, {TAKEN}: taken}}"


def _rules(conflict: Conflict, names: ConflictNames) -> Iterator[str]:
    """For each pattern that cannot be, a fact: where all of it but one holds, that one is otherwise."""
    for number, pattern in enumerate(conflict.impossible, start=1):
        *others, last = pattern
        when = _condition({option: pattern[option] for option in others}, names)
        if not others:
            when = f"{{{names.issues[last].id}: [{LEFT}, {TAKEN}]}}"
        yield f"  - {{id: rule_{number}, kind: fact, if: {when}, then: {_condition({last: not pattern[last]}, names)}}}"


def _moves(conflict: Conflict, names: ConflictNames) -> Iterator[str]:
    for issue, choice in zip(names.issues, conflict.choices, strict=True):
        if choice.owner is not None:
            way = (LEFT, TAKEN) if choice.can_take else (TAKEN, LEFT)
            changes = "" if choice.can_take and choice.can_leave else f", from_to: [[{', '.join(way)}]]"
            yield f"  {issue.id}: {{by: {names.parties[choice.owner].id}{changes}}}"


def _condition(pattern: Pattern, names: ConflictNames) -> str:
    """The pattern as issues with options, in the order of the issues."""
    parts = (f"{names.issues[option].id}: {TAKEN if pattern[option] else LEFT}" for option in sorted(pattern))
    return f"{{{', '.join(parts)}}}"


def _statements(conflict: Conflict, names: ConflictNames) -> Iterator[str]:
    sides = [pair for pair in zip(names.parties, conflict.sides, strict=True) if pair[1].ranking is None]
    if sides:
        yield "  statements:"
    for party, side in sides:
        yield f"    {party.id}:" + ("" if side.statements else " []")
        yield from (f"      - {_statement(statement, names)}" for statement in side.statements)


def _statement(statement: Statement, names: ConflictNames) -> str:
    parts = [_condition(pattern, names) for pattern in statement]
    return parts[0] if len(parts) == 1 else f"[{', '.join(parts)}]"


def _ranking(conflict: Conflict, names: ConflictNames) -> Iterator[str]:
    sides = [pair for pair in zip(names.parties, conflict.sides, strict=True) if pair[1].ranking is not None]
    states = possible(len(conflict.choices), conflict.impossible)
    if not sides or states is None:
        return
    yield "  ranking:"
    for party, side in sides:
        yield f"    {party.id}:"
        for group in side.ranking or ():
            packages = (_condition(conflict.package(int(states[number - 1])), names) for number in group)
            yield f"      - [{', '.join(packages)}]"
