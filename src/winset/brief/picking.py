"""Sections picked by their keys from what is said of an answer, before it is known what of it may be shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from winset.report.blocks import LEFT_OUT, Guarded, Section


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """One section of a brief. question, key: which. title: instead of its own; empty for one that goes on from the
    section before it. level, beside: as a section has them.
    """

    question: str
    key: str
    title: str | None = None
    level: int = 2
    beside: bool = False

    def placed(self, section: Section) -> Section:
        """The section as it stands in the brief."""
        title = section.title if self.title is None else self.title
        return replace(section, title=title, level=self.level, beside=self.beside)


def picked(said: Any, pick: Pick) -> Any:
    """Of sections, of which some stand guarded together, those with the key; LEFT_OUT where there is none."""
    if isinstance(said, Section):
        return pick.placed(said) if said.key == pick.key else LEFT_OUT
    if isinstance(said, Guarded):
        shown, otherwise = picked(said.shown, pick), picked(said.otherwise, pick)
        return LEFT_OUT if shown is LEFT_OUT and otherwise is LEFT_OUT else Guarded(said.of, shown, otherwise)
    if isinstance(said, Iterable) and not isinstance(said, str):
        each = tuple(one for part in said if (one := picked(part, pick)) is not LEFT_OUT)
        return each if each else LEFT_OUT
    return LEFT_OUT
