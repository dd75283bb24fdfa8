"""The expected-utility model: parties challenge each other, and those who expect to lose by it move."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from winset.analyses.forecast.challenges import SAME, Field, gains, offers, taken
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
from winset.analyses.forecast.stances import Stances, weighted_mean, weighted_median

STANDS = 1.0
"""With `stop` at "report_stands": a report that moves by less than this many of 100 points has settled."""

OPTIONS = (
    RuleOption(
        name="denominator",
        choices=("pair", "all_pairs"),
        default="pair",
        says="what the votes for a challenger are divided by: the votes on the two positions, as printed, or the votes "
        "on all pairs of positions, as in the published code",
    ),
    RuleOption(
        name="risk",
        choices=("own", "viewer"),
        default="own",
        says="whose attitude to risk counts: each party's own, or for both of a pair that of the party that would move",
    ),
    RuleOption(
        name="range",
        choices=("round", "initial", "scale"),
        default="round",
        says="what distances are measured in: the range of the positions in a round, in the first round, or the scale",
    ),
    RuleOption(
        name="confrontation",
        choices=("loser_moves", "no_move"),
        default="loser_moves",
        says="what follows where both parties expect to gain: the one that expects less moves, or nobody",
    ),
    RuleOption(
        name="precedence",
        choices=("pooled", "ranked"),
        default="pooled",
        says="whether offers are judged together, or any confrontation before any compromise before any capitulation",
    ),
    RuleOption(
        name="choice",
        choices=("least_move", "enforceable", "lowest_average"),
        default="least_move",
        says="which offer a party takes: the one that moves it least, that of the party that expects most, or the "
        "compromise with the lowest weighted mean, as in the published code, which leans to the lower end of the scale",
    ),
    RuleOption(
        name="votes",
        choices=("distance", "risk"),
        default="distance",
        says="what a vote weighs: the difference of two distances, or of distances to the power of the voter's risk",
    ),
    RuleOption(
        name="capitulation",
        choices=("moves", "never"),
        default="moves",
        says="what a party does that would lose more than the other gains: it goes all the way, or stays, as in the "
        "published code, where a mistyped condition prevents it",
    ),
    RuleOption(
        name="security",
        choices=("adversaries", "own"),
        default="adversaries",
        says="what makes a party secure: how little its adversaries expect of challenging it, or its own challenges",
    ),
    RuleOption(
        name="status_quo_chance",
        choices=("1", "0.5", "0"),
        default="1",
        says="how likely nothing changes without a challenge; else the other party moves to the median",
    ),
    RuleOption(
        name="ties",
        choices=("stay", "lower"),
        default="stay",
        says="what a party does with equally good offers in two places: it stays, or takes the lower",
    ),
    RuleOption(
        name="report",
        choices=("mean", "median"),
        default="mean",
        says="which place of the parties is the forecast after the last round: their weighted mean or median",
    ),
    RuleOption(name="rounds", choices=(), default="8", within=(0, 1000), says="after how many rounds at most it ends"),
    RuleOption(
        name="stop",
        choices=("nobody_moves", "report_stands"),
        default="nobody_moves",
        says="when it ends before: once nobody moves, or once the report moves by less than 1 of 100 points",
    ),
)

PRINTED = {option.name: option.default for option in OPTIONS} | {"report": "median"}
PUBLISHED_CODE = PRINTED | {
    "denominator": "all_pairs",
    "risk": "viewer",
    "range": "initial",
    "precedence": "ranked",
    "choice": "lowest_average",
    "votes": "risk",
    "capitulation": "never",
    "ties": "lower",
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ChallengeRun:
    """One issue, round by round.

    positions: (round, party). weight: (party), the largest 1. last_move: the longest move of the last round, in points.
    """

    positions: Floats
    weight: Floats
    last_move: float

    def reported(self, report: str, first: int = 0) -> tuple[Floats, Floats]:
        """(round) the report from one round on; the lower and the upper differ only where a median is tied."""
        place = self.positions[first:, :, None]
        lower, upper = _report(place, np.broadcast_to(self.weight[:, None], place.shape), report)
        return lower[:, 0], upper[:, 0]


def run(position: Floats, salience: Floats, capability: Floats, how: Choices) -> ChallengeRun:
    """The rounds of one issue; every party has a position and a weight above 0.

    position, salience: (party) 0 to 100. capability: (party) above 0.
    """
    share = salience / 100
    weight = capability * share
    weight = weight / weight.max()
    place = position
    rounds = [place]
    span = float(np.ptp(position))
    last_move = 0.0
    for _ in range(int(how["rounds"])):
        spread = float(np.ptp(place))
        if spread <= SAME:
            last_move = 0.0
            break
        width = {"round": spread, "initial": span, "scale": max(100.0, span)}[how["range"]]
        after = one_round(place, share, weight, width, how)
        last_move = float(np.abs(after - place).max())
        if last_move <= SAME:
            break
        rounds.append(after)
        stands = how["stop"] == "report_stands" and _shift(place, after, weight, how["report"]) < STANDS
        place = after
        if stands:
            break
    return ChallengeRun(positions=np.array(rounds), weight=weight, last_move=last_move)


def _shift(before: Floats, after: Floats, weight: Floats, report: str) -> float:
    """By how many points the report moves."""
    earlier, later = (_report(place[:, None], weight[:, None], report)[0] for place in (before, after))
    return float(np.abs(later - earlier)[0])


def one_round(place: Floats, salience: Floats, weight: Floats, width: float, how: Choices) -> Floats:
    """(party) where every party stands after one round; the order of the parties does not matter.

    place: (party) 0 to 100. salience: (party) 0 to 1. weight: (party) above 0. width: above 0.
    """
    order = np.lexsort((weight, salience, place))
    field = Field(position=place[order], salience=salience[order], weight=weight[order], width=width)
    expected = gains(field, how)
    after = np.empty_like(place)
    after[order] = taken(field, expected, offers(field, expected, how), how)
    return after


def _report(place: Floats, weight: Floats, report: str) -> tuple[Floats, Floats]:
    """(…, issue) the lower and the upper report. place, weight: (…, party, issue)."""
    if report == "median":
        return weighted_median(place, weight)
    mean = weighted_mean(place, weight)
    return mean, mean


def settle(stances: Stances, choices: Choices) -> RuleForecast:
    how = complete(OPTIONS, choices)
    runs = [_run_of(stances, issue, how) for issue in range(stances.issues)]
    longest = max((len(ran.positions) for ran in runs if ran is not None), default=1)
    positions = np.full((longest, stances.parties, stances.issues), np.nan)
    lower, upper = np.full((2, longest, stances.issues), np.nan)
    for issue, ran in enumerate(runs):
        if ran is not None:
            rounds = np.minimum(np.arange(longest), len(ran.positions) - 1)
            positions[:, stances.weight[:, issue] > 0, issue] = ran.positions[rounds]
            lower[:, issue], upper[:, issue] = (report[rounds] for report in ran.reported(how["report"]))
    return RuleForecast(
        points=points_of(lower[-1]),
        other=points_of(np.where(upper[-1] - lower[-1] > SAME, upper[-1], np.nan)),
        rounds=tuple(points_of(report) for report in lower),
        positions=positions,
        note=_note(runs, how),
    )


def _run_of(stances: Stances, issue: int, how: Choices) -> ChallengeRun | None:
    caring = stances.only(issue)
    if not caring.parties:
        return None
    return run(caring.position[:, 0], caring.salience[:, 0], caring.capability, how)


def _note(runs: list[ChallengeRun | None], how: Choices) -> str:
    moving = sum(ran is not None and ran.last_move > SAME for ran in runs)
    if not moving or how["stop"] == "report_stands":
        return ""
    issues = "one issue" if moving == 1 else f"{moving} issues"
    rounds = "1 round" if how["rounds"] == "1" else f"{how['rounds']} rounds"
    return f"On {issues} parties still moved in the last of {rounds}: the model need not settle."


def many(batch: Stances, choices: Choices) -> Floats:
    how = complete(OPTIONS, choices)
    trials, _, issues = batch.position.shape
    points = np.full((trials, issues), np.nan)
    weight = batch.weight
    for trial in range(trials):
        for issue in range(issues):
            kept = weight[trial, :, issue] > 0
            if kept.any():
                place, salience = batch.position[trial, kept, issue], batch.salience[trial, kept, issue]
                ran = run(place, salience, batch.capability[trial, kept], how)
                points[trial, issue] = ran.reported(how["report"], first=len(ran.positions) - 1)[0][-1]
    return points


RULE = register(
    BargainingRule(
        key="expected_utility",
        title="Expected utility (challenge model)",
        source="Scholz, Calbert & Smith 2011, ICAART 2011, 18–30, after Bueno de Mesquita 1994",
        assumes="Round by round, every party challenges those from whom it expects to gain, and a party that expects "
        "to lose, or to gain less, moves towards one that challenges it.",
        kind="process",
        settle=settle,
        options=OPTIONS,
        presets={"printed": PRINTED, "published_code": PUBLISHED_CODE},
        many=many,
        ambiguous=("denominator", "risk", "range", "confrontation", "precedence", "choice"),
        reported=("report", "rounds", "stop"),
    )
)
