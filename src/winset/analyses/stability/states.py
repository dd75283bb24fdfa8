"""The states of a case: the packages that moves can lead to and from, what each party can move, and how it ranks them.

A state is a package that breaks no rule. It varies on the issues that somebody can move alone; all other issues stay
where they are. Red lines forbid no state and change no rank: they say what a party does not sign, and here is asked
what a party does once something is signed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import permutations
from math import prod

import numpy as np
from numpy.typing import NDArray

from winset.analyses.settlement.packages import Bools, Ints, Packages, View, chunks, combinations, holds
from winset.analyses.stability.graph import Graph, Moves
from winset.compiled import Compiled, Ranking, Statement
from winset.errors import TooLarge, UnknownName, WinsetError
from winset.readings import Reading

MOST = 1 << 20
"""Packages over the issues that can be moved, up to which states are written out."""
MOST_MOVES = 30_000_000
"""Moves of all parties that are written out; with what is sorted, some 60 bytes each."""
Package = tuple[int, ...]
Allowed = dict[int, NDArray[np.bool_]]
"""Per issue, (option, option) whether a party can change the one into the other alone."""


@dataclass(frozen=True, kw_only=True, eq=False)
class States:
    """The states of a case as a graph. packages: (state, issue). moving: the issues that differ between states.

    total: packages over the moving issues, those included that break a rule. position: (package) the state of each of
    them by its place in lexicographic order, −1 where a rule is broken. allowed: per party, what it can change alone.
    """

    case: Compiled
    packages: Packages
    moving: tuple[int, ...]
    total: int
    position: Ints
    allowed: tuple[Allowed, ...]
    graph: Graph

    def package(self, state: int) -> Package:
        return tuple(int(option) for option in self.packages[state])

    def state(self, package: Package) -> int | None:
        """The state that a package is; None where a rule forbids it or it differs on an issue that cannot be moved."""
        if not len(self.packages):
            return None
        still = [issue for issue in range(len(package)) if issue not in self.moving]
        if any(self.packages[0, issue] != package[issue] for issue in still):
            return None
        place = 0
        for issue in self.moving:
            choices = self.case.structure.choices(issue)
            place = place * len(choices) + choices.index(package[issue])
        found = int(self.position[place])
        return found if found >= 0 else None

    def ranked(self, reading: Reading, *, by_value: bool = False) -> Graph:
        """The same moves with the ranks that a reading gives."""
        return replace(self.graph, rank=ranks(self.case, self.packages, reading, by_value=by_value))


def states_of(
    case: Compiled,
    reading: Reading,
    around: Package | None = None,
    *,
    by_value: bool = False,
    most: int = MOST_MOVES,
) -> States:
    """The states of a case, ranked by a reading. around: the package at which the issues stay that nobody can move
    alone; without it they stay at the status quo. by_value: every party by value, whatever statements there are. most:
    packages, and moves, that are written out.

    Raises TooLarge; UnknownName where an issue that nobody can move has no status quo; WinsetError where a rule forbids
    every state.
    """
    allowed = tuple(_allowed(case, party) for party in range(len(case.parties)))
    moving = tuple(issue for issue in range(len(case.issues)) if any(issue in one for one in allowed))
    choices = _choices(case, moving, around)
    total = prod(len(options) for options in choices)
    _refuse_if_large(allowed, choices, most)
    packages, position = _lawful(case, choices, total)
    if not len(packages):
        raise WinsetError("the rules of the case forbid every package that could be moved to from there")
    place = _Places(packages=packages, choices=choices, position=position)
    is_free = len(packages) == total and all(_is_free(one, choices) for one in allowed)
    graph = Graph(
        rank=ranks(case, packages, reading, by_value=by_value),
        moves=tuple(place.moves(one) for one in allowed),
        options=packages,
        chains=tuple(_chains(one) for one in allowed),
        shape=tuple(len(options) for options in choices) if is_free else None,
        controls=tuple(frozenset(one) for one in allowed) if is_free else None,
    )
    return States(
        case=case,
        packages=packages,
        moving=moving,
        total=total,
        position=position,
        allowed=allowed,
        graph=graph,
    )


def _is_free(allowed: Allowed, choices: tuple[tuple[int, ...], ...]) -> bool:
    """True where the party changes each of its issues between any two of the options that are open."""
    return all(pairs[start, end] for issue, pairs in allowed.items() for start, end in permutations(choices[issue], 2))


def _allowed(case: Compiled, party: int) -> Allowed:
    """What a party can change alone, of the options that the question leaves open."""
    found: Allowed = {}
    for issue, size in enumerate(case.structure.sizes):
        choices = case.structure.choices(issue)
        pairs = np.zeros((size, size), dtype=bool)
        for move in case.moves:
            if move.party == party and move.issue == issue and issue not in case.structure.left_out:
                for start in choices:
                    for end in choices:
                        pairs[start, end] |= move.allows(start, end)
        if pairs.any():
            found[issue] = pairs
    return found


def _chains(allowed: Allowed) -> bool:
    """True where two changes of an issue in a row can always be made as one, so that moves chain."""
    return all(not ((pairs @ pairs) & ~(pairs | np.eye(len(pairs), dtype=bool))).any() for pairs in allowed.values())


def _choices(case: Compiled, moving: tuple[int, ...], around: Package | None) -> tuple[tuple[int, ...], ...]:
    """The options of each issue that states may hold."""
    found = []
    for issue, quo in enumerate(case.structure.status_quo):
        if issue in moving:
            found.append(case.structure.choices(issue))
        elif around is not None:
            found.append((around[issue],))
        elif quo is None and issue not in case.structure.left_out:
            name = case.issues[issue]
            raise UnknownName(f"`{name}` has no status quo and nobody can move it alone; name a package with `{name}`")
        else:
            found.append((quo or 0,))
    return tuple(found)


def _refuse_if_large(allowed: tuple[Allowed, ...], choices: tuple[tuple[int, ...], ...], most: int) -> None:
    total = prod(len(options) for options in choices)
    moves = 0
    for one in allowed:
        pairs = prod(len(choices[issue]) + int(allow.sum()) for issue, allow in one.items())
        moves += pairs * prod(len(options) for issue, options in enumerate(choices) if issue not in one) - total
    if total > min(MOST, most) or moves > most:
        raise TooLarge(
            f"this case has {total:,} packages over the issues that can be moved, and up to {moves:,} moves between "
            f"them; {min(MOST, most):,} packages and {most:,} moves are written out at most. Ask of a table with "
            "a shorter agenda, or leave out moves that nobody would make",
            total,
        )


def _lawful(case: Compiled, choices: tuple[tuple[int, ...], ...], total: int) -> tuple[Packages, Ints]:
    """(state, issue) the packages that break no rule, and (package) the state of each."""
    found, position, start = [], np.full(total, -1, dtype=np.int64), 0
    number = 0
    for chunk in chunks(choices):
        keep = View(case.structure, chunk).lawful
        count = int(keep.sum())
        position[start : start + len(chunk)][keep] = np.arange(number, number + count)
        found.append(chunk[keep])
        start, number = start + len(chunk), number + count
    return np.concatenate(found), position


@dataclass(frozen=True, kw_only=True, eq=False)
class _Places:
    """States by their place among all packages. choices: the options of each issue."""

    packages: Packages
    choices: tuple[tuple[int, ...], ...]
    position: Ints

    def moves(self, allowed: Allowed) -> Moves:
        """What a party can move that can change these options, several of its issues in one move included."""
        states = np.arange(len(self.packages))
        places, weight = self._places()
        sources, targets = [states[:0]], [states[:0]]
        issues = tuple(allowed)
        for ends in combinations(tuple(self.choices[issue] for issue in issues)).tolist() if issues else []:
            can = np.ones(len(states), dtype=bool)
            moved = np.zeros(len(states), dtype=bool)
            to = places.copy()
            for issue, end in zip(issues, ends, strict=True):
                now = self.packages[:, issue]
                stays = now == end
                can &= stays | allowed[issue][now, end]
                moved |= ~stays
                rank = np.searchsorted(self.choices[issue], now)
                to += (self.choices[issue].index(end) - rank) * weight[issue]
            can &= moved
            reached = self.position[to[can]]
            sources.append(states[can][reached >= 0])
            targets.append(reached[reached >= 0])
        source, target = np.concatenate(sources), np.concatenate(targets)
        order = np.lexsort((target, source))
        counts = np.bincount(source, minlength=len(states))
        return Moves(ends=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64), targets=target[order])

    def _places(self) -> tuple[Ints, list[int]]:
        """(state) its place, and per issue what the next option adds to a place."""
        weight = [prod(len(options) for options in self.choices[issue + 1 :]) for issue in range(len(self.choices))]
        places = np.zeros(len(self.packages), dtype=np.int64)
        for issue, options in enumerate(self.choices):
            places += np.searchsorted(options, self.packages[:, issue]) * weight[issue]
        return places, weight


def ranks(case: Compiled, packages: Packages, reading: Reading, *, by_value: bool = False) -> Ints:
    """(party, package) dense ranks from 0, the larger the better: by the party's ranking or its statements, and by
    value where it has neither.
    """
    values = View(case.structure, packages).values(reading)
    found = np.empty(values.shape, dtype=np.int64)
    for party in range(len(values)):
        told = "value" if by_value else ordered_by(case, party)
        if told == "ranking":
            found[party] = _by_ranking(case.ranking[party] or (), packages)
        elif told == "statements":
            found[party] = _by_statements(case.statements[party] or (), packages)
        else:
            found[party] = np.unique(values[party], return_inverse=True)[1]
    return found


def ordered_by(case: Compiled, party: int) -> str:
    """By what a party orders packages: "ranking", "statements" or "value"; a ranking goes before statements."""
    if case.ranking and case.ranking[party] is not None:
        return "ranking"
    if case.statements and case.statements[party] is not None:
        return "statements"
    return "value"


def decisive(case: Compiled, party: int, one: Package, other: Package) -> int | None:
    """The first statement of a party that holds of one package and not of the other, by its place; None where none."""
    pair = np.array([one, other], dtype=np.int16)
    for place, statement in enumerate(case.statements[party] or () if case.statements else ()):
        first, second = np.logical_or.reduce([holds(pair, when) for when in statement.when]).tolist()
        if first != second:
            return place
    return None


def _by_ranking(ranking: Ranking, packages: Packages) -> Ints:
    """A package stands with the first on the list whose options it holds; those on no list are last, and tied."""
    found = np.zeros(len(packages), dtype=np.int64)
    for place, tied in reversed(list(enumerate(ranking))):
        for when in tied:
            found[holds(packages, when)] = len(ranking) - place
    return dense(found)


def _by_statements(statements: Sequence[Statement], packages: Packages) -> Ints:
    """Lexicographic: the first statement that holds of one package and not of another decides.

    Ranks are made dense after each statement, so that any number of statements fits.
    Source: Fang, Hipel, Kilgour & Peng 2003, option prioritising.
    """
    found = np.zeros(len(packages), dtype=np.int64)
    for statement in statements:
        true: Bools = np.zeros(len(packages), dtype=bool)
        for when in statement.when:
            true |= holds(packages, when)
        found = dense(2 * found + true)
    return found


def dense(order: Ints) -> Ints:
    """Ranks from 0 without a gap, in the same order, ties kept."""
    return np.unique(order, return_inverse=True)[1].astype(np.int64)
