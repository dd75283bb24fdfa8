"""`winset quote`: a claim with the exact words of a source."""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path as File
from time import perf_counter
from typing import TYPE_CHECKING

import click

from winset.cli.options import case_argument, handling_option, json_option
from winset.model.numbers import Handling

if TYPE_CHECKING:
    from winset.casefile.quotes import CutsWord, Empty, NotThere, QuoteMatch, Several
    from winset.casefile.sources import SourceText
    from winset.model.evidence import Checked

    Result = QuoteMatch | NotThere | Several | CutsWord | Empty

MOST_LINES = 400
"""Lines after the wanted one in which the end of a passage is sought; beyond, it counts as not found."""
MOST_WORDS = 30
"""Words before or after a passage by which it is told from another; beyond, it stands in two copies of one text, and
more of it has to be quoted.
"""
INDENT = " " * 6


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
    found: QuoteMatch
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


@click.command("quote", short_help="Print a claim with the exact words of a source, ready to paste.")
@case_argument
@click.argument("words")
@click.option("--source", metavar="NAME", help="Search this source only.")
@click.option("--line", type=click.IntRange(min=1), help="Take the passage that begins on this line of the source.")
@click.option("--reading", metavar="TEXT", help="What the words mean, in your own.")
@click.option("--speaker", "speakers", multiple=True, metavar="NAME", help="Who says it; may be repeated.")
@handling_option
@json_option
def command(
    case: str,
    words: str,
    source: str | None,
    line: int | None,
    reading: str | None,
    speakers: tuple[str, ...],
    handling: Handling,
    as_json: bool,
) -> None:
    """Print a claim with the exact words of a source, ready to paste into the case file.

    WORDS are the words themselves, or the first and the last of a passage with … or ... between them. Where the words
    stand more than once the places are listed; `--line` takes one, and `prefix` or `suffix` are added to the claim.

    \b
    Example:   winset quote alaska-2025 "Ukrainian officials ... unacceptable"
               winset quote alaska-2025 "a second summit" --reading "A second summit may follow."
    """
    from winset.casefile.read import check_case
    from winset.cli.output import finish
    from winset.cli.record import refuse_record
    from winset.errors import CaseError

    if not words.strip() or (reading is not None and not reading.strip()) or not all(map(str.strip, speakers)):
        raise click.UsageError("the words, the reading and the speaker cannot be empty")
    started = perf_counter()
    checked = check_case(case)
    if checked.case is None:
        raise CaseError(checked.problems)
    answer = _answer(checked, QuoteSearch(text=words, source=source, line=line), handling)
    fields = _fields(answer.passage, reading, speakers) if answer.passage else {}
    timings = {"quote": round(perf_counter() - started, 4)}
    if answer.passage is None and not answer.places and _is_closed(checked, handling):
        refuse_record("the words were not found, and may be those of a source above this level of handling")
    finish(
        lambda: {**_document(checked, answer, fields), "timings": timings},
        lambda: _write(answer, fields),
        as_json=as_json,
        checked=checked,
    )
    if answer.passage is None:
        sys.exit(1)


def _answer(checked: Checked, asked: QuoteSearch, handling: Handling) -> QuoteResult:
    notes: list[str] = []
    sources = list(_searched(checked, asked.source, handling, notes))
    results = [(name, source, _sought(source, asked)) for name, source in sources]
    answer = _one_of(results, asked.line)
    return replace(answer, notes=(*notes, *_qualities(checked, answer)))


def _searched(
    checked: Checked, wanted: str | None, handling: Handling, notes: list[str]
) -> Iterator[tuple[str, SourceText]]:
    """The sources that may be searched, by name; why others are not goes to the notes. Raises UnknownName."""
    from winset.casefile.evidence import open_sources
    from winset.casefile.sources import SourceText
    from winset.errors import UnknownName
    from winset.report.disclosure import is_above
    from winset.report.ownership import Ownership

    case = checked.case
    if case is None:
        return
    if wanted is not None and wanted not in case.sources:
        raise UnknownName(f"no source `{wanted}`; this case has: {', '.join(case.sources) or 'none'}")
    if not case.sources:
        notes.append("this case has no sources; list them under `sources`")
    levels = {name: Ownership(case=case).source(name).level for name in case.sources if wanted in (None, name)}
    closed = {name: level for name, level in levels.items() if is_above(level, handling)}
    for name, level in closed.items():
        notes.append(f"source `{name}` is marked {level} and was not searched: --handling {level}")
    shown = {name: case.sources[name] for name in levels if name not in closed}
    for name, source in open_sources(File(checked.path).parent, case.model_copy(update={"sources": shown})).items():
        if isinstance(source, SourceText):
            yield name, source
        else:
            notes.append(f"source `{name}` was not searched: {source.message}")


