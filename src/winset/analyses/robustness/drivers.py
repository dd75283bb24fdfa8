"""What an answer hangs on: each input drawn anew by itself, all others staying as they are.

For an answer y of 0 or 1, two independent draws A and B of all inputs, and A with input i from B: the share of draws in
which y changes is twice the variance that i takes part in, so half of it over the variance of y is the total effect
(Jansen 1999). The mean of y(B) · (y(A with i from B) − y(A)) over the variance is the first-order effect (Saltelli et
al. 2010): what i explains by itself.

Sources: Jansen 1999, Computer Physics Communications 117, 35–43; Saltelli, Annoni, Azzini, Campolongo, Ratto &
Tarantola 2010, Computer Physics Communications 181, 259–270.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from winset.analyses.robustness.acceptance import Ground, Share
from winset.analyses.settlement.packages import Bools
from winset.compiled import Compiled
from winset.readings import Draws, drawn
from winset.readings.draws import inputs

Kind = Literal["salience", "scores", "silence", "walk_away", "link", "ratifier"]
Answer = Callable[[Draws], Bools]
"""(draw) a question that is answered by yes or no in every draw."""
AT_ONCE = 250


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """What is judged or left open in one place. names: what it is about, as in the case file. paths: of its draws."""

    kind: Kind
    names: tuple[str, ...]
    paths: frozenset[str]

    @property
    def name(self) -> str:
        return ".".join((self.kind, *self.names))


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """What an input does to an answer. turns: the draws in which the answer changes when it alone is drawn anew.

    first, total: shares of the answer's variance, None where it never varies; estimates, so that they may lie a little
    outside 0 to 1.
    """

    input: Input
    turns: Share
    first: float | None
    total: float | None


def all_inputs(case: Compiled) -> tuple[Input, ...]:
    """Every input that can bear on what is acceptable; a silent cell is one, with all that it leaves open."""
    silent = {(case.issues[issue], case.parties[party]) for party, issue in case.silent_cells()}
    found: dict[tuple[Kind, tuple[str, ...]], set[str]] = {}
    key: tuple[Kind, tuple[str, ...]]
    for path in inputs(case):
        match path.split("."):
            case ["judgements", "salience", issue, party]:
                key = "silence" if (issue, party) in silent else "salience", (issue, party)
            case ["judgements", "scores", issue, party, *_] | ["positions", issue, party, *_]:
                key = "silence" if (issue, party) in silent else "scores", (issue, party)
            case ["judgements", "walk_away", party]:
                key = "walk_away", (party,)
            case ["judgements", "links", *rest]:
                key = "link", tuple(rest)
            case ["ratifier", *rest]:
                key = "ratifier", tuple(rest)
            case _:
                continue
        found.setdefault(key, set()).add(path)
    return tuple(Input(kind=kind, names=names, paths=frozenset(paths)) for (kind, names), paths in found.items())


def has_deal(ground: Ground) -> Answer:
    """The question whether any package is acceptable."""
    return lambda draws: np.asarray(ground.acceptable(draws).any(axis=1))


def drivers(
    case: Compiled, answer: Answer, seed: int, draws: int, progress: Callable[[int], None] = lambda _: None
) -> tuple[Driver, ...]:
    """What every input does to an answer, those first that turn it most often.

    progress: is told how many draws are done.
    """
    asked = all_inputs(case)
    everything = frozenset(path for one in asked for path in one.paths)
    before, other = np.zeros(draws, dtype=bool), np.zeros(draws, dtype=bool)
    after = np.zeros((len(asked), draws), dtype=bool)
    for start in range(0, draws, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, draws))
        here = slice(numbers.start, numbers.stop)
        before[here] = answer(drawn(case, seed, numbers))
        other[here] = answer(drawn(case, seed, numbers, anew=everything))
        for n, one in enumerate(asked):
            after[n, here] = answer(drawn(case, seed, numbers, anew=one.paths))
        progress(numbers.stop)
    both = np.concatenate([before, other])
    variance = float(both.mean() * (1 - both.mean()))
    found = [
        Driver(
            input=one,
            turns=Share(number=int((after[n] != before).sum()), draws=draws),
            first=float((other * (after[n].astype(float) - before)).mean()) / variance if variance else None,
            total=float((after[n] != before).mean()) / 2 / variance if variance else None,
        )
        for n, one in enumerate(asked)
    ]
    return tuple(sorted(found, key=lambda one: (-one.turns.number, one.input.name)))
