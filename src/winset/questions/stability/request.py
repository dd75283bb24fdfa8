"""What can be asked of whether a package would hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from winset.questions.request import Request

MOST_COUNTED = 500
"""States up to which readings are counted beside another question."""


@dataclass(frozen=True, kw_only=True)
class StabilitySummaryRequest(Request):
    """Whether packages that another answer shows would hold, in short. most: states that are looked at; without it, as
    many as memory holds, and readings are counted whatever that takes. in_words: only what sentences say is counted
    over readings.
    """

    question: ClassVar[str] = "stability"
    solved_by: ClassVar[str] = "summary"

    packages: tuple[tuple[int, ...], ...] = ()
    table: str | None = None
    seed: int = 1
    draws: int = 100
    most: int | None = None
    most_counted: int = MOST_COUNTED
    in_words: bool = False
