"""The packages of a case as one choice of each part, and what each choice is worth to whom in each of many trials.

What structure alone decides is the same in every trial: which choices are lawful, which may follow one another, whose
consent each needs and who rejects it. The numbers are arrays over the trials.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce
from math import lcm

import numpy as np
from numpy.typing import NDArray

from winset.analyses.settlement.clusters import IssueCluster, build_clusters
from winset.analyses.settlement.layers import TooJoined
from winset.analyses.settlement.packages import Bools, Ints, Packages, View, each_once
from winset.analyses.settlement.search.relaxation import Relaxation
from winset.compiled import Structure
from winset.readings import Draws
from winset.readings.exact import LinkWorth

MOST_PARTIES = 62
"""Parties whose consent is kept as the bits of one number; beyond, no bound of a package's trials is proven."""
LARGEST_SUM = 2.0**60
"""Size of a sum, so that it fits 64 bits beside its bounds; beyond, no bound of a package's trials is proven."""
LARGEST_WEIGHT = 2.0**20
"""Weight of one party in a weighted sum; beyond, the weights are scaled down, and bounds are wider."""
ROUNDS = 60
"""Steps in which the weights are sought with which a trial without a deal shows itself."""
RESPONSES = 20
"""The last of them, whose best packages are kept."""
AT_ONCE = 4_000_000
"""Values in points that are held at once meanwhile."""
NEVER = -(2**61)
Floats = NDArray[np.float64]
FEW = 32
"""Packages that stand for all where nobody asks for anything; beyond, the others are not looked at."""