def _is_closed(checked: Checked, handling: Handling) -> bool:
    """True where the case has a source that lies above the level."""
    from winset.report.disclosure import counts_above
    from winset.report.ownership import Ownership

    case = checked.case
    return case is not None and "sources" in counts_above(Ownership(case=case).holdings, handling)


def _qualities(checked: Checked, answer: QuoteResult) -> Iterator[str]:
    if checked.case is not None and answer.passage is not None:
        quality = checked.case.sources[answer.passage.source].quality
        if quality:
            yield f"source `{answer.passage.source}` is marked “{quality}”"


def _sought(source: SourceText, asked: QuoteSearch) -> Result:
    """What the words resolve to in one source; of several places, the one that begins on the wanted line."""
    from winset.casefile.quotes import Several

    result = _search(source, asked.text)
    if asked.line is None or not isinstance(result, Several) or asked.line not in result.lines:
        return result
    return _on_line(source, asked.text, asked.line) or result


def _search(source: SourceText, text: str) -> Result:
    from winset.casefile.quotes import SoughtQuote, between, find_quote, split_span

    first, last = split_span(text)
    return find_quote(source, SoughtQuote(quote=first)) if last is None else between(source, first, last)


def _on_line(source: SourceText, text: str, line: int) -> QuoteMatch | None:
    """The passage that begins on the line; None where two begin there."""
    from winset.casefile.quotes import QuoteMatch, Several

    start = _line_start(source, line)
    for last in range(line + 1, line + 1 + MOST_LINES):
        end = _line_start(source, last)
        result = _search(replace(source, text=source.text[start:end]), text)
        if isinstance(result, Several):
            return None
        if isinstance(result, QuoteMatch):
            if result.line > 1:
                return None
            begin = start + result.start
            return replace(
                result, start=begin, end=start + result.end, line=line, where=source.where(begin),
                sentence=_sentence(source, begin, start + result.end),
            )  # fmt: skip
        if end == len(source.text):
            break
    return None


def _line_start(source: SourceText, line: int) -> int:
    """The offset at which the line begins; the end of the text where there is no such line."""
    return bisect_left(range(len(source.text)), line, key=source.line)


def _sentence(source: SourceText, start: int, end: int) -> str:
    from winset.casefile.sentences import sentence_around

    return " ".join(source.text[slice(*sentence_around(source.text, start, end))].split())


def _one_of(results: list[tuple[str, SourceText, Result]], line: int | None) -> QuoteResult:
    """The one passage in all the sources that begins on the line, if one is wanted; or why there is none."""
    from winset.casefile.quotes import CutsWord, NotThere, QuoteMatch

    found = [
        (name, source, result)
        for name, source, result in results
        if isinstance(result, QuoteMatch) and line in (None, result.line)
    ]
    places = tuple(place for name, source, result in results for place in _places(name, source, result))
    if len(found) == 1 and (line is not None or len(places) == 1):
        passage = _told_apart(*found[0])
        if passage is not None:
            return QuoteResult(passage=passage, places=(), nearest=None, notes=())
        return _failed("these words cannot be told from others of the same wording; quote more of them", places)
    if len(places) == 1:
        return _failed(f"these words stand in one place only, and not on line {line}", places)
    if places:
        return _failed("these words stand in more than one place", places)
    cut = next(((name, result) for name, _, result in results if isinstance(result, CutsWord)), None)
    if cut is not None:
        name, words = cut
        whole = ShownPassage(source=name, line=words.line, where=f"line {words.line}", text=words.whole)
        return QuoteResult(
            passage=None, places=(), nearest=whole, notes=(), message="these words begin or end inside a word"
        )
    message = "these words are in no source that was searched"
    if any(isinstance(result, NotThere) and result.stands_elsewhere for _, _, result in results):
        message = "the last words stand only before the first ones"
    return QuoteResult(passage=None, places=(), nearest=_nearest(results), notes=(), message=message)


def _failed(message: str, places: tuple[ShownPassage, ...]) -> QuoteResult:
    return QuoteResult(passage=None, places=places, nearest=None, notes=(), message=message)


def _places(name: str, source: SourceText, result: Result) -> Iterator[ShownPassage]:
    from winset.casefile.quotes import QuoteMatch, Several

    if isinstance(result, QuoteMatch):
        yield ShownPassage(source=name, line=result.line, where=result.where, text=result.sentence)
    elif isinstance(result, Several):
        for line, context in zip(result.lines, result.contexts, strict=True):
            yield ShownPassage(source=name, line=line, where=source.where(_line_start(source, line)), text=context)


