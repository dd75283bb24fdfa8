"""The whole sentence around a passage: a true fragment can mislead, so it is never shown alone.

Where it is doubtful that a sentence ends, it does not: showing too much does less harm than showing too little.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from winset.casefile.abbreviations import ABBREVIATIONS

MOST_AROUND = 600
"""Characters of the sentence that are shown on either side of a quote; beyond, it is cut between words."""
_SURROUNDINGS = 4_000  # characters on either side in which the width of the lines is judged
_UNWRAPPED = 200  # characters; a longer line is a paragraph, not a part of one

_ALONE = frozenset({"no", "non", "nein", "нет", "ні"})
"""Words that may be a whole sentence, though one of them is an abbreviation too."""
_VOWELS = frozenset("aeiouyàâäéèêëîïôöùûüœæаеёиоуыэюяєіїґ")
_ROMAN = re.compile("[IVXLCDM]+")

_SPACELESS = "。！？｡"
_NOTE = r"\[\^?\w{1,3}\]|[¹²³⁰⁴-⁹†‡§]"  # a footnote's mark, or a part of it; no two ways to match one sign
_NUMBERED = r"(?:(?<=[^\W\d_][.!?])|(?<=[.!?][\"'”’“»]))\d{1,3}(?=\s+[^\W\d_a-z])"
_CLOSED = rf"(?:[\"'”’“‘»›«‹)\]}}*_]|[ \u00a0\u202f][»›](?=[\s.,;:]|\Z)|{_NOTE}|{_NUMBERED})*"
"""Closing signs, emphasis and footnote marks behind the sign that ends a sentence."""
_END = rf"[.!?…؟۔।]+{_CLOSED}"
_ENDS = re.compile(rf"{_END}\s+|[{_SPACELESS}]+(?:[」』）”’》〉】*]|{_NOTE})*\s*")
_ENDS_LINE = re.compile(rf"{_END}\Z")
_OPENING = re.compile(r"[\"'“‘„‚«‹»›(\[{¿¡*_]+")
_CLOSES_SPACELESS = re.compile(r"[」』）”’》〉】]")
_SAYS = re.compile(r"[：:]\s*[“「『]")  # a quotation that a colon brings in ends the sentence

_QUOTED = 300
"""Characters on either side of the end of a sentence in which a quotation or a bracket around it is looked for; beyond,
none holds its sentences together.
"""
_CLOSERS = {
    "“": "”", "„": "“”", "«": "»", "»": "«", "‹": "›", "›": "‹", "(": ")", "（": "）", "「": "」", "『": "』", "[": "]",
}  # fmt: skip
_PAIRED = re.compile("[" + re.escape("".join(dict.fromkeys([*_CLOSERS, *"".join(_CLOSERS.values())]))) + "]")
_OPENS_BOTH = "“«»‹›"  # signs that open in some languages and close in others
_LAST_WORD = re.compile(r"[^\s\"'“”‘’«»()\[\]{}—–/]+\Z")

_BREAKS = re.compile(r"[^\S\r\n\f]*(?:\r\n|[\r\n\f])\s*")
_ONE_BREAK = re.compile(r"\r\n|[\r\n\f]")
_MARKER = re.compile(r"[ \t]*(?:#{1,6}|[-*+]|>+|\d{1,3}[.)])[ \t]+|[ \t]*\|")
_RULE = re.compile(r"[ \t]*([-=*_])\1{2,}[ \t]*")


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The span of the whole sentence or sentences that hold text[start:end].

    A sentence ends at . ! ? or … where no abbreviation, initial or number explains the sign, the next word does not
    begin in lower case, and no quotation or bracket around it goes on; at a blank line, unless what follows it goes on
    in lower case, and at the end of a line or page that does not merely wrap a paragraph.
    At most about 1,200 characters are added; a longer sentence is cut between words.
    """
    low, high = max(0, start - MOST_AROUND), min(len(text), end + MOST_AROUND)
    begin = max((after for _, after in _borders(text, low, start) if after <= start), default=None)
    finish = min((before for before, _ in _borders(text, end, high) if before >= end), default=None)
    if begin is None:
        begin = 0 if low == 0 else _next_word(text, low, start)
    if finish is None:
        finish = len(text) if high == len(text) else _last_word(text, end, high)
    return _trimmed(text, (begin, finish), (start, end))


