"""How many trials of a case are drawn where nobody asked for more than is usual."""

from __future__ import annotations

from winset.analyses.robustness.drivers import Drivers
from winset.analyses.robustness.violation_index import is_large
from winset.analyses.settlement.packages import feasible_packages, few_lawful, total_packages
from winset.compiled import Compiled

UNASKED = 1_000
"""Trials up to which a request counts as one that leaves their number open; beyond, as many are drawn as it says,
however long that takes.
"""
MOST_VALUES = 300_000_000
"""Values of packages that are looked at in all trials together, some seconds; beyond, there are fewer trials, and the
answer says how many.
"""
MOST_ASKED = 100_000
"""Times that a trial of a case with too many packages to be looked at is asked for a deal with one input drawn anew or
switched, some minutes; beyond, what the answer hangs on is looked at in fewer trials, and the answer says in how many.
"""
FEWEST = 50
"""Trials below which a share says too little: of the case, so many are always drawn; what the answer hangs on is left
out where so many would take too long, and the answer says so.
"""


def affordable_trials(case: Compiled, draws: int) -> int:
    """How many of so many trials are drawn, at least 50."""
    if draws > UNASKED or is_large(case.structure):
        return draws
    columns = case.structure.columns  # a link takes as long as an option
    width = _packages(case) * len(case.parties) * (columns + len(case.links)) // columns
    return min(draws, max(FEWEST, MOST_VALUES // max(1, width)))


def affordable_for_drivers(work: Drivers, draws: int) -> int:
    """In how many of so many trials it is looked at what the answer hangs on; 0 where fewer than 50 can be."""
    if draws > UNASKED:
        return draws
    if is_large(work.case.structure):
        return min(draws, max(FEWEST, MOST_ASKED // max(1, len(work.inputs) + len(work.switches))))
    feasible = len(feasible_packages(work.case.structure))
    affordable = MOST_VALUES // max(1, feasible * (2 * len(work.case.parties) + len(work.inputs) + len(work.switches)))
    return min(draws, affordable) if affordable >= min(draws, FEWEST) else 0


def _packages(case: Compiled) -> int:
    few = few_lawful(case.structure)
    return total_packages(case.structure) if few is None else len(few)
