"""Who must accept what, and which packages there are: what no reading changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from winset.compiled.index import Condition, Index, Marks
from winset.compiled.tables import bodies_of
from winset.model.case import Case, Rule
from winset.model.claims import Basis
from winset.model.reach import marks, widened

LineKey = tuple[int, int, int]
"""The owner, issue and option of a red line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledRedLine:
    """An option that a party rejects; `owner` is the party whose line it is."""

    owner: int
    issue: int
    option: int
    basis: Basis | None = None

    @property
    def key(self) -> LineKey:
        """By which it is known, whatever it rests on and whoever holds it."""
        return self.owner, self.issue, self.option


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledRule:
    """Where `if_` holds, `then` must. if_marks, then_marks: per issue, from where on the line they also hold for
    options that they do not name; the conditions have those on the list. is_fact: it says what cannot come about at
    all, not only what one deal may not combine.
    """

    name: str
    if_: Condition
    then: Condition
    if_marks: Marks = ()
    then_marks: Marks = ()
    is_fact: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """A body that ratifies by vote, as its members that are parties decide it. weights: of these. least: what those in
    favour must weigh, all members of whom nothing is known being in favour: with less, the body refuses for certain.
    """

    name: str
    weights: tuple[tuple[int, Fraction], ...]
    least: Fraction

    @property
    def voters(self) -> tuple[int, ...]:
        return tuple(party for party, _ in self.weights)

    def passes(self, in_favour: frozenset[int]) -> bool:
        """Whether these parties are enough."""
        return sum((weight for party, weight in self.weights if party in in_favour), Fraction(0)) >= self.least


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Structure:
    """Who must accept what, and which packages there are: the part of a case that no reading changes.

    sizes: options per issue. offsets: first column per issue. status_quo: option per issue, None where there is none.
    open: (column) whether packages may hold the option. always: parties whose consent every package needs.
    bargaining: parties whose gains enter frontier and solutions. needs: (column, party) who is needed besides for an
    option. issue_needs: per issue, who is needed besides for an option about which nothing special is said; empty where
    nobody is for any. left_out: issues that are no part of the question. followed: parties that a body which must
    ratify follows; their red lines hold for every package. votes: bodies that must ratify by vote.
    """

    sizes: tuple[int, ...]
    status_quo: tuple[int | None, ...]
    open: NDArray[np.bool_]
    always: tuple[int, ...]
    bargaining: tuple[int, ...]
    needs: NDArray[np.bool_]
    red_lines: tuple[tuple[CompiledRedLine, ...], ...]
    rules: tuple[CompiledRule, ...]
    left_out: frozenset[int] = frozenset()
    issue_needs: tuple[frozenset[int], ...] = ()
    followed: tuple[int, ...] = ()
    votes: tuple[Vote, ...] = ()

    @property
    def closing(self) -> frozenset[int]:
        """The parties whose red lines hold for every package: those whose consent each needs, and those followed."""
        return frozenset((*self.always, *self.followed))

    @property
    def voters(self) -> tuple[int, ...]:
        """The parties that vote in some body."""
        return tuple(sorted({party for vote in self.votes for party in vote.voters}))

    @property
    def offsets(self) -> tuple[int, ...]:
        return (0, *accumulate(self.sizes))[:-1]

    @property
    def columns(self) -> int:
        return sum(self.sizes)

    @property
    def facts(self) -> tuple[CompiledRule, ...]:
        """The rules that bind what comes about without anybody’s signature too; the others bind packages alone."""
        return tuple(rule for rule in self.rules if rule.is_fact)

    def with_new_options(self, issues: tuple[int, ...]) -> Structure:
        """The packages that hold, on each of these issues, an option that is not on its list: one past the last.

        It leaves the status quo, so whoever the issue needs is needed; no party rejects it, and no rule names it.
        """
        parties = self.needs.shape[1]
        open_, needs = [], []
        for issue, (start, size) in enumerate(zip(self.offsets, self.sizes, strict=True)):
            is_new = issue in issues
            open_.append(np.zeros(size, dtype=bool) if is_new else self.open[start : start + size])
            needs.append(self.needs[start : start + size])
            if is_new:
                who = self.issue_needs[issue] if self.issue_needs else frozenset[int]()
                open_.append(np.ones(1, dtype=bool))
                needs.append(np.array([[party in who for party in range(parties)]], dtype=bool))
        return replace(
            self,
            sizes=tuple(size + (issue in issues) for issue, size in enumerate(self.sizes)),
            open=np.concatenate(open_),
            needs=np.concatenate(needs),
        )

    def choices(self, issue: int) -> tuple[int, ...]:
        """The options of an issue that packages may hold."""
        start = self.offsets[issue]
        return tuple(option for option in range(self.sizes[issue]) if self.open[start + option])

    @property
    def status_quo_package(self) -> tuple[int, ...] | None:
        """The package that moves nothing, with the only option of the issues that are left out; None where an issue of
        the question has no status quo.
        """
        if any(quo is None for issue, quo in enumerate(self.status_quo) if issue not in self.left_out):
            return None
        return tuple(quo or 0 for quo in self.status_quo)

    @property
    def lines(self) -> tuple[CompiledRedLine, ...]:
        """Every red line once, in the order of parties and issues, as its owner's."""
        seen = {line.key: line for lines in reversed(self.red_lines) for line in reversed(lines)}
        return tuple(seen[key] for key in sorted(seen))

    @property
    def holders(self) -> dict[LineKey, list[int]]:
        """Per red line the parties that hold it, in the order of the parties."""
        holders: dict[LineKey, list[int]] = {}
        for party, lines in enumerate(self.red_lines):
            for line in lines:
                holders.setdefault(line.key, []).append(party)
        return holders

    def with_lines(self, keep: Callable[[CompiledRedLine], bool]) -> Structure:
        """The structure with some of the red lines alone."""
        return replace(self, red_lines=tuple(tuple(filter(keep, lines)) for lines in self.red_lines))

    def needed_for(self, package: tuple[int, ...]) -> frozenset[int]:
        """The parties whose consent a package needs."""
        columns = [start + option for start, option in zip(self.offsets, package, strict=True)]
        return frozenset(self.always) | {int(party) for party in np.flatnonzero(self.needs[columns].any(axis=0))}

    @property
    def can_be_needed(self) -> tuple[int, ...]:
        """Parties whose consent some package needs."""
        somewhere = np.flatnonzero(self.needs[self.open].any(axis=0))
        return tuple(p for p in range(self.needs.shape[1]) if p in self.always or p in somewhere)


