"""The terms of a plan in one reading: every number fixed, in positions.

Worths are values in points against no deal. They are discounted sums of judged numbers, so they are floating point, and
what is decided by them is decided up to NEGLIGIBLE.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from winset.analyses.votes import tail
from winset.errors import UnknownName

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
NEGLIGIBLE = 1e-6
"""Points: sums of discounted numbers of up to a million points are right to about 1e-9 of their size, and a linear
programme keeps its rows to 1e-7; nobody judges a worth to a millionth.
"""


SAME_SHARE = 1e-9
"""Shares of a step, 0–1, closer than this are the same: sums of decimals in floating point."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voters:
    """Who votes on a snapback. willing: how likely each is to vote for it. votes: how many it takes."""

    of: tuple[int, ...]
    willing: tuple[Fraction, ...]
    votes: int

    def chance(self, votes: int | None = None) -> float:
        """How likely enough of them vote for a snapback, each independently of the others."""
        needed = Fraction(self.votes if votes is None else votes)
        return float(tail(self.willing, needed))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PlanTerms:
    """A plan with every number fixed.

    owner: (step) party. once, each: (party, step) points at the step, and per period while it is in force. reversible,
    divisible: (step). after: per step, those that it must not run ahead of. share: (step, period) 0–1, sums to 1 over
    the periods. at_most: (step) 0–1, the largest share of it in one period of a schedule that is proposed. snapback:
    (step) how likely the step is put back when a breach takes effect; 0 for one that is not reversible or that its
    owner would not put back. success: (step) how likely it is put back once that is decided. voted: (step) True where
    the voters decide. credible: (step) False where the owner gains from the step while it is in force and nothing puts
    it back by itself.

    discount, detection, false_alarm: (party) 0–1 per period. lag, open_lag: (party) periods. penalty: (party) points
    when a breach takes effect. exit_gain: (party, period) points; the last one holds from then on.
    """

    period: str
    parties: tuple[str, ...]
    steps: tuple[str, ...]
    owner: Ints
    once: Floats
    each: Floats
    reversible: Bools
    divisible: Bools
    after: tuple[tuple[int, ...], ...]
    share: Floats
    at_most: Floats
    snapback: Floats
    success: Floats
    voted: Bools
    credible: Bools
    discount: Floats
    detection: Floats
    false_alarm: Floats
    lag: Ints
    open_lag: Ints
    penalty: Floats
    exit_gain: Floats
    voters: Voters | None = None

    @property
    def periods(self) -> int:
        """How many periods the plan takes, the first and the last with a step included."""
        return int(self.share.shape[1])

    @property
    def dates(self) -> int:
        """How many dates at which a breach may begin differ: the last one stands for all later ones."""
        return max(self.periods, int(self.exit_gain.shape[1]) - 1) + 1

    @property
    def own(self) -> Bools:
        """(party, step) True where the party takes the step."""
        return np.asarray(np.arange(len(self.parties))[:, None] == self.owner[None, :])

    def per_period(self) -> Floats:
        """(party, step) what a point in each period from now on is worth, 1/(1 − δ).

        A step of another party that can be put back stands under a false alarm η, and is worth 1/(1 − δ(1 − η)).
        """
        kept = np.where(self.own | ~self.reversible[None, :], 1.0, 1.0 - self.false_alarm[:, None])
        return np.asarray(1.0 / (1.0 - self.discount[:, None] * kept))

    def per_period_of(self, party: int) -> Floats:
        """(step) the same for one party."""
        stands = (self.owner == party) | ~self.reversible
        kept = np.where(stands, 1.0, 1.0 - self.false_alarm[party])
        return np.asarray(1.0 / (1.0 - self.discount[party] * kept))

    def worth(self) -> Floats:
        """(party, step) the present value of the step at the period in which it is taken: once + each / (1 − δ)."""
        return np.asarray(self.once + self.each * self.per_period())

    def values(self) -> Floats:
        """(party) the value of the whole plan at its beginning, if everybody does its part."""
        present = self.discount[:, None] ** np.arange(self.periods)[None, :]
        return np.asarray(np.einsum("st,pt,ps->p", self.share, present, self.worth()))

    def out_of_order(self) -> tuple[tuple[int, int], ...]:
        """Steps that run ahead of one that must come first, with that one."""
        done = np.cumsum(self.share, axis=1)
        pairs = [(step, before) for step, earlier in enumerate(self.after) for before in earlier]
        return tuple((step, before) for step, before in pairs if (done[step] > done[before] + SAME_SHARE).any())

    def with_share(self, share: Floats) -> PlanTerms:
        """The same steps on another schedule."""
        return replace(self, share=share)

    def lasting(self, periods: int) -> PlanTerms:
        """The same plan over so many periods, none fewer than it has; in the further ones there is no step."""
        more = max(0, periods - self.periods)
        return replace(self, share=np.pad(self.share, ((0, 0), (0, more))))

    def cut(self, periods: int) -> PlanTerms:
        """The steps over the first so many periods only; what was due later is due in the last of them."""
        share = self.share[:, :periods].copy()
        share[:, -1] += self.share[:, periods:].sum(axis=1)
        return replace(self, share=share)

    def until(self, period: int) -> PlanTerms:
        """The plan as far as it is carried out before a period, and nothing after."""
        share = self.share.copy()
        share[:, period:] = 0.0
        return replace(self, share=share)

    def with_votes(self, votes: int) -> PlanTerms:
        """The plan under another number of votes; the same where nobody votes."""
        if self.voters is None:
            return self
        voters = replace(self.voters, votes=votes)
        return replace(self, voters=voters, snapback=snapback_chances(self, voters.chance()))

    def party(self, name: str) -> int:
        """A party by its name. Raises UnknownName."""
        if name not in self.parties:
            raise UnknownName(f"no party `{name}` in this plan; it has: {', '.join(self.parties)}")
        return self.parties.index(name)

    def step(self, name: str) -> int:
        """A step by its name. Raises UnknownName."""
        if name not in self.steps:
            raise UnknownName(f"no step `{name}` in this plan; it has: {', '.join(self.steps)}")
        return self.steps.index(name)


def snapback_chances(terms: PlanTerms, chance: float) -> Floats:
    """(step) how likely each is put back, if the voters decide for it with this chance."""
    decided = np.where(terms.voted, chance, 1.0)
    return np.asarray(np.where(terms.reversible & terms.credible, terms.success * decided, 0.0))
