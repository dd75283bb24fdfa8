"""`winset source`: the documents of a case, and what they say that bears on its positions and interests."""

from __future__ import annotations

import shlex
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path as File
from typing import TYPE_CHECKING

import click

from winset.cli.options import case_argument, handling_option, json_option
from winset.model.numbers import HANDLING, Handling

if TYPE_CHECKING:
    from winset.casefile.drafting.find import InterestSentence
    from winset.casefile.drafting.touched import StalePosition, TouchedPosition
    from winset.casefile.editing.editor import OpenedCase
    from winset.casefile.editing.operations.sources import AddedSource, AddedSources
    from winset.casefile.sources import SourceText
    from winset.model.case import Case

MONTHS = 6
HEADS = {
    "contradicted": "GOES AGAINST",
    "elsewhere": "SAYS SOMETHING ELSE OF",
    "new": "SAYS OF, WHERE THE CASE DOES NOT",
    "confirmed": "BEARS OUT",
}
ROOM = 96


@click.group(
    "source",
    short_help="Add documents to a case as sources, and say what they say of its positions.",
    context_settings={"max_content_width": 110},
)
def command() -> None:
    """The documents of a case: text, Markdown, HTML, PDF or Word.

    \b
    Example:   winset source add my-case minutes.md letter.pdf
               winset source compare my-case letter
               winset source interests my-case
    """


OF_A_DOCUMENT = ("title", "date", "author", "language", "origin", "quality")
"""What the options say of a document, in the order in which it is written."""


@command.command("add", short_help="Copy documents into the case, and list them as sources.")
@case_argument
@click.argument("documents", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=File))
@click.option("--title", metavar="TEXT", help="What readers call the document; for one FILE.")
@click.option("--date", metavar="DATE", help="When it was written or published, such as 2025-08-10 or 2025-08.")
@click.option("--author", metavar="TEXT", help="Who wrote it.")
@click.option("--language", metavar="CODE", help="Its language, such as en, uk or zh-Hant.")
@click.option("--origin", metavar="TEXT", help="From whom it has what it says, such as a news agency.")
@click.option("--quality", metavar="TEXT", help="A word of doubt; a warning with it goes to every page that quotes it.")
@click.option(
    "--handling", "level", type=click.Choice(list(HANDLING)), help="Who may see what is quoted from it; everyone, else."
)
@json_option
def add(case: str, documents: tuple[File, ...], level: str | None, as_json: bool, **values: str | None) -> None:
    """Copy each FILE into the folder of CASE, byte for byte, and list it as a source with its fingerprint.

    Title, date, author and language are taken from the file where it says them, and from nowhere else; the options say
    them in its place. A file of the folder stays where it is. Nothing is overwritten, and where one FILE cannot be a
    source none is added.

    \b
    Example:   winset source add my-case minutes.md letter.pdf
               winset source add my-case report.html --date 2025-08-10 --origin "News agency"
    """
    from winset.casefile.editing.editor import open_case
    from winset.casefile.editing.operations.sources import save_sources, sources_added
    from winset.cli.output import write_json

    said = {**{name: values[name] for name in OF_A_DOCUMENT}, "handling": level}
    given = {name: text.strip() for name, text in said.items() if text is not None}
    for name, text in given.items():
        if not text:
            raise click.UsageError(f"the {name} cannot be empty")
    if "title" in given and len(documents) > 1:
        raise click.UsageError("`--title` is the title of one document; add the others by a command of their own")
    opened = open_case(File(case))
    added = sources_added(opened, documents, given)
    saved = save_sources(opened, added)
    if as_json:
        write_json(_document(saved, added))
    else:
        _tell(case, saved, added, given)


def _document(saved: OpenedCase, added: AddedSources) -> dict[str, object]:
    from winset import __version__

    return {
        "winset": __version__,
        "case": saved.case.case.id if saved.case is not None else None,
        "sha256": saved.sha256,
        "sources": [
            {"id": source.name, **source.fields, "bytes": len(source.data), "copied": source.is_new}
            for source in added.sources
        ],
    }


def _tell(case: str, saved: OpenedCase, added: AddedSources, given: Mapping[str, str]) -> None:
    """Says what was added, what the documents say of themselves, and what to do next."""
    from winset.report.printable import printable

    for source in added.sources:
        if source.is_new:
            click.echo(f"wrote {printable(str(saved.path.parent / source.file))}", err=True)
        click.echo(f"source `{source.name}`: {printable(source.fields['title'])} ({printable(source.file)})", err=True)
        said = [f"{name} {source.fields[name]}" for name in _SAID if name in source.fields and name not in given]
        if said:
            click.echo(f"  as the file says: {printable(', '.join(said))}", err=True)
        if _is_day_of_the_file(source, given):
            click.echo("  its date is the day on which the file was made; say another with --date", err=True)
    click.echo("Next:")
    click.echo(f'  winset quote {shlex.quote(case)} "first words … last words" --source {added.sources[0].name}')
    click.echo(f"  winset source compare {shlex.quote(case)} {' '.join(source.name for source in added.sources)}")


