"""What a new option would have to be worth, by trying every rest of the package with plain loops.

A new option is the word NEW on its issues. No option on the list has that name, so that no rule, link, red line or
special need knows it. What it is worth is added by hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from .settlement_oracle import (
    Answer,
    Case,
    Names,
    Package,
    answer,
    bargaining_parties,
    bodies,
    central,
    chosen,
    keeps_the_rules,
    matches,
    moves_something,
    open_packages,
    rejected,
    required_for,
    salience,
    scores,
)

NEW = "something new"
Worth = Mapping[str, Fraction]


@dataclass(frozen=True, slots=True, kw_only=True)
class RequiredInvention:
    """What one rest asks of each party. exceed: parties to one of whom more is to be given, else nobody gains."""

    rest: Package
    worth: dict[str, Fraction]
    needed: Names
    exceed: Names

    @property
    def what(self) -> tuple[tuple[tuple[str, Fraction], ...], Names]:
        return tuple(sorted(self.worth.items())), self.exceed


def leads(case: Case, found: Answer, table: str | None) -> Package | None:
    """The package to be bettered: the one that most can gain by, by Nash's product; else the first of the frontier."""
    if not found.acceptable:
        return None
    if found.solutions is not None:
        return found.solutions["nash_max_support"].representative
    return next(package for package in open_packages(case, table) if package in found.frontier)


def share(case: Case, party: str, issues: tuple[str, ...]) -> Fraction:
    """The part of the party's value that hangs on the issues."""
    total = sum((salience(case, party, issue) for issue in case["issues"]), Fraction(0))
    mine = sum((salience(case, party, issue) for issue in issues), Fraction(0))
    return mine / total if total else Fraction(0)


def value_without(case: Case, party: str, package: Package) -> Fraction:
    """The value of the package with a new option that is worth nothing."""
    worth = Fraction(0)
    for issue, option in chosen(case, package).items():
        if option != NEW:
            worth += share(case, party, (issue,)) * scores(case, party, issue)[option]
    for link in case.get("judgements", {}).get("links", []):
        if link["party"] == party and matches(case, package, link["when"]):
            worth += central(link["points"])
    return worth


