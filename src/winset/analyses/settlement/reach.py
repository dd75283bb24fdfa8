"""To which links and rules of a case a new option is subject.

A link or a rule names options on the list, and a new option is none of them. Where the case says how far along the line
it reaches, it applies to a new option that lies there, so that options at different places of the line are different
offers. Where the case says nothing, it does not apply; a new option may then be enough only for that reason, which is
asked by holding the links and rules that name options of its issues to apply to it as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise, product
from typing import Literal

from winset.compiled import Compiled, Structure
from winset.compiled.index import Condition, Marks
from winset.model.reach import Mark
from winset.readings import Reading
from winset.readings.exact import LinkWorth

Part = Literal["link", "if", "then"]


@dataclass(frozen=True, slots=True, order=True, kw_only=True)
class Clause:
    """A link, or one of the two conditions of a rule. number: its place among the links or the rules of the case."""

    part: Part
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Placing:
    """Where on their lines new options lie, as far as links and rules tell places apart.

    reached: of the marks on the issues, those at which a new option lies or beyond which. applies: (clause, issue) of
    what applies to it therefore.
    """

    reached: tuple[tuple[int, Mark], ...] = ()
    applies: frozenset[tuple[Clause, int]] = frozenset()


NOWHERE = Placing()
"""Where nothing that the case says applies to a new option."""


def clauses(case: Compiled) -> Iterator[tuple[Clause, Condition, Marks]]:
    """Every link and both conditions of every rule, with how far they reach."""
    for n, link in enumerate(case.links):
        yield Clause(part="link", number=n), link.when, link.marks
    for n, rule in enumerate(case.structure.rules):
        yield Clause(part="if", number=n), rule.if_, rule.if_marks
        yield Clause(part="then", number=n), rule.then, rule.then_marks


def placings(case: Compiled, issues: tuple[int, ...]) -> tuple[Placing, ...]:
    """The places of new options of some issues that links and rules tell apart, the one where nothing applies first."""
    placing_by_clauses: dict[frozenset[tuple[Clause, int]], Placing] = {}
    for places in product(*(_places(case, issue) for issue in issues)):
        applies, reached = set(), dict[tuple[int, Mark], None]()
        for issue, place in zip(issues, places, strict=True):
            for clause, _, marks in clauses(case):
                for where, mark in marks:
                    if where == issue and mark.reaches(place):
                        applies.add((clause, issue))
                        reached[issue, mark] = None
        placing = Placing(reached=tuple(reached), applies=frozenset(applies))
        placing_by_clauses.setdefault(placing.applies, placing)
    return tuple(sorted(placing_by_clauses.values(), key=lambda placing: len(placing.applies)))


def _places(case: Compiled, issue: int) -> list[Fraction | None]:
    """A place for each stretch of the line that marks tell apart: off the line, at every mark, and between them."""
    marks = sorted(
        {mark.place for _, _, clause_marks in clauses(case) for where, mark in clause_marks if where == issue}
    )
    if not marks:
        return [None]
    ends = [Fraction(0), *marks, Fraction(100)]
    return [None, *marks, *((low + high) / 2 for low, high in pairwise(ends)), ends[0], ends[-1]]


def harmful(case: Compiled, issues: tuple[int, ...]) -> frozenset[tuple[Clause, int]]:
    """What could stand in the way if it applied to new options of the issues, of which the case does not say whether it
    does: links that take something, and rules that ask for something, where they name options of an issue and set no
    mark on it.
    """
    harms = set()
    for clause, when, marks in clauses(case):
        takes = clause.part == "if" or (clause.part == "link" and case.links[clause.number].points.central < 0)
        marked = {issue for issue, _ in marks}
        if takes:
            harms |= {(clause, issue) for issue, _ in when if issue in issues and issue not in marked}
    return frozenset(harms)


def applying(case: Compiled, reading: Reading, applies: frozenset[tuple[Clause, int]]) -> Reading:
    """The reading in which these links and rules apply to the option one past the last of each issue."""
    if not applies:
        return reading
    links = links_applying(case, reading.links, by_party(case), applies)
    return replace(reading, links=links, structure=structure_applying(case, reading.structure, applies))


def structure_applying(case: Compiled, structure: Structure, applies: frozenset[tuple[Clause, int]]) -> Structure:
    """The structure whose rules apply to the new options."""
    rules = (
        replace(
            rule,
            if_=_with_new(case, rule.if_, "if", n, applies),
            then=_with_new(case, rule.then, "then", n, applies),
        )
        for n, rule in enumerate(structure.rules)
    )
    return replace(structure, rules=tuple(rules))


def links_applying(
    case: Compiled, links: tuple[LinkWorth, ...], order: Sequence[int], applies: frozenset[tuple[Clause, int]]
) -> tuple[LinkWorth, ...]:
    """The links as they apply to the new options. order: the place in the case of each."""
    numbered = zip(order, links, strict=True)
    return tuple(replace(link, when=_with_new(case, link.when, "link", n, applies)) for n, link in numbered)


def by_party(case: Compiled) -> list[int]:
    """The places of links in the case, in the order in which a reading holds them: those of a party together."""
    return sorted(range(len(case.links)), key=lambda n: case.links[n].party)


def _with_new(
    case: Compiled, when: Condition, part: Part, number: int, applies: frozenset[tuple[Clause, int]]
) -> Condition:
    """The condition with the new option of every issue on which it applies to that."""
    clause = Clause(part=part, number=number)
    return tuple(
        (issue, options | {case.structure.sizes[issue]} if (clause, issue) in applies else options)
        for issue, options in when
    )
