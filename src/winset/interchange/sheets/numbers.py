"""Numbers of cells, exactly: what is written reads as the same number, and nothing passes through rounding."""

from __future__ import annotations

import re
from decimal import Decimal

from pydantic_core import PydanticCustomError

from winset.model.numbers import number

WHOLE = re.compile(r"-?[0-9]{1,30}")
DECIMAL = re.compile(r"-?[0-9]{1,30}\.[0-9]{1,30}")
WITH_COMMA = re.compile(r"(-?[0-9]{1,30}),([0-9]{1,2}|[0-9]{4,6})")
"""A comma before one, two or more than three digits can only be that of a decimal; before three it may be either."""
MINUS = str.maketrans({"\u2212": "-", "\u00a0": None, "\u202f": None})


class NotANumber(ValueError):
    """The text is no number of a case; the message says what would be right."""


def number_text(value: int | Decimal | str) -> str:
    """A number of a case file as it is written into a cell."""
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def number_of(text: str) -> int | Decimal | str:
    """The number that a text says: an integer, a decimal, or a fraction such as 300/7. Raises NotANumber."""
    plain = text.strip().translate(MINUS)
    comma = WITH_COMMA.fullmatch(plain)
    if comma:
        plain = f"{comma[1]}.{comma[2]}"
    value: int | Decimal | str = plain
    if WHOLE.fullmatch(plain):
        value = int(plain)
    elif DECIMAL.fullmatch(plain):
        value = Decimal(plain)
    try:
        number(value)
    except PydanticCustomError as error:
        raise NotANumber(error.message()) from error
    return value


def normal_number(text: str) -> str:
    """One text for all that say the same number; the text itself where it says none."""
    try:
        return str(number(number_of(text)))
    except NotANumber:
        return text
