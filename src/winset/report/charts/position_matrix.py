"""Who wants what on which issue, and on what that rests."""

from __future__ import annotations

from dataclasses import dataclass

from winset.model.case import Case, Cell
from winset.report.blocks import Drawn
from winset.report.charts.canvas import Box, Canvas, Type
from winset.report.charts.legend import BASIS, Entry, hatched, legend
from winset.report.charts.lettering import clean, width, wrapped
from winset.report.charts.theme import INK, LINE, SMALL, SOFT, TEXT, WARN, WIDTH, themed
from winset.report.names import counted, listed
from winset.report.positions import Positions, of_wish, refusals_alone

TITLES, NARROWEST, PAD, BETWEEN = 126.0, 78.0, 5.0, 3.0
HATCH = 7.0
LINES = 3
SIGNS = {
    "~": "its line has been moving",
    "!": "a condition for talks, not only for a deal",
    "^": "read from circumstances",
    "?": "no sentence quoted names the party",
    "°": "its quotes may not be shown at this level",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tile:
    """A cell as it is drawn. signs: marks that stand after its text."""

    basis: str
    lines: list[str]
    refused: int
    signs: str
    delegated: bool
    tip: str

    @property
    def marks_width(self) -> float:
        return width(f"×{self.refused}" if self.refused else "", SMALL, bold=True) + width(
            self.signs, SMALL, bold=True
        ) + 4.0 * bool(self.refused and self.signs)  # fmt: skip

    def rows(self, room: float) -> int:
        """Lines of text, and one more where the marks do not fit beside the last."""
        beside = width(self.lines[-1], TEXT) + self.marks_width + 6 <= room
        return len(self.lines) + (0 if beside or not self.marks_width else 1)


def position_matrix(data: Positions) -> Drawn:
    """Issues down, parties across: each cell's position, and whether it is stated, inferred or silent."""
    canvas, case, words = Canvas(), data.case, caption(data.case)
    column = max((WIDTH - TITLES) / len(data.parties), NARROWEST)
    across = TITLES + column * len(data.parties)
    room = column - BETWEEN - 2 * PAD
    tiles = {(i, p): _tile(data, (i, p), room) for i in data.issues for p in data.parties}
    y = legend(canvas, _entries(list(tiles.values())), top=0, room=across) + 8
    y += _names(canvas, [case.name(party) for party in data.parties], column, y)
    for issue in data.issues:
        y += _row(canvas, case.issue_title(issue), [tiles[issue, party] for party in data.parties], (column, y))
    return Drawn(chart=themed(canvas.chart(across, y), words), caption=data.caption or words)


def caption(case: Case) -> str:
    """What the matrix shows."""
    cells = [case.cell(issue, party) for issue in case.issues for party in case.parties]
    counts = {basis: sum((cell.basis or "inferred") == basis for cell in cells) for basis in BASIS}
    only = sum(cell.only_refuses for cell in cells)
    alone = f" {refusals_alone(only)}" if only else ""
    return (
        f"What each party wants on each issue, read from the sources: of {counted(len(cells), 'position')}, "
        f"{listed(f'{count} {basis}' for basis, count in counts.items())}.{alone} “×” counts the options that a party "
        f"refuses."
    )


def _tile(data: Positions, at: tuple[str, str], room: float) -> _Tile:
    case = data.case
    cell = case.cell(*at)
    delegated = cell.delegates_to is not None
    text = _text(case, at[0], cell)
    room -= HATCH if delegated else 0
    closed = "°" if case.claims_of(cell) and at not in data.quoted else ""
    signs = ("~" if cell.volatile else "") + ("!" if cell.precondition else "")
    signs += ("^" if at in data.circumstances else "") + ("?" if at in data.unnamed else "") + closed
    refused = listed(case.option_label(at[0], line.option) for line in cell.rejects)
    return _Tile(
        basis=cell.basis or "inferred",
        lines=wrapped(text, TEXT, room, most=LINES),
        refused=len(cell.rejects),
        signs=signs,
        delegated=delegated,
        tip=clean(f"{case.name(at[1])}: {text}" + (f"; refuses {refused}" if refused else "")),
    )


def _text(case: Case, issue: str, cell: Cell) -> str:
    if cell.delegates_to is not None:
        return f"leaves it to {case.name(cell.delegates_to)}"
    return case.option_label(issue, cell.ideal) if cell.ideal is not None else of_wish(cell)


def _entries(tiles: list[_Tile]) -> list[Entry]:
    """The legend: only of what occurs."""
    entries = [
        Entry(sample="stated", meaning="stated in a source"),
        Entry(sample="inferred", meaning="inferred from one"),
        Entry(sample="silent", meaning="the sources are silent"),
    ]
    entries = [entry for entry in entries if any(tile.basis == entry.sample for tile in tiles)]
    if any(tile.delegated for tile in tiles):
        entries.append(Entry(sample="delegated", meaning="leaves it to another"))
    if any(tile.refused for tile in tiles):
        entries.append(Entry(sample="sign", sign="×2", meaning="refuses so many options"))
    return entries + [
        Entry(sample="sign", sign=sign, meaning=meaning)
        for sign, meaning in SIGNS.items()
        if any(sign in tile.signs for tile in tiles)
    ]


def _names(canvas: Canvas, parties: list[str], column: float, top: float) -> float:
    names = [wrapped(name, TEXT, column - BETWEEN - PAD, most=LINES, bold=True) for name in parties]
    deepest = max(len(lines) for lines in names)
    for n, lines in enumerate(names):
        y = top + LINE * (deepest - len(lines))
        canvas.text((TITLES + column * n + PAD, y), lines, Type(bold=True))
    return deepest * LINE + 4


def _row(canvas: Canvas, title: str, tiles: list[_Tile], at: tuple[float, float]) -> float:
    column, y = at
    room = column - BETWEEN - 2 * PAD
    titles = wrapped(title, TEXT, TITLES - 10, most=LINES + 1, bold=True)
    deepest = max(len(titles), *(tile.rows(room - HATCH * tile.delegated) for tile in tiles))
    height = deepest * LINE + 2 * PAD - 1
    canvas.text((0, y + PAD), titles, Type(bold=True))
    for n, tile in enumerate(tiles):
        _draw(canvas, tile, Box(x=TITLES + column * n, y=y, width=column - BETWEEN, height=height))
    return height + BETWEEN


def _draw(canvas: Canvas, tile: _Tile, box: Box) -> None:
    canvas.box(box, *BASIS[tile.basis], tip=tile.tip)
    inset = PAD
    if tile.delegated:
        hatched(canvas, Box(x=box.x + 1, y=box.y + 1, width=HATCH - 1, height=box.height - 2))
        inset += HATCH
    silent = tile.basis == "silent"
    style = Type(colour=SOFT if silent else INK, italic=silent or tile.delegated)
    canvas.text((box.x + inset, box.y + PAD), tile.lines, style)
    right = box.x + box.width - PAD + 1
    foot = box.y + box.height - LINE - PAD + 2
    if tile.signs:
        canvas.text((right, foot), [tile.signs], Type(size=SMALL, bold=True, align="right"))
        right -= width(tile.signs, SMALL, bold=True) + 4
    if tile.refused:
        canvas.text((right, foot), [f"×{tile.refused}"], Type(size=SMALL, bold=True, align="right", colour=WARN))
