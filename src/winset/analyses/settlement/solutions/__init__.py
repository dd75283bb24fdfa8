"""Solution concepts, one file each; the order of the imports is the order in which they are shown."""

from winset.analyses.settlement.solutions import (
    egalitarian,
    kalai_smorodinsky,
    leximin,
    nash,
    nash_max_support,
    nash_weighted,
    relative_utilitarian,
    utilitarian,
)  # isort: skip
from winset.analyses.settlement.solutions.register import (
    Context,
    Gain,
    Key,
    Solution,
    maximisers,
    screened,
    solution,
    solutions,
)

__all__ = [
    "Context", "Gain", "Key", "Solution", "egalitarian", "kalai_smorodinsky", "leximin", "maximisers", "nash",
    "nash_max_support", "nash_weighted", "relative_utilitarian", "screened", "solution", "solutions", "utilitarian",
]  # fmt: skip
