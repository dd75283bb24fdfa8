"""What can be asked of how positions have moved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from winset.questions.request import Request, option


@dataclass(frozen=True, kw_only=True)
class MovementRequest(Request):
    """Say how parties have moved on issues: from which position to which, within what time, nearer to whom, and which
    red lines came or went.

    The positions before that of today stand under `was` in a cell, each with its claim.

    \b
    Example:   winset movement examples/alaska-2025
               winset movement examples/alaska-2025 --party us --chart movement.svg
    """

    question: ClassVar[str] = "movement"

    party: str | None = option(None, "Ask of this party alone.", metavar="NAME")
    issue: str | None = option(None, "Ask of this issue alone.", metavar="NAME")
