"""What of an element of HTML is seen on a page: whether it is shown, how large, and in what colour on what ground."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from winset.casefile.pdf_painting import BLACK, WHITE, Colour, is_near

if TYPE_CHECKING:
    from bs4.element import Tag

SMALLEST_SEEN = 2.0
"""Pixels; smaller letters cannot be read."""
LEAST_INK = 0.1  # opacity; what is fainter is not seen
_FAR = 900.0  # pixels; what is moved so far up or to the left lies beyond the page
_ROOT = 16.0  # pixels of a letter where nothing is said

_NAMED: dict[str, Colour] = {
    "black": BLACK, "white": WHITE, "snow": (1.0, 0.98, 0.98), "ivory": (1.0, 1.0, 0.94), "azure": (0.94, 1.0, 1.0),
    "ghostwhite": (0.97, 0.97, 1.0), "whitesmoke": (0.96, 0.96, 0.96), "floralwhite": (1.0, 0.98, 0.94),
    "mintcream": (0.96, 1.0, 0.98), "aliceblue": (0.94, 0.97, 1.0), "seashell": (1.0, 0.96, 0.93),
    "honeydew": (0.94, 1.0, 0.94), "lavenderblush": (1.0, 0.94, 0.96), "red": (1.0, 0.0, 0.0), "gray": (0.5, 0.5, 0.5),
    "grey": (0.5, 0.5, 0.5), "silver": (0.75, 0.75, 0.75), "navy": (0.0, 0.0, 0.5), "blue": (0.0, 0.0, 1.0),
    "green": (0.0, 0.5, 0.0), "yellow": (1.0, 1.0, 0.0), "lime": (0.0, 1.0, 0.0), "maroon": (0.5, 0.0, 0.0),
    "purple": (0.5, 0.0, 0.5), "teal": (0.0, 0.5, 0.5), "olive": (0.5, 0.5, 0.0), "orange": (1.0, 0.65, 0.0),
}  # fmt: skip
_SIZES = {"xx-small": 9, "x-small": 10, "small": 13, "medium": 16, "large": 18, "x-large": 24, "xx-large": 32}
_UNITS = {"px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 96 / 2.54, "mm": 9.6 / 2.54, "rem": _ROOT, "": 1.0}
_LENGTH = re.compile(r"([-+]?(?:\d+(?:\.\d*)?|\.\d+))(px|pt|pc|in|cm|mm|rem|em|ex|ch|vw|vh|%|)")
_HEX = re.compile(r"#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})\b")
_FUNCTION = re.compile(r"(rgb|hsl)a?\(([^()]*)\)")
_NO_SCALE = re.compile(r"(?:matrix|scale(?:x|y|3d)?)\(\s*0*(?:\.0*)?\s*[,)]")
_NO_CLIP = re.compile(
    r"inset\(\s*(?:[5-9]\d|100)%|circle\(\s*0|polygon\(\s*0[a-z%]*\s+0[a-z%]*\s*(?:,\s*0[a-z%]*\s+0[a-z%]*\s*)*\)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How letters look that stand here. size: in pixels; ink and ground: None where they cannot be told;
    is_cut_out: they are cut out of a picture or gradient, whatever their own colour.
    """

    size: float = _ROOT
    ink: Colour | None = BLACK
    opacity: float = 1.0
    ground: Colour | None = WHITE
    is_shown: bool = True
    is_cut_out: bool = False

    @property
    def is_seen(self) -> bool:
        """True where letters can be read here."""
        if not self.is_shown or self.size < SMALLEST_SEEN:
            return False
        if self.is_cut_out:
            return True
        if self.opacity < LEAST_INK:
            return False
        return not is_near(_mixed(self.ink, self.opacity, self.ground), self.ground)


def look_inside(look: Look, tag: Tag, style: Mapping[str, str]) -> Look | None:
    """How letters look inside the element; None where nothing in it is shown."""
    attributes = tag.attrs
    if not style and not ({"bgcolor", "background", "color", "text"} & attributes.keys()):
        return look
    size = _size(style, look.size)
    if _is_gone(style, size):
        return None
    look = replace(look, size=size)
    visibility = style.get("visibility", "")
    if visibility in ("hidden", "collapse", "visible", "initial"):
        look = replace(look, is_shown=visibility in ("visible", "initial"))
    look = _on_ground(look, style, attributes)
    ink = style.get("color") or str(attributes.get("color" if tag.name == "font" else "text") or "").lower()
    if ink and (tag.name in ("font", "body") or "color" in style):
        look = _inked(look, ink)
    return look


def _inked(look: Look, written: str) -> Look:
    if written in ("inherit", "unset", "currentcolor"):
        return look
    if written == "initial":
        return replace(look, ink=BLACK, opacity=1.0)
    colour, opacity = colour_of(written)
    return replace(look, ink=colour, opacity=opacity)


def _on_ground(look: Look, style: Mapping[str, str], attributes: Mapping[str, object]) -> Look:
    """The look on the ground that the element paints, if it paints one."""
    image = " ".join(style.get(name, "") for name in ("background", "background-image"))
    if "url(" in image or "gradient(" in image or "image" in image or attributes.get("background"):
        clipped = "text" in (style.get("background-clip"), style.get("-webkit-background-clip"))
        return replace(look, ground=None, is_cut_out=clipped)
    written = style.get("background-color") or style.get("background") or str(attributes.get("bgcolor") or "").lower()
    if not written or written in ("none", "transparent", "inherit", "initial", "unset"):
        return look
    colour, opacity = colour_of(written)
    return replace(look, ground=_mixed(colour, opacity, look.ground))


