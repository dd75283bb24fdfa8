"""The rules of bargaining, slow and straight from their definitions: one party, one pair, one vote at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

NEAR = 1e-9


def exact(number: float) -> Fraction:
    """The decimal that was meant: 0.2 is one fifth."""
    return Fraction(str(number))


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A party on one issue: position 0 to 100, salience 0 to 1, capability."""

    position: float
    salience: float
    capability: float

    @property
    def weight(self) -> float:
        return self.capability * self.salience


def compromise(actors: Sequence[Actor]) -> Fraction:
    """Σ w x / Σ w in fractions."""
    weights = [exact(actor.capability) * exact(actor.salience) for actor in actors]
    places = [exact(actor.position) for actor in actors]
    total = sum((w * x for w, x in zip(weights, places, strict=True)), Fraction(0))
    return total / sum(weights, Fraction(0))


def unbeaten_places(actors: Sequence[Actor]) -> list[float]:
    """The positions that lose no vote against another position, each party giving its whole weight to the nearer."""

    def support(one: float, other: float) -> Fraction:
        return sum(
            (
                exact(a.capability) * exact(a.salience)
                for a in actors
                if abs(exact(a.position) - exact(one)) < abs(exact(a.position) - exact(other))
            ),
            Fraction(0),
        )

    places = sorted({a.position for a in actors})
    return [x for x in places if all(support(x, y) >= support(y, x) for y in places)]


def nash(actors: Sequence[Actor], disagreement: Sequence[float] | None = None) -> float | None:
    """The place with the largest Σ w ln(u − d), by narrowing a grid; None where no place gives everyone a gain.

    disagreement: what each has without agreement, on u = 100 − distance; nothing where None.
    """
    have = disagreement or [0.0] * len(actors)

    def worth(places: NDArray[np.float64]) -> NDArray[np.float64]:
        total = np.zeros(len(places))
        for actor, least in zip(actors, have, strict=True):
            gain = 100 - abs(actor.position - places) - least
            total += np.where(gain > NEAR, actor.weight * np.log(np.maximum(gain, NEAR)), -np.inf)
        return total

    low, high, best = 0.0, 100.0, 0.0
    for _ in range(12):
        grid = low + (high - low) * np.arange(401) / 400
        worths = worth(grid)
        if worths.max() == -np.inf:
            return None
        best = float(grid[worths.argmax()])
        width = (high - low) / 100
        low, high = max(0.0, best - width), min(100.0, best + width)
    return best


