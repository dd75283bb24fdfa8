"""What can be asked of the packages of a case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from winset.questions.request import (
    Request,
    method_option,
    nodes_option,
    seconds_option,
    seed_option,
    table_option,
    trials_option,
)


@dataclass(frozen=True, kw_only=True)
class DealRequest(Request):
    """Say whether there is a deal, which, who blocks, and what would open one.

    CASE is a folder with a case.yaml, or the file itself.

    \b
    Example:   winset deal examples/alaska-2025
               winset deal examples/alaska-2025 --variant kremlin_unchanged
               winset deal examples/alaska-2025 --table second_summit --json
               winset deal examples/classroom --method search --nodes 100000
    """

    question: ClassVar[str] = "deal"

    table: str | None = table_option()
    trials: int = trials_option(1000, "How many trials resolve what the sources are silent on.", minimum=1)
    seed: int = seed_option()
    method: str | None = method_option()
    nodes: int = nodes_option()
    seconds: float | None = seconds_option()
