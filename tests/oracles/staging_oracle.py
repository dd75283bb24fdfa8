"""The best breach of a party by going through all of them, period by period, from the contract alone.

A breach begins at a date. For every step of its own that is still to come the party chooses to withhold it, to take it,
or to take it and reverse it; for every one in force to keep it or to reverse it, when it breaks openly or when the
breach takes effect. What it has in the end is added up over a fixed number of periods, after which discounts of at most
0.6 have left less than 1e-12 of anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product
from math import inf

from winset.analyses.staging.terms import PlanTerms

LAST = 56
"""Periods after the breach that are added up."""


@dataclass(frozen=True)
class Part:
    """A part of a step: which, when, how much."""

    step: int
    period: int
    share: float


def parts(terms: PlanTerms) -> list[Part]:
    steps, periods = terms.share.shape
    return [
        Part(step, period, float(terms.share[step, period]))
        for step in range(steps)
        for period in range(periods)
        if terms.share[step, period] > 0
    ]


def effects(terms: PlanTerms, party: int, date: int, opened: float) -> Iterator[tuple[float, float]]:
    """When a breach takes effect, and how likely it is then; never, where it never does within what is added up."""
    detection = float(terms.detection[party])
    latest = opened + 1 + int(terms.open_lag[party])
    left = 1.0
    for noticed in range(1, LAST):
        when = date + noticed + int(terms.lag[party])
        if when >= latest:
            break
        yield when, left * detection
        left *= 1 - detection
    if left > 0:
        yield latest, left


@lru_cache(maxsize=20_000)
def stream(terms: PlanTerms, party: int, step: int, span: tuple[float, float], date: int) -> float:
    """What a step is worth from a date on that is taken at a period and ends at another, in points at that date."""
    taken, ends = span
    discount = float(terms.discount[party])
    total = 0.0
    if taken >= date and taken < ends:
        total += float(terms.once[party, step]) * discount ** (taken - date)
    for period in range(date, date + LAST):
        if taken <= period < ends:
            total += float(terms.each[party, step]) * discount ** (period - date)
    return total


def others(terms: PlanTerms, party: int, part: Part, date: int, effect: float) -> float:
    """What another party's part of a step is worth under a breach that takes effect at a period."""
    if effect <= part.period:
        return 0.0
    kept = stream(terms, party, part.step, (part.period, inf), date)
    if not terms.reversible[part.step]:
        return part.share * kept
    back = float(terms.snapback[part.step])
    ended = stream(terms, party, part.step, (part.period, effect), date)
    return part.share * ((1 - back) * kept + back * ended)


def mine(terms: PlanTerms, party: int, part: Part, date: int, when: tuple[float, float]) -> list[float]:
    """What the party can make of one of its own parts, given when it breaks openly and when the breach takes effect."""
    opened, effect = when

    def worth(ends: float) -> float:
        return part.share * stream(terms, party, part.step, (part.period, ends), date)

    kept = worth(inf)
    ends = [inf]
    if terms.reversible[part.step]:
        ends += [max(min(opened, effect), part.period + 1), max(effect, part.period + 1)]
    if part.period < date:
        return [worth(one) for one in ends]
    if effect <= part.period:  # nothing is owed any more: whatever is best, at any later period
        free = [0.0, kept]
        return [max([*free, worth(part.period + 1)] if terms.reversible[part.step] else free)]
    return [0.0, *(worth(one) for one in ends)]


def best_breach(terms: PlanTerms, party: int, date: int, last: int) -> float | None:
    """The smallest margin of all breaches of a party that begin at a date and are open until the last one, in points;
    None where no breach brings anything by itself.
    """
    complied = sum(part.share * stream(terms, party, part.step, (part.period, inf), date) for part in parts(terms))
    margins = [
        complied - value
        for opened in [*range(date, last + 1), inf]
        for value in _outcomes(terms, party, date, opened)
        if value is not None
    ]
    return min(margins, default=None)


def _outcomes(terms: PlanTerms, party: int, date: int, opened: float) -> Iterator[float | None]:
    """What the party has under every way of choosing, in points at the date."""
    own = [part for part in parts(terms) if terms.owner[part.step] == party]
    rest = [part for part in parts(terms) if terms.owner[part.step] != party]
    discount = float(terms.discount[party])
    chances = list(effects(terms, party, date, opened))
    base = sum(
        chance
        * (
            sum(others(terms, party, part, date, effect) for part in rest)
            - float(terms.penalty[party]) * (0.0 if effect == inf else discount ** (effect - date))
            + (_exit(terms, party, opened) * discount ** (opened - date) if opened < effect else 0.0)
        )
        for effect, chance in chances
    )
    choices = [_expected(terms, party, part, date, (opened, chances)) for part in own]
    free = sum(part.share * stream(terms, party, part.step, (part.period, inf), date) for part in own)
    exits = _exit(terms, party, opened) > 0 and any(chance > 0 and opened < effect for effect, chance in chances)
    for chosen in product(*choices):
        gained = sum(chosen) - free
        yield base + sum(chosen) if gained > 1e-9 or exits else None


