"""What many readings say of the settlement question: shares of draws, each with its standard error."""

from __future__ import annotations

from dataclasses import dataclass

from winset.analyses.settlement.blockers import Constraint
from winset.analyses.settlement.violation_masks import Items
from winset.compiled import Compiled
from winset.readings.shares import Share


@dataclass(frozen=True, slots=True, kw_only=True)
class LikelyPackage:
    """A package with the share of draws that accept it.

    gains: per bargaining party its mean gain over the draws, in points, None where it has no walk-away.
    """

    options: tuple[int, ...]
    accepted: Share
    gains: tuple[float | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageAcceptance:
    """What becomes of one package that was named. accepted: by all that it needs. parties: of each that it needs, the
    draws in which it is worth no less than the walk-away; None without a walk-away. crossed: the red lines of parties
    that it needs, which hold in every draw. bodies: of each body that must ratify, by its name, the draws in which it
    is given what it asks. satisfies_rules: False where it breaks a rule. leaves_status_quo: False where it is the
    status quo as a whole, which is no deal.
    """

    options: tuple[int, ...]
    accepted: Share
    parties: dict[int, Share | None]
    bodies: dict[str, Share]
    crossed: tuple[Constraint, ...]
    satisfies_rules: bool
    leaves_status_quo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LeverOutcome:
    """Some levers pulled together. levers: their positions in the case. deal: draws with a deal then. opened, closed:
    draws that have a deal with them and none without, and the reverse. most: the packages that the most draws accept.
    """

    levers: tuple[int, ...]
    deal: Share
    opened: Share
    closed: Share
    most: tuple[LikelyPackage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """The settlement answer over draws of everything that is judged, missing or silent.

    deal: draws with an acceptable package. most: the packages that the most draws accept, all of them where several
    tie. trade_off: packages of which no other is accepted in as many draws and on average worth as much to every
    bargaining party. pivotal: per party, the draws without a deal in which its constraints alone, if removed, open one.
    conflicts: the minimal sets that cannot all hold, with the draws in which each is one, the most frequent first.
    all_conflicts: False where a limit cut the conflicts of some draw. levers: every combination that was asked for.

    Where there are too many packages to be looked at, feasible, most and trade_off are of those that were. at_most: no
    package is accepted in more draws; None where nothing is known. all_ties: none is missing in `most`.
    """

    case: Compiled
    seed: int
    draws: int
    deal: Share
    feasible: int
    most: tuple[LikelyPackage, ...]
    trade_off: tuple[LikelyPackage, ...]
    pivotal: tuple[Share, ...]
    constraints: tuple[Constraint, ...]
    conflicts: tuple[tuple[Items, Share], ...]
    all_conflicts: bool
    named: tuple[PackageAcceptance, ...]
    levers: tuple[LeverOutcome, ...]
    at_most: int | None = None
    all_ties: bool = True
    every_package: bool = True

    @property
    def leading(self) -> tuple[tuple[str, str], ...] | None:
        """The options of the package that the most draws accept, the first of several; None where none is accepted."""
        return tuple(self.case.package_names(self.most[0].options).items()) if self.most else None

    @property
    def none(self) -> Share:
        """The draws without a deal."""
        return Share(number=self.blocked, draws=self.draws, undecided=self.deal.undecided)

    @property
    def blocked(self) -> int:
        """The draws that are known to have no deal."""
        return self.draws - self.deal.at_most

    @property
    def leads(self) -> bool:
        """True where no package is accepted in more draws than the first of those that were looked at."""
        return self.every_package or (bool(self.most) and self.at_most == self.most[0].accepted.number)
