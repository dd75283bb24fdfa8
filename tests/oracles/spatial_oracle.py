"""The spatial model of politics word by word, party by party, in loops; slow, and independent of the arrays in `src`.

What is a tie, and what follows from it, is as documented: all tied challenges are made, and of tied bargains the mean
is taken.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

Place = list[float]


@dataclass
class Oracle:
    """capability: of each party. salience: of each party on each issue, shares of 1. settled: whether the last run
    ended because little moved.
    """

    capability: Sequence[float]
    salience: Sequence[Sequence[float]]
    options: dict[str, str] = field(default_factory=dict)
    settled: bool = False

    def says(self, name: str, default: str) -> str:
        return self.options.get(name, default)

    def vote(self, weight: float, first: float, second: float) -> float:
        du = first - second
        binary = max(-1.0, min(1.0, du / 1e-8))
        rules: dict[str, Callable[[], float]] = {
            "proportional": lambda: du,
            "binary": lambda: binary,
            "proportional_binary": lambda: 0.8 * du + 0.2 * binary,
            "cubic": lambda: du**3,
            "proportional_cubic": lambda: 0.5 * du + 0.5 * du**3,
            "prospect": lambda: du if du < 0 else 2 / 3 * du,
        }
        return weight * rules[self.says("vote", "proportional")]()

    def beats(self, mine: float, theirs: float) -> float:
        model = self.says("victory", "linear")
        if model == "binary":
            if mine >= 1.1 * theirs:
                return 1 / (1 + 1e-6)
            if theirs >= 1.1 * mine:
                return 1e-6 / (1 + 1e-6)
            return (mine / (mine + theirs) * 2.1 - 1) / 0.1
        power = {"linear": 1, "square": 2, "quartic": 4, "octic": 8}[model]
        return mine**power / (mine**power + theirs**power)

    def election(self, worth: list[list[float]]) -> list[float]:
        """The chance of each of several things; worth: per party, per thing."""
        things = range(len(worth[0]))
        c = [
            [
                1e-8
                + sum(max(0.0, self.vote(w, row[i], row[j])) for w, row in zip(self.capability, worth, strict=True))
                for j in things
            ]
            for i in things
        ]
        p = [[0.5 if i == j else self.beats(c[i][j], c[j][i]) for j in things] for i in things]
        model = self.says("contest", "conditional")
        if model == "conditional":
            alone = [math.prod(p[i]) for i in things]
            return [one / sum(alone) for one in alone]
        if model == "markov_uniform":
            challenge = [[1 / len(things)] * len(things) for _ in things]
        else:
            pull = [[c[i][j] * p[i][j] + (1e-10 if i == j else 0.0) for j in things] for i in things]
            challenge = [[pull[i][j] / sum(pull[k][j] for k in things) for j in things] for i in things]
        chance = [1 / len(things)] * len(things)
        for _ in range(1000):
            after = [
                sum(p[i][j] * (challenge[i][j] * chance[j] + challenge[j][i] * chance[i]) for j in things)
                for i in things
            ]
            change = max(abs(a - b) for a, b in zip(after, chance, strict=True))
            chance = [(a + b) / 2 for a, b in zip(after, chance, strict=True)]
            if change <= (1e-6 if model == "markov_uniform" else 1e-8):
                break
        return chance

    def distance(self, party: int, ideal: Place, place: Place) -> float:
        """Over the issues on which both have a place (a place may be NaN); 0 where there is none."""
        s = self.salience[party]
        both = [d for d in range(len(s)) if not math.isnan(ideal[d] - place[d])]
        total = sum(s[d] ** 2 for d in both)
        return math.sqrt(sum((s[d] * (ideal[d] - place[d])) ** 2 for d in both) / total) if total else 0.0

    def utility(self, party: int, ideal: Place, place: Place, risk: float) -> float:
        d = self.distance(party, ideal, place)
        return (1 - d) * (1 + d * risk)

    def turn(self, places: list[Place], ideals: list[Place]) -> list[Place]:
        """Where everybody stands after a turn."""
        n = range(len(places))
        if len(places) == 1:
            return places
        neutral = self.election([[self.utility(i, ideals[i], places[j], 0.0) for j in n] for i in n])
        low, high = min(neutral), max(neutral)
        span = self.says("risk_range", "mid")
        risk = []
        for p in neutral:
            if high - low < 1e-12:
                risk.append(0.0)
            elif span == "min":
                risk.append((p - low) / (high - low))
            elif span == "mid":
                risk.append((3 * p - (high + 2 * low)) / (2 * (high - low)))
            else:
                risk.append((2 * p - (high + low)) / (high - low))
        share = {"own": 0.0, "one_third": 1 / 3, "half": 0.5, "two_thirds": 2 / 3, "true": 1.0}[
            self.says("risk_estimate", "one_third")
        ]

        def u(viewer: int, party: int, place: Place) -> float:
            return self.utility(party, ideals[party], place, (1 - share) * risk[viewer] + share * risk[party])

        def challenge(h: int, i: int, j: int) -> tuple[float, float]:
            """The chance that i beats j, and what i gains, as h sees it."""
            strength = [c * sum(s) for c, s in zip(self.capability, self.salience, strict=True)]
            first = second = 1e-10
            for voter in (i, j):
                cast = self.vote(strength[voter], u(h, voter, places[i]), u(h, voter, places[j]))
                first, second = first + max(0.0, cast), second + max(0.0, -cast)
            support, opposition = first, second
            for k in n:
                if k in (i, j):
                    continue
                ki, kj, kk = u(h, k, places[i]), u(h, k, places[j]), u(h, k, places[k])
                cast = self.vote(strength[k], ki, kj)
                p = (first + max(0.0, cast)) / (first + second + abs(cast))
                commitment = self.says("commitment", "semi")
                joins_i, against_i, joins_j, against_j = {
                    "full": (3 * ki, 3 * kj, 3 * kj, 3 * ki),
                    "semi": (2 * ki + kk, 3 * kj, 2 * kj + kk, 3 * ki),
                    "none": (2 * ki + kk, 2 * kj + kk, 2 * kj + kk, 2 * ki + kk),
                }[commitment]
                cast = self.vote(strength[k], p * joins_i + (1 - p) * against_i, p * against_j + (1 - p) * joins_j)
                support, opposition = support + max(0.0, cast), opposition + max(0.0, -cast)
            p = support / (support + opposition)
            mine, theirs, cares = u(h, i, places[i]), u(h, i, places[j]), sum(self.salience[j])
            gain = (1 - cares) * 2 * mine + cares * (p * 2 * mine + (1 - p) * 2 * theirs) - (mine + theirs)
            return p, gain

        bargains: list[tuple[int, int, Place, Place]] = []
        for i in n:
            estimates = {j: challenge(i, i, j) for j in n if j != i}
            most = max(gain for _, gain in estimates.values())
            for j, (p, gain) in estimates.items():
                if most > 1e-5 and gain >= most - 1e-9:
                    bargains += self.proposals(i, j, places, [p, challenge(j, i, j)[0]])

        after = []
        for party in n:
            queue = [one for one in bargains if party in one[:2]]
            if not queue:
                after.append(places[party])
                continue
            states = [places]
            for i, j, first_place, second_place in queue:
                state = list(places)
                state[i], state[j] = first_place, second_place
                states.append(state)
            worth = [
                [sum(self.utility(a, ideals[a], place, risk[a]) for place in state) / len(places) for state in states]
                for a in n
            ]
            chance = self.election(worth)
            parts = [state[party] for state, p in zip(states, chance, strict=True) if p >= max(chance) - 1e-6]
            after.append([sum(column) / len(parts) for column in zip(*parts, strict=True)])
        return after

    def proposals(
        self, i: int, j: int, places: list[Place], chances: list[float]
    ) -> list[tuple[int, int, Place, Place]]:
        """What i and j may agree on; chances: that i wins, as i and as j sees it."""
        views = []
        for p in chances:
            first, second = [], []
            for d in range(len(places[i])):
                a, b = places[i][d], places[j][d]
                if not math.isnan(a + b):
                    a, b = self.meet(a, self.salience[i][d], p, b, self.salience[j][d])
                first.append(a)
                second.append(b)
            views.append((i, j, first, second))
        proposal = self.says("proposal", "initiator")
        if proposal == "initiator":
            return views[:1]
        if proposal == "both":
            return views
        weight = [self.capability[k] * sum(self.salience[k]) for k in (i, j)]

        def mean(mine: Place, theirs: Place) -> Place:
            return [(weight[0] * a + weight[1] * b) / sum(weight) for a, b in zip(mine, theirs, strict=True)]

        return [(i, j, mean(views[0][2], views[1][2]), mean(views[0][3], views[1][3]))]

    def meet(self, ti: float, si: float, p: float, tj: float, sj: float) -> tuple[float, float]:
        rule = self.says("interpolation", "s2p2")
        if rule == "s2pmax":
            di, dj = max(0.0, 1 - 2 * p), max(0.0, 2 * p - 1)
            i = di * sj**2 / (di * sj**2 + 1e-6 + (1 - di) * si**2)
            j = dj * si**2 / (dj * si**2 + 1e-6 + (1 - dj) * sj**2)
            return ti + i * (tj - ti), tj + j * (ti - tj)
        power = 2 if rule == "s2p2" else 1
        wi, wj = (si * p) ** power, (sj * (1 - p)) ** power
        total = wi + wj + 1e-6
        return (
            rounded(((wi + 1e-6) * ti + wj * tj) / total),
            rounded((wi * ti + (wj + 1e-6) * tj) / total),
        )

    def run(self, places: list[Place], turns: int) -> list[list[Place]]:
        """The places at the beginning and after every turn, until little moves."""
        states, self.settled = [places], False
        for turn in range(1, turns + 1):
            ideals = states[-1] if self.says("ideals", "follow") == "follow" else places
            states.append(self.turn(states[-1], ideals))
            if turn >= 2 and moved(states[-2], states[-1]) / (moved(states[0], states[1]) + 1e-4) < 0.02:
                self.settled = True
                if self.says("stop", "settled") == "settled":
                    break
        return states


def moved(before: list[Place], after: list[Place]) -> float:
    """How far all have moved; a place that is none (NaN) does not move."""
    steps = [
        [0.0 if math.isnan(b - a) else b - a for a, b in zip(*one, strict=True)]
        for one in zip(before, after, strict=True)
    ]
    return sum(math.hypot(*step) for step in steps)


def rounded(place: float) -> float:
    """To four places, a half to the even neighbour, which is the same from both ends of the scale."""
    steps = place * 10_000
    down = math.floor(steps)
    if abs(steps - down - 0.5) < 1e-6:
        return (down + down % 2) / 10_000
    return round(steps) / 10_000
