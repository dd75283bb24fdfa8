"""What can follow from one package: who could gain by which move, who could answer how, and what that leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from winset.questions.stability.charts.data import FollowsData
from winset.questions.stability.charts.looks import LOOKED_AT, party_stroke
from winset.questions.stability.gains import Gain, changed
from winset.questions.stability.words import StabilityWords
from winset.report.blocks import Drawn
from winset.report.charts import arrows
from winset.report.charts.canvas import Box, Canvas, Stroke, Type
from winset.report.charts.lettering import wrapped
from winset.report.charts.theme import INK, LINE, PAPER, SMALL, SOFT, TEXT, WARN, WIDTH, themed
from winset.report.names import counted
from winset.report.pieces import plain

MOST = 3
"""Improvements that are drawn of each party; beyond, the caption says how many more there are."""
COLUMNS = ((1.0, 84.0), (124.0, 206.0), (362.0, 206.0), (578.0, 102.0))
"""Left edge and width of what is drawn: the package, the move, the answer, what that leaves."""
HEADINGS = ("would be tempted to change alone", "the others could reply by changing", "which leaves")
PAD, BETWEEN, LINES, TITLE, BEND = 5.0, 12.0, 3, 18.0, 13.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A line in a box, in the colour of a party where it names one."""

    text: str
    colour: str = INK
    bold: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """An improvement, the answer to it, and what is left; the answer is empty where there is none."""

    gain: Gain
    move: list[_Line]
    answer: list[_Line]
    left: list[str]

    @property
    def tall(self) -> float:
        return max(len(self.move), len(self.answer), len(self.left)) * LINE + 2 * PAD


def what_follows(data: FollowsData) -> Drawn:
    """A row for every improvement that says the most, from left to right."""
    words = caption(data.each)
    return Drawn(chart=themed(alt.vconcat(_Rows(data.words).chart(data.name)), words), caption=words)


def caption(drawn_words: Sequence[StabilityWords]) -> str:
    """What stands in the columns, and how many improvements are left out."""
    rest = sum(
        len(words.gains.of(party)) - len(words.gains.most_telling(party, MOST))
        for words in drawn_words
        for party in words.gains.parties
    )
    more = f" Not drawn: {counted(rest, 'other way')} to gain, none of which says more." if rest else ""
    return (
        "From left to right: what would tempt a party to move alone, the best reply that the others have, and what the "
        "mover is left with. “At a cost”: who replies would not gain by it. “For good”: no move of its own would mend "
        f"that.{more}"
    )


