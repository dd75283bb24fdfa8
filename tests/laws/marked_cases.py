"""A case in which whatever may be kept from somebody carries a marker of its own; the markers come from the model, so
that a new field is covered by itself.
"""

from __future__ import annotations

import copy
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support import plain_yaml
from winset.casefile.read import check_case
from winset.model.case import Case, parts
from winset.model.claims import Claim
from winset.model.numbers import Handling, Span

LONGEST = 25
"""Characters from which on a quote is a marker itself: shorter ones may stand elsewhere too."""
NO_WORDS = ("handling", "file", "source", "quote", "sha256")
"""Fields whose texts are names, or the words of others."""
_NUMERALS = re.compile(r"[-+.\de]+")
_WORDED = "marker "
MarkedPath = tuple[Any, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """A text that stands at one place of a case file and nowhere else, with who may see it."""

    text: str
    level: Handling
    path: MarkedPath


class Searched:
    """A text in which many markers are sought."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.numerals = "\n".join(set(_NUMERALS.findall(text)))
        self.worded = text if _WORDED in text else ""

    def part_for(self, marker: Marker) -> str:
        """A part of the text in which the marker stands, with the signs beside it, if it stands in the text at all."""
        if _NUMERALS.fullmatch(marker.text):
            return self.numerals
        return self.worded if marker.text.startswith(_WORDED) else self.text


def marked_case(example: Path, folder: Path, level: Handling) -> list[Marker]:
    """Copies an example into a folder with everything in it that can have a level at this one, and marked."""
    shutil.copytree(example, folder)
    file = folder / "case.yaml"
    raw = plain_yaml.safe_load(file.read_text(encoding="utf-8"))
    case = check_case(file).case
    assert case is not None
    changes = list(_changes(case, level))
    while True:
        tried = copy.deepcopy(raw)
        markers = [marker for change in changes for marker in change.made(tried) or ()]
        file.write_text(plain_yaml.safe_dump(tried, allow_unicode=True, sort_keys=False), encoding="utf-8")
        wrong = [problem.path for problem in check_case(file).errors]
        if not wrong:
            return markers
        kept = [change for change in changes if not any(_touch(change.path, path) for path in wrong)]
        assert len(kept) < len(changes), f"nothing that was marked is to blame for errors at {wrong}"
        changes = kept


def _touch(one: MarkedPath, other: MarkedPath) -> bool:
    """True where one path leads to or through the other."""
    return all(a == b for a, b in zip(one, other, strict=False))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    """One part of a case that is marked. spans: numbers below it."""

    path: MarkedPath
    texts: tuple[str, ...] = ()
    quote: str = ""
    span: Span | None = None
    level: Handling = "restricted"
    number: int = 0

    def made(self, raw: Any) -> list[Marker] | None:
        """Marks it in the raw file; None where it does not stand there in full."""
        if self.span is not None:
            return self._number(raw)
        held = _at(raw, self.path)
        if not isinstance(held, dict):
            return None
        held["handling"] = self.level
        markers = [Marker(text=self.quote, level=self.level, path=self.path)] if self.quote else []
        for field in self.texts:
            if isinstance(held.get(field), str):
                text = f"{_WORDED}{self.number} {field}"
                held[field] = f"{held[field]} {text}"
                markers.append(Marker(text=text, level=self.level, path=(*self.path, field)))
        return markers

    def _number(self, raw: Any) -> list[Marker] | None:
        """Marks a number, which may stand in short for the part that holds it."""
        path = self.path if _at(raw, self.path) is not None else self.path[:-1]
        held, name, told = _at(raw, path[:-1]), path[-1], _at(raw, path)
        if isinstance(told, bool) or not isinstance(told, int | float | list):
            return None
        markers, points = [], [told] if not isinstance(told, list) else list(told)
        if not all(isinstance(point, int | float) for point in points):
            return None
        for place, point in enumerate(points):
            step = (self.number % 97 + 1) / 1000 + 0.0007
            points[place] = round(point - step if place == len(points) - 1 and point >= 1 else point + step, 4)
            markers.append(Marker(text=f"{points[place]:g}", level=self.level, path=self.path))
        because = f"{_WORDED}{self.number} because"
        held[name] = {"points": points if isinstance(told, list) else points[0], "handling": self.level}
        held[name]["because"] = because
        return [*markers, Marker(text=because, level=self.level, path=(*self.path, "because"))]


def _at(raw: Any, path: MarkedPath) -> Any:
    for step in path:
        if (isinstance(raw, dict) and step in raw) or (
            isinstance(raw, list) and isinstance(step, int) and step < len(raw)
        ):
            raw = raw[step]
        else:
            return None
    return raw


def _changes(case: Case, level: Handling) -> Iterator[_Change]:
    """Every part with a level of its own, and every judged number."""
    number = 0
    for path, part in parts(case):
        fields = type(part).model_fields
        if "handling" in fields:
            number += 1
            texts = tuple(
                field.alias or name
                for name, field in fields.items()
                if isinstance(getattr(part, name), str) and name not in NO_WORDS
            )
            quote = part.quote if isinstance(part, Claim) and len(part.quote) >= LONGEST else ""
            yield _Change(path=path, texts=texts, quote=quote, level=level, number=number)
        for name, field in fields.items():
            for below, span in _spans(getattr(part, name), (*path, field.alias or name)):
                number += 1
                yield _Change(path=below, span=span, level=level, number=number)


def _spans(value: object, path: MarkedPath) -> Iterator[tuple[MarkedPath, Span]]:
    if isinstance(value, Span):
        yield path, value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from _spans(one, (*path, key))
    elif isinstance(value, tuple):
        for place, one in enumerate(value):
            yield from _spans(one, (*path, place))
