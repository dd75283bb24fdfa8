"""Who may see a change of a case: whoever may see what it changed."""

from __future__ import annotations

from winset.casefile.confidential import higher, level_of_unread, levels_of_lines
from winset.casefile.editing.editor import OpenedCase
from winset.casefile.editing.journal import SavedChange
from winset.casefile.nodes import Mapping as Section
from winset.casefile.nodes import Reader
from winset.casefile.tree import Tree
from winset.errors import Level

MOST = 60
"""Changes that the page lists, the last ones first; beyond, it says how many more there are."""
CLOSED = "A change in a part that may not be shown at this level"


def levels_of_changes(now: OpenedCase) -> list[Level]:
    """Who may see each change of the journal: who may see the lines that it took away and those that it put there."""
    changes, there = now.journal.changes, now.journal.position
    levels: list[Level] = ["restricted"] * len(changes)
    if there is None:
        return levels
    _along(now.text, [(n, changes[n], True) for n in reversed(range(there))], levels)
    _along(now.text, [(n, changes[n], False) for n in range(there, len(changes))], levels)
    return levels


def _along(text: str, steps: list[tuple[int, SavedChange, bool]], levels: list[Level]) -> None:
    """Goes from text to text along the journal as far as it fits; what cannot be followed stays for the fewest."""
    for n, change, back in steps[:MOST]:
        other = change.undone(text) if back else change.redone(text)
        if other is None:
            return
        here, there = (change.new, change.old) if back else (change.old, change.new)
        levels[n] = higher(_level(text, change.start, here), _level(other, change.start, there))
        text = other


def _level(text: str, start: int, words: str) -> Level:
    """Who may see the lines of a text on which a stretch of it stands."""
    reader = Reader(text.removeprefix("\ufeff"), "")
    root = reader.read()
    if not isinstance(root, Section):
        return level_of_unread(text)
    start -= len(text) - len(text.removeprefix("\ufeff"))
    first = text.count("\n", 0, max(0, start)) + 1
    lines = levels_of_lines(Tree(root=root, file="", reader=reader))
    level: Level = "open"
    for line in range(first, first + words.count("\n") + 1):
        level = higher(level, lines.get(line, "open"))
    return level
