"""What each change does by itself, to the old version and taken back from the new one; and which it takes together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from winset.analyses.comparison.answers import Answer, Answers, Version
from winset.errors import NumberTooFine, TooLarge, UnknownName
from winset.model.case import Case
from winset.model.changes import Change, Changes, names_in

MOST_TRIED = 1_000
"""Sets of changes that are tried before the search for a smallest one is given up."""
LEAST_TRIED = 50
MOST_LOOKED_AT = 30_000_000
"""Packages that may be looked at in that search; where one answer takes many, fewer sets are tried, down to
LEAST_TRIED.
"""
MOST_KIN = 12
"""Other changes, those that share the most names first, with which one is tried that cannot stand alone."""
MOST_WITH = 2
"""How many of these at once."""

What = Literal["deal", "package"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """The answer of a version with a change made, or taken back.

    answer: None where that cannot be done by itself. together: the changes that had to go with it, or else it would
    make no case.
    """

    answer: Answer | None
    together: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What one change does. bears: whether the answer of a version is another one with it or without it, be it only in
    a count. alone: of the old version with it. without: of the new version without it.
    """

    change: Change
    bears: bool
    alone: Tried
    without: Tried


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """Which changes it takes together where none turns the answer alone.

    sets: of changes, each enough; all of that size among those that were tried. smallest: True where no smaller set is
    enough; else none can be left out of it, but another may be smaller. tried: how many sets. size: up to which all
    were tried.
    """

    sets: tuple[tuple[Change, ...], ...]
    smallest: bool
    tried: int
    size: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Comparison:
    """Two versions of a case, their answers, and what each change does.

    turned: what of the answer is another one, None where nothing is. together: None where some change turns it alone,
    or nothing turned.
    """

    changes: Changes
    old: Version
    new: Version
    effects: tuple[Effect, ...]
    turned: What | None
    together: Together | None

    def reaches(self, answer: Answer) -> bool:
        """True where the answer, in what turned, is that of the new version."""
        return _reaches(self.turned, answer, self.new.answer)

    @property
    def turning(self) -> tuple[Effect, ...]:
        """The changes that alone turn the answer of the old version into that of the new one."""
        return tuple(one for one in self.effects if one.alone.answer is not None and self.reaches(one.alone.answer))


def _reaches(turned: What | None, answer: Answer, goal: Answer) -> bool:
    if turned is None or "limit" in (answer.status, goal.status):
        return False
    return answer.has_deal == goal.has_deal if turned == "deal" else answer.leads == goal.leads


def _turned(old: Answer, new: Answer) -> What | None:
    if "limit" in (old.status, new.status):
        return None
    return "deal" if old.has_deal != new.has_deal else "package" if old.leads != new.leads else None


def comparison(
    found: Changes, versions: tuple[Version, Version], table: str | None, sound: Callable[[Case], bool]
) -> Comparison:
    """What became of the answer, and which of the changes did it.

    versions: old and new, asked of the table. sound: whether a case is one that can be asked.
    """
    old, new = versions
    judge = _Judge(found, Answers(table), sound)
    effects = tuple(judge.effect(change, old.answer, new.answer) for change in found.all)
    turned = _turned(old.answer, new.answer)
    first = Comparison(changes=found, old=old, new=new, effects=effects, turned=turned, together=None)
    if turned is None or first.turning:
        return first
    together = _Search(judge, first).result()
    return Comparison(changes=found, old=old, new=new, effects=effects, turned=turned, together=together)