def _nearest(results: list[tuple[str, SourceText, Result]]) -> ShownPassage | None:
    """The most similar passage in any source."""
    from rapidfuzz.fuzz import ratio

    from winset.casefile.quotes import NotThere

    best: tuple[float, ShownPassage] | None = None
    for name, source, result in results:
        if isinstance(result, NotThere) and result.nearest is not None and result.line is not None:
            likeness = ratio(result.missing, result.nearest)
            if best is None or likeness > best[0]:
                where = source.where(_line_start(source, result.line))
                best = likeness, ShownPassage(source=name, line=result.line, where=where, text=result.nearest)
    return best[1] if best else None


def _told_apart(name: str, source: SourceText, found: QuoteMatch) -> ChosenPassage | None:
    """The passage with as few words before or after it as the gate needs to find it, and only it."""
    plain = ChosenPassage(source=name, found=found)
    if _is_found(source, plain):
        return plain
    before = source.text[max(0, found.start - 2000) : found.start]
    after = source.text[found.end : found.end + 2000]
    for count in range(1, MOST_WORDS + 1):
        prefix, suffix = _last_words(before, count), _first_words(after, count)
        for choice in ((prefix, None), (None, suffix), (prefix, suffix)):
            passage = replace(plain, prefix=choice[0], suffix=choice[1])
            if any(choice) and _is_found(source, passage):
                return passage
    return None


def _is_found(source: SourceText, passage: ChosenPassage) -> bool:
    from winset.casefile.quotes import QuoteMatch, SoughtQuote, find_quote

    wanted = SoughtQuote(quote=passage.found.text, prefix=passage.prefix, suffix=passage.suffix)
    result = find_quote(source, wanted)
    return isinstance(result, QuoteMatch) and result.exact and result.start == passage.found.start


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


def _fields(passage: ChosenPassage, reading: str | None, speakers: tuple[str, ...]) -> dict[str, str | list[str]]:
    """The claim, field by field, without those that are empty."""
    fields: dict[str, str | list[str]] = {"source": passage.source, "quote": passage.found.text}
    for name, text in (("prefix", passage.prefix), ("suffix", passage.suffix), ("reading", reading)):
        if text:
            fields[name] = text
    if speakers:
        fields["speaker"] = speakers[0] if len(speakers) == 1 else list(speakers)
    return fields


def _write(answer: QuoteResult, fields: dict[str, str | list[str]]) -> None:
    from winset.report.printable import printable

    for note in answer.notes:
        click.echo(f"note: {printable(note)}", err=True)
    if answer.passage is None:
        _write_failure(answer)
        return
    found = answer.passage.found
    click.echo(f"{answer.passage.source}, {found.where}: {printable(found.sentence)}", err=True)
    click.echo("\n".join(_yaml(fields)))


def _write_failure(answer: QuoteResult) -> None:
    from winset.report.printable import printable

    click.echo(f"winset: {answer.message}", err=True)
    for place in (*answer.places, *([answer.nearest] if answer.nearest else [])):
        begin = "nearest: " if place is answer.nearest else "  "
        page = f"{place.where} (line {place.line})" if place.where != f"line {place.line}" else place.where
        click.echo(f"{begin}{place.source}, {page}: “{printable(place.text)}”", err=True)
    if answer.places:
        click.echo("quote more words, or take one with --source NAME --line LINE", err=True)


def _yaml(fields: dict[str, str | list[str]]) -> Iterator[str]:
    """The claim as it stands in a cell; what is still to be said is a comment."""
    from winset.casefile.save import as_scalar, double_quoted

    yield f"{INDENT}claim:"
    for name, value in fields.items():
        if isinstance(value, list):
            text = "[" + ", ".join(map(as_scalar, value)) + "]"
        else:
            text = double_quoted(value) if name in ("quote", "prefix", "suffix") else as_scalar(value)
        yield f"{INDENT}  {name}: {text}"
    if "reading" not in fields:
        yield f"{INDENT}  # reading: what it says, in your own words"


def _document(checked: Checked, answer: QuoteResult, fields: dict[str, str | list[str]]) -> dict[str, object]:
    from winset import __version__

    found = answer.passage.found if answer.passage else None
    return {
        "winset": __version__,
        "case": checked.case.case.id if checked.case else None,
        "sha256": checked.sha256,
        "status": "answered" if found else "none",
        "claim": fields or None,
        "where": found.where if found else None,
        "line": found.line if found else None,
        "sentence": found.sentence if found else None,
        "message": answer.message,
        "places": [_shown(place) for place in answer.places],
        "nearest": _shown(answer.nearest) if answer.nearest else None,
        "notes": list(answer.notes),
    }


def _shown(place: ShownPassage) -> dict[str, object]:
    return {"source": place.source, "line": place.line, "where": place.where, "text": place.text}
