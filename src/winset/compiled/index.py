"""The positions of parties, issues and options: they keep the order of the case file."""

from __future__ import annotations

from dataclasses import dataclass

Condition = tuple[tuple[int, frozenset[int]], ...]
"""Issues joined by AND, each with its options joined by OR, all as positions."""


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
