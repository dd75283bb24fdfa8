"""The save files of GMCR+ (`.gmcr`, JSON): parties, yes/no options with their owners, what cannot be, preferences.

The program puts the options in the order of their owners before it numbers the states, and so does this. A statement is
a list of options with "Y" or "N", all of which must match, or a section `{"compound": true, "members": […]}` of such
lists, one of which is enough.

A state takes or leaves each option. States are numbered from 1 among those that can be, in the order of Σ 2^k over the
options k that they take, the first option counting least.

Source: Fang, Hipel & Kilgour 1993, Interactive Decision Making: The Graph Model for Conflict Resolution; statements:
Fang, Hipel, Kilgour & Peng 2003, IEEE Transactions on Systems, Man, and Cybernetics C 33(1), 42-55.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pickletools import genops

import numpy as np
from numpy.typing import NDArray

from winset.casefile.names import listing, short
from winset.interchange.fitting import exact
from winset.interchange.foreign_file import ForeignFile, ImportProblems
from winset.interchange.foreign_json import Number, Path, Places, Section, as_section, parsed

MOST_STATES = 2**17
"""States of an imported conflict that are ranked one by one; beyond, a ranking is refused, and statements are asked
for.
"""
MOST_OPTIONS = 60
"""Options of an imported conflict whose states have numbers of 64 bits; beyond, a ranking is refused, and statements
are asked for.
"""

Pattern = dict[int, bool]
"""Options by position, each taken or not: all must match."""
Statement = tuple[Pattern, ...]
"""Patterns joined by OR."""
Tied = tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """An option. owner: the position of the party that takes or leaves it, None where nobody does alone. can_take,
    can_leave: the changes that its owner can make.
    """

    name: str
    owner: int | None
    can_take: bool
    can_leave: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictParty:
    """A party. statements: what it wants to hold, most important first. ranking: groups of tied states by number, best
    first; None where the statements rank them.
    """

    name: str
    statements: tuple[Statement, ...]
    ranking: tuple[Tied, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A graph model. impossible: patterns that no state matches. notes: what of the file is not in here."""

    sides: tuple[ConflictParty, ...]
    choices: tuple[Choice, ...]
    impossible: tuple[Pattern, ...]
    notes: tuple[str, ...]

    def package(self, state: int) -> Pattern:
        """The options that a state takes and leaves, from its sum of powers of two."""
        return {option: bool(state >> option & 1) for option in range(len(self.choices))}


def possible(options: int, impossible: Sequence[Pattern]) -> NDArray[np.int64] | None:
    """The states that match no impossible pattern, ascending; None where they are too many to be written out."""
    if options > MOST_OPTIONS:
        return None
    due: list[list[Pattern]] = [[] for _ in range(options)]
    for pattern in impossible:
        due[max(pattern)].append(pattern)
    states = np.zeros(1, dtype=np.int64)
    for option in range(options):
        states = np.concatenate([states, states + (1 << option)])
        for pattern in due[option]:
            mask = sum(1 << chosen_option for chosen_option in pattern)
            states = states[
                states & mask != sum(1 << chosen_option for chosen_option, taken in pattern.items() if taken)
            ]
        if len(states) > MOST_STATES:
            return None
    return states


DIRECTIONS = {"both": (True, True), "fwd": (True, False), "back": (False, True)}
"""Whether an option can be taken, and left."""
MANUAL = ("useManualPreferenceRanking", "useManualPreferenceVectors")
RANKINGS = ("preferenceRanking", "preferenceVector")
READ = {*MANUAL, "decisionMakers", "options", "infeasibles", "coalitions"}
DERIVED = {"coalitionsFull", "preferenceErrors", "program", "version", "programVersion"}
"""What the program writes and makes anew from the rest."""
WHOLE = re.compile(r"-?[0-9]{1,9}")
STATEMENT = '[[0, "Y"], [2, "N"]]'
BINARY_PICKLE = re.compile(rb"\x80[\x02-\x05]")
"""How a pickle begins, but for those of the two oldest forms."""


