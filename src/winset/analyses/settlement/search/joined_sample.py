"""How many packages are feasible and how many acceptable where rules and links join too many issues: estimates.

Packages are drawn issue by issue, evenly among the options after which the package can still be what is counted. The
number of such options of every issue, multiplied, is how many packages the drawn one stands for: its mean over all
draws, 0 where the package is none of those counted, has the number sought as its expectation.

Source: Knuth 1975, Mathematics of Computation 29(129), 122-136.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from winset.analyses.settlement.counting import CountEstimate
from winset.analyses.settlement.packages import Bools, Packages, View, total_packages
from winset.analyses.settlement.search.joined_question import JoinedQuestion
from winset.compiled import Condition, Structure
from winset.readings import Reading

SAMPLE = 4_096
"""Packages that are drawn."""
SEED = 1


def sampled_counts(question: JoinedQuestion) -> tuple[CountEstimate, CountEstimate]:
    """How many packages are feasible, and how many acceptable."""
    return _estimate(_Drawn(question.reading, acceptable=False)), _estimate(_Drawn(question.reading, acceptable=True))


def _estimate(drawn: _Drawn) -> CountEstimate:
    stands_for = drawn.stands_for()
    mean = float(stands_for.mean())
    error = float(stands_for.std()) / sqrt(SAMPLE)
    total = total_packages(drawn.structure)
    if not mean:
        return CountEstimate(packages=0, error=total / SAMPLE)
    return CountEstimate(packages=min(round(mean), total), error=error)


class _Drawn:
    """Packages drawn at random. acceptable: whether they are to be acceptable, else feasible."""

    def __init__(self, reading: Reading, *, acceptable: bool) -> None:
        self.reading, self.structure, self.acceptable = reading, reading.structure, acceptable
        structure = self.structure
        self.columns = [self._open(issue) for issue in range(len(structure.sizes))]
        links = reading.links if acceptable else ()
        self.conditions = [*(link.when for link in links), *(each for r in structure.rules for each in (r.if_, r.then))]
        self.links = len(links)
        self.last = np.array(
            [max((issue for issue, _ in when), default=-1) for when in self.conditions], dtype=np.int64
        )
        self.fails = _fails(structure, self.conditions)
        floors = self._floors() if acceptable else {}
        self.parties = sorted(floors)
        self.least = np.array([floors[party] for party in self.parties], dtype=np.float64)
        self.worth = reading.worth[self.parties].astype(np.float64).T
        self.brought = np.zeros((self.links, len(self.parties)))
        for n, link in enumerate(links):
            if link.party in floors:
                self.brought[n, self.parties.index(link.party)] = float(link.worth)
        best = [self.worth[columns].max(axis=0, initial=-np.inf) for columns in self.columns]
        self.rest = np.cumsum([np.zeros(len(self.parties)), *best[::-1]], axis=0)[::-1]
        self.slack = 1 + 1e-9 * float(np.abs(self.worth).sum() + np.abs(self.brought).sum() + np.abs(self.least).sum())
        """More than rounding takes away: what can be acceptable is never left out."""

    def _open(self, issue: int) -> list[int]:
        """The columns of an issue that no party which is always needed rejects, and no body that follows one."""
        structure = self.structure
        start = structure.offsets[issue]
        rejected = {
            line.option for party in structure.closing for line in structure.red_lines[party] if line.issue == issue
        }
        return [start + option for option in structure.choices(issue) if option not in rejected]

    def _floors(self) -> dict[int, int]:
        """Per party the least that every acceptable package is worth to it."""
        floors = {p: level for p in self.structure.always if (level := self.reading.walk_away[p]) is not None}
        for floor in self.reading.floors:
            floors[floor.party] = max(floor.worth, floors.get(floor.party, floor.worth))
        return floors

    def stands_for(self) -> NDArray[np.float64]:
        """(draw) how many packages it stands for, 0 where it is none of those that are counted."""
        draw = np.random.Generator(np.random.Philox(SEED))
        packages = np.zeros((SAMPLE, len(self.columns)), dtype=np.int16)
        weight, fails = np.ones(SAMPLE), np.zeros((SAMPLE, len(self.conditions)), dtype=bool)
        value = np.zeros((SAMPLE, len(self.parties)))
        for issue, columns in enumerate(self.columns):
            if not columns:
                return np.zeros(SAMPLE)
            fits = np.stack([self._fits(issue, column, fails, value) for column in columns], axis=1)
            number = fits.sum(axis=1)
            weight *= number
            nth = (draw.random(SAMPLE) * number).astype(np.int64)
            chosen = np.array(columns)[np.argmax(np.cumsum(fits, axis=1) > nth[:, None], axis=1)]
            packages[:, issue] = chosen - self.structure.offsets[issue]
            fails |= self.fails[chosen]
            value += self.worth[chosen]
        return np.where(self._counted(packages), weight, 0.0)

    def _fits(self, issue: int, column: int, fails: Bools, value: NDArray[np.float64]) -> Bools:
        """(draw) whether packages that begin so can still be counted with this option."""
        after, settled = fails | self.fails[column], self.last <= issue
        fits = np.ones(len(fails), dtype=bool)
        for n in range(self.links, len(self.conditions), 2):
            if settled[n]:
                fits &= after[:, n] | ~after[:, n + 1]
        if self.parties:
            most = np.where(settled[: self.links, None], self.brought, np.maximum(self.brought, 0))
            linked = (~after[:, : self.links]).astype(np.float64) @ most
            reached = value + self.worth[column] + linked + self.rest[issue + 1]
            fits &= (reached + self.slack >= self.least).all(axis=1)
        return fits

    def _counted(self, packages: Packages) -> Bools:
        """(draw) whether its package is one of those that are counted."""
        view = View(self.structure, packages)
        return (
            view.feasible & ~view.falls_short(self.reading, view.values(self.reading))
            if self.acceptable
            else view.feasible
        )


def _fails(structure: Structure, conditions: Sequence[Condition]) -> Bools:
    """(column, condition) where the condition does not hold with the option."""
    fails = np.zeros((structure.columns, len(conditions)), dtype=bool)
    for n, condition in enumerate(conditions):
        for issue, options in condition:
            start = structure.offsets[issue]
            for option in range(structure.sizes[issue]):
                fails[start + option, n] |= option not in options
    return fails
