"""The packages of a structure as paths through layers of choices, and the most that a path is worth in many draws.

The layers are those of `settlement/layers.py`, one for each issue. A form gives every choice a worth in every draw; the
best path is found from the last layer to the first, in all draws at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from winset.analyses.settlement.clusters import groups, holder
from winset.analyses.settlement.layers import Layer, Transition, layers
from winset.analyses.settlement.packages import Bools, Ints
from winset.compiled import Condition, Structure
from winset.readings.exact import LinkWorth

Floats = NDArray[np.float64]
BARRED = -(2.0**60)
"""What a choice is worth that no path may take: less than any path that may be taken."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Layer:
    """One issue. rows: its choices among all. starts: where those of each state before it begin. after: (choice) the
    state that it leads to.
    """

    rows: slice
    starts: Ints
    after: Ints


class LayeredChoices:
    """Every lawful package of a structure is one path. whens: the conditions of the links. Raises TooJoined.

    columns: (choice) of the option. fulfilled: (link, choice) 1 where the choice fulfils the link. moves: (choice) True
    where it leaves the status quo; where there is none, every package does. is_empty: no package is lawful.
    """

    def __init__(self, structure: Structure, whens: Sequence[Condition]) -> None:
        self.structure, self.whens = structure, tuple(whens)
        links = tuple(LinkWorth(party=0, when=when, worth=1) for when in whens)
        layered: list[Layer] = []
        for issues in groups(structure, links):
            has_choice = any(len(structure.choices(issue)) > 1 for issue in issues)
            layered += layers(structure, links, issues) if has_choice else [self._settled(issue) for issue in issues]
        self.is_empty = any(not layer.transitions for layer in layered)
        ways = [(layer.issue, way) for layer in layered for way in layer.transitions]
        self.columns: Ints = np.array([structure.offsets[issue] + way.option for issue, way in ways], dtype=np.int64)
        self.fulfilled: Floats = np.zeros((len(links), len(ways)))
        for place, (_, way) in enumerate(ways):
            self.fulfilled[list(way.fulfilled), place] = 1.0
        self.always_moves = structure.status_quo_package is None
        self.moves: Bools = np.array(
            [issue not in structure.left_out and way.option != structure.status_quo[issue] for issue, way in ways],
            dtype=bool,
        )
        self._layers: list[_Layer] = []
        begin = 0
        for layer in layered:
            before = np.array([way.before for way in layer.transitions], dtype=np.int64)
            after = np.array([way.after for way in layer.transitions], dtype=np.int64)
            rows = slice(begin, begin + len(before))
            starts = np.flatnonzero(np.diff(before, prepend=-1))
            self._layers.append(_Layer(rows=rows, starts=starts, after=after))
            begin = rows.stop

    def _settled(self, issue: int) -> Layer:
        """An issue that leaves no choice, with the links and rules that name such issues alone."""
        structure = self.structure

        def is_so(when: Condition) -> bool:
            return all(
                structure.choices(named)[:1] and structure.choices(named)[0] in options for named, options in when
            )

        broken = any(
            holder(structure, (*rule.if_, *rule.then)) == issue and is_so(rule.if_) and not is_so(rule.then)
            for rule in structure.rules
        )
        brought = tuple(n for n, when in enumerate(self.whens) if holder(structure, when) == issue and is_so(when))
        options = () if broken else structure.choices(issue)
        ways = tuple(Transition(before=0, option=option, after=0, fulfilled=brought) for option in options)
        return Layer(issue=issue, transitions=ways, states=1, status_quo_transition=None)

    def form(self, columns: Floats, links: Floats) -> Floats:
        """(…, choice) from what is added by columns (…, column) and links (…, link)."""
        rows: Floats = columns[..., self.columns]
        if len(self.fulfilled):
            rows += links @ self.fulfilled
        return rows

    def most(self, form: Floats, allowed: Bools) -> Floats:
        """(…) the most that a path of allowed choices which leaves the status quo is worth; BARRED or less for none.

        form: (…, choice) whole numbers below 2^53 in every sum, so that the result is exact.
        """
        form = np.where(allowed, form, BARRED)
        shape = form.shape[:-1]
        every: Floats = np.zeros((*shape, 1))
        moved: Floats = every if self.always_moves else np.full((*shape, 1), BARRED)
        for layer in reversed(self._layers):
            rows = form[..., layer.rows]
            worth = rows + every[..., layer.after]
            if self.always_moves:
                every = moved = np.maximum.reduceat(worth, layer.starts, axis=-1)
                continue
            left = np.where(self.moves[layer.rows], worth, rows + moved[..., layer.after])
            every = np.maximum.reduceat(worth, layer.starts, axis=-1)
            moved = np.maximum.reduceat(left, layer.starts, axis=-1)
        return moved[..., 0]

    def has_path(self, allowed: Bools) -> bool:
        """True where some path of allowed choices leaves the status quo."""
        if self.is_empty:
            return False
        return float(self.most(np.zeros(len(self.columns)), allowed)) > BARRED / 2