def read_gmcr(source: ForeignFile, findings: ImportProblems) -> Conflict | None:
    """The conflict of a file; None where it is none, which is then among the findings. A pickle is not opened: whatever
    code is in it would run.
    """
    if _is_pickle(source.data):
        message = (
            "this is a pickle, as early versions of GMCR+ saved conflicts; it is not opened, since whatever code is in "
            "it would run"
        )
        hint = "enter the conflict in a GMCR+ that saves JSON, or as a case: winset new"
        findings.add("E602", message, source.place(), hint)
        return None
    root = parsed(source, findings)
    return None if root is None else _Reader(places=Places(source), findings=findings, root=root).conflict()


def _is_pickle(data: bytes) -> bool:
    """True for what Python's pickle writes, in whichever of its forms; nothing of it is run."""
    if BINARY_PICKLE.match(data):
        return True
    try:
        steps = deque(genops(data), maxlen=2)
    except ValueError:
        return False
    return len(steps) == 2 and steps[-1][0].name == "STOP" and steps[-1][2] == len(data.rstrip()) - 1


@dataclass(slots=True, kw_only=True)
class _Reader:
    """Reads one file and gathers what is wrong with it. place: of an option in the order of owners."""

    places: Places
    findings: ImportProblems
    root: Section
    place: dict[int, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def refuse(self, code: str, message: str, path: Path, hint: str = "") -> None:
        self.findings.add(code, message, self.places.at(path), hint)

    def conflict(self) -> Conflict | None:
        before = len(self.findings.problems)
        missing = [name for name in ("decisionMakers", "options") if name not in self.root]
        if missing:
            holds = listing(f"`{name}`" for name in self.root) or "nothing"
            what = " and ".join(f"`{name}`" for name in missing)
            self.refuse("E602", f"no file of GMCR+: {what} is missing; it holds {holds}", ())
            return None
        options = self._list(self.root, "options", ())
        parties = self._list(self.root, "decisionMakers", ())
        if len(parties) < 2:
            self.refuse("E603", "a negotiation has at least two parties", ("decisionMakers",))
        if not options:
            self.refuse("E603", "the conflict has no options", ("options",))
        owner = self._owners(parties, len(options))
        order = sorted(range(len(options)), key=lambda n: (owner.get(n, (len(parties), 0)), n))
        self.place = {option: n for n, option in enumerate(order)}
        choices = [self._choice(n, as_section(option), owner) for n, option in enumerate(options)]
        unowned = [f"`{choices[n].name}`" for n in order if n not in owner]
        if unowned:
            self.notes.append(f"options that no party owns change only by agreement: {listing(unowned)}")
        impossible = tuple(self._impossible(len(options)))
        if len(self.findings.problems) > before:
            return None
        sides = self._sides(parties, impossible)
        if len(self.findings.problems) == before:
            self._note_the_rest(sides)
        if len(self.findings.problems) > before:
            return None
        return Conflict(
            sides=sides, choices=tuple(choices[n] for n in order), impossible=impossible, notes=tuple(self.notes)
        )

    def _list(self, section: Section, name: str, path: Path) -> Sequence[object]:
        """The list of that name; empty where there is none, which is among the findings where something else stands."""
        raw = section.get(name, [])
        if isinstance(raw, list):
            return raw
        self.refuse("E602", f"`{name}` is not a list", (*path, name))
        return ()

    def _name(self, section: Section, path: Path) -> str:
        raw = section.get("name")
        if isinstance(raw, str) and not isinstance(raw, Number) and raw.strip():
            return raw
        self.refuse("E602", "a `name` is expected here, a text that is not empty", (*path, "name"))
        return "?"

    def _index(self, raw: object, among: int, what: str, path: Path) -> int | None:
        """The position that a value names, counted from 0; None where it names none, which is among the findings."""
        number = int(raw) if isinstance(raw, Number) and WHOLE.fullmatch(raw) else None
        if number is None or not 0 <= number < among:
            shown = f"`{short(raw)}`" if isinstance(raw, str) else "what stands here"
            hint = f"{what}s are counted from 0 to {among - 1}" if among else ""
            self.refuse("E608", f"{shown} is the number of no {what}", path, hint)
            return None
        return number

    def _owners(self, parties: Sequence[object], options: int) -> dict[int, tuple[int, int]]:
        """The owner of each option that has one, with its place in the owner's list."""
        owners: dict[int, tuple[int, int]] = {}
        for n, party in enumerate(parties):
            path: Path = ("decisionMakers", n)
            owned = self._list(as_section(party), "options", path)
            for m, raw in enumerate(owned):
                option = self._index(raw, options, "option", (*path, "options", m))
                if option is not None and option in owners:
                    whose = f"party {owners[option][0]}" if owners[option][0] != n else "the same party"
                    hint = "every option has one owner; parties are counted from 0"
                    message = f"option {option} belongs to {whose} already"
                    self.refuse("E608", message, (*path, "options", m), hint)
                elif option is not None:
                    owners[option] = (n, m)
        return owners

    def _choice(self, n: int, section: Section, owner: dict[int, tuple[int, int]]) -> Choice:
        path: Path = ("options", n)
        name = self._name(section, path)
        direction = section.get("permittedDirection")
        known = isinstance(direction, str) and direction in DIRECTIONS
        if not known:
            hint = f"one of: {', '.join(DIRECTIONS)}"
            self.refuse("E602", "`permittedDirection` says no direction", (*path, "permittedDirection"), hint)
        take, leave = DIRECTIONS[str(direction)] if known else (False, False)
        return Choice(name=name, owner=owner[n][0] if n in owner else None, can_take=take, can_leave=leave)

    def _impossible(self, options: int) -> Iterator[Pattern]:
        for n, raw in enumerate(self._list(self.root, "infeasibles", ())):
            before = len(self.findings.problems)
            for pattern in self._statement(raw, ("infeasibles", n), options):
                if pattern:
                    yield pattern
                elif len(self.findings.problems) == before:
                    self.refuse("E608", "an empty pattern matches every state: none is left", ("infeasibles", n))

    def _statements(self, party: Section, path: Path) -> tuple[Statement, ...]:
        """The statements of a party that separate states."""
        statements, empty = list[Statement](), list[str]()
        for n, raw in enumerate(self._list(party, "preferences", path)):
            statement = self._statement(raw, (*path, "preferences", n), len(self.place))
            if statement and all(statement):
                statements.append(statement)
            else:
                empty.append(str(n + 1))
        if empty:
            whose = f"`{party.get('name')}`"
            self.notes.append(
                f"statements of {whose} that hold in every state or in none are left out: {listing(empty)}"
            )
        return tuple(statements)

    def _statement(self, raw: object, path: Path, options: int) -> Statement:
        """The patterns of a statement that some state could match."""
        if isinstance(raw, dict):
            members = self._list(raw, "members", path)
            if not members:
                self.refuse("E602", "a compound statement needs `members`", path)
            patterns = [self._pattern(member, (*path, "members", n), options) for n, member in enumerate(members)]
        else:
            patterns = [self._pattern(raw, path, options)]
        return tuple(pattern for pattern in patterns if pattern is not None)

    def _pattern(self, raw: object, path: Path, options: int) -> Pattern | None:
        """The options with whether they are taken; None where an option would be both."""
        pattern: Pattern = {}
        if not isinstance(raw, list):
            self.refuse("E602", "no statement stands here", path, f"a statement looks like {STATEMENT}")
            return pattern
        is_possible = True
        for n, pair in enumerate(raw):
            here = (*path, n)
            if not isinstance(pair, list) or len(pair) != 2 or pair[1] not in ("Y", "N"):
                hint = f"a statement looks like {STATEMENT}"
                self.refuse("E602", 'an option with "Y" or "N" is expected here', here, hint)
                continue
            option = self._index(pair[0], options, "option", (*here, 0))
            if option is not None:
                taken = pair[1] == "Y"
                is_possible &= pattern.setdefault(self.place[option], taken) == taken
        return pattern if is_possible else None

    def _sides(self, parties: Sequence[object], impossible: Sequence[Pattern]) -> tuple[ConflictParty, ...]:
        flags = [name for name in MANUAL if name in self.root]
        for name in flags:
            if not isinstance(self.root[name], bool):
                self.refuse("E602", f"`{name}` is neither true nor false", (name,))
        is_manual = any(self.root[name] is True for name in flags)
        states = possible(len(self.place), impossible)
        if states is not None and not len(states):
            self.refuse("E608", "no state is left: every one matches a pattern that cannot be", ("infeasibles",))
            return ()
        if is_manual and states is None:
            message = (
                f"a ranking is in use, and more than {MOST_STATES:,} states or {MOST_OPTIONS} options are possible"
            )
            self.refuse("E603", message, ("options",), "rank by statements, or say what cannot be")
            return ()
        count = len(states) if states is not None else 0
        sides = [self._side(as_section(party), n, count if is_manual else 0) for n, party in enumerate(parties)]
        unused = [f"`{side.name}`" for side in sides if side.ranking is not None and side.statements]
        if unused:
            self.notes.append(f"the ranking is in use, so that the statements of {listing(unused)} are left out")
        return tuple(sides)

    def _side(self, party: Section, n: int, count: int) -> ConflictParty:
        """A party; count: how many states its ranking ranks, 0 where its statements do."""
        path: Path = ("decisionMakers", n)
        name = self._name(party, path)
        statements = self._statements(party, path)
        if self._list(party, "misperceptions", path):
            self.notes.append(f"what `{name}` misperceives is left out: a case holds what is, as every party sees it")
        ranking = self._ranking(party, path, count) if count else None
        return ConflictParty(name=name, statements=statements, ranking=ranking)

    def _ranking(self, party: Section, path: Path, count: int) -> tuple[Tied, ...]:
        """The groups of tied states, best first, each state in one of them."""
        field_ = next((name for name in RANKINGS if party.get(name)), None)
        if field_ is None:
            return self._by_payoff(party, path, count)
        here: Path = (*path, field_)
        groups: list[Tied] = []
        seen: set[int] = set()
        for n, raw in enumerate(self._list(party, field_, path)):
            places = (
                [((*here, n, m), raw_state) for m, raw_state in enumerate(raw)]
                if isinstance(raw, list)
                else [((*here, n), raw)]
            )
            group = []
            for where, raw_state in places:
                number = int(raw_state) if isinstance(raw_state, Number) and WHOLE.fullmatch(raw_state) else 0
                if not 1 <= number <= count:
                    shown = f"`{short(raw_state)}`" if isinstance(raw_state, str) else "what stands here"
                    hint = f"states are counted from 1 to {count}"
                    self.refuse("E608", f"{shown} is the number of no state", where, hint)
                elif number in seen:
                    self.refuse("E608", f"state {number} stands twice in the ranking", where)
                else:
                    seen.add(number)
                    group.append(number)
            groups += [tuple(group)] if group else []
        missing = [str(number) for number in range(1, count + 1) if number not in seen]
        if missing:
            self.refuse("E608", f"the ranking leaves out states: {listing(missing)}", here)
        return tuple(groups)

    def _by_payoff(self, party: Section, path: Path, count: int) -> tuple[Tied, ...]:
        """The groups by the payoffs of the states, the largest first."""
        raw = self._list(party, "payoffs", path)
        if len(raw) != count:
            has = f"{len(raw)} payoffs" if raw else "no `preferenceRanking`"
            message = f"a ranking of {count} states is in use, and this party has {has}"
            self.refuse("E608", message, path)
            return ()
        by_payoff: dict[Fraction, list[int]] = {}
        for n, raw_payoff in enumerate(raw):
            number = exact(raw_payoff) if isinstance(raw_payoff, Number) else "a number is expected here"
            if isinstance(number, str):
                self.refuse("E604", number, (*path, "payoffs", n))
            else:
                by_payoff.setdefault(number, []).append(n + 1)
        return tuple(tuple(by_payoff[payoff]) for payoff in sorted(by_payoff, reverse=True))

    def _note_the_rest(self, sides: Sequence[ConflictParty]) -> None:
        """Notes what of the file is not carried over: coalitions, and what is not known."""
        for n, raw in enumerate(self._list(self.root, "coalitions", ())):
            members = raw if isinstance(raw, list) else [raw]
            known = [self._index(member, len(sides), "party", ("coalitions", n)) for member in members]
            names = [f"`{sides[member].name}`" for member in known if member is not None]
            if len(names) > 1:
                self.notes.append(f"the coalition of {listing(names)} is left out: a case holds no coalitions")
        unknown = [f"`{name}`" for name in self.root if name not in READ | DERIVED]
        if unknown:
            self.notes.append(f"not read: {listing(unknown)}")
