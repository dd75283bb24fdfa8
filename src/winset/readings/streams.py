"""Raw random streams, one for every input, and their exact transforms into hundredths of a point.

A stream is the output of Philox 4×64 (Salmon, Moraes, Dror & Shaw 2011, SC '11), a counter-based generator, under a
key made from the seed and the path of the input; the number of the draw is the place in the stream. Adding an input
changes no other draw, and integers alone are used, so that any machine gives the same ones.
"""

from __future__ import annotations

import hashlib
from fractions import Fraction
from math import ceil, floor, isqrt

import numpy as np
from numpy.typing import NDArray

from winset.model.numbers import Span

Ints = NDArray[np.int64]
HUNDREDTHS = 100
_BLOCK = 4  # numbers that Philox 4×64 gives per counter
_BITS = 32
_SAFE_WIDTH = 46_000  # hundredths: 2^32 · width² stays below 2^63 up to here


def raw(seed: int, path: str, start: int, count: int) -> Ints:
    """The stream of an input from draw `start` on: `count` integers in [0, 2^32)."""
    digest = hashlib.blake2b(f"{seed}\0{path}".encode(), digest_size=16).digest()
    key = [int.from_bytes(digest[:8], "little"), int.from_bytes(digest[8:], "little")]
    block, skip = divmod(start, _BLOCK)
    generator = np.random.Philox(key=np.array(key, dtype=np.uint64), counter=block)
    return (generator.random_raw(count + skip)[skip:] >> np.uint64(64 - _BITS)).astype(np.int64)


def below(raws: Ints, count: int) -> Ints:
    """Whole numbers from 0 to count − 1, all equally likely up to 2^−32; count ≤ 2^30."""
    return (raws * count) >> _BITS


def uniform(raws: Ints, low: int, high: int) -> Ints:
    """Whole hundredths from low to high, both included."""
    return low + below(raws, high - low + 1)


def triangular(raws: Ints, low: int, likely: int, high: int) -> Ints:
    """Whole hundredths with a triangular density over [low, likely, high], by the inverse of its distribution.

    The square root is taken in integers and rounded to the nearest hundredth.
    """
    width = high - low
    if width == 0:
        return np.full(raws.shape, low, dtype=np.int64)
    if width > _SAFE_WIDTH:
        return np.array([_triangular(int(one), low, likely, high) for one in raws], dtype=np.int64)
    rising = raws * width < ((likely - low) << _BITS)
    left = low + _rounded_root(4 * ((raws * (width * (likely - low))) >> _BITS))
    right = high - _rounded_root(4 * ((((1 << _BITS) - 1 - raws) * (width * (high - likely))) >> _BITS))
    return np.where(rising, left, right)


def _triangular(one: int, low: int, likely: int, high: int) -> int:
    width = high - low
    if one * width < (likely - low) << _BITS:
        return low + (isqrt(4 * (one * width * (likely - low) >> _BITS)) + 1) // 2
    return high - (isqrt(4 * (((1 << _BITS) - 1 - one) * width * (high - likely) >> _BITS)) + 1) // 2


def _rounded_root(four_times: Ints) -> Ints:
    """The square root of a quarter of the argument, rounded to the nearest whole number, exactly."""
    root = np.sqrt(four_times.astype(np.float64)).astype(np.int64)
    root = np.where(root * root > four_times, root - 1, root)
    root = np.where((root + 1) * (root + 1) <= four_times, root + 1, root)
    return (root + 1) // 2


def drawn_span(span: Span, raws: Ints, unit: int) -> Ints:
    """Draws of a judged range, in 1/unit points; `unit` is a multiple of 100 in which the range's central value is
    whole.

    Triangular with a most likely value, uniform without; a range that holds no whole hundredth stays at its central
    value.
    """
    low, high = ceil(span.low * HUNDREDTHS), floor(span.high * HUNDREDTHS)
    if span.is_fixed or low >= high:
        return np.full(raws.shape, int(span.central * unit), dtype=np.int64)
    if span.likely is None:
        hundredths = uniform(raws, low, high)
    else:
        likely = min(max(round(span.likely * HUNDREDTHS), low), high)
        hundredths = triangular(raws, low, likely, high)
    return hundredths * (unit // HUNDREDTHS)


def whole_in(unit: int, value: Fraction) -> int:
    """The value in 1/unit points."""
    return int(value * unit)
