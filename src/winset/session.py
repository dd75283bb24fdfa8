"""One case under its variants: read once, compiled once for each table, and kept."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, replace
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from winset.casefile.read import check_case, read_case, read_each_variant
from winset.errors import NumberTooFine, WinsetError
from winset.model.case import Case
from winset.model.evidence import Checked
from winset.model.moved import StepDates, TriedTable, moved, moved_plan, span_at, with_table
from winset.report.ownership import Ownership, nothing_judged, without_judgements
from winset.stages import stage

if TYPE_CHECKING:
    from winset.analyses.settlement.methods.selection import SolverOptions
    from winset.analyses.settlement.settle import Settlement
    from winset.compiled import Compiled
    from winset.readings import Reading
    from winset.readings.exact import PartyReading

T = TypeVar("T")


@dataclass(slots=True, kw_only=True)
class Session:
    """A checked case, with whatever was made of it. place: of the case, as it was named. whole: the
    case with its judgements, where `case` is without them. kept: by what it is, such as a compiled table or an answer.
    moved: judged numbers that stand elsewhere than in the file, by their path below `judgements`. unmoved: the same
    case with every number where the file has it; None of that itself. steps: of the plan, at other periods than in the
    file.
    """

    checked: Checked
    place: str = ""
    whole: Case | None = None
    moved: Mapping[str, str] = field(default_factory=dict)
    kept: dict[Hashable, Any] = field(default_factory=dict)
    unmoved: Session | None = None
    steps: Mapping[str, StepDates] = field(default_factory=dict)

    @classmethod
    def read(cls, path: str | PathLike[str], variants: tuple[str, ...] = (), as_of: str | None = None) -> Session:
        """The case in a folder or file, under variants, as it stood on a date if one is given. Raises CaseError and
        UnknownName.
        """
        return cls(checked=read_case(path, variants, as_of), place=str(path))

    @classmethod
    def of_any_file(
        cls, path: str | PathLike[str], variants: tuple[str, ...] = (), as_of: str | None = None
    ) -> Session:
        """The same of a file that may have errors. Raises UnknownName."""
        return cls(checked=check_case(path, variants, as_of=as_of))

    def of_evidence(self) -> Session:
        """The same without any judgement."""
        checked = replace(self.checked, case=without_judgements(self.case))
        return Session(checked=checked, place=self.place, whole=self.case)

    def with_moved(self, numbers: Mapping[str, str]) -> Session:
        """The same with some judged numbers at other values, also under each variant. Raises UnknownName."""
        if not numbers:
            return self
        checked = replace(self.checked, case=moved(self.case, numbers))
        moves, unmoved = {**self.moved, **numbers}, self.unmoved or self
        return Session(checked=checked, place=self.place, moved=moves, unmoved=unmoved, steps=self.steps)

    def with_plan(self, dates: Mapping[str, StepDates]) -> Session:
        """The same with some steps of its plan at other periods. Raises UnknownName."""
        if not dates:
            return self
        if self.unmoved is not None:
            return self.unmoved.with_plan(dates).with_moved(self.moved)
        checked = replace(self.checked, case=moved_plan(self.case, dates))
        return Session(checked=checked, place=self.place, whole=self.whole, steps={**self.steps, **dates})

    def with_table(self, tried: TriedTable) -> Session:
        """The same with one table alone, which is put together. Raises UnknownName."""
        if self.unmoved is not None:
            return self.unmoved.with_table(tried).with_moved(self.moved)
        checked = replace(self.checked, case=with_table(self.case, tried))
        return Session(checked=checked, place=self.place, whole=self.whole, steps=self.steps)

    @property
    def case(self) -> Case:
        """The case. Raises WinsetError where its file does not give one."""
        if self.checked.case is None:
            raise WinsetError("this case has errors; `winset check` lists them")
        return self.checked.case

    @property
    def owners(self) -> Ownership:
        """Whose everything is that is said of the case. A number that is moved is as closed as it was."""
        if self.unmoved is not None and self._moves_judged_numbers():
            return self.unmoved.owners
        return self.once("owners", lambda: Ownership(case=self.case, whole=self.whole))

    @property
    def nothing_judged(self) -> bool:
        """True where no number is judged from which a value of a party follows."""
        if self.unmoved is not None and self._moves_judged_numbers():
            return self.unmoved.nothing_judged
        return self.once("nothing judged", lambda: nothing_judged(self.case))

    def _moves_judged_numbers(self) -> bool:
        """True where every number that is moved is judged in the file."""
        return self.unmoved is not None and all(span_at(self.unmoved.case, path) is not None for path in self.moved)

    @property
    def files(self) -> tuple[Path, ...]:
        """The case file and its sources, which no command writes over."""
        path, case = Path(self.checked.path), self.checked.case
        sources = [path.parent / source.file for source in case.sources.values()] if case is not None else []
        return (path, *sources)

    def once(self, key: Hashable, made: Callable[[], T]) -> T:
        """What is made, made once for each key."""
        if key not in self.kept:
            self.kept[key] = made()
        result: T = self.kept[key]
        return result

    def compiled(self, table: str | None = None) -> Compiled:
        """The case in positions, for a table or for its own consent list. Raises UnknownName."""
        from winset.compiled import compiled

        if self.unmoved is not None:
            from winset.compiled.moved import with_numbers

            known = self.unmoved.compiled(table)
            return self.once(("compiled", table), lambda: with_numbers(known, self.case, self.moved))

        def made() -> Compiled:
            with stage("compiling_case"):
                return compiled(self.case, table)

        return self.once(("compiled", table), made)

    def central(self, table: str | None = None) -> Reading:
        """The reading with every number at its most likely value. Raises NumberTooFine."""
        from winset.readings import central

        return self.once(("central", table), lambda: central(self.compiled(table), self._unmoved_numbers(table)))

    def _unmoved_numbers(self, table: str | None) -> dict[int, PartyReading]:
        """The numbers of the parties on which nothing that was moved bears."""
        if self.unmoved is None:
            return {}
        from winset.compiled.moved import parties_moved

        case, moved = self.compiled(table), parties_moved(self.compiled(table), self.moved)
        try:
            known = self.unmoved.central(table)
        except NumberTooFine:
            return {}
        return {party: known.of_party(party) for party in range(len(case.parties)) if party not in moved}

    def settlement(self, table: str | None = None, solver: SolverOptions | None = None) -> Settlement:
        """Whether there is a deal in the central reading, which, and if not, why not; solved once by each method and
        effort that is asked for. Raises UnknownName, TooLarge and NumberTooFine.
        """
        from winset.analyses.settlement.methods.selection import SolverOptions
        from winset.analyses.settlement.search.tree import Effort
        from winset.analyses.settlement.settle import solve

        solver = solver or SolverOptions()
        key = ("settlement", table, solver.method, solver.effort or Effort())
        return self.once(key, lambda: solve(self.central(table), solver))

    @property
    def variants(self) -> dict[str, Session]:
        """The case under each of its variants by itself; none where it is read under one already. Raises CaseError."""

        def read() -> dict[str, Session]:
            names = () if self.checked.variants else tuple(self.case.variants)
            date = self.checked.as_of.date if self.checked.as_of is not None else None
            each = read_each_variant(self.checked.path, names, date) if names else {}
            apart = {
                name: Session(checked=checked).with_plan(self._steps_in(checked)) for name, checked in each.items()
            }
            made = {name: session.with_moved(self.moved) for name, session in apart.items()}
            return {name: session.of_evidence() for name, session in made.items()} if self.whole is not None else made

        return self.once("variants", read)

    def _steps_in(self, checked: Checked) -> dict[str, StepDates]:
        """The steps that are moved, as far as another reading of the case has them."""
        plan = checked.case.plan if checked.case is not None else None
        return {name: dates for name, dates in self.steps.items() if plan is not None and name in plan.steps}
