"""`winset completion`: completion in the shell."""

from __future__ import annotations

import click

LINES = {
    "bash": ('eval "$(_WINSET_COMPLETE=bash_source winset)"', "~/.bashrc"),
    "zsh": ('eval "$(_WINSET_COMPLETE=zsh_source winset)"', "~/.zshrc"),
    "fish": ("_WINSET_COMPLETE=fish_source winset | source", "~/.config/fish/completions/winset.fish"),
}


@click.command("completion", short_help="Print the line that turns on completion in your shell.")
@click.argument("shell", type=click.Choice(list(LINES)))
def command(shell: str) -> None:
    """Print the line that turns on completion in your shell, and say where it goes.

    \b
    Example:   winset completion bash >> ~/.bashrc
    """
    line, where = LINES[shell]
    click.echo(line)
    click.echo(f"# add the line above to {where}, then open a new shell", err=True)
