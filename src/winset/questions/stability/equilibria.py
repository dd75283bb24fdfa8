"""The stable states of the definitions that were named: by what they differ from the package that was looked at."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from winset.analyses.stability.definitions import definitions
from winset.questions.stability.words import StabilityWords
from winset.report.blocks import Block, Bullets, Hint, NoteSentence, Section, Sentence

NEAREST = 12


def equilibria_section(words: StabilityWords, key: str) -> Section:
    """The stable states of a definition, those with the fewest changes first."""
    title = f"Stable states: {definitions[key].title}"
    return Section(key=f"equilibria_{key}", title=title, blocks=tuple(_blocks(words, key)))


def _blocks(words: StabilityWords, key: str) -> Iterator[Block]:
    equilibria = words.stability.equilibria(key)
    if equilibria is None:
        yield Sentence(text="Not computed: there are too many ways to change at the same moment.")
        return
    states = np.flatnonzero(equilibria)
    if not len(states):
        yield Sentence(text="There are none.")
        return
    than = "how things stand" if words.package_stability.why == "still" else "the package"
    yield NoteSentence(text=f"By what they differ from {than}, those first that differ least.")
    yield Bullets(items=tuple(_state(words, state) for state in _nearest(words, states)))
    if len(states) > NEAREST:
        yield Hint(text=f"{len(states) - NEAREST:,} others differ as much or more; `--json` lists them.")


def _nearest(words: StabilityWords, states: NDArray[np.int64]) -> list[int]:
    """Those that differ from the package on the fewest issues, then in the order of the case."""
    space, here = words.stability.states.space, words.package_stability.state
    places, count = space.places_of(states), np.zeros(len(states), dtype=np.int64)
    for issue, (weight, size) in enumerate(zip(space.weights, space.shape, strict=True)):
        count += places // weight % size != space.option(space.place(here), issue)
    nearest: list[int] = states[np.argsort(count, kind="stable")[:NEAREST]].tolist()
    return nearest


def _state(words: StabilityWords, state: int) -> str:
    if state == words.package_stability.state:
        return "the package itself" if words.package_stability.why != "still" else "how things stand"
    return words.differs(words.package_stability.state, state)