def _expected(
    terms: PlanTerms, party: int, part: Part, date: int, when: tuple[float, list[tuple[float, float]]]
) -> list[float]:
    """The expected worth of a part under each way of treating it."""
    opened, chances = when
    by_effect = [(chance, mine(terms, party, part, date, (opened, effect))) for effect, chance in chances]
    ways = max(len(one) for _, one in by_effect)
    return [sum(chance * (one[way] if len(one) > 1 else one[0]) for chance, one in by_effect) for way in range(ways)]


def _exit(terms: PlanTerms, party: int, period: float) -> float:
    if period == inf:
        return 0.0
    path = terms.exit_gain[party]
    return float(path[min(int(period), len(path) - 1)])


def decided_as_it_goes(terms: PlanTerms, party: int, date: int, last: int) -> float:
    """The smallest margin of a party that decides in every period, a Markov decision process by backward induction.

    The state is the period and which of its own parts it holds; the breach has begun at the date and is not yet open
    and has not yet taken effect. It decides which parts that are due to take, and whether to break openly.
    """
    own = [part for part in parts(terms) if terms.owner[part.step] == party]
    rest = [part for part in parts(terms) if terms.owner[part.step] != party]
    discount, detection = float(terms.discount[party]), float(terms.detection[party])
    lag, open_lag = int(terms.lag[party]), int(terms.open_lag[party])

    def hazard(period: int) -> float:
        """That the breach takes effect at a period, given that it has not before."""
        return detection if period - date - lag >= 1 else 0.0

    def flows(period: int, held: frozenset[int]) -> float:
        """What comes in a period in which everybody else still does its part, steps that are taken now included."""
        total = 0.0
        for part in [*rest, *(own[n] for n in held)]:
            if part.period == period:
                total += part.share * float(terms.once[party, part.step])
            if part.period <= period:
                total += part.share * float(terms.each[party, part.step])
        return total

    def best_of_mine(part: Part, period: int, *, held: bool) -> float:
        """What a part of its own is worth from a period on when the party is bound by nothing."""
        if not held and part.period < period:
            return 0.0
        start = max(part.period, period)
        kept = stream(terms, party, part.step, (part.period, inf), period)
        if held and part.period < period:
            return part.share * (max(0.0, kept) if terms.reversible[part.step] else kept)
        once = stream(terms, party, part.step, (part.period, start + 1), period)
        return part.share * max([0.0, kept, once] if terms.reversible[part.step] else [0.0, kept])

    def after(period: int, held: frozenset[int]) -> float:
        """From the period on in which the breach takes effect."""
        theirs = sum(others(terms, party, part, period, period) for part in rest)
        ours = sum(best_of_mine(part, period, held=n in held) for n, part in enumerate(own))
        return theirs + ours - float(terms.penalty[party])

    def choices(period: int, held: frozenset[int]) -> Iterator[frozenset[int]]:
        due = [n for n, part in enumerate(own) if part.period == period]
        for taken in product((False, True), repeat=len(due)):
            yield held | {n for n, take in zip(due, taken, strict=True) if take}

    @cache
    def opened(period: int, since: int, held: frozenset[int]) -> float:
        """In an open breach: what has been reversed is no longer held; everything may be reversed in any period."""
        best = -inf
        keep = list(_subsets(held, [n for n in held if terms.reversible[own[n].step] and own[n].period < period]))
        for kept in keep:
            for now in choices(period, kept):
                ends = period + 1 == since + 1 + open_lag
                chance = 1.0 if ends else hazard(period + 1)
                value = flows(period, now) + discount * chance * after(period + 1, now)
                if chance < 1:
                    value += discount * (1 - chance) * opened(period + 1, since, now)
                best = max(best, value)
        return best

    @cache
    def hidden(period: int, held: frozenset[int]) -> float:
        if period > date + LAST:
            return 0.0
        best = -inf
        if period <= last:
            best = _exit(terms, party, period) + opened(period, period, held)
        for now in choices(period, held):
            chance = hazard(period + 1)
            value = flows(period, now) + discount * chance * after(period + 1, now)
            if chance < 1:
                value += discount * (1 - chance) * hidden(period + 1, now)
            best = max(best, value)
        return best

    complied = sum(part.share * stream(terms, party, part.step, (part.period, inf), date) for part in parts(terms))
    return complied - hidden(date, frozenset(n for n, part in enumerate(own) if part.period < date))


def _subsets(held: frozenset[int], free: list[int]) -> Iterator[frozenset[int]]:
    for gone in product((False, True), repeat=len(free)):
        yield held - {n for n, reverse in zip(free, gone, strict=True) if reverse}
