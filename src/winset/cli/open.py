"""`winset open`: the workbench in the browser of this machine."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import click

from winset.cli.examples import shipped
from winset.cli.options import complete_case
from winset.errors import WinsetError


@click.command("open", short_help="Open the workbench: look at a case, try, change and hand over, in the browser.")
@click.argument("case", required=False, type=click.Path(path_type=Path), shell_complete=complete_case)
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Listen on this port. [default: a free one]")
@click.option("--no-browser", is_flag=True, help="Print the address, and open no browser.")
def command(case: Path | None, port: int, no_browser: bool) -> None:
    """Open the workbench on a case, on a folder of cases, or, without a name, on the folder where you are.

    It listens on this machine alone, and the address that it prints lets one browser in. Ctrl-C ends it.

    \b
    Example:   winset open examples/alaska-2025
               winset open
    """
    try:
        workbench = import_module("winset.web.serve")
    except ModuleNotFoundError as error:
        raise WinsetError("the workbench needs Starlette and uvicorn: pip install 'winset[web]'") from error
    serving = workbench.Serving.on(case, shipped(), port)
    click.echo("The workbench is open; Ctrl-C ends it.", err=True)
    serving.run(click.echo, open_browser=not no_browser)
