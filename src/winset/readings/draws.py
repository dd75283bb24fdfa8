"""Many readings at once: seeded draws from the ranges, as integers with an axis for the draw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from fractions import Fraction
from functools import lru_cache, reduce
from math import lcm
from operator import attrgetter
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from winset.compiled import Compiled, CompiledCell, Structure
from winset.readings.exact import FloorWorth, LinkWorth, Reading, fulfils
from winset.readings.shapes import Drawer, central_salience, central_scores
from winset.readings.streams import HUNDREDTHS, Table, Unit

DrawScope = Literal["everything", "silence", "nothing"]

MOST_KEPT = 128
"""Parties whose draws are kept in case the same are asked for again; beyond, they are drawn again, with the same
result.
"""

MOST_CELLS_KEPT = 1_024
"""Cells whose drawn scores are kept; beyond, they are drawn again, with the same result."""

_FITS = 2**62
_but_red_lines = attrgetter(*(field.name for field in fields(CompiledCell) if field.name != "rejects"))


def _scored(cell: CompiledCell) -> tuple[object, ...]:
    """All that a cell's scores are drawn from: its red lines only where no ideal is known, which is none of them."""
    rejects = {line.option for line in cell.rejects} if cell.ideal is None and cell.order is None else ()
    return (*_but_red_lines(cell), frozenset(rejects))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Draws:
    """Readings drawn from the ranges of a case.

    worth: (draw, party, column) numerators. denominator, walk_away: (draw, party). links: (draw, link) numerators of
    each link's party. has_walk_away: (party) False where none can be derived. first: the number of the first draw.
    scope: what is drawn. levers: (draw, lever) by how much each, once pulled, moves its target's walk-away, numerators.
    hundredth: (draw, party, issue) what a hundredth of a point of score on the issue adds to the party's value,
    numerators. parts: the same, each party by itself.
    """

    structure: Structure
    seed: int
    first: int
    scope: DrawScope
    worth: Table
    denominator: Table
    walk_away: Table
    has_walk_away: tuple[bool, ...]
    links: Table
    link_terms: tuple[LinkWorth, ...]
    floors: tuple[tuple[str, int, Table], ...]
    weights: tuple[tuple[Table, int] | None, ...]
    levers: Table
    hundredth: Table
    parts: tuple[PartyDraws, ...]

    def __len__(self) -> int:
        return int(self.worth.shape[0])

    def only(self, which: NDArray[np.bool_]) -> Draws:
        """Some of these draws; they are known by their place among them alone."""
        return replace(
            self,
            worth=self.worth[which],
            denominator=self.denominator[which],
            walk_away=self.walk_away[which],
            links=self.links[which],
            floors=tuple((name, party, worth[which]) for name, party, worth in self.floors),
            weights=tuple((weight[0][which], weight[1]) if weight is not None else None for weight in self.weights),
            levers=self.levers[which],
            hundredth=self.hundredth[which],
            parts=(),
        )

    def with_walk_aways_moved(self, moved: Mapping[int, Table]) -> Draws:
        """The draws with walk-aways moved, and with them what bodies ask that follow a party. moved: by party (draw) by
        how much, numerators.
        """
        walk_away = self.walk_away.copy()
        for party, points in moved.items():
            walk_away[:, party] = walk_away[:, party] + points
        floors = tuple(
            (name, party, floor + moved[party] if party in moved else floor) for name, party, floor in self.floors
        )
        return replace(self, walk_away=walk_away, floors=floors, parts=())

    def reading(self, draw: int) -> Reading:
        """One draw as a reading."""
        denominator = tuple(int(unit) for unit in self.denominator[draw])
        return Reading(
            structure=self.structure,
            worth=self.worth[draw],
            denominator=denominator,
            walk_away=tuple(
                int(walk_away) if known else None
                for walk_away, known in zip(self.walk_away[draw], self.has_walk_away, strict=True)
            ),
            links=tuple(
                LinkWorth(party=link.party, when=link.when, worth=int(self.links[draw, n]))
                for n, link in enumerate(self.link_terms)
            ),
            floors=tuple(
                FloorWorth(name=name, party=party, worth=int(worth[draw])) for name, party, worth in self.floors
            ),
            weights=tuple(
                Fraction(int(weight[0][draw]), weight[1]) if weight is not None else None for weight in self.weights
            ),
        )


