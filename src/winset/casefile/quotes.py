"""Where a quote stands in its source: exactly, or under the one typographic fold, at word borders, and only once.

Nothing else is accepted. A similar passage may be suggested where a quote is not there; it never counts as found.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice

from winset.casefile.document_text import RunningText
from winset.casefile.fold import FoldedText, fold
from winset.casefile.joined_text import UNSPACED, without_line_hyphens
from winset.casefile.sentences import sentence_around
from winset.casefile.sources import SourceText
from winset.casefile.tokens import cuts_token, joins_cells, on_one_line

MOST_PLACES = 20
"""Places of a quote that stands more than once in its source, which are counted; beyond, the message says “20 times or
more”.
"""
MOST_EXAMINED = 30_000
"""Places at which the words of a quote stand in its source, in or between words; beyond, the rest is not examined."""
LONGEST_SUGGESTED = 5_000
"""Characters of a quote that is not there, for which a similar passage is suggested; beyond, none is suggested."""
LEAST_SIMILAR = 60  # of 100, by rapidfuzz's partial ratio

_WIDENED = 1_000
_AROUND = 30  # characters of context on either side
_COMPARED = 200  # characters at either end of a long quote; keeps the search in a source of 20 MB below two seconds
_NUMBER_SIGNS = ".,':/"

Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class SoughtQuote:
    """A quote, and what must stand directly before and after it where it stands more than once."""

    quote: str
    prefix: str | None = None
    suffix: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteMatch:
    """The one place where the quote stands.

    start, end: the span in the source's text; text: exactly what stands there; read: the same as a reader reads it,
    with words that a line parts as the quote has them and without what a page puts between; exact: the quote is that
    text, character for character; sentence: the whole sentences around it on one line.
    """

    start: int
    end: int
    exact: bool
    text: str
    read: str
    line: int
    where: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotThere:
    """The quote is not in the source; nearest: the exact text of the most similar passage, and its line.

    missing: the words that were sought. stands_elsewhere: these very words do stand in the source, at `line`, but
    not between the wanted prefix and suffix, or not after the first words of a passage. is_hidden: they stand only
    where a reader of the page does not see them.
    """

    missing: str
    nearest: str | None
    line: int | None
    stands_elsewhere: bool = False
    is_hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Several:
    """The quote stands in more than one place; the first twenty, each with its span and the text around it."""

    lines: tuple[int, ...]
    contexts: tuple[str, ...]
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CutsWord:
    """The quote stands in the source only so that it begins or ends inside a word; whole: with these words whole."""

    line: int
    whole: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Empty:
    """The quote has no visible character."""


def find_quote(
    source: SourceText, wanted: SoughtQuote, *, suggest: bool = True
) -> QuoteMatch | NotThere | Several | CutsWord | Empty:
    """The one place where the quote stands in the source, or why there is none; suggest: then the nearest passage.

    Exact occurrences come first; only if none counts, those that are equal under the fold; only if none of these does,
    those that the end of a line, column or page parts. An occurrence counts if it cuts no word and the prefix and
    suffix stand directly beside it.
    """
    quote = wanted.quote.strip()
    if not fold(quote).text.strip():
        return Empty()
    elsewhere: Span | None = None
    cut: Span | None = None
    for found in _places_by_likeness(source, quote):
        places: list[_Place] = []
        for place in islice(found, MOST_EXAMINED):
            span = place.start, place.end
            if _cuts_word(source, span):
                cut = cut or span
            elif not _stands_between(source, span, wanted):
                elsewhere = elsewhere or span
            else:
                places.append(place)
                if len(places) == MOST_PLACES:
                    break
        if places:
            return _one_of(source, places)
    if elsewhere is not None:
        line = source.line(elsewhere[0])
        return NotThere(missing=quote, nearest=source.text[slice(*elsewhere)], line=line, stands_elsewhere=True)
    if cut is not None:
        line, whole = _whole_around(source, cut)
        return CutsWord(line=line, whole=whole)
    return _not_there(source, quote, suggest=suggest)


def between(source: SourceText, first: str, last: str) -> QuoteMatch | NotThere | Several:
    """The shortest passage that begins with the first words and ends with the last, at word borders.

    Several, if more than one is shortest. Where either is not there, the nearest to it is suggested.
    """
    begins, ends = _whole_places(source, first), _whole_places(source, last)
    if not begins or not ends:
        return _not_there(source, (last if begins else first).strip())
    passages = _tightest(begins, ends)
    if not passages:
        text, line = source.text[slice(*ends[-1])], source.line(ends[-1][0])
        return NotThere(missing=last.strip(), nearest=text, line=line, stands_elsewhere=True)
    shortest = min(end - start for start, end in passages)
    return _one_of(
        source, [_as_it_stands(source, span) for span in passages if span[1] - span[0] == shortest][:MOST_PLACES]
    )


def _whole_places(source: SourceText, words: str) -> list[Span]:
    spans = {
        (place.start, place.end)
        for found in _places_by_likeness(source, words.strip())
        for place in islice(found, MOST_EXAMINED)
    }
    return sorted(span for span in spans if not _cuts_word(source, span))


def split_span(text: str) -> tuple[str, str | None]:
    """The first and last words of "first words … last words"; the whole text and None where it names one passage.

    An ellipsis may be written … or with three full stops. With several of them, what stands between the first and the
    last is left out, as it lies inside the passage.
    """
    parts = [part.strip() for part in re.split(r"…|\.{3,}", text)]
    parts = [part for part in parts if part]
    if len(parts) < 2:
        return text.strip(), None
    return parts[0], parts[-1]


@dataclass(frozen=True, slots=True)
class _Place:
    """A place of the source that reads as the quote; exact: it is the quote, character for character."""

    start: int
    end: int
    read: str
    exact: bool = False


def _places_by_likeness(source: SourceText, quote: str) -> Iterator[Iterator[_Place]]:
    """Where the quote may stand, from the most like it to the least: exactly, folded, parted by the end of a line,
    column or page.
    """
    yield (_Place(start, start + len(quote), quote, exact=True) for start in _occurrences(source.text, quote))
    whole = RunningText(text=source.text)
    folded = source.folded_text
    yield _folded_places(whole, folded, quote)
    if source.furniture:
        yield _folded_places(source.running, source.running.folded, quote)
        yield _joined_places(source, quote, over_pages=True)
    yield _joined_places(source, quote, over_pages=False)


def _folded_places(running: RunningText, folded: FoldedText, quote: str) -> Iterator[_Place]:
    """The places that fold to the same as the quote, and do not join numbers that stand apart."""
    sought = fold(quote).text.strip()
    for start in _occurrences(folded.text, sought):
        end = start + len(sought)
        if folded.is_border(start) and folded.is_border(end):
            span = folded.original(start, end)
            read = running.text[slice(*span)]
            if not joins_cells(read):
                yield _Place(*running.original(*span), without_line_hyphens(read))


def _joined_places(source: SourceText, quote: str, *, over_pages: bool) -> Iterator[_Place]:
    joined = source.joined if over_pages else source.joined_as_it_stands
    for span in joined.spans(quote):
        yield _Place(*joined.running.original(span.start, span.end), span.read)


def _as_it_stands(source: SourceText, span: Span) -> _Place:
    """A place of the source, read without what a page puts between."""
    text, read = source.text[slice(*span)], source.read(*span)
    return _Place(*span, read, exact=read == text)


def _occurrences(text: str, sought: str) -> Iterator[int]:
    """Every place where the words stand, overlapping ones too; none for no words."""
    place = text.find(sought) if sought else -1
    while place >= 0:
        yield place
        place = text.find(sought, place + 1)


def _one_of(source: SourceText, places: list[_Place]) -> QuoteMatch | Several:
    if len(places) > 1:
        spans = tuple((place.start, place.end) for place in places)
        lines = tuple(source.line(start) for start, _ in spans)
        contexts = tuple(_context(source.text, span) for span in spans)
        return Several(lines=lines, contexts=contexts, spans=spans)
    place = places[0]
    return QuoteMatch(
        start=place.start,
        end=place.end,
        exact=place.exact,
        text=source.text[place.start : place.end],
        read=place.read,
        line=source.line(place.start),
        where=source.where_between(place.start, place.end, place.read),
        sentence=sentence_of(source, place.start, place.end, place.read),
    )


def sentence_of(source: SourceText, start: int, end: int, read: str) -> str:
    """The whole sentences around a span of the source on one line, with the span as it is read."""
    if source.is_furniture(start, end):
        text, first, last = source.text, start, end
    else:
        running = source.running
        text, first, last = running.text, running.at(start), running.at(end)
    begin, finish = sentence_around(text, first, last)
    return on_one_line(text[begin:first] + read + text[last:finish])


def _context(text: str, span: Span) -> str:
    """The passage with the words in about thirty characters on either side, white space collapsed."""
    before, after = text[max(0, span[0] - _AROUND) : span[0]], text[span[1] : span[1] + _AROUND]
    if span[0] > _AROUND:
        before = re.sub(r"^\S+(?=\s)", "", before)
    if span[1] + _AROUND < len(text):
        after = re.sub(r"(?<=\s)\S+$", "", after)
    return " ".join((before + text[slice(*span)] + after).split())


def _tightest(begins: list[Span], ends: list[Span]) -> list[Span]:
    """The passages from a beginning to an end after it that hold no shorter one; both in order of place."""
    passages: list[Span] = []
    remaining = iter(begins)
    upcoming = next(remaining, None)
    latest: Span | None = None
    for end in ends:
        while upcoming is not None and upcoming[1] <= end[0]:
            latest, upcoming = upcoming, next(remaining, None)
        if latest is not None:
            passages.append((latest[0], end[1]))
            latest = None
    return passages


def _stands_between(source: SourceText, span: Span, wanted: SoughtQuote) -> bool:
    """True where the prefix ends directly before the span and the suffix begins directly after it, also where a page
    parts them.
    """
    prefix, suffix = fold(wanted.prefix or "").text.strip(), fold(wanted.suffix or "").text.strip()
    if not prefix and not suffix:
        return True
    if _is_beside(source.folded_text, span, prefix, suffix):
        return True
    if not source.furniture or source.is_furniture(*span):
        return False
    running = source.running
    return _is_beside(running.folded, (running.at(span[0]), running.at(span[1])), prefix, suffix)


def _is_beside(folded: FoldedText, span: Span, prefix: str, suffix: str) -> bool:
    start, end = folded.at(span[0]), folded.at(span[1])
    before = folded.text[max(0, start - len(prefix) - 1) : start].rstrip()
    after = folded.text[end : end + len(suffix) + 1].lstrip()
    return before.endswith(prefix) and after.startswith(suffix)


def _cuts_word(source: SourceText, span: Span) -> bool:
    """True where the span begins or ends inside a word, a number, or a letter with its accents; also inside one whose
    halves a page parts.
    """
    for edge in span:  # the frequent case, without the search for a place in the folded text
        beside = source.text[max(0, edge - 1) : edge + 1]
        if len(beside) == 2 and beside.isascii() and beside.isalnum():
            return True
    if any(_cuts_at(source.text, source.folded_text, edge) for edge in span):
        return True
    if not source.furniture or source.is_furniture(*span):
        return False
    running = source.running
    return any(_cuts_at(running.text, running.folded, running.at(edge)) for edge in span)


def _cuts_at(text: str, folded: FoldedText, edge: int) -> bool:
    if cuts_token(text, edge):
        return True
    place = folded.at(edge)
    return (place > 0 and folded.end(place - 1) > edge) or _is_inside_word(folded.text, place)


def _is_inside_word(text: str, position: int) -> bool:
    """True where the characters on either side belong to one word or one number: un|able, don|'t, 1|,000."""
    if not 0 < position < len(text):
        return False
    before, after = text[position - 1], text[position]
    if unicodedata.category(after).startswith("M"):
        return True
    if _belongs_to_word(before) and _belongs_to_word(after):
        return not (_is_unspaced(before) or _is_unspaced(after))
    if before in _NUMBER_SIGNS:
        return _joins(text[position - 2 : position - 1], before, after)
    return after in _NUMBER_SIGNS and _joins(before, after, text[position + 1 : position + 2])


