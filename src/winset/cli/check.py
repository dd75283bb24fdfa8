"""`winset check`: everything that is wrong with a case, in one pass, with its place."""

from __future__ import annotations

import sys

import click

from winset.cli.options import case_argument, handling_option, json_option, variant_option
from winset.model.numbers import Handling


@click.command("check", short_help="Check a case: its form, its names, and every quote against its source.")
@case_argument
@variant_option
@handling_option
@click.option(
    "--fix", is_flag=True, help="Write the exact text of quotes that differ in typography only; touch nothing else."
)
@json_option
def command(case: str, variants: tuple[str, ...], handling: Handling, fix: bool, as_json: bool) -> None:
    """Check a case: its form, its names, and every quote against its source.

    Every problem is reported in one pass, with its line, what is wrong and what would be right. The exit code is 1
    where there is an error, 0 otherwise.

    \b
    Example:   winset check examples/alaska-2025
               winset check my-case --fix
    """
    from winset.casefile.read import case_file, check_case
    from winset.cli.output import console, finish
    from winset.cli.record import refuse_record
    from winset.present.check_text import write_check
    from winset.present.data import check_document

    if fix:
        from winset.casefile.fix import fixed
        from winset.casefile.save import save_text

        path = case_file(case)
        result = fixed(path)
        if result.changed:
            save_text(path, result.text, result.sha256)
        for line in result.changed:
            click.echo(line, err=True)
        count = len(result.changed)
        click.echo(f"{count} quote{'s' * (count != 1)} written exactly", err=True)
    checked = check_case(case, variants)
    if not checked.sha256:
        refuse_record("the case file cannot be read")
    finish(
        lambda: check_document(checked, handling),
        lambda: write_check(console(), checked, handling, name=str(case_file(case))),
        as_json=as_json,
        checked=checked,
    )
    if checked.errors:
        sys.exit(1)
