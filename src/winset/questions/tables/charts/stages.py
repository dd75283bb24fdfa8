"""Tables that meet one after the other: who sits, what each settles, and what that leads to."""

from __future__ import annotations

from collections.abc import Sequence as Listing
from dataclasses import dataclass

import altair as alt

from winset.analyses.settlement.choose import SolutionChoice
from winset.analyses.tables.sequence import TableSequence
from winset.questions.tables.charts.rows import Stages
from winset.questions.tables.words import TablesWords, told_apart
from winset.report.blocks import Drawn
from winset.report.charts import arrows
from winset.report.charts.canvas import Box, Canvas, Point, Stroke, Type
from winset.report.charts.lettering import wrapped
from winset.report.charts.theme import ACCENT, INK, LINE, PAPER, SMALL, SOFT, WIDTH, themed
from winset.report.names import counted

SIDE_BY_SIDE = 4
"""Boxes in a row, the last of them the result."""
ARROW, DOWN, PAD, BETWEEN, APART = 34.0, 28.0, 6.0, 12.0, 18.0
INDENT = 6.0
MUCH = 1.4
"""By how much what a sequence leads to may be higher than its boxes and still stand beside them."""
LINES, MOST = 4, 9
"""Lines of one text in a box, and issues that a box names."""
STAGE, BINDS = Stroke(colour=INK, width=1.0), Stroke(colour=ACCENT, width=1.8)
REOPENED = Stroke(colour=SOFT, width=1.2, dash=(4, 3))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    text: str
    style: Type
    indent: float = 0.0


