"""Who may see a line of a case file: what stands on it may be marked for fewer people than the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import get_args

from winset.casefile.nodes import Mapping, Node, Reader, Scalar, Sequence, nodes_below
from winset.casefile.tree import Tree
from winset.errors import Level, Path

LEVELS: tuple[Level, ...] = get_args(Level)
JUDGED = ("judgements", "plan")
KEPT: tuple[Path, ...] = (("packages",), ("brief", "notes"))
"""Parts whose entries are for the team where nothing else is said."""


def levels_of_lines(tree: Tree) -> dict[int, Level]:
    """The lines, counted from 1, that not everybody may see, and who may.

    A marked part holds all its lines, also where others stand on one with it; a claim is as confidential as the source
    that it quotes.
    """
    levels: dict[int, Level] = {}
    for node, level in _marked(tree):
        lines = [node.place.line, *(line for inner_node in nodes_below(node) for line in _lines(inner_node, tree))]
        for line in range(min(lines), max(lines) + 1):
            levels[line] = higher(level, levels.get(line, "open"))
    return levels


def level_of_line(text: str, file: str = "") -> Callable[[int], Level]:
    """Who may see a line, by its number, of a text that need not be a case."""
    reader = Reader(text, file)
    root = reader.read()
    if not isinstance(root, Mapping):
        unread = level_of_unread(text)
        return lambda line: unread
    levels = levels_of_lines(Tree(root=root, file=file, reader=reader))
    return lambda line: levels.get(line, "open")


def higher(first: Level, other: Level) -> Level:
    """The level of what is made from two things."""
    return max(first, other, key=LEVELS.index)


def level_of_unread(text: str) -> Level:
    """Who may see a line of a file of which it cannot be told what stands where: only those who may see all of it."""
    return LEVELS[-1] if LEVELS[-1] in text else "team"


def level_of_judgements(tree: Tree) -> Level:
    """Who may see what is made from all that is judged."""
    sections = (tree.node((section,)) for section in JUDGED if tree.is_section((section,)))
    judged = {id(node) for section in sections for node in nodes_below(section)}
    levels: list[Level] = [level for node, level in _marked(tree) if id(node) in judged]
    return max(levels, default="open", key=LEVELS.index)


def _lines(node: Node, tree: Tree) -> tuple[int, ...]:
    if not isinstance(node, Scalar):
        return (node.place.line,)
    return node.place.line, node.place.line + len(tree.reader.text[node.start : node.end].splitlines()) - 1


def _marked(tree: Tree) -> Iterator[tuple[Node, Level]]:
    """Every part that says who may see it, and every claim from a source that does."""
    sources = {name: _level(tree.node(("sources", name))) for name in tree.keys(("sources",))}
    for node in nodes_below(tree.root):
        if isinstance(node, Mapping):
            source = node.entries.get("source")
            quoted = sources.get(source[1].text) if source and isinstance(source[1], Scalar) else None
            for level in (_level(node), quoted):
                if level is not None:
                    yield node, level
    judged: Path = ("judgements", "handling")
    level = (_level(tree.node(judged[:1])) if tree.has(judged) else None) or "team"
    yield from ((tree.node((section,)), level) for section in JUDGED if tree.is_section((section,)))
    for part in KEPT:
        kept = tree.node(part) if tree.has(part) else None
        below = [value for _, value in kept.entries.values()] if isinstance(kept, Mapping) else []
        below += kept.items if isinstance(kept, Sequence) else []
        yield from ((node, "team") for node in below if _level(node) is None)
    for name in tree.keys(("variants",)):
        if tree.is_section(("variants", name, "set")):
            yield from _set(tree, tree.node(("variants", name, "set")), level)


def _set(tree: Tree, changes: Node, level_of_judged: Level) -> Iterator[tuple[Node, Level]]:
    """What a variant sets within a part that says who may see it, or among what is judged."""
    for path, entry_nodes in changes.entries.items() if isinstance(changes, Mapping) else ():
        steps = path.split(".")
        if steps[0] in JUDGED:
            yield from ((node, level_of_judged) for node in entry_nodes)
        within: Node = tree.root
        for step in steps:
            entry = within.entries.get(step) if isinstance(within, Mapping) else None
            if entry is None:
                break
            within = entry[1]
            if (level := _level(within)) is not None:
                yield from ((node, level) for node in entry_nodes)


def _level(node: Node) -> Level | None:
    entry = node.entries.get("handling") if isinstance(node, Mapping) else None
    word = entry[1].text if entry and isinstance(entry[1], Scalar) else None
    return next((level for level in LEVELS if level == word), None)
