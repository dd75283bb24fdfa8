"""What each party prefers: the ranges of its cells and links, and what the case says of whole packages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from winset.compiled.index import Condition, Index, Marks
from winset.compiled.structure import CompiledRedLine
from winset.model.case import Case
from winset.model.claims import Basis
from winset.model.numbers import Span
from winset.model.reach import marks, widened


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledCell:
    """What is known of a party's preference on an issue.

    ideal: option, or None. order: options, best first. scores: per option, None where not judged. delegate: the party
    that decides, or None. basis: of the position; a silent cell may still carry judged numbers, and red lines where
    all that is known is what the party refuses.
    """

    basis: Basis
    ideal: int | None = None
    rejects: tuple[CompiledRedLine, ...] = ()
    order: tuple[int, ...] | None = None
    scores: tuple[Span | None, ...] = ()
    salience: Span | None = None
    delegate: int | None = None
    volatile: bool = False
    precondition: bool = False

    @property
    def is_silent(self) -> bool:
        """True where nothing says what the party wants, though it may be said what it refuses."""
        return self.ideal is None and self.delegate is None

    @property
    def is_inferred(self) -> bool:
        """True where what the party wants, or who decides for it, is inferred."""
        return self.basis == "inferred" and not self.is_silent

    @property
    def rejected(self) -> frozenset[int]:
        """The options that the cell refuses."""
        return frozenset(line.option for line in self.rejects)

    @property
    def has_scores(self) -> bool:
        return self.order is not None or any(span is not None for span in self.scores)

    def wanting(self, option: int) -> CompiledCell:
        """The cell of a party that wants this option most, as an inference. Of what was judged its weight alone stands,
        since scores and an order were judged of another wish; it matters somewhat where no weight is judged.
        """
        kept = tuple(line for line in self.rejects if line.option != option)
        return CompiledCell(basis="inferred", ideal=option, rejects=kept, salience=self.salience)


Cells = tuple[tuple[CompiledCell, ...], ...]
"""(party, issue)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledLink:
    """The worth to a party of a combination, in points; path: in the case file, stream: the name of its draws. marks:
    per issue, from where on the line it also applies to options that it does not name; `when` has those on the list.
    """

    party: int
    when: Condition
    points: Span
    path: str
    stream: str
    marks: Marks = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledStatement:
    """What a party wants to hold: one of the conditions. is_strong: whether it separates strongly."""

    when: tuple[Condition, ...]
    is_strong: bool = False


Ranking = tuple[tuple[Condition, ...], ...]
"""Packages, best first, the tied ones together; each as the options that it names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledLever:
    """Pressure on a party. points: by how much its walk-away moves once the lever is pulled. is_offered: whether an
    answer may pull it; what is in force already, or is about people, may not be.
    """

    name: str
    target: int
    points: Span
    is_offered: bool = True


def cell_of(case: Case, index: Index, party: str, issue: str) -> CompiledCell:
    """What the case says and judges of a party on an issue."""
    cell = case.cell(issue, party)
    names = index.options[index.issues.index(issue)]
    scores = case.judgements.scores.get(issue, {}).get(party, {})
    order = case.judgements.orders.get(issue, {}).get(party)
    where = (index.parties.index(party), index.issues.index(issue))
    return CompiledCell(
        basis=cell.basis or "inferred",
        ideal=names.index(cell.ideal) if cell.ideal is not None else None,
        rejects=tuple(
            CompiledRedLine(
                owner=where[0], issue=where[1], option=names.index(line.option), basis=line.basis or cell.basis
            )
            for line in cell.rejects
        ),
        order=tuple(names.index(option) for option in order) if order is not None else None,
        scores=tuple(scores.get(name) for name in names),
        salience=case.judgements.salience.get(issue, {}).get(party),
        delegate=index.parties.index(cell.delegates_to) if cell.delegates_to is not None else None,
        volatile=cell.volatile,
        precondition=cell.precondition,
    )


def links_of(case: Case, index: Index) -> tuple[CompiledLink, ...]:
    """The links; the stream of each is named for what it says, so that its draws do not depend on its place."""
    return tuple(
        CompiledLink(
            party=index.parties.index(link.party),
            when=index.condition(widened(case.issues, link.when, link.applies_above)),
            marks=index.marks(marks(case.issues, link.when, link.applies_above)),
            points=link.points,
            path=f"judgements.links.{n}.points",
            stream=f"judgements.links.{link.party}."
            + "+".join(sorted(f"{issue}={'|'.join(sorted(options))}" for issue, options in link.when.items())),
        )
        for n, link in enumerate(case.judgements.links)
    )


def statements_of(case: Case, index: Index, party: str) -> tuple[CompiledStatement, ...] | None:
    """What a party wants to hold, in its order; None where the case says nothing of the kind."""
    statements = case.judgements.statements.get(party)
    if statements is None:
        return None
    return tuple(
        CompiledStatement(when=tuple(index.condition(when) for when in statement.when), is_strong=statement.strong)
        for statement in statements
    )


def ranking_of(case: Case, index: Index, party: str) -> Ranking | None:
    """How a party ranks packages; None where the case does not say so."""
    ranking = case.judgements.ranking.get(party)
    if ranking is None:
        return None
    return tuple(
        tuple(index.condition({issue: (option,) for issue, option in package.items()}) for package in tied)
        for tied in ranking
    )


def unknown_of(case: Case, index: Index, party: str) -> tuple[tuple[Condition, Condition], ...]:
    """The pairs of packages of which it is not known how a party orders them."""

    def named(package: Mapping[str, str]) -> Condition:
        return index.condition({issue: (option,) for issue, option in package.items()})

    return tuple((named(first), named(other)) for first, other in case.judgements.unknown.get(party, ()))


def root(cells: Cells, party: int, issue: int) -> int:
    """The party whose position counts: the last of a chain of delegations."""
    seen = {party}
    while (delegate := cells[party][issue].delegate) is not None and delegate not in seen:
        party = delegate
        seen.add(party)
    return party


def levers_of(case: Case, index: Index) -> tuple[CompiledLever, ...]:
    """The levers whose effect is judged."""
    return tuple(
        CompiledLever(
            name=name,
            target=index.parties.index(case.levers[name].target),
            points=effect.walk_away,
            is_offered=case.why_not_offered(name) is None,
        )
        for name, effect in case.judgements.levers.items()
    )


def red_lines(cells: Cells, left_out: frozenset[int]) -> tuple[tuple[CompiledRedLine, ...], ...]:
    """Per party, the red lines that it holds, its own and those of the party that it leaves an issue to."""
    return tuple(
        tuple(
            line
            for issue in range(len(cells[party]))
            if issue not in left_out
            for line in cells[root(cells, party, issue)][issue].rejects
        )
        for party in range(len(cells))
    )
