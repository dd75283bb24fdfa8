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
        for field in fields(mine):
            summed, more = getattr(self, field.name), getattr(other, field.name)
            setattr(self, field.name, summed and more if isinstance(summed, bool) else summed + more)
