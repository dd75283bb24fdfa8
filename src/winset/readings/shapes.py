"""From what is known of a cell to the score of every option: centrally, and in draws.

A score is the worth of an option to a party on one issue, in points from 0 to 100.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from winset.compiled import Cell, Compiled
from winset.model.numbers import Span
from winset.readings.streams import HUNDREDTHS, Ints, below, drawn_span, raw, uniform

BEST, WORST, UNKNOWN = Fraction(100), Fraction(0), Fraction(50)
MISSING_SALIENCE = Span.of(50)
NO_SALIENCE = Span.of(0)


def central_salience(cell: Cell) -> Fraction:
    """The judged salience; 50 where none is judged; 0 where the cell is silent and nothing is judged there."""
    if cell.salience is not None:
        return cell.salience.central
    return Fraction(0) if cell.is_silent and not cell.has_scores else Fraction(50)


def central_scores(compiled: Compiled, party: int, issue: int) -> tuple[Fraction, ...]:
    """The score of every option in the central reading.

    Judged scores stand. The others come from a judged order (evenly spaced from 100 to 0), else from the line (100 at
    the ideal, falling evenly with distance to 0 at the farthest option), else the ideal alone is worth anything. On a
    silent cell an option that is not judged is worth 50.
    """
    cell = compiled.cells[compiled.root(party, issue)][issue]
    places = compiled.places[issue]
    derived = _derived(cell, places, compiled.structure.sizes[issue])
    return tuple(
        span.central if (span := judged) is not None else worth
        for judged, worth in zip(_scores(cell, len(derived)), derived, strict=True)
    )


def _scores(cell: Cell, size: int) -> tuple[Span | None, ...]:
    return cell.scores or (None,) * size


def _derived(cell: Cell, places: tuple[Fraction | None, ...] | None, size: int) -> tuple[Fraction, ...]:
    if cell.order is not None:
        steps = max(1, size - 1)
        return tuple(BEST * (steps - cell.order.index(option)) / steps for option in range(size))
    if cell.ideal is None:
        return (UNKNOWN,) * size
    ideal_at = places[cell.ideal] if places is not None else None
    if places is None or ideal_at is None:
        return tuple(BEST if option == cell.ideal else WORST for option in range(size))
    distances = [abs(at - ideal_at) if at is not None else None for at in places]
    farthest = max(distance for distance in distances if distance is not None)
    return tuple(
        BEST if option == cell.ideal
        else WORST if distance is None or farthest == 0
        else BEST * (1 - distance / farthest)
        for option, distance in enumerate(distances)
    )  # fmt: skip


class Drawer:
    """Draws of one cell: which streams it reads, from which draw on, and in which unit.

    unit: parts of a point, a multiple of 100.
    """

    def __init__(self, compiled: Compiled, seed: int, draws: range) -> None:
        self.compiled, self.seed, self.draws = compiled, seed, draws

    def stream(self, path: str) -> Ints:
        return raw(self.seed, path, self.draws.start, len(self.draws))

    def _path(self, party: int, issue: int) -> str:
        return f"{self.compiled.issues[issue]}.{self.compiled.parties[party]}"

    def salience(self, party: int, issue: int, unit: int) -> Ints:
        """(draw) the salience in 1/unit points: judged, or uniform 1–100, or uniform 0–100 where the cell is silent."""
        cell = self.compiled.cells[party][issue]
        raws = self.stream(f"judgements.salience.{self._path(party, issue)}")
        if cell.salience is not None:
            return drawn_span(cell.salience, raws, unit)
        least = 0 if cell.is_silent and not cell.has_scores else HUNDREDTHS
        return uniform(raws, least, 100 * HUNDREDTHS) * (unit // HUNDREDTHS)

    def scores(self, party: int, issue: int, unit: int) -> Ints:
        """(draw, option) scores in 1/unit points: judged ones from their ranges, the others at random among those
        that are consistent with what is known (ideal at 100, order kept, single-peaked on a line, worst at 0)."""
        root = self.compiled.root(party, issue)
        cell = self.compiled.cells[root][issue]
        size = self.compiled.structure.sizes[issue]
        where = self._path(root, issue)
        judged = [
            drawn_span(span, self.stream(f"judgements.scores.{where}.{self.compiled.options[issue][option]}"), unit)
            if span is not None
            else None
            for option, span in enumerate(_scores(cell, size))
        ]
        if all(column is not None for column in judged):
            return np.stack([column for column in judged if column is not None], axis=1)
        noise = np.stack([self._noise(where, issue, option) for option in range(size)], axis=1)
        worst = self.stream(f"positions.{where}.worst")
        if cell.order is not None:
            chains = [[(cell.order[0],), cell.order[1:]]]
            return _filled(judged, noise, worst, chains[0], unit)
        if cell.ideal is not None:
            return _filled(judged, noise, worst, self._chains(issue, cell.ideal), unit)
        ideals = below(self.stream(f"positions.{where}.ideal"), size)
        result = np.empty((len(self.draws), size), dtype=np.int64)
        for ideal in range(size):
            rows = ideals == ideal
            known = [column[rows] if column is not None else None for column in judged]
            result[rows] = _filled(known, noise[rows], worst[rows], self._chains(issue, ideal), unit)
        return result

    def _noise(self, where: str, issue: int, option: int) -> Ints:
        return uniform(
            self.stream(f"positions.{where}.score.{self.compiled.options[issue][option]}"), 0, 100 * HUNDREDTHS
        )

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


def _filled(judged: list[Ints | None], noise: Ints, worst: Ints, chains: list[tuple[int, ...]], unit: int) -> Ints:
    """(draw, option) the judged scores, and the missing ones between their judged neighbours, falling along each chain.

    Where nothing is judged the worst option is at 0: which chain ends there is drawn with the chances that make the
    whole uniform over the consistent scores, that is in proportion to the chains' lengths (the simplex of n sorted
    numbers has volume 1/n!; pinning its last one leaves 1/(n−1)!).
    """
    fine = unit // HUNDREDTHS
    result = np.zeros((noise.shape[0], noise.shape[1]), dtype=np.int64)
    for option, column in enumerate(judged):
        if column is not None:
            result[:, option] = column
    ideal = chains[0][0]
    if judged[ideal] is None:
        result[:, ideal] = 100 * unit
    lengths = [len(chain) for chain in chains[1:]]
    nothing_judged = all(column is None for option, column in enumerate(judged) if option != ideal)
    pinned = np.searchsorted(np.cumsum(lengths), below(worst, max(1, sum(lengths))), side="right")
    for number, chain in enumerate(chains[1:]):
        free = _runs(chain, judged)
        for run, inner, outer in free:
            high = result[:, inner] if inner is not None else np.full(noise.shape[0], 100 * unit)
            low = result[:, outer] if outer is not None else np.zeros(noise.shape[0], dtype=np.int64)
            low, high = np.minimum(low, high), np.maximum(low, high)
            falling = -np.sort(-noise[:, list(run)], axis=1)
            result[:, list(run)] = low[:, None] + (falling * fine) * (high - low)[:, None] // (100 * unit)
        if nothing_judged:
            zero = pinned == number
            rest = -np.sort(-noise[:, list(chain[:-1])], axis=1) * fine
            result[np.ix_(zero, list(chain[:-1]))] = rest[zero]
            result[zero, chain[-1]] = 0
    return result


def _runs(chain: tuple[int, ...], judged: list[Ints | None]) -> list[tuple[tuple[int, ...], int | None, int | None]]:
    """Each run of options of a chain that are not judged, with its judged neighbours towards and away from the
    ideal.
    """
    runs: list[tuple[tuple[int, ...], int | None, int | None]] = []
    run: list[int] = []
    inner: int | None = None
    for option in chain:
        if judged[option] is None:
            run.append(option)
            continue
        if run:
            runs.append((tuple(run), inner, option))
        run, inner = [], option
    if run:
        runs.append((tuple(run), inner, None))
    return runs


def known_relation(compiled: Compiled, party: int, issue: int) -> NDArray[np.int8]:
    """(option, option) what every reading agrees on: 1 where the first is worth more than the second, −1 where less,
    0 where it can be either way. Equal options (the diagonal) are 0.
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
    compiled: Compiled, issue: int, cell: Cell, scores: tuple[Span | None, ...], pair: tuple[int, int]
) -> bool:
    first, second = pair
    one, other = scores[first], scores[second]
    if one is not None or other is not None:
        return one is not None and other is not None and one.low > other.high
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
