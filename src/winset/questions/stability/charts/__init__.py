"""The charts of a package: the graph of all states where they are few, else what can follow from the package."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from winset.analyses.stability.levels import NOBODY_GAINS
from winset.questions.stability.charts.data import FollowsData, StateGraphData
from winset.questions.stability.packages import MOST_DRAWN
from winset.questions.stability.words import StabilityWords
from winset.report.blocks import Drawing, Drawn, Figure, Guarded
from winset.report.ownership import Ownership

NOBODY_MOVES = Figure(key="states", drawings=(), missing="the case says of nobody what it could change alone (`moves`)")
NO_PACKAGE = "there is no package to look at, and too many states to draw: name one with `--package`"
WOULD_SHOW = "a graph of all states would show how each party ranks them, which is above this level"


def figure(
    words: StabilityWords, drawn: Sequence[tuple[str, StabilityWords]], owners: Ownership, looked_at: Sequence[int] = ()
) -> Any:
    """The states around a package as a graph, where they are few and it may be shown how each party ranks them; what
    can follow from packages otherwise. drawn: these, with the names under which they are shown. looked_at: states that
    are marked, the package if not given.
    """
    stability, states = words.stability, words.stability.states.graph.states
    if states > MOST_DRAWN:
        return _follows(drawn, f"{states:,} states are too many for a graph, which has {MOST_DRAWN} at most")
    if stability.equilibria(NOBODY_GAINS) is None:
        return _follows(drawn, "it was not worked out for every state whether it would hold")
    if not looked_at and stability.of_package is not None:
        looked_at = (stability.of_package.state,)
    graph = Figure(
        key="states",
        drawings=(Drawing(_state_graph, StateGraphData(words=words, looked_at=tuple(looked_at))),),
        what=f"the graph of {states:,} states",
    )
    return Guarded(words.orders_owner(owners), graph, _follows(drawn, WOULD_SHOW))


def _follows(drawn: Sequence[tuple[str, StabilityWords]], why: str) -> Figure:
    each = tuple(words for _, words in drawn)
    return Figure(
        key="what_follows",
        drawings=tuple(
            Drawing(_what_follows, FollowsData(words=stability_words, each=each, name=name))
            for name, stability_words in drawn
        ),
        what=f"what can follow from the package ({why})",
        missing=NO_PACKAGE,
    )


def _state_graph(data: StateGraphData) -> Drawn:
    from winset.questions.stability.charts.states import state_graph

    return state_graph(data)


def _what_follows(data: FollowsData) -> Drawn:
    from winset.questions.stability.charts.follows import what_follows

    return what_follows(data)
