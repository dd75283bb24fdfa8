"""`--chart FILE`: the picture of an answer, as SVG or PNG."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from winset.cli.record import kept

if TYPE_CHECKING:
    from winset.analyses.staging.staging import Staging
    from winset.present.visible import Visible
    from winset.report.charts.draw import Drawable

SUFFIXES = (".svg", ".png")


def picture(ctx: click.Context, param: click.Parameter, value: Path | None) -> Path | None:
    """The file, where its name says that it is a picture that can be drawn."""
    if value is not None and value.suffix.lower() not in SUFFIXES:
        raise click.BadParameter(f"a chart is .svg or .png, not `{value.suffix or value.name}`")
    return value


def say(message: str) -> None:
    """Says on standard error what was drawn, but where a run is only repeated."""
    keep = kept()
    if keep is None or not keep.is_silent:
        click.echo(message, err=True)


def _write(path: Path, chart: Drawable, what: str) -> str:
    from winset.casefile.save import write_new
    from winset.report.charts import draw

    write_new(path, draw.svg(chart) if path.suffix.lower() == ".svg" else draw.png(chart))
    return f"The chart is in {path.resolve()}: {what}."


def write_staging(path: Path, found: Staging, visible: Visible) -> str:
    """Draws the plan as a time line beside a better order, the weakest links, and where the weakest party would keep
    it; says what is in the file. Raises WinsetError where the numbers may not be shown, and SaveRefused.
    """
    from winset.errors import WinsetError
    from winset.present.charts import staged
    from winset.present.staging_words import CLOSED, StagingWords

    chart = staged.whole(StagingWords(found, visible))
    if chart is None:
        raise WinsetError(f"there is nothing to draw: {CLOSED[0].lower()}{CLOSED[1:].rstrip('.')}")
    return _write(path, chart, "the plan as a time line, and what a breach would bring and cost")
