"""A case under one or more of its variants: values replaced at paths, before anything is interpreted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Owners
from dataclasses import dataclass

from winset.casefile.names import listing, nearest, short
from winset.casefile.nodes import Mapping, Node, Scalar, Sequence, find, holds
from winset.casefile.tree import Tree
from winset.errors import Path, Place, Problem
from winset.model.case import Case

GROWING = ("judgements", "consent")
"""Sections into which a variant may write what the case does not have."""
CLOSED = ("winset", "case", "sources", "claims", "variants", "packages", "brief")
EVIDENCE = ("basis", "because", "claim", "also")


@dataclass(frozen=True, slots=True, kw_only=True)
class Varied:
    """The tree with the variants' values in it, what was dropped on the way, and the problems of the variants."""

    tree: Tree
    notes: tuple[str, ...]
    problems: tuple[Problem, ...]


def with_variants(tree: Tree, case: Case, names: tuple[str, ...]) -> Varied:
    """The tree under the named variants together.

    Where a variant changes a cell's ideal, the cell's judged scores and order go unless one of the variants sets them.
    Two variants that set the same path or a part of it, a path into a closed section and a path that leads nowhere are
    problems, and change nothing.
    """
    root = Mapping(entries=dict(tree.root.entries), place=tree.root.place)
    problems: list[Problem] = []
    owner: dict[str, str] = {}
    for name in names:
        rivals = dict(owner)
        for path in case.variants[name].set:
            problem = _refusal(tree, name, path, rivals)
            if problem is None and not _put(root, tuple(path.split(".")), tree.node(("variants", name, "set", path))):
                problem = _nowhere(tree, name, path)
            if problem is None:
                owner[path] = name
            else:
                problems.append(problem)
    mark_variant_evidence(tree, root, owner)
    varied = Tree(root=root, file=tree.file, reader=tree.reader)
    notes = _drop_stale_judgements(tree, varied, owner)
    return Varied(tree=varied, notes=tuple(notes), problems=tuple(problems))


def _refusal(tree: Tree, name: str, path: str, rivals: dict[str, str]) -> Problem | None:
    where: Path = ("variants", name, "set", path)
    section = path.split(".")[0]
    if section in CLOSED:
        return tree.problem("E315", f"a variant cannot change `{section}`", where)
    rival = next((other for other in rivals if _overlap(path, other)), None)
    if rival is None:
        return None
    what = f"both set `{short(path)}`" if rival == path else f"set `{short(rival)}` and `{short(path)}`"
    return tree.problem("E316", f"variants `{rivals[rival]}` and `{name}` {what}", where, "use one of them at a time")


def _overlap(path: str, other: str) -> bool:
    """True where one path is the other, or leads into what the other sets."""
    return f"{path}.".startswith(f"{other}.") or f"{other}.".startswith(f"{path}.")


def _nowhere(tree: Tree, name: str, path: str) -> Problem:
    steps: Path = tuple(path.split("."))
    cell = tree.node(steps[:3])
    is_silent = steps[0] == "positions" and len(steps) > 3 and isinstance(cell, Scalar) and cell.text == "silent"
    known = tree.keys(next((steps[:n] for n in range(len(steps) - 1, 0, -1) if tree.has(steps[:n])), ()))
    guess = nearest(str(next((step for n, step in enumerate(steps) if not tree.has(steps[: n + 1])), "")), known)
    hint = f"this cell is silent: set the whole of `{short('.'.join(path.split('.')[:3]))}`" if is_silent else ""
    message = f"`{short(path)}` leads to nothing in this case"
    hint = hint or (f"did you mean `{guess}`?" if guess else f"known there: {listing(known)}" if known else "")
    return tree.problem("E315", message, ("variants", name, "set", path), hint)


def _own(node: Node) -> Node:
    """The same node with entries of its own, so that a change of them leaves the case as it stands untouched."""
    if isinstance(node, Mapping):
        return Mapping(entries=dict(node.entries), place=node.place)
    if isinstance(node, Sequence):
        return Sequence(items=list(node.items), place=node.place)
    return node


def _put(root: Mapping, path: tuple[str, ...], value: Node) -> bool:
    """Puts a value at a path; null removes. False where the path leads through something that is not there.

    What lies on the path becomes the root's own; all that lies beside it is shared with the case as it stands.
    """
    node: Node = root
    for step in path[:-1]:
        if isinstance(node, Mapping):
            if step not in node.entries:
                if path[0] not in GROWING:
                    return False
                node.entries[step] = (Scalar.at(node.place, step), Mapping(place=node.place))
            key, below = node.entries[step]
            node.entries[step] = (key, _own(below))
            node = node.entries[step][1]
        elif isinstance(node, Sequence) and (position := _position(step, node)) is not None:
            node.items[position] = _own(node.items[position])
            node = node.items[position]
        else:
            return False
    return _put_last(node, path[-1], value)


def _put_last(node: Node, step: str, value: Node) -> bool:
    gone = isinstance(value, Scalar) and value.value is None
    if isinstance(node, Mapping):
        if gone:
            return node.entries.pop(step, None) is not None
        key = node.entries[step][0] if step in node.entries else Scalar.at(value.place, step)
        node.entries[step] = (key, _own(value))
        return True
    if isinstance(node, Sequence) and (position := _position(step, node)) is not None:
        node.items[position] = _own(value)
        return True
    return False


