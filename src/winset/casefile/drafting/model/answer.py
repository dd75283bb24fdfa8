"""The answer of a model, entry by entry: what the quote gate lets in becomes a candidate, the rest says why it is not.

What a model says has no power beyond this: it proposes candidates that wait for a person.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

LARGEST_TEXT = 2_000
"""Characters of a name, a reading or a quote of a model's answer; beyond, the entry is refused."""
MOST_ENTRIES = 500
"""Entries of one answer; beyond, the rest is not read, and the draft says so."""
MOST_STARTS = 200
"""Places of an answer at which JSON is looked for; beyond, the answer counts as one without."""
EntryKind = Literal["parties", "issues", "cells"]
LISTS: tuple[EntryKind, ...] = ("parties", "issues", "cells")
_FIELDS: Mapping[str, frozenset[str]] = {
    "parties": frozenset({"name", "quote"}),
    "issues": frozenset({"title", "options", "quote"}),
    "cells": frozenset({"party", "issue", "option", "kind", "other", "support", "speaker", "reading", "quote"}),
}
_NEEDED: Mapping[str, tuple[str, ...]] = {
    "parties": ("name", "quote"),
    "issues": ("title", "quote"),
    "cells": ("party", "kind", "quote"),
}
CUT = "the answer was cut off at the length that the server allows; give a smaller `--piece`"


class NoAnswer(Exception):
    """What came back is no answer in the form that was asked for; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry of an answer whose fields are as they should be. fields: those that say something, without options."""

    kind: EntryKind
    fields: Mapping[str, str]
    options: tuple[str, ...] = ()

    def text(self, name: str) -> str:
        return self.fields.get(name, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedEntry:
    """An entry that is not let in. quote: what it quotes, as far as it does. nearest: the true words that are most like
    its quote, where some are. is_quote: it is the quote that the gate refuses, not what is said of it.
    """

    kind: EntryKind
    quote: str
    reason: str
    source: str = ""
    nearest: str = ""
    is_quote: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Tokens as the server counts them. answers: how many answers they are of."""

    sent: int = 0
    received: int = 0
    answers: int = 0

    def plus(self, other: Usage) -> Usage:
        return Usage(
            sent=self.sent + other.sent, received=self.received + other.received, answers=self.answers + other.answers
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a server's reply carries: the model's words, what they cost, and whether they were cut off."""

    text: str
    usage: Usage
    is_cut: bool


def content_of(reply: str) -> Content:
    """The words of the model in a reply. Raises NoAnswer where there are none."""
    data = _json(reply)
    choices = data.get("choices") if isinstance(data, dict) else None
    if not isinstance(choices, list) or not choices or not isinstance(choices[0], dict):
        raise NoAnswer("the reply has no `choices`, as replies of such servers have")
    message = choices[0].get("message")
    words = message.get("content") if isinstance(message, dict) else None
    if isinstance(words, list):
        words = "".join(str(part.get("text", "")) for part in words if isinstance(part, dict))
    is_cut = choices[0].get("finish_reason") == "length"
    if not isinstance(words, str) or not words.strip():
        raise NoAnswer(CUT if is_cut else "the model said nothing")
    return Content(text=words, usage=usage_of(data), is_cut=is_cut)


def usage_of(data: Any) -> Usage:
    """The tokens that a reply tells; none where it does not, or not as numbers."""
    usage = data.get("usage") if isinstance(data, dict) else None
    told = [usage.get(name) for name in ("prompt_tokens", "completion_tokens")] if isinstance(usage, dict) else []
    counts = [count for count in told if type(count) is int and 0 <= count < 10**12]
    return Usage(sent=counts[0], received=counts[1], answers=1) if len(counts) == 2 else Usage()


def entries_of(text: str) -> Iterator[Entry | RefusedEntry]:
    """Every entry of an answer in its order, at most as many as are read. Raises NoAnswer where it is no answer."""
    answer = _answer(text)
    count = 0
    for kind in LISTS:
        listed = answer.get(kind, [])
        for raw in listed if isinstance(listed, list) else [listed]:
            count += 1
            if count > MOST_ENTRIES:
                return
            yield _entry(kind, raw)


def entry_count(text: str) -> int:
    """How many entries an answer has, those beyond the bound included. Raises NoAnswer where it is no answer."""
    answer = _answer(text)
    return sum(len(listed) if isinstance(listed := answer.get(kind, []), list) else 1 for kind in LISTS)


def _answer(text: str) -> dict[str, Any]:
    """The object of an answer: the text as a whole, else the last object in it with one of the lists; models put words
    or signs around it.
    """
    for whole in (text, text.rpartition("</think>")[2]):
        try:
            data = _json(whole.strip())
        except NoAnswer:
            continue
        if isinstance(data, dict) and any(kind in data for kind in LISTS):
            return data
        raise NoAnswer("the model answered with JSON that has none of the lists it was asked for")
    decoder = json.JSONDecoder(parse_constant=_no_number, object_pairs_hook=_once)
    place, found, tried = 0, None, 0
    while (place := text.find("{", place)) >= 0 and tried < MOST_STARTS:
        tried += 1
        try:
            data, end = decoder.raw_decode(text, place)
        except (ValueError, RecursionError):
            place += 1
            continue
        found = data if isinstance(data, dict) and any(kind in data for kind in LISTS) else found
        place = end
    if found is None:
        raise NoAnswer("the model did not answer with JSON, or its JSON breaks off")
    return found


def _json(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_no_number, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        raise NoAnswer("the reply is no JSON") from None


def _no_number(name: str) -> Any:
    raise ValueError(name)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Raises ValueError where a name is given twice: readers differ on which of the two counts."""
    data = dict(pairs)
    if len(data) < len(pairs):
        raise ValueError("a name is given twice")
    return data


def _entry(kind: EntryKind, raw: Any) -> Entry | RefusedEntry:
    quote = raw.get("quote") if isinstance(raw, dict) else None
    shown = quote[:LARGEST_TEXT] if isinstance(quote, str) else ""

    def wrong(reason: str) -> RefusedEntry:
        return RefusedEntry(kind=kind, quote=shown, reason=reason)

    if not isinstance(raw, dict):
        return wrong("the entry has no fields")
    unknown = [str(name) for name in raw if name not in _FIELDS[kind]]
    if unknown:
        return wrong(f"the entry has a field `{unknown[0][:80]}`, which was not asked for")
    options = raw.get("options") or []
    if not isinstance(options, list) or not all(isinstance(option, str) for option in options):
        return wrong("`options` is no list of texts")
    texts = {name: value for name, value in raw.items() if name != "options" and value is not None}
    for name, value in texts.items():
        if not isinstance(value, str):
            return wrong(f"`{name}` is no text")
        if len(value) > LARGEST_TEXT:
            return wrong(f"`{name}` is longer than {LARGEST_TEXT:,} characters")
    fields = {name: value.strip() for name, value in texts.items() if value.strip()}
    missing = next((name for name in _NEEDED[kind] if name not in fields), None)
    if missing is not None:
        return wrong(f"the entry has no `{missing}`")
    kept = tuple(dict.fromkeys(option.strip()[:LARGEST_TEXT] for option in options if option.strip()))[:50]
    return Entry(kind=kind, fields=fields, options=kept)
