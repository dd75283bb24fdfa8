"""The spatial model of KTAB: parties challenge whom they gain most from, bargain, and move, until little moves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from winset.analyses.forecast.register import (
    BargainingRule,
    Choices,
    Floats,
    RuleForecast,
    RuleOption,
    complete,
    points_of,
    register,
)
from winset.analyses.forecast.rules.spatial.collective_choice import AS_LIKELY, MOST_TURNS, SpatialParameters
from winset.analyses.forecast.rules.spatial.process import SpatialModel, Trajectory
from winset.analyses.forecast.stances import Stances, weighted_mean

Indices = NDArray[np.intp]

FULL = 100.0
"""A whole scale, and a whole salience."""
PLACES = 10
"""Decimals of a position on the scale of 100: what a share of 1 took from the last binary digit is given back."""
LARGEST_SEED = 1_000_000
"""Seed of a stochastic choice in the spatial model; beyond, the option is refused."""

OPTIONS = (
    RuleOption(
        name="issues",
        choices=("apart", "together"),
        default="apart",
        says="whether every issue is bargained alone, or all at once, so that a party moves on several in one bargain",
    ),
    RuleOption(
        name="report",
        choices=("mean", "chance_mean", "likeliest"),
        default="mean",
        says="what a turn reports: the mean of the positions by capability times salience, their mean by the chance of "
        "each, or the position with the largest chance",
    ),
    RuleOption(
        name="vote",
        choices=("proportional", "binary", "proportional_binary", "cubic", "proportional_cubic", "prospect"),
        default="proportional",
        says="how a difference in value becomes a vote; in the last a gain counts two thirds of a loss",
    ),
    RuleOption(
        name="victory",
        choices=("linear", "square", "quartic", "octic", "binary"),
        default="linear",
        says="to which power coalitions are raised before they are compared; in the last, the one with 10 % more wins",
    ),
    RuleOption(
        name="contest",
        choices=("conditional", "markov_uniform", "markov_incentive"),
        default="conditional",
        says="how one of several is chosen: given that one beats all others, or by one challenge after another, all "
        "equally likely or by what supports them",
    ),
    RuleOption(
        name="risk_range",
        choices=("min", "mid", "max"),
        default="mid",
        says="from which end of the scale, bold to cautious, risk is read off a party's chance: 0 to 1, -0.5 to 1 or "
        "-1 to 1",
    ),
    RuleOption(
        name="risk_estimate",
        choices=("own", "one_third", "half", "two_thirds", "true"),
        default="one_third",
        says="how much of another's true risk a party sees; the rest it takes from itself",
    ),
    RuleOption(
        name="commitment",
        choices=("none", "semi", "full"),
        default="semi",
        says="how far a third party is bound to the side it joins; under `none` and `full` third parties do not count",
    ),
    RuleOption(
        name="interpolation",
        choices=("s1p1", "s2p2", "s2pmax"),
        default="s2p2",
        says="what pulls a bargain to a side: salience times chance, the square of it, or the lead in chance alone",
    ),
    RuleOption(
        name="proposal",
        choices=("initiator", "both", "weighted"),
        default="initiator",
        says="whose estimate of the chances shapes a bargain: of who challenges, of each of the two one of its own, "
        "or the mean of these by capability times salience",
    ),
    RuleOption(
        name="choice",
        choices=("deterministic", "stochastic"),
        default="deterministic",
        says="whether a party takes its likeliest bargain, or one drawn by their chances",
    ),
    RuleOption(name="seed", choices=(), default="1", says="the seed of a stochastic choice", within=(0, LARGEST_SEED)),
    RuleOption(
        name="ideals",
        choices=("follow", "fixed"),
        default="follow",
        says="whether what a party wants moves with its position, or stays where it began",
    ),
    RuleOption(
        name="stop",
        choices=("settled", "turns"),
        default="settled",
        says="whether to stop where a turn moves less than 2 % of the first one, or only after all turns",
    ),
    RuleOption(name="turns", choices=(), default=str(MOST_TURNS), says="turns at most", within=(1, MOST_TURNS)),
)
NOT_OF_THE_VARIANT = ("issues", "report", "turns", "stop", "seed")
"""Options that are no choices of a variant of the model: what is run and told of it, and for how long."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _SpatialRun:
    """One run on some issues. parties, issues: those that take part. positions: (turn, party, issue) and reports:
    (turn, issue) on the scale of 100.
    """

    trajectory: Trajectory
    parties: Indices
    issues: Indices
    positions: Floats
    reports: Floats


