"""Each issue as a line of options: who wants which, who refuses which, and where things stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from winset.model.case import Case, Issue
from winset.report.blocks import Drawn
from winset.report.charts.canvas import Align, Box, Canvas, Stroke, Type
from winset.report.charts.legend import BASIS, Entry, legend
from winset.report.charts.lettering import spread, widest, width, wrapped
from winset.report.charts.theme import FAINT, INK, LINE, PAPER, SMALL, SOFT, TEXT, WARN, WIDTH, themed
from winset.report.names import judged_by, listed
from winset.report.positions import Positions

TITLES = 124.0
LEFT = TITLES + 14
ROOM = WIDTH - LEFT
WIDEST, NARROWEST, GAP = 138.0, 66.0, 8.0
CHIP_PAD, CHIP_GAP, STEM = 4.0, 2.5, 9.0
ROW_GAP = 9.0
LABEL_LINES = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chip:
    """A party that wants an option: its name in lines, and the basis of that."""

    basis: str
    lines: list[str]

    @property
    def width(self) -> float:
        return widest(self.lines, TEXT) + 2 * CHIP_PAD

    @property
    def height(self) -> float:
        return len(self.lines) * LINE + 2


@dataclass(frozen=True, slots=True, kw_only=True)
class _Label:
    """What stands below an option: its name, whether it is the status quo, and who refuses it."""

    lines: list[str]
    status_quo: bool
    refused: list[str]

    @property
    def width(self) -> float:
        quo = width("status quo", SMALL) if self.status_quo else 0
        return max(widest(self.lines, TEXT), widest(self.refused, SMALL, bold=True), quo)

    @property
    def height(self) -> float:
        return (len(self.lines) + self.status_quo + len(self.refused)) * LINE


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """An issue laid out. places: pixels of its options; aside: those off the line. scale: whether the options
    have an order. numbered: labels stand in a list below.
    """

    places: list[float]
    aside: frozenset[int]
    scale: bool
    chips: dict[int, list[_Chip]]
    labels: list[_Label]
    numbered: bool
    title: list[str]
    notes: list[str]

    @property
    def above(self) -> float:
        """Height of the highest stack of parties, with the stem under it."""
        stacks = (sum(chip.height + CHIP_GAP for chip in stack) for stack in self.chips.values())
        return max(stacks, default=0.0) + STEM

    @property
    def below(self) -> float:
        if not self.numbered:
            return 10 + max(label.height for label in self.labels)
        return 10 + LINE + max(_list_heights(self.labels))

    @property
    def height(self) -> float:
        beside = len(self.title) * LINE + len(self.notes) * LINE + 2
        return max(self.above + self.below, beside)


def option_lines(data: Positions) -> Drawn:
    """Per issue its options in order, the parties above the one they want, refusals below, the status quo in a square.

    Where judgements may not be shown, options stand evenly: the places on a line are judged.
    """
    canvas, words = Canvas(), caption(data.case, places=data.places)
    laid = [_laid_out(data.case, issue, places=data.places) for issue in data.issues]
    y = legend(canvas, _entries(data.case, data.issues), top=0, room=WIDTH) + 7
    for line in laid:
        canvas.line((0, y), (WIDTH, y), Stroke(colour=FAINT, width=0.8))
        y += ROW_GAP - 2
        _draw(canvas, line, y)
        y += line.height + ROW_GAP
    return Drawn(chart=themed(canvas.chart(WIDTH, y), words), caption=data.caption or words)


def caption(case: Case, *, places: bool) -> str:
    """What the lines show, and whose judgement the places are."""
    if not _judged_places(case):
        where = "Options stand evenly, in the order of the case."
    elif places:
        where = "Where an option stands on a solid line is a judgement; on a dotted one the options have no order."
        where += judged_by(case)
    else:
        where = "Options stand evenly in their order: the places judged for them are not shown at this level."
    return f"What each party wants and refuses on each issue, read from the sources, and the status quo. {where}"


def _judged_places(case: Case) -> bool:
    return any(isinstance(option.at, Fraction) for issue in case.issues.values() for option in issue.options.values())


def _laid_out(case: Case, name: str, *, places: bool) -> _Line:
    issue = case.issues[name]
    count = len(issue.options)
    column = min(WIDEST, ROOM / count - GAP)
    numbered = column < NARROWEST
    labels = [
        _label(case, name, option, n + 1 if numbered else 0, column) for n, option in enumerate(issue.options)
    ]  # fmt: skip
    stand, aside = _places(issue, 24.0 if numbered else column + GAP, judged=places)
    return _Line(
        places=stand,
        aside=aside,
        scale=issue.scale,
        chips=_chips(case, name),
        labels=labels,
        numbered=numbered,
        title=wrapped(case.issue_title(name), TEXT, TITLES, most=4, bold=True),
        notes=[line for note in _notes(case, name) for line in wrapped(note, SMALL, TITLES, most=5)],
    )


def _places(issue: Issue, slot: float, *, judged: bool) -> tuple[list[float], frozenset[int]]:
    """Where each option stands, in pixels: on the line by its place, aside to the right of it."""
    options = list(issue.options.values())
    aside = [n for n, option in enumerate(options) if issue.scale and option.at == "aside"]
    line = [n for n in range(len(options)) if n not in aside]
    inset = min(slot / 2, 64.0)
    low, high = LEFT + inset, WIDTH - inset - slot * len(aside)
    even = {n: k / max(1, len(line) - 1) for k, n in enumerate(line)}
    stand = []
    for n, option in enumerate(options):
        if n in aside:
            stand.append(WIDTH - slot * (len(aside) - aside.index(n)) + slot / 2)
            continue
        at = float(option.at) / 100 if judged and issue.scale and isinstance(option.at, Fraction) else even[n]
        stand.append(low + (high - low) * (at if len(line) > 1 else 0.5))
    return stand, frozenset(aside)


def _label(case: Case, issue: str, option: str, number: int, column: float) -> _Label:
    room = ROOM / 2 - 30 if number else column
    said = case.option_label(issue, option)
    who = [
        case.name(party) + ("" if (line.basis or cell.basis) == "stated" else " (inferred)")
        for party in case.parties
        if (cell := case.cell(issue, party)).rejects
        for line in cell.rejects
        if line.option == option
    ]
    return _Label(
        lines=wrapped(f"{number}. {said}" if number else said, TEXT, room, most=LABEL_LINES),
        status_quo=case.issues[issue].status_quo == option,
        refused=wrapped(f"× {', '.join(who)}", SMALL, room, most=5, bold=True) if who else [],
    )


def _chips(case: Case, issue: str) -> dict[int, list[_Chip]]:
    """Per option the parties that want it, the first of the case on top."""
    options = list(case.issues[issue].options)
    wanted: dict[int, list[str]] = {}
    for party in case.parties:
        ideal = case.cell(issue, party).ideal
        if ideal is not None:
            wanted.setdefault(options.index(ideal), []).append(party)
    room = min(WIDEST, ROOM / max(1, len(wanted)) - GAP) - 2 * CHIP_PAD
    return {n: [_chip(case, issue, party, room) for party in wanted[n]] for n in sorted(wanted)}


def _chip(case: Case, issue: str, party: str, room: float) -> _Chip:
    cell = case.cell(issue, party)
    signs = (" ~" if cell.volatile else "") + (" !" if cell.precondition else "")
    lines = wrapped(case.name(party), TEXT, room - width(signs, TEXT), most=2)
    return _Chip(basis=cell.basis or "inferred", lines=[*lines[:-1], lines[-1] + signs])


def _notes(case: Case, issue: str) -> list[str]:
    """Who wants nothing on the line: those whose wish no source says, and those that leave it to another."""
    silent = [case.name(party) for party in case.parties if case.cell(issue, party).basis == "silent"]
    refusing = [case.name(party) for party in case.parties if case.cell(issue, party).only_refuses]
    left = [
        f"{case.name(party)}: leaves it to {case.name(to)}"
        for party in case.parties
        if (to := case.cell(issue, party).delegates_to) is not None
    ]
    left += [f"refusals alone: {listed(refusing)}"] if refusing else []
    return [*left, *([f"silent: {listed(silent)}"] if silent else [])]


def _entries(case: Case, issues: Sequence[str]) -> list[Entry]:
    cells = [case.cell(issue, party) for issue in issues for party in case.parties]
    bases = {cell.basis or "inferred" for cell in cells if cell.ideal is not None}
    wants = {"stated": "wants this, stated", "inferred": "wants this, inferred"}
    entries = [Entry(sample="stated", meaning=wants["stated"])] if "stated" in bases else []
    entries += [Entry(sample="inferred", meaning=wants["inferred"])] if "inferred" in bases else []
    if any(cell.rejects for cell in cells):
        entries.append(Entry(sample="refused", meaning="refused"))
    if any(case.issues[issue].status_quo for issue in issues):
        entries.append(Entry(sample="status quo", meaning="status quo"))
    if any(cell.volatile for cell in cells if cell.ideal is not None):
        entries.append(Entry(sample="sign", sign="~", meaning="its line has been moving"))
    if any(cell.precondition for cell in cells if cell.ideal is not None):
        entries.append(Entry(sample="sign", sign="!", meaning="a condition for talks"))
    return entries


def _draw(canvas: Canvas, line: _Line, top: float) -> None:
    canvas.text((0, top), line.title, Type(bold=True))
    canvas.text((0, top + len(line.title) * LINE + 2), line.notes, Type(size=SMALL, colour=SOFT))
    y = top + line.above
    _draw_line(canvas, line, y)
    _draw_chips(canvas, line, y)
    for n, x in enumerate(line.places):
        if line.labels[n].status_quo:
            canvas.dot((x, y), 12, PAPER, Stroke(colour=INK, width=1.2), "square")
        canvas.dot((x, y), 5.5, INK)
        if line.labels[n].refused:
            canvas.cross((x, y), 9, WARN)
    if line.numbered:
        _draw_list(canvas, line, y + 9)
    else:
        _draw_labels(canvas, line, y + 10)


def _draw_line(canvas: Canvas, line: _Line, y: float) -> None:
    on = [x for n, x in enumerate(line.places) if n not in line.aside]
    if len(on) > 1:
        stroke = Stroke(colour=SOFT, width=1.4) if line.scale else Stroke(colour=SOFT, dash=(1, 4))
        canvas.line((min(on), y), (max(on), y), stroke)


def _draw_chips(canvas: Canvas, line: _Line, y: float) -> None:
    order = sorted(line.chips, key=lambda n: line.places[n])
    widths = [max(chip.width for chip in line.chips[n]) for n in order]
    centres = spread([line.places[n] for n in order], widths, GAP, (LEFT, WIDTH))
    for n, centre, wide in zip(order, centres, widths, strict=True):
        foot = y - STEM
        canvas.line((line.places[n], y), (centre, foot), Stroke(colour=SOFT, width=0.8))
        for chip in reversed(line.chips[n]):
            fill, edge = BASIS[chip.basis]
            box = Box(x=centre - wide / 2, y=foot - chip.height, width=wide, height=chip.height)
            canvas.box(box, fill, edge, corner=2)
            canvas.text((centre, box.y + 1), chip.lines, Type(align="center"))
            foot -= chip.height + CHIP_GAP


def _draw_labels(canvas: Canvas, line: _Line, top: float) -> None:
    order = sorted(range(len(line.places)), key=lambda n: line.places[n])
    widths = [line.labels[n].width for n in order]
    centres = spread([line.places[n] for n in order], widths, GAP, (LEFT, WIDTH))
    for n, centre in zip(order, centres, strict=True):
        if abs(centre - line.places[n]) > 6:
            canvas.line((line.places[n], top - 10), (centre, top - 1), Stroke(colour=FAINT, width=0.8))
        _draw_label(canvas, line.labels[n], (centre, top), "center")


def _draw_label(canvas: Canvas, label: _Label, at: tuple[float, float], align: Align) -> None:
    x, y = at
    canvas.text((x, y), label.lines, Type(align=align))
    y += len(label.lines) * LINE
    if label.status_quo:
        canvas.text((x, y), ["status quo"], Type(size=SMALL, colour=SOFT, italic=True, align=align))
        y += LINE
    canvas.text((x, y), label.refused, Type(size=SMALL, colour=WARN, bold=True, align=align))


def _list_heights(labels: list[_Label]) -> tuple[float, float]:
    half = -(-len(labels) // 2)
    return sum(label.height + 2 for label in labels[:half]), sum(label.height + 2 for label in labels[half:])


def _draw_list(canvas: Canvas, line: _Line, top: float) -> None:
    """Numbers at the options, and what they stand for in two columns below."""
    for n, x in enumerate(line.places):
        canvas.text((x, top), [str(n + 1)], Type(align="center"))
    half = -(-len(line.labels) // 2)
    for start, x in ((0, LEFT), (half, LEFT + ROOM / 2)):
        y = top + LINE + 2
        for label in line.labels[start : start + half]:
            _draw_label(canvas, label, (x, y), "left")
            y += label.height + 2
