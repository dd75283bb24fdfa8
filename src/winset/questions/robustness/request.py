"""What can be asked of how sure an answer is."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

from winset.questions.request import (
    PACKAGE,
    Pairs,
    Request,
    Value,
    option,
    seed_option,
    table_option,
    trials_option,
)

MOST_STEPS = 1_000
"""Values that a number takes in a sweep; beyond, the option is refused."""
BEST = 100
Sweep = tuple[str, Fraction, Fraction, Fraction]
"""The name of a judged number, the first and the last value that it takes, and the step between two."""


def _sweep(text: str) -> Sweep:
    name, sign, ends = text.partition("=")
    try:
        low, high, step = (Fraction(end.strip()) for end in ends.split(":"))
    except (ValueError, ZeroDivisionError):
        raise ValueError(f"`{text}` is not NUMBER=LOW:HIGH:STEP, such as walk_away.russia=0:40:5") from None
    if not sign or step <= 0 or high < low or (high - low) / step >= MOST_STEPS:
        raise ValueError(f"`{text}` does not go up from LOW to HIGH in fewer than {MOST_STEPS} steps")
    name = name.strip()
    if name.startswith(("salience.", "score.")) and (low < 0 or high > BEST):
        raise ValueError(f"`{name}` lies between 0 and {BEST}")
    return name, low, high, step


def _written(sweep: Sweep) -> str:
    name, *ends = sweep
    return f"{name}={':'.join(map(str, ends))}"


def _taken(given: Any) -> Sweep:
    name, *ends = given
    return _sweep(f"{name}={':'.join(map(str, ends[0] if len(ends) == 1 else ends))}")


SWEEP = Value(read=_sweep, write=_written, take=_taken, given="(number, (low, high, step))")


def values_of(sweep: Sweep) -> tuple[Fraction, ...]:
    """The values that the number takes."""
    _, low, high, step = sweep
    return tuple(low + n * step for n in range(int((high - low) / step) + 1))


@dataclass(frozen=True, kw_only=True)
class RobustRequest(Request):
    """Say how far the answer hangs on numbers that are judged and on what the sources leave out.

    CASE is a folder with a case.yaml, or the file itself; several may be named. Every trial fixes each number within
    its range. Ctrl-C stops, and what is done by then is kept.

    \b
    Example:   winset robust examples/alaska-2025 --trials 10000
               winset robust examples/alaska-2025 --package territory=freeze,ceasefire=full
    """

    question: ClassVar[str] = "robust"

    table: str | None = table_option()
    seed: int = seed_option()
    trials: int = trials_option(1000, "How many trials are gone through.", minimum=1)
    packages: tuple[Pairs, ...] = option(
        (),
        "Who accepts this package in how many trials; issues not named stay as they are. May be repeated.",
        flag="--package",
        metavar="ISSUE=OPTION,…",
        repeated=True,
        value=PACKAGE,
    )
    levers: int = option(
        2,
        "Apply every lever, and every combination of up to so many; 0 applies none.",
        kind=int,
        minimum=0,
        metavar="SIZE",
        show_default=True,
    )
    reach: int | None = option(
        None,
        "Which fewest levers together bring a deal in so many of 100 trials.",
        kind=int,
        minimum=1,
        maximum=100,
        metavar="PERCENT",
        of_words=True,
    )
    drivers: int = option(
        1000,
        "In how many of the trials each input is drawn anew by itself, to see what matters; 0 leaves it out.",
        kind=int,
        minimum=0,
        maximum=100_000,
        metavar="TRIALS",
        show_default=True,
    )
    sweeps: tuple[Sweep, ...] = option(
        (),
        "The trials with a deal as one judged number takes each of these values, such as walk_away.russia=0:40:5. "
        "May be repeated.",
        flag="--sweep",
        metavar="NUMBER=LOW:HIGH:STEP",
        repeated=True,
        value=SWEEP,
    )
    alone: bool = option(default=False, help="Leave out the comparison with the variants of the case.", kind=bool)
    holding: bool = True
    """Whether it is asked of the packages that lead whether they would hold."""
