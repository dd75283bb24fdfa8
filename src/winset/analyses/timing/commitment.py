"""Whether one party becomes so much stronger that no promise of it holds.

A stake of 1 in each period, divided anew each time. In any period either party may fight instead; M_i(t) is what party
i is sure of if it fights at t, counted in periods of the whole stake and discounted to t, and B = 1/(1 − δ) is the
stake of all periods. A division of all periods is self-enforcing if from each period on either party gets no less than
it is sure of by fighting.

It exists if and only if for all periods s ≤ t, for both parties i and the other one j, δ^(t − s)·M_i(t) + M_j(s) ≤ B:
what i is sure of later cannot be withheld from it now, and leaves j less than j is sure of by fighting at once. For the
next period, t = s + 1, this says that the shift of power δM_i(t + 1) − M_i(t) is no larger than the surplus of peace
B − M_i(t) − M_j(t). Source: Powell 2006, International Organization 60(1), 169–203, and Powell 2004, American Political
Science Review 98(2), 231–241 (that large, rapid shifts of what parties are sure of leave no efficient equilibrium); the
form for periods further apart follows by the same argument.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from winset.analyses.timing.given import discount_factor, not_negative, share
from winset.errors import WinsetError


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """A shift of power that no promise outlives. rising: 0 or 1, the party that becomes stronger. now, later: the
    periods. excess: by how much it exceeds the surplus of peace, in periods of the whole stake.
    """

    rising: int
    now: int
    later: int
    excess: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """Whether some division of all periods is self-enforcing. first: the earliest shift that no promise outlives, and
    of these the one with the largest excess; None where there is none. largest: of the shifts to a later period the one
    that exceeds the surplus the most, or falls short of it the least; that of the one period where there is no other.
    """

    first: Shift | None
    largest: Shift

    @property
    def holds(self) -> bool:
        """Whether a promise can hold in every period."""
        return self.first is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """Two parties who may fight for a stake that the winner takes for good. costs: of fighting, once, by party, in
    periods of the whole stake; discount: the worth of the next period's stake, less than 1.
    """

    costs: tuple[Fraction, Fraction]
    discount: Fraction

    def __post_init__(self) -> None:
        for cost in self.costs:
            not_negative(cost, "a cost")
        discount_factor(self.discount)

    @property
    def swapped(self) -> Contest:
        """The same contest with the parties in the other order."""
        return Contest(costs=(self.costs[1], self.costs[0]), discount=self.discount)

    @property
    def stake(self) -> Fraction:
        """B, the stake of all periods together."""
        return 1 / (1 - self.discount)

    def value(self, party: int, power: Fraction) -> Fraction:
        """What a party is sure of if it fights when the first one's chance to win is `power`."""
        chance = share(power, "a chance") if party == 0 else 1 - share(power, "a chance")
        return chance * self.stake - self.costs[party]


def commitment(values: tuple[Sequence[Fraction], Sequence[Fraction]], discount: Fraction) -> Commitment:
    """Whether a division is self-enforcing where fighting is worth so much in each period, and from the last one on.

    values: by party and period, in periods of the whole stake; one below 0 counts as 0, since no division gives less.
    discount: of both parties, 0 or more and less than 1. Raises WinsetError for others, and where the parties have not
    equally many periods, or none.
    """
    stake = 1 / (1 - discount_factor(discount))
    sure = [[max(value, Fraction(0)) for value in path] for path in values]
    if not sure[0] or len(sure[0]) != len(sure[1]):
        raise WinsetError("both parties have a value in each of at least one period")
    at_once = [
        Shift(rising=0, now=now, later=now, excess=sure[0][now] + sure[1][now] - stake) for now in range(len(sure[0]))
    ]
    shifts = [
        Shift(rising=rising, now=now, later=later, excess=worth + sure[1 - rising][now] - stake)
        for rising in (0, 1)
        for now, (worth, later) in enumerate(_largest_ahead(sure[rising], discount))
    ]
    unsafe = [shift for shift in (*shifts, *at_once) if shift.excess > 0]
    first = min(unsafe, key=lambda shift: (shift.now, -shift.excess), default=None)
    return Commitment(first=first, largest=max(shifts or at_once, key=lambda shift: shift.excess))


def _largest_ahead(path: Sequence[Fraction], discount: Fraction) -> list[tuple[Fraction, int]]:
    """(period but the last) the most that a party will be sure of later, as it counts then; and in which period."""
    candidates: list[tuple[Fraction, int]] = []
    for period in range(len(path) - 1, 0, -1):
        worth, later = candidates[-1] if candidates else (Fraction(0), period)
        best = (path[period], period) if path[period] >= worth else (worth, later)
        candidates.append((discount * best[0], best[1]))
    return candidates[::-1]


def commitment_of_powers(powers: Sequence[Fraction], contest: Contest) -> Commitment:
    """The same where the winner takes all. powers: the first party's chance to win, by period."""
    values = tuple([contest.value(party, power) for power in powers] for party in (0, 1))
    return commitment((values[0], values[1]), contest.discount)


def promises_hold(powers: Sequence[Fraction], contest: Contest) -> bool:
    """Whether a promise can hold in every period, as `commitment_of_powers` says, without saying which shift is in the
    way: δ^t·M_i(t) is held against the least δ^s·(B − M_j(s)) of all periods s up to t.
    """
    for rising in (0, 1):
        least, weight = contest.stake, Fraction(1)
        for power in powers:
            own = max(contest.value(rising, power), Fraction(0))
            other = max(contest.value(1 - rising, power), Fraction(0))
            least = min(least, weight * (contest.stake - other))
            if weight * own > least:
                return False
            weight *= contest.discount
    return True


def safe_power(now: Fraction, contest: Contest, periods: int = 1) -> Fraction:
    """p2*: the largest chance of the first party, so many periods later, that leaves a promise worth its word today.

    In one step p2* = [p1 + (1 − δ)(c_B + δ·c_A)]/δ. As it comes out: above 1 where no rise is unsafe. No less than
    `now`, and close to now/δ where fighting costs little. Raises WinsetError where the later period is worth nothing.
    """
    fraction = contest.discount**periods
    cost, other = contest.costs
    if not fraction:
        raise WinsetError("with a discount factor of 0 no later period counts, and any power is safe")
    return (share(now, "a chance") + (1 - contest.discount) * (other + fraction * cost)) / fraction


def safe_path(powers: Sequence[Fraction], contest: Contest) -> tuple[Fraction | None, ...]:
    """By period the largest chance of the first party that every earlier period leaves safe, at most 1; None in the
    first period, which nothing precedes.
    """
    discount, (cost, other) = contest.discount, contest.costs
    if not discount:
        return (None, *(Fraction(1) for _ in powers[1:]))
    limits: list[Fraction | None] = [None]
    carried: Fraction | None = None  # the part of the bound that grows by 1/δ from period to period
    for power in powers[:-1]:
        own = share(power, "a chance") + (1 - discount) * other
        carried = (own if carried is None else min(carried, own)) / discount
        limits.append(min(carried + (1 - discount) * cost, Fraction(1)))
    return tuple(limits)


def taken_off(powers: Sequence[Fraction], limited: Sequence[Fraction], contest: Contest) -> Fraction:
    """What a limit takes off the worst shift of power, in periods of the whole stake: the largest excess without it
    less that with it.

    powers, limited: the first party's chance to win by period, without the limit and with it. Negative where the limit
    makes it worse.
    """
    without, with_limit = (commitment_of_powers(path, contest).largest.excess for path in (powers, limited))
    return without - with_limit
