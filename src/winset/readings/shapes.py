"""From what is known of a cell to the score of every option: centrally, and in draws.

A score is the worth of an option to a party on one issue, in points from 0 to 100.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from winset.compiled import Compiled, CompiledCell
from winset.compiled.together import leaders
from winset.model.numbers import Span
from winset.model.scores import scores_by_rule
from winset.readings.streams import (
    HUNDREDTHS,
    MOST_KEPT,
    Ints,
    Table,
    Unit,
    draw_span,
    mirrored,
    raw_stream,
    uniform,
    uniform_below,
)


def central_salience(compiled: Compiled, party: int, issue: int) -> Fraction:
    """The judged salience; 50 where none is judged; 0 where the position that counts, the party's own or that of whom
    it leaves the issue to, is silent and nothing is judged there.
    """
    cell = compiled.cells[party][issue]
    if cell.salience is not None:
        return cell.salience.central
    root = compiled.cells[compiled.root(party, issue)][issue]
    return Fraction(0) if root.is_silent and not root.has_scores else Fraction(50)


def known_ideal(cell: CompiledCell) -> int | None:
    """The option that a party wants most: the position, the head of a judged order, or the best of judged scores where
    each is judged; None where none of these is known. Of equal scores the first counts.
    """
    if cell.ideal is not None:
        return cell.ideal
    if cell.order:
        return cell.order[0]
    judged = [span.central for span in cell.scores if span is not None]
    return judged.index(max(judged)) if judged and len(judged) == len(cell.scores) else None


def central_scores(compiled: Compiled, party: int, issue: int) -> tuple[Fraction, ...]:
    """The score of every option in the central reading.

    Judged scores stand. The others come from a judged order (evenly spaced from 100 to 0), else from the line (100 at
    the ideal, falling evenly with distance to 0 at the farthest option), else the ideal alone is worth anything. On a
    silent cell an option that is not judged is worth 50.
    """
    cell = compiled.cells[compiled.root(party, issue)][issue]
    places = compiled.places[issue]
    derived = scores_by_rule(cell.ideal, cell.order, places, compiled.structure.sizes[issue])
    return tuple(
        span.central if (span := judged) is not None else worth
        for judged, worth in zip(_scores(cell, len(derived)), derived, strict=True)
    )


def _scores(cell: CompiledCell, size: int) -> tuple[Span | None, ...]:
    return cell.scores or (None,) * size


_Place = tuple[int, str, bool, int, int]
"""Of raw numbers: seed, stream, whether they are mirrored, the first of them and how many."""


def _raws(place: _Place) -> Ints:
    seed, stream, falls, start, count = place
    raws = raw_stream(seed, stream, start, count)
    return mirrored(raws) if falls else raws


@lru_cache(maxsize=MOST_KEPT)
def _drawn_span(span: Span, unit: Unit, place: _Place) -> Table:
    """A judged number in draws, read-only."""
    table = draw_span(span, _raws(place), unit)
    table.setflags(write=False)
    return table


ANEW = 2**40
"""Where the draws of inputs begin that are drawn once more; no answer takes so many draws."""


class Drawer:
    """Draws of single cells.

    draws: the numbers of the draws. ranges: False where judged numbers stay at their central values. anew: the inputs
    that are drawn once more, independently of the first time. used: takes up the inputs that were drawn.
    """

    def __init__(
        self, compiled: Compiled, seed: int, draws: range, *, ranges: bool, anew: frozenset[str] = frozenset()
    ) -> None:
        self.compiled, self.seed, self.draws, self.ranges, self.anew = compiled, seed, draws, ranges, anew
        self.used: set[str] = set()
        self._leaders = leaders(compiled.together)

    def stream(self, path: str) -> Ints:
        """The raw numbers of an input. One that moves with others takes those of the first of them, mirrored where it
        falls as that one rises; it is drawn anew where they are.
        """
        return _raws(self._place(path))

    def _place(self, path: str) -> _Place:
        """Where the raw numbers of an input stand."""
        first, falls = self._leaders.get(path, (path, False))
        self.used.add(first)
        start = self.draws.start + (ANEW if first in self.anew else 0)
        return self.seed, first, falls, start, len(self.draws)

    def span(self, span: Span, path: str, unit: Unit) -> Table:
        """(draw) a judged number, in parts of a point."""
        if not self.ranges:
            return unit.constant(span.central, len(self.draws))
        return _drawn_span(span, unit, self._place(path))

    def _path(self, party: int, issue: int) -> str:
        return f"{self.compiled.issues[issue]}.{self.compiled.parties[party]}"

    def salience(self, party: int, issue: int, unit: Unit) -> Table:
        """(draw) the salience: judged, or uniform 1–100, or uniform 0–100 where the cell is silent; in parts of a
        point.
        """
        cell = self.compiled.cells[party][issue]
        path = f"judgements.salience.{self._path(party, issue)}"
        if cell.salience is not None:
            return self.span(cell.salience, path, unit)
        root = self.compiled.cells[self.compiled.root(party, issue)][issue]
        least = 0 if root.is_silent and not root.has_scores else HUNDREDTHS
        return unit.of_hundredths(uniform(self.stream(path), least, 100 * HUNDREDTHS))

    def scores(self, party: int, issue: int, unit: Unit) -> Table:
        """(draw, option) scores in parts of a point: judged ones from their ranges, the others at random among those
        that are consistent with what is known (ideal at 100, order kept, single-peaked on a line, worst at 0)."""
        root = self.compiled.root(party, issue)
        cell = self.compiled.cells[root][issue]
        size = self.compiled.structure.sizes[issue]
        where = self._path(root, issue)
        judged = [
            self.span(span, f"judgements.scores.{where}.{self.compiled.options[issue][option]}", unit)
            if span is not None
            else None
            for option, span in enumerate(_scores(cell, size))
        ]
        if all(column is not None for column in judged):
            return np.stack([column for column in judged if column is not None], axis=1)
        noise = np.stack([self._noise(where, issue, option) for option in range(size)], axis=1)
        worst = self.stream(f"positions.{where}.worst")
        if cell.order is not None:
            return _filled(judged, noise, worst, [(cell.order[0],), cell.order[1:]], unit)
        if cell.ideal is not None:
            return _filled(judged, noise, worst, self._chains(issue, cell.ideal), unit)
        ideals = self._ideals(where, cell, size)
        result = np.empty((len(self.draws), size), dtype=object if unit.exact else np.int64)
        for ideal in range(size):
            rows = ideals == ideal
            known = [column[rows] if column is not None else None for column in judged]
            result[rows] = _filled(known, noise[rows], worst[rows], self._chains(issue, ideal), unit)
        return result

    def ideals(self, party: int, issue: int) -> Ints:
        """(draw) the option that the party wants most, or whom it leaves the issue to: the one that is known, else at
        random what its scores are drawn with.
        """
        root = self.compiled.root(party, issue)
        cell = self.compiled.cells[root][issue]
        known = known_ideal(cell)
        if known is not None:
            return np.full(len(self.draws), known, dtype=np.int64)
        return self._ideals(self._path(root, issue), cell, self.compiled.structure.sizes[issue])

    def _ideals(self, where: str, cell: CompiledCell, size: int) -> Ints:
        """(draw) the ideal where none is known: any option that the cell does not reject, each as likely as the others.

        Where the first one drawn is rejected another is drawn, so that a refusal changes no other draw.
        """
        ideals = uniform_below(self.stream(f"positions.{where}.ideal"), size)
        rejected = sorted({line.option for line in cell.rejects})
        open_ = np.array([option for option in range(size) if option not in rejected], dtype=np.int64)
        if not rejected or not len(open_):
            return ideals
        instead = open_[uniform_below(self.stream(f"positions.{where}.ideal.instead"), len(open_))]
        return np.where(np.isin(ideals, rejected), instead, ideals)

    def _noise(self, where: str, issue: int, option: int) -> Ints:
        path = f"positions.{where}.score.{self.compiled.options[issue][option]}"
        return uniform(self.stream(path), 0, 100 * HUNDREDTHS)

    def _chains(self, issue: int, ideal: int) -> list[tuple[int, ...]]:
        """The ideal, then each group of options whose scores fall one after the other away from it."""
        places = self.compiled.places[issue]
        at = places[ideal] if places is not None else None
        others = [option for option in range(self.compiled.structure.sizes[issue]) if option != ideal]
        if places is None or at is None:
            return [(ideal,), *((option,) for option in others)]
        line = [(place, option) for option in others if (place := places[option]) is not None]
        left = tuple(option for place, option in sorted(line, key=lambda pair: -pair[0]) if place < at)
        right = tuple(option for place, option in sorted(line, key=lambda pair: pair[0]) if place >= at)
        aside = [(option,) for option in others if places[option] is None]
        return [(ideal,), *(chain for chain in (left, right) if chain), *aside]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Run:
    """Options that follow each other on a chain and are not judged.

    low, high: (draw) whole hundredths between which they lie. ends: True where the chain ends with them.
    """

    options: list[int]
    low: Ints
    high: Ints
    ends: bool


def _filled(judged: list[Table | None], noise: Ints, worst: Ints, chains: list[tuple[int, ...]], unit: Unit) -> Table:
    """(draw, option) the judged scores, and the missing ones between their judged neighbours, falling along each chain.

    Missing scores are whole hundredths, so that they are the same in every unit. Where no judged score is 0 the worst
    of the missing ones is: the chain that ends at 0 is drawn with the chances that make the whole uniform over the
    consistent scores. A run of n at the end of a chain below h has the volume h^n / n!, and h^(n−1) / (n−1)! with its
    last one at 0; the chances are as their ratios, n / h.
    """
    result = np.zeros(noise.shape, dtype=object if unit.exact else np.int64)
    for option, column in enumerate(judged):
        if column is not None:
            result[:, option] = column
    ideal = chains[0][0]
    if judged[ideal] is None:
        result[:, ideal] = 100 * unit.parts
    runs = [run for chain in chains[1:] for run in _runs(chain, judged, result[:, ideal], unit)]
    pinned = _pinned([run for run in runs if run.ends], _worst_is_judged(judged, ideal), worst)
    for run in runs:
        result[:, run.options] = unit.of_hundredths(_between(run, noise))
    for number, run in enumerate(run for run in runs if run.ends):
        zero = pinned == number
        if zero.any():
            rest = _Run(options=run.options[:-1], low=run.low[zero], high=run.high[zero], ends=False)
            result[np.ix_(zero, rest.options)] = unit.of_hundredths(_between(rest, noise[zero]))
            result[zero, run.options[-1]] = 0
    return result


def _between(run: _Run, noise: Ints) -> Ints:
    """(draw, option) whole hundredths, uniform among the falling ones between the run's bounds."""
    falling = -np.sort(-noise[:, run.options], axis=1)
    width: Ints = (run.high - run.low)[:, None]
    return run.low[:, None] + falling * width // (100 * HUNDREDTHS)


