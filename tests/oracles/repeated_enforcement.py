"""Enforcement in repeated play, in closed form: what stands behind the test of a plan.

Per period a party gets the reward R while both comply, the temptation T in the period of its breach, and the
punishment P while it is punished; T > R > P, in points per period. A threshold that is 1 or more, or that lies outside
0 to 1, cannot be reached; it is returned as it comes out, and None stands for one that does not exist at all.
"""

from __future__ import annotations

from dataclasses import dataclass

from scipy.optimize import brentq

from winset.analyses.staging.breach import enforcement
from winset.errors import WinsetError

PATIENCE = 1.0 - 1e-9
"""The largest discount that is tried: at 1 the sums have no limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One period of the game: temptation > reward > punishment, in points."""

    temptation: float
    reward: float
    punishment: float

    def __post_init__(self) -> None:
        if not self.temptation > self.reward > self.punishment:
            raise WinsetError("the temptation must be worth more than the reward, and the reward more than punishment")

    @property
    def share(self) -> float:
        """(T − R)/(T − P): what part of the temptation the answer must take away."""
        return (self.temptation - self.reward) / (self.temptation - self.punishment)


def grim_discount(stage: Stage) -> float:
    """The least discount at which an answer that never ends deters: (T − R)/(T − P).

    Source: Friedman 1971, Review of Economic Studies 38(1), 1–12.
    """
    return stage.share


def punished_for(stage: Stage, periods: int) -> float | None:
    """The least discount at which so many periods of punishment deter; None where they are too few for any.

    T − R ≤ (R − P) δ(1 − δ^n)/(1 − δ).
    """
    ask, cost = stage.temptation - stage.reward, stage.reward - stage.punishment
    if ask >= periods * cost:
        return None
    return float(brentq(lambda d: cost * sum(d**k for k in range(1, periods + 1)) - ask, 0.0, 1.0, xtol=1e-12))


def least_discount(stage: Stage, *, detection: float = 1.0, lag: int = 0, snapback: float = 1.0) -> float | None:
    """The least discount at which q·φ(δ, d, L) ≥ (T − R)/(T − P); None where none is enough."""

    def beyond(discount: float) -> float:
        return snapback * enforcement(discount, detection, lag) - stage.share

    return float(brentq(beyond, 0.0, PATIENCE, xtol=1e-12)) if beyond(PATIENCE) >= 0 else None


def least_detection(stage: Stage, discount: float) -> float:
    """The least detection per period that deters without a lag under a certain snapback: (1 − δ)(T − R)/(δ(R − P))."""
    return (1 - discount) * (stage.temptation - stage.reward) / (discount * (stage.reward - stage.punishment))


def at_stake(stage: Stage, discount: float, *, alarm: float, periods: int) -> float:
    """What a party that complies has to lose, V_C − V_P, where a false alarm starts so many periods of punishment.

    (R − P)(1 − δ^n)/(1 − δ + δe(1 − δ^n)), in points. Source: punishment phases that start by mistake as in Green &
    Porter 1984, Econometrica 52(1), 87–100; the closed form is that of two values, of complying and of being punished.
    """
    length = 1 - discount**periods
    return (stage.reward - stage.punishment) * length / (1 - discount + discount * alarm * length)


def complies(stage: Stage, discount: float, *, accuracy: float, alarm: float, periods: int) -> bool:
    """True where a breach, seen with the chance accuracy, does not pay: T − R ≤ δ(β − e)(V_C − V_P)."""
    stake = at_stake(stage, discount, alarm=alarm, periods=periods)
    return stage.temptation - stage.reward <= discount * (accuracy - alarm) * stake


def least_accuracy(stage: Stage, discount: float, alarm: float) -> float:
    """The least chance that a breach is seen at which a punishment without end deters in spite of false alarms:
    e + (T − R)(1 − δ(1 − e))/(δ(R − P)).
    """
    ask = (stage.temptation - stage.reward) * (1 - discount * (1 - alarm))
    return alarm + ask / (discount * (stage.reward - stage.punishment))


def standing_worth(each: float, discount: float, alarm: float = 0.0) -> float:
    """What a benefit per period is worth that may be put back without cause: a/(1 − δ(1 − η)), in points."""
    return each / (1 - discount * (1 - alarm))


@dataclass(frozen=True, slots=True, kw_only=True)
class Gradual:
    """The fastest exchange of irreversible steps that enforces itself. ratio: of each step to the one before. first:
    the share that is taken at the beginning, 0–1. value: what it is worth, as a share of doing all at once.
    """

    ratio: float
    first: float
    value: float

    def step(self, number: int) -> float:
        """The share of the numbered step, counted from 1: (1 − r) r^(number − 1)."""
        return self.first * self.ratio ** (number - 1)


def gradual(benefit: float, cost: float, discount: float) -> Gradual | None:
    """Both sides at once give what costs them `cost` and is worth `benefit` to the other, per unit; None where nothing
    at all can be exchanged: that is so unless the discount passes cost / benefit.

    r = c/(bδ), Δ_t = (1 − r) r^(t−1). A schedule that ends exchanges nothing: nothing is at stake behind its last step.
    Source: irreversible cooperation grows gradually, Lockwood & Thomas 2002, Review of Economic Studies 69(2), 339–356.
    """
    if cost >= benefit * discount:
        return None
    ratio = cost / (benefit * discount)
    return Gradual(ratio=ratio, first=1 - ratio, value=(1 - ratio) / (1 - discount * ratio))


def is_informative(cost: float, *, gain_of_the_willing: float, gain_of_the_unwilling: float) -> bool:
    """True where an initiative of this cost pays only for a party that means it: gain_bad < cost ≤ gain_good.

    Source: after the initiatives of Osgood 1962, An Alternative to War or Surrender; the condition is that of a costly
    signal.
    """
    return gain_of_the_unwilling < cost <= gain_of_the_willing


def guarantor_acts(cost: float, loss_by_not_acting: float) -> bool:
    """True where it pays a guarantor to act: its own cost is no more than what it loses by not acting, in points.

    Source: third parties whose promise to enforce is in their own interest, Walter 1997, International Organization
    51(3), 335–364.
    """
    return cost <= loss_by_not_acting
