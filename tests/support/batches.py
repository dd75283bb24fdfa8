"""Cases gone through in batches: some of them in the ordinary run, all of them in the ordinary and the slow run."""

from __future__ import annotations

from typing import Any

import pytest


def batches(number: int, ordinary: int) -> list[Any]:
    """The numbers of the batches, for a test to be called with; those beyond the ordinary ones are marked slow."""
    return [*range(ordinary), *(pytest.param(batch, marks=pytest.mark.slow) for batch in range(ordinary, number))]


def parts(number: int, ordinary: int, most: int = 75) -> list[Any]:
    """The numbers of the cases in ranges, for a test to be called with one of them: the first for the ordinary run, the
    others, of so many at most, marked slow.
    """
    starts = range(ordinary, number, most)
    rest = (range(start, min(start + most, number)) for start in starts)
    return [
        pytest.param(range(ordinary), id=f"0 to {ordinary - 1}"),
        *(pytest.param(part, id=f"{part.start} to {part.stop - 1}", marks=pytest.mark.slow) for part in rest),
    ]
