"""What became of a record, as text and as JSON: first what it was made from, then whether every number is the same."""

from __future__ import annotations

from collections.abc import Iterator

from winset.model.record import Difference, InputChange, Record, Repeated
from winset.model.version import VERSION
from winset.report.printable import printable

Json = dict[str, object]
LONGEST = 60
"""Characters of a value that differs, as it is shown; beyond, it is cut."""
HASH = 12
"""Characters of a hash that are shown, of SHA256."""
SHA256 = 64


def repeated_lines(record: Record, found: Repeated, *, limit: int) -> list[str]:
    """The lines of `winset verify` for a record; at most `limit` values that differ, 0 shows all."""
    lines = [f"Record of `winset {record.command}`, made by winset {record.version}."]
    lines += [_change(one) for one in found.changes] or [_unchanged(record)]
    lines += record.notes
    lines += _made(record, found) if not record.is_repeatable else _answer(record, found)
    lines += _differences(found, limit)
    return list(map(printable, lines))


def _unchanged(record: Record) -> str:
    if not record.inputs:
        return "The version is the same, and the record is as it was written."
    sources = sum(len(one.sources) + len(one.closed) for one in record.inputs)
    what = f"its {sources} sources" if sources != 1 else "its source"
    if len(record.inputs) > 1:
        what = f"their {sources} sources" if sources else "which have no sources"
        return f"The {len(record.inputs)} case files, {what}, the options and the version are the same."
    return f"The case file, {what if sources else 'which has no sources'}, the options and the version are the same."


def _change(one: InputChange) -> str:
    told = _told(one)
    return f"{told} (case {one.case})" if one.case else told


def _told(one: InputChange) -> str:
    before, after = _short(one.recorded), _short(one.now)
    if one.what == "version":
        return f"CHANGED    version: recorded {before}, now {after}"
    if one.what == "case":
        return f"CHANGED    case file: sha256 recorded {before}, now {after}"
    if one.what == "source":
        return f"CHANGED    source `{one.name}`{_source(one, before, after)}"
    if one.what == "closed":
        return f"CHANGED    sources above the level of handling: {_closed(one)}"
    if one.what == "option":
        gone = f"is recorded as {before}, and this winset has no such option"
        return f"CHANGED    option `{one.name}` {gone if one.now is None else f'is not recorded; {after} is taken'}"
    if one.what == "results":
        return f"EDITED     `{one.name}` is {before} in the record's options and {after} in its results"
    return "EDITED     the record is not as winset wrote it: something in it was changed since"


def _source(one: InputChange, before: str, after: str) -> str:
    if one.now is None:
        return f" is missing, or cannot be read: sha256 recorded {before}"
    return f" is new: sha256 {after}" if one.recorded is None else f": sha256 recorded {before}, now {after}"


def _closed(one: InputChange) -> str:
    return f"{one.recorded} that were recorded are no longer there as they were, {one.now} are new or changed"


def _short(text: str | None) -> str:
    if text is None:
        return "none"
    if len(text) == SHA256 and text.isalnum():
        return f"{text[:HASH]}…"
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _answer(record: Record, found: Repeated) -> Iterator[str]:
    if found.obstacle:
        yield f"It could not be run again, and no number was compared: {found.obstacle}"
    elif found.differences:
        yield f"{_values(len(found.differences))} not the same, of {found.values:,} that were recorded:"
    elif found.changes:
        yield f"All the same, every number is what it was: {found.values:,} values were compared."
    else:
        yield f"Every number is the same: {found.values:,} values were compared."
    if record.files and found.is_same:
        count = len(record.files)
        what = "The file" if count == 1 else f"Each of the {count} files"
        yield f"{what} that it wrote was made anew in a temporary folder, and is the same byte for byte."


def _made(record: Record, found: Repeated) -> Iterator[str]:
    """Of files that were made without a case: they are not made again."""
    yield f"`winset {record.command}` is not run again; the files that it made are compared with what stands there now."
    if not found.differences:
        yield f"All {found.values:,} files are as they were made."
        return
    yield f"{len(found.differences):,} of {found.values:,} files are not as they were made:"


def _values(count: int) -> str:
    return f"{count:,} values are" if count != 1 else "1 value is"


def _differences(found: Repeated, limit: int) -> Iterator[str]:
    shown = found.differences[: limit or None]
    for one in shown:
        yield f"  {one.path}: {_sides(one)}"
    rest = len(found.differences) - len(shown)
    if rest:
        yield f"  … and {rest:,} more; `--limit 0` lists all"


def _sides(one: Difference) -> str:
    before, after = ("not there" if side is None else _value(side) for side in (one.recorded, one.now))
    return f"recorded {before}, now {after}"


def _value(side: str) -> str:
    return f"{side[1 : 1 + HASH]}…" if len(side) == SHA256 + 2 and side[1:-1].isalnum() else _short(side)


def repeated_document(record: Record, found: Repeated, *, limit: int) -> Json:
    """What `winset verify --json` prints of a record; values that differ are JSON texts, as written."""
    return {
        "winset": VERSION,
        "command": record.command,
        "case": record.inputs[0].case if record.inputs else None,
        "repeated": record.is_repeatable and not found.obstacle,
        "obstacle": found.obstacle or None,
        "inputs_same": not found.changes,
        "changes": [
            {"what": one.what, "name": one.name or None, "recorded": one.recorded, "now": one.now, "case": one.case}
            for one in found.changes
        ],
        "same": found.is_same,
        "values": found.values,
        "differing": len(found.differences),
        "differences": [
            {"path": one.path, "recorded": one.recorded, "now": one.now} for one in found.differences[: limit or None]
        ],
        "notes": list(record.notes),
    }
