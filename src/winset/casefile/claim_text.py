"""A claim as text of a case file, indented for the place where it is to stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from winset.casefile.fields import Schema, at
from winset.casefile.names import short
from winset.casefile.nodes import Mapping as Section
from winset.casefile.nodes import Sequence
from winset.casefile.save import as_scalar, double_quoted
from winset.casefile.tree import Tree
from winset.errors import Path, UnknownName

Fields = Mapping[str, str | list[str]]
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
        known = [schema for schema in at(path) if schema.get("type") in ("object", "array")]
        for schema in known:
            form = _form(schema)
            if form is not None:
                indent = _indent(path, form[0], unit, tree)
                is_red_line = path[-1] == "rejects"
                return ClaimPlace(form=form[0], indent=indent, unit=unit, needed=form[1], is_red_line=is_red_line)
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


def _form(known: Schema) -> tuple[Form, tuple[tuple[str, str], ...]] | None:
    """How a claim stands in a part of the format, with the other fields that are needed there."""
    fields = known.get("properties")
    if isinstance(fields, dict):
        return ("claim", ()) if "quote" in fields else ("field", ()) if "claim" in fields else None
    for inner in _inner(known):
        fields = inner.get("properties")
        if not isinstance(fields, dict):
            continue
        is_list = known.get("type") == "array"
        if "quote" in fields:
            return ("claims" if is_list else "named claim", ())
        if "claim" in fields:
            return ("items" if is_list else "named sections", tuple(_needed(inner, fields)))
    return None


def _inner(known: Schema) -> Iterator[Schema]:
    from winset.casefile.fields import alternatives

    patterns = known.get("patternProperties")
    inner = known.get("items") if known.get("type") == "array" else None
    if isinstance(patterns, dict):
        inner = next(iter(patterns.values()))
    if isinstance(inner, dict):
        yield from alternatives(inner)


def _needed(known: Schema, fields: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    required = known.get("required")
    for name in required if isinstance(required, list) else ():
        described = fields[name]
        words = described.get("description", "") if isinstance(described, dict) else ""
        yield str(name), str(words)


def _unit(tree: Tree) -> int:
    """By how many spaces the file indents."""
    for _, node in tree.root.entries.values():
        if isinstance(node, Section) and not node.flow and node.entries:
            return max(1, next(iter(node.entries.values()))[0].place.column - 1)
    return 2


def _indent(path: Path, form: Form, unit: int, tree: Tree) -> int:
    """The spaces before the claim: as what stands there is indented, or as the place is deep."""
    node = tree.node(path) if tree.has(path) else None
    if isinstance(node, Sequence) and not node.flow and node.items:
        return node.place.column - 1
    if (
        isinstance(node, Section)
        and not node.flow
        and node.entries
        and form in ("field", "named claim", "named sections")
    ):
        return next(iter(node.entries.values()))[0].place.column - 1
    return unit * (len(path) - 1 if form == "claim" else len(path))
