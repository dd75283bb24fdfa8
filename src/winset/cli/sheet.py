"""`winset sheet`: positions and judgements as a spreadsheet, and back."""

from __future__ import annotations

import shlex
from pathlib import Path as File
from typing import TYPE_CHECKING

import click

from winset.cli.options import case_argument, force_option, handling_option, json_option
from winset.model.numbers import Handling

if TYPE_CHECKING:
    from winset.casefile.editing.editor import OpenedCase
    from winset.interchange.sheets.importing import ImportedSheet

MOST_LISTED = 40
"""Changed cells that are listed; beyond, `--json` has them all."""


@click.group(
    "sheet",
    short_help="Positions and judgements as a spreadsheet: Excel or CSV, out and back in.",
    context_settings={"max_content_width": 110},
)
def command() -> None:
    """Positions and judgements as a spreadsheet, to be filled in by others, and read back.

    \b
    Example:   winset sheet export examples/alaska-2025 -o alaska.xlsx
               winset sheet import my-case alaska.xlsx
               winset sheet import --help
    """


@command.command("export", short_help="Write positions and judgements as Excel or CSV.")
@case_argument
@click.option(
    "-o", "--output", "output", required=True, metavar="FILE", type=click.Path(path_type=File),
    help="A file that ends in .xlsx; any other name is a folder for CSV files.",
)  # fmt: skip
@click.option("--blank", is_flag=True, help="Fill nothing in: for somebody who is not to see what others found.")
@handling_option
@force_option
@json_option
def export(case: str, output: File, blank: bool, handling: Handling, force: bool, as_json: bool) -> None:
    """Write the positions and judgements of CASE as a workbook: what can be chosen stands in drop-down lists, and a
    sheet “Read me” says in five sentences what to do.

    Excel files need the extra `sheet`. Numbers are written as texts, so that no program rounds them or makes dates of
    them. What lies above the level of `--handling` is left out, and an import leaves it as it is.

    \b
    Example:   winset sheet export examples/alaska-2025 -o alaska.xlsx
               winset sheet export examples/alaska-2025 -o to-fill-in.xlsx --blank
               winset sheet export examples/alaska-2025 -o alaska-csv --handling open
    """
    from winset.casefile.editing.editor import open_case
    from winset.cli.output import say, write_json
    from winset.errors import CaseError
    from winset.interchange.sheets.csv_files import csv_files
    from winset.interchange.sheets.workbook import workbook_of
    from winset.interchange.sheets.xlsx_writing import xlsx_bytes

    opened = open_case(File(case))
    if opened.case is None:
        raise CaseError(opened.checked.problems)
    book = workbook_of(opened.case, opened.data, handling, blank=blank)
    files = {output: xlsx_bytes(book)} if output.suffix.lower() == ".xlsx" else {
        output / name: data for name, data in csv_files(book).items()
    }  # fmt: skip
    _write(opened, files, force=force)
    if as_json:
        rows = {table.title: len(table.rows) for table in book.tables}
        write_json({**_head(opened), "written": [str(path) for path in files], "rows": rows, "handling": handling})
        return
    for path in files:
        say(f"wrote {path}")
    click.echo("Next:")
    click.echo(f"  winset sheet import {shlex.quote(case)} {shlex.quote(str(output))}")


def _write(opened: OpenedCase, files: dict[File, bytes], *, force: bool) -> None:
    """Writes all the files, or none. Raises SaveRefused where one is there."""
    from winset.casefile.output import Output

    sources = opened.case.sources.values() if opened.case is not None else ()
    kept = (opened.path, *(opened.path.parent / source.file for source in sources))
    outputs = {path: Output(path=path, purpose="sheet", kept=kept, is_forced=force) for path in files}
    for output in outputs.values():
        output.refuse_taken()
    for path, data in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        outputs[path].write(data)


def _head(opened: OpenedCase) -> dict[str, object]:
    from winset import __version__

    return {
        "winset": __version__,
        "case": opened.case.case.id if opened.case is not None else None,
        "sha256": opened.sha256,
    }


@command.command("import", short_help="Read a filled-in spreadsheet into the case.")
@case_argument
@click.argument("sheets", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=File))
@click.option("--dry-run", is_flag=True, help="Say what would change, and write nothing.")
@click.option(
    "--replace", is_flag=True, help="Replace what the case says where it has changed since, or says another thing."
)
@click.option(
    "--rest-silent",
    is_flag=True,
    help="Positions of a sheet written with --blank on which nobody has filled anything in are silent.",
)
@json_option
def import_(
    case: str, sheets: tuple[File, ...], dry_run: bool, replace: bool, rest_silent: bool, as_json: bool
) -> None:
    """Read filled-in sheets into the file of CASE: an Excel file, a CSV file, or a folder of CSV files.

    Only cells that say another thing than the case change it; comments and all else in the file stay, and the whole can
    be undone as one change. Where a cell cannot be taken every such cell is named, and nothing is written. No formula
    is worked out. Quotes are looked up in their sources.

    \b
    Example:   winset sheet import my-case filled.xlsx --dry-run
               winset sheet import my-case filled.xlsx
    """
    from winset.casefile.editing.editor import open_case, save
    from winset.cli.output import write_json
    from winset.interchange.sheets.importing import MergeOptions, imported_sheet

    opened = open_case(File(case))
    sheet = imported_sheet(opened, sheets, MergeOptions(replace=replace, rest_silent=rest_silent))
    is_written = sheet.proposed is not None and not dry_run
    if sheet.proposed is not None and not dry_run:
        names = ", ".join(path.name for path in sheets)
        opened = save(sheet.proposed, title=f"Sheet imported: {names}", words=_words(sheet))
    if as_json:
        write_json({**_head(opened), "written": is_written, **_document(sheet)})
    else:
        _tell(case, sheet, is_written=is_written)


def _words(sheet: ImportedSheet) -> tuple[str, ...]:
    """What changed, for the list of changes."""
    return tuple(f"{change.about}: {change.head}" for change in sheet.changes[:MOST_LISTED])


def _document(sheet: ImportedSheet) -> dict[str, object]:
    return {
        "changes": [
            {
                "cell": change.at, "about": change.about, "column": change.head, "before": change.before,
                "after": change.after,
            }
            for change in sheet.changes
        ],
        "notes": list(sheet.notes),
    }  # fmt: skip


def _tell(case: str, sheet: ImportedSheet, *, is_written: bool) -> None:
    """Says what changed, cell by cell."""
    from winset.report.printable import printable

    count = len(sheet.changes)
    if not count:
        click.echo("The sheet says what the case says: nothing changes.")
    for change in sheet.changes[:MOST_LISTED]:
        before, after = (_shown(text) for text in (change.before, change.after))
        click.echo(printable(f"{change.at}: {change.about}. {change.head}: {before} -> {after}"))
    if count > MOST_LISTED:
        click.echo(f"and {count - MOST_LISTED} more; `--json` has them all")
    for note in sheet.notes:
        click.echo(printable(note))
    if count:
        cells = f"{count} cell{'s' * (count != 1)}"
        click.echo(f"{cells} changed, as one change that can be undone." if is_written else f"{cells} would change.")
    if is_written:
        click.echo("Next:")
        click.echo(f"  winset check {shlex.quote(case)}")


def _shown(text: str) -> str:
    longest = 60
    short = text if len(text) <= longest else f"{text[:longest]}…"
    return f"“{short}”" if text else "(empty)"
