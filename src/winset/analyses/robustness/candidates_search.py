"""The exact search for the packages that the most of some trials accept, by branch and bound over the issues.

Of a package whose first choices are made, each trial can still accept it where everybody needed reaches the walk-away
with the best of the rest, and so does a weighted sum of those who are always needed. The trials of which that holds
bound those that accept any completion. The search goes depth first, the most trials first; a bound is proven by a
search for packages that more trials accept which ends without one.

Source: Land & Doig 1960, Econometrica 28(3), 497–520 (branch and bound); Luedtke & Ahmed 2008, SIAM Journal on
Optimization 19(2), 674–699 (samples of a problem whose constraints hold with some probability).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from winset.analyses.robustness.candidates_tables import TrialTables
from winset.analyses.settlement.packages import Packages, each_once

MOST_TIED = 1_000
"""Packages that the most trials accept that are listed; beyond, the answer says that there are at least so many."""
LOOKS = 100_000_000
"""Looks at one trial in the search for the packages that the most trials accept, some seconds; beyond, the answer says
how many trials no package can exceed.
"""
STEP = 5_000_000
"""Looks between two looks at the keyboard."""
ATTEMPTS = 5
"""Searches for packages that more trials accept than the best one, each with a bound between what is proven and it."""
CLIMB_LOOKS = 60_000_000
"""Looks at one trial, about a second, in which a candidate is improved by changing one or two issues."""
MOST_LIKE = 16
"""Packages that are taken of those that are worth the same to everybody in every trial as one that was improved."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Bounded:
    """What a search proves of some trials. bound: no package is accepted in more of them. best: trials that accept the
    best package that it met, 0 for none. packages: (package, issue) those that it met and that so many accept.
    complete: True where it is proven that no other package is accepted as often as these.
    """

    bound: int
    best: int
    packages: Packages
    complete: bool


