"""What the package asks of a new option, in the names of a case, and whether it is enough by trying."""

from __future__ import annotations

import random
from fractions import Fraction

from winset.analyses.settlement.invent import RequiredWorth
from winset.compiled import Compiled

from .invent_oracle import NEW, Question, RequiredInvention, is_covered

HAIR = Fraction(1, 10**9)


def told(case: Compiled, ask: RequiredWorth) -> RequiredInvention:
    """An ask in the names of the case."""
    rest = tuple(
        NEW if option == len(case.options[issue]) else case.options[issue][option]
        for issue, option in enumerate(ask.rest)
    )
    return RequiredInvention(
        rest=rest,
        worth=dict(zip(case.parties, ask.worth, strict=True)),
        needed=frozenset(case.parties[p] for p in ask.needed),
        exceed=frozenset(case.parties[p] for p in ask.exceed),
    )


def compare_worths(found: list[RequiredInvention], question: Question, draw: random.Random) -> None:
    """A worth is enough, by trying, where and only where the frontier says so: at random, and around what it asks."""
    parties = list(question.case["parties"])
    worths = [{party: Fraction(draw.choice((0, 10, 25, 50, 75, 90, 100))) for party in parties} for _ in range(6)]
    worths += [dict.fromkeys(parties, Fraction(0)), dict.fromkeys(parties, Fraction(100))]
    for each in found:
        worths.append(each.worth)
        for party in parties:
            worths += [{**each.worth, party: each.worth[party] + step} for step in (-HAIR, HAIR)]
    for worth in worths:
        if all(0 <= points <= 100 for points in worth.values()):
            assert question.is_enough(worth) == any(is_covered(each, worth) for each in found)