@cache
def _is_unspaced(character: str) -> bool:
    """Whether it is of a script without spaces between words; those of Europe come before them all."""
    return character >= "\u0e00" and re.match(f"[{UNSPACED}]", character) is not None


def _belongs_to_word(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character).startswith("M")


def _joins(before: str, sign: str, after: str) -> bool:
    """True of an apostrophe between letters, and of a full stop, comma or apostrophe between digits."""
    if before.isdigit() and after.isdigit():
        return True
    return sign == "'" and _belongs_to_word(before or " ") and _belongs_to_word(after or " ")


def _whole_around(source: SourceText, cut: Span) -> tuple[int, str]:
    """The line on which the words begin that a span cuts, and these words."""
    whole = _whole_words(source.text, source.folded_text, cut)
    if whole == cut and not source.is_furniture(*cut):
        running = source.running
        first, last = _whole_words(running.text, running.folded, (running.at(cut[0]), running.at(cut[1])))
        return source.line(running.original(first, last)[0]), running.text[first:last]
    return source.line(whole[0]), source.text[slice(*whole)]


def _whole_words(text: str, folded: FoldedText, span: Span) -> Span:
    """The span widened until it cuts no word; of an endless one by no more than a thousand characters."""
    start, end = folded.at(span[0]), folded.at(span[1])
    lowest, highest = max(0, start - _WIDENED), min(len(folded.text), end + _WIDENED)
    while start > lowest and (folded.end(start - 1) > span[0] or _is_inside_word(folded.text, start)):
        start -= 1
    while end < highest and (_is_inside_word(folded.text, end) or not folded.is_border(end)):
        end += 1
    first, last = folded.original(start, end)
    lowest, highest = max(0, first - _WIDENED), min(len(text), last + _WIDENED)
    while first > lowest and _splits(text, first):
        first -= 1
    while last < highest and _splits(text, last):
        last += 1
    return first, last


