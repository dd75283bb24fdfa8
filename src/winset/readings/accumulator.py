"""What some draws add up to, in any order, on whatever machine each was added."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, Self


class Accumulator:
    """What some draws add up to: a dataclass of numbers, arrays, counters, and flags that hold only if all do."""

    __slots__ = ()

    def add(self, other: Self) -> None:
        """Adds those of other draws; the order of adding changes nothing."""
        mine: Any = self
        for one in fields(mine):
            held, more = getattr(self, one.name), getattr(other, one.name)
            setattr(self, one.name, held and more if isinstance(held, bool) else held + more)
