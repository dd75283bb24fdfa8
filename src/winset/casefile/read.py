"""A case file, read strictly: every problem found in one pass, each with its place."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path as File

from winset.casefile.check import cross_check
from winset.casefile.evidence import Gate, open_sources
from winset.casefile.nodes import MAX_BYTES, Mapping, Node, Reader
from winset.casefile.structure import structured
from winset.casefile.tree import Tree
from winset.casefile.variants import with_variants
from winset.errors import CaseError, Place, Problem, UnknownName
from winset.model.case import Case, parts
from winset.model.claims import Claim
from winset.model.evidence import Checked, Counts, Passage

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseText:
    """The text of a case file, where it stands, and the digest of its bytes."""

    path: File
    text: str
    sha256: str


def case_file(where: str | os.PathLike[str]) -> File:
    """The path of the case file: `where` itself, or `case.yaml` in it."""
    path = File(where)
    return path / "case.yaml" if path.is_dir() else path


def check_case(where: str | os.PathLike[str], variants: Iterable[str] = ()) -> Checked:
    """The case with every problem in it, its sources and its variants, whether it can be used or not.

    Raises UnknownName for a variant that the case does not have.
    """
    path = case_file(where)
    opened = open_text(path)
    if isinstance(opened, Problem):
        return _unusable((opened,), str(path))
    reader = Reader(opened.text, path.name)
    root = reader.read()
    problems = list(reader.problems)
    if not isinstance(root, Mapping):
        if not problems:
            problems.append(_not_a_case(path.name, reader, root))
        return _unusable(tuple(problems), str(path), opened.sha256)
    return _checked(Tree(root=root, file=path.name, reader=reader), opened, tuple(variants), problems)


def read_case(where: str | os.PathLike[str], variants: Iterable[str] = ()) -> Checked:
    """The case, ready for use, with its warnings.

    Raises CaseError with all problems where there is an error; UnknownName for a variant that the case does not have.
    """
    checked = check_case(where, variants)
    if checked.errors:
        raise CaseError(checked.problems)
    return checked


def open_text(path: File) -> CaseText | Problem:
    """The text of the file, or the reason why it cannot be read."""
    where = Place(file=path.name)
    try:
        if path.exists() and not path.is_file():
            return Problem(code="E001", message=f"`{path}` is not a file", place=where)
        size = path.stat().st_size
        if size > MAX_BYTES:
            return Problem(
                code="E002",
                message=f"the file has {size:,} bytes; a case file has {MAX_BYTES:,} at most",
                place=where,
                hint="put documents beside it as sources",
            )
        raw = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        hint = "start one with `winset new FOLDER`" if isinstance(error, FileNotFoundError) else ""
        return Problem(code="E001", message=f"cannot read `{path}`: {reason}", place=where, hint=hint)
    return _decoded(raw, path)


def _decoded(raw: bytes, path: File) -> CaseText | Problem:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = error.start - raw.rfind(b"\n", 0, error.start)
        return Problem(
            code="E003",
            message=f"the file is not UTF-8: byte {raw[error.start]:#04x}",
            place=Place(file=path.name, line=line, column=column),
            hint="save it as UTF-8",
        )
    control = CONTROL.search(text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        column = control.start() - text.rfind("\n", 0, control.start())
        return Problem(
            code="E003",
            message=f"the file holds the control character U+{ord(control.group()):04X}",
            place=Place(file=path.name, line=line, column=column),
            hint="remove it",
        )
    return CaseText(path=path, text=text, sha256=hashlib.sha256(raw).hexdigest())


def _not_a_case(file: str, reader: Reader, root: Node | None) -> Problem:
    message = "the file is empty" if root is None else "a case is a list of sections, each `name: …`"
    return Problem(code="E009", message=message, place=reader.place(0, 0), hint="start one with `winset new FOLDER`")


def _unusable(problems: tuple[Problem, ...], path: str, sha256: str = "") -> Checked:
    nothing = Counts(stated=0, inferred=0, silent=0, quotes=0, exact=0, folded=0, unreviewed=0)
    return Checked(case=None, problems=problems, passages={}, counts=nothing, sha256=sha256, path=path)


def _checked(tree: Tree, opened: CaseText, variants: tuple[str, ...], problems: list[Problem]) -> Checked:
    base = structured(tree)
    problems += base.problems
    case = base.case
    notes: tuple[str, ...] = ()
    if case is not None:
        problems += cross_check(case, tree)
    passages: dict[Claim, Passage] = {}
    if case is not None:
        gate = Gate(tree=tree, case=case, sources=open_sources(opened.path.parent, case))
        passages, found = gate.passages()
        problems += [*gate.problems_of_sources(), *found]
        problems += _problems_of_variants(tree, case)
        if variants:
            unknown = [name for name in variants if name not in case.variants]
            if unknown:
                known = ", ".join(case.variants) or "none"
                raise UnknownName(f"no variant `{unknown[0]}`; this case has: {known}")
            changed = with_variants(tree, case, variants)
            chosen = structured(changed.tree)
            problems += changed.problems
            case, notes = chosen.case, changed.notes
    ordered = sorted(
        _distinct(problems), key=lambda problem: (problem.place.file != opened.path.name, problem.place.line)
    )
    return Checked(
        case=case,
        problems=tuple(ordered),
        passages=passages,
        counts=_counts(case, passages),
        sha256=opened.sha256,
        path=str(opened.path),
        notes=notes,
    )


def _problems_of_variants(tree: Tree, case: Case) -> list[Problem]:
    """What each variant alone would make wrong that is right without it, at the place of the variant."""
    problems: list[Problem] = []
    before = {(problem.code, problem.message) for problem in [*structured(tree).problems, *cross_check(case, tree)]}
    for name in case.variants:
        changed = with_variants(tree, case, (name,))
        result = structured(changed.tree)
        found = [*result.problems, *(cross_check(result.case, changed.tree) if result.case else [])]
        place = tree.place(("variants", name))
        problems += changed.problems
        problems += [
            Problem(
                code=problem.code,
                message=f"under variant `{name}`: {problem.message}",
                place=place,
                hint=problem.hint,
                path=("variants", name),
            )
            for problem in found
            if (problem.code, problem.message) not in before and problem.severity == "error"
        ]
    return problems


def _distinct(problems: Iterable[Problem]) -> list[Problem]:
    seen: dict[tuple[object, ...], Problem] = {}
    for problem in problems:
        seen.setdefault((problem.code, problem.message, problem.place), problem)
    return list(seen.values())


def _counts(case: Case | None, passages: dict[Claim, Passage]) -> Counts:
    cells = [case.cell(issue, party) for issue in case.positions for party in case.parties] if case else []
    claims = [part for _, part in parts(case) if isinstance(part, Claim)] if case else []
    found = [passages[claim] for claim in claims if claim in passages]
    return Counts(
        stated=sum(cell.basis == "stated" for cell in cells),
        inferred=sum(cell.basis == "inferred" for cell in cells),
        silent=sum(cell.basis == "silent" for cell in cells),
        quotes=len(claims),
        exact=sum(passage.exact for passage in found),
        folded=sum(not passage.exact for passage in found),
        unreviewed=sum(claim.reviewed_by is None for claim in claims),
    )
