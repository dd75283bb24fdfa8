"""The positions of parties, issues and options: they keep the order of the case file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from winset.model.reach import Mark

Condition = tuple[tuple[int, frozenset[int]], ...]
"""Issues joined by AND, each with its options joined by OR, all as positions."""
Marks = tuple[tuple[int, Mark], ...]
"""Issues with a place on their line, from which on something also applies to options that it does not name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """The names of a case in their order: a name's place in it is its position."""

    parties: tuple[str, ...]
    issues: tuple[str, ...]
    options: tuple[tuple[str, ...], ...]

    def condition(self, when: dict[str, tuple[str, ...]]) -> Condition:
        return tuple(
            (issue := self.issues.index(name), frozenset(self.options[issue].index(option) for option in options))
            for name, options in when.items()
        )

    def marks(self, marks: Mapping[str, Mark]) -> Marks:
        return tuple((self.issues.index(name), mark) for name, mark in marks.items())
