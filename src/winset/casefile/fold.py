"""The one fixed typographic fold, and the way back from folded text to the exact text.

Two texts that fold to the same are the same words in another typography: other quotation marks, dashes, spaces, line
breaks, ligatures, or accents composed differently. Letter case, words, numbers and all other punctuation are kept.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

# Soft hyphen, zero-width space, non-joiner and joiner, word joiner, byte order mark.
INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"

_SIGNS = (
    dict.fromkeys("“”„‟«»″＂〝〞〟❝❞", '"')
    | dict.fromkeys("‘’‚‛′‹›`´\u02bc❛❜", "'")
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-")
)

# Taking these apart would change numbers: 10² is not 102.
_KEPT = ("<super>", "<sub>", "<fraction>")

# Possessive quantifiers keep hostile texts linear. They stand behind single characters only: behind groups that can
# backtrack, Python before 3.11.5 matches them wrongly.
_GONE = rf"[{INVISIBLE}]++(?:(?<=\u00ad)(?:\r\n|[\n\r\v\f\x85\u2028\u2029]))?"
_WHITE = rf" [{INVISIBLE}\s]++|[^\S ][{INVISIBLE}\s]*+"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Folded:
    """A folded text that knows, for each of its characters, the span of the original that it came from.

    starts, ends (character of `text`)  offsets into the original, the end exclusive, non-decreasing, read-only.
    Characters that came from one cluster, such as a ligature or a letter with its accents, share one span.
    """

    text: str
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original that text[start:end] came from; the slice must not be empty."""
        return int(self.starts[start]), int(self.ends[end - 1])

    def is_border(self, position: int) -> bool:
        """True where a match may begin or end: not between two characters that came from one cluster."""
        if position in (0, len(self.text)):
            return True
        return bool(self.starts[position] >= self.ends[position - 1])

    def at(self, offset: int) -> int:
        """The first character of `text` that came from the original at `offset` or later."""
        return int(np.searchsorted(self.starts, np.int32(offset)))  # of another type, `starts` would be copied first


def fold(text: str) -> Folded:
    """The text in one plain typography; texts that differ in typography alone fold to the same.

    A base character and its combining marks are decomposed together (compatibility decomposition, without
    superscripts, subscripts, fractions and other signs that hold digits); quotation marks become ' and ", dashes and
    hyphens -, any run of white space one space. Soft hyphens and zero-width characters go, and with a soft hyphen the
    line break directly after it. Time is linear in the length.
    """
    parts: list[str] = []
    lengths, starts, ends, verbatim = array("i"), array("i"), array("i"), array("b")
    folded: dict[str, str] = {}
    position = 0
    for match in _special(text).finditer(text):
        start, end = match.span()
        piece = match[0]
        if piece not in folded:
            folded[piece] = _folded_piece(piece)
        parts += (text[position:start], folded[piece])
        lengths.extend((start - position, len(folded[piece])))
        starts.extend((position, start))
        ends.extend((start, end))
        verbatim.extend((1, 0))
        position = end
    parts.append(text[position:])
    lengths.append(len(text) - position)
    starts.append(position)
    ends.append(len(text))
    verbatim.append(1)
    return _with_spans("".join(parts), np.array((lengths, starts, ends, verbatim), dtype=np.int32))


def _with_spans(text: str, pieces: NDArray[np.int32]) -> Folded:
    """The folded text with its spans; pieces (length, start, end, whether taken over verbatim; piece)."""
    lengths = pieces[0]
    first = np.cumsum(lengths, dtype=np.int32) - lengths
    verbatim = np.repeat(pieces[3].astype(bool), lengths)
    starts = np.repeat(pieces[1], lengths)
    ends = np.repeat(pieces[2], lengths)
    within = np.arange(len(text), dtype=np.int32) - np.repeat(first, lengths)
    starts[verbatim] += within[verbatim]
    ends[verbatim] = starts[verbatim] + 1
    starts.setflags(write=False)
    ends.setflags(write=False)
    return Folded(text=text, starts=starts, ends=ends)


def _special(text: str) -> re.Pattern[str]:
    """The pattern of all that does not fold to itself, made from the characters that the text has."""
    if text.isascii():
        return re.compile(r" \s++|[^\S ]\s*+|`")
    plain = {character for character in set(text) if not character.isspace() and character not in INVISIBLE}
    marks = "".join(re.escape(character) for character in sorted(plain) if _is_mark(character))
    changed = "".join(re.escape(character) for character in sorted(plain) if _spelling(character) != character)
    alternatives = [_WHITE, _GONE]
    if marks:
        tail = rf"[{INVISIBLE}{marks}]"
        alternatives.append(rf"[{marks}{changed}]{tail}*+|[^\s{INVISIBLE}](?=[{INVISIBLE}]*+[{marks}]){tail}++")
    elif changed:
        alternatives.append(f"[{changed}]")
    return re.compile("|".join(alternatives))


def _folded_piece(piece: str) -> str:
    """What a run of white space, of invisible characters, or a cluster folds to."""
    if piece[0].isspace():
        return " "
    visible = (character for character in piece if character not in INVISIBLE and not character.isspace())
    return unicodedata.normalize("NFD", "".join(map(_spelling, visible)))


@cache
def _spelling(character: str) -> str:
    """One character, taken apart as far as its meaning stays."""
    if character in _SIGNS:
        return _SIGNS[character]
    decomposition = unicodedata.decomposition(character)
    if not decomposition:
        return unicodedata.normalize("NFD", character)  # Hangul syllables are taken apart by rule, not by table
    if decomposition.startswith(_KEPT):
        return character
    codes = decomposition.split()
    if codes[0].startswith("<"):
        del codes[0]
    apart = "".join(_spelling(chr(int(code, 16))) for code in codes)
    return apart if _keeps_meaning(character, apart) else character


def _keeps_meaning(character: str, apart: str) -> bool:
    """False for signs that would put digits or white space beside their neighbours.

    "10⒈" would become the number 101., and an accent that stands alone would become a space.
    """
    if apart[0].isspace() or apart[-1].isspace():
        return False
    return character.isdecimal() or not any(map(str.isnumeric, apart)) or character.isalpha()


@cache
def _is_mark(character: str) -> bool:
    """True of what belongs to the character before it."""
    return unicodedata.category(_spelling(character)[0]).startswith("M")
