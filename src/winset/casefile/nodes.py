"""A case file as nodes with their places: strict YAML, read from the parser's events without recursion.

PyYAML's own tree builder follows anchors, recurses and lets a later key replace an earlier one; here each of these is
a problem with a place, and reading goes on, so that one pass reports them all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import ClassVar, Protocol

import yaml

from winset.errors import Path, Place, Problem, WinsetError

MAX_BYTES = 5_000_000
"""Bytes of a case file, or of a file that is imported; beyond, it is refused."""
MAX_DEPTH = 40
"""Levels of nesting in a case file; beyond, it is refused."""
MAX_NODES = 100_000
"""Values in a case file, mappings and lists included; beyond, it is refused."""
MAX_PROBLEMS = 1_000
"""Problems of a case file that are reported in one pass; beyond, reading stops, and the last one says so."""
MAX_DIGITS = 28
"""Digits of a number; beyond, it is refused, since decimal arithmetic would round it without a word."""

LINE_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
"""What the parser takes for the end of a line; reading a file refuses the last three, which editors do not count."""

INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9]*)?\.[0-9]+|[-+]?(0|[1-9][0-9]*)\.")
NULL = ("", "~", "null", "Null", "NULL")
NUMBER_BEGINS = tuple("+-.0123456789")
REFUSED = (
    (re.compile(r"[0-9]{4}(-[0-9]{1,2}){2}(([Tt]|[ \t]+)[0-9]{1,2}:.*)?"), "would be a date to other readers of YAML"),
    (re.compile(r"[-+]?0[0-9_]+|[-+]?0[oO][0-7_]+"), "would be an octal number to other readers of YAML"),
    (re.compile(r"[-+]?0[xX][0-9a-fA-F_]+|[-+]?0[bB][01_]+"), "would be another number to other readers of YAML"),
    (re.compile(r"[-+]?[0-9]+(:[0-5]?[0-9])+(\.[0-9]*)?"), "would be a number to base 60 to other readers of YAML"),
    (re.compile(r"[-+]?[0-9][0-9_]*_[0-9_]*"), "would be a number to other readers of YAML"),
    (re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"), "is not a finite number"),
    (re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)[eE][-+]?[0-9]+"), "has an exponent; write the number out"),
    (re.compile(rf"[-+]?(?=[0-9.]{{{MAX_DIGITS + 1},}})[0-9]*\.?[0-9]*"), f"has more than {MAX_DIGITS} digits"),
)  # fmt: skip


@dataclass(slots=True, kw_only=True)
class Scalar:
    """A single value: `text` as it means, `value` as it is typed, and its span in the file (offsets in characters)."""

    value: object
    text: str
    place: Place
    start: int = 0
    end: int = 0
    plain: bool = True

    @classmethod
    def at(cls, place: Place, value: object) -> Scalar:
        """A value that no file has, as if it stood at a place."""
        return cls(value=value, text="" if value is None else str(value), place=place)


@dataclass(slots=True, kw_only=True)
class Sequence:
    """A list of nodes. flow: written in brackets; end: where it ends then, an offset in characters."""

    items: list[Node] = field(default_factory=list)
    place: Place
    flow: bool = False
    end: int = 0


@dataclass(slots=True, kw_only=True)
class Mapping:
    """Keys with their nodes, in the order of the file. flow: written in braces; end: where it ends then, an offset in
    characters.
    """

    entries: dict[str, tuple[Scalar, Node]] = field(default_factory=dict)
    place: Place
    flow: bool = False
    end: int = 0

    @property
    def indent(self) -> int:
        """How many spaces stand before its names, of which it has one at least."""
        return next(iter(self.entries.values()))[0].place.column - 1


@dataclass(slots=True, kw_only=True)
class Broken:
    """A node that was refused; its problem is reported already."""

    place: Place


Node = Scalar | Sequence | Mapping | Broken


@dataclass(slots=True)
class _Frame:
    node: Mapping | Sequence | None
    key: Scalar | None = None
    skip_value: bool = False


def plain(node: Node) -> object:
    """The node as plain data: dict, list, str, int, Decimal, bool or None; broken parts are left out."""
    if isinstance(node, Mapping):
        return {key: plain(value) for key, (_, value) in node.entries.items() if not isinstance(value, Broken)}
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items if not isinstance(item, Broken)]
    return node.value if isinstance(node, Scalar) else None


def step_below(node: Node, step: str | int) -> tuple[Node, Scalar | None] | None:
    """What a step of a path leads to, with its key; None where the node has nothing of the kind."""
    if isinstance(node, Mapping):
        entry = node.entries.get(str(step))
        return None if entry is None else (entry[1], entry[0])
    if isinstance(node, Sequence) and isinstance(step, int) and 0 <= step < len(node.items):
        return node.items[step], None
    return None


def find(root: Node, path: Path) -> tuple[Node, Scalar | None]:
    """The deepest node along a path and its key; steps that the file does not have (short forms) are passed over."""
    node, key = root, None
    for step in path:
        node, key = step_below(node, step) or (node, key)
    return node, key


def node_at(root: Node, path: Path) -> tuple[Node, Scalar | None]:
    """The node at exactly this path, and its key. Raises KeyError where there is none."""
    node, key = root, None
    for step in path:
        below = step_below(node, step)
        if below is None:
            raise KeyError(path)
        node, key = below
    return node, key


def holds(root: Node, path: Path) -> bool:
    """True where the file has a node at exactly this path."""
    node = root
    for step in path:
        below = step_below(node, step)
        if below is None:
            return False
        node = below[0]
    return True


def nodes_below(node: Node) -> Iterator[Node]:
    """The node with its keys and everything below it, in the order of the file."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        yield node
        if type(node) is Mapping:
            for key, value in reversed(node.entries.values()):
                waiting += (value, key)
        elif type(node) is Sequence:
            waiting += reversed(node.items)


