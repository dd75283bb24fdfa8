"""The whole answer to "is there a deal?": centrally, under each rule of silence, and what it turns on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from winset.analyses.settlement.cell_alternatives import CellAlternative, cell_alternatives, other_readings
from winset.analyses.settlement.choose import Package
from winset.analyses.settlement.clusters import build_clusters
from winset.analyses.settlement.layers import TooJoined
from winset.analyses.settlement.methods.selection import SolverOptions
from winset.analyses.settlement.ordinal import Ordinal, ordinal
from winset.analyses.settlement.packages import feasible_packages
from winset.analyses.settlement.search.tree import Effort
from winset.analyses.settlement.settle import Settlement, leading_choice, solve
from winset.analyses.settlement.silence import (
    LeftOut,
    Unresolved,
    left_out,
    unresolved,
    unresolved_at_size,
)
from winset.compiled import Compiled
from winset.errors import TooLarge
from winset.readings import central
from winset.stages import stage

Verdict = Literal["deal", "no deal", "not decided"]
"""`deal`, `no deal`: so on our best guesses, under both other rules of silence, in every trial of it, and however any
single silent cell is read. `not decided`: one of these says otherwise.
"""
TURNS_AMONG = 200_000
"""Feasible packages up to which every cell is read every other way, one by one; beyond, that would take minutes, it is
left out, and the answer says so.
"""
MOST_READINGS = {"fold": 300, "search": 150}
"""Other readings of single cells that are worked out one by one where packages are not gone through; beyond, none is,
and the answer says so.
"""
MOST_SEARCHED = 225_000
"""Options times parties of which other readings of single cells are searched together, some twenty seconds; beyond,
only up to 60 such readings are taken on, and the answer says so.
"""
FEWEST_SEARCHED = 60
MOST_VECTORS_AGAIN = 200_000
"""Vectors of frontiers that other readings of single cells may take together where packages are not gone through, some
seconds; beyond, none is worked out, and the answer says so.
"""
LEAST_VECTORS = 1_000
"""What a frontier counts for at least, however short it is."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Deal:
    """The settlement answer with what it hangs on.

    case: the question in positions. central: the central reading, silence as indifference. left_out: without the issues
    on which a needed party is silent. unresolved: draws of the silent cells, None where they were not computed.
    cell_alternatives: other readings of single cells, None where they were not computed.
    """

    case: Compiled
    central: Settlement
    left_out: LeftOut
    unresolved: Unresolved | None
    cell_alternatives: tuple[CellAlternative, ...] | None
    ordinal: Ordinal
    has_silence: bool

    @property
    def has_deal(self) -> bool:
        return self.central.status == "answered"

    @property
    def verdict(self) -> Verdict | None:
        """What the sources decide, as `Verdict` says. None where that is not known: a search stopped, or the trials of
        the silence were not computed.
        """
        if self.central.status == "limit" or not self.left_out.proven or self.lacks_draws:
            return None
        if not self.has_silence:
            return "deal" if self.has_deal else "no deal"
        answers = {self.has_deal, self.left_out.has_deal}
        if any(turn.kind == "silent" for turn in self.decisive):
            return "not decided"
        drawn = self.unresolved
        if not self.left_out.applies or drawn is None or 0 < drawn.with_deal < drawn.draws:
            return "not decided"
        answers.add(drawn.with_deal > 0)
        return "not decided" if len(answers) > 1 else "deal" if self.has_deal else "no deal"

    @property
    def lacks_draws(self) -> bool:
        """True where all that keeps the sources from deciding is that the draws of silence were not computed."""
        return (
            self.has_silence
            and self.unresolved is None
            and not any(turn.kind == "silent" for turn in self.decisive)
            and self.left_out.applies
            and self.left_out.has_deal == self.has_deal
        )

    @property
    def is_blank(self) -> bool:
        """True where there is nothing to answer from."""
        return self.case.is_blank

    @property
    def decisive(self) -> tuple[CellAlternative, ...]:
        """The other readings of single cells that turn a deal into none, or none into a deal."""
        return tuple(turn for turn in self.cell_alternatives or () if turn.effect in ("a deal", "no deal"))


