"""What time does to the answer: at each date, in the central reading and over trials, and under every variant."""

from __future__ import annotations

from dataclasses import dataclass

from winset.analyses.timing.contest_answers import ContestAnswer, ContestShares, contest_answer, contest_shares
from winset.analyses.timing.contests import ContestedIssue, contested_issues
from winset.analyses.timing.dates import Dates, dates, deals_at
from winset.analyses.timing.given import NotEnoughGiven
from winset.analyses.timing.paths import Shift, pressure, shifts
from winset.analyses.timing.patience import Hurry, hurry
from winset.analyses.timing.readings import DateShares, TimingTrials
from winset.analyses.timing.ripeness import Ripeness, flags
from winset.analyses.timing.voting_bodies import VotingBody, voting_bodies
from winset.analyses.timing.waiting import Waiting, waiting
from winset.compiled import Compiled
from winset.compiled.tables import bodies_of
from winset.compiled.timing import CompiledTiming, timing_of
from winset.errors import NumberTooFine, TooLarge, UnknownName
from winset.questions.question import Given
from winset.questions.timing.request import TimingRequest
from winset.readings.judged import most_likely
from winset.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderVariant:
    """The dates under a variant of the case. first, last: periods with a deal, None where no date has one. open: all
    periods with a deal.
    """

    name: str
    first: int | None
    last: int | None
    open: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TimingAnswer:
    """What is known of time. periods: the last one looked at. dates, ripeness: in the central reading. readings: over
    trials, None where none were asked for. under_variants: those that could be asked. contests, contested, hurry,
    bodies: what bargaining theory says in the central reading; contest_shares: over trials, empty where none were asked
    for. is_excluded: red lines and rules leave no package open, whatever the numbers. refusal: why trials were not
    counted.
    """

    request: TimingRequest
    case: Compiled
    timing: CompiledTiming
    periods: int
    dates: Dates
    waiting: tuple[Waiting, ...]
    ripeness: tuple[Ripeness, ...]
    readings: DateShares | None
    under_variants: tuple[UnderVariant, ...]
    contests: tuple[ContestAnswer, ...]
    contest_shares: tuple[ContestShares, ...]
    contested: tuple[ContestedIssue, ...]
    hurry: Hurry | NotEnoughGiven
    bodies: tuple[VotingBody, ...]
    is_excluded: bool
    refusal: str = ""

    @property
    def status(self) -> str:
        return "limit" if self.stopped or not self.dates.is_known else "answered"

    @property
    def stopped(self) -> str:
        """What is missing where the run was stopped."""
        if self.refusal:
            return ""
        done, asked = self.readings.draws if self.readings is not None else 0, self.request.trials
        return f"stopped after {done:,} of {asked:,} trials" if done < asked else ""


def solve(request: TimingRequest, given: Given) -> TimingAnswer:
    """Raises UnknownName where the case says nothing of time, TooLarge and NumberTooFine, and KeyboardInterrupt where
    no trial was done by then.
    """
    session = given.session
    timing = timing_of(session.case)
    if timing is None:
        raise UnknownName(
            "this case says nothing of time: `judgements.timing` in its file says what changes while nothing is agreed"
        )
    given.prepare(request.table)
    periods = request.periods or timing.horizon
    case = session.compiled(request.table)
    dates, ahead = _central(session, request, timing, periods)
    readings, refusal = _readings(request, given, timing, periods)
    contests = tuple(contest_answer(timing, contest, most_likely, periods) for contest in timing.contests)
    return TimingAnswer(
        request=request,
        case=case,
        timing=timing,
        periods=periods,
        dates=dates,
        waiting=waiting(dates, timing, most_likely),
        ripeness=_ripeness(dates, timing, case, ahead),
        readings=readings,
        under_variants=() if request.alone else _under_variants(session, request, periods),
        contests=contests,
        contest_shares=contest_shares(
            case, timing, seed=request.seed, draws=min(request.trials, request.contest_trials), periods=periods
        )
        if request.trials
        else (),
        contested=contested_issues([(answer.contest, answer.numbers) for answer in contests]),
        hurry=hurry(timing, case.structure.bargaining, most_likely),
        bodies=voting_bodies(bodies_of(session.case, request.table), case.parties, timing, most_likely),
        is_excluded=_is_excluded(session, request, dates),
        refusal=refusal,
    )


def _is_excluded(session: Session, request: TimingRequest, dates: Dates) -> bool:
    """Red lines and rules leave no package open at any date, since time moves neither."""
    if any(date.has_deal is not False for date in dates.dates):
        return False
    settlement = session.settlement(request.table)
    return settlement.status == "none" and not settlement.counts.feasible


def _central(
    session: Session, request: TimingRequest, timing: CompiledTiming, periods: int
) -> tuple[Dates, tuple[Shift, ...]]:
    """The dates in the central reading, and the shifts of all periods with one more."""
    case = session.compiled(request.table)
    pressed = pressure(case.levers, most_likely)
    ahead = shifts(timing, pressed, most_likely, periods + 1)
    return dates(session.central(request.table), timing, ahead[:-1], pressed, case.levers_offered), ahead


def _ripeness(dates: Dates, timing: CompiledTiming, case: Compiled, ahead: tuple[Shift, ...]) -> tuple[Ripeness, ...]:
    """The flags at each date."""
    return tuple(
        Ripeness(
            period=date.period,
            way_out=date.has_deal,
            margin=date.margin,
            parties=flags(
                timing,
                most_likely,
                case.structure.bargaining,
                date.walk_away,
                (ahead[date.period], ahead[date.period + 1]),
            ),
        )
        for date in dates.dates
    )


def _readings(
    request: TimingRequest, given: Given, timing: CompiledTiming, periods: int
) -> tuple[DateShares | None, str]:
    """The dates over trials, or why they were not counted."""
    if not request.trials:
        return None, ""
    trials = TimingTrials(case=given.session.compiled(request.table), timing=timing, seed=request.seed, periods=periods)
    try:
        done = given.running.of({"timing": trials}, request.trials, "trials")
    except TooLarge as refusal:
        return None, str(refusal)
    if not done.draws("timing"):
        raise KeyboardInterrupt
    return trials.result(done.sums["timing"]), ""


def _under_variants(session: Session, request: TimingRequest, periods: int) -> tuple[UnderVariant, ...]:
    """The dates under each variant by itself, as far as it can be asked there."""
    under = []
    for name, other in session.variants.items():
        timing = timing_of(other.case)
        if timing is None:
            continue
        try:
            ahead = shifts(timing, pressure(other.compiled(request.table).levers, most_likely), most_likely, periods)
            deals = deals_at(other.central(request.table), ahead)
        except (TooLarge, NumberTooFine, UnknownName):
            continue
        open_ = tuple(period for period, has_deal in enumerate(deals) if has_deal)
        first, last = (open_[0], open_[-1]) if open_ else (None, None)
        under.append(UnderVariant(name=name, first=first, last=last, open=open_))
    return tuple(under)
