"""Whether the steps of a plan would hold, as a brief tells it."""

from __future__ import annotations

from dataclasses import dataclass

from winset.analyses.staging.packages import Carried, Covered
from winset.analyses.staging.readings import Sure
from winset.analyses.staging.staging import Staging
from winset.compiled import Compiled
from winset.present.charts.staged import better
from winset.present.staging_mending import ONE_AT_A_TIME, MendingWords
from winset.present.staging_packages import PackageWords
from winset.present.staging_words import (
    CLOSED,
    LIMITS,
    OBJECTIVES,
    READ,
    StagingWords,
    percent,
    plan_shares,
)
from winset.present.visible import Visible
from winset.present.words import Words, listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What is known of the plan of a case. case: in positions. covered: the packages of the case held against the plan.
    carried: each package that the brief shows. sure: over readings of the plan's numbers.
    """

    case: Compiled
    found: Staging
    covered: Covered
    carried: tuple[Carried, ...]
    sure: Sure | None = None


class Steps:
    """What a brief says of the plan."""

    def __init__(self, planned: Planned, visible: Visible) -> None:
        self.planned, self.found = planned, planned.found
        self.told = StagingWords(planned.found, visible)
        self.mending = MendingWords(self.told)
        self.packages = PackageWords(Words(visible.case, planned.case))

    @property
    def answer(self) -> list[str]:
        """Whether the plan holds, where it is weakest, and what no order of its steps can beat."""
        told = [*self.told.answer(), self.told.tail(), "" if self.told.numbers else CLOSED]
        return [line for line in told if line]

    @property
    def plan(self) -> list[str]:
        """Every step with who takes it and, where numbers may be shown, which share of it is due in which period."""
        shares = plan_shares(self.found)
        told = []
        for step, owner in enumerate(self.found.terms.owner.tolist()):
            due = [f"{percent(share)} in period {n}" for n, share in enumerate(shares[step]) if share]
            when = f": {listed(due)}" if self.told.numbers else ""
            told.append(f"“{self.told.step(step)}” ({self.told.party(owner)}){when}")
        return told

    @property
    def mends(self) -> list[str]:
        """What would mend it for whoever breaks it, beside one term at a time."""
        return self.mending.lines()

    @property
    def terms(self) -> list[tuple[str, list[str]]]:
        """Term by term, at which value each party just keeps the plan; empty where no number may be shown."""
        return self.mending.rows() if self.told.numbers and self.found.remedies else []

    @property
    def one_at_a_time(self) -> str:
        return ONE_AT_A_TIME

    @property
    def parties(self) -> list[str]:
        """The parties of the terms."""
        return [self.told.party(one.party) for one in self.mending.of]

    @property
    def mends_title(self) -> str:
        return "How far its terms may slip" if self.found.security.is_secure else "What would mend it"

    @property
    def better_title(self) -> str:
        best = better(self.found)
        return "Another order" if best is None else f"{OBJECTIVES[best.objective]} order"

    @property
    def better(self) -> list[str]:
        """A better order of the steps, what it is worth, and who pays for it."""
        return [line for one in self.found.schedules.values() for line in self.told.schedule(one)]

    @property
    def snapbacks(self) -> list[str]:
        """The steps that nobody would put back, and those on which somebody votes to his own cost."""
        return [self.mending.snapback(one) for one in self.found.answers if one.reluctant or not one.is_credible]

    @property
    def sure(self) -> str:
        """The share of readings in which it holds; empty where no number is a range."""
        known = self.planned.sure
        return " ".join(self.told.sure(known)) if known is not None and known.drivers else ""

    @property
    def carries_out(self) -> str:
        """What the steps carry out, and how many packages hold that."""
        return " ".join(self.packages.covered(self.planned.covered))

    @property
    def shown(self) -> list[str]:
        """Of each package that the brief shows, whether the plan carries it out."""
        told = [self.packages.carried(one) for one in self.planned.carried]
        return [f"Package {n} {line}." for n, line in enumerate(told, 1)]

    @property
    def limits(self) -> str:
        return f"{READ} {LIMITS}"
