"""What a party loses and what it gains by a breach, for every date and every way of going on.

A breach begins at a date t: from then on the party withholds its own costly steps and hopes that nobody notices. After
so many periods *hidden* it may break openly as well: it reverses what it has done and takes its exit gain. The breach
takes effect after K = min(G + L, hidden + 1 + L°) periods, G being geometric with the chance of detection. From then on
nobody owes further steps, and the others' steps that can be put back are put back with their snapback. Never to break
openly is the last way of going on. Loss and Gain are linear in the shares of the steps.

The contract and its formulas are this package's own. Source of the test of the best plan on an automaton: Abreu, Pearce
& Stacchetti 1990, Econometrica 58(5), 1041–1063.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from winset.analyses.staging.terms import Bools, Floats, Ints, PlanTerms

KEPT = 24
"""Courses that are remembered: those of a few plans; one of some hundred periods takes a few megabytes."""


def enforcement(discount: float, detection: float, lag: int) -> float:
    """The enforcement factor φ = E[δ^(G + L)] of a hidden breach: what a point at the answer is worth at the breach.

    Detection 1 and lag 0 give the discount itself.
    """
    return float(discount ** (lag + 1) * detection / (1 - discount * (1 - detection)))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BreachCourse:
    """How a party's breaches run, by n, the periods from the breach to a step, and by the periods that it stays hidden;
    the last column is never to break openly. All are chances or discount factors, 0–1.

    discounted: (n) δ^n. over: (n, hidden) the chance that the breach has taken effect by then, Pr(K ≤ n). cancelled:
    (n, hidden) δ^n Pr(K ≤ n). put_back: (n, hidden) E[δ^K (1 − η)^(K − n); K > n]. standing: (hidden) the same for a
    step that was in force at the breach. effect: (hidden) E[δ^K]. reversed: (hidden) E[δ^min(hidden, K)]. free:
    (hidden) δ^hidden Pr(hidden < K), 0 in the last column. chance: (k − 1, hidden) Pr(K = k), without the last column.
    """

    discounted: Floats
    over: Floats
    cancelled: Floats
    put_back: Floats
    standing: Floats
    effect: Floats
    reversed: Floats
    free: Floats
    chance: Floats


@lru_cache(maxsize=KEPT)
def breach_course(rule: tuple[float, float, float], lags: tuple[int, int], sizes: tuple[int, int]) -> BreachCourse:
    """The course of breaches under a discount, a detection and a false alarm, under the lags of a hidden and an open
    breach; sizes: how many n, and how many periods hidden from 0 on.
    """
    (discount, detection, alarm), (lag, open_lag), (ahead, hidden) = rule, lags, sizes
    n, stay = np.arange(ahead), np.arange(hidden)
    k = np.arange(1, hidden + 1 + open_lag)
    missed = 1.0 - detection
    before = missed ** np.maximum(k - 1 - lag, 0)  # Pr(G + L ≥ k)
    seen = np.where(k > lag, before * detection, 0.0)
    latest = stay + 1 + open_lag
    chance = np.where(
        k[:, None] < latest[None, :], seen[:, None], np.where(k[:, None] == latest[None, :], before[:, None], 0.0)
    )
    over = np.concatenate([np.zeros((1, hidden)), np.cumsum(chance, axis=0)])[np.minimum(n, len(k))]
    still = k[None, :] > n[:, None]
    gap = np.maximum(k[None, :] - n[:, None], 0)
    present: Floats = np.float64(discount) ** n
    answered = discount**k
    forever = _forever(rule, lag, n)
    return BreachCourse(
        discounted=present,
        over=np.column_stack([over, forever["over"]]),
        cancelled=np.column_stack([present[:, None] * over, present * forever["over"]]),
        put_back=np.column_stack([(still * answered * (1 - alarm) ** gap) @ chance, forever["put_back"]]),
        standing=np.append((answered * (1 - alarm) ** k) @ chance, forever["standing"]),
        effect=np.append(answered @ chance, enforcement(discount, detection, lag)),
        reversed=np.append(
            (discount ** np.minimum(stay[None, :], k[:, None]) * chance).sum(axis=0),
            enforcement(discount, detection, lag),
        ),
        free=np.append(discount**stay * missed ** np.maximum(stay - lag, 0), 0.0),
        chance=chance,
    )


def _forever(rule: tuple[float, float, float], lag: int, n: Ints) -> dict[str, Floats]:
    """The last column: closed forms for a breach that is never open."""
    discount, detection, alarm = rule
    missed = 1.0 - detection
    late = np.maximum(n - lag, 0)
    soon = np.maximum(lag - n, 0)
    lasting = discount * (1 - alarm)
    answered = discount**lag * enforcement(lasting, detection, 0) * (missed * discount) ** late
    return {
        "over": 1.0 - missed**late,
        "put_back": answered * (1 - alarm) ** soon,
        "standing": np.asarray(enforcement(lasting, detection, lag)),
    }


@lru_cache(maxsize=KEPT)
def reversal_discounts(rule: tuple[float, float, float], lags: tuple[int, int], sizes: tuple[int, int]) -> Floats:
    """(n, hidden) the discount at which a step that is taken during the breach is reversed, as soon as the breach is
    open or takes effect: E[δ^min(max(hidden, n + 1), K); K > n].
    """
    (discount, detection, _), (lag, _), (ahead, hidden) = rule, lags, sizes
    chance, n = breach_course(rule, lags, sizes).chance, np.arange(ahead)
    k = np.arange(1, len(chance) + 1)
    still = k[None, :] > n[:, None]
    columns = [
        (discount ** np.minimum(np.maximum(stay, n[:, None] + 1), k[None, :]) * still) @ chance[:, stay]
        for stay in range(hidden)
    ]
    forever = enforcement(discount, detection, lag) * ((1 - detection) * discount) ** np.maximum(n - lag, 0)
    return np.column_stack([*columns, forever])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Breaches:
    """What every breach of one party costs it and brings it, in points.

    loss, gain: (date, hidden); the last column is never to break openly. effect: (hidden) what a point that the party
    pays when its breach takes effect is worth at the breach.
    """

    party: int
    loss: Floats
    gain: Floats
    effect: Floats

    @property
    def margin(self) -> Floats:
        """(date, hidden) points by which the loss exceeds the gain."""
        return np.asarray(self.loss - self.gain)


def hidden_of(terms: PlanTerms) -> int:
    """How many numbers of periods a breach may stay hidden before it is open: beyond the last date and the longest lag
    nothing changes any more.
    """
    return terms.dates + int(terms.lag.max(initial=0)) + 2


Key = tuple[tuple[float, float, float], tuple[int, int], tuple[int, int]]
"""The rule, the lags and the sizes of a course."""


def key_of(terms: PlanTerms, party: int) -> Key:
    """What the course of a party's breaches depends on."""
    rule = (float(terms.discount[party]), float(terms.detection[party]), float(terms.false_alarm[party]))
    return rule, (int(terms.lag[party]), int(terms.open_lag[party])), (terms.dates, hidden_of(terms))


