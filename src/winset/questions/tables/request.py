"""What can be asked of the tables of a case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from winset.questions.request import NODES, Request, option, seed_option, trials_option


@dataclass(frozen=True, kw_only=True)
class TablesRequest(Request):
    """Say of every table what could be agreed there, what of that would be carried out and ratified, what leaving
    parties out costs whom, what meeting in stages changes, and whose conditions keep them from the table.

    CASE is a folder with a case.yaml, or the file itself. Beside the tables of the case stands that of everybody.

    \b
    Example:   winset tables examples/alaska-2025
               winset tables examples/alaska-2025 --subsets --trials 1000
               winset tables examples/alaska-2025 --chart tables.svg
               winset tables examples/camp-david-1978 --trials 0 --json
    """

    question: ClassVar[str] = "tables"

    subsets: bool = option(
        default=False, help="Look at every set of seats as well, and for the smallest that is enough.", kind=bool
    )
    tolerated: float = option(
        0.0,
        "By how much the sum of gains at the smallest table may fall short of that of all.",
        kind=float,
        minimum=0,
        show_default=True,
        metavar="POINTS",
    )
    seed: int = seed_option()
    trials: int = trials_option(200, "In how many trials each table is looked at; 0 leaves it out.")
    past: bool = True
    """Whether readings are counted at tables that have met already."""
    fewest: int = 0
    """Readings fewer than which say too little to be counted."""
    examined: int | None = None
    """Packages that are looked at over all readings and tables; None for no limit."""
    most_for_variants: int | None = None
    """Packages up to which each variant is looked at as well; None for no limit."""
    nodes: int = NODES
    """After which each search is stopped."""
    seconds: float | None = None
    """After which each search is stopped; None for no limit."""
