"""The judged numbers by their paths below `judgements`, as `together` names them."""

from __future__ import annotations

from winset.model.judgements import Judgements
from winset.model.numbers import Span
from winset.model.placed import placed_numbers

FALLS = "-"
"""Before a number that falls as the others of its entry rise."""


def ranges_by_path(judged: Judgements) -> dict[str, Span]:
    """Every judged number that a trial draws, by its path below `judgements`, such as `walk_away.russia`."""
    return {".".join(map(str, placed.name)): placed.span for placed in placed_numbers(judged)}


def by_period(path: str, given: Span | tuple[Span, ...]) -> tuple[tuple[str, Span], ...]:
    """One number for all periods under its own path, or one for each under its place in the list."""
    if isinstance(given, Span):
        return ((path, given),)
    return tuple((f"{path}.{n}", span) for n, span in enumerate(given))
