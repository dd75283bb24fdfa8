"""Standard output and standard error, whatever they are: full, closed, read by nobody, in another encoding.

What would steer a terminal is shown by its name, whichever file it came from; what an encoding lacks is shown by
something else, and that is said once.
"""

from __future__ import annotations

import codecs
import io
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TextIO, cast

from winset.report.printable import shown_in_balance

REPLACED = "winset.replaced"
"""The name under which Python knows what stands for signs that an encoding lacks."""
LIKE = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "−": "-", "→": "->", "↔": "<->", "≥": ">=",
     "≤": "<=", "×": "x", "·": "-", "•": "*", "…": "...", "\xa0": " ", "\u202f": " ", "\u2011": "-", "±": "+-",
     "\u2068": "", "\u2069": ""}
)  # fmt: skip
"""Signs that plain letters can stand for; for every other there is a question mark."""


class OutputLost(Exception):
    """Standard output takes no more. is_unread: since nobody reads it any more, as behind `| head`."""

    def __init__(self, reason: str, *, is_unread: bool) -> None:
        super().__init__(reason)
        self.is_unread = is_unread


class Stream(io.TextIOBase):
    """A standard stream. is_text: what is written to it is shown as text, escape codes by their names.

    beneath: the stream beneath. Raises OutputLost where that takes no more; nobody can be told where it is standard
    error.
    """

    def __init__(self, beneath: TextIO, *, is_text: bool, is_error: bool) -> None:
        self.beneath, self.is_text, self.is_error = beneath, is_text, is_error

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """What the stream beneath has; click takes this one for UTF-8, since it would write UTF-8 into an ASCII one."""
        return "utf-8" if self.is_text else self.beneath.encoding

    @property
    def errors(self) -> str | None:  # type: ignore[override]
        return self.beneath.errors

    def write(self, text: str) -> int:
        with self._told():
            self.beneath.write(shown_in_balance(text) if self.is_text else text)
        return len(text)

    def flush(self) -> None:
        with self._told():
            self.beneath.flush()

    def isatty(self) -> bool:
        return self.beneath.isatty()

    def fileno(self) -> int:
        return self.beneath.fileno()

    def writable(self) -> bool:
        return True

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (OSError, ValueError) as error:  # ValueError: it was closed by then
            if not self.is_error:
                reason = getattr(error, "strerror", None) or str(error)
                raise OutputLost(reason, is_unread=isinstance(error, BrokenPipeError)) from error


def for_terminal(stream: TextIO) -> TextIO:
    """The stream for whoever styles what it writes, and shows by name what would steer."""
    return (
        cast(TextIO, Stream(stream.beneath, is_text=False, is_error=stream.is_error))
        if isinstance(stream, Stream)
        else stream
    )


def is_unicode(stream: TextIO) -> bool:
    """True where the stream takes every sign."""
    encoding = stream.beneath.encoding if isinstance(stream, Stream) else getattr(stream, "encoding", None)
    try:
        return codecs.lookup(encoding or "utf-8").name.startswith("utf")
    except LookupError:
        return False


def run_with_streams(run: Callable[[], int]) -> int:
    """The exit code of a run whose streams are made safe."""
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    if sys.stdout is None:
        sys.stderr.write("winset: standard output is closed, and nothing was done\n")
        return 1
    lacking: set[str] = set()
    codecs.register_error(REPLACED, lambda error: _replaced(error, lacking))
    plain, plain_error = sys.stdout, sys.stderr
    for stream in (plain, plain_error):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=REPLACED)
    sys.stdout = cast(TextIO, Stream(plain, is_text=True, is_error=False))
    sys.stderr = cast(TextIO, Stream(plain_error, is_text=True, is_error=True))
    try:
        code = run()
        sys.stdout.flush()
    except OutputLost as lost:
        _give_up(plain)
        code = 0 if lost.is_unread else 1
        if code:
            sys.stderr.write(f"winset: standard output cannot be written: {lost}\n")
    finally:
        sys.stdout = plain
    for encoding in sorted(lacking):
        sys.stderr.write(
            f"note: {encoding} lacks some of the signs, and others stand for them; PYTHONUTF8=1 keeps them\n"
        )
    sys.stderr.flush()
    sys.stderr = plain_error
    return code


def _replaced(error: UnicodeError, lacking: set[str]) -> tuple[str, int]:
    """What stands for signs that an encoding lacks, and where to go on."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking.add(error.encoding)
    likes = error.object[error.start : error.end].translate(LIKE)
    return "".join(sign if sign.isascii() else "?" for sign in likes), error.end


def _give_up(stream: Any) -> None:
    """What is still to be written goes nowhere, so that Python has nothing to complain of at its end."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
