"""The graph model of a case by plain loops over its file, and the four basic stabilities by their definitions.

Source: Fang, Hipel & Kilgour 1993, Interactive Decision Making, chapter 3.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

from winset.model.case import Case, Rule

Package = tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Model:
    """States as packages; per party, what it reaches alone from each, and a rank of each, the larger the better."""

    states: list[Package]
    reach: dict[str, list[set[int]]]
    rank: dict[str, list[tuple[int, ...]]]


def model(case: Case) -> Model:
    """What no fact rules out, the first issue changing fastest, as in the literature's numbering.

    A rule that is no fact says what nobody signs together; what parties do alone asks for no signature.
    """
    names = list(case.issues)
    rows = product(*(list(case.issues[name].options) for name in reversed(names)))
    packages = [tuple(zip(names, reversed(row), strict=True)) for row in rows]
    facts = [rule for rule in case.rules if rule.kind == "fact"]
    states = [package for package in packages if all(keeps(package, rule) for rule in facts)]
    reach = {
        party: [{t for t, after in enumerate(states) if can_move(case, party, before, after)} for before in states]
        for party in case.parties
    }
    return Model(states=states, reach=reach, rank={party: ranks(case, party, states) for party in case.parties})


def holds(package: Package, when: dict[str, tuple[str, ...]]) -> bool:
    return all(dict(package)[issue] in options for issue, options in when.items())


def keeps(package: Package, rule: Rule) -> bool:
    return not holds(package, rule.if_) or holds(package, rule.then)


def can_move(case: Case, party: str, before: Package, after: Package) -> bool:
    """True where the two differ, and only by changes that the party can make alone."""
    changes = [(issue, a, b) for (issue, a), (_, b) in zip(before, after, strict=True) if a != b]
    return bool(changes) and all(
        any(party in move.by and (move.from_to is None or (a, b) in move.from_to) for move in case.moves.get(issue, ()))
        for issue, a, b in changes
    )


def ranks(case: Case, party: str, states: list[Package]) -> list[tuple[int, ...]]:
    """What the ranking says, or which statements hold; a party without either is indifferent."""
    ranking = case.judgements.ranking.get(party)
    if ranking is not None:
        place = {tuple(sorted(package.items())): -n for n, group in enumerate(ranking) for package in group}
        return [(place[tuple(sorted(state))],) for state in states]
    statements = case.judgements.statements.get(party, ())
    return [
        tuple(int(any(holds(state, when) for when in statement.when)) for statement in statements) for state in states
    ]


def equilibria(found: Model) -> dict[str, list[int]]:
    """The states, counted from 1, that are stable for every party, under each concept."""
    return {
        key: [s + 1 for s in range(len(found.states)) if all(stable(found, party, s) for party in found.rank)]
        for key, stable in CONCEPTS.items()
    }


def others_reach(found: Model, party: str, start: int, *, improving: bool) -> set[int]:
    """The states that the others reach by moves in sequence, nobody moving twice in succession."""
    seen: set[tuple[int, str]] = set()
    waiting: list[tuple[int, str]] = [(start, "")]
    while waiting:
        state, last = waiting.pop()
        for mover in found.rank:
            for target in found.reach[mover][state] if mover not in (party, last) else ():
                gains = found.rank[mover][target] > found.rank[mover][state]
                if (gains or not improving) and (target, mover) not in seen:
                    seen.add((target, mover))
                    waiting.append((target, mover))
    return {state for state, _ in seen}


def improvements(found: Model, party: str, state: int) -> list[int]:
    rank = found.rank[party]
    return [target for target in found.reach[party][state] if rank[target] > rank[state]]


def nash(found: Model, party: str, state: int) -> bool:
    return not improvements(found, party, state)


def gmr(found: Model, party: str, state: int) -> bool:
    rank = found.rank[party]
    return all(
        any(rank[u] <= rank[state] for u in others_reach(found, party, target, improving=False))
        for target in improvements(found, party, state)
    )


def smr(found: Model, party: str, state: int) -> bool:
    rank = found.rank[party]
    return all(
        any(
            rank[u] <= rank[state] and all(rank[v] <= rank[state] for v in found.reach[party][u])
            for u in others_reach(found, party, target, improving=False)
        )
        for target in improvements(found, party, state)
    )


def seq(found: Model, party: str, state: int) -> bool:
    rank = found.rank[party]
    return all(
        any(rank[u] <= rank[state] for u in others_reach(found, party, target, improving=True))
        for target in improvements(found, party, state)
    )


CONCEPTS: dict[str, Callable[[Model, str, int], bool]] = {"nash": nash, "gmr": gmr, "smr": smr, "seq": seq}