_Part = tuple[list[_Line], Stroke]
"""The lines of a box, and its edge."""
_End = tuple[Point, float]
"""The middle of the lower edge of the last box that was drawn, and where its row ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Course:
    """One sequence. moved: what its earlier meetings move, party by party."""

    words: TablesWords
    sequence: TableSequence
    moved: tuple[str, ...]


def stages(data: Stages) -> Drawn | None:
    """A row for every sequence of tables; None where there is none."""
    if not data.moved:
        return None
    canvas, top = Canvas(), 2.0
    for table_sequence, moved in zip(told_apart(data.words.talks.sequences), data.moved, strict=True):
        top = _draw(canvas, _Course(words=data.words, sequence=table_sequence, moved=moved), top) + APART
    words = caption(data)
    return Drawn(chart=themed(alt.vconcat(canvas.chart(WIDTH, top - APART + 2)), words), caption=words)


def caption(data: Stages) -> str:
    """What the boxes are, and which sequences are not drawn."""
    rest = len(data.words.talks.sequences) - len(data.moved)
    more = (
        f" Not drawn: {counted(rest, 'shorter sequence')} with which a longer one begins, and which leads to the same."
    )
    return (
        "Tables that meet one after the other, each settling what is named in it and seeing ahead. In a bold frame: "
        "what that leads to if what is settled binds; in a dashed one: if the last table can reopen "
        "everything." + (more if rest else "")
    )


def _draw(canvas: Canvas, course: _Course, top: float) -> float:
    """Draws one sequence from left to right, in as many rows as it needs; gives where it ends.

    What it leads to stands at the right end where it is short, else below.
    """
    wide = _wide(min(len(course.sequence.stages) + 1, SIDE_BY_SIDE))
    cells, result = _stages(course, wide), _result(course, wide)
    if _high(result) <= max(_high(cell) for cell in cells) * MUCH:
        return _rows(canvas, [*cells, result], wide, top)[1]
    wide = _wide(min(len(course.sequence.stages), SIDE_BY_SIDE))
    last, top = _rows(canvas, _stages(course, wide), wide, top, is_end=False)
    return _below(canvas, course, (last, top))


def _wide(across: int) -> float:
    """The width of each of so many boxes beside each other."""
    return (WIDTH - ARROW * (across - 1) - 2) / across


def _rows(canvas: Canvas, cells: list[list[_Part]], wide: float, top: float, *, is_end: bool = True) -> _End:
    """Draws boxes from left to right; gives where the last of them ends, and where all do. is_end: the last is what
    the others lead to.
    """
    last = (0.0, top)
    for start in range(0, len(cells), SIDE_BY_SIDE):
        row = cells[start : start + SIDE_BY_SIDE]
        tall = max(_high(cell) for cell in row)
        if start:
            top = _down(canvas, (last, top), [1 + wide / 2], "then")
        for place, cell in enumerate(row):
            left = 1 + place * (wide + ARROW)
            if place:
                word = "" if is_end and start + place == len(cells) - 1 else "then"
                _across(canvas, (left - ARROW, top + tall / 2), word)
            _cell(canvas, cell, Box(x=left, y=top, width=wide, height=tall))
            last = (left + wide / 2, top + (tall + _high(cell)) / 2)
        top += tall
    return last, top


def _below(canvas: Canvas, course: _Course, end: _End) -> float:
    """Draws what a sequence leads to, side by side; gives where that ends."""
    wide = (WIDTH - BETWEEN - 2) / 2
    parts = _result(course, wide)
    lefts = [1 + place * (wide + BETWEEN) for place in range(len(parts))]
    top = _down(canvas, end, [left + wide / 2 for left in lefts], "leads to")
    for left, part in zip(lefts, parts, strict=True):
        _cell(canvas, [part], Box(x=left, y=top, width=wide, height=_high([part])))
    return top + max(_high([part]) for part in parts)


def _cell(canvas: Canvas, parts: list[_Part], within: Box) -> None:
    """One box, or several below each other, centred in the height of the row."""
    top = within.y + (within.height - _high(parts)) / 2
    for lines, stroke in parts:
        tall = _tall(lines)
        canvas.node(Box(x=within.x, y=top, width=within.width, height=tall), PAPER, stroke, corner=3)
        for n, line in enumerate(lines):
            canvas.text((within.x + PAD + line.indent, top + PAD + n * LINE), [line.text], line.style)
        top += tall + BETWEEN


def _across(canvas: Canvas, at: Point, word: str) -> None:
    """An arrow to the box on the right, with a word over it."""
    arrows.draw(canvas, [(at[0] + 3, at[1]), (at[0] + ARROW - 3, at[1])], STAGE)
    canvas.text((at[0] + ARROW / 2, at[1] - LINE - 3), [word], Type(size=SMALL, colour=SOFT, align="center"))


def _down(canvas: Canvas, end: _End, ways: Listing[float], word: str) -> float:
    """Arrows from the last box of a row down to what stands below it, with a word; gives where that begins."""
    (x, bottom), top = end
    turn = top + DOWN / 2
    canvas.line((x, bottom + 3), (x, turn), STAGE)
    canvas.line((min(x, *ways), turn), (max(x, *ways), turn), STAGE)
    for way in ways:
        arrows.draw(canvas, [(way, turn), (way, top + DOWN - 3)], STAGE)
    canvas.text((ways[0] + 6, turn + 1), [word], Type(size=SMALL, colour=SOFT))
    return top + DOWN


def _stages(course: _Course, wide: float) -> list[list[_Part]]:
    return [[_stage(course, number, wide)] for number in range(len(course.sequence.stages))]


def _stage(course: _Course, number: int, wide: float) -> _Part:
    """A table: its title, who sits there, and what it settles."""
    table, room = course.sequence.stages[number], wide - 2 * PAD
    lines = _lines(course.words.table(table), room, Type(bold=True))
    lines += _lines(course.words.seats_of(table), room, Type(size=SMALL, colour=SOFT))
    issues = [course.words.names.issue(issue) for issue in course.sequence.fixed[number]]
    lines += _lines("settles:" if issues else "settles nothing that is still open", room, Type(size=SMALL, italic=True))
    for issue in issues[:MOST]:
        lines += _listed(issue, room)
    if len(issues) > MOST:
        lines += _lines(f"and {len(issues) - MOST} more", room, Type(size=SMALL, colour=SOFT))
    return lines, STAGE


def _result(course: _Course, wide: float) -> list[_Part]:
    """What binding stages lead to with what the earlier ones move, and what the last table would if it could reopen
    everything.
    """
    room, binding, reopened = wide - 2 * PAD, course.sequence.binding, course.sequence.reopenable
    bound = _lines("If what is settled binds", room, Type(bold=True)) + _agreed(course.words, binding, room)
    if course.moved:
        bound += _lines("the earlier meetings move, in points:", room, Type(size=SMALL, italic=True))
        for gain in course.moved:
            bound += _listed(gain, room)
    alone = _lines("If the last table can reopen everything", room, Type(bold=True))
    same = binding.packages[:1] == reopened.packages[:1] and reopened.packages
    alone += _lines("the same", room, Type(size=SMALL)) if same else _agreed(course.words, reopened, room)
    return [(bound, BINDS), (alone, REOPENED)]


def _agreed(words: TablesWords, choice: SolutionChoice, room: float) -> list[_Line]:
    """What a deal changes, or that there is none."""
    if not choice.packages:
        text = "no deal" if choice.status == "none exists" else "not known"
        return _lines(text, room, Type(size=SMALL))
    moved = words.moved(choice.packages[0])
    changed = [f"{words.names.issue(issue)}: {words.names.option(issue, option)}" for issue, option in moved]
    return [line for text in changed for line in _listed(text, room)]


def _listed(text: str, room: float) -> list[_Line]:
    """An item of a list, its further lines under its first word."""
    lines = wrapped(text, SMALL, room - 8, most=LINES)
    style = Type(size=SMALL)
    return [
        _Line(text=line if n else f"• {line}", style=style, indent=INDENT if n else 0.0) for n, line in enumerate(lines)
    ]


def _lines(text: str, room: float, style: Type) -> list[_Line]:
    return [_Line(text=line, style=style) for line in wrapped(text, style.size, room, most=LINES, bold=style.bold)]


def _high(parts: list[_Part]) -> float:
    """The height of boxes below each other."""
    return sum(_tall(lines) for lines, _ in parts) + BETWEEN * (len(parts) - 1)


def _tall(lines: list[_Line]) -> float:
    return len(lines) * LINE + 2 * PAD
