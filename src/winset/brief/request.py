"""What can be asked of a brief."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from winset.questions.request import (
    Request,
    draws_option,
    method_option,
    nodes_option,
    seconds_option,
    seed_option,
    table_option,
)


@dataclass(frozen=True, kw_only=True)
class BriefRequest(Request):
    """Write the brief that can be handed over: one HTML file that needs nothing else, or Markdown.

    What is marked above the handling level is left out, and the brief says how much. At `--handling open` it shows no
    judgement as a number.

    \b
    Example:   winset brief examples/alaska-2025 --output alaska.html
               winset brief examples/alaska-2025 --handling open --output public.md
    """

    question: ClassVar[str] = "brief"

    table: str | None = table_option()
    seed: int = seed_option()
    draws: int = draws_option(1000, "How many draws resolve what the sources are silent on.", minimum=1)
    method: str | None = method_option()
    nodes: int = nodes_option()
    seconds: float | None = seconds_option()
