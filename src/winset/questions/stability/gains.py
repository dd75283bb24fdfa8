"""What each party could gain by moving away from a package alone, and which of these gains say the most."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from winset.analyses.stability.countermoves import Countermove
from winset.analyses.stability.definitions import definitions
from winset.analyses.stability.stability import PackageStability, Stability

STRONGEST = tuple(
    sorted(
        (key for key, definition in definitions.items() if definition.by in ("moves", "improvements")),
        key=lambda key: (definitions[key].by == "moves", not definitions[key].lasting),
    )
)
"""The definitions in the order in which their answers are shown: what costs nobody and lasts comes first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """An improvement with the best answer to it, None where there is none or none was found, and the definition that it
    is of. is_open: whether it was not decided if there is an answer, or a better one.
    """

    party: int
    to: int
    answer: Countermove | None
    key: str = ""
    is_open: bool = False

    @property
    def is_unanswered(self) -> bool:
        """True where it is known that nothing answers it."""
        return self.answer is None and not self.is_open

    @property
    def weakness(self) -> int:
        """How weakly it is answered: the more the weaker, the most where it is not answered at all."""
        return STRONGEST.index(self.key) if self.key else len(STRONGEST)

    @property
    def is_for_good(self) -> bool:
        """True where whoever gains could not mend what answers it."""
        return bool(self.key) and definitions[self.key].lasting


def changed(stability: Stability, start: int, end: int) -> list[tuple[int, int]]:
    """The issues on which two states differ, with the option of the second."""
    pair = zip(stability.states.package(start), stability.states.package(end), strict=True)
    return [(issue, new) for issue, (old, new) in enumerate(pair) if old != new]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Gains:
    """The gains from moving away from the package that was looked at, by party. kept: those that are known already."""

    stability: Stability
    package_stability: PackageStability
    kept: dict[int, list[Gain]] = field(default_factory=dict)

    @property
    def parties(self) -> range:
        return range(len(self.stability.case.parties))

    @property
    def gaining(self) -> list[int]:
        """The parties that could gain."""
        return [party for party in self.parties if self.of(party)]

    def of(self, party: int) -> list[Gain]:
        """Every improvement of a party with the strongest answer to it: those first that are answered most weakly,
        then those that change least.
        """
        if party not in self.kept:
            self.kept[party] = sorted(self._answered(party), key=self._order)
        return self.kept[party]

    def _answered(self, party: int) -> Iterator[Gain]:
        strongest: dict[int, Gain] = {}
        undecided: set[int] = set()
        for key in STRONGEST:
            each = self.package_stability.undecided.get(key, ())
            undecided.update(each[party][0] if each else ())
            for to, answer in self.package_stability.reasons[key][party] or ():
                if answer is not None and (to not in strongest or strongest[to].answer is None):
                    strongest[to] = Gain(party=party, to=to, answer=answer, key=key, is_open=to in undecided)
                strongest.setdefault(to, Gain(party=party, to=to, answer=None))
        for to in undecided:
            if to not in strongest or strongest[to].answer is None:
                weakest = self.package_stability.reasons[STRONGEST[-1]][party] or ()
                known = any(way == to and answer is None for way, answer in weakest)
                strongest[to] = Gain(party=party, to=to, answer=None, is_open=not known)
        return iter(strongest.values())

    def _order(self, gain: Gain) -> tuple[int, bool, int, int]:
        rank = self.stability.states.graph.rank[gain.party]
        return (
            -gain.weakness,
            gain.is_open,
            len(changed(self.stability, self.package_stability.state, gain.to)),
            -int(rank[gain.to]),
        )

    def simplest(self, party: int) -> list[Gain]:
        """A party's gains without those that change more than another one, to no greater gain, and are answered no more
        weakly.
        """
        rank = self.stability.states.graph.rank[party]
        kept: list[tuple[Gain, set[tuple[int, int]]]] = []
        for answered_gain in self.of(party):
            changes = set(changed(self.stability, self.package_stability.state, answered_gain.to))
            if not any(
                less <= changes
                and rank[other.to] >= rank[answered_gain.to]
                and other.weakness >= answered_gain.weakness
                for other, less in kept
            ):
                kept.append((answered_gain, changes))
        return [gain for gain, _ in kept]

    def most_telling(self, party: int, most: int) -> list[Gain]:
        """Those of a party's gains that say the most, at most so many: what nobody could answer first, but one that
        could be answered where there is any.
        """
        simplest = self.simplest(party)
        unanswered = [gain for gain in simplest if gain.is_unanswered][:most]
        return unanswered + [gain for gain in simplest if not gain.is_unanswered][: max(1, most - len(unanswered))]
