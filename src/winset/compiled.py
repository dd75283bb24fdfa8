"""A case in positions: the only place where names are turned into array positions and back.

Parties, issues and options keep the order of the case file. A *column* is one option of one issue: the options of all
issues one after the other. What does not vary between readings (who must accept, red lines, rules) is the
`Structure`; what does vary is kept as ranges in the cells, walk-aways and links.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from winset.errors import UnknownName
from winset.model.case import Case, Ratifier
from winset.model.claims import Basis
from winset.model.judgements import WalkAway
from winset.model.numbers import Span
from winset.model.plan import Discipline, Worth

Condition = tuple[tuple[int, frozenset[int]], ...]
"""Issues joined by AND, each with its options joined by OR, all as positions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RedLine:
    """An option that a party rejects; `owner` is the party whose line it is."""

    owner: int
    issue: int
    option: int
    basis: Basis | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What is known of a party's preference on an issue.

    ideal: option, or None. order: options, best first. scores: per option, None where not judged. delegate: the party
    that decides, or None. basis: of the position; a silent cell may still carry judged numbers.
    """

    basis: Basis
    ideal: int | None = None
    rejects: tuple[RedLine, ...] = ()
    order: tuple[int, ...] | None = None
    scores: tuple[Span | None, ...] = ()
    salience: Span | None = None
    delegate: int | None = None
    volatile: bool = False
    precondition: bool = False

    @property
    def is_silent(self) -> bool:
        return self.basis == "silent"

    @property
    def has_scores(self) -> bool:
        return self.order is not None or any(span is not None for span in self.scores)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Where `if_` holds, `then` must."""

    name: str
    if_: Condition
    then: Condition


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """The worth to a party of a combination, in points; path: in the case file, stream: the name of its draws."""

    party: int
    when: Condition
    points: Span
    path: str
    stream: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a party can change alone on an issue. from_to: pairs of options; None for any change."""

    party: int
    issue: int
    from_to: frozenset[tuple[int, int]] | None = None

    def allows(self, start: int, end: int) -> bool:
        return start != end and (self.from_to is None or (start, end) in self.from_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What a party wants to hold: one of the conditions. is_strong: whether it separates strongly."""

    when: tuple[Condition, ...]
    is_strong: bool = False


