"""Whether each party does its part at every date: how secure a plan is, and where it is weakest.

The security ratio of a breach is its loss over its gain; a plan that every party keeps has none below 1, and is worth
at least no deal to every party. What brings a party nothing is no breach: it has no ratio. Where others' steps hurt a
party so much that a breach costs it less than nothing, what it is rid of is a gain, and the ratio is 0: a loss below 0
over a gain would only say how small a gain was looked at.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from winset.analyses.staging.breach import Breaches, breaches, course_of, stakes
from winset.analyses.staging.terms import NEGLIGIBLE, PlanTerms

NOTHING = 1e-9
"""Points: what a breach brings counts from here on; below lies the rounding of sums."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """One breach. period: in which it begins. open_period: in which it is open as well; None where it never is. loss,
    gain: points at its beginning, neither below 0.
    """

    party: int
    period: int
    open_period: int | None
    loss: float
    gain: float

    @property
    def margin(self) -> float:
        """Points by which the loss exceeds the gain."""
        return self.loss - self.gain

    @property
    def ratio(self) -> float:
        return self.loss / self.gain

    @property
    def pays(self) -> bool:
        return self.margin < -NEGLIGIBLE


@dataclass(frozen=True, slots=True, kw_only=True)
class EnforcementLink:
    """A party at one date: does it do its part? weakest: its breach with the lowest ratio; worst: that with the
    smallest margin; both None where nothing is to be gained by a breach.
    """

    party: int
    period: int
    weakest: Breach | None
    worst: Breach | None

    @property
    def holds(self) -> bool:
        return self.worst is None or not self.worst.pays


@dataclass(frozen=True, slots=True, kw_only=True)
class Tail:
    """What no schedule can beat: once all steps are in force, the ratio of the party with the lowest, breaking openly.

    loss, gain: points. ratio: None where the party has nothing to gain then.
    """

    party: int
    loss: float
    gain: float

    @property
    def ratio(self) -> float | None:
        return self.loss / self.gain if self.gain > NOTHING else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Security:
    """Whether a plan is kept once it is agreed.

    links: every party that could break it, at every date; the last date stands for all later ones. weakest: the breach
    with the lowest ratio, worst: that with the smallest margin, of all; None where nobody has anything to gain. values:
    of the plan to each party at its beginning, in points. tails: per party. free_from: per party the first date from
    which on it has something to gain by a breach and nothing to lose; None where there is none. burdened_from: per
    party the first date at which a breach would save it nothing of its own and yet rid it of others' steps that cost it
    more than they bring: it has no breach then, but would be better off if the plan ended; None where there is none.
    """

    links: tuple[EnforcementLink, ...]
    weakest: Breach | None
    worst: Breach | None
    values: tuple[float, ...]
    tails: tuple[Tail, ...]
    free_from: tuple[int | None, ...]
    burdened_from: tuple[int | None, ...]

    @property
    def nothing_at_stake(self) -> tuple[int, ...]:
        """The parties for which nothing in the plan is at stake: each can stop at any time."""
        return tuple(party for party, date in enumerate(self.free_from) if date == 0)

    @property
    def is_secure(self) -> bool:
        """True where no breach pays."""
        return all(link.holds for link in self.links)

    @property
    def unwilling(self) -> tuple[int, ...]:
        """The parties to which the plan is worth less than no deal."""
        return tuple(party for party, value in enumerate(self.values) if value < -NEGLIGIBLE)

    @property
    def holds(self) -> bool:
        """True where no breach pays and every party takes part."""
        return self.is_secure and not self.unwilling

    @property
    def ratio(self) -> float | None:
        """The security ratio of the plan; None where nobody has anything to gain by a breach."""
        return None if self.weakest is None else self.weakest.ratio

    @property
    def tail(self) -> Tail | None:
        """The bound that no order of the steps can beat; None where nobody has anything to gain at the end."""
        bound = [tail for tail in self.tails if tail.ratio is not None]
        return min(bound, key=lambda tail: tail.ratio or 0.0, default=None)

    def of(self, party: int) -> Breach | None:
        """The weakest breach of one party; None where it has nothing to gain."""
        return _lowest([link.weakest for link in self.links if link.party == party])

    def best_of(self, party: int) -> Breach | None:
        """The best breach of one party: it brings most beyond what it costs. None where it has nothing to gain."""
        worst_breaches = (link.worst for link in self.links if link.party == party)
        return min(
            (breach for breach in worst_breaches if breach is not None), key=lambda breach: breach.margin, default=None
        )


def security(terms: PlanTerms) -> Security:
    """How secure the plan is, over every breach of every party."""
    all_of = [breaches(terms, party) for party in range(len(terms.parties))]
    links = tuple(link for breaches in all_of for link in _links(breaches))
    worst = [link.worst for link in links if link.worst is not None]
    return Security(
        links=links,
        weakest=_lowest([link.weakest for link in links]),
        worst=min(worst, key=lambda breach: breach.margin, default=None),
        values=tuple(float(value) for value in terms.values()),
        tails=tails(terms),
        free_from=tuple(_free_from(breaches) for breaches in all_of),
        burdened_from=tuple(_burdened_from(breaches) for breaches in all_of),
    )


def _free_from(breaches: Breaches) -> int | None:
    """The date after the last at which a breach costs anything, where a breach brings something from then on."""
    costs = np.flatnonzero((breaches.loss > NOTHING).any(axis=1))
    first = int(costs[-1]) + 1 if len(costs) else 0
    return first if (breaches.gain[first:] > NOTHING).any() else None


def _burdened_from(breaches: Breaches) -> int | None:
    """The first date at which a breach brings nothing by itself and costs less than nothing."""
    idle = ~(breaches.gain > NOTHING).any(axis=1) & (breaches.loss < -NOTHING).any(axis=1)
    return int(idle.argmax()) if idle.any() else None


def _lowest(candidates: list[Breach | None]) -> Breach | None:
    """The breach with the lowest ratio; of equal ones that with the smallest margin, then the first."""
    known = (breach for breach in candidates if breach is not None)
    return min(known, key=lambda breach: (breach.ratio, breach.margin), default=None)


def _links(breaches: Breaches) -> list[EnforcementLink]:
    """The party at every date; none for a party that can never gain by a breach."""
    counts = breaches.gain > NOTHING
    if not counts.any():
        return []
    ratio = np.where(counts, np.maximum(breaches.loss, 0.0) / np.where(counts, breaches.gain, 1.0), np.inf)
    margin = np.where(counts, breaches.margin, np.inf)
    return [
        EnforcementLink(
            party=breaches.party,
            period=date,
            weakest=_breach(breaches, date, int(np.lexsort((margin[date], ratio[date]))[0]))
            if counts[date].any()
            else None,
            worst=_breach(breaches, date, int(margin[date].argmin())) if counts[date].any() else None,
        )
        for date in range(len(ratio))
    ]


def _breach(breaches: Breaches, date: int, hidden: int) -> Breach:
    forever = breaches.loss.shape[1] - 1
    loss, gain = float(breaches.loss[date, hidden]), float(breaches.gain[date, hidden])
    return Breach(
        party=breaches.party,
        period=date,
        open_period=None if hidden == forever else date + hidden,
        loss=max(loss, 0.0),
        gain=gain - min(loss, 0.0),
    )


def tails(terms: PlanTerms) -> tuple[Tail, ...]:
    """Per party the open breach once every step is in force.

    It is the same for every schedule, so that only other terms help against a low one.
    """
    open_breaches = []
    for party in range(len(terms.parties)):
        run, stake = course_of(terms, party), stakes(terms, party)
        loss = float(stake.flow.sum() * run.standing[0] + terms.penalty[party] * run.effect[0])
        open_breaches.append(
            Tail(
                party=party,
                loss=max(loss, 0.0),
                gain=float(stake.relief.sum() + terms.exit_gain[party, -1]) - min(loss, 0.0),
            )
        )
    return tuple(open_breaches)


def least_margin(terms: PlanTerms, party: int) -> float:
    """The smallest margin over the breaches of a party, in points; infinite where it has nothing to gain."""
    return smallest(breaches(terms, party))


def smallest(breaches: Breaches) -> float:
    counts = breaches.gain > NOTHING
    return float(breaches.margin[counts].min()) if counts.any() else float("inf")


def shortfall(terms: PlanTerms, ratio: float) -> float:
    """By how many points the worst breach misses a security ratio; 0 where every breach keeps it."""
    missed = [0.0]
    for party in range(len(terms.parties)):
        own = breaches(terms, party)
        missed.append(float(np.max(ratio * own.gain - own.loss, where=own.gain > NOTHING, initial=0.0)))
    return max(missed)


def longest_secure_prefix(terms: PlanTerms) -> int:
    """The number of periods of the longest beginning of the plan that holds alone, frozen where it ends.

    Only breaches are asked about: what is left out later may well make the beginning worth less than no deal to
    some party.
    """
    steps = [int(period) for period in np.flatnonzero(terms.share.any(axis=0))]
    ends = [*steps, terms.periods]  # before each of these something has been added, and nothing from there to the next
    return max((end for end in ends if _is_secure(terms.until(end))), default=0)


def _is_secure(terms: PlanTerms) -> bool:
    return all(least_margin(terms, party) >= -NEGLIGIBLE for party in range(len(terms.parties)))
