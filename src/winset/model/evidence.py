"""What the quotes of a case resolved to in its sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from winset.errors import Problem
from winset.model.as_of import AsOf
from winset.model.case import Case
from winset.model.claims import Claim


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Where a quote stands: its exact text, the place, and the whole sentence around it.

    text: with words that the end of a line parts as the quote has them, and without what a page puts between.
    exact: False where the quote equals the text only after the typographic fold.
    where: the place in words, "line 12" or "page 3". shown: the text on one line, as it stands in the sentence.
    altered_speech: True of direct speech in a source that reads like a text whose words were swapped: what was said may
    have been other words.
    """

    text: str
    shown: str
    sentence: str
    where: str
    exact: bool
    altered_speech: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CellSupport:
    """What the quotes of a cell, or of a red line, are to its party.

    circumstances: True where every claim is circumstances from which the position is read, none a statement of it.
    names_party: False where no sentence around a quote names the party, one of its aliases or members, and none of
    them is the speaker.
    """

    circumstances: bool
    names_party: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many cells rest on what, and how many quotes were checked. only_refuse: of those that are not silent, how
    many say what the party refuses and not what it wants. drafts: claims that a program proposed and nobody confirmed.
    """

    stated: int
    inferred: int
    silent: int
    quotes: int
    exact: int
    folded: int
    unreviewed: int
    only_refuse: int = 0
    drafts: int = 0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Checked:
    """A case file after every check.

    case: None where the file does not give one, even in part. passages: by claim, those that were found.
    sha256: of the bytes of the case file. sources: the same of every source by name, None of one that cannot be read.
    path: of the case file. variants: those that the case is read under. as_of: what was
    taken from the case where it is read as it stood on a date. support: by issue and party, of each cell with
    claims; by issue, party and option, of each red line with claims of its own.
    """

    case: Case | None
    problems: tuple[Problem, ...]
    passages: Mapping[Claim, Passage]
    counts: Counts
    sha256: str
    path: str
    sources: Mapping[str, str | None] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    as_of: AsOf | None = None
    support: Mapping[tuple[str, ...], CellSupport] = field(default_factory=dict)

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that keep the case from being used."""
        return tuple(problem for problem in self.problems if problem.severity == "error")

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """The problems with which the case can be used."""
        return tuple(problem for problem in self.problems if problem.severity == "warning")
