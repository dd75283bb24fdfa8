"""What a question can be asked: frozen requests whose fields describe themselves.

The fields of a request are the one description of a question's options: the options of its command, the fields of a
form, the keyword arguments from Python and the keys of a record are all made from them. Nothing heavy is imported here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from math import isfinite
from typing import Any, ClassVar, TypeVar

from winset.errors import WinsetError

DRAWS_AT_MOST = 1_000_000
"""Readings that may be asked for; beyond, the option is refused."""
METHODS = ("enumeration", "streaming", "fold", "search")
NODES = 20_000_000
"""Nodes of each search, unless others are asked for; beyond, the search stops, and the answer says what is known."""
R = TypeVar("R", bound="Request")


class BadOption(WinsetError):
    """A value that an option of a request does not take. option: its name in the request."""

    def __init__(self, option: str, message: str) -> None:
        super().__init__(f"`{option}`: {message}")
        self.option, self.reason = option, message


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A value that is more than a number or a word. read: from how it is typed (raises ValueError with what would be
    right). write: how it is typed. take: from what Python gives instead of a text. given: what that is, in words.
    """

    read: Callable[[str], Any]
    write: Callable[[Any], str]
    take: Callable[[Any], Any]
    given: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestOption:
    """How a field of a request is asked for. kind: bool, int, float or str. repeated: may be given several times.

    above: the minimum itself is excluded. by_the_clock: it makes the result depend on the machine. of_words: it changes
    what is said of an answer, not what is worked out.
    formerly: an older name, which scripts and records may still use.
    """

    help: str
    kind: type = str
    flag: str = ""
    metavar: str = ""
    minimum: float | None = None
    maximum: float | None = None
    above: bool = False
    choices: tuple[str, ...] = ()
    repeated: bool = False
    value: Value | None = None
    show_default: bool = False
    by_the_clock: bool = False
    of_words: bool = False
    formerly: str = ""

    def checked(self, name: str, given: Any) -> Any:
        """The value as the request holds it. Raises BadOption."""
        if self.repeated:
            if isinstance(given, str) or not hasattr(given, "__iter__"):
                raise BadOption(name, "several values are expected")
            each = given.items() if isinstance(given, Mapping) else given
            return tuple(self._checked(name, value) for value in each)
        return given if given is None else self._checked(name, given)

    def _checked(self, name: str, given: Any) -> Any:
        if self.value is not None:
            try:
                return self.value.read(given) if isinstance(given, str) else self.value.take(given)
            except ValueError as error:
                raise BadOption(name, str(error)) from None
        if self.kind is bool:
            return self._of_kind(name, given, isinstance(given, bool), "true or false")
        if self.kind is int:
            is_whole = isinstance(given, int) and not isinstance(given, bool)
            return self._within(name, self._of_kind(name, given, is_whole, "a whole number"))
        if self.kind is float:
            is_number = isinstance(given, int | float) and not isinstance(given, bool) and isfinite(given)
            return self._within(name, float(self._of_kind(name, given, is_number, "a finite number")))
        self._of_kind(name, given, isinstance(given, str), "a text")
        if self.choices and given not in self.choices:
            raise BadOption(name, f"`{given}` is none of {', '.join(self.choices)}")
        return given

    def _of_kind(self, name: str, given: Any, is_right: bool, kind: str) -> Any:
        if not is_right:
            raise BadOption(name, f"`{given}` is not {kind}")
        return given

    def _within(self, name: str, given: Any) -> Any:
        low = self.minimum is not None and (given <= self.minimum if self.above else given < self.minimum)
        if low or (self.maximum is not None and given > self.maximum):
            raise BadOption(name, f"{given} is not {self.range}")
        return given

    @property
    def range(self) -> str:
        """The range in words."""
        least = "" if self.minimum is None else f"{'above' if self.above else 'at least'} {self.minimum:,g}"
        most = "" if self.maximum is None else f"at most {self.maximum:,g}"
        return " and ".join(bound for bound in (least, most) if bound) or "any number"

    def plain(self, value: Any) -> Any:
        """The value of a field as a record keeps it: numbers, truth values, texts and lists of them."""
        if self.repeated:
            return [self._plain(item) for item in value]
        return None if value is None else self._plain(value)

    def _plain(self, item: Any) -> Any:
        return item if self.value is None else self.value.write(item)


