"""What a case file holds, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass

from winset.model.evidence import Checked
from winset.questions.check.request import CheckRequest
from winset.questions.question import Given


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CheckAnswer:
    """A case file after every check, whether it can be used or not."""

    request: CheckRequest
    checked: Checked

    @property
    def status(self) -> str:
        return "answered"

    @property
    def stopped(self) -> str:
        """Empty: a check is not stopped half-way."""
        return ""

    @property
    def has_errors(self) -> bool:
        """True where the case cannot be used as it stands."""
        return bool(self.checked.errors)


def solve(request: CheckRequest, given: Given) -> CheckAnswer:
    """The check was made when the case was read."""
    return CheckAnswer(request=request, checked=given.session.checked)
