"""What becomes of the answer where one reader's reading of a cell is taken into the other's case."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from winset.analyses.agreement.cells import ReadCell
from winset.analyses.comparison.answers import Turned, VersionAnswer, VersionAnswers
from winset.errors import NumberTooFine, TooLarge, UnknownName
from winset.model.case import Case, Cell
from winset.model.claims import Assertion


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """The answer of a case with some cells as the other reader reads them. answer: None where that makes no case, such
    as where the other names an option that there is not here. turned: what of the answer of the case is another one.
    """

    answer: VersionAnswer | None
    turned: Turned | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CellEffect:
    """A cell on which the readers differ: the first case with the other's reading of it, and the other way round."""

    cell: ReadCell
    first: Taken
    other: Taken


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadersEffects:
    """The answers of both cases, and what their differing cells do to them, each alone, and all together of those that
    can be taken alone. turned: what of the answer differs between the two.
    """

    first: VersionAnswer
    other: VersionAnswer
    turned: Turned | None
    cells: tuple[CellEffect, ...]
    first_with_all: Taken
    other_with_all: Taken


def readers_effects(
    cases: tuple[Case, Case], differing: tuple[ReadCell, ...], table: str | None, is_valid: Callable[[Case], bool]
) -> ReadersEffects:
    """What the differing cells do to the answers of two cases. is_valid: whether a case is one that can be asked.

    Raises UnknownName, TooLarge and NumberTooFine.
    """
    answers = VersionAnswers(table)
    first, other = map(answers.of, cases)

    def taken(into: int, cells: Iterable[ReadCell]) -> Taken:
        was = (first, other)[into]
        made = with_cells(cases[into], cases[1 - into], cells)
        if made is None or not is_valid(made):
            return Taken(answer=None, turned=None)
        try:
            answer = answers.of(made)
        except (UnknownName, TooLarge, NumberTooFine):
            return Taken(answer=None, turned=None)
        return Taken(answer=answer, turned=was.turned(answer))

    cells = tuple(CellEffect(cell=cell, first=taken(0, (cell,)), other=taken(1, (cell,))) for cell in differing)
    return ReadersEffects(
        first=first,
        other=other,
        turned=first.turned(other),
        cells=cells,
        first_with_all=taken(0, [effect.cell for effect in cells if effect.first.answer is not None]),
        other_with_all=taken(1, [effect.cell for effect in cells if effect.other.answer is not None]),
    )


def with_cells(case: Case, other: Case, cells: Iterable[ReadCell]) -> Case | None:
    """The case with some cells as the other has them, with the claims that carry them; None where it has no such party,
    issue or option.
    """
    positions = {issue: dict(row) for issue, row in case.positions.items()}
    for cell in cells:
        if "left_out" in (cell.first.kind, cell.other.kind):
            return None
        taken = other.cell(cell.issue, cell.party)
        known = case.issues[cell.issue].options
        named = [*(line.option for line in taken.rejects), *([taken.ideal] if taken.ideal else [])]
        if any(option not in known for option in named) or (taken.delegates_to or cell.party) not in case.parties:
            return None
        positions[cell.issue][cell.party] = _written_out(taken, other)
    sources = {**other.sources, **case.sources}
    return case.model_copy(update={"positions": positions, "sources": sources})


def _written_out(cell: Cell, case: Case) -> Cell:
    """The cell with its claims written out, since another case knows none by its name."""
    lines = tuple(line.model_copy(update=_claims(line, case)) for line in cell.rejects)
    return cell.model_copy(update={**_claims(cell, case), "rejects": lines})


def _claims(assertion: Assertion, case: Case) -> dict[str, object]:
    return {"claim": case.claim(assertion.claim), "also": tuple(case.claim(use) for use in assertion.also)}
