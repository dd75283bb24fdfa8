"""Graphs of states and of what can follow from a package: where things stand in them, and what they do not show."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import Result
from hypothesis import given
from hypothesis import strategies as st

from tests.support.drawings import NAMES, assert_safe, overlaps, text_boxes
from tests.support.places import EXAMPLES
from tests.support.running import invoked
from winset.analyses.stability.graph import Graph, Moves
from winset.analyses.stability.levels import ANY_ANSWER, CREDIBLE, NOBODY_GAINS
from winset.analyses.stability.stability import Stability
from winset.casefile.read import read_case
from winset.errors import WinsetError
from winset.model.numbers import Handling
from winset.questions.stability.charts import follows, states
from winset.questions.stability.charts.data import FollowsData, StateGraphData
from winset.questions.stability.charts.layers import layered
from winset.questions.stability.charts.moves import moves_drawn, moves_of
from winset.questions.stability.request import StabilityRequest
from winset.questions.stability.words import StabilityWords
from winset.report.blocks import Drawn, Figure
from winset.report.charts import draw
from winset.report.charts.lettering import clean
from winset.report.disclosure import disclose
from winset.report.names import Names
from winset.session import Session
from winset.study import Study

LITERATURE = [
    "kilgour-2001-elmira",
    "fraser-1984-cuban-missiles",
    "rapoport-1966-chicken",
    "tucker-1950-prisoners-dilemma",
]
ALASKA = "examples/alaska-2025"
LINE = "territory=freeze,ceasefire=full,sanctions=stepwise_snapback,nato=bid_abandoned,people=both"
OPPOSED = """
  delivery: {by: laundry, from_to: [[daily, three_a_week], [daily, weekly], [three_a_week, weekly]]}
  start: {by: hospital}
