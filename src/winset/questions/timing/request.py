"""What can be asked of time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from winset.model.timing import MOST_PERIODS
from winset.questions.request import Request, option, seed_option, table_option, trials_option


@dataclass(frozen=True, kw_only=True)
class TimingRequest(Request):
    """Say whether now is the moment: at which dates a deal exists, which packages open and close, what waiting costs
    whom, and whether the moment is ripe.

    CASE is a folder with a case.yaml that has `judgements.timing`, or the file itself.

    \b
    Example:   winset timing examples/alaska-2025
               winset timing examples/alaska-2025 --periods 12 --trials 2000
    """

    question: ClassVar[str] = "timing"

    table: str | None = table_option()
    periods: int | None = option(
        None,
        "Periods from now that are looked at. [default: the horizon of the case]",
        kind=int,
        minimum=1,
        maximum=MOST_PERIODS,
    )
    seed: int = seed_option()
    trials: int = trials_option(1000, "In how many trials each date is looked at; 0 leaves it out.", maximum=100_000)
    contest_trials: int = 1000
    """Trials in which contests of two parties are looked at, as far as there are so many."""
    alone: bool = option(default=False, help="Leave out the comparison with the variants of the case.", kind=bool)
