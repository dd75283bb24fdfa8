"""`winset quote`: a claim with the exact words of a source, to be pasted into a case file or written into it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path as File
from time import perf_counter
from typing import TYPE_CHECKING

import click

from winset.cli.options import case_argument, handling_option, json_option
from winset.model.numbers import Handling, strictest

if TYPE_CHECKING:
    from winset.casefile.claim_insertion import ClaimPlace, InsertedClaim
    from winset.casefile.passages import ChosenPassage, QuoteResult, QuoteSearch, ShownPassage
    from winset.casefile.sources import SourceText
    from winset.model.evidence import Checked

Fields = dict[str, str | list[str]]


@click.command("quote", short_help="Print a claim with the exact words of a source, ready to paste.")
@case_argument
@click.argument("words")
@click.option("--source", metavar="NAME", help="Search this source only.")
@click.option("--line", type=click.IntRange(min=1), help="Take the passage that begins on this line of the source.")
@click.option("--reading", metavar="TEXT", help="What the words mean, in your own.")
@click.option("--speaker", "speakers", multiple=True, metavar="NAME", help="Who says it; may be repeated.")
@click.option(
    "--under", metavar="PLACE", help="Print it for this place, such as `rejects`, `also`, `aims`, `notes` or `claims`."
)
@click.option(
    "--into", metavar="ISSUE.PARTY", help="Write it into this cell of the case file; into `also` if it has a claim."
)
@handling_option
@json_option
def command(
    case: str,
    words: str,
    source: str | None,
    line: int | None,
    reading: str | None,
    speakers: tuple[str, ...],
    under: str | None,
    into: str | None,
    handling: Handling,
    as_json: bool,
) -> None:
    """Print a claim with the exact words of a source, ready to paste into the case file, or write it there.

    WORDS are the words themselves, or the first and the last of a passage with … or ... between them. Where the words
    stand more than once the places are listed; `--line` takes one, and `prefix` or `suffix` are added to the claim.
    `--into` changes nothing else in the file, and nothing at all where the claim would make an error.

    \b
    Example:   winset quote alaska-2025 "Ukrainian officials ... unacceptable"
               winset quote alaska-2025 "a second summit" --reading "A second summit may follow."
               winset quote alaska-2025 "a second summit" --under notes
               winset quote my-case "We sign nothing without … a bridge" --into crossing.ostrel
    """
    from winset.casefile.passages import QuoteSearch
    from winset.casefile.read import check_case
    from winset.cli.output import finish
    from winset.cli.record import refuse_record
    from winset.errors import CaseError

    for name, text in (("words", words), ("reading", reading), ("speaker", "".join(speakers) if speakers else None)):
        if text is not None and not text.strip():
            raise click.UsageError(f"the {name} cannot be empty")
    if not all(map(str.strip, speakers)):
        raise click.UsageError("the speaker cannot be empty")
    if under is not None and into is not None:
        raise click.UsageError("`--under` prints the claim and `--into` writes it; give one of them")
    started = perf_counter()
    checked = check_case(case)
    if checked.case is None:
        raise CaseError(checked.problems)
    place = _place(checked, under)
    answer = _answer(checked, QuoteSearch(text=words, source=source, line=line), handling)
    fields = _fields(answer.passage, reading, speakers) if answer.passage else {}
    inserted = _inserted(checked, into, fields)
    timings = {"quote": round(perf_counter() - started, 4)}
    if into is not None:
        refuse_record("the claim was to be written into the case, which a second run would find changed")
    if answer.passage is None and not answer.places and _is_closed(checked, handling):
        refuse_record("the words were not found, and may be those of a source above this level of handling")
    finish(
        lambda: {**_document(checked, answer, fields, inserted), "timings": timings},
        lambda: _write(checked, answer, fields, inserted or place),
        as_json=as_json,
        checked=checked,
    )
    if answer.passage is None:
        sys.exit(1)


def _place(checked: Checked, under: str | None) -> ClaimPlace:
    """Where the claim is to be pasted: in a cell, if nothing is said. Raises UnknownName where none can stand."""
    from winset.casefile.claim_insertion import CELL, place_under
    from winset.casefile.nodes import Mapping, Reader
    from winset.casefile.read import open_text
    from winset.casefile.tree import Tree
    from winset.errors import CaseError, Problem

    if under is None:
        return CELL
    opened = open_text(File(checked.path))
    if isinstance(opened, Problem):
        raise CaseError((opened,))
    reader = Reader(opened.text, opened.path.name)
    root = reader.read()
    if not isinstance(root, Mapping):
        raise CaseError(tuple(reader.problems))
    return place_under(under, Tree(root=root, file=opened.path.name, reader=reader))


def _inserted(checked: Checked, into: str | None, fields: Fields) -> InsertedClaim | None:
    """Where the claim was written; None where none was to be, or none was found."""
    from winset.casefile.claim_insertion import insert_claim

    if into is None or not fields:
        return None
    return insert_claim(File(checked.path), into, fields, checked.sha256)


def _answer(checked: Checked, asked: QuoteSearch, handling: Handling) -> QuoteResult:
    from winset.casefile.passages import one_of, sought

    notes: list[str] = []
    sources = list(_searched(checked, asked.source, handling, notes))
    results = [(name, source, sought(source, asked)) for name, source in sources]
    answer = one_of(results, asked.line)
    return replace(answer, notes=(*notes, *_qualities(checked, answer), *_typography(asked, answer)))


def _typography(asked: QuoteSearch, answer: QuoteResult) -> Iterator[str]:
    """How the words that were typed differ from those of the source, where it is in typography only."""
    from winset.casefile.quotes import split_span
    from winset.casefile.typography import difference_of

    words, rest = split_span(asked.text)
    if answer.passage is None or rest is not None or words == answer.passage.match.read:
        return
    yield (
        f"your words differ from the source in {difference_of(words, answer.passage.match.read)}; "
        "the claim has those of the source"
    )


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
    levels = {name: Ownership(case=case).source(name).level for name in case.sources}
    named = [name for name, level in levels.items() if not is_above(level, handling)]
    if wanted is not None and wanted not in named:
        more = f"; {_unnamed(levels, handling)}" if len(named) < len(levels) else ""
        raise UnknownName(f"no source `{wanted}`; this case has: {', '.join(named) or 'none'}{more}")
    if not case.sources:
        notes.append("this case has no sources; list them under `sources`")
    if wanted is None and len(named) < len(levels):
        notes.append(f"not searched: {_unnamed(levels, handling)}")
    shown = {name: case.sources[name] for name in named if wanted in (None, name)}
    for name, source in open_sources(File(checked.path).parent, case.model_copy(update={"sources": shown})).items():
        if isinstance(source, SourceText):
            yield name, source
        else:
            notes.append(f"source `{name}` was not searched: {source.message}")


def _unnamed(levels: Mapping[str, Handling], handling: Handling) -> str:
    """How many sources lie above the level of handling, and at which they would be searched; none is named."""
    from winset.report.disclosure import is_above
    from winset.report.names import counted

    above = [level for level in levels.values() if is_above(level, handling)]
    return f"{counted(len(above), 'source')} above this level of handling: --handling {strictest(*above)}"


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


def _fields(passage: ChosenPassage, reading: str | None, speakers: tuple[str, ...]) -> Fields:
    """The claim, field by field, without those that are empty."""
    fields: Fields = {"source": passage.source, "quote": passage.match.read}
    for name, text in (("prefix", passage.prefix), ("suffix", passage.suffix), ("reading", reading)):
        if text:
            fields[name] = text
    if speakers:
        fields["speaker"] = speakers[0] if len(speakers) == 1 else list(speakers)
    return fields


def _write(checked: Checked, answer: QuoteResult, fields: Fields, where: ClaimPlace | InsertedClaim) -> None:
    from winset.casefile.claim_insertion import InsertedClaim, claim_lines
    from winset.report.direction import isolated
    from winset.report.printable import printable

    for note in answer.notes:
        click.echo(f"note: {printable(note)}", err=True)
    if answer.passage is None:
        _write_failure(answer)
        return
    match = answer.passage.match
    click.echo(f"{answer.passage.source}, {match.where}: {isolated(printable(match.sentence))}", err=True)
    if isinstance(where, InsertedClaim):
        path = ".".join(map(str, where.path))
        click.echo(f"{printable(path)} now has this claim: {printable(checked.path)}, line {where.line}")
        if "reading" not in fields:
            click.echo("It has no reading yet: say there what the words mean, in your own.")
        return
    click.echo("\n".join(claim_lines(fields, where)))


def _write_failure(answer: QuoteResult) -> None:
    from winset.report.direction import isolated
    from winset.report.printable import printable

    click.echo(f"winset: {answer.message}", err=True)
    for place in (*answer.places, *([answer.nearest] if answer.nearest else [])):
        begin = "nearest: " if place is answer.nearest else "  "
        page = f"{place.where} (line {place.line})" if place.where != f"line {place.line}" else place.where
        click.echo(f"{begin}{place.source}, {page}: “{isolated(printable(place.text))}”", err=True)
    if len({(place.source, place.line) for place in answer.places}) > 1:
        click.echo("quote more words, or take one with --source NAME --line LINE", err=True)
    elif len(answer.places) > 1:
        click.echo("they stand on one line: quote more words", err=True)


def _document(
    checked: Checked, answer: QuoteResult, fields: Fields, inserted: InsertedClaim | None
) -> dict[str, object]:
    from winset import __version__

    match = answer.passage.match if answer.passage else None
    return {
        "winset": __version__,
        "case": checked.case.case.id if checked.case else None,
        "sha256": checked.sha256,
        "status": "answered" if match else "none",
        "claim": fields or None,
        "where": match.where if match else None,
        "line": match.line if match else None,
        "sentence": match.sentence if match else None,
        "message": answer.message,
        "places": [_shown(place) for place in answer.places],
        "nearest": _shown(answer.nearest) if answer.nearest else None,
        "notes": list(answer.notes),
        "written": {"path": ".".join(map(str, inserted.path)), "line": inserted.line} if inserted else None,
    }


def _shown(place: ShownPassage) -> dict[str, object]:
    return {"source": place.source, "line": place.line, "where": place.where, "text": place.text}
