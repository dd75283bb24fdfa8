"""What passes between a question's files: what solving is given, what an answer is, and what saying it is given.

A folder has `request` (the request), `solve` (`solve(request, given) -> answer`), `sections`
(`sections(answer, saying) -> sections of the report`), `data` (`data(answer, saying) -> JSON`), and, where it needs
them, `charts` (`chart(answer, saying) -> Figure`) and `trials` (what is asked of every reading).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Protocol

from winset.errors import Path, UnknownName, WinsetError
from winset.questions.request import Request
from winset.report.names import Names
from winset.report.ownership import Ownership
from winset.runs.running import Running
from winset.session import Session

if TYPE_CHECKING:
    from winset.analyses.settlement.methods.selection import SolverOptions

plain_answers: list[str] = []
"""The place of the case that this process answered without compiled code."""
PREPARING = "Preparing compiled code for large cases (once; about half a minute) …"


class Answered(Protocol):
    """An answer. status: "answered", "none" (none exists) or "limit" (gave up, with what is known). stopped: what is
    missing where the run was stopped, empty where nothing is.
    """

    @property
    def status(self) -> str: ...

    @property
    def stopped(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class NotComputed:
    """Why a question was not answered. refusal: what said so; packages: how many there are, where that is why."""

    reason: str
    refusal: WinsetError
    packages: int | None = None

    @property
    def sentence(self) -> str:
        """The reason as a sentence of its own."""
        text = self.reason[:1].upper() + self.reason[1:]
        return text if text.endswith(".") else f"{text}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """A question whose answer is made with judgements that a level leaves out: what follows from the evidence alone is
    told instead. compared: the answer about two versions, of which only what changed in the evidence is told.
    """

    request: Request
    compared: Any = None
    status: str = "withheld"
    stopped: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExitGains:
    """What parties gain by leaving an agreement, as another question works it out. by_party: in each period, the last
    of which holds from then on. period: how long one is, in words. words: what it is taken from, inside a sentence.
    section: the judged section that it follows from, with the values of the parties.
    """

    by_party: Mapping[int, tuple[Fraction, ...]]
    period: str
    words: str
    section: Path


class ExitGainsOf(Protocol):
    """What parties gain by leaving an agreement on some options, each by its issue and place, over so many periods.
    Raises UnknownName where a case does not give enough.
    """

    def __call__(self, session: Session, periods: int, agreed: frozenset[tuple[int, int]]) -> ExitGains: ...


def _no_exit_gains(session: Session, periods: int, agreed: frozenset[tuple[int, int]]) -> ExitGains:
    raise UnknownName("no question says what parties gain by leaving an agreement")


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a question is solved with. other: the second case of a question about two. running: by whom long runs are
    done, who is told how far they are, and where what is done is kept. exit_gains: what another question offers.
    """

    session: Session
    running: Running
    other: Session | None = None
    exit_gains: ExitGainsOf = _no_exit_gains

    def answers_plainly(self, table: str | None, solver: SolverOptions) -> bool:
        """True where plain arrays answer before compiled code would be there: for the first question of a process,
        since whoever asks on is better served by code that is made once. Raises UnknownName.
        """
        from winset.analyses.settlement.methods.selection import is_soon_streamed

        if plain_answers or not is_soon_streamed(self.session.compiled(table), solver):
            return False
        from winset.analyses.settlement.kernels import prepared

        if prepared("streaming"):
            return False
        plain_answers.append(self.session.place)
        self.session.once("preparing", lambda: None)
        return True

    def prepare(self, table: str | None = None, solver: SolverOptions | None = None) -> None:
        """Gives notice where compiled code is made first, which is done once and takes a while. solver: by which method
        packages are gone through, if not by size and shape. Raises UnknownName.
        """
        from winset.analyses.settlement.methods.selection import is_streamed, needs_kernels

        if needs_kernels(self.session.compiled(table), solver):
            from winset.analyses.settlement.kernels import prepared

            streamed = is_streamed(self.session.compiled(table), solver)
            if not prepared("streaming" if streamed else None):
                self.session.once("preparing", lambda: self._compiling(streamed=streamed))

    def _compiling(self, *, streamed: bool) -> None:
        """Gives notice, and has a second process compile its part where the frontier is built issue by issue."""
        self.running.notice(PREPARING)
        if not streamed:
            from winset.analyses.settlement.kernels.ahead import start

            start()


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """How an answer is shown. full: everything, not only what leads. limit: longest list in JSON, 0 lists all. exact:
    numbers in JSON as fractions. in_brief: with the sections that only a brief picks. leading_only: only the text that
    leads will be written, so that no document is made, and a question may leave out its sections of detail.
    """

    full: bool = False
    limit: int = 100
    exact: bool = False
    in_brief: bool = False
    leading_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPackages:
    """Packages that an answer shows, of which another question is asked in short. draws: readings that are gone through
    at most. most: how large that may be; None for as large as memory holds. in_words: only what sentences
    say is counted over readings, as a brief wants it.
    """

    packages: tuple[tuple[int, ...], ...]
    table: str | None = None
    seed: int = 1
    draws: int = 100
    most: int | None = None
    in_words: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """The short answer of another question about packages that are shown. sections: those of a key, to stand beside the
    answer. line: of a package, for a table of packages. data: of a package, for JSON. document: what is said of all of
    them together, by its key in JSON. notes: what a reader of JSON must know. rests_on: on what kind of ground it is
    said.
    """

    sections: Callable[[str], tuple[Any, ...]] = lambda key: ()
    line: Callable[[Sequence[int]], str] = lambda package: ""
    data: Callable[[Sequence[int]], Any] = lambda package: None
    document: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    rests_on: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """What an answer is said with. names: of the case in which the answer stands, whose parts the owners are. beside:
    short answers of other questions, by key.
    """

    session: Session
    showing: Showing = Showing()
    beside: Mapping[str, Beside] = field(default_factory=dict)
    other: Session | None = None

    @property
    def owners(self) -> Ownership:
        return self.session.owners

    def names(self, table: str | None = None) -> Names:
        """The names of the case, for what stands in positions of it."""
        return Names(self.session.case, self.session.compiled(table))
