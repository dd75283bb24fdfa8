"""Checks a verdict with its reasons by the definitions alone; it knows neither labels nor searches.

A verdict on a state lists every improvement of the party with what answers it. It is stable where all are answered.
"""

from __future__ import annotations

from collections.abc import Sequence

from winset.analyses.stability.countermoves import Answer, Step
from winset.analyses.stability.graph import Graph

Reasons = Sequence[tuple[int, Answer | None]]
IMPROVING, LASTING = frozenset({"seq", "sseq"}), frozenset({"smr", "sseq"})


def fault(graph: Graph, key: str, party: int, state: int, reasons: Reasons) -> str:
    """What is wrong with a verdict, in a few words; empty where it holds. key: of the definition."""
    rank = graph.rank[party]
    improvements = {int(to) for to in graph.moves[party].of(state) if rank[to] > rank[state]}
    if {to for to, _ in reasons} != improvements or len(reasons) != len(improvements):
        return "it does not list every improvement once"
    for to, answer in reasons:
        if answer is None:
            continue
        wrong = _at_once(graph, party, state, to, answer) if key == "sim" else _in_turn(graph, key, party, to, answer)
        replies = rank[graph.moves[party].of(answer.end)].tolist()
        if wrong or key == "nash":
            return wrong or "nothing answers an improvement here"
        if rank[answer.end] > rank[state]:
            return "the party is better off after the answer"
        if key in LASTING and any(reply > rank[state] for reply in replies):
            return "the party is better off after its reply"
        if key in LASTING and replies and (answer.reply is None or rank[answer.reply] != max(replies)):
            return "the reply is not the best"
    return ""


def _in_turn(graph: Graph, key: str, party: int, to: int, answer: Answer) -> str:
    now, last = to, party
    for step in answer.steps:
        if step.party in (party, last):
            return "a party moves twice in succession, or the party answers itself"
        if step.to not in graph.moves[step.party].of(now):
            return "a step is no move of the party that makes it"
        if key in IMPROVING and not graph.rank[step.party][step.to] > graph.rank[step.party][now]:
            return "a step is no improvement of the party that makes it"
        now, last = step.to, step.party
    return "" if answer.steps and now == answer.end else "the steps do not lead where they should"


def _at_once(graph: Graph, party: int, state: int, to: int, answer: Answer) -> str:
    if graph.space is None:
        return "states are no packages"
    before = graph.space.options(state)
    changed: dict[int, int] = {}
    for step in (Step(party=party, to=to), *answer.steps):
        if step.to not in graph.moves[step.party].of(state):
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
