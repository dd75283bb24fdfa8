"""The states, moves and ranks of a case, against what its file says, read off in names by the obvious loops."""

from __future__ import annotations

import random
from itertools import product

import pytest

from tests.laws.cases import Raw, random_raw, read, with_moves
from tests.oracles import graph_model
from tests.support.batches import batches
from winset.analyses.stability.graph import Graph
from winset.analyses.stability.levels import neighbours, without_way_back
from winset.analyses.stability.stability import stability
from winset.analyses.stability.states import States, states_of
from winset.compiled import compiled
from winset.errors import WinsetError
from winset.model.case import Case
from winset.readings import central

Named = tuple[tuple[str, str], ...]


def options(named: Named) -> dict[str, str]:
    return dict(named)


def fits(named: Named, when: dict[str, tuple[str, ...]]) -> bool:
    return all(options(named)[issue] in told for issue, told in when.items())


def possible(case: Case, named: Named) -> bool:
    """Whether it can come about: an agreed rule binds those who sign, and nobody signs a breach."""
    facts = [rule for rule in case.rules if rule.kind == "fact"]
    return all(not fits(named, rule.if_) or fits(named, rule.then) for rule in facts)


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
        return tuple(int(any(fits(named, when) for when in statement.when)) for statement in statements)
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
    expected = [named for named in every if possible(case, named)]
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
    impossible = [named for named in every if not possible(case, named)]
    for named in impossible:
        package = tuple(positions.options[j].index(o) for j, (_, o) in enumerate(named))
        assert states.state(package) is None


def with_every_issue_moving(raw: Raw, rng: random.Random) -> Raw:
    """The same where somebody can move each issue and statements order every party, as the slow model reads a case."""
    moved = with_moves(raw, rng)
    parties, issues = list(moved["parties"]), moved["issues"]
    moves = {issue: moved["moves"].get(issue) or [{"by": [rng.choice(parties)]}] for issue in issues}

    def wish() -> dict[str, str]:
        return {issue: rng.choice(list(issues[issue]["options"])) for issue in rng.sample(list(issues), 1)}

    statements = {party: [[wish()] for _ in range(rng.randint(1, 4))] for party in parties}
    return {**moved, "moves": moves, "judgements": {**moved["judgements"], "statements": statements, "ranking": {}}}


@pytest.mark.parametrize("seed", batches(60, 8))
def test_packages_are_as_stable_as_the_definitions_say_of_what_can_come_about(seed: int) -> None:
    rng = random.Random(f"facts {seed}")
    case = read(with_every_issue_moving(random_raw(f"facts {seed}"), rng))
    positions, slow = compiled(case), graph_model.model(case)
    for state, package in enumerate(slow.states):
        chosen = tuple(
            positions.options[positions.issues.index(issue)].index(dict(package)[issue]) for issue in positions.issues
        )
        keeps_all = all(graph_model.keeps(package, rule) for rule in case.rules)
        if not keeps_all and chosen != positions.structure.status_quo_package:
            with pytest.raises(WinsetError, match="breaks a rule"):
                stability(positions, chosen, "named")
            continue
        held = stability(positions, chosen, "named").of_package
        assert held is not None
        for key, stable in graph_model.CONCEPTS.items():
            for party, name in enumerate(positions.parties):
                assert held.is_stable(key, party) == stable(slow, name, state), (key, name, package)


def slow_level(model: graph_model.Model, state: int) -> str:
    """The first of four levels at which a state is stable for every party, by the definitions themselves."""

    def answered(party: str, *, lasting: bool) -> bool:
        rank = model.rank[party]
        return all(
            any(
                rank[u] <= rank[state] and not (lasting and any(rank[v] > rank[state] for v in model.reach[party][u]))
                for u in graph_model.others_reach(model, party, target, improving=True)
            )
            for target in graph_model.improvements(model, party, state)
        )

    levels = {
        "nash": lambda party: graph_model.nash(model, party, state),
        "sseq": lambda party: answered(party, lasting=True),
        "seq": lambda party: answered(party, lasting=False),
        "gmr": lambda party: graph_model.gmr(model, party, state),
    }
    return next((key for key, holds in levels.items() if all(map(holds, model.rank))), "")


@pytest.mark.parametrize("seed", batches(30, 12))
def test_packages_that_differ_in_one_option_have_the_levels_that_the_definitions_give_them(seed: int) -> None:
    rng = random.Random(f"levels {seed}")
    case = read(with_every_issue_moving(random_raw(f"levels {seed}"), rng))
    positions, slow = compiled(case), graph_model.model(case)
    package = tuple(rng.randrange(len(names)) for names in positions.options)
    reading = central(positions)
    found = {
        (neighbour.issue, neighbour.option): neighbour.level
        for neighbour in neighbours(positions, package, lambda one: states_of(positions, reading, one))
    }
    expected = {}
    for state, named in enumerate(slow.states):
        chosen = tuple(positions.options[j].index(dict(named)[issue]) for j, issue in enumerate(positions.issues))
        other = [j for j, (one, two) in enumerate(zip(chosen, package, strict=True)) if one != two]
        keeps_all = all(graph_model.keeps(named, rule) for rule in case.rules)
        if len(other) == 1 and (keeps_all or chosen == positions.structure.status_quo_package):
            expected[other[0], chosen[other[0]]] = slow_level(slow, state)
    assert found == expected


@pytest.mark.parametrize("seed", range(40))
def test_what_no_listed_move_puts_back_is_what_no_row_of_moves_reaches(seed: int) -> None:
    rng = random.Random(f"way back {seed}")
    raw = {**with_moves(random_raw(f"way back {seed}"), rng), "rules": []}
    raw["judgements"] = {**raw["judgements"], "ranking": {}}
    case = read(raw)
    positions, slow = compiled(case), graph_model.model(case)
    package = tuple(rng.randrange(len(names)) for names in positions.options)
    start = next(
        n
        for n, named in enumerate(slow.states)
        if all(dict(named)[issue] == positions.options[j][package[j]] for j, issue in enumerate(positions.issues))
    )
    reached, todo = {start}, [start]
    while todo:
        here = todo.pop()
        for targets in slow.reach.values():
            todo += [end for end in targets[here] if end not in reached]
            reached |= targets[here]
    expected = []
    for j, issue in enumerate(positions.issues):
        quo = case.issues[issue].status_quo
        if quo is not None and not any(dict(slow.states[state])[issue] == quo for state in reached):
            expected.append(j)
    assert list(without_way_back(positions, package)) == expected
