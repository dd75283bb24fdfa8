"""The answer over many trials: with the variants beside it, what it hangs on, and which numbers turn it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import combinations

from winset.analyses.robustness.acceptance import Acceptance
from winset.analyses.robustness.affordable import UNASKED, affordable_for_drivers, affordable_trials
from winset.analyses.robustness.candidates import accepted_packages
from winset.analyses.robustness.candidates_pulled import pulled_packages
from winset.analyses.robustness.drivers import Driver, Drivers, Input, Switch
from winset.analyses.robustness.exclusion import Exclusion, exclusion
from winset.analyses.robustness.finding_shares import FindingShares
from winset.analyses.robustness.flips import Flip, flips, holds_centrally
from winset.analyses.robustness.judged_numbers import JudgedNumber, judged_numbers
from winset.analyses.robustness.large_tally import LargeTally, tally_of
from winset.analyses.robustness.most_accepted import MostAccepted
from winset.analyses.robustness.moving_together import StrongestTogether, moved_together, strongest_numbers
from winset.analyses.robustness.readings_question import DEAL, SettlementFindings
from winset.analyses.robustness.robustness import Robustness
from winset.analyses.robustness.robustness import Sweep as Swept
from winset.analyses.robustness.switches import silence_resolved, without_red_lines
from winset.compiled import Compiled
from winset.errors import UnknownName, WinsetError
from winset.questions.question import Given, ShownPackages
from winset.questions.robustness.request import RobustRequest, values_of
from winset.readings import central
from winset.readings.shares import Share
from winset.runs.jobs import Done, Work
from winset.session import Session

MOST_PULLED = 2_000
"""Combinations of levers that are pulled; beyond, the question is refused, and fewer at a time can be asked for."""
HALF = Fraction(1, 2)
"""Of the trials; where no package is accepted in so many, others are sought that levers make acceptable."""
MOST_LEADING = 3
"""Packages that lead of which it is asked whether they would hold; beyond, it is not asked."""
MOST_HOLDING = 1_000
"""Trials in which that is asked; beyond, it is asked in the first ones alone."""
MOST_STATES = 20_000
"""States up to which that is asked; beyond, the answer says that there are too many."""
CASE, DRIVERS, TOGETHER = "case", "drivers", "together"
"""Names of jobs."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RobustAnswer:
    """How sure the answer of a case is, as far as the run came. case: its name. variants: those that the case was to be
    compared with. is_whole: it is known what the answer hangs on, as far as that was asked. holds_centrally: there is a
    deal in the central reading; None where a limit left that open. draws: the trials that were to be drawn, fewer than
    asked where the case is large. driver_draws: the same of those in which it was to be looked at what the answer hangs
    on.
    """

    request: RobustRequest
    case: str
    robustness: Robustness
    variants: tuple[str, ...]
    is_whole: bool
    holds_centrally: bool | None
    draws: int
    driver_draws: int

    @property
    def fewer(self) -> str:
        """How many trials were drawn where the case is too large for as many as usual; else empty."""
        asked, drivers = self.request.trials, min(self.request.drivers, self.request.trials)
        what = []
        if self.draws < asked:
            what.append(f"{self.draws:,} trials were drawn in place of {asked:,}")
        if self.stopped or self.driver_draws == min(drivers, self.draws):
            pass
        elif self.driver_draws:
            what.append(f"what the answer hangs on was looked at in {self.driver_draws:,} of them")
        else:
            what.append("what the answer hangs on was not looked at")
        if not what:
            return ""
        either = "it" if len(what) == 1 else "either"
        full = f"where more than {UNASKED:,} are asked for {either}, all are gone through, and that takes longer"
        return f"The case is large, so {', and '.join(what)}; {full}."

    @property
    def status(self) -> str:
        return "limit" if self.stopped else "answered"

    @property
    def stopped(self) -> str:
        """What is missing where the run was stopped."""
        missing, draws, compared = [], self.draws, self.robustness.variants
        if self.robustness.answer.draws < draws:
            missing.append(f"after {self.robustness.answer.draws:,} of {draws:,} trials")
        missing += [
            f"after {share.draws:,} of {draws:,} trials under the variant {name}"
            for name, share in compared.items()
            if share.draws < draws
        ]
        left = ", ".join(name for name in self.variants if name not in compared)
        missing += [f"without the variants {left}"] if left else []
        missing += [] if self.is_whole else ["without what the answer hangs on"]
        return f"{self.case}: stopped {'; '.join(missing)}" if missing else ""

    @property
    def counted(self) -> MostAccepted | None:
        """The trials for the verdict; None where the run was stopped, or none is accepted."""
        answer = self.robustness.answer
        if self.stopped or not answer.most:
            return None
        return MostAccepted(
            seed=answer.seed,
            deal=answer.deal,
            package=answer.most[0].options,
            accepted=answer.most[0].accepted,
            others=len(answer.most) - 1 if answer.all_ties else 0,
            vary=True,
            is_most=answer.leads,
        )

    @property
    def shown(self) -> ShownPackages | None:
        """The packages that lead, where it is asked of them whether they would hold; None where none leads."""
        packages = tuple(likely_package.options for likely_package in self.robustness.answer.most[:MOST_LEADING])
        if not self.request.holding or self.stopped or not packages:
            return None
        return ShownPackages(
            packages=packages,
            table=self.request.table,
            seed=self.request.seed,
            draws=min(self.draws, MOST_HOLDING),
            most=MOST_STATES,
        )


