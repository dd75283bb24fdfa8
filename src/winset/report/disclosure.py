"""The one pass in which it is decided what may be shown at a level of handling.

`disclose(report, level)` resolves every guarded part, drops every owned value that lies above the level, puts "…" for
pieces of sentences that do, and adds the account of what was left out. Renderers and writers take what it gives and
nothing else, so that a forgotten check does not type-check.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

from winset.model.case import Case, parts
from winset.model.claims import Claim
from winset.model.numbers import HANDLING, Handling
from winset.report.blocks import (
    LEFT_OUT,
    TO_ANALYSTS,
    Account,
    Audience,
    Block,
    Bullets,
    ChartData,
    Derived,
    Drawing,
    Figure,
    Grid,
    GridCell,
    Guarded,
    Json,
    Owned,
    Report,
    Section,
    Sentence,
    Sentences,
)
from winset.report.long_lists import LongList, whole
from winset.report.names import counted
from winset.report.ownership import Holding, Owner, Ownership
from winset.report.pieces import TO_ANALYSTS as WORDS_TO_ANALYSTS
from winset.report.pieces import plain, sentences, shown_at, without_kinds

T = TypeVar("T")
_PASSED = object()
NOUNS = {
    "packages": ("package that is kept", "packages that are kept"),
    "sentences": ("sentence of the drafter", "sentences of the drafter"),
}
"""What is left out, where its kind alone does not say what it is: of one and of several."""


class Disclosed:
    """A report as it may be shown at a level. Only `disclose` makes one."""

    __slots__ = ("left_out", "level", "report")

    def __init__(self, passed: object, report: Report, level: Handling, left_out: Mapping[str, int]) -> None:
        if passed is not _PASSED:
            raise TypeError("only `disclose` makes what is disclosed")
        self.report, self.level, self.left_out = report, level, left_out

    @property
    def account(self) -> str:
        """One sentence on what is left out; empty where nothing is."""
        return account(self.left_out, self.level)

    @property
    def marks(self) -> tuple[str, ...]:
        """What stands on every page of a report that is handed over: who may see it, and what it is."""
        return (f"handling: {self.level}", *map(plain, self.report.about))

    @property
    def document(self) -> dict[str, Any]:
        """The JSON document."""
        document: dict[str, Any] = whole(self.data)
        return document

    @property
    def data(self) -> dict[str, Any]:
        """The same with long lists that are made as they are read."""
        data: dict[str, Any] = self.report.data
        return data

    def __str__(self) -> str:
        """The report as text."""
        from winset.report.renderers.terminal import text

        return text(self)

    def __repr__(self) -> str:
        return f"<report on {self.report.title} at the level {self.level}: {len(self.report.sections)} sections>"

    def _repr_html_(self) -> str:
        from winset.report.renderers.html import html_fragment

        return html_fragment(self)

    def figures(self) -> dict[str, Any]:
        """The figures of the report by their keys."""
        return {block.key: block for part in self.report.sections for block in part.blocks if isinstance(block, Figure)}


@dataclass(frozen=True, slots=True)
class _Reader:
    """To whom something is shown."""

    level: Handling
    audience: Audience = "analyst"

    def words(self, text: str) -> str:
        """Of a sentence what is for this reader."""
        return text if self.audience == "analyst" else without_kinds(text, WORDS_TO_ANALYSTS)


def disclose(report: Report, level: Handling) -> Disclosed:
    """The report at a level: nothing in it, in its data or in the data of its charts lies above that. Where it is for
    those to whom it is handed over, nothing in it is for whoever works on the case.
    """
    to = _Reader(level, report.audience)
    left_out = counts_above(report.holdings, level)
    shown = Report(
        title=report.title,
        kind=report.kind,
        about=_seen(report.about, to),
        depth=report.depth,
        audience=report.audience,
        lead=_flat(_seen(report.lead, to)),
        sections=tuple(block for block in _flat(_seen(report.sections, to)) if block.blocks or block.level == 1),
        data=_document(_accounted(report.data, left_out), level),
        claims=_seen(report.claims, to),
    )
    return Disclosed(_PASSED, shown, level, left_out)


def _accounted(data: Json, left_out: Mapping[str, int]) -> Json:
    """The document of a case with how much is left out; one that counts that itself stays as it is."""
    return {**data, "left_out": left_out} if "winset" in data and "left_out" not in data else data


def counts_above(holdings: tuple[Holding, ...], level: Handling) -> dict[str, int]:
    """How much of what kind lies above the level."""
    return dict(Counter(holding.kind for holding in holdings if is_above(holding.level, level)))


def account(left_out: Mapping[str, int], level: Handling) -> str:
    """One sentence on what is left out; empty where nothing is."""
    if not left_out:
        return ""
    kinds = [counted(count, *NOUNS.get(kind, (kind[:-1], kind))) for kind, count in left_out.items()]
    return f"Left out at the handling level “{level}”: {', '.join(kinds)}."


def is_above(handling: Handling, level: Handling) -> bool:
    return HANDLING.index(handling) > HANDLING.index(level)


def _resolved(value: Any, to: _Reader) -> Any:
    """What a guarded, owned or derived value is at the level; other values as they are."""
    while isinstance(value, Guarded | Owned | Derived | Account):
        match value:
            case Owned():
                value = None if is_above(value.of.level, to.level) else value.value
            case Guarded():
                value = value.otherwise if is_above(value.of.level, to.level) else value.shown
            case Derived():
                value = value.made(_seen(value.of, to))
            case Account():
                counts = counts_above(value.holdings, to.level)
                value = value.said(counts, account(counts, to.level))
    return value


def _seen(value: Any, to: _Reader) -> Any:
    """The value with everything inside it as it may be shown. Analyses' results are taken as they are: what is made
    from them stands in guarded parts.
    """
    value = _resolved(value, to)
    if isinstance(value, str):
        return shown_at(to.words(value), to.level)
    if isinstance(value, Sentences):
        return " ".join(_seen(value.parts, to)) or LEFT_OUT
    if isinstance(value, tuple | list):
        items_seen = [seen for item in value if (seen := _seen(item, to)) is not LEFT_OUT]
        return tuple(items_seen) if isinstance(value, tuple) else items_seen
    if isinstance(value, Mapping):
        return {key: seen for key, member in value.items() if (seen := _seen(member, to)) is not LEFT_OUT}
    if to.audience == "reader" and isinstance(value, TO_ANALYSTS):
        return LEFT_OUT
    if isinstance(value, Block | GridCell | Section | ChartData | Drawing):
        seen = {field.name: _seen(getattr(value, field.name), to) for field in fields(value)}
        if isinstance(value, Sentence) and isinstance(seen["text"], str) and not value.name:
            seen["text"] = sentences(seen["text"])
        if isinstance(value, Bullets):
            items = (item for item in seen["items"] if item != "")
            seen["items"] = tuple(sentences(item) if isinstance(item, str) else item for item in items)
        if isinstance(value, Section):
            seen["blocks"] = _flat(seen["blocks"])
        if isinstance(value, Figure):
            seen["words"] = _flat(seen["words"])
        return LEFT_OUT if _says_nothing(value, seen) else replace(value, **seen)
    return value


def _says_nothing(block: Any, seen: Mapping[str, Any]) -> bool:
    """True for a block of which nothing is left."""
    match block:
        case Sentence():
            return seen["text"] is LEFT_OUT or (not seen["text"] and bool(block.text))
        case Bullets():
            return not seen["items"]
        case Grid():
            return not seen["rows"]
    return False


def _flat(values: Iterable[Any]) -> tuple[Any, ...]:
    """Blocks or sections one after the other; several that stood guarded together count each for itself."""
    flat: list[Any] = []
    for block in values:
        if isinstance(block, tuple):
            flat += _flat(block)
        elif block is not None:
            flat.append(block)
    return tuple(flat)


def _document(value: Any, level: Handling) -> Any:
    """A JSON value, in plain text. Of a list no place is kept for what is left out: how long it is says something."""
    value = value if isinstance(value, str) else _resolved(value, _Reader(level))
    if isinstance(value, str):
        return plain(shown_at(value, level))
    if isinstance(value, Mapping):
        return {str(key): seen for key, member in value.items() if (seen := _document(member, level)) is not LEFT_OUT}
    if isinstance(value, LongList):
        return value.then(lambda entry: _entry(entry, level))
    if isinstance(value, tuple | list):
        shown = (item for item in value if not (isinstance(item, Owned) and is_above(item.of.level, level)))
        return [seen for item in shown if (seen := _document(item, level)) is not LEFT_OUT]
    return value


def _entry(entry: Any, level: Handling) -> Any:
    """An entry of a long list. Raises TypeError for one that may be left out: the list would be too long by it."""
    seen = _document(entry, level)
    if isinstance(entry, Owned) or seen is LEFT_OUT:
        raise TypeError("an entry of a long list may be shown wherever the list may")
    return seen


def from_those_shown(owned: Iterable[tuple[Owner, T]], made: Callable[[list[T]], Any]) -> Derived:
    """What is made from several things, at each level from those of them that may be shown there."""
    return Derived([Guarded(of, item) for of, item in owned], made)


def closed_words(case: Case, level: Handling) -> tuple[str, ...]:
    """The words, each on one line, of claims that lie above the level."""
    owners = Ownership(case=case)
    claims = [part for _, part in parts(case) if isinstance(part, Claim)]
    return tuple(_one_line(claim.quote) for claim in claims if is_above(owners.claim(claim).level, level))


def is_closed(quote: str, closed: Iterable[str]) -> bool:
    """True of words that hold some of these, or lie in them."""
    line = _one_line(quote)
    return any(words in line or line in words for words in closed)


def _one_line(words: str) -> str:
    return " ".join(words.split())
