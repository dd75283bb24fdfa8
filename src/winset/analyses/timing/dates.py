"""The win-set at each date: how large it is, who blocks, when a deal exists first and last, which lever opens a date.

Packages are worth the same at each date; walk-aways alone move. So packages are listed once, or their frontier is
folded once at the lowest walk-aways, and each date asks again with its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from winset.analyses.settlement.choose import Package
from winset.analyses.settlement.layers import TooJoined
from winset.analyses.settlement.methods.enumeration import Enumeration
from winset.analyses.settlement.methods.method_protocol import Method, chosen_by
from winset.analyses.settlement.methods.selection import MANY, SolverOptions, select_method
from winset.analyses.settlement.packages import FEW, Ints, Packages, View, feasible_packages, total_packages
from winset.analyses.settlement.quick_answers import CachedFrontier
from winset.analyses.settlement.settle import LEADER
from winset.analyses.settlement.silence import deal_in
from winset.analyses.timing.margin import margin
from winset.analyses.timing.paths import Pressure, Shift, moved_reading, refined, with_lever
from winset.compiled.timing import CompiledTiming
from winset.errors import TooLarge
from winset.readings import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class DateAnswer:
    """The settlement answer at one date. walk_away: per party in points, None where none can be derived. has_deal: None
    where a search stopped before that was known. acceptable: packages; error: its standard error where it is an
    estimate. leading: the package that leads. margin: the way-out margin in points. pivotal: without a deal, the
    parties whose constraints alone, if removed, open one. pressing: the levers that press then.
    """

    period: int
    walk_away: tuple[Fraction | None, ...]
    has_deal: bool | None
    acceptable: int
    error: float
    leading: Package | None
    margin: Fraction | None
    pivotal: tuple[int, ...]
    pressing: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedPackage:
    """A package that leads at some date. open: the periods in which it is acceptable. last: the last one looked at.
    values: per party, in points.
    """

    options: Package
    open: tuple[int, ...]
    last: int
    values: tuple[Fraction, ...]

    @property
    def gone(self) -> int | None:
        """The first period in which it is no longer acceptable, once it was; None where it stays so."""
        later = (period + 1 for period in self.open if period + 1 not in self.open and period < self.last)
        return next(later, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningLever:
    """A lever that alone opens dates without a deal. opens: those periods, if it presses then."""

    lever: int
    opens: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """The answers at all dates, from now on. followed: the packages that lead at some date, in the order in which they
    do. gone: of the packages that are acceptable now, how many no longer are in each period; opened: how many are in
    each period that are not now; both None where packages are not listed. levers: that alone open a date, where they
    do not press already.
    """

    reading: Reading
    shifts: tuple[Shift, ...]
    dates: tuple[DateAnswer, ...]
    followed: tuple[FollowedPackage, ...]
    gone: tuple[int, ...] | None
    opened: tuple[int, ...] | None
    levers: tuple[OpeningLever, ...]

    @property
    def first(self) -> int | None:
        """The first period with a deal."""
        return next((date.period for date in self.dates if date.has_deal), None)

    @property
    def last(self) -> int | None:
        """The last period looked at with a deal."""
        return next((date.period for date in reversed(self.dates) if date.has_deal), None)

    @property
    def is_known(self) -> bool:
        """True where it is known of each date whether there is a deal."""
        return all(date.has_deal is not None for date in self.dates)


def dates(
    reading: Reading, timing: CompiledTiming, shifts: Sequence[Shift], levers: Pressure, offered: Iterable[int] = ()
) -> Dates:
    """The win-set at each date.

    shifts: per period. offered: levers that may be applied besides. Raises TooLarge where no method takes the case on,
    NumberTooFine where the changes make its numbers too fine.
    """
    pulled = {
        (period, lever): with_lever(shift, levers, lever)
        for lever in offered
        for period, shift in enumerate(shifts)
        if lever not in timing.pressing(period)
    }
    asked = _Asked(refined(reading, (*shifts, *pulled.values())), (*shifts, *pulled.values()))
    answers = tuple(asked.date(period, shift, timing.pressing(period)) for period, shift in enumerate(shifts))
    changed = asked.changed(shifts)
    return Dates(
        reading=asked.reading,
        shifts=tuple(shifts),
        dates=answers,
        followed=asked.followed(answers, shifts),
        gone=None if changed is None else changed[0],
        opened=None if changed is None else changed[1],
        levers=tuple(
            OpeningLever(lever=lever, opens=opens)
            for lever in dict.fromkeys(lever for _, lever in pulled)
            if (
                opens := tuple(
                    date.period
                    for date in answers
                    if date.has_deal is False
                    and (shift := pulled.get((date.period, lever))) is not None
                    and asked.has_deal(shift)
                )
            )
        ),
    )


def deals_at(reading: Reading, shifts: Sequence[Shift]) -> tuple[bool | None, ...]:
    """Whether there is a deal at each date, None where a search stopped before that was known, and nothing else of it.

    Raises TooLarge and NumberTooFine as above.
    """
    try:
        if total_packages(reading.structure) > FEW:
            return _searched(refined(reading, shifts), shifts)
    except TooJoined:
        pass
    asked = _Asked(refined(reading, shifts), shifts)
    return tuple(asked.date(period, shift, ()).has_deal for period, shift in enumerate(shifts))


def _searched(reading: Reading, shifts: Sequence[Shift]) -> tuple[bool | None, ...]:
    known: Packages = np.zeros((0, len(reading.structure.sizes)), dtype=np.int16)
    deals = []
    for shift in shifts:
        has_deal, known = deal_in(moved_reading(reading, shift), known)
        deals.append(has_deal)
    return tuple(deals)


class _Asked:
    """One reading, asked at different walk-aways; each set of them once."""

    def __init__(self, reading: Reading, every: Iterable[Shift]) -> None:
        self.reading = reading
        self.listed: View | None = None
        self._methods: dict[Shift, Method] = {}
        self._dates: dict[Shift, DateAnswer] = {}
        self._ask: Callable[[Reading], Method]
        if total_packages(reading.structure) <= FEW:
            self.listed = View(reading.structure, feasible_packages(reading.structure))
            packages = self.listed.packages
            self._ask = lambda moved: Enumeration(moved, packages)
        else:
            self._ask = _at_size(reading, [moved_reading(reading, shift).walk_away for shift in every])

    def method(self, shift: Shift) -> Method:
        if shift not in self._methods:
            self._methods[shift] = self._ask(moved_reading(self.reading, shift))
        return self._methods[shift]

    def has_deal(self, shift: Shift) -> bool:
        return self.method(shift).has_deal

    def date(self, period: int, shift: Shift, pressing: tuple[int, ...]) -> DateAnswer:
        """The answer at one date."""
        if shift not in self._dates:
            self._dates[shift] = self._answer(shift)
        known = self._dates[shift]
        return replace(known, period=period, pressing=pressing)

    def _answer(self, shift: Shift) -> DateAnswer:
        method = self.method(shift)
        moved = method.reading
        has_deal = True if method.has_deal else False if method.is_proven else None
        counts, why = method.counts, method.no_deal() if has_deal is False else None
        return DateAnswer(
            period=0,
            walk_away=tuple(
                None if walk_away is None else moved.points(party, walk_away)
                for party, walk_away in enumerate(moved.walk_away)
            ),
            has_deal=has_deal,
            acceptable=counts.acceptable,
            error=counts.error,
            leading=chosen_by(method.choices(LEADER)[LEADER], lambda: method.frontier) if method.has_deal else None,
            margin=margin(method, why, self.listed, lambda other: self._ask(other).has_deal)
            if has_deal is not None
            else None,
            pivotal=why.blockers.pivotal if why is not None else (),
            pressing=(),
        )

    def followed(self, answers: Sequence[DateAnswer], shifts: Sequence[Shift]) -> tuple[FollowedPackage, ...]:
        """The packages that lead at some date, and when each is acceptable."""
        leading = tuple(dict.fromkeys(date.leading for date in answers if date.leading is not None))
        if not leading:
            return ()
        view = View(self.reading.structure, np.array(leading, dtype=np.int16))
        values = view.values(self.reading)
        fine = np.stack([~view.falls_short(moved_reading(self.reading, shift), values) for shift in shifts])
        return tuple(
            FollowedPackage(
                options=options,
                open=tuple(np.flatnonzero(fine[:, place]).tolist()),
                last=len(shifts) - 1,
                values=tuple(self.reading.points(party, int(row[place])) for party, row in enumerate(values)),
            )
            for place, options in enumerate(leading)
        )

    def changed(self, shifts: Sequence[Shift]) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
        """Per period, how many packages that are acceptable now no longer are, and how many are that are not now."""
        if self.listed is None:
            return None
        values: Ints = self.listed.values(self.reading)
        fine = [~self.listed.falls_short(moved_reading(self.reading, shift), values) for shift in shifts]
        return (
            tuple(int((fine[0] & ~now).sum()) for now in fine),
            tuple(int((now & ~fine[0]).sum()) for now in fine),
        )


def _at_size(reading: Reading, every: Sequence[tuple[int | None, ...]]) -> Callable[[Reading], Method]:
    """The method at each walk-away, from a frontier that is folded once where it can be."""
    lowest = tuple(
        None if any(level is None for level in levels) else min(level for level in levels if level is not None)
        for levels in zip(*every, strict=True)
    )
    try:
        cached = CachedFrontier(reading, lowest)
    except TooLarge as refusal:
        by_search = refusal.remedy == "search" and (refusal.packages > MANY // 10 or bool(reading.structure.votes))
        solver = SolverOptions(method="search" if by_search else None)
        return lambda moved: select_method(moved, solver).method
    return cached.method