def draw_readings(
    compiled: Compiled, seed: int, draws: range, scope: DrawScope = "everything", anew: frozenset[str] = frozenset()
) -> Draws:
    """The numbered draws of a case.

    scope: "everything" draws each number from its range and each missing one from all that is consistent with what is
    known; "silence" draws the silent cells alone and holds the rest at the central reading; "nothing" makes every draw
    the central reading. anew: the inputs, by their paths, that are drawn once more and independently, all others
    staying as they are.
    """
    drawing = _Drawing(compiled, seed, draws, scope, anew)
    parts = tuple(_of_party(drawing, party) for party in range(len(compiled.parties)))
    return _joined(compiled, _DrawSet(seed=seed, first=draws.start, scope=scope), parts)


def redraw_readings(
    base: Draws, compiled: Compiled, parties: frozenset[int], anew: frozenset[str] = frozenset()
) -> Draws:
    """The draws of a case that differs from that of other draws in the numbers of some parties alone, or with some
    inputs of theirs drawn anew. What does not differ is not drawn again.
    """
    drawing = _Drawing(compiled, base.seed, range(base.first, base.first + len(base)), base.scope, anew)
    parts = tuple(_of_party(drawing, party) if party in parties else part for party, part in enumerate(base.parts))
    return _joined(compiled, base, parts)


def inputs(compiled: Compiled) -> tuple[frozenset[str], ...]:
    """Per party, the paths of the inputs that its numbers are drawn from in a draw of everything."""
    paths = []
    for party in range(len(compiled.parties)):
        drawing = _Drawing(compiled, 0, range(1), "everything", frozenset())
        drawing.party(party)
        paths.append(frozenset(drawing.drawer.used))
    return tuple(paths)


def differing_parties(first: Compiled, second: Compiled) -> frozenset[int]:
    """The parties whose numbers may differ between two cases of the same parties, issues and options."""
    return frozenset(
        party for party in range(len(first.parties)) if _drawn_from(first, party) != _drawn_from(second, party)
    )


def _of_party(drawing: _Drawing, party: int) -> PartyDraws:
    """The draws of one party's numbers; those made last are kept, for a case that differs in other parties alone."""
    which = (drawing.seed, drawing.draws, drawing.scope, drawing.drawer.anew)
    return _made(_PartyRequest(drawing=drawing, party=party, same=(which, _drawn_from(drawing.compiled, party))))


@dataclass(frozen=True, slots=True, kw_only=True)
class _PartyRequest:
    """A party whose draws are made. same: where it is equal, so are the draws."""

    drawing: _Drawing = field(compare=False)
    party: int
    same: tuple[object, ...]


@lru_cache(maxsize=MOST_KEPT)
def _made(request: _PartyRequest) -> PartyDraws:
    return request.drawing.party(request.party)


@dataclass(frozen=True, slots=True, kw_only=True)
class _ScoresRequest:
    """A cell whose scores are drawn. same: where it is equal, so are the draws."""

    drawing: _Drawing = field(compare=False)
    where: tuple[int, int] = field(compare=False)
    unit: Unit = field(compare=False)
    same: tuple[object, ...]


@lru_cache(maxsize=MOST_CELLS_KEPT)
def _made_scores(request: _ScoresRequest) -> tuple[Table, frozenset[str]]:
    """The scores, and the inputs that they are drawn from."""
    drawing = request.drawing
    drawer = Drawer(
        drawing.compiled, drawing.seed, drawing.draws, ranges=drawing.scope == "everything", anew=drawing.drawer.anew
    )
    table = drawer.scores(*request.where, request.unit)
    table.setflags(write=False)
    return table, frozenset(drawer.used)


@lru_cache(maxsize=MOST_CELLS_KEPT)
def _drawn_from(compiled: Compiled, party: int) -> tuple[object, ...]:
    """All that a party's numbers depend on. Red lines are part of it only where no ideal is known."""
    issues = range(len(compiled.issues))
    return (
        compiled.parties,
        compiled.issues,
        compiled.options,
        compiled.places,
        compiled.structure.status_quo_package,
        tuple(_scored(compiled.cells[compiled.root(party, issue)][issue]) for issue in issues),
        tuple(cell.salience for cell in compiled.cells[party]),
        compiled.walk_away[party],
        compiled.capability[party],
        tuple((n, link) for n, link in enumerate(compiled.links) if link.party == party),
        tuple(floor for floor in compiled.floors if floor.party == party),
        tuple((n, lever) for n, lever in enumerate(compiled.levers) if lever.target == party),
        compiled.together,
    )


