"""`winset source`: the documents of a case."""

from __future__ import annotations

import shlex
from pathlib import Path as File
from typing import TYPE_CHECKING

import click

from winset.cli.options import case_argument, json_option
from winset.cli.source_compare import compare, interests
from winset.model.numbers import HANDLING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from winset.casefile.editing.editor import OpenedCase
    from winset.casefile.editing.operations.sources import AddedSource, AddedSources


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


command.add_command(compare)
command.add_command(interests)


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
