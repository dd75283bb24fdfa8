"""One judged number of a small case, saved at one value after another."""

from __future__ import annotations

from winset.casefile.editing.changes import SetValue, path_of
from winset.casefile.editing.editor import OpenedCase, save

POINTS = path_of("judgements.walk_away.coast")


def judged(opened: OpenedCase, points: int) -> OpenedCase:
    return save(opened.changed([SetValue(path=POINTS, value=points)], f"{points} points"), force=True)