def settle(stances: Stances, choices: Choices) -> RuleForecast:
    """Where the parties end. Parties without weight take no part; where none is left, there is no forecast."""
    chosen = complete(OPTIONS, choices)
    parameters = _parameters(chosen)
    weight, notes = stances.weight, list[str]()
    salience = np.where(weight > 0, stances.salience, 0.0) / FULL
    if chosen["issues"] == "together":
        groups = [np.flatnonzero((weight > 0).any(axis=0))]
        largest = float(salience.sum(axis=1).max(initial=0.0))
        if largest > 1:
            salience = salience / largest
            notes.append(
                f"The saliences of a party add up to {FULL * largest:.0f} at most; the model takes no more than 100, "
                f"so that all were divided by {largest:.3g}."
            )
    else:
        groups = [np.array([issue]) for issue in range(stances.issues)]
    runs = [
        _run(stances, salience, issues, parameters, chosen["report"])
        for issues in groups
        if (weight[:, issues] > 0).any()
    ]
    turns = max((len(run.reports) for run in runs), default=1)
    rounds = np.full((turns, stances.issues), np.nan)
    positions = np.full((turns, stances.parties, stances.issues), np.nan)
    for run in runs:
        last = np.minimum(np.arange(turns), len(run.reports) - 1)
        rounds[:, run.issues] = run.reports[last]
        positions[np.ix_(np.arange(turns), run.parties, run.issues)] = run.positions[last]
    return RuleForecast(
        points=points_of(rounds[-1]),
        rounds=tuple(points_of(row) for row in rounds),
        positions=positions,
        note=" ".join([*notes, *_notes(runs, parameters)]),
    )


def _parameters(chosen: dict[str, Any]) -> SpatialParameters:
    return SpatialParameters(
        **{name: value for name, value in chosen.items() if name not in NOT_OF_THE_VARIANT},
        turns=int(chosen["turns"]),
        until_settled=chosen["stop"] == "settled",
        seed=int(chosen["seed"]),
    )


def _run(
    stances: Stances, salience: Floats, issues: Indices, parameters: SpatialParameters, report: str
) -> _SpatialRun:
    """The parties with a weight on some of the issues, on these issues.

    Capabilities are brought to a mean of 1, so that their unit does not matter beside the model's small constants.
    """
    parties = np.flatnonzero((stances.weight[:, issues] > 0).any(axis=1))
    cell = np.ix_(parties, issues)
    capability = stances.capability[parties] / stances.capability[parties].mean()
    model = SpatialModel(capability=capability, salience=salience[cell], parameters=parameters)
    position = np.where(stances.weight[cell] > 0, stances.position[cell], np.nan) / FULL
    trajectory = model.run(position)
    weight = capability[:, None] * salience[cell]
    positions = np.round(FULL * trajectory.positions, PLACES)
    reports = np.array(
        [_report(report, place, weight, chance) for place, chance in zip(positions, trajectory.chances, strict=True)]
    )
    return _SpatialRun(trajectory=trajectory, parties=parties, issues=issues, positions=positions, reports=reports)


def _report(report: str, position: Floats, weight: Floats, chance: Floats) -> Floats:
    """(issue) The forecast of a turn. position, weight: (party, issue). chance: (party) of where it stands."""
    held = np.isfinite(position)
    if report == "mean":
        return weighted_mean(position, weight)
    if report == "chance_mean":
        places, at = np.unique(np.nan_to_num(position, nan=-1.0), axis=0, return_inverse=True)
        share = np.where(held, (chance / np.bincount(at, minlength=len(places))[at])[:, None], 0.0)
        return weighted_mean(position, share)
    candidates = np.where(held, chance[:, None], -1.0)
    likeliest = candidates >= candidates.max(axis=0) - AS_LIKELY
    return np.array([np.unique(position[row, issue]).mean() for issue, row in enumerate(likeliest.T)])


def _notes(runs: list[_SpatialRun], parameters: SpatialParameters) -> list[str]:
    """What must be known of how the runs ended."""
    notes = []
    moving = sum(len(run.issues) for run in runs if not run.trajectory.settled)
    if moving and parameters.until_settled:
        where = "One issue" if moving == 1 else f"{moving} issues"
        notes.append(f"{where} had not settled after {parameters.turns} turn{'s' * (parameters.turns != 1)}.")
    if any(run.trajectory.cut_off for run in runs):
        notes.append("A chain of challenges did not settle in 1,000 steps; its last chances were used.")
    return notes


RULE = register(
    BargainingRule(
        key="ktab",
        title="Spatial model of KTAB",
        source="Wise, Lester & Efird 2015, KAPSARC discussion papers on KTAB, the spatial model of politics (SMP)",
        assumes="In every turn each party challenges whom it expects to gain most from, the two bargain towards each "
        "other by salience and chance to win, and each takes the bargain of its own that would win a vote.",
        kind="process",
        settle=settle,
        options=OPTIONS,
        presets={"published_program": {"issues": "together"}, "one_turn": {"turns": "1", "stop": "turns"}},
        together=lambda choices: complete(OPTIONS, choices)["issues"] == "together",
    )
)