def solve(request: RobustRequest, given: Given) -> RobustAnswer:
    """Raises UnknownName for a table, package or number that the case does not have, and WinsetError for too many
    levers.
    """
    return _Readings(request, given).answer()


class _Readings:
    """What is asked of the readings of one case."""

    def __init__(self, request: RobustRequest, given: Given) -> None:
        self.request, self.running, self.session = request, given.running, given.session
        self.case = self.session.compiled(request.table)
        self.variants: Mapping[str, Session] = {} if request.alone else self.session.variants
        named = tuple(self.case.package(dict(package)) for package in request.packages)
        self.tally = tally_of(self.case, request.seed, named, _pulled(self.case, request.levers))
        self.draws = affordable_trials(self.case, request.trials)
        self.driver_draws = 0
        self.compared = {name: self._shares(variant.compiled(request.table)) for name, variant in self.variants.items()}
        self.numbers = {number.name: number for number in judged_numbers(self.case)}
        self.swept = {
            sweep[0]: {value: self._shares(self._number(sweep[0]).with_value(value)) for value in values_of(sweep)}
            for sweep in request.sweeps
        }

    def answer(self) -> RobustAnswer:
        """All that is known once the runs have ended, or were stopped."""
        request = self.request
        if isinstance(self.tally, LargeTally):
            self.tally = self._looking_at_candidates(self.tally)
        sweeps = {_at(name, value): work for name, row in self.swept.items() for value, work in row.items()}
        under = {_under(name): work for name, work in self.compared.items()}
        works: dict[str, Work] = {CASE: self.tally, **under, **sweeps}
        done = self.running.of(works, self.draws, "trials")
        if not done.draws(CASE):
            raise KeyboardInterrupt
        answer = self._leading_first(self.tally.result(done.sums[CASE]))
        drivers: tuple[Driver, ...] = ()
        turning: tuple[Flip, ...] = ()
        together: StrongestTogether | None = None
        is_whole = all(done.draws(job) == self.draws for job in works)
        if is_whole:
            drivers, is_whole = self._drivers(answer)
        if is_whole:
            together, is_whole = self._together(drivers)
        if is_whole:
            try:
                turning = (
                    flips(self.case, self._deals) if answer.feasible else ()
                )  # no number moves what rules and red lines bar
            except KeyboardInterrupt:
                is_whole = False
        return RobustAnswer(
            request=request,
            case=self.session.case.case.id,
            robustness=Robustness(
                answer=answer,
                variants=self._under_variants(done),
                drivers=drivers,
                flips=turning,
                sweeps=self._as_numbers_move(done),
                together=together,
                centrally=self._centrally() if drivers else {},
                excluded=self._excluded(done, drivers),
            ),
            variants=tuple(self.variants),
            is_whole=is_whole,
            holds_centrally=holds_centrally(self.case, self._deals),
            draws=self.draws,
            driver_draws=self.driver_draws,
        )

    def _looking_at_candidates(self, tally: LargeTally) -> LargeTally:
        """The same with the packages that are looked at in every trial where there are too many to look at all."""
        seed, draws = self.request.seed, self.draws
        accepted = accepted_packages(self._plain, seed, draws, self.running)
        if accepted.best >= HALF * draws:
            return tally.looking_at(accepted)
        return tally.looking_at(accepted, pulled_packages(self.case, seed, draws, tally.levers))

    def _leading_first(self, answer: Acceptance) -> Acceptance:
        """Of packages that are accepted in as many trials, the one first that leads centrally, as in `deal`."""
        if len(answer.most) < 2:
            return answer
        from winset.analyses.settlement.settle import leading_package  # only ties need the solver

        lead = leading_package(central(self.case))
        return replace(
            answer, most=tuple(sorted(answer.most, key=lambda likely_package: likely_package.options != lead))
        )

    def _shares(self, case: Compiled) -> FindingShares:
        return FindingShares(case=case.without_levers(), question=self._deals, seed=self.request.seed)

    @cached_property
    def _deals(self) -> SettlementFindings:
        """Whether there is a deal, in the case and in what differs from it in little."""
        return SettlementFindings(known=self._plain, seed=self.request.seed)

    @cached_property
    def _plain(self) -> Compiled:
        """The case for whoever asks nothing about levers."""
        return self.case.without_levers()

    def _number(self, name: str) -> JudgedNumber:
        """A judged number by its name. Raises UnknownName."""
        if name not in self.numbers:
            raise UnknownName(f"no judged number `{name}`; this case has: {', '.join(self.numbers) or 'none'}")
        return self.numbers[name]

    def _under_variants(self, done: Done) -> dict[str, Share]:
        """The trials with a deal under each variant of which something is known."""
        return {
            name: work.result(done.sums[job])[DEAL]
            for name, work in self.compared.items()
            if done.draws(job := _under(name))
        }

    def _as_numbers_move(self, done: Done) -> tuple[Swept, ...]:
        """The trials with a deal at each value of which something is known."""
        return tuple(
            Swept(
                number=self.numbers[name],
                deal=tuple(
                    (value, work.result(done.sums[job])[DEAL])
                    for value, work in row.items()
                    if done.draws(job := _at(name, value))
                ),
            )
            for name, row in self.swept.items()
        )

    @cached_property
    def _switches(self) -> tuple[Switch, ...]:
        """What is no number: red lines, variants, and what a party may want or refuse where the sources are silent."""
        case = self._plain
        others = (
            (Input(kind="variant", names=(name,)), variant.compiled(self.request.table).without_levers())
            for name, variant in self.variants.items()
        )
        return (*without_red_lines(case), *others, *silence_resolved(case))

    def _drivers(self, answer: Acceptance) -> tuple[tuple[Driver, ...], bool]:
        """What every input, red line, variant and reading of a silent cell does to the answer, in the same trials; and
        whether that is all that was asked.
        """
        asked = min(self.request.drivers, self.request.trials)
        if not asked:
            return (), True
        work = Drivers(
            case=self._plain,
            question=replace(self._deals, package=answer.leading),
            seed=self.request.seed,
            switches=self._switches,
        )
        asked = self.driver_draws = min(self.draws, affordable_for_drivers(work, asked))
        if not asked:
            return (), True
        done = self.running.of({DRIVERS: work}, asked, "trials for what the answer hangs on")
        drawn = done.draws(DRIVERS)
        return work.result(done.sums[DRIVERS]) if drawn else (), drawn == asked

    def _together(self, drivers: tuple[Driver, ...]) -> tuple[StrongestTogether | None, bool]:
        """The same trials with the strongest numbers moved together, where there are such; and whether that is all."""
        strongest = strongest_numbers(drivers, DEAL)
        if not strongest:
            return None, True
        work = self._shares(moved_together(self.case, strongest, DEAL))
        done = self.running.of({TOGETHER: work}, self.draws, "trials with the strongest numbers together")
        if done.draws(TOGETHER) < self.draws:
            return None, False
        deal = work.result(done.sums[TOGETHER])[DEAL]
        return StrongestTogether(inputs=tuple(driver.input for driver in strongest), deal=deal), True

    def _centrally(self) -> dict[str, bool]:
        """Whether there is a deal centrally, by what a party may want where the sources are silent; without those of
        which a limit left it open.
        """
        known = {
            switch.name: holds_centrally(case, self._deals) for switch, case in self._switches if switch.kind == "wants"
        }
        return {name: holds for name, holds in known.items() if holds is not None}

    def _excluded(self, done: Done, drivers: tuple[Driver, ...]) -> dict[str, Exclusion]:
        """Why there is a deal in no trial, where red lines and rules decide that and no number."""
        none = {
            Input(kind="variant", names=(name,)).name
            for name, work in self.compared.items()
            if not work.result(done.sums[_under(name)])[DEAL].number
        }
        for driver in drivers:
            holds = driver.effects[DEAL].holds
            if holds is not None and not holds.number:
                none.add(driver.input.name)
        exclusions = {switch.name: exclusion(case) for switch, case in self._switches if switch.name in none}
        return {name: why for name, why in exclusions.items() if why is not None}


def _pulled(case: Compiled, size: int) -> tuple[tuple[int, ...], ...]:
    """Every combination of up to so many levers that may be pulled. Raises WinsetError where there are too many."""
    pulled = [combination for n in range(1, size + 1) for combination in combinations(case.levers_offered, n)]
    if len(pulled) > MOST_PULLED:
        raise WinsetError(f"{len(pulled):,} combinations of levers are too many; {MOST_PULLED:,} at most are pulled")
    return tuple(pulled)


def _under(variant: str) -> str:
    """The name of the job under a variant."""
    return f"variant/{variant}"


def _at(number: str, value: Fraction) -> str:
    """The name of the job with a number at a value."""
    return f"{number}/{value}"
