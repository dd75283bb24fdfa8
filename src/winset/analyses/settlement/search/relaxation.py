"""A structure without some of its rules, and with links that ask for less: where all of them join too many issues to be
taken one after the other, what no package of this one reaches, no package of the case reaches.

A rule that goes leaves more packages. A link that asks for less is brought by more packages, and what it takes away is
left aside. So whatever these packages reach at most bounds what those of the case reach.

Source: Geoffrion 1974, Mathematical Programming Study 2, 82-114 (relaxation).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import prod

import numpy as np

from winset.analyses.settlement.packages import Bools
from winset.compiled import Condition, Structure
from winset.readings import Draws, Reading

MOST_TOGETHER = 500
"""Combinations of the options of issues that rules and links join, where all of them join too many: rules and links
are kept as long as they join no more; beyond, rules are left aside while bounds are proven, and links ask for less, so
that bounds are wider and more is searched.
"""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Relaxation:
    """structure: with the rules that are kept. whens: (link) what it asks for. weakened: (link) True where that is less
    than in the case.
    """

    structure: Structure
    whens: tuple[Condition, ...]
    weakened: Bools

    @classmethod
    def none(cls, structure: Structure, whens: Sequence[Condition]) -> Relaxation:
        """The structure as it is."""
        return cls(structure=structure, whens=tuple(whens), weakened=np.zeros(len(whens), dtype=bool))

    @classmethod
    def of(cls, structure: Structure, whens: Sequence[Condition]) -> Relaxation:
        """As many rules and links as join few issues are kept, those first that name the fewest."""
        together = _Together(structure)
        named = [(together.named(*rule.if_, *rule.then), ("rule", n)) for n, rule in enumerate(structure.rules)]
        named += [(together.named(*when), ("link", n)) for n, when in enumerate(whens)]
        kept = {
            what for issues, what in sorted(named, key=lambda each: (len(each[0]), each[1])) if together.join(issues)
        }
        return cls(
            structure=replace(
                structure, rules=tuple(rule for n, rule in enumerate(structure.rules) if ("rule", n) in kept)
            ),
            whens=tuple(when if ("link", n) in kept else together.part_of(when) for n, when in enumerate(whens)),
            weakened=np.array([("link", n) not in kept for n in range(len(whens))], dtype=bool),
        )

    def reading(self, reading: Reading) -> Reading:
        """A reading with what links ask for here. One that is weakened takes nothing away."""
        links = tuple(
            replace(link, when=when, worth=max(0, link.worth) if weakened else link.worth)
            for link, when, weakened in zip(reading.links, self.whens, self.weakened.tolist(), strict=True)
        )
        return replace(reading, structure=self.structure, links=links)

    def draws(self, draws: Draws) -> Draws:
        """The same of many readings."""
        terms = tuple(replace(link, when=when) for link, when in zip(draws.link_terms, self.whens, strict=True))
        worth = np.where(self.weakened, np.maximum(draws.links, 0), draws.links)
        return replace(draws, structure=self.structure, link_terms=terms, links=worth, parts=())


class _Together:
    """Which issues are joined so far."""

    def __init__(self, structure: Structure) -> None:
        self.sizes = [len(structure.choices(issue)) for issue in range(len(structure.sizes))]
        self.group = [frozenset([issue]) for issue in range(len(self.sizes))]

    def named(self, *named: tuple[int, Iterable[int]]) -> frozenset[int]:
        """The issues with a choice that conditions name."""
        return frozenset(issue for issue, _ in named if self.sizes[issue] > 1)

    def join(self, issues: frozenset[int]) -> bool:
        """Joins some issues; False where that would be too many."""
        joined = issues.union(*(self.group[issue] for issue in issues))
        if prod(self.sizes[issue] for issue in joined) > MOST_TOGETHER and len(issues) > 1:
            return False
        for issue in joined:
            self.group[issue] = joined
        return True

    def part_of(self, when: Condition) -> Condition:
        """What a condition asks of issues that are joined: as many as there are."""
        parts = [tuple(each for each in when if each[0] in self.group[issue]) for issue, _ in when]
        return max(parts, key=len)