def course_of(terms: PlanTerms, party: int) -> BreachCourse:
    """How the breaches of a party run."""
    return breach_course(*key_of(terms, party))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stakes:
    """What a party's breaches turn on, per step, in points at the period of the step; 0 where a step does not count.

    present: of others, worth if it is still to come. flow: of others, what is lost if it is put back. saved: of its
    own, what withholding saves. relief: of its own, what reversing saves. tempting: True for own steps that pay at once
    and cost afterwards, so that they may be taken and reversed.
    """

    present: Floats
    flow: Floats
    saved: Floats
    relief: Floats
    tempting: Bools


def stakes(terms: PlanTerms, party: int) -> Stakes:
    """The stakes of a party."""
    own = terms.own[party]
    lasting = terms.each[party] * terms.per_period_of(party)
    worth = terms.once[party] + lasting
    costly = own & terms.reversible & (terms.each[party] < 0)
    return Stakes(
        present=np.where(own, 0.0, worth),
        flow=np.where(own | ~terms.reversible, 0.0, terms.snapback * lasting),
        saved=np.where(own, np.maximum(-worth, 0.0), 0.0),
        relief=np.where(costly, -lasting, 0.0),
        tempting=costly & (terms.once[party] > 0),
    )


def breaches(terms: PlanTerms, party: int) -> Breaches:
    """The loss and the gain of every breach of a party."""
    return breaches_for(terms, party, stakes(terms, party), exits(terms, party))


