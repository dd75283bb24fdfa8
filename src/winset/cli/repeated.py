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


def repeated_lines(record: Record, repeated: Repeated, *, limit: int) -> list[str]:
    """The lines of `winset verify` for a record; at most `limit` values that differ, 0 shows all."""
    lines = [f"Record of `winset {record.command}`, made by winset {record.version}."]
    lines += [_change(change) for change in repeated.changes] or [_unchanged(record)]
    lines += record.notes
    lines += _made(record, repeated) if not record.is_repeatable else _answer(record, repeated)
    lines += _differences(repeated, limit)
    return list(map(printable, lines))


def _unchanged(record: Record) -> str:
    if not record.inputs:
        return "The version is the same, and the record is as it was written."
    sources = sum(len(inputs.sources) + len(inputs.closed) for inputs in record.inputs)
    what = f"its {sources} sources" if sources != 1 else "its source"
    if len(record.inputs) > 1:
        what = f"their {sources} sources" if sources else "which have no sources"
        return f"The {len(record.inputs)} case files, {what}, the options and the version are the same."
    return f"The case file, {what if sources else 'which has no sources'}, the options and the version are the same."


def _change(change: InputChange) -> str:
    text = _told(change)
    return f"{text} (case {change.case})" if change.case else text


def _told(change: InputChange) -> str:
    before, after = _short(change.recorded), _short(change.now)
    if change.what == "version":
        return f"CHANGED    version: recorded {before}, now {after}"
    if change.what == "case":
        return f"CHANGED    case file: sha256 recorded {before}, now {after}"
    if change.what == "source":
        return f"CHANGED    source `{change.name}`{_source(change, before, after)}"
    if change.what == "closed":
        return f"CHANGED    sources above the level of handling: {_closed(change)}"
    if change.what == "option":
        gone = f"is recorded as {before}, and this winset has no such option"
        return (
            f"CHANGED    option `{change.name}` {gone if change.now is None else f'is not recorded; {after} is taken'}"
        )
    if change.what == "results":
        return f"EDITED     `{change.name}` is {before} in the record's options and {after} in its results"
    return "EDITED     the record is not as winset wrote it: something in it was changed since"


def _source(change: InputChange, before: str, after: str) -> str:
    if change.now is None:
        return f" is missing, or cannot be read: sha256 recorded {before}"
    return f" is new: sha256 {after}" if change.recorded is None else f": sha256 recorded {before}, now {after}"


def _closed(change: InputChange) -> str:
    return f"{change.recorded} that were recorded are no longer there as they were, {change.now} are new or changed"


def _short(text: str | None) -> str:
    if text is None:
        return "none"
    if len(text) == SHA256 and text.isalnum():
        return f"{text[:HASH]}…"
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _answer(record: Record, repeated: Repeated) -> Iterator[str]:
    if repeated.obstacle:
        yield f"It could not be run again, and no number was compared: {repeated.obstacle}"
    elif repeated.differences:
        yield f"{_values(len(repeated.differences))} not the same, of {repeated.values:,} that were recorded:"
    elif repeated.changes:
        yield f"All the same, every number is what it was: {repeated.values:,} values were compared."
    else:
        yield f"Every number is the same: {repeated.values:,} values were compared."
    if record.files and repeated.is_same:
        count = len(record.files)
        what = "The file" if count == 1 else f"Each of the {count} files"
        yield f"{what} that it wrote was made anew in a temporary folder, and is the same byte for byte."


def _made(record: Record, repeated: Repeated) -> Iterator[str]:
    """Of files that were made without a case: they are not made again."""
    yield f"`winset {record.command}` is not run again; the files that it made are compared with what stands there now."
    if not repeated.differences:
        yield f"All {repeated.values:,} files are as they were made."
        return
    yield f"{len(repeated.differences):,} of {repeated.values:,} files are not as they were made:"


def _values(count: int) -> str:
    return f"{count:,} values are" if count != 1 else "1 value is"


def _differences(repeated: Repeated, limit: int) -> Iterator[str]:
    shown = repeated.differences[: limit or None]
    for difference in shown:
        yield f"  {difference.path}: {_sides(difference)}"
    rest = len(repeated.differences) - len(shown)
    if rest:
        yield f"  … and {rest:,} more; `--limit 0` lists all"


def _sides(difference: Difference) -> str:
    before, after = ("not there" if side is None else _value(side) for side in (difference.recorded, difference.now))
    return f"recorded {before}, now {after}"


def _value(side: str) -> str:
    return f"{side[1 : 1 + HASH]}…" if len(side) == SHA256 + 2 and side[1:-1].isalnum() else _short(side)


def repeated_document(record: Record, repeated: Repeated, *, limit: int) -> Json:
    """What `winset verify --json` prints of a record; values that differ are JSON texts, as written."""
    return {
        "winset": VERSION,
        "command": record.command,
        "case": record.inputs[0].case if record.inputs else None,
        "repeated": record.is_repeatable and not repeated.obstacle,
        "obstacle": repeated.obstacle or None,
        "inputs_same": not repeated.changes,
        "changes": [
            {
                "what": change.what,
                "name": change.name or None,
                "recorded": change.recorded,
                "now": change.now,
                "case": change.case,
            }
            for change in repeated.changes
        ],
        "same": repeated.is_same,
        "values": repeated.values,
        "differing": len(repeated.differences),
        "differences": [
            {"path": difference.path, "recorded": difference.recorded, "now": difference.now}
            for difference in repeated.differences[: limit or None]
        ],
        "notes": list(record.notes),
    }