def _position(step: str, node: Sequence) -> int | None:
    """The position in a list that a step of a path names, if the list goes so far."""
    position = int(step) if re.fullmatch("[0-9]{1,6}", step) else len(node.items)
    return position if position < len(node.items) else None


def _drop_stale_judgements(before: Tree, after: Tree, owner: dict[str, str]) -> list[str]:
    """Judged scores and orders were made for another ideal: they go, and it is said."""
    notes: list[str] = []
    for issue, party in sorted(set(_cells_set(after, owner))):
        cell: Path = ("positions", issue, party)
        if _ideal(before, cell) == _ideal(after, cell):
            continue
        for kind in ("scores", "orders"):
            target = ("judgements", kind, issue, party)
            setter = ".".join(target)
            if after.has(target) and not any(_overlap(path, setter) for path in owner):
                _put(after.root, target, Scalar.at(after.root.place, None))
                by = next(by for path, by in owner.items() if _overlap(path, ".".join(map(str, cell))))
                notes.append(
                    f"Variant `{by}` gives {party} another ideal on {issue}; its judged {kind} there were made for the "
                    "former one and are not used."
                )
    return notes


def _cells_set(tree: Tree, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The cells that something in them, or around them, is set in."""
    for section, *steps in {tuple(path.split(".")[:3]) for path in paths}:
        if section == "positions":
            for issue in steps[:1] or tree.keys(("positions",)):
                for party in steps[1:] or tree.keys(("positions", issue)):
                    yield issue, party


def _ideal(tree: Tree, cell: Path) -> str | None:
    node = tree.node((*cell, "ideal")) if tree.has((*cell, "ideal")) else None
    return node.text if isinstance(node, Scalar) else None


def mark_variant_evidence(base: Tree, root: Mapping, owner: Owners[str, str]) -> None:
    """Marks each ideal and each red line that a variant brings as inferred under it, with its reason and its claim.

    base: the case as it stands. root: the sections with the variants' values in them. owner: the paths that were set,
    each with its variant. Where a variant says for itself what a cell rests on, or sets what stands there already, the
    cell is left as it is.
    """
    for path, name in owner.items():
        steps = path.split(".")
        if len(steps) != 4 or steps[0] != "positions":
            continue
        cell = find(root, tuple(steps[:3]))[0] if holds(root, tuple(steps[:3])) else None
        said = any(f"{'.'.join(steps[:3])}.{field}" in owner for field in EVIDENCE)
        if isinstance(cell, Mapping) and steps[3] == "ideal":
            before = base.node(tuple(steps[:3])) if base.has(tuple(steps[:3])) else None
            if said or _ideal_in(cell) == _ideal_in(before):
                continue
            for field in EVIDENCE:
                cell.entries.pop(field, None)
            cell.entries |= _variant_evidence(base, name, cell.place)
        elif isinstance(cell, Mapping) and steps[3] == "rejects":
            _mark_red_lines(base, name, cell, tuple(steps))


def _mark_red_lines(base: Tree, name: str, cell: Mapping, path: tuple[str, ...]) -> None:
    if "rejects" not in cell.entries:
        return
    key, lines = cell.entries["rejects"]
    if not isinstance(lines, Sequence):
        return
    before = base.node(path) if base.has(path) else None
    known = {_option(line): line for line in before.items} if isinstance(before, Sequence) else {}
    marked = [_red_line(base, name, line, known) if isinstance(line, Scalar) else line for line in lines.items]
    cell.entries["rejects"] = (key, Sequence(items=marked, place=lines.place))


def _red_line(base: Tree, name: str, line: Scalar, known: Owners[str, Node]) -> Node:
    """A red line that the case has already, or a new one that rests on the variant."""
    if line.text in known:
        return known[line.text]
    marked = Mapping(place=line.place)
    marked.entries["option"] = (Scalar.at(line.place, "option"), line)
    marked.entries |= _variant_evidence(base, name, line.place)
    return marked


def _variant_evidence(base: Tree, name: str, place: Place) -> dict[str, tuple[Scalar, Node]]:
    """The fields that say what rests on the variant: inferred, why, and its claim if it has one."""
    variant = base.node(("variants", name))
    entries = variant.entries if isinstance(variant, Mapping) else {}
    title, because = (_text(entries, field) for field in ("title", "because"))
    why = f"Under the variant “{title or name}”" + (f": {because}" if because else "")
    fields: dict[str, Node] = {"basis": Scalar.at(place, "inferred"), "because": Scalar.at(place, why)}
    fields |= {field: entries[field][1] for field in ("claim", "also") if field in entries}
    return {field: (Scalar.at(place, field), node) for field, node in fields.items()}


def _text(entries: dict[str, tuple[Scalar, Node]], field: str) -> str:
    node = entries[field][1] if field in entries else None
    return node.text if isinstance(node, Scalar) else ""


def _ideal_in(cell: Node | None) -> str | None:
    return _text(cell.entries, "ideal") if isinstance(cell, Mapping) and "ideal" in cell.entries else None


def _option(line: Node) -> str:
    node = line.entries["option"][1] if isinstance(line, Mapping) and "option" in line.entries else line
    return node.text if isinstance(node, Scalar) else ""
