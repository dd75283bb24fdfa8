"""Judged numbers that one cause moves: in a trial all of them are taken at the same place of their ranges."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from winset.compiled.preferences import CompiledLink
from winset.model.case import Case
from winset.model.judgements import FALLS


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedTogether:
    """The streams of numbers that move together, each with whether it falls as the first rises.

    Each is taken where the first one's own stream puts it, so that the first is drawn as if it were alone.
    """

    members: tuple[tuple[str, bool], ...]

    @property
    def first(self) -> str:
        return self.members[0][0]


def together_of(case: Case, links: tuple[CompiledLink, ...]) -> tuple[MovedTogether, ...]:
    """The entries under `together`."""
    streams = {f"links.{n}": link.stream for n, link in enumerate(links)}
    groups = []
    for entry in case.judgements.together:
        names = [(name.removeprefix(FALLS), name.startswith(FALLS)) for name in entry.inputs]
        falls = names[0][1]
        groups.append(
            MovedTogether(
                members=tuple((streams.get(name, f"judgements.{name}"), other != falls) for name, other in names)
            )
        )
    return tuple(groups)


def leaders(together: Iterable[MovedTogether]) -> dict[str, tuple[str, bool]]:
    """By the stream of every number that moves with others: the stream that it is taken from, and whether it falls as
    that one rises.
    """
    return {
        path: (moved_together.first, falls) for moved_together in together for path, falls in moved_together.members
    }
