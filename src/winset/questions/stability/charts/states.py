"""The states of a small conflict as a graph: what each party can move, what it gains by, and where that ends."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import cached_property

import altair as alt

from winset.analyses.stability.levels import ANY_ANSWER, CREDIBLE, NOBODY_GAINS
from winset.analyses.stability.stability import Stability
from winset.questions.stability.charts.data import StateGraphData
from winset.questions.stability.charts.layers import Layout, layered
from winset.questions.stability.charts.looks import LOOKED_AT, party_stroke
from winset.questions.stability.charts.moves import StateMove, moves_drawn
from winset.report.blocks import Drawn, Mark
from winset.report.charts.arrows import HEAD, aside, bowed, cut, draw, middle
from winset.report.charts.canvas import Box, Canvas, Point, Stroke, Type
from winset.report.charts.legend import Entry, legend
from winset.report.charts.lettering import widest, width, wrapped
from winset.report.charts.theme import (
    ACCENT,
    ACCENT_LIGHT,
    INK,
    LINE,
    PAPER,
    SMALL,
    SOFT,
    TEXT,
    WIDTH,
    themed,
)
from winset.report.names import counted
from winset.report.pieces import plain

MOST_WRITTEN, MOST_ROWS = 15, 8
"""States, and rows of them, up to which their options are written into them."""
SIDE_BY_SIDE = {True: 5, False: 14}
"""States in a row, with their options written in them and with numbers."""
ROOM, LINES, PAD = 118.0, 4, 5.0
TALL, GAPS, AROUND = 700.0, (26.0, 56.0), 8.0
FRAME = 3.5
THIN, FADED = 0.7, 0.45
KINDS: dict[str, tuple[str, Stroke, str]] = {
    NOBODY_GAINS: (ACCENT, Stroke(colour=INK, width=1.2), "nobody would be tempted to move from there"),
    CREDIBLE: (ACCENT_LIGHT, Stroke(colour=INK, width=1.2), "some would, but the others have a reply and gain by it"),
    ANY_ANSWER: (PAPER, Stroke(colour=INK, width=1.2, dash=(3, 2)), "some would, and the others can reply at a cost"),
    "": (PAPER, Stroke(colour=SOFT, width=0.6), "some would, and nobody has a reply"),
}
"""How a state is drawn, by the strongest of these definitions under which it is an equilibrium."""
STILL = Stroke(colour=INK, width=1.1)
MOST_LINES = 12
"""Lines of one state in the list of what numbers stand for; beyond, they are cut."""


def state_graph(data: StateGraphData) -> Drawn:
    """The states in layers, each improvement leading down where it closes no circle."""
    graph, key = StateGraph(data), Canvas()
    tall = legend(key, graph.entries(), top=0, room=WIDTH)
    pieces = [key.chart(WIDTH, tall), graph.chart()]
    if not graph.written:
        pieces.append(graph.numbers())
    words = caption(data.words.stability)
    marks = tuple(Mark(key=f"{state}", words=graph.called(state)) for state in graph.number)
    return Drawn(chart=themed(alt.vconcat(*pieces), words), caption=words, marks=marks)


def caption(stability: Stability) -> str:
    """What the arrows are, how many states there are, and what is left out."""
    moves, are_all = moves_drawn(stability.states.graph)
    thin = any(not move.gains for move in moves)
    return (
        f"The {counted(stability.states.graph.states, 'state')} and what each party can move alone. A bold arrow is a "
        "move that a party gains by" + ("; a thin one it could make, but would not gain by" if thin else "") + ". Bold "
        "arrows lead down unless they close a circle: what nobody would leave is at the bottom."
        + ("" if are_all else " Left out: moves that gain nothing, and gains that several moves drawn here add up to.")
    )


class StateGraph:
    """One graph: its places, boxes and arrows."""

    def __init__(self, data: StateGraphData) -> None:
        stability = data.words.stability
        self.stability, self.names, self.looked_at = stability, data.words.names, data.looked_at
        self.moves, _ = moves_drawn(stability.states.graph)
        self.count = stability.states.graph.states
        self.labels = [wrapped(self.label(state), SMALL, ROOM, most=LINES) for state in range(self.count)]

    @cached_property
    def number(self) -> dict[int, int]:
        """(state) its number, as the literature counts them: from 1, the first issue changing first."""
        order = sorted(range(self.count), key=lambda state: self.stability.states.package(state)[::-1])
        return {state: n for n, state in enumerate(order, 1)}

    @cached_property
    def still(self) -> int | None:
        """The state that is how things stand; None where the case does not say, or it cannot be."""
        package = self.stability.case.structure.status_quo_package
        return self.stability.states.state(package) if package is not None else None

    @cached_property
    def layouts(self) -> dict[bool, Layout]:
        """By whether options are written into the states."""
        down = [(move.start, move.end) for move in self.moves if move.gains]
        return {written: layered(self.count, down, most, WIDTH - 2 * AROUND) for written, most in SIDE_BY_SIDE.items()}

    @cached_property
    def written(self) -> bool:
        """True where the options fit into the states; they are numbered otherwise."""
        fits = all(not lines[-1].endswith("…") for lines in self.labels)
        return fits and self.count <= MOST_WRITTEN and len(self.layouts[True].rows) <= MOST_ROWS

    @property
    def layout(self) -> Layout:
        return self.layouts[self.written]

    def label(self, state: int) -> str:
        """The options by which a state differs from others, with the issue where an option could be of several."""
        package = self.stability.states.package(state)
        packages = [self.stability.states.package(state) for state in range(self.count)]
        issues = [n for n in self.stability.states.moving if len({other[n] for other in packages}) > 1]
        seen: defaultdict[str, set[int]] = defaultdict(set)
        for issue in issues:
            for option in range(len(self.stability.case.options[issue])):
                seen[plain(self.names.option(issue, option))].add(issue)
        lines = []
        for issue in issues:
            name = plain(self.names.option(issue, package[issue]))
            lines.append(f"{plain(self.names.issue(issue))}: {name}" if len(seen[name]) > 1 else name)
        return "; ".join(lines)

    @cached_property
    def boxes(self) -> list[Box]:
        """(state) where it is drawn."""
        high = [len(lines) * LINE + 2 * PAD if self.written else LINE + PAD for lines in self.labels]
        rows = self.layout.rows
        talls = [max(high[state] for state in row) for row in rows]
        gap = min(GAPS[1], max(GAPS[0], (TALL - sum(talls)) / max(1, len(rows))))
        placed: dict[int, Box] = {}
        top = AROUND
        for row, tall in zip(rows, talls, strict=True):
            for state in row:
                wide = widest(self.labels[state], SMALL) + 2 * PAD if self.written else width("88", TEXT) + 3 * PAD
                left = AROUND + self.layout.x[state] - wide / 2
                placed[state] = Box(x=left, y=top + (tall - high[state]) / 2, width=wide, height=high[state])
            top += tall + gap
        self.bottom = top - gap + AROUND
        self.middles = [0.0] * len(rows)
        for n, row in enumerate(rows):
            self.middles[n] = middle(placed[row[0]])[1]
        return [placed[state] for state in range(self.count)]

    def chart(self) -> alt.LayerChart:
        canvas = Canvas()
        for state in self.looked_at:
            canvas.node(self._framed(state), PAPER, LOOKED_AT)
        if self.still is not None:
            canvas.node(_around(self.boxes[self.still], FRAME), PAPER, STILL)
        for state, box in enumerate(self.boxes):
            fill, edge, _ = KINDS[self.kind(state)]
            canvas.node(box, fill, edge, corner=min(8, box.height / 2))
            canvas.tip(box, f"{self.called(state)}: {KINDS[self.kind(state)][2]}.", f"{state}")
            lines = self.labels[state] if self.written else [f"{self.number[state]}"]
            colour = PAPER if fill == ACCENT else INK
            style = Type(size=SMALL if self.written else TEXT, colour=colour, align="center", bold=not self.written)
            canvas.text((middle(box)[0], middle(box)[1] - len(lines) * LINE / 2), lines, style)
        for move, place in self._beside():
            self._arrow(canvas, move, place)
        return canvas.chart(WIDTH, self.bottom)

    def called(self, state: int) -> str:
        """A state by its options, with its number where these are not written into it."""
        return self.label(state) if self.written else f"{self.number[state]}: {self.label(state)}"

    def kind(self, state: int) -> str:
        """The strongest of the definitions that are told apart under which a state is an equilibrium."""
        for key in KINDS:
            equilibria = self.stability.equilibria(key) if key else None
            if equilibria is not None and equilibria[state]:
                return key
        return ""

    def _beside(self) -> list[tuple[StateMove, float]]:
        """Every move, thin ones first, with its place among those that join the same two states, 0 in the middle."""
        together: defaultdict[frozenset[int], list[StateMove]] = defaultdict(list)
        for move in self.moves:
            together[frozenset((move.start, move.end))].append(move)
        placed_moves = [(move, n - (len(moves) - 1) / 2) for moves in together.values() for n, move in enumerate(moves)]
        return sorted(placed_moves, key=lambda placed_move: placed_move[0].gains)

    def _arrow(self, canvas: Canvas, move: StateMove, place: float) -> None:
        start, end = (self._framed(state) for state in (move.start, move.end))
        first, last = aside(start, end, place)
        bends = self.layout.bends.get((move.start, move.end), ()) if move.gains else ()
        way: list[Point] = [first, *((AROUND + x, self.middles[row]) for row, x in bends), last]
        if not bends:
            others = [box for state, box in enumerate(self.boxes) if state not in (move.start, move.end)]
            way = bowed(first, last, others, Box(x=0, y=0, width=WIDTH, height=self.bottom))
        stroke = party_stroke(move.party)
        if not move.gains:
            stroke = replace(stroke, width=THIN, colour=_faded(stroke.colour))
        draw(canvas, cut(way, start, end), stroke, head=HEAD if move.gains else 0.7 * HEAD, back=move.back)

    def _framed(self, state: int) -> Box:
        """The box of a state with what is drawn around it."""
        out = FRAME if state == self.still or state in self.looked_at else 0
        return _around(self.boxes[state], out + (2.5 if state == self.still and state in self.looked_at else 0))

    def entries(self) -> list[Entry]:
        """What the marks mean, as far as they occur."""
        legend = [
            Entry(
                sample="arrow", meaning=plain(f"{self.names.party_name(party)} gains by it"), stroke=party_stroke(party)
            )
            for party in sorted({move.party for move in self.moves})
        ]
        if any(not move.gains for move in self.moves):
            thin = Stroke(colour=_faded(INK), width=THIN)
            legend.append(Entry(sample="arrow", meaning="it can, but would not gain", stroke=thin))
        if any(move.back for move in self.moves):
            legend.append(Entry(sample="ring", meaning="can be taken back", stroke=Stroke(colour=INK)))
        kinds = {self.kind(state) for state in range(self.count)}
        legend += [
            Entry(sample="node", meaning=meaning, fill=fill, stroke=edge)
            for kind, (fill, edge, meaning) in KINDS.items()
            if kind in kinds
        ]
        if self.still is not None:
            legend.append(Entry(sample="frame", meaning="as things stand", fill="none", stroke=STILL))
        if self.looked_at:
            what = "the package that is looked at" if len(self.looked_at) == 1 else "the packages that are looked at"
            legend.append(Entry(sample="frame", meaning=what, fill="none", stroke=LOOKED_AT))
        return legend

    def numbers(self) -> alt.LayerChart:
        """What each number stands for, in two columns where there are several."""
        canvas = Canvas()
        columns = 1 if self.count <= 3 else 2
        room = (WIDTH - (columns - 1) * 14) / columns
        half = -(-self.count // columns)
        bottom = 0.0
        for column in range(columns):
            top, left = 0.0, column * (room + 14)
            for state in list(self.number)[column * half : (column + 1) * half]:
                lines = wrapped(self.label(state), SMALL, room - 20, most=MOST_LINES)
                canvas.text((left + 13, top), [f"{self.number[state]}"], Type(size=SMALL, bold=True, align="right"))
                canvas.text((left + 20, top), lines, Type(size=SMALL))
                top += LINE * len(lines) + 2
            bottom = max(bottom, top)
        return canvas.chart(WIDTH, bottom)


def _around(box: Box, out: float) -> Box:
    return Box(x=box.x - out, y=box.y - out, width=box.width + 2 * out, height=box.height + 2 * out)


def _faded(colour: str) -> str:
    """The colour, mixed with the paper."""
    parts = (int(colour[n : n + 2], 16) for n in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - part) * FADED):02x}" for part in parts)