_SAID = ("date", "author", "language")


def _is_day_of_the_file(source: AddedSource, given: Mapping[str, str]) -> bool:
    """True of a PDF or Word document with a date that nobody has given."""
    return "date" in source.fields and "date" not in given and File(source.file).suffix.lower() in (".pdf", ".docx")


@command.command("compare", short_help="Say which positions a document bears out or goes against, and which grow old.")
@case_argument
@click.argument("names", nargs=-1, metavar="[SOURCE]...")
@click.option(
    "--older-than",
    "months",
    type=click.IntRange(min=0),
    default=MONTHS,
    show_default=True,
    metavar="MONTHS",
    help="A position is old whose last claim is so many months older than the document.",
)
@handling_option
@json_option
def compare(case: str, names: tuple[str, ...], months: int, handling: Handling, as_json: bool) -> None:
    """Say what each SOURCE of CASE, or the latest one, says of its positions: which it bears out, which it goes
    against, where it speaks and the case is silent, and which positions have grown old without a word in it.

    Only sentences count that name the party and have the words of an option of the issue, with a word of wanting,
    refusing or leaving to another, and that are not quoted for the position already; each is shown. It proposes, and
    changes nothing: what a sentence means is yours to say, with `winset draft` or `winset quote`.

    \b
    Example:   winset source compare examples/alaska-2025 briefing
               winset source compare my-case letter --older-than 3
    """
    from winset.casefile.drafting.find import candidates_of
    from winset.casefile.drafting.touched import stale_positions, touched_positions
    from winset.cli.output import write_json
    from winset.model.version import VERSION

    checked_case, sources = _read(case, names, handling)
    touched = touched_positions(checked_case, candidates_of(checked_case, sources))
    date = max((checked_case.sources[name].date or "" for name in sources), default="")
    stale = stale_positions(checked_case, date, months, touched) if date else ()
    if as_json:
        write_json(
            {
                "winset": VERSION,
                "case": checked_case.case.id,
                "sources": list(sources),
                "date": date or None,
                "positions": [_touched_data(position, sources) for position in touched],
                "older_than": months,
                "old": [
                    {"issue": one.issue, "party": one.party, "date": one.date, "months": one.months} for one in stale
                ],
            }
        )
        return
    for line in (*_touched_lines(checked_case, touched, sources), *_stale_lines(checked_case, stale, date, months)):
        click.echo(line)
    if not touched:
        return
    click.echo("\nNext, if you accept some of it:")
    click.echo(f"  winset draft {shlex.quote(case)}")
    before = _before(checked_case, date)
    if before is not None:
        click.echo(f"  winset diff {shlex.quote(case)} {shlex.quote(case)} --old-as-of {before}")


def _before(case: Case, date: str) -> str | None:
    """The last date before one on which a document is dated; None where there is none."""
    earlier = [source.date for source in case.sources.values() if source.date is not None and source.date < date]
    return max(earlier, default=None)


def _read(case: str, names: tuple[str, ...], handling: Handling) -> tuple[Case, Mapping[str, SourceText]]:
    """The case, and the sources that are named, or the latest. Raises CaseError, and UnknownName where there is none
    of that name which may be shown.
    """
    from winset.casefile.evidence import open_sources
    from winset.casefile.read import check_case
    from winset.casefile.sources import SourceText
    from winset.errors import CaseError, UnknownName
    from winset.report.disclosure import is_above
    from winset.report.ownership import Ownership

    checked = check_case(case)
    if checked.case is None:
        raise CaseError(checked.problems)
    owners = Ownership(case=checked.case)
    shown = [name for name in checked.case.sources if not is_above(owners.source(name).level, handling)]
    latest = sorted(shown, key=lambda name: checked.case.sources[name].date or "" if checked.case else "")[-1:]
    for name in names:
        if name not in shown:
            raise UnknownName(f"no source `{name}`; this case has: {', '.join(shown) or 'none'}")
    wanted = {name: checked.case.sources[name] for name in names or latest}
    opened = open_sources(File(checked.path).parent, checked.case.model_copy(update={"sources": wanted}))
    return checked.case, {name: text for name, text in opened.items() if isinstance(text, SourceText)}


def _touched_data(position: TouchedPosition, sources: Mapping[str, SourceText]) -> dict[str, object]:
    return {
        "issue": position.issue,
        "party": position.party,
        "touch": position.touch,
        "sentences": [
            {
                "source": words.source,
                "where": sources[words.source].where(words.start),
                "sentence": " ".join(words.quote.split()),
                "cue": words.cue,
                "option": words.option,
                "other": words.other,
            }
            for words in position.words
        ],
    }


