"""`winset new`: a case to start from."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path as File
from typing import TYPE_CHECKING

import click

from winset.cli.options import json_option

if TYPE_CHECKING:
    from winset.casefile.start import NamedEntry, StartGrid


@click.command("new", short_help="Start a case: a commented example, or an empty grid for your own documents.")
@click.argument("folder", type=click.Path(readable=False, path_type=File))
@click.argument("documents", nargs=-1, type=click.Path(path_type=File))
@click.option(
    "--from",
    "sources",
    multiple=True,
    metavar="DOCUMENT...",
    type=click.Path(path_type=File),
    help="Documents to copy into the case: text, Markdown, HTML or PDF.",
)
@click.option("--parties", metavar="NAMES", help="Who negotiates, with commas between: us,russia,ukraine")
@click.option("--issues", metavar="NAMES", help="What about, with commas between: territory,ceasefire")
@json_option
def command(
    folder: File,
    documents: tuple[File, ...],
    sources: tuple[File, ...],
    parties: str | None,
    issues: str | None,
    as_json: bool,
) -> None:
    """Start a case in FOLDER: a commented example, or an empty grid for your own documents.

    Without options FOLDER gets an invented dispute that shows each section of a case file once. With documents, parties
    and issues it gets a grid in which every cell is still `silent`.

    \b
    Example:   winset new ferry
               winset new alaska --from briefing.md notes.pdf --parties us,russia,ukraine --issues territory,ceasefire
    """
    from winset.casefile import start
    from winset.cli.output import Wrote, finish
    from winset.errors import SaveRefused

    asked = bool(documents or sources or parties is not None or issues is not None)
    parts = None
    try:
        start.refuse_taken(folder)
        if asked:
            parts = start.grid(folder, _documents(sources, documents), parties or "", issues or "")
    except SaveRefused as error:
        raise click.UsageError(str(error)) from error
    written = start.write_grid(folder, parts) if parts else start.write_starter(folder)
    ids = {kind: {named_entry.id: named_entry.name for named_entry in named} for kind, named in _named(parts)}
    finish(
        lambda: {"folder": str(folder), "written": list(written), **ids},
        lambda: _tell(folder, written, parts),
        as_json=as_json,
        wrote=Wrote(folder=folder, names=written),
    )


def _tell(folder: File, written: tuple[str, ...], parts: StartGrid | None) -> None:
    """Says what was written, and what to do next."""
    for name in written:
        click.echo(f"wrote {folder / name}", err=True)
    for kind, named in _named(parts):
        for named_entry in named:
            if named_entry.id != named_entry.name:
                click.echo(f"{kind} `{named_entry.id}` stands for “{named_entry.name}”", err=True)
    case = shlex.quote(str(folder))
    click.echo("Next:")
    if parts is None:
        click.echo(f"  winset check {case}\n  winset deal {case}")
        return
    click.echo(f"  write the options of each issue into {folder / 'case.yaml'}, and what each party wants")
    click.echo(f"  winset check {case}")
    click.echo(f'  winset quote {case} "first words … last words" --into ISSUE.PARTY')


def _named(parts: StartGrid | None) -> tuple[tuple[str, Sequence[NamedEntry]], ...]:
    """The parties and issues of a grid, by kind; nothing for the starter case."""
    return (("party", parts.parties), ("issue", parts.issues)) if parts else ()


def _documents(sources: tuple[File, ...], more: tuple[File, ...]) -> list[File]:
    """Every document that was named; one with commas in it is several, where no file has the whole name."""
    files: list[File] = []
    for path in (*sources, *more):
        several = [part.strip() for part in str(path).split(",")]
        files += [path] if path.exists() or len(several) == 1 else [File(part) for part in several if part]
    return files
