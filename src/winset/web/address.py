"""The state of a page as its address: which case, under which variants and moved numbers, at which level, asked what.

A link is a finding: whoever opens it on the same case sees the same answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote, urlencode

from winset.errors import UnknownName
from winset.model.as_of import date_asked
from winset.model.numbers import HANDLING, Handling
from winset.questions.request import Request, described_fields

Query = tuple[tuple[str, str], ...]
OF_THE_CASE = ("variant", "as_of", "set", "level")
"""Names in the query of an address that say how the case is read; all others belong to the page."""
LEVEL: Handling = "team"


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """How a case is read on a page. case: its key on the shelf. as_of: the date as it stood on which it is read, empty
    for as it stands. moved: judged numbers put elsewhere, by their path.
    given: what else stands in the query, such as the fields of a request or a package.
    """

    case: str = ""
    page: str = ""
    variants: tuple[str, ...] = ()
    as_of: str = ""
    moved: Query = ()
    level: Handling = LEVEL
    given: Query = field(default=())

    @classmethod
    def of(cls, case: str, page: str, query: Iterable[tuple[str, str]]) -> View:
        """The view that an address describes. Raises UnknownName for what no page can have."""
        pairs = [(name, value) for name, value in query]
        level = next((value for name, value in pairs if name == "level"), LEVEL)
        known = next((handling for handling in HANDLING if handling == level), None)
        if known is None:
            raise UnknownName(f"there is no level `{level}`; there are {', '.join(HANDLING)}")
        return cls(
            case=case,
            page=page,
            variants=tuple(dict.fromkeys(value for name, value in pairs if name == "variant" and value)),
            as_of=next((date_asked(value) for name, value in pairs if name == "as_of" and value), ""),
            moved=tuple(dict(_moved(value) for name, value in pairs if name == "set" and value).items()),
            level=known,
            given=tuple((name, value) for name, value in pairs if name not in OF_THE_CASE),
        )

    @property
    def case_query(self) -> Query:
        """How the case is read, as it stands in every address on it."""
        level = (("level", self.level),) if self.level != LEVEL else ()
        return (
            *(("variant", name) for name in self.variants),
            *((("as_of", self.as_of),) if self.as_of else ()),
            *(("set", f"{path}={text}") for path, text in self.moved),
            *level,
        )

    @property
    def reading(self) -> tuple[tuple[str, ...], str]:
        """What of the case file is read: under which variants, and as it stood when."""
        return self.variants, self.as_of

    @property
    def is_as_filed(self) -> bool:
        """True where the case is read as its file has it, whatever numbers are tried."""
        return not self.variants and not self.as_of

    def first(self, name: str) -> str:
        """The first value of that name in the query; empty where there is none."""
        return next((value for given, value in self.given if given == name), "")

    def at(self, page: str, given: Query = ()) -> View:
        """The same case, read the same way, on another page."""
        return replace(self, page=page, given=given)

    def with_given(self, **values: str | None) -> View:
        """The same with values put in the place of those of the same names; None takes one away."""
        rest = tuple((name, value) for name, value in self.given if name not in values)
        return replace(self, given=(*rest, *((name, value) for name, value in values.items() if value is not None)))

    def with_moved(self, path: str, text: str | None) -> View:
        """The same with one judged number elsewhere, or, for None, where the file has it."""
        rest = tuple(pair for pair in self.moved if pair[0] != path)
        return replace(self, moved=rest if text is None else (*rest, (path, text)))

    @property
    def url(self) -> str:
        """The address."""
        return self._address(self.page, self.given)

    def part(self, name: str, **values: str) -> str:
        """The address of a part of the page, such as a chart, with the state of the page in it."""
        return self._address(f"{self.page}/{name}", (*self.given, *values.items()))

    def _address(self, page: str, given: Query) -> str:
        query = urlencode((*self.case_query, *given))
        path = f"/case/{quote(self.case, safe='')}/{page}"
        return f"{path}?{query}" if query else path


def _moved(text: str) -> tuple[str, str]:
    path, sign, value = text.partition("=")
    if not sign or not path or not value:
        raise UnknownName(f"`set={text}` is not PATH=NUMBER, such as walk_away.russia=60")
    return path, value


def fields_given(kind: type[Request], given: Query) -> dict[str, Any]:
    """What a query says of the fields of a request, as `request_from` takes it. Raises UnknownName for a text that
    is no such value.
    """
    values: dict[str, Any] = {}
    for request_field, described in described_fields(kind):
        texts = [value for name, value in given if name == request_field.name and value != ""]
        if not texts:
            continue
        if described.kind is bool:
            values[request_field.name] = texts[-1] in ("true", "on", "1")
        elif described.repeated:
            values[request_field.name] = [_read(described.kind, text, request_field.name) for text in texts]
        else:
            values[request_field.name] = _read(described.kind, texts[-1], request_field.name)
    return values


def _read(kind: type, text: str, name: str) -> Any:
    if kind not in (int, float):
        return text
    try:
        return kind(text)
    except ValueError:
        raise UnknownName(f"`{name}`: `{text}` is not a number") from None
