"""Whether some package keeps some demands in one reading, where rules and links join too many issues to be added up.

The options of one issue after the other are gone through with every rule, link, red line and vote; what can no longer
come about is left out. So the result is that of looking at every package, within a limit of options that are tried.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from itertools import accumulate
from math import lcm
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from winset.analyses.robustness.frames import Frame
from winset.analyses.settlement.blockers import Constraint
from winset.analyses.settlement.packages import Bools, Ints
from winset.analyses.settlement.search.tree import STEP, Budget
from winset.analyses.settlement.violation_masks import Items
from winset.compiled import Condition, Structure, Vote
from winset.readings import Reading

if TYPE_CHECKING:  # compiled code is imported where it is first needed
    from winset.analyses.settlement.kernels.joined import JoinedLayout

Package = tuple[int, ...]
MOST_PARTIES = 62
"""Parties whose consent is kept as the bits of one number; beyond, such a case is not taken on."""
LARGEST_SUM = 2**61
"""Size of a sum, so that it fits 64 bits beside its bounds; beyond, a weighted sum bounds nothing."""
NEVER = 2**62


class JoinedSearch:
    """Searches the packages of a structure. whens: of the links. items: every demand."""

    def __init__(self, structure: Structure, whens: Sequence[Condition], items: tuple[Constraint, ...]) -> None:
        self.structure, self.items = structure, items
        self.conditions = [*whens, *(each for rule in structure.rules for each in (rule.if_, rule.then))]
        self.links = len(whens)
        offsets = structure.offsets
        self.clears = np.zeros((structure.columns, len(self.conditions)), dtype=np.uint8)
        for n, condition in enumerate(self.conditions):
            for issue, options in condition:
                for option in range(structure.sizes[issue]):
                    self.clears[offsets[issue] + option, n] |= option not in options
        bits = np.array([1 << party for party in range(structure.needs.shape[1])], dtype=np.int64)
        self.needs = structure.needs.astype(np.int64) @ bits
        self.always = sum(1 << party for party in structure.always)
        self.against = np.zeros(structure.columns, dtype=np.int64)
        self.holders: dict[tuple[int, int, int], int] = {}
        for party, lines in enumerate(structure.red_lines):
            for line in lines:
                self.against[offsets[line.issue] + line.option] |= 1 << party
                of_line = (line.owner, line.issue, line.option)
                self.holders[of_line] = self.holders.get(of_line, 0) | 1 << party
        self.closing = sum(1 << party for party in structure.closing)
        votes = structure.votes
        numbers = [number for vote in votes for number in (vote.least, *(weight for _, weight in vote.weights))]
        self.unit = reduce(lcm, (number.denominator for number in numbers), 1)

    def first(
        self, reading: Reading, frame: Frame, enforced: Items, weights: dict[int, int], budget: Budget
    ) -> tuple[Package | None, bool]:
        """A package of the frame that keeps these demands. weights: of parties, whole; their sum is hard to reach.
        False where the search stopped before it knew.
        """
        from winset.analyses.settlement.kernels.joined import DONE, FOUND, next_joined

        laid = _Laid(self, reading, frame, enforced, weights)
        layout, issues = laid.layout, len(laid.order)
        if layout is None:
            return None, True
        forms, never = layout.rows.shape[1], issues + 1
        cursor = layout.starts[:-1].copy()
        dead = np.full(len(self.conditions), never, dtype=np.int64)
        sums, open_ = (np.zeros((issues + 1, forms), dtype=np.int64) for _ in range(2))
        open_[0] = layout.gain.sum(axis=0)
        needed, rejected, against, moved, state = (np.zeros(issues + 1, dtype=np.int64) for _ in range(5))
        needed[0], moved[0] = self.always, self.structure.status_quo_package is None
        while not budget.spent:
            before = int(state[1])
            code = next_joined(
                layout, cursor, dead, sums, open_, needed, rejected, against, moved, state, min(STEP, budget.nodes)
            )
            budget.nodes -= int(state[1]) - before
            if code == FOUND:
                return laid.package(cursor - 1), True
            if code == DONE:
                return None, True
        return None, False


class _Laid:
    """A question laid out for the compiled search. layout: None where some issue has no option left."""

    def __init__(
        self, of: JoinedSearch, reading: Reading, frame: Frame, enforced: Items, weights: dict[int, int]
    ) -> None:
        self.of, self.reading, self.structure = of, reading, of.structure
        demands = self._demands(frame, enforced)
        voters = [party for party in self.structure.voters if reading.walk_away[party] is not None]
        self.parties = sorted({party for party, _, _ in demands} | set(voters))
        self.form = {party: n for n, party in enumerate(self.parties, 1)}
        always = {party: floor for party, bit, floor in demands if bit == 0}
        self.weights = self._fitting({party: weights.get(party, 0) for party in always}, always)
        demands.append((-1, 0, sum(self.weights[party] * floor for party, floor in always.items())))
        rejects, options = self._red_lines(frame, enforced)
        rows = self._forms(reading.worth[self.parties].astype(np.int64).T)
        self.order = self._ordered(options, rows[:, 0])
        self.layout = (
            self._layout(rows, rejects, demands, enforced) if all(columns for _, columns in self.order) else None
        )

    def package(self, rows: Ints) -> Package:
        """The package of some rows, one of each issue."""
        options = [0] * len(self.order)
        columns = [column for _, columns in self.order for column in columns]
        for row, (issue, _) in zip(rows.tolist(), self.order, strict=True):
            options[issue] = columns[row] - self.structure.offsets[issue]
        return tuple(options)

    def _demands(self, frame: Frame, enforced: Items) -> list[tuple[int, int, int]]:
        """Party, bit and floor of each demand that is a number; bit: 0 where every package of the frame must keep it.
        A later one of a party asks for more than an earlier one where both always count.
        """
        found = []
        for n in sorted(enforced):
            item = self.of.items[n]
            walk_away = self.reading.walk_away[item.party]
            if item.line is None and item.body is None and walk_away is not None:
                found.append((item.party, 0 if item.party in frame.walking else 1 << item.party, walk_away))
        bodies = {self.of.items[n].body for n in enforced}
        found += [(floor.party, 0, floor.worth) for floor in self.reading.floors if floor.name in bodies]
        return sorted(found, key=lambda demand: (demand[0], demand[2]))

    def _fitting(self, weights: dict[int, int], floors: dict[int, int]) -> dict[int, int]:
        """The weights, or none where a sum with them could leave 64 bits."""
        reach = 0
        for party, weight in weights.items():
            row = [abs(worth) for worth in self.reading.worth[party].tolist()]
            linked = [abs(link.worth) for link in self.reading.links if link.party == party]
            reach += weight * (sum(row) + sum(linked) + abs(floors[party]))
        return weights if reach < LARGEST_SUM else dict.fromkeys(weights, 0)

    def _forms(self, worth: Ints) -> Ints:
        """(…, form) the weighted sum before the values of the parties."""
        factors = np.array([self.weights.get(party, 0) for party in self.parties], dtype=np.int64)
        return np.concatenate([(worth @ factors)[:, None], worth], axis=1)

    def _red_lines(self, frame: Frame, enforced: Items) -> tuple[Ints, Bools]:
        """(column) bits of the parties that reject it by a red line that counts, and whether packages may hold it."""
        rejects, options = np.zeros(self.structure.columns, dtype=np.int64), frame.options.copy()
        for n in enforced:
            line = self.of.items[n].line
            if line is not None:
                column = self.structure.offsets[line.issue] + line.option
                holders = self.of.holders.get((line.owner, line.issue, line.option), 0)
                rejects[column] |= holders
                options[column] &= not holders & self.of.closing
        return rejects, options

    def _ordered(self, options: Bools, form: Ints) -> list[tuple[int, list[int]]]:
        """The issues, those first on which the most hangs, each with its columns, the best first."""
        issues = []
        for issue, (start, size) in enumerate(zip(self.structure.offsets, self.structure.sizes, strict=True)):
            columns = [column for column in range(start, start + size) if options[column]]
            issues.append((issue, sorted(columns, key=lambda column: (-form[column], column))))
        return sorted(issues, key=lambda each: (-int(np.ptp(form[each[1]])) if len(each[1]) > 1 else -NEVER, each[0]))

    def _layout(self, rows: Ints, rejects: Ints, demands: list[tuple[int, int, int]], enforced: Items) -> JoinedLayout:
        from winset.analyses.settlement.kernels.joined import JoinedLayout

        of, structure = self.of, self.structure
        columns = np.array([column for _, columns in self.order for column in columns], dtype=np.int64)
        starts = np.array([0, *accumulate(len(columns) for _, columns in self.order)], dtype=np.int64)
        place = {issue: n for n, (issue, _) in enumerate(self.order)}
        named = [sorted({place[issue] for issue, _ in condition}) for condition in of.conditions]
        ends = np.array([max(places, default=-1) for places in named], dtype=np.int64)
        pairs = [(of.links + 2 * n, of.links + 2 * n + 1) for n in range(len(structure.rules))]
        touched_from, touched = _by_issue(len(place), named, [(n,) for n in range(len(named))])
        rules_from, rules = _by_issue(len(place), [named[first] + named[then] for first, then in pairs], pairs)
        worth = np.zeros((of.links, len(self.parties)), dtype=np.int64)
        for n, link in enumerate(self.reading.links):
            if link.party in self.form:
                worth[n, self.form[link.party] - 1] = link.worth
        worth = self._forms(worth)
        gain, each, clears = np.maximum(worth, 0), rows[columns], of.clears[columns]
        rest, linked = np.zeros((2, len(place) + 1, rows.shape[1]), dtype=np.int64)
        may_need = np.zeros(len(place) + 1, dtype=np.int64)
        for n in range(len(place) - 1, -1, -1):
            mine = slice(starts[n], starts[n + 1])
            ending = np.flatnonzero(ends[: of.links] == n)
            brought = (1 - clears[mine][:, ending].astype(np.int64)) @ gain[ending]
            rest[n] = rest[n + 1] + each[mine].max(axis=0)
            linked[n] = linked[n + 1] + (each[mine] + brought).max(axis=0)
            may_need[n] = may_need[n + 1] | np.bitwise_or.reduce(of.needs[columns[mine]])
        quo = structure.status_quo
        unmoved = [
            issue in structure.left_out or column - structure.offsets[issue] == quo[issue]
            for issue, columns_of in self.order
            for column in columns_of
        ]
        links = np.arange(len(of.conditions), dtype=np.int64)
        links[of.links :] = -1
        return JoinedLayout(
            starts=starts,
            rows=np.ascontiguousarray(each),
            needs=of.needs[columns],
            rejects=rejects[columns],
            against=of.against[columns],
            unmoved=np.array(unmoved, dtype=np.int64),
            clears=np.ascontiguousarray(clears),
            rest=np.ascontiguousarray(rest),
            rest_linked=np.ascontiguousarray(linked),
            may_need=may_need,
            touched_from=touched_from,
            touched=np.ascontiguousarray(touched[:, 0]),
            ends=ends,
            of_link=links,
            worth=np.ascontiguousarray(worth),
            gain=np.ascontiguousarray(gain),
            rules_from=rules_from,
            rules=rules,
            form_of=np.array([self.form.get(party, 0) for party, _, _ in demands], dtype=np.int64),
            bit=np.array([bit for _, bit, _ in demands], dtype=np.int64),
            floor=np.array([floor for _, _, floor in demands], dtype=np.int64),
            ballots=self._ballots(enforced),
            quorum=np.array([int(vote.least * of.unit) for vote in self._votes(enforced)], dtype=np.int64),
        )

    def _votes(self, enforced: Items) -> list[Vote]:
        bodies = {self.of.items[n].body for n in enforced}
        return [vote for vote in self.structure.votes if vote.name in bodies]

    def _ballots(self, enforced: Items) -> Ints:
        ballots = []
        for n, vote in enumerate(self._votes(enforced)):
            for party, weight in vote.weights:
                walk_away = self.reading.walk_away[party]
                form = self.form[party] if walk_away is not None else -1
                ballots.append((n, 1 << party, int(weight * self.of.unit), form, walk_away or 0))
        return np.array(ballots, dtype=np.int64).reshape(-1, 5)


def _by_issue(
    issues: int, named: Sequence[Sequence[int]], what: Sequence[tuple[int, ...]]
) -> tuple[Ints, NDArray[np.int64]]:
    """(issue + 1) where those begin that name each issue, and (…, width) these."""
    width = len(what[0]) if what else 2
    rows = [[each for each, places in zip(what, named, strict=True) if issue in places] for issue in range(issues)]
    starts = np.array([0, *accumulate(map(len, rows))], dtype=np.int64)
    return starts, np.array([each for row in rows for each in row], dtype=np.int64).reshape(-1, width)
