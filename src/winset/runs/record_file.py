"""Record files: written so that the same run gives the same bytes, and read strictly, since anybody may edit one."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path as File
from pathlib import PurePath, PurePosixPath, PureWindowsPath

from winset.casefile.json_file import parsed
from winset.casefile.opening import open_regular
from winset.casefile.save import write_new
from winset.errors import SaveRefused, WinsetError
from winset.model.record import FORMAT, Inputs, Record

LARGEST = 500_000_000
"""Bytes of a record, as of a file of proofs, since what it is shows only inside; beyond, it is not read."""
HEAD = re.compile(rb'\s*\{\s*"record"\s*:')
"""How every record begins, also one that was laid out anew."""


def write_record(path: File, record: Record) -> None:
    """The record stands in the file, whole. Raises SaveRefused where that holds something else or cannot be written."""
    write_new(path, record_text(record))


def refuse_other(path: File) -> None:
    """Returns where nothing or a record stands at the path. Raises SaveRefused where another file does."""
    if not path.parent.is_dir():
        raise SaveRefused(f"there is no folder `{path.parent}` for the record")
    if not os.path.lexists(path):
        return
    try:
        with open_regular(path) as stream:
            is_record = HEAD.match(stream.read(100)) is not None
    except OSError:
        is_record = False
    if not is_record:
        raise SaveRefused(f"`{path}` is there and is not a record; name another file for the record")


def record_text(record: Record) -> str:
    """The record as the text of its file, with the digest by which an edit shows."""
    body: dict[str, object] = {
        "record": FORMAT,
        "winset": record.version,
        "command": record.command,
        "request": dict(record.request),
        "variants": list(record.variants),
        **({"numbers": list(record.numbers)} if record.numbers else {}),
        **({"dates": dict(record.dates)} if record.dates else {}),
        "shown": dict(record.shown),
        "inputs": [
            {
                "case": inputs.case,
                "place": inputs.place,
                "sha256": inputs.sha256,
                "sources": dict(inputs.sources),
                "closed_sources": sorted(inputs.closed),
            }
            for inputs in record.inputs
        ],
        "results": dict(record.results),
        "files": dict(sorted(record.files.items())),
        "place": record.place,
        "notes": list(record.notes),
    }
    body["digest"] = _digest(parsed(json.dumps(body, ensure_ascii=False, allow_nan=False)))
    return json.dumps(body, ensure_ascii=False, allow_nan=False, indent=2) + "\n"


def _digest(body: object) -> str:
    """The sha256 of the values; how they are laid out does not count."""
    text = json.dumps(body, sort_keys=True, default=lambda decimal: {"written": decimal.text})
    return hashlib.sha256(text.encode()).hexdigest()


def is_record(content: object) -> bool:
    """True for the JSON of a file that says of itself that it is a record."""
    return isinstance(content, dict) and "record" in content and "certificates" not in content


def record_in(content: object, path: File) -> Record:
    """The record that the JSON of a file holds. Raises WinsetError, with the field, for what no record holds."""
    fields = _Fields(content, str(path))
    version = fields.take("record", "a whole number", lambda number: type(number) is int)
    if version != FORMAT:
        raise WinsetError(f"{path} is a record of form {version}, and form {FORMAT} is read here: {_advice(version)}")
    digest = fields.take("digest", "text", _is_text)
    read = fields.take(
        "inputs", "a list of objects", lambda items: isinstance(items, list) and all(map(_is_object, items))
    )
    files = fields.take("files", "names with the sha256 of each", _is_digests)
    notes = fields.take("notes", "a list of texts", _is_texts)
    return Record(
        version=str(fields.take("winset", "text", _is_text)),
        command=str(fields.take("command", "text", _is_text)),
        request=_object(fields.take("request", "an object", _is_object)),
        variants=_texts(fields.take("variants", "a list of names", _is_texts)),
        numbers=_texts(fields.take("numbers", "a list of texts", _is_texts)) if "numbers" in _object(content) else (),
        dates=_object(fields.take("dates", "an object", _is_object)) if "dates" in _object(content) else {},
        shown=_object(fields.take("shown", "an object", _is_object)),
        inputs=tuple(_inputs(item, path) for item in read) if isinstance(read, list) else (),
        results=_object(fields.take("results", "an object", _is_object)),
        files={name: str(sha256) for name, sha256 in _object(files).items()},
        place=_text_or_none(fields.take("place", "a path or null", _is_text_or_none)),
        notes=tuple(map(str, notes)) if isinstance(notes, list) else (),
        edited=digest != _digest({name: value for name, value in _object(content).items() if name != "digest"}),
    )


def _advice(version: object) -> str:
    """What to do about a record of another form."""
    if isinstance(version, int) and version > FORMAT:
        return "a newer winset wrote it; update winset"
    if isinstance(version, int) and 0 < version < FORMAT:
        return "an older winset wrote it, in options of a command line; run the command again with `--record`"
    return "there is no such form"


def _inputs(read: object, path: File) -> Inputs:
    fields = _Fields(read, f"{path}, `inputs`")
    closed = fields.take("closed_sources", "a list of texts", _is_texts)
    sources = _object(fields.take("sources", "names with the sha256 or null of each", _is_sources))
    return Inputs(
        case=_text_or_none(fields.take("case", "a name or null", _is_text_or_none)),
        place=_text_or_none(fields.take("place", "a path or null", _is_text_or_none)),
        sha256=str(fields.take("sha256", "text", _is_text)),
        sources={name: _text_or_none(sha256) for name, sha256 in sources.items()},
        closed=tuple(map(str, closed)) if isinstance(closed, list) else (),
    )


class _Fields:
    """The fields of an object, each taken with what it has to be."""

    def __init__(self, content: object, where: str) -> None:
        self.values, self.where = _object(content), where

    def take(self, name: str, kind: str, is_right: Callable[[object], bool]) -> object:
        if name not in self.values:
            raise WinsetError(f"{self.where} is not a whole record: `{name}` is missing")
        if not is_right(self.values[name]):
            raise WinsetError(f"{self.where} is not a right record: `{name}` is not {kind}")
        return self.values[name]


def _texts(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()


def _object(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _text_or_none(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_text_or_none(value: object) -> bool:
    return value is None or (isinstance(value, str) and "\0" not in value and value.isprintable())


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _is_object(value: object) -> bool:
    return isinstance(value, dict)


def _is_sources(value: object) -> bool:
    return isinstance(value, dict) and all(digest is None or isinstance(digest, str) for digest in value.values())


def _is_digests(value: object) -> bool:
    return isinstance(value, dict) and all(
        _is_inside(name) and isinstance(digest, str) for name, digest in value.items()
    )


def _is_inside(name: str) -> bool:
    """True for the name of a file below a folder, on every system."""
    windows = PureWindowsPath(name)
    parts = PurePosixPath(name).parts
    climbs = ".." in parts or "\\" in name or "\0" in name
    return bool(parts) and not climbs and not windows.drive and not windows.root and name.isprintable()


def place_of(path: File, record: File) -> str | None:
    """Where the path lies from the record's folder, in POSIX form.

    None where they share no folder, or none below that of all users' homes: the way would then name the machine's
    folders and perhaps a person.
    """
    real, folder = File(os.path.realpath(path)), File(os.path.realpath(record)).parent
    try:
        shared = File(os.path.commonpath([real, folder]))
    except ValueError:  # two drives
        return None
    homes = File(os.path.realpath(os.path.expanduser("~"))).parent
    if shared == File(shared.anchor) or (homes != File(homes.anchor) and homes.is_relative_to(shared)):
        return None
    return PurePath(os.path.relpath(real, folder)).as_posix()


def sha256_of(path: File) -> str | None:
    """The sha256 of a regular file's bytes; None where there is none that can be read."""
    try:
        with open_regular(path) as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return None
