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
