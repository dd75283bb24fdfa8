"""Proofs to be checked by someone else: the weights of the bounds, and the trail of the tree.

A certificate says: of all packages that reach the floors, none but the one that moves nothing has a larger key than the
one that is named; or, where nothing is named, there is none. `checker.py` confirms it without any of this.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from winset.analyses.settlement.choose import GainScale, gain_scale, solution_context
from winset.analyses.settlement.layers import TooJoined
from winset.analyses.settlement.methods.search import Search
from winset.analyses.settlement.packages import total_packages
from winset.analyses.settlement.proofs import NOT_MEASURED, ProofRequest, asked_of_all, asked_of_solutions, no_deal
from winset.analyses.settlement.search.extremes import extreme, witness
from winset.analyses.settlement.search.optimum import BoundedTree, OptimumSearch
from winset.analyses.settlement.search.tree import Budget, Effort, SearchTree
from winset.analyses.settlement.solutions import Context, solutions
from winset.analyses.settlement.statement import named, option_texts, statement
from winset.analyses.settlement.subproblem import Subproblem
from winset.compiled import Compiled
from winset.errors import TooLarge
from winset.model.case import Case
from winset.readings import Reading

Json = dict[str, Any]
STOPPED = "the search stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """A proof that was asked for. certificate: None where it could not be made, with the reason in `why`."""

    asked: ProofRequest
    certificate: Json | None = None
    why: str = ""


def certificates(
    case: Compiled, reading: Reading, nodes: int, words: Case | None = None
) -> tuple[Json, tuple[Attempt, ...]]:
    """What the proofs are about, and the proof of every optimum of a reading, or that there is no deal.

    nodes: of each search, after which a proof is given up. words: where titles are found. Raises TooLarge.
    """
    try:
        certifier = Certifier(case, reading, Effort(nodes=nodes), words)
    except TooJoined:
        message = "rules and links join too many issues for a proof that can be written down"
        raise TooLarge(message, total_packages(case.structure)) from None
    return certifier.statement, tuple(certifier.all())


class Certifier:
    """Makes the certificates of a reading. Raises TooJoined where rules and links join too many issues."""

    def __init__(self, case: Compiled, reading: Reading, effort: Effort, words: Case | None = None) -> None:
        self.case, self.reading, self.effort = case, reading, effort
        self.search = Search(reading, effort=effort)
        self.texts = option_texts(case, words)
        self.statement = statement(case, reading, self.search.subproblems, words)

    def all(self) -> Iterator[Attempt]:
        """The certificate of every optimum, or that there is no deal, or why it could not be made."""
        if not self.search.has_deal:
            yield self._none()
            return
        scale = gain_scale(self.reading)
        if scale is None:
            yield Attempt(asked=NOT_MEASURED, why=NOT_MEASURED.beyond)
            return
        extremes: dict[tuple[int, str], int] = {}
        for asked in asked_of_all(self.statement):
            attempt, value = self._extreme(asked)
            if value is not None:
                extremes[asked.party or 0, asked.end] = value
            yield attempt
        if len(extremes) < 2 * len(scale.parties):  # the solutions are measured by them
            return
        most, least = ([extremes[n, end] for n in range(len(scale.parties))] for end in ("most", "least"))
        context = solution_context(self.reading, scale, np.array(most, dtype=object), np.array(least, dtype=object))
        for asked in asked_of_solutions(self.statement, most, least):
            yield self._optimum(asked, context, scale)

    def _none(self) -> Attempt:
        asked = no_deal(self.statement)
        trees: list[SearchTree] = []
        example = witness(self.search.subproblems, Budget(self.effort), trees)
        if not example.proven or example.package is not None:
            return Attempt(asked=asked, why=STOPPED)
        return Attempt(asked=asked, certificate=_certificate(asked, None, [_tree(tree) for tree in trees]))

    def _extreme(self, asked: ProofRequest) -> tuple[Attempt, int | None]:
        sign = 1 if asked.end == "most" else -1
        bound = extreme(self.search.subproblems, asked.party or 0, sign, Budget(self.effort), recorded=True)
        if bound.value is None:
            return Attempt(asked=asked, why=STOPPED), None
        trees = [_tree(priced.tree, [Fraction(priced.own)]) for priced in bound.trees]
        best = self._best(bound.trees[bound.place].subproblem, bound.place, bound.rows)
        return Attempt(asked=asked, certificate=_certificate(asked, best, trees)), bound.value

    def _optimum(self, asked: ProofRequest, context: Context, scale: GainScale) -> Attempt:
        if asked.beyond:
            return Attempt(asked=asked, why=asked.beyond)
        seek = OptimumSearch(
            self.search.subproblems, solutions[asked.solution], context, scale, self.effort, ties=200, recorded=True
        ).run()
        if not seek.finished:
            return Attempt(asked=asked, why=STOPPED)
        best = None
        for number, posed in enumerate(seek.trees):
            at = next((rows for subproblem, rows in seek.tied.values() if subproblem is posed.subproblem), None)
            if best is None and at is not None:
                best = self._best(posed.subproblem, number % len(self.search.subproblems), at)
        trees = [
            _tree(each.tree, _own(each, asked.unit) if asked.kind == "sum" else ())
            for each in seek.trees
            if isinstance(each.tree, SearchTree)
        ]
        return Attempt(asked=asked, certificate=_certificate(asked, best, trees))

    def _best(self, subproblem: Subproblem, place: int, rows: tuple[int, ...]) -> list[object]:
        """The package behind a combination, with the question that allows it."""
        return [place, named(self.texts, subproblem, subproblem.expand(np.array([rows]), 2)[0].tolist())]


def _certificate(asked: ProofRequest, best: list[object] | None, trees: list[Json]) -> Json:
    return {"kind": asked.kind, "unit": _pairs(asked.unit), "best": best, "trees": trees}


def _tree(tree: SearchTree, own: Sequence[Fraction] = ()) -> Json:
    runs = tree.subproblem.runs
    parts = [*own, *[Fraction(0)] * (len(tree.weights) - len(own))]
    return {
        "order": [n for part in tree.order for n, run in enumerate(runs) if run[0] == part],
        "weights": tree.weights.tolist(),
        "own": _pairs(parts),
        "trail": tree.trail,
    }


def _pairs(parts: Sequence[Fraction]) -> list[list[int]]:
    return [[part.numerator, part.denominator] for part in parts]


def _own(bounded: BoundedTree, unit: Sequence[Fraction]) -> list[Fraction]:
    """How much of a sum is in each form at least; the rest of the form are prices of floors."""
    return [
        min((Fraction(int(w)) / u for w, u in zip(row, unit, strict=False) if u > 0), default=Fraction(0))
        for row in bounded.tree.weights[: len(bounded.base)]
    ]
