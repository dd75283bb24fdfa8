"""`winset check`: the question, and the mending of quotes before it is asked."""

from __future__ import annotations

from typing import Any

import click

from winset.cli.asking import question_command
from winset.questions.catalogue import QUESTIONS

FIX = "Write the exact text of quotes that differ in typography only; touch nothing else."


def _command() -> click.Command:
    command = question_command(QUESTIONS["check"])
    ask = command.callback

    def callback(*, fix: bool, **given: Any) -> None:
        if fix:
            _fix(given["case"])
        if ask is not None:
            ask(**given)

    command.callback = callback
    command.params.insert(-1, click.Option(["--fix"], is_flag=True, help=FIX))
    return command


def _fix(case: str) -> None:
    """Quotes are written as their sources have them; each is named on standard error."""
    from winset.casefile.read import case_file
    from winset.casefile.save import save_text
    from winset.casefile.typography import fixed

    path = case_file(case)
    result = fixed(path)
    if result.changed:
        save_text(path, result.text, result.sha256)
    for line in result.changed:
        click.echo(line, err=True)
    count = len(result.changed)
    click.echo(f"{count} quote{'s' * (count != 1)} written exactly", err=True)


command = _command()
