"""A foreign JSON file as plain values, read strictly, with the place of every value in the text."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from typing import cast

from winset.casefile.names import short
from winset.errors import Place
from winset.interchange.foreign_file import LINE_BREAK, ForeignFile, ImportProblems

Section = dict[str, object]
Path = tuple[str | int, ...]
_GAPS = " \t\r\n"
_DECODER = json.JSONDecoder()


class Number(str):
    """A number of the file, as it is written there."""

    __slots__ = ()


class _Twice(Exception):
    """A name stands twice in one section."""


def parsed(source: ForeignFile, findings: ImportProblems) -> Section | None:
    """The section that the file is, numbers as they are written; an empty one where it is something else.

    None where the file is no JSON, which is then among the findings.
    """
    text = source.decode("utf-8")
    try:
        source.data.decode("utf-8")
        return as_section(
            json.loads(text, object_pairs_hook=_section, parse_float=Number, parse_int=Number, parse_constant=Number)
        )
    except UnicodeDecodeError:
        findings.add("E602", "the file is not UTF-8", source.place(), "save it as UTF-8")
    except json.JSONDecodeError as error:
        findings.add("E602", f"not valid JSON: {error.msg}", source.place(error.lineno, error.colno))
    except _Twice as twice:
        message = f"`{short(twice)}` stands twice in the same section"
        findings.add("E602", message, source.place_of(json.dumps(str(twice), ensure_ascii=False)))
    except RecursionError:
        findings.add("E602", "the file is nested too deep", source.place())
    return None


def _section(pairs: list[tuple[str, object]]) -> Section:
    section = dict(pairs)
    if len(section) < len(pairs):
        raise _Twice(repeated(name for name, _ in pairs))
    return section


def as_section(value: object) -> Section:
    """The value as a section; an empty one where it is none."""
    return cast(Section, value) if isinstance(value, dict) else {}


def repeated(names: Iterable[str]) -> str:
    """The first name that stands more than once; empty where none does."""
    return next((name for name, times in Counter(names).items() if times > 1), "")


class Places:
    """Where each value of a JSON file stands; every list and section is gone through once, when it is first asked."""

    def __init__(self, source: ForeignFile) -> None:
        self.source = source
        self.text = source.decode("utf-8")
        self.lines = [0, *(line_break.end() for line_break in LINE_BREAK.finditer(self.text))]
        self.inner: dict[int, dict[str | int, int]] = {}

    def at(self, path: Path) -> Place:
        """Where the value stands to which names and positions lead; of a path that ends too soon, where it ends."""
        start = _past_gap(self.text, 0)
        for step in path:
            if start not in self.inner:
                self.inner[start] = _members(self.text, start)
            if step not in self.inner[start]:
                break
            start = self.inner[start][step]
        line = bisect_right(self.lines, start)
        return self.source.place(line, start - self.lines[line - 1] + 1)


def _members(text: str, start: int) -> dict[str | int, int]:
    """Where each member begins of the list or section that begins at `start`; empty where something else does."""
    starts: dict[str | int, int] = {}
    opening = text[start]
    if opening not in "[{":
        return starts
    here = _past_gap(text, start + 1)
    while text[here] not in "]}":
        step: str | int = len(starts)
        try:
            if opening == "{":
                step, here = _DECODER.raw_decode(text, here)
                here = _past_gap(text, _past_gap(text, here) + 1)
            starts[step] = here
            here = _past_gap(text, _DECODER.raw_decode(text, here)[1])
        except RecursionError:  # nested to the very limit: the place stays at what holds it
            break
        if text[here] == ",":
            here = _past_gap(text, here + 1)
    return starts


def _past_gap(text: str, start: int) -> int:
    while start < len(text) and text[start] in _GAPS:
        start += 1
    return start
