"""The typed blocks of a report; sentences and cells are texts that may hold pieces (`report.pieces`).

Each block has a depth: `answer` is what a busy reader reads, `main` what stands behind it, `detail` what only a careful
reader wants, `brief` what only a brief picks. Anything in a block may be a `Guarded`, which the pass of disclosure
resolves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from importlib import import_module
from threading import RLock
from typing import Any, Generic, Literal, TypeVar

from winset.report.ownership import Holding, Owner

Depth = Literal["answer", "main", "detail", "brief"]
DEPTHS: tuple[Depth, ...] = ("answer", "main", "detail", "brief")
Tone = Literal["plain", "quiet", "lead", "strong", "title", "good", "bad", "warning"]
Align = Literal["left", "right"]
Audience = Literal["analyst", "reader"]
"""Who reads a report: who works on the case, or who is handed a brief and has neither its file nor the program.
"""
Json = dict[str, Any]
"""A JSON object, before disclosure with `Guarded` and `Owned` values in it."""
T = TypeVar("T")


class _LeftOut:
    """What is simply not there: no block, no row, no key."""

    def __repr__(self) -> str:
        return "LEFT_OUT"


LEFT_OUT = _LeftOut()
_DRAWING = RLock()


@dataclass(frozen=True, slots=True)
class Guarded(Generic[T]):
    """Something made from what its owner may keep back. otherwise: what stands there then; nothing if not given."""

    of: Owner
    shown: T
    otherwise: T | _LeftOut | None = LEFT_OUT


@dataclass(frozen=True, slots=True)
class Owned:
    """A value of a JSON document with whose it is; null where that may not be shown."""

    value: Any
    of: Owner


@dataclass(frozen=True, slots=True)
class Derived:
    """What is made of what may be shown of something, such as a sentence of names of which some may not: `of` is
    resolved before it is given to `made`, and so is what that gives.
    """

    of: Any
    made: Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Account:
    """What is said of how much of a case is left out. said: is given the counts by kind, and the sentence on them."""

    holdings: tuple[Holding, ...]
    said: Callable[[Mapping[str, int], str], Any]


@dataclass(frozen=True, slots=True)
class Sentences:
    """Sentences that stand together as one text, any of which may be guarded; nothing where none of them is left."""

    parts: tuple[Any, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """What stands in a report by itself."""

    depth: Depth = "main"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence(Block):
    """A paragraph of one or more sentences. name: words before it that say what it is about, set apart."""

    text: Any
    tone: Tone = "plain"
    indent: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Sentence):
    """A sentence that answers the question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteSentence(Sentence):
    """What a reader must know of how something was reckoned or may be read."""

    tone: Tone = "quiet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint(NoteSentence):
    """What more a command can do, with the option that does it: for those who have a command line before them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Space(Block):
    """A line's distance between two blocks of a section."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bullets(Block):
    """Sentences, each for itself. columns: whether they may stand in several columns."""

    items: tuple[Any, ...]
    columns: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GridCell:
    """A cell of a table that is more than its text. mark: how it is told apart, such as the basis of a position or
    "below" for a value that falls short. note: what stands under it in small type.
    """

    text: Any
    mark: str = ""
    note: Any = ""

    def __str__(self) -> str:
        return str(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid(Block):
    """Rows of texts under a head; without one the first column names the rows. align: per column, left if not given.

    least, most: narrowest and widest first column in characters, where that is limited. indent: further to the right by
    so many. gap: between columns.
    """

    rows: tuple[Any, ...]
    head: tuple[Any, ...] = ()
    align: tuple[Align, ...] = ()
    least: int | None = None
    most: int | None = None
    indent: int = 0
    gap: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageTable(Block):
    """Packages side by side. headings: why each is shown. options: per issue its title and the option of each package.

    worth: per party its name with its walk-away, and the value of each package to it. more: further rows, such as
    whether each would hold.
    """

    headings: tuple[Any, ...]
    options: tuple[Any, ...]
    worth: tuple[Any, ...] = ()
    more: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote(Block):
    """A claim opened: its reading, the sentence with the quote in the middle, and where that stands.

    before, after: empty where the quote stands alone. author: of the source, as "by A. Hill"; empty where it is not
    known. place: in the source, "line 12". reported: whom the source cites; reviewed: by whom the reading was; draft:
    that a program proposed it and nobody has confirmed that; quality: of the source.
    """

    reading: Any = ""
    before: Any = ""
    quote: Any = ""
    after: Any = ""
    source: Any = ""
    author: str = ""
    dated: str = ""
    place: str = ""
    reported: str = ""
    reviewed: str = ""
    draft: str = ""
    quality: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims(Block):
    """Every claim that the report points to, opened, with the number that it was given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines(Block):
    """Lines that stand as they are, such as a line of a file with a caret under it."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemLines(Lines):
    """A problem of a case, with its lines as compilers write them; what can say it in a sentence says it so.

    said, hint: what is wrong, and what would be right. about: what it is about, in words that can stand in a sentence;
    cell: the issue and the party of the cell that this is. file, line: where it stands.
    """

    code: str
    said: str
    hint: str = ""
    about: str = ""
    cell: tuple[str, str] | None = None
    file: str = ""
    line: int = 0

    @property
    def is_error(self) -> bool:
        return self.code.startswith("E")


@dataclass(frozen=True, slots=True, kw_only=True)
class Command(Block):
    """A command line that says more, to be copied."""

    text: str


@dataclass(frozen=True)
class ChartData:
    """What a chart is drawn from, with `Guarded` and `Owned` parts that the pass of disclosure resolves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Something in a chart that a page can open. key: by which the page and the chart know it."""

    key: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A chart, and what it says to those who cannot see it: how it is read, in which units. marks: what stands in it
    that can be opened.
    """

    chart: Any
    caption: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart to be drawn from data: the function is called with what is left of the data at a level, and gives None
    where there is nothing to draw. It is called only where a picture is wanted.
    """

    draw: Callable[[Any], Drawn | None]
    data: Any

    def drawn(self) -> Drawn | None:
        """The chart, None where there is nothing to draw. One is drawn at a time: Altair keeps the object whose
        property is being set with the class of it, so that two threads would give each other's axes to their charts.
        """
        with _DRAWING:
            return self.draw(self.data)


def _draw(module: str, chart: str, data: Any) -> Drawn | None:
    drawn: Drawn | None = getattr(import_module(module), chart)(data)
    return drawn


def drawings(module: str, chart: str, data: Iterable[Any]) -> tuple[Drawing, ...]:
    """A drawing of each of the data, by a function of a module, which is imported, and Altair with it, where a picture
    is wanted.
    """
    return tuple(Drawing(partial(_draw, module, chart), one) for one in data)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure(Block):
    """One chart, in as many pieces as pages need. key: its name among the figures of a report. title: above it where it
    stands beside others in one picture. what: it shows, for who has it drawn, if that is not its title. words: what
    stands in its place in a report without pictures. missing: why there is nothing to draw, where that is so.
    """

    key: str
    drawings: tuple[Any, ...]
    title: str = ""
    what: str = ""
    words: tuple[Any, ...] = ()
    missing: str = ""

    def drawn(self) -> tuple[Drawn, ...]:
        """The pieces that have something to show."""
        return tuple(drawn for drawing in self.drawings if (drawn := drawing.drawn()) is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Blocks under a heading. key: by which a brief chooses it. level: 1 for a part of its own, 2 for a section, 3
    below it. beside: it stands beside the section after it, where there is room.
    """

    key: str
    title: str
    blocks: tuple[Any, ...]
    depth: Depth = "main"
    level: int = 2
    beside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What is said of one answer. kind: what the report is, where it is handed over. about: what stands on every page
    of it besides the level, such as its date and its drafter. lead: lines under the title. data: the same for JSON.
    claims: the quotes that its pieces point to, by key. holdings: what the case keeps from whom, for the account of
    what is left out. depth: down to which it is written where nothing else is asked for.
    audience: who reads it; who is handed it is told nothing of options, of the case file or of what could stand there.
    """

    title: str
    kind: str = ""
    about: tuple[Any, ...] = ()
    depth: Depth = "detail"
    audience: Audience = "analyst"
    lead: tuple[Any, ...] = ()
    sections: tuple[Any, ...] = ()
    data: Any = field(default_factory=dict)
    claims: Mapping[str, Any] = field(default_factory=dict)
    holdings: tuple[Holding, ...] = ()


TO_ANALYSTS: tuple[type[Block], ...] = (Hint, Command)
"""Blocks that are for nobody but who works on the case."""


def in_detail(block: Any) -> Any:
    """A block, or one that its owner may keep back, as only careful readers want it."""
    if isinstance(block, Guarded):
        return replace(block, shown=in_detail(block.shown), otherwise=in_detail(block.otherwise))
    if isinstance(block, Derived):
        return replace(block, made=lambda shown: in_detail(block.made(shown)))
    if isinstance(block, tuple):
        return tuple(map(in_detail, block))
    return replace(block, depth="detail") if isinstance(block, Block | Section) else block
