"""Sets of constraints that packages violate, as bits: which are minimal, and what no package can keep together."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from winset.analyses.settlement.packages import Bools, each_once

Masks = NDArray[np.uint64]
"""(mask, word) one bit for each constraint."""
Items = frozenset[int]
WORD = 64
FIRST_BLOCK = 64
LARGEST_BLOCK = 2_048
"""Rows that are compared at once; beyond, the next block begins."""
MASKS_AT_ONCE = 4_096
FEW_KEPT = 64
"""Minimal masks up to which all the rest is compared with each; beyond, where only so many are asked for, a block is
compared with them once its turn has come, for most of the rest is then never looked at.
"""


def distinct(masks: Masks) -> Masks:
    """Each mask once, in order."""
    if masks.shape[1] == 1:
        return each_once(masks[:, 0])[:, None]
    ordered = masks[np.lexsort(masks.T[::-1])]
    begins = np.ones(len(ordered), dtype=bool)
    begins[1:] = (ordered[1:] != ordered[:-1]).any(axis=1)
    return np.ascontiguousarray(ordered[begins])


def minimal(masks: Masks, most: int | None = None) -> Masks:
    """The masks that no other mask is a proper subset of, the smallest first; they must be distinct.

    most: so many at most, or a block more; the smaller ones are then all there.
    """
    sizes = np.bitwise_count(masks).sum(axis=1, dtype=np.uint16)  # sorted by digits, which short numbers are
    rest = masks[np.argsort(sizes, kind="stable")]
    kept, size, late = masks[:0], FIRST_BLOCK, masks[:0]
    while len(rest) and (most is None or len(kept) <= most):
        block, rest = rest[:size], rest[size:]
        block = block[~_have_subsets(block, late)] if len(late) else block
        best = block[~_have_subsets(block, block, least=2)]
        kept = np.concatenate([kept, best])
        if most is None or len(kept) <= FEW_KEPT:
            rest = rest[~_have_subsets(rest, best)]
        else:
            late = np.concatenate([late, best])
        size = min(2 * size, LARGEST_BLOCK)
    return kept


def _have_subsets(masks: Masks, of: Masks, least: int = 1) -> Bools:
    """(mask) True where at least so many of others are subsets of it; a mask is one of itself.

    For each four bits of a mask a row of bits says which others have no bit in them that it lacks. Those in which no
    other has any bit are passed over.
    """
    count = len(of)
    words = -(-count // WORD)
    digits = _digits(of)
    used = np.flatnonzero(digits.any(axis=1)).tolist() or [0]
    fits = np.zeros((len(used), 16, words * WORD), dtype=bool)
    np.equal(digits[used, None, :] & ~np.arange(16, dtype=np.uint8)[:, None], 0, out=fits[:, :, :count])
    tables = np.packbits(fits, axis=2, bitorder="little").view(np.uint64)
    result = np.zeros(len(masks), dtype=bool)
    for start in range(0, len(masks), MASKS_AT_ONCE):
        parts = _digits(masks[start : start + MASKS_AT_ONCE])[used]
        within = tables[0][parts[0]]
        for part, table in zip(parts[1:], tables[1:], strict=True):
            within &= table[part]
        result[start : start + MASKS_AT_ONCE] = np.bitwise_count(within).sum(axis=1) >= least
    return result


def _digits(masks: Masks) -> NDArray[np.uint8]:
    """(digit, mask) the bits of each mask, four at a time."""
    in_bytes = np.ascontiguousarray(masks).view(np.uint8).T
    return np.concatenate([in_bytes & 15, in_bytes >> 4])


def members(mask: Masks, count: int) -> Items:
    """The constraints whose bits are set."""
    return frozenset(n for n in range(count) if (int(mask[n // WORD]) >> (n % WORD)) & 1)


def some_hitting_sets(masks: Masks, count: int) -> list[Items]:
    """Some of the minimal sets that share a constraint with every mask, each once; none where a mask is empty.

    One is made from each of so many constraints: then those are taken that most of the masks left hold, and what is
    superfluous is dropped, the latest taken first.
    """
    constrained = np.stack([(masks[:, n // WORD] >> np.uint64(n % WORD)) & np.uint64(1) for n in range(count)]) > 0
    if not constrained.any(axis=0).all():
        return []
    as_floats = constrained.astype(np.float32)  # whole numbers, the quicker to add up
    result: dict[Items, None] = {}
    for first in range(count):
        taken, missed = [first], ~constrained[first]
        while missed.any():
            taken.append(int((as_floats @ missed.astype(np.float32)).argmax()))
            missed &= ~constrained[taken[-1]]
        times = constrained[taken].sum(axis=0)
        for n in reversed(taken.copy()):
            if (times[constrained[n]] > 1).all():
                taken.remove(n)
                times -= constrained[n]
        result[frozenset(taken)] = None
    return list(result)
