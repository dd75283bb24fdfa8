"""What the foreign formats say in common: issues with options, and one profile of numbers per party.

Numbers are exact and on the scale of GENIUS: shares from 0 to 1, weights that mostly sum to 1, a reservation from 0
to 1 (Lin, Kraus, Baarslag, Tykhonov, Hindriks & Jonker 2014, Computational Intelligence 30(1), 48-70).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

NUMBER = re.compile(r"[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]{1,3})?")
LONGEST_NUMBER = 60
"""Characters of a number in an imported file, twice as many as a double takes; beyond, it is refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """An issue by its name, with the names of its options."""

    name: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What one party's file says.

    weights: per topic. shares: per topic, per option, from 0 to 1: the worth of the option on its topic. reservation:
    the value below which the party agrees to nothing, None where the file has none. discount: None where it has none.
    without: what its format takes a missing reservation for. notes: what a reader of the import must see.
    """

    file: str
    name: str
    weights: tuple[Fraction, ...]
    shares: tuple[tuple[Fraction, ...], ...]
    reservation: Fraction | None
    discount: Fraction | None
    without: str
    notes: tuple[str, ...] = ()

    @property
    def total(self) -> Fraction:
        """The sum of the weights."""
        return sum(self.weights, Fraction(0))

    @property
    def least(self) -> Fraction:
        """The value of the worst package."""
        return sum((w * min(row) for w, row in zip(self.weights, self.shares, strict=True)), Fraction(0))

    @property
    def most(self) -> Fraction:
        """The value of the best package."""
        return sum((w * max(row) for w, row in zip(self.weights, self.shares, strict=True)), Fraction(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """The topics that are negotiated, and the profiles of all parties in their order."""

    name: str
    topics: tuple[Topic, ...]
    profiles: tuple[Profile, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainDocument:
    """What one file says: topics, and a profile over them where the file is not the domain alone."""

    file: str
    name: str
    topics: tuple[Topic, ...]
    profile: Profile | None


def exact(text: str) -> Fraction | str:
    """The number exactly, or why the text is none; binary floating point is never passed through."""
    plain = text.strip()
    if len(plain) > LONGEST_NUMBER:
        return f"a number of {len(plain)} characters"
    if not NUMBER.fullmatch(plain):
        return f"`{plain}` is not a finite number"
    return Fraction(Decimal(plain))


def number_text(number: Fraction) -> str:
    """The number for a reader: whole where a decimal of at most sixteen places says it, else rounded to six."""
    scaled = number * 10**16
    if scaled.denominator == 1:
        return f"{Decimal(scaled.numerator).scaleb(-16).normalize():f}"
    return f"about {float(number):.6g}"
