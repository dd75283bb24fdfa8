"""What each change does by itself, to the old version and taken back from the new one; and which it takes together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import combinations

from winset.analyses.comparison.answers import Turned, Version, VersionAnswer, VersionAnswers
from winset.errors import NumberTooFine, TooLarge, UnknownName
from winset.model.case import Case
from winset.model.changes import Change, Changes, names_in

MOST_TRIED = 1_000
"""Sets of changes that are tried in search of a smallest one that turns the answer; beyond, the search stops, and the
answer says so.
"""
LEAST_TRIED = 50
MOST_LOOKED_AT = 30_000_000
"""Packages that may be looked at in that search; beyond, fewer sets are tried, though never fewer than LEAST_TRIED."""
MOST_KIN = 12
"""Other changes, those that share the most names first, with which one is tried that makes no case by itself; beyond,
they are not tried with it.
"""
MOST_WITH = 2
"""Other changes that are tried at once with one that makes no case by itself; beyond, what it does alone is not known,
and the answer says so.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialAnswer:
    """The answer of a version with a change made, or taken back.

    answer: None where that cannot be done by itself. together: the changes that had to go with it, or else it would
    make no case.
    """

    answer: VersionAnswer | None
    together: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeEffect:
    """What one change does. affects_answer: whether the answer of a version is another one with it or without it, be it
    only in a count. alone: of the old version with it. without: of the new version without it.
    """

    change: Change
    affects_answer: bool
    alone: TrialAnswer
    without: TrialAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class JointEffect:
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

    difference: what of the answer is another one, None where nothing is. joint_effect: None where some change turns it
    alone, or nothing turned.
    """

    changes: Changes
    old: Version
    new: Version
    effects: tuple[ChangeEffect, ...]
    difference: Turned | None
    joint_effect: JointEffect | None

    def reaches(self, answer: VersionAnswer) -> bool:
        """True where the answer, in what turned, is that of the new version."""
        return _reaches(self.difference, answer, self.new.answer)

    @property
    def turning_effects(self) -> tuple[ChangeEffect, ...]:
        """The changes that alone, without another, turn the answer of the old version into that of the new one."""
        alone = (effect for effect in self.effects if not effect.alone.together)
        return tuple(
            effect for effect in alone if effect.alone.answer is not None and self.reaches(effect.alone.answer)
        )


def _reaches(turned: Turned | None, answer: VersionAnswer, goal: VersionAnswer) -> bool:
    if turned is None or "limit" in (answer.status, goal.status):
        return False
    return answer.has_deal == goal.has_deal if turned == "deal" else answer.leads == goal.leads


def comparison(
    changes: Changes, versions: tuple[Version, Version], table: str | None, is_valid: Callable[[Case], bool]
) -> Comparison:
    """What became of the answer, and which of the changes did it.

    versions: old and new, asked of the table. is_valid: whether a case is one that can be asked.
    """
    old, new = versions
    judge = _Judge(changes, VersionAnswers(table), is_valid)
    effects = tuple(judge.effect(change, old.answer, new.answer) for change in changes.all)
    turned = old.answer.turned(new.answer)
    first = Comparison(changes=changes, old=old, new=new, effects=effects, difference=turned, joint_effect=None)
    if turned is None or first.turning_effects:
        return first
    together = _SetSearch(judge, first).result()
    return Comparison(changes=changes, old=old, new=new, effects=effects, difference=turned, joint_effect=together)


class _Judge:
    """Answers versions with some of the changes; None where these make no case that can be asked."""

    def __init__(self, changes: Changes, answers: VersionAnswers, is_valid: Callable[[Case], bool]) -> None:
        self.changes, self.answers, self.is_valid = changes, answers, is_valid

    def answer(self, case: Case | None) -> VersionAnswer | None:
        if case is None or not self.is_valid(case):
            return None
        try:
            return self.answers.of(case)
        except (UnknownName, TooLarge, NumberTooFine):
            return None

    def reading(self, case: Case | None) -> object:
        """What the answer of the case follows from; None as above."""
        if case is None or not self.is_valid(case):
            return None
        try:
            return self.answers.reading(case)
        except (UnknownName, NumberTooFine):
            return None

    def effect(self, change: Change, old: VersionAnswer, new: VersionAnswer) -> ChangeEffect:
        if not change.paths:
            return ChangeEffect(
                change=change, affects_answer=False, alone=TrialAnswer(answer=old), without=TrialAnswer(answer=new)
            )
        alone = self._tried(change, self.changes.applied)
        without = self._tried(change, self.changes.taken_back)
        bears = any(tried.answer is not None and tried.answer != was for tried, was in ((alone, old), (without, new)))
        return ChangeEffect(change=change, affects_answer=bears, alone=alone, without=without)

    def _tried(self, change: Change, made: Callable[[Iterable[Change]], Case | None]) -> TrialAnswer:
        """The change by itself, or with the fewest others without which it would make no case."""
        answer = self.answer(made((change,)))
        if answer is not None:
            return TrialAnswer(answer=answer)
        kin = self._kin(change)
        for size in range(1, MOST_WITH + 1):
            for others in combinations(kin, size):
                answer = self.answer(made((change, *others)))
                if answer is not None:
                    return TrialAnswer(answer=answer, together=others)
        return TrialAnswer(answer=None)

    def _kin(self, change: Change) -> list[Change]:
        """Other changes, those that share the most names with it first."""
        names = _names(change, self.changes)
        others = [other for other in self.changes.all if other.paths and other is not change]
        shared = {id(change): len(names & _names(change, self.changes)) for change in others}
        near = [change for change in others if shared[id(change)]]
        return sorted(near, key=lambda change: -shared[id(change)])[:MOST_KIN]


def _names(change: Change, changes: Changes) -> set[str]:
    """The names that a change is about."""
    names = {str(step) for path in change.paths for step in path[1:]}
    for path in change.paths:
        for side in (changes.old, changes.new):
            names |= names_in(side.get(path))
    return names


class _SetSearch:
    """The smallest sets of changes that turn the answer of the old version."""

    def __init__(self, judge: _Judge, comparison: Comparison) -> None:
        self.judge, self.comparison = judge, comparison
        old, new = (judge.reading(made(())) for made in (comparison.changes.applied, comparison.changes.taken_back))
        self.candidates = [
            effect.change
            for effect in sorted(comparison.effects, key=lambda effect: not effect.affects_answer)
            if effect.change.paths
            and (
                effect.affects_answer
                or judge.reading(comparison.changes.applied((effect.change,))) not in (None, old)
                or judge.reading(comparison.changes.taken_back((effect.change,))) not in (None, new)
                or effect.alone.answer is None
                or effect.alone.together
            )
        ]
        total = max(1, comparison.old.answer.counts.total, comparison.new.answer.counts.total)
        self.most = min(MOST_TRIED, max(LEAST_TRIED, MOST_LOOKED_AT // total))
        self.tried = 0

    def result(self) -> JointEffect:
        for size in range(2, len(self.candidates) + 1):
            enough: list[tuple[Change, ...]] = []
            for chosen in combinations(self.candidates, size):
                if self.tried == self.most:
                    tried = self.tried
                    sets = tuple(enough) or self._shortened()
                    return JointEffect(sets=sets, smallest=bool(enough), tried=tried, size=size - 1)
                if self._turns(chosen):
                    enough.append(chosen)
            if enough:
                return JointEffect(sets=tuple(enough), smallest=True, tried=self.tried, size=size)
        return JointEffect(sets=self._shortened(), smallest=False, tried=self.tried, size=len(self.candidates))

    def _turns(self, chosen: tuple[Change, ...]) -> bool:
        self.tried += 1
        answer = self.judge.answer(self.judge.changes.applied(chosen))
        return answer is not None and self.comparison.reaches(answer)

    def _shortened(self) -> tuple[tuple[Change, ...], ...]:
        """All changes without those that can be left out, one after the other."""
        kept = [change for change in self.comparison.changes.all if change.paths]
        for change in list(kept):
            rest = [other for other in kept if other is not change]
            if rest and self._turns(tuple(rest)):
                kept = rest
        return (tuple(kept),)
