"""What the analyst keeps beside the case itself: packages under a name, and the drafter's own sentences for a brief."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from winset.model.claims import Id, IssueId, Node, OptionId, Text
from winset.model.marks import Refers, Sentences
from winset.model.numbers import Handling


class KeptPackage(Node):
    """A package that is worth coming back to; nothing is computed from it."""

    title: Text | None = Field(
        None,
        title="Title",
        description="What readers call the package; its short name is shown where there is no title.",
    )
    note: Annotated[Text | None, Sentences()] = Field(
        None, title="Why it is kept", description="Why it is kept, in your words."
    )
    options: dict[IssueId, OptionId] = Field(
        min_length=1,
        title="Its options",
        description="The option that it has on each issue; an issue that is left out stays at its status quo.",
    )
    handling: Handling = Field(
        "team", title="Who may see the package", description="Who may see the package, with its note."
    )


class DrafterNote(Node):
    """Sentences of whoever drafts the brief, which stand there as the drafter's and rest on nothing else."""

    text: Annotated[Text, Sentences()] = Field(
        title="The sentences", description="The sentences, as they are to stand in the brief."
    )
    after: Annotated[Id | None, Refers("sections")] = Field(
        None,
        title="After which section they stand",
        description="The short name of the section of the brief after which they stand; first, if left out.",
    )
    handling: Handling = Field("team", title="Who may see the sentences", description="Who may see the sentences.")

    @property
    def entry_name(self) -> str:
        return self.text


class BriefNotes(Node):
    """What the drafter adds to a brief of the case."""

    notes: tuple[DrafterNote, ...] = Field(
        (),
        title="Sentences of your own",
        description="The drafter's own sentences, each marked as such where it stands.",
    )
