"""DOT and GraphML say every state, move and improvement of a graph, whatever the names are."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from winset.analyses.stability.graph import Graph, Moves
from winset.analyses.stability.moves import Reaches
from winset.interchange.graph_export import GRAPHML, GraphNames, dot_text, graphml_text

HOSTILE = ['a "b"', "\\N\\", "</data>&lt;", "line\nbreak", "\x00\ud800\ufffe", "]]>", "né", "}; digraph {", ""]
EDGE = re.compile(r'  s(\d+) -> s(\d+) \[label="((?:[^"\\]|\\.)*)"(, style=dashed, color=gray)?\];')
NODE = re.compile(r'  s(\d+) \[label="((?:[^"\\]|\\.)*)"\];')
Edges = list[tuple[int, int, str, bool]]


def chicken() -> Graph:
    """States as in Fang, Hipel & Kilgour 1993: crash, one swerves, the other swerves, both do."""
    return Graph(
        rank=np.array([[0, 1, 3, 2], [0, 3, 1, 2]], dtype=np.int64),
        moves=(Moves.from_lists([[1], [0], [3], [2]]), Moves.from_lists([[2], [3], [0], [1]])),
    )


NAMES = GraphNames(states=("crash", "A swerves", "B swerves", "both swerve"), parties=("A", "B"))
IMPROVEMENTS = {(1, 2, "A"), (4, 3, "A"), (1, 3, "B"), (4, 2, "B")}


def read_dot(text: str) -> tuple[list[str], Edges]:
    lines = text.split("\n")
    assert lines[:2] == ["digraph conflict {", "  node [shape=box];"]
    assert lines[-2:] == ["}", ""]
    nodes = [match for line in lines[2:-2] if (match := NODE.fullmatch(line))]
    edges = [match for line in lines[2:-2] if (match := EDGE.fullmatch(line))]
    assert len(nodes) + len(edges) == len(lines) - 4
    return [match[2] for match in nodes], [(int(m[1]), int(m[2]), m[3], m[4] is None) for m in edges]


def read_graphml(text: str) -> tuple[list[dict[str, str]], Edges]:
    root = ElementTree.fromstring(text.encode())
    inside = {"g": GRAPHML}

    def data(element: ElementTree.Element) -> dict[str, str]:
        return {str(one.get("key")): one.text or "" for one in element.findall("g:data", inside)}

    nodes = [data(node) for node in root.findall("g:graph/g:node", inside)]
    edges = []
    for edge in root.findall("g:graph/g:edge", inside):
        source, target = (int(str(edge.get(end))[1:]) for end in ("source", "target"))
        edges.append((source, target, data(edge)["party"], data(edge)["improvement"] == "true"))
    return nodes, edges


def test_dot_marks_whose_a_move_is_and_whether_it_gains() -> None:
    nodes, edges = read_dot(dot_text(chicken(), NAMES))
    assert nodes == ["1: crash", "2: A swerves", "3: B swerves", "4: both swerve"]
    assert len(edges) == 8
    assert {(source, target, party) for source, target, party, gains in edges if gains} == IMPROVEMENTS


def test_graphml_carries_names_ranks_moves_and_improvements() -> None:
    nodes, edges = read_graphml(graphml_text(chicken(), NAMES))
    assert [node["name"] for node in nodes] == list(NAMES.states)
    assert [node["rank_1"] for node in nodes] == ["0", "1", "3", "2"]
    assert [node["rank_2"] for node in nodes] == ["0", "3", "1", "2"]
    assert len(edges) == 8
    assert {(source, target, party) for source, target, party, gains in edges if gains} == IMPROVEMENTS


def test_a_move_to_a_state_that_is_liked_as_much_is_no_improvement() -> None:
    graph = Graph(rank=np.zeros((1, 2), dtype=np.int64), moves=(Moves.from_lists([[1], []]),))
    names = GraphNames(states=("a", "b"), parties=("p",))
    assert read_dot(dot_text(graph, names))[1] == [(1, 2, "p", False)]
    assert read_graphml(graphml_text(graph, names))[1] == [(1, 2, "p", False)]


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_breaks_the_files(name: str) -> None:
    names = GraphNames(states=(name, *NAMES.states[1:]), parties=(name, "B"))
    for text in (dot_text(chicken(), names), graphml_text(chicken(), names)):
        text.encode()
    nodes, edges = read_dot(dot_text(chicken(), names))
    assert (len(nodes), len(edges)) == (4, 8)
    told, marked = read_graphml(graphml_text(chicken(), names))
    assert told[0]["name"] == "".join(sign if sign.isprintable() else " " for sign in name)
    assert len(marked) == 8


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Any moves, also such as lead one way only, and any ranks."""
    states, parties = draw(st.integers(1, 5)), draw(st.integers(1, 3))
    ranks = st.lists(st.integers(0, states - 1), min_size=states, max_size=states)
    targets = st.lists(st.sets(st.integers(0, states - 1)), min_size=states, max_size=states)
    moves = [[row - {state} for state, row in enumerate(draw(targets))] for _ in range(parties)]
    rank = np.array([draw(ranks) for _ in range(parties)], dtype=np.int64)
    return Graph(rank=rank, moves=tuple(map(Moves.from_lists, moves)))


@given(graph=graphs())
@settings(max_examples=100)
def test_both_files_say_the_moves_and_improvements_of_the_graph(graph: Graph) -> None:
    names = GraphNames(
        states=tuple(f"state {n}" for n in range(graph.states)), parties=tuple(f"p{n}" for n in range(graph.parties))
    )

    def told(kinds: tuple[Reaches, ...]) -> set[tuple[int, int, str]]:
        return {
            (state + 1, int(target) + 1, f"p{party}")
            for party, moves in enumerate(kinds)
            for state in range(graph.states)
            for target in moves.of(state)
        }

    for edges in (read_dot(dot_text(graph, names))[1], read_graphml(graphml_text(graph, names))[1]):
        assert {edge[:3] for edge in edges} == told(graph.moves)
        assert {edge[:3] for edge in edges if edge[3]} == told(graph.improvements)
        assert len(edges) == len(told(graph.moves))


def test_names_that_do_not_fit_the_graph_are_refused() -> None:
    with pytest.raises(ValueError, match="3 names for 4 states"):
        dot_text(chicken(), GraphNames(states=NAMES.states[1:], parties=NAMES.parties))
    with pytest.raises(ValueError, match="1 names for 2 parties"):
        graphml_text(chicken(), GraphNames(states=NAMES.states, parties=("A",)))
