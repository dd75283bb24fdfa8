"""A claim as text of a case file, and spliced in where it belongs, every other character as it was."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from collections.abc import Mapping as Read
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path as File
from typing import Any, Literal, cast

from winset.casefile.editing.changes import InsertItem, SetValue
from winset.casefile.editing.layout import CaseLayout, laid_out
from winset.casefile.editing.resolve import made
from winset.casefile.editing.splices import field_added, item_added, unit_of
from winset.casefile.fields import at, fields_at
from winset.casefile.names import guessed, listing, short, spelled
from winset.casefile.nodes import Mapping, Node, Scalar, Sequence, find, holds, plain
from winset.casefile.read import CaseText, check_case, check_text, open_text
from winset.casefile.save import Edit, as_scalar, double_quoted, save_text, spliced
from winset.casefile.tree import Tree
from winset.errors import CaseError, EditRefused, Path, Problem, SaveRefused, UnknownName
from winset.model.evidence import Checked

Fields = Read[str, str | list[str]]
"""A claim, field by field, without those that are empty."""
Form = Literal["field", "claim", "claims", "named claim", "items", "named sections"]
"""How a claim stands at a place: as the `claim` of a section, as itself, in a list of claims, under a name, or as the
`claim` of an item of a list or of a section with a name.
"""

AROUND: tuple[Path, ...] = (
    (),
    ("positions", "an_issue", "a_party"),
    ("parties", "a_party"),
    ("consent", "issues", "an_issue"),
    ("consent",),
)
"""Where a field that is named alone is looked for, in this order."""
HOLDERS = "rejects, also, aims, interests, notes, claims, rules, levers, others, tables, variants, or ISSUE.PARTY"
TO_DO = "# reading: what it says, in your own words"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimPlace:
    """A place where a claim can stand. indent: spaces before its first line; unit: spaces of one level below it.
    needed: other fields that have to be there, with what they mean. is_red_line: whether it carries a red line, which
    is stated where a claim says so, whatever the basis of its cell.
    """

    form: Form
    indent: int
    unit: int
    needed: tuple[tuple[str, str], ...] = ()
    is_red_line: bool = False


CELL = ClaimPlace(form="field", indent=6, unit=2)
"""In a cell of a case file that is indented by two spaces."""


def place_under(where: str, tree: Tree) -> ClaimPlace:
    """Where a claim stands under a field or a path. Raises UnknownName where none can."""
    steps: Path = tuple(int(step) if step.isdigit() else step for step in where.split("."))
    tried = [_from_the_root(steps, tree)] if len(steps) > 1 else [(*around, *steps) for around in AROUND]
    unit = _unit(tree)
    for path in tried:
        form = _form(path)
        if form is not None:
            indent = _indent(path, form, unit, tree)
            needed = tuple(_needed((*path, 0))) if form == "items" else tuple(_needed((*path, "a_name")))
            return ClaimPlace(
                form=form, indent=indent, unit=unit, needed=needed if form in ("items", "named sections") else (),
                is_red_line=path[-1] == "rejects",
            )  # fmt: skip
    raise UnknownName(f"no claim can stand under `{short(where)}`; it can under {HOLDERS}")


def _from_the_root(steps: Path, tree: Tree) -> Path:
    """The path, where it may begin with an issue instead of `positions`."""
    return ("positions", *steps) if steps[0] in tree.keys(("issues",)) else steps


def claim_lines(fields: Fields, place: ClaimPlace) -> Iterator[str]:
    """The claim as it stands there, line by line; what is still to be said is a comment or an ellipsis."""
    space, unit = " " * place.indent, " " * place.unit
    claim = list(_field_lines(fields))
    needed = [f"{name}: …{f'  # {words}' if words else ''}" for name, words in place.needed]
    needed += ["basis: stated"] * place.is_red_line
    within = [*needed, "claim:", *(f"{unit}{line}" for line in claim)]
    bodies = {
        "field": ["claim:", *(f"{unit}{line}" for line in claim)],
        "claim": ["claim:", *(f"{unit}{line}" for line in claim)],
        "claims": _as_item(claim),
        "items": _as_item(within),
        "named claim": ["a_name:  # a name of your own", *(f"{unit}{line}" for line in claim)],
        "named sections": ["a_name:  # a name of your own", *(f"{unit}{line}" for line in within)],
    }
    for line in bodies[place.form]:
        yield f"{space}{line}"


def in_braces(fields: Fields) -> str:
    """The claim on one line."""
    return "{" + ", ".join(f"{name}: {_value(name, value)}" for name, value in fields.items()) + "}"


def _field_lines(fields: Fields) -> Iterator[str]:
    for name, value in fields.items():
        yield f"{name}: {_value(name, value)}"
    if "reading" not in fields:
        yield TO_DO


def _value(name: str, value: str | list[str]) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(map(as_scalar, value)) + "]"
    return double_quoted(value) if name in ("quote", "prefix", "suffix") else as_scalar(value)


def _as_item(lines: list[str]) -> list[str]:
    return [f"{'- ' if n == 0 else '  '}{line}" for n, line in enumerate(lines)]


def _form(path: Path) -> Form | None:
    """How a claim stands at a place of the format: in it, in an item of its list, or in a section with a name."""
    ways: tuple[tuple[Path, Form, Form], ...] = (
        (path, "claim", "field"),
        ((*path, 0), "claims", "items"),
        ((*path, "a_name"), "named claim", "named sections"),
    )
    for inside, itself, holder in ways:
        fields = fields_at(inside)
        if "quote" in fields or "claim" in fields:
            return itself if "quote" in fields else holder
    return None


def _needed(path: Path) -> Iterator[tuple[str, str]]:
    """The fields that have to be there beside a claim, with what they mean."""
    for known in at(path):
        fields, required = known.get("properties"), known.get("required")
        if isinstance(fields, dict) and "claim" in fields:
            yield from (
                (str(name), str(fields[name].get("description", ""))) for name in cast(list[str], required or [])
            )


def _unit(tree: Tree) -> int:
    """By how many spaces the file indents."""
    for _, node in tree.root.entries.values():
        if isinstance(node, Mapping) and not node.flow and node.entries:
            return max(1, node.indent)
    return 2


def _indent(path: Path, form: Form, unit: int, tree: Tree) -> int:
    """The spaces before the claim: as what stands there is indented, or as the place is deep."""
    node = tree.node(path) if tree.has(path) else None
    if isinstance(node, Sequence) and not node.flow and node.items:
        return node.place.column - 1
    if (
        isinstance(node, Mapping)
        and not node.flow
        and node.entries
        and form in ("field", "named claim", "named sections")
    ):
        return node.indent
    return unit * (len(path) - 1 if form == "claim" else len(path))


@dataclass(frozen=True, slots=True, kw_only=True)
class InsertedClaim:
    """Where a claim was written: the path in the case, and the line of the file on which it begins."""

    path: Path
    line: int


def insert_claim(path: File, where: str, fields: Fields, expected_sha256: str) -> InsertedClaim:
    """The claim stands in the section that `where` leads to, such as `territory.ukraine`: as its `claim`, or under
    `also` where it has one already.

    The new text is checked before it is saved, and the saved file again; where the claim would make an error, the file
    is what it was. Raises CaseError where the file is no valid YAML; UnknownName where the path leads to nothing;
    SaveRefused, with nothing changed, where no claim can stand there, or the file is not the one whose bytes had
    `expected_sha256`.
    """
    opened = open_text(path)
    if isinstance(opened, Problem):
        raise CaseError((opened,))
    if opened.sha256 != expected_sha256:
        raise SaveRefused(f"`{path}` changed while it was read, nothing was written: do it again")
    layout = laid_out(opened.text, path.name)
    target = _target(layout.root, where)
    edit, change, at = _edit(layout, fields, target)
    text = opened.mark + spliced(opened.text, [edit])
    new = CaseText(path=path, text=text.removeprefix(opened.mark), sha256=hashlib.sha256(text.encode()).hexdigest())
    node, key = find(_read_again(new, made(layout.data, change)).root, at)
    before = check_text(opened)
    _refuse_new_errors(path, before, check_text(new), "nothing was written")
    save_text(path, text, opened.sha256)
    _take_back_errors(path, before, opened, new)
    return InsertedClaim(path=at, line=(key or node).place.line)


def _target(root: Mapping, where: str) -> Path:
    """The path of the section. Raises UnknownName where it leads to nothing, SaveRefused where it says nothing."""
    steps = where.split(".")
    path: Path = tuple(steps) if steps[0] in root.entries and len(steps) > 1 else ("positions", *steps)
    node: Node = root
    for n, step in enumerate(path):
        if isinstance(node, Sequence) and str(step).isdigit() and int(step) < len(node.items):
            path = (*path[:n], int(step), *path[n + 1 :])
            node = node.items[int(step)]
        elif isinstance(node, Mapping) and str(step) in node.entries:
            node = node.entries[str(step)][1]
        else:
            _refuse_missing(root, node, path, n)
    if isinstance(node, Mapping) and not _is_silent(node):
        if "claim" not in fields_at(path):
            raise SaveRefused(f"no claim can stand in `{spelled(path)}`; name a cell, such as `ISSUE.PARTY`")
        return path
    raise SaveRefused(_why_not(node, path))


def _refuse_missing(root: Mapping, node: Node, path: Path, n: int) -> None:
    """Says what stands there instead of a step that leads to nothing."""
    parties = _node(root, ("parties",))
    is_party = isinstance(parties, Mapping) and path[n] in parties.entries
    if path[0] == "positions" and n == 2 and is_party and isinstance(node, Mapping) and "rest" in node.entries:
        raise SaveRefused(_silence(path, f"it falls under `rest: silent` of `{path[1]}`"))
    known = list(node.entries) if isinstance(node, Mapping) else []
    meant = guessed(str(path[n]), known)
    inside = f"`{spelled(path[:n])}`" if n else "the case"
    raise UnknownName(f"{inside} has no `{short(path[n])}`; {meant}it has: {listing(known) or 'nothing of the kind'}")


def _is_silent(node: Mapping) -> bool:
    basis = node.entries.get("basis")
    return basis is not None and isinstance(basis[1], Scalar) and basis[1].value == "silent"


def _why_not(node: Node, path: Path) -> str:
    if isinstance(node, Mapping) or (isinstance(node, Scalar) and node.value == "silent"):
        return _silence(path, "it is `silent`")
    if isinstance(node, Scalar) and node.value is None:
        return _silence(path, "it is empty")
    if isinstance(node, Scalar):
        return (
            f"`{spelled(path)}` is written in its short form, `{short(node.text)}`, in which no claim can stand: write "
            f"it out first, nothing was written"
        )
    return f"`{spelled(path)}` is a list, nothing was written: name one of its items, such as `{spelled(path)}.0`"


def _silence(path: Path, why: str) -> str:
    """What has to be said first in a cell that says nothing."""
    cell = f"{path[-1]}: {{ideal: OPTION, basis: stated}}"
    return (
        f"`{spelled(path)}` cannot hold a claim yet, nothing was written: {why}. A quote shows what a party wants, so "
        f"say that first: write `{cell}` there with the option that it wants, or `rejects: [OPTION]` in place of "
        f"`ideal: OPTION` with one that it refuses, then do this again"
    )


def _edit(layout: CaseLayout, fields: Fields, path: Path) -> tuple[Edit, SetValue | InsertItem, Path]:
    """What is put where, what that changes of what the file says, and where the claim then stands."""
    section = _node(layout.root, path)
    if not isinstance(section, Mapping):
        raise SaveRefused(f"`{spelled(path)}` is no section, nothing was written")
    _refuse_twin(layout, fields, section, path)
    value = dict(fields)
    at: Path = (*path, "claim")
    if "claim" not in section.entries:
        return _new_field(layout, fields, section, "claim"), SetValue(path=at, value=value), at
    at = (*path, "also")
    if "also" not in section.entries:
        return _new_field(layout, fields, section, "also"), SetValue(path=at, value=[value]), (*at, 0)
    also = section.entries["also"][1]
    if not isinstance(also, Sequence):
        raise SaveRefused(f"`{spelled(at)}` is not a list, nothing was written: make it one first")
    return _new_item(layout, fields, also), InsertItem(path=at, value=value), (*at, len(also.items))


def _refuse_twin(layout: CaseLayout, fields: Fields, section: Mapping, path: Path) -> None:
    """Raises SaveRefused where the same words stand there already, or a field for them is empty."""
    claim, also = section.entries.get("claim"), section.entries.get("also")
    claims = [claim[1]] if claim else []
    claims += also[1].items if also and isinstance(also[1], Sequence) else []
    for node in claims:
        if isinstance(node, Scalar) and node.value is None:
            raise SaveRefused(f"`claim` is empty in `{spelled(path)}`, nothing was written: remove that line first")
        words: Any = plain(_node(layout.root, ("claims", node.text))) if isinstance(node, Scalar) else plain(node)
        if isinstance(words, dict) and all(words.get(name) == fields[name] for name in ("source", "quote")):
            raise SaveRefused(f"this quote stands in `{spelled(path)}` already, line {node.place.line}")


def _new_field(layout: CaseLayout, fields: Fields, section: Mapping, field: str) -> Edit:
    """`claim`, or `also` with the claim in it, at the end of a section."""
    claim = in_braces(fields)
    written = f"{field}: {claim if field == 'claim' else f'[{claim}]'}"
    if not section.entries:
        return Edit(start=section.end - 1, end=section.end - 1, text=written)
    indent = section.indent
    unit = 2 if indent == 0 else unit_of(section, indent)
    if field == "claim":
        lines = list(claim_lines(fields, ClaimPlace(form="field", indent=indent, unit=unit)))
    else:
        place = ClaimPlace(form="claims", indent=indent + unit, unit=unit)
        lines = [" " * indent + "also:", *claim_lines(fields, place)]
    return field_added(layout, section, list(section.entries)[-1], lines, written)


def _new_item(layout: CaseLayout, fields: Fields, also: Sequence) -> Edit:
    claim = in_braces(fields)
    if not also.items:
        return Edit(start=also.end - 1, end=also.end - 1, text=claim)
    place = ClaimPlace(form="claims", indent=also.place.column - 1, unit=2)
    return item_added(layout, also, list(claim_lines(fields, place)), claim)


def _node(root: Node, path: Path) -> Node:
    if holds(root, path):
        return find(root, path)[0]
    return Scalar.at(root.place, None)


def _read_again(new: CaseText, expected: object) -> CaseLayout:
    """The new text with its nodes. Raises SaveRefused where anything but the claim reads differently in it."""
    with suppress(CaseError, EditRefused):
        layout = laid_out(new.text, new.path.name)
        if layout.data == expected:
            return layout
    raise SaveRefused(
        f"`{new.path}` could not be rewritten so that only the claim is added, nothing was written: paste it by hand "
        "from `winset quote --under`"
    )


def _refuse_new_errors(path: File, before: Checked, after: Checked, what: str) -> None:
    known = {(problem.code, problem.message) for problem in before.errors}
    fresh = [problem for problem in after.errors if (problem.code, problem.message) not in known]
    if fresh:
        said = "; ".join(f"{problem.code}, line {problem.place.line}: {problem.message}" for problem in fresh[:3])
        raise SaveRefused(f"the claim would make an error in `{path}`, {what}: {said}")


def _take_back_errors(path: File, before: Checked, opened: CaseText, new: CaseText) -> None:
    """The file that was saved has no new error, or is what it was: a source may have changed in the meantime."""
    after = check_case(path)
    if after.sha256 != new.sha256:
        return  # somebody wrote after us; theirs is not taken back
    try:
        _refuse_new_errors(path, before, after, "and was taken back")
    except SaveRefused:
        save_text(path, opened.mark + opened.text, new.sha256)
        raise
