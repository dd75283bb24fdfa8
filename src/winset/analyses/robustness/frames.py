"""Which packages keep some demands, whatever the numbers are: for each set of parties that can be required, which
options are left and whose walk-aways are asked for.

Whose consent a package needs depends on the package, and who votes for it on the voters. For each set of parties that
options can need, and each smallest set of voters that is enough, a frame holds the choices that need nobody else and
that cross none of the red lines which count. A package keeps the demands only if some frame has it and the walk-aways
of the frame are reached there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from winset.analyses.robustness.layered_choices import LayeredChoices
from winset.analyses.settlement.blockers import Constraint
from winset.analyses.settlement.layers import TooJoined
from winset.analyses.settlement.outline import MOST_SETS, allowed_options
from winset.analyses.settlement.packages import Bools
from winset.analyses.settlement.violation_masks import Items
from winset.analyses.votes import minimal_coalitions
from winset.compiled import Structure
from winset.compiled.structure import LineKey

MOST_KEPT = 2_000
"""Sets of demands whose frames are kept; beyond, they are made again, with the same result."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Frame:
    """Some choices and what is asked of the packages of them. required: whose consent is asked for. walking: whose
    walk-away counts. bodies: whose floors count. structure: with the red lines that count. options: (column) those
    that are left. allowed: (choice).
    """

    required: frozenset[int]
    walking: frozenset[int]
    bodies: frozenset[str]
    structure: Structure
    options: Bools
    allowed: Bools


class Frames:
    """The frames of a structure, by the demands that hold. items: every demand of the case. wide: where there would be
    too many, one frame holds all packages, and asks of them only what is asked of each; else Raises TooJoined then.
    """

    def __init__(self, choices: LayeredChoices, items: tuple[Constraint, ...], *, wide: bool = False) -> None:
        self.choices, self.items, self.wide = choices, items, wide
        self.everything: Items = frozenset(range(len(items)))
        self._known: dict[Items, tuple[Frame, ...]] = {}
        structure = choices.structure
        always = frozenset(structure.always)
        needs = {
            frozenset(np.flatnonzero(structure.needs[column]).tolist()) - always
            for column in np.flatnonzero(structure.open)
        }
        needed = {always}
        for more in sorted(needs - {frozenset()}, key=sorted):
            needed |= {parties | more for parties in needed}
            if len(needed) > MOST_SETS:
                if not wide:
                    raise TooJoined
                break
        self.needed = sorted(needed, key=lambda parties: (len(parties), sorted(parties)))
        self.of(self.everything)

    def of(self, enforced: Items) -> tuple[Frame, ...]:
        """The frames in which packages may keep these demands; those without any package are left out. Raises
        TooJoined.
        """
        if enforced not in self._known:
            if len(self._known) >= MOST_KEPT:
                self._known.clear()
            self._known[enforced] = tuple(self._made(enforced))
        return self._known[enforced]

    def _made(self, enforced: Items) -> list[Frame]:
        structure = self.choices.structure
        kept = [self.items[n] for n in sorted(enforced)]
        walking = frozenset(item.party for item in kept if item.line is None and item.body is None)
        bodies = frozenset(item.body for item in kept if item.body is not None)
        lines = {item.line.key for item in kept if item.line is not None}
        votes = [vote for vote in structure.votes if vote.name in bodies]
        coalitions = minimal_coalitions(structure.voters, lambda yes: all(vote.passes(yes) for vote in votes))
        if len(coalitions) * len(self.needed) > MOST_SETS:
            if not self.wide:
                raise TooJoined
            return self._widest(walking, bodies, lines)
        frames = []
        for needed in self.needed:
            for voters in dict.fromkeys(voters - needed for voters in coalitions):
                red_lines = tuple(
                    tuple(line for line in held if party in voters or line.key in lines)
                    for party, held in enumerate(structure.red_lines)
                )
                relaxed = replace(structure, red_lines=red_lines)
                options = allowed_options(relaxed, needed | voters)
                allowed: Bools = options[self.choices.columns]
                if self.choices.has_path(allowed):
                    frames.append(
                        Frame(
                            required=needed | voters,
                            walking=(walking & needed) | voters,
                            bodies=bodies,
                            structure=relaxed,
                            options=options,
                            allowed=allowed,
                        )
                    )
        return frames

    def _widest(self, walking: frozenset[int], bodies: frozenset[str], lines: set[LineKey]) -> list[Frame]:
        """One frame of all packages."""
        structure = self.choices.structure
        always = frozenset(structure.always)
        relaxed = replace(structure.with_lines(lambda line: line.key in lines), needs=np.zeros_like(structure.needs))
        options = allowed_options(relaxed, always)
        allowed: Bools = options[self.choices.columns]
        if not self.choices.has_path(allowed):
            return []
        return [
            Frame(
                required=always,
                walking=walking & always,
                bodies=bodies,
                structure=relaxed,
                options=options,
                allowed=allowed,
            )
        ]

    @property
    def are_exact(self) -> bool:
        """True where every package that a frame has, and that reaches its walk-aways, keeps the demands: without votes,
        for a party whose consent an option needs counts as in favour of the package only where it holds the option.
        """
        return not self.choices.structure.votes
