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
from numpy.typing import NDArray

from winset.analyses.robustness.candidates_tables import NotBounded, TrialTables, trial_tables
from winset.analyses.settlement.draw_evaluator import DrawEvaluator, walk_away_constraints
from winset.analyses.settlement.packages import Bools, Ints, Packages, View, all_choices, each_once
from winset.readings import Draws

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
CLIMBED = 16
"""Candidates from which packages are sought, by changing one or two issues, that more trials accept."""
MOST_CHANGES = 100
"""Improvements of one candidate."""
MOST_PAIRS = 4_000
"""Packages that differ in two issues from a candidate, up to which all are tried where none that differs in one is
better; beyond, evenly chosen ones are.
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


def most_accepted_in(draws: Draws, known: int, looks: int = LOOKS, most: int = MOST_TIED) -> Bounded:
    """The packages that the most of some trials accept. known: as many accept some package that is known already.

    most: packages that are listed.
    """
    nothing = np.zeros((0, len(draws.structure.sizes)), dtype=np.int16)
    try:
        tables = trial_tables(draws)
    except NotBounded:
        return Bounded(bound=len(draws), best=0, packages=nothing, complete=False)
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
        alive = np.flatnonzero(
            (tables.rest[0][:, asked.coordinate[always]] >= asked.floor[:, always]).all(axis=1)
        )
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


def climbed(draws: Draws, packages: Packages, most: int = CLIMBED) -> Packages:
    """(package, issue) what the first of some packages lead to where one or two issues are changed as long as more
    trials accept the outcome, each once.
    """
    found = [_climb(draws, package) for package in packages[:most]]
    return each_once(np.array(found, dtype=np.int16), axis=0) if found else packages[:0]


def _climb(draws: Draws, package: NDArray[np.int16]) -> NDArray[np.int16]:
    structure = draws.structure
    key = _keys(draws, package[None])[0]
    for _ in range(MOST_CHANGES):
        for others in (_changed(draws, package), _changed_twice(draws, package)):
            others = others[View(structure, others).feasible]
            keys = _keys(draws, others)
            better = max(range(len(keys)), key=lambda n, keys=keys: keys[n], default=None)  # type: ignore[misc]
            if better is not None and keys[better] > key:
                package, key = others[better], keys[better]
                break
        else:
            break
    return package


def _keys(draws: Draws, packages: Packages) -> list[tuple[int, int]]:
    """Per package, the trials that accept it, and how often a trial reaches one of the things that it asks."""
    evaluator = DrawEvaluator(View(draws.structure, packages))
    accepting: Bools = np.ones((len(draws), len(packages)), dtype=bool)
    reached = np.zeros(len(packages), dtype=np.int64)
    for item in walk_away_constraints(draws.structure, draws):
        short = evaluator.falls_short(draws, item, evaluator.values_behind(draws, [item]))
        accepting &= ~short
        reached += (~short).sum(axis=0)
    return list(zip(accepting.sum(axis=0).tolist(), reached.tolist(), strict=True))


def _changed(draws: Draws, package: NDArray[np.int16]) -> Packages:
    """(package, issue) all that differ from a package in one issue."""
    rows = []
    for issue, options in enumerate(all_choices(draws.structure)):
        for option in options:
            if option != package[issue]:
                row = package.copy()
                row[issue] = option
                rows.append(row)
    return np.array(rows, dtype=np.int16).reshape(len(rows), len(package))


def _changed_twice(draws: Draws, package: NDArray[np.int16]) -> Packages:
    """(package, issue) packages that differ from one in two issues, all or evenly chosen ones."""
    singles = _changed(draws, package)
    issue = (singles != package).argmax(axis=1)
    first, second = np.nonzero(issue[:, None] < issue[None, :])
    if len(first) > MOST_PAIRS:
        some = np.arange(MOST_PAIRS) * len(first) // MOST_PAIRS
        first, second = first[some], second[some]
    rows = singles[first]
    rows[np.arange(len(rows)), issue[second]] = singles[second, issue[second]]
    return rows
