"""A plan by the definitions of the contract, breach by breach and chance by chance, with nothing "
"taken from its answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf

from tests.oracles.staging_oracle import Part, parts
from winset.analyses.staging.terms import PlanTerms

FAR = 160
"""Periods after which what has not been noticed is taken as never noticed; detections here are 0.3 and more."""
TINY = 1e-7
GONE = 1e-11
"""A chance that is taken as none."""


@dataclass(frozen=True)
class SlowBreach:
    """From a date on hidden, after so many periods open; never where that is infinite. loss, gain: points."""

    date: int
    hidden: float
    loss: float
    gain: float

    @property
    def brings(self) -> float:
        """What it brings: what is saved, and what the party is rid of."""
        return self.gain - min(self.loss, 0.0)

    @property
    def costs(self) -> float:
        return max(self.loss, 0.0)

    @property
    def margin(self) -> float:
        return self.loss - self.gain

    @property
    def ratio(self) -> float:
        return self.costs / self.brings


class SlowPlan:
    """The breaches of one plan."""

    def __init__(self, terms: PlanTerms) -> None:
        self.terms = terms
        self.parts = parts(terms)
        self.found: dict[int, list[SlowBreach]] = {}

    def effects(self, party: int, hidden: float) -> Iterator[tuple[float, float]]:
        """After how many periods a breach takes effect, with the chance of each; never, where it is never noticed."""
        detection, lag = float(self.terms.detection[party]), int(self.terms.lag[party])
        latest = hidden + 1 + int(self.terms.open_lag[party])
        left = 1.0
        for noticed in range(1, FAR):
            if noticed + lag >= latest:
                break
            yield noticed + lag, left * detection
            left *= 1 - detection
            if left < GONE:
                return
        yield latest, left

    def flow(self, party: int, part: Part, span: tuple[float, float], date: int) -> float:
        """What a part is worth from a date on that is taken at a period and ends at another, in points at that date."""
        terms, (taken, ends) = self.terms, span
        step, delta = part.step, float(terms.discount[party])
        start = max(taken, date)
        if start >= ends:
            return 0.0
        lasting = delta
        if terms.owner[step] != party and terms.reversible[step]:
            lasting *= 1 - float(terms.false_alarm[party])
        first = delta ** (start - date)
        last = first * lasting ** (ends - start) if ends < inf else 0.0
        worth = float(terms.each[party, step]) * (first - last) / (1 - lasting)
        if taken >= date:
            worth += float(terms.once[party, step]) * delta ** (taken - date)
        return float(part.share * worth)

    def theirs(self, party: int, part: Part, date: int, effect: float) -> float:
        """What the party loses of another's part by a breach that takes effect at a period."""
        kept = self.flow(party, part, (part.period, inf), date)
        if effect <= part.period:
            return kept
        if not self.terms.reversible[part.step]:
            return 0.0
        back = float(self.terms.snapback[part.step])
        return back * (kept - self.flow(party, part, (part.period, effect), date))

    def mine(self, party: int, part: Part, date: int, hidden: float) -> float:
        """What a part of its own brings, treated in the way that brings most: kept, withheld, or reversed."""
        kept = self.flow(party, part, (part.period, inf), date)
        ways: list[float] = []
        for effect, chance in self.effects(party, hidden):
            each = self._ways(party, part, date, (date + hidden, date + effect))
            ways = ways or [0.0] * len(each)
            ways = [total + chance * one for total, one in zip(ways, each, strict=True)]
        return max(ways) - kept

    def _ways(self, party: int, part: Part, date: int, when: tuple[float, float]) -> list[float]:
        opened, effect = when

        def until(ends: float) -> float:
            return self.flow(party, part, (part.period, ends), date)

        kept, can_end = until(inf), bool(self.terms.reversible[part.step])
        reversed_ = (
            [until(max(min(opened, effect), part.period + 1)), until(max(effect, part.period + 1))]
            if can_end
            else [kept, kept]
        )
        if part.period < date:
            early = [until(max(min(opened, effect), date)), until(max(effect, date))] if can_end else [kept, kept]
            return [kept, kept, *early]
        if effect <= part.period:  # nothing is owed any more: whatever is best
            free = max([0.0, kept, until(part.period + 1)] if can_end else [0.0, kept])
            return [free] * 4
        return [kept, 0.0, *reversed_]

    def breach(self, party: int, date: int, hidden: float) -> SlowBreach:
        terms, delta = self.terms, float(self.terms.discount[party])
        loss = gain = 0.0
        for effect, chance in self.effects(party, hidden):
            when = date + effect
            loss += chance * sum(
                self.theirs(party, part, date, when) for part in self.parts if terms.owner[part.step] != party
            )
            if effect < inf:
                loss += chance * float(terms.penalty[party]) * delta**effect
            if hidden < effect:
                gain += chance * self.exit(party, date + hidden) * delta**hidden
        gain += sum(self.mine(party, part, date, hidden) for part in self.parts if terms.owner[part.step] == party)
        return SlowBreach(date, hidden, loss, gain)

    def exit(self, party: int, period: float) -> float:
        path = self.terms.exit_gain[party]
        return float(path[min(int(period), len(path) - 1)])

    def of(self, party: int, date: int | None = None) -> list[SlowBreach]:
        """Every breach of a party that brings something, over more dates and openings than the plan has."""
        if party not in self.found:
            last = self.terms.dates + 1
            ways = [*range(last + int(self.terms.lag[party])), inf]
            every = (self.breach(party, date, hidden) for date in range(last) for hidden in ways)
            self.found[party] = [one for one in every if one.gain > TINY]
        return [one for one in self.found[party] if date is None or one.date == date]

    def ratio(self, party: int, date: int | None = None) -> float | None:
        """The least that a breach costs for each point that it brings."""
        return min((one.ratio for one in self.of(party, date)), default=None)

    def pays(self, party: int) -> bool:
        return any(one.margin < -1e-7 for one in self.of(party))

    def values(self) -> list[float]:
        """What the whole plan is worth to each."""
        return [
            sum(self.flow(party, part, (part.period, inf), 0) for part in self.parts)
            for party in range(len(self.terms.parties))
        ]

    @property
    def kept(self) -> bool:
        return not any(self.pays(party) for party in range(len(self.terms.parties))) and min(self.values()) > -1e-7
