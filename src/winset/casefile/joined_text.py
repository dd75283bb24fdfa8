"""Where a quote stands although the end of a line, column or page parts it.

At the end of a line a printed hyphen may belong to the word (cease-/fire) or only to the line (nego-/tiation): the
source does not say which, so that both are the same words, unless the hyphen decides which it is (re-sign, resign).
Chinese and Japanese lines end without a sign or a space, and what looks like a space beside a number may be none.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from winset.casefile.document_text import RunningText
from winset.casefile.fold import fold
from winset.casefile.tokens import joins_cells

# Thai, Lao, Burmese, Khmer, kana, Chinese characters and their punctuation: scripts without spaces between words.
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3001-\u303f\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff"
    "\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\U00020000-\U0003ffff"
)
_HAN = "\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_BREAK = r"[^\S\r\n\f\v\x85\u2028\u2029]*(?:\r\n|[\r\n\f\v\x85\u2028\u2029])\s*"
_LETTERS_BEFORE = re.compile(r"[^\W\d_]+\Z")
_LETTERS_AFTER = re.compile(r"[^\W\d_]+")
_LONGEST_WORD = 60
"""Letters on either side of a hyphen that are looked at; beyond, the rest of the word is not."""
_SIGNS = " -/\u05be"  # what a line may end with, as it folds
_IGNORED = dict.fromkeys(map(ord, _SIGNS))
_LINE_HYPHEN = re.compile(rf"(?<=\w)\u00ad+{_BREAK}(?=\w)")
_AFTER_RE = """
    sign signs signed signing signer signers cover covers covered covering covery form forms formed forming formation
    sort sorts sorted sorting creation creations count counts counted counting collect collects collected collecting
    press pressed dress dressed lease leases leased leasing lay lays laid laying treat treats treated treating sent
    present presented presenting mark marked fund funds funded funding cede ceded act acted bound petition
    """
BY_PREFIX: dict[str, str] = {
    "re": _AFTER_RE,
    "co": "op ops operate signer respondent",
    "un": "ionised ionized",
    "pre": "position positions dominate sent sented senting sentation judicial",
    "ex": "patriot tort tract pose act tradition",
    "pro": "state station verb vision test tests",
    "dis": "ease eases",
    "mis": "take takes",
    "de": "sign signs signed signing",
    "anti": "body bodies",
    "inter": "national state",
    "over": "look looks",
    "in": "valid valids",
    "по": "том этому тому моему",
    "за": "то тем",
    "от": "того чего",
    "не": "когда что кто где чего",
    "на": "конец",
    "то": "же",
    "та": "кож",
    "про": "те",
    "sur": "tout",
    "contre": "faire",
    "ur": "instinkt instinkte",
}
"""What follows a prefix to make a word that means something else in one piece: open, and added to as more is found."""
_PAIRS = {prefix: frozenset(words.split()) for prefix, words in BY_PREFIX.items()}


@cache
def _line_ends() -> re.Pattern[str]:
    """Where lines part what may belong together; most sources are read without, and it takes long to compile."""
    return re.compile(
        rf"(?<=\w)(?P<hyphen>[-\u2010]){_BREAK}(?=\w)"
        rf"|(?<=\w)(?P<soft>\u00ad+){_BREAK}(?=\w)"
        rf"|(?<=\w)(?P<kept>[\u2011\u2012-\u2015\u05be/]){_BREAK}(?=\w)"
        rf"|(?<=[{UNSPACED}]){_BREAK}(?=\S)|(?<=\S){_BREAK}(?=[{UNSPACED}])"
        rf"|(?<=[{_HAN}])[^\S\r\n\f\t]+(?=[^\W{_HAN}])|(?<=[^\W{_HAN}])[^\S\r\n\f\t]+(?=[{_HAN}])"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A place where a line ends so that what stands on its two sides may belong together.

    first, last: in the folded text; start, end: in the running text; sign: what is printed at the end of the line, as
    it folds. is_droppable: whether the sign may belong to the line alone; is_soft: whether it does.
    """

    first: int
    last: int
    start: int
    end: int
    sign: str
    is_droppable: bool
    is_soft: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinedSpan:
    """A span of the running text, and the same as it is read where lines part it in the way that the quote has it."""

    start: int
    end: int
    read: str


def without_line_hyphens(text: str) -> str:
    """The text with its words whole that a soft hyphen parts at the end of a line: such a sign is the line's alone."""
    return _LINE_HYPHEN.sub("", text) if "\u00ad" in text else text


@cache
def _folded(sign: str) -> str:
    return fold(sign).text


