"""Generated instances as readings."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from bench.instances import Instance
from winset.compiled import Structure
from winset.readings import Reading
from winset.readings.exact import LinkWorth


def reading_of(instance: Instance, walk_away: tuple[int, ...] | None = None, *, linked: bool = False) -> Reading:
    """The instance as a question in which everyone must accept.

    linked: each issue and the next are joined by a link over several of their options, so that no issue stands alone.
    """
    tables, least = instance.tables()
    sizes = tuple(len(table) for table in tables)
    parties, issues = tables[0].shape[1], len(sizes)
    structure = Structure(
        sizes=sizes,
        status_quo=(None,) * issues,
        open=np.ones(sum(sizes), dtype=bool),
        always=tuple(range(parties)),
        bargaining=tuple(range(parties)),
        needs=np.zeros((sum(sizes), parties), dtype=bool),
        red_lines=((),) * parties,
        rules=(),
    )
    links = tuple(
        LinkWorth(
            party=issue % parties,
            when=((issue, frozenset({1, 2, 3})), (issue + 1, frozenset({4, 5, 6, 7}))),
            worth=500,
        )
        for issue in range(issues - 1)
    )
    return Reading(
        structure=structure,
        worth=np.ascontiguousarray(np.concatenate(tables).T.astype(np.int64)),
        denominator=(100,) * parties,
        walk_away=walk_away if walk_away is not None else tuple(int(one) for one in least),
        links=links if linked else (),
        floors=(),
        weights=(Fraction(1),) * parties,
    )
