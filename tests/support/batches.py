"""Cases gone through in batches: some of them in the ordinary run, all of them in the ordinary and the slow run."""

from __future__ import annotations

from typing import Any

import pytest


def batches(number: int, ordinary: int) -> list[Any]:
    """The numbers of the batches, for a test to be called with; those beyond the ordinary ones are marked slow."""
    return [*range(ordinary), *(pytest.param(batch, marks=pytest.mark.slow) for batch in range(ordinary, number))]