class NotBounded(Exception):
    """Numbers or structure are not taken by the search: nothing is proven of the packages that were not looked at."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PartChoices:
    """What structure alone says of a part. columns: (choice, issue of the part). links: (choice, link) those that it
    fulfils. needs, rejects: (choice) bits of parties. before, after: (choice) states. still: (choice) it moves nothing.
    """

    issues: tuple[int, ...]
    options: Packages
    columns: Ints
    links: Bools
    needs: Ints
    rejects: Ints
    before: Ints
    after: Ints
    states: int
    still: Bools


def part_choices(draws: Draws) -> tuple[PartChoices, ...]:
    """The choices of every part that some package could hold. Raises TooJoined where they cannot be written out."""
    structure, links = draws.structure, draws.link_terms
    matter = [bool((draws.links[:, n] != 0).any()) for n in range(len(links))]
    joining = tuple(LinkWorth(party=0, when=link.when, worth=int(matter[n])) for n, link in enumerate(links))
    clusters = build_clusters(structure, joining)
    parts = [_choices(structure, cluster, len(links)) for cluster in clusters]
    lives: Bools = np.ones(1, dtype=bool)
    for n in range(len(parts) - 1, -1, -1):
        parts[n] = _only(parts[n], lives[parts[n].after])
        lives = np.zeros(parts[n - 1].states if n else 1, dtype=bool)
        lives[parts[n].before] = True
    if not lives[0]:
        parts = [_only(part, np.zeros(len(part.needs), dtype=bool)) for part in parts]
    return tuple(parts)


def _choices(structure: Structure, cluster: IssueCluster, links: int) -> PartChoices:
    starts: Ints = np.array([structure.offsets[issue] for issue in cluster.issues], dtype=np.int64)
    columns = cluster.choices.astype(np.int64) + starts
    needs, rejects, never = _bits(structure)
    fulfilled = np.zeros((len(columns), links), dtype=bool)
    for link, choices in cluster.fulfilled:
        fulfilled[choices, link] = True
    still = np.zeros(len(columns), dtype=bool)
    if cluster.status_quo_choice is not None:
        still[cluster.status_quo_choice] = True
    part = PartChoices(
        issues=cluster.issues,
        options=cluster.choices,
        columns=columns,
        links=fulfilled,
        needs=np.bitwise_or.reduce(needs[columns], axis=1),
        rejects=np.bitwise_or.reduce(rejects[columns], axis=1),
        before=cluster.before,
        after=cluster.after,
        states=cluster.states,
        still=still,
    )
    allowed = structure.open[columns].all(axis=1) & ~never[columns].any(axis=1)
    return _only(part, allowed & (part.needs & part.rejects == 0))


def _bits(structure: Structure) -> tuple[Ints, Ints, Bools]:
    """(column) who is needed for an option and not always, who rejects it, and whether it is never part of a deal."""
    needs, rejects = np.zeros(structure.columns, dtype=np.int64), np.zeros(structure.columns, dtype=np.int64)
    never = np.zeros(structure.columns, dtype=bool)
    for party, lines in enumerate(structure.red_lines):
        if party not in structure.always:
            needs |= structure.needs[:, party].astype(np.int64) << party
        for line in lines:
            column = structure.offsets[line.issue] + line.option
            rejects[column] |= np.int64(1) << party
            never[column] |= party in structure.closing
    return needs, rejects, never


def _only(part: PartChoices, keep: Bools) -> PartChoices:
    return replace(
        part,
        options=part.options[keep],
        columns=part.columns[keep],
        links=part.links[keep],
        needs=part.needs[keep],
        rejects=part.rejects[keep],
        before=part.before[keep],
        after=part.after[keep],
        still=part.still[keep],
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DemandsInTrials:
    """Who must reach what. parties: (coordinate) whose value it is. coordinate, bit: (constraint) what must reach the
    floor, and for whose consent alone; 0 where it always must. floor: (trial, constraint). ballots, quorum: of votes.
    """

    parties: tuple[int, ...]
    coordinate: Ints
    bit: Ints
    floor: Ints
    ballots: Ints
    quorum: Ints


def demands_in_trials(draws: Draws) -> DemandsInTrials:
    """Who must reach what in some trials."""
    structure = draws.structure
    concerned = {*structure.can_be_needed, *structure.voters}
    walking = [party for party in sorted(concerned) if draws.has_walk_away[party]]
    parties = tuple(sorted({*walking, *(party for _, party, _ in draws.floors)}))
    at = {party: n for n, party in enumerate(parties)}
    bits = [0 if party in structure.always else 1 << party for party in walking] + [0] * len(draws.floors)
    floors = [draws.walk_away[:, party] for party in walking] + [worth for _, _, worth in draws.floors]
    ballots = [
        (
            n,
            -1 if party in structure.always or party not in walking else walking.index(party),
            0 if party in structure.always else 1 << party,
            int(weight * _unit(structure)),
        )
        for n, vote in enumerate(structure.votes)
        for party, weight in vote.weights
    ]
    return DemandsInTrials(
        parties=parties,
        coordinate=np.array([at[p] for p in (*walking, *(p for _, p, _ in draws.floors))], dtype=np.int64),
        bit=np.array(bits, dtype=np.int64),
        floor=_whole(np.stack(floors, axis=1) if floors else np.zeros((len(draws), 0), dtype=np.int64)),
        ballots=np.array(ballots, dtype=np.int64).reshape(-1, 4),
        quorum=np.array([int(vote.least * _unit(structure)) for vote in structure.votes], dtype=np.int64),
    )


def _unit(structure: Structure) -> int:
    """The unit in which all votes and what they need are whole."""
    numbers = [number for vote in structure.votes for number in (vote.least, *(weight for _, weight in vote.weights))]
    return reduce(lcm, (number.denominator for number in numbers), 1)


def _whole(numbers: NDArray[np.int64] | NDArray[np.object_]) -> Ints:
    """The numbers in 64 bits. Raises NotBounded where they are too large for it."""
    if numbers.dtype == object and numbers.size and float(np.abs(numbers).max()) > LARGEST_SUM:
        raise NotBounded
    return numbers.astype(np.int64)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TrialTables:
    """All parts in some trials, choices that are the same in every one taken together as one row.

    asked: with the weighted sums of parties as further coordinates, each of which always must reach its floor. rows:
    (row) the choices of its part that it stands for. worth: (row, trial, coordinate). starts: (place + 1). to: (row).
    masks: (row) whose consent it needs, who rejects it, 1 where it moves nothing, how many choices it stands for. rest:
    (place, trial, coordinate) the most that the parts from there on add. responses: (package, issue) those that are
    worth most at weights with which a trial's walk-aways are hard to reach together, each once; not all are feasible.
    """

    structure: Structure
    parts: tuple[PartChoices, ...]
    asked: DemandsInTrials
    rows: tuple[NDArray[np.intp], ...]
    part_of: Ints
    worth: Ints
    starts: Ints
    to: Ints
    masks: Ints
    rest: Ints
    responses: Packages

    @property
    def trials(self) -> int:
        return int(self.worth.shape[1])

    @property
    def missing(self) -> Ints:
        """(row, trial, constraint) what the rows before must have reached, so that with this one and the best of the
        rest the floor is reached.
        """
        floor, at = self.asked.floor, self.asked.coordinate
        return np.stack([floor - (worth + self.rest[to])[:, at] for worth, to in zip(self.worth, self.to, strict=True)])

    @property
    def missing_alone(self) -> Ints:
        """(row, trial, constraint) what all other rows must have reached, so that with this one the floor is."""
        return np.stack([self.asked.floor - worth[:, self.asked.coordinate] for worth in self.worth])

    def only(self, some: slice) -> TrialTables:
        """The same tables of some of the trials."""
        return replace(
            self,
            asked=replace(self.asked, floor=self.asked.floor[some]),
            worth=np.ascontiguousarray(self.worth[:, some]),
            rest=np.ascontiguousarray(self.rest[:, some]),
        )

    @property
    def proven_none(self) -> Bools:
        """(trial) True where no package is acceptable, since even the most that any adds up to falls short."""
        always = self.asked.bit == 0
        most = self.rest[0][:, self.asked.coordinate[always]]
        return np.asarray((most < self.asked.floor[:, always]).any(axis=1))

    def feasible_responses(self, structure: Structure) -> Packages:
        """(package, issue) those of them that break no rule and cross no red line of the case, of which these may be
        the tables of a relaxation.
        """
        return self.responses[View(structure, self.responses).feasible]

    def rows_of(self, package: NDArray[np.int16]) -> Ints | None:
        """(part) the rows that stand for a package; None where it is not lawful or crosses a red line of one always
        needed.
        """
        place, rows = 0, []
        for part in self.parts:
            mine = range(self.starts[place], self.starts[place + 1])
            options = package[list(part.issues)]
            row = next((row for row in mine if (part.options[self.rows[row]] == options).all(axis=1).any()), None)
            if row is None:
                return None
            rows.append(row)
            place = int(self.to[row])
        return np.array(rows, dtype=np.int64)

    @property
    def first_rows(self) -> Ints:
        """(part) the first rows that go together."""
        place, rows = 0, []
        for _ in self.parts:
            rows.append(int(self.starts[place]))
            place = int(self.to[rows[-1]])
        return np.array(rows, dtype=np.int64)

    def first_packages(self, rows: Ints) -> Packages:
        """(package, issue) the first that rows, (package, part) one of each part, stand for."""
        packages = np.zeros((len(rows), len(self.structure.sizes)), dtype=np.int16)
        first = np.array([choices[0] for choices in self.rows], dtype=np.intp)
        for n, part in enumerate(self.parts):
            packages[:, list(part.issues)] = part.options[first[rows[:, n]]]
        return each_once(packages, axis=0)

    def packages(self, rows: Ints, most: int) -> tuple[Packages, bool]:
        """(package, issue) what rows, one of each part, stand for, but the package that moves nothing; False where more
        than so many were left out.
        """
        packages = np.zeros((1, len(self.structure.sizes)), dtype=np.int16)
        for row in rows.tolist():
            part, choices = self.parts[self.part_of[row]], self.rows[row][: most + 1]
            packages = np.repeat(packages, len(choices), axis=0)
            packages[:, list(part.issues)] = np.tile(part.options[choices], (len(packages) // len(choices), 1))
            if len(packages) > most + 1:
                return packages[:most], False
        unmoved = self.structure.status_quo_package
        if unmoved is not None:
            packages = packages[(packages != np.array(unmoved, dtype=np.int16)).any(axis=1)]
        return packages[:most], len(packages) <= most


def trial_tables(draws: Draws) -> TrialTables:
    """The tables of some trials; where rules and links join too many issues, those of a relaxation, with a structure of
    its own: all that is proven of the most that packages reach holds, and more packages may seem to be accepted. Raises
    NotBounded.
    """
    if draws.structure.needs.shape[1] > MOST_PARTIES:
        raise NotBounded
    try:
        parts = part_choices(draws)
    except TooJoined:
        draws = Relaxation.of(draws.structure, [link.when for link in draws.link_terms]).draws(draws)
        parts = part_choices(draws)
    asked = demands_in_trials(draws)
    order = _widest_first(parts, draws, asked)
    parts = tuple(parts[n] for n in order)
    tables = _Rows(draws, parts, asked).tables()
    return _with_weighted_sums(tables, draws)


def table_values(structure: Structure) -> int:
    """How many numbers the tables of one trial hold, roughly."""
    return (2 * structure.columns + 3 * len(structure.sizes)) * (len(structure.can_be_needed) + 2)


def _widest_first(parts: tuple[PartChoices, ...], draws: Draws, asked: DemandsInTrials) -> list[int]:
    """The parts in the order in which they are settled: layers together, those first on which the most hangs."""
    runs: list[list[int]] = []
    for n in range(len(parts)):
        if n and parts[n - 1].states > 1:
            runs[-1].append(n)
        else:
            runs.append([n])
    spread = []
    few = slice(0, 64)
    unit = draws.denominator[few][:, list(asked.parties)].astype(np.float64)
    for part in parts:
        worth = _worth(part, draws, asked.parties, few).astype(np.float64) / unit
        spread.append(float((worth.max(axis=0) - worth.min(axis=0)).sum()) if len(worth) else 0.0)
    return [n for run in sorted(runs, key=lambda run: (-max(spread[n] for n in run), run)) for n in run]


def _worth(part: PartChoices, draws: Draws, parties: tuple[int, ...], which: slice) -> NDArray[np.int64]:
    """(choice, trial, party) what the choices of a part are worth."""
    worth = np.zeros((len(part.needs), len(draws.worth[which]), len(parties)), dtype=draws.worth.dtype)
    for n, party in enumerate(parties):
        for issue in range(part.columns.shape[1]):
            worth[:, :, n] += draws.worth[which, party][:, part.columns[:, issue]].T
        for m, link in enumerate(draws.link_terms):
            if link.party == party and part.links[:, m].any():
                worth[part.links[:, m], :, n] += draws.links[which, m]
    return worth


class _Rows:
    """The making of the tables, part by part."""

    def __init__(self, draws: Draws, parts: tuple[PartChoices, ...], asked: DemandsInTrials) -> None:
        self.draws, self.parts, self.asked = draws, parts, asked

    def tables(self) -> TrialTables:
        first = np.cumsum([0, 1, *(part.states for part in self.parts)])
        rows: list[NDArray[np.intp]] = []
        worth, masks, to, place, part_of = [], [], [], [], []
        reach = float(np.abs(self.asked.floor).max(initial=0))
        for n, part in enumerate(self.parts):
            every = _whole(_worth(part, self.draws, self.asked.parties, slice(None)))
            reach += float(np.abs(every).max(initial=0))
            together = _equal(part, every)
            rows += together
            leading = np.array([choices[0] for choices in together], dtype=np.intp)
            worth.append(every[leading])
            masks += [(part.needs[c[0]], part.rejects[c[0]], int(part.still[c].any()), len(c)) for c in together]
            to.append(first[n + 1] + part.after[leading])
            place.append(first[n] + part.before[leading])
            part_of += [n] * len(together)
        if reach > LARGEST_SUM:
            raise NotBounded
        empty = np.zeros((0, len(self.draws), len(self.asked.parties)), dtype=np.int64)
        nowhere = np.zeros(0, dtype=np.int64)
        places = np.concatenate([nowhere, *place])
        tables = TrialTables(
            structure=self.draws.structure,
            parts=self.parts,
            asked=self.asked,
            rows=tuple(rows),
            part_of=np.array(part_of, dtype=np.int64),
            worth=np.ascontiguousarray(np.concatenate([empty, *worth])),
            starts=np.searchsorted(places, np.arange(first[-1])),
            to=np.concatenate([nowhere, *to]),
            masks=np.array(masks, dtype=np.int64).reshape(-1, 4),
            rest=empty,
            responses=np.zeros((0, len(self.draws.structure.sizes)), dtype=np.int16),
        )
        return replace(tables, rest=_rest(tables, tables.worth))


def _equal(part: PartChoices, worth: Ints) -> list[NDArray[np.intp]]:
    """The choices of a part that are the same in everything and in every trial, together; by the state before them."""
    known: dict[bytes, list[int]] = {}
    for n in range(len(worth)):
        place = np.array([part.before[n], part.after[n], part.needs[n], part.rejects[n]], dtype=np.int64)
        known.setdefault(place.tobytes() + worth[n].tobytes(), []).append(n)
    groups = sorted(known.values(), key=lambda choices: (int(part.before[choices[0]]), choices[0]))
    return [np.array(choices, dtype=np.intp) for choices in groups]


def _rest(tables: TrialTables, worth: Ints) -> Ints:
    """(place, trial, coordinate) the most that the parts from there on add."""
    rest = np.full((len(tables.starts), *worth.shape[1:]), NEVER, dtype=np.int64)
    rest[-1] = 0
    for place in range(len(tables.starts) - 2, -1, -1):
        mine = slice(tables.starts[place], tables.starts[place + 1])
        if tables.starts[place] < tables.starts[place + 1]:
            rest[place] = (worth[mine] + rest[tables.to[mine]]).max(axis=0)
    return rest


def _with_weighted_sums(tables: TrialTables, draws: Draws) -> TrialTables:
    """The tables with, per trial, a weighted sum of those who must always be satisfied that is hard to reach."""
    asked = tables.asked
    always: dict[int, Ints] = {}
    for n, (coordinate, bit) in enumerate(zip(asked.coordinate.tolist(), asked.bit.tolist(), strict=True)):
        if bit == 0:
            known = always.get(coordinate)
            always[coordinate] = asked.floor[:, n] if known is None else np.maximum(known, asked.floor[:, n])
    is_sum = len(always) > 1
    if not always:  # nobody must always be satisfied: what is worth most to those who sometimes must
        always = {n: asked.floor[:, asked.coordinate == n].max(axis=1) for n in set(asked.coordinate.tolist())}
    if not len(tables.to):
        return tables
    if not always:  # nobody asks for anything
        return replace(tables, responses=tables.packages(tables.first_rows, FEW)[0])
    chosen = sorted(always)
    floor = np.stack([always[n] for n in chosen], axis=1)
    unit = draws.denominator[:, [asked.parties[n] for n in chosen]].astype(np.float64)
    weights, responses = np.zeros(floor.shape, dtype=np.int64), []
    step = max(1, AT_ONCE // max(1, len(tables.to) * len(chosen)))
    for start in range(0, tables.trials, step):
        some = slice(start, start + step)
        points = tables.worth[:, some][:, :, chosen] / unit[some]
        weights[some], rows = _hard_to_reach(tables, points, floor[some] / unit[some], unit[some])
        responses.append(tables.first_packages(rows))
    if not is_sum:
        return replace(tables, responses=each_once(np.concatenate([tables.responses, *responses]), axis=0))
    mine = tables.worth[:, :, chosen]
    span = np.abs(mine).max(axis=0).astype(np.float64) * len(tables.parts) + np.abs(floor)
    reach = (weights * span).sum(axis=1)
    weights = (weights / np.maximum(1.0, reach / LARGEST_SUM)[:, None]).astype(np.int64)
    summed = (mine * weights).sum(axis=2, keepdims=True)
    return replace(
        tables,
        asked=replace(
            asked,
            coordinate=np.append(len(asked.parties), asked.coordinate),
            bit=np.append(0, asked.bit),
            floor=np.concatenate([(floor * weights).sum(axis=1, keepdims=True), asked.floor], axis=1),
            ballots=asked.ballots + np.array([0, 1, 0, 0]) * (asked.ballots[:, 1:2] >= 0),
        ),
        worth=np.concatenate([tables.worth, summed], axis=2),
        rest=np.concatenate([tables.rest, _rest(tables, summed)], axis=2),
        responses=each_once(np.concatenate([tables.responses, *responses]), axis=0),
    )


def _hard_to_reach(tables: TrialTables, points: Floats, floor: Floats, unit: Floats) -> tuple[Ints, Ints]:
    """(trial, coordinate) whole weights whose sum the best package reaches hardly or not, by multiplicative weights;
    and (path, part) the rows of packages that are worth most with them.

    Any weights are valid; these come near to those of the linear programme over mixtures of choices. points: (row,
    trial, coordinate). Source: Freund & Schapire 1999, Games and Economic Behavior 29(1–2), 79–103.
    """
    trials, width = floor.shape
    shares = np.full((trials, width), 1.0 / width)
    best, least = shares.copy(), np.full(trials, np.inf)
    scale = np.maximum(np.abs(points).max(axis=0).max(axis=1), 1e-9) * max(1, len(tables.parts)) ** 0.5
    paths = []
    for n in range(ROUNDS):
        path = _best_paths(tables, points, shares)
        gains = points[path, np.arange(trials)[:, None]].sum(axis=1) - floor
        worth = (gains * shares).sum(axis=1)
        better = worth < least
        best[better], least[better] = shares[better], worth[better]
        pull = gains - gains.min(axis=1, keepdims=True)
        shares = shares * np.exp(-(2.0 / (1.0 + n) ** 0.5) * pull / scale[:, None])
        shares /= shares.sum(axis=1, keepdims=True)
        if n >= ROUNDS - RESPONSES:
            paths.append(path)
    each = best / unit
    whole: Ints = np.rint(each * (LARGEST_WEIGHT / np.maximum(each.max(axis=1, keepdims=True), 1e-300))).astype(
        np.int64
    )
    return whole, np.concatenate(paths)


def _best_paths(tables: TrialTables, points: Floats, shares: Floats) -> Ints:
    """(trial, part) the rows of the package that is worth most with some shares, whoever it needs."""
    worth = np.einsum("rtc,tc->tr", points, shares)
    trials = np.arange(len(shares))
    rest = np.full((len(shares), len(tables.starts)), -np.inf)
    rest[:, -1] = 0.0
    chosen = np.zeros((len(shares), len(tables.starts)), dtype=np.int64)
    for place in range(len(tables.starts) - 2, -1, -1):
        first, end = int(tables.starts[place]), int(tables.starts[place + 1])
        if first == end:
            continue
        total = worth[:, first:end] + rest[:, tables.to[first:end]]
        chosen[:, place] = first + total.argmax(axis=1)
        rest[:, place] = total[trials, chosen[:, place] - first]
    path = np.zeros((len(shares), len(tables.parts)), dtype=np.int64)
    reached = np.zeros(len(shares), dtype=np.int64)
    for part in range(len(tables.parts)):
        path[:, part] = chosen[trials, reached]
        reached = tables.to[path[:, part]]
    return path
