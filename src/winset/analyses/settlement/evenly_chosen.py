"""Feasible packages, evenly chosen where there are too many to look at each."""

from __future__ import annotations

from math import gcd, prod

import numpy as np

from winset.analyses.settlement.packages import Packages, View, unrejected_options
from winset.compiled import Structure

TRIED = 60_000
"""Combinations of options that are looked at for feasible ones."""
GOLDEN = 618_033_988_749_895
"""The golden section in 10⁻¹⁵, since totals may lie beyond what a float can hold."""


def evenly_chosen(structure: Structure) -> Packages:
    """(package, issue) feasible packages, all or evenly chosen ones."""
    choices = unrejected_options(structure)
    total = prod(len(options) for options in choices)
    if not total:
        return np.zeros((0, len(choices)), dtype=np.int16)
    step = 1 if total <= TRIED else _stride(total)
    numbers = [n * step % total for n in range(min(total, TRIED))]
    packages = np.empty((len(numbers), len(choices)), dtype=np.int16)
    rest = np.array(numbers, dtype=object if total > 2**62 else np.int64)
    for issue in range(len(choices) - 1, -1, -1):
        options = np.array(choices[issue], dtype=np.int16)
        packages[:, issue] = options[(rest % len(options)).astype(np.int64)]
        rest = rest // len(options)
    return packages[View(structure, packages).feasible]


def _stride(total: int) -> int:
    """A stride near the golden section of the total that shares no factor with it: its multiples fall evenly."""
    step = total * GOLDEN // 10**15
    while gcd(step, total) > 1:
        step += 1
    return step
