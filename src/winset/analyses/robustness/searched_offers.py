"""Whether a new option of a stated worth is enough in readings whose packages are too many to be looked at.

What packages there are with an option hangs on no number, so it is built once for all readings. The prices at which
floors are hardest to reach together are those of the options on the list, once for each reading and all new options:
any prices close only what is closed by right, and these are near enough.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from winset.analyses.settlement.choose import Package
from winset.analyses.settlement.invent import with_new
from winset.analyses.settlement.layers import TooJoined
from winset.analyses.settlement.packages import Ints, Packages, View
from winset.analyses.settlement.reach import Placing, by_party, links_applying, structure_applying
from winset.analyses.settlement.search.extremes import guided_tree, guiding_prices, leaves_status_quo
from winset.analyses.settlement.search.joined_question import JoinedQuestion
from winset.analyses.settlement.search.tree import Budget, Effort
from winset.analyses.settlement.subproblem import Subproblem, subproblems
from winset.compiled import Compiled
from winset.readings import Reading

MOST_NODES = 200_000
"""Nodes of the search for a package with a new option in one reading; beyond, the reading is counted apart, and shares
are told as between two bounds.
"""


class AskedReading:
    """A reading of the list as it stands, with what each party must get. leads: the package to be bettered, which no
    bargaining party accepts less than; None where a deal is to be opened.
    """

    def __init__(self, reading: Reading, hundredth: Ints, leads: Package | None) -> None:
        """hundredth: (party, issue) of a point of an issue, what it is worth."""
        self.hundredth = hundredth
        has = {} if leads is None else {p: reading.value(p, leads) for p in reading.structure.bargaining}
        self.reading = replace(
            reading,
            walk_away=tuple(
                max(has[party], walk_away or -(2**62)) if party in has else walk_away
                for party, walk_away in enumerate(reading.walk_away)
            ),
        )

    @cached_property
    def prices(self) -> dict[frozenset[int], dict[int, float]]:
        """Per set of required parties and party, those at which the floors are hardest to reach together."""
        return {
            question.required: dict(zip(question.parties, prices.tolist(), strict=True))
            for question in subproblems(self.reading)
            if (prices := guiding_prices(question)) is not None
        }


@dataclass(frozen=True, kw_only=True, eq=False)
class SearchedOffer:
    """A new option with its worth. hundredths: per party, of a point of its issues. rests: packages that are tried
    before any search.
    """

    case: Compiled
    issues: tuple[int, ...]
    placing: Placing
    hundredths: tuple[int, ...]
    rests: Packages

    @cached_property
    def view(self) -> View:
        """The rests among the packages with the new option, those that keep every rule."""
        structure = self.case.structure.with_new_options(self.issues)
        view = View(structure_applying(self.case, structure, self.placing.applies), self.rests)
        return view.only(view.feasible)

    def is_enough(self, asked: AskedReading) -> bool | None:
        """Whether it is enough in a reading; None where a search stopped before that was known."""
        posed = self._posed(asked)
        if (~self.view.falls_short(posed, self.view.values(posed))).any():
            return True
        try:
            answers = {self._reaches(question, asked.prices.get(question.required)) for question in subproblems(posed)}
        except TooJoined:
            found = JoinedQuestion(posed).witness(Budget(Effort(nodes=MOST_NODES)))
            return found.package is not None if found.proven else None
        return True if True in answers else None if None in answers else False

    def _posed(self, asked: AskedReading) -> Reading:
        """The reading of the packages with the option."""
        unit = asked.hundredth[:, list(self.issues)].sum(axis=1)
        worth = tuple(int(u) * h for u, h in zip(unit, self.hundredths, strict=True))
        links = links_applying(self.case, asked.reading.links, by_party(self.case), self.placing.applies)
        return replace(with_new(asked.reading, self.issues, worth), structure=self.view.structure, links=links)

    def _reaches(self, question: Subproblem, prices: dict[int, float] | None) -> bool | None:
        """Whether a package reaches every floor."""
        if (question.most_after[0] < question.floor).any():
            return False
        known = None if prices is None else np.array([prices.get(party, 0.0) for party in question.parties])
        tree = guided_tree(question, known)
        found = any(leaves_status_quo(question, leaf) for leaf in tree.leaves(Budget(Effort(nodes=MOST_NODES))))
        return True if found else False if tree.finished else None
