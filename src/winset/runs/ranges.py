"""Which numbered draws are done, as ranges: in which pieces they were taken makes no difference."""

from __future__ import annotations

from collections.abc import Iterable

Ranges = tuple[range, ...]
"""Ranges in order, none of which touches another."""


def joined(ranges: Iterable[range]) -> Ranges:
    """The same numbers in as few ranges as can be. Raises ValueError where a number is in two of them."""
    result: list[range] = []
    for numbers in sorted((numbers for numbers in ranges if len(numbers)), key=lambda numbers: numbers.start):
        if result and numbers.start < result[-1].stop:
            raise ValueError(f"{numbers.start} is there twice")
        if result and numbers.start == result[-1].stop:
            result[-1] = range(result[-1].start, numbers.stop)
        else:
            result.append(numbers)
    return tuple(result)


def left_of(draws: int, done: Ranges) -> Ranges:
    """Those of so many draws that are not done."""
    starts = (0, *(numbers.stop for numbers in done))
    stops = (*(min(draws, numbers.start) for numbers in done), draws)
    return tuple(range(start, stop) for start, stop in zip(starts, stops, strict=True) if start < stop)
