"""`winset import`: a case from files of another program."""

from __future__ import annotations

import shlex
from pathlib import Path as File
from typing import TYPE_CHECKING

import click

from winset.cli.options import folder_option, json_option

if TYPE_CHECKING:
    from collections.abc import Callable
    from fractions import Fraction

    from winset.interchange.foreign_file import Imported


@click.group(
    "import",
    short_help="Make a case from files of another program: GENIUS, GeniusWeb, GMCR+, KTAB.",
    context_settings={"max_content_width": 110},
)
def command() -> None:
    """Make a case from files of another program.

    \b
    Example:   winset import genius party-domain -o party
               winset import gmcr Elmira.gmcr -o elmira
               winset import ktab reform.csv -o reform
               winset import genius --help
    """


@command.command("genius", short_help="GENIUS XML, or GeniusWeb JSON.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(path_type=File))
@folder_option("case is")
@click.option(
    "--reservation", metavar="NUMBER", help="The reservation of profiles that have none, from 0 to 1, as in GENIUS."
)
@json_option
def genius(paths: tuple[File, ...], folder: File, reservation: str | None, as_json: bool) -> None:
    """Make a case from the profiles of a GENIUS domain, XML, or of GeniusWeb, JSON.

    PATH is a folder with the profiles, or a file; every profile is a party, in the order named, in a folder by file
    name. An option's score is 100 × evaluation / largest evaluation, so that values and walk-aways share one scale. A
    profile whose reservation is missing or lies on another scale is refused.

    \b
    Example:   winset import genius party-domain -o party
               winset import genius domain.xml buyer.xml seller.xml -o sale --reservation 0
    """
    from winset.interchange.genius_import import imported

    number = _reservation(reservation)
    _written(folder, lambda: imported(paths, folder, number), ("check", "deal"), as_json=as_json)


@command.command("gmcr", short_help="GMCR+: a graph model of a conflict.")
@click.argument("path", metavar="FILE", type=click.Path(path_type=File))
@folder_option("case is")
@json_option
def gmcr(path: File, folder: File, as_json: bool) -> None:
    """Make a case from FILE, a graph model of a conflict that GMCR+ saved (`.gmcr`).

    Every option of the file becomes an issue that is taken or not taken, and that its owner alone moves; what cannot be
    becomes rules that are facts; preferences become statements or a ranking, whichever the file uses. Misperceptions
    and coalitions are left out, and reported.

    \b
    Example:   winset import gmcr Elmira.gmcr -o elmira
    """
    from winset.interchange.gmcr_import import imported_gmcr

    _written(folder, lambda: imported_gmcr(path, folder), ("check", "stability"), as_json=as_json)


@command.command("ktab", short_help="KTAB: a spatial model of parties on lines.")
@click.argument("path", metavar="FILE", type=click.Path(path_type=File))
@folder_option("case is")
@json_option
def ktab(path: File, folder: File, as_json: bool) -> None:
    """Make a case from FILE, a spatial model of KTAB (`.csv`).

    Every line of the file becomes an issue on a scale, every position on it an option at its exact place. Positions are
    inferred, since the file names no sources; capability and salience are judgements of whoever wrote it.

    \b
    Example:   winset import ktab reform.csv -o reform
    """
    from winset.interchange.ktab_import import imported_ktab

    _written(folder, lambda: imported_ktab(path, folder), ("check", "forecast"), as_json=as_json)


def _written(folder: File, imported: Callable[[], Imported], next_: tuple[str, ...], *, as_json: bool) -> None:
    """Writes the case that is imported, into a folder where nothing stands, and says so."""
    from winset.casefile.start import refuse_taken
    from winset.cli.output import Wrote, finish
    from winset.errors import SaveRefused

    try:
        refuse_taken(folder)
    except SaveRefused as error:
        raise click.UsageError(str(error)) from error
    case = imported()
    written = case.write(folder)
    finish(
        lambda: _data(folder, written, case),
        lambda: _tell(folder, written, case, next_),
        as_json=as_json,
        wrote=Wrote(folder=folder, names=written),
    )


def _data(folder: File, written: tuple[str, ...], case: Imported) -> dict[str, object]:
    """What was read and written, for a program."""
    return {
        "folder": str(folder),
        "written": list(written),
        "read": [{"file": name, "sha256": digest} for name, digest in case.files],
        "parties": {party.id: party.name for party in case.parties},
        "issues": {issue.id: issue.name for issue in case.issues},
        "notes": list(case.notes),
    }


def _tell(folder: File, written: tuple[str, ...], case: Imported, next_: tuple[str, ...]) -> None:
    """Says what was written, and what to do next."""
    from winset.report.printable import printable

    for name in written:
        click.echo(f"wrote {folder / name}", err=True)
    click.echo(f"{len(case.parties)} parties, {len(case.issues)} issue{'s' * (len(case.issues) != 1)}", err=True)
    for note in case.notes:
        click.echo(f"note: {printable(note)}", err=True)
    name = shlex.quote(str(folder))
    click.echo("Next:")
    for word in next_:
        click.echo(f"  winset {word} {name}")


def _reservation(text: str | None) -> Fraction | None:
    """The number, which lies between 0 and 1."""
    if text is None:
        return None
    from winset.interchange.fitting import exact

    number = exact(text)
    if isinstance(number, str) or not 0 <= number <= 1:
        reason = number if isinstance(number, str) else f"{text} is not between 0 and 1"
        raise click.BadParameter(reason, param_hint="'--reservation'")
    return number
