"""Exchanges listed once in a round, as a published program goes through them: one exchange after the other, in loops.

An exchange knows where its two parties vote now, and what else moved an outcome only where one of the two got it. It is
worked out again when such a thing happens, and for the rest of the round it is as it was. What is once impossible is
gone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

NOTHING = 1e-10
NEAR = 1e-9
LENGTH = 100.0


@dataclass(eq=False)
class Listed:
    """first wants the outcome of `wanted` to come to it and gives way on `given`; second the other way round.

    steps: of the votes of the first and of the second. given_up: the steps that each planned before.
    """

    first: int
    second: int
    given: int
    wanted: int
    gain: float = 0.0
    steps: tuple[float, float] = (0.0, 0.0)
    given_up: tuple[list[float], list[float]] = field(default_factory=lambda: ([], []))
    possible: bool = True

    @property
    def sides(self) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
        """(supplier, issue, demander), first what the first gives."""
        return (self.first, self.given, self.second), (self.second, self.wanted, self.first)


Choose = Callable[[Sequence[Listed]], Listed]


def first_of_the_list(tied: Sequence[Listed]) -> Listed:
    return tied[0]


@dataclass
class Programme:
    """Places (None where a party has none), saliences as shares of 1, capability."""

    places: list[list[float | None]]
    salience: list[list[float]]
    capability: list[float]

    def __post_init__(self) -> None:
        self.parties, self.issues = range(len(self.places)), range(len(self.places[0]))
        self.total = [sum(self.weight(party, issue) for party in self.parties) for issue in self.issues]
        self.votes = [[0.0 if place is None else place for place in row] for row in self.places]
        self.start = [self.outcome(issue) for issue in self.issues]
        self.seen: dict[tuple[int, int], dict[int, float]] = {}

    def weight(self, party: int, issue: int) -> float:
        return 0.0 if self.places[party][issue] is None else self.capability[party] * self.salience[party][issue]

    def share(self, party: int, issue: int) -> float:
        return self.weight(party, issue) / self.total[issue]

    def place(self, party: int, issue: int) -> float:
        place = self.places[party][issue]
        assert place is not None
        return place

    def outcome(self, issue: int) -> float:
        return sum(self.share(party, issue) * self.votes[party][issue] for party in self.parties)

    def below(self, party: int, issue: int) -> bool:
        """Whoever stands on the outcome stands below it."""
        return self.place(party, issue) <= self.start[issue]

    def listed(self) -> list[Listed]:
        """By pairs of issues: whoever is above on both with whoever is below on both, then the mixed ones."""
        found = []
        for low in self.issues:
            for high in self.issues[low + 1 :]:
                both = [p for p in self.parties if self.places[p][low] is not None and self.places[p][high] is not None]
                for below in (False, True):
                    upper = [p for p in both if not self.below(p, high) and self.below(p, low) is below]
                    lower = [p for p in both if self.below(p, high) and self.below(p, low) is not below]
                    found += [self._pair(one, other, low, high) for one in upper for other in lower]
        for exchange in found:
            self.work_out(exchange)
        return found

    def _pair(self, one: int, other: int, low: int, high: int) -> Listed:
        """Whoever cares relatively more about the issue of the lower number wants that."""
        mine, yours = self.salience[one], self.salience[other]
        first, second = (other, one) if mine[low] * yours[high] < yours[low] * mine[high] else (one, other)
        return Listed(first=first, second=second, given=high, wanted=low)

    def seen_outcome(self, issue: int, demander: int, votes: dict[int, float]) -> float:
        """The outcome if the parties that ever gave way to the demander vote so, and the others for their places."""
        moved = {**self.seen.get((demander, issue), {}), **votes}
        return self.start[issue] + sum(
            self.share(party, issue) * (vote - self.place(party, issue)) for party, vote in moved.items()
        )

    def work_out(self, exchange: Listed) -> None:
        mine, yours = self.salience[exchange.first], self.salience[exchange.second]
        wanted, given = exchange.wanted, exchange.given
        rate = (mine[wanted] + yours[wanted]) / (mine[given] + yours[given])
        ways, most = [], []
        for (supplier, issue, demander), worth in zip(exchange.sides, (rate, 1.0), strict=True):
            left = self.place(demander, issue) - self.votes[supplier][issue]
            ways.append(1.0 if left > 0 else -1.0)
            most.append(abs(left) * self.share(supplier, issue) / worth)

        def plan(shift: float) -> None:
            exchange.gain = abs(shift * mine[wanted] - shift * rate * mine[given])
            first, second = self.share(exchange.first, given), self.share(exchange.second, wanted)
            exchange.steps = (ways[0] * shift * rate / first, ways[1] * shift / second)

        plan(min(most))
        exchange.possible = exchange.gain > NOTHING and self._on_line(exchange)
        if not exchange.possible:
            return
        for side, ((supplier, issue, demander), worth) in enumerate(zip(exchange.sides, (rate, 1.0), strict=True)):
            goal, vote = self.place(demander, issue), self.votes[supplier][issue]
            before = self.seen_outcome(issue, demander, {supplier: vote})
            after = self.seen_outcome(issue, demander, {supplier: vote + exchange.steps[side]})
            if min(before, after) < goal - NEAR and max(before, after) > goal + NEAR and abs(before - goal) > NEAR:
                known = self.seen.get((demander, issue), {})
                stop = self.seen_outcome(issue, demander, {} if supplier in known else {supplier: vote})
                plan(abs(goal - stop) / worth)
        exchange.possible = self._on_line(exchange)

    def _on_line(self, exchange: Listed) -> bool:
        """Both votes move, stay on the line, go one way, and planned no more upwards than the line is long."""
        for (supplier, issue, _), step, before in zip(exchange.sides, exchange.steps, exchange.given_up, strict=True):
            plans, to = [*before, step], self.votes[supplier][issue] + step
            if abs(step) <= NOTHING or not -NOTHING <= to <= LENGTH + NOTHING or sum(plans) > LENGTH + NOTHING:
                return False
            if min(plans) < 0 < max(plans):
                return False
        return True

    def make(self, made: Listed, live: list[Listed]) -> None:
        """The votes move; exchanges of which a party moved or got something are worked out again.

        One that stands on the list twice is worked out twice.
        """
        for (supplier, issue, demander), step in zip(made.sides, made.steps, strict=True):
            self.votes[supplier][issue] += step
            self.seen.setdefault((demander, issue), {}).setdefault(supplier, self.votes[supplier][issue])
        supplied = {side[:2] for side in made.sides}
        got = {(demander, issue) for _, issue, demander in made.sides}
        for exchange in live:
            touched = any((demander, issue) in got for _, issue, demander in exchange.sides)
            for side, step, given_up in zip(exchange.sides, exchange.steps, exchange.given_up, strict=True):
                if side[:2] in supplied and exchange.possible:
                    given_up.append(step)
                    touched = True
            if touched and exchange.possible:
                self.work_out(exchange)

    def run(self, choose: Choose = first_of_the_list, *, doubles: bool = False) -> list[Listed]:
        """A round, best first. choose: of those that are as good.

        doubles: of those that are as good, the first that is not made stands on the list once more, as it does where
        the program draws.
        """
        live, made = self.listed(), []
        while live := [exchange for exchange in live if exchange.possible]:
            live.sort(key=lambda exchange: -round(exchange.gain, 12))
            tied = [exchange for exchange in live if exchange.gain >= live[0].gain - NEAR]
            chosen = choose(list(dict.fromkeys(tied)))
            live.remove(chosen)
            tied.remove(chosen)
            if doubles and tied:
                live.append(tied[0])
            made.append(chosen)
            self.make(chosen, list(live))
        return made
