"""`winset export`: a case for another program."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path as File
from typing import TYPE_CHECKING, Any

import click

from winset.cli.options import (
    case_argument,
    folder_option,
    force_option,
    handling_option,
    json_option,
    table_option,
    variant_option,
)
from winset.model.numbers import Handling

if TYPE_CHECKING:
    from winset.analyses.stability.graph import Graph
    from winset.interchange.graph_export import GraphNames


@click.group(
    "export",
    short_help="Write a case for another program: GENIUS, Graphviz, GraphML.",
    context_settings={"max_content_width": 110},
)
def command() -> None:
    """Write a case for another program.

    \b
    Example:   winset export genius examples/classroom -o classroom-genius
               winset export dot examples/literature/kilgour-2001-elmira -o elmira.dot
               winset export genius --help
    """


@command.command("genius", short_help="GENIUS XML: the domain, and a profile of each bargaining party.")
@case_argument
@folder_option("files are")
@variant_option
@table_option
@handling_option
@click.option("--drop", is_flag=True, help="Leave out what GENIUS cannot say, and report it.")
@json_option
def genius(
    case: str,
    folder: File,
    variants: tuple[str, ...],
    table: str | None,
    handling: Handling,
    drop: bool,
    as_json: bool,
) -> None:
    """Write a case as GENIUS XML: the domain, and a profile of each bargaining party.

    Every number is the most likely one. The value that GENIUS computes is the value of the case / 100. GENIUS knows no
    rules, red lines and links, no needed party that does not bargain and no walk-away below 0: a case with any of these
    is refused, unless `--drop` leaves them out.

    \b
    Example:   winset export genius examples/classroom -o classroom-genius
               winset export genius examples/alaska-2025 -o alaska-genius --drop
    """
    from winset.cli.output import Wrote, finish
    from winset.errors import SaveRefused
    from winset.interchange.genius_export import exported
    from winset.report.disclosure import is_above
    from winset.report.ownership import Ownership
    from winset.session import Session

    session = Session.read(case, variants)
    compiled, owners = session.compiled(table), Ownership(case=session.case)
    bargaining = [compiled.parties[party] for party in compiled.structure.bargaining]
    closed = [party for party in bargaining if is_above(owners.values(party).level, handling)]
    if closed:
        names = ", ".join(f"`{party}`" for party in closed)
        raise SaveRefused(
            f"numbers of {names} are marked above “{handling}”, and nothing was written; "
            "`--handling restricted` writes them"
        )
    files = exported(session.case, table, drop=drop)
    written = files.write(folder)
    finish(
        lambda: {
            "folder": str(folder),
            "written": list(written),
            "parties": files.parties,
            "notes": list(files.notes),
        },
        lambda: _tell(folder, written, files.notes),
        as_json=as_json,
        checked=session.checked,
        wrote=Wrote(folder=folder, names=written),
    )


def graph_options(function: Callable[..., Any]) -> Any:
    """The case, the file to write, and how the case is read and shown."""
    output = click.option(
        "-o", "--output", required=True, metavar="FILE", type=click.Path(dir_okay=False, path_type=File),
        help="The file to write.",
    )  # fmt: skip
    for add in (json_option, force_option, handling_option, table_option, variant_option, output, case_argument):
        function = add(function)
    return function


@command.command("dot", short_help="DOT (Graphviz): who can move from which package to which.")
@graph_options
def dot(**asked: Any) -> None:
    """Write the states of a case and the moves between them for Graphviz.

    States are the packages that moves lead between; each move says whose it is, and is dashed where it is no
    improvement. Only issues that somebody can change alone tell states apart.

    \b
    Example:   winset export dot examples/literature/kilgour-2001-elmira -o elmira.dot
    """
    from winset.interchange.graph_export import dot_text

    _graph(dot_text, **asked)


@command.command("graphml", short_help="GraphML: the same for programs that study graphs.")
@graph_options
def graphml(**asked: Any) -> None:
    """Write the states of a case and the moves between them as GraphML.

    Nodes carry how each party ranks the state, the larger the better; edges carry whose move it is and whether it is an
    improvement. Only issues that somebody can change alone tell states apart.

    \b
    Example:   winset export graphml examples/literature/kilgour-2001-elmira -o elmira.graphml
    """
    from winset.interchange.graph_export import graphml_text

    _graph(graphml_text, **asked)


def _graph(
    text: Callable[[Graph, GraphNames], str],
    case: str,
    output: File,
    variants: tuple[str, ...],
    table: str | None,
    handling: Handling,
    force: bool,
    as_json: bool,
) -> None:
    """Writes the graph around how things stand, ranked by the central reading."""
    from winset.casefile.output import Output
    from winset.cli.output import Wrote, finish
    from winset.errors import SaveRefused
    from winset.interchange.graph_export import GraphNames, states_to_write
    from winset.report.disclosure import is_above
    from winset.report.names import Names
    from winset.report.ownership import Ownership, leaves_out_judgements, nothing_judged
    from winset.report.pieces import plain
    from winset.session import Session

    session = Session.read(case, variants)
    written_to = Output(path=output, purpose="graph", kept=session.files, is_forced=force)
    written_to.refuse_taken()
    level, judged = Ownership(case=session.case).judgements.level, session.case.judgements
    ranked = bool(judged.statements or judged.ranking) or not nothing_judged(session.case)
    if (ranked and is_above(level, handling)) or leaves_out_judgements(session.case, handling):
        raise SaveRefused(
            f"how the parties rank packages is marked above “{handling}”, and nothing was written; "
            f"`--handling {level}` writes it"
        )
    states = states_to_write(session.compiled(table), session.central(table))
    words = Names(session.case, states.case)
    names = GraphNames(
        states=tuple(
            plain("; ".join(words.option(issue, states.package(state)[issue]) for issue in states.moving))
            for state in range(states.graph.states)
        ),
        parties=tuple(plain(words.party_name(party)) for party in range(len(states.case.parties))),
    )
    written_to.write(text(states.graph, names))
    moves = sum(len(move.written_out().targets) for move in states.graph.moves)
    finish(
        lambda: {"file": str(output), "states": states.graph.states, "moves": moves},
        lambda: click.echo(f"wrote {output}: {states.graph.states:,} states and {moves:,} moves"),
        as_json=as_json,
        checked=session.checked,
        wrote=Wrote(folder=output.parent, names=(output.name,)),
    )


def _tell(folder: File, written: tuple[str, ...], notes: tuple[str, ...]) -> None:
    """Says what was written, and what to do next."""
    for name in written:
        click.echo(f"wrote {folder / name}", err=True)
    for note in notes:
        click.echo(f"note: {note}", err=True)
    click.echo("Next:")
    click.echo(f"  winset import genius {shlex.quote(str(folder))} -o {shlex.quote(f'{folder}-again')}")
