"""Which of the texts that a page of a PDF writes can be seen on it.

Not seen is what is written in no ink, in the colour of what lies under it, smaller than can be read, beyond the page or
what it is clipped to, on a layer that is off, or under something that is painted over it. Where a colour cannot be told
the text counts as seen. What stands unseen in or under a picture may be the words of a scanned page, and is told apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from math import hypot
from typing import Any

from winset.casefile.pdf_letters import Letters
from winset.casefile.pdf_objects import number, resolved
from winset.casefile.pdf_painting import BLACK, WHITE, Area, Box, Colour, Painting, around
from winset.casefile.pdf_tags import Cell, TableCells
from winset.casefile.pdf_widths import NO_FONT, FontWidths
from winset.casefile.pdf_words import MOST_WORDS, Pen, Word, words_of

SMALLEST_SEEN = 2.0
"""Points; smaller letters cannot be read. The smallest print of contracts has about 5."""
LEAST_INK = 0.1  # opacity; fainter ink is not seen
MOST_COMPARED = 5_000_000
"""Comparisons of what a PDF paints with what it wrote before, in all of it; beyond, it is refused."""
_BYTES_OF_NUMBER = 8  # as which a number that describes letters counts
_THICK_LINE = 3.0  # points; a thicker line can be the ground that text stands on
_CORNERS = 5  # points of a rectangle that is drawn line by line and closed

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
Operands = list[Any]


class TooMuchDrawn(Exception):
    """A page draws more than a page may."""


def times(first: Matrix, other: Matrix) -> Matrix:
    """The matrix that does the first and then the other."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = other
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _moved(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _box(matrix: Matrix, x: float, y: float, width: float, height: float) -> Box:
    return around(
        _moved(matrix, *corner) for corner in ((x, y), (x + width, y), (x, y + height), (x + width, y + height))
    )


def _is_upright(matrix: Matrix) -> bool:
    """True where rectangles along the axes stay so."""
    a, b, c, d, _, _ = matrix
    return (b == 0 and c == 0) or (a == 0 and d == 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ink:
    """A colour, with the kind of its colour space and how opaque it is. colour: None where it cannot be told."""

    colour: Colour | None = BLACK
    kind: str = "gray"
    opacity: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _State:
    """What holds where an operation draws; `whole_clip`: the clip is exactly its box."""

    matrix: Matrix = IDENTITY
    clip: Box
    whole_clip: bool = True
    fill: _Ink = _Ink()
    stroke: _Ink = _Ink()
    is_normal: bool = True
    is_masked: bool = False
    line: float = 1.0
    mode: int = 0
    size: float = 0.0
    em: float = 1.0
    stretch: float = 1.0
    rise: float = 0.0
    leading: float = 0.0
    widths: FontWidths = NO_FONT
    between_letters: float = 0.0
    at_spaces: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """What a page may draw: operations, comparisons of what it paints with what it wrote, and bytes when unpacked."""

    drawn: int = 0
    compared: int = 0
    unpacked: int = 0

    def and_also(self, more: Budget) -> Budget:
        """Both together."""
        return Budget(
            drawn=self.drawn + more.drawn,
            compared=self.compared + more.compared,
            unpacked=self.unpacked + more.unpacked,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What holds for all pages of a document: the layers that are off, the cells of its tables, and its letters."""

    layers_off: frozenset[int]
    cells: TableCells
    letters: Letters


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mark:
    """What is said of a part of a page: that it is on a layer that is off, or in which cell of a table it stands."""

    is_off: bool = False
    cell: Cell | None = None


class VisibleText:
    """Follows the operations of a page, in forms within forms too, and gathers which of its texts are hidden.

    Beyond the budget, TooMuchDrawn is raised. hidden: the numbers of the texts that are not seen, in the order in which
    they are written; `in_picture`: of those that stand unseen in or under one. words: where each word of all texts
    stands.
    """

    def __init__(self, page: Any, document: Shown, budget: Budget) -> None:
        self.page = Box(*_page_box(page))
        self.unit = number(page.get("/UserUnit"), 1.0)
        self.off, self.cells, self.letters = document.layers_off, document.cells, document.letters
        self.budget, self.drawn, self.unpacked = budget, 0, 0
        self.painting = Painting(self.page)
        self.resources: list[Any] = [resolved(page.get("/Resources")) or {}]
        self._unpack(page.get("/Contents"), self.resources[0])
        self.state = _State(clip=self.page)
        self.saved: list[_State] = []
        self.forms: list[tuple[_State, int, int]] = []
        self.marked: list[_Mark] = []
        self.holders: list[Any] = [page]
        self.text_matrix = self.line_matrix = IDENTITY
        self.rectangles: list[tuple[Box, bool]] = []
        self.points: list[tuple[float, float]] = []
        self.is_closed_box = True
        self.clips_next = False
        self.count = 0
        self.unseen: dict[int, tuple[float, float]] = {}
        self.hidden: set[int] = set()
        self.words: list[Word] = []
        self.is_spaced = False

    def before(self, operator: bytes, operands: Operands, *_: object) -> None:
        """Takes one operation in, before it is carried out."""
        self.drawn += 1
        if self.is_over_budget():
            raise TooMuchDrawn
        act = _ACTS.get(operator)
        if act is not None:
            try:
                act(self, operands)
            except (IndexError, KeyError, TypeError, ValueError, AttributeError, OverflowError):
                return  # an operation that makes no sense draws nothing

    def is_over_budget(self) -> bool:
        left = self.budget
        return self.drawn > left.drawn or self.painting.looked_at > left.compared or self.unpacked > left.unpacked

    def after(self, operator: bytes, *_: object) -> None:
        """Leaves the form that was drawn."""
        if operator == b"Do" and self.forms:
            self.state, saved, marked = self.forms.pop()
            del self.saved[saved:], self.marked[marked:]
            self.resources.pop()
            self.holders.pop()

    def in_picture(self) -> set[int]:
        """The texts that stand unseen in a picture, or under one."""
        texts = {text for text, place in self.unseen.items() if self.painting.has_picture_at(*place)}
        return texts | (self.painting.behind - self.hidden)

    def not_seen(self) -> set[int]:
        """The texts that are hidden, apart from those in a picture."""
        return (self.hidden | self.painting.covered | set(self.unseen)) - self.in_picture()

    def _unpack(self, contents: Any, resources: Any) -> None:
        """Counts the bytes that are read to draw the contents, with those that describe their letters."""
        self.unpacked += sum(_lengths(resolved(contents)))
        fonts = resolved(resources.get("/Font")) or {}
        for name in fonts:
            font = resolved(fonts[name])
            if isinstance(font, dict):
                self.unpacked += sum(_lengths(resolved(font.get("/ToUnicode"))))
                self.unpacked += _BYTES_OF_NUMBER * sum(_counts(font))
        if self.is_over_budget():
            raise TooMuchDrawn

    def _set(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)

    def _save(self, _: Operands) -> None:
        self.saved.append(self.state)

    def _restore(self, _: Operands) -> None:
        floor = self.forms[-1][1] if self.forms else 0
        if len(self.saved) > floor:
            self.state = self.saved.pop()

    def _concatenate(self, operands: Operands) -> None:
        self._set(matrix=times(_matrix(operands), self.state.matrix))

    def _graphics_state(self, operands: Operands) -> None:
        settings = self._resource("/ExtGState", operands[0])
        if "/ca" in settings:
            self._set(fill=replace(self.state.fill, opacity=number(settings["/ca"], 1.0)))
        if "/CA" in settings:
            self._set(stroke=replace(self.state.stroke, opacity=number(settings["/CA"], 1.0)))
        if "/BM" in settings:
            modes = resolved(settings["/BM"])
            first = modes[0] if isinstance(modes, list) and modes else modes
            self._set(is_normal=str(first) in ("/Normal", "/Compatible"))
        if "/SMask" in settings:
            self._set(is_masked=resolved(settings["/SMask"]) != "/None")
        if "/Font" in settings:
            font, size = resolved(settings["/Font"])
            self._set(size=number(size, 0.0), em=_em(resolved(font)), widths=self.letters.widths(resolved(font)))
        if "/LW" in settings:
            self._set(line=number(settings["/LW"], 1.0))

    def _resource(self, kind: str, name: Any) -> Any:
        """The resource of that name where the operation stands, or else on the page."""
        for resources in (self.resources[-1], self.resources[0]):
            resource = resolved(resolved(resources.get(kind, {})).get(name))
            if resource is not None:
                return resource
        return {}

    def _ink(self, which: str, operands: Operands, kind: str | None = None) -> None:
        ink: _Ink = getattr(self.state, which)
        kind = kind or ink.kind
        self._set(**{which: replace(ink, kind=kind, colour=_colour(kind, operands))})

    def _space(self, which: str, operands: Operands) -> None:
        kind = _kind(operands[0], lambda name: self._resource("/ColorSpace", name))
        first = {"gray": [0], "rgb": [0, 0, 0], "cmyk": [0, 0, 0, 1], "tint": [1]}.get(kind, [])
        self._ink(which, first, kind)

    def _rectangle(self, operands: Operands) -> None:
        x, y, width, height = map(float, operands[:4])
        self.rectangles.append((_box(self.state.matrix, x, y, width, height), width * height >= 0))
        self.is_closed_box &= _is_upright(self.state.matrix)

    def _point(self, operands: Operands) -> None:
        """A corner of a path; of a curve its handles too, since the curve lies between them."""
        numbers = [float(operand) for operand in operands]
        if len(numbers) > 2:
            self.is_closed_box = False
        corners = [_moved(self.state.matrix, *pair) for pair in zip(numbers[::2], numbers[1::2], strict=False)]
        if len(self.points) <= _CORNERS:
            self.points += corners
        else:
            box = around([*self.points, *corners])
            self.points = [(box.left, box.low), (box.right, box.high)] * 3
            self.is_closed_box = False

    def _boxes(self) -> list[tuple[Box, bool]]:
        """The boxes of the path, each with whether the path fills it exactly."""
        upright, lines = self.is_closed_box, self.points
        same = len({sign for _, sign in self.rectangles}) == 1 and not lines
        boxes = [(box, upright and same) for box, _ in self.rectangles]
        if lines:
            box = around(lines)
            corners = {(box.left, box.low), (box.left, box.high), (box.right, box.low), (box.right, box.high)}
            along = all(a[0] == b[0] or a[1] == b[1] for a, b in pairwise(lines))
            is_box = upright and along and not self.rectangles and set(lines) == corners and len(lines) <= _CORNERS
            boxes.append((box, is_box))
        return boxes

    def _fill(self, _: Operands, *, evenly: bool = False) -> None:
        boxes = self._boxes()
        for box, exact in boxes:
            self._paint(box, exact=exact and (not evenly or len(boxes) == 1), ink=self.state.fill)
        self._end_path([])

    def _fill_evenly(self, operands: Operands) -> None:
        self._fill(operands, evenly=True)

    def _stroke(self, _: Operands) -> None:
        a, b, c, d, _x, _y = self.state.matrix
        width = self.state.line * max(hypot(a, b), hypot(c, d))
        if width > _THICK_LINE:
            for box, _exact in self._boxes():
                half = width / 2
                wider = Box(box.left - half, box.low - half, box.right + half, box.high + half)
                self._paint(wider, exact=False, ink=self.state.stroke)
        self._end_path([])

    def _clip(self, _: Operands) -> None:
        self.clips_next = True

    def _end_path(self, _: Operands) -> None:
        if self.clips_next:
            boxes = self._boxes()
            if boxes:
                whole = around(corner for box, _ in boxes for corner in (box[:2], box[2:]))
                exact = len(boxes) == 1 and boxes[0][1]
                self._set(clip=whole.within(self.state.clip), whole_clip=self.state.whole_clip and exact)
        self.clips_next = False
        self.rectangles, self.points, self.is_closed_box = [], [], True

    def _paint(self, box: Box, *, exact: bool, ink: _Ink, picture: bool = False) -> None:
        if ink.opacity < LEAST_INK or self._is_off():
            return
        normal = self.state.is_normal and not self.state.is_masked
        opaque = bool(exact and normal and ink.opacity == 1 and self.state.whole_clip)
        colour = ink.colour if normal else None
        area = Area(box=box.within(self.state.clip), colour=colour, opaque=opaque, picture=picture)
        self.painting.paint(area)

    def _shade(self, _: Operands) -> None:
        self._paint(self.state.clip, exact=False, ink=replace(self.state.fill, colour=None), picture=True)

    def _inline_image(self, _: Operands) -> None:
        self._image(opaque=False)

    def _image(self, *, opaque: bool) -> None:
        box = _box(self.state.matrix, 0, 0, 1, 1)
        exact = opaque and _is_upright(self.state.matrix)
        self._paint(box, exact=exact, ink=replace(self.state.fill, colour=None), picture=True)

    def _draw(self, operands: Operands) -> None:
        """An image, or a form, whose own operations follow before it is left."""
        self.forms.append((self.state, len(self.saved), len(self.marked)))
        self.resources.append(self.resources[-1])
        drawn = self._resource("/XObject", operands[0])
        self.resources[-1] = resolved(drawn.get("/Resources")) or self.resources[-1]
        self.marked.append(_Mark(is_off="/OC" in drawn and _is_layer_off(drawn.raw_get("/OC"), self.off)))
        self.holders.append(drawn)
        if drawn.get("/Subtype") == "/Image":
            self._image(opaque=not ({"/SMask", "/Mask", "/ImageMask"} & set(drawn)))
        else:
            self._unpack(drawn, self.resources[-1])
            matrix = _matrix(resolved(drawn["/Matrix"])) if "/Matrix" in drawn else IDENTITY
            self._set(matrix=times(matrix, self.state.matrix))
            if "/BBox" in drawn:
                left, low, right, high = map(float, resolved(drawn["/BBox"]))
                box = _box(self.state.matrix, left, low, right - left, high - low)
                self._set(clip=box.within(self.state.clip))

    def _mark(self, operands: Operands) -> None:
        mark = _Mark()
        if len(operands) > 1:
            properties: Any = resolved(self.resources[-1].get("/Properties")) or {}
            named = resolved(operands[1])
            if operands[0] == "/OC" and named in properties:
                mark = _Mark(is_off=_is_layer_off(properties.raw_get(named), self.off))
            described = named if isinstance(named, dict) else resolved(properties.get(named)) or {}
            if "/MCID" in described:
                cell = self.cells.marked(self.holders[-1], int(number(described["/MCID"], -1)))
                mark = replace(mark, cell=cell)
        self.marked.append(mark)

    def _is_off(self) -> bool:
        return any(mark.is_off for mark in self.marked)

    def _cell(self) -> Cell | None:
        """The cell of a table in which text stands that is written now."""
        return next((mark.cell for mark in reversed(self.marked) if mark.cell is not None), None)

    def _unmark(self, _: Operands) -> None:
        floor = self.forms[-1][2] if self.forms else 0
        if len(self.marked) > floor:
            self.marked.pop()

    def _begin_text(self, _: Operands) -> None:
        self.text_matrix = self.line_matrix = IDENTITY

    def _move(self, operands: Operands) -> None:
        x, y = float(operands[0]), float(operands[1])
        self.line_matrix = times((1.0, 0.0, 0.0, 1.0, x, y), self.line_matrix)
        self.text_matrix = self.line_matrix

    def _move_and_lead(self, operands: Operands) -> None:
        self._set(leading=-float(operands[1]))
        self._move(operands)

    def _next_line(self, _: Operands) -> None:
        self._move([0.0, -self.state.leading])

    def _place(self, operands: Operands) -> None:
        self.line_matrix = self.text_matrix = _matrix(operands)

    def _font(self, operands: Operands) -> None:
        font = self._resource("/Font", operands[0])
        self._set(size=float(operands[1]), em=_em(font), widths=self.letters.widths(font))

    def _write_on_next_line(self, operands: Operands) -> None:
        self._next_line([])
        self._write(operands[-1:])

    def _write_spaced(self, operands: Operands) -> None:
        if len(operands) >= 3:
            self._set(at_spaces=float(operands[0]), between_letters=float(operands[1]))
        self._write_on_next_line(operands)

    def _write(self, operands: Operands) -> None:
        """A text: whether it is hidden, and where; one of no letters moves the place and hides nothing."""
        shown = operands[0] if operands else ""
        pieces = list(shown) if isinstance(shown, list) else [shown]
        letters = sum(len(piece) for piece in pieces if isinstance(piece, str | bytes))
        self.count += 1
        text, state = self.count, self.state
        size = abs(state.size)
        placed = times(self.text_matrix, state.matrix)
        matrix = times((size * state.stretch, 0.0, 0.0, size, 0.0, state.rise), placed)
        x, y = _moved(matrix, 0.25, 0.25)
        if letters:
            self._judge(text, matrix, (x, y), letters)
        pen = Pen(
            matrix=placed,
            font=state.widths,
            size=state.size,
            stretch=state.stretch,
            rise=state.rise,
            between_letters=state.between_letters,
            at_spaces=state.at_spaces,
            is_spaced=self.is_spaced,
            cell=self._cell(),
        )
        words, advance, self.is_spaced = words_of(text, pieces, pen)
        if len(self.words) <= MOST_WORDS:
            self.words += words
        self.text_matrix = times((1.0, 0.0, 0.0, 1.0, advance, 0.0), self.text_matrix)

    def _judge(self, text: int, matrix: Matrix, place: tuple[float, float], letters: int) -> None:
        a, b, c, d, _x, _y = matrix
        em = self.unit * self.state.em
        tiny = min(hypot(a, b), hypot(c, d)) * em < SMALLEST_SEEN
        if tiny or self._is_off() or self._is_beyond(matrix, letters):
            self.hidden.add(text)
        elif self.state.mode in (3, 7) or self._is_in_colour_of_ground(*place):
            self.unseen[text] = place
        else:
            self.painting.write(text, *place)

    def _is_beyond(self, matrix: Matrix, letters: int) -> bool:
        """True where all of the text lies outside the page or what it is clipped to."""
        line = _box(matrix, -0.5, -0.5, letters + 1.0, 2.0)
        return _is_apart(line, self.state.clip)

    def _is_in_colour_of_ground(self, x: float, y: float) -> bool:
        inks = {0: [self.state.fill], 1: [self.state.stroke]}.get(
            self.state.mode % 4, [self.state.fill, self.state.stroke]
        )
        return all(
            ink.opacity < LEAST_INK or (self.state.is_normal and self.painting.is_hidden_at(ink.colour, x, y))
            for ink in inks
        )


def _lengths(contents: Any) -> Iterator[int]:
    """How many bytes each of the streams has, when unpacked."""
    for part in contents if isinstance(contents, list) else [contents]:
        stream = resolved(part)
        if hasattr(stream, "get_data"):
            yield len(stream.get_data())


def _counts(font: Any) -> Iterator[int]:
    """How many numbers and names describe the letters of a font, with those of the font that it is made from."""
    for holder in (font, *(resolved(descendant) for descendant in resolved(font.get("/DescendantFonts")) or [])):
        if isinstance(holder, dict):
            listed = [resolved(holder.get(name)) for name in ("/W", "/Widths", "/Encoding")]
            listed.append(resolved(listed[-1].get("/Differences")) if isinstance(listed[-1], dict) else None)
            for numbers in listed:
                if isinstance(numbers, list):
                    yield len(numbers)
                    yield from (len(inner) for inner in numbers if isinstance(inner, list))


def _is_apart(box: Box, other: Box) -> bool:
    return box.right < other.left or box.left > other.right or box.high < other.low or box.low > other.high


def layers_off(catalog: Any) -> frozenset[int]:
    """The object numbers of the layers that a reader of the PDF does not show when it is opened."""
    try:
        described = resolved(catalog.get("/OCProperties")) or {}
        default = resolved(described.get("/D")) or {}
        off = _numbers(default.get("/OFF"))
        if resolved(default.get("/BaseState")) == "/OFF":
            off |= _numbers(described.get("/OCGs")) - _numbers(default.get("/ON"))
    except (AttributeError, KeyError, TypeError, ValueError):
        return frozenset()
    return frozenset(off)


def _numbers(references: Any) -> set[int]:
    listed = resolved(references)
    return (
        {item.idnum for item in list.__iter__(listed) if hasattr(item, "idnum")} if isinstance(listed, list) else set()
    )


def _is_layer_off(layer: Any, off: frozenset[int]) -> bool:
    """True of a layer that is off, and of a group of which, by its policy, too many or too few are."""
    if getattr(layer, "idnum", None) in off:
        return True
    group = resolved(layer)
    if not isinstance(group, dict) or group.get("/Type") != "/OCMD" or "/OCGs" not in group:
        return False
    groups = group.raw_get("/OCGs")  # type: ignore[attr-defined]
    listed = resolved(groups)
    numbers = _numbers(listed) if isinstance(listed, list) else {getattr(groups, "idnum", -1)}
    are_off = [one in off for one in numbers]
    policy = str(group.get("/P", "/AnyOn"))
    shown = {"/AllOn": not any(are_off), "/AnyOff": any(are_off), "/AllOff": all(are_off)}
    return bool(are_off) and not shown.get(policy, not all(are_off))


def _page_box(page: Any) -> tuple[float, float, float, float]:
    """What of the page is shown."""
    crop, media = page.cropbox, page.mediabox
    sides = [[float(side) for side in (box.left, box.bottom, box.right, box.top)] for box in (crop, media)]
    both = Box(*sides[0]).within(Box(*sides[1]))
    return both if both.right > both.left and both.high > both.low else Box(*sides[1])


def _matrix(operands: Any) -> Matrix:
    a, b, c, d, e, f = (float(resolved(operand)) for operand in list(operands)[:6])
    return a, b, c, d, e, f


def _em(font: Any) -> float:
    """What one unit of the font's size is on the page. Of a font that draws its letters itself: four times its tallest
    or widest letter, since it may hold full stops alone.
    """
    if font.get("/Subtype") != "/Type3" or "/FontMatrix" not in font:
        return 1.0
    a, b, c, d, _, _ = _matrix(resolved(font["/FontMatrix"]))
    box = [float(resolved(side)) for side in resolved(font.get("/FontBBox", [0, 0, 0, 0]))]
    largest = max(abs(box[2] - box[0]), abs(box[3] - box[1])) or 1000.0
    return 4 * max(hypot(a, b), hypot(c, d)) * largest


def _kind(space: Any, named: Callable[[Any], Any]) -> str:
    """Of what kind a colour space is; "other" where its colours are not told."""
    known = {"/DeviceGray": "gray", "/CalGray": "gray", "/G": "gray", "/DeviceRGB": "rgb", "/CalRGB": "rgb",
             "/RGB": "rgb", "/DeviceCMYK": "cmyk", "/CMYK": "cmyk"}  # fmt: skip
    if isinstance(space, str) and space in known:
        return known[space]
    meant = named(space) if isinstance(space, str) else resolved(space)
    if isinstance(meant, str):
        return known.get(meant, "other")
    if not isinstance(meant, list) or not meant:
        return "other"
    family = str(resolved(meant[0]))
    if family == "/ICCBased":
        return {1: "gray", 3: "rgb", 4: "cmyk"}.get(int(number(resolved(meant[1]).get("/N"), 0)), "other")
    return "tint" if family in ("/Separation", "/DeviceN") else known.get(family, "other")


def _colour(kind: str, operands: Operands) -> Colour | None:
    numbers = [min(1.0, max(0.0, float(operand))) for operand in operands if isinstance(operand, int | float)]
    if kind == "gray" and len(numbers) == 1:
        return numbers[0], numbers[0], numbers[0]
    if kind == "rgb" and len(numbers) == 3:
        return numbers[0], numbers[1], numbers[2]
    if kind == "cmyk" and len(numbers) == 4:
        cyan, magenta, yellow, black = numbers
        return (1 - cyan) * (1 - black), (1 - magenta) * (1 - black), (1 - yellow) * (1 - black)
    return WHITE if kind == "tint" and numbers and not any(numbers) else None


_ACTS: dict[bytes, Callable[[VisibleText, Operands], None]] = {
    b"q": VisibleText._save,
    b"Q": VisibleText._restore,
    b"cm": VisibleText._concatenate,
    b"gs": VisibleText._graphics_state,
    b"w": lambda page, operands: page._set(line=float(operands[0])),
    b"g": lambda page, operands: page._ink("fill", operands, "gray"),
    b"G": lambda page, operands: page._ink("stroke", operands, "gray"),
    b"rg": lambda page, operands: page._ink("fill", operands, "rgb"),
    b"RG": lambda page, operands: page._ink("stroke", operands, "rgb"),
    b"k": lambda page, operands: page._ink("fill", operands, "cmyk"),
    b"K": lambda page, operands: page._ink("stroke", operands, "cmyk"),
    b"cs": lambda page, operands: page._space("fill", operands),
    b"CS": lambda page, operands: page._space("stroke", operands),
    b"sc": lambda page, operands: page._ink("fill", operands),
    b"scn": lambda page, operands: page._ink("fill", operands),
    b"SC": lambda page, operands: page._ink("stroke", operands),
    b"SCN": lambda page, operands: page._ink("stroke", operands),
    b"re": VisibleText._rectangle,
    **dict.fromkeys((b"m", b"l", b"c", b"v", b"y"), VisibleText._point),
    **dict.fromkeys((b"f", b"F", b"B", b"b"), VisibleText._fill),
    **dict.fromkeys((b"f*", b"B*", b"b*"), VisibleText._fill_evenly),
    **dict.fromkeys((b"S", b"s"), VisibleText._stroke),
    **dict.fromkeys((b"W", b"W*"), VisibleText._clip),
    b"n": VisibleText._end_path,
    b"sh": VisibleText._shade,
    b"INLINE IMAGE": VisibleText._inline_image,
    b"Do": VisibleText._draw,
    **dict.fromkeys((b"BMC", b"BDC"), VisibleText._mark),
    b"EMC": VisibleText._unmark,
    b"BT": VisibleText._begin_text,
    b"Td": VisibleText._move,
    b"TD": VisibleText._move_and_lead,
    b"T*": VisibleText._next_line,
    b"Tm": VisibleText._place,
    b"TL": lambda page, operands: page._set(leading=float(operands[0])),
    b"Tf": VisibleText._font,
    b"Tr": lambda page, operands: page._set(mode=int(operands[0]) % 8),
    b"Tz": lambda page, operands: page._set(stretch=abs(float(operands[0])) / 100),
    b"Ts": lambda page, operands: page._set(rise=float(operands[0])),
    **dict.fromkeys((b"Tj", b"TJ"), VisibleText._write),
    b"'": VisibleText._write_on_next_line,
    b'"': VisibleText._write_spaced,
    b"Tc": lambda page, operands: page._set(between_letters=float(operands[0])),
    b"Tw": lambda page, operands: page._set(at_spaces=float(operands[0])),
}
