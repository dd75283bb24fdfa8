"""Which issues belong together: bundles that are acceptable when the rest stays as it is, though no part of them is.

A bundle is a set of issues with a package that holds and leaves the status quo on no other issue. A larger agenda never
has fewer packages, so the minimal bundles are the smallest sets of issues that packages which hold move. One of two
issues or more is a linkage: none of its issues can be settled without the others. An issue is load-bearing where every
package that holds moves it: fix it at the status quo and nothing is acceptable.

Source: Tollison & Willett 1979, International Organization 33(4), 425–449; Sebenius 1983, International Organization
37(2), 281–316.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from winset.analyses.settlement.packages import each_once
from winset.analyses.tables.enumerated_space import EnumeratedSpace
from winset.analyses.tables.package_space import PackageSpace
from winset.compiled import CompiledTable

MOST_AGENDAS = 300
"""Agendas that are asked about one by one where packages are not kept in a list; beyond, issues that belong together
are those found by then, and the answer says that there may be more.
"""
Bundle = tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Linkage:
    """bundles: the minimal ones, the smallest first. complete: False where so many agendas would have to be tried, or a
    search stopped so early, that some bundles may be missing or not minimal. load_bearing: issues that every package
    which holds moves; none where nothing holds.
    """

    bundles: tuple[Bundle, ...]
    complete: bool
    load_bearing: Bundle

    @property
    def linked(self) -> tuple[Bundle, ...]:
        """The bundles of two issues or more."""
        return tuple(bundle for bundle in self.bundles if len(bundle) > 1)


def linkage(space: PackageSpace, table: CompiledTable) -> Linkage:
    """What belongs together at a table. An issue without a status quo is a part of every package and of no bundle."""
    if isinstance(space, EnumeratedSpace):
        bundles, complete = minimal(_moved_together(space, table)), True
    else:
        bundles, complete = _asked_one_by_one(space, table)
    return Linkage(bundles=bundles, complete=complete, load_bearing=space.load_bearing(table))


def _moved_together(listed: EnumeratedSpace, table: CompiledTable) -> set[Bundle]:
    """The sets of issues that packages which hold move."""
    keep = listed.holds(table)
    issues = movable(listed, table)
    if not issues or not keep.any():
        return {()} if keep.any() else set()
    which = np.zeros(int(keep.sum()), dtype=np.int64)
    for n, issue in enumerate(issues):
        which |= listed.leaves_status_quo(issue)[keep].astype(np.int64) << n
    return {tuple(issue for n, issue in enumerate(issues) if bits >> n & 1) for bits in each_once(which).tolist()}


def movable(space: PackageSpace, table: CompiledTable) -> tuple[int, ...]:
    """The issues on the agenda that have a status quo."""
    structure = space.terms.structure
    return tuple(
        issue
        for issue in sorted(table.agenda)
        if structure.status_quo[issue] is not None and issue not in structure.left_out
    )


def minimal(sets: Iterable[Bundle]) -> tuple[Bundle, ...]:
    """The sets that contain no other, the smallest first."""
    kept: list[Bundle] = []
    for bundle in sorted(sets, key=lambda issues: (len(issues), issues)):
        if not any(set(other) <= set(bundle) for other in kept):
            kept.append(bundle)
    return tuple(kept)


def _asked_one_by_one(space: PackageSpace, table: CompiledTable) -> tuple[tuple[Bundle, ...], bool]:
    """The minimal agendas at which something holds, the smallest first, as far as agendas are tried."""
    issues, kept, tried, complete = movable(space, table), list[Bundle](), 0, True
    fixed = frozenset(table.agenda) - frozenset(issues)
    for size in range(len(issues) + 1):
        for bundle in combinations(issues, size):
            if any(set(other) <= set(bundle) for other in kept):
                continue
            if tried >= MOST_AGENDAS:
                return tuple(kept), False
            tried += 1
            holds = space.something_holds(replace(table, agenda=frozenset(bundle) | fixed))
            if holds:
                kept.append(bundle)
            complete = complete and holds is not None
    return tuple(kept), complete
