"""`winset open`: the workbench in the browser of this machine."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import click

from winset.cli.examples import shipped
from winset.cli.options import complete_case
from winset.errors import WinsetError
from winset.model.numbers import HANDLING


@click.command("open", short_help="Open the workbench: look at a case, try, change and hand over, in the browser.")
@click.argument("case", required=False, type=click.Path(path_type=Path), shell_complete=complete_case)
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Listen on this port. [default: a free one]")
@click.option("--share", metavar="ADDRESS", help="Let others on a network look at it, at this address of this machine.")
@click.option("--edit", is_flag=True, help="With --share: others may change the case too, one at a time.")
@click.option("--certificate", type=click.Path(path_type=Path), metavar="FILE", help="With --share: for TLS.")
@click.option(
    "--key", type=click.Path(path_type=Path), metavar="FILE", help="With --share: the key of the certificate."
)
@click.option("--trust-network", is_flag=True, help="With --share: without TLS; everybody on the way can read along.")
@click.option(
    "--handling",
    type=click.Choice(list(HANDLING)),
    default="team",
    show_default=True,
    help="With --share: the highest level that is shown to anybody.",
)
@click.option("--no-browser", is_flag=True, help="Print the address, and open no browser.")
def command(case: Path | None, port: int, no_browser: bool, **shared: Any) -> None:
    """Open the workbench on a case, on a folder of cases, or, without a name, on the folder where you are.

    It listens on this machine alone, and the address that it prints lets one browser in. Ctrl-C ends it. With --share
    it listens at one address of this machine, and lets in whoever says the passphrase that it prints.

    \b
    Example:   winset open examples/alaska-2025
               winset open
               winset open alaska-2025 --share 192.168.1.20 --certificate cert.pem --key key.pem
    """
    try:
        workbench = import_module("winset.web.serve")
    except ModuleNotFoundError as error:
        raise WinsetError("the workbench needs Starlette and uvicorn: pip install 'winset[web]'") from error
    serving = workbench.Serving.on(case, shipped(), port, _sharing(shared))
    click.echo("The workbench is open; Ctrl-C ends it.", err=True)
    serving.run(click.echo, open_browser=not no_browser)


def _sharing(given: dict[str, Any]) -> Any:
    """How the workbench is shared; None where it is not. Raises WinsetError, and click.UsageError for what goes with
    sharing alone.
    """
    if given["share"] is None:
        alone = [name for name in ("edit", "certificate", "key", "trust_network") if given[name]]
        if alone:
            raise click.UsageError(f"`--{alone[0].replace('_', '-')}` goes with `--share`")
        return None
    for name in ("certificate", "key"):
        if given[name] is not None and not given[name].is_file():
            raise click.UsageError(f"there is no file `{given[name]}`")
    return import_module("winset.web.sharing").Sharing(
        host=given["share"],
        may_edit=given["edit"],
        most=given["handling"],
        certificate=given["certificate"],
        key=given["key"],
        is_trusted=given["trust_network"],
    )
