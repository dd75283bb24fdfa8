"""What counts as one token of a text, so that a quote that begins or ends inside it says something else: numbers with
their signs, units and ranges, compounds, words that a prefix turns round, and abbreviations with points.

Where it is doubtful that two parts belong together they do: a longer quote does less harm than a cut one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

HYPHENS = "-\u2010\u2011"
_REACH = 40  # characters on either side of an edge in which a token is looked for

_SPACE = r"[^\S\r\n\f\v\t]"  # of any width, within a line
_DASH = r"\-\u2010-\u2015\u2212\ufe58\ufe63\uff0d\u207b\u208b"
_SHORT_DASH = r"\-\u2010-\u2013\u2212\ufe63\uff0d"
_CURRENCY = "$¢£¤¥֏؋৲৳฿៛\u20a0-\u20c0﷼﹩＄￠￡￥￦"
_UNIT = rf"%‰‱٪°℃℉{_CURRENCY}"
_FRACTIONS = "½¼¾⅓⅔⅛"
_LETTER = r"[^\W\d_]"

_DIGITS = rf"(?<!\d)(?:\d{{1,3}}(?:(?:{_SPACE}|(?:{_SPACE}*(?:\r\n|\n)(?=0)))\d{{3}})+(?!\d)|\d+)"
_VALUE = rf"(?:(?<!\w)[.,])?{_DIGITS}(?:[.,:'’ʼ٬٫·_/^]\d+)*(?:{_SPACE}?[{_FRACTIONS}])?"
_SIGN = rf"(?:(?<!{_LETTER})(?:[{_DASH}+±∓~≈<>≤≥≠=]|[\u2212±∓≈≤≥≠]{_SPACE}?))?"
_BEFORE = rf"(?:(?:(?<!\w)[A-Z]{{1,3}})?[{_CURRENCY}]{_SPACE}?[{_DASH}]?|[#§№]{_SPACE}?|['’‘](?=\d0s))?"
_AFTER = rf"(?:{_SPACE}?[{_UNIT}]|\+(?!\w)|\.?[ªº]|s(?!\w))?"
_RANGE = rf"(?:{_SPACE}?[{_DASH}]{_SPACE}?{_BEFORE}{_VALUE}{_AFTER})*"
_NUMBER = rf"{_SIGN}{_BEFORE}{_VALUE}{_AFTER}{_RANGE}"

_TURNING = (
    "non|un|anti|no|not|dis|mis|in|im|il|ir|de|counter|contra|pre|post|ex|semi|quasi|half|pro"  # English
    "|не|ні|ни|без|анти|контр|пост|экс|екс|полу|напів"  # Russian and Ukrainian
    "|nicht|sans|des|dés|mal|sin|contre|gegen|ohne"  # German, French and Spanish
)
"""Prefixes that turn a word into another, often its opposite."""
_PREFIXED = rf"(?<!\w)(?i:{_TURNING})[{_SHORT_DASH}]\s*\w"
_BRACKETED = rf"(?<!\w)(?i:{_TURNING})(?:[{HYPHENS}]?[)\]]|[(\[])\w"
_COMPOUND = rf"\w[{HYPHENS}]\w|{_LETTER}\.[{HYPHENS}]\w"
_WRAPPED = rf"\w[{HYPHENS}]{_SPACE}*(?:\r\n|[\r\n\f])\s*\w"
_JOINED = rf"{_LETTER}(?:[/&@_]|\*{{1,3}}){_LETTER}"
_DOTTED = rf"(?<!\w){_LETTER}(?:\.{_LETTER})+(?!\w)"
_COUNTED = r"(?<!\w)(?i:Nos?|Nr|Núm|Arts?|Secs?|Figs?|Ch|Abs|pp?|ст|стр|рис)\.\d"

_TOKENS = tuple(
    re.compile(pattern) for pattern in (_NUMBER, _PREFIXED, _BRACKETED, _COMPOUND, _WRAPPED, _JOINED, _DOTTED, _COUNTED)
)

DASH = rf"[{_DASH}]"
NUMBER_ENDS = rf"[\d{_FRACTIONS}][{_UNIT}]?"
"""What the last characters of a number look like."""
NUMBER_BEGINS = rf"[{_DASH}+±]?[{_CURRENCY}]?[\d{_FRACTIONS}]"
"""What its first look like."""
_BORDER = r"(?:[^\S\r\n\f\t]*\t\s*|[^\S\r\n\f\t]{2,}|\s*(?:\n[^\S\n]*\n|\r\n[^\S\n]*\r\n|\f)\s*)"
_GAP = re.compile(_BORDER)
_CELLS = re.compile(rf"{NUMBER_ENDS}(?:{_BORDER}{DASH}\s*|\s*{DASH}{_BORDER}|{_BORDER}){NUMBER_BEGINS}")


def cuts_token(text: str, edge: int) -> bool:
    """True where the edge lies inside a token of more than letters or digits: -|10, 1| 000, non-|binding, and/|or."""
    if _is_between_words(text, edge):
        return False
    low, high = max(0, edge - _REACH), min(len(text), edge + _REACH)
    for pattern in _TOKENS:
        for token in _overlapping(pattern, text, low, high):
            if token.start() >= edge:
                break
            if edge < token.end():
                return True
    return False


def _is_between_words(text: str, edge: int) -> bool:
    """True in a gap between letters, where no token goes on: the frequent case."""
    before, after = text[max(0, edge - 2) : edge], text[edge : edge + 2]
    if before[-1:].isspace():
        return before[:1].isalpha() and after[:1].isalpha()
    return after[:1].isspace() and before[-1:].isalpha() and after[1:].isalpha()


def _overlapping(pattern: re.Pattern[str], text: str, low: int, high: int) -> Iterator[re.Match[str]]:
    """The tokens, also where one begins in the last character of another: a-b-c."""
    match = pattern.search(text, low, high)
    while match is not None:
        yield match
        match = pattern.search(text, max(match.start() + 1, match.end() - 1), high)


def joins_cells(text: str) -> bool:
    """True where the text has two numbers apart, as the cells of a table are: by a tab, several spaces or a blank line.

    Under the typographic fold such a gap is one space, and 10 | 000 would be ten thousand.
    """
    return _CELLS.search(text) is not None


def on_one_line(text: str) -> str:
    """The text with white space collapsed, and a bar between numbers that stand apart as the cells of a table do."""
    border = _CELLS.search(text)
    while border is not None:
        first, last = border.span()
        text = f"{text[:first]}{_GAP.sub(' | ', text[first:last])}{text[last:]}"
        border = _CELLS.search(text)
    return " ".join(text.split())
