"""A study: one case, checked, and one result for each analysis that the user asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import TYPE_CHECKING

from winset.analyses.settlement.deal import Deal, deal
from winset.analyses.settlement.methods.decide import Asked
from winset.analyses.settlement.packages import total_packages
from winset.compiled import Compiled, compiled
from winset.errors import TooLarge, UnknownName, WinsetError
from winset.model.case import Case
from winset.model.evidence import Checked
from winset.readings import central

if TYPE_CHECKING:
    from winset.analyses.robustness.offered import Offered
    from winset.analyses.robustness.question import Question
    from winset.analyses.robustness.shares import Shares
    from winset.analyses.settlement.invent import Invented
    from winset.analyses.settlement.settle import Opening, Settlement
    from winset.analyses.stability.coalitions import Together
    from winset.analyses.stability.deterrence import Concept
    from winset.analyses.stability.inverse import Inverse
    from winset.analyses.stability.limited import Limited
    from winset.analyses.stability.routes import Routes
    from winset.analyses.stability.stability import Stability, Why
    from winset.analyses.staging.helped import Help, Helped
    from winset.analyses.staging.packages import Carried, Covered
    from winset.analyses.staging.readings import Sure
    from winset.analyses.staging.schedule import Asked as Schedules
    from winset.analyses.staging.schedule import Objective
    from winset.analyses.staging.staging import Staging
    from winset.readings.shares import Share
    from winset.runs.jobs import Checkpoint, Done, Executor, Work

Holds = Mapping[str, "Share"]
"""In how many readings a package is stable, by definition, and by definition and party."""
SEED = 1
DRAWS = 1000
MOST_TOGETHER = 100_000
"""States up to which it is asked what coalitions could gain by: each is searched one by one."""
MOST_FOR_CREDIBLE = 500
"""States up to which it is asked whether those left out of a coalition could answer to their own advantage."""
MOST_FOR_ALL = 100
"""States up to which every state is asked whether it holds against every coalition."""
MOST_WALKED = 50_000
"""States up to which paths are looked for."""
MOST_COVERED = 200_000
"""Packages up to which the acceptable ones are held against a plan that is asked about."""


def _nobody(_: int) -> None:
    """Nobody is told how far a run is."""


@dataclass(slots=True, kw_only=True)
class Study:
    """Runs analyses on a checked case. variants: those that the case was read under. timings: seconds by stage, as
    they ran.
    """

    checked: Checked
    variants: tuple[str, ...] = ()
    timings: dict[str, float] = field(default_factory=dict)

    @property
    def case(self) -> Case:
        """The case. Raises WinsetError where its file does not give one."""
        if self.checked.case is None:
            raise WinsetError("this case has errors; `winset check` lists them")
        return self.checked.case

    def has_to_prepare(self, *, table: str | None = None, asked: Asked | None = None) -> bool:
        """True where `deal`, asked the same, makes compiled code first, which it does once and which takes a while."""
        from winset.analyses.settlement.methods.decide import needs_kernels

        if not needs_kernels(compiled(self.case, table), asked or Asked()):
            return False
        from winset.analyses.settlement.kernels import prepared

        return not prepared()

    def deal(
        self, *, table: str | None = None, seed: int = SEED, draws: int = DRAWS, asked: Asked | None = None
    ) -> Deal:
        """Whether there is a deal, which, who blocks and what the answer turns on.

        table: ask of this table instead of the case's consent list. seed, draws: of the draws that resolve silence.
        asked: by which method and with how much effort, if not by size and shape. Raises UnknownName for a table that
        the case does not have, TooLarge and NumberTooFine.
        """
        started = perf_counter()
        result = deal(compiled(self.case, table), seed=seed, draws=draws, asked=asked)
        self.timings["deal"] = perf_counter() - started
        return result

    def shares(
        self,
        question: Question,
        *,
        table: str | None = None,
        seed: int = SEED,
    ) -> Shares:
        """The work that says in how many draws the findings of any question hold."""
        from winset.analyses.robustness.shares import Shares

        return Shares(case=compiled(self.case, table), question=question, seed=seed)

    def invent(self, *, table: str | None = None) -> Invented:
        """What an option that is not on the list would have to be worth to each party, to open a deal or to better it.

        Raises UnknownName, TooLarge and NumberTooFine.
        """
        from winset.analyses.settlement.invent import invented

        started = perf_counter()
        found = invented(compiled(self.case, table))
        self.timings["invent"] = perf_counter() - started
        return found

    def offered(
        self, found: Invented, *, most: int, seed: int = SEED, draws: int, progress: Callable[[int], None] = _nobody
    ) -> Offered:
        """In how many readings the new options that ask least are enough: up to so many of each issue, and of the
        combinations that ask least.

        progress: is told how many draws are done; a KeyboardInterrupt ends the run, and what is done is kept. Raises
        TooLarge.
        """
        from winset.analyses.robustness.offered import Offers

        started = perf_counter()
        shown = (*(one for one in found.issues if one.opens), *found.smallest[:most])
        offers = Offers(found, shown, most, seed)
        try:
            for start in range(0, draws, offers.at_once):
                offers.add(range(start, min(start + offers.at_once, draws)))
                progress(offers.draws)
        except KeyboardInterrupt:
            pass
        self.timings["readings"] = perf_counter() - started
        return offers.result()

    def stability(
        self, *, table: str | None = None, package: Mapping[str, str] | None = None, by_value: bool = False
    ) -> Stability:
        """Whether a package would hold: who gains by moving away from it, who could answer, which states are stable.

        package: as options of issues; an issue that is not named stays at its status quo. Without it the package that
        leads the deals is looked at, and how things stand where there is no deal. by_value: every party ranks by value,
        whatever statements there are. Raises UnknownName, TooLarge and NumberTooFine.
        """
        from winset.analyses.settlement.settle import leading
        from winset.analyses.stability.stability import stability

        started = perf_counter()
        case = compiled(self.case, table)
        if package is not None:
            found = stability(case, case.package(package), "named", by_value=by_value)
        else:
            leads = leading(central(case))
            looked_at = case.structure.still if leads is None else leads
            found = stability(case, looked_at, "still" if leads is None else "leads", by_value=by_value)
        self.timings["stability"] = perf_counter() - started
        return found

    def stability_of(
        self,
        packages: Iterable[tuple[int, ...]],
        why: Why,
        *,
        table: str | None = None,
        by_value: bool = False,
        most: int | None = None,
    ) -> tuple[Stability, ...]:
        """Whether each of some packages would hold, without the other states. most: packages over the issues that
        can be moved, if not as many as memory holds. Raises UnknownName, TooLarge and NumberTooFine.
        """
        from winset.analyses.stability.stability import stability_at
        from winset.analyses.stability.states import states_of

        started, case = perf_counter(), compiled(self.case, table)
        reading = central(case)
        found: list[Stability] = []
        for one in packages:
            known = next((other.states for other in found if other.states.state(one) is not None), None)
            states = known or states_of(case, reading, one, by_value=by_value, most=most)
            found.append(stability_at(states, one, why, by_value=by_value))
        self.timings["stability_of"] = perf_counter() - started
        return tuple(found)

    def openings(self, *, table: str | None = None) -> tuple[Opening, ...]:
        """What opens a deal where there is none. Raises UnknownName, TooLarge and NumberTooFine."""
        from winset.analyses.settlement.settle import settled

        started = perf_counter()
        found = settled(central(compiled(self.case, table)), Asked()).openings
        self.timings["openings"] = perf_counter() - started
        return found

    def coalitions(self, found: Stability) -> tuple[dict[str, Together | None], dict[str, tuple[int, ...]] | None]:
        """Of the package that is looked at, what every coalition could gain by, under each concept; and which states
        hold against all of them. None where there are too many states for it.
        """
        from winset.analyses.stability.coalitions import together, with_coalitions
        from winset.analyses.stability.deterrence import CONCEPTS

        started, graph = perf_counter(), found.states.graph
        acting = with_coalitions(graph)
        held = () if found.held is None else (found.held.state,)
        here: dict[str, Together | None] = {
            key: together(acting, key, held)
            if graph.states <= (MOST_FOR_CREDIBLE if key == "seq" else MOST_TOGETHER)
            else None
            for key in CONCEPTS
        }
        every: dict[str, tuple[int, ...]] | None = None
        if graph.states <= MOST_FOR_ALL:
            every = {key: together(acting, key).stable for key in CONCEPTS}
        self.timings["coalitions"] = perf_counter() - started
        return here, every

    def partition(self, found: Stability, blocks: Sequence[Sequence[str]]) -> dict[str, Together]:
        """What the package that is looked at is worth where each of these blocks acts as one party, under each concept.
        A party in no block acts by itself. Raises UnknownName and WinsetError for names that stand in no case or twice.
        """
        from winset.analyses.stability.coalitions import together, with_partition
        from winset.analyses.stability.deterrence import CONCEPTS

        started, parties = perf_counter(), found.case.parties
        named = [name for block in blocks for name in block]
        for name in named:
            if name not in parties:
                raise UnknownName(f"no party `{name}`; this case has: {', '.join(parties)}")
            if named.count(name) > 1:
                raise WinsetError(f"`{name}` stands in two blocks")
        places = [[parties.index(name) for name in block] for block in blocks]
        alone = [[place] for place, name in enumerate(parties) if name not in named]
        acting = with_partition(found.states.graph, [*places, *alone])
        held = () if found.held is None else (found.held.state,)
        if found.states.graph.states > MOST_FOR_CREDIBLE:
            raise TooLarge(f"at most {MOST_FOR_CREDIBLE} states are looked at by blocks", found.states.graph.states)
        told: dict[str, Together] = {key: together(acting, key, held) for key in CONCEPTS}
        self.timings["partition"] = perf_counter() - started
        return told

    def routes(self, found: Stability, keys: Sequence[str], *, most: int) -> Routes:
        """How things can get from where they stand to the package that was looked at, and to the stable states.

        Raises UnknownName where an issue has no status quo, and TooLarge.
        """
        from winset.analyses.stability.routes import routes
        from winset.analyses.stability.stability import broken_by, stability

        if found.states.graph.states > MOST_WALKED:
            raise TooLarge(f"paths are looked for among {MOST_WALKED:,} states at most", found.states.graph.states)
        started, still = perf_counter(), found.case.structure.still
        if still is None:
            raise UnknownName("an issue has no status quo, so it is not known from where paths would begin")
        start = found.states.state(still)
        around = found
        if start is None:
            if broken_by(found.case, still):
                raise UnknownName("how things stand breaks a rule of the case, so no paths begin there")
            around = stability(found.case, still, "still", by_value=found.by_value)
            start = around.states.state(still)
        if start is None:
            raise WinsetError("how things stand breaks a rule of the case, so no paths begin there")
        told = routes(around, start, None if found.held is None else found.held.package, keys, most)
        self.timings["paths"] = perf_counter() - started
        return told

    def inverse(self, found: Stability, concept: Concept) -> Inverse:
        """The fewest changes of preference by which the package that was looked at would be stable for everybody.

        Raises TooLarge.
        """
        from winset.analyses.stability.inverse import Wish, fewest_changes

        if found.held is None:
            raise WinsetError("no package was looked at")
        started, graph = perf_counter(), found.states.graph
        everybody = tuple(range(graph.parties))
        wish = Wish(target=found.held.state, concept=concept, vary=everybody, holding=everybody, everywhere=False)
        told = fewest_changes(graph, wish)
        self.timings["inverse"] = perf_counter() - started
        return told

    def ahead(self, found: Stability, most: int) -> Limited:
        """What two parties anticipate with up to so many moves in view."""
        from winset.analyses.stability.limited import limited

        return limited(found.states.graph, most)

    def holding(  # noqa: PLR0913 - a question over readings
        self,
        found: Stability,
        *,
        seed: int = SEED,
        draws: int,
        running: Running | None = None,
        keys: tuple[str, ...] | None = None,
        label: str = "case",
    ) -> Holds:
        """In how many readings the package that was looked at is stable. keys: of the definitions that are asked about,
        all if not given. label: of the run among others that are kept together. Raises TooLarge and NumberTooFine, and
        KeyboardInterrupt where nothing was done by then.
        """
        from winset.analyses.stability.readings import Holding, countable, in_all_readings, is_fixed

        held = found.held
        if held is None:
            raise WinsetError("no package was looked at")
        if is_fixed(found.case, by_value=found.by_value):
            from winset.readings.shares import Share

            told = in_all_readings(found, held)
            return {name: Share(number=draws if stable else 0, draws=draws) for name, stable in told.items()}
        started = perf_counter()
        question = Holding(
            package=tuple(found.case.package_names(held.package).items()),
            keys=countable(found.states.graph, held.state) if keys is None else keys,
            parties=found.case.parties,
            by_value=found.by_value,
        )
        work = self.shares(question, table=found.case.table, seed=seed)
        done = (running or Running()).of({label: work}, draws)
        self.timings["readings"] = perf_counter() - started
        if not done.draws(label):
            raise KeyboardInterrupt
        return work.result(done.sums[label])

    @property
    def positions(self) -> Compiled:
        """The case in positions, for its own consent list."""
        return compiled(self.case)

    def staging(
        self,
        asked: Schedules | None = None,
        *,
        objectives: tuple[Objective, ...] = ("security", "worth", "end"),
        automatic: frozenset[str] = frozenset(),
    ) -> Staging:
        """Whether the plan of the case enforces itself, what would mend it, and in which order it would hold better.

        asked: what a better schedule must keep. automatic: steps that are put back by themselves. Raises UnknownName
        where the case has no plan or a floor names no party of it, and CaseError where the plan cannot be used.
        """
        from winset.analyses.staging.staging import staging

        started = perf_counter()
        found = staging(self.positions, asked, objectives, automatic)
        self.timings["staging"] = perf_counter() - started
        return found

    def asked_of_schedules(
        self, *, ratio: float = 1.0, floors: Mapping[str, float] | None = None, periods: int | None = None
    ) -> Schedules:
        """What every better schedule must keep. floors: by party, in points. Raises UnknownName."""
        from winset.analyses.staging.schedule import Asked as Question

        names = tuple(self.case.parties)
        for name in floors or {}:
            if name not in names:
                raise UnknownName(f"no party `{name}`; this case has: {', '.join(names)}")
        placed = {names.index(name): points for name, points in (floors or {}).items()}
        return Question(ratio=ratio, floors=placed or None, periods=periods)

    def helped(self, found: Staging, asked: Help) -> Helped:
        """The plan tested with outside help. Raises UnknownName for a party or step that it does not have."""
        from winset.analyses.staging.helped import helped

        return helped(found.terms, asked)

    def plan_sure(
        self, *, seed: int = SEED, draws: int, redrawn: int | None = None, automatic: frozenset[str] = frozenset()
    ) -> Sure:
        """In how many readings of its numbers the plan holds, and with which it turns. redrawn: draws that are taken
        for the latter.
        """
        from winset.analyses.staging.readings import REDRAWN, how_sure

        started = perf_counter()
        found = how_sure(
            self.positions, seed, draws, redrawn=REDRAWN if redrawn is None else redrawn, automatic=automatic
        )
        self.timings["readings"] = perf_counter() - started
        return found

    @property
    def plan_ranges(self) -> int:
        """How many numbers of the plan are ranges."""
        from winset.analyses.staging.readings import inputs

        return len(inputs(self.positions))

    def carried(self, package: Mapping[str, str]) -> Carried:
        """Whether the plan carries out a package. Raises UnknownName."""
        return self.carried_package(self.positions.package(package))

    def carried_package(self, package: Sequence[int]) -> Carried:
        """The same of a package in positions."""
        from winset.analyses.staging.fixed import plan_of
        from winset.analyses.staging.packages import carried

        case = self.positions
        return carried(case, plan_of(case), package)

    def plan_covers(self, answer: Settlement | None = None) -> Covered:
        """How many of the acceptable packages hold what the steps of the plan carry out. answer: to the question of
        settlement, where it is known. Raises UnknownName where the case has no plan.
        """
        from winset.analyses.settlement.settle import settled
        from winset.analyses.staging.fixed import plan_of
        from winset.analyses.staging.packages import Covered, covered, steps_of

        started, case = perf_counter(), self.positions
        plan, found = plan_of(case), None
        if answer is None and total_packages(case.structure) <= MOST_COVERED:
            answer = settled(central(case), Asked())
        if answer is not None:
            found = covered(case, plan, answer)
        self.timings["packages"] = perf_counter() - started
        return found or Covered(steps=steps_of(plan), among="not kept")


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """How a long run goes. hands: who does it, this process if nobody is named. progress: is told how many draws are
    done. kept: where what is done is kept.
    """

    hands: Executor | None = None
    progress: Callable[[int], None] = _nobody
    kept: Checkpoint | None = None

    def of(self, works: Mapping[str, Work], draws: int) -> Done:
        """So many draws of every work."""
        from winset.runs.jobs import Job, run

        jobs = [Job(name=name, work=work, draws=draws) for name, work in works.items()]
        return run(jobs, self.hands, self.progress, self.kept)
