"""`winset export`: a case for another program."""

from __future__ import annotations

import shlex
from pathlib import Path as File

import click

from winset.cli.options import case_argument, handling_option, json_option, table_option, variant_option
from winset.model.numbers import Handling


@click.group(
    "export",
    short_help="Write a case for another program: GENIUS.",
    context_settings={"max_content_width": 110},
)
def command() -> None:
    """Write a case for another program.

    \b
    Example:   winset export genius examples/classroom -o classroom-genius
               winset export genius --help
    """


@command.command("genius", short_help="GENIUS XML: the domain, and a profile of each bargaining party.")
@case_argument
@click.option(
    "-o", "--output", "folder", required=True, metavar="FOLDER", type=click.Path(path_type=File),
    help="Where the files are to stand; nothing there is overwritten.",
)  # fmt: skip
@variant_option
@table_option
@handling_option
@click.option("--drop", is_flag=True, help="Leave out what GENIUS cannot say, and report it.")
@json_option
def genius(
    case: str,
    folder: File,
    variants: tuple[str, ...],
    table: str | None,
    handling: Handling,
    drop: bool,
    as_json: bool,
) -> None:
    """Write a case as GENIUS XML: the domain, and a profile of each bargaining party.

    Every number is the most likely one. The value that GENIUS computes is the value of the case / 100. GENIUS knows no
    rules, red lines and links, no needed party that does not bargain and no walk-away below 0: a case with any of these
    is refused, unless `--drop` leaves them out.

    \b
    Example:   winset export genius examples/classroom -o classroom-genius
               winset export genius examples/alaska-2025 -o alaska-genius --drop
    """
    from winset.casefile.exports.genius import exported
    from winset.casefile.read import read_case
    from winset.cli.output import Wrote, finish
    from winset.errors import SaveRefused
    from winset.present.visible import Visible
    from winset.study import Study

    study = Study(checked=read_case(case, variants), variants=variants)
    read = study.case
    files = exported(read, table, drop=drop)
    closed = [party for party in files.parties if not Visible(case=read, level=handling).points(party)]
    if closed:
        names = ", ".join(f"`{party}`" for party in closed)
        raise SaveRefused(
            f"numbers of {names} are marked above “{handling}”, and nothing was written; "
            "`--handling restricted` writes them"
        )
    written = files.write(folder)
    finish(
        lambda: {
            "folder": str(folder),
            "written": list(written),
            "parties": files.parties,
            "notes": list(files.notes),
        },
        lambda: _tell(folder, written, files.notes),
        as_json=as_json,
        checked=study.checked,
        wrote=Wrote(folder=folder, names=written),
    )


def _tell(folder: File, written: tuple[str, ...], notes: tuple[str, ...]) -> None:
    """Says what was written, and what to do next."""
    for name in written:
        click.echo(f"wrote {folder / name}", err=True)
    for note in notes:
        click.echo(f"note: {note}", err=True)
    click.echo("Next:")
    click.echo(f"  winset import genius {shlex.quote(str(folder))} -o {shlex.quote(f'{folder}-again')}")
