"""Levers in words: what applying them does to the share of trials with a deal, who holds them."""

from __future__ import annotations

from collections.abc import Sequence

from winset.analyses.robustness.acceptance import Acceptance, LeverOutcome
from winset.model.case import Lever
from winset.report.counts import in_trials
from winset.report.names import Names, counted, listed
from winset.report.ownership import Owner, Ownership, owner_of_all
from winset.report.pieces import for_command_line

JUDGED = "How far pressure moves what its target expects of having no deal is judged; no source says it."
BEST_TOGETHER = "Together, those with a deal in the most trials if they are applied:"
MOST_TOGETHER = 5
"""Combinations of levers that are listed; beyond, the rest is in the JSON alone."""
OwnedPulled = tuple[Owner, LeverOutcome]


def owned_levers(acceptance: Acceptance, owners: Ownership) -> list[OwnedPulled]:
    """Every combination of levers with its owner, those first that open the most."""
    ordered = sorted(
        acceptance.levers,
        key=lambda lever: (lever.closed.number - lever.opened.number, len(lever.levers), lever.levers),
    )
    names = [lever.name for lever in acceptance.case.levers]
    return [
        (owner_of_all(owners.lever_effect(names[n]) for n in lever_outcome.levers), lever_outcome)
        for lever_outcome in ordered
    ]


class LeverWords:
    """The levers of an answer that may be shown, those first that open the most."""

    def __init__(self, acceptance: Acceptance, names: Names, shown: Sequence[LeverOutcome]) -> None:
        self.acceptance, self.names, self.shown = acceptance, names, shown

    @property
    def single(self) -> list[LeverOutcome]:
        return [lever_outcome for lever_outcome in self.shown if len(lever_outcome.levers) == 1]

    @property
    def together(self) -> list[LeverOutcome]:
        """Combinations that open something."""
        return [
            lever_outcome
            for lever_outcome in self.shown
            if len(lever_outcome.levers) > 1 and lever_outcome.opened.number
        ]

    @property
    def hidden(self) -> int:
        return len(self.acceptance.levers) - len(self.shown)

    def levers(self, lever_outcome: LeverOutcome) -> list[Lever]:
        return [self.names.case.levers[self.acceptance.case.levers[n].name] for n in lever_outcome.levers]

    def title(self, lever_outcome: LeverOutcome) -> str:
        names = [self.acceptance.case.levers[n].name for n in lever_outcome.levers]
        titles = zip(self.levers(lever_outcome), names, strict=True)
        return " + ".join(lever.title or name.replace("_", " ") for lever, name in titles)

    def holders(self, lever_outcome: LeverOutcome) -> str:
        """Who holds a single lever."""
        return listed(map(self.names.party_called, self.levers(lever_outcome)[0].holders))

    def target(self, lever_outcome: LeverOutcome) -> str:
        return self.names.party(self.acceptance.case.levers[lever_outcome.levers[0]].target)

    def effect(self, lever_outcome: LeverOutcome) -> str:
        """How the share of trials with a deal moves, and which package leads then."""
        deal = f"a deal {in_trials(lever_outcome.deal)}"
        if lever_outcome.deal.undecided or self.acceptance.deal.undecided:
            return deal
        change = lever_outcome.opened.number - lever_outcome.closed.number
        if not change:
            return f"{deal}, as without"
        deal += f", {abs(change):,} of {lever_outcome.deal.draws:,} {'more' if change > 0 else 'fewer'} than without"
        if lever_outcome.closed.number:
            deal += f" ({lever_outcome.opened.number:,} opened, {lever_outcome.closed.number:,} closed)"
        opens = self.opens(lever_outcome)
        return f"{deal}; most often acceptable then: {opens}" if opens else deal

    def opens(self, lever_outcome: LeverOutcome) -> str:
        """What of the package that the most trials accept then differs from the one without; empty where nothing."""
        first = self.acceptance.most[0].options if self.acceptance.most else None
        if not lever_outcome.most or lever_outcome.most[0].options == first:
            return ""
        return "; ".join(differing(self.names, lever_outcome.most[0].options, first))

    def reached(self, percent: int) -> list[str]:
        """The fewest levers that bring a deal in so many of 100 trials, each combination a line."""
        acceptance = self.acceptance
        if 100 * acceptance.deal.number >= percent * acceptance.draws:
            return ["It needs no lever."]
        enough = [lever for lever in acceptance.levers if 100 * lever.deal.number >= percent * acceptance.draws]
        if not enough:
            if not acceptance.levers:
                return ["The case has no lever that an answer may pull."]
            most = max(len(lever.levers) for lever in acceptance.levers)
            return [
                f"No {counted(most, 'lever')} together bring it{for_command_line('; `--levers` applies more at once')}."
            ]
        fewest = min(len(lever_outcome.levers) for lever_outcome in enough)
        shown = [
            lever_outcome
            for lever_outcome in enough
            if len(lever_outcome.levers) == fewest and lever_outcome in self.shown
        ]
        lines = [f"{self.title(lever_outcome)}: a deal {in_trials(lever_outcome.deal)}" for lever_outcome in shown]
        return lines or ["The levers that bring it may not be shown."]


def differing(names: Names, package: Sequence[int], other: Sequence[int] | None) -> list[str]:
    """The issues and options of a package, of those only that another has otherwise."""
    pairs = names.package(package)
    same = set() if other is None else set(names.package(other))
    return [f"{issue}: {option}" for issue, option in pairs if (issue, option) not in same]
