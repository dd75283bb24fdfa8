"""Sections that whoever hands over a brief leaves out of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from winset.errors import UnknownName
from winset.report.blocks import Guarded, Section

STAYS = ("verdict", "answer", "not_computed", "claims_in_short", "claims")
"""What answers the question, without which there is no brief, and the claims that its numbers point to."""


def without(sections: Iterable[Any], names: tuple[str, ...]) -> tuple[Any, ...]:
    """The sections that are left; of a part, all that stands in it goes with it. Raises UnknownName for a name that
    none of them has, and for the answer itself.
    """
    every = tuple(sections)
    known = [key for key in dict.fromkeys(map(_key, every)) if key and key not in STAYS]
    for name in names:
        if name not in known:
            raise UnknownName(
                f"no section is called `{name}`, or it stays in every brief; there are {', '.join(known)}"
            )
    return tuple(_left(every, set(names)))


def _left(sections: tuple[Any, ...], names: set[str]) -> Iterator[Any]:
    in_part = False
    for section in sections:
        if _level(section) == 1:
            in_part = _key(section) in names
        is_left = not in_part or _key(section) in STAYS
        if is_left and _key(section) not in names:
            yield section


def _shown(section: Any) -> Any:
    """The section itself, where it stands guarded, or the first of several."""
    while isinstance(section, Guarded | tuple):
        section = section.shown if isinstance(section, Guarded) else section[0] if section else None
    return section


def _key(section: Any) -> str:
    shown = _shown(section)
    return shown.key if isinstance(shown, Section) else ""


def _level(section: Any) -> int:
    shown = _shown(section)
    return shown.level if isinstance(shown, Section) else 2
