"""How the power of one party over another moves, whether promises outlast that, and what limits would change.

The chance of the first party to prevail is its strength over that of both. What is at stake is 1 in every period; what
fighting costs is a share of the stake of all periods. Where more than two are strong, a party's chance is its strength
over that of all, and what it gains by leaving an agreement late is what that chance has risen since.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from winset.analyses.timing.commitment import (
    Commitment,
    Contest,
    commitment_of_powers,
    promises_hold,
    safe_path,
    safe_power,
    taken_off,
)
from winset.analyses.timing.paths import moves, so_far
from winset.compiled.timing import CompiledTiming, PowerLimit
from winset.readings.judged import JudgedValue

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitEffect:
    """The path if an option that limits power is agreed now. chances: of the first party, by period. taken_off: by how
    much the worst shift of power is smaller, as a share of all that is at stake; negative where it is larger. holds:
    whether promises can then hold in every period.
    """

    issue: int
    option: int
    chances: tuple[Fraction, ...]
    taken_off: Fraction
    holds: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerAnswer:
    """How likely the first of two parties is to prevail, by period.

    discount: that of the more patient party, under which a shift counts most. excess: of the worst shift over what
    peace saves both, as a share of all that is at stake; negative where it falls short of that. lowest,
    highest: the chances between which what is agreed now can hold then, None where none is too low or too high. unsafe:
    the periods in which some promise made in an earlier one cannot hold.
    """

    chances: tuple[Fraction, ...]
    discount: Fraction
    commitment: Commitment
    excess: Fraction
    lowest: tuple[Fraction | None, ...]
    highest: tuple[Fraction | None, ...]
    unsafe: tuple[int, ...]
    limits: tuple[LimitEffect, ...]


def strengths(
    timing: CompiledTiming, party: int, judged: JudgedValue, periods: int, limits: Sequence[PowerLimit] = ()
) -> list[Fraction] | None:
    """(period) how strong a party is, not below 0; None where nothing is given. limits: what is agreed to lower it."""
    row = timing.parties[party]
    if row.power is None:
        return None
    now = judged(row.power.stream, row.power.span)
    changed, moved = so_far(row.power_change, judged, periods), moves(timing.power, party, judged, periods)
    less = sum((judged(limit.by.stream, limit.by.span) for limit in limits if limit.party == party), Fraction(0))
    return [max(now + changed[n] + moved[n] - n * less, Fraction(0)) for n in range(periods + 1)]


def chances(
    timing: CompiledTiming, pair: Pair, judged: JudgedValue, periods: int, limits: Sequence[PowerLimit] = ()
) -> tuple[Fraction, ...] | None:
    """(period) the chance of the first party; what it was before where neither has any strength left."""
    both = [strengths(timing, party, judged, periods, limits) for party in pair]
    first, second = both
    if first is None or second is None or not first[0] + second[0]:
        return None
    chances_found: list[Fraction] = []
    for own, other in zip(first, second, strict=True):
        chances_found.append(own / (own + other) if own + other else chances_found[-1])
    return tuple(chances_found)


def power(
    timing: CompiledTiming, pair: Pair, costs: tuple[Fraction, Fraction], judged: JudgedValue, periods: int
) -> PowerAnswer | None:
    """None where strengths or discounts below 1 are not given for both. costs: of fighting, as shares of the stake."""
    path, contest = chances(timing, pair, judged, periods), _contest(timing, pair, costs, judged)
    if path is None or contest is None:
        return None
    commitment = commitment_of_powers(path, contest)
    above, below = safe_path(path, contest), safe_path([1 - chance for chance in path], contest.swapped)
    return PowerAnswer(
        chances=path,
        discount=contest.discount,
        commitment=commitment,
        excess=commitment.largest.excess / contest.stake,
        lowest=tuple(
            None if limit is None else 1 - limit for limit in _from_now(1 - path[0], contest.swapped, periods)
        ),
        highest=_from_now(path[0], contest, periods),
        unsafe=tuple(
            period
            for period, (chance, most, least) in enumerate(zip(path, above, below, strict=True))
            if most is not None and least is not None and not 1 - least <= chance <= most
        ),
        limits=tuple(_effects(timing, pair, contest, judged, path)),
    )


def holds(
    timing: CompiledTiming, pair: Pair, costs: tuple[Fraction, Fraction], judged: JudgedValue, periods: int
) -> bool | None:
    """Whether promises can hold in every period, and nothing else; None where `power` is."""
    path, contest = chances(timing, pair, judged, periods), _contest(timing, pair, costs, judged)
    return None if path is None or contest is None else promises_hold(path, contest)


def _contest(
    timing: CompiledTiming, pair: Pair, costs: tuple[Fraction, Fraction], judged: JudgedValue
) -> Contest | None:
    """The contest with the discount of the more patient party; None where either has none, or that one counts a later
    period as much as this one.
    """
    numbers = [timing.parties[party].discount for party in pair]
    discounts = [judged(number.stream, number.span) for number in numbers if number is not None]
    if len(discounts) < len(pair) or max(discounts) >= 1:
        return None
    stake = 1 / (1 - max(discounts))
    return Contest(costs=(costs[0] * stake, costs[1] * stake), discount=max(discounts))


def _from_now(chance: Fraction, contest: Contest, periods: int) -> tuple[Fraction | None, ...]:
    """(period) the largest chance then that leaves safe what is agreed now, None where any does."""
    limits = [safe_power(chance, contest, period) for period in range(1, periods + 1)]
    return (None, *(None if limit >= 1 else limit for limit in limits))


def _effects(
    timing: CompiledTiming, pair: Pair, contest: Contest, judged: JudgedValue, path: tuple[Fraction, ...]
) -> Iterable[LimitEffect]:
    """What each option does that limits the strength of one of the two."""
    options = dict.fromkeys((limit.issue, limit.option) for limit in timing.limits if limit.party in pair)
    for issue, option in options:
        agreed = [limit for limit in timing.limits if (limit.issue, limit.option) == (issue, option)]
        limited = chances(timing, pair, judged, len(path) - 1, agreed)
        if limited is not None:
            yield LimitEffect(
                issue=issue,
                option=option,
                chances=limited,
                taken_off=taken_off(path, limited, contest) / contest.stake,
                holds=commitment_of_powers(limited, contest).holds,
            )


STAKE = 100
"""Points at stake: the whole scale of a party's values."""


def exit_gains(
    timing: CompiledTiming, judged: JudgedValue, periods: int, agreed: Collection[tuple[int, int]] = ()
) -> dict[int, tuple[Fraction, ...]]:
    """By party, of those whose strength is judged, what it gains by leaving in each period; none where fewer than two
    are. agreed: (issue, option) what is agreed, with its limits.
    """
    limits = [limit for limit in timing.limits if (limit.issue, limit.option) in agreed]
    by_party = [strengths(timing, party, judged, periods, limits) for party in range(len(timing.parties))]
    paths = {party: path for party, path in enumerate(by_party) if path is not None}
    totals = [sum((path[period] for path in paths.values()), Fraction(0)) for period in range(periods + 1)]
    if len(paths) <= 1 or not all(totals):
        return {}
    return {
        party: tuple(
            max(STAKE * (path[period] / totals[period] - path[0] / totals[0]), Fraction(0))
            for period in range(periods + 1)
        )
        for party, path in paths.items()
    }
