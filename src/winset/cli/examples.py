"""`winset examples`: the cases that come with winset."""

from __future__ import annotations

import shlex
from pathlib import Path as File

import click

from winset.cli.options import json_option

CASE_FILE = "case.yaml"


def shipped() -> dict[str, File]:
    """The folder of each case that comes with winset, by name: beside the package, or in a checkout above it."""
    package = File(__file__).parents[1]
    home = package / "_examples"
    if not home.is_dir():
        home = package.parents[1] / "examples"
    if not home.is_dir():
        return {}
    return {
        folder.name: folder
        for folder in sorted(home.iterdir())
        if folder.name != "literature" and (folder / CASE_FILE).is_file()
    }


def complete_example(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    return [name for name in shipped() if name.startswith(incomplete)]


@click.command("examples", short_help="List the examples that come with winset, or copy one.")
@click.argument("name", required=False, shell_complete=complete_example)
@click.argument("folder", required=False, type=click.Path(path_type=File))
@json_option
def command(name: str | None, folder: File | None, as_json: bool) -> None:
    """List the examples that come with winset, or copy the one called NAME into FOLDER (./NAME if none is given).

    \b
    Example:   winset examples
               winset examples alaska-2025
               winset examples classroom lessons/linen
    """
    cases = shipped()
    if name is None:
        _list(cases, as_json=as_json)
        return
    if as_json:
        raise click.UsageError("`--json` goes with the list; leave out the name")
    if name not in cases:
        raise click.UsageError(_unknown(name, cases))
    _copy(cases[name], folder or File(name))


def _list(cases: dict[str, File], *, as_json: bool) -> None:
    from winset import __version__
    from winset.cli.output import finish

    examples = [{"name": name, **_described(folder)} for name, folder in cases.items()]
    finish(lambda: {"winset": __version__, "examples": examples}, lambda: _tell(examples), as_json=as_json)


def _tell(examples: list[dict[str, str]]) -> None:
    """The list as a table."""
    from winset.cli.output import console

    if not examples:
        click.echo("this installation has no examples; install winset again", err=True)
        return
    from rich.table import Table

    table = Table(box=None, padding=(0, 2, 1, 0), show_header=False)
    for example in examples:
        table.add_row(example["name"], f"{example['title']}\n{example['description']}")
    console().print(table)
    click.echo(f"Copy one with: winset examples {examples[0]['name']}", err=True)


def _described(folder: File) -> dict[str, str]:
    """The title of the case and the first sentence of its README; without one, the question of the case."""
    from winset.casefile.nodes import Reader, Scalar, find
    from winset.casefile.sentences import sentence_around

    root = Reader((folder / CASE_FILE).read_text(encoding="utf-8"), CASE_FILE).read()
    words = {}
    for field in ("title", "question"):
        node = find(root, ("case", field))[0] if root is not None else None
        words[field] = node.text if isinstance(node, Scalar) else ""
    about = folder / "README.md"
    text = about.read_text(encoding="utf-8") if about.is_file() else ""
    prose = next(
        (part.strip() for part in text.split("\n\n") if part.strip() and not part.lstrip().startswith("#")), ""
    )
    start, end = sentence_around(prose, 0, 1) if prose else (0, 0)
    return {"title": words["title"], "description": " ".join(prose[start:end].split()) or words["question"]}


def _unknown(name: str, cases: dict[str, File]) -> str:
    from winset.casefile.names import nearest

    guess = nearest(name, cases)
    hint = f" Did you mean `{guess}`?" if guess else ""
    return f"there is no example `{name}`; there are: {', '.join(cases) or 'none'}.{hint}"


def _copy(example: File, folder: File) -> None:
    from winset.casefile.start import copy_example, refuse_existing
    from winset.cli.output import Wrote, finish
    from winset.errors import SaveRefused

    try:
        refuse_existing(example, folder)
    except SaveRefused as error:
        raise click.UsageError(str(error)) from error
    copy_example(example, folder)
    names = tuple(sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()))
    finish(
        lambda: {"folder": str(folder), "written": list(names)},
        lambda: _tell_next(folder),
        as_json=False,
        wrote=Wrote(folder=folder, names=names),
    )


def _tell_next(folder: File) -> None:
    click.echo(f"copied to {folder}", err=True)
    case = shlex.quote(str(folder))
    click.echo("Next:")
    click.echo(f"  winset check {case}")
    click.echo(f"  winset deal {case}")
