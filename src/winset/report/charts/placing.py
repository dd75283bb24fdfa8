"""Where boxes in a row go so that none overlaps another."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise


def spread(wanted: Sequence[float], widths: Sequence[float], gap: float, span: tuple[float, float]) -> list[float]:
    """Centres of boxes, in the order given, as near to the wanted ones as can be without overlap and within the span.

    wanted: ascending. Boxes that together are wider than the span begin at its left end and run beyond it.
    """
    if not wanted:
        return []
    offsets = [0.0]
    for left, right in pairwise(widths):
        offsets.append(offsets[-1] + (left + right) / 2 + gap)
    low = span[0] + widths[0] / 2
    high = max(low, span[1] - widths[-1] / 2 - offsets[-1])
    shifted = _ascending([centre - offset for centre, offset in zip(wanted, offsets, strict=True)])
    return [min(max(place, low), high) + offset for place, offset in zip(shifted, offsets, strict=True)]


def _ascending(values: Sequence[float]) -> list[float]:
    """The nearest values that do not fall, by pooling neighbours that do.

    Source: Ayer, Brunk, Ewing, Reid and Silverman 1955, Annals of Mathematical Statistics 26(4), 641-647.
    """
    pools: list[tuple[float, int]] = []
    for value in values:
        pool = (value, 1)
        while pools and pools[-1][0] > pool[0]:
            mean, count = pools.pop()
            pool = ((mean * count + pool[0] * pool[1]) / (count + pool[1]), count + pool[1])
        pools.append(pool)
    return [mean for mean, count in pools for _ in range(count)]