Ranking = tuple[tuple[Condition, ...], ...]
"""Packages, best first, the tied ones together; each as the options that it names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lever:
    """Pressure on a party. points: by how much its walk-away moves once the lever is pulled."""

    name: str
    target: int
    points: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """A body that ratifies and follows a party: the party's value must reach its walk-away and so much more."""

    name: str
    party: int
    above: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A body that ratifies by vote. members: with their weights; some may be no parties of the case. quota: the weight
    of those in favour that is enough.
    """

    name: str
    members: tuple[tuple[str, Fraction], ...]
    quota: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Who meets, on what, and who must say yes afterwards.

    seated: parties. agenda: issues; the others stay at their status quo. ratifiers: parties that must say yes. floors:
    bodies that follow a party. bodies: those that vote. after: the table that meets before, by its name. opens_if: in
    words. worth: what the meeting itself is worth to parties, in points. spends: levers that it uses up, by name.
    """

    name: str
    seated: tuple[int, ...]
    agenda: frozenset[int]
    ratifiers: tuple[int, ...] = ()
    floors: tuple[Floor, ...] = ()
    bodies: tuple[Body, ...] = ()
    past: bool = False
    after: str | None = None
    opens_if: str | None = None
    worth: tuple[tuple[int, Span], ...] = ()
    spends: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedStep:
    """One step of a plan. carries_out: (issue, option). worth: of the parties that it is worth something to. after:
    steps, by their places, that must come first. at: the share that is taken in each period.
    """

    name: str
    owner: int
    carries_out: tuple[tuple[int, int], ...]
    worth: tuple[tuple[int, Worth], ...]
    reversible: bool
    divisible: bool
    snapback: Span
    after: tuple[int, ...]
    at: tuple[tuple[int, Span], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedTrigger:
    """Who votes on putting a step back, how likely each is to vote for it (None where that is not judged), and how
    many votes it takes.
    """

    of: tuple[int, ...]
    willing: tuple[Span | None, ...]
    votes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A plan in positions. period: how long one is, in words. disciplines: per party, None where nothing is judged."""

    period: str
    steps: tuple[PlannedStep, ...]
    disciplines: tuple[Discipline | None, ...]
    trigger: PlannedTrigger | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Structure:
    """Who must accept what, and which packages there are: the part of a case that no reading changes.

    sizes: options per issue. offsets: first column per issue. status_quo: option per issue, None where there is none.
    open: (column) whether packages may hold the option. always: parties whose consent every package needs.
    bargaining: parties whose gains enter frontier and solutions. needs: (column, party) who is needed besides for an
    option. issue_needs: per issue, who is needed besides for an option about which nothing special is said; empty where
    nobody is for any. left_out: issues that are no part of the question.
    """

    sizes: tuple[int, ...]
    status_quo: tuple[int | None, ...]
    open: NDArray[np.bool_]
    always: tuple[int, ...]
    bargaining: tuple[int, ...]
    needs: NDArray[np.bool_]
    red_lines: tuple[tuple[RedLine, ...], ...]
    rules: tuple[Rule, ...]
    left_out: frozenset[int] = frozenset()
    issue_needs: tuple[frozenset[int], ...] = ()

    @property
    def offsets(self) -> tuple[int, ...]:
        return (0, *accumulate(self.sizes))[:-1]

    @property
    def columns(self) -> int:
        return sum(self.sizes)

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
    def still(self) -> tuple[int, ...] | None:
        """The package that moves nothing, with the only option of the issues that are left out; None where an issue of
        the question has no status quo.
        """
        if any(quo is None for issue, quo in enumerate(self.status_quo) if issue not in self.left_out):
            return None
        return tuple(quo or 0 for quo in self.status_quo)

    @property
    def lines(self) -> tuple[RedLine, ...]:
        """Every red line once, in the order of parties and issues, as its owner's."""
        seen: dict[tuple[int, int, int], RedLine] = {}
        for held in self.red_lines:
            for line in held:
                seen.setdefault((line.owner, line.issue, line.option), line)
        return tuple(seen[key] for key in sorted(seen))

    @property
    def can_be_needed(self) -> tuple[int, ...]:
        """Parties whose consent some package needs."""
        somewhere = np.flatnonzero(self.needs[self.open].any(axis=0))
        return tuple(p for p in range(self.needs.shape[1]) if p in self.always or p in somewhere)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Compiled:
    """A case in positions. places: per issue, each option's place on the line (None off it); None where it is no
    scale. moves: what parties can change alone. statements, ranking: per party, how it orders packages where the case
    says so otherwise than by values; None where it does not, empty where it does so for nobody. unknown: per party,
    pairs of packages, by the options that they name, of which it is not known how the party orders them.
    says so otherwise than by values; None where it does not, empty where it does so for nobody. tables: of the case, in
    its order. refusal: per party, what it gains by refusing its part; None where that is not judged. spoil: who, left
    out and losing, can change whose values by how much. plan: None where the case has none.
    """

    parties: tuple[str, ...]
    issues: tuple[str, ...]
    options: tuple[tuple[str, ...], ...]
    places: tuple[tuple[Fraction | None, ...] | None, ...]
    cells: tuple[tuple[Cell, ...], ...]
    walk_away: tuple[WalkAway | None, ...]
    capability: tuple[Span | None, ...]
    links: tuple[Link, ...]
    floors: tuple[Floor, ...]
    structure: Structure
    levers: tuple[Lever, ...] = ()
    table: str | None = None
    notes: tuple[str, ...] = ()
    moves: tuple[Change, ...] = ()
    statements: tuple[tuple[Statement, ...] | None, ...] = ()
    ranking: tuple[Ranking | None, ...] = ()
    unknown: tuple[tuple[tuple[Condition, Condition], ...], ...] = ()
    tables: tuple[Table, ...] = ()
    refusal: tuple[Span | None, ...] = ()
    spoil: tuple[tuple[int, int, Span], ...] = ()
    plan: Planned | None = None

    def root(self, party: int, issue: int) -> int:
        """The party whose position counts: the last of a chain of delegations."""
        seen = {party}
        while (delegate := self.cells[party][issue].delegate) is not None and delegate not in seen:
            party = delegate
            seen.add(party)
        return party

    def column(self, issue: int, option: int) -> int:
        return self.structure.offsets[issue] + option

    def line_name(self, line: RedLine) -> str:
        """The name of a red line as a constraint."""
        return f"red_line.{self.parties[line.owner]}.{self.issues[line.issue]}.{self.options[line.issue][line.option]}"

    def cell_name(self, party: int, issue: int) -> str:
        return f"{self.issues[issue]}.{self.parties[party]}"

    def package_names(self, package: Iterable[int]) -> dict[str, str]:
        """A package with its names; issues that are left out of the question are not in it."""
        return {
            self.issues[issue]: self.options[issue][option]
            for issue, option in enumerate(package)
            if issue not in self.structure.left_out
        }

    def package(self, options: Mapping[str, str]) -> tuple[int, ...]:
        """A package from its names; an issue that is not named stays at its status quo.

        Raises UnknownName for an issue or option that is not in the question, and for an issue that is neither named
        nor has a status quo.
        """
        for issue in options:
            if issue not in self.issues or self.issues.index(issue) in self.structure.left_out:
                raise UnknownName(f"no issue `{issue}` in the question; it has: {', '.join(self._asked())}")
        chosen = []
        for place, (issue, quo) in enumerate(zip(self.issues, self.structure.status_quo, strict=True)):
            named = options.get(issue)
            if named is not None and named not in self.options[place]:
                raise UnknownName(f"no option `{named}` of `{issue}`; it has: {', '.join(self.options[place])}")
            if named is None and quo is None and place not in self.structure.left_out:
                raise UnknownName(f"`{issue}` has no status quo; say which option of it the package holds")
            option = self.options[place].index(named) if named is not None else quo or 0
            if place not in self.structure.left_out and option not in self.structure.choices(place):
                raise UnknownName(f"`{issue}` is off the agenda of this table and stays at its status quo")
            chosen.append(option)
        return tuple(chosen)

    def _asked(self) -> list[str]:
        return [name for place, name in enumerate(self.issues) if place not in self.structure.left_out]

    def choice_names(self, issues: tuple[int, ...], choices: NDArray[np.int16]) -> list[str]:
        """Combinations of options of some issues, (combination, issue), each as one text."""
        return [
            ", ".join(
                f"{self.issues[issue]}={self.options[issue][option]}"
                for issue, option in zip(issues, options, strict=True)
            )
            for options in choices.tolist()
        ]

    def silent_cells(self) -> tuple[tuple[int, int], ...]:
        """Cells on which the sources are silent, as (party, issue)."""
        return tuple(
            (party, issue)
            for issue in range(len(self.issues))
            for party in range(len(self.parties))
            if self.cells[party][issue].is_silent
        )

    @property
    def is_blank(self) -> bool:
        """True where the sources are silent on every cell: then there is nothing to answer from."""
        return len(self.silent_cells()) == len(self.parties) * len(self.issues)

    def with_cell(self, party: int, issue: int, cell: Cell) -> Compiled:
        """The same case with another cell; red lines and delegations follow. The structure stays the same one where no
        red line changes.
        """
        row = (*self.cells[party][:issue], cell, *self.cells[party][issue + 1 :])
        changed = replace(self, cells=(*self.cells[:party], row, *self.cells[party + 1 :]))
        lines = _red_lines(changed, self.structure.left_out)
        if lines == self.structure.red_lines:
            return changed
        return replace(changed, structure=replace(self.structure, red_lines=lines))

    def without_issues(self, issues: Iterable[int]) -> Compiled:
        """The question without these issues: they stay at the status quo, whose worth to each party is kept, so that
        walk-aways are still compared with values on the same scale. Red lines and needs on them are no part of the
        question. An issue without a status quo goes altogether, with the rules and links that name it.
        """
        gone = frozenset(issues) | self.structure.left_out
        lost = frozenset(issue for issue in gone if self.structure.status_quo[issue] is None)
        blank = Cell(basis="silent", salience=Span.of(0))
        cells = tuple(tuple(blank if issue in lost else cell for issue, cell in enumerate(row)) for row in self.cells)
        return replace(
            self,
            cells=cells,
            links=tuple(link for link in self.links if not any(issue in lost for issue, _ in link.when)),
            structure=_without(self.structure, gone, lost),
        )


def compiled(case: Case, table: str | None = None) -> Compiled:
    """The case in positions, for its own consent list or for a table.

    Raises UnknownName for a table that the case does not have.
    """
    if table is not None and table not in case.tables:
        raise UnknownName(f"no table `{table}`; this case has: {', '.join(case.tables) or 'none'}")
    parties, issues = tuple(case.parties), tuple(case.issues)
    options = tuple(tuple(case.issues[issue].options) for issue in issues)
    index = _Index(parties=parties, issues=issues, options=options)
    cells = tuple(tuple(_cell(case, index, party, issue) for issue in issues) for party in parties)
    places = tuple(_places(case, issue) for issue in issues)
    skeleton = Compiled(
        parties=parties,
        issues=issues,
        options=options,
        places=places,
        cells=cells,
        walk_away=tuple(case.judgements.walk_away.get(party) for party in parties),
        capability=tuple(case.judgements.capability.get(party) for party in parties),
        links=_links(case, index),
        floors=_floors(case, index, table),
        structure=_structure(case, index, table),
        levers=tuple(
            Lever(name=name, target=parties.index(case.levers[name].target), points=effect.walk_away)
            for name, effect in case.judgements.levers.items()
        ),
        table=table,
        notes=_notes(case, table),
        moves=_moves(case, index),
        statements=tuple(_statements(case, index, party) for party in parties),
        ranking=tuple(_ranking(case, index, party) for party in parties),
        unknown=tuple(_unknown(case, index, party) for party in parties),
        tables=tuple(_table(case, index, name) for name in case.tables),
        refusal=tuple(case.judgements.refusal.get(party) for party in parties),
        spoil=tuple(
            (parties.index(who), parties.index(other), points)
            for who, costs in case.judgements.spoil.items()
            for other, points in costs.items()
        ),
        plan=_plan(case, index),
    )
    return replace(skeleton, structure=replace(skeleton.structure, red_lines=_red_lines(skeleton, frozenset())))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Index:
    parties: tuple[str, ...]
    issues: tuple[str, ...]
    options: tuple[tuple[str, ...], ...]

    def condition(self, when: dict[str, tuple[str, ...]]) -> Condition:
        return tuple(
            (issue := self.issues.index(name), frozenset(self.options[issue].index(option) for option in options))
            for name, options in when.items()
        )


def _cell(case: Case, index: _Index, party: str, issue: str) -> Cell:
    told = case.cell(issue, party)
    names = index.options[index.issues.index(issue)]
    scores = case.judgements.scores.get(issue, {}).get(party, {})
    order = case.judgements.orders.get(issue, {}).get(party)
    where = (index.parties.index(party), index.issues.index(issue))
    return Cell(
        basis=told.basis or "inferred",
        ideal=names.index(told.ideal) if told.ideal is not None else None,
        rejects=tuple(
            RedLine(owner=where[0], issue=where[1], option=names.index(line.option), basis=line.basis or told.basis)
            for line in told.rejects
        ),
        order=tuple(names.index(option) for option in order) if order is not None else None,
        scores=tuple(scores.get(name) for name in names),
        salience=case.judgements.salience.get(issue, {}).get(party),
        delegate=index.parties.index(told.delegates_to) if told.delegates_to is not None else None,
        volatile=told.volatile,
        precondition=told.precondition,
    )


def _places(case: Case, issue: str) -> tuple[Fraction | None, ...] | None:
    if not case.issues[issue].scale:
        return None
    ats = [option.at for option in case.issues[issue].options.values()]
    line = [position for position, at in enumerate(ats) if at != "aside"]
    even = {position: Fraction(100 * n, max(1, len(line) - 1)) for n, position in enumerate(line)}
    return tuple(
        None if at == "aside" else at if isinstance(at, Fraction) else even[position] for position, at in enumerate(ats)
    )


def _links(case: Case, index: _Index) -> tuple[Link, ...]:
    """The links; the stream of each is named for what it says, so that its draws do not depend on its place."""
    return tuple(
        Link(
            party=index.parties.index(link.party),
            when=index.condition(link.when),
            points=link.points,
            path=f"judgements.links.{n}.points",
            stream=f"judgements.links.{link.party}."
            + "+".join(sorted(f"{issue}={'|'.join(sorted(options))}" for issue, options in link.when.items())),
        )
        for n, link in enumerate(case.judgements.links)
    )


def _moves(case: Case, index: _Index) -> tuple[Change, ...]:
    """What each party can change alone, in the order of the case."""
    found = []
    for name, moves in case.moves.items():
        issue = index.issues.index(name)
        options = index.options[issue]
        for move in moves:
            pairs = None
            if move.from_to is not None:
                pairs = frozenset((options.index(start), options.index(end)) for start, end in move.from_to)
            found += [Change(party=index.parties.index(party), issue=issue, from_to=pairs) for party in move.by]
    return tuple(found)


def _statements(case: Case, index: _Index, party: str) -> tuple[Statement, ...] | None:
    told = case.judgements.statements.get(party)
    if told is None:
        return None
    return tuple(
        Statement(when=tuple(index.condition(when) for when in one.when), is_strong=one.strong) for one in told
    )


def _ranking(case: Case, index: _Index, party: str) -> Ranking | None:
    told = case.judgements.ranking.get(party)
    if told is None:
        return None
    return tuple(
        tuple(index.condition({issue: (option,) for issue, option in package.items()}) for package in tied)
        for tied in told
    )


def _unknown(case: Case, index: _Index, party: str) -> tuple[tuple[Condition, Condition], ...]:
    def named(package: Mapping[str, str]) -> Condition:
        return index.condition({issue: (option,) for issue, option in package.items()})

    return tuple((named(one), named(other)) for one, other in case.judgements.unknown.get(party, ()))


def _structure(case: Case, index: _Index, table: str | None) -> Structure:
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
        red_lines=(),
        rules=tuple(
            Rule(name=rule.id, if_=index.condition(rule.if_), then=index.condition(rule.then)) for rule in case.rules
        ),
        issue_needs=tuple(
            frozenset(index.parties.index(party) for party in told.needs)
            if (told := case.consent.issues.get(issue)) is not None
            else frozenset()
            for issue in index.issues
        ),
    )


