"""In how many of some trials one package is accepted at most, since prices show which trials none satisfies together.

Where a weighted sum of what everybody asks in several trials is out of reach of every package, no package is accepted
in all of them. From trial to trial it is asked whether it could be satisfied together with as many of the trials before
as could be at most so far; what that takes is limited, and beyond it a new group of trials begins, whose number is
added to that of the others. Every proof is made in whole numbers, and nothing else lowers the bound.

Source: Verfaillie, Lemaître & Schiex 1996, AAAI-96, 181–187 (Russian doll search); Östergård 2002, Discrete Applied
Mathematics 120(1–3), 197–207 (the same for cliques).
"""

from __future__ import annotations

import numpy as np

from winset.analyses.robustness.candidates_tables import TrialTables

ROUNDS = 100
"""Steps in which prices are sought that show of some trials that no package satisfies all of them."""
TESTS = 300_000
"""Trials that are looked at in all these searches together, some five seconds with twelve parties; beyond, the answer
says how many trials no package can exceed.
"""
MOST_TESTS = 300
"""The same for each trial, where trials are few; beyond, a new group of trials begins, and bounds are wider."""


def most_together(tables: TrialTables, tests: int = TESTS, most: int = MOST_TESTS) -> int:
    """No package is accepted in more of the trials."""
    from winset.analyses.settlement.kernels.apart import most_together as in_groups

    asked = tables.asked
    alive = np.flatnonzero(~tables.proven_none)
    always = np.flatnonzero((asked.bit == 0) & (asked.coordinate < len(asked.parties)))
    if len(alive) < 2 or not len(always):
        return len(alive)
    coordinates = np.unique(asked.coordinate[always])
    floor = np.stack(
        [asked.floor[:, always[asked.coordinate[always] == at]].max(axis=1) for at in coordinates.tolist()], axis=1
    )
    worth = np.ascontiguousarray(tables.worth[:, :, coordinates].transpose(1, 0, 2))
    unit = np.maximum(1, np.abs(worth).max(axis=1)).astype(np.float64)
    spare = ((tables.rest[0][:, coordinates] - floor) / unit).sum(axis=1)
    order = alive[np.argsort(spare[alive], kind="stable")]  # those that are hard to satisfy first, together
    each = float(min(most, tests // len(order)))
    return int(in_groups(worth[order], unit[order], floor[order], tables.starts, tables.to, ROUNDS, each))
