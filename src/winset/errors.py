"""Every exception that winset raises on purpose, and the located problem that most of them carry.

WinsetError
├── CaseError            the case file or a source has problems; carries all of them, each with its place
│   └── NumberTooFine    a party's exact denominator passes the stated bound
├── UnknownName          a table, variant, party or package was asked for that the case does not have
├── TooLarge             the question is beyond what the chosen method can enumerate
├── ClusterLost          who shared a long run is gone; what was done by then is kept
├── ModelRefused         a language model was not asked, or gave no answer that could be read
├── EditRefused          a change that cannot be made in the case file, with the place that stands against it
└── SaveRefused          nothing was written: the file changed meanwhile, or its folder cannot be written
    └── AddsErrors       nothing was written: the change would make errors in a case that has none
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]
Level = Literal["open", "team", "restricted"]
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something stands: a file and a span on one line.

    line, column: counted from 1, in characters; length: characters, at least 1.
    excerpt: the line's text, for the caret; empty where there is no line to show.
    """

    file: str
    line: int = 1
    column: int = 1
    length: int = 1
    excerpt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong with a case, with its place and what would be right.

    code: E… for errors, W… for warnings; each is explained in docs/reference/error-codes.md.
    hint: stands beside the caret. suggestion: a text that would be right in this place, or None.
    path: the node that the problem is about, as keys from the root of the case file. handling: who may see that node.
    """

    code: str
    message: str
    place: Place
    hint: str = ""
    suggestion: str | None = None
    path: Path = ()
    handling: Level = "open"

    @property
    def severity(self) -> Severity:
        """Whether it keeps the case from being used."""
        return "error" if self.code.startswith("E") else "warning"


class WinsetError(Exception):
    """The root of all that winset raises on purpose."""


class CaseError(WinsetError):
    """The case cannot be used as it stands; `problems` holds everything found, in the order of the file.

    A traceback lists them as notes; the message itself names none, since a problem may be about what is
    marked above the level at which the message is shown. `level`: at which a command shows them.
    """

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        self.level: Level = "team"
        count = sum(problem.severity == "error" for problem in problems)
        super().__init__(f"{count} error{'s' if count != 1 else ''} in the case")
        for problem in problems:
            place, hint = problem.place, f" ({problem.hint})" if problem.hint else ""
            self.add_note(f"{place.file}:{place.line}:{place.column}: {problem.code}: {problem.message}{hint}")


class NumberTooFine(CaseError):
    """One party's numbers have no common denominator below the stated bound."""


class UnknownName(WinsetError):
    """What was asked for by name is not in the case; the message lists what is."""


Remedy = Literal["", "agenda", "links", "search", "package"]
"""What would make a question small enough, by a key that whoever shows it can put in words of its own."""
REMEDIES: dict[Remedy, str] = {
    "": "",
    "agenda": ". Leave out issues by a shorter agenda, or drop options that nobody would accept.",
    "links": ". Leave out issues by a shorter agenda, or drop links and options that matter little.",
    "search": "; a search does not need it",
    "package": ". Ask of another package, or of a shorter agenda",
}


class TooLarge(WinsetError):
    """The question has more packages than the method can enumerate.

    fact: what is too large. packages: how many there are. remedy: what would help, said after the fact.
    """

    def __init__(self, fact: str, packages: int, remedy: Remedy = "") -> None:
        self.fact, self.packages, self.remedy = fact, packages, remedy
        super().__init__(f"{fact}{REMEDIES[remedy]}")

    def __reduce__(self) -> tuple[object, ...]:
        """What another process sends back."""
        return TooLarge, (self.fact, self.packages, self.remedy)


class ClusterLost(WinsetError):
    """The scheduler of a cluster, or all its workers, are gone. What was done by then is not lost."""


class ModelRefused(WinsetError):
    """A language model was not asked, or what answered cannot be used; the message says why, and holds no key."""


class EditRefused(WinsetError):
    """The change cannot be made, and the message says why. place: where the case file says otherwise."""

    def __init__(self, message: str, place: Place | None = None) -> None:
        self.place = place
        super().__init__(message)


class SaveRefused(WinsetError):
    """Nothing was written, and the message says why."""


class AddsErrors(SaveRefused):
    """Nothing was written: the change would make errors, which `problems` holds, in a case that has none."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        said = "; ".join(f"{problem.code}, line {problem.place.line}: {problem.message}" for problem in problems[:3])
        super().__init__(f"the change would make an error in the case, nothing was written: {said}")
