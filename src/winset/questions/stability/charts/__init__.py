"""The charts of a package: the graph of all states where they are few, else what can follow from the package."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from winset.questions.stability.charts.data import FollowsData, StateGraphData
from winset.questions.stability.packages import MOST_DRAWN
from winset.questions.stability.words import StabilityWords
from winset.report.blocks import Drawing, Drawn, Figure, Guarded
from winset.report.ownership import Owner, Ownership, owner_of_all

WOULD_SHOW = "a graph of all states would show how each party ranks them, which is above this level"


def figure(words: Sequence[tuple[str, StabilityWords]], owners: Ownership, looked_at: tuple[int, ...]) -> Any:
    """The states as a graph, where they are few and it may be shown how each party ranks them; what can follow from
    each package otherwise. words: of packages with the names under which they are shown.
    """
    first = words[0][1]
    states = first.found.states.graph.states
    if states > MOST_DRAWN:
        why = f"{states:,} states are too many for a graph, which has {MOST_DRAWN} at most"
        return _follows(words, why)
    graph = Figure(
        key="states",
        drawings=(Drawing(_state_graph, StateGraphData(words=first, looked_at=looked_at)),),
        what=f"the graph of {states:,} states",
    )
    return Guarded(_orders(first, owners), graph, _follows(words, WOULD_SHOW))


def _orders(words: StabilityWords, owners: Ownership) -> Owner:
    """The owner of how all parties rank the states."""
    found = words.found
    return owner_of_all(
        owners.values(name) if found.ordered_by(party) == "value" else owners.judgements
        for party, name in enumerate(found.case.parties)
    )


def _follows(words: Sequence[tuple[str, StabilityWords]], why: str) -> Figure:
    each = tuple(one for _, one in words)
    return Figure(
        key="what_follows",
        drawings=tuple(Drawing(_what_follows, FollowsData(words=one, each=each, name=name)) for name, one in words),
        what=f"what can follow from the package ({why})",
    )


def _state_graph(data: StateGraphData) -> Drawn:
    from winset.questions.stability.charts.states import state_graph

    return state_graph(data)


def _what_follows(data: FollowsData) -> Drawn:
    from winset.questions.stability.charts.follows import what_follows

    return what_follows(data)
