"""How far two readers agree beyond chance: Cohen's kappa and Krippendorff's alpha for categories, in exact fractions.

What chance would give is reckoned within each group of units, where categories belong to a group, as the options do to
an issue: a reader cannot choose an option of another issue. With one group these are the formulas as published.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """What two readers made of the same units. units: how many. agreed: on how many they chose the same.

    kappa: None where both chose one category throughout, the same, so that chance alone would give full agreement; the
    same of alpha. pairs: how often each pair of categories was chosen, the first reader's first.
    """

    units: int
    agreed: int
    kappa: Fraction | None
    alpha: Fraction | None
    pairs: Mapping[Pair, int]


def agreement(chosen: Sequence[Pair], groups: Sequence[Hashable] | None = None) -> Agreement:
    """On how much two readers agree. chosen: of each unit the category of either. groups: of each unit the group whose
    categories it has; all in one if not given.
    """
    by_group: dict[Hashable, list[Pair]] = {}
    for pair, group in zip(chosen, groups if groups is not None else [None] * len(chosen), strict=True):
        by_group.setdefault(group, []).append(pair)
    return Agreement(
        units=len(chosen),
        agreed=sum(first == other for first, other in chosen),
        kappa=kappa(by_group.values()),
        alpha=alpha(by_group.values()),
        pairs=Counter(chosen),
    )


def kappa(groups: Iterable[Sequence[Pair]]) -> Fraction | None:
    """The share of agreement that chance would not give: (observed - chance) / (1 - chance). None where chance alone
    would give full agreement, or there is no unit.

    Source: Cohen 1960, Educational and Psychological Measurement 20(1), 37-46.
    """
    units = agreed = 0
    by_chance = Fraction(0)
    for pairs in groups:
        first, other = (Counter(pair[reader] for pair in pairs) for reader in (0, 1))
        units += len(pairs)
        agreed += sum(one == two for one, two in pairs)
        by_chance += sum((Fraction(first[category] * other[category], len(pairs)) for category in first), Fraction(0))
    return None if units == by_chance else (agreed - by_chance) / (units - by_chance)


def alpha(groups: Iterable[Sequence[Sequence[str]]]) -> Fraction | None:
    """1 - observed disagreement / disagreement by chance, for categories without an order; of each unit the values that
    readers gave, in any number: a unit with fewer than two says nothing. None where there is no disagreement by chance.

    Source: Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, sections A to C.
    """
    observed = by_chance = Fraction(0)
    for units in groups:
        seen: Counter[str] = Counter()
        for values in units:
            if len(values) < 2:
                continue
            counts = Counter(values)
            seen += counts
            differing = len(values) ** 2 - sum(count**2 for count in counts.values())
            observed += Fraction(differing, len(values) - 1)
        total = seen.total()
        if total:
            by_chance += Fraction(total**2 - sum(count**2 for count in seen.values()), total - 1)
    return None if by_chance == 0 else 1 - observed / by_chance
