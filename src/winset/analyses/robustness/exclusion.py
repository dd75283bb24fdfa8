"""What no number decides: red lines and rules that leave no package at all."""

from __future__ import annotations

from dataclasses import dataclass, replace

from winset.analyses.robustness.frames import Frames
from winset.analyses.robustness.layered_choices import LayeredChoices
from winset.analyses.robustness.violation_index import is_large
from winset.analyses.settlement.blockers import Constraint
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
    if _has_feasible(case, case.structure):
        return None
    owners = sorted({line.owner for line in case.structure.lines})
    return Exclusion(owners=tuple(owner for owner in owners if _has_feasible(case, _without(case.structure, owner))))


def _has_feasible(case: Compiled, structure: Structure) -> bool:
    """True where some package of a structure of the case breaks no rule and crosses no red line."""
    if not is_large(structure):
        return len(feasible_packages(structure)) > 0
    lines = tuple(Constraint(party=line.owner, line=line) for line in structure.lines)
    frames = Frames(LayeredChoices(structure, [link.when for link in case.links]), lines)
    return bool(frames.of(frames.everything))


def _without(structure: Structure, owner: int) -> Structure:
    """Without the red lines of one party, wherever they hold."""
    lines = tuple(tuple(line for line in row if line.owner != owner) for row in structure.red_lines)
    return replace(structure, red_lines=lines)
