"""The graph of a conflict for programs that draw or study graphs: DOT (Graphviz) and GraphML.

States are nodes, in their order; each move of a party is an edge that says whose it is and whether the party gains.

Source: Gansner, Koutsofios & North 2015, Drawing graphs with dot; Brandes, Eiglsperger, Herman, Himsolt & Marshall
2002, GraphML Progress Report, Lecture Notes in Computer Science 2265, 501-512.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from xml.sax.saxutils import escape, quoteattr

from winset.analyses.stability.graph import Graph
from winset.analyses.stability.states import States, states_of
from winset.compiled import Compiled
from winset.errors import TooLarge
from winset.readings import Reading

GRAPHML = "http://graphml.graphdrawing.org/xmlns"
MOST_WRITTEN = 1_000_000
"""Moves of a graph that is written to a file; beyond, the export is refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphNames:
    """What the nodes and movers of a graph are called, in its order of states and parties."""

    states: tuple[str, ...]
    parties: tuple[str, ...]


def states_to_write(case: Compiled, reading: Reading) -> States:
    """The states around how things stand, with what each party can move and how it ranks them in a reading.

    Raises TooLarge where there are too many moves to write out.
    """
    states = states_of(case, reading, case.structure.status_quo_package)
    moves = sum(len(move.written_out().targets) for move in states.graph.moves)
    if moves > MOST_WRITTEN:
        raise TooLarge(f"{moves:,} moves are too many for a file that is read; {MOST_WRITTEN:,} at most", moves)
    return states


def dot_text(graph: Graph, names: GraphNames) -> str:
    """The graph in the language of Graphviz: a move that is no improvement is dashed and grey.

    Raises ValueError where there are not as many names as states and parties.
    """
    _refuse_other_sizes(graph, names)
    lines = (f'  s{state} [label="{state}: {_quoted(name)}"];' for state, name in enumerate(names.states, start=1))
    moves = (
        f'  s{source + 1} -> s{target + 1} [label="{_quoted(names.parties[party])}"'
        f"{'' if gains else ', style=dashed, color=gray'}];"
        for party, source, target, gains in _moves(graph)
    )
    return "\n".join(["digraph conflict {", "  node [shape=box];", *lines, *moves, "}"]) + "\n"


def graphml_text(graph: Graph, names: GraphNames) -> str:
    """The graph as GraphML: nodes with name and each party's rank, the larger the better; edges with mover and gain.

    Raises ValueError where there are not as many names as states and parties.
    """
    _refuse_other_sizes(graph, names)
    ranks = [f"rank_{party}" for party in range(1, graph.parties + 1)]
    keys = [
        _key("name", "node", "name", "string"),
        *(_key(rank, "node", f"rank for {name}", "int") for rank, name in zip(ranks, names.parties, strict=True)),
        _key("party", "edge", "party", "string"),
        _key("improvement", "edge", "improvement", "boolean"),
    ]
    body = chain.from_iterable(
        [
            f'    <node id="s{state + 1}">',
            f'      <data key="name">{_escaped(name)}</data>',
            *(f'      <data key="{rank}">{graph.rank[party, state]}</data>' for party, rank in enumerate(ranks)),
            "    </node>",
        ]
        for state, name in enumerate(names.states)
    )
    moves = chain.from_iterable(
        [
            f'    <edge source="s{source + 1}" target="s{target + 1}">',
            f'      <data key="party">{_escaped(names.parties[party])}</data>',
            f'      <data key="improvement">{str(gains).lower()}</data>',
            "    </edge>",
        ]
        for party, source, target, gains in _moves(graph)
    )
    head = ['<?xml version="1.0" encoding="UTF-8"?>', f'<graphml xmlns="{GRAPHML}">', *keys]
    graph_head = '  <graph id="conflict" edgedefault="directed">'
    return "\n".join([*head, graph_head, *body, *moves, "  </graph>", "</graphml>"]) + "\n"


def _refuse_other_sizes(graph: Graph, names: GraphNames) -> None:
    for what, found, wanted in (
        ("states", names.states, graph.states),
        ("parties", names.parties, graph.parties),
    ):
        if len(found) != wanted:
            raise ValueError(f"{len(found)} names for {wanted} {what}")


def _moves(graph: Graph) -> Iterator[tuple[int, int, int, bool]]:
    """Each move as party, state, target and whether the party gains, in the order of states, parties and targets."""
    for state in range(graph.states):
        for party, moves in enumerate(graph.moves):
            rank = graph.rank[party]
            for target in map(int, moves.of(state)):
                yield party, state, target, bool(rank[target] > rank[state])


def _key(id_: str, on: str, name: str, kind: str) -> str:
    return f'  <key id="{id_}" for="{on}" attr.name={quoteattr(_plain(name))} attr.type="{kind}"/>'


def _quoted(name: str) -> str:
    """The name for the inside of quotation marks in DOT, where a backslash would begin an instruction."""
    return _plain(name).replace("\\", "\\\\").replace('"', '\\"')


def _escaped(name: str) -> str:
    return escape(_plain(name))


def _plain(name: str) -> str:
    """The name without signs that break lines or that no XML file holds."""
    return "".join(sign if sign.isprintable() else " " for sign in name)
