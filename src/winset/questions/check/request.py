"""What can be asked of a case file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from winset.questions.request import Request


@dataclass(frozen=True, kw_only=True)
class CheckRequest(Request):
    """Check a case: its form, its names, and every quote against its source.

    Every problem is reported in one pass, with its line, what is wrong and what would be right. The exit code is 1
    where there is an error, 0 otherwise.

    \b
    Example:   winset check examples/alaska-2025
               winset check my-case --fix
    """

    question: ClassVar[str] = "check"
