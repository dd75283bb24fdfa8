"""A case in positions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from winset.compiled.index import Condition, Index
from winset.compiled.moves import CompiledMove, moves_of
from winset.compiled.numbers import numbers_alone
from winset.compiled.plan import Planned, plan_of
from winset.compiled.preferences import (
    Cells,
    CompiledCell,
    CompiledLever,
    CompiledLink,
    CompiledStatement,
    Ranking,
    cell_of,
    levers_of,
    links_of,
    ranking_of,
    red_lines,
    root,
    statements_of,
    unknown_of,
)
from winset.compiled.structure import CompiledRedLine, Structure, structure_of, without
from winset.compiled.tables import CompiledTable, Floor, floors_of, notes_of, table_of
from winset.compiled.together import MovedTogether, together_of
from winset.errors import UnknownName
from winset.model.case import Case
from winset.model.judgements import WalkAway
from winset.model.numbers import Span
from winset.model.scores import places as places_of


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Compiled:
    """A case in positions. places: per issue, each option's place on the line (None off it); None where it is no
    scale. moves: what parties can change alone. statements, ranking: per party, how it orders packages where the case
    says so otherwise than by values; None where it does not, empty where it does so for nobody. unknown: per party,
    pairs of packages, by the options that they name, of which it is not known how the party orders them. tables: of the
    case, in its order. refusal: per party, what it gains by refusing its part; None where that is not judged. spoil:
    who, left out and losing, can change whose values by how much. plan: None where the case has none. together: judged
    numbers that one cause moves.
    """

    parties: tuple[str, ...]
    issues: tuple[str, ...]
    options: tuple[tuple[str, ...], ...]
    places: tuple[tuple[Fraction | None, ...] | None, ...]
    cells: Cells
    walk_away: tuple[WalkAway | None, ...]
    capability: tuple[Span | None, ...]
    links: tuple[CompiledLink, ...]
    floors: tuple[Floor, ...]
    structure: Structure
    levers: tuple[CompiledLever, ...] = ()
    table: str | None = None
    notes: tuple[str, ...] = ()
    moves: tuple[CompiledMove, ...] = ()
    statements: tuple[tuple[CompiledStatement, ...] | None, ...] = ()
    ranking: tuple[Ranking | None, ...] = ()
    unknown: tuple[tuple[tuple[Condition, Condition], ...], ...] = ()
    tables: tuple[CompiledTable, ...] = ()
    refusal: tuple[Span | None, ...] = ()
    spoil: tuple[tuple[int, int, Span], ...] = ()
    plan: Planned | None = None
    together: tuple[MovedTogether, ...] = ()

    def root(self, party: int, issue: int) -> int:
        """The party whose position counts: the last of a chain of delegations."""
        return root(self.cells, party, issue)

    def column(self, issue: int, option: int) -> int:
        return self.structure.offsets[issue] + option

    def line_name(self, line: CompiledRedLine) -> str:
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

    def silent_cells(self) -> tuple[tuple[int, int], ...]:
        """Cells of which no source says what the party wants, as (party, issue); some say what it refuses."""
        return tuple(
            (party, issue)
            for issue in range(len(self.issues))
            for party in range(len(self.parties))
            if self.cells[party][issue].is_silent
        )

    @property
    def levers_offered(self) -> tuple[int, ...]:
        """The positions among `levers` of those that an answer may pull."""
        return tuple(position for position, lever in enumerate(self.levers) if lever.is_offered)

    @property
    def is_blank(self) -> bool:
        """True where the sources are silent on every cell, without a refusal: then there is nothing to answer from."""
        return all(cell.is_silent and not cell.rejects for row in self.cells for cell in row)

    def with_cell(self, party: int, issue: int, cell: CompiledCell) -> Compiled:
        """The same case with another cell; red lines and delegations follow. The structure stays the same one where no
        red line changes.
        """
        row = (*self.cells[party][:issue], cell, *self.cells[party][issue + 1 :])
        changed = replace(self, cells=(*self.cells[:party], row, *self.cells[party + 1 :]))
        lines = red_lines(changed.cells, self.structure.left_out)
        if lines == self.structure.red_lines:
            return changed
        return replace(changed, structure=replace(self.structure, red_lines=lines))

    def without_levers(self) -> Compiled:
        """The same case for whoever asks nothing about levers, nor about meetings that use them up. Each number is
        drawn by itself, so this changes no other.
        """
        return replace(self, levers=(), tables=tuple(replace(table, spends=()) for table in self.tables))

    def without_issues(self, issues: Iterable[int]) -> Compiled:
        """The question without these issues: they stay at the status quo, whose worth to each party is kept, so that
        walk-aways are still compared with values on the same scale. Needs on them are no part of the question, and of
        red lines only those that refuse how things stand. An issue without a status quo goes altogether, with the
        rules and links that name it.
        """
        gone = frozenset(issues) | self.structure.left_out
        lost = frozenset(issue for issue in gone if self.structure.status_quo[issue] is None)
        blank = CompiledCell(basis="silent", salience=Span.of(0))
        cells = tuple(tuple(blank if issue in lost else cell for issue, cell in enumerate(row)) for row in self.cells)
        return replace(
            self,
            cells=cells,
            links=tuple(link for link in self.links if not any(issue in lost for issue, _ in link.when)),
            structure=without(self.structure, gone, lost),
        )


def compiled(case: Case, table: str | None = None) -> Compiled:
    """The case in positions, for its own consent list or for a table.

    Raises UnknownName for a table that the case does not have.
    """
    if table is not None and table not in case.tables:
        raise UnknownName(f"no table `{table}`; this case has: {', '.join(case.tables) or 'none'}")
    case = numbers_alone(case)
    parties, issues = tuple(case.parties), tuple(case.issues)
    options = tuple(tuple(case.issues[issue].options) for issue in issues)
    index = Index(parties=parties, issues=issues, options=options)
    cells = tuple(tuple(cell_of(case, index, party, issue) for issue in issues) for party in parties)
    places = tuple(places_of(case.issues[issue]) for issue in issues)
    links = links_of(case, index)
    return Compiled(
        parties=parties,
        issues=issues,
        options=options,
        places=places,
        cells=cells,
        walk_away=tuple(case.judgements.walk_away.get(party) for party in parties),
        capability=tuple(case.judgements.capability.get(party) for party in parties),
        links=links,
        floors=floors_of(case, index, table),
        structure=structure_of(case, index, table, red_lines(cells, frozenset())),
        levers=levers_of(case, index),
        table=table,
        notes=notes_of(case, table),
        moves=moves_of(case, index),
        statements=tuple(statements_of(case, index, party) for party in parties),
        ranking=tuple(ranking_of(case, index, party) for party in parties),
        unknown=tuple(unknown_of(case, index, party) for party in parties),
        tables=tuple(table_of(case, index, name) for name in case.tables),
        refusal=tuple(case.judgements.refusal.get(party) for party in parties),
        spoil=tuple(
            (parties.index(who), parties.index(other), points)
            for who, costs in case.judgements.spoil.items()
            for other, points in costs.items()
        ),
        plan=plan_of(case, index),
        together=together_of(case, links),
    )
