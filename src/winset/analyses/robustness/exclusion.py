"""What no number decides: red lines and rules that leave no package at all."""

from __future__ import annotations

from dataclasses import dataclass, replace

from winset.analyses.robustness.deals_in_draws import DEAL, NONE, DealsInDraws
from winset.analyses.robustness.violation_index import is_large
from winset.analyses.settlement.packages import feasible_packages
from winset.compiled import Compiled, Structure


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """Red lines and rules exclude every package, whatever the numbers are. owners: the parties each of whose red lines,
    if they alone were given up, would leave some package; empty where it takes more than one party, or rules.
    """

    owners: tuple[int, ...]


def exclusion(case: Compiled) -> Exclusion | None:
    """Why no package of a case can be acceptable, None where some package is within all rules and red lines."""
    if _feasible(case, case.structure) != NONE:
        return None
    owners = sorted({line.owner for line in case.structure.lines})
    return Exclusion(
        owners=tuple(owner for owner in owners if _feasible(case, _without(case.structure, owner)) == DEAL)
    )


def _feasible(case: Compiled, structure: Structure) -> int:
    """DEAL where some package of a structure of the case breaks no rule and crosses no red line, NONE where none does;
    UNDECIDED where a limit left that open.
    """
    if not is_large(structure):
        return DEAL if len(feasible_packages(structure)) else NONE
    return DealsInDraws(replace(case, structure=structure), 0).feasible


def _without(structure: Structure, owner: int) -> Structure:
    """Without the red lines of one party, wherever they hold."""
    lines = tuple(tuple(line for line in row if line.owner != owner) for row in structure.red_lines)
    return replace(structure, red_lines=lines)
