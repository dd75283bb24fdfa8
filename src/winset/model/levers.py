"""Levers: which of them answers may name as something to use."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import Field

from winset.model.claims import Assertion, Flag, HolderIds, PartyId, Text
from winset.model.marks import Words
from winset.model.numbers import Handling

PEOPLE = re.compile(
    r"\b(?:prisoners?|pows?|captives?|captivity|detainees?|hostages?|child|children|orphans?|abduct\w*|deport\w*"
    r"|refugees?|displaced|food|famine|starv\w*|medicines?|medical|humanitarian)\b",
    re.IGNORECASE,
)
"""Words that tell of a lever that it is about people: who suffers by it is not who decides."""

IN_FORCE = "in force already"
ABOUT_PEOPLE = "about people: not offered as a lever"
NOT_OFFERED = "not offered as a lever"
"""Why answers do not name a lever as something to use."""


class Lever(Assertion):
    """Pressure that its holders can apply to a party."""

    title: Text | None = Field(
        None, title="Title", description="What readers call the lever; its short name is shown where there is no title."
    )
    holders: HolderIds = Field(title="Who can apply it", description="Who can apply the pressure; parties or others.")
    target: PartyId = Field(title="Who is pressed", description="The party that is pressed.")
    state: Annotated[
        Literal["in_force", "threatened", "possible"],
        Words((("in_force", "applied already"), ("threatened", "threatened"), ("possible", "possible"))),
    ] = Field(
        "possible",
        title="Is the pressure applied already?",
        description=(
            "Whether the pressure is applied already (`in_force`; it is then part of how things stand), threatened, or "
            "possible."
        ),
    )
    effect: Annotated[
        Literal["tighten", "ease"], Words((("tighten", "it tightens the pressure"), ("ease", "it eases the pressure")))
    ] = Field(
        "tighten",
        title="What pulling it does",
        description=(
            "Whether pulling the lever tightens the pressure or eases it; what is in force cannot be tightened by "
            "pulling it again."
        ),
    )
    offered: Flag | None = Field(
        None,
        title="May answers name it as something to use?",
        description=(
            "Whether answers may name the lever as something to use. One that is about people (prisoners, children, "
            "food, medicine) is never named so unless this says yes and a reason is given."
        ),
    )
    handling: Handling | None = Field(
        None,
        title="Who may see the lever",
        description=(
            "Who may see the lever; if left out everyone, and of one that is inferred those who may see judgements."
        ),
    )

    @property
    def can_be_pulled(self) -> bool:
        """False where it presses already: it is part of the status quo, and there is nothing left to pull but to ease
        it.
        """
        return self.state != "in_force" or self.effect == "ease"

    @property
    def is_allowed(self) -> bool:
        """True where the case says in so many words, with its reason, that answers may name it as something to use."""
        return self.offered is True and self.because is not None


def about_people(texts: Iterable[str | None]) -> str | None:
    """The first word that tells of a lever that it is about people; None where there is none. An underscore parts
    words, as in the short names of levers.
    """
    matches = (PEOPLE.search(text.replace("_", " ")) for text in texts if text)
    return next((match.group() for match in matches if match), None)
