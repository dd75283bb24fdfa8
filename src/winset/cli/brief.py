"""`winset brief`: two pages that can be handed over, and an annex that opens every claim."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from winset.brief.request import BriefRequest
from winset.cli.options import case_argument, handling_option, json_option, variant_option
from winset.cli.requests import options_of, request_of

if TYPE_CHECKING:
    from winset.brief.brief import Brief
    from winset.model.numbers import Handling
    from winset.report.disclosure import Disclosed

SUFFIXES = (".html", ".htm", ".md")


@click.command("brief", short_help="Write the brief that can be handed over: HTML for print, or Markdown.")
@case_argument
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write: .html or .md. [default: CASE-ID.html]",
)
@variant_option
@handling_option
@json_option
def command(
    case: str,
    output: Path | None,
    variants: tuple[str, ...],
    handling: Handling,
    as_json: bool,
    **given: Any,
) -> None:
    from winset.brief.brief import brief
    from winset.casefile.save import write_new
    from winset.cli.output import Wrote, finish
    from winset.report.disclosure import disclose
    from winset.runs.running import Running
    from winset.study import Study

    study = Study.read(case, variants)
    target = output or Path(f"{study.session.case.case.id}.html")
    if target.suffix.lower() not in SUFFIXES:
        raise click.UsageError(f"a brief is .html or .md, not `{target.suffix or target.name}`")
    request = request_of(BriefRequest, given)
    made = brief(study, request, Running(notice=lambda message: click.echo(message, err=True)))
    shown = disclose(made.report, handling)
    write_new(target, _page(made, shown, target))
    finish(
        lambda: {**shown.document, "file": str(target), "handling": handling},
        lambda: click.echo(f"The brief is in {target.resolve()}"),
        as_json=as_json,
        checked=study.session.checked,
        wrote=Wrote(folder=target.parent, names=(target.name,)),
    )


def _page(made: Brief, shown: Disclosed, target: Path) -> str:
    if target.suffix.lower() == ".md":
        from winset.report.renderers.markdown import markdown_page

        return markdown_page(shown, made.subtitle)
    from winset.report.renderers.html import html_page

    return html_page(shown, made.subtitle)


command.help = BriefRequest.__doc__
command.params[2:2] = options_of(BriefRequest)
