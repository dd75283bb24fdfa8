"""The charts of a settlement answer: the issues that it turns on, packages as bars, and all of them as a cloud."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from winset.analyses.settlement.choose import Package
from winset.analyses.settlement.deal import Deal
from winset.questions.settlement.words import DealWords
from winset.report.blocks import ChartData, Figure, Guarded, drawings
from winset.report.names import counted
from winset.report.ownership import owner_of_all
from winset.report.positions import lines_of, positions

MOST_IN_FIGURE, ALL_IN_FIGURE = 2, 3
"""Issues of the main figure: as many as there are up to the second number, else the first."""


@dataclass(frozen=True)
class Values(ChartData):
    """What packages are worth. parties: those whose values may be shown, by position. judged: whether it may be said
    whose judgement they are. others: whether it may be shown which packages all that are needed would accept.
    """

    words: DealWords
    packages: tuple[Package, ...]
    parties: tuple[Any, ...]
    judged: Any
    others: Any


def main_figure(words: DealWords) -> Figure:
    """The issues on which the answer turns, then those that block or must be settled, as lines of options."""
    deal, shown = words.deal, focus(words.deal)
    caption = ""
    if len(shown) < len(words.case.issues):
        known = deal.decisive or deal.central.no_deal is not None or deal.central.load_bearing
        which = ", first of all those on which the answer turns" if known and not words.is_limited else ""
        caption = f"{len(shown)} of {counted(len(words.case.issues), 'issue')}{which}."
    return Figure(key="main", drawings=lines_of((positions(words.owners, shown, caption),)))


def focus(deal: Deal) -> list[str]:
    """The issues of the main figure, in the order of the case."""
    why = deal.central.no_deal
    issues = [turn.issue for turn in deal.decisive]
    if why is not None:
        used = (why.blockers.constraints[n].line for repair in why.blockers.repairs for n in sorted(repair))
        issues += [line.issue for line in used if line is not None]
    issues += [*deal.central.load_bearing, *range(len(deal.case.issues))]
    asked = [issue for issue in dict.fromkeys(issues) if issue not in deal.case.structure.left_out]
    most = MOST_IN_FIGURE if len(asked) > ALL_IN_FIGURE else ALL_IN_FIGURE
    return [deal.case.issues[issue] for issue in sorted(asked[:most])]


def value_figures(words: DealWords, packages: tuple[Package, ...]) -> tuple[Figure, Figure]:
    """What the packages that are shown are worth to each party, and all packages by their value to two of them."""
    case, owners = words.deal.case, words.owners
    needed = owner_of_all(owners.values(case.parties[party]) for party in case.structure.can_be_needed)
    data = Values(
        words=words,
        packages=packages,
        parties=tuple(Guarded(owners.values(key), party) for party, key in enumerate(case.parties)),
        judged=Guarded(owners.judgements, shown=True, otherwise=False),
        others=Guarded(needed, shown=True, otherwise=False),
    )
    return (
        Figure(key="bars", drawings=drawings(f"{__name__}.bars", "package_bars", (data,))),
        Figure(key="scatter", drawings=drawings(f"{__name__}.scatter", "value_scatter", (data,))),
    )
