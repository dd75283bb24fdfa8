"""Raw random streams, one for every input, and their exact transforms into hundredths of a point.

A stream is the output of Philox 4×64 (Salmon, Moraes, Dror & Shaw 2011, SC '11), a counter-based generator, under a
key made from the seed and the path of the input; the number of the draw is the place in the stream. Adding an input
changes no other draw, and integers alone are used, so that any machine gives the same ones.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor, isqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from winset.model.numbers import Span

Ints = NDArray[np.int64]
Table = NDArray[Any]
"""int64 where a bound proves that every sum fits, Python integers where not."""
HUNDREDTHS = 100
MOST_KEPT = 2_048
"""Streams of numbers that are kept in case they are asked for again, 16 MB for each thousand draws; beyond, they are
made again, with the same result.
"""
HIDDEN = "\0"
"""Begins a word that stands for a text of the case, where the names themselves are not known: on other machines."""
Keys = dict[tuple[int, str], bytes]
"""By seed and path, with words in place of names: the digest of the path as the case file has it."""
MOST_KEYS = 16
"""Cases whose digests are kept where names are not known; beyond, those of the one that was asked for longest ago are
forgotten, and sent again with the next piece of it.
"""
_known: dict[str, Keys] = {}
_learning: list[tuple[Callable[[str], str], Keys]] = []
_BLOCK = 4  # numbers that Philox 4×64 gives per counter
_BITS = 32
_SAFE_WIDTH = 46_000  # hundredths: 2^32 · width² stays below 2^63 up to here


class UnknownStream(Exception):
    """The draws of a number were asked for of which only a word is known, and not the digest: its seed and path."""

    def __init__(self, seed: int, path: str) -> None:
        super().__init__(seed, path)
        self.seed, self.path = seed, path


def digest_of(seed: int, path: str) -> bytes:
    """What the stream of an input is made from."""
    return hashlib.blake2b(f"{seed}\0{path}".encode(), digest_size=16).digest()


def know(tag: str, keys: Keys) -> None:
    """From now on the digests of these paths, with words that begin with the tag in place of names, are known."""
    if tag in _known and _known[tag].keys() >= keys.keys():
        return
    _known[tag] = {**_known.pop(tag, {}), **keys}
    for oldest in list(_known)[:-MOST_KEYS]:
        _known.pop(oldest, None)


def _digest(seed: int, path: str) -> bytes:
    if HIDDEN not in path:
        return digest_of(seed, path)
    for keys in list(_known.values()):
        if (seed, path) in keys:
            return keys[seed, path]
    for restored, keys in _learning:
        keys[seed, path] = digest_of(seed, restored(path))
        return keys[seed, path]
    raise UnknownStream(seed, path)


@contextmanager
def learning(restored: Callable[[str], str]) -> Iterator[Keys]:
    """Meanwhile a path of which only words are known is looked up, and its digest taken up. restored: gives the path
    as the case file has it.
    """
    keys: Keys = {}
    _learning.append((restored, keys))
    try:
        yield keys
    finally:
        _learning.pop()


@lru_cache(maxsize=MOST_KEPT)
def raw_stream(seed: int, path: str, start: int, count: int) -> Ints:
    """The stream of an input from draw `start` on: `count` integers in [0, 2^32), read-only."""
    digest = _digest(seed, path)
    key = [int.from_bytes(digest[:8], "little"), int.from_bytes(digest[8:], "little")]
    block, skip = divmod(start, _BLOCK)
    generator = np.random.Philox(key=np.array(key, dtype=np.uint64), counter=block)
    numbers = (generator.random_raw(count + skip)[skip:] >> np.uint64(64 - _BITS)).astype(np.int64)
    numbers.setflags(write=False)
    return numbers


def mirrored(raws: Ints) -> Ints:
    """As far from the upper end as the raw numbers are from the lower one."""
    return (1 << _BITS) - 1 - raws


def from_the_middle(raws: Ints) -> Ints:
    """How far raw numbers lie above the middle of all that there are."""
    return raws - (1 << (_BITS - 1))


def uniform_below(raws: Ints, count: int | Ints) -> Ints:
    """Whole numbers from 0 to count − 1, all equally likely up to 2^−32; count < 2^31, one for all or one per draw."""
    return (raws * count) >> _BITS


def uniform(raws: Ints, low: int, high: int) -> Ints:
    """Whole hundredths from low to high, both included."""
    return low + uniform_below(raws, high - low + 1)


def triangular(raws: Ints, low: int, likely: int, high: int) -> Ints:
    """Whole hundredths with a triangular density over [low, likely, high], by the inverse of its distribution.

    The square root is taken in integers and rounded to the nearest hundredth.
    """
    width = high - low
    if width == 0:
        return np.full(raws.shape, low, dtype=np.int64)
    if width > _SAFE_WIDTH:
        return np.array([_triangular(int(draw), low, likely, high) for draw in raws], dtype=np.int64)
    rising = raws * width < ((likely - low) << _BITS)
    left = low + _rounded_root(4 * ((raws * (width * (likely - low))) >> _BITS))
    right = high - _rounded_root(4 * ((((1 << _BITS) - 1 - raws) * (width * (high - likely))) >> _BITS))
    return np.where(rising, left, right)


def _triangular(draw: int, low: int, likely: int, high: int) -> int:
    width = high - low
    if draw * width < (likely - low) << _BITS:
        return low + (isqrt(4 * (draw * width * (likely - low) >> _BITS)) + 1) // 2
    return high - (isqrt(4 * (((1 << _BITS) - 1 - draw) * width * (high - likely) >> _BITS)) + 1) // 2


def _rounded_root(four_times: Ints) -> Ints:
    """The square root of a quarter of the argument, rounded to the nearest whole number, exactly."""
    root = np.sqrt(four_times.astype(np.float64)).astype(np.int64)
    root = np.where(root * root > four_times, root - 1, root)
    root = np.where((root + 1) * (root + 1) <= four_times, root + 1, root)
    return (root + 1) // 2


def draw_span(span: Span, raws: Ints, unit: Unit) -> Table:
    """Draws of a judged range, in parts of a point.

    Triangular with a most likely value, uniform without; a range that holds no whole hundredth stays at its central
    value. The unit must be one in which that value is whole.
    """
    low, high = ceil(span.low * HUNDREDTHS), floor(span.high * HUNDREDTHS)
    if span.is_fixed or low >= high:
        return unit.constant(span.central, len(raws))
    if span.likely is None:
        return unit.of_hundredths(uniform(raws, low, high))
    likely = min(max(round(span.likely * HUNDREDTHS), low), high)
    return unit.of_hundredths(triangular(raws, low, likely, high))


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """Parts of a point in which a party's numbers are counted, a multiple of 100.

    exact: False where a bound proves that every sum fits 64 bits, True where Python's integers are needed.
    """

    parts: int
    exact: bool = False

    def constant(self, value: Fraction, count: int) -> Table:
        """So many times one value."""
        return np.full(count, int(value * self.parts), dtype=object if self.exact else np.int64)

    def of_hundredths(self, hundredths: Ints) -> Table:
        """Whole hundredths of a point in this unit."""
        return self.wide(hundredths) * (self.parts // HUNDREDTHS)

    def wide(self, numbers: Ints) -> Table:
        """The numbers in the type that this unit counts in."""
        return numbers.astype(object) if self.exact else numbers
