"""Where bodies vote: a reading for each coalition of voters that is enough, in which its members have to be in favour.

Of a party whose consent every package needs nothing is asked here: it counts as in favour, and what keeps it from that
is its own constraint. A party that only some options need counts as in favour of just the packages that hold one of
them; `are_all` says whether there is none, so that what no coalition can carry nobody can.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from winset.analyses.votes import minimal_coalitions
from winset.compiled import Structure
from winset.readings import Reading
from winset.readings.exact import FloorWorth


def voting_readings(reading: Reading, bodies: Iterable[str], judged: Reading | None = None) -> Iterator[Reading]:
    """The reading without votes, once for each coalition that carries a package through these bodies: every member
    that not all packages need reaches its walk-away, and none of its red lines is crossed. What the members ask for
    stands last among the floors.

    judged: the reading with the walk-aways and red lines that voters vote by, where constraints were taken out of the
    other.
    """
    structure, judged = reading.structure, judged or reading
    asked = frozenset(bodies)
    votes = [vote for vote in structure.votes if vote.name in asked]
    enough = minimal_coalitions(structure.voters, lambda yes: all(vote.passes(yes) for vote in votes))
    always = frozenset(structure.always)
    for voters in dict.fromkeys(coalition - always for coalition in enough):
        red_lines = tuple(
            judged.structure.red_lines[party] if party in voters else lines
            for party, lines in enumerate(structure.red_lines)
        )
        floors = tuple(
            FloorWorth(name=f"in favour {party}", party=party, worth=least)
            for party in sorted(voters)
            if (least := judged.walk_away[party]) is not None
        )
        followed = (*structure.followed, *sorted(voters))
        yield replace(
            reading,
            structure=replace(structure, votes=(), followed=followed, red_lines=red_lines),
            floors=(*reading.floors, *floors),
        )


def are_all(structure: Structure) -> bool:
    """True where no voter is needed for some packages and not for all."""
    some = [party for party in structure.voters if party not in structure.always]
    return not np.asarray(structure.needs[structure.open][:, some]).any()
