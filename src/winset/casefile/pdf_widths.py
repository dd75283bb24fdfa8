"""How far the letters of a PDF's font move the pen, and which of them are spaces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from winset.casefile.pdf_objects import number, resolved

_WORD_SPACE = 1 / 3
"""Of the font's size: the space between words in a font that has none among its letters, as those of TeX."""
_NARROWEST, _WIDEST = 0.18, 0.65  # of the font's size: a space that is narrower or wider is not one between words
MOST_WIDTHS = 100_000
"""Widths of letters of one font of a PDF; beyond, the rest count as all others that it does not state."""
_DIGIT = 0.5  # of the font's size; the width of most digits, for letters of which nothing is known

_BYTES = [bytes([code]) for code in range(256)]
_TRIPLE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<[0-9A-Fa-f]+>\s*(?:<([^>]*)>|\[\s*<([^>]*)>[^\]]*\])")
_PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([^>]*)>")
_BLANK = (b"0020", b"00a0")  # what a table of a font says of a space


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FontWidths:
    """The widths of a font's letters, as shares of its size.

    font: the object that describes it, None where none is; bytes_of_letter: 1 or 2, 0 where it cannot be told how many
    make a letter; spaces: the codes that leave an empty place; word_space: the space between words.
    """

    font: Any
    bytes_of_letter: int
    widths: dict[int, float]
    otherwise: float
    spaces: frozenset[int]
    word_space: float = _WORD_SPACE

    def codes(self, shown: bytes) -> Iterator[tuple[bytes, float, bool]]:
        """Each letter: its bytes, its width, and whether it is a space."""
        if not self.bytes_of_letter:
            yield shown, self.otherwise * len(shown) / 2, False
            return
        width, otherwise, spaces = self.widths.get, self.otherwise, self.spaces
        if self.bytes_of_letter == 1:
            for code in shown:
                yield _BYTES[code], width(code, otherwise), code in spaces
            return
        for start in range(0, len(shown), 2):
            letter = shown[start : start + 2]
            code = int.from_bytes(letter, "big")
            yield letter, width(code, otherwise), code in spaces


NO_FONT = FontWidths(font=None, bytes_of_letter=1, widths={}, otherwise=_DIGIT, spaces=frozenset({32}))
"""Of letters for which no font was chosen."""


def font_widths(font: Any) -> FontWidths:
    """The widths that the font states, those of the standard fonts, or a guess."""
    if font.get("/Subtype") == "/Type0":
        return _of_composed(font)
    scale = 1 / 1000
    if font.get("/Subtype") == "/Type3" and "/FontMatrix" in font:
        scale = abs(float(resolved(resolved(font["/FontMatrix"])[0])))
    widths: dict[int, float] = {}
    otherwise = _DIGIT
    listed = resolved(font.get("/Widths"))
    if isinstance(listed, list):
        first = int(number(font.get("/FirstChar"), 0))
        widths = {first + place: scale * number(width, 0) for place, width in enumerate(listed[:256])}
        descriptor = resolved(font.get("/FontDescriptor")) or {}
        otherwise = scale * number(descriptor.get("/MissingWidth"), 0)
    else:
        standard = _standard(str(font.get("/BaseFont", "")).removeprefix("/"))
        widths = {ord(letter): width / 1000 for letter, width in standard.items() if len(letter) == 1}
    spaces = frozenset({32, 160, *_named_spaces(font), *_mapped_spaces(font)})
    return _with_space(FontWidths(font=font, bytes_of_letter=1, widths=widths, otherwise=otherwise, spaces=spaces))


def _of_composed(font: Any) -> FontWidths:
    """Of a font whose letters are chosen by codes of several bytes."""
    descendants = resolved(font.get("/DescendantFonts")) or []
    descendant = resolved(descendants[0]) if descendants else {}
    encoding = resolved(font.get("/Encoding"))
    known = encoding == "/Identity-H"
    listed = _listed_widths(resolved(descendant.get("/W")) or [])
    widths = dict(islice(listed, MOST_WIDTHS)) if known else {}
    otherwise = number(descendant.get("/DW"), 1000) / 1000
    spaces = frozenset(_mapped_spaces(font))
    return _with_space(
        FontWidths(font=font, bytes_of_letter=2 if known else 0, widths=widths, otherwise=otherwise, spaces=spaces)
    )


def _with_space(widths: FontWidths) -> FontWidths:
    """With the width of its own space, where that may stand between words."""
    spaces = [widths.widths[code] for code in sorted(widths.spaces) if code in widths.widths]
    fitting = [space for space in spaces if _NARROWEST <= space <= _WIDEST]
    return replace(widths, word_space=fitting[0] if fitting else _WORD_SPACE)


def _listed_widths(listed: list[Any]) -> Iterator[tuple[int, float]]:
    """Each code and its width: `first [widths]` or `first last width`, one after the other."""
    items = [resolved(item) for item in listed]
    place = 0
    while place + 1 < len(items):
        first, following = items[place], items[place + 1]
        if isinstance(following, list):
            yield from ((int(first) + step, number(width, 0) / 1000) for step, width in enumerate(following[:65_536]))
            place += 2
        elif place + 2 < len(items):
            last = min(int(following), 65_535)
            yield from ((code, number(items[place + 2], 0) / 1000) for code in range(int(first), last + 1))
            place += 3
        else:
            return


def _standard(name: str) -> dict[str, float]:
    """The widths of one of the fourteen standard fonts, which a PDF need not state; none where they are not known."""
    try:
        from pypdf._codecs.core_font_metrics import CORE_FONT_METRICS
    except ImportError:  # before pypdf 6.6
        return {}
    return dict(CORE_FONT_METRICS[name].character_widths) if name in CORE_FONT_METRICS else {}


def _named_spaces(font: Any) -> Iterator[int]:
    """The codes that the font's encoding names a space."""
    encoding = resolved(font.get("/Encoding"))
    differences = resolved(encoding.get("/Differences")) if isinstance(encoding, dict) else None
    code = 0
    for item in differences if isinstance(differences, list) else []:
        named = resolved(item)
        if isinstance(named, int | float):
            code = int(named)
        else:
            if named in ("/space", "/nbspace", "/uni00A0", "/nonbreakingspace"):
                yield code
            code += 1


def _mapped_spaces(font: Any) -> Iterator[int]:
    """The codes that the font's table of characters calls a space."""
    stream = resolved(font.get("/ToUnicode"))
    if not hasattr(stream, "get_data"):
        return
    for part in stream.get_data().split(b"beginbf")[1:]:
        block, _, _ = part.partition(b"endbf")
        pattern = _TRIPLE if block.startswith(b"range") else _PAIR
        yield from (
            int(match[1], 16)
            for match in pattern.finditer(block)
            if (match[match.lastindex or 1] or b"").strip().lower() in _BLANK
        )
