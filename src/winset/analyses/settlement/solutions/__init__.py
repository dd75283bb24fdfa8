"""Solution concepts, one file each; the order of the imports is the order in which they are shown."""

# isort: off
from winset.analyses.settlement.solutions import nash
from winset.analyses.settlement.solutions import nash_weighted
from winset.analyses.settlement.solutions import nash_max_support
from winset.analyses.settlement.solutions import kalai_smorodinsky
from winset.analyses.settlement.solutions import egalitarian
from winset.analyses.settlement.solutions import leximin
from winset.analyses.settlement.solutions import utilitarian
from winset.analyses.settlement.solutions import relative_utilitarian
# isort: on

from winset.analyses.settlement.solutions.guesses import guess_gain, guess_sum
from winset.analyses.settlement.solutions.register import (
    Context,
    Gain,
    Solution,
    leading_solution,
    maximisers,
    screened,
    solution,
    solution_of_all_gaining,
    solutions,
)

__all__ = [
    "Context",
    "Gain",
    "Solution",
    "egalitarian",
    "guess_gain",
    "guess_sum",
    "kalai_smorodinsky",
    "leading_solution",
    "leximin",
    "maximisers",
    "nash",
    "nash_max_support",
    "nash_weighted",
    "relative_utilitarian",
    "screened",
    "solution",
    "solution_of_all_gaining",
    "solutions",
    "utilitarian",
]