def _needs(case: Case, index: _Index, status_quo: tuple[int | None, ...]) -> NDArray[np.bool_]:
    """(column, party): who is needed for an option that leaves the status quo."""
    rows: list[list[bool]] = []
    for issue, names, quo in zip(index.issues, index.options, status_quo, strict=True):
        needs = case.consent.issues.get(issue)
        for option, name in enumerate(names):
            special = needs.options.get(name, needs) if needs else None
            who = special.needs if special and option != quo else ()
            rows.append([party in who for party in index.parties])
    return np.array(rows, dtype=bool).reshape(len(rows), len(index.parties))


def _red_lines(case: Compiled, left_out: frozenset[int]) -> tuple[tuple[RedLine, ...], ...]:
    """Per party, the red lines that it holds, its own and those of the party that it leaves an issue to."""
    return tuple(
        tuple(
            line
            for issue in range(len(case.issues))
            if issue not in left_out
            for line in case.cells[case.root(party, issue)][issue].rejects
        )
        for party in range(len(case.parties))
    )


def _without(structure: Structure, gone: frozenset[int], lost: frozenset[int]) -> Structure:
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
        red_lines=tuple(tuple(line for line in held if line.issue not in gone) for held in structure.red_lines),
        rules=tuple(rule for rule in structure.rules if not any(issue in lost for issue, _ in (*rule.if_, *rule.then))),
        left_out=gone,
    )


