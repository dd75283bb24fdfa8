"""How one package stands: what it is worth to whom, who would not accept it, and what would have to give for it.

And between which values it lies for a party, wherever in their judged ranges the numbers lie.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from winset.analyses.settlement.blockers import Constraint, constraints, violates
from winset.analyses.settlement.choose import Package
from winset.analyses.settlement.packages import View, holds
from winset.analyses.settlement.settle import Objection, objections
from winset.compiled import Compiled, CompiledRule
from winset.readings import Reading
from winset.readings.exact import fulfils
from winset.readings.shapes import central_salience, central_scores


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Standing:
    """One package under one reading.

    required: the parties whose consent it needs. values: per party a numerator. violated: the walk-aways and red lines
    that it violates, and the bodies that would not ratify it. broken: the rules that it breaks. moves: False of the
    package that leaves everything as it is. objections: red lines that it crosses of parties whose consent it does not
    need.
    """

    reading: Reading
    package: Package
    required: frozenset[int]
    values: tuple[int, ...]
    violated: tuple[Constraint, ...]
    broken: tuple[CompiledRule, ...]
    moves: bool
    objections: tuple[Objection, ...]

    @property
    def is_acceptable(self) -> bool:
        """Everyone whose consent it needs would accept it, and it is a package that can be."""
        return self.moves and not self.violated and not self.broken

    @property
    def can_be_opened(self) -> bool:
        """Whether it would be acceptable if parties gave way; what breaks a rule cannot be, whoever gives way."""
        return self.moves and not self.broken

    def value(self, party: int) -> Fraction:
        """What it is worth to a party, in points."""
        return self.reading.points(party, self.values[party])

    def gain(self, party: int) -> Fraction | None:
        """The same above its walk-away; None where none can be derived."""
        walk_away = self.reading.walk_away[party]
        return None if walk_away is None else self.reading.points(party, self.values[party] - walk_away)

    def shortfall(self, item: Constraint) -> Fraction | None:
        """By how many points a walk-away that it violates would have to fall, or what a body asks; None of a red line
        and of a body that votes.
        """
        if item.line is not None or item.votes:
            return None
        asked = self.reading.walk_away[item.party]
        if item.body is not None:
            asked = next(floor.worth for floor in self.reading.floors if floor.name == item.body)
        return None if asked is None else self.reading.points(item.party, asked - self.values[item.party])


def standing(reading: Reading, package: Package) -> Standing:
    """How a package stands under a reading."""
    view = View(reading.structure, np.array([package], dtype=np.int16))
    values = view.values(reading)
    refused = view.refusals(reading, values)
    return Standing(
        reading=reading,
        package=package,
        required=frozenset(np.flatnonzero(view.required[:, 0]).tolist()),
        values=tuple(values[:, 0].tolist()),
        violated=tuple(item for item in constraints(reading) if violates(view, values, reading, item, refused)[0]),
        broken=tuple(
            rule
            for rule in reading.structure.rules
            if holds(view.packages, rule.if_)[0] and not holds(view.packages, rule.then)[0]
        ),
        moves=bool(view.leaves_status_quo[0]),
        objections=objections(reading, package),
    )


def value_range(case: Compiled, party: int, package: Package) -> tuple[Fraction, Fraction]:
    """The lowest and the highest value of a package to a party, in points, over all judged ranges of its saliences, of
    the scores of these options and of its links, each taken by itself. What is not judged stands as in the central
    reading.

    The value is an average of the scores, weighted by salience. It is highest where every score is, and where the
    saliences of the issues with the best scores are as high and all others as low as they may be: one of as many ways
    to part the issues as there are issues.
    """
    scores = [_score(case, party, issue, option) for issue, option in enumerate(package)]
    weights = [_salience(case, party, issue) for issue in range(len(package))]
    links = [link.points for link in case.links if link.party == party and fulfils(package, link.when)]
    low = _extreme([(-score[0], weight) for score, weight in zip(scores, weights, strict=True)])
    high = _extreme([(score[1], weight) for score, weight in zip(scores, weights, strict=True)])
    return sum((span.low for span in links), -low), sum((span.high for span in links), high)


def _score(case: Compiled, party: int, issue: int, option: int) -> tuple[Fraction, Fraction]:
    judged = case.cells[case.root(party, issue)][issue].scores
    span = judged[option] if judged else None
    if span is not None:
        return span.low, span.high
    score = central_scores(case, party, issue)[option]
    return score, score


def _salience(case: Compiled, party: int, issue: int) -> tuple[Fraction, Fraction]:
    span = case.cells[party][issue].salience
    if span is not None:
        return span.low, span.high
    salience = central_salience(case, party, issue)
    return salience, salience


def _extreme(terms: list[tuple[Fraction, tuple[Fraction, Fraction]]]) -> Fraction:
    """The largest average of scores whose weights lie within bounds; 0 where all weights are 0."""
    ordered = sorted(terms, key=lambda term: term[0], reverse=True)
    total = sum((low for _, (low, _) in ordered), Fraction(0))
    weighted = sum((score * low for score, (low, _) in ordered), Fraction(0))
    best = weighted / total if total else Fraction(0)
    for score, (low, high) in ordered:
        total += high - low
        weighted += score * (high - low)
        if total and weighted / total > best:
            best = weighted / total
    return best
