"""Which month a period falls into."""

from __future__ import annotations

import re
from datetime import date, timedelta

_LENGTH = re.compile(r"(?:(\d{1,3}|an?|one|two|three|six) )?(day|week|month|quarter|year)s?", re.IGNORECASE)
_WORDS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "six": 6}
_DAYS = {"day": 1, "week": 7}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def month_after(start: str | None, length: str, periods: int) -> str | None:
    """The month so many periods after a day, as "February 2026".

    start: "2025-08-14". length: of one period, in words: "3 months". None where either is no such thing, or the month
    lies past the year 9999.
    """
    said = _LENGTH.fullmatch(length.strip())
    if said is None or start is None:
        return None
    number, unit = (said[1] or "1").lower(), said[2].lower()
    units = periods * (_WORDS[number] if number in _WORDS else int(number))
    try:
        day = date.fromisoformat(start)
        if unit in _DAYS:
            then = day + timedelta(days=units * _DAYS[unit])
        else:
            months = day.year * 12 + day.month - 1 + units * _MONTHS[unit]
            then = date(months // 12, months % 12 + 1, 1)
    except (ValueError, OverflowError):
        return None
    return f"{then:%B} {then.year}"