def _worst_is_judged(judged: list[Table | None], ideal: int) -> NDArray[np.bool_]:
    """(draw) True where a judged score of another option than the ideal is 0 already."""
    known = [column == 0 for option, column in enumerate(judged) if column is not None and option != ideal]
    count = next((len(column) for column in judged if column is not None), 0)
    return np.logical_or.reduce(known).astype(bool) if known else np.zeros(count or 1, dtype=bool)


_SHARES = 1 << 26  # twenty chains of it still fit the 2^31 that `below` takes


def _pinned(ends: list[_Run], known: NDArray[np.bool_], worst: Ints) -> Ints:
    """(draw) which of the runs at the ends of chains holds the worst option, −1 for none."""
    if not ends:
        return np.full(len(worst), -1, dtype=np.int64)
    shares = np.stack([len(run.options) * (_SHARES // np.maximum(run.high, 1)) for run in ends])
    upto = np.cumsum(shares, axis=0)
    chosen = (uniform_below(worst, upto[-1])[None, :] >= upto).sum(axis=0)
    return np.where(known, -1, chosen)


def _runs(chain: tuple[int, ...], judged: list[Table | None], peak: Table, unit: Unit) -> list[_Run]:
    """Each run of options of a chain that are not judged, between its judged neighbours; the peak bounds the first."""
    runs: list[_Run] = []
    waiting: list[int] = []
    inner = peak
    for option in chain:
        column = judged[option]
        if column is None:
            waiting.append(option)
            continue
        if waiting:
            runs.append(_run(waiting, (inner, column), unit, ends=False))
        waiting, inner = [], column
    if waiting:
        runs.append(_run(waiting, (inner, np.zeros_like(peak)), unit, ends=True))
    return runs


def _run(options: list[int], neighbours: tuple[Table, Table], unit: Unit, *, ends: bool) -> _Run:
    fine = unit.parts // HUNDREDTHS
    least, most = np.minimum(*neighbours), np.maximum(*neighbours)
    low, high = (-(-least // fine)).astype(np.int64), (most // fine).astype(np.int64)
    return _Run(options=options, low=low, high=np.maximum(low, high), ends=ends)


def known_relation(compiled: Compiled, party: int, issue: int) -> NDArray[np.int8]:
    """(option, option) what every reading agrees on, but for ties by chance: 1 where the first is worth more than the
    second, −1 where less, 0 where it can be either way. Equal options (the diagonal) are 0.

    Beside judged scores nothing follows from an order or a line: they may leave what lies between them no room.
    """
    cell = compiled.cells[compiled.root(party, issue)][issue]
    size = compiled.structure.sizes[issue]
    relation = np.zeros((size, size), dtype=np.int8)
    scores = _scores(cell, size)
    for first in range(size):
        for second in range(size):
            if first != second and _is_worth_more(compiled, issue, cell, scores, (first, second)):
                relation[first, second], relation[second, first] = 1, -1
    return relation


def _is_worth_more(
    compiled: Compiled, issue: int, cell: CompiledCell, scores: tuple[Span | None, ...], pair: tuple[int, int]
) -> bool:
    first, second = pair
    score, other = scores[first], scores[second]
    if score is not None or other is not None:
        return score is not None and other is not None and score.low > other.high
    if any(score is not None for score in scores):
        return False
    if cell.order is not None:
        return cell.order.index(first) < cell.order.index(second)
    if cell.ideal is None:
        return False
    if first == cell.ideal:
        return True
    places = compiled.places[issue]
    peak = places[cell.ideal] if places is not None else None
    if places is None or peak is None or (near := places[first]) is None or (far := places[second]) is None:
        return False
    return (peak <= near < far) or (far < near <= peak)
