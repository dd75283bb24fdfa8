"""Whether an issue lacks the option in the middle that both parties would prefer to fighting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from winset.analyses.timing.bargaining_range import BargainingRange
from winset.analyses.timing.given import share


@dataclass(frozen=True, slots=True, kw_only=True)
class Lottery:
    """Two options of which one is drawn, or between which the parties take turns. lower, upper: their places in the
    list of options; least, most: the chances of the upper one, or its part of the time, with which the lottery lies in
    the range.
    """

    lower: int
    upper: int
    least: Fraction
    most: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingMiddle:
    """The options of an issue against a range. inside: the places of those that both prefer to fighting. lottery: what
    would take their place, where none is inside and the options lie on both sides. payment: what a side payment must be
    worth, as a share of the stake, where all lie on one side; to_first: whether the first party is to receive it.
    """

    inside: tuple[int, ...]
    lottery: Lottery | None = None
    payment: Fraction = Fraction(0)
    to_first: bool = False

    @property
    def is_missing(self) -> bool:
        """Whether no option lies in the range."""
        return not self.inside


def missing_middle(options: Sequence[Fraction], between: BargainingRange) -> MissingMiddle:
    """Which options lie in the range; and what restores a deal where none does.

    options: the share of the stake that each gives the first party, from 0 to 1; at least one. between: a range that is
    not empty. Raises WinsetError for shares outside 0 to 1. Source: Fearon 1995, International Organization 49(3),
    379–414, and Powell 2006, International Organization 60(1), 169–203 (that a lottery would do, if it bound).
    """
    for option in options:
        share(option, "a share")
    inside = tuple(place for place, option in enumerate(options) if option in between)
    if inside:
        return MissingMiddle(inside=inside)
    below = [place for place, option in enumerate(options) if option < between.low]
    above = [place for place, option in enumerate(options) if option > between.high]
    if below and above:
        lower, upper = max(below, key=lambda place: options[place]), min(above, key=lambda place: options[place])
        apart = options[upper] - options[lower]
        lottery = Lottery(
            lower=lower,
            upper=upper,
            least=(between.low - options[lower]) / apart,
            most=(between.high - options[lower]) / apart,
        )
        return MissingMiddle(inside=(), lottery=lottery)
    if below:
        nearest = max(options[place] for place in below)
        return MissingMiddle(inside=(), payment=between.low - nearest, to_first=True)
    return MissingMiddle(inside=(), payment=min(options[place] for place in above) - between.high)
