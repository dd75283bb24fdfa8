"""Many readings at once: seeded draws from the ranges, as integers with an axis for the draw."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from math import lcm
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from winset.compiled import Compiled, Structure
from winset.model.numbers import Span
from winset.readings.exact import FloorWorth, LinkWorth, Reading, fulfils, status_quo_package
from winset.readings.shapes import Drawer, central_salience, central_scores
from winset.readings.streams import HUNDREDTHS, Ints, drawn_span

Which = Literal["everything", "silence"]
Table = NDArray[Any]
"""int64 where a bound proves that every sum fits, Python integers where not."""

_FITS = 2**62


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Draws:
    """Readings drawn from the ranges of a case.

    worth: (draw, party, column) numerators. denominator, walk_away: (draw, party). links: (draw, link) numerators of
    each link's party. has_walk_away: (party) False where none can be derived. first: the number of the first draw.
    """

    structure: Structure
    seed: int
    first: int
    worth: Table
    denominator: Table
    walk_away: Table
    has_walk_away: tuple[bool, ...]
    links: Table
    linked: tuple[LinkWorth, ...]
    floors: tuple[tuple[str, int, Table], ...]

    def __len__(self) -> int:
        return int(self.worth.shape[0])

    def reading(self, draw: int) -> Reading:
        """One draw as a reading."""
        denominator = tuple(int(one) for one in self.denominator[draw])
        return Reading(
            structure=self.structure,
            worth=self.worth[draw],
            denominator=denominator,
            walk_away=tuple(
                int(one) if known else None for one, known in zip(self.walk_away[draw], self.has_walk_away, strict=True)
            ),
            links=tuple(
                LinkWorth(party=link.party, when=link.when, worth=int(self.links[draw, n]))
                for n, link in enumerate(self.linked)
            ),
            floors=tuple(
                FloorWorth(name=name, party=party, worth=int(worth[draw])) for name, party, worth in self.floors
            ),
            weights=(None,) * self.worth.shape[1],
        )


def drawn(compiled: Compiled, seed: int, draws: range, which: Which = "everything") -> Draws:
    """The numbered draws of a case.

    which: "everything" draws each number from its range and each missing one from all that is consistent with what is
    known; "silence" draws the silent cells alone and holds the rest at the central reading.
    """
    return _Drawing(compiled, seed, draws, which).all()


class _Drawing:
    """The making of one set of draws, party by party."""

    def __init__(self, compiled: Compiled, seed: int, draws: range, which: Which) -> None:
        self.compiled, self.seed, self.draws, self.which = compiled, seed, draws, which
        self.drawer = Drawer(compiled, seed, draws)
        self.quo = status_quo_package(compiled)

    def all(self) -> Draws:
        parties = range(len(self.compiled.parties))
        links = tuple(LinkWorth(party=link.party, when=link.when, worth=0) for link in self.compiled.links)
        made = [self._party(party) for party in parties]
        link_points: list[Ints] = [np.zeros(len(self.draws), dtype=np.int64)] * len(links)
        for party in parties:
            for n, points in made[party].links.items():
                link_points[n] = points
        return Draws(
            structure=self.compiled.structure,
            seed=self.seed,
            first=self.draws.start,
            worth=np.stack([one.worth for one in made], axis=1),
            denominator=np.stack([one.denominator for one in made], axis=1),
            walk_away=np.stack([one.walk_away for one in made], axis=1),
            has_walk_away=tuple(one.has_walk_away for one in made),
            links=np.stack(link_points, axis=1) if link_points else np.zeros((len(self.draws), 0), dtype=np.int64),
            linked=links,
            floors=tuple(floor for one in made for floor in one.floors),
        )

    def _is_drawn(self, party: int, issue: int) -> bool:
        return self.which == "everything" or self.compiled.cells[party][issue].is_silent

    def _span(self, span: Span, path: str, unit: int) -> Ints:
        if self.which == "silence":
            return np.full(len(self.draws), int(span.central * unit), dtype=np.int64)
        return drawn_span(span, self.drawer.stream(path), unit)

    def _party(self, party: int) -> _PartyDraws:
        compiled, count = self.compiled, len(self.draws)
        left_out = compiled.structure.left_out
        issues = [issue for issue in range(len(compiled.issues)) if issue not in left_out]
        score_unit, salience_unit = self._units(party)
        saliences = {issue: self._salience(party, issue, salience_unit) for issue in issues}
        total = sum(saliences.values(), np.zeros(count, dtype=np.int64))
        scale = np.where(total == 0, 1, total)
        widest = int(scale.max(initial=1)) * score_unit * 400
        kind: Callable[[Ints], Table] = (
            (lambda array: array) if widest < _FITS else (lambda array: array.astype(object))
        )
        columns = [
            kind(saliences[issue])[:, None] * kind(self._scores(party, issue, score_unit))
            if issue in saliences
            else kind(np.zeros((count, compiled.structure.sizes[issue]), dtype=np.int64))
            for issue in range(len(compiled.issues))
        ]
        worth = np.concatenate(columns, axis=1)
        links = {
            n: kind(self._span(link.points, f"{link.path}.points", score_unit)) * kind(scale)
            for n, link in enumerate(compiled.links)
            if link.party == party
        }
        walk_away = self._walk_away(party, worth, links, kind(scale), score_unit)
        floors = tuple(
            (floor.name, party, walk_away + self._span(floor.above, f"ratifier.{floor.name}", score_unit) * kind(scale))
            for floor in compiled.floors
            if floor.party == party and walk_away is not None
        )
        return _PartyDraws(
            worth=worth,
            denominator=kind(scale) * score_unit,
            walk_away=walk_away if walk_away is not None else kind(np.zeros(count, dtype=np.int64)),
            has_walk_away=walk_away is not None,
            links=links,
            floors=floors,
        )

    def _units(self, party: int) -> tuple[int, int]:
        """Parts of a point in which every number of the party is whole: for scores and points, and for saliences."""
        compiled = self.compiled
        points: list[Fraction] = []
        saliences: list[Fraction] = []
        for issue, cell in enumerate(compiled.cells[party]):
            root = compiled.cells[compiled.root(party, issue)][issue]
            points += [span.central for span in root.scores if span is not None]
            if not self._is_drawn(party, issue):
                points += central_scores(compiled, party, issue)
                saliences.append(central_salience(cell))
            if cell.salience is not None:
                saliences.append(cell.salience.central)
        points += [link.points.central for link in compiled.links if link.party == party]
        points += [floor.above.central for floor in compiled.floors if floor.party == party]
        judged = compiled.walk_away[party]
        points += [span.central for span in ((judged.points, judged.status_quo) if judged else ()) if span is not None]
        return _unit(points), _unit(saliences)

    def _salience(self, party: int, issue: int, unit: int) -> Ints:
        if self._is_drawn(party, issue):
            return self.drawer.salience(party, issue, unit)
        fixed = int(central_salience(self.compiled.cells[party][issue]) * unit)
        return np.full(len(self.draws), fixed, dtype=np.int64)

    def _scores(self, party: int, issue: int, unit: int) -> Ints:
        root = self.compiled.root(party, issue)
        if self._is_drawn(root, issue):
            return self.drawer.scores(party, issue, unit)
        fixed = [int(score * unit) for score in central_scores(self.compiled, party, issue)]
        return np.tile(np.array(fixed, dtype=np.int64), (len(self.draws), 1))

    def _walk_away(self, party: int, worth: Table, links: dict[int, Table], scale: Table, unit: int) -> Table | None:
        name, judged = self.compiled.parties[party], self.compiled.walk_away[party]
        path = f"judgements.walk_away.{name}"
        if judged is not None and judged.points is not None:
            return self._span(judged.points, path, unit) * scale
        if self.quo is None:
            return None
        starts = zip(self.compiled.structure.offsets, self.quo, strict=True)
        total: Table = worth[:, [start + option for start, option in starts]].sum(axis=1)
        for n, points in links.items():
            if fulfils(self.quo, self.compiled.links[n].when):
                total = total + points
        if judged is not None and judged.status_quo is not None:
            total = total + self._span(judged.status_quo, path, unit) * scale
        return total


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _PartyDraws:
    worth: Table
    denominator: Table
    walk_away: Table
    has_walk_away: bool
    links: dict[int, Table]
    floors: tuple[tuple[str, int, Table], ...]


def _unit(numbers: list[Fraction]) -> int:
    return reduce(lcm, (number.denominator for number in numbers), HUNDREDTHS)