def _floors(case: Case, index: _Index, table: str | None) -> tuple[Floor, ...]:
    ratifiers: tuple[Ratifier, ...] = case.tables[table].ratifiers if table is not None else ()
    return tuple(
        Floor(
            name=ratifier.body,
            party=index.parties.index(ratifier.follows),
            above=ratifier.above_walk_away or Span.of(0),
        )
        for ratifier in ratifiers
        if ratifier.body is not None and ratifier.follows is not None
    )


def _table(case: Case, index: _Index, name: str) -> Table:
    told, judged = case.tables[name], case.judgements.tables.get(name)
    agenda = index.issues if told.agenda is None else told.agenda
    return Table(
        name=name,
        seated=tuple(sorted(index.parties.index(party) for party in told.seated)),
        agenda=frozenset(index.issues.index(issue) for issue in agenda),
        ratifiers=tuple(index.parties.index(one.party) for one in told.ratifiers if one.party is not None),
        floors=_floors(case, index, name),
        bodies=tuple(
            Body(name=one.body, members=tuple(one.members.items()), quota=one.quota)
            for one in told.ratifiers
            if one.body is not None and one.members and one.quota is not None
        ),
        past=told.past,
        after=told.after,
        opens_if=told.opens_if,
        worth=tuple((index.parties.index(party), points) for party, points in judged.worth.items()) if judged else (),
        spends=judged.spends if judged else (),
    )


