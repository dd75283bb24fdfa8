"""A case under one or more of its variants: values replaced at paths, before anything is interpreted."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace as with_changes

from winset.casefile.nodes import Mapping, Node, Scalar, Sequence
from winset.casefile.tree import Tree
from winset.errors import Path, Place, Problem
from winset.model.case import Case

CLOSED = ("winset", "case", "sources", "claims", "variants")


@dataclass(frozen=True, slots=True, kw_only=True)
class Varied:
    """The tree with the variants' values in it, what was dropped on the way, and the problems of the variants."""

    tree: Tree
    notes: tuple[str, ...]
    problems: tuple[Problem, ...]


def with_variants(tree: Tree, case: Case, names: tuple[str, ...]) -> Varied:
    """The tree under the named variants together.

    A variant that changes a cell's ideal drops the cell's judged scores and order unless it sets them. Two variants
    that set the same path, a path into a closed section and a path that leads nowhere are problems, and change
    nothing.
    """
    root = _copy(tree.root)
    notes: list[str] = []
    problems: list[Problem] = []
    owner: dict[str, str] = {}
    for name in names:
        paths = [path for path in case.variants[name].set if isinstance(path, str)]
        for path in paths:
            problem = _refusal(tree, name, path, owner)
            if problem is not None:
                problems.append(problem)
                continue
            owner[path] = name
            value = _entry(tree, ("variants", name, "set", path))
            if not _put(root, tuple(path.split(".")), value):
                problems.append(_nowhere(tree, name, path))
        notes += _drop_stale_judgements(root, name, paths)
    varied = Tree(root=root, file=tree.file, reader=tree.reader)
    return Varied(tree=varied, notes=tuple(notes), problems=tuple(problems))


def _refusal(tree: Tree, name: str, path: str, owner: dict[str, str]) -> Problem | None:
    where: Path = ("variants", name, "set", path)
    if path.split(".")[0] in CLOSED:
        return tree.problem("E315", f"a variant cannot change `{path.split('.')[0]}`", where)
    if path in owner:
        return tree.problem(
            "E316", f"variants `{owner[path]}` and `{name}` both set `{path}`", where, "use one of them at a time"
        )
    return None


def _nowhere(tree: Tree, name: str, path: str) -> Problem:
    return tree.problem("E315", f"`{path}` leads to nothing in this case", ("variants", name, "set", path))


def _entry(tree: Tree, path: Path) -> Node:
    return tree.node(path)


def _copy(node: Mapping) -> Mapping:
    """A copy whose sections can be changed; scalars are shared."""
    copy = Mapping(place=node.place)
    waiting: list[tuple[Mapping | Sequence, Mapping | Sequence]] = [(node, copy)]
    while waiting:
        old, new = waiting.pop()
        pairs = old.entries.items() if isinstance(old, Mapping) else enumerate(old.items)
        for key, held in pairs:
            value = held[1] if isinstance(held, tuple) else held
            fresh: Node = value
            if isinstance(value, Mapping):
                fresh = Mapping(place=value.place)
                waiting.append((value, fresh))
            elif isinstance(value, Sequence):
                fresh = Sequence(place=value.place)
                waiting.append((value, fresh))
            if isinstance(new, Mapping) and isinstance(held, tuple):
                new.entries[str(key)] = (held[0], fresh)
            elif isinstance(new, Sequence):
                new.items.append(fresh)
    return copy


def _put(root: Mapping, path: tuple[str, ...], value: Node) -> bool:
    """Puts a value at a path; null removes. False where the path leads through something that is not there."""
    node: Node = root
    for step in path[:-1]:
        if isinstance(node, Mapping):
            if step not in node.entries:
                if path[0] != "judgements":
                    return False
                node.entries[step] = (_key(step, node.place), Mapping(place=node.place))
            node = node.entries[step][1]
        elif isinstance(node, Sequence) and step.isdigit() and int(step) < len(node.items):
            node = node.items[int(step)]
        else:
            return False
    return _put_last(node, path[-1], value)


def _put_last(node: Node, step: str, value: Node) -> bool:
    gone = isinstance(value, Scalar) and value.value is None
    if isinstance(node, Mapping):
        if gone:
            return node.entries.pop(step, None) is not None
        key = node.entries[step][0] if step in node.entries else _key(step, value.place)
        node.entries[step] = (key, value)
        return True
    if isinstance(node, Sequence) and step.isdigit() and int(step) < len(node.items):
        node.items[int(step)] = value
        return True
    return False


def _key(text: str, place: Place) -> Scalar:
    return Scalar(value=text, text=text, place=with_changes(place), start=0, end=0, plain=True)


def _drop_stale_judgements(root: Mapping, name: str, paths: list[str]) -> list[str]:
    """Judged scores and orders were made for another ideal: they go, and it is said."""
    notes: list[str] = []
    for path in paths:
        steps = path.split(".")
        whole_cell = len(steps) == 3 and steps[0] == "positions"
        if not (whole_cell or (len(steps) == 4 and steps[0] == "positions" and steps[3] == "ideal")):
            continue
        issue, party = steps[1], steps[2]
        for kind in ("scores", "orders"):
            target = f"judgements.{kind}.{issue}.{party}"
            if any(other == target or other.startswith(target + ".") for other in paths):
                continue
            if _has(root, tuple(target.split("."))) and _put(root, tuple(target.split(".")), _null(root.place)):
                notes.append(
                    f"Variant `{name}` gives {party} another ideal on {issue}; its judged {kind} there were made for the "
                    "former one and are not used."
                )
    return notes


def _null(place: Place) -> Scalar:
    return Scalar(value=None, text="", place=place, start=0, end=0, plain=True)


def _has(root: Mapping, path: tuple[str, ...]) -> bool:
    node: Node = root
    for step in path:
        if not isinstance(node, Mapping) or step not in node.entries:
            return False
        node = node.entries[step][1]
    return True