def _touched_lines(
    case: Case, touched: tuple[TouchedPosition, ...], sources: Mapping[str, SourceText]
) -> Iterator[str]:
    from winset.report.printable import printable

    named = " and ".join(f"`{name}`" for name in sources) or "no source"
    yield f"What {named} says of the positions, by its words alone:"
    if not touched:
        yield "nothing that names a party and an option and is not quoted for the position already."
    head = ""
    for position in touched:
        if HEADS[position.touch] != head:
            head = HEADS[position.touch]
            yield f"\n{head}"
        yield printable(f"  {case.name(position.party)} on {case.issue_in_sentence(position.issue)}")
        yield printable(f"    the case: {_position_words(case, position)}")
        for words in position.words:
            text = f"{' '.join(words.quote.split())} — {words.source}, {sources[words.source].where(words.start)}"
            yield textwrap.fill(printable(text), ROOM, initial_indent="    ", subsequent_indent="      ")


def _position_words(case: Case, position: TouchedPosition) -> str:
    cell = case.cell(position.issue, position.party)
    if cell.basis == "silent":
        return "silent"
    if cell.delegates_to is not None:
        return f"leaves it to {case.name_in_sentence(cell.delegates_to)}"
    refused = "; ".join(f"“{case.option_label(position.issue, line.option)}”" for line in cell.rejects)
    wanted = f"wants “{case.option_label(position.issue, cell.ideal)}”" if cell.ideal is not None else ""
    return ", ".join(part for part in (wanted, f"refuses {refused}" if refused else "") if part)


def _stale_lines(case: Case, stale: tuple[StalePosition, ...], date: str, months: int) -> Iterator[str]:
    from winset.model.dates import in_words
    from winset.report.names import counted
    from winset.report.printable import printable

    if not date:
        yield "\nHow old positions are cannot be said: the document has no date."
        return
    if stale:
        yield f"\nOLD: no word here, and no claim in the {counted(months, 'month')} before {in_words(date)}"
    for one in stale:
        when = f"last of {in_words(one.date)}" if one.date is not None else "no claim has a date"
        yield printable(f"  {case.name(one.party)} on {case.issue_in_sentence(one.issue)}: {when}")


@command.command("interests", short_help="Show sentences that may say what a party needs or fears.")
@case_argument
@click.argument("names", nargs=-1, metavar="[SOURCE]...")
@handling_option
@json_option
def interests(case: str, names: tuple[str, ...], handling: Handling, as_json: bool) -> None:
    """Show the sentences of each SOURCE of CASE, or of the latest one, that name a party and have a word of need or of
    fear after its name. Whether it is an interest, and what it is, is yours to say.

    \b
    Example:   winset source interests examples/alaska-2025
    """
    from winset.casefile.drafting.find import interest_sentences
    from winset.cli.output import write_json
    from winset.model.version import VERSION

    checked_case, sources = _read(case, names, handling)
    sentences = tuple(interest_sentences(checked_case, sources))
    if as_json:
        found = [_interest_data(one, sources) for one in sentences]
        write_json({"winset": VERSION, "case": checked_case.case.id, "sources": list(sources), "sentences": found})
        return
    for line in _interest_lines(checked_case, sentences, sources):
        click.echo(line)
    if sentences:
        first = next((one for one in sentences if not one.is_known), sentences[0])
        click.echo("\nNext, for the words that carry one:")
        where = f"parties.{first.party}.interests"
        click.echo(f'  winset quote {shlex.quote(case)} "first words … last words" --under {where}')


def _interest_data(one: InterestSentence, sources: Mapping[str, SourceText]) -> dict[str, object]:
    return {
        "party": one.party,
        "kind": one.kind,
        "source": one.source,
        "where": sources[one.source].where(one.start),
        "sentence": " ".join(one.sentence.split()),
        "cue": one.cue,
        "in_the_case": one.is_known,
    }


def _interest_lines(
    case: Case, sentences: tuple[InterestSentence, ...], sources: Mapping[str, SourceText]
) -> Iterator[str]:
    from winset.report.printable import printable

    if not sentences:
        yield "No sentence names a party and has a word of need or of fear after its name."
    for party, entry in case.parties.items():
        theirs = [one for one in sentences if one.party == party]
        if theirs:
            yield f"\n{printable(entry.name).upper()}"
        for one in theirs:
            known = ", quoted for an interest already" if one.is_known else ""
            where = f"{one.source}, {sources[one.source].where(one.start)}"
            yield f"  {one.kind}, by “{printable(one.cue)}” — {where}{known}"
            yield textwrap.fill(
                printable(" ".join(one.sentence.split())), ROOM, initial_indent="    ", subsequent_indent="    "
            )
