"""How wide a text runs in the charts' typeface, how it breaks into lines, and where texts beside each other go."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from winset.report.pieces import plain

_ASCII = (
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 "
    "556 556 278 278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 "
    "667 778 722 667 611 722 667 944 667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 "
    "556 222 222 500 222 833 556 556 556 556 333 500 278 556 500 722 500 500 500 334 260 334 584"
)
ADVANCE = {chr(32 + n): int(width) for n, width in enumerate(_ASCII.split())}
"""Advance widths of Arial, and of the faces made to its measure, in thousandths of the size.

Source: Adobe Font Metrics, Helvetica.
"""
NOT_IN_XML = "\ufffe\uffff"
OTHER_LETTER, FULL_WIDTH = 640, 1000
BOLD = 1.07
"""How much wider the bold face runs, at most for common words."""


def clean(text: str) -> str:
    """The text on one line, without characters that an XML document cannot hold."""
    text = plain(text)
    printable = "".join(
        " " if char in NOT_IN_XML or unicodedata.category(char) in ("Cc", "Cs") else char for char in text
    )
    return " ".join(printable.split())


def width(text: str, size: float, *, bold: bool = False) -> float:
    """How many pixels wide the text runs at a size; characters outside Latin are estimated."""
    return sum(_advance(char) for char in plain(text)) * size / 1000 * (BOLD if bold else 1)


def wrapped(text: str, size: float, room: float, *, most: int, bold: bool = False) -> list[str]:
    """The text in lines no wider than `room` pixels, at most so many; a cut text ends in “…”."""
    lines: list[str] = []
    line = ""
    for piece in _pieces(clean(text), size, room, bold):
        if line and width((line + piece).rstrip(), size, bold=bold) > room:
            lines.append(line.rstrip())
            line = ""
        line += piece
    if line.strip():
        lines.append(line.rstrip())
    if len(lines) <= most:
        return lines or [""]
    return [*lines[: most - 1], _cut(lines[most - 1], size, room, bold)]


def widest(lines: list[str], size: float, *, bold: bool = False) -> float:
    """The width of the widest of the lines, in pixels."""
    return max((width(line, size, bold=bold) for line in lines), default=0.0)


def _advance(char: str) -> int:
    if char in ADVANCE:
        return ADVANCE[char]
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    if unicodedata.east_asian_width(char) in ("W", "F"):
        return FULL_WIDTH
    base = unicodedata.normalize("NFD", char)[0]
    return ADVANCE.get(base, FULL_WIDTH if char in "—…" else OTHER_LETTER)


def _pieces(text: str, size: float, room: float, bold: bool) -> list[str]:
    """What a line may break after: words with their space, ideographs, and parts of words that are too wide."""
    pieces: list[str] = []
    for word in text.split(" "):
        part = ""
        for char in word:
            ideograph = unicodedata.east_asian_width(char) in ("W", "F")
            joins = _advance(char) == 0
            if part and not joins and (ideograph or width(part + char, size, bold=bold) > room):
                pieces.append(part)
                part = ""
            part += char
        pieces.append(part + " ")
    return pieces


def _cut(line: str, size: float, room: float, bold: bool) -> str:
    while line and width(line + "…", size, bold=bold) > room:
        line = line[:-1]
        while line and _advance(line[-1]) == 0:
            line = line[:-1]
    return line.rstrip(" ,;:") + "…"


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
