"""What became of the answer between two versions of a case, and which changes did it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from winset.analyses.comparison.answers import Version, version
from winset.analyses.comparison.crossings import CrossingPackages, crossing_packages
from winset.analyses.comparison.effects import Comparison, comparison
from winset.analyses.robustness.finding_shares import FindingShares
from winset.analyses.robustness.readings_question import DEAL, SettlementFindings
from winset.casefile.checks.register import is_valid
from winset.errors import NumberTooFine, TooLarge, UnknownName, WinsetError
from winset.model.changes import Changes, changes
from winset.questions.comparison.request import DiffRequest
from winset.questions.question import Given
from winset.readings.shares import Share
from winset.session import Session


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DiffAnswer:
    """Two versions against each other.

    moved: packages that became acceptable and that no longer are, None where win-sets are not kept. shares: of old and
    new, in how many readings there is a deal; None where that was not asked or cannot be said, and notes say why.
    stopped: what is missing where the run was stopped.
    """

    request: DiffRequest
    comparison: Comparison
    moved: tuple[CrossingPackages, CrossingPackages] | None
    shares: tuple[Share | None, Share | None]
    notes: tuple[str, ...]
    stopped: str = ""

    @property
    def status(self) -> str:
        cut = "limit" in (self.comparison.old.answer.status, self.comparison.new.answer.status)
        return "limit" if cut or self.stopped else "answered"


@dataclass(slots=True, kw_only=True)
class _Shares:
    """The shares of readings by version, why one is not known, and what is missing where the run was stopped."""

    known: dict[str, Share] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    stopped: str = ""


def solve(request: DiffRequest, given: Given) -> DiffAnswer:
    """Raises UnknownName, TooLarge and NumberTooFine, each with the version that it is about."""
    if given.other is None:
        raise WinsetError("two versions of a case are compared; only one is given")
    sessions = (given.session, given.other)
    for where, session in _placed(sessions):
        tables = session.case.tables
        if request.table is not None and request.table not in tables:
            raise UnknownName(f"{where}: no table `{request.table}`; this case has: {', '.join(tables) or 'none'}")
    old, new = (_version(where, session, request.table, given) for where, session in _placed(sessions))
    compared = comparison(_changes(*sessions), (old, new), request.table, is_valid)
    shares = _shares(request, given, sessions)
    return DiffAnswer(
        request=request,
        comparison=compared,
        moved=crossing_packages(old, new),
        shares=(shares.known.get("old"), shares.known.get("new")),
        notes=tuple(shares.notes),
        stopped=shares.stopped,
    )


def _placed(sessions: tuple[Session, Session]) -> Iterator[tuple[str, Session]]:
    """Each version with how it was named."""
    yield from ((f"{which}, {session.place}", session) for which, session in zip(("OLD", "NEW"), sessions, strict=True))


def _changes(old: Session, new: Session) -> Changes:
    texts = ({name: source for name, source in session.checked.sources.items() if source} for session in (old, new))
    return changes(old.case, new.case, *texts)


def _version(where: str, session: Session, table: str | None, given: Given) -> Version:
    try:
        return version(session.compiled(table), session.central(table))
    except TooLarge as refusal:
        raise TooLarge(f"{where}: {refusal.fact}", refusal.packages, refusal.remedy) from None
    except NumberTooFine:
        given.running.notice(f"{where}:\n")
        raise


def _shares(request: DiffRequest, given: Given, sessions: tuple[Session, Session]) -> _Shares:
    """In how many readings each version has a deal. Raises KeyboardInterrupt where nothing was done before a stop."""
    made = _Shares()
    if not request.trials:
        return made
    for which, session in zip(("old", "new"), sessions, strict=True):
        case = session.compiled(request.table).without_levers()
        work = FindingShares(case=case, question=SettlementFindings(), seed=request.seed)
        try:
            done = given.running.of({which: work}, request.trials, f"readings of the {which} version")
        except (TooLarge, NumberTooFine) as refusal:
            made.notes.append(f"In how many readings the {which} version has a deal was not computed: {refusal}")
            continue
        if done.draws(which):
            made.known[which] = work.result(done.sums[which])[DEAL]
        if done.stopped:
            made.stopped = f"stopped after {done.draws(which):,} of {request.trials:,} readings of the {which} version"
            break
    if made.stopped and not made.known:
        raise KeyboardInterrupt
    return made
