"""The question of tables answered slowly, from the definitions alone, by trying every package and every coalition.

A case is the plain mapping that its YAML holds; a package is the tuple of its options; every number is a `Fraction`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import combinations, product
from math import prod
from typing import Any

from .settlement_oracle import (
    Case,
    Package,
    central,
    chosen,
    exact,
    keeps_the_rules,
    matches,
    moves_something,
    needed_parties,
    rejected,
    status_quo_package,
    values_of,
    walk_away,
)

Table = Mapping[str, Any]
Gains = dict[str, Fraction]


class Rooms:
    """A case with the gains of every party from every package that breaks no rule and moves something."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.parties = list(case["parties"])
        self.issues = list(case["issues"])
        self.quo = status_quo_package(case)
        every = list(product(*(list(content["options"]) for content in case["issues"].values())))
        self.packages = [x for x in every if keeps_the_rules(case, x) and moves_something(case, x)]
        self.floor = {party: walk_away(case, party) for party in self.parties}
        self.values = values_of(case, every)
        refusal = case.get("judgements", {}).get("refusal", {})
        self.red_lines = {
            party: {(issue, option) for issue in self.issues for option in rejected(case, party, issue)}
            for party in self.parties
        }
        self.refusal = {party: central(refusal.get(party, 0)) for party in self.parties}
        self.gains = {
            (party, x): None if floor is None else self.values[x][party] - floor
            for party, floor in self.floor.items()
            for x in every
        }
        self.rejecting = {
            x: {party for party in self.parties if self.red_lines[party] & chosen(case, x).items()} for x in every
        }
        self.needing = {
            x: set[str]().union(*(self.needed_on(*pair) for pair in chosen(case, x).items())) for x in every
        }

    def gain(self, party: str, x: Package) -> Fraction | None:
        return self.gains[party, x]

    def rejects(self, party: str, x: Package) -> bool:
        return party in self.rejecting[x]

    def agrees(self, party: str, x: Package, least: Fraction = Fraction(0)) -> bool:
        gain = self.gain(party, x)
        return not self.rejects(party, x) and (gain is None or gain >= least)

    def needed_on(self, issue: str, option: str) -> set[str]:
        at_rest = option == self.case["issues"][issue].get("status_quo")
        return set() if at_rest else set(needed_parties(self.case, issue, option))

    def needed(self, x: Package) -> set[str]:
        """I(x)."""
        return self.needing[x]

    def refuses(self, party: str, x: Package) -> bool:
        return not self.agrees(party, x, self.refusal[party])

    def is_carried_out(self, x: Package) -> bool:
        return not any(self.refuses(party, x) for party in self.needed(x))

    def agenda(self, table: Table) -> set[str]:
        return set(table.get("agenda", self.issues))

    def rests(self, x: Package, but: set[str]) -> bool:
        """Whether every issue but some stays at the status quo."""
        return all(
            option == self.case["issues"][issue].get("status_quo")
            for issue, option in chosen(self.case, x).items()
            if issue not in but
        )

    def reachable(self, table: Table) -> list[Package]:
        """R."""
        return [x for x in self.packages if self.rests(x, self.agenda(table)) and self.all_agree(table, x)]

    def all_agree(self, table: Table, x: Package) -> bool:
        return all(self.agrees(party, x) for party in table["seated"])

    def ratified(self, table: Table, x: Package, *, others: bool = True) -> bool:
        """Whether every ratifier says yes, members of whom nothing is known voting alike."""
        return all(self.one_ratifies(ratifier, x, others=others) for ratifier in table.get("ratifiers", []))

    def one_ratifies(self, ratifier: Any, x: Package, *, others: bool) -> bool:
        if isinstance(ratifier, str):
            return self.agrees(ratifier, x)
        if "follows" in ratifier:
            gain = self.gain(ratifier["follows"], x)
            if self.rejects(ratifier["follows"], x):
                return False
            return gain is None or gain >= central(ratifier.get("above_walk_away", 0))
        in_favour = sum(
            exact(weight)
            for member, weight in ratifier["members"].items()
            if (self.agrees(member, x) if member in self.parties else others)
        )
        return in_favour >= exact(ratifier["quota"])

    def holds(self, table: Table, *, others: bool = True) -> list[Package]:
        """A."""
        return [x for x in self.reachable(table) if self.is_carried_out(x) and self.ratified(table, x, others=others)]

    def nash(self, packages: Iterable[Package], seated: Iterable[str]) -> list[Package]:
        """Every package of the largest product of gains above 0, the first by the tie-break in front."""
        told = [party for party in self.parties if party in seated]
        gains = {}
        for x in packages:
            each = [self.gain(party, x) for party in told]
            known = [gain for gain in each if gain is not None]
            if len(known) == len(told) and min(known) > 0:
                gains[x] = known
        if not gains:
            return []
        best = max(prod(each) for each in gains.values())
        tied = [x for x, each in gains.items() if prod(each) == best]
        place = {x: n for n, x in enumerate(self.values)}
        return sorted(tied, key=lambda x: ([-gain for gain in sorted(gains[x])], -sum(gains[x]), place[x]))

    def can_bargain(self, table: Table) -> bool:
        return all(self.floor[party] is not None for party in table["seated"])

    def cascade(self, x: Package) -> Package | None:
        """What is left when needed parties refuse."""
        options = chosen(self.case, x)
        while tuple(options.values()) != self.quo:
            now = tuple(options.values())
            fallen = {
                issue
                for issue, option in options.items()
                if any(self.refuses(party, now) for party in self.needed_on(issue, option))
            }
            moved = {
                issue for issue, option in options.items() if option != self.case["issues"][issue].get("status_quo")
            }
            broken = [rule for rule in self.case.get("rules", []) if self.breaks(rule, now)]
            for rule in broken:
                fallen |= (set(rule["if"]) & moved) or (set(rule["then"]) & moved)
            if broken and not fallen:
                fallen = moved
            if not fallen:
                return now
            for issue in fallen:
                if "status_quo" not in self.case["issues"][issue]:
                    return None
                options[issue] = self.case["issues"][issue]["status_quo"]
        return None

    def breaks(self, rule: Mapping[str, Any], x: Package) -> bool:
        return matches(self.case, x, rule["if"]) and not matches(self.case, x, rule["then"])

    def left(self, table: Table, x: Package) -> Package | None:
        """What is left of a deal that a table signs; nothing where a ratifier says no to it."""
        return self.cascade(x) if self.ratified(table, x) else None

    def sequence(self, tables: list[Table], fixed: dict[str, str] | None = None) -> list[Package]:
        """What the first of some tables picks, the others deciding after it, with some issues settled before."""
        fixed = fixed or {}
        first, later = tables[0], tables[1:]
        if later and self.agenda(first) <= set(fixed):
            return self.sequence(later, fixed)
        if not later:
            open_ = self.agenda(first) | set(fixed)
            results = [
                x
                for x in self.packages
                if self.is_carried_out(x) and self.rests(x, open_) and fixed.items() <= chosen(self.case, x).items()
            ]
        else:
            results = [
                after[0]
                for settled in self.ways(self.agenda(first) - set(fixed))
                if (after := self.sequence(later, {**fixed, **settled}))
            ]
        accepted = [x for x in results if self.all_agree(first, x) and self.ratified(first, x)]
        return self.nash(accepted, first["seated"])

    def ways(self, issues: set[str]) -> list[dict[str, str]]:
        """Every way to settle some issues."""
        told = [issue for issue in self.issues if issue in issues]
        choices = product(*(list(self.case["issues"][issue]["options"]) for issue in told))
        return [dict(zip(told, options, strict=True)) for options in choices]

    def bundles(self, table: Table) -> set[frozenset[str]]:
        """The minimal agendas, within that of the table, at which something holds; issues that must move left out."""
        always = {issue for issue in self.issues if "status_quo" not in self.case["issues"][issue]}
        movable = sorted(self.agenda(table) - always)
        found: list[frozenset[str]] = []
        for size in range(len(movable) + 1):
            for some in combinations(movable, size):
                smaller = {**table, "agenda": list({*some, *always})}
                if not any(one <= set(some) for one in found) and self.holds(smaller):
                    found.append(frozenset(some))
        return set(found)

    def least(self, table: Table, party: str, x: Package) -> Fraction | None:
        """The gain that is asked of a package for a party whose consent it needs; None where nothing is."""
        asked = [Fraction(0)] if party in table["seated"] or party in table.get("ratifiers", []) else []
        asked += [self.refusal[party]] if party in self.needed(x) else []
        for ratifier in table.get("ratifiers", []):
            if not isinstance(ratifier, str) and ratifier.get("follows") == party:
                asked.append(central(ratifier.get("above_walk_away", 0)))
        return max(asked, default=None)

    def payments(self, table: Table) -> tuple[Fraction | None, Fraction | None]:
        """The least efficiency and the smallest transfer that open a deal; None where nothing does."""
        ratios, transfers = [], []
        for x in self.packages:
            consents = self.needed(x) | set(table["seated"])
            consents |= {ratifier for ratifier in table.get("ratifiers", []) if isinstance(ratifier, str)}
            consents |= {ratifier["follows"] for ratifier in table.get("ratifiers", []) if "follows" in ratifier}
            voting = [
                ratifier
                for ratifier in table.get("ratifiers", [])
                if not isinstance(ratifier, str) and "members" in ratifier
            ]
            if (
                not self.rests(x, self.agenda(table))
                or any(self.rejects(party, x) for party in consents)
                or not all(self.one_ratifies(one, x, others=True) for one in voting)
            ):
                continue
            over = []
            for party in self.parties:
                least, gain = self.least(table, party, x), self.gain(party, x)
                if least is not None and gain is not None:
                    over.append(gain - least)
            short, spare = -sum(one for one in over if one < 0), sum(one for one in over if one > 0)
            if spare > 0:
                ratios.append(Fraction(short) / spare)
                transfers += [Fraction(short)] if short <= spare else []
        return min(ratios, default=None), min(transfers, default=None)