"""


def asked(where: str | Path | Study, **package: str) -> tuple[Study, StabilityWords]:
    """A study, and the words on a package of it."""
    study = where if isinstance(where, Study) else Study.read(EXAMPLES / where)
    request = StabilityRequest(package=tuple(package.items()) or None, trials=0)
    found: Stability = study.ask(request).stability
    return study, StabilityWords(found, Names(study.session.case, found.case))


def graph_of(words: StabilityWords) -> states.StateGraph:
    return states.StateGraph(StateGraphData(words=words))


def follows_of(words: StabilityWords) -> Drawn:
    return follows.what_follows(FollowsData(words=words, each=(words,), name="The package"))


def figure_of(study: Study, level: Handling = "team", **package: str) -> Figure:
    """The one figure of a report at a level."""
    request = StabilityRequest(package=tuple(package.items()) or None, trials=0)
    (figure,) = disclose(study.report(request, study.ask(request)), level).figures().values()
    assert isinstance(figure, Figure)
    return figure


def classroom(folder: Path, moves: str = OPPOSED) -> Path:
    """The linen contract with moves."""
    for name in ("case.yaml", "instructions.md"):
        (folder / name).write_text((EXAMPLES / "classroom" / name).read_text(encoding="utf-8"), encoding="utf-8")
    with (folder / "case.yaml").open("a", encoding="utf-8") as file:
        file.write(f"moves:{moves}")
    return folder


def run(case: str | Path, *words: str) -> Result:
    return invoked("stability", str(case), "--trials", "0", *words)


edges = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=40)


@given(edges)
def test_arrows_lead_down_unless_they_close_a_circle(given: list[tuple[int, int]]) -> None:
    downwards = [(min(pair), max(pair)) for pair in given if pair[0] != pair[1]]
    found = layered(12, downwards, 5, 600)
    row = {node: n for n, nodes in enumerate(found.rows) for node in nodes}
    assert sorted(row) == list(range(12))
    assert all(row[start] < row[end] for start, end in downwards)
    for (start, end), bends in found.bends.items():
        assert [layer for layer, _ in bends] == list(range(row[start] + 1, row[end]))


@given(edges)
def test_nodes_of_a_row_stand_apart_inside_the_drawing(given: list[tuple[int, int]]) -> None:
    found = layered(12, given, 5, 600)
    assert max(map(len, found.rows)) <= 5
    for row in found.rows:
        assert all(0 <= found.x[node] <= 600 for node in row)
        assert all(found.x[left] + 0.8 * 600 / 5 <= found.x[right] for left, right in pairwise(row))


def test_what_leads_nowhere_is_at_the_bottom_and_a_circle_is_drawn_all_the_same() -> None:
    assert layered(3, [(0, 1), (1, 2), (0, 2)], 5, 600).rows == ((0,), (1,), (2,))
    assert len(layered(3, [(0, 1), (1, 2), (2, 0)], 5, 600).rows) == 3


@given(st.data())
def test_every_gain_is_drawn_once_in_its_own_direction(data: st.DataObject) -> None:
    count = 5
    targets = data.draw(st.lists(st.sets(st.integers(0, count - 1)), min_size=count, max_size=count))
    rank = data.draw(st.lists(st.integers(0, 3), min_size=count, max_size=count))
    moves = Moves.from_lists(ends - {state} for state, ends in enumerate(targets))
    graph = Graph(rank=np.array([rank]), moves=(moves,))
    told = moves_of(graph)
    pairs = {(start, end) for start in range(count) for end in moves.of(start).tolist()}
    assert {(one.start, one.end) for one in told if one.gains} == {
        (start, end) for start, end in pairs if rank[end] > rank[start]
    }
    assert {frozenset((one.start, one.end)) for one in told} == {frozenset(pair) for pair in pairs}
    assert len(told) == len({frozenset(pair) for pair in pairs})
    assert all(one.back == ((one.end, one.start) in pairs) for one in told)


def test_gains_that_others_add_up_to_are_left_out_of_a_full_graph_and_the_caption_says_so(tmp_path: Path) -> None:
    _, words = asked(classroom(tmp_path, OPPOSED + "  price: {by: laundry}\n"))
    found = words.stability
    graph = found.states.graph
    assert graph.states == 36
    told, are_all = moves_drawn(graph)
    assert not are_all
    assert len(told) < len(moves_of(graph)) / 2
    assert "Left out" in states.caption(found)
    for party in range(graph.parties):
        reach = {state: {one.end for one in told if one.party == party and one.start == state} for state in range(36)}
        for start in range(36):
            seen: set[int] = set()
            todo = [start]
            while todo:
                new = reach[todo.pop()] - seen
                seen |= new
                todo += new
            assert set(graph.improvements[party].of(start).tolist()) <= seen


@pytest.mark.parametrize("name", LITERATURE)
def test_every_graph_of_the_literature_is_a_drawing_whose_texts_stand_apart(name: str) -> None:
    study, words = asked(f"literature/{name}")
    figure = figure_of(study)
    assert figure.key == "states"
    (drawn,) = figure.drawn()
    root = assert_safe(draw.svg(drawn.chart))
    assert root.get("aria-label") == clean(states.caption(words.stability)) == clean(drawn.caption)
    assert 600 <= float(root.get("width", "0")) <= 700
    assert not overlaps(text_boxes(root))


def test_a_graph_marks_each_state_by_the_strongest_definition() -> None:
    _, words = asked("literature/kilgour-2001-elmira")
    drawing = graph_of(words)
    kinds = {drawing.number[state]: drawing.kind(state) for state in range(12)}
    nash = {state for state, kind in kinds.items() if kind == NOBODY_GAINS}
    assert nash == {5, 6, 7, 10, 11, 12}  # Kilgour, Hipel, Fang & Peng 2001
    assert {state for state, kind in kinds.items() if kind == ANY_ANSWER} == {1, 4}
    _, cuban = asked("literature/fraser-1984-cuban-missiles")
    drawing = graph_of(cuban)
    seq = cuban.stability.equilibria("seq")
    assert seq is not None
    marked = {state for state in range(12) if drawing.kind(state) in (NOBODY_GAINS, CREDIBLE)}
    assert marked == set(seq.nonzero()[0].tolist())


@pytest.mark.parametrize("name", LITERATURE)
def test_no_state_covers_another_and_none_is_cut_off(name: str) -> None:
    drawing = graph_of(asked(f"literature/{name}")[1])
    for one, other in combinations(drawing.boxes, 2):
        apart_across = one.x + one.width < other.x or other.x + other.width < one.x
        assert apart_across or one.y + one.height < other.y or other.y + other.height < one.y
    assert all(box.x > 0 and box.x + box.width < 680 and box.y + box.height < drawing.bottom for box in drawing.boxes)


def test_states_are_numbered_where_their_options_do_not_fit_and_a_key_names_them(tmp_path: Path) -> None:
    study, _ = asked(classroom(tmp_path, OPPOSED + "  price: {by: laundry}\n"))
    (drawn,) = figure_of(study).drawn()
    text = "|".join(assert_safe(draw.svg(drawn.chart)).itertext())
    assert "|36|" in text
    assert "1.70 euros; once a week; April" in text


def test_hostile_names_are_text_in_a_graph(tmp_path: Path) -> None:
    options = {f"o{n}": {"label": name} for n, name in enumerate(NAMES[:3])}
    party = {"ideal": "o1", "basis": "inferred", "because": "x"}
    case: dict[str, Any] = {
        "winset": 1,
        "case": {"id": "hostile", "title": "Hostile"},
        "parties": {"a": {"name": NAMES[0]}, "b": {"name": NAMES[2]}},
        "issues": {f"i{n}": {"title": NAMES[n], "status_quo": "o0", "options": options} for n in range(2)},
        "positions": {"i0": {"a": party, "b": {**party, "ideal": "o2"}}, "i1": {"a": party, "b": party}},
        "moves": {"i0": {"by": ["a"]}, "i1": {"by": ["b"]}},
    }
    (tmp_path / "case.yaml").write_text(json.dumps(case), encoding="utf-8")
    study, words = asked(tmp_path)
    for drawn in (*figure_of(study).drawn(), follows_of(words)):
        svg = draw.svg(drawn.chart)
        assert_safe(svg)
        assert "<script" not in svg


def test_too_many_states_are_no_graph_but_what_follows_is_drawn() -> None:
    package = dict(pair.split("=") for pair in LINE.split(","))
    study, _ = asked("alaska-2025", **package)
    figure = figure_of(study, "team", **package)
    assert figure.key == "what_follows"
    assert "9,720 states are too many" in figure.what
    (drawn,) = figure.drawn()
    root = assert_safe(draw.svg(drawn.chart))
    text = "|".join(root.itertext())
    assert "Ceasefire: the war goes on" in text
    assert "Russian Federation" in text
    assert not overlaps(text_boxes(root))


def test_a_graph_that_would_show_how_parties_rank_is_not_drawn_where_judgements_are_closed() -> None:
    checked = read_case(EXAMPLES / "literature/kilgour-2001-elmira", [])
    assert checked.case is not None
    judgements = checked.case.judgements.model_copy(update={"handling": "restricted"})
    closed = replace(checked, case=checked.case.model_copy(update={"judgements": judgements}))
    study = Study(session=Session(checked=closed))
    request = StabilityRequest(trials=0)
    assert not disclose(study.report(request, study.ask(request)), "team").figures()
    assert figure_of(study, "restricted").key == "states"


def test_where_nobody_could_gain_the_drawing_says_so() -> None:
    drawn = follows_of(asked("literature/tucker-1950-prisoners-dilemma")[1])
    assert "No tempting breach among the moves that the case lists." in "".join(
        assert_safe(draw.svg(drawn.chart)).itertext()
    )


def test_what_nobody_could_answer_is_said_in_the_drawing() -> None:
    drawn = follows_of(asked("literature/rapoport-1966-chicken")[1])
    assert "Nobody has a reply that leaves First driver" in "".join(assert_safe(draw.svg(drawn.chart)).itertext())


def test_the_command_writes_a_drawing_or_a_picture_and_says_what_is_in_it(tmp_path: Path) -> None:
    elmira = EXAMPLES / "literature" / "kilgour-2001-elmira"
    result = run(elmira, "--chart", str(tmp_path / "e.svg"))
    assert result.exit_code == 0
    assert "the graph of 12 states" in result.stderr
    assert_safe((tmp_path / "e.svg").read_text(encoding="utf-8"))
    large = run(ALASKA, "--package", LINE, "--chart", str(tmp_path / "a.png"))
    assert "what can follow from the package (9,720 states are too many" in large.stderr
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG\r\n\x1a\n")


def test_the_command_refuses_other_kinds_of_files_and_a_case_in_which_nobody_moves(tmp_path: Path) -> None:
    other = run(ALASKA, "--chart", str(tmp_path / "a.pdf"))
    assert other.exit_code == 2
    assert "a chart is .svg or .png, not `.pdf`" in other.stderr
    refusal = run(EXAMPLES / "classroom", "--chart", str(tmp_path / "a.svg")).exception
    assert isinstance(refusal, WinsetError)
    assert "`moves`" in str(refusal)
    assert not list(tmp_path.iterdir())
