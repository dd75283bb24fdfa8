"""`winset forecast`: the question of the catalogue, and `--keep`, which puts the answer into a ledger."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from winset.cli.asking import question_command
from winset.cli.options import ledger_option, params_of
from winset.questions.catalogue import QUESTIONS


def _command() -> click.Command:
    """The question's own command with two more options."""
    made = question_command(QUESTIONS["forecast"])
    ask = made.callback
    keep = click.option(
        "--keep", is_flag=True,
        help="Put the forecast into the ledger, dated and sealed, to be scored by `winset score` when the outcome is "
        "known; nothing there is written over.",
    )  # fmt: skip
    made.params += params_of(keep, ledger_option)

    def callback(keep: bool, ledger: Path, **given: Any) -> None:
        if ask is not None:
            ask(**given)
        if keep:
            _keep(ledger, given)

    made.callback = callback
    return made


def _keep(ledger: Path, given: dict[str, Any]) -> None:
    """Writes the forecast, with the hashes of what it was made from. Raises WinsetError where the level shows none."""
    from winset.cli.output import say
    from winset.cli.record import pending_record
    from winset.cli.requests import request_of
    from winset.errors import WinsetError
    from winset.model.version import VERSION
    from winset.questions.forecast.data import kept_answer
    from winset.questions.forecast.solve import ForecastAnswer
    from winset.report.disclosure import is_above
    from winset.report.ownership import Ownership
    from winset.runs.ledger import keep
    from winset.study import Study

    repeated = pending_record()
    if repeated is not None and repeated.is_silent:
        return
    study = Study.read(given["case"], given["variants"], as_of=given["as_of"]).at(given["handling"])
    request = request_of(QUESTIONS["forecast"].request_type, given)
    answer = study.ask(request)
    session = study.session
    owner = Ownership(case=session.case, whole=session.whole).choices
    if not isinstance(answer, ForecastAnswer) or is_above(owner.level, given["handling"]):
        raise WinsetError("no forecast was kept: its numbers may not be shown at this level")
    entry = keep(
        ledger,
        "forecast",
        session.case.case.id,
        {
            "winset": VERSION,
            "sha256": session.checked.sha256,
            "sources": sorted(sha256 or "" for sha256 in session.checked.sources.values()),
            "variants": list(given["variants"]),
            **({"as_of": given["as_of"]} if given["as_of"] is not None else {}),
            "request": request.plain(),
            "answer": kept_answer(answer),
        },
    )
    say(f"The forecast is kept in {entry.path.resolve()}, sealed {entry.seal[:16]}.")


command = _command()
