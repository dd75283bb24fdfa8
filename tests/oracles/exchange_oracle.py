"""The exchange of issues word by word: every pair of parties and of issues is tried, in loops."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Deal:
    """first gives way on `given`, second on `wanted`."""

    first: int
    second: int
    given: int
    wanted: int
    gain: float


@dataclass
class Market:
    """Parties with places, saliences (shares of 1; 0 where a party has no place) and capability."""

    places: list[list[float]]
    salience: list[list[float]]
    capability: list[float]
    again: bool = True

    def __post_init__(self) -> None:
        self.votes = [list(row) for row in self.places]
        self.ways: dict[tuple[int, int], int] = {}

    def outcome(self, issue: int) -> float:
        weight = [c * s[issue] for c, s in zip(self.capability, self.salience, strict=True)]
        return sum(w * row[issue] for w, row in zip(weight, self.votes, strict=True)) / sum(weight)

    def share(self, party: int, issue: int) -> float:
        total = sum(c * s[issue] for c, s in zip(self.capability, self.salience, strict=True))
        return self.capability[party] * self.salience[party][issue] / total

    def room(self, demander: int, supplier: int, issue: int) -> float:
        """How far the supplier can bring the outcome to the demander."""
        outcome, goal = self.outcome(issue), self.places[demander][issue]
        if not self.salience[demander][issue] or not self.salience[supplier][issue] or abs(goal - outcome) <= 1e-9:
            return 0.0
        way = 1 if goal > outcome else -1
        if (self.places[supplier][issue] - outcome) * way > 1e-9:
            return 0.0
        earlier = self.ways.get((supplier, issue))
        if earlier is not None and (not self.again or earlier != way):
            return 0.0
        left = (goal - self.votes[supplier][issue]) * way
        return min(left * self.share(supplier, issue), abs(goal - outcome)) if left > 1e-9 else 0.0

    def deals(self) -> list[tuple[Deal, float, float]]:
        """All that can be exchanged now, with the shift on the issue wanted and on the one given."""
        found = []
        parties, issues = range(len(self.places)), range(len(self.places[0]))
        for first in parties:
            for second in parties:
                for wanted in issues:
                    for given in issues:
                        if first == second or wanted == given:
                            continue
                        a, b = self.salience[first], self.salience[second]
                        if a[wanted] * b[given] <= a[given] * b[wanted]:
                            continue
                        rate = (a[wanted] + b[wanted]) / (a[given] + b[given])
                        shift = min(self.room(first, second, wanted), self.room(second, first, given) / rate)
                        gain = shift * a[wanted] - shift * rate * a[given]
                        if gain > 1e-9:
                            deal = Deal(first=first, second=second, given=given, wanted=wanted, gain=gain)
                            found.append((deal, shift, shift * rate))
        return found

    def run(self) -> list[Deal]:
        """The deals of a round, best first; where two are as good, whoever stands farther from both outcomes."""
        made = []
        while options := self.deals():
            highest = max(deal.gain for deal, _, _ in options)
            tied = [one for one in options if one[0].gain >= highest - 1e-9]
            deal, shift, other = min(tied, key=lambda one: self.rank(one[0]))
            self.move(deal.second, deal.wanted, deal.first, shift)
            self.move(deal.first, deal.given, deal.second, other)
            made.append(deal)
        return made

    def rank(self, deal: Deal) -> tuple[float, ...]:
        far = sum(
            abs(self.places[party][issue] - self.outcome(issue))
            for party in (deal.first, deal.second)
            for issue in (deal.given, deal.wanted)
        )
        capability = self.capability[deal.first] + self.capability[deal.second]
        return round(-far, 6), round(-capability, 9), deal.wanted, deal.given, deal.first, deal.second

    def move(self, party: int, issue: int, partner: int, shift: float) -> None:
        goal, here = self.places[partner][issue], self.votes[party][issue]
        step = shift / self.share(party, issue)
        self.ways[party, issue] = 1 if goal > here else -1
        self.votes[party][issue] = goal if step >= abs(goal - here) - 1e-9 else here + step * self.ways[party, issue]
