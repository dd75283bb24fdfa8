"""Writing into a case file: edits spliced into its text, values as YAML, and a save that never loses data."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from errno import EEXIST
from pathlib import Path as File

from winset.casefile.nodes import Mapping, Reader, Scalar
from winset.casefile.temporary import claimed, remove_leftovers, sole_writer, temporary_name
from winset.errors import SaveRefused

_ESCAPES = {
    "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\f": "\\f", "\v": "\\v",
    "\x85": "\\N", "\xa0": "\\_", "\u2028": "\\L", "\u2029": "\\P",
}  # fmt: skip

_TRUTH_ELSEWHERE = ("yes", "no", "on", "off", "y", "n")  # truth values to readers of YAML 1.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """The characters from `start` to before `end` give way to `text`; offsets are those of the unchanged text."""

    start: int
    end: int
    text: str


def spliced(text: str, edits: Iterable[Edit]) -> str:
    """The text with every edit made and every other character as it was.

    Raises ValueError where two edits overlap, stand at the same empty span, or lie outside the text: whoever made them
    has a mistake, and no order of making them would be right.
    """
    ordered = sorted(edits, key=lambda edit: (edit.start, edit.end))
    parts: list[str] = []
    position = 0
    previous: Edit | None = None
    for edit in ordered:
        if not 0 <= edit.start <= edit.end <= len(text):
            raise ValueError(f"{edit} lies outside a text of {len(text)} characters")
        if previous is not None and (
            edit.start < previous.end or (edit.start, edit.end) == (previous.start, previous.end)
        ):
            raise ValueError(f"two edits of the same place: {previous} and {edit}")
        parts += (text[position : edit.start], edit.text)
        position, previous = edit.end, edit
    return "".join([*parts, text[position:]])


def double_quoted(text: str) -> str:
    """The text as a YAML scalar in double quotes on one line; what a reader could not see or tell apart is escaped."""
    return '"' + "".join(map(_escaped, text)) + '"'


def as_scalar(text: str) -> str:
    """The text as a YAML scalar that reads as exactly this text: plain where possible, else in double quotes."""
    return text if is_plain(text) else double_quoted(text)


def is_plain(text: str) -> bool:
    """True where the text, written without quotes, reads as itself in any place of a case file."""
    return is_legible(text) and text.lower() not in _TRUTH_ELSEWHERE and reads_as(text, text)


def is_legible(text: str) -> bool:
    """True where every character is printable, so that none needs an escape."""
    return text.isprintable()


def reads_as(scalar: str, text: str) -> bool:
    """True where the scalar, on a line of its own and inside brackets, is read as this text."""
    for written in (f"{{a: {scalar}, b: 1}}", f"a: {scalar}\nb: 1\n", f"- {scalar}\n", f"[{scalar}, 1]"):
        reader = Reader(written, "")
        root = reader.read()
        if reader.problems or root is None or isinstance(root, Scalar):
            return False
        first = next(iter(root.entries.values()))[1] if isinstance(root, Mapping) else getattr(root, "items", [None])[0]
        if not isinstance(first, Scalar) or first.value != text:
            return False
    return True


def in_style_of(written: str, exact: str) -> str:
    """The exact text in the style of the scalar that was written: plain, in single or double quotes; in double quotes
    where it cannot be written so.
    """
    one_line = len(written.splitlines()) == 1
    if one_line and written.startswith("'") and is_legible(exact):
        single = "'" + exact.replace("'", "''") + "'"
        if reads_as(single, exact):
            return single
    if one_line and not written.startswith(("'", '"')) and is_plain(exact):
        return exact
    return double_quoted(exact)


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character.isprintable():
        return character
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02X}"
    return f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"


def save_text(path: File, new_text: str, expected_sha256: str) -> None:
    """The file at `path` holds the new text, whole, or is what it was before.

    The text is written beside the file, flushed to the disk and renamed over it; a symbolic link is followed and stays,
    permissions are kept, line endings and a byte order mark are written as they stand in the text.

    Raises SaveRefused, with nothing changed, where the file is not the one whose bytes had `expected_sha256`, is
    gone, or cannot be written.
    """
    real = File(os.path.realpath(path))
    with sole_writer(real.parent):
        replace_text(path, new_text, expected_sha256)


def replace_text(path: File, new_text: str, expected_sha256: str) -> None:
    """The same, where whoever calls is the sole writer of the folder."""
    with refused(f"`{path}` is as it was, nothing was written"):
        real = File(os.path.realpath(path))
        status = _unchanged(real, path, expected_sha256)
        with _beside(real, new_text.encode(), status) as temporary:
            _unchanged(real, path, expected_sha256)  # once more: the writing took time
            os.replace(temporary, real)
        _flush_folder(real.parent)


def write_new(path: File, text: str | bytes, *, over: bool = True, private: bool = False) -> None:
    """The file at `path` holds the text or the picture, whole: made anew, or in the place of what was there.

    over: whoever calls knows that what is there may go; else nothing may be there. private: nobody but its owner may
    read it. Raises SaveRefused, with nothing changed, where it cannot be written.
    """
    with refused(f"`{path}` is as it was, nothing was written"):
        real = File(os.path.realpath(path))
        if not real.parent.is_dir():
            raise SaveRefused(f"there is no folder `{path.parent}` for `{path.name}`; nothing was written")
        status = real.stat() if real.exists() else None
        if status is not None and not stat.S_ISREG(status.st_mode):
            raise SaveRefused(f"`{path}` is not a regular file; nothing was written")
        data = text if isinstance(text, bytes) else text.encode()
        with _beside(real, data, status, private=private) as temporary:
            os.replace(temporary, real) if over else moved_to_new(temporary, real)
        _flush_folder(real.parent)


def moved_to_new(temporary: File, real: File) -> None:
    """The temporary file stands at a place where nothing is. Raises FileExistsError where something is by now."""
    try:
        os.link(temporary, real)
    except FileExistsError:
        raise
    except (OSError, NotImplementedError) as error:  # a file system without hard links
        if os.path.lexists(real):
            raise FileExistsError(EEXIST, os.strerror(EEXIST)) from error
        os.rename(temporary, real)


def hidden_beside(case: File, ending: str) -> File:
    """A hidden file or folder of a case, by its ending; of a linked case, beside the file that the link leads to."""
    real = File(os.path.realpath(case))
    return real.with_name(f".{real.name}.{ending}")


@contextmanager
def refused(what: str) -> Iterator[None]:
    """Turns what the system refuses into SaveRefused. what: which file cannot be written, and what is as it was."""
    try:
        yield
    except UnicodeEncodeError as error:
        message = f"nothing was written: the new text holds a character that UTF-8 does not have ({error.reason})"
        raise SaveRefused(message) from error
    except OSError as error:
        reason = error.strerror or str(error)
        message = f"{what}: {reason}; free space or change the permissions of its folder, then do it again"
        raise SaveRefused(message) from error


def _unchanged(real: File, path: File, expected_sha256: str) -> os.stat_result:
    """The status of the file, which has the expected bytes and may be written."""
    try:
        status = real.stat()
        if not stat.S_ISREG(status.st_mode):
            raise SaveRefused(f"`{path}` is not a regular file; nothing was written")
        digest = hashlib.sha256(real.read_bytes()).hexdigest()
    except FileNotFoundError as error:
        raise SaveRefused(
            f"`{path}` is no longer there, nothing was written: it was moved or deleted since it was read; "
            "open it from its new place"
        ) from error
    if digest != expected_sha256:
        raise SaveRefused(
            f"`{path}` was changed by someone else since it was read, nothing was written: "
            "read it again and repeat the change"
        )
    if not os.access(real, os.W_OK):
        raise SaveRefused(f"`{path}` is read-only, nothing was written: change its permissions, then do it again")
    return status


@contextmanager
def _beside(real: File, data: bytes, status: os.stat_result | None, *, private: bool = False) -> Iterator[File]:
    """A file beside the real one that holds the data, safe on the disk; gone at the end if it was not renamed."""
    remove_leftovers(real.parent)
    temporary = real.with_name(temporary_name())
    try:
        with ExitStack() as claims:
            with open(temporary, "xb", opener=_private if status or private else None) as stream:
                claims.enter_context(claimed(temporary))
                stream.write(data)
                stream.flush()
                if status is not None and not private:
                    _dress(stream.fileno(), status)
                os.fsync(stream.fileno())
            yield temporary
    finally:
        temporary.unlink(missing_ok=True)


def _private(name: str, flags: int) -> int:
    """Opens so that nobody else can read the file before it has the permissions of the one that it replaces."""
    return os.open(name, flags, 0o600)


def _dress(descriptor: int, status: os.stat_result) -> None:
    """Gives the new file the owner and group of the old one as far as the system lets us, and its permissions."""
    if hasattr(os, "fchown"):
        own = os.fstat(descriptor)
        if (own.st_uid, own.st_gid) != (status.st_uid, status.st_gid):
            with suppress(PermissionError):
                os.fchown(descriptor, -1, status.st_gid)
                os.fchown(descriptor, status.st_uid, -1)
        os.fchmod(descriptor, stat.S_IMODE(status.st_mode))


def _flush_folder(folder: File) -> None:
    """Makes the rename last over a loss of power.

    Not every system can flush a folder; by now the new text stands in place, so this is no reason to refuse.
    """
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
