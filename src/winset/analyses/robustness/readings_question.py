"""What may be asked of many readings: any analysis that finds things which hold in a reading or do not.

A question is put to a case and gives an answer; the answer is given draws and says of each finding in which of them it
holds. Whatever counts readings (shares, drivers, flip points, variants, silence resolved each way) takes any question,
so that a new analysis over readings is one more question.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar, Protocol

import numpy as np

from winset.analyses.robustness import deals_in_draws
from winset.analyses.robustness.deals_in_draws import Memory, deals_in
from winset.analyses.robustness.packages_in_draws import feasible_in_draws
from winset.analyses.robustness.violation_index import is_large
from winset.analyses.settlement.draw_evaluator import DrawEvaluator
from winset.analyses.settlement.packages import Bools, View
from winset.compiled import Compiled
from winset.errors import UnknownName
from winset.readings import Draws, Reading

DEAL, PACKAGE = "deal", "package"
"""Findings of the settlement question: some package is acceptable; the one that was named is."""
UNDECIDED = "undecided"
"""No finding: the draws in which a limit left open whether there is a deal; not there where none is. With a point and
the name of a finding behind it, those in which a limit left that open.
"""
FindingDraws = Mapping[str, Bools]
"""Per finding, (draw) True where it holds."""
FindingsOfDraws = Callable[[Draws], FindingDraws]


class ReadingsQuestion(Protocol):
    """What is asked of a case. findings: what its answers are about, the same for every case.

    It must be possible to send it to another process, so it is a frozen dataclass or a function of a module.
    """

    @property
    def findings(self) -> tuple[str, ...]: ...

    def __call__(self, case: Compiled) -> FindingsOfDraws: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlementFindings:
    """Whether there is a deal, and whether a package, given by its options, is acceptable.

    A package that another version of the case does not have is acceptable there in no reading. known: a case that is
    asked of the same draws; what differs from it in little is answered with its help. seed: of draws from which is
    learnt where there are too many packages to be looked at.
    """

    of_packages_alone: ClassVar[bool] = True
    package: tuple[tuple[str, str], ...] | None = None
    known: Compiled | None = None
    seed: int = 0

    @property
    def findings(self) -> tuple[str, ...]:
        return (DEAL,) if self.package is None else (DEAL, PACKAGE)

    def __call__(self, case: Compiled) -> FindingsOfDraws:
        deals = self._deals(case)
        named = None if self.package is None else _one(case, dict(self.package))

        def answer(draws: Draws) -> FindingDraws:
            findings = dict(deals(draws))
            if self.package is not None:
                never = np.zeros(len(draws), dtype=bool)
                findings[PACKAGE] = never if named is None else np.asarray(named.acceptable(draws)[:, 0])
            return findings

        return answer

    def _deals(self, case: Compiled) -> FindingsOfDraws:
        """In which draws there is a deal."""
        if not is_large(case.structure):
            every = feasible_in_draws(case.structure, None if self.known is None else self.known.structure)
            return lambda draws: {DEAL: np.asarray(every.acceptable(draws).any(axis=1))}
        large, memory = deals_in(case, self.seed, self.known), Memory()

        def answer(draws: Draws) -> FindingDraws:
            states = large.states(draws, memory)
            findings = {DEAL: np.asarray(states == deals_in_draws.DEAL)}
            left_open = np.asarray(states == deals_in_draws.UNDECIDED)
            return findings | {UNDECIDED: left_open} if left_open.any() else findings

        return answer


def undecided(findings: FindingDraws, finding: str) -> Bools:
    """(draw) True where it is not known whether a finding holds."""
    if (apart := f"{UNDECIDED}.{finding}") in findings:
        return findings[apart]
    return findings[UNDECIDED] if finding == DEAL and UNDECIDED in findings else np.zeros_like(findings[finding])


@dataclass(frozen=True, slots=True, kw_only=True)
class EachReading:
    """A question from an analysis of one reading: of is given every draw as a reading and says which findings hold."""

    program_words: ClassVar[frozenset[str]] = frozenset({"findings"})
    findings: tuple[str, ...]
    of: Callable[[Reading], Mapping[str, bool]]

    def __call__(self, case: Compiled) -> FindingsOfDraws:
        def answer(draws: Draws) -> FindingDraws:
            by_draw = [self.of(draws.reading(n)) for n in range(len(draws))]
            return {finding: np.array([holds[finding] for holds in by_draw], dtype=bool) for finding in self.findings}

        return answer


def _one(case: Compiled, options: dict[str, str]) -> DrawEvaluator | None:
    """One package, None where the case does not have it or no reading can accept it."""
    try:
        package = case.package(options)
    except UnknownName:
        return None
    view = View(case.structure, np.array([package], dtype=np.int16))
    return DrawEvaluator(view) if view.feasible[0] else None
