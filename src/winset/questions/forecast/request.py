"""What can be asked of a forecast."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from winset.questions.request import Request, option, seed_option, table_option, trials_option


@dataclass(frozen=True, kw_only=True)
class ForecastRequest(Request):
    """Say where bargaining would settle each issue, by every rule, with how wrong such rules have been.

    A forecast is no advice, and its errors are those of European Union legislation. An issue needs a scale, or two
    options. CASE is a folder with a case.yaml, or the file itself.

    \b
    Example:   winset forecast examples/alaska-2025
               winset forecast examples/alaska-2025 --full
               winset forecast examples/alaska-2025 --json --trials 200
               winset forecast examples/alaska-2025 --mover russia --toward territory --against ukraine
    """

    question: ClassVar[str] = "forecast"

    table: str | None = table_option()
    trials: int = trials_option(
        1000, "In how many trials numbers and silences are drawn; 0 leaves them out.", maximum=20_000
    )
    round_trials: int = option(
        20,
        "In how many of them rules that go round by round are run.",
        kind=int,
        minimum=0,
        maximum=20_000,
        show_default=True,
    )
    seed: int = seed_option()
    choose: tuple[str, ...] = option(
        (),
        "Settle a choice that a rule leaves open, or take a preset of it; may be repeated.",
        metavar="RULE.CHOICE=VALUE or RULE=PRESET",
        repeated=True,
    )
    mover: str | None = option(
        None, "Say what this party could reach by another position, salience or strength.", metavar="PARTY"
    )
    toward: tuple[str, ...] = option(
        (),
        "Where --mover wants the outcome: an option, or a place from 0 to 100; may be repeated. [default: where it "
        "stands, on every issue]",
        metavar="ISSUE or ISSUE=PLACE",
        repeated=True,
    )
    against: str | None = option(
        None, "Say also what is left when this party answers --mover by another position.", metavar="PARTY"
    )
    by: str = option(
        "compromise", "By which rule --mover is told what it could reach.", metavar="RULE", show_default=True
    )
    tries: int = option(
        100,
        "How many changes each search for --mover tries; rules that go round by round take long.",
        kind=int,
        minimum=4,
        maximum=20_000,
        show_default=True,
    )
