"""What does not fit the format, as problems in plain words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pydantic_core import PydanticCustomError

from winset.casefile.fields import fields_at, short_form_at, words_at
from winset.casefile.names import listing, nearest, short, spelled
from winset.casefile.nodes import Mapping, Node, Scalar, Sequence
from winset.casefile.section_examples import example_at
from winset.casefile.tree import Tree
from winset.errors import Path, Problem
from winset.model.numbers import HANDLING, number

SECTION = "a section with `name: value` lines is expected here"
WHOLE_NUMBER = "a whole number is expected here"
WORDS = {
    "string_type": "a text is expected here; a number, true, false or null as text is written in quotes",
    "bool_type": "write `true` or `false`",
    "tuple_type": "a list is expected here",
    "int_type": WHOLE_NUMBER,
    "int_parsing": WHOLE_NUMBER,
    "int_parsing_size": WHOLE_NUMBER,
    "int_from_float": WHOLE_NUMBER,
    "greater_than_equal": "this number is too small here",
    "less_than_equal": "this number is too large here",
    "too_short": "at least one entry is expected here",
    "too_long": "there are too many entries in this list",
}
SECTION_KINDS = ("dict_type", "model_type", "model_attributes_type")
WRITTEN_OUT = (*SECTION_KINDS, "tuple_type")
LONG_NUMBER = ("points", "handling", "because")
NUMBER_CODES = ("E204", "E302", "E303")


@dataclass(frozen=True, slots=True, kw_only=True)
class InvalidField:
    """Something that the model refused, at a path of the file.

    kind: the model's word for it, or one of our codes; "name" for a key that is no name. missing: the field that is not
    there. expected: words of which one is expected. union: where a value may be of several kinds, its path.
    """

    kind: str
    path: Path
    message: str = ""
    missing: str | None = None
    expected: str = ""
    union: Path | None = None


def problem_of(invalid: InvalidField, tree: Tree) -> Problem:
    """The problem, at the smallest part of the file that shows it."""
    whole = invalid.path[:-1] if invalid.path[-1:] == ("points",) else invalid.path
    inner = _inside_number(tree.node(whole), whole) if invalid.kind in NUMBER_CODES else None
    if inner is not None and inner != invalid:
        return problem_of(inner, tree)
    if invalid.kind == "extra_forbidden":
        return _unknown_field(invalid.path, tree)
    if invalid.missing is not None:
        return _missing(invalid.path, invalid.missing, tree)
    if invalid.kind in ("name", "string_pattern_mismatch"):
        return _bad_text(invalid, tree)
    is_code = re.fullmatch("E[0-9]{3}", invalid.kind) is not None
    message = invalid.message if is_code else _wanted(invalid)
    hint, suggestion = "", None
    if invalid.expected:
        words = re.findall(r"'([^']*)'", invalid.expected)
        node = tree.node(invalid.path)
        suggestion = nearest(node.text, words) if isinstance(node, Scalar) else None
        hint = f"did you mean `{suggestion}`?" if suggestion else ""
        message = f"{message}, or {_quoted(words)}" if is_code else message
    node = tree.node(invalid.path)
    short_forms = words_at(invalid.path) if not hint and tree.has(invalid.path) else ()
    if isinstance(node, Scalar) and isinstance(node.value, str):
        suggestion = suggestion or nearest(node.text, short_forms)
        hint = hint or (f"did you mean `{suggestion}`?" if suggestion else "")
    if is_code and short_forms:
        message = f"{message}; or {_quoted(list(short_forms))}"
    if invalid.kind in WRITTEN_OUT and not hint:
        hint = _written_out(invalid.path, tree)
    code = invalid.kind if is_code else "E204"
    return tree.problem(code, f"`{spelled(invalid.path)}`: {message}", invalid.path, hint, suggestion)


def _written_out(path: Path, tree: Tree) -> str:
    example = example_at(path, tree)
    return f"write it out: `{example}`" if example else ""


def _unknown_field(path: Path, tree: Tree) -> Problem:
    name, known = str(path[-1]), fields_at(path[:-1])
    if not known and len(path) > 1:
        known = LONG_NUMBER
    guess = nearest(name, known)
    message = f"unknown field `{short(name)}`{_inside(path[:-1])}"
    hint = f"did you mean `{guess}`?" if guess else f"known: {listing(known)}"
    return Problem(code="E201", message=message, place=tree.key_place(path), hint=hint, suggestion=guess, path=path)


def _missing(path: Path, name: str, tree: Tree) -> Problem:
    if isinstance(tree.node(path), Sequence):
        return tree.problem("E204", f"`{spelled(path)}`: there are too few entries in this list", path)
    message = f"`{name}` is missing{_inside(path)}"
    hint = f"add `{example_at((*path, name), tree) or f'{name}: …'}`"
    return Problem(code="E202", message=message, place=tree.key_place(path), hint=hint, path=(*path, name))


def _bad_text(invalid: InvalidField, tree: Tree) -> Problem:
    path = invalid.path
    if invalid.kind != "name" and path[-1] in ("date", "as_of"):
        return tree.problem("E204", f'`{spelled(path)}`: a date is written "2025-08-14", "2025-08" or "2025"', path)
    if invalid.kind != "name" and path[-1] == "sha256":
        return tree.problem("E204", "`sha256` is 64 hexadecimal digits in small letters", path)
    node = tree.node(path)
    written = str(path[-1]) if invalid.kind == "name" or not isinstance(node, Scalar) else node.text
    meant = _named_by_label(path, written, tree) if invalid.kind != "name" else None
    fitting = re.sub("[^a-z0-9]+", "_", written.lower()).strip("_")
    guess = meant or (fitting if re.fullmatch("[a-z][a-z0-9_]{0,60}", fitting) else None)
    rule = "names are small letters, digits and _, beginning with a letter"
    if invalid.kind == "name" and written.isdigit() and isinstance(node, Scalar) and node.value is None:
        rule = "is it the end of a decimal number? That has a point, not a comma"
    if meant:
        rule = "a name stands here, not a label"
    told = tree.problem_of_name if invalid.kind == "name" else tree.problem
    message, hint = f"`{short(written)}` cannot be a name{_inside(path[:-1])}", f"{rule}: `{guess}`" if guess else rule
    return told("E206", message, path, hint, guess)


def _named_by_label(path: Path, written: str, tree: Tree) -> str | None:
    """The option or party whose label or name was written where its short name belongs."""
    places: list[Path] = [("parties", name, "name") for name in tree.keys(("parties",))]
    for issue in map(str, path):
        for name in tree.keys(("issues", issue, "options")):
            places += [("issues", issue, "options", name), ("issues", issue, "options", name, "label")]
    for place in places:
        node = tree.node(place)
        if tree.has(place) and isinstance(node, Scalar) and node.text.casefold() == written.casefold():
            return str(place[1] if place[0] == "parties" else place[3])
    return None


def _wanted(invalid: InvalidField) -> str:
    if invalid.kind == "literal_error":
        words = re.findall(r"'([^']*)'", invalid.expected)
        return f"{_quoted(words)} is expected here" if words else f"`{invalid.expected}` is expected here"
    if invalid.kind in SECTION_KINDS:
        if invalid.path[-1] == "claim" or invalid.path[-2:-1] == ("also",):
            return "a claim is expected here, with `source` and `quote`, or the name of one under `claims`"
        instead = short_form_at(invalid.path)
        return f"{instead}, or {SECTION}" if instead else SECTION
    return WORDS.get(invalid.kind, "this does not fit here")


def _quoted(words: list[str]) -> str:
    shown = [f"`{word}`" for word in words]
    return " or ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def _inside(path: Path) -> str:
    return f" in `{spelled(path)}`" if path else ""


def _inside_number(node: Node, path: Path) -> InvalidField | None:
    """The part of a range, or of a number in its long form, that is wrong; None where it is the whole."""
    if isinstance(node, Sequence):
        for n, item in enumerate(node.items):
            try:
                number(item.value if isinstance(item, Scalar) else None)
            except PydanticCustomError as error:
                return InvalidField(kind=error.type, path=(*path, n), message=error.message())
    if isinstance(node, Mapping):
        for name, (_, entry) in node.entries.items():
            here = (*path, name)
            if name not in LONG_NUMBER:
                return InvalidField(kind="extra_forbidden", path=here)
            if name == "handling" and not (isinstance(entry, Scalar) and entry.value in HANDLING):
                return InvalidField(
                    kind="literal_error", path=here, expected=" ".join(f"'{level}'" for level in HANDLING)
                )
            if name == "points":
                inner = _inside_number(entry, here) or _not_a_number(entry, here)
                if inner is not None:
                    return inner
        if "points" not in node.entries:
            return InvalidField(kind="missing", path=path, missing="points")
    return None


def _not_a_number(node: Node, path: Path) -> InvalidField | None:
    if not isinstance(node, Scalar):
        return None
    try:
        number(node.value)
    except PydanticCustomError as error:
        return InvalidField(kind=error.type, path=path, message=error.message())
    return None
