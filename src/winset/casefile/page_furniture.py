"""What belongs to the pages of a source and not to its sentences: running headers and footers, page numbers, footnotes.

Only what is plainly so: a line at the edge of pages that says the same on several, or counts them; and at the foot of a
column of a PDF, smaller lines that begin with a footnote's mark. Everything else counts as text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from winset.casefile.document_text import Furniture, FurnitureKind
from winset.casefile.pdf_layout import PrintedLine, common_height

LONGEST_EDGE = 160
"""Characters of a running header or footer; beyond, a line at the edge of a page is text."""
MOST_EDGE_LINES = 3
"""Lines at the top and at the foot of a page among which headers and footers are looked for; beyond, a line is
text.
"""
_APART = 1.3  # times the distance between lines: from the text to a header or footer at least
_SMALL = 0.94  # times the size of most letters: those of a footnote at most
_SAME_PLACE = 3.0  # points: how far apart a header stands on two pages at most

_ROMAN = r"(?=[ivxlcdm])m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})"
_PAGE_WORD = r"page|p\.?|pp\.?|seite|s\.|página|pág\.|страница|стр\.?|с\.|сторінка|стор\.|صفحة|ص\.?|עמוד|עמ['׳]|第"
_OF = r"\s*(?:/|of|von|sur|de|из|з|із|من|מתוך|共)\s*\d+"
_PAGE_NUMBER = re.compile(
    rf"[\s\-–—|·•\[(]*(?:{_PAGE_WORD})?\s*(?P<number>\d{{1,4}}|{_ROMAN})(?:{_OF})?\s*[页頁ページ]*[\s\-–—|·•\])]*", re.I
)
_NUMBER = re.compile(r"\d+")
_NOTE = re.compile(r"(?:\[\w{1,3}\]|\(\w{1,3}\)|\d{1,3}|[*†‡§¹²³⁴⁵⁶⁷⁸⁹⁰]{1,3})[.):]?(?=\s*\S)")
_GOES_ON = re.compile(r"(?:[-\u00ad\u2010,;]|\b(?:and|or|not|the|of|to))\Z")
_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLines:
    """The text of a page, where it begins in that of the source, and its printed lines where they are known."""

    text: str
    offset: int
    lines: tuple[PrintedLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Edge:
    """A line at the top or the foot of a page; base: how high it stands, where that is known."""

    page: int
    start: int
    end: int
    text: str
    base: float | None


def furniture(pages: Sequence[PageLines]) -> tuple[Furniture, ...]:
    """What belongs to the pages, in the order of the text."""
    edges = [edge for number, page in enumerate(pages) for edge in _edges(number, page)]
    found = {(edge.start, edge.end): kind for edge, kind in _recurring(edges)}
    size = common_height([line for page in pages for line in page.lines])
    for page in pages:
        for start, end, kind in _footnotes(page, size, found):
            found[start, end] = kind
    return tuple(Furniture(start=start, end=end, kind=kind) for (start, end), kind in sorted(found.items()))


def furniture_of_text(text: str) -> tuple[Furniture, ...]:
    """The same of a text whose pages end with form feeds."""
    if "\f" not in text:
        return ()
    pages, offset = [], 0
    for page in text.split("\f"):
        pages.append(PageLines(text=page, offset=offset))
        offset += len(page) + 1
    return furniture(pages)


def _edges(number: int, page: PageLines) -> Iterator[_Edge]:
    """The lines that may be headers or footers: those at the edges of the page, apart from its text where that is
    known.
    """
    if page.lines:
        for line in _at_the_edges(page.lines):
            words = page.text[line.start : line.end]
            if len(words) <= LONGEST_EDGE and "\n" not in words:
                yield _Edge(
                    page=number, start=page.offset + line.start, end=page.offset + line.end, text=words, base=line.base
                )
        return
    lines = [match for match in re.finditer(r"[^\r\n]+", page.text) if match[0].strip()]
    for match in [*lines[:2], *lines[max(2, len(lines) - 2) :]]:
        words = match[0].strip()
        start = page.offset + match.start() + match[0].index(words)
        if len(words) <= LONGEST_EDGE:
            yield _Edge(page=number, start=start, end=start + len(words), text=words, base=None)


def _at_the_edges(lines: Sequence[PrintedLine]) -> Iterator[PrintedLine]:
    """The lines above or below the whole of the text, further from it than its lines are from each other."""
    bases = sorted({round(line.base, 1) for line in lines}, reverse=True)
    gaps = [upper - lower for upper, lower in pairwise(bases)]
    steps = sorted(gap for gap in gaps if gap > 2)
    if not steps:
        return
    apart = _APART * steps[len(steps) // 2]
    top = next((place for place in range(min(MOST_EDGE_LINES, len(gaps)) - 1, -1, -1) if gaps[place] > apart), None)
    foot = next((place for place in range(max(0, len(gaps) - MOST_EDGE_LINES), len(gaps)) if gaps[place] > apart), None)
    for line in lines:
        base = round(line.base, 1)
        if (top is not None and base >= bases[top]) or (foot is not None and base <= bases[foot + 1]):
            yield line


def _recurring(edges: Sequence[_Edge]) -> Iterator[tuple[_Edge, FurnitureKind]]:
    """The edges that say the same on several pages, or their numbers."""
    alike: defaultdict[str, list[_Edge]] = defaultdict(list)
    for edge in edges:
        alike[_without_numbers(edge.text)].append(edge)
    for group in alike.values():
        for edge in group:
            others = (other for other in group if other.page != edge.page and _same_place(edge, other))
            number = _PAGE_NUMBER.fullmatch(edge.text)
            if number is None and _reads_on(edge.text):
                continue
            if any(_counts_pages(edge, other) for other in others):
                yield edge, "running header or footer" if number is None else "page number"
    yield from _roman_numbers(edges)


def _without_numbers(text: str) -> str:
    return " ".join(_NUMBER.sub("#", text).split())


def _same_place(edge: _Edge, other: _Edge) -> bool:
    return edge.base is None or other.base is None or abs(edge.base - other.base) <= _SAME_PLACE


def _reads_on(text: str) -> bool:
    """True of a line that is rather a part of a sentence."""
    return (text[0].islower() and not _NUMBER.search(text)) or _GOES_ON.search(text) is not None


def _counts_pages(edge: _Edge, other: _Edge) -> bool:
    """True of two lines that differ in nothing but the number of their page; of bare numbers, that do differ in it."""
    apart = edge.page - other.page
    pairs = list(zip(map(int, _NUMBER.findall(edge.text)), map(int, _NUMBER.findall(other.text)), strict=True))
    counted = [first - second == apart for first, second in pairs]
    if _PAGE_NUMBER.fullmatch(edge.text):
        return any(counted) and all(
            same or first == second for same, (first, second) in zip(counted, pairs, strict=True)
        )
    return all(same or first == second for same, (first, second) in zip(counted, pairs, strict=True))


def _roman_numbers(edges: Sequence[_Edge]) -> Iterator[tuple[_Edge, FurnitureKind]]:
    """The edges that are Roman numbers and count their pages."""
    numbered = [
        (edge, _roman(match["number"]))
        for edge in edges
        if (match := _PAGE_NUMBER.fullmatch(edge.text))
        and not match["number"].isdecimal()
        and match["number"].isascii()  # a dotted I counts as an i whose case does not matter
    ]
    for edge, value in numbered:
        if any(other.page != edge.page and value - its == edge.page - other.page for other, its in numbered):
            yield edge, "page number"


def _roman(number: str) -> int:
    values = [_VALUES[letter] for letter in number.lower()]
    return sum(-value if value < max(values[place:]) else value for place, value in enumerate(values))


def _footnotes(
    page: PageLines, size: float, known: dict[tuple[int, int], FurnitureKind]
) -> Iterator[tuple[int, int, FurnitureKind]]:
    """The footnotes of the page, and their marks in its text."""
    small = _SMALL * size
    numbers: set[str] = set()
    lowest = [line for line in page.lines if (page.offset + line.start, page.offset + line.end) not in known]
    first: PrintedLine | None = None
    for line in lowest:
        if line.height > small or not _is_at_the_foot(line, lowest, small):
            first = None
            continue
        words = page.text[line.start : line.end]
        mark = _NOTE.match(words)
        if mark and (first is None or line.first_height < line.height or line.left <= first.left + 1):
            first = line
            numbers.add(mark[0].strip("[]().: "))
        if first is not None:
            yield page.offset + line.start, page.offset + line.end, "footnote"
    for line in lowest:
        if line.height > small:
            yield from _marks(page, line, numbers)


def _is_at_the_foot(line: PrintedLine, lines: Sequence[PrintedLine], small: float) -> bool:
    """True where nothing of the size of the text stands below the line in its column."""
    return not any(
        other.height > small and other.base < line.base and other.left < line.right and line.left < other.right
        for other in lines
    )


def _marks(page: PageLines, line: PrintedLine, numbers: set[str]) -> Iterator[tuple[int, int, FurnitureKind]]:
    """The small raised numbers at the end of words to which a footnote of the page belongs."""
    for word in line.raised:
        number = page.text[word.start : word.end].rstrip(".,;:")
        if page.text[max(0, word.start - 3) : word.start].isalpha() and number in numbers:
            yield page.offset + word.start, page.offset + word.start + len(number), "footnote mark"