def _mixed(colour: Colour | None, opacity: float, ground: Colour | None) -> Colour | None:
    """The colour laid over the ground."""
    if opacity >= 1 or colour is None:
        return colour
    if ground is None:
        return None
    red, green, blue = (opacity * a + (1 - opacity) * b for a, b in zip(colour, ground, strict=True))
    return red, green, blue


def _is_gone(style: Mapping[str, str], size: float) -> bool:
    """True of an element that is not shown, is struck out, or lies beyond the page."""
    if style.get("display", "").startswith("none") or style.get("content-visibility") == "hidden":
        return True
    if "line-through" in style.get("text-decoration", "") + style.get("text-decoration-line", ""):
        return True
    if _number(style.get("opacity", ""), 1.0) < LEAST_INK:
        return True
    if _NO_SCALE.search(style.get("transform", "")) or re.fullmatch(r"0(?:\.0*)?", style.get("scale", "")):
        return True
    return _is_clipped_away(style, size) or _is_moved_away(style, size)


def _is_clipped_away(style: Mapping[str, str], size: float) -> bool:
    clip = style.get("clip", "")
    if clip.startswith("rect(") and all(abs(value) <= 1 for value in _lengths(clip[5:], size)):
        return True
    if _NO_CLIP.search(style.get("clip-path", "")):
        return True
    cut = any(style.get(name, "").startswith(("hidden", "clip")) for name in ("overflow", "overflow-x", "overflow-y"))
    sides = [_lengths(style.get(name, ""), size) for name in ("width", "height", "max-width", "max-height")]
    return cut and any(lengths and lengths[0] <= 1 for lengths in sides)


def _is_moved_away(style: Mapping[str, str], size: float) -> bool:
    moved = ["text-indent", "margin-left", "margin-top"]
    if style.get("position") in ("absolute", "fixed", "relative"):
        moved += ["left", "right", "top", "bottom"]
    return any(value < -_FAR for name in moved for value in _lengths(style.get(name, ""), size)[:1])


def _size(style: Mapping[str, str], around: float) -> float:
    """The size of letters, given that around the element."""
    written = style.get("font-size", "")
    if not written and "font" in style:
        written = next((part for part in style["font"].split() if _LENGTH.match(part) and not part.isdigit()), "")
    written = written.partition("/")[0]
    if written in _SIZES:
        return float(_SIZES[written])
    match = _LENGTH.fullmatch(written)
    if match is None:
        return around
    number, unit = float(match[1]), match[2]
    return number * around / 100 if unit == "%" else _pixels(number, unit, around)


def _lengths(text: str, size: float) -> list[float]:
    return [_pixels(float(number), unit, size) for number, unit in _LENGTH.findall(text)]


def _pixels(number: float, unit: str, size: float) -> float:
    if unit in ("em", "ex", "ch"):
        return number * size * (1.0 if unit == "em" else 0.5)
    if unit in ("vw", "vh", "%"):
        return number * (12.8 if unit != "%" else 10.0)
    return number * _UNITS[unit]


def colour_of(written: str) -> tuple[Colour | None, float]:
    """The first colour in a value, None where it cannot be told, and how opaque it is."""
    written = written.strip().lower()
    if written == "transparent":
        return BLACK, 0.0
    hex_match = _HEX.search(written) or re.fullmatch(r"([0-9a-f]{6})", written)
    if hex_match:
        digits = hex_match[1]
        pairs = (
            [digits[n : n + 2] for n in range(0, len(digits), 2)]
            if len(digits) > 4
            else [2 * digit for digit in digits]
        )
        red, green, blue, opacity = [int(pair, 16) / 255 for pair in [*pairs, "ff"][:4]]
        return (red, green, blue), opacity
    function = _FUNCTION.search(written)
    if function:
        return _of_function(function[1], re.split(r"[\s,/]+", function[2].strip()))
    return next(((_NAMED[word], 1.0) for word in re.split(r"[\s,]+", written) if word in _NAMED), (None, 1.0))


def _of_function(kind: str, parts: list[str]) -> tuple[Colour | None, float]:
    if len(parts) < 3:
        return None, 1.0
    opacity = _number(parts[3], 1.0) if len(parts) > 3 else 1.0
    if kind == "rgb":
        red, green, blue = (_number(part, 0.0) / (1 if part.endswith("%") else 255) for part in parts[:3])
        return (red, green, blue), opacity
    from colorsys import hls_to_rgb

    hue, grey, light = _number(parts[0].removesuffix("deg"), 0.0) / 360, _number(parts[1], 0.0), _number(parts[2], 0.0)
    return hls_to_rgb(hue % 1, min(1.0, light), min(1.0, grey)), opacity


def _number(text: str, otherwise: float) -> float:
    """A number, or a share written with %."""
    match = re.fullmatch(r"([-+]?(?:\d{1,9}(?:\.\d{0,9})?|\.\d{1,9}))(%?)", text.strip())
    if match is None:
        return otherwise
    return float(match[1]) / (100 if match[2] else 1)
