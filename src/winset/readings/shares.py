"""Shares of draws, each with its standard error."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """In how many of some draws something holds."""

    number: int
    draws: int

    @property
    def share(self) -> float:
        return self.number / self.draws if self.draws else 0.0

    @property
    def error(self) -> float:
        """The standard error of the share, by the binomial formula."""
        return sqrt(self.share * (1 - self.share) / self.draws) if self.draws else 0.0