def option(default: Any, help: str, **settings: Any) -> Any:
    """A field of a request. default: taken where nothing is given. settings: of `Option`."""
    return field(default=default, metadata={"option": RequestOption(help=help, **settings)})


@dataclass(frozen=True, kw_only=True)
class Request:
    """What is asked of a case. Two requests that are equal have the same answer.

    question: its key in the catalogue. solved_by: the module of the question's folder that solves it.
    """

    question: ClassVar[str] = ""
    solved_by: ClassVar[str] = "solve"

    def __post_init__(self) -> None:
        for request_field, described in described_fields(type(self)):
            object.__setattr__(
                self, request_field.name, described.checked(request_field.name, getattr(self, request_field.name))
            )

    def plain(self) -> dict[str, Any]:
        """The request as a record keeps it."""
        return {
            request_field.name: described.plain(getattr(self, request_field.name))
            for request_field, described in described_fields(type(self))
        }


def described_fields(kind: type[Request]) -> Iterator[tuple[Field[Any], RequestOption]]:
    """The fields of a request with how they are asked for, in the order in which they are declared."""
    for request_field in fields(kind):
        described = request_field.metadata.get("option")
        if isinstance(described, RequestOption):
            yield request_field, described


def request_from(kind: type[R], plain: Mapping[str, Any]) -> R:
    """The request that a record or a call from Python describes. Raises BadOption for what it does not have."""
    known = {request_field.name: described for request_field, described in described_fields(kind)}
    older = {described.formerly: name for name, described in known.items() if described.formerly}
    plain = {older.get(name, name): value for name, value in plain.items()}
    for name in plain:
        if name not in known:
            raise BadOption(name, f"there is no such option; there are {', '.join(known)}")
    given = {name: tuple(value) if isinstance(value, list) else value for name, value in plain.items()}
    return kind(**given)


def defaults(kind: type[Request]) -> dict[str, Any]:
    """What is taken for each option that is not given, as a record keeps it."""
    return {
        request_field.name: described.plain(() if request_field.default is MISSING else request_field.default)
        for request_field, described in described_fields(kind)
    }


def table_option() -> Any:
    return option(None, "Ask of this table: its seats, ratifiers and agenda.", metavar="NAME")


def seed_option() -> Any:
    return option(1, "Seed of the trials.", kind=int, minimum=0, show_default=True)


def trials_option(default: int, help: str, *, minimum: int = 0, maximum: int = DRAWS_AT_MOST) -> Any:
    return option(default, help, kind=int, minimum=minimum, maximum=maximum, show_default=True, formerly="draws")


def method_option() -> Any:
    return option(None, "How packages are gone through; by size and shape if not given.", choices=METHODS)


def nodes_option() -> Any:
    return option(NODES, "Stop each search after so many.", kind=int, minimum=1, show_default=True)


def seconds_option() -> Any:
    return option(
        None,
        "Stop each search after so long; the answer then depends on the machine. [default: no limit]",
        kind=float,
        minimum=0,
        above=True,
        by_the_clock=True,
    )


Pairs = tuple[tuple[str, str], ...]


def _read_package(text: str) -> Pairs:
    pairs = [pair.strip().partition("=") for pair in text.split(",") if pair.strip()]
    if not pairs or any(not sign or not issue.strip() or not option.strip() for issue, sign, option in pairs):
        raise ValueError(f"`{text}` is not a list of ISSUE=OPTION, separated by commas")
    if len({issue.strip() for issue, _, _ in pairs}) < len(pairs):
        raise ValueError(f"`{text}` names an issue twice")
    return tuple((issue.strip(), option.strip()) for issue, _, option in pairs)


PACKAGE = Value(
    read=_read_package,
    write=lambda package: ",".join(f"{issue}={option}" for issue, option in package),
    take=lambda given: tuple((str(issue), str(option)) for issue, option in dict(given).items()),
    given="a mapping from issue to option",
)
