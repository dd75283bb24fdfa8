"""A state of the graph, opened: who could move from it, what each would gain, and who could answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from winset.analyses.stability.stability import stability_at
from winset.errors import UnknownName
from winset.questions.stability.solve import StabilityAnswer
from winset.questions.stability.words import StabilityWords
from winset.report.blocks import Bullets, Grid, Guarded, NoteSentence, Report, Section, Sentence
from winset.report.names import Names, listed
from winset.report.ownership import Ownership
from winset.report.pieces import capitalised

MOST = 12
"""Moves of a party that are listed; beyond, it is said how many more there are."""


def opened_state(answer: StabilityAnswer, state: int, names: Names, owners: Ownership) -> Report:
    """What is known of one state of an answer. Raises UnknownName where the graph has no such state, TooLarge, and
    WinsetError for a state that breaks a rule.
    """
    states = answer.stability.states
    if not 0 <= state < states.graph.states:
        raise UnknownName(f"there is no state {state}; there are {states.graph.states:,}")
    package = states.package(state)
    why = "still" if package == states.case.structure.status_quo_package else "named"
    there = stability_at(states, package, "still" if why == "still" else "named", by_value=answer.stability.by_value)
    words = StabilityWords(there, names)
    owner = words.orders_owner(owners)
    sections = (
        Section(key="state", title="", blocks=(Grid(rows=tuple(names.package(package))),)),
        Section(key="moves", title="Who could move from there", blocks=(Guarded(owner, tuple(_moves(words))),)),
    )
    return Report(title="As things stand" if why == "still" else "A state", sections=sections, holdings=owners.holdings)


def _moves(words: StabilityWords) -> Iterator[Any]:
    """The gains of every party with what answers each, and then what it could do without gaining."""
    graph, start = words.stability.states.graph, words.package_stability.state
    if not words.gains.gaining:
        yield Sentence(text="Nobody would gain by moving from there alone, among the moves that the case lists.")
    idle = []
    for party in words.gains.parties:
        gains = words.gains.of(party)
        if gains:
            more = (f"{len(gains) - MOST} more ways to gain.",) if len(gains) > MOST else ()
            yield Bullets(items=(*(capitalised(words.sentence(gain)) for gain in gains[:MOST]), *more))
        gained = {gain.to for gain in gains}
        others = [end for end in graph.moves[party].of(start).tolist() if end not in gained]
        if others:
            does = [words.does(start, end) for end in others[:MOST]]
            more_words = [f"{len(others) - MOST} more moves"] if len(others) > MOST else []
            idle.append(
                f"{words.names.party(party)} could, but would not gain by it: {listed([*does, *more_words], 'or')}."
            )
    if idle:
        yield Bullets(items=tuple(capitalised(line) for line in idle))
    if not any(len(graph.moves[party].of(start)) for party in words.gains.parties):
        yield NoteSentence(text="The case lists no move from there.")
