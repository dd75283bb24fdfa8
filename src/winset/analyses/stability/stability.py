"""Would it hold: which states are stable, and who gains by moving away from one package, with the reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from winset.analyses.settlement.packages import Bools, each_once
from winset.analyses.stability.countermoves import Countermove
from winset.analyses.stability.definitions import definitions
from winset.analyses.stability.implicit import ImplicitMoves
from winset.analyses.stability.ranks import Package, order_basis
from winset.analyses.stability.states import States, states_of
from winset.analyses.stability.verdicts import Verdicts, answers_at
from winset.analyses.stability.verifier import fault
from winset.compiled import Compiled, CompiledRule
from winset.errors import TooLarge, WinsetError
from winset.readings import central

MOST_REASONS = 10_000
"""Improvements of a party from the package that is looked at, each of which is given its reasons; beyond, the question
is refused, with what to ask instead.
"""
Why = Literal["named", "leads", "first", "still", "opened"]
"""Why a package is looked at: the user named it, it leads the deals, it is how things stand, or a movement opens it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockedChange:
    """A change that a party could make alone but that cannot be, whatever else it changes. rules: facts against it."""

    party: int
    issue: int
    option: int
    rules: tuple[CompiledRule, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageStability:
    """What is known of one package. state: its number. reasons: per definition and party, every improvement with what
    answers it; None where it was not computed. undecided: the same of improvements of which it was not decided whether
    anything answers them, with whether there may be more that were not looked at; empty where states are listed.
    blocked: changes that facts rule out.
    """

    package: Package
    state: int
    why: Why
    reasons: Mapping[str, tuple[tuple[tuple[int, Countermove | None], ...] | None, ...]]
    blocked: tuple[BlockedChange, ...]
    undecided: Mapping[str, tuple[tuple[tuple[int, ...], bool], ...]] = field(default_factory=dict)

    def is_stable(self, key: str, party: int) -> bool | None:
        """Whether the package is stable for a party under a definition; None where that was not computed or decided."""
        reasons = self.reasons[key][party]
        if reasons is None:
            return None
        if any(answer is None for _, answer in reasons):
            return False
        return None if self.is_open(key, party) else True

    def is_open(self, key: str, party: int) -> bool:
        """Whether it was left undecided of some improvements of a party whether anything answers them."""
        each, beyond = self.undecided[key][party] if self.undecided else ((), False)
        return bool(each) or beyond

    def is_beyond(self, party: int) -> bool:
        """Whether a party has moves from the package that were not looked at."""
        return any(by_party[party][1] for by_party in self.undecided.values())

    @property
    def is_decided(self) -> bool:
        """Whether nothing was left undecided under the definitions that are quick."""
        return not any(
            each or beyond
            for key, by_party in self.undecided.items()
            if definitions[key].is_quick
            for each, beyond in by_party
        )

    def holds(self, key: str) -> bool | None:
        """Whether it is stable for every party; None where that was not computed or decided."""
        verdicts = [self.is_stable(key, party) for party in range(len(self.reasons[key]))]
        return False if False in verdicts else None if None in verdicts else True


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stability:
    """Which states are stable. stable: per definition and party (state), None where it was not computed. of_package: of
    the package that was looked at, None where there was none. by_value: whether statements and rankings were left
    aside.
    """

    states: States
    stable: Mapping[str, tuple[Bools | None, ...]]
    of_package: PackageStability | None
    by_value: bool = False

    @property
    def case(self) -> Compiled:
        return self.states.case

    def equilibria(self, key: str) -> Bools | None:
        """(state) True where it is stable for every party; None where that was not computed."""
        known = [verdicts for verdicts in self.stable[key] if verdicts is not None]
        return np.logical_and.reduce(known) if len(known) == len(self.stable[key]) else None

    @property
    def has_all_states(self) -> bool:
        """Whether it was worked out which states are stable, as far as that can be."""
        return any(verdicts is not None for by_party in self.stable.values() for verdicts in by_party)

    def order_basis(self, party: int) -> str:
        """By what a party's states are ranked: "ranking", "statements" or "value"."""
        return order_basis(self.case, party, by_value=self.by_value)


def stability(case: Compiled, package: Package | None, why: Why, *, by_value: bool = False) -> Stability:
    """Which states are stable in the central reading, and whether a package would hold.

    package: what is looked at; issues that nobody can move stay as they are in it, and at the status quo without it.
    Where states are too many to list only the package is looked at. Raises TooLarge, UnknownName, and WinsetError where
    the package breaks a rule.
    """
    return with_all_states(states_of(case, central(case), package, by_value=by_value), package, why, by_value=by_value)


def with_all_states(states: States, package: Package | None, why: Why, *, by_value: bool = False) -> Stability:
    """The same where the states are known. Where they are not listed only the package is looked at.

    Raises TooLarge, and WinsetError where the package breaks a rule.
    """
    if package is None:
        known = without_package(states, by_value=by_value)
        return in_all_states(states, known) if states.are_listed else known
    if not states.are_listed:
        return stability_at(states, package, why, by_value=by_value)
    state = _state(states, package)
    stable = _stable(states)
    of_package = _held(states, stable, state, why)
    return Stability(states=states, stable=stable, of_package=of_package, by_value=by_value)


def without_package(states: States, *, by_value: bool = False) -> Stability:
    """The states alone, without a verdict on any."""
    return Stability(states=states, stable=_unknown(states), of_package=None, by_value=by_value)


def in_all_states(states: States, known: Stability) -> Stability:
    """Which of these states, which are listed, are stable, beside a package of which is known whether it would hold.

    Raises WinsetError where the two disagree about it.
    """
    stable, package = _stable(states), known.of_package
    if package is not None:
        state = _state(states, package.package)
        for key, by_party in stable.items():
            for party, verdicts in enumerate(by_party):
                if verdicts is not None and package.is_stable(key, party) not in (None, bool(verdicts[state])):
                    raise WinsetError(f"two ways disagree under `{key}` whether the package holds: an error here")
        nothing: dict[str, tuple[None, ...]] = dict.fromkeys(definitions, (None,) * len(states.case.parties))
        package = replace(package, state=state, reasons=nothing, undecided={})
    return Stability(states=states, stable=stable, of_package=package, by_value=known.by_value)


def _stable(states: States) -> dict[str, tuple[Bools | None, ...]]:
    """Per definition and party, which states are stable."""
    verdicts = Verdicts(states.graph)
    parties = range(len(states.case.parties))
    return {
        key: tuple(verdicts.stable(definition, party) for party in parties) for key, definition in definitions.items()
    }


def stability_at(states: States, package: Package, why: Why, *, by_value: bool = False) -> Stability:
    """Whether a package would hold, without a verdict on the other states, which takes less time.

    Raises TooLarge, and WinsetError where the package breaks a rule.
    """
    unknown = _unknown(states)
    of_package = _held(states, unknown, _state(states, package), why)
    return Stability(states=states, stable=unknown, of_package=of_package, by_value=by_value)


def _unknown(states: States) -> dict[str, tuple[Bools | None, ...]]:
    return {key: (None,) * len(states.case.parties) for key in definitions}


def _state(states: States, package: Package) -> int:
    """The state that is looked at. Raises TooLarge where a party could gain in too many ways to go through."""
    case = states.case
    state = states.state(package)
    if state is None or not can_be_asked_about(case, package):
        broken = ", ".join(f"`{rule.name}`" for rule in broken_rules(case, package))
        raise WinsetError(f"the package breaks a rule of the case: {broken}")
    for party, improvements in enumerate(states.graph.improvements if states.are_listed else ()):
        ways = len(improvements.of(state))
        if ways > MOST_REASONS:
            raise TooLarge(
                f"`{case.parties[party]}` could gain in {ways:,} ways by moving away from the package; up to "
                f"{MOST_REASONS:,} are gone through",
                ways,
                "package",
            )
    return state


def _held(states: States, stable: Mapping[str, tuple[Bools | None, ...]], state: int, why: Why) -> PackageStability:
    """The reasons for one state; each is checked by the verifier and compared with the verdict on all states."""
    graph = states.graph
    reasons: dict[str, tuple[tuple[tuple[int, Countermove | None], ...] | None, ...]] = {}
    undecided: dict[str, tuple[tuple[tuple[int, ...], bool], ...]] = {}
    for key, definition in definitions.items():
        by_party: list[tuple[tuple[int, Countermove | None], ...] | None] = []
        open_by_party: list[tuple[tuple[int, ...], bool]] = []
        for party in range(graph.parties):
            try:
                answers = answers_at(graph, definition, party, state)
            except TooLarge:
                by_party.append(None)
                open_by_party.append(((), True))
                continue
            countermoves = answers.each
            all_states = stable[key][party]
            answered = all(answer is not None for _, answer in countermoves)
            wrong = fault(graph, definition, party, state, countermoves)
            if wrong or (all_states is not None and bool(all_states[state]) != answered):
                raise WinsetError(
                    f"a reason under `{key}` does not hold ({wrong or 'two ways disagree'}): an error here"
                )
            by_party.append(countermoves)
            open_by_party.append((answers.undecided, answers.beyond))
        reasons[key] = tuple(by_party)
        undecided[key] = tuple(open_by_party)
    return PackageStability(
        package=states.package(state),
        state=state,
        why=why,
        reasons=reasons,
        undecided={} if states.are_listed else undecided,
        blocked=_blocked(states, state),
    )


def _blocked(states: States, state: int) -> tuple[BlockedChange, ...]:
    """The changes from a state that no move of the party makes, since facts rule them out."""
    blocked = []
    package, space = states.package(state), states.space
    for party, allowed in enumerate(states.allowed):
        moves = states.graph.moves[party]
        reached = space.places_of(moves.of(state)) if states.are_listed else None
        for issue, pairs in allowed.items():
            if reached is not None:
                ends = each_once(reached // space.weights[issue] % space.shape[issue]).tolist()
            else:
                ends = moves.ends_on(state, issue) if isinstance(moves, ImplicitMoves) else []
            for option in np.flatnonzero(pairs[package[issue]]).tolist():
                if option != package[issue] and states.choices[issue].index(option) not in ends:
                    changed = (*package[:issue], option, *package[issue + 1 :])
                    rules = tuple(rule for rule in broken_rules(states.case, changed) if rule.is_fact)
                    blocked.append(BlockedChange(party=party, issue=issue, option=option, rules=rules))
    return tuple(blocked)


def can_be_asked_about(case: Compiled, package: Package) -> bool:
    """True of how things stand, which nobody has to sign, and of every package that keeps all rules."""
    return package == case.structure.status_quo_package or not broken_rules(case, package)


def broken_rules(case: Compiled, package: Package) -> tuple[CompiledRule, ...]:
    """The rules that a package breaks."""
    return tuple(
        rule
        for rule in case.structure.rules
        if all(package[issue] in options for issue, options in rule.if_)
        and not all(package[issue] in options for issue, options in rule.then)
    )
