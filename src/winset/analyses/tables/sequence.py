"""Tables that meet one after the other: what the first settles binds the next, and all see ahead.

The first table settles the issues on its agenda, the next takes these as they are and settles its own, and so on. At
the last table, for each way in which the earlier ones can have settled theirs, Nash's deal of its parties is taken
among what would be carried out and ratified. Each earlier table then picks, among the results to which its choices
lead, the one with the largest Nash product of its own parties, by backward induction; where none gives all of them a
gain there is no deal. Where a later table's results tie, the earlier ones expect its representative. A party that sits
at any of the tables accepts the result, and so does every ratifier of any of them; a table before the last that has
nothing left to settle has no say. An issue on nobody's agenda stays at its status quo.

This assumes that what is settled binds. Beside it stands what comes of it where the last table can reopen everything,
which is the direct deal of its parties on all issues of the sequence. The anchoring effect of the earlier meetings is
the binding result less the direct deal, per party.

Source: Lax & Sebenius 1991, in Young (ed.), Negotiation Analysis, for the order of approach.
"""

from __future__ import annotations

from collections.abc import Sequence as Listing
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from winset.analyses.settlement.choose import GainScale, Proof, SolutionChoice, gain_scale, inapplicable, key_text
from winset.analyses.settlement.methods.method_protocol import TIES
from winset.analyses.settlement.packages import Ints
from winset.analyses.settlement.solutions.register import near
from winset.analyses.tables.enumerated_space import EnumeratedSpace, Places
from winset.analyses.tables.meeting import Meeting, meeting
from winset.analyses.tables.package_space import NASH, PackageSpace, none_exists
from winset.analyses.tables.searched_sequence import SearchedSequence
from winset.analyses.tables.tables import difference, gains_at
from winset.analyses.tables.terms import Gains
from winset.compiled import CompiledTable


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSequence:
    """What meeting in stages leads to.

    stages: the tables, the first first. fixed: per stage the issues that it settles, those settled before left out.
    binding: the results that the first table picks, the representative first. gains: of every party there. reopenable:
    the direct deal of the last table's parties on all issues of the sequence. direct: of every party there. anchoring:
    `gains` less `direct`; None where one of them is not known. meeting: of all stages together.
    """

    stages: tuple[CompiledTable, ...]
    fixed: tuple[tuple[int, ...], ...]
    binding: SolutionChoice
    gains: Gains | None
    reopenable: SolutionChoice
    direct: Gains | None
    anchoring: Gains | None
    meeting: Meeting


def chain(tables: Listing[CompiledTable], last: CompiledTable) -> tuple[CompiledTable, ...]:
    """The tables that meet before a table, and it, the first first; what a table of the past settled is the status
    quo, and it is no stage.
    """
    named = {table.name: table for table in tables if not table.past}
    stages = [last]
    while (before := stages[0].after) is not None and before in named and named[before] not in stages:
        stages.insert(0, named[before])
    return tuple(stages)


def chains(tables: Listing[CompiledTable]) -> tuple[tuple[CompiledTable, ...], ...]:
    """The stages up to each table that meets after another."""
    sequences = (chain(tables, table) for table in tables if not table.past)
    return tuple(stages for stages in sequences if len(stages) > 1)


def table_sequence(space: PackageSpace, stages: tuple[CompiledTable, ...]) -> TableSequence:
    """What a sequence of tables leads to, where what is settled binds and where it can be reopened."""
    terms = space.terms
    together = replace(stages[-1], agenda=issues_settled_before(stages, len(stages)))
    binding = binding_results(space, stages)
    direct = space.above(together, ())
    gains, reopened = gains_at(terms, binding), gains_at(terms, direct)
    return TableSequence(
        stages=stages,
        fixed=tuple(tuple(sorted(table.agenda - issues_settled_before(stages, n))) for n, table in enumerate(stages)),
        binding=binding,
        gains=gains,
        reopenable=direct,
        direct=reopened,
        anchoring=None if gains is None or reopened is None else difference(gains, reopened),
        meeting=meeting(terms, stages),
    )


def issues_settled_before(stages: tuple[CompiledTable, ...], stage: int) -> frozenset[int]:
    """The issues that the tables before a stage settle."""
    return frozenset[int]().union(*(table.agenda for table in stages[:stage]))


def binding_results(space: PackageSpace, stages: tuple[CompiledTable, ...]) -> SolutionChoice:
    """The results that the first table picks, by backward induction from the last."""
    for table in stages:
        structure = replace(space.terms.structure, bargaining=table.seated)
        reading = replace(space.terms.reading, structure=structure)
        if gain_scale(reading) is None:
            return inapplicable(reading)[NASH.key]
    return _listed(space, stages) if isinstance(space, EnumeratedSpace) else SearchedSequence(space, stages).choice()


def _listed(listed: EnumeratedSpace, stages: tuple[CompiledTable, ...]) -> SolutionChoice:
    places = np.flatnonzero(listed.on(issues_settled_before(stages, len(stages))) & listed.carried_out)
    tied: list[int] = []
    best = 0
    for n in range(len(stages) - 1, -1, -1):
        table, before = stages[n], issues_settled_before(stages, n)
        if n < len(stages) - 1 and table.agenda <= before:
            continue
        keep = listed.agreed[list(table.seated)].all(axis=0) & listed.ratified(table)
        picked = _Picked(listed, table, places[keep[places]], before)
        places, tied, best = picked.places, picked.tied, picked.best
    if not len(places):
        return none_exists("no result gives every party of every table a gain that it accepts")
    return SolutionChoice(
        solution=NASH,
        status="found",
        packages=tuple(listed.package(place) for place in tied[:TIES]),
        complete=len(tied) <= TIES,
        key=best,
        proof=Proof(method="backward induction", compared=len(listed.packages), best=key_text(best)),
    )


class _Picked:
    """What a table picks for each way in which the earlier ones can have settled their issues.

    places: (way) the representative of each, in the order of the case. tied, best: all that are picked, and their
    product, for the last of the ways; of the first table there is one.
    """

    def __init__(self, listed: EnumeratedSpace, table: CompiledTable, places: Places, settled: frozenset[int]) -> None:
        self.listed, self.seated = listed, table.seated
        scale = listed.gain_scale(table.seated)
        rough = listed.screen(places, table.seated)
        gaining = ~np.isneginf(rough)
        self.tied: list[int] = []
        self.best = 0
        self.places = self._each(places[gaining], rough[gaining], self._ways(places[gaining], settled), scale)

    def _ways(self, places: Places, settled: frozenset[int]) -> Ints:
        """(package) a number that is the same where the earlier tables settled the same."""
        code = np.zeros(len(places), dtype=np.int64)
        for issue in sorted(settled):
            code = code * self.listed.terms.structure.sizes[issue] + self.listed.packages[places, issue]
        return code

    def _each(self, places: Places, rough: NDArray[np.float64], ways: Ints, scale: GainScale | None) -> Places:
        if not len(places) or scale is None:
            return places[:0]
        order = np.lexsort((-rough, ways))
        places, rough, ways = places[order], rough[order], ways[order]
        first = np.concatenate([[True], ways[1:] != ways[:-1]])
        starts = np.append(np.flatnonzero(first), len(places))
        top = rough[starts[:-1]][np.cumsum(first) - 1]
        close = near(rough, top)
        picked = []
        for start, end in zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True):
            within = places[start:end][close[start:end]]
            if len(within) > 1 or end == len(places):
                self.tied, self.best = self.listed.best(within, scale)
                picked.append(self.tied[0])
            else:
                picked.append(int(within[0]))
        return np.sort(np.array(picked, dtype=np.intp))
