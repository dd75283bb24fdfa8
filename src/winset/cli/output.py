"""What every command writes: tables for people, one JSON document for programs, messages on standard error."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from json.encoder import encode_basestring, encode_basestring_ascii
from pathlib import Path as File
from typing import TYPE_CHECKING, Any

import click

from winset.cli.record import pending_record
from winset.cli.streams import for_terminal, is_unicode
from winset.errors import Problem, Remedy, TooLarge, WinsetError
from winset.report.long_lists import LongList

if TYPE_CHECKING:
    from rich.console import Console

    from winset.model.evidence import Checked
    from winset.model.numbers import Handling

WIDTH = 100
JSON_STEERING = re.compile("[\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Signs in JSON that a terminal would obey, or that no encoding has; the others JSON escapes by itself."""
WRITTEN_AT_ONCE = 1 << 16
"""Characters of a document that are written in one piece."""
INDENT = "  "
AS_TYPED: dict[Remedy, str] = {
    "": "",
    "agenda": ". Leave out issues with `--table` and an agenda, or drop options that nobody would accept.",
    "links": ". Leave out issues with `--table` and an agenda, or drop links and options that matter little.",
    "search": "; `--method search` does not need it",
    "package": ". Ask of another one with `--package`, or of a shorter agenda",
}


def console(*, error: bool = False) -> Console:
    """A console for standard output or standard error; on a pipe it is plain and 100 columns wide."""
    from rich.console import Console

    stream = for_terminal(sys.stderr if error else sys.stdout)
    width = None if stream.isatty() else WIDTH
    return Console(file=stream, width=width, highlight=False, soft_wrap=False, emoji=False, markup=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrote:
    """Files that a command wrote: their names below a folder."""

    folder: File
    names: tuple[str, ...]


def finish(
    document: Callable[[], dict[str, object]],
    text: Callable[[], None],
    *,
    as_json: bool,
    checked: Checked | Sequence[Checked] = (),
    wrote: Wrote | None = None,
) -> None:
    """Ends a command: prints its document or its text, and keeps the document for `--record`.

    checked: the case that was read, or several. wrote: what was written for the user. Raises WinsetError where the
    document is too long for a record.
    """
    keep = pending_record()
    made = document() if as_json or keep is not None else {}
    if keep is not None:
        keep.hold(made)
        keep.checked = tuple(checked) if isinstance(checked, Sequence) else (checked,)
        if wrote is not None:
            keep.folder, keep.files = wrote.folder, wrote.names
        if keep.is_silent:
            return
    if as_json:
        write_json(made)
    else:
        text()


def say(message: str) -> None:
    """Says what was done on standard error, but where a run is only repeated."""
    keep = pending_record()
    if keep is None or not keep.is_silent:
        click.echo(message, err=True)


def write_json(document: object) -> None:
    """One JSON document on standard output, and nothing else; what would steer a terminal is escaped in it. Of a long
    list no more is held than is being written.
    """

    texts: list[str] = []
    size = 0
    for piece in json_pieces(document, ascii_only=not is_unicode(sys.stdout)):
        texts.append(piece)
        size += len(piece)
        if size >= WRITTEN_AT_ONCE:
            click.echo(_steers_nothing("".join(texts)), nl=False)
            texts, size = [], 0
    click.echo(_steers_nothing("".join(texts)))


def _steers_nothing(text: str) -> str:
    return JSON_STEERING.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def show_problems(problems: tuple[Problem, ...], level: Handling) -> None:
    """Every problem with its place, on standard error, and their number; what lies above the level is not printed."""
    from winset.report.blocks import Report, Section
    from winset.report.disclosure import disclose
    from winset.report.problems import problem_block, tally
    from winset.report.renderers.terminal import write_terminal

    every = Section(key="problems", title="", blocks=tuple(map(problem_block, problems)))
    write_terminal(disclose(Report(title="", sections=(every,)), level), console(error=True))
    click.echo(tally(problems), err=True)


def json_pieces(document: Any, *, ascii_only: bool) -> Iterator[str]:
    """The text of a document of objects with texts as keys, lists, texts, numbers, truth values and nulls. Raises
    TypeError for anything else.

    ascii_only: other signs are escaped.
    """
    return _Layout(encode_basestring_ascii if ascii_only else encode_basestring).pieces(document, "\n")


class _Layout:
    def __init__(self, text: Callable[[str], str]) -> None:
        self.text = text

    def pieces(self, value: Any, line: str) -> Iterator[str]:
        """The text of a value. line: the end of a line, and the space before the next one."""
        deeper, comma = line + INDENT, ""
        if isinstance(value, dict) and value:
            yield "{"
            for key, member in value.items():
                yield f"{comma}{deeper}{self.text(key)}: "
                yield from self.pieces(member, deeper)
                comma = ","
            yield f"{line}}}"
        elif isinstance(value, list | tuple | LongList) and value:
            yield "["
            for member in value:
                yield f"{comma}{deeper}"
                yield from (
                    (self._whole(member, deeper),) if isinstance(value, LongList) else self.pieces(member, deeper)
                )
                comma = ","
            yield f"{line}]"
        else:
            yield self._whole(value, line)

    def _whole(self, value: Any, line: str) -> str:
        """The text of a value in one."""
        deeper = line + INDENT
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            each = [f"{deeper}{self.text(key)}: {self._whole(member, deeper)}" for key, member in value.items()]
            return f"{{{','.join(each)}{line}}}" if each else "{}"
        if isinstance(value, list | tuple | LongList):
            each = [f"{deeper}{self._whole(member, deeper)}" for member in value]
            return f"[{','.join(each)}{line}]" if each else "[]"
        return json.dumps(value)


def as_typed(error: WinsetError) -> str:
    """What an error says to whoever has a command line before them."""
    return f"{error.fact}{AS_TYPED[error.remedy]}" if isinstance(error, TooLarge) else str(error)
