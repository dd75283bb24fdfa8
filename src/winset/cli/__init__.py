"""The command line: one file per command, imported when it is run."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from importlib import import_module
from importlib.util import find_spec
from keyword import iskeyword

import click

from winset import __version__
from winset.cli.record import UNRECORDED, recorded
from winset.errors import CaseError, WinsetError
from winset.questions.catalogue import QUESTIONS

OTHERS = {
    "open": "Open the workbench: look at a case, try, change and hand over, in the browser.",
    "brief": "Write the brief that can be handed over: HTML for print, or Markdown.",
    "certify": "Write a proof of every optimum, or that there is no deal, to be checked by others.",
    "verify": "Check a file of proofs, or run a record again and say whether every number is the same.",
    "new": "Start a case: a commented example, or an empty grid for your own documents.",
    "source": "Add documents to a case as sources: text, Markdown, HTML, PDF or Word.",
    "draft": "Propose claims from the sources, each for you to accept: who wants, refuses, offers or threatens what.",
    "sheet": "Positions and judgements as a spreadsheet: Excel or CSV, out and back in.",
    "quote": "Print a claim with the exact words of a source, ready to paste.",
    "import": "Make a case from files of another program: GENIUS and GeniusWeb.",
    "export": "Write a case for another program: GENIUS, Graphviz, GraphML.",
    "score": "Say how good kept forecasts were, now that it is known what was agreed.",
    "benchmark": "Work out again how wrong the rules of a forecast are on a public record of decisions.",
    "examples": "List the examples that come with winset, or copy one.",
    "completion": "Print the line that turns on completion in your shell.",
}
"""Commands that ask no question of the catalogue."""
COMMANDS = {**{key: question.summary for key, question in QUESTIONS.items()}, **OTHERS}

ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1", "PYDANTIC_DISABLE_PLUGINS": "__all__"}
"""Set before the libraries that read it are imported: numpy's threads wait for each other longer than the small
products here take, and no plugin that happens to be installed is to see a case.
"""

NEW_OBJECTS = 200_000
"""Objects after which garbage is looked for: imports, a case and an answer make fewer, and hardly one of them is
garbage.
"""


class Commands(click.Group):
    """The commands of winset, each imported from its own file when it is asked for; a question needs none."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = f"winset.cli.{cmd_name}_" if iskeyword(cmd_name) else f"winset.cli.{cmd_name}"
        if cmd_name in QUESTIONS and find_spec(module) is None:
            from winset.cli.asking import question_command

            return recorded(question_command(QUESTIONS[cmd_name]))
        command = import_module(module).command
        if not isinstance(command, click.Command):
            return None
        return command if cmd_name in UNRECORDED else recorded(command)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from winset.casefile.names import nearest

            guess = nearest(args[0], COMMANDS)
            if guess:
                raise click.UsageError(f"{error.message} Did you mean `{guess}`?", ctx) from error
            raise

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="winset")
def group() -> None:
    """winset finds, for a real multi-party negotiation, the packages that everyone needed would accept: who blocks,
    what opens a deal, and how far the answer hangs on what the sources do not say.

    \b
    Start with:   winset examples alaska-2025
                  winset check alaska-2025
                  winset deal alaska-2025
    """


def main() -> None:
    """Runs the command line; every refusal is a message and an exit code, never a traceback."""
    from winset.cli.streams import run_with_streams

    for name, value in ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    gc.set_threshold(NEW_OBJECTS)
    atexit.register(gc.freeze)  # what is left goes with the process: to look through it for garbage takes longer
    code = run_with_streams(_exit_code)
    if code:
        sys.exit(code)


def _exit_code() -> int:
    """Of the command that was typed, run to its end."""
    try:
        ended = group.main(standalone_mode=False)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except click.exceptions.Abort:
        click.echo("stopped", err=True)
        return 130
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except CaseError as error:
        from winset.cli.output import show_problems

        show_problems(error.problems, error.level)
        return 1
    except WinsetError as error:
        from winset.cli.output import as_typed

        click.echo(f"winset: {as_typed(error)}", err=True)
        return 2 if type(error).__name__ == "UnknownName" else 1
    except OSError as error:
        where = f"`{error.filename}`: " if error.filename else ""
        click.echo(f"winset: {where}{error.strerror or error}", err=True)
        return 1
    except MemoryError:
        click.echo("winset: there is not enough memory for this question", err=True)
        return 1
    return ended if isinstance(ended, int) else 0  # what a command gave to `Exit`, which click catches and returns