def _splits(text: str, edge: int) -> bool:
    return cuts_token(text, edge) or _is_inside_word(text, edge)


def _not_there(source: SourceText, quote: str, *, suggest: bool = True) -> NotThere:
    """That the quote is missing, with the exact text of the most similar passage if there is one."""
    sought = fold(quote).text.strip()
    if source.whole and sought in fold(source.whole).text:
        return NotThere(missing=quote, nearest=None, line=None, is_hidden=True)
    nearest = _nearest(source.folded_text.text, sought) if suggest else None
    if nearest is None:
        return NotThere(missing=quote, nearest=None, line=None)
    span = _whole_words(source.text, source.folded_text, source.folded_text.original(*nearest))
    return NotThere(missing=quote, nearest=source.text[slice(*span)], line=source.line(span[0]))


def _nearest(text: str, sought: str) -> Span | None:
    """The passage of the text that is most similar to the words, if any is similar enough.

    Of long words only the head and the tail are sought, and the passage between taken if it is about as long.
    """
    if len(sought) > LONGEST_SUGGESTED:
        return None
    if len(sought) <= 2 * _COMPARED:
        return _most_similar(text, sought)
    head, tail = _most_similar(text, sought[:_COMPARED]), _most_similar(text, sought[-_COMPARED:])
    if head and tail and 0.5 < (tail[1] - head[0]) / len(sought) < 2:
        return head[0], tail[1]
    return head or tail


def _most_similar(text: str, sought: str) -> Span | None:
    from rapidfuzz.fuzz import partial_ratio_alignment  # only a quote that is not there needs it

    aligned = partial_ratio_alignment(sought, text, score_cutoff=LEAST_SIMILAR) if sought and text else None
    if aligned is None:
        return None
    passage = text[aligned.dest_start : aligned.dest_end]
    start = aligned.dest_start + len(passage) - len(passage.lstrip())
    return (start, start + len(passage.strip())) if passage.strip() else None