def _joined(compiled: Compiled, of: _DrawSet | Draws, parts: tuple[PartyDraws, ...]) -> Draws:
    """The draws of all parties side by side."""
    count = len(parts[0].denominator)
    nothing: Table = np.zeros((count, 0), dtype=np.int64)
    links = tuple(LinkWorth(party=link.party, when=link.when, worth=0) for link in compiled.links)
    points = {n: worth for part in parts for n, worth in part.links.items()}
    pulled = {n: moved for part in parts for n, moved in part.levers.items()}
    return Draws(
        structure=compiled.structure,
        seed=of.seed,
        first=of.first,
        scope=of.scope,
        worth=np.stack([part.worth for part in parts], axis=1),
        denominator=np.stack([part.denominator for part in parts], axis=1),
        walk_away=np.stack([part.walk_away for part in parts], axis=1),
        has_walk_away=tuple(part.has_walk_away for part in parts),
        links=np.stack([points[n] for n in range(len(links))], axis=1) if links else nothing,
        link_terms=links,
        floors=tuple(floor for part in parts for floor in part.floors),
        weights=tuple(part.weight for part in parts),
        levers=np.stack([pulled[n] for n in range(len(pulled))], axis=1) if pulled else nothing,
        hundredth=np.stack([part.hundredth for part in parts], axis=1),
        parts=parts,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _DrawSet:
    """Which draws they are: their seed, the number of the first, and what is drawn in them."""

    seed: int
    first: int
    scope: DrawScope


class _Drawing:
    """The making of one set of draws, party by party."""

    def __init__(self, compiled: Compiled, seed: int, draws: range, scope: DrawScope, anew: frozenset[str]) -> None:
        self.compiled, self.seed, self.draws, self.scope = compiled, seed, draws, scope
        self.drawer = Drawer(compiled, seed, draws, ranges=scope == "everything", anew=anew)
        self.quo = compiled.structure.status_quo_package

    def _is_drawn(self, party: int, issue: int) -> bool:
        return _is_drawn(self.compiled, self.scope, party, issue)

    def party(self, party: int) -> PartyDraws:
        """The draws of one party's numbers."""
        compiled, count = self.compiled, len(self.draws)
        unit, weight = _units(compiled, party, self.scope)
        saliences = {issue: self._salience(party, issue, weight) for issue in range(len(compiled.issues))}
        total = sum(saliences.values(), weight.constant(Fraction(0), count))
        scale: Table = np.where(total == 0, 1, total)
        nothing = weight.constant(Fraction(0), count)
        worth = np.concatenate(
            [saliences[issue][:, None] * self._scores(party, issue, unit) for issue in range(len(compiled.issues))],
            axis=1,
        )
        links = {
            n: self.drawer.span(link.points, link.stream, unit) * scale
            for n, link in enumerate(compiled.links)
            if link.party == party
        }
        walk_away = self._walk_away(party, worth, links, scale, unit)
        floors = tuple(
            (floor.name, party, walk_away + self.drawer.span(floor.above, f"ratifier.{floor.name}", unit) * scale)
            for floor in compiled.floors
            if floor.party == party and walk_away is not None
        )
        return PartyDraws(
            worth=worth,
            denominator=scale * unit.parts,
            walk_away=walk_away if walk_away is not None else nothing,
            has_walk_away=walk_away is not None,
            links=links,
            floors=floors,
            weight=self._weight(party),
            levers={
                n: self.drawer.span(lever.points, f"judgements.levers.{lever.name}", unit) * scale
                for n, lever in enumerate(compiled.levers)
                if lever.target == party
            },
            hundredth=np.stack(list(saliences.values()), axis=1) * (unit.parts // HUNDREDTHS),
        )

    def _weight(self, party: int) -> tuple[Table, int] | None:
        """The draws of the party's capability with the unit that they are counted in."""
        span = self.compiled.capability[party]
        if span is None:
            return None
        unit = Unit(parts=_common([span.central]), exact=True)
        return self.drawer.span(span, f"judgements.capability.{self.compiled.parties[party]}", unit), unit.parts

    def _salience(self, party: int, issue: int, unit: Unit) -> Table:
        if self._is_drawn(party, issue):
            return self.drawer.salience(party, issue, unit)
        return unit.constant(central_salience(self.compiled, party, issue), len(self.draws))

    def _scores(self, party: int, issue: int, unit: Unit) -> Table:
        if self._is_drawn(self.compiled.root(party, issue), issue):
            return self._drawn_scores(party, issue, unit)
        fixed = central_scores(self.compiled, party, issue)
        return np.stack([unit.constant(score, len(self.draws)) for score in fixed], axis=1)

    def _drawn_scores(self, party: int, issue: int, unit: Unit) -> Table:
        """Scores that are drawn; those made last are kept, for a case or inputs that differ elsewhere alone."""
        compiled, root = self.compiled, self.compiled.root(party, issue)
        where = f"{compiled.issues[issue]}.{compiled.parties[root]}"
        anew = self.drawer.anew
        if not compiled.together:
            anew = frozenset(path for path in anew if where in path)
        cell = (where, compiled.options[issue], compiled.places[issue], _scored(compiled.cells[root][issue]))
        same = (self.seed, self.draws, self.scope, unit, anew, cell, compiled.together)
        table, used = _made_scores(_ScoresRequest(drawing=self, where=(party, issue), unit=unit, same=same))
        self.drawer.used |= used
        return table

    def _walk_away(self, party: int, worth: Table, links: dict[int, Table], scale: Table, unit: Unit) -> Table | None:
        name, judged = self.compiled.parties[party], self.compiled.walk_away[party]
        path = f"judgements.walk_away.{name}"
        if judged is not None and judged.points is not None:
            points: Table = self.drawer.span(judged.points, path, unit) * scale
            return points
        if self.quo is None:
            return None
        starts = zip(self.compiled.structure.offsets, self.quo, strict=True)
        total: Table = worth[:, [start + option for start, option in starts]].sum(axis=1)
        for n, worth_of_link in links.items():
            if fulfils(self.quo, self.compiled.links[n].when):
                total = total + worth_of_link
        if judged is not None and judged.status_quo is not None:
            total = total + self.drawer.span(judged.status_quo, path, unit) * scale
        return total


def _is_drawn(compiled: Compiled, scope: DrawScope, party: int, issue: int) -> bool:
    root = compiled.root(party, issue)
    return scope == "everything" or (scope == "silence" and compiled.cells[root][issue].is_silent)


@lru_cache(maxsize=MOST_KEPT)
def _units(compiled: Compiled, party: int, scope: DrawScope) -> tuple[Unit, Unit]:
    """Parts of a point in which every number of the party is whole: for points, and for saliences.

    Python's integers are taken where the largest value that the party can have might not fit 64 bits.
    """
    points: list[Fraction] = []
    saliences: list[Fraction] = []
    for issue, cell in enumerate(compiled.cells[party]):
        root = compiled.root(party, issue)
        points += [span.central for span in compiled.cells[root][issue].scores if span is not None]
        if not _is_drawn(compiled, scope, root, issue):
            points += central_scores(compiled, party, issue)
        saliences.append(central_salience(compiled, party, issue))
        if cell.salience is not None:
            saliences.append(cell.salience.central)
    spans = [link.points for link in compiled.links if link.party == party]
    spans += [floor.above for floor in compiled.floors if floor.party == party]
    spans += [lever.points for lever in compiled.levers if lever.target == party]
    judged = compiled.walk_away[party]
    spans += [span for span in ((judged.points, judged.status_quo) if judged else ()) if span is not None]
    points += [span.central for span in spans]
    unit, weight = _common(points), _common(saliences)
    widest = 200 + sum(max(abs(span.low), abs(span.high)) for span in spans)
    exact = 100 * weight * (len(compiled.issues) + 1) * unit * widest >= _FITS
    return Unit(parts=unit, exact=exact), Unit(parts=weight, exact=exact)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PartyDraws:
    """The draws of one party: worth (draw, column), denominator and walk_away (draw), links and levers by place, the
    floors of bodies that follow it, and its capability with the unit that it is counted in.
    """

    worth: Table
    denominator: Table
    walk_away: Table
    has_walk_away: bool
    links: dict[int, Table]
    floors: tuple[tuple[str, int, Table], ...]
    weight: tuple[Table, int] | None
    levers: dict[int, Table]
    hundredth: Table


def _common(numbers: list[Fraction]) -> int:
    return reduce(lcm, (number.denominator for number in numbers), HUNDREDTHS)