class _Rows:
    """One package and what can follow from it."""

    def __init__(self, words: StabilityWords) -> None:
        self.stability, self.package_stability, self.names, self.gains = (
            words.stability,
            words.package_stability,
            words.names,
            words.gains,
        )

    def rows(self) -> list[_Row]:
        return [self._row(gain) for party in self.gains.parties for gain in self.gains.most_telling(party, MOST)]

    def chart(self, name: str) -> alt.LayerChart:
        canvas, rows = Canvas(), self.rows()
        high = sum(row.tall + BETWEEN for row in rows) or 3 * LINE + BETWEEN
        bottom = TITLE + high
        title = wrapped(
            name if self.package_stability.why != "still" else "As things stand", TEXT, COLUMNS[0][1] - 2 * PAD, most=5
        )
        tall = len(title) * LINE + 2 * PAD
        package = Box(x=COLUMNS[0][0], y=TITLE + (high - BETWEEN - tall) / 2, width=COLUMNS[0][1], height=tall)
        canvas.node(package, PAPER, LOOKED_AT, corner=2)
        canvas.text((package.x + package.width / 2, package.y + PAD), title, Type(bold=True, align="center"))
        if not rows:
            text = wrapped("No tempting breach among the moves that the case lists.", TEXT, 400, most=2)
            canvas.text((COLUMNS[1][0], package.y + PAD), text)
            return canvas.chart(WIDTH, bottom)
        for (left, _), heading in zip(COLUMNS[1:], HEADINGS, strict=True):
            canvas.text((left, 0), [heading], Type(size=SMALL, colour=SOFT))
        top = TITLE
        for row in rows:
            self._draw(canvas, row, package, top)
            top += row.tall + BETWEEN
        return canvas.chart(WIDTH, bottom)

    def _draw(self, canvas: Canvas, row: _Row, package: Box, top: float) -> None:
        stroke = party_stroke(row.gain.party)
        centre = top + row.tall / 2
        move = self._box(canvas, row.move, COLUMNS[1], centre, stroke)
        left = (package.x + package.width, min(max(centre, package.y + 3), package.y + package.height - 3))
        turn = (move.x - BEND, centre)
        canvas.line(left, turn, stroke)
        arrows.draw(canvas, [turn, (move.x, centre)], stroke)
        if row.gain.answer is not None:
            steps = row.gain.answer.steps
            end = self._box(canvas, row.answer, COLUMNS[2], centre, party_stroke(steps[-1].party))
            way = [(move.x + move.width, centre), (end.x, centre)]
            arrows.draw(canvas, way, party_stroke(steps[0].party))
        at = COLUMNS[3][0] if row.gain.answer is not None else COLUMNS[2][0]
        colour = INK if row.gain.answer is not None else WARN
        style = Type(size=SMALL, colour=colour, bold=row.gain.answer is None)
        canvas.text((at, centre - len(row.left) * LINE / 2), row.left, style)

    def _box(
        self, canvas: Canvas, lines: list[_Line], column: tuple[float, float], centre: float, stroke: Stroke
    ) -> Box:
        tall = len(lines) * LINE + 2 * PAD
        box = Box(x=column[0], y=centre - tall / 2, width=column[1], height=tall)
        canvas.node(box, PAPER, Stroke(colour=stroke.colour, width=1.2, dash=stroke.dash), corner=3)
        for n, line in enumerate(lines):
            style = Type(size=SMALL, colour=line.colour, bold=line.bold)
            canvas.text((box.x + PAD, box.y + PAD + n * LINE), [line.text], style)
        return box

    def _row(self, gain: Gain) -> _Row:
        name, move = self.names.party_name(gain.party), self._step(gain.party, self.package_stability.state, gain.to)
        if gain.answer is None:
            nobody = f"Nobody has a reply that leaves {name} no better off."
            if gain.is_open:
                nobody = "Whether anybody has a reply to that was not decided."
            left = wrapped(plain(nobody), SMALL, COLUMNS[2][1], most=LINES, bold=True)
            return _Row(gain=gain, move=move, answer=[], left=left)
        rank = self.stability.states.graph.rank
        answer: list[_Line] = []
        state = gain.to
        for step in gain.answer.steps:
            cost = rank[step.party][step.to] <= rank[step.party][state]
            answer += self._step(step.party, state, step.to, ", at a cost" if cost else "")
            state = step.to
        worse = (
            "worse off" if rank[gain.party][state] < rank[gain.party][self.package_stability.state] else "no better off"
        )
        then = ", with no way to mend it" if gain.is_for_good else "" if gain.is_open else ", until it moves again"
        left = wrapped(plain(f"{name}: {worse}{then}"), SMALL, COLUMNS[3][1], most=4)
        return _Row(gain=gain, move=move, answer=answer, left=left)

    def _step(self, party: int, start: int, end: int, cost: str = "") -> list[_Line]:
        """Who moves, and what it changes."""
        room = COLUMNS[1][1] - 2 * PAD
        colour = party_stroke(party).colour
        lines = wrapped(plain(f"{self.names.party_name(party)}{cost}"), SMALL, room, most=2, bold=True)
        step = [_Line(text=line, colour=colour, bold=True) for line in lines]
        for issue, option in changed(self.stability, start, end):
            text = plain(f"{self.names.issue(issue)}: {self.names.option(issue, option)}")
            step += [_Line(text=line) for line in wrapped(text, SMALL, room, most=LINES)]
        return step
