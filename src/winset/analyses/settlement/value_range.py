"""Between which values a package lies for a party, wherever in their judged ranges the numbers lie."""

from __future__ import annotations

from fractions import Fraction

from winset.analyses.settlement.choose import Package
from winset.compiled import Compiled
from winset.readings.exact import fulfils
from winset.readings.shapes import central_salience, central_scores


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
