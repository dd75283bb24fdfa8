"""The whole answer to "is there a deal?": centrally, under each rule of silence, and what it turns on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from winset.analyses.settlement.dependence import Turn, turns
from winset.analyses.settlement.ordinal import Ordinal, ordinal
from winset.analyses.settlement.packages import feasible_packages
from winset.analyses.settlement.settle import Package, Settlement, first_of, settled
from winset.analyses.settlement.silence import LeftOut, Unresolved, left_out, unresolved
from winset.compiled import Compiled
from winset.readings import central

Verdict = Literal["deal", "no deal", "not decided"]
TURNS_AMONG = 200_000
"""Feasible packages up to which every cell is read every other way; above, that would take minutes, and the answer
says so.
"""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Deal:
    """The settlement answer with what it hangs on.

    case: the question in positions. central: the central reading, silence as indifference. left_out: without the issues
    on which a needed party is silent. unresolved: draws of the silent cells. turns: other readings of single cells,
    None where they were not computed.
    """

    case: Compiled
    central: Settlement
    left_out: LeftOut
    unresolved: Unresolved
    turns: tuple[Turn, ...] | None
    ordinal: Ordinal
    has_silence: bool

    @property
    def has_deal(self) -> bool:
        return self.central.status == "answered"

    @property
    def verdict(self) -> Verdict:
        """Whether the answer is the same under every rule of silence and no single silent cell turns it."""
        if not self.has_silence:
            return "deal" if self.has_deal else "no deal"
        answers = {self.has_deal, self.left_out.has_deal}
        if any(turn.kind == "silent" for turn in self.decisive):
            return "not decided"
        if not self.left_out.asked or 0 < self.unresolved.with_deal < self.unresolved.draws:
            return "not decided"
        answers.add(self.unresolved.with_deal > 0)
        return "not decided" if len(answers) > 1 else "deal" if self.has_deal else "no deal"

    @property
    def is_blank(self) -> bool:
        """True where the sources are silent on every cell: then there is nothing to answer from."""
        silent = self.case.silent_cells()
        return len(silent) == len(self.case.parties) * len(self.case.issues)

    @property
    def decisive(self) -> tuple[Turn, ...]:
        """The other readings of single cells that turn a deal into none, or none into a deal."""
        return tuple(turn for turn in self.turns or () if turn.effect in ("a deal", "no deal"))


def deal(case: Compiled, *, seed: int, draws: int) -> Deal:
    """The settlement answer for a case.

    seed, draws: of the draws that resolve silence. Raises TooLarge and NumberTooFine.
    """
    reading = central(case)
    feasible = feasible_packages(case.structure)
    answer = settled(reading)
    lead: Package | None = first_of(answer.win_set, answer.frontier, answer.choices)
    has_silence = any(issue not in case.structure.left_out for _, issue in case.silent_cells())
    affordable = len(feasible) <= TURNS_AMONG
    return Deal(
        case=case,
        central=answer,
        left_out=left_out(case),
        unresolved=unresolved(case, feasible, seed, draws),
        turns=turns(case, feasible, lead) if affordable else None,
        ordinal=ordinal(case, feasible),
        has_silence=has_silence,
    )
