"""The one passage of the sources that somebody means: by its words, or its first and last ones, and by its line."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace

from winset.casefile.quotes import (
    MOST_PLACES,
    CutsWord,
    Empty,
    NotThere,
    QuoteMatch,
    Several,
    SoughtQuote,
    between,
    find_quote,
    sentence_of,
    split_span,
)
from winset.casefile.sources import SourceText

Result = QuoteMatch | NotThere | Several | CutsWord | Empty

MOST_LINES = 400
"""Lines after the wanted one in which the end of a passage is sought; beyond, it counts as not found."""
MOST_WORDS = 30
"""Words before or after a passage by which it is told from another; beyond, it stands in two copies of one text, and
more of it has to be quoted.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteSearch:
    """What the user asked for; line: where the passage begins, for words that stand in several places."""

    text: str
    source: str | None
    line: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPassage:
    """A passage to be shown: found in the source of this name, or one of several places."""

    source: str
    line: int
    where: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenPassage:
    """The one passage, with the words beside it that tell it from others of the same wording."""

    source: str
    match: QuoteMatch
    prefix: str | None = None
    suffix: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteResult:
    """What was found: one passage, or none with the places that it could be, or with the nearest."""

    passage: ChosenPassage | None
    places: tuple[ShownPassage, ...]
    nearest: ShownPassage | None
    notes: tuple[str, ...]
    message: str = ""


def sought(source: SourceText, asked: QuoteSearch) -> Result:
    """What the words resolve to in one source; of several places, the one that begins on the wanted line."""
    result = _search(source, asked.text)
    if asked.line is None or not isinstance(result, Several):
        return result
    if asked.line not in result.lines and len(result.lines) < MOST_PLACES:
        return result
    return _on_line(source, asked.text, asked.line) or result


def _search(source: SourceText, text: str) -> Result:
    first, last = split_span(text)
    return find_quote(source, SoughtQuote(quote=first)) if last is None else between(source, first, last)


def _on_line(source: SourceText, text: str, line: int) -> QuoteMatch | None:
    """The passage that begins on the line; None where two begin there."""
    start = _line_start(source, line)
    for last in range(line + 1, line + 1 + MOST_LINES):
        end = _line_start(source, last)
        result = _search(_cut_out(source, start, end), text)
        if isinstance(result, Several):
            return None
        if isinstance(result, QuoteMatch):
            if result.line > 1:
                return None
            begin = start + result.start
            finish = start + result.end
            return replace(
                result, start=begin, end=finish, line=line, where=source.where_between(begin, finish, result.read),
                sentence=sentence_of(source, begin, finish, result.read),
            )  # fmt: skip
        if end == len(source.text):
            break
    return None


def _line_start(source: SourceText, line: int) -> int:
    """The offset at which the line begins; the end of the text where there is no such line."""
    return bisect_left(range(len(source.text)), line, key=source.line)


def _cut_out(source: SourceText, start: int, end: int) -> SourceText:
    """A stretch of the source as a source of its own."""
    furniture = tuple(
        replace(piece, start=piece.start - start, end=piece.end - start)
        for piece in source.furniture
        if start <= piece.start and piece.end <= end
    )
    return replace(source, text=source.text[start:end], furniture=furniture)


def one_of(results: list[tuple[str, SourceText, Result]], line: int | None) -> QuoteResult:
    """The one passage in all the sources that begins on the line, if one is wanted; or why there is none."""
    matches = [
        (name, source, result)
        for name, source, result in results
        if isinstance(result, QuoteMatch) and line in (None, result.line)
    ]
    places = tuple(place for name, source, result in results for place in _places(name, source, result))
    if len(matches) == 1 and (line is not None or len(places) == 1):
        passage = _told_apart(*matches[0])
        if passage is not None:
            return QuoteResult(passage=passage, places=(), nearest=None, notes=())
        return _failed("these words cannot be told from others of the same wording; quote more of them", places)
    if places:
        return _failed(_why_none(results, places, line), places)
    cut = next(((name, result) for name, _, result in results if isinstance(result, CutsWord)), None)
    if cut is not None:
        name, words = cut
        whole = ShownPassage(source=name, line=words.line, where=f"line {words.line}", text=words.whole)
        return QuoteResult(
            passage=None, places=(), nearest=whole, notes=(), message="these words begin or end inside a word"
        )
    message = "these words are in no source that was searched"
    hiding = [name for name, _, result in results if isinstance(result, NotThere) and result.is_hidden]
    if hiding:
        message = f"`{hiding[0]}` does not show these words to a reader: they are hidden, struck out, too small, or in "
        return _failed(message + "the colour of the page", ())
    if any(isinstance(result, NotThere) and result.stands_elsewhere for _, _, result in results):
        message = "the last words stand only before the first ones"
    return QuoteResult(passage=None, places=(), nearest=_nearest(results), notes=(), message=message)


