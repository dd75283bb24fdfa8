"""One case under its variants: read once, compiled once for each table, and kept."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from winset.casefile.read import check_case, read_case, read_each_variant
from winset.errors import WinsetError
from winset.model.case import Case
from winset.model.evidence import Checked
from winset.report.ownership import Ownership, without_judgements

if TYPE_CHECKING:
    from winset.analyses.settlement.methods.selection import SolverOptions
    from winset.analyses.settlement.settle import Settlement
    from winset.compiled import Compiled
    from winset.readings import Reading

T = TypeVar("T")


@dataclass(slots=True, kw_only=True)
class Session:
    """A checked case, with whatever was made of it. place: of the case, as it was named. whole: the
    case with its judgements, where `case` is without them. kept: by what it is, such as a compiled table or an answer.
    """

    checked: Checked
    place: str = ""
    whole: Case | None = None
    kept: dict[Hashable, Any] = field(default_factory=dict)

    @classmethod
    def read(cls, path: str | PathLike[str], variants: tuple[str, ...] = ()) -> Session:
        """The case in a folder or file, under variants. Raises CaseError and UnknownName."""
        return cls(checked=read_case(path, variants), place=str(path))

    @classmethod
    def of_any_file(cls, path: str | PathLike[str], variants: tuple[str, ...] = ()) -> Session:
        """The same of a file that may have errors. Raises UnknownName."""
        return cls(checked=check_case(path, variants))

    def of_evidence(self) -> Session:
        """The same without any judgement."""
        checked = replace(self.checked, case=without_judgements(self.case))
        return Session(checked=checked, place=self.place, whole=self.case)

    @property
    def case(self) -> Case:
        """The case. Raises WinsetError where its file does not give one."""
        if self.checked.case is None:
            raise WinsetError("this case has errors; `winset check` lists them")
        return self.checked.case

    @property
    def owners(self) -> Ownership:
        """Whose the parts of the case are, and what is made of them. Raises WinsetError like `case`."""
        return self.once("owners", lambda: Ownership(case=self.case, whole=self.whole))

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

        return self.once(("compiled", table), lambda: compiled(self.case, table))

    def central(self, table: str | None = None) -> Reading:
        """The reading with every number at its most likely value. Raises NumberTooFine."""
        from winset.readings import central

        return self.once(("central", table), lambda: central(self.compiled(table)))

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
            each = read_each_variant(self.checked.path, names) if names else {}
            made = {name: Session(checked=checked) for name, checked in each.items()}
            return {name: session.of_evidence() for name, session in made.items()} if self.whole is not None else made

        return self.once("variants", read)
