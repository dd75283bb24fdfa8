"""Time in sentences: when a deal exists, which packages open and close, whom waiting costs, whether the moment is
ripe."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise

from winset.analyses.timing.dates import DateAnswer, FollowedPackage, OpeningLever
from winset.analyses.timing.waiting import Waiting
from winset.questions.timing.solve import TimingAnswer
from winset.readings.shares import Share
from winset.report.counts import in_trials
from winset.report.names import Names, counted, listed, points, variant_title
from winset.report.number_words import in_words

NOT_GIVEN = "not given"
DEFINITION = (
    "Way out, hurting and no victory in sight are this package’s own definition, after Zartman’s ripeness, which has "
    "no numbers: a package that all accept; a walk-away that falls over the next period; no escalation worth more "
    "than the walk-away. The moment is ripe only where all of them hold."
)
COST_IN_SHORT = (
    "Cost: what the package that leads {leads} would bring the party beyond its walk-away meanwhile, in its own "
    "points; below 0 it gains."
)
COST = (
    "What waiting costs a party in a period is what the package is worth to it less its walk-away then: how much more "
    "it would have had with the deal. Later periods count less by its discount. Points are a party’s own and are not "
    "compared between parties."
)
PATHS = (
    "Packages are worth the same at each date; walk-aways alone move, by what is judged for a period without a deal, "
    "by the events that have taken effect and by the levers that press. A trial takes each change at one value for all "
    "periods."
)
CLOSED = "What time does is judged and may not be shown at this level, nor what follows from it."
HALF_OF_TEN, TENS = 20, 10


class TimingWords:
    """The sentences about one answer, in the names of its case."""

    def __init__(self, answer: TimingAnswer, names: Names) -> None:
        self.answer, self.names, self.dates = answer, names, answer.dates
        timing = names.case.judgements.timing
        self.period_length = timing.period if timing is not None else ""

    def at(self, period: int) -> str:
        """A date in a sentence."""
        return "now" if period == 0 else f"in period {period}"

    def spans(self, periods: Iterable[int]) -> str:
        """Dates in a sentence, those that follow each other together: "now and in periods 3 to 5"."""
        runs: list[list[int]] = []
        for period in periods:
            if runs and runs[-1][-1] == period - 1:
                runs[-1].append(period)
            else:
                runs.append([period])
        return listed(self._run(run) for run in runs)

    def _run(self, run: Sequence[int]) -> str:
        first, last = run[0], run[-1]
        if first == last:
            return self.at(first)
        if first == 0:
            return "now and in period 1" if last == 1 else f"from now to period {last}"
        return f"in periods {first} {'and' if last == first + 1 else 'to'} {last}"

    def when(self) -> str:
        """When there is a deal, on the best guesses."""
        open_ = [date.period for date in self.dates.dates if date.has_deal]
        closed = [date.period for date in self.dates.dates if not date.has_deal]
        looked = f"{counted(self.answer.periods, 'period')} of {self.period_length}"
        if not self.dates.is_known:
            unknown = self.spans(date.period for date in self.dates.dates if date.has_deal is None)
            return f"On the best guesses it is not known whether there is a deal {unknown}: a search stopped."
        if self.answer.is_excluded:
            return "Time opens nothing here: rules and red lines exclude every package at each date."
        if not open_:
            return f"On the best guesses there is no deal now, and none in {self._ahead()}."
        if not closed:
            each = "" if self.answer.periods == 1 else "each of "
            return f"On the best guesses there is a deal now and in {each}{self._ahead()}."
        first, then = (f"a deal {self.spans(open_)}", f"none {self.spans(closed)}")
        if closed[0] == 0:
            first, then = f"no deal {self.spans(closed)}", f"there is one {self.spans(open_)}"
        verb = "is" if self.answer.periods == 1 else "are"
        return f"On the best guesses there is {first}, and {then} ({looked} {verb} looked at)."

    def _ahead(self) -> str:
        """The periods that are looked at, from now on."""
        number = "" if self.answer.periods == 1 else f"{self.answer.periods:,} "
        return f"the next {number}{'period' if self.answer.periods == 1 else 'periods'} of {self.period_length}"

    def trials(self) -> str:
        """In how many trials there is a deal, now and at the end."""
        readings = self.answer.readings
        if readings is None or self.answer.is_excluded:
            return ""
        now, then = readings.deals[0], readings.deals[-1]
        first, last = in_trials(now), in_trials(then)
        if readings.undecided_at(0):
            first = between(now, readings.undecided_at(0))
        if readings.undecided_at(self.answer.periods):
            last = between(then, readings.undecided_at(self.answer.periods))
        if first == last:
            return f"A deal exists {first}, now as well as {self.at(self.answer.periods)}."
        return f"A deal exists {first} now, and {last} {self.at(self.answer.periods)}."

    def turn(self) -> str:
        """What becomes of the package that leads first."""
        if not self.dates.followed:
            return ""
        package = self.dates.followed[0]
        leads = (
            "The package that leads now"
            if package.open[:1] == (0,)
            else f"The package that leads {self.at(package.open[0])}"
        )
        return f"{leads} {self.fate(package)}."

    def fate(self, package: FollowedPackage) -> str:
        """Until when a package stays acceptable."""
        last = self.answer.periods
        if package.gone is not None:
            back = [period for period in package.open if period > package.gone]
            again = f", and is acceptable again {self.spans(back)}" if back else ""
            return f"is no longer acceptable {self.at(package.gone)}{again}"
        if package.open[0] == last:
            return "is acceptable then, and nothing later is looked at"
        return f"stays acceptable up to period {last}, the last that is looked at"

    def losers(self) -> str:
        """Whom waiting for the package that leads first costs something, and from when on."""
        if not self.answer.waiting:
            return ""
        starts: dict[int | None, list[int]] = {}
        for cost in self.answer.waiting[0].costs:
            starts.setdefault(cost.first_loss, []).append(cost.party)
        spared = starts.pop(None, [])
        texts = [
            f"{self.names.parties(parties)} from {'now' if start == 0 else f'period {start}'} on"
            for start, parties in sorted(starts.items(), key=lambda pair: pair[0] or 0)
        ]
        if not texts:
            return "Waiting for it costs nobody anything."
        rest = f", and {self.names.parties(spared)} nothing" if spared else ""
        return f"Waiting for it costs {listed(texts)}{rest}."

    def ripe(self) -> str:
        """Whether the moment is ripe, and what speaks against it."""
        now = self.answer.ripeness[0]
        against = []
        if now.way_out is False:
            against.append("there is no way out yet that all accept")
        unhurt = [flags.party for flags in now.parties if flags.hurting is False]
        hopeful = [flags.party for flags in now.parties if flags.no_victory is False]
        if unhurt:
            whom = "anybody" if self.names.are_all(unhurt) else self.names.parties(unhurt)
            against.append(f"waiting does not hurt {whom}")
        if hopeful:
            against.append(f"{self.names.parties(hopeful)} could still win more by escalating")
        missing = self._missing()
        if against:
            return f"By winset’s own test the moment is not ripe: {listed(against)}."
        if missing:
            return f"Whether the moment is ripe cannot be said: not enough is given, namely {missing}."
        why = "there is a way out, waiting hurts all, and none sees a victory"
        return f"By winset’s own test the moment is ripe: {why}."

    def _missing(self) -> str:
        """What is not given that the flags need."""
        now = self.answer.ripeness[0]
        paths = [flags.party for flags in now.parties if flags.hurting is None]
        best = [flags.party for flags in now.parties if flags.no_victory is None]
        lacking = []
        if paths:
            lacking.append(f"what waiting does to the walk-away of {self.names.parties(paths)}")
        if best:
            lacking.append(f"the best that {self.names.parties(best)} could reach by escalating")
        return listed(lacking)

    def lever(self, name: str) -> str:
        """A lever by its title, or by its name in the file."""
        lever = self.names.case.levers[name]
        return lever.title or name.replace("_", " ")

    def turnover(self) -> str:
        """How many packages are acceptable to all at the last date that are not now, and the other way round."""
        if self.dates.gone is None or self.dates.opened is None:
            return ""
        last, now = self.answer.periods, self.dates.dates[0].acceptable
        gone, opened, then = self.dates.gone[last], self.dates.opened[last], self.at(last)
        if not now:
            some = f"{opened:,} {'is' if opened == 1 else 'are'} {then}"
            return f"No package is acceptable to all now; {some}." if opened else ""
        others = f"{opened:,} {'other is' if opened == 1 else 'others are'} then" if opened else "no other is then"
        if now == 1:
            return f"One package is acceptable to all now and {'no longer' if gone else 'still'} is {then}; {others}."
        verb, of = "is" if gone == 1 else "are", f"{now:,} packages acceptable to all now"
        kept = f"All {of} still are {then}" if not gone else f"Of the {of}, {gone:,} no longer {verb} {then}"
        return f"{kept}; {others}."

    def openings(self, shown: Sequence[OpeningLever]) -> list[str]:
        """Which levers alone open which dates, those that open the same together."""
        by_dates: dict[tuple[int, ...], list[str]] = {}
        for opening_lever in shown:
            by_dates.setdefault(opening_lever.opens, []).append(
                self.lever(self.answer.case.levers[opening_lever.lever].name)
            )
        return [
            f"{listed(levers, 'or')}{', each by itself and' if len(levers) > 1 else ','} applied by then, would open a "
            f"deal {self.spans(opens)}."
            for opens, levers in by_dates.items()
        ]

    def event(self, name: str) -> str:
        """A dated event by its title, or by its name in the file."""
        timing = self.names.case.judgements.timing
        title = timing.events[name].title if timing is not None else None
        return title or name.replace("_", " ")

    def moved(self, name: str) -> str:
        """What an event moves, in words."""
        timing = self.names.case.judgements.timing
        if timing is None:
            return ""
        moves = timing.events[name].moves
        texts = [
            f"the {what} of {self.names.party_called(party)} {in_words(span)['rises']}"
            for what, moved in (("walk-away", moves.walk_away), ("strength", moves.power))
            for party, span in moved.items()
        ]
        texts += [f"{self.lever(lever)} is applied" for lever in moves.apply]
        texts += [f"{self.lever(lever)} is lifted" for lever in moves.lift]
        return listed(texts) or "nothing that is judged"

    def otherwise(self) -> str:
        """Under how many variants the dates of a deal are others."""
        mine = tuple(date.period for date in self.dates.dates if date.has_deal)
        every = self.answer.under_variants
        others = sum(under_variant.open != mine for under_variant in every)
        if not every:
            return ""
        if not others:
            return "The dates are the same under each variant of the case."
        which = "the one variant" if len(every) == 1 else f"{others} of {len(every):,} variants"
        return f"Under {which} of the case the dates with a deal differ."

    def variants(self) -> list[str]:
        """Under which variants the dates of a deal are others, those with the same dates together."""
        mine = tuple(date.period for date in self.dates.dates if date.has_deal)
        others: dict[tuple[int, ...], list[str]] = {}
        for variant in self.answer.under_variants:
            if variant.open != mine:
                others.setdefault(variant.open, []).append(variant_title(self.names.case, variant.name))
        texts = []
        for open_, titles in others.items():
            there = f"a deal {self.spans(open_)}" if open_ else "no deal at any date"
            texts.append(f"Under {listed(titles, 'or')} there is {there}.")
        return texts


def between(share: Share, undecided: int) -> str:
    """In how many trials, where more are not decided."""
    return f"in at least {share.number:,} and at most {share.number + undecided:,} of {share.draws:,} trials"


def tenths(share: Share) -> str:
    """A share of trials as so many of ten: "4", "< 1"; "0" and "10" are said of none and of all alone."""
    if not share.draws:
        return "–"
    if share.number in (0, share.draws):
        return "10" if share.number else "0"
    if HALF_OF_TEN * share.number <= share.draws:
        return "< 1"
    if HALF_OF_TEN * (share.draws - share.number) <= share.draws:
        return "> 9"
    return str(round(TENS * share.share))


def level(number: Fraction | None) -> str:
    """A walk-away or a margin in points, "–" where there is none."""
    return "–" if number is None else points(number)


def said(flag: bool | None, yes: str = "yes", no: str = "no") -> str:
    """A flag in a table."""
    return NOT_GIVEN if flag is None else yes if flag else no


def shown_periods(dates: Sequence[DateAnswer], most: int) -> list[int]:
    """The dates that stand side by side: all, or the first, the last, and those at which something turns before
    others."""
    if len(dates) <= most:
        return list(range(len(dates)))
    turning = [
        date.period
        for before, date in pairwise(dates)
        if (date.has_deal, date.leading) != (before.has_deal, before.leading)
    ]
    chosen = list(dict.fromkeys([0, len(dates) - 1, *turning]))[:most]
    step = max(1, (len(dates) - 1) // (most - 1))
    chosen += [period for period in range(0, len(dates), step) if period not in chosen][: most - len(chosen)]
    return sorted(chosen)


def cost_now(waiting: Waiting, party: int) -> tuple[Fraction, Fraction] | None:
    """What waiting for a package costs a party: the first period, and all of them."""
    cost = next((cost for cost in waiting.costs if cost.party == party), None)
    return None if cost is None or not cost.each else (cost.each[0], cost.until[-1])