def deal(
    case: Compiled, *, seed: int, draws: int, solver: SolverOptions | None = None, answer: Settlement | None = None
) -> Deal:
    """The settlement answer for a case.

    seed, draws: of the draws that resolve silence. solver: by which method, if not by size and shape. answer: of the
    central reading by that method, where it is known. Raises TooLarge and NumberTooFine.
    """
    solver = solver or SolverOptions()
    answer = answer or solve(central(case), solver)
    if answer.stored_win_set is not None:
        return _from_a_list(case, answer, seed, draws)
    lead = leading_choice(answer.choices, answer.frontier)
    most = MOST_READINGS.get(answer.method, 0)
    if answer.method == "fold":
        most = min(most, MOST_VECTORS_AGAIN // max(LEAST_VECTORS, len(answer.frontier.vectors)))
    if answer.method == "search":
        most = min(most, max(FEWEST_SEARCHED, MOST_SEARCHED // (case.structure.columns * len(case.parties))))
        if _joins_too_many(case):
            most = 0
    with stage("silence"):
        apart, drawn = left_out(case, solver, answer), _drawn(case, seed, draws, solver, answer)
    with stage("other_readings"):
        turned = _turned(case, lead, SolverOptions(method=answer.method, effort=solver.effort), most)
    return Deal(
        case=case,
        central=answer,
        left_out=apart,
        unresolved=drawn,
        cell_alternatives=turned,
        ordinal=ordinal(case, None),
        has_silence=has_silence(case),
    )


def _from_a_list(case: Compiled, answer: Settlement, seed: int, draws: int) -> Deal:
    """The same where the packages are few enough to keep them."""
    feasible = feasible_packages(case.structure)
    solver = SolverOptions(method=answer.method, feasible=feasible)
    lead = leading_choice(answer.choices, answer.frontier)
    affordable = len(feasible) <= TURNS_AMONG
    with stage("silence"):
        apart = left_out(case, SolverOptions(method=answer.method), answer)
        drawn = unresolved(case, feasible, seed, draws)
    with stage("other_readings"):
        turned = cell_alternatives(case, lead, solver) if affordable else None
    return Deal(
        case=case,
        central=answer,
        left_out=apart,
        unresolved=drawn,
        cell_alternatives=turned,
        ordinal=ordinal(case, feasible),
        has_silence=has_silence(case),
    )


def _joins_too_many(case: Compiled) -> bool:
    """Whether rules and links join so many issues that each answer is searched for through the packages: minutes for
    all other readings of single cells.
    """
    reading = central(case)
    try:
        build_clusters(reading.structure, reading.links)
    except TooJoined:
        return True
    return False


def _turned(
    case: Compiled, lead: Package | None, solver: SolverOptions, most: int
) -> tuple[CellAlternative, ...] | None:
    """Other readings of single cells at size; None where they are too many, or one is too large or not known."""
    if other_readings(case) > most:
        return None
    try:
        return cell_alternatives(case, lead, solver)
    except TooLarge:
        return None


def has_silence(case: Compiled) -> bool:
    return any(issue not in case.structure.left_out for _, issue in case.silent_cells())


def _drawn(case: Compiled, seed: int, draws: int, solver: SolverOptions, answer: Settlement) -> Unresolved | None:
    """The draws of silence at size, None where the question cannot be asked of each draw by search. answer: of the
    central reading, which every draw is where nothing is silent.
    """
    if not case.silent_cells():
        with_deal = draws if answer.status == "answered" else 0
        known = Unresolved(draws=draws, seed=seed, with_deal=with_deal, low=None, median=None, high=None)
        return known if answer.status != "limit" else None
    try:
        return unresolved_at_size(case, seed, draws, solver.effort or Effort())
    except (TooJoined, TooLarge):
        return None
