"""Whether some package keeps some demands in one reading, where rules and links join too many issues to be added up.

The options of one issue after the other are gone through with every rule, link, red line and vote; what can no longer
come about is left out. So the result is that of looking at every package, within a limit of options that are tried.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import accumulate
from math import lcm
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from winset.analyses.settlement.blockers import Constraint
from winset.analyses.settlement.packages import Bools, Ints
from winset.analyses.settlement.search.tree import NOTHING_ASKED, STEP, Budget, Leaf
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


class PackageQuestion(Protocol):
    """Some packages, and of whom the walk-away counts for each of them."""

    @property
    def walking(self) -> frozenset[int]:
        """Whose walk-away counts for every package; of others where their consent is needed."""
        ...

    @property
    def options(self) -> Bools:
        """(column) those that packages may hold."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PackageDemands:
    """What some packages must keep in a reading. enforced: the demands that hold."""

    reading: Reading
    packages: PackageQuestion
    enforced: Items


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
        self.holders = {line: sum(1 << party for party in held) for line, held in structure.holders.items()}
        for (_, issue, option), holders in self.holders.items():
            self.against[offsets[issue] + option] |= holders
        self.closing = sum(1 << party for party in structure.closing)
        votes = structure.votes
        numbers = [number for vote in votes for number in (vote.least, *(weight for _, weight in vote.weights))]
        self.unit = reduce(lcm, (number.denominator for number in numbers), 1)

    def demands(self, asked: PackageDemands) -> list[tuple[int, int, int]]:
        """Party, bit and floor of each demand that is a number; bit: 0 where every one of the packages must keep it.
        A later one of a party asks for more than an earlier one where both always count.
        """
        found, walking = [], asked.packages.walking
        for n in sorted(asked.enforced):
            item = self.items[n]
            walk_away = asked.reading.walk_away[item.party]
            if item.line is None and item.body is None and walk_away is not None:
                found.append((item.party, 0 if item.party in walking else 1 << item.party, walk_away))
        bodies = {self.items[n].body for n in asked.enforced}
        found += [(floor.party, 0, floor.worth) for floor in asked.reading.floors if floor.name in bodies]
        return sorted(found, key=lambda demand: (demand[0], demand[2]))

    def floors(self, asked: PackageDemands) -> dict[int, int]:
        """Per party the most that is asked of every package."""
        return {party: floor for party, bit, floor in self.demands(asked) if bit == 0}

    def first(self, asked: PackageDemands, weights: dict[int, int], budget: Budget) -> tuple[Package | None, bool]:
        """A package that keeps what is asked. weights: of parties, whole; their sum is hard to reach. False where the
        search stopped before it knew.
        """
        floors = self.floors(asked)
        form = np.array([[weights.get(party, 0) for party in floors]], dtype=np.int64)
        tree = JoinedTree(self, asked, tuple(floors), form)
        tree.ask_weighted()
        leaf = next(tree.leaves(budget), None)
        return (leaf.rows if leaf is not None else None), leaf is not None or tree.finished


class JoinedTree:
    """One search through the packages that keep some demands, in the way of a search over parts: its leaves are
    packages, their rows the options.

    parties: whose values the coordinates are. weights: (form, coordinate), none so large that a sum leaves 64 bits, and
    the coordinates themselves after them; the first orders the search. least: (form) what must be reached besides; it
    may be raised while the search runs. rest: (1, form) what no package exceeds.
    """

    def __init__(self, of: JoinedSearch, asked: PackageDemands, parties: tuple[int, ...], weights: Ints) -> None:
        laid = _Laid(of, asked, parties, weights)
        self._of, self._laid, self._state = of, laid, np.zeros(2, dtype=np.int64)
        self.weights = np.concatenate([laid.weights, np.eye(len(parties), dtype=np.int64)])
        self.finished = laid.layout is None
        if laid.layout is None:
            self.least = np.full(len(self.weights), NOTHING_ASKED, dtype=np.int64)
            self.rest = self.least[None, :].copy()
            return
        layout, issues = laid.layout, len(laid.order)
        self.least = layout.floor[: len(self.weights)]
        self._forms = layout.form_of[: len(self.weights)]
        most = np.minimum(layout.gain.sum(axis=0) + layout.rest[0], layout.rest_linked[0])
        self.rest = most[self._forms][None, :]
        forms = layout.rows.shape[1]
        self._cursor = layout.starts[:-1].copy()
        self._dead = np.full(len(of.conditions), issues + 1, dtype=np.int64)
        self._sums, self._open = (np.zeros((issues + 1, forms), dtype=np.int64) for _ in range(2))
        self._open[0] = layout.gain.sum(axis=0)
        self._needed, self._rejected, self._against, self._moved = (np.zeros(issues + 1, np.int64) for _ in range(4))
        self._needed[0], self._moved[0] = of.always, of.structure.status_quo_package is None

    @property
    def nodes(self) -> int:
        """Options that were tried."""
        return int(self._state[1])

    def raise_floors(self, floor: Ints) -> None:
        """Asks for these values from here on, and for the weighted sum that they have in the form that orders the
        search.
        """
        width = len(floor)
        self.least[-width:] = floor
        self.least[0] = int(self.weights[0] @ np.where(self.weights[0] != 0, floor, 0))

    def ask_weighted(self) -> None:
        """Asks of every weighted form what it holds where everybody has just what is asked of every package."""
        forms = len(self.weights) - len(self._laid.coordinates)
        floors = [self._laid.floors[party] for party in self._laid.coordinates]
        self.least[:forms] = self.weights[:forms] @ np.array(floors, dtype=np.int64)

    def leaves(self, budget: Budget) -> Iterator[Leaf]:
        """The packages that keep what is asked, until none is left or the budget is spent."""
        from winset.analyses.settlement.kernels.joined import DONE, FOUND, next_joined

        layout = self._laid.layout
        while layout is not None and not self.finished and not budget.spent:
            before = self.nodes
            code = next_joined(
                layout, self._cursor, self._dead, self._sums, self._open, self._needed, self._rejected, self._against,
                self._moved, self._state, min(STEP, budget.nodes),
            )  # fmt: skip
            budget.nodes -= self.nodes - before
            self.finished = code == DONE
            if code == FOUND:
                coordinates = self._forms[len(self.weights) - len(self._laid.coordinates) :]
                yield Leaf(
                    rows=self._laid.package(self._cursor - 1), values=tuple(self._sums[-1, coordinates].tolist())
                )


