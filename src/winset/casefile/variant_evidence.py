"""What a variant changes in a cell rests on the variant, not on the sentence that the cell was read from."""

from __future__ import annotations

from collections.abc import Mapping as Owners

from winset.casefile.nodes import Mapping, Node, Scalar, Sequence
from winset.casefile.tree import Tree
from winset.errors import Place

EVIDENCE = ("basis", "because", "claim", "also")


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
        cell = _node(root, steps[:3])
        said = any(f"{'.'.join(steps[:3])}.{field}" in owner for field in EVIDENCE)
        if isinstance(cell, Mapping) and steps[3] == "ideal":
            before = base.node(tuple(steps[:3])) if base.has(tuple(steps[:3])) else None
            if said or _ideal(cell) == _ideal(before):
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
    marked.entries["option"] = (_scalar("option", line.place), line)
    marked.entries |= _variant_evidence(base, name, line.place)
    return marked


def _variant_evidence(base: Tree, name: str, place: Place) -> dict[str, tuple[Scalar, Node]]:
    """The fields that say what rests on the variant: inferred, why, and its claim if it has one."""
    variant = base.node(("variants", name))
    entries = variant.entries if isinstance(variant, Mapping) else {}
    title, because = (_text(entries, field) for field in ("title", "because"))
    why = f"Under the variant “{title or name}”" + (f": {because}" if because else "")
    fields: dict[str, Node] = {"basis": _scalar("inferred", place), "because": _scalar(why, place)}
    fields |= {field: entries[field][1] for field in ("claim", "also") if field in entries}
    return {field: (_scalar(field, place), node) for field, node in fields.items()}


def _text(entries: dict[str, tuple[Scalar, Node]], field: str) -> str:
    node = entries[field][1] if field in entries else None
    return node.text if isinstance(node, Scalar) else ""


def _ideal(cell: Node | None) -> str | None:
    return _text(cell.entries, "ideal") if isinstance(cell, Mapping) and "ideal" in cell.entries else None


def _option(line: Node) -> str:
    node = line.entries["option"][1] if isinstance(line, Mapping) and "option" in line.entries else line
    return node.text if isinstance(node, Scalar) else ""


def _node(root: Mapping, steps: list[str]) -> Node | None:
    node: Node = root
    for step in steps:
        if not isinstance(node, Mapping) or step not in node.entries:
            return None
        node = node.entries[step][1]
    return node


def _scalar(text: str, place: Place) -> Scalar:
    return Scalar(value=text, text=text, place=place, start=0, end=0, plain=False)
