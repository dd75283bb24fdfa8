"""A judged number as it reads in a list of them: "Ukraine on security guarantees: 90 (75 to 100)".

Nothing here names a section of the case file: how a number reads stands beside its field in the model (`Reads`), with
the names that lead to it, and the fields of the parts in which it stands, in braces.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from winset.model.case import Case
from winset.model.claims import Node
from winset.model.in_sentences import in_running_text
from winset.model.marks import Named, Reads
from winset.model.numbers import Span
from winset.model.placed import FieldShape, PlacedNumber, shapes, unit_at
from winset.report.entry_names import what_number
from winset.report.names import counted, listed
from winset.report.pieces import capitalised

SLOT = re.compile(r"\{([^{}]+)\}")


class NamesInSentences:
    """The names of a case as they stand in a sentence."""

    def __init__(self, case: Case) -> None:
        self.case = case

    def party(self, name: str) -> str:
        return self.case.name_in_sentence(name)

    def topic(self, issue: str) -> str:
        return self.case.issue_in_sentence(issue)

    def option(self, issue: str, option: str) -> str:
        return f"“{self.case.option_label(issue, option)}”"

    def titled(self, section: str, name: str) -> str:
        held: Mapping[str, object] = getattr(self.case, section)
        return in_running_text(_title(held.get(name), name))

    def combination(self, when: Mapping[str, tuple[str, ...]]) -> str:
        """Options that must all be in a package: "“a” or “b” with “c”"."""
        sets = (listed((self.option(issue, option) for option in options), "or") for issue, options in when.items())
        return " with ".join(sets)


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberLine:
    """A judged number in words. heading: what stands over it, and over the others of its kind. text: the number, with
    what it is of.
    """

    heading: str
    text: str


@dataclass(slots=True)
class _Way:
    """What is known on the way to a number. slots: names and fields in words. issue: the last one that was named. each,
    date: in which periods an item of a list holds, as a change and as a level.
    """

    slots: dict[str, str] = field(default_factory=dict)
    issue: str = ""
    of: list[str] = field(default_factory=list)
    heading: str = ""
    number: str = ""
    each: str = "each period"
    date: str = "at any date"
    is_listed: bool = True


class NumberWords:
    """How the judged numbers of a case read."""

    def __init__(self, case: Case) -> None:
        self.case, self.names = case, NamesInSentences(case)

    def line(self, placed: PlacedNumber) -> NumberLine | None:
        """A number in words; None for one that stands elsewhere."""
        way = _Way()
        held: object = self.case
        steps = list(placed.path)
        while steps and isinstance(held, Node):
            held = self._below(held, steps, way)
        if not way.is_listed:
            return None
        words = {**way.slots, **in_words(placed.span), "each": way.each, "date": way.date}
        if not way.number or not words.keys() >= set(SLOT.findall(way.number)):
            unit = unit_at(type(self.case), placed.path)
            said = f"{what_number(self.names, type(self.case), placed)}: {spelled(placed.span)}{unit}"
            return NumberLine(heading=way.heading, text=said)
        said = _filled(way.number, words)
        return NumberLine(heading=way.heading, text=capitalised(f"{', '.join(way.of)}{': ' if way.of else ''}{said}"))

    def _below(self, node: Node, steps: list[str | int], way: _Way) -> object:
        """What stands below a part of the case, with the names that lead to it; takes the steps that it went."""
        shape = next(shape for shape in shapes(type(node)) if steps[0] in (shape.name, shape.file))
        self._fields(node, way)
        steps.pop(0)
        reads = next((mark for mark in shape.marks if isinstance(mark, Reads)), None)
        heading = (reads.heading if reads else "") or way.heading
        if not heading and node is not self.case:
            heading = _described(type(node), shape)
        way.heading = _filled(heading, way.slots)
        held: object = getattr(node, shape.name)
        for refers in shape.keys:
            if not steps or not isinstance(held, Mapping):
                break
            name = steps.pop(0)
            held = held.get(name, held.get(_as_key(name)))
            self._name(str(name), refers, held, way)
        while steps and isinstance(steps[0], int) and isinstance(held, tuple):
            place = steps.pop(0)
            way.each, way.date = _from(int(place), len(held)), _at(int(place), len(held))
            held = held[int(place)]
        if isinstance(held, Node):
            self._fields(held, way)
        if reads is not None:
            way.is_listed = way.is_listed and reads.listed
            way.number = reads.number or way.number
            way.of += [_filled(reads.of, way.slots)] if reads.of else []
        return held

    def _name(self, name: str, refers: Named | None, held: object, way: _Way) -> None:
        """A name on the way, in words."""
        match refers:
            case "parties":
                way.slots["other party" if "party" in way.slots else "party"] = self.names.party(name)
            case "issues":
                way.issue = name
                way.slots["issue"] = self.names.topic(name)
            case "options":
                way.slots["option"] = self.names.option(way.issue, name) if way.issue else name.replace("_", " ")
            case "levers":
                way.slots["lever"] = self.names.titled(refers, name)
                lever = self.case.levers.get(name)
                way.slots["target"] = self.names.party(lever.target) if lever is not None else ""
            case "tables":
                way.slots["table"] = self.names.titled(refers, name)
            case _:
                way.slots["name"] = in_running_text(_title(held, name))

    def _fields(self, node: Node, way: _Way) -> None:
        """The names and the plain fields of a part, in words."""
        for shape in () if node is self.case else shapes(type(node)):
            held: object = getattr(node, shape.name)
            match held:
                case str() if shape.refers == "parties":
                    way.slots["party" if shape.name == "party" else shape.name] = self.names.party(held)
                case str() if shape.refers == "issues":
                    way.issue = held
                    way.slots["issue"] = self.names.topic(held)
                case (str(), *_) if shape.refers == "parties" and isinstance(held, tuple):
                    way.slots["first party"] = self.names.party(held[0])
                case str() | int():
                    way.slots[shape.name] = str(held)
                case Mapping() if self._is_combination(held):
                    way.slots[shape.name] = self.names.combination(held)

    def _is_combination(self, held: Mapping[object, object]) -> bool:
        """Whether a field names options of issues."""
        issues = self.case.issues
        return bool(held) and all(
            issue in issues and isinstance(options, tuple) and set(options) <= set(issues[issue].options)
            for issue, options in held.items()
        )


def _as_key(name: str | int) -> str | int:
    """A name on a path as it stands in a mapping: periods are whole numbers there."""
    return int(name) if isinstance(name, str) and name.isdigit() else name


def _title(held: object, name: str) -> str:
    return getattr(held, "title", None) or name.replace("_", " ")


def _described(model: type[Node], shape: FieldShape) -> str:
    """What a section is, by its description in the model, as a heading."""
    told = model.model_fields[shape.name].description or shape.file.replace("_", " ")
    return told.partition(";")[0].rstrip(".")


def _filled(pattern: str, slots: Mapping[str, str]) -> str:
    """The pattern with its slots in words."""
    return SLOT.sub(lambda slot: slots[slot[1]], pattern)


def _from(place: int, length: int) -> str:
    """Over which periods a change in a list by periods goes; the last goes on from then on."""
    if place == length - 1:
        return f"each period{f' from period {place} on' if place else ''}"
    return f"from period {place} to {place + 1}" if place else "up to period 1"


def _at(place: int, length: int) -> str:
    """In which periods an item of a list by periods holds; the last holds from then on."""
    if place < length - 1:
        return f"in period {place}"
    return f"from period {place} on" if place else "at any date"


def in_words(span: Span) -> dict[str, str]:
    """A range in the words that a pattern may ask for: as it is, as a movement, as a difference, as so many periods."""
    number, points = spelled(span), _points(span)
    rises, more = (f"changes by {number}", f"changes by {points}"), f"{points} more than"
    if span.low >= 0 and span.high > 0:
        rises = (f"rises by {number}", f"rises by {points}")
    elif span.high <= 0 and span.low < 0:
        turned = _turned(span)
        rises, more = (f"falls by {spelled(turned)}", f"falls by {_points(turned)}"), f"{_points(turned)} less than"
    elif span.is_fixed:
        more = "as much as"
    periods = counted(1, "period") if span.is_fixed and span.low == 1 else f"{number} periods"
    return {
        "number": number, "points": points, "percent": spelled(span, " %"), "rises": rises[0],
        "rises points": rises[1], "more": more, "periods": periods,
    }  # fmt: skip


def _points(span: Span) -> str:
    """A range of points: "1 point", "2 (0 to 5) points"."""
    return f"{spelled(span)} {'point' if span.is_fixed and abs(span.low) == 1 else 'points'}"


def _turned(span: Span) -> Span:
    """The range with its sign turned."""
    likely = None if span.likely is None else -span.likely
    return Span(low=-span.high, likely=likely, high=-span.low)


def spelled(span: Span, unit: str = "") -> str:
    """A range for reading: "20 (10 to 30)", "10 to 30" or "20"; with a unit, "20 % (10 to 30)"."""
    if span.is_fixed:
        return f"{_plain(span.low)}{unit}"
    ends = f"{_plain(span.low)} to {_plain(span.high)}"
    return f"{_plain(span.likely)}{unit} ({ends})" if span.likely is not None else f"{ends}{unit}"


def _plain(value: Fraction) -> str:
    text = str(value.numerator) if value.denominator == 1 else f"{float(value):g}"
    return text.replace("-", "−")
