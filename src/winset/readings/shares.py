"""Shares of draws, each with its standard error."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """In how many of some draws something holds. number: those in which it is known to. undecided: those in which a
    limit left it open.
    """

    number: int
    draws: int
    undecided: int = 0

    @property
    def at_most(self) -> int:
        """The draws in which it holds or may hold."""
        return self.number + self.undecided

    @property
    def top(self) -> float:
        """The share of the draws in which it holds or may hold."""
        return self.at_most / self.draws if self.draws else 0.0

    @property
    def share(self) -> float:
        return self.number / self.draws if self.draws else 0.0

    @property
    def error(self) -> float:
        """The standard error of the share, by the binomial formula."""
        return sqrt(self.share * (1 - self.share) / self.draws) if self.draws else 0.0
