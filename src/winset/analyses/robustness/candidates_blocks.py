"""Candidates from blocks of trials, and in how many trials of each block at most one package is accepted.

Blocks are numbered and fixed, so that they give the same however they are cut into pieces; each is as large as memory
takes, and what they give adds up.
"""

from __future__ import annotations

from dataclasses import dataclass

from winset.analyses.robustness.candidates_gathered import CandidatePackages, TopPackages
from winset.analyses.robustness.candidates_search import most_accepted_in
from winset.analyses.robustness.candidates_tables import NotBounded, trial_tables
from winset.analyses.settlement.draw_evaluator import DrawEvaluator
from winset.analyses.settlement.packages import Packages, View
from winset.compiled import Compiled
from winset.readings import Draws, draw_readings
from winset.readings.accumulator import Accumulator

MOST_TRIALS = 1_000
"""Trials of which it is asked together how many at most accept one package; beyond, what is proven of each is added."""
LOOKS = 30_000_000
"""Looks at one trial in the search for that, a second; beyond, it says how many no package can exceed."""


@dataclass(slots=True, kw_only=True, eq=False)
class GatheredBlocks(Accumulator):
    """What some blocks of trials gave. top: the best candidates of all. bound: no package is accepted in more of their
    trials. draws: the blocks.
    """

    top: TopPackages
    bound: int = 0
    draws: int = 0


class CandidatesInBlocks:
    """Gathers candidates from blocks of trials, and bounds how many of each accept one package. A block is the same
    however blocks are cut into pieces. trials: all of them. size: the trials of a block, the last one excepted. known:
    packages that many trials accept.
    """

    at_once = 1

    def __init__(self, case: Compiled, seed: int, trials: range, size: int, known: Packages) -> None:
        self.case, self.seed, self.trials, self.known = case, seed, trials, known
        self.size = min(size, MOST_TRIALS)
        self._gatherer = CandidatePackages(case, seed)

    def __reduce__(self) -> tuple[object, ...]:
        return CandidatesInBlocks, (self.case, self.seed, self.trials, self.size, self.known)

    @property
    def number(self) -> int:
        """How many blocks there are."""
        return -(-len(self.trials) // self.size)

    def nothing(self) -> GatheredBlocks:
        """What no block gives."""
        return GatheredBlocks(top=self._gatherer.nothing().top)

    def of(self, numbers: range) -> GatheredBlocks:
        """What these blocks give."""
        bounded = self.nothing()
        for block in numbers:
            mine = self.trials[block * self.size : (block + 1) * self.size]
            bounded.add(self._of_block(draw_readings(self.case, self.seed, mine)))
        return bounded

    def _of_block(self, trials: Draws) -> GatheredBlocks:
        try:
            tables = trial_tables(trials)
        except NotBounded:
            return GatheredBlocks(top=self.nothing().top, bound=len(trials), draws=1)
        accepting = DrawEvaluator(View(self.case.structure, self.known)).acceptable(trials)
        bounded = most_accepted_in(tables, accepting, LOOKS, most=1)
        return GatheredBlocks(
            top=self._gatherer.scored(tables.feasible_responses(trials.structure)), bound=bounded.bound, draws=1
        )