def typed(text: str) -> object:
    """A plain scalar's value under YAML 1.2: null, true, false, an integer, a decimal read from its text, or text."""
    if text in NULL:
        return None
    if text in ("true", "false"):
        return text == "true"
    if INTEGER.fullmatch(text):
        return int(text) if len(text) <= 2 * MAX_DIGITS else text
    if DECIMAL.fullmatch(text):
        return Decimal(text)
    return text


def _ambiguity(text: str) -> str | None:
    """Why a plain scalar that looks like a number or a date is refused, if it is; an integer of few digits never is."""
    if not text.startswith(NUMBER_BEGINS) or (len(text) <= MAX_DIGITS and INTEGER.fullmatch(text)):
        return None
    return next((reason for pattern, reason in REFUSED if pattern.fullmatch(text)), None)


class Reader:
    """Turns the events of one YAML text into nodes, and gathers every problem on the way."""

    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self.file = file
        self.lines = LINE_BREAK.split(text)
        self.starts = [0, *(match.end() for match in LINE_BREAK.finditer(text))]
        self.problems: list[Problem] = []
        self.root: Node | None = None
        self.stack: list[_Frame] = []
        self.count = 0
        self.documents = 0

    def place(self, line: int, column: int, length: int = 1) -> Place:
        """A place by line and column counted from 0; at the end of the text where there is no such line."""
        if line >= len(self.lines):
            line = len(self.lines) - 1
            column = len(self.lines[line])
        excerpt = self.lines[line]
        return Place(file=self.file, line=line + 1, column=column + 1, length=max(1, length), excerpt=excerpt)

    def refuse(self, code: str, message: str, place: Place, hint: str = "") -> None:
        self.problems.append(Problem(code=code, message=message, place=place, hint=hint))
        if len(self.problems) == MAX_PROBLEMS:
            raise _Stop(f"more than {MAX_PROBLEMS:,} problems; what follows was not read", place)

    def read(self) -> Node | None:
        """The root node; None where the text is empty, is not YAML, or has more in it than a case can have."""
        try:
            for event in _events(self.text):
                self._take(event)
                if self.count > MAX_NODES:
                    raise _Stop(f"more than {MAX_NODES:,} values", self.place(0, 0))
                if len(self.stack) > MAX_DEPTH:
                    raise _Stop(f"nested more than {MAX_DEPTH} levels deep", self._at(event))
                if self.documents > 1:
                    break
        except _Stop as stop:
            self.problems.append(Problem(code="E007", message=f"the file has {stop.reason}", place=stop.place))
            return None
        except yaml.YAMLError as error:
            self.problems.append(self._not_yaml(error))
            return None
        return self.root

    def _not_yaml(self, error: yaml.YAMLError) -> Problem:
        said = in_plain_words(error)
        message = f"not valid YAML: {said.message}"
        return Problem(code="E004", message=message, place=self.place(said.line, said.column), hint=said.hint)

    def _take(self, event: yaml.Event) -> None:
        handler = self.HANDLERS.get(type(event))
        if handler is not None:
            handler(self, event)

    def _document(self, event: yaml.Event) -> None:
        self.documents += 1
        if self.documents > 1:
            message = "the file holds more than one document"
            self.refuse("E004", message, self._at(event), "remove this `---` and what follows")

    def _at(self, event: yaml.Event) -> Place:
        return self._between(*_marks(event))

    def _between(self, start: _Mark, end: _Mark) -> Place:
        """The place that begins at a mark and ends at another, or with its line if that comes first."""
        if end.line == start.line:
            return self.place(start.line, start.column, end.column - start.column)
        line = self.lines[min(start.line, len(self.lines) - 1)]
        return self.place(start.line, start.column, len(line) - start.column)

    def _offset(self, mark: _Mark) -> int:
        return self.starts[mark.line] + mark.column if mark.line < len(self.starts) else len(self.text)

    def _decorated(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.anchor:
            message = "anchors are refused"
            self.refuse("E006", message, self._at(event), "write the value out; a claim can be named under `claims`")
        if event.tag:
            self.refuse("E006", "tags are refused", self._at(event), "write the plain value")

    def _alias(self, event: yaml.Event) -> None:
        message = "aliases are refused"
        self.refuse("E006", message, self._at(event), "write the value out; a claim can be named under `claims`")
        self._attach(Broken(place=self._at(event)))

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        self._decorated(event)
        start, end = _marks(event)
        place = self._between(start, end)
        simple = not event.style
        scalar = Scalar(
            value=typed(event.value) if simple else event.value,
            text=event.value,
            place=place,
            start=self._offset(start),
            end=self._offset(end),
            plain=simple,
        )
        reason = _ambiguity(event.value) if simple else None
        if reason is not None:
            shown = event.value if len(event.value) <= 40 else event.value[:40] + "…"
            self.refuse("E008", f"`{shown}` {reason}", place, "if it is text, write it in quotes")
        is_refused = reason is not None or event.tag is not None
        self._attach(Broken(place=place) if is_refused else scalar)

    def _open(self, event: yaml.CollectionStartEvent) -> None:
        self._decorated(event)
        node: Mapping | Sequence
        if isinstance(event, yaml.MappingStartEvent):
            node = Mapping(place=self._at(event))
        else:
            node = Sequence(place=self._at(event))
        node.flow = bool(event.flow_style)
        self._attach(node)
        self.stack.append(_Frame(node))

    def _close(self, event: yaml.Event) -> None:
        node = self.stack.pop().node
        if node is not None:
            node.end = self._offset(_marks(event)[1])

    def _attach(self, node: Node) -> None:
        self.count += 1
        if not self.stack:
            if self.root is None:
                self.root = node
            return
        frame = self.stack[-1]
        if isinstance(frame.node, Sequence):
            frame.node.items.append(node)
        elif frame.key is None and not frame.skip_value:
            self._key(frame, node)
        else:
            if frame.key is not None and isinstance(frame.node, Mapping):
                frame.node.entries[frame.key.text] = (frame.key, node)
            frame.key, frame.skip_value = None, False

    def _key(self, frame: _Frame, node: Node) -> None:
        frame.skip_value = True
        if not isinstance(node, Scalar):
            if not isinstance(node, Broken):
                self.refuse("E004", "a key must be a single word or text", node.place)
        elif node.text == "<<" and node.plain:
            self.refuse("E006", "merge keys are refused", node.place, "write the fields out")
        elif isinstance(frame.node, Mapping) and node.text in frame.node.entries:
            first = frame.node.entries[node.text][0].place.line
            self.refuse("E005", f"`{node.text}` stands twice in the same section", node.place, f"first on line {first}")
        else:
            frame.key = node

    HANDLERS: ClassVar[dict[type[yaml.Event], Callable[..., None]]] = {
        yaml.DocumentStartEvent: _document,
        yaml.AliasEvent: _alias,
        yaml.ScalarEvent: _scalar,
        yaml.MappingStartEvent: _open,
        yaml.SequenceStartEvent: _open,
        yaml.MappingEndEvent: _close,
        yaml.SequenceEndEvent: _close,
    }


class _Mark(Protocol):
    line: int
    column: int


def _marks(event: yaml.Event) -> tuple[_Mark, _Mark]:
    """Where the event begins and ends; the parser gives every event both."""
    start, end = event.start_mark, event.end_mark
    if start is None or end is None:
        raise yaml.YAMLError("the parser gave no place")
    return start, end


class _Stop(Exception):
    """Reading ends here: the file has more in it than a case can have."""

    def __init__(self, reason: str, place: Place) -> None:
        self.reason, self.place = reason, place
        super().__init__(reason)


def _events(text: str) -> Iterator[yaml.Event]:
    """The parser's events, one at a time, so that reading can stop before the parser's own stack grows.

    Of PyYAML's two parsers only the one of libyaml is used: they differ on some texts, and a case means one thing.
    Raises WinsetError where PyYAML was built without it.
    """
    loader = getattr(yaml, "CSafeLoader", None)
    if loader is None:
        raise WinsetError(
            "PyYAML stands here without libyaml, which reads case files; install its wheel: "
            "pip install --force-reinstall --only-binary :all: PyYAML"
        )
    yield from yaml.parse(text, Loader=loader)


WORDS = {
    "mapping values are not allowed": ("a `:` where no value can begin", "write text that holds `: ` in quotes"),
    "did not find expected key": ("the lines of this section do not fit together", "check its indentation and quotes"),
    "did not find expected '-' indicator": ("the lines of this list do not fit together", "check its indentation"),
    "could not find expected ':'": ("a name without a `:` after it", "write `name: value`"),
    "did not find expected ',' or ']'": ("a list in brackets goes on without a comma or is not closed", "`,` or `]`"),
    "did not find expected ',' or '}'": ("a section in braces goes on without a comma or is not closed", "`,` or `}`"),
    "did not find expected node content": ("a value is missing", "check the brackets and commas near here"),
    "did not find expected <document start>": ("the case ends above, and this follows", "check the indentation"),
    "found unexpected end of stream": ("a quotation mark that is never closed", "close it"),
    "found unexpected document indicator": ("a quotation mark that is never closed", "close it"),
    "found unknown escape character": (
        "a `\\` in double quotes that means nothing there",
        "write the text in single quotes, or `\\\\` for each `\\`",
    ),
    "found character that cannot start any token": (
        "no text can begin with this sign, and no line with a tab",
        "write the text in quotes; indent with spaces",
    ),
    "found a tab character": ("a tab in the indentation", "indent with spaces"),
    "block sequence entries are not allowed": ("a list with `- ` cannot begin here", "begin it on a line of its own"),
    "found undefined tag handle": ("a `!` begins a tag, and tags are refused", "write the text in quotes"),
    "found invalid Unicode character escape code": ("an escape that stands for no character", "write the character"),
    "did not find expected alphabetic or numeric character": (
        "`&` and `*` begin anchors and aliases, which are refused",
        "write the text in quotes",
    ),
}
AT_THE_BEGINNING = ("found unexpected",)
"""What is noticed far behind its cause: the place is where the parser began, not where it gave up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """Why and where reading ends; line and column counted from 0."""

    message: str
    hint: str
    line: int
    column: int


def in_plain_words(error: yaml.YAMLError) -> Unreadable:
    """What is wrong, where, and what would be right."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return Unreadable(message="it holds a character that YAML does not have", hint="remove it", line=0, column=0)
    said = str(error.problem or error.context or "it cannot be read")
    message, hint = next(
        (words for start, words in WORDS.items() if said.startswith(start)),
        (said, "check the indentation, quotes and brackets near here"),
    )
    began, ended = error.context_mark, error.problem_mark
    mark = began if began is not None and said.startswith(AT_THE_BEGINNING) else ended or began
    if mark is None:
        return Unreadable(message=message, hint=hint, line=0, column=0)
    if began is not None and mark.line > began.line:
        hint += f"; what it belongs to begins on line {began.line + 1}"
    return Unreadable(message=message, hint=hint, line=mark.line, column=mark.column)
