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
from winset.interchange.case_text import title_of, told_apart, with_ids, wrapped
from winset.interchange.foreign_file import ImportProblems, open_file
from winset.interchange.gmcr_json import read_gmcr
from winset.interchange.imported import Imported
from winset.interchange.yes_no_conflict import Conflict, Pattern, Statement, possible

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
    head = f"{{id: {case_id_for(folder)}, title: {as_scalar(title_of(source.stem) or 'Imported')}}}"
    text = _case_text(conflict, names, head, file)
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


def _case_text(conflict: Conflict, names: ConflictNames, head: str, file: tuple[str, str]) -> str:
    """The case file: a comment on where it comes from, issues, rules, moves, notes and preferences. head: what the case
    is called. file: the name and the digest of what was imported.
    """
    name, digest = title_of(file[0]), file[1]
    origin = f"Imported from {name}, a file of GMCR+ (sha256 {digest}). It names no sources, so that nothing is quoted."
    lines = [
        "# Imported by `winset import gmcr` from:",
        f"#   {name} (sha256 {digest})",
        *(f"# {line}" for note in conflict.notes for line in wrapped(f"- {title_of(note)}")),
        "",
        "winset: 1",
        "",
        f"case: {head}",
        "",
        "parties:",
        *(f"  {party.id}: {{name: {as_scalar(party.name)}}}" for party in names.parties),
        "",
        "# Every option of the file is an issue; a file of GMCR+ has no status quo.",
        "issues:",
        *_issues(names),
        "",
        "# The file names no sources.",
        "positions:",
        *(f"  {issue.id}: {{rest: silent}}" for issue in names.issues),
        "",
        *_rules(conflict, names),
        *_moves(conflict, names),
        "notes:",
        *(f"  - {{text: {as_scalar(title_of(text[:1].upper() + text[1:]))}}}" for text in (origin, *conflict.notes)),
        "",
        "judgements:",
        f"  by: {as_scalar(f'the authors of {name}; imported')}",
        *_statements(conflict, names),
        *_ranking(conflict, names),
    ]
    return "\n".join(lines) + "\n"


def _issues(names: ConflictNames) -> Iterator[str]:
    for issue in names.issues:
        yield f"  {issue.id}:"
        yield f"    title: {as_scalar(issue.name)}"
        yield f"    options: {{{LEFT}: not taken, {TAKEN}: taken}}"


def _rules(conflict: Conflict, names: ConflictNames) -> Iterator[str]:
    """For each pattern that cannot be, a fact: where all of it but one holds, that one is otherwise."""
    if not conflict.impossible:
        return
    yield "rules:"
    for number, pattern in enumerate(conflict.impossible, start=1):
        *others, last = pattern
        when = _condition({option: pattern[option] for option in others}, names)
        if not others:
            when = f"{{{names.issues[last].id}: [{LEFT}, {TAKEN}]}}"
        yield f"  - {{id: rule_{number}, kind: fact, if: {when}, then: {_condition({last: not pattern[last]}, names)}}}"
    yield ""


def _moves(conflict: Conflict, names: ConflictNames) -> Iterator[str]:
    owned = [
        issue_and_choice
        for issue_and_choice in zip(names.issues, conflict.choices, strict=True)
        if issue_and_choice[1].owner is not None
    ]
    if not owned:
        return
    yield "moves:"
    for issue, choice in owned:
        who = f"by: {names.parties[choice.owner or 0].id}"
        if choice.can_take and choice.can_leave:
            yield f"  {issue.id}: {{{who}}}"
        else:
            way = (LEFT, TAKEN) if choice.can_take else (TAKEN, LEFT)
            yield f"  {issue.id}: {{{who}, from_to: [[{', '.join(way)}]]}}"
    yield ""


def _condition(pattern: Pattern, names: ConflictNames) -> str:
    """The pattern as issues with options, in the order of the issues."""
    parts = (f"{names.issues[option].id}: {TAKEN if pattern[option] else LEFT}" for option in sorted(pattern))
    return f"{{{', '.join(parts)}}}"


def _statements(conflict: Conflict, names: ConflictNames) -> Iterator[str]:
    sides = [
        party_and_side
        for party_and_side in zip(names.parties, conflict.sides, strict=True)
        if party_and_side[1].ranking is None
    ]
    if sides:
        yield "  statements:"
    for party, side in sides:
        yield f"    {party.id}:" + ("" if side.statements else " []")
        yield from (f"      - {_statement(statement, names)}" for statement in side.statements)


def _statement(statement: Statement, names: ConflictNames) -> str:
    parts = [_condition(pattern, names) for pattern in statement]
    return parts[0] if len(parts) == 1 else f"[{', '.join(parts)}]"


def _ranking(conflict: Conflict, names: ConflictNames) -> Iterator[str]:
    sides = [
        party_and_side
        for party_and_side in zip(names.parties, conflict.sides, strict=True)
        if party_and_side[1].ranking is not None
    ]
    states = possible(len(conflict.choices), conflict.impossible)
    if not sides or states is None:
        return
    yield "  ranking:"
    for party, side in sides:
        yield f"    {party.id}:"
        for group in side.ranking or ():
            packages = (_condition(conflict.package(int(states[number - 1])), names) for number in group)
            yield f"      - [{', '.join(packages)}]"
