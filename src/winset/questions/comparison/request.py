"""What can be asked of two versions of a case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from winset.questions.request import Request, seed_option, table_option, trials_option


@dataclass(frozen=True, kw_only=True)
class DiffRequest(Request):
    """Say what changed between two versions of a case, what that did to the answer, and which change did it.

    OLD and NEW are folders with a case.yaml, or the files themselves. The order of a file and its comments do not
    matter. Every change is made alone to the old version, and taken back alone from the new one.

    \b
    Example:   winset diff monday/ friday/
               winset diff monday/ friday/ --table second_summit --json
               winset diff monday/ friday/ --variant kremlin_unchanged --trials 0
    """

    question: ClassVar[str] = "diff"

    table: str | None = table_option()
    seed: int = seed_option()
    trials: int = trials_option(
        1000, "In how many trials of each version is asked whether there is a deal; 0 leaves it out."
    )
