"""A case file, read strictly: every problem found in one pass, each with its place."""

from __future__ import annotations

import codecs
import hashlib
import os
import re
from bisect import bisect_right
from collections.abc import Iterable
from collections.abc import Mapping as Found
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from pathlib import Path as File

from winset.casefile.checks.left_open import cautions
from winset.casefile.checks.numbers import has_fine_numbers, too_fine
from winset.casefile.checks.plan import against_its_package
from winset.casefile.checks.references import misread_ids
from winset.casefile.checks.register import cross_check
from winset.casefile.confidential import higher, level_of_unread, levels_of_lines
from winset.casefile.evidence import Gate, cell_supports, claims_in_place, digests, open_sources, unnamed
from winset.casefile.folders import case_beside, cases_called, where_a_case_is
from winset.casefile.names import guessed, listing, short
from winset.casefile.nodes import LINE_BREAK, MAX_BYTES, Mapping, Node, Reader, Scalar, nodes_below
from winset.casefile.opening import LeadsOutside, NotRegular, open_inside
from winset.casefile.sources import is_document
from winset.casefile.structure import Structured, structured
from winset.casefile.tree import Tree
from winset.casefile.variants import with_variants
from winset.errors import CaseError, Path, Place, Problem, UnknownName
from winset.model.as_of import case_as_of, date_asked
from winset.model.case import Case, parts
from winset.model.claims import Claim
from winset.model.evidence import CellSupport, Checked, Counts, Passage

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]|\\A\ufeff")
"""What no case file holds; the line separators among them would make every reader count other lines."""
ESCAPED_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
"""What no text of a case holds, written as an escape either; a page break may stand in a quote."""
MARK = "\ufeff"
MOST_SHOWN = 20
"""Characters that no case file holds, which are reported one by one; beyond, the rest is reported once these are
mended.
"""
MOST_VARIANTS = 100
"""Variants of a case; beyond, the file is refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseText:
    """The text of a case file, where it stands, and the digest of its bytes."""

    path: File
    text: str
    sha256: str

    @property
    def mark(self) -> str:
        """The byte order mark at the start of the file, which its text is read without; mostly there is none."""
        return "" if hashlib.sha256(self.text.encode()).hexdigest() == self.sha256 else MARK


def case_file(where: str | os.PathLike[str]) -> File:
    """The path of the case file: `where` itself, or `case.yaml` in it."""
    path = File(where)
    return path / "case.yaml" if os.path.isdir(path) else path


def check_text(opened: CaseText, read: Read | None = None) -> Checked:
    """The case in a text that need not be in the file, checked as if it were. read: its nodes, where they are known."""
    whole = _whole(opened, opened.path, read)
    return whole if isinstance(whole, Checked) else whole.checked((), every_variant=True)


def read_text(opened: CaseText, variants: Iterable[str] = (), as_of: str | None = None) -> Checked:
    """The same under variants, and as it stood on a date, ready for use. Raises like `read_case`."""
    date = date_asked(as_of) if as_of is not None else None
    whole = _whole(opened, opened.path)
    if isinstance(whole, Checked):
        raise CaseError(whole.problems)
    return _usable(_taken_back(whole.checked(tuple(dict.fromkeys(variants)), every_variant=False), date))


def check_case(
    where: str | os.PathLike[str], variants: Iterable[str] = (), *, as_of: str | None = None, every_variant: bool = True
) -> Checked:
    """The case with every problem in it, its sources and its variants, whether it can be used or not.

    as_of: the date as it stood on which it is read. every_variant: check what each of the variants would make wrong,
    not only those that are asked for, and what takes arithmetic: whether a plan contradicts the package that it carries
    out. Raises UnknownName for a variant that the case does not have, and for what is no date.
    """
    date = date_asked(as_of) if as_of is not None else None
    whole = _whole(_opened(case_file(where)), case_file(where))
    if isinstance(whole, Checked):
        return whole
    return _taken_back(whole.checked(tuple(dict.fromkeys(variants)), every_variant=every_variant), date)


def _taken_back(checked: Checked, date: str | None) -> Checked:
    """The same as it stood on a date, if one is given."""
    if date is None or checked.case is None:
        return checked
    case, taken = case_as_of(checked.case, date)
    return replace(
        checked,
        case=case,
        as_of=taken,
        counts=_counts(case, dict(checked.passages)),
        support=_support(case, dict(checked.passages)),
    )


Read = tuple[Reader, Node | None]
"""What has read a text, and its root."""


def _whole(opened: CaseText | tuple[Problem, ...], path: File, read: Read | None = None) -> _Whole | Checked:
    """What stands in the case file, or what is wrong with it where nothing can be made of it."""
    if not isinstance(opened, CaseText):
        return _unusable(opened, str(path))
    reader, root = _read(opened, path) if read is None else read
    if not isinstance(root, Mapping):
        level = level_of_unread(opened.text)
        problems = tuple(replace(problem, handling=level) for problem in reader.problems)
        problems = problems or (_not_a_case(reader, root),)
        return _unusable(problems, str(path), opened.sha256)
    _refuse_escaped_controls(reader, root)
    return _Whole(tree=Tree(root=root, file=path.name, reader=reader), opened=opened)


def _read(opened: CaseText, path: File) -> Read:
    reader = Reader(opened.text, path.name)
    root = reader.read()
    return reader, root


def read_case(where: str | os.PathLike[str], variants: Iterable[str] = (), as_of: str | None = None) -> Checked:
    """The case under the variants, as it stood on a date if one is given, ready for use, with its warnings. Variants
    that are not asked for are not checked.

    Raises CaseError with all problems where there is an error; UnknownName for a variant that the case does not have,
    and for what is no date.
    """
    return _usable(check_case(where, variants, as_of=as_of, every_variant=False))


def read_each_variant(
    where: str | os.PathLike[str], variants: Iterable[str], as_of: str | None = None
) -> dict[str, Checked]:
    """The case under each of the variants by itself; the file is read once. Raises like `read_case`."""
    date = date_asked(as_of) if as_of is not None else None
    whole = _whole(_opened(case_file(where)), case_file(where))
    if isinstance(whole, Checked):
        raise CaseError(whole.problems)
    each = {name: _usable(whole.checked((name,), every_variant=False)) for name in variants}
    return {name: _taken_back(checked, date) for name, checked in each.items()}


def _usable(checked: Checked) -> Checked:
    if checked.errors:
        raise CaseError(checked.problems)
    return checked


def open_text(path: File) -> CaseText | Problem:
    """The text of the file, or the first reason why it cannot be read."""
    opened = _opened(path)
    return opened if isinstance(opened, CaseText) else opened[0]


def _opened(path: File) -> CaseText | tuple[Problem, ...]:
    """The text of the file, or the reasons why it cannot be read."""
    where = Place(file=path.name)
    folder = case_beside(path) if is_document(path.name) else None
    if folder is not None:
        message = f"`{path}` is a document, not a case file"
        return (Problem(code="E009", message=message, place=where, hint=f"did you mean `{folder}`?"),)
    try:
        with open_inside(path.parent, path.name) as stream:
            size = os.fstat(stream.fileno()).st_size
            raw = stream.read(MAX_BYTES + 1) if size <= MAX_BYTES else b""
    except LeadsOutside:
        reason = f"`{path}` is a link that leads out of its folder"
        return (Problem(code="E001", message=reason, place=where, hint="name the file that it leads to"),)
    except NotRegular:
        return (Problem(code="E001", message=f"`{path}` is not a file", place=where),)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        hint = ""
        if isinstance(error, FileNotFoundError | NotADirectoryError):
            near = where_a_case_is(path) or cases_called(path)
            hint = near or "start one with `winset new FOLDER`"
            reason = "there is no such file" if isinstance(error, FileNotFoundError) else reason
        return (Problem(code="E001", message=f"cannot read `{path}`: {reason}", place=where, hint=hint),)
    if max(size, len(raw)) > MAX_BYTES:
        message = f"the file has {max(size, len(raw)):,} bytes; a case file has {MAX_BYTES:,} at most"
        return (Problem(code="E002", message=message, place=where, hint="put documents beside it as sources"),)
    return _decoded(raw, path)


def _decoded(raw: bytes, path: File) -> CaseText | tuple[Problem, ...]:
    marked = raw.removeprefix(codecs.BOM_UTF8)
    try:
        text = marked.decode("utf-8")
    except UnicodeDecodeError as error:
        before = LINE_BREAK.split(marked[: error.start].decode("utf-8"))
        place = Reader(marked.decode("utf-8", "replace"), path.name).place(len(before) - 1, len(before[-1]))
        message = f"the file is not UTF-8: byte {marked[error.start]:#04x}"
        return (Problem(code="E003", message=message, place=place, hint="save it as UTF-8"),)
    matches = list(islice(CONTROL.finditer(text), MOST_SHOWN))
    if matches:
        reader = Reader(text, path.name)
        return tuple(_control(reader, match) for match in matches)
    return CaseText(path=path, text=text, sha256=hashlib.sha256(raw).hexdigest())


def _refuse_escaped_controls(reader: Reader, root: Node) -> None:
    escaped = (
        (node, match)
        for node in nodes_below(root)
        if isinstance(node, Scalar) and (match := ESCAPED_CONTROL.search(node.text))
    )
    for node, match in islice(escaped, MOST_SHOWN):
        message = f"this text holds the control character U+{ord(match[0]):04X}"
        reader.problems.append(Problem(code="E003", message=message, place=node.place, hint="remove it"))


def _control(reader: Reader, match: re.Match[str]) -> Problem:
    line = bisect_right(reader.starts, match.start()) - 1
    return Problem(
        code="E003",
        message=f"the file holds the control character U+{ord(match[0]):04X}",
        place=reader.place(line, match.start() - reader.starts[line]),
        hint='remove it; in a quote it can be written as "\\L"' if match[0] in "\u2028\u2029" else "remove it",
    )


def _not_a_case(reader: Reader, root: Node | None) -> Problem:
    message = "the file is empty" if root is None else "a case is a list of sections, each `name: …`"
    return Problem(code="E009", message=message, place=reader.place(0, 0), hint="start one with `winset new FOLDER`")


def _unusable(problems: tuple[Problem, ...], path: str, sha256: str = "") -> Checked:
    nothing = Counts(stated=0, inferred=0, silent=0, quotes=0, exact=0, folded=0, unreviewed=0)
    return Checked(case=None, problems=problems, passages={}, counts=nothing, sha256=sha256, path=path)


@dataclass(frozen=True, kw_only=True)
class _Whole:
    """A case file that has sections: the case in it, and the case under its variants."""

    tree: Tree
    opened: CaseText

    def checked(self, variants: tuple[str, ...], *, every_variant: bool) -> Checked:
        """The case under the variants, with the problems of the file and of the variants."""
        base = self._base
        problems = list(base.problems)
        if every_variant and base.case is not None and all(problem.severity == "warning" for problem in problems):
            tree = self._found.tree
            problems += [*against_its_package(base.case, tree), *self._too_fine(base.case, tree)]
        reading = base
        if base.case is not None:
            self._refuse_unknown(base.case, variants)
            asked = tuple(name for name in variants if name in base.case.variants)
            with_arithmetic = every_variant and all(problem.severity == "warning" for problem in problems)
            groups = [(name,) for name in base.case.variants] if every_variant else []
            if len(groups) > MOST_VARIANTS:
                limit = f"the case has more than {MOST_VARIANTS} variants"
                problems.append(self.tree.problem("E007", limit, ("variants",)))
                groups = []
            for group in dict.fromkeys([*groups, asked] if asked else groups):
                under = self._under(base, base.case, group, with_arithmetic=with_arithmetic)
                problems += under.problems
                reading = under if group == asked else reading
        if reading is not base:
            support = _support(reading.case, dict(reading.passages))
            reading = replace(reading, sources=base.sources, variants=variants, support=support)
        counts = _counts(reading.case, dict(reading.passages))
        return replace(reading, problems=self._in_order(problems), counts=counts)

    def _read(self, case: Case | None, passages: Found[Claim, Passage], problems: Iterable[Problem]) -> Checked:
        """A case, all its quotes looked up, and every problem; `case` is None where nothing usable is left."""
        unusable = _unusable(tuple(problems), str(self.opened.path), self.opened.sha256)
        return replace(unusable, case=case, passages=passages)

    @cached_property
    def _found(self) -> Structured:
        return structured(self.tree)

    @cached_property
    def _base(self) -> Checked:
        """The case without variants; where an item of a list is broken, the case is without the list."""
        structured_case = self._found
        problems = [*self.tree.reader.problems, *misread_ids(self.tree.root), *structured_case.problems]
        passages: dict[Claim, Passage] = {}
        support: dict[tuple[str, ...], CellSupport] = {}
        sources: dict[str, str | None] = {}
        case = structured_case.case
        if case is not None:
            problems += cross_check(case, structured_case.tree)
            gate = self._gate(case, structured_case.tree)
            passages, refused = gate.passages()
            support = cell_supports(case, passages)
            problems += [*gate.problems_of_sources(), *refused, *unnamed(case, structured_case.tree, support)]
            sources = digests(gate.sources)
            if not any(problem.severity == "error" for problem in problems):
                problems += cautions(case, structured_case.tree)
        if structured_case.tree.dropped:
            case = structured(self.tree, whole_lists=True).case
            support = _support(case, passages)
        return replace(self._read(case, passages, problems), sources=sources, support=support)

    @cached_property
    def _claims(self) -> frozenset[Claim]:
        """What the case without variants claims; a variant may claim more."""
        case = self._base.case
        return frozenset(claim for _, claim in claims_in_place(case)) if case is not None else frozenset()

    def _under(self, base: Checked, case: Case, names: tuple[str, ...], *, with_arithmetic: bool) -> Checked:
        """The case under variants, with the errors that they make, each where a variant says so."""
        changed = with_variants(self.tree, case, names)
        structured_case = structured(changed.tree)
        problems = list(structured_case.problems)
        passages = base.passages
        if structured_case.case is not None:
            problems += cross_check(structured_case.case, structured_case.tree, errors_only=True)
            if any(claim not in self._claims for _, claim in claims_in_place(structured_case.case)):
                passages, refused = self._gate(structured_case.case, structured_case.tree).passages()
                problems += refused
            if with_arithmetic and all(problem.severity == "warning" for problem in (*problems, *changed.problems)):
                problems += self._too_fine(structured_case.case, structured_case.tree)
        known = {(problem.code, problem.message) for problem in base.problems}
        caused = [
            problem
            for problem in problems
            if problem.severity == "error" and (problem.code, problem.message) not in known
        ]
        caused = self._at_variants(caused, names)
        read = self._read(structured_case.case, passages, (*changed.problems, *caused))
        return replace(read, notes=changed.notes)

    @cached_property
    def _has_fine_numbers(self) -> bool:
        return has_fine_numbers(self.tree)

    def _too_fine(self, case: Case, tree: Tree) -> Iterable[Problem]:
        return too_fine(case, tree) if self._has_fine_numbers else ()

    def _gate(self, case: Case, tree: Tree) -> Gate:
        return Gate(tree=tree, case=case, sources=open_sources(self.opened.path.parent, case))

    def _at_variants(self, problems: list[Problem], names: tuple[str, ...]) -> list[Problem]:
        """The problems where a variant sets the value, or else at the name of the last variant."""
        if not problems:
            return []
        path: Path = ("variants", names[-1])
        theirs = {node.place for name in names for node in nodes_below(self.tree.node(("variants", name)))}
        which = " and ".join(f"`{name}`" for name in names)
        return [
            replace(
                problem,
                message=f"under variant{'s' if len(names) > 1 else ''} {which}: {problem.message}",
                place=problem.place if problem.place in theirs else self.tree.place(path),
                path=path,
            )
            for problem in problems
        ]

    def _refuse_unknown(self, case: Case, variants: tuple[str, ...]) -> None:
        known = dict.fromkeys([*case.variants, *self.tree.keys(("variants",))])
        for name in variants:
            if name not in known:
                meant = guessed(name, known)
                raise UnknownName(f"no variant `{short(name)}`; {meant}this case has: {listing(known) or 'none'}")

    def _in_order(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """Each problem once, with who may see its line, in the order of the file."""
        seen: dict[tuple[object, ...], Problem] = {}
        for problem in problems:
            seen.setdefault((problem.code, problem.message, problem.place), problem)
        levels = levels_of_lines(self.tree) if seen else {}
        return tuple(
            replace(problem, handling=higher(problem.handling, levels.get(problem.place.line, "open")))
            for problem in sorted(seen.values(), key=lambda problem: (problem.place.line, problem.place.column))
        )


def _support(case: Case | None, passages: dict[Claim, Passage]) -> dict[tuple[str, ...], CellSupport]:
    return cell_supports(case, passages) if case is not None else {}


def _counts(case: Case | None, passages: dict[Claim, Passage]) -> Counts:
    cells = [case.cell(issue, party) for issue in case.positions for party in case.parties] if case else []
    claims = [part for _, part in parts(case) if isinstance(part, Claim)] if case else []
    quoted = [passages[claim] for claim in claims if claim in passages]
    return Counts(
        stated=sum(cell.basis == "stated" for cell in cells),
        inferred=sum(cell.basis == "inferred" for cell in cells),
        silent=sum(cell.basis == "silent" for cell in cells),
        quotes=len(claims),
        exact=sum(passage.exact for passage in quoted),
        folded=sum(not passage.exact for passage in quoted),
        unreviewed=sum(claim.reviewed_by is None for claim in claims),
        only_refuse=sum(cell.only_refuses for cell in cells),
        drafts=sum(claim.is_draft for claim in claims),
    )
