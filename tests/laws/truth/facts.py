"""What is so in a case, worked out slowly: from its raw text by the oracles, and trial by trial with plain loops."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from itertools import product
from typing import Any

from tests.oracles import settlement_oracle
from tests.oracles.settlement_oracle import Answer
from tests.oracles.tables_oracle import Rooms
from winset.compiled import Compiled
from winset.questions.question import Showing
from winset.readings import Reading, draw_readings
from winset.report.disclosure import disclose
from winset.study import Study

from .cases import ISSUES, OPTIONS, PARTIES, Raw
from .sentences import Said, said_in

Package = tuple[int, ...]
Item = tuple[Any, ...]
"""A constraint: ("walk_away", party), ("red_line", owner, issue, option) or ("body", name)."""


class Ground:
    """The packages of a case, and what no number changes of them."""

    def __init__(self, case: Compiled) -> None:
        self.case = case
        structure = self.structure = case.structure
        quo = structure.status_quo_package
        every = product(*(structure.choices(issue) for issue in range(len(structure.sizes))))
        self.packages = [x for x in every if x != quo and all(kept(rule, x) for rule in structure.rules)]
        self.required = {x: self._required(x) for x in self.packages}
        self.crossed = {x: self._crossed(x) for x in self.packages}

    def _required(self, x: Package) -> frozenset[int]:
        needs, start, who = self.structure.needs, 0, set(self.structure.always)
        for size, option in zip(self.structure.sizes, x, strict=True):
            who |= {party for party in range(needs.shape[1]) if needs[start + option, party]}
            start += size
        return frozenset(who)

    def _crossed(self, x: Package) -> frozenset[Item]:
        """The red lines that a package crosses of those whose consent it needs and of those whom a body follows."""
        lines = self.structure.red_lines
        return frozenset(
            ("red_line", line.owner, line.issue, line.option)
            for party in self.required[x] | set(self.structure.followed)
            for line in lines[party]
            if x[line.issue] == line.option
        )

    def rejects(self, party: int, x: Package) -> bool:
        return any(x[line.issue] == line.option for line in self.structure.red_lines[party])

    @cached_property
    def feasible(self) -> list[Package]:
        return [x for x in self.packages if not self.crossed[x]]


def kept(rule: Any, x: Package) -> bool:
    held = all(x[issue] in options for issue, options in rule.if_)
    return not held or all(x[issue] in options for issue, options in rule.then)


class Trial:
    """One reading, package by package. moved: by party, points by which its walk-away lies elsewhere. hundredth:
    (party, issue) what a hundredth of a point of score adds to a value, a numerator.
    """

    def __init__(
        self, ground: Ground, reading: Reading, moved: Mapping[int, Fraction] | None = None, hundredth: Any = None
    ) -> None:
        self.ground, self.reading, self.moved, self.hundredth = ground, reading, moved or {}, hundredth

    def gain(self, party: int, x: Package) -> Fraction | None:
        """Points above the walk-away; None where there is none."""
        least = self.reading.walk_away[party]
        if least is None:
            return None
        return (
            self.value(party, x) - Fraction(least, self.reading.denominator[party]) - self.moved.get(party, Fraction(0))
        )

    def value(self, party: int, x: Package) -> Fraction:
        """Points."""
        reading, start, total = self.reading, 0, 0
        for size, option in zip(reading.structure.sizes, x, strict=True):
            total += int(reading.worth[party, start + option])
            start += size
        for link in reading.links:
            if link.party == party and all(x[issue] in options for issue, options in link.when):
                total += link.worth
        return Fraction(total, reading.denominator[party])

    def falls_short(self, x: Package) -> frozenset[Item]:
        """The walk-aways and bodies that a package does not satisfy."""
        found: set[Item] = set()
        for party in self.ground.required[x]:
            gain = self.gain(party, x)
            if gain is not None and gain < 0:
                found.add(("walk_away", party))
        reading = self.reading
        for floor in reading.floors:
            gain, least = self.gain(floor.party, x), reading.walk_away[floor.party]
            if gain is not None and least is not None:
                above = Fraction(floor.worth - least, reading.denominator[floor.party])
                if gain < above:
                    found.add(("body", floor.name))
        for vote in reading.structure.votes:
            favour = frozenset(
                party
                for party in vote.voters
                if party in self.ground.required[x]  # what keeps it from that stands as a constraint of its own
                or (not self.ground.rejects(party, x) and ((gain := self.gain(party, x)) is None or gain >= 0))
            )
            if not vote.passes(favour):
                found.add(("body", vote.name))
        return frozenset(found)

    @cached_property
    def accepted(self) -> frozenset[Package]:
        return frozenset(x for x in self.ground.feasible if not self.falls_short(x))

    @property
    def has_deal(self) -> bool:
        return bool(self.accepted)

    @cached_property
    def violations(self) -> list[frozenset[Item]]:
        """What each package violates, the least sets of it alone."""
        every = {self.ground.crossed[x] | self.falls_short(x) for x in self.ground.packages}
        return [one for one in every if not any(other < one for other in every)]

    def opens_alone(self, party: int) -> bool:
        """Whether there would be a deal if no constraint of the party held; a body that follows it is its own."""
        owned = {item for violation in self.violations for item in violation if item[0] != "body" and item[1] == party}
        return any(violation <= owned for violation in self.violations)

    @cached_property
    def conflicts(self) -> frozenset[frozenset[Item]]:
        """The minimal sets of constraints that no package satisfies together: the minimal hitting sets."""
        found: list[frozenset[Item]] = [frozenset()]
        for one in self.violations:
            grown = [c for c in found if c & one]
            grown += [c | {item} for c in found if not c & one for item in one]
            found = [c for c in set(grown) if not any(other < c for other in grown)]
        return frozenset(one for one in found if one)


@dataclass(eq=False)
class Facts:
    """A case, and what was asked of it. question, asked: with its options. readings: by the title of each of its
    variants, the case as that reads it.
    """

    raw: Raw
    study: Study
    question: str = ""
    asked: dict[str, Any] = field(default_factory=dict)
    kept: dict[Any, Any] = field(default_factory=dict)
    said: tuple[Said, ...] = ()
    readings: dict[str, Facts] = field(default_factory=dict)

    def ask(self, question: str, **asked: Any) -> Facts:
        """The same case, asked a question, with all that is said of it."""
        answer = getattr(self.study, question)(level="restricted", **asked)
        reports = [answer.report(full=full).report for full in (False, True)]
        if question == "check":  # a dossier has from it the list of judged numbers
            listed = self.study.report(answer.request, answer.answer, Showing(full=True, in_brief=True))
            reports.append(disclose(listed, "restricted").report)
        every = dict.fromkeys(one for report in reports for one in said_in(report))
        readings = {title: replace(one, question=question, asked=asked) for title, one in self.readings.items()}
        return replace(self, question=question, asked=asked, said=tuple(every), readings=readings)

    @property
    def trials_said(self) -> int:
        """How many trials are spoken of."""
        return int(self.asked.get("trials", 1000))

    def once(self, key: Any, made: Any) -> Any:
        if key not in self.kept:
            self.kept[key] = made()
        return self.kept[key]

    @property
    def table(self) -> str | None:
        return self.asked.get("table")

    @property
    def seed(self) -> int:
        return int(self.asked.get("seed", 1))

    @property
    def oracle(self) -> Answer:
        """The settlement answer from the raw case, by the oracle that tries everything."""
        found: Answer = self.once(("oracle", self.table), lambda: settlement_oracle.answer(self.raw, self.table))
        return found

    @property
    def rooms(self) -> Rooms:
        found: Rooms = self.once("rooms", lambda: Rooms(self.raw))
        return found

    @property
    def case(self) -> Compiled:
        return self.study.session.compiled(self.table)

    @property
    def ground(self) -> Ground:
        found: Ground = self.once(("ground", self.table), lambda: Ground(self.case))
        return found

    @property
    def central(self) -> Trial:
        found: Trial = self.once(
            ("central", self.table), lambda: Trial(self.ground, self.study.session.central(self.table))
        )
        return found

    def trials(self, draws: int, scope: Any = "everything", anew: frozenset[str] = frozenset()) -> list[Trial]:
        """The trials of the case, without levers."""

        def made() -> list[Trial]:
            drawn = draw_readings(self.case.without_levers(), self.seed, range(draws), scope, anew)
            return [Trial(self.ground, drawn.reading(n), hundredth=drawn.hundredth[n]) for n in range(draws)]

        found: list[Trial] = self.once(("trials", self.table, self.seed, draws, scope, anew), made)
        return found

    def with_deal(self, draws: int, scope: Any = "everything") -> int:
        return sum(trial.has_deal for trial in self.trials(draws, scope))

    # ------------------------------------------------------------------------------------------------- names

    def party(self, name: str) -> int:
        """The place of a party by its name in a sentence."""
        return self.case.parties.index(self.key(name))

    def key(self, name: str) -> str:
        return next(key for key, told in PARTIES.items() if told == name)

    def issue_key(self, title: str) -> str:
        return next(key for key, told in ISSUES.items() if told == title)

    def issue(self, title: str) -> int:
        return self.case.issues.index(self.issue_key(title))

    def option(self, label: str) -> tuple[int, int]:
        """The issue and the option of a label, which each has its own."""
        issue_word, option_word = label.split()
        issue = next(key for key, title in ISSUES.items() if title[:-1].lower() == issue_word)
        option = next(key for key, word in OPTIONS.items() if word == option_word)
        place = self.case.issues.index(issue)
        return place, self.case.options[place].index(option)

    def named(self, x: Package) -> tuple[str, ...]:
        """A package as the oracles have it."""
        return tuple(self.case.options[issue][option] for issue, option in enumerate(x))
