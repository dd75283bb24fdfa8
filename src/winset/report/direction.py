"""Words that are read from right to left, kept apart from the line that they stand in.

Without it the order of a line changes around a name in Arabic or Hebrew: numbers, brackets and whatever follows are
drawn on its wrong side. Unicode has two signs for it, which show nothing: FIRST STRONG ISOLATE before and POP
DIRECTIONAL ISOLATE after. What a case says has none of its own by then (`printable` names them).
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from winset.report.printable import shown

ISOLATE, POP = "\u2068", "\u2069"
_LETTER = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_LEFTWARD = re.compile(f"[{_LETTER}]")
_QUOTED = re.compile(rf"(?<=“)[^“”]*[{_LETTER}][^“”]*(?=”)|(?<=`)[^`]*[{_LETTER}][^`]*(?=`)")
_RUN = re.compile(rf"[{_LETTER}](?:[^A-Za-z\u00c0-\u058f\u1e00-\u1fff{ISOLATE}{POP}“”]*[{_LETTER}])?")
_LITERAL = re.compile(r'"(?:[^"\\]|\\.)*"')  # a text inside an expression
_AFTER = re.compile(r"[\u0300-\u036f%٪°]+|[.!?…](?=\s*\Z)")


def reads_leftward(text: str) -> bool:
    """True of a text with letters that are read from right to left."""
    return _LEFTWARD.search(text) is not None


def isolated(text: str) -> str:
    """The text as one piece whose own letters say how it is read; as it is where none is read from right to left."""
    return f"{ISOLATE}{text}{POP}" if reads_leftward(text) else text


def in_isolation(text: str) -> str:
    """The text with everything in it apart that is read from right to left."""
    return "".join(isolated(part) if apart else part for part, apart in parts(text)) if reads_leftward(text) else text


def parts(text: str) -> Iterator[tuple[str, bool]]:
    """The text in parts, each with whether it is to stand apart: all of a text that begins from right to left, what
    stands in quotation marks whole, and elsewhere words next to each other.
    """
    if not reads_leftward(text):
        yield text, False
    elif _begins_leftward(text):
        yield text, True
    else:
        place = 0
        for quoted in _QUOTED.finditer(text):
            yield from _runs(text[place : quoted.start()])
            yield quoted[0], True
            place = quoted.end()
        yield from _runs(text[place:])


def _begins_leftward(text: str) -> bool:
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind in ("L", "R", "AL"):
            return kind != "L"
    return False


def _runs(text: str) -> Iterator[tuple[str, bool]]:
    place = 0
    for run in _RUN.finditer(text):
        end = run.end()
        more = _AFTER.match(text, end)
        end = more.end() if more else end
        if run.start() > place:
            yield text[place : run.start()], False
        yield text[run.start() : end], True
        place = end
    if place < len(text):
        yield text[place:], False


def balanced(lines: list[str]) -> list[str]:
    """Lines into which a text was broken, each with all its isolates closed, and open again on the next."""
    made, depth = [], 0
    for line in lines:
        opened = line.count(ISOLATE) - line.count(POP)
        made.append(ISOLATE * depth + line + POP * max(0, depth + opened))
        depth = max(0, depth + opened)
    return made


def in_a_chart(spec: Any) -> Any:
    """The specification of a chart with every text of it isolated, also in the data that stand in it as text."""
    if isinstance(spec, dict):
        made = {name: _data(value) if name == "values" else in_a_chart(value) for name, value in spec.items()}
        if isinstance(spec.get("datasets"), dict):
            made["datasets"] = {name: _data(values) for name, values in spec["datasets"].items()}
        return made
    if isinstance(spec, list):
        return [in_a_chart(value) for value in spec]
    if isinstance(spec, str) and "datum" in spec:
        return _LITERAL.sub(lambda literal: json.dumps(in_a_chart(json.loads(literal[0]))), spec)
    if isinstance(spec, str) and reads_leftward(spec):
        return in_isolation(shown(spec))
    return spec


def _data(values: Any) -> Any:
    if not isinstance(values, str):
        return in_a_chart(values)
    return json.dumps(in_a_chart(json.loads(values))) if "\\u" in values or reads_leftward(values) else values