def most_accepted_in(tables: TrialTables, known: int, looks: int = LOOKS, most: int = MOST_TIED) -> Bounded:
    """The packages that the most of some trials accept. known: as many accept some package that is known already.

    most: packages that are listed.
    """
    nothing = np.zeros((0, len(tables.structure.sizes)), dtype=np.int16)
    if not len(tables.to):
        return Bounded(bound=0, best=0, packages=nothing, complete=True)
    tree = AcceptanceTree(tables, max(1, known), most)
    tree.run(looks // 2)
    best, packages, complete = tree.best, tree.packages(), tree.finished and tree.whole
    low, bound = max(best, known), tree.bound
    for _ in range(ATTEMPTS):
        if low >= bound or tree.finished:
            break
        middle = (low + bound + 1) // 2
        tree = AcceptanceTree(tables, middle, most)
        tree.run(looks // 2 // ATTEMPTS)
        if tree.best > best:
            best, packages, complete = tree.best, tree.packages(), tree.finished and tree.whole
        bound = min(bound, tree.bound)
        low = max(low, best) if tree.finished else middle
        if tree.finished and tree.best == 0:
            tree.finished = bound <= max(best, known)
    return Bounded(bound=max(bound, best, known), best=best, packages=packages, complete=complete)


class AcceptanceTree:
    """One search for packages that at least so many trials accept; what it finds raises how many.

    finished: True where it came to its end.
    """

    def __init__(self, tables: TrialTables, least: int, most: int) -> None:
        self.tables, self.least, self.most = tables, least, most
        parts, trials, width = len(tables.parts), tables.trials, tables.worth.shape[2]
        widest = int(np.diff(tables.starts).max(initial=1))
        self._nodes = np.zeros((parts + 1, 6), dtype=np.int64)
        self._nodes[0, 2] = tables.structure.status_quo_package is not None
        self._children = np.zeros((parts, widest), dtype=np.int64)
        self._bounds = np.zeros((parts, widest), dtype=np.int64)
        self._living = np.zeros((parts + 1, trials + 1), dtype=np.int64)
        self._sums = np.zeros((parts + 1, trials, width), dtype=np.int64)
        self._tied = np.zeros((most, parts), dtype=np.int64)
        self._state = np.array([0, 0, least, 0, 0, 0, 1], dtype=np.int64)
        asked = tables.asked
        always = asked.bit == 0
        alive = np.flatnonzero((tables.rest[0][:, asked.coordinate[always]] >= asked.floor[:, always]).all(axis=1))
        self._living[0, 0] = len(alive)
        self._living[0, 1 : len(alive) + 1] = alive
        self.finished = False

    def run(self, looks: int) -> None:
        """Searches until the end, or until so many more looks are spent."""
        from winset.analyses.settlement.kernels.accepting import DEPTH, DONE, LOOKS, most_accepted_rows

        tables, asked, state = self.tables, self.tables.asked, self._state
        stop = int(state[LOOKS]) + looks
        while state[LOOKS] < stop and not self.finished:
            code = most_accepted_rows(
                tables.worth, tables.starts, tables.to, tables.masks, tables.rest, asked.coordinate, asked.bit,
                asked.floor, asked.ballots, asked.quorum, state, self._nodes, self._children, self._bounds,
                self._living, self._sums, self._tied, min(STEP, stop - int(state[LOOKS])),
            )  # fmt: skip
            self.finished = code == DONE and state[DEPTH] < 0

    @property
    def looks(self) -> int:
        """The looks at a trial so far."""
        return int(self._state[1])

    @property
    def best(self) -> int:
        """The trials that accept the best package that was met, 0 where none was met."""
        return int(self._state[3])

    @property
    def whole(self) -> bool:
        """True where all that were met and that so many trials accept are listed."""
        return not self._state[5] and self._expanded[1]

    @property
    def bound(self) -> int:
        """No package is accepted in more trials, as far as the search came."""
        known = max(self.best, self.least - 1)
        if self.finished:
            return known
        depth = int(self._state[0])
        fresh = bool(self._state[6])
        open_ = [int(self._living[0, 0])] if fresh and depth == 0 else []
        for level in range(depth + 1):
            first = int(self._nodes[level, 4]) - (fresh and level == depth - 1)
            if level < depth or not fresh:
                open_ += self._bounds[level, first : self._nodes[level, 5]].tolist()
        return max(known, *open_) if open_ else known

    def packages(self) -> Packages:
        """(package, issue) those that were met and that so many trials accept, in the order of the case."""
        return self._expanded[0]

    @property
    def _expanded(self) -> tuple[Packages, bool]:
        every = [np.zeros((0, len(self.tables.structure.sizes)), dtype=np.int16)]
        whole = True
        for rows in self._tied[: self._state[4]]:
            packages, all_there = self.tables.packages(rows, self.most)
            every.append(packages)
            whole = whole and all_there
            if sum(map(len, every)) > self.most:
                whole = False
                break
        return each_once(np.concatenate(every), axis=0)[: self.most], whole


def climbed(tables: TrialTables, packages: Packages, looks: int = CLIMB_LOOKS) -> Packages:
    """(package, issue) what packages lead to where the choices of one part or of two are changed as long as more of the
    trials accept the outcome, each once. looks: at a trial, of each.
    """
    from winset.analyses.settlement.kernels.accepting import can_accept, climb_to_more

    asked, trials, width = tables.asked, tables.trials, tables.worth.shape[2]
    nothing_more = np.zeros((trials, width), dtype=np.int64)
    part_starts = np.searchsorted(tables.part_of, np.arange(len(tables.parts) + 1))
    found = [packages[:0]]
    for package in packages:
        rows = tables.rows_of(package)
        if rows is None:
            continue
        sums = tables.worth[rows].sum(axis=0)
        needed, rejected = (int(np.bitwise_or.reduce(tables.masks[rows, n])) for n in (0, 1))
        count = sum(
            can_accept(
                trial, needed, rejected, nothing_more, sums, nothing_more, asked.coordinate, asked.bit, asked.floor,
                asked.ballots, asked.quorum,
            )
            for trial in range(trials)
        )  # fmt: skip
        climb_to_more(
            tables.worth, tables.starts, tables.to, part_starts, tables.masks, nothing_more, asked.coordinate,
            asked.bit, asked.floor, asked.ballots, asked.quorum, rows, np.empty_like(sums), np.empty_like(sums), count,
            looks,
        )  # fmt: skip
        found.append(tables.packages(rows, MOST_LIKE)[0])
    return each_once(np.concatenate(found), axis=0)
