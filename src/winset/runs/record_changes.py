"""What differs between a record and the same run today: first what was read, then every value."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping

from winset.casefile.json_file import parsed
from winset.model.record import Decimal, Difference, InputChange, Inputs, Record

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
ABSENT = object()
"""Stands for a value that one side does not have; `null` is a value."""


def changed_inputs(recorded: Inputs, now: Inputs) -> Iterator[InputChange]:
    """The case file and each source that is not what it was; of sources above the level only that one is."""
    if recorded.sha256 != now.sha256:
        yield InputChange(what="case", recorded=recorded.sha256, now=now.sha256 or None)
    if now.case is None:
        return  # there is no case, and nothing is known of its sources
    for name in dict.fromkeys((*recorded.sources, *now.sources)):
        before, after = recorded.sources.get(name), now.sources.get(name)
        if before != after or (name in recorded.sources) != (name in now.sources):
            yield InputChange(what="source", name=name, recorded=before, now=after)
    lost = Counter(recorded.closed) - Counter(now.closed)
    new = Counter(now.closed) - Counter(recorded.closed)
    if lost or new:
        yield InputChange(what="closed", recorded=str(lost.total()), now=str(new.total()))


ASKED_AS = {"draws": "trials"}
"""Options whose value the results tell under another name."""


def changed_version(record: Record, version: str) -> Iterator[InputChange]:
    if record.version != version:
        yield InputChange(what="version", recorded=record.version, now=version)


def contradictions(record: Record) -> Iterator[InputChange]:
    """Where the record does not agree with itself: an option is one thing among the options, another in the results."""
    values_by_name = {"seed": list(_held(record.results, "seed"))}
    for name in ("draws", "table", "handling"):
        values_by_name[name] = [record.results[name]] if name in record.results else []
    for name, values in values_by_name.items():
        asked = next(
            (record.options[option] for option in (ASKED_AS.get(name, name), name) if option in record.options), ABSENT
        )
        other = next((result_value for result_value in values if result_value != asked), ABSENT)
        if asked is not ABSENT and other is not ABSENT:
            yield InputChange(what="results", name=name, recorded=json_text(asked), now=json_text(other))
    if record.edited:
        yield InputChange(what="record")


def _held(value: object, name: str) -> Iterator[object]:
    """Every value of this name, however deep."""
    if isinstance(value, Mapping):
        for key, member in value.items():
            if key == name:
                yield member
            yield from _held(member, name)
    elif isinstance(value, list):
        for member in value:
            yield from _held(member, name)


def as_written(document: object) -> object:
    """The document as it would be read from its file."""
    return parsed(json.dumps(document, ensure_ascii=False))


def differences(recorded: object, now: object, path: str = "") -> Iterator[Difference]:
    """Every value that is not the same on both sides, in the order of the record; what one side lacks is one entry."""
    if isinstance(recorded, Mapping) and isinstance(now, Mapping):
        for key in dict.fromkeys((*recorded, *now)):
            yield from differences(recorded.get(key, ABSENT), now.get(key, ABSENT), _below(path, key))
    elif isinstance(recorded, list) and isinstance(now, list):
        for n in range(max(len(recorded), len(now))):
            before, after = (side[n] if n < len(side) else ABSENT for side in (recorded, now))
            yield from differences(before, after, f"{path}[{n}]")
    elif type(recorded) is not type(now) or recorded != now:
        yield Difference(path=path, recorded=_told(recorded), now=_told(now))


def count(value: object) -> int:
    """How many single values there are."""
    if isinstance(value, Mapping):
        return sum(map(count, value.values()))
    return sum(map(count, value)) if isinstance(value, list) else 1


def _below(path: str, key: str) -> str:
    if not _NAME.fullmatch(key):
        return f"{path}[{json.dumps(key, ensure_ascii=False)}]"
    return f"{path}.{key}" if path else key


def _told(value: object) -> str | None:
    return None if value is ABSENT else json_text(value)


def json_text(value: object) -> str:
    """The value as JSON on one line, decimals as they are written."""
    if isinstance(value, Decimal):
        return value.text
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{json.dumps(key)}: {json_text(member)}" for key, member in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(json_text, value)) + "]"
    return json.dumps(value, ensure_ascii=False)