def breaches_for(terms: PlanTerms, party: int, stake: Stakes, exit_gains: Floats) -> Breaches:
    """The same, given the party's stakes and exit gains, which no detection, lag or penalty changes."""
    run = course_of(terms, party)
    ahead = _ahead(terms.dates, terms.periods)

    def summed(points: Floats) -> Floats:
        """(date, n) what the steps n periods after a date add up to."""
        by_period = np.append(points @ terms.share, 0.0)
        return np.asarray(by_period[ahead])

    def in_force(points: Floats) -> Floats:
        """(date) what the steps before a date add up to."""
        by_period = np.concatenate([[0.0], np.cumsum(points @ terms.share)])
        return np.asarray(by_period[np.minimum(np.arange(terms.dates), terms.periods)])

    at_stake = summed(stake.flow) @ run.put_back + in_force(stake.flow)[:, None] * run.standing
    plain = np.where(stake.tempting, 0.0, stake.saved)
    gain = (summed(plain) @ run.discounted)[:, None] + in_force(stake.relief)[:, None] * run.reversed
    for step in np.flatnonzero(stake.tempting):
        only = np.arange(len(terms.steps)) == step
        gain = gain + summed(only.astype(float)) @ _tempting(terms, party, int(step), stake)
    return Breaches(
        party=party,
        loss=summed(stake.present) @ run.cancelled + at_stake + terms.penalty[party] * run.effect,
        gain=gain + exit_gains * run.free,
        effect=run.effect,
    )


@lru_cache(maxsize=KEPT)
def _ahead(dates: int, periods: int) -> Ints:
    """(date, n) the period n periods after a date; that after the last where there is no step any more."""
    each = np.arange(dates)
    return np.asarray(np.minimum(each[:, None] + each[None, :], periods))


def _tempting(terms: PlanTerms, party: int, step: int, stake: Stakes) -> Floats:
    """(n, hidden) what a step brings that pays at once and costs afterwards: withheld, or taken and then reversed.

    Once the breach has taken effect the step is not owed: it is left alone, or taken and reversed a period later.
    """
    run = course_of(terms, party)
    saved, relief = float(stake.saved[step]), float(stake.relief[step])
    withheld = saved * run.discounted[:, None]
    afterwards = np.maximum(withheld, relief * terms.discount[party] * run.discounted[:, None])
    reversed_ = reversal_discounts(*key_of(terms, party)) * relief
    return np.asarray(np.maximum((1 - run.over) * withheld, reversed_) + run.over * afterwards)


def exits(terms: PlanTerms, party: int) -> Floats:
    """(date, hidden) the exit gain at the open breach; 0 in the last column, which has none."""
    path = terms.exit_gain[party]
    when = np.arange(terms.dates)[:, None] + np.arange(hidden_of(terms))[None, :]
    return np.column_stack([path[np.minimum(when, len(path) - 1)], np.zeros(terms.dates)])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BreachRow:
    """One breach as a row of a linear programme over the shares: loss = Σ lost · share + sure, gain = Σ gained · share
    + taken. lost, gained: (step, period).
    """

    lost: Floats
    gained: Floats
    sure: float
    taken: float


def breach_row(terms: PlanTerms, party: int, date: int, hidden: int) -> BreachRow:
    """The breach of a party at a date that stays hidden so long; hidden = hidden_of(terms) is never to break openly."""
    run, stake = course_of(terms, party), stakes(terms, party)
    n = np.arange(terms.periods) - date
    before, ahead = n < 0, np.maximum(n, 0)
    put_back = np.where(before, run.standing[hidden], run.put_back[ahead, hidden])
    cancelled = np.where(before, 0.0, run.cancelled[ahead, hidden])
    withheld = np.where(before, 0.0, run.discounted[ahead])
    plain = np.where(stake.tempting, 0.0, stake.saved)
    gained = plain[:, None] * withheld + stake.relief[:, None] * np.where(before, run.reversed[hidden], 0.0)
    for step in np.flatnonzero(stake.tempting):
        tempting = _tempting(terms, party, int(step), stake)[ahead, hidden]
        gained[step] += np.where(before, 0.0, tempting)
    return BreachRow(
        lost=stake.present[:, None] * cancelled + stake.flow[:, None] * put_back,
        gained=gained,
        sure=float(terms.penalty[party] * run.effect[hidden]),
        taken=float(exits(terms, party)[date, hidden] * run.free[hidden]),
    )
