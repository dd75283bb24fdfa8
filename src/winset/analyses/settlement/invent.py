"""What an option that is not on the list yet would have to be worth to each party, to open a deal.

For an issue, take every choice of options on the other issues, the *rest*. A new option goes with a rest where the two
together are acceptable in the central reading: no rule is broken, no red line of a needed party is crossed, something
moves, and every party whose consent they need, and every body that ratifies, is given no less than it has without a
deal. The worth of the new option to a party counts as any score does: 0 to 100 points, times the weight of the issue to
that party. So each rest asks a least worth of each party, and is impossible where one would have to be above 100. The
*frontier* of an issue holds the least worths of which no others ask at most as much of everybody and less of somebody.

The new option is none of those listed: it leaves the status quo, so whoever the issue needs is needed; nobody rejects
it. A rule that names options of the issue is not set off by it and not fulfilled by it, and a link likewise, but where
the case says how far along the line they reach (`reach`): then options at every place that this tells apart are asked
about. A worth that would be enough with no rest if the links and rules that name options of the issue applied to the
new one too, *escapes* them, and is enough only for that.

Where there is a deal already, the question is what makes it better: every bargaining party is to have no less than in
the package that leads, and one of them more. Where the least worths only equal that package, one of them has to be
exceeded.

A *combination* is a new option of two issues at once, worth to each party 0 to 100 points of what both weigh for it. It
is listed where neither issue alone opens anything, or where it asks less than both: less of whom it asks most, and with
equals less in all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import combinations, product
from math import ceil, comb, floor, prod
from typing import Literal

import numpy as np

from winset.analyses.settlement.blockers import Constraint, no_deal
from winset.analyses.settlement.choose import Package
from winset.analyses.settlement.clusters import build_clusters
from winset.analyses.settlement.layers import TooJoined
from winset.analyses.settlement.minimal_vectors import MinimalVectors
from winset.analyses.settlement.packages import MOST, Bools, Ints, Packages, View, chunks, unrejected_options
from winset.analyses.settlement.reach import NOWHERE, Clause, Placing, applying, harmful, placings
from winset.analyses.settlement.search.tree import Effort
from winset.analyses.settlement.searched_invention import MOST_ASKS, MOST_OF_PAIRS, RestQuestion, Searched
from winset.analyses.settlement.settle import leading_package
from winset.compiled import Compiled, Structure
from winset.readings import Reading, central, central_shares
from winset.readings.shapes import central_scores

BEST = 100
Status = Literal["opens", "cannot", "off the agenda", "limit"]
Reason = Literal["", "constraints", "rules", "nothing to gain", "not worked out"]
MOST_ORACLES = 150
"""Searches for which demands stand in the way of a new option, where packages are too many to go through; beyond, those
are named that are known by then.
"""
MOST_NODES = 1_000_000_000
"""Nodes of the searches for what a new option has to be worth, shared out among all issues, and again among all pairs
of them, where the combinations of options on the other issues are too many to go through; beyond, a search is stopped,
and what was found by then is told with its bound.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequiredWorth:
    """The least that a new option has to be worth, with one rest.

    worth: per party in points of the issue, or of both, 0 to 100. needed: parties who must be satisfied, themselves or
    for a body that follows them; of the others nothing is asked. rest: the package, with one past the last option where
    the new one stands; the first in the order of packages. ties: rests that ask exactly this. exceed: parties to one of
    whom it has to be worth more than this, for only then somebody has more than in the package that leads; else empty.
    placing: where on the line the option lies. escapes: links and rules that name other options and that would stand in
    the way with this rest if they applied; empty where the worth would be enough all the same. all_tied: False where
    more rests than `ties` may ask exactly this, and `rest` is the first of those that were looked at.
    """

    worth: tuple[Fraction, ...]
    needed: frozenset[int]
    rest: Package
    ties: int
    exceed: frozenset[int]
    placing: Placing = NOWHERE
    escapes: tuple[Clause, ...] = ()
    all_tied: bool = True

    @property
    def size(self) -> tuple[Fraction, Fraction, bool]:
        """The most that is asked of a party, what is asked of all together, whether that has to be exceeded."""
        return max(self.worth), sum(self.worth, Fraction(0)), bool(self.exceed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Invention:
    """What a new option on an issue, or of two issues at once, would have to be worth.

    frontier: the smallest ask first. reason, conflicts: where none is possible, why. Of each conflict, constraints that
    no rest meets together even where the new option is worth 100 to everybody. beyond: for every place on the line at
    which links or rules apply, the smallest ask there, None where none is enough. named: the smallest ask if all links
    and rules that name options of the issue applied to the new one, None where none is enough then.
    """

    issues: tuple[int, ...]
    status: Status
    frontier: tuple[RequiredWorth, ...] = ()
    reason: Reason = ""
    conflicts: tuple[tuple[Constraint, ...], ...] = ()
    beyond: tuple[tuple[Placing, RequiredWorth | None], ...] = ()
    named: RequiredWorth | None = None
    complete: bool = True
    proven: bool = True
    at_least: Fraction = Fraction(0)

    @property
    def opens(self) -> bool:
        return self.status == "opens"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Inventions:
    """What new options would have to be worth, issue by issue, the one that asks least first.

    reading: the central one. leads: the package to be bettered, None where there is no deal. combinations: of two
    issues, those that are listed, the smallest first. pairs: how many were looked at. open_pairs: of these, of how many
    a search stopped before it was known whether they belong to the list. searched: True where the combinations of
    options on the other issues were too many to go through.
    """

    case: Compiled
    reading: Reading
    leads: Package | None
    issues: tuple[Invention, ...]
    combinations: tuple[Invention, ...]
    pairs: int
    open_pairs: int = 0
    searched: bool = False

    @property
    def smallest(self) -> tuple[Invention, ...]:
        """The combinations that ask least, all that tie."""
        return tuple(
            invention
            for invention in self.combinations
            if invention.frontier[0].size == self.combinations[0].frontier[0].size
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedOption:
    """Options that are on the list, one of each issue, and what they are worth to each party, 0 to 100 points."""

    options: tuple[int, ...]
    worth: tuple[Fraction, ...]


def inventions(case: Compiled, effort: Effort | None = None) -> Inventions:
    """What a new option would have to be worth, on every issue and of every two. Raises TooLarge and NumberTooFine.

    effort: of each search, where rests are too many to go through.
    """
    question = InventionQuestion(case, effort)
    issues = [question.invention((issue,)) for issue in range(len(case.issues)) if issue not in case.structure.left_out]
    alone = {invention.issues[0]: invention for invention in issues if invention.status != "off the agenda"}
    compared = [(pair, [alone[n] for n in pair]) for pair in combinations(alone, 2)]
    pairs = [(question.combination(pair, each), each) for pair, each in compared]
    less = {pair.issues for pair, each in pairs if pair.opens and _asks_less(pair, each)}
    listed = [question.escaping(pair) for pair, _ in pairs if pair.issues in less]
    unknown = [
        pair
        for pair, each in pairs
        if pair.issues not in less and (not pair.proven or (pair.opens and not all(one.proven for one in each)))
    ]
    return Inventions(
        case=case,
        reading=question.reading,
        leads=question.leads,
        issues=tuple(_smallest_first(issues)),
        combinations=tuple(_smallest_first(listed)),
        pairs=len(pairs),
        open_pairs=len(unknown),
        searched=question.searches,
    )


def _smallest_first(candidates: Iterable[Invention]) -> list[Invention]:
    return sorted(
        candidates,
        key=lambda invention: (
            not invention.opens,
            invention.frontier[0].size if invention.opens else (),
            invention.issues,
        ),
    )


def _asks_less(pair: Invention, alone: list[Invention]) -> bool:
    if any(invention.status == "limit" for invention in alone):
        return False
    return all(
        pair.frontier[0].size < invention.frontier[0].size
        if invention.proven
        else pair.frontier[0].size[0] < invention.at_least
        for invention in alone
        if invention.opens
    )


def nearest_listed(case: Compiled, issues: tuple[int, ...], ask: RequiredWorth) -> ListedOption:
    """What is on the list already and comes nearest: it falls short by least where it falls short by most, then by
    least in all, of those of whom something is asked.
    """
    shares = [central_shares(case, party) for party in range(len(case.parties))]
    scores = [[central_scores(case, party, issue) for issue in issues] for party in range(len(case.parties))]

    def worth(party: int, options: tuple[int, ...]) -> Fraction:
        weight = [shares[party][issue] for issue in issues]
        total = sum(weight, Fraction(0))
        terms = zip(weight, scores[party], options, strict=True)
        return sum((share * row[option] for share, row, option in terms), Fraction(0)) / total if total else Fraction(0)

    listed = [
        ListedOption(options=options, worth=tuple(worth(party, options) for party in range(len(case.parties))))
        for options in product(*(case.structure.choices(issue) for issue in issues))
    ]

    def short(option: ListedOption) -> tuple[Fraction, Fraction]:
        gaps = [max(Fraction(0), least - has) for least, has in zip(ask.worth, option.worth, strict=True) if least]
        return max(gaps, default=Fraction(0)), sum(gaps, Fraction(0))

    return min(listed, key=short)


def with_new(reading: Reading, issues: tuple[int, ...], worth: tuple[int, ...]) -> Reading:
    """The reading of the packages that hold a new option on each of these issues; worth: per party, of all together,
    numerators.
    """
    ends = [reading.structure.offsets[issue] + reading.structure.sizes[issue] for issue in issues]
    columns = np.zeros((len(worth), len(issues)), dtype=reading.worth.dtype)
    columns[:, 0] = worth
    return replace(
        reading,
        structure=reading.structure.with_new_options(issues),
        worth=np.insert(reading.worth, ends, columns, axis=1),
    )


def rests(structure: Structure) -> int:
    """How many combinations of options on the other issues there are, over all issues and pairs of them."""
    sizes = [len(structure.choices(issue)) for issue in range(len(structure.sizes))]
    on_agenda = [issue for issue, size in enumerate(sizes) if not is_off_agenda(structure, issue)]
    total = prod(sizes)
    return sum(total // prod(sizes[issue] for issue in some) for n in (1, 2) for some in combinations(on_agenda, n))


def is_off_agenda(structure: Structure, issue: int) -> bool:
    """True for an issue that packages leave as it is, so that no new option of it can be agreed."""
    return issue in structure.left_out or len(structure.choices(issue)) < structure.sizes[issue]


class InventionQuestion:
    """What is asked of new options: to open a deal, or to better the package that leads.

    target: the central reading with what each bargaining party has in that package as its walk-away, where higher.
    searches: True where rests are too many to go through. effort: of each search then.
    """

    def __init__(self, case: Compiled, effort: Effort | None = None) -> None:
        self.searches = rests(case.structure) > MOST
        self.effort = effort
        self.case, self.reading = case, central(case)
        self.leads = leading_package(self.reading)
        self.has = {p: self.reading.value(p, self.leads) for p in case.structure.bargaining} if self.leads else {}
        raised = (
            self.has.get(party, walk_away) if walk_away is None else max(walk_away, self.has.get(party, walk_away))
            for party, walk_away in enumerate(self.reading.walk_away)
        )
        self.target = replace(self.reading, walk_away=tuple(raised))
        self.shares = [central_shares(case, party) for party in range(len(case.parties))]

    @cached_property
    def is_joined(self) -> bool:
        """True where rules and links join too many issues of the case to be taken one after the other."""
        try:
            build_clusters(self.reading.structure, self.reading.links)
        except TooJoined:
            return True
        return False

    def _effort(self, issues: tuple[int, ...]) -> Effort:
        """Of each search about an issue or a pair."""
        like_it = comb(len(self.case.issues) - len(self.case.structure.left_out), len(issues))
        return self.effort or Effort(nodes=MOST_NODES // max(1, like_it))

    def full(self, issues: tuple[int, ...]) -> list[Fraction]:
        """(party) what a new option that is worth 100 adds to the party's value, in parts of its numerator."""
        parts = zip(self.shares, self.reading.denominator, strict=True)
        return [BEST * unit * sum((shares[issue] for issue in issues), Fraction(0)) for shares, unit in parts]

    def invention(self, issues: tuple[int, ...]) -> Invention:
        """What a new option of these issues would have to be worth."""
        if any(is_off_agenda(self.case.structure, issue) for issue in issues):
            return Invention(issues=issues, status="off the agenda")
        full = self.full(issues)
        if self.searches:
            return self.escaping(self._searched(issues, full, None))
        demands = [demand for placing in placings(self.case, issues) for demand in self._demands(issues, placing, full)]
        frontier = [self._ask(issues, demand) for demand in _least(demands, self.case.structure.bargaining)]
        if not frontier:
            return self._cannot(issues, full)
        frontier.sort(key=lambda ask: (ask.size, ask.rest))
        if not (subject := harmful(self.case, issues)):
            return Invention(
                issues=issues, status="opens", frontier=tuple(frontier), beyond=self._beyond(issues, demands)
            )
        named = self._demands(issues, Placing(applies=subject), full)
        asks = [self._ask(issues, demand) for demand in _least(named, self.case.structure.bargaining)]
        return Invention(
            issues=issues,
            status="opens",
            frontier=tuple(self._escaping(ask, issues, asks, subject) for ask in frontier),
            beyond=self._beyond(issues, demands),
            named=min(asks, key=lambda ask: (ask.size, ask.rest), default=None),
        )

    def combination(self, pair: tuple[int, ...], alone: list[Invention]) -> Invention:
        """The same of a pair; where rests are searched, only as far as it can ask less than either issue alone."""
        if not self.searches:
            return self.invention(pair)
        opening = [invention.frontier[0].size[0] for invention in alone if invention.opens]
        return self._searched(pair, self.full(pair), min(opening) / BEST if opening else Fraction(1))

    def _searched(self, issues: tuple[int, ...], full: list[Fraction], within: Fraction | None) -> Invention:
        """The same where rests are too many to go through. within: a share of the 100 points above which no ask
        matters.
        """
        most = MOST_ASKS if len(issues) == 1 else MOST_OF_PAIRS
        found = [(placing, self._rests_at(issues, placing, full)) for placing in placings(self.case, issues)]
        answers = [(placing, rest.searched(within=within, most=most)) for placing, rest in found]
        demands = [demand for placing, searched in answers for demand in self._found(searched, placing)]
        proven = all(searched.proven for _, searched in answers)
        complete = all(searched.complete for _, searched in answers)
        at_least = BEST * min(searched.at_least for _, searched in answers)
        frontier = [self._ask(issues, demand) for demand in _least(demands, self.case.structure.bargaining)]
        frontier.sort(key=lambda ask: (ask.size, ask.rest))
        if not frontier and not proven:
            return Invention(issues=issues, status="limit", complete=False, proven=False, at_least=at_least)
        if not frontier:
            return (
                Invention(issues=issues, status="cannot", reason="not worked out")
                if within is not None
                else self._cannot_by_search(issues, full)
            )
        return Invention(
            issues=issues,
            status="opens",
            frontier=tuple(frontier),
            beyond=self._beyond(issues, demands),
            complete=complete,
            proven=proven,
            at_least=at_least,
        )

    def _found(self, searched: Searched, placing: Placing) -> list[_Demand]:
        """What a search found, without what one that has to be exceeded covers."""
        bargaining = list(self.case.structure.bargaining)
        marked = [found.ask for found in searched.found if found.ask[-1]]

        def is_covered(ask: tuple[int, ...]) -> bool:
            return not ask[-1] and any(
                all(points >= least for points, least in zip(ask[:-1], other[:-1], strict=True))
                and any(ask[p] > other[p] for p in bargaining)
                for other in marked
            )

        return [
            _Demand(found.ask, found.rest, found.ties, placing, found.all_tied)
            for found in searched.found
            if not is_covered(found.ask)
        ]

    def _rests_at(self, issues: tuple[int, ...], placing: Placing, full: list[Fraction]) -> RestQuestion:
        reading = applying(self.case, with_new(self.target, issues, (0,) * len(full)), placing.applies)

        def asked(packages: Packages) -> tuple[Ints, Packages]:
            view = View(reading.structure, packages)
            view = view.only(view.feasible)
            demands = self._asked(view, view.values(reading), full)
            return demands.vectors, view.packages[demands.possible]

        sizes = self.case.structure.sizes
        led = [[sizes[n] if n in issues else option for n, option in enumerate(self.leads)]] if self.leads else []
        return RestQuestion(
            reading=reading,
            full=tuple(full),
            has=self.has,
            known=np.array(led, dtype=np.int16).reshape(len(led), len(sizes)),
            asked=asked,
            effort=self._effort(issues),
            is_joined=self.is_joined,
        )

    def escaping(self, made: Invention) -> Invention:
        """An invention that was searched for, with what its asks escape; any other as it is."""
        issues, full = made.issues, self.full(made.issues)
        if not self.searches or not made.opens or not (subject := harmful(self.case, issues)):
            return made
        placing = Placing(applies=subject)
        question = self._rests_at(issues, placing, full)
        searched = question.searched(most=1)
        asks = [self._ask(issues, demand) for demand in self._found(searched, placing)]

        def escaping(ask: RequiredWorth) -> RequiredWorth:
            points = [most * worth / BEST for most, worth in zip(full, ask.worth, strict=True)]
            enough = question.is_enough(points, exceeds=bool(ask.exceed))
            return ask if enough else self._escaping(ask, issues, asks, subject)

        return replace(
            made,
            frontier=tuple(escaping(ask) for ask in made.frontier),
            named=min(asks, key=lambda ask: (ask.size, ask.rest), default=None),
        )

    def _cannot_by_search(self, issues: tuple[int, ...], full: list[Fraction]) -> Invention:
        from winset.analyses.settlement.methods.decomposed import DecomposedMethod
        from winset.analyses.settlement.methods.joined import Joined
        from winset.analyses.settlement.methods.search import Search

        best = with_new(self.target, issues, tuple(floor(most) for most in full))
        try:
            search: DecomposedMethod = Search(best, effort=self._effort(issues))
        except TooJoined:
            search = Joined(best, effort=self._effort(issues))
        if search.has_deal:
            return Invention(issues=issues, status="cannot", reason="nothing to gain")
        if best.structure.votes:  # a vote hangs on walk-aways that a search would have to let go one by one
            return Invention(issues=issues, status="cannot", reason="not worked out")
        why = search.blockers(MOST_ORACLES)
        conflicts = tuple(tuple(why.constraints[n] for n in sorted(items)) for items in why.conflicts)
        if not conflicts and not why.complete:
            return Invention(issues=issues, status="cannot", reason="not worked out")
        return Invention(
            issues=issues,
            status="cannot",
            reason="constraints" if conflicts else "rules",
            conflicts=conflicts,
            complete=why.complete,
        )

    def _demands(self, issues: tuple[int, ...], placing: Placing, full: list[Fraction]) -> list[_Demand]:
        """What new options at a place ask with all rests, those alone of which none other asks less."""
        least = MinimalVectors(len(full) + 1)
        reading = applying(self.case, with_new(self.target, issues, (0,) * len(full)), placing.applies)
        for view, values in _rests(reading):
            demands = self._asked(view, values, full)
            least.add(demands.vectors, view.packages[demands.possible])
        return [_Demand(*demand, placing) for demand in _uncovered(least, self.case.structure.bargaining)]

    def _beyond(
        self, issues: tuple[int, ...], demands: list[_Demand]
    ) -> tuple[tuple[Placing, RequiredWorth | None], ...]:
        """The smallest ask at every place on the line at which links or rules apply."""
        asks = [self._ask(issues, demand) for demand in demands if demand.placing.reached]
        return tuple(
            (placing, min((ask for ask in asks if ask.placing == placing), key=lambda ask: ask.size, default=None))
            for placing in placings(self.case, issues)
            if placing.reached
        )

    def _escaping(
        self,
        ask: RequiredWorth,
        issues: tuple[int, ...],
        asks: list[RequiredWorth],
        subject: frozenset[tuple[Clause, int]],
    ) -> RequiredWorth:
        """The ask with what it escapes. asks: what is enough if everything applied that names options of the issues."""
        if any(_is_enough(ask, other) for other in asks):
            return ask
        every = sorted({clause for clause, _ in subject})
        alone = [clause for clause in every if self._bites(ask, issues, [clause], subject)]
        return replace(ask, escapes=tuple(alone or self._together(ask, issues, every, subject)))

    def _together(
        self, ask: RequiredWorth, issues: tuple[int, ...], every: list[Clause], subject: frozenset[tuple[Clause, int]]
    ) -> list[Clause]:
        """Links and rules that stand in the way only together, none of which can be left out."""
        kept = every
        for clause in every:
            fewer = [other for other in kept if other != clause]
            if self._bites(ask, issues, fewer, subject):
                kept = fewer
        return kept

    def _bites(
        self,
        ask: RequiredWorth,
        issues: tuple[int, ...],
        some: list[Clause],
        subject: frozenset[tuple[Clause, int]],
    ) -> bool:
        """Whether the ask, with its rest, is not enough where some links and rules apply to the new option too."""
        applies = frozenset(pair for pair in subject if pair[0] in some) | ask.placing.applies
        worth = tuple(ceil(most * points / BEST) for most, points in zip(self.full(issues), ask.worth, strict=True))
        reading = applying(self.case, with_new(self.target, issues, worth), applies)
        view = View(reading.structure, np.array([ask.rest], dtype=np.int16))
        return not view.feasible[0] or bool(view.falls_short(reading, view.values(reading))[0])

    def _asked(self, view: View, values: Ints, full: list[Fraction]) -> _RestDemands:
        """What each rest asks of each party, and whether that has to be exceeded."""
        short = np.zeros((len(full), len(view.packages)), dtype=values.dtype)
        for party, walk_away in enumerate(self.target.walk_away):
            if walk_away is not None:
                short[party] = np.where(view.required[party], np.maximum(walk_away - values[party], 0), 0)
        for body in self.target.floors:
            short[body.party] = np.maximum(short[body.party], body.worth - values[body.party])
        possible = np.ones(len(view.packages), dtype=bool)
        for refused in view.refusals(self.target, values).values():
            possible &= ~refused
        for party, most in enumerate(full):
            possible &= short[party] <= floor(most)
        exceed = np.full(len(view.packages), self.leads is not None)
        room = np.zeros(len(view.packages), dtype=bool)
        for party, has in self.has.items():
            exceed &= values[party] + short[party] == has
            room |= short[party] < ceil(full[party])
        possible &= ~exceed | room
        return _RestDemands(vectors=np.column_stack([short.T, exceed])[possible], possible=possible)

    def _ask(self, issues: tuple[int, ...], demand: _Demand) -> RequiredWorth:
        vector, rest = demand.vector, demand.rest
        view = View(self.case.structure.with_new_options(issues), np.array([rest], dtype=np.int16))
        needed = {int(party) for party in np.flatnonzero(view.required[:, 0])}
        full = self.full(issues)
        return RequiredWorth(
            worth=tuple(
                BEST * short / most if short else Fraction(0) for short, most in zip(vector, full, strict=False)
            ),
            needed=frozenset(needed | {floor.party for floor in self.target.floors}),
            rest=rest,
            ties=demand.ties,
            exceed=frozenset(party for party in self.has if vector[-1] and vector[party] < full[party]),
            placing=demand.placing,
            all_tied=demand.all_tied,
        )

    def _cannot(self, issues: tuple[int, ...], full: list[Fraction]) -> Invention:
        """Why no new option of these issues is enough, whatever it is worth."""
        best = with_new(self.target, issues, tuple(floor(most) for most in full))
        if any((~view.falls_short(best, values)).any() for view, values in _rests(best)):
            return Invention(issues=issues, status="cannot", reason="nothing to gain")
        if len(issues) > 1:  # reasons are given only for an issue alone
            return Invention(issues=issues, status="cannot", reason="constraints")
        why = no_deal(best).blockers
        conflicts = tuple(tuple(why.constraints[n] for n in sorted(items)) for items in why.conflicts)
        return Invention(
            issues=issues, status="cannot", reason="constraints" if conflicts else "rules", conflicts=conflicts
        )


@dataclass(frozen=True, slots=True)
class _Demand:
    """What new options at a place ask with one rest. vector: per party, and then whether to exceed."""

    vector: tuple[int, ...]
    rest: Package
    ties: int
    placing: Placing
    all_tied: bool = True


def _least(demands: list[_Demand], bargaining: tuple[int, ...]) -> list[_Demand]:
    """Those of which no other asks less, wherever it lies; of equals the first."""
    first: dict[tuple[int, ...], _Demand] = {}
    for demand in demands:
        first.setdefault(demand.vector, demand)
    if len({demand.placing for demand in demands}) < 2:
        return list(first.values())
    least = MinimalVectors(len(demands[0].vector))
    vectors = np.array([list(vector) for vector in first], dtype=np.int64)
    least.add(vectors, np.array([demand.rest for demand in first.values()], dtype=np.int16))
    return [first[vector] for vector, _, _ in _uncovered(least, bargaining)]


def _is_enough(ask: RequiredWorth, other: RequiredWorth) -> bool:
    """Whether what one asks is no less than what another does, so that it is enough where the other is."""
    if any(worth < least for worth, least in zip(ask.worth, other.worth, strict=True)):
        return False
    return bool(ask.exceed) or not other.exceed or any(ask.worth[p] > other.worth[p] for p in other.exceed)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _RestDemands:
    """vectors: (possible rest, party and then whether to exceed). possible: (rest)."""

    vectors: Ints
    possible: Bools


def _rests(reading: Reading) -> Iterator[tuple[View, Ints]]:
    """The feasible packages with the new option, some ten thousand at a time, and their values."""
    for chunk in chunks(unrejected_options(reading.structure)):
        view = View(reading.structure, chunk)
        view = view.only(view.feasible)
        if len(view.packages):
            yield view, view.values(reading)


def _uncovered(least: MinimalVectors, bargaining: tuple[int, ...]) -> Iterator[tuple[tuple[int, ...], Package, int]]:
    """The minimal vectors, without those that one which has to be exceeded covers: they exceed it by themselves."""
    marked = least.vectors[least.vectors[:, -1] == 1, :-1]
    for vector, package, ties in least.all():
        asks = np.array(vector)
        more = asks[list(bargaining)] > marked[:, list(bargaining)]
        if vector[-1] or not ((asks[:-1] >= marked).all(axis=1) & more.any(axis=1)).any():
            yield vector, package, ties
