"""Candidates that no trial accepts unless levers are pulled: sought in the first trials with the walk-aways moved."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from winset.analyses.robustness.candidates_search import climbed
from winset.analyses.robustness.candidates_tables import NotBounded, trial_tables
from winset.analyses.robustness.tally import moved_by
from winset.analyses.settlement.draw_evaluator import DrawEvaluator
from winset.analyses.settlement.packages import Packages, View, each_once
from winset.compiled import Compiled
from winset.readings import draw_readings

TRIALS = 200
"""The first trials, in which packages are sought that levers make acceptable; each is counted in all."""
MOST_COMBINATIONS = 20
"""Combinations of levers with which that is done; beyond, packages are counted with the others pulled, not sought."""
MOST_KEPT = 32
"""Packages kept for each, those that the most of the first trials accept then; beyond, the others are not counted."""
CLIMBED, CLIMB_LOOKS = 2, 10_000_000
"""How many of them are improved by changing one or two issues, and the looks at a trial that each may take for it."""


def pulled_packages(case: Compiled, seed: int, draws: int, levers: Sequence[tuple[int, ...]]) -> Packages:
    """(package, issue) packages that many of the first trials accept with some levers pulled, each once."""
    trials = draw_readings(case, seed, range(min(draws, TRIALS)))
    every = [np.zeros((0, len(case.issues)), dtype=np.int16)]
    for combination in levers[:MOST_COMBINATIONS]:
        pulled = trials.with_walk_aways_moved(moved_by(case, trials, combination))
        try:
            tables = trial_tables(pulled)
        except NotBounded:
            continue
        packages = tables.feasible_responses(case.structure)
        accepted = DrawEvaluator(View(case.structure, packages)).acceptable(pulled).sum(axis=0)
        best = packages[np.argsort(-accepted, kind="stable")[: min(MOST_KEPT, int((accepted > 0).sum()))]]
        better = climbed(tables, best[:CLIMBED], CLIMB_LOOKS)
        every += [best, better[View(case.structure, better).feasible]]
    return each_once(np.concatenate(every), axis=0)
