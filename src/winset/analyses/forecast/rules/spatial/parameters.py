"""Which of its published variants the spatial model is run in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Vote = Literal["proportional", "binary", "proportional_binary", "cubic", "proportional_cubic", "prospect"]
Victory = Literal["linear", "square", "quartic", "octic", "binary"]
Contest = Literal["conditional", "markov_uniform", "markov_incentive"]
RiskRange = Literal["min", "mid", "max"]
RiskEstimate = Literal["own", "one_third", "half", "two_thirds", "true"]
Commitment = Literal["none", "semi", "full"]
Interpolation = Literal["s1p1", "s2p2", "s2pmax"]
Proposal = Literal["initiator", "both", "weighted"]
Choice = Literal["deterministic", "stochastic"]
Ideals = Literal["follow", "fixed"]

MOST_TURNS = 100
"""Turns of the spatial model; beyond, it stops where it is, and the answer says that it had not settled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpatialParameters:
    """One variant of the spatial model; the defaults are those of its published program.

    turns: how many are run at most. until_settled: it stops before where little moves. seed: of a stochastic choice.
    same_place: distance, in scales, below which two parties stand at one place when places are elected. The published
    program has 1e-3, which makes chances depend on the order of the parties; bargained positions lie 1e-4 apart.
    """

    vote: Vote = "proportional"
    victory: Victory = "linear"
    contest: Contest = "conditional"
    risk_range: RiskRange = "mid"
    risk_estimate: RiskEstimate = "one_third"
    commitment: Commitment = "semi"
    interpolation: Interpolation = "s2p2"
    proposal: Proposal = "initiator"
    choice: Choice = "deterministic"
    ideals: Ideals = "follow"
    turns: int = MOST_TURNS
    until_settled: bool = True
    seed: int = 1
    same_place: float = 1e-6