class _Laid:
    """A question laid out for the compiled search. layout: None where some issue has no option left. floors: per party
    the most that is asked of every package.
    """

    def __init__(self, of: JoinedSearch, asked: PackageDemands, coordinates: tuple[int, ...], weights: Ints) -> None:
        self.of, self.asked, self.structure, self.coordinates = of, asked, of.structure, coordinates
        self.reading = reading = asked.reading
        numbers, self.floors = of.demands(asked), of.floors(asked)
        voters = [party for party in self.structure.voters if reading.walk_away[party] is not None]
        self.parties = sorted({party for party, _, _ in numbers} | set(voters) | set(coordinates))
        self.weights = self._fitting(weights.astype(np.int64))
        self.form = {party: n for n, party in enumerate(self.parties, len(self.weights))}
        demands = [(n, 0, NOTHING_ASKED) for n in range(len(self.weights))]
        demands += [(self.form[party], 0, self.floors.get(party, NOTHING_ASKED)) for party in coordinates]
        demands += [(self.form[party], bit, floor) for party, bit, floor in numbers]
        rejects, options = self._red_lines()
        rows = self._forms(reading.worth[self.parties].astype(np.int64).T)
        self.order = self._ordered(options, rows[:, 0])
        self.layout = self._layout(rows, rejects, demands) if all(columns for _, columns in self.order) else None

    def package(self, rows: Ints) -> Package:
        """The package of some rows, one of each issue."""
        options = [0] * len(self.order)
        columns = [column for _, columns in self.order for column in columns]
        for row, (issue, _) in zip(rows.tolist(), self.order, strict=True):
            options[issue] = columns[row] - self.structure.offsets[issue]
        return tuple(options)

    def _fitting(self, weights: Ints) -> Ints:
        """The weights, nothing in place of those with which a sum could leave 64 bits."""
        starts, sizes, reach = self.structure.offsets, self.structure.sizes, []
        for party in self.coordinates:
            linked = sum(abs(link.worth) for link in self.reading.links if link.party == party)
            row = [abs(worth) for worth in self.reading.worth[party].tolist()]
            each = sum(max(row[start : start + size]) for start, size in zip(starts, sizes, strict=True))
            reach.append(each + linked + abs(self.floors.get(party, 0)))
        fits = [
            sum(abs(weight) * most for weight, most in zip(form, reach, strict=True)) < LARGEST_SUM
            for form in weights.tolist()
        ]
        return np.where(np.array(fits, dtype=bool)[:, None], weights, 0)

    def _forms(self, worth: Ints) -> Ints:
        """(…, form) the weighted sums before the values of the parties."""
        at = [self.parties.index(party) for party in self.coordinates]
        return np.concatenate([worth[:, at] @ self.weights.T, worth], axis=1)

    def _red_lines(self) -> tuple[Ints, Bools]:
        """(column) bits of the parties that reject it by a red line that counts, and whether packages may hold it."""
        rejects, options = np.zeros(self.structure.columns, dtype=np.int64), self.asked.packages.options.copy()
        for n in self.asked.enforced:
            line = self.of.items[n].line
            if line is not None:
                column = self.structure.offsets[line.issue] + line.option
                holders = self.of.holders.get(line.key, 0)
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

    def _layout(self, rows: Ints, rejects: Ints, demands: list[tuple[int, int, int]]) -> JoinedLayout:
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
                worth[n, self.parties.index(link.party)] = link.worth
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
            form_of=np.array([form for form, _, _ in demands], dtype=np.int64),
            bit=np.array([bit for _, bit, _ in demands], dtype=np.int64),
            floor=np.array([floor for _, _, floor in demands], dtype=np.int64),
            ballots=self._ballots(),
            quorum=np.array([int(vote.least * of.unit) for vote in self._votes()], dtype=np.int64),
        )

    def _votes(self) -> list[Vote]:
        bodies = {self.of.items[n].body for n in self.asked.enforced}
        return [vote for vote in self.structure.votes if vote.name in bodies]

    def _ballots(self) -> Ints:
        ballots = []
        for n, vote in enumerate(self._votes()):
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
