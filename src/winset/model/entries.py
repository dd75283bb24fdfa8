"""A case as entries: each thing that it says, by itself, at a path; and a case made of entries again.

An entry is what changes as one: a cell, a judged number, a rule. Claims stand written out in it, and what is left out
and what is written out as the default are the same. No entry depends on the order in which a file says things: places
on a line, which may follow from the order of the options, are an entry of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cache
from itertools import count
from typing import TypeGuard

from winset.errors import Path
from winset.model.case import Case, Issue
from winset.model.claims import Assertion, Claim, Node
from winset.model.marks import AsOne, InOrder
from winset.model.numbers import Span
from winset.model.placed import entry_depth, is_list_of_parts, models, place_shape, shapes

Entries = dict[Path, object]

DEPTH = {
    "sources": 1, "parties": 1, "others": 1, "positions": 2, "levers": 1, "tables": 1, "moves": 1, "variants": 1,
    "packages": 1,
}  # fmt: skip
"""How many names lead to an entry of a section."""
INSIDE, TIED = ("", "inside"), ("", "tied")
GROUNDS = ("basis", "because", "claim", "also")
FOUND_IN_A_SET = ("rejects", "needs", "also", "holders", "by", "agenda", "seated", "package")
"""Lists whose order means nothing, where a variant sets them."""


def entries(case: Case) -> Entries:
    """Everything that the case says, by path, in the order of the case."""
    header = {name: getattr(case.case, name) for name in type(case.case).model_fields}
    result: Entries = {("case", name): value for name, value in header.items() if value is not None}
    for section, depth in DEPTH.items():
        if section != "positions":
            result |= _spread((section,), getattr(case, section), depth)
    for name, issue in case.issues.items():
        result |= _of_issue(case, name, issue)
    result |= {("positions", i, p): case.cell(i, p) for i in case.issues if i in case.positions for p in case.parties}
    result |= {("consent", "package", party): True for party in case.consent.package or case.parties}
    result |= _spread(("consent", "issues"), case.consent.issues, 1) | _grounds(("consent",), case.consent)
    result |= _numbered(("rules",), case.rules) | _numbered(("notes",), case.notes)
    if case.plan is not None:
        result |= _of_section(("plan",), case.plan)
    result |= _numbered(("brief", "notes"), case.brief.notes if case.brief is not None else ())
    result |= _of_section(("judgements",), case.judgements)
    return {path: _usual(path, value, case) for path, value in result.items()}


def _spread(path: Path, value: object, depth: int) -> Entries:
    if depth == 0 or not isinstance(value, Mapping):
        return {path: value}
    return {
        where: entry
        for name, member in value.items()
        for where, entry in _spread((*path, name), member, depth - 1).items()
    }


def _of_issue(case: Case, name: str, issue: Issue) -> Entries:
    """An issue's title, its title in a sentence, its status quo and options; and, of a scale, the place of each option,
    as text off the line, apart from all else that is said of the option.
    """
    result: Entries = {("issues", name, "title"): case.issue_title(name)}
    if issue.in_sentence not in (None, case.issue_title(name)):
        result["issues", name, "in_sentence"] = issue.in_sentence
    if issue.status_quo is not None:
        result["issues", name, "status_quo"] = issue.status_quo
    result |= {
        ("issues", name, "options", key): option.model_copy(update={"at": None})
        for key, option in issue.options.items()
    }
    if issue.scale:
        on_line = [key for key, option in issue.options.items() if option.at != "aside"]
        even = {key: Fraction(100 * n, max(1, len(on_line) - 1)) for n, key in enumerate(on_line)}
        result["issues", name, "line"] = {
            key: option.at if option.at is not None else even[key] for key, option in issue.options.items()
        }
    return result


def _of_section(path: Path, section: Node) -> Entries:
    """Everything that a section says, as its class has it: what stands under names by them, the items of a list by what
    they say, what is set by itself, and sections in it in the same way.
    """
    found: Entries = {}
    for shape in shapes(type(section)):
        held, where = getattr(section, shape.name), (*path, shape.file)
        is_usual = held is None or held == type(section).model_fields[shape.name].default
        if shape.name in GROUNDS or (is_usual and where != ("judgements", "handling")):
            continue
        if isinstance(held, Node) and not shape.is_marked(AsOne):
            found |= _of_section(where, held)
        elif _is_list_of_parts(held):
            found |= _numbered(where, held)
        else:
            found |= _spread(where, held, entry_depth(shape.annotation))
    return found | (_grounds(path, section) if isinstance(section, Assertion) else {})


def _is_list_of_parts(held: object) -> TypeGuard[tuple[Node, ...]]:
    return isinstance(held, tuple) and all(isinstance(item, Node) for item in held)


def _numbered(path: Path, items: Iterable[Node]) -> Entries:
    """Items of a list by name, with a number after it where the same name comes again."""
    found: Entries = {}
    for item in items:
        name = item.entry_name
        found[next(p for n in count(1) if (p := (*path, name if n == 1 else f"{name}#{n}")) not in found)] = item
    return found


def _grounds(path: Path, section: Assertion) -> Entries:
    """On what a whole section rests, where that is said."""
    grounds = {name: value for name in GROUNDS if (value := getattr(section, name))}
    return {(*path, "grounds"): Assertion.model_validate(grounds)} if grounds else {}


def _usual(path: Path, value: object, case: Case) -> object:
    """The value with its claims written out, and without what would hold anyway."""
    is_judged = path[0] in ("judgements", "plan")
    level = case.judgements.handling if is_judged else "" if path[0] in ("packages", "brief") else "open"
    value = _written_out(value, case, level)
    if isinstance(value, Node):
        given: dict[str, object] = {}
        if getattr(value, "title", None) == str(path[-1]).replace("_", " "):
            given["title"] = None
        if path[0] == "tables" and set(getattr(value, "agenda", None) or ()) == set(case.issues):
            given["agenda"] = None
        if path[0] == "positions":
            basis = getattr(value, "basis", None)
            lines = getattr(value, "rejects", ())
            given["rejects"] = tuple(
                line.model_copy(update={"basis": None}) if line.basis == basis else line for line in lines
            )
        return value.model_copy(update=given) if given else value
    return value


def _written_out(value: object, case: Case, level: str) -> object:
    if isinstance(value, Node):
        given = {}
        for name in type(value).model_fields:
            field_value = getattr(value, name)
            fresh = None if name == "handling" and field_value == level else field_value
            if name == "claim" and isinstance(field_value, str):
                fresh = case.claims.get(field_value, field_value)
            elif name == "also":
                fresh = tuple(case.claims.get(use, use) if isinstance(use, str) else use for use in field_value)
            if not isinstance(value, Claim):
                fresh = _written_out(fresh, case, level)
            if fresh is not field_value:
                given[name] = fresh
        return value.model_copy(update=given) if given else value
    if isinstance(value, Span):
        likely = value.low if value.is_fixed else value.likely
        handling = None if value.handling == level else value.handling
        return Span(low=value.low, likely=likely, high=value.high, handling=handling, because=value.because)
    if isinstance(value, dict):
        return {key: _written_out(member, case, level) for key, member in value.items()}
    return tuple(_written_out(member, case, level) for member in value) if isinstance(value, tuple) else value


def claims_in(value: object) -> Iterator[Claim]:
    """Every claim in an entry, the main one of each part before the others."""
    if isinstance(value, Claim):
        yield value
    elif isinstance(value, Node):
        for name in type(value).model_fields:
            yield from claims_in(getattr(value, name))
    elif isinstance(value, Mapping | tuple):
        for member in value.values() if isinstance(value, Mapping) else value:
            yield from claims_in(member)


def said(value: object, field: tuple[str, str] = ("", "")) -> object:
    """What an entry says, as plain data that is equal where the same is said: claims are left out, and lists whose
    order means nothing are sorted. field: the class and field that the value belongs to.
    """
    if isinstance(value, Node):
        kind = type(value).__name__
        return {
            name: said(field_value, (kind, name))
            for name, field in type(value).model_fields.items()
            if name not in ("claim", "also") and (field_value := getattr(value, name)) != field.default
        }
    if isinstance(value, Mapping):
        return {key: said(member, _below(field, str(key))) for key, member in value.items()}
    if isinstance(value, tuple | list):
        items = [said(item, TIED if field == ("Judgements", "ranking") else INSIDE) for item in value]
        in_order = field == INSIDE or field in _in_order() or any(isinstance(item, Span) for item in value)
        return items if in_order else sorted(items, key=_order)
    return value


@cache
def _in_order() -> frozenset[tuple[str, str]]:
    """Lists whose order means something, by class and field, besides those of numbers and those inside of lists, such
    as a pair of options; of the others the order of the items means nothing.
    """
    return frozenset(
        (model.__name__, shape.name) for model in models() for shape in shapes(model) if shape.is_marked(InOrder)
    )


def said_at(found: Entries, path: Path, kind: type[Case] = Case) -> object:
    """The same of the entry at a path."""
    at = place_shape(kind, path)
    return said(found[path], ("", "") if at.model is None or at.field is None else (at.model.__name__, at.field.name))


def _below(field: tuple[str, str], key: str) -> tuple[str, str]:
    """The field that a value under a key belongs to; a list that a variant sets may be one without an order."""
    is_set = field == ("Variant", "set") and key.rsplit(".", 1)[-1] in FOUND_IN_A_SET
    return TIED if is_set else field


def _order(item: object) -> str:
    """A text to sort by that does not depend on the order of the names in the item."""
    if isinstance(item, dict):
        return "{" + ",".join(f"{key}:{_order(item[key])}" for key in sorted(item)) + "}"
    return "[" + ",".join(map(_order, item)) + "]" if isinstance(item, list) else repr(item)


def case_of(found: Entries, kind: type[Case] = Case) -> Case:
    """The case that the entries make. Raises ValidationError where they make none."""
    data: dict[str, object] = {"winset": 1}
    lists: dict[Path, list[object]] = {}
    for path, value in found.items():
        if _is_in_a_list(kind, path):
            lists.setdefault(path[:-1], []).append(value)
        elif path[-1] == "grounds":
            for name in GROUNDS:
                _put(data, (*path[:-1], name), getattr(value, name))
        elif path[0] != "sources" or len(path) == 2:
            _put(data, path, value)
    for path, items in lists.items():
        _put(data, path, tuple(items))
    issues = data.get("issues")
    for issue in issues.values() if isinstance(issues, dict) else ():
        line = issue.pop("line", None)
        options = issue.get("options", {}).items()
        issue["scale"] = line is not None
        issue["options"] = {key: option.model_copy(update={"at": (line or {}).get(key)}) for key, option in options}
    consent = data.get("consent")
    if isinstance(consent, dict):
        consent["package"] = tuple(consent.get("package", ()))
    return kind.model_validate(data)


def _is_in_a_list(kind: type[Case], path: Path) -> bool:
    """True of an item of a list of parts, such as a rule or a link."""
    at = place_shape(kind, path[:-1]).field
    return at is not None and at.file == path[-2] and not at.keys and is_list_of_parts(at.annotation)


def _put(data: dict[str, object], path: Path, value: object) -> None:
    node = data
    for step in path[:-1]:
        inner = node.setdefault(str(step), {})
        node = inner if isinstance(inner, dict) else {}
    node[str(path[-1])] = value
