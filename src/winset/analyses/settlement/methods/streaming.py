"""Every package is looked at by compiled code, and only what is asked for is kept."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import replace
from functools import cached_property
from itertools import pairwise
from math import prod
from typing import Any, TypeVar

import numpy as np

from winset.analyses.settlement.blockers import (
    MOST_CONFLICTS,
    Blockers,
    Constraint,
    NoDeal,
    constraints,
    hitting_sets,
    in_order,
    in_points,
    no_deal,
    pivotal,
)
from winset.analyses.settlement.frontier import Frontier, TiedPackages, in_case_order
from winset.analyses.settlement.kernels.dominance import undominated
from winset.analyses.settlement.kernels.streaming import (
    MANY_RUNS,
    MOST_MASKS,
    SHARES,
    ScanLayout,
    list_acceptable,
    select_champions,
    violations,
    visit,
)
from winset.analyses.settlement.methods.method_protocol import TIES, Method
from winset.analyses.settlement.packages import (
    Ints,
    PackageCounts,
    Packages,
    View,
    all_choices,
    always_bits,
    combinations,
    consent_bits,
    holds,
    line_bits,
    total_packages,
)
from winset.analyses.settlement.subproblem import NO_FLOOR
from winset.analyses.settlement.violation_masks import distinct, members, minimal, some_hitting_sets
from winset.compiled import Condition
from winset.readings import Reading

BLOCK = 1024
"""Rows of the inner issues, at most, unless the last one alone has more options."""
PIECES = 64
"""Parts into which the work is cut, so that a key can stop it between them and every processor has some."""
MOST_BITS = 62
"""Constraints that fit one whole number of 64 bits; beyond, who blocks is worked out package by package without
compiled code, which is slower.
"""
RUN = 10
"""Rows whose best possible values are looked at together."""
KNOWN = 128
"""Good packages that every piece of work knows from the start."""
Found = TypeVar("Found")


class Odometer:
    """The order in which packages are gone through: the issues that differ least in worth turn fastest."""

    def __init__(self, reading: Reading) -> None:
        structure = reading.structure
        self.reading = reading
        self.choices = all_choices(structure)
        spread = [
            sum(
                float(np.ptp(row[[start + option for option in options]].astype(np.float64))) / unit
                for row, unit in zip(reading.worth, reading.denominator, strict=True)
            )
            for start, options in zip(structure.offsets, self.choices, strict=True)
        ]
        self.order = sorted(range(len(self.choices)), key=lambda issue: (-spread[issue], issue))
        split = len(self.order) - 1
        while split > 0 and prod(len(self.choices[issue]) for issue in self.order[split - 1 :]) <= BLOCK:
            split -= 1
        self.outer, self.inner = self.order[:split], self.order[split:]
        self.rows = combinations(tuple(self.choices[issue] for issue in self.inner))
        self.classed, self._kinds = self._in_classes()

    @property
    def prefixes(self) -> int:
        return prod(len(self.choices[issue]) for issue in self.outer)

    def package(self, number: int) -> tuple[int, ...]:
        """The package with a number: the outer combination, then the row."""
        prefix, row = divmod(number, len(self.rows))
        options = [0] * len(self.order)
        for issue in reversed(self.outer):
            prefix, digit = divmod(prefix, len(self.choices[issue]))
            options[issue] = self.choices[issue][digit]
        for issue, option in zip(self.inner, self.classed[row].tolist(), strict=True):
            options[issue] = option
        return tuple(options)

    def _in_classes(self) -> tuple[Packages, Ints]:
        """The rows with those together that need and meet the same, and (row, 2) what they need and meet."""
        needs, rejects = consent_bits(self.reading.structure)
        columns = self._columns(self.rows)
        kinds = np.stack([np.bitwise_or.reduce(bits[columns], axis=1) for bits in (needs, rejects)], axis=1)
        order = np.lexsort((kinds[:, 1], kinds[:, 0]))
        return self.rows[order], kinds[order]

    def _columns(self, rows: Packages) -> Ints:
        offsets = self.reading.structure.offsets
        return rows.astype(np.int64) + np.array([offsets[issue] for issue in self.inner], dtype=np.int64)

    def plan(self, lines: dict[tuple[int, int], int], holders: Ints) -> ScanLayout:
        """The question laid out. lines: by issue and option, the bits of the red lines that it crosses."""
        structure, reading = self.reading.structure, self.reading
        needs, rejects = consent_bits(structure)
        outer = [structure.offsets[issue] + option for issue in self.outer for option in self.choices[issue]]
        quo = [option == structure.status_quo[issue] for issue in self.outer for option in self.choices[issue]]
        ignored = [issue in structure.left_out for issue in self.outer for _ in self.choices[issue]]
        columns = self._columns(self.classed)
        rows = np.stack([worth[columns].sum(axis=1) for worth in reading.worth]).astype(np.int64)
        starts = np.concatenate([[0], np.flatnonzero((np.diff(self._kinds, axis=0) != 0).any(axis=1)) + 1])
        ends = np.append(starts[1:], len(rows[0]))
        few = [n for s, e in zip(starts.tolist(), ends.tolist(), strict=True) for n in range(s, e, RUN)]
        parties = len(reading.worth)
        walk_away = [w if w is not None else NO_FLOOR for w in reading.walk_away]
        floor = [NO_FLOOR] * parties
        for body in reading.floors:
            floor[body.party] = max(floor[body.party], body.worth)
        inner_quo = np.array([-1 if (q := structure.status_quo[i]) is None else q for i in self.inner], dtype=np.int64)
        at_quo = self.classed == inner_quo
        idle = np.array([issue in structure.left_out for issue in self.inner])
        whens = [link.when for link in reading.links if link.worth]
        whens += [when for rule in structure.rules for when in (rule.if_, rule.then)]
        first_rule = len(whens) - 2 * len(structure.rules)
        met = self._inner_conditions(whens)
        links = [
            (n, link.party, link.worth, int(met[n].all()))
            for n, link in enumerate(link for link in reading.links if link.worth)
        ]
        return ScanLayout(
            starts=np.cumsum([0, *(len(self.choices[issue]) for issue in self.outer)]).astype(np.int64),
            worth=np.ascontiguousarray(reading.worth[:, outer].T.astype(np.int64)),
            need=needs[outer],
            reject=rejects[outer],
            lines=np.array(
                [lines.get((issue, option), 0) for issue in self.outer for option in self.choices[issue]],
                dtype=np.int64,
            ),
            quo=np.array(quo, dtype=bool) | np.array(ignored, dtype=bool),
            rows=np.ascontiguousarray(rows),
            row_quo=at_quo.astype(np.int64) @ (1 << np.arange(len(self.inner), dtype=np.int64)),
            all_quo=int(
                np.bitwise_or.reduce(at_quo.astype(np.int64) @ (1 << np.arange(len(self.inner), dtype=np.int64)))
            ),
            row_is_status_quo=(at_quo | idle).all(axis=1),
            row_lines=np.array(
                [
                    sum(lines.get((issue, option), 0) for issue, option in zip(self.inner, row, strict=True))
                    for row in self.classed.tolist()
                ],
                dtype=np.int64,
            ),
            classes=np.append(starts, len(rows[0])).astype(np.int64),
            class_need=np.ascontiguousarray(self._kinds[starts, 0]),
            class_reject=np.ascontiguousarray(self._kinds[starts, 1]),
            class_most=np.array([rows[:, s:e].max(axis=1) for s, e in zip(starts, ends, strict=True)]),
            class_least=np.array([rows[:, s:e].min(axis=1) for s, e in zip(starts, ends, strict=True)]),
            few=np.append(few, len(rows[0])).astype(np.int64),
            few_most=np.array([rows[:, s:e].max(axis=1) for s, e in zip(few, [*few[1:], len(rows[0])], strict=True)]),
            many_most=np.array(
                [
                    rows[:, n : min(n + MANY_RUNS * RUN, e)].max(axis=1)
                    for s, e in zip(starts.tolist(), ends.tolist(), strict=True)
                    for n in range(s, e, RUN)
                ]
            ),
            class_few=np.searchsorted(few, [*starts, len(rows[0])]).astype(np.int64),
            conditions=self._outer_conditions(whens),
            condition_rows=met,
            condition_starts=np.cumsum([0, *met.sum(axis=1)]).astype(np.int64),
            condition_list=np.nonzero(met)[1].astype(np.int64),
            link=np.array(links, dtype=np.int64).reshape(len(links), 4),
            rule=np.array(
                [(first_rule + 2 * n, first_rule + 2 * n + 1) for n in range(len(structure.rules))], dtype=np.int64
            ).reshape(len(structure.rules), 2),
            walk_away=np.array(walk_away, dtype=np.int64),
            floor=np.array(floor, dtype=np.int64),
            always=always_bits(structure),
            bargaining=np.array(structure.bargaining, dtype=np.int64),
            line_holders=holders,
            has_status_quo=structure.status_quo_package is not None,
        )

    def _outer_conditions(self, whens: list[Condition]) -> np.ndarray[Any, np.dtype[np.bool_]]:
        rows = []
        for when in whens:
            options_of = dict(when)
            rows.append(
                [
                    issue not in options_of or option in options_of[issue]
                    for issue in self.outer
                    for option in self.choices[issue]
                ]
            )
        width = sum(len(self.choices[issue]) for issue in self.outer)
        return np.array(rows, dtype=bool).reshape(len(whens), width)

    def _inner_conditions(self, whens: list[Condition]) -> np.ndarray[Any, np.dtype[np.bool_]]:
        wide = np.zeros((len(self.classed), len(self.order)), dtype=np.int16)
        wide[:, self.inner] = self.classed
        rows = [holds(wide, tuple(clause for clause in when if clause[0] in self.inner)) for when in whens]
        return np.array(rows, dtype=bool).reshape(len(whens), len(self.classed))


class Streaming(Method):
    """The odometer over all packages, on every processor."""

    key = "streaming"

    def __init__(self, reading: Reading) -> None:
        super().__init__(reading)
        self.odometer = Odometer(reading)
        self._plan = self.odometer.plan({}, np.zeros(0, dtype=np.int64))
        width = len(reading.structure.bargaining)
        self._most = np.full(width, NO_FLOOR, dtype=np.int64)
        self._least = np.full(width, -NO_FLOOR, dtype=np.int64)
        self._seen = np.zeros(len(reading.structure.sizes), dtype=bool)
        feasible = acceptable = 0
        vectors, numbers, stands = [], [], []
        self._known = self._first()
        for piece in self._pieces(self._visited):
            (most, least, seen, counts), undominated_here = piece
            self._most, self._least = np.maximum(self._most, most), np.minimum(self._least, least)
            self._seen |= seen
            feasible, acceptable = feasible + int(counts[0]), acceptable + int(counts[1])
            vectors.append(undominated_here[0])
            numbers.append(undominated_here[1])
            stands.append(undominated_here[2])
        self.counts_ = PackageCounts(total=total_packages(reading.structure), feasible=feasible, acceptable=acceptable)
        self._sift(np.concatenate(vectors), np.concatenate(numbers), np.concatenate(stands))

    def _pieces(self, work: Callable[[int, int], Found]) -> list[Found]:
        """The results of a piece of work for every part of the odometer's turn."""
        prefixes = self.odometer.prefixes
        pieces = min(PIECES, prefixes)
        bounds = [prefixes * n // pieces for n in range(pieces + 1)]
        with ThreadPoolExecutor(
            max_workers=os.process_cpu_count() if hasattr(os, "process_cpu_count") else None
        ) as pool:
            waiting = [pool.submit(copy_context().run, work, low, high) for low, high in pairwise(bounds)]
            try:
                return [future.result() for future in waiting]
            except BaseException:
                for future in waiting:
                    future.cancel()
                raise

    def _first(self) -> Ints:
        """(vector, bargaining party) values of some acceptable packages that dominate many: the best in many
        directions, rules left aside, as far as they are acceptable.
        """
        reading, structure = self.reading, self.reading.structure
        parties = list(structure.bargaining)
        rows = [
            reading.worth[parties][:, [start + option for option in options]].astype(np.float64)
            for start, options in zip(structure.offsets, self.odometer.choices, strict=True)
        ]
        width = np.maximum(sum(np.ptp(table, axis=1) for table in rows), 1.0)
        directions = SHARES[:, : len(parties)] / width
        packages = np.stack(
            [
                np.array(options, dtype=np.int16)[np.argmax(directions @ table, axis=1)]
                for options, table in zip(self.odometer.choices, rows, strict=True)
            ],
            axis=1,
        )
        if any(link.worth for link in reading.links):
            packages = self._improved(packages, directions)
        view = View(structure, packages)
        values = view.values(reading)
        good = view.feasible & ~view.falls_short(reading, values)
        vectors = np.ascontiguousarray(values[parties][:, good].T.astype(np.int64))
        known = vectors[undominated(vectors)] if len(vectors) else vectors
        champions = np.empty((min(KNOWN, len(known)), len(parties)), dtype=np.int64)
        return champions[: select_champions(known, champions)]

    def _improved(self, packages: Packages, directions: np.ndarray[Any, np.dtype[np.float64]]) -> Packages:
        """(direction, issue) the packages with one issue after the other set to what is best in a direction, links
        included.
        """
        reading, parties = self.reading, list(self.reading.structure.bargaining)
        for issue in [*self.odometer.order, *self.odometer.order]:
            options = np.array(self.odometer.choices[issue], dtype=np.int16)
            tried = np.repeat(packages, len(options), axis=0)
            tried[:, issue] = np.tile(options, len(packages))
            values = View(reading.structure, tried).values(reading)[parties].astype(np.float64)
            worth = (np.repeat(directions, len(options), axis=0) * values.T).sum(axis=1).reshape(len(packages), -1)
            packages[:, issue] = options[np.argmax(worth, axis=1)]
        return packages

    def _visited(self, first: int, last: int) -> tuple[tuple[Ints, Ints, Any, Ints], tuple[Ints, Ints, Ints]]:
        width = len(self.reading.structure.bargaining)
        most, least = np.full(width, NO_FLOOR, dtype=np.int64), np.full(width, -NO_FLOOR, dtype=np.int64)
        seen, counts = np.zeros(len(self.reading.structure.sizes), dtype=bool), np.zeros(2, dtype=np.int64)
        return (most, least, seen, counts), visit(
            self._plan, first, last, self._known.copy(), most, least, seen, counts
        )

    def _undominated(self, vectors: Ints) -> Ints:
        """Positions of the undominated ones of vectors that rise lexicographically, the largest first, of equal ones
        the first.
        """
        return np.asarray(undominated(vectors))

    def _sift(self, vectors: Ints, numbers: Ints, stands: Ints) -> None:
        """Keeps the undominated of all parts, with the packages of equal value."""
        order = np.lexsort(vectors.T[::-1])
        ordered = np.ascontiguousarray(vectors[order])
        kept = self._undominated(ordered) if len(vectors) else np.zeros(0, dtype=np.int64)
        self.vectors = ordered[kept]
        number = np.cumsum(np.concatenate([[False], (ordered[1:] != ordered[:-1]).any(axis=1)]))[: len(ordered)]
        members = order[np.isin(number, number[kept])]
        self._numbers, self._member_vectors = numbers[members], vectors[members]
        self._members = int(stands[members].sum())
        self._all_kept = self._members == len(members)

    @property
    def counts(self) -> PackageCounts:
        return self.counts_

    @property
    def has_deal(self) -> bool:
        return self.counts.acceptable > 0

    def _packages(self, numbers: Ints) -> Packages:
        rows = [self.odometer.package(int(number)) for number in numbers]
        return np.array(rows, dtype=np.int16).reshape(len(rows), len(self.reading.structure.sizes))

    @cached_property
    def frontier(self) -> Frontier:
        packages = in_case_order(self._packages(self._numbers[:TIES] if len(self._numbers) > TIES else self._numbers))
        return Frontier(vectors=self.vectors, packages=packages, members=self._members)

    def realising(self, vector: Ints) -> TiedPackages:
        if not self._all_kept:
            return self.reaching(vector)
        numbers = self._numbers[(self._member_vectors == vector).all(axis=1)]
        packages = in_case_order(self._packages(numbers[:TIES]))
        return TiedPackages(packages=packages, complete=len(numbers) <= TIES)

    def reaching(self, least: Ints) -> TiedPackages:
        """Goes through the packages again with higher walk-aways, and keeps what is left."""
        walk_away = list(self.reading.walk_away)
        for party, value in zip(self.reading.structure.bargaining, least.tolist(), strict=True):
            walk_away_now = walk_away[party]
            walk_away[party] = value if walk_away_now is None else max(walk_away_now, value)
        raised = replace(self.reading, walk_away=tuple(walk_away))
        numbers, complete = self._listed(raised)
        return TiedPackages(packages=in_case_order(self._packages(numbers)), complete=complete)

    def _listed(self, raised: Reading) -> tuple[Ints, bool]:
        plan = self._plan._replace(
            walk_away=np.array([w if w is not None else NO_FLOOR for w in raised.walk_away], dtype=np.int64)
        )
        numbers = np.concatenate(self._pieces(lambda first, last: list_acceptable(plan, first, last, TIES + 1)))
        return numbers[:TIES], len(numbers) <= TIES

    def ideal(self) -> Ints:
        return self._most

    def least(self) -> Ints:
        return self._least

    def _always_moves(self, issue: int, quo: int) -> bool:
        return not self._seen[self.odometer.order.index(issue)]

    def no_deal(self) -> NoDeal:
        items = constraints(self.reading)
        if len(items) > MOST_BITS:
            return no_deal(self.reading)
        lines, holders = self._lines(items)
        plan = self.odometer.plan(lines, holders)
        walk_aways = np.zeros(len(self.reading.worth), dtype=np.int64)
        bodies: list[tuple[int, int, int]] = []
        floors = iter(self.reading.floors)
        for n, item in enumerate(items):
            if item.body is not None:
                floor = next(floors)
                bodies.append((1 << n, floor.party, floor.worth))
            elif item.line is None:
                walk_aways[item.party] = 1 << n
        table = np.array(bodies, dtype=np.int64).reshape(len(bodies), 3)

        def work(first: int, last: int) -> tuple[Ints, bool, Ints]:
            masks = np.zeros(MOST_MASKS, dtype=np.int64)
            count, whole, vectors = violations(plan, first, last, walk_aways, table, masks)
            return masks[:count], whole, vectors

        parts = self._pieces(work)
        masks = minimal(distinct(np.concatenate([masks for masks, _, _ in parts]).view(np.uint64)[:, None]))
        repairs = [members(mask, len(items)) for mask in masks]
        all_repairs = all(whole for _, whole, _ in parts)
        conflicts, all_conflicts = hitting_sets(repairs, MOST_CONFLICTS) if all_repairs else ([], False)
        if all_repairs and not all_conflicts:
            conflicts = some_hitting_sets(masks, len(items))
        short = np.ascontiguousarray(np.concatenate([vectors for _, _, vectors in parts]))
        kept = undominated(short) if len(short) else np.zeros(0, dtype=np.int64)
        concessions, all_concessions = in_points(self.reading, -short[kept])
        return NoDeal(
            blockers=Blockers(
                constraints=items,
                conflicts=tuple(in_order(conflicts)),
                repairs=tuple(in_order(repairs)),
                pivotal=pivotal(items, repairs, len(self.reading.worth)),
                complete=all_repairs and all_conflicts,
            ),
            concessions=concessions,
            all_concessions=all_concessions,
        )

    def _lines(self, items: tuple[Constraint, ...]) -> tuple[dict[tuple[int, int], int], Ints]:
        """By issue and option the bits of the red lines, and (constraint) the bits of the parties that hold it."""
        lines: dict[tuple[int, int], int] = {}
        holders, held_by = np.zeros(len(items), dtype=np.int64), self.reading.structure.holders
        for n, item in enumerate(items):
            if item.line is None:
                continue
            place = (item.line.issue, item.line.option)
            lines[place] = lines.get(place, 0) | 1 << n
            for party in held_by[item.line.key]:
                holders[n] |= line_bits(self.reading.structure, party)
        return lines, holders
