"""Checks a verdict with its reasons by the definitions alone; it knows neither labels nor searches.

A verdict on a state lists every improvement of the party with what answers it. It is stable where all are answered.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from winset.analyses.stability.countermoves import Countermove, Deviation, Reply
from winset.analyses.stability.definition import Definition
from winset.analyses.stability.graph import Graph

Reasons = Sequence[tuple[int, Countermove | None]]


def fault(graph: Graph, definition: Definition, party: int, state: int, reasons: Reasons) -> str:
    """What is wrong with a verdict, in a few words; empty where it holds. Where states are not listed it need not list
    every improvement.
    """
    rank = graph.rank[party]
    if graph.is_listed:
        improvements = {int(to) for to in graph.moves[party].of(state) if rank[to] > rank[state]}
        if {to for to, _ in reasons} != improvements or len(reasons) != len(improvements):
            return "it does not list every improvement once"
    elif len({to for to, _ in reasons}) != len(reasons) or not _all_improve(
        graph, party, state, [to for to, _ in reasons]
    ):
        return "it lists what is no improvement, or one twice"
    for to, answer in reasons:
        if answer is None:
            continue
        at = Deviation(graph=graph, party=party, start=state, to=to)
        if definition.by == "changes at once":
            wrong = _at_once(at, answer)
        else:
            wrong = _in_turn(at, answer, improving=definition.by == "improvements")
        replies = rank[graph.moves[party].of(answer.end)].tolist() if definition.lasting else []
        if wrong or definition.by == "nothing":
            return wrong or "nothing answers an improvement here"
        if rank[answer.end] > rank[state]:
            return "the party is better off after the answer"
        if definition.lasting and any(reply > rank[state] for reply in replies):
            return "the party is better off after its reply"
        if definition.lasting and replies and (answer.reply is None or rank[answer.reply] != max(replies)):
            return "the reply is not the best"
    return ""


def _all_improve(graph: Graph, party: int, state: int, ends: list[int]) -> bool:
    """Whether these are all moves of a party that make it better off."""
    rank, moves = graph.rank[party], graph.moves[party]
    return not ends or (bool((rank[np.array(ends)] > rank[state]).all()) and all(moves.leads(state, to) for to in ends))


def _in_turn(at: Deviation, answer: Countermove, *, improving: bool) -> str:
    graph, now, last = at.graph, at.to, at.party
    for step in answer.steps:
        if step.party in (at.party, last):
            return "a party moves twice in succession, or the party answers itself"
        if not graph.moves[step.party].leads(now, step.to):
            return "a step is no move of the party that makes it"
        if improving and not graph.rank[step.party][step.to] > graph.rank[step.party][now]:
            return "a step is no improvement of the party that makes it"
        now, last = step.to, step.party
    return "" if answer.steps and now == answer.end else "the steps do not lead where they should"


def _at_once(at: Deviation, answer: Countermove) -> str:
    graph, state = at.graph, at.start
    if graph.space is None:
        return "states are no packages"
    before = graph.space.options(state)
    changed: dict[int, int] = {}
    for step in (Reply(party=at.party, to=at.to), *answer.steps):
        if not graph.moves[step.party].leads(state, step.to):
            return "a change is no move of the party that makes it"
        if not graph.rank[step.party][step.to] > graph.rank[step.party][state]:
            return "a change is no improvement of the party that makes it"
        for issue, (old, new) in enumerate(zip(before, graph.space.options(step.to), strict=True)):
            if old != new and changed.setdefault(issue, new) != new:
                return "two parties change one issue to different options"
    if len({step.party for step in answer.steps}) != len(answer.steps):
        return "a party changes twice"
    after = tuple(changed.get(issue, old) for issue, old in enumerate(before))
    return "" if graph.space.options(answer.end) == after else "the changes do not lead where they should"