def _why_none(results: list[tuple[str, SourceText, Result]], places: tuple[ShownPassage, ...], line: int | None) -> str:
    """Why none of the places is taken; where a line was named, on which ones the words do begin."""
    if line is None:
        return "these words stand in more than one place"
    begins = list(dict.fromkeys(place.line for place in places))
    if line in begins:
        where = list(dict.fromkeys(place.source for place in places if place.line == line))
        if len(where) > 1:
            return f"these words begin on line {line} of {len(where)} sources; take one with --source"
        return f"these words begin more than once on line {line}; quote more of them"
    longest = max(source.line(len(source.text)) for _, source, result in results if not isinstance(result, NotThere))
    beyond = f"no source that has these words has a line {line}" if line > longest else f"nothing begins on line {line}"
    lines = " and ".join(filter(None, [", ".join(map(str, begins[:-1])), str(begins[-1])]))
    return f"{beyond}: these words begin on line{'s' * (len(begins) > 1)} {lines}"


def _failed(message: str, places: tuple[ShownPassage, ...]) -> QuoteResult:
    return QuoteResult(passage=None, places=places, nearest=None, notes=(), message=message)


def _places(name: str, source: SourceText, result: Result) -> Iterator[ShownPassage]:
    if isinstance(result, QuoteMatch):
        yield ShownPassage(source=name, line=result.line, where=result.where, text=result.sentence)
    elif isinstance(result, Several):
        for line, context in zip(result.lines, result.contexts, strict=True):
            yield ShownPassage(source=name, line=line, where=source.where(_line_start(source, line)), text=context)


def _nearest(results: list[tuple[str, SourceText, Result]]) -> ShownPassage | None:
    """The most similar passage in any source."""
    from rapidfuzz.fuzz import ratio

    best: tuple[float, ShownPassage] | None = None
    for name, source, result in results:
        if isinstance(result, NotThere) and result.nearest is not None and result.line is not None:
            likeness = ratio(result.missing, result.nearest)
            if best is None or likeness > best[0]:
                where = source.where(_line_start(source, result.line))
                best = likeness, ShownPassage(source=name, line=result.line, where=where, text=result.nearest)
    return best[1] if best else None


def _told_apart(name: str, source: SourceText, match: QuoteMatch) -> ChosenPassage | None:
    """The passage with as few words before or after it as the gate needs to find it, and only it."""
    plain = ChosenPassage(source=name, match=match)
    if _is_found(source, plain):
        return plain
    before = source.text[max(0, match.start - 2000) : match.start]
    after = source.text[match.end : match.end + 2000]
    for count in range(1, MOST_WORDS + 1):
        prefix, suffix = _last_words(before, count), _first_words(after, count)
        for choice in ((prefix, None), (None, suffix), (prefix, suffix)):
            passage = replace(plain, prefix=choice[0], suffix=choice[1])
            if any(choice) and _is_found(source, passage):
                return passage
    return None


def passage_at(name: str, source: SourceText, start: int, end: int) -> ChosenPassage | CutsWord | Empty | None:
    """The passage between two places of a source, without the white space at its ends, told apart from others of the
    same wording; CutsWord where it begins or ends inside a word, None where it cannot be told apart.
    """
    words = source.text[start:end]
    begin = start + len(words) - len(words.lstrip())
    words = words.strip()
    end = begin + len(words)
    read = source.read(begin, end)
    result = find_quote(source, SoughtQuote(quote=read), suggest=False) if words else Empty()
    if isinstance(result, CutsWord | Empty):
        return result
    match = QuoteMatch(
        start=begin, end=end, exact=read == words, text=words, read=read, line=source.line(begin),
        where=source.where_between(begin, end, read), sentence=sentence_of(source, begin, end, read),
    )  # fmt: skip
    return _told_apart(name, source, match)


def _is_found(source: SourceText, passage: ChosenPassage) -> bool:
    wanted = SoughtQuote(quote=passage.match.read, prefix=passage.prefix, suffix=passage.suffix)
    result = find_quote(source, wanted)
    sought = passage.match
    return isinstance(result, QuoteMatch) and (result.start, result.end, result.read) == (
        sought.start, sought.end, sought.read,
    )  # fmt: skip


def _last_words(text: str, count: int) -> str | None:
    words = text.split()[-count:]
    return text[_place_of(text, words) :].strip() if words else None


def _place_of(text: str, words: list[str]) -> int:
    """Where the last words of the text begin."""
    place = len(text)
    for word in reversed(words):
        place = text.rindex(word, 0, place)
    return place


def _first_words(text: str, count: int) -> str | None:
    place = 0
    for word in text.split()[:count]:
        place = text.index(word, place) + len(word)
    return text[:place].strip() or None
