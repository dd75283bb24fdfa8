"""What can be asked of a plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from winset.questions.request import PACKAGE, Pairs, Request, Value, option, seed_option, trials_option

Objective = Literal["security", "worth", "end"]
OBJECTIVES: tuple[Objective, ...] = ("security", "worth", "end")
HelpKind = Literal["monitors", "guarantee", "exchange"]
HELPS: dict[HelpKind, float] = {"monitors": 1.0, "guarantee": 1e6, "exchange": 100.0}
"""Kinds of outside help, with the most that each can be: a chance, points, parts."""
Floor = tuple[str, float]
AskedHelp = tuple[HelpKind, tuple[str, ...], float]


def _floor(text: str) -> Floor:
    name, sign, number = text.partition("=")
    try:
        points = float(number)
    except ValueError:
        sign, points = "", 0.0
    if not sign or not abs(points) < float("inf"):
        raise ValueError(f"`{text}` is not PARTY=POINTS")
    return name, points


def _help(text: str) -> AskedHelp:
    what, _, number = text.partition("=")
    named, _, names = what.partition(":")
    kind = next((kind for kind in HELPS if kind == named), None)
    names_helped = tuple(names.split("+"))
    try:
        size = float(number)
    except ValueError:
        size = -1.0
    fits = (
        len(names_helped) == (2 if kind == "exchange" else 1)
        and len(set(names_helped)) == len(names_helped)
        and all(names_helped)
    )
    if kind is None or not fits or not 0 < size <= HELPS[kind] or (kind == "exchange" and size != int(size)):
        raise ValueError(f"`{text}` is not monitors:PARTY=CHANCE, guarantee:PARTY=POINTS or exchange:STEP+STEP=PARTS")
    return kind, names_helped, size


FLOOR = Value(
    read=_floor,
    write=lambda floor: f"{floor[0]}={floor[1]:g}",
    take=lambda floor: _floor(f"{floor[0]}={floor[1]}"),
    given="(party, points)",
)
HELP = Value(
    read=_help,
    write=lambda asked: f"{asked[0]}:{'+'.join(asked[1])}={asked[2]:g}",
    take=lambda asked: _help(f"{asked[0]}:{'+'.join(asked[1])}={asked[2]}"),
    given="(kind, names, size)",
)


@dataclass(frozen=True, kw_only=True)
class StagingRequest(Request):
    """Say whether a plan of steps would be agreed, whether each party would then do its part at every date, where it
    breaks first, which terms would mend it, and in which order the steps would hold better.

    CASE is a folder with a case.yaml that has a `plan`, or the file itself.

    \b
    Example:   winset staging examples/alaska-2025
               winset staging examples/alaska-2025 --floor us=8 --objective security
               winset staging examples/alaska-2025 --package territory=full_withdrawal,ceasefire=full --json
               winset staging examples/exchange --with monitors:oster=0.2 --chart plan.svg
    """

    question: ClassVar[str] = "staging"

    floors: tuple[Floor, ...] = option(
        (),
        "The least that a better schedule must be worth to a party; may be repeated. [default: 0 each]",
        flag="--floor",
        metavar="PARTY=POINTS",
        repeated=True,
        value=FLOOR,
    )
    ratio: float = option(
        1.0,
        "How many times what a breach brings it must cost in a better schedule.",
        kind=float,
        minimum=0,
        maximum=1000,
        show_default=True,
    )
    periods: int | None = option(
        None,
        "Periods that a better schedule may take. [default: those of the plan]",
        kind=int,
        minimum=1,
        maximum=400,
    )
    objectives: tuple[Objective, ...] = option(
        (),
        "Look for the schedule that is best in this; may be repeated. [default: all]",
        flag="--objective",
        choices=OBJECTIVES,
        repeated=True,
    )
    automatic: tuple[str, ...] = option(
        (),
        "This step is put back by itself, whoever would gain by keeping it; may be repeated.",
        metavar="STEP",
        repeated=True,
    )
    helps: tuple[AskedHelp, ...] = option(
        (),
        "Test the plan with help: monitors:PARTY=CHANCE, guarantee:PARTY=POINTS or exchange:STEP+STEP=PARTS; may be "
        "repeated.",
        flag="--with",
        metavar="HELP",
        repeated=True,
        value=HELP,
    )
    package: Pairs | None = option(
        None, "Say whether the plan carries out this package.", metavar="ISSUE=OPTION,…", value=PACKAGE
    )
    exit_gain_from_power: bool = option(
        default=False,
        help="Take what parties gain by leaving from how their strength develops while nothing is agreed.",
        kind=bool,
    )
    seed: int = seed_option()
    trials: int = trials_option(
        500, "In how many trials of its numbers the plan is tested; 0 leaves it out.", maximum=100_000
    )
    redrawn: int = 100
    """Trials in which each number is drawn anew by itself."""
    most_tests: int | None = None
    """How often the plan is tested with numbers drawn anew at most; as often as that takes if not given."""
    shown: tuple[tuple[int, ...], ...] = ()
    """Packages, in positions, that another answer shows: each is held against the plan."""