class Question:
    """What is asked of new options of some issues."""

    def __init__(self, case: Case, table: str | None, issues: tuple[str, ...]) -> None:
        self.case, self.table, self.issues = case, table, issues
        found = answer(case, table)
        self.leads = leads(case, found, table)
        self.bargaining = bargaining_parties(case, table)
        self.has = {party: found.values[self.leads][party] for party in self.bargaining} if self.leads else {}
        self.walk_aways = found.walk_aways
        self.shares = {party: share(case, party, issues) for party in case["parties"]}
        self.rests = [(rest, *self._of(rest)) for rest in self._possible()]

    def _possible(self) -> Iterator[Package]:
        """Every rest with the new option that breaks no rule and crosses no red line of a needed party."""
        open_options = [
            list(dict.fromkeys(options)) for options in zip(*open_packages(self.case, self.table), strict=True)
        ]
        choices = [
            [NEW] if issue in self.issues else options
            for issue, options in zip(self.case["issues"], open_options, strict=True)
        ]
        for rest in product(*choices):
            crossed = any(
                option in rejected(self.case, party, issue)
                for party in required_for(self.case, self.table, rest)
                for issue, option in chosen(self.case, rest).items()
            )
            if moves_something(self.case, rest) and keeps_the_rules(self.case, rest) and not crossed:
                yield rest

    def _of(self, rest: Package) -> tuple[Names, dict[str, Fraction], dict[str, Fraction]]:
        """Who must be satisfied, the least value of each, and the value without the new option."""
        needed = set(required_for(self.case, self.table, rest))
        least: dict[str, Fraction] = {}
        for party in needed:
            walk_away = self.walk_aways[party]
            asked = [one for one in (walk_away, self.has.get(party)) if one is not None]
            if asked:
                least[party] = max(asked)
        for body in bodies(self.case, self.table):
            floor, party = self.walk_aways[body["body"]], body["follows"]
            needed.add(party)
            if floor is not None:
                least[party] = max(floor, least.get(party, floor))
        values = {party: value_without(self.case, party, rest) for party in self.case["parties"]}
        return frozenset(needed), least, values

    def is_enough(self, worth: Worth) -> bool:
        """Whether a new option of this worth does what is asked, with some rest."""
        return any(self._is_enough_with(worth, least, values) for _, _, least, values in self.rests)

    def _is_enough_with(self, worth: Worth, least: Worth, values: Worth) -> bool:
        has = {party: values[party] + self.shares[party] * worth[party] for party in self.case["parties"]}
        if any(has[party] < asked for party, asked in least.items()):
            return False
        return self.leads is None or any(has[party] > before for party, before in self.has.items())

    def asked(self) -> list[RequiredInvention]:
        """What each rest asks, those left out that ask more than 100 of somebody."""
        found = []
        for rest, needed, least, values in self.rests:
            worth: dict[str, Fraction] | None = dict.fromkeys(self.case["parties"], Fraction(0))
            for party, asked in least.items():
                short = asked - values[party]
                if worth is not None and short > 0:
                    full = 100 * self.shares[party]
                    worth = {**worth, party: 100 * short / full} if short <= full else None
            if worth is None:
                continue
            exceed = frozenset[str]()
            if self.leads is not None and not self._is_enough_with(worth, least, values):
                exceed = frozenset(p for p in self.bargaining if self.shares[p] > 0 and worth[p] < 100)
                if not exceed:
                    continue
            found.append(RequiredInvention(rest=rest, worth=worth, needed=needed, exceed=exceed))
        return found

    def frontier(self) -> list[RequiredInvention]:
        """What asks least: the first of each, where nothing else is enough wherever it is."""
        asked = self.asked()
        first = {one.what: one for one in reversed(asked)}
        least = [
            one for one in first.values() if not any(covers(other, one) for other in first.values() if other != one)
        ]
        return sorted(least, key=lambda one: asked.index(one))

    def nearest(self, worth: Worth) -> tuple[tuple[str, ...], dict[str, Fraction]]:
        """What is on the list and falls short by least where by most, then by least in all; the first of such."""
        held = {
            chosen(self.case, package)[issue]
            for package in open_packages(self.case, self.table)
            for issue in self.issues
        }
        choices = [
            [option for option in self.case["issues"][issue]["options"] if option in held] for issue in self.issues
        ]
        found = []
        for options in product(*choices):
            has = dict.fromkeys(self.case["parties"], Fraction(0))
            for party in has:
                for issue, option in zip(self.issues, options, strict=True):
                    if self.shares[party]:
                        part = share(self.case, party, (issue,)) / self.shares[party]
                        has[party] += part * scores(self.case, party, issue)[option]
            short = [max(least - has[party], Fraction(0)) for party, least in worth.items() if least > 0]
            found.append((max(short, default=Fraction(0)), sum(short, Fraction(0)), options, has))
        best = min(one[:2] for one in found)
        return next((options, has) for *far, options, has in found if tuple(far) == best)


def covers(one: RequiredInvention, other: RequiredInvention) -> bool:
    """Whether every worth that is enough with the other rest is enough with this one, and the two are not the same."""
    if one.what == other.what or any(one.worth[party] > least for party, least in other.worth.items()):
        return False
    if not one.exceed or other.exceed:
        return True
    return any(other.worth[party] > one.worth[party] for party in one.exceed)


def is_covered(asked: RequiredInvention, worth: Worth) -> bool:
    """Whether a worth is at least what is asked."""
    if any(worth[party] < least for party, least in asked.worth.items()):
        return False
    return not asked.exceed or any(worth[party] > asked.worth[party] for party in asked.exceed)
