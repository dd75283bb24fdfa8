"""What every command writes: tables for people, one JSON document for programs, messages on standard error."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from winset.errors import Problem

if TYPE_CHECKING:
    from rich.console import Console

WIDTH = 100


def console(*, error: bool = False) -> Console:
    """A console for standard output or standard error; on a pipe it is plain and 100 columns wide."""
    from rich.console import Console

    stream = sys.stderr if error else sys.stdout
    width = None if stream.isatty() else WIDTH
    return Console(file=stream, width=width, highlight=False, soft_wrap=False, emoji=False, markup=False)


def write_json(document: object) -> None:
    """One JSON document on standard output, and nothing else."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


def show_problems(problems: tuple[Problem, ...]) -> None:
    """Every problem with its place, on standard error, and their number; what is restricted is not printed."""
    from winset.present.problems import problem_lines, seen_at, tally

    for problem in problems:
        click.echo("\n".join(problem_lines(seen_at(problem, "team"))) + "\n", err=True)
    click.echo(tally(problems), err=True)
