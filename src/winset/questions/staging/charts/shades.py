"""How security ratios look: below 1 dark, from 1 on light, told apart also without colour."""

from __future__ import annotations

from dataclasses import dataclass

from winset.report.charts.canvas import NO_STROKE, Stroke
from winset.report.charts.legend import Entry
from winset.report.charts.theme import ACCENT_LIGHT, FAINT, INK, PAPER, STATED, WARN


@dataclass(frozen=True, slots=True, kw_only=True)
class Shade:
    """Ratios below a bound, as they are drawn. ink: of a text upon it."""

    below: float
    fill: str
    ink: str
    meaning: str


SHADES = (
    Shade(below=0.5, fill="#7d1a15", ink=PAPER, meaning="below 0.5"),
    Shade(below=1.0, fill=WARN, ink=PAPER, meaning="below 1: a breach pays"),
    Shade(below=1.25, fill=ACCENT_LIGHT, ink=INK, meaning="from 1 to 1.25"),
    Shade(below=2.0, fill=STATED, ink=INK, meaning="from 1.25 to 2"),
    Shade(below=float("inf"), fill="#f1f6fa", ink=INK, meaning="2 or more"),
)
NOTHING_TO_GAIN = Stroke(colour=FAINT, width=0.6)


def shade(ratio: float) -> Shade:
    """How a ratio is drawn."""
    return next((known_shade for known_shade in SHADES if ratio < known_shade.below), SHADES[-1])


def entries(ratios: list[float]) -> list[Entry]:
    """What the shades mean, of those that occur; the first says of what they are."""
    used = {shade(ratio).meaning for ratio in ratios}
    used_shades = [known_shade for known_shade in SHADES if known_shade.meaning in used]
    edge = Stroke(colour=FAINT, width=0.6) if used_shades else NO_STROKE
    named = [
        f"cost / gain: {used_shade.meaning}" if used_shade is used_shades[0] else used_shade.meaning
        for used_shade in used_shades
    ]
    return [
        Entry(sample="frame", meaning=meaning, fill=used_shade.fill, stroke=edge)
        for used_shade, meaning in zip(used_shades, named, strict=True)
    ]
