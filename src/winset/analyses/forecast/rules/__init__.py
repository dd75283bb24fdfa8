"""Rules of bargaining, one file each; the order of the imports is the order in which they are shown."""

# isort: off
from winset.analyses.forecast.rules import compromise
from winset.analyses.forecast.rules import mean
from winset.analyses.forecast.rules import median
from winset.analyses.forecast.rules import nash
from winset.analyses.forecast.rules import expected_utility
from winset.analyses.forecast.rules import ktab
from winset.analyses.forecast.rules import exchange
# isort: on

from winset.analyses.forecast.register import RULES, BargainingRule, RuleForecast

__all__ = [
    "RULES",
    "BargainingRule",
    "RuleForecast",
    "compromise",
    "exchange",
    "expected_utility",
    "ktab",
    "mean",
    "median",
    "nash",
]
