"""What can be asked of options that are not on the list yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from winset.questions.request import Request, seed_option, table_option, trials_option


@dataclass(frozen=True, kw_only=True)
class InventRequest(Request):
    """Say, for every issue, what an option that is not on the list yet would have to be worth to each party to open a
    deal; and of every two issues, what a new arrangement of both would.

    CASE is a folder with a case.yaml, or the file itself. Where there is a deal already, the question is what makes it
    better for somebody and worse for nobody.

    \b
    Example:   winset invent examples/alaska-2025
               winset invent examples/alaska-2025 --table second_summit --trials 10000
               winset invent examples/classroom --trials 0 --json
    """

    question: ClassVar[str] = "invent"

    table: str | None = table_option()
    seed: int = seed_option()
    trials: int = trials_option(1000, "In how many trials a new option of that worth is tried; 0 leaves it out.")
    asks: int = 3
    """Least worths of each issue that are shown and tried in readings, and combinations of two issues."""