@dataclass(slots=True)
class ExpectedUtility:
    """The expected-utility model with the choices of the rule, by name."""

    choices: dict[str, str]
    initial_range: float

    def rounds(self, actors: list[Actor], number: int) -> list[list[float]]:
        """The positions round by round, in the order of the actors, until nobody moves."""
        result = [[actor.position for actor in actors]]
        for _ in range(number):
            if max(result[-1]) - min(result[-1]) <= NEAR:
                break
            actors = [
                Actor(position=place, salience=actor.salience, capability=actor.capability)
                for place, actor in zip(self.moved(actors), actors, strict=True)
            ]
            places = [actor.position for actor in actors]
            if all(abs(new - old) <= NEAR for new, old in zip(places, result[-1], strict=True)):
                break
            result.append(places)
        return result

    def width(self, actors: list[Actor]) -> float:
        places = [actor.position for actor in actors]
        return {"round": max(places) - min(places), "initial": self.initial_range, "scale": 100.0}[
            self.choices["range"]
        ]

    def chance(self, actors: list[Actor], risks: list[float], i: int, j: int) -> float:
        """Equation 30: votes for i against j over the votes on the pair, or on all ordered pairs of parties."""
        width = self.width(actors)

        def vote(k: int, one: int, other: int) -> float:
            power = risks[k] if self.choices["votes"] == "risk" else 1.0
            to_one = abs(actors[k].position - actors[one].position) / width
            to_other = abs(actors[k].position - actors[other].position) / width
            return float(actors[k].weight * (to_other**power - to_one**power))

        everyone = range(len(actors))
        won = sum(max(0.0, vote(k, i, j)) for k in everyone)
        if self.choices["denominator"] == "pair":
            total = sum(abs(vote(k, i, j)) for k in everyone)
        else:
            total = sum(abs(vote(k, a, b)) for k in everyone for a in everyone for b in everyone)
        return won / total if total > 0 else 0.5

    def gain(self, actors: list[Actor], risks: list[float], i: int, j: int, viewer: int) -> float:
        """Equations 5 to 7: what i expects of challenging j, with the risk exponent of the viewer."""
        width, r = self.width(actors), risks[viewer]
        distance = abs(actors[i].position - actors[j].position) / width
        chance = self.chance(actors, risks, i, j)
        success = 2 - 4 * (0.5 - 0.5 * distance) ** r
        failure = 2 - 4 * (0.5 + 0.5 * distance) ** r
        stays = 2 - 4 * 0.5**r
        middle = sum(medians(actors)) / 2
        shift = 0.25 * (abs(actors[i].position - middle) / width + distance)
        improves = abs(actors[i].position - middle) / width < distance - NEAR
        moved = 2 - 4 * max(0.0, 0.5 - shift) ** r if improves else 2 - 4 * (0.5 + shift) ** r
        resisted = actors[j].salience
        q = float(self.choices["status_quo_chance"])
        challenge = resisted * (chance * success + (1 - chance) * failure) + (1 - resisted) * success
        return float(challenge - q * stays - (1 - q) * moved)

    def risks(self, actors: list[Actor]) -> list[float]:
        """Equations 33 and 34."""
        neutral = [1.0] * len(actors)
        security = []
        for i in range(len(actors)):
            others = [j for j in range(len(actors)) if j != i]
            pairs = [(j, i) if self.choices["security"] == "adversaries" else (i, j) for j in others]
            own = self.gain(actors, neutral, i, i, i)
            security.append(sum(self.gain(actors, neutral, a, b, a) for a, b in pairs) + own)
        low, high = min(security), max(security)
        if high - low <= NEAR:
            return neutral
        basis = [(2 * s - high - low) / (high - low) for s in security]
        return [(1 - b / 3) / (1 + b / 3) for b in basis]

    def moved(self, actors: list[Actor]) -> list[float]:
        """Where each stands after it has taken one offer."""
        risks = self.risks(actors)
        return [self._moved(actors, risks, i) for i in range(len(actors))]

    def _moved(self, actors: list[Actor], risks: list[float], i: int) -> float:
        place = actors[i].position
        offers: list[tuple[int, float, float, float]] = []
        for j, other in enumerate(actors):
            if abs(other.position - place) <= NEAR:
                continue
            mine = self.gain(actors, risks, i, j, i)
            theirs = self.gain(actors, risks, j, i, j if self.choices["risk"] == "own" else i)
            kind, target = self._answer(mine, theirs, place, other.position)
            if kind is not None:
                average = (abs(mine) * place + abs(theirs) * other.position) / (abs(mine) + abs(theirs))
                offers.append((kind, target, theirs, average))
        if self.choices["precedence"] == "ranked" and offers:
            first = min(offer[0] for offer in offers)
            offers = [offer for offer in offers if offer[0] == first]
        return self._chosen(offers, place)

    def _answer(self, mine: float, theirs: float, place: float, other: float) -> tuple[int | None, float]:
        if mine > NEAR and theirs > mine + NEAR:
            return (0, other) if self.choices["confrontation"] == "loser_moves" else (None, place)
        if mine < -NEAR and theirs > NEAR:
            if theirs > -mine + NEAR:
                return 1, place + (other - place) * abs(mine / theirs)
            return (2, other) if self.choices["capitulation"] == "moves" else (None, place)
        return None, place

    def _chosen(self, offers: list[tuple[int, float, float, float]], place: float) -> float:
        def keys(offer: tuple[int, float, float, float]) -> tuple[float, float]:
            kind, target, theirs, average = offer
            move, choice = abs(target - place), self.choices["choice"]
            if choice == "lowest_average" and (kind == 1 or self.choices["precedence"] == "pooled"):
                return average, move
            return (-theirs, move) if choice == "enforceable" else (move, -theirs)

        for n in range(2):
            best = min((keys(offer)[n] for offer in offers), default=0.0)
            offers = [offer for offer in offers if keys(offer)[n] <= best + NEAR]
        targets = [offer[1] for offer in offers]
        if not targets or (self.choices["ties"] == "stay" and max(targets) - min(targets) > NEAR):
            return place
        return min(targets)


def medians(actors: Sequence[Actor]) -> tuple[float, float]:
    """The lower and the upper weighted median: no more than half of the weight lies below, or above."""
    total = sum(actor.weight for actor in actors)

    def below(place: float) -> float:
        return sum(actor.weight for actor in actors if actor.position < place)

    def above(place: float) -> float:
        return sum(actor.weight for actor in actors if actor.position > place)

    half = total / 2 * (1 + NEAR)
    places = [actor.position for actor in actors if below(actor.position) <= half and above(actor.position) <= half]
    return min(places), max(places)
