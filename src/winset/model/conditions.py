"""Conditions on packages: which options of which issues."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from winset.model.claims import IssueId, OptionId, OptionIds
from winset.model.forms import Form
from winset.model.numbers import Number

Condition = Annotated[
    dict[IssueId, OptionIds], Field(min_length=1), Form("issues joined by AND; the options of a list by OR")
]
Place = Annotated[Number | OptionId, Field(union_mode="left_to_right")]
Marks = dict[IssueId, Place]
REACH = (
    "How far it reaches on an issue that is a scale and named here: to any option that lies at this place of the line "
    "(a number from 0 to 100, or an option) or beyond it, on the side of the options that are named; upwards where "
    "they lie just there. A new option that an analysis proposes is told apart by it as well."
)


def condition_name(when: Condition) -> str:
    """A condition by what it says, whatever the order in which it says it."""
    return ",".join(f"{issue}={'|'.join(sorted(options))}" for issue, options in sorted(when.items()))