def _plan(case: Case, index: _Index) -> Planned | None:
    told = case.plan
    if told is None:
        return None
    names = tuple(told.steps)
    trigger = told.trigger
    return Planned(
        period=told.period,
        steps=tuple(
            PlannedStep(
                name=name,
                owner=index.parties.index(step.by),
                carries_out=tuple(
                    (issue := index.issues.index(topic), index.options[issue].index(option))
                    for topic, option in step.carries_out.items()
                ),
                worth=tuple((index.parties.index(party), worth) for party, worth in step.worth.items()),
                reversible=step.reversible,
                divisible=step.divisible,
                snapback=step.snapback,
                after=tuple(names.index(before) for before in step.after),
                at=tuple(sorted(step.at.items())),
            )
            for name, step in told.steps.items()
        ),
        disciplines=tuple(told.parties.get(party) for party in index.parties),
        trigger=None
        if trigger is None
        else PlannedTrigger(
            of=tuple(index.parties.index(party) for party in trigger.of),
            willing=tuple(trigger.willing.get(party) for party in trigger.of),
            votes=trigger.votes,
        ),
    )


def _notes(case: Case, table: str | None) -> tuple[str, ...]:
    ratifiers: tuple[Ratifier, ...] = case.tables[table].ratifiers if table is not None else ()
    return tuple(
        f"Whether {ratifier.body} would ratify is not part of this answer: its members are not parties of the case."
        for ratifier in ratifiers
        if ratifier.members
    )
