"""The exact search for the packages that the most of some trials accept, by branch and bound over the issues.

Of a package whose first choices are made, each trial can still accept it where everybody needed reaches the walk-away
with the best of the rest, and so does a weighted sum of those who are always needed. The trials of which that holds
bound those that accept any completion; of a block of trials no more than were proven to accept one package, which is
asked of each block first. The search goes depth first, the most trials first; a bound is proven by a search for
packages that more trials accept which ends without one. Where the search does not end, prices that show which trials no
package satisfies together prove another (`candidates_apart.py`).

Source: Land & Doig 1960, Econometrica 28(3), 497–520 (branch and bound); Luedtke & Ahmed 2008, SIAM Journal on
Optimization 19(2), 674–699 (samples of a problem whose constraints hold with some probability).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from winset.analyses.robustness.candidates_apart import most_together
from winset.analyses.robustness.candidates_tables import TrialTables
from winset.analyses.settlement.packages import Bools, Packages, each_once

MOST_TIED = 1_000
"""Packages that the most trials accept that are listed; beyond, the answer says that there are at least so many."""
LOOKS = 300_000_000
"""Looks at one trial in the search for the packages that the most trials accept, some ten seconds; beyond, the answer
says how many trials no package can exceed.
"""
STEP = 5_000_000
"""Looks between two looks at the keyboard."""
ATTEMPTS = 5
"""Searches for packages that more trials accept than the best one, each with a bound between what is proven and it."""
CLIMB_LOOKS = 60_000_000
"""Looks at one trial, about a second, in which a candidate is improved by changing one or two issues."""
BLOCK = 50
"""Trials of which it is first asked by themselves how many at most accept one package."""
WIDER = (5, 20)
"""Blocks that are then asked together, and then."""
MOST_LIKE = 16
"""Packages that are taken of those that are worth the same to everybody in every trial as one that was improved;
beyond, the others are left out, and the answer says whether all that are accepted as often are known.
"""


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


def most_accepted_in(
    tables: TrialTables, accepting: Bools, looks: int = LOOKS, most: int = MOST_TIED, block: int = BLOCK
) -> Bounded:
    """The packages that the most of some trials accept. accepting: (trial, package) which trials accept packages that
    are known already, the more the better.

    most: packages that are listed. block: trials of which it is first asked how many at most accept one package.
    """
    nothing = np.zeros((0, len(tables.structure.sizes)), dtype=np.int16)
    if not len(tables.to):
        return Bounded(bound=0, best=0, packages=nothing, complete=True)
    reached = int(accepting.sum(axis=0).max(initial=0))
    small = Caps(size=tables.trials, most=(tables.trials,))
    caps = _caps(tables, accepting, block, looks // 2, small) if tables.trials > block else small
    tree = AcceptanceTree(tables, max(1, reached), most, caps)
    tree.run(looks // 4)
    best, packages, complete = tree.best, tree.packages(), tree.finished and tree.whole
    low, bound, finished = max(best, reached), min(tree.bound, caps.total), tree.finished
    if low < bound and not finished:
        bound = max(low, min(bound, most_together(tables)))
    for wider in (block * times for times in WIDER):
        if low < bound and not finished and wider < tables.trials:
            caps = _caps(tables, accepting, wider, looks // 8, caps)
            bound = min(bound, caps.total)
    for _ in range(ATTEMPTS):
        if low >= bound or finished:
            break
        middle = (low + bound + 1) // 2
        tree = AcceptanceTree(tables, middle, most, caps)
        tree.run(looks // 8 // ATTEMPTS)
        if tree.best > best:
            best, packages, complete = tree.best, tree.packages(), tree.finished and tree.whole
        bound, low = min(bound, tree.bound), max(low, best) if tree.finished else middle
        finished = tree.finished and tree.best > 0
    return Bounded(bound=max(bound, best, reached), best=best, packages=packages, complete=complete)


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    """In how many trials of each block at most any one package is accepted. size: trials of a block. most: (block)."""

    size: int
    most: tuple[int, ...]

    @property
    def total(self) -> int:
        """In how many of all trials at most."""
        return sum(self.most)

    def within(self, start: int, stop: int) -> Caps:
        """The same of the trials from a block's first one up to another's."""
        if self.size >= stop - start:
            return Caps(size=stop - start, most=(stop - start,))
        return Caps(size=self.size, most=self.most[start // self.size : -(-stop // self.size)])


def _caps(tables: TrialTables, accepting: Bools, block: int, looks: int, known: Caps) -> Caps:
    """In how many of so many trials at most any one package is accepted: of few trials it is soon known where of all
    together it is not.

    accepting: (trial, package) of packages that are known. known: the same of smaller blocks.
    """
    starts = range(0, tables.trials, block)
    caps: list[int] = []
    for start in starts:
        stop = min(start + block, tables.trials)
        reached = int(accepting[start:stop].sum(axis=0).max(initial=0))
        within = known.within(start, stop)
        tree = AcceptanceTree(tables.only(slice(start, stop)), reached + 1, 1, within)
        tree.run(max(1, looks // (len(starts) - len(caps))))
        looks -= tree.looks
        caps.append(min(tree.bound, within.total))
    return Caps(size=block, most=tuple(caps))


class AcceptanceTree:
    """One search for packages that at least so many trials accept; what it finds raises how many.

    caps: of blocks of the trials. finished: True where it came to its end.
    """

    def __init__(self, tables: TrialTables, least: int, most: int, caps: Caps) -> None:
        self.tables, self.least, self.most = tables, least, most
        self._missing = tables.missing
        self._cap = np.array(caps.most, dtype=np.int64)
        self._block = np.arange(tables.trials, dtype=np.int64) // max(1, caps.size)
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
        alive = np.flatnonzero(~tables.proven_none)
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
                tables.worth, tables.starts, tables.to, tables.masks, self._missing, asked.coordinate, asked.bit,
                asked.ballots, asked.quorum, self._block, self._cap, state, self._nodes, self._children, self._bounds,
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

    if not len(packages):
        return packages
    asked, trials, width = tables.asked, tables.trials, tables.worth.shape[2]
    missing, nothing = tables.missing_alone, np.zeros((trials, width), dtype=np.int64)
    part_starts = np.searchsorted(tables.part_of, np.arange(len(tables.parts) + 1))
    found = [packages[:0]]
    for package in packages:
        rows = tables.rows_of(package)
        if rows is None:
            continue
        sums = tables.worth[rows].sum(axis=0)
        needed, rejected = (int(np.bitwise_or.reduce(tables.masks[rows, n])) for n in (0, 1))
        floor = asked.floor
        count = sum(
            can_accept(trial, needed, rejected, sums, floor, asked.coordinate, asked.bit, asked.ballots, asked.quorum)
            for trial in range(trials)
        )
        climb_to_more(
            tables.worth, tables.starts, tables.to, part_starts, tables.masks, missing, asked.coordinate, asked.bit,
            asked.ballots, asked.quorum, rows, np.empty_like(nothing), np.empty_like(nothing), count, looks,
        )  # fmt: skip
        found.append(tables.packages(rows, MOST_LIKE)[0])
    return each_once(np.concatenate(found), axis=0)