class _Judge:
    """Answers versions with some of the changes; None where these make no case that can be asked."""

    def __init__(self, found: Changes, answers: Answers, sound: Callable[[Case], bool]) -> None:
        self.found, self.answers, self.sound = found, answers, sound

    def answer(self, case: Case | None) -> Answer | None:
        if case is None or not self.sound(case):
            return None
        try:
            return self.answers.of(case)
        except (UnknownName, TooLarge, NumberTooFine):
            return None

    def reading(self, case: Case | None) -> object:
        """What the answer of the case follows from; None as above."""
        if case is None or not self.sound(case):
            return None
        try:
            return self.answers.reading(case)
        except (UnknownName, NumberTooFine):
            return None

    def effect(self, change: Change, old: Answer, new: Answer) -> Effect:
        if not change.paths:
            return Effect(change=change, bears=False, alone=Tried(answer=old), without=Tried(answer=new))
        alone = self._tried(change, self.found.applied)
        without = self._tried(change, self.found.taken_back)
        bears = any(tried.answer is not None and tried.answer != was for tried, was in ((alone, old), (without, new)))
        return Effect(change=change, bears=bears, alone=alone, without=without)

    def _tried(self, change: Change, made: Callable[[Iterable[Change]], Case | None]) -> Tried:
        """The change by itself, or with the fewest others without which it would make no case."""
        answer = self.answer(made((change,)))
        if answer is not None:
            return Tried(answer=answer)
        kin = self._kin(change)
        for size in range(1, MOST_WITH + 1):
            for others in combinations(kin, size):
                answer = self.answer(made((change, *others)))
                if answer is not None:
                    return Tried(answer=answer, together=others)
        return Tried(answer=None)

    def _kin(self, change: Change) -> list[Change]:
        """Other changes, those that share the most names with it first."""
        names = _names(change, self.found)
        others = [one for one in self.found.all if one.paths and one is not change]
        shared = {id(one): len(names & _names(one, self.found)) for one in others}
        near = [one for one in others if shared[id(one)]]
        return sorted(near, key=lambda one: -shared[id(one)])[:MOST_KIN]


def _names(change: Change, found: Changes) -> set[str]:
    """The names that a change is about."""
    told = {str(step) for path in change.paths for step in path[1:]}
    for path in change.paths:
        for side in (found.old, found.new):
            told |= names_in(side.get(path))
    return told


class _Search:
    """The smallest sets of changes that turn the answer of the old version."""

    def __init__(self, judge: _Judge, found: Comparison) -> None:
        self.judge, self.found = judge, found
        old, new = (judge.reading(made(())) for made in (found.changes.applied, found.changes.taken_back))
        self.candidates = [
            one.change
            for one in sorted(found.effects, key=lambda one: not one.bears)
            if one.change.paths
            and (
                one.bears
                or judge.reading(found.changes.applied((one.change,))) not in (None, old)
                or judge.reading(found.changes.taken_back((one.change,))) not in (None, new)
                or one.alone.answer is None
                or one.alone.together
            )
        ]
        total = max(1, found.old.answer.counts.total, found.new.answer.counts.total)
        self.most = min(MOST_TRIED, max(LEAST_TRIED, MOST_LOOKED_AT // total))
        self.tried = 0

    def result(self) -> Together:
        for size in range(2, len(self.candidates) + 1):
            enough: list[tuple[Change, ...]] = []
            for chosen in combinations(self.candidates, size):
                if self.tried == self.most:
                    tried = self.tried
                    sets = tuple(enough) or self._shortened()
                    return Together(sets=sets, smallest=bool(enough), tried=tried, size=size - 1)
                if self._turns(chosen):
                    enough.append(chosen)
            if enough:
                return Together(sets=tuple(enough), smallest=True, tried=self.tried, size=size)
        return Together(sets=self._shortened(), smallest=False, tried=self.tried, size=len(self.candidates))

    def _turns(self, chosen: tuple[Change, ...]) -> bool:
        self.tried += 1
        answer = self.judge.answer(self.judge.found.applied(chosen))
        return answer is not None and self.found.reaches(answer)

    def _shortened(self) -> tuple[tuple[Change, ...], ...]:
        """All changes without those that can be left out, one after the other."""
        kept = [change for change in self.found.changes.all if change.paths]
        for change in list(kept):
            rest = [one for one in kept if one is not change]
            if rest and self._turns(tuple(rest)):
                kept = rest
        return (tuple(kept),)
