"""`winset brief`: two pages that can be handed over, with an annex; or a dossier that opens every claim."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from winset.brief.request import BriefRequest
from winset.brief.written import FORMATS, WITH_CHARTS
from winset.cli.options import as_of_option, case_argument, force_option, handling_option, json_option, variant_option
from winset.cli.requests import options_of, request_of

if TYPE_CHECKING:
    from winset.model.numbers import Handling


@click.command("brief", short_help="Write the brief that can be handed over: HTML, Markdown, Word or PDF.")
@case_argument
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write. [default: CASE-ID.html, or with the suffix of the format]",
)
@click.option(
    "--format",
    "kind",
    type=click.Choice(list(dict.fromkeys(FORMATS.values()))),
    help="What to write. [default: what the suffix of the output says; html]",
)
@click.option(
    "--reference",
    type=click.Path(dir_okay=False, exists=True, path_type=Path),
    help="A Word file whose styles, page and letterhead the brief takes; for docx.",
)
@variant_option
@as_of_option
@handling_option
@force_option
@json_option
def command(
    case: str,
    output: Path | None,
    kind: str | None,
    reference: Path | None,
    variants: tuple[str, ...],
    as_of: str | None,
    handling: Handling,
    force: bool,
    as_json: bool,
    **given: Any,
) -> None:
    from winset.brief.beside import answering_beside

    request = request_of(BriefRequest, given)
    kind_written = _format(output, kind, reference)
    with answering_beside(request.trials) as beside:
        from winset.brief.brief import brief
        from winset.brief.written import written as as_file
        from winset.casefile.output import Output
        from winset.cli.output import Wrote, finish
        from winset.report.charts.convert import drawing_beside
        from winset.report.disclosure import disclose
        from winset.runs.running import Running
        from winset.study import Study

        study = Study.read(case, variants, as_of=as_of).at(handling)
        target = output or Path(f"{study.session.case.case.id}.{kind_written}")
        written_to = Output(path=target, purpose="brief", kept=study.session.files, is_forced=force)
        written_to.refuse_taken()
        with drawing_beside() if kind_written in WITH_CHARTS else nullcontext():
            running = Running(notice=lambda message: click.echo(message, err=True))
            made = brief(study, request, running, beside)
            shown = disclose(made.report, handling)
            written_to.write(as_file(shown, kind_written, reference))
    finish(
        lambda: {**shown.document, "file": str(target), "handling": handling},
        lambda: click.echo(f"The {made.report.kind.lower()} is in {target.resolve()}"),
        as_json=as_json,
        checked=study.session.checked,
        wrote=Wrote(folder=target.parent, names=(target.name,)),
    )


def _format(output: Path | None, kind: str | None, reference: Path | None) -> str:
    """What is written: what is asked for, else what the name of the file says. Raises click.UsageError."""
    suffix = output.suffix.lower().removeprefix(".") if output is not None else "html"
    if kind is None and suffix not in FORMATS:
        raise click.UsageError(
            f"a brief is {', '.join(f'.{known_format}' for known_format in FORMATS)}, not `.{suffix}`; or say --format"
        )
    written = kind or FORMATS[suffix]
    if reference is not None and written != "docx":
        raise click.UsageError("--reference goes with --format docx: it is a Word file whose styles the brief takes")
    return written


command.help = BriefRequest.__doc__
command.params[2:2] = options_of(BriefRequest)
