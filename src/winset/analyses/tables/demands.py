"""What all whose consent a package needs at a table ask of it, as sums over clusters: for packages that are not listed.

Whose consent is needed differs from package to package. For each set of parties the question is put by itself; a party
that gains or loses by refusing its part stands in it a second time, so that the sets tell whether it is needed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from winset.analyses.settlement.layers import TooJoined
from winset.analyses.settlement.search.joined_question import JoinedQuestion, joined_questions
from winset.analyses.settlement.search.shortfall import Demands
from winset.analyses.settlement.subproblem import Subproblem, subproblems
from winset.analyses.tables.ballots import enough
from winset.analyses.tables.searched_space import holding_reading, standing_twice
from winset.analyses.tables.terms import TableTerms
from winset.compiled import CompiledTable
from winset.readings import Reading


def open_reading(terms: TableTerms, table: CompiledTable, voters: frozenset[int]) -> Reading:
    """The question whose acceptable packages cross no red line of anybody whose consent they need, and that these
    voters accept, whatever they are worth to all others.
    """
    plain = replace(terms, carry=terms.agree)
    reading = holding_reading(plain, table, (), voters)
    everybody = terms.everybody
    reading = replace(
        reading,
        structure=replace(reading.structure, bargaining=everybody),
        walk_away=tuple(least if party in voters else None for party, least in enumerate(terms.agree)),
        floors=(),
    )
    for party in everybody:
        if terms.refusal[party]:
            reading = standing_twice(reading, party, None)
    return reading


def demands(terms: TableTerms, table: CompiledTable, *, even: bool) -> Iterator[Demands]:
    """The question for each set of parties whose consent is needed. Raises TooJoined where these
    are too many. even: whether those who have something to spare must have enough for the others.
    """
    for voters in enough(terms.case, table, with_others=True):
        for subproblem, joined in _posed(open_reading(terms, table, voters)):
            yield _asked(terms, table, subproblem, joined, even=even)


def _posed(reading: Reading) -> list[tuple[Subproblem, JoinedQuestion | None]]:
    try:
        return [(subproblem, None) for subproblem in subproblems(reading)]
    except TooJoined:
        return [(question.posed, question) for question in joined_questions(reading) if question.posed is not None]


def _asked(
    terms: TableTerms, table: CompiledTable, subproblem: Subproblem, joined: JoinedQuestion | None, *, even: bool
) -> Demands:
    twins = [party for party in terms.everybody if terms.refusal[party]]
    needed = {party for n, party in enumerate(twins) if len(terms.everybody) + n in subproblem.required}
    needed |= {party for party in terms.everybody if party in subproblem.required and not terms.refusal[party]}
    denominator = terms.reading.denominator
    least: list[Fraction | None] = []
    for party in subproblem.parties:
        asked = [Fraction(0)] if party in {*table.seated, *table.ratifiers} else []
        asked += [terms.refusal[party]] if party in needed else []
        asked += [terms.demanded_by(floor) for floor in table.floors if floor.party == party]
        own = terms.agree[party]
        least.append(None if own is None or not asked else own + max(asked) * denominator[party])
    weight = tuple(Fraction(1, denominator[party]) for party in subproblem.parties)
    return Demands(subproblem=subproblem, least=tuple(least), weight=weight, even=even, joined=joined)
