"""What a test of the theory of bargaining is given: shares from 0 to 1, or not enough."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from winset.errors import WinsetError


@dataclass(frozen=True, slots=True, kw_only=True)
class NotEnoughGiven:
    """A test that was not made because an input is not given. missing: what is not given, in words."""

    missing: tuple[str, ...]


def lacks(*parts: tuple[str, bool]) -> NotEnoughGiven:
    """What a test lacks, of inputs in words that each are missing or not."""
    return NotEnoughGiven(missing=tuple(what for what, is_missing in parts if is_missing))


def share(number: Fraction, what: str) -> Fraction:
    """The number, which lies between 0 and 1. Raises WinsetError where it does not."""
    if not 0 <= number <= 1:
        raise WinsetError(f"{what} lies between 0 and 1, and {float(number):g} does not")
    return number


def not_negative(number: Fraction, what: str) -> Fraction:
    """The number, which is 0 or more. Raises WinsetError where it is not."""
    if number < 0:
        raise WinsetError(f"{what} is 0 or more, and {float(number):g} is not")
    return number


def discount_factor(number: Fraction) -> Fraction:
    """The number, which is 0 or more and less than 1. Raises WinsetError where it is not."""
    if not 0 <= number < 1:
        raise WinsetError(f"a discount factor is 0 or more and less than 1, and {float(number):g} is not")
    return number
