"""Proofs to be checked by someone else: the tables of a question, the weights of the bounds, and the trail of the tree.

A certificate says: of all combinations of rows that reach the floors, none but the excluded one has a larger key than
the one that is named; or, where nothing is named, there is none. `checker.py` confirms it without any of this.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from operator import mul

import numpy as np

from winset.analyses.settlement.choose import GainScale, gain_scale, inapplicable, solution_context
from winset.analyses.settlement.layers import TooJoined
from winset.analyses.settlement.methods.search import Search
from winset.analyses.settlement.packages import total_packages
from winset.analyses.settlement.search.extremes import Extreme, extreme, witness
from winset.analyses.settlement.search.optimum import BoundedTree, OptimumSearch
from winset.analyses.settlement.search.tree import Budget, Effort, SearchTree
from winset.analyses.settlement.solutions import Context, Solution, solutions
from winset.analyses.settlement.subproblem import NO_FLOOR, Subproblem
from winset.compiled import Compiled
from winset.errors import TooLarge
from winset.readings import Reading

Json = dict[str, object]
LARGEST_POWER = 2_000
"""Sum of the powers of the weighted Nash product that a checker multiplies out; beyond, no proof of that solution is
written, and the file says why.
"""


def certificates(case: Compiled, reading: Reading, nodes: int) -> list[Json]:
    """The proof of every optimum of a reading, or that there is no deal.

    nodes: of each search, after which a proof is given up. Raises TooLarge.
    """
    try:
        return list(Certifier(case, reading, Effort(nodes=nodes)).all())
    except TooJoined:
        message = "rules and links join too many issues for a proof that can be written down"
        raise TooLarge(message, total_packages(case.structure)) from None


class Certifier:
    """Makes the certificates of a reading. Raises TooJoined where rules and links join too many issues."""

    def __init__(self, case: Compiled, reading: Reading, effort: Effort) -> None:
        self.case, self.reading, self.effort = case, reading, effort
        self.search = Search(reading, effort=effort)

    def all(self) -> Iterator[Json]:
        """The certificate of every optimum, or that there is no deal: what it says, and whether it could be made."""
        if not self.search.has_deal:
            yield self._none()
            return
        scale, refused = gain_scale(self.reading), inapplicable(self.reading)
        if scale is None:
            yield _unmade("no solution singles out a package", "not every bargaining party has a walk-away")
            return
        for sign, what in ((1, "most"), (-1, "least")):
            for n, party in enumerate(scale.parties):
                extreme_value = extreme(self.search.subproblems, n, sign, Budget(self.effort), recorded=True)
                yield self._extreme(
                    extreme_value, n, sign, f"the {what} that an acceptable package is worth to {self._name(party)}"
                )
        context = solution_context(self.reading, scale, self.search.ideal(), self.search.least())
        for key, solution in solutions.items():
            if key not in refused:
                yield self._optimum(solution, context, scale)

    def _name(self, party: int) -> str:
        return self.case.parties[party]

    def _none(self) -> Json:
        trees: list[SearchTree] = []
        example = witness(self.search.subproblems, Budget(self.effort), trees)
        if not example.proven:
            return _unmade("no package is acceptable", "the search stopped")
        start = [0] * len(self.reading.structure.bargaining)
        rule: Json = {"kind": "sum", "first": False}
        questions = [
            {**self._question(tree.subproblem, tree, empty=True), "unit": ["1"] * len(start)} for tree in trees
        ]
        return self._certificate("no package is acceptable", rule, (start, None), questions)

    def _extreme(self, extreme_value: Extreme, coordinate: int, sign: int, claim: str) -> Json:
        if extreme_value.value is None:
            return _unmade(claim, "the search stopped")
        width = len(self.reading.structure.bargaining)
        unit = [str(sign if n == coordinate else 0) for n in range(width)]
        questions = [
            {**self._question(priced.subproblem, priced.tree, own=[priced.own]), "unit": unit}
            for priced in extreme_value.trees
        ]
        best = self._best(extreme_value.trees[extreme_value.place].tree, extreme_value.place, extreme_value.rows)
        made = self._certificate(claim, {"kind": "sum", "first": False}, ([0] * width, best), questions)
        return {**made, "extreme": {"party": self._name(self.reading.structure.bargaining[coordinate]), "sign": sign}}

    def _optimum(self, solution: Solution, context: Context, scale: GainScale) -> Json:
        claim = f"{solution.title}: no acceptable package does better than the one named"
        if solution.bound is None:
            return _unmade(claim, "this solution does not say what its key is in a checker's words")
        seek = OptimumSearch(
            self.search.subproblems, solution, context, scale, self.effort, ties=200, recorded=True
        ).run()
        if not seek.finished:
            return _unmade(claim, "the search stopped")
        rule = solution.bound.rule(context)
        if rule.kind == "product" and sum(rule.unit) > LARGEST_POWER:
            return _unmade(claim, "the powers are too large to be multiplied out")
        best_at = next(iter(seek.tied.values()), None)
        if best_at is None:
            claim = f"{solution.title}: no acceptable package is a candidate"
        gaining = len(seek.trees[-1].context.gaining or ())
        questions, best = [], None
        for n, bounded in enumerate(seek.trees):
            key_rule = solution.bound.rule(bounded.context)
            unit = key_rule.unit if key_rule.kind == "product" else tuple(map(mul, key_rule.unit, scale.scale))
            empty = best_at is None or len(bounded.context.gaining or ()) > gaining
            own = _own(bounded, unit) if key_rule.kind == "sum" else ()
            question = self._question(bounded.subproblem, bounded.tree, own=own, empty=empty)
            questions.append({**question, "unit": [str(part) for part in unit]})
            if best_at is not None and best_at[0] is bounded.subproblem:
                best = self._best(bounded.tree, n, best_at[1])
        made = self._certificate(claim, {"kind": rule.kind, "first": rule.first}, (list(scale.floor), best), questions)
        return {**made, "solution": solution.key}

    def _best(self, tree: SearchTree, question: int, rows: tuple[int, ...]) -> Json:
        """Where the package that is named stands, in the order of the tree."""
        options = tree.subproblem.expand(np.array([rows]), 2)[0].tolist()
        return {"question": question, "rows": tree.places(rows), "package": self.case.package_names(options)}

    def _question(
        self, subproblem: Subproblem, tree: SearchTree, *, own: Sequence[object] = (), empty: bool = False
    ) -> Json:
        quo = [
            part.status_quo_row
            if part.status_quo_row is not None and part.alternatives[part.status_quo_row] == 1
            else None
            for part in subproblem.parts
        ]
        unmoved = [row for row in quo if row is not None]
        return {
            "required": [self._name(p) for p in sorted(subproblem.required)],
            "parties": [self._name(p) for p in subproblem.parties],
            "floor": [int(least) if least > NO_FLOOR else NO_FLOOR for least in subproblem.floor],
            "choices": [
                [[self._choices(subproblem, part, row) for row in rows] for rows in grouped]
                for part, grouped in zip(tree.order, tree.grouped, strict=True)
            ],
            "parts": [
                [
                    [
                        [int(subproblem.parts[part].after[row]), *subproblem.parts[part].rows[row].tolist()]
                        for row in rows
                    ]
                    for rows in grouped
                ]
                for part, grouped in zip(tree.order, tree.grouped, strict=True)
            ],
            "still": tree.places(tuple(unmoved)) if subproblem.has_status_quo and len(unmoved) == len(quo) else None,
            "weights": tree.weights.tolist(),
            "own": [str(share) for share in own],
            "empty": empty,
            "trail": tree.trail,
        }

    def _choices(self, subproblem: Subproblem, part: int, row: int) -> list[str]:
        """What a row stands for, by name: the options of its issues, of every choice that adds the same."""
        own_part = subproblem.parts[part]
        return self.case.choice_names(own_part.cluster.issues, own_part.options(row))

    def _certificate(self, claim: str, rule: Json, at: tuple[list[int], Json | None], questions: list[Json]) -> Json:
        start, best = at
        return {
            "claim": claim,
            "made": True,
            "parties": [self._name(p) for p in self.reading.structure.bargaining],
            "rule": rule,
            "best": best,
            "questions": [{**question, "start": start} for question in questions],
        }


def _unmade(claim: str, why: str) -> Json:
    return {"claim": claim, "made": False, "why": why}


def _own(bounded: BoundedTree, unit: tuple[Fraction, ...]) -> list[Fraction]:
    """How much of a sum is in each form at least; the rest of the form are prices of floors."""
    return [
        min((Fraction(int(w)) / u for w, u in zip(row, unit, strict=False) if u > 0), default=Fraction(0))
        for row in bounded.tree.weights[: len(bounded.base)]
    ]
