"""The one fixed typographic fold, and the way back from folded text to the exact text.

Two texts that fold to the same are the same words in another typography: other quotation marks, dashes, spaces, line
breaks, ligatures, or accents composed differently. Letter case, words, numbers and all other punctuation are kept.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

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
class FoldedText:
    """A folded text that knows, for each of its characters, the span of the original that it came from.

    The text is made of pieces, the first taken over verbatim and then every second one. firsts: the offset of each into
    `text`; starts: into the original; both with the end of the whole after the last piece. All characters of a piece
    that is not verbatim, such as a ligature or a letter with its accents, came from one cluster and share one span.
    """

    text: str
    firsts: array[int]
    starts: array[int]

    def start(self, position: int) -> int:
        """Where in the original the character of `text` at `position` begins."""
        piece = self._piece(position)
        return self.starts[piece] + (position - self.firsts[piece] if _is_verbatim(piece) else 0)

    def end(self, position: int) -> int:
        """Where in the original the character of `text` at `position` ends."""
        piece = self._piece(position)
        return self.start(position) + 1 if _is_verbatim(piece) else self.starts[piece + 1]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original that text[start:end] came from; the slice must not be empty."""
        return self.start(start), self.end(end - 1)

    def is_border(self, position: int) -> bool:
        """True where a match may begin or end: not between two characters that came from one cluster."""
        piece = self._piece(position)
        return _is_verbatim(piece) or self.firsts[piece] == position

    def at(self, offset: int) -> int:
        """The first character of `text` that came from the original at `offset` or later."""
        following = bisect_left(self.starts, offset)
        piece = following - 1
        return self.firsts[piece] + offset - self.starts[piece] if _is_verbatim(piece) else self.firsts[following]

    def _piece(self, position: int) -> int:
        return bisect_right(self.firsts, position) - 1


def _is_verbatim(piece: int) -> bool:
    return piece % 2 == 0


def fold(text: str) -> FoldedText:
    """The text in one plain typography; texts that differ in typography alone fold to the same.

    A base character and its combining marks are decomposed together (compatibility decomposition, without
    superscripts, subscripts, fractions and other signs that hold digits); quotation marks become ' and ", dashes and
    hyphens -, any run of white space one space. Soft hyphens and zero-width characters go, and with a soft hyphen the
    line break directly after it. Time is linear in the length.
    """
    folded: dict[str, str] = {}

    def pieces() -> Iterator[tuple[int, int, str]]:
        for match in _special(text).finditer(text):
            piece = match[0]
            if piece not in folded:
                folded[piece] = _folded_piece(piece)
            yield match.start(), match.end(), folded[piece]

    return with_pieces(text, pieces())


def with_pieces(text: str, pieces: Iterable[tuple[int, int, str]]) -> FoldedText:
    """The text with other words in the place of some stretches of it, each with where it begins and ends."""
    parts: list[str] = []
    firsts, starts = array("i", [0]), array("i", [0])
    first = position = 0
    for start, end, piece in pieces:
        parts += (text[position:start], piece)
        first += start - position
        firsts.append(first)
        first += len(piece)
        firsts.append(first)
        starts.extend((start, end))
        position = end
    parts.append(text[position:])
    firsts.append(first + len(text) - position)
    starts.append(len(text))
    return FoldedText(text="".join(parts), firsts=firsts, starts=starts)


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
