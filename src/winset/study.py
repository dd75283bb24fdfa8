"""A study: one case, checked, and one result for each analysis that the user asks for."""

from __future__ import annotations

from dataclasses import dataclass, field
from time import perf_counter

from winset.analyses.settlement.deal import Deal, deal
from winset.compiled import compiled
from winset.errors import WinsetError
from winset.model.case import Case
from winset.model.evidence import Checked

SEED = 1
DRAWS = 1000


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

    def deal(self, *, table: str | None = None, seed: int = SEED, draws: int = DRAWS) -> Deal:
        """Whether there is a deal, which, who blocks and what the answer turns on.

        table: ask of this table instead of the case's consent list. seed, draws: of the draws that resolve silence.
        Raises UnknownName for a table that the case does not have, TooLarge and NumberTooFine.
        """
        started = perf_counter()
        result = deal(compiled(self.case, table), seed=seed, draws=draws)
        self.timings["deal"] = perf_counter() - started
        return result