class JoinedText:
    """A running text whose parted words can be sought."""

    def __init__(self, running: RunningText) -> None:
        self.running = running

    def spans(self, quote: str) -> Iterator[JoinedSpan]:
        """Every place that reads as the quote, of those where a line parts it.

        Words, numbers, and hyphens and spaces within a line are compared one by one; those of the quote and of the text
        are left out only to find where it may stand.
        """
        sought = fold(quote).text.strip()
        bare = sought.translate(_IGNORED)
        if not bare or not self.sites:
            return
        led, ended = len(sought) - len(sought.lstrip(_SIGNS)), len(sought) - len(sought.rstrip(_SIGNS))
        place = self._bare.find(bare)
        while place >= 0:
            first, last = self._places[place] - led, self._places[place + len(bare) - 1] + 1 + ended
            found = self._read(first, last, sought)
            if found is not None:
                yield found
            place = self._bare.find(bare, place + 1)

    @cached_property
    def sites(self) -> list[Site]:
        """Where lines part what may belong together, in their order."""
        text, folded = self.running.text, self.running.folded
        sites = []
        for match in _line_ends().finditer(text):
            sign = _folded(match["hyphen"] or match["kept"] or "")
            sites.append(
                Site(
                    first=folded.at(match.start()), last=folded.at(match.end()), start=match.start(), end=match.end(),
                    sign=sign, is_droppable=match["hyphen"] is not None,
                    is_soft=match["soft"] is not None,
                )
            )  # fmt: skip
        return sites

    @cached_property
    def _firsts(self) -> array[int]:
        return array("i", (site.first for site in self.sites))

    @cached_property
    def _without_signs(self) -> str:
        """The folded text with spaces in the place of all that stands at a site."""
        text = self.running.folded.text
        parts: list[str] = []
        done = 0
        for site in self.sites:
            parts += (text[done : site.first], " " * (site.last - site.first))
            done = site.last
        return "".join([*parts, text[done:]])

    @cached_property
    def _bare(self) -> str:
        return self._without_signs.translate(_IGNORED)

    @cached_property
    def _places(self) -> array[int]:
        """Where each character of the bare text stands in the folded text."""
        return array("i", (place for place, char in enumerate(self._without_signs) if char not in _SIGNS))

    def _read(self, first: int, last: int, sought: str) -> JoinedSpan | None:
        """The span if it reads as the sought words, at one site at least."""
        folded = self.running.folded
        number = bisect_left(self._firsts, first)
        if first < 0 or last > len(folded.text) or number == len(self.sites) or self.sites[number].last > last:
            return None
        if not (folded.is_border(first) and (last == len(folded.text) or folded.is_border(last))):
            return None
        start, end = folded.original(first, last)
        text = self.running.text
        parts: list[str] = []
        place, told, done = 0, first, start
        for site in map(self.sites.__getitem__, range(number, len(self.sites))):
            if site.first >= last:
                break
            before = folded.text[told : site.first]
            if site.last > last or not sought.startswith(before, place):
                return None
            place += len(before)
            reading = self._reading(site, sought, place)
            if reading is None:
                return None
            place += len(reading)
            told = site.last
            printed = text[site.start : site.end]
            kept = printed.rstrip() if site.sign and reading else ""
            parts += (text[done : site.start], printed if reading.endswith(" ") else kept)
            done = site.end
        rest = folded.text[told:last]
        if sought[place:] != rest or joins_cells(text[start:end]):
            return None
        return JoinedSpan(start=start, end=end, read="".join([*parts, text[done:end]]))

    def _reading(self, site: Site, sought: str, place: int) -> str | None:
        """How the quote reads the site: with its sign and a space, with its sign, or without; None where in no such
        way.
        """
        spaced = f"{site.sign} "
        if not site.is_soft and sought.startswith(spaced, place):
            return spaced
        is_kept = bool(site.sign) and sought.startswith(site.sign, place)
        if site.is_droppable and not self._may_be_read(site, kept=is_kept):
            return None
        if is_kept:
            return site.sign
        return "" if site.is_droppable or not site.sign else None

    def _may_be_read(self, site: Site, *, kept: bool) -> bool:
        """True where the two halves with the hyphen, or without it, are what the line may have parted."""
        text = self.running.text
        before = _LETTERS_BEFORE.search(text[max(0, site.start - _LONGEST_WORD) : site.start])
        after = _LETTERS_AFTER.match(text, site.end, site.end + _LONGEST_WORD)
        if before is None or after is None:
            return kept
        left, right = before[0], after[0]
        if changes_word(left, right):
            return False
        if kept:
            return True
        if right[0].isupper() and not (left.isupper() and right.isupper()):
            return False
        return not self._has(f"{left}-{right}") or self._has(f"{left}{right}")

    def _has(self, word: str) -> bool:
        """True where the text has the word in one piece; capitals count as small letters."""
        return (
            re.search(rf"(?<![\w-]){re.escape(fold(word).text)}(?![\w-])", self.running.folded.text, re.I) is not None
        )


def changes_word(left: str, right: str) -> bool:
    """True where the two halves are one word with a hyphen and another without."""
    return right.casefold() in _PAIRS.get(left.casefold(), ())
