"""Every name that a case uses stands for something in it; and no name is one that readers of YAML misread."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, get_args, get_origin

from winset.casefile.checks.register import check
from winset.casefile.names import listing, nearest, short
from winset.casefile.nodes import Mapping as Section
from winset.casefile.nodes import Node as TreeNode
from winset.casefile.nodes import Scalar, Sequence
from winset.casefile.tree import Tree
from winset.errors import Path, Problem
from winset.model.case import Case, Option, RedLine, parts
from winset.model.claims import Node
from winset.model.marks import Refers
from winset.model.placed import names_along, parts_of, shapes

REQUIRED = ("parties", "issues")
KINDS: dict[str, tuple[str, Path]] = {
    "parties": ("party", ("parties",)), "issues": ("issue", ("issues",)), "options": ("option", ()),
    "levers": ("lever", ("levers",)), "tables": ("table", ("tables",)), "steps": ("step", ("plan", "steps")),
    "sources": ("source", ("sources",)), "claims": ("claim", ("claims",)),
}  # fmt: skip
"""What the model says that a name stands for, each with the word for it and where such things are declared."""
NO_NAMES = {"true": "a truth value", "false": "a truth value", "null": "nothing"}
"""What no id is called, with what every reader of YAML takes it for where it is referred to."""
MISREAD = ("yes", "no", "on", "off", "y", "n")
"""What readers of YAML 1.1, as most programs have them, take for a truth value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A name in use: where, what kind of thing it names, and where things of that kind are declared."""

    path: Path
    kind: str
    name: str
    declared: Path
    also: tuple[Path, ...] = ()
    is_key: bool = False


@check(explains=True)
def unknown_names(case: Case, tree: Tree) -> Iterator[Problem]:
    """A problem for each name that nothing in the case bears, with the one that was probably meant."""
    known: dict[tuple[Path, ...], dict[str, None]] = {}
    for reference in references(case):
        where = (reference.declared, *reference.also)
        if where not in known:
            known[where] = dict.fromkeys(name for path in where for name in tree.keys(path))
        declared = known[where]
        if reference.name in declared or not _is_told(tree, reference.declared) or _is_mark(reference):
            continue
        guess = nearest(reference.name, declared)
        names = listing(declared) or "none is declared"
        message = f"no {reference.kind} is called `{short(reference.name)}`"
        hint = f"did you mean `{guess}`? known: {names}" if guess else f"known: {names}"
        told = tree.problem_of_name if reference.is_key else tree.problem
        yield told("E203", message, reference.path, hint, guess)


def _is_told(tree: Tree, declared: Path) -> bool:
    """True where the file says what there is of a kind: a section that is missing or broken is a problem of its own."""
    if declared[-1] != "interests" and (declared[0] in REQUIRED or len(declared) > 1):
        return tree.is_section(declared)
    return tree.is_section(declared) or not tree.has(declared)


def _is_mark(reference: Reference) -> bool:
    """True of an option at which a line is marked: what is wrong with a mark is told of the mark."""
    return "applies_above" in reference.path and not reference.is_key


def references(case: Case) -> Iterator[Reference]:
    """Every name in use, as the types of the model say, in their order."""
    for path, part in parts(case):
        for name, file, levels in _naming_fields(type(part)):
            if value := getattr(part, name):  # mostly nothing stands there
                here = path if file == "option" else (*path, file)  # a red line may be its option alone
                yield from _names(value, levels, here, getattr(part, "issue", None))
    yield from _interests(case)


Levels = tuple[Refers | None, ...]
"""What the names at each level of a field stand for: those of its mappings, from the outermost in, and its texts."""


@cache
def _naming_fields(model: type[Node]) -> tuple[tuple[str, str, Levels], ...]:
    """The fields of a class that name something else, each with its name in a file."""
    fields = []
    for shape in shapes(model):
        *outer, inmost = _levels(shape.annotation)
        own = next((mark for mark in shape.marks if isinstance(mark, Refers)), inmost)
        levels = tuple(mark if mark is not None and mark.to in KINDS else None for mark in (*outer, own))
        if any(levels):
            fields.append((shape.name, shape.file, levels))
    return tuple(fields)


def _levels(annotation: object) -> Levels:
    for part in parts_of(annotation):
        if get_origin(part) is dict:
            names, entry = get_args(part)
            return (_mark(names), *_levels(entry))
        if get_origin(part) is tuple:
            return (None, *_levels(get_args(part)[0]))
    return (_mark(annotation),)


def _mark(annotation: object) -> Refers | None:
    annotated = (part for part in parts_of(annotation) if get_origin(part) is Annotated)
    return next((mark for part in annotated for mark in get_args(part)[1:] if isinstance(mark, Refers)), None)


def _names(value: object, levels: Levels, path: Path, issue: str | None) -> Iterator[Reference]:
    """The names in a field, or in a part of it. issue: of which options are, where that is known."""
    mark, inner = levels[0], levels[1:]
    if isinstance(value, str):
        yield from _referring(value, mark, path, issue)
    elif isinstance(value, tuple):
        for n, item in enumerate(value):
            yield from _names(item, inner, (*path, n), issue)
    elif isinstance(value, Mapping):
        for key, entry in value.items():
            yield from _referring(key, mark, (*path, key), issue, is_key=True)
            of = key if mark is not None and mark.to == "issues" else issue
            yield from _names(entry, inner, (*path, key), of)


def _referring(
    name: str, mark: Refers | None, path: Path, issue: str | None, *, is_key: bool = False
) -> Iterator[Reference]:
    if mark is None or path == ("positions", path[1], "rest"):
        return
    kind, declared = KINDS[mark.to]
    if mark.to == "options":
        of = issue or _issue_along(path)
        if of is None:
            return
        kind, declared = f"option of `{of}`", ("issues", of, "options")
    also: tuple[Path, ...] = (("others",),) if mark.or_others else ()
    yield Reference(path=path, kind=kind, name=name, declared=declared, also=also, is_key=is_key)


def _issue_along(path: Path) -> str | None:
    """The issue that a path leads through."""
    named = (name for name, refers in names_along(Case, path) if refers == "issues" or path[0] == "issues")
    return next(named, None)


def interests_named(case: Case) -> Iterator[tuple[Path, str]]:
    """Every use of an interest as it is written, `party.interest`: what options serve, and what red lines protect."""
    for path, part in parts(case):
        if isinstance(part, Option | RedLine):
            field, named = ("serves", part.serves) if isinstance(part, Option) else ("protects", part.protects)
            yield from (((*path, field, n), interest) for n, interest in enumerate(named))


def _interests(case: Case) -> Iterator[Reference]:
    """The interests that are named, each `party.interest`; another form is a mistake of its own."""
    for path, named in interests_named(case):
        who, dot, key = named.partition(".")
        if dot and who in case.parties:
            yield Reference(path=path, kind=f"interest of `{who}`", name=key, declared=("parties", who, "interests"))
        elif dot:
            yield Reference(path=path, kind="party", name=who, declared=("parties",))


def misread_ids(root: TreeNode) -> Iterator[Problem]:
    """A problem for each id that would be read as something else: an error where every reader of YAML would, a warning
    where some would.
    """
    for name in _ids(root):
        if name.text in NO_NAMES:
            message = f"an id cannot be `{name.text}`: readers of YAML take it for {NO_NAMES[name.text]}"
            yield Problem(code="E008", message=message, place=name.place, hint="choose another name")
        elif name.text in MISREAD:
            message = f"other readers of YAML take the id `{name.text}` for a truth value"
            yield Problem(code="W322", message=message, place=name.place, hint="choose another name")


def _ids(root: TreeNode) -> Iterator[Scalar]:
    """Every key, in which ids are declared, and every text under `id`; without recursion."""
    stack = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, Sequence):
            stack += node.items
        elif isinstance(node, Section):
            for key, value in node.entries.values():
                yield key
                if key.text == "id" and isinstance(value, Scalar) and isinstance(value.value, str):
                    yield value
                stack.append(value)
