"""The states, moves and ranks of a case, against what its file says, read off in names by the obvious loops."""

from __future__ import annotations

import random
from itertools import product
from typing import Any

import pytest

from tests.laws.cases import Raw, random_raw, read
from winset.analyses.stability.graph import Graph
from winset.analyses.stability.states import States, states_of
from winset.compiled import compiled
from winset.model.case import Case
from winset.readings import central

Named = tuple[tuple[str, str], ...]


def with_moves(raw: Raw, rng: random.Random) -> Raw:
    """The case with random moves, statements and rankings. Those that it has are dropped."""
    parties, issues = list(raw["parties"]), raw["issues"]
    moves: dict[str, Any] = {}
    for issue, told in issues.items():
        options = list(told["options"])
        entries: list[dict[str, Any]] = []
        for _ in range(rng.choice([0, 1, 1, 2])):
            entry: dict[str, Any] = {"by": rng.sample(parties, rng.randint(1, len(parties)))}
            if rng.random() < 0.6:
                pairs = [[a, b] for a in options for b in options if a != b]
                entry["from_to"] = rng.sample(pairs, rng.randint(1, len(pairs)))
            entries.append(entry)
        if entries:
            moves[issue] = entries
    statements, ranking = {}, {}
    for party in parties:

        def some() -> dict[str, Any]:
            chosen = rng.sample(list(issues), rng.randint(1, min(2, len(issues))))
            return {issue: rng.choice(list(issues[issue]["options"])) for issue in chosen}

        if rng.random() < 0.5:
            statements[party] = [[some() for _ in range(rng.randint(1, 2))] for _ in range(rng.randint(1, 4))]
        if rng.random() < 0.3:
            ranking[party] = [[some() for _ in range(rng.randint(1, 2))] for _ in range(rng.randint(1, 3))]
    judged = {key: one for key, one in raw.get("judgements", {}).items() if key not in ("statements", "ranking")}
    return {**raw, "moves": moves, "judgements": {**judged, "statements": statements, "ranking": ranking}}


def options(named: Named) -> dict[str, str]:
    return dict(named)


def fits(named: Named, when: dict[str, tuple[str, ...]]) -> bool:
    return all(options(named)[issue] in told for issue, told in when.items())


def lawful(case: Case, named: Named) -> bool:
    return all(not fits(named, rule.if_) or fits(named, rule.then) for rule in case.rules)


def can_change(case: Case, party: str, issue: str, start: str, end: str) -> bool:
    return any(
        party in move.by and (move.from_to is None or (start, end) in move.from_to)
        for move in case.moves.get(issue, ())
    )


def can_move(case: Case, party: str, start: Named, end: Named) -> bool:
    pairs = [(issue, a, b) for (issue, a), (_, b) in zip(start, end, strict=True) if a != b]
    return bool(pairs) and all(can_change(case, party, *pair) for pair in pairs)


def place(case: Case, party: str, named: Named, value: int) -> tuple[int, ...]:
    """What the party's order compares, the larger the better."""
    ranking = case.judgements.ranking.get(party)
    if ranking is not None:
        for n, tied in enumerate(ranking):
            if any(fits(named, {issue: (option,) for issue, option in one.items()}) for one in tied):
                return (-n,)
        return (-len(ranking),)
    statements = case.judgements.statements.get(party)
    if statements is not None:
        return tuple(int(any(fits(named, when) for when in one.when)) for one in statements)
    return (value,)


def names_of(states: States) -> list[Named]:
    case = states.case
    return [
        tuple((case.issues[j], case.options[j][o]) for j, o in enumerate(states.package(n)))
        for n in range(states.graph.states)
    ]


@pytest.mark.parametrize("seed", range(40))
def test_states_moves_and_ranks_are_those_that_the_case_says(seed: int) -> None:
    rng = random.Random(f"states {seed}")
    case = read(with_moves(random_raw(f"states {seed}"), rng))
    positions = compiled(case)
    reading = central(positions)
    around = tuple(rng.randrange(len(names)) for names in positions.options)
    moving = [issue for issue, moves in case.moves.items() if moves]
    fixed = {issue: positions.options[n][around[n]] for n, issue in enumerate(positions.issues)}
    every = [
        tuple(zip(positions.issues, chosen, strict=True))
        for chosen in product(
            *[list(case.issues[issue].options) if issue in moving else [fixed[issue]] for issue in positions.issues]
        )
    ]
    expected = [named for named in every if lawful(case, named)]
    if not expected:
        return
    states = states_of(positions, reading, around)
    names = names_of(states)
    assert names == expected
    assert states.total == len(every)
    for n, party in enumerate(positions.parties):
        for start, named in enumerate(names):
            reached = [end for end, other in enumerate(names) if can_move(case, party, named, other)]
            assert states.graph.moves[n].of(start).tolist() == reached
        order = [
            place(case, party, named, reading.value(n, states.package(state))) for state, named in enumerate(names)
        ]
        distinct = sorted(set(order))
        assert states.graph.rank[n].tolist() == [distinct.index(one) for one in order]
        assert [states.state(states.package(state)) for state in range(len(names))] == list(range(len(names)))
    known = Graph(rank=states.graph.rank, moves=states.graph.moves)
    assert all(found or not told for told, found in zip(states.graph.chained, known.chained, strict=True))
    broken = [named for named in every if not lawful(case, named)]
    for named in broken:
        package = tuple(positions.options[j].index(o) for j, (_, o) in enumerate(named))
        assert states.state(package) is None