def sentences_of(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The spans of the sentences of text[start:end] one after the other, without the white space between them.

    They end where `sentence_around` has them end; what is between two spans is white space, and nothing else.
    """
    begin = start
    for before, after in sorted(_borders(text, start, end)):
        if begin < before <= end:
            yield from _without_space(text, begin, before)
            begin = before
        begin = max(begin, min(after, end))
    yield from _without_space(text, begin, end)


def _without_space(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    words = text[begin:end]
    if words.strip():
        yield begin + len(words) - len(words.lstrip()), begin + len(words.rstrip())


def _next_word(text: str, low: int, start: int) -> int:
    """The first beginning of a word from `low` on, `start` if there is none before it."""
    gap = re.compile(r"\s+").search(text, low, start)
    return gap.end() if gap else start


def _last_word(text: str, end: int, high: int) -> int:
    """The last end of a word up to `high`, `end` if there is none after it."""
    gaps = [gap.start() for gap in re.compile(r"\s+").finditer(text, end, high)]
    return gaps[-1] if gaps else end


def _trimmed(text: str, span: tuple[int, int], passage: tuple[int, int]) -> tuple[int, int]:
    """The span without white space and Markdown markers at its ends, never less than the passage."""
    begin, finish = span
    while begin < passage[0] and text[begin].isspace():
        begin += 1
    marker = _MARKER.match(text, begin, passage[0])
    if marker and (begin == 0 or text[begin - 1] in " \t\r\n\f"):
        begin = marker.end()
    while finish > passage[1] and text[finish - 1].isspace():
        finish -= 1
    return begin, finish


def _borders(text: str, low: int, high: int) -> Iterator[tuple[int, int]]:
    """Every border that touches text[low:high]: where a sentence ends, and where the next begins."""
    low, high = max(0, low - 8), min(len(text), high + 8)
    for ending in _ENDS.finditer(text, low, high):
        if _ends_sentence(text, ending):
            yield ending.start() + len(ending[0].rstrip()), ending.end()
    around = text[max(0, low - _SURROUNDINGS) : high + _SURROUNDINGS]
    for gap in _BREAKS.finditer(text, low, high):
        breaks = _ONE_BREAK.findall(gap[0])
        before, after = _line_before(text, gap), _line_after(text, gap)
        if "\f" not in breaks and len(breaks) > 1:
            if not _goes_on(before, after):
                yield gap.span()
        elif _ends_block(before, after, around):
            yield gap.span()


def _goes_on(before: str, after: str) -> bool:
    """True of a blank line in the midst of a sentence, as where a page or a picture stood."""
    return after.lstrip()[:1].islower() and not _ENDS_LINE.search(before.rstrip()) and _MARKER.match(before) is None


def _line_before(text: str, gap: re.Match[str]) -> str:
    """The line that ends before the break."""
    before = text[max(0, gap.start() - _SURROUNDINGS) : gap.start()]
    return before[max(before.rfind(sign) for sign in "\r\n\f") + 1 :]


def _line_after(text: str, gap: re.Match[str]) -> str:
    """The line that begins after the break, with its indentation."""
    indented = gap[0][max(gap[0].rfind(sign) for sign in "\r\n\f") + 1 :]
    return indented + _ONE_BREAK.split(text[gap.end() : gap.end() + _SURROUNDINGS], maxsplit=1)[0]


def _ends_block(before: str, after: str, around: str) -> bool:
    """True of a single line break that ends a paragraph, heading, list item or table row; False of a wrapped line.

    It ends one where either line shows by Markdown that it is a block of its own, and where either is too long to
    belong to a wrapped paragraph. Otherwise the next line must not begin in lower case, and the line before must end
    a sentence, or be a heading: less than half as wide as the median line nearby, without a comma or semicolon at
    its end.
    """
    if _stand_apart(before, after) or max(len(before), len(after)) > _UNWRAPPED:
        return True
    following = after.lstrip()
    if following[:1].islower():
        return False
    line = before.rstrip()
    ending = _ENDS_LINE.search(line, max(0, len(line) - 12))
    if ending:
        return not _abbreviated(line, ending.start(), ending[0], following)
    return 2 * len(line.lstrip()) < _median_width(around) and not line.endswith((",", ";"))


def _median_width(text: str) -> int:
    """The length of the median line that is not blank; 0 where all are."""
    lengths = sorted(len(line) for line in _ONE_BREAK.split(text) if line.strip())
    return lengths[len(lengths) // 2] if lengths else 0


def _stand_apart(before: str, after: str) -> bool:
    """True where Markdown keeps two lines apart: headings, list items, table rows, rules, the edge of a quotation."""
    if _RULE.fullmatch(before) or _RULE.fullmatch(after) or before.lstrip().startswith(("#", "|")):
        return True
    both_quoted = before.lstrip().startswith(">") and after.lstrip().startswith(">")
    return _MARKER.match(after) is not None and not both_quoted


def _ends_sentence(text: str, ending: re.Match[str]) -> bool:
    """True where the sign ends a sentence, judged by the word before it and the character after it."""
    following = text[ending.end() : ending.end() + 8]
    if not following:
        return True
    if ending[0][0] in _SPACELESS:
        return not _goes_on_after_quotation(text, ending, following) and not _is_enclosed(text, ending)
    opening = _OPENING.match(following)
    first = following[opening.end() :].lstrip()[:1] if opening else following[0]
    if first.islower() or not (opening or first.isalnum()):
        return False
    sign = ending[0].rstrip()
    if sign[0] in ".…" and set(sign) <= set(".…") and len(sign) + 2 * sign.count("…") > 2 and _is_uncased(first):
        return False  # whether the sentence goes on after an ellipsis only the case of its next letter would tell
    if sign[-1].isdigit():
        following = sign[len(sign.rstrip("0123456789")) :]
    return not _abbreviated(text, ending.start(), sign, following) and not _is_enclosed(text, ending)


def _is_uncased(letter: str) -> bool:
    return letter.isalpha() and letter.lower() == letter.upper()


def _goes_on_after_quotation(text: str, ending: re.Match[str], following: str) -> bool:
    """True where a sentence of Chinese or Japanese may go on after a quotation that ends inside it: 「…。」と述べた."""
    if not _CLOSES_SPACELESS.search(ending[0]) or ending[0][-1].isspace() or not following[0].isalpha():
        return False
    before = text[max(0, ending.start() - _QUOTED) : ending.start()]
    opened = [match.start() for match in re.finditer("[“「『（《]", before)]
    return not opened or _SAYS.search(before, max(0, opened[-1] - 2)) is None or "」" in ending[0]


def _is_enclosed(text: str, ending: re.Match[str]) -> bool:
    """True where the sign stands inside a quotation or a bracket that is closed soon after it, in its paragraph."""
    end = ending.start() + len(ending[0].rstrip())
    before = text[max(0, ending.start() - _QUOTED) : end]
    before = before[before.rfind("\n\n") + 1 :]
    opened: list[str] = []
    for match in _PAIRED.finditer(before):
        sign = match[0]
        if opened and sign in _CLOSERS[opened[-1]]:
            opened.pop()
        elif sign in _CLOSERS and (sign not in _OPENS_BOTH or _opens(before, match.start())):
            opened.append(sign)
    if not opened:
        return False
    after = text[end : end + _QUOTED].split("\n\n", 1)[0]
    for match in _PAIRED.finditer(after):
        if match[0] in _CLOSERS[opened[-1]]:
            return True
        if match[0] == opened[-1]:
            return False
    return False


def _opens(text: str, place: int) -> bool:
    """True of a quotation mark that stands as one does that opens: not directly after a word."""
    return place == 0 or not (text[place - 1].isalnum() or text[place - 1] in ".!?…,;\u00a0\u202f")


def _abbreviated(text: str, position: int, sign: str, following: str) -> bool:
    """True where the full stop at `position` belongs to an abbreviation, an initial or a list's number."""
    if not sign.startswith(".") or sign.startswith(".."):
        return False
    line = _ONE_BREAK.split(text[max(0, position - 40) : position])[-1]
    match = _LAST_WORD.search(line)
    if match is None:
        return False
    word = match[0]
    before = line[: match.start()].rstrip()
    if (
        word.casefold() in _ALONE
        and not following[:1].isdigit()
        and (not before or before[-1] in ".!?…\"'“”„‘’«»:—–-(")
    ):
        return False
    if word.isdecimal():  # the number of an item, or a German ordinal: am 3. Oktober
        return len(word) <= 3
    if word in ABBREVIATIONS or _ROMAN.fullmatch(word) is not None or _is_initials(word):
        return True
    return _may_be_cut_short(word, following)


def _may_be_cut_short(word: str, following: str) -> bool:
    """True of a word that no list has but that looks like an abbreviation: three letters or fewer before a number, or
    without a vowel.
    """
    letters = word.casefold()
    if not letters.isalpha() or word.isupper():
        return False
    if len(letters) <= 3 and following[:1].isdigit():
        return True
    is_lettered = all("a" <= letter <= "z" or "а" <= letter <= "ґ" for letter in letters)
    return is_lettered and not set(letters) & _VOWELS


def _is_initials(word: str) -> bool:
    """True of J, of U.S, e.g and Ph.D, as they stand before their last full stop; and of a letter of any alphabet."""
    parts = word.split(".")
    if len(parts) > 1:
        return all(parts) and any(part.isalpha() for part in parts)
    return len(word) == 1 and word.isalpha()
