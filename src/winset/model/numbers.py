"""Numbers of a case: exact fractions, and ranges of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import WithJsonSchema
from pydantic_core import PydanticCustomError

from winset.model.forms import FORM, ReadBy
from winset.model.marks import POINTS, Unit

Handling = Literal["open", "team", "restricted"]
HANDLING: tuple[Handling, ...] = ("open", "team", "restricted")
HANDLING_WORDS: dict[Handling, str] = {"open": "everyone", "team": "the team", "restricted": "named people alone"}


def strictest(*levels: Handling | None) -> Handling | None:
    """The level of what stands within several parts that say who may see them; None where none of them does."""
    return max((level for level in levels if level is not None), key=HANDLING.index, default=None)


LARGEST = 1_000_000
"""Points, the largest number of a case; beyond, it is refused."""
PLACES = 6
FRACTION = re.compile(r"-?[0-9]{1,12}/[0-9]{1,12}")


SLIPS = (
    (re.compile(r"-?[0-9]+([.,][0-9]+)? ?%"), "write the number without %"),
    (re.compile(r"-?[0-9]{1,3}(,[0-9]{3})+"), "write thousands without commas"),
    (re.compile(r"-?[0-9]+,[0-9]+"), "write a decimal point, not a comma"),
    (re.compile(r"-?[0-9]+(\.[0-9]+)? *[-–] *[0-9]+(\.[0-9]+)?"), "write a range in brackets: [20, 30]"),
    (re.compile(r"-?[0-9]+(\.[0-9]+)?"), "take off the quotation marks"),
)


def _hint(text: str) -> str:
    """What is wrong with a text that stands where a number is expected."""
    slip = next((words for pattern, words in SLIPS if pattern.fullmatch(text.strip())), "")
    return f"a number is expected here{'; ' + slip if slip else ', or a fraction in quotes such as 300/7'}"


def number(raw: object) -> Fraction:
    """An integer, a decimal of at most six places, or a fraction in quotes, exactly.

    Raises the codes E303 (not a number of these kinds) and E302 (too large).
    """
    if isinstance(raw, bool) or not isinstance(raw, int | Decimal | str | Fraction):
        raise PydanticCustomError("E303", "a number is expected here")
    if isinstance(raw, str):
        if not FRACTION.fullmatch(raw) or int(raw.split("/")[1]) == 0:
            raise PydanticCustomError("E303", "{hint}", {"hint": _hint(raw)})
        value = Fraction(raw)
    elif isinstance(raw, Decimal):
        if not raw.is_finite():
            raise PydanticCustomError("E303", "a finite number is expected here")
        exponent = raw.normalize().as_tuple().exponent
        if isinstance(exponent, int) and -exponent > PLACES:
            raise PydanticCustomError("E303", "at most six decimal places; write an exact fraction in quotes instead")
        value = Fraction(raw)
    else:
        value = Fraction(raw)
    if abs(value.numerator) > LARGEST * value.denominator:
        raise PydanticCustomError("E302", "numbers here are points, at most 1,000,000")
    return value


Number = Annotated[
    Fraction,
    ReadBy(number),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "number", "minimum": -LARGEST, "maximum": LARGEST},
                {"type": "string", "pattern": "^-?[0-9]{1,12}/[0-9]{1,12}$"},
            ],
            FORM: "points: an integer, a decimal of at most six places, or an exact fraction in quotes",
        }
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A judged number with its range: low ≤ likely ≤ high, or low ≤ high with no likely value, or one number.

    likely: None where only the two ends were given; low == high where one number was given.
    handling: who may see it; None takes that of all judgements.
    """

    low: Fraction
    likely: Fraction | None
    high: Fraction
    handling: Handling | None = None
    because: str | None = None

    @property
    def central(self) -> Fraction:
        """The most likely value; the middle where only two ends were given."""
        return self.likely if self.likely is not None else (self.low + self.high) / 2

    @property
    def is_fixed(self) -> bool:
        return self.low == self.high

    @classmethod
    def of(cls, value: int | Fraction) -> Span:
        exact = Fraction(value)
        return cls(low=exact, likely=exact, high=exact)


def span(raw: object) -> Span:
    """One number, [low, high], [low, most likely, high], or a mapping with `points` and who may see them."""
    if isinstance(raw, Span):
        return raw
    if isinstance(raw, Mapping):
        return _long_form(raw)
    if isinstance(raw, list | tuple):
        if len(raw) not in (2, 3):
            raise PydanticCustomError("E303", "a range is [low, high] or [low, most likely, high]")
        numbers = [number(item) for item in raw]
        if numbers != sorted(numbers):
            raise PydanticCustomError("E302", "a range goes upwards: low, most likely, high")
        return Span(low=numbers[0], likely=numbers[1] if len(numbers) == 3 else None, high=numbers[-1])
    return Span.of(number(raw))


def _long_form(raw: Mapping[object, object]) -> Span:
    unknown = set(raw) - {"points", "handling", "because"}
    if unknown or "points" not in raw:
        raise PydanticCustomError(
            "E303", "the long form of a number has `points`, and may have `handling` and `because`"
        )
    handling, because = raw.get("handling"), raw.get("because")
    if handling is not None and handling not in HANDLING:
        raise PydanticCustomError("E204", "`handling` is open, team or restricted")
    if because is not None and not isinstance(because, str):
        raise PydanticCustomError("E204", "`because` is a text")
    plain = span(raw["points"])
    chosen = next((level for level in HANDLING if level == handling), None)
    level, why = strictest(chosen, plain.handling), because or plain.because
    return Span(low=plain.low, likely=plain.likely, high=plain.high, handling=level, because=why)


_ONE = {
    "anyOf": [
        {"type": "number", "minimum": -LARGEST, "maximum": LARGEST},
        {"type": "string", "pattern": "^-?[0-9]{1,12}/[0-9]{1,12}$"},
    ]
}
_SHORT = {"anyOf": [_ONE, {"type": "array", "items": _ONE, "minItems": 2, "maxItems": 3}]}

LONG_FORM = {
    "type": "object",
    "properties": {"points": _SHORT, "handling": {"enum": list(HANDLING)}, "because": {"type": "string"}},
    "required": ["points"],
    "additionalProperties": False,
}
"""What the JSON Schema says of a number that is written with who may see it, or why it is what it is."""

Range = Annotated[
    Span,
    ReadBy(span),
    WithJsonSchema(
        {
            "anyOf": [_SHORT, LONG_FORM],
            FORM: "one number, [low, high] or [low, most likely, high]; or {points: …, handling: …}",
        }
    ),
]


def spans(raw: object) -> Span | tuple[Span, ...]:
    """A range, or a list of them: a list whose items are ranges of their own, so that a list of plain numbers is always
    one range.
    """
    if isinstance(raw, list | tuple) and any(isinstance(item, list | tuple | Mapping | Span) for item in raw):
        return tuple(map(span, raw))
    return span(raw)


Ranges = Annotated[
    Span | tuple[Span, ...],
    ReadBy(spans),
    WithJsonSchema(
        {
            "anyOf": [_SHORT, LONG_FORM, {"type": "array", "items": {"anyOf": [_SHORT, LONG_FORM]}, "minItems": 1}],
            FORM: "one range, such as [low, most likely, high]; or a list of ranges, one for each period",
        }
    ),
]

Points = Annotated[Range, Unit(POINTS)]