def structure_of(
    case: Case, index: Index, table: str | None, red_lines: tuple[tuple[CompiledRedLine, ...], ...]
) -> Structure:
    """Who must accept, for the case's own consent list or for a table. red_lines: per party, those that it holds."""
    sizes = tuple(len(names) for names in index.options)
    seats = case.tables[table] if table is not None else None
    package = seats.seated if seats else (case.consent.package or index.parties)
    ratifiers = tuple(ratifier.party for ratifier in seats.ratifiers if ratifier.party is not None) if seats else ()
    status_quo = tuple(
        names.index(quo) if (quo := case.issues[issue].status_quo) is not None else None
        for issue, names in zip(index.issues, index.options, strict=True)
    )
    agenda = seats.agenda if seats and seats.agenda is not None else index.issues
    open_ = np.concatenate(
        [
            np.array([issue in agenda or option == quo for option in range(size)], dtype=bool)
            for issue, size, quo in zip(index.issues, sizes, status_quo, strict=True)
        ]
    )
    bargaining = tuple(sorted(index.parties.index(party) for party in package))
    return Structure(
        sizes=sizes,
        status_quo=status_quo,
        open=open_,
        always=tuple(sorted({*bargaining, *(index.parties.index(party) for party in ratifiers)})),
        bargaining=bargaining,
        needs=_needs(case, index, status_quo),
        red_lines=red_lines,
        rules=tuple(_rule(case, index, rule) for rule in case.rules),
        followed=tuple(
            sorted(
                {
                    index.parties.index(ratifier.follows)
                    for ratifier in (seats.ratifiers if seats else ())
                    if ratifier.follows
                }
            )
        ),
        votes=_votes(case, index, table),
        issue_needs=tuple(
            frozenset(index.parties.index(party) for party in issue_consent.needs)
            if (issue_consent := case.consent.issues.get(issue)) is not None
            else frozenset()
            for issue in index.issues
        ),
    )


def _votes(case: Case, index: Index, table: str | None) -> tuple[Vote, ...]:
    """The bodies that ratify at a table by vote and that can refuse anything for certain."""
    votes = (
        Vote(
            name=body.name,
            weights=tuple(
                (index.parties.index(name), weight) for name, weight in body.members if name in index.parties
            ),
            least=body.quota - body.weight_of_others(index.parties),
        )
        for body in bodies_of(case, table)
    )
    return tuple(vote for vote in votes if vote.least > 0)


def _rule(case: Case, index: Index, rule: Rule) -> CompiledRule:
    above = rule.applies_above
    return CompiledRule(
        name=rule.id,
        if_=index.condition(widened(case.issues, rule.if_, above)),
        then=index.condition(widened(case.issues, rule.then, above)),
        if_marks=index.marks(marks(case.issues, rule.if_, above)),
        then_marks=index.marks(marks(case.issues, rule.then, above)),
        is_fact=rule.kind == "fact",
    )


def _needs(case: Case, index: Index, status_quo: tuple[int | None, ...]) -> NDArray[np.bool_]:
    """(column, party): who is needed for an option that leaves the status quo."""
    rows: list[list[bool]] = []
    for issue, names, quo in zip(index.issues, index.options, status_quo, strict=True):
        needs = case.consent.issues.get(issue)
        for option, name in enumerate(names):
            special = needs.options.get(name, needs) if needs else None
            who = special.needs if special and option != quo else ()
            rows.append([party in who for party in index.parties])
    return np.array(rows, dtype=bool).reshape(len(rows), len(index.parties))


def without(structure: Structure, gone: frozenset[int], lost: frozenset[int]) -> Structure:
    """The packages that differ on other issues than these. lost: those of them that have no status quo.

    A refusal of how things stand on an issue that is left out still holds: every package leaves the issue so.
    """
    open_, needs = structure.open.copy(), structure.needs.copy()
    for issue in gone:
        start, size = structure.offsets[issue], structure.sizes[issue]
        open_[start : start + size] = False
        open_[start + (structure.status_quo[issue] or 0)] = True
        needs[start : start + size] = False
    return replace(
        structure,
        open=open_,
        needs=needs,
        issue_needs=tuple(frozenset() if n in gone else who for n, who in enumerate(structure.issue_needs)),
        red_lines=structure.with_lines(
            lambda line: (
                line.issue not in gone or (line.issue not in lost and line.option == structure.status_quo[line.issue])
            )
        ).red_lines,
        rules=tuple(rule for rule in structure.rules if not any(issue in lost for issue, _ in (*rule.if_, *rule.then))),
        left_out=gone,
    )
