"""Numbers in words: how many of something, and in how many trials; never the chance of an event."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from winset.readings.shares import Share

DIGITS = 6
"""Decimals of a number in JSON."""
NOT_A_PROBABILITY = (
    "A trial fixes every number within the range that is judged for it, and what is neither judged nor said by chance. "
    "A share of trials says how far the answer hangs on these numbers; it is not the probability of an event."
)
NO_PROBABILITY = "A share of trials says how far the answer hangs on guesses; it is not the probability of an event."
"""The same in short, where a screen has no room."""
LONGEST = 15
"""Digits of a number that are written out; beyond, it is written as a power of ten."""
LARGE = ((10**6, "million"), (10**9, "billion"))
"""Units in which a rounded number is read; from a thousand of the last one on it is written as a power of ten."""
KEPT = 3
"""Digits that are kept of an estimate, and of a number that is written as a power of ten."""
SURE = 3
"""Standard errors above an estimate beyond which the number hardly lies."""
FEW = 30
"""Trials below which a share is told as the count that it is: its error would leave no tenth of it."""
NEARLY = 1 / 30
"""A share of trials nearer to none or all than this is told as hardly any or nearly all."""
HALF_OF_100 = 0.005
"""A share no further from none or all than half of one in 100 is told as less than one, or more than 99."""
HALF = 5
TENTHS = ("", "one", "two", "three", "four", "", "six", "seven", "eight", "nine")
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
UNBROKEN = "\u00a0"
"""A space at which no line ends."""


def rounded(value: float | Fraction | None) -> float | None:
    """A number as JSON has it; null where it is not known."""
    return None if value is None else round(float(value), DIGITS)


def whole_or_rounded(value: Fraction) -> float | int:
    """The same, without decimals where it has none."""
    number = round(float(value), DIGITS)
    return int(number) if number == int(number) else number


def share_data(share: Share | None, *, with_draws: bool = False) -> dict[str, float] | None:
    """A share of trials and its error, for JSON; null where it was not counted."""
    if share is None:
        return None
    draws = {"draws": share.draws} if with_draws else {}
    return {"share": round(share.share, DIGITS), "error": round(share.error, DIGITS), **draws}


def in_trials(share: Share) -> str:
    """A share rounded to what its error carries: "in about half of the trials", "in about four in ten trials".

    Few trials are counted out. None and all are told as they are: they say nothing of what more trials would give.
    Where a limit left some of them open, the two bounds are told that the count lies between.
    """
    if share.draws == 0:
        return "in no trial, since none was drawn"
    if share.undecided:
        return f"in {_between(share)}"
    if share.number in (0, share.draws):
        return f"in {'all' if share.number else 'none of'} {share.draws:,} trials"
    if share.draws < FEW:
        return f"in {share.number} of {share.draws} trials"
    if share.share < NEARLY:
        return "in fewer than one in thirty trials"
    if share.share > 1 - NEARLY:
        return "in nearly all trials"
    twentieths, tenths = round(20 * share.share), round(10 * share.share)
    if twentieths in (1, 19):
        return f"in about {'one' if twentieths == 1 else 'nineteen'} in twenty trials"
    if tenths == HALF:
        return "in about half of the trials"
    return f"in about {TENTHS[tenths]} in ten trials"


def _between(share: Share) -> str:
    """The two bounds of a count: "at least 312 and at most 340 of 1,000 trials"; one where the other says nothing."""
    least = [f"at least {share.number:,}"] if share.number else []
    most = [f"at most {share.at_most:,}"] if share.at_most < share.draws or not least else []
    return f"{' and '.join(least + most)} of {share.draws:,} trials"


def of_trials(share: Share) -> str:
    """The same in a table whose head says that trials are counted: "about half", "none"."""
    if share.draws and share.number in (0, share.draws) and not share.undecided:
        return "all" if share.number else "none"
    return in_trials(share).removeprefix("in ").removesuffix(" trials").removesuffix(" of the")


def of_100(share: Share) -> str:
    """A share as so many of 100 trials; 0 and 100 are said of none and of all alone."""
    if share.undecided:
        ends = (Share(number=number, draws=share.draws) for number in (share.number, share.at_most))
        return " to ".join(dict.fromkeys(map(of_100, ends)))
    if 0 < share.number < share.draws:
        return (
            "<1"
            if share.share <= HALF_OF_100
            else ">99"
            if share.share >= 1 - HALF_OF_100
            else f"{100 * share.share:.0f}"
        )
    return "100" if share.number else "0"


def counted_of(share: Share) -> str:
    """A share as the count that it is: "540 of 1,000 trials"."""
    return _between(share) if share.undecided else f"{share.number:,} of {share.draws:,} trials"


def trials_counted(share: Share) -> str:
    """The exact count behind a share, with its standard error: "540 of 1,000 trials, standard error 1.6 of 100"."""
    if share.undecided:
        return _between(share)
    error = f", standard error {100 * share.error:.1f} of 100" if 0 < share.number < share.draws else ""
    return f"{share.number:,} of {share.draws:,} trials{error}"


def in_readings(share: Share, *, drawn: bool = True) -> str:
    """A share in words, with the exact count behind it if wanted."""
    if share.number in (0, share.draws) or share.draws < FEW or share.undecided or not drawn:
        return in_trials(share)
    return f"{in_trials(share)} ({trials_counted(share)})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """How many of something. text: the number, "about" before it where it is not exact. note: on what an estimate
    rests.
    """

    text: str
    note: str = ""

    def __str__(self) -> str:
        return f"{self.text}{f' ({self.note})' if self.note else ''}"

    def of(self, noun_of_one: str, many: str | None = None) -> str:
        """The amount with its noun, and then the note."""
        noun = noun_of_one if self.text == "1" else many or noun_of_one + "s"
        return f"{self.text} {noun}{f' ({self.note})' if self.note else ''}"


def whole(number: int) -> str:
    """A whole number for reading: "29,160", "10¹⁸", "about 4.19 × 10²⁴"."""
    text = str(number)
    if len(text) <= LONGEST:
        return f"{number:,}"
    short = _rounded(number, len(text) - KEPT)
    return ("" if number == short else "about ") + _power(short)


def amount(number: int, error: float = 0.0) -> Amount:
    """A count, or an estimate of few digits, with its standard error: none that the error does not leave of it."""
    if not error:
        return Amount(text=whole(number))
    spread = ceil(error)
    if number <= spread:
        most = number + SURE * spread
        text = f"at least 1 and hardly more than {_short(_rounded(most, len(str(most)) - 1))}"
        return Amount(text=text, note="too few to estimate from a sample")
    place = len(str(spread)) - 1
    spread, about = _rounded(spread, place), _rounded(number, max(place, len(str(number)) - KEPT))
    return Amount(text=f"about {_short(about)}", note=f"standard error {_short(spread)}, from a sample")


def _short(number: int) -> str:
    """A number that is rounded already: "86,000", "997.3 million", "9.1 × 10¹³"."""
    for unit, word in LARGE:
        if unit <= number < unit * 1000:
            return f"{number / unit:,.9f}".rstrip("0").rstrip(".") + f" {word}"
    return f"{number:,}" if number < LARGE[0][0] else _power(number)


def _power(number: int) -> str:
    digits = str(number)
    power = str(len(digits) - 1).translate(RAISED)
    mantissa = f"{digits[0]}.{digits[1:]}".rstrip("0").rstrip(".")
    return f"10{power}" if mantissa == "1" else f"{mantissa}{UNBROKEN}×{UNBROKEN}10{power}"


def _rounded(number: int, place: int) -> int:
    """The number rounded at a power of ten, in integers."""
    unit: int = 10 ** max(0, place)
    return (2 * number + unit) // (2 * unit) * unit
