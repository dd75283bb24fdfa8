"""How much of a stake who bargains patiently gets, where parties make offers in turn and waiting costs.

Parties, one stake that can be divided at will, and everything known to all: an explanation of who is in a hurry, not a
forecast. A discount factor is what the stake one round later is worth now; a chance that the talks break down after a
round multiplies it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import log

from winset.analyses.timing.given import NotEnoughGiven, discount_factor, not_negative
from winset.compiled.timing import CompiledTiming
from winset.errors import WinsetError
from winset.readings.judged import JudgedValue

TWO = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """What who makes the first offer and who answers it get, in shares of the stake."""

    first: Fraction
    second: Fraction


def alternating_offers(first: Fraction, second: Fraction) -> Shares:
    """The shares in the only subgame-perfect equilibrium of alternating offers.

    first, second: discount factors, 0 or more and less than 1; the first party offers first. Raises WinsetError for
    others. Source: Rubinstein 1982, Econometrica 50(1), 97–109.
    """
    discount_factor(first)
    discount_factor(second)
    of_first = (1 - second) / (1 - first * second)
    return Shares(first=of_first, second=1 - of_first)


def rate(discount: Fraction) -> float:
    """The rate per period that a discount factor stands for, −ln δ; a floating point number."""
    if not 0 < discount <= 1:
        raise WinsetError(f"a discount factor above 0 and at most 1 has a rate, and {float(discount):g} is none")
    return 0.0 - log(discount)


def outside_option(first: Fraction, second: Fraction, option: Fraction) -> Shares | None:
    """The shares where who answers the first offer can leave for something of its own: it changes nothing unless it is
    worth more than what its holder gets anyway, and then its holder gets just as much.

    first, second: discount factors. option: its worth to the second party whenever that refuses an offer, as a share of
    the stake; None where it is worth more than the stake, and there is no deal. Raises WinsetError for others. If both
    can leave, many divisions are equilibria (Ponsatí and Sákovics 1998, Economic Theory 11(3), 667–672), and none is
    given here. Source: Shaked and Sutton 1984, Econometrica 52(6), 1351–1364.
    """
    without = alternating_offers(first, second)
    if not_negative(option, "an outside option") <= without.second:
        return without
    return Shares(first=1 - option, second=option) if option <= 1 else None


def stationary(discounts: Sequence[Fraction]) -> tuple[Fraction, ...]:
    """The stationary division among parties who must all agree and offer in turn: by party, in the order in which they
    would offer.

    Each answers an offer with yes where it gets what waiting until the next offer is worth to it. With one discount
    factor δ for all n the first gets (1 − δ)/(1 − δⁿ). For three or more it is one of many equilibria, and is named
    only as the stationary one. discounts: of two or more parties, each 0 or more and less than 1. Raises WinsetError
    for others. Source: Asheim 1992, Games and Economic Behavior 4(2), 169–181.
    """
    parties = range(len(discounts))
    if len(parties) < TWO:
        raise WinsetError("it takes two to bargain")
    for discount in discounts:
        discount_factor(discount)
    rows = [[discounts[party] ** ((party - turn) % len(parties)) for party in parties] for turn in parties]
    own = _solved([[*row, Fraction(1)] for row in rows])  # what each gets of its own offer
    return tuple(own[party] * discounts[party] ** party for party in parties)


def _solved(rows: list[list[Fraction]]) -> list[Fraction]:
    """The solution of linear equations, each with its right side last, by elimination."""
    for place in range(len(rows)):
        pivot = next(n for n in range(place, len(rows)) if rows[n][place])
        rows[place], rows[pivot] = rows[pivot], rows[place]
        rows[place] = [number / rows[place][place] for number in rows[place]]
        for n, row in enumerate(rows):
            if n != place:
                rows[n] = [left - row[place] * right for left, right in zip(row, rows[place], strict=True)]
    return [row[-1] for row in rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnShare:
    """What a party gets of a stake where it is drawn who makes each offer. keeps: if the party is drawn first. expects:
    on average, before anybody is drawn.
    """

    keeps: Fraction
    expects: Fraction


def drawn_offers(discounts: Sequence[Fraction]) -> tuple[DrawnShare, ...]:
    """The shares by party where all must agree and each is as likely to be drawn to make an offer, again after each
    one that is refused.

    On average each gets the more the less it loses by waiting, in proportion to 1/(1 − δ). With one discount factor δ
    for all n, who is drawn keeps 1 − δ(n − 1)/n, as `random_proposer` says. The stationary equilibrium; for three or
    more not the only one. discounts: of two or more parties, each 0 or more and less than 1. Raises WinsetError for
    others. Source: Baron and Ferejohn 1989, American Political Science Review 83(4), 1181–1206, here with all in favour
    and each as patient as it is.
    """
    if len(discounts) < TWO:
        raise WinsetError("it takes two to bargain")
    lasting = [1 / (1 - discount_factor(discount)) for discount in discounts]
    total = sum(lasting, Fraction(0))
    left = len(discounts) / total  # of the stake, when each but who is drawn has got what waiting is worth to it
    shares = [(discount, weight / total) for discount, weight in zip(discounts, lasting, strict=True)]
    return tuple(DrawnShare(keeps=left + discount * expects, expects=expects) for discount, expects in shares)


def random_proposer(discount: Fraction, parties: int, votes: int) -> Fraction:
    """What the party keeps that is drawn to offer, each being as likely to be drawn, where so many votes decide: the
    stake less what buys the votes of others, each at the worth of waiting.

    discount: of each. votes: its own included, from 1 to the number of parties. Raises WinsetError for others. The
    symmetric stationary equilibrium; not the only one. Source: Baron and Ferejohn 1989, American Political Science
    Review 83(4), 1181–1206 (closed rule).
    """
    discount_factor(discount)
    if not 1 <= votes <= parties:
        raise WinsetError("from one to all of the parties vote in favour")
    return 1 - (votes - 1) * discount / parties


DISCOUNTS = "what a period later is worth to each of them, below 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hurry:
    """Parties that bargain over one stake. discounts: what a period later is worth to each. first, last: the share of
    each if it makes the first offer and if it is the last in turn, the others following in the order of the case; with
    more than two, in the stationary equilibrium, which is one of many. short: the share of each as offers follow each
    other ever faster, in inverse proportion to what it loses by waiting; a floating point number. drawn: the share of
    each where it is drawn who offers, each being as likely; stationary too.
    """

    parties: tuple[int, ...]
    discounts: tuple[Fraction, ...]
    first: tuple[Fraction, ...]
    last: tuple[Fraction, ...]
    short: tuple[float, ...]
    drawn: tuple[DrawnShare, ...]


def hurry(timing: CompiledTiming, parties: Sequence[int], judged: JudgedValue) -> Hurry | NotEnoughGiven:
    """The shares of parties whose patience is known, and below 1. parties: two or more."""
    numbers = [timing.parties[party].discount for party in parties]
    discounts = tuple(judged(number.stream, number.span) for number in numbers if number is not None)
    if len(parties) <= 1 or len(discounts) < len(parties) or max(discounts) >= 1:
        return NotEnoughGiven(missing=(DISCOUNTS,))
    places = range(len(parties))
    turns = [[*discounts[place:], *discounts[:place]] for place in places]
    by_turn = [stationary(turn) for turn in turns]
    speeds = [1 / rate(discount) for discount in discounts]
    return Hurry(
        parties=tuple(parties),
        discounts=discounts,
        first=tuple(by_turn[place][0] for place in places),
        last=tuple(by_turn[(place + 1) % len(parties)][-1] for place in places),
        short=tuple(speed / sum(speeds) for speed in speeds),
        drawn=drawn_offers(discounts),
    )
