"""Who may see a change of a case: whoever may see what it changed."""

from __future__ import annotations

from functools import reduce

from winset.casefile.confidential import higher, level_of_line
from winset.casefile.editing.editor import OpenedCase
from winset.casefile.editing.journal import SavedChange
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
    unmarked = text.removeprefix("\ufeff")
    first = text.count("\n", 0, max(0, start - len(text) + len(unmarked))) + 1
    level_of = level_of_line(unmarked)
    return reduce(higher, map(level_of, range(first, first + words.count("\n") + 1)))
