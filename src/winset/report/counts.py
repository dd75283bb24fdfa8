"""Numbers in words: how many of something, and in how many readings; never the chance of an event."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from winset.readings.shares import Share

DIGITS = 6
"""Decimals of a number in JSON."""
NOT_A_PROBABILITY = (
    "A reading fixes every number within the range that is judged for it, and what is not judged or said by chance. "
    "A share of readings says how far the answer hangs on these numbers; it is not the probability of an event."
)
LONGEST = 15
"""Digits of a number that are written out; beyond, it is written as a power of ten."""
KEPT = 3
"""Digits that are kept of a number that is written as a power of ten."""
SURE = 3
"""Standard errors above an estimate beyond which the number hardly lies; of none in n, less than 3/n is left."""
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def in_readings(share: Share, *, drawn: bool = True) -> str:
    """A share as "in 31 of 100 readings", with what it was counted from and its standard error."""
    if share.draws == 0:
        return "in no reading, since none was drawn"
    if share.number in (0, share.draws):
        off = 300 / share.draws
        which, bound = ("each", f"over {100 - off:.3g}") if share.number else ("none", f"fewer than {_few(off)}")
        of_hundred = f" (by the rule of three, in {bound} of 100)" if drawn else ""
        return f"in {which} of {share.draws:,} readings drawn{of_hundred}"
    of_hundred = f"{100 * share.share:.0f}" if 0.01 <= share.share <= 0.99 else f"{100 * share.share:.1f}"
    counts = f" ({share.number:,} of {share.draws:,} drawn, standard error {100 * share.error:.1f} of 100)"
    return f"in {of_hundred} of 100 readings{counts if drawn else ''}"


def _few(number: float) -> str:
    """A bound in one digit, or as a whole number."""
    return f"{number:.1g}" if number < 10 else f"{number:.0f}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """How many of something. text: the number, "about" before it where it is not exact. note: on what an estimate
    rests.
    """

    text: str
    note: str = ""

    def __str__(self) -> str:
        return f"{self.text}{f' ({self.note})' if self.note else ''}"

    def of(self, one: str, many: str | None = None) -> str:
        """The amount with its noun, and then the note."""
        noun = one if self.text == "1" else many or one + "s"
        return f"{self.text} {noun}{f' ({self.note})' if self.note else ''}"


def whole(number: int) -> str:
    """A whole number for reading: "29,160", "10¹⁸", "about 4.19 × 10²⁴"."""
    text = str(number)
    if len(text) <= LONGEST:
        return f"{number:,}"
    short = _rounded(number, len(text) - KEPT)
    return ("" if number == short else "about ") + _power(short)


def amount(number: int, error: float = 0.0) -> Amount:
    """A count, or an estimate with its standard error, both rounded to what the error leaves of them."""
    if not error:
        return Amount(text=whole(number))
    spread = ceil(error)
    if number <= spread:
        most = number + SURE * spread
        text = f"at least 1 and hardly more than {_short(_rounded(most, len(str(most)) - 1))}"
        return Amount(text=text, note="too few to estimate from a sample")
    place = max(0, len(str(spread)) - 2)
    spread = _rounded(spread, place)
    about = _rounded(number, place)
    return Amount(text=f"about {_short(about)}", note=f"standard error {_short(spread)}, from a sample")


def _short(number: int) -> str:
    """A number that is rounded already."""
    return f"{number:,}" if len(str(number)) <= LONGEST else _power(number)


def _power(number: int) -> str:
    digits = str(number)
    power = str(len(digits) - 1).translate(RAISED)
    mantissa = f"{digits[0]}.{digits[1:]}".rstrip("0").rstrip(".")
    return f"10{power}" if mantissa == "1" else f"{mantissa} × 10{power}"


def _rounded(number: int, place: int) -> int:
    """The number rounded at a power of ten, in integers."""
    unit: int = 10 ** max(0, place)
    return (2 * number + unit) // (2 * unit) * unit
