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

from winset.analyses.robustness.acceptance import Share
from winset.analyses.robustness.ground import Ground
from winset.analyses.settlement.packages import Bools
from winset.compiled import Compiled
from winset.readings import Draws, drawn
from winset.readings.draws import inputs

Kind = Literal["salience", "scores", "silence", "walk_away", "link", "ratifier"]
Answer = Callable[[Draws], Bools]
"""(draw) a question that is answered by yes or no in every draw."""
AT_ONCE = 100


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
    return lambda draws: np.asarray(ground.feasible.acceptable(draws).any(axis=1))


class Drivers:
    """What every input does to an answer, added up over draws.

    draws: how many have been added. turned, alone: (input) sums over them; yes: answers of yes in the two designs.
    """

    def __init__(self, case: Compiled, answer: Answer, seed: int) -> None:
        self.case, self.answer, self.seed = case, answer, seed
        self.inputs = all_inputs(case)
        self.draws = self.yes = 0
        self.turned = np.zeros(len(self.inputs), dtype=np.int64)
        self.alone = np.zeros(len(self.inputs), dtype=np.int64)

    def add(self, numbers: range) -> None:
        """Adds these draws."""
        before = self.answer(drawn(self.case, self.seed, numbers))
        everything = frozenset(path for one in self.inputs for path in one.paths)
        other = self.answer(drawn(self.case, self.seed, numbers, anew=everything))
        after = np.array([self.answer(drawn(self.case, self.seed, numbers, anew=one.paths)) for one in self.inputs])
        self.turned += (after != before).sum(axis=1)
        self.alone += (other & after & ~before).sum(axis=1) - (other & ~after & before).sum(axis=1)
        self.yes += int(before.sum() + other.sum())
        self.draws += len(numbers)

    def result(self) -> tuple[Driver, ...]:
        """The inputs, those first that turn the answer most often."""
        share = self.yes / (2 * self.draws) if self.draws else 0.0
        variance = share * (1 - share)
        found = [
            Driver(
                input=one,
                turns=Share(number=int(turned), draws=self.draws),
                first=float(alone) / self.draws / variance if variance else None,
                total=float(turned) / self.draws / 2 / variance if variance else None,
            )
            for one, turned, alone in zip(self.inputs, self.turned, self.alone, strict=True)
        ]
        return tuple(sorted(found, key=lambda one: (-one.turns.number, one.input.name)))
