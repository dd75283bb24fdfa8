"""The stable states of the definitions that were named, in a table: by what they differ from the package looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from winset.analyses.stability.definitions import definitions
from winset.analyses.stability.stability import Held, Stability
from winset.present.page import Page
from winset.present.stability_words import changed
from winset.present.words import Words, listed

NEAREST = 12


class EquilibriaText:
    """The stable states that differ least from the package, for each definition that was named."""

    def __init__(self, found: Stability, held: Held, keys: Sequence[str], words: Words) -> None:
        self.found, self.held, self.keys, self.words = found, held, keys, words

    def write(self, page: Page) -> None:
        """A list for each definition, the states with the fewest changes first."""
        for key in self.keys:
            equilibria = self.found.equilibria(key)
            page.section(f"Stable states: {definitions[key].title}")
            if equilibria is None:
                page.line("Not computed: there are too many ways to change at the same moment.")
                continue
            states = np.flatnonzero(equilibria)
            if not len(states):
                page.line("There are none.")
                continue
            than = "how things stand" if self.held.why == "still" else "the package"
            page.line(f"By what they differ from {than}, those first that differ least.", style="dim")
            for state in self._nearest(states):
                page.bullet(self._told(state))
            if len(states) > NEAREST:
                page.line(f"{len(states) - NEAREST:,} others differ as much or more; `--json` lists them.", style="dim")

    def data(self) -> dict[str, object]:
        """Nothing: the document lists stable states in any case."""
        return {}

    def _nearest(self, states: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Iterator[int]:
        """Those that differ from the package on the fewest issues, then in the order of the case."""
        space, here = self.found.states.space, self.held.state
        places, count = space.places_of(states), np.zeros(len(states), dtype=np.int64)
        for issue, (weight, size) in enumerate(zip(space.weights, space.shape, strict=True)):
            count += places // weight % size != space.option(space.place(here), issue)
        yield from states[np.argsort(count, kind="stable")[:NEAREST]].tolist()

    def _told(self, state: int) -> str:
        if state == self.held.state:
            return "the package itself" if self.held.why != "still" else "how things stand"
        each = changed(self.found, self.held.state, state)
        return listed(f"{self.words.topic(issue)} at “{self.words.option(issue, option)}”" for issue, option in each)
