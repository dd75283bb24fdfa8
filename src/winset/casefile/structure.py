"""The shape of a case file against the model: every field that is unknown, missing or of the wrong kind.

A part with a problem is left out and the rest is validated again, so that one mistake hides no other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeGuard

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from winset.casefile.names import nearest
from winset.casefile.nodes import plain
from winset.casefile.tree import Tree
from winset.errors import Path, Problem
from winset.model.case import Case

ENTRY_DEPTH = {"positions": 3, "issues": 2, "judgements": 5, "winset": 1, "case": 2, "consent": 3, "plan": 3}
MAX_ROUNDS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Structured:
    """The model of what is well formed, and the problems of the rest. case: None where nothing usable is left."""

    case: Case | None
    problems: tuple[Problem, ...]


def structured(tree: Tree) -> Structured:
    """The case as far as its parts are well formed, with a problem for each part that is not."""
    data = plain(tree.root)
    problems: list[Problem] = []
    for _ in range(MAX_ROUNDS):
        try:
            return Structured(case=Case.model_validate(data), problems=tuple(problems))
        except ValidationError as error:
            details = error.errors(include_url=False, include_input=False)
        fresh = [_problem(detail, tree) for detail in details]
        known = {(problem.code, problem.path) for problem in problems}
        problems += [problem for problem in fresh if (problem.code, problem.path) not in known]
        pruned = [_prune(data, _entry(tuple(detail["loc"]), detail["type"])) for detail in details]
        if not any(pruned):
            break
    return Structured(case=None, problems=tuple(problems))


def _steps(location: Path, tree: Tree) -> Path:
    """The location without the steps that the model adds and the file does not have."""
    return tuple(step for step in location if not (isinstance(step, str) and (step.startswith("<") or "[" in step)))


def _entry(location: Path, kind: str) -> Path:
    """What to leave out so that the rest can be validated: the field itself if unknown, else the entry around it."""
    path = tuple(step for step in location if not (isinstance(step, str) and step.startswith("<")))
    if kind == "extra_forbidden":
        return path
    return path[: ENTRY_DEPTH.get(str(path[0]), 2)] if path else ()


def _prune(data: object, path: Path) -> bool:
    """Takes the entry at a path out of the data; true where there was one."""
    parents: list[tuple[dict[str, object], str]] = []
    node = data
    for step in path:
        if _is_section(node) and str(step) in node:
            parents.append((node, str(step)))
            node = node[str(step)]
        else:
            break
    if not parents:
        return False
    section, key = parents[-1]
    del section[key]
    return True


def _is_section(node: object) -> TypeGuard[dict[str, object]]:
    return isinstance(node, dict)


def _problem(detail: ErrorDetails, tree: Tree) -> Problem:
    path = _steps(tuple(detail["loc"]), tree)
    kind, name = detail["type"], str(path[-1]) if path else ""
    inside = f" in `{_spelled(path[:-1])}`" if len(path) > 1 else ""
    if kind == "extra_forbidden":
        known = _fields_at(path[:-1], tree)
        guess = nearest(name, known)
        hint = f"did you mean `{guess}`?" if guess else f"known: {', '.join(known)}" if known else ""
        return Problem(
            code="E201",
            message=f"unknown field `{name}`{inside}",
            place=tree.key_place(path),
            hint=hint,
            suggestion=guess,
            path=path,
        )
    if kind == "missing":
        return Problem(
            code="E202",
            message=f"`{name}` is missing{inside}",
            place=tree.key_place(path[:-1]),
            hint=f"add `{name}: …`",
            path=path,
        )
    if kind == "string_pattern_mismatch" or name == "[key]":
        return _bad_text(path, tree)
    code = kind if kind[0] == "E" and kind[1:].isdigit() else "E204"
    message = detail["msg"] if code == kind else _wanted(kind, detail)
    return Problem(code=code, message=f"`{_spelled(path)}`: {message}", place=tree.place(path), path=path)


def _bad_text(path: Path, tree: Tree) -> Problem:
    if path and path[-1] in ("date", "as_of"):
        return tree.problem("E204", f'`{_spelled(path)}`: a date is written "2025-08-14", "2025-08" or "2025"', path)
    if path and path[-1] == "sha256":
        return tree.problem("E204", "`sha256` is 64 hexadecimal digits in small letters", path)
    return tree.problem(
        "E206",
        f"`{_spelled(path)}`: this name does not fit",
        path,
        "names are small letters, digits and _, beginning with a letter",
    )


def _wanted(kind: str, detail: ErrorDetails) -> str:
    words = {
        "string_type": "a text is expected here; a number, true, false or null as text is written in quotes",
        "bool_type": "write `true` or `false`",
        "dict_type": "a section with `name: value` lines is expected here",
        "model_type": "a section with `name: value` lines is expected here",
        "model_attributes_type": "a section with `name: value` lines is expected here",
        "tuple_type": "a list is expected here",
        "int_type": "a whole number is expected here",
        "int_parsing": "a whole number is expected here",
        "int_from_float": "a whole number is expected here",
        "too_short": "at least one entry is expected here",
        "literal_error": f"one of {detail.get('ctx', {}).get('expected', 'the known words')} is expected here",
    }
    return words.get(kind, detail["msg"])


def _spelled(path: Path) -> str:
    return ".".join(str(step) for step in path)


def _fields_at(path: Path, tree: Tree) -> tuple[str, ...]:
    """The fields that the model knows at a place of the file."""
    schema = Case.model_json_schema(by_alias=True)
    definitions = schema.get("$defs", {})
    nodes: list[dict[str, object]] = [schema]
    for step in path:
        nodes = [below for node in nodes for below in _below(node, step, definitions)]
    names = [name for node in nodes for one in _alternatives(node, definitions) for name in _names(one)]
    return tuple(dict.fromkeys(names))


def _names(node: dict[str, object]) -> list[str]:
    properties = node.get("properties")
    return [str(name) for name in properties] if isinstance(properties, dict) else []


def _alternatives(node: dict[str, object], definitions: dict[str, dict[str, object]]) -> Iterator[dict[str, object]]:
    reference = node.get("$ref")
    if isinstance(reference, str):
        yield from _alternatives(definitions[reference.rsplit("/", 1)[1]], definitions)
        return
    choices = node.get("anyOf") or node.get("oneOf") or node.get("allOf")
    if isinstance(choices, list):
        for choice in choices:
            yield from _alternatives(choice, definitions)
    else:
        yield node


def _below(
    node: dict[str, object], step: str | int, definitions: dict[str, dict[str, object]]
) -> Iterator[dict[str, object]]:
    for one in _alternatives(node, definitions):
        for field in ("properties", "patternProperties", "additionalProperties", "items"):
            value = one.get(field)
            if field == "properties" and isinstance(value, dict) and step in value:
                yield value[str(step)]
            elif field == "patternProperties" and isinstance(value, dict) and isinstance(step, str):
                yield from value.values()
            elif (field == "additionalProperties" and isinstance(value, dict) and step not in _names(one)) or (
                field == "items" and isinstance(value, dict)
            ):
                yield value
