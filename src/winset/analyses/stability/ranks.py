"""How the parties of a case rank packages: by a ranking, by statements, or by value where a party has neither."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from winset.analyses.settlement.packages import Bools, Packages, View, holds
from winset.analyses.stability.space import Ranks
from winset.compiled import Compiled, CompiledStatement, Ranking
from winset.readings import Reading

AT_ONCE = 31
"""Statements that one whole number of 32 bits has room for."""
Package = tuple[int, ...]
Keys = list[NDArray[np.int32]] | list[NDArray[np.int64]]
"""What an order compares, the first array before the next; the larger the better."""


def order_basis(case: Compiled, party: int, *, by_value: bool = False) -> str:
    """By what a party orders packages: "ranking", "statements" or "value"; a ranking goes before statements.

    by_value: every party by value, whatever else the case says.
    """
    if by_value:
        return "value"
    if case.ranking and case.ranking[party] is not None:
        return "ranking"
    if case.statements and case.statements[party] is not None:
        return "statements"
    return "value"


def ranks(
    case: Compiled,
    packages: Iterable[Packages],
    reading: Reading,
    *,
    by_value: bool = False,
    known: Ranks | None = None,
) -> Ranks:
    """(party, package) dense ranks from 0, the larger the better.

    packages: some at a time. known: the ranks in another reading; only what is ordered by value can differ from them.
    """
    basis = [order_basis(case, party, by_value=by_value) for party in range(len(case.parties))]
    reranked = [party for party, kind in enumerate(basis) if known is None or kind == "value"]
    if not reranked and known is not None:
        return known
    parts: dict[int, list[Keys]] = {party: [] for party in reranked}
    for chunk in packages:
        values = View(case.structure, chunk).values(reading) if "value" in basis else None
        for party in reranked:
            if basis[party] == "ranking":
                parts[party].append([by_ranking(case.ranking[party] or (), chunk)])
            elif basis[party] == "statements":
                parts[party].append(by_statements(case.statements[party] or (), chunk))
            elif values is not None:
                parts[party].append([values[party].copy()])
    states = sum(len(part[0]) for part in parts[reranked[0]]) if reranked else 0
    by_party = np.empty((len(basis), states), dtype=np.int32) if known is None else known.copy()
    for party in reranked:
        by_party[party] = _ranked(parts.pop(party))
    return by_party


def decisive_statement(case: Compiled, party: int, package: Package, other: Package) -> int | None:
    """The first statement of a party that holds of one package and not of the other, by its place; None where none."""
    pair = np.array([package, other], dtype=np.int16)
    for place, statement in enumerate(case.statements[party] or () if case.statements else ()):
        first, second = np.logical_or.reduce([holds(pair, when) for when in statement.when]).tolist()
        if first != second:
            return place
    return None


def by_ranking(ranking: Ranking, packages: Packages) -> NDArray[np.int32]:
    """A package stands with the first on the list whose options it holds; those on no list are last, and tied."""
    height = np.zeros(len(packages), dtype=np.int32)
    for place, tied in reversed(list(enumerate(ranking))):
        for when in tied:
            height[holds(packages, when)] = len(ranking) - place
    return height


def by_statements(statements: Sequence[CompiledStatement], packages: Packages) -> list[NDArray[np.int32]]:
    """Lexicographic: the first statement that holds of one package and not of another decides.

    Source: Fang, Hipel, Kilgour & Peng 2003, option prioritising.
    """
    keys = []
    for start in range(0, max(1, len(statements)), AT_ONCE):
        worth = np.zeros(len(packages), dtype=np.int32)
        for statement in statements[start : start + AT_ONCE]:
            true: Bools = np.zeros(len(packages), dtype=bool)
            for when in statement.when:
                true |= holds(packages, when)
            worth = 2 * worth + true
        keys.append(worth)
    return keys


def _ranked(parts: Sequence[Keys]) -> Ranks:
    """Dense ranks, by what was found of some packages at a time."""
    first, *others = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
    dense = dense_ranks(first)
    for other in others:
        dense = dense_ranks(dense.astype(np.int64) * (1 << AT_ONCE) + other)
    return dense


def dense_ranks(order: NDArray[np.int64] | NDArray[np.int32]) -> Ranks:
    """Ranks from 0 without a gap, in the same order, ties kept."""
    if len(order) and order.dtype != object:
        least, most = int(order.min()), int(order.max())
        if most - least <= 2 * len(order):
            place = np.subtract(order, least)
            occurs = np.zeros(most - least + 1, dtype=bool)
            occurs[place] = True
            rank: Ranks = (np.cumsum(occurs, dtype=np.int32) - 1)[place].astype(np.int32, copy=False)
            return rank
    return np.unique(order, return_inverse=True)[1].astype(np.int32)
