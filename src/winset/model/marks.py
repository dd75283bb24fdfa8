"""What a field of the model says of its names and numbers beside their types.

Whose a number is, what keeps it back, how a change of it is told and how two versions are compared follows from these
and from the types alone: a new section of the case file is covered once its class stands in the model.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

POINTS = " points"
"""The unit of values, gains and walk-aways."""
Named = Literal[
    "parties", "issues", "options", "levers", "tables", "sources", "claims", "interests", "steps",
    "sections", "numbers", "places",
]  # fmt: skip
"""What a name stands for. interests: `party.interest`. sections: of a
brief. numbers: judged ones, by their paths below `judgements`. places: any part of the case, by its path.
"""


@dataclass(frozen=True, slots=True)
class Refers:
    """A name that stands for something that the case names elsewhere; a name without this mark is the section's own.
    or_others: it may also be that of somebody without a seat.
    """

    to: Named
    or_others: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """What the words that may stand in a field mean, each in a few words for somebody who chooses among them."""

    of: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Sentences:
    """A text of sentences rather than a name."""


@dataclass(frozen=True, slots=True)
class Unit:
    """In what a number is told, as it stands after the number."""

    words: str


@dataclass(frozen=True, slots=True)
class Called:
    """What an entry of a section is called at the beginning of a sentence, with the names that lead to it in braces."""

    words: str


@dataclass(frozen=True, slots=True)
class Reads:
    """How judged numbers read in a list of them, with the names that lead to a number and the fields of the parts in
    which it stands in braces. number: what one says, with its range as `{number}`; of: what it is of, before a colon;
    heading: what stands over those of a section. listed: False where the numbers stand elsewhere.
    """

    number: str = ""
    of: str = ""
    heading: str = ""
    listed: bool = True


@dataclass(frozen=True, slots=True)
class AsOne:
    """What changes as one: it is a single entry, however much stands in it."""


@dataclass(frozen=True, slots=True)
class InOrder:
    """Lists whose order means something."""


@dataclass(frozen=True, slots=True)
class Apart:
    """A section from whose numbers no value, gain or walk-away of a party at present follows."""


@dataclass(frozen=True, slots=True)
class ForTables:
    """A section whose numbers only the answers about tables read."""


@dataclass(frozen=True, slots=True)
class OfNumbers:
    """A level that is of the numbers and words of a judged part, where these say nothing else: a quote that stands in
    it is evidence, and says itself who may see it.
    """


@dataclass(frozen=True, slots=True)
class ForItsPart:
    """The number that its part is about: the path of the part is its own."""


@dataclass(frozen=True, slots=True)
class AnsweredBy:
    """A section that some questions leave out of their answers and say so. question: the one that answers it. words:
    what is left out.
    """

    question: str
    words: str
