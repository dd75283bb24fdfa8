"""A case as it stood on a date: each position as far as it had been said by then, and nothing else.

What was said later is taken away, and nothing is put in its place: a cell of which nothing was said by the date is
silent. Numbers that were judged for a position that a party did not hold yet go with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from winset.errors import Path, UnknownName
from winset.model.case import Case, Cell, EarlierPosition, RedLine, parts
from winset.model.claims import Assertion, ClaimUse, Date
from winset.model.dates import is_by, placed, placed_claim, uses_of

CellName = tuple[str, str]
JUDGED_OF_A_CELL = ("scores", "orders")
SILENT = Cell.model_construct(basis="silent")


@dataclass(frozen=True, slots=True, kw_only=True)
class AsOf:
    """What taking a case back to a date did. Cells by issue and party.

    earlier: cells that stand at a position which the party has left since. silent: those of which nothing was said by
    then. undated: those of which that cannot be known, since neither claim, document nor case has a date. red_lines:
    those that were drawn later or cannot be placed, by issue, party and option. judged: paths of what was judged of a
    later position. otherwise: paths of what else rests on later claims alone, and stands all the same.
    """

    date: str
    earlier: tuple[CellName, ...] = ()
    silent: tuple[CellName, ...] = ()
    undated: tuple[CellName, ...] = ()
    red_lines: tuple[tuple[str, str, str], ...] = ()
    judged: tuple[str, ...] = ()
    otherwise: tuple[Path, ...] = ()


def date_asked(text: str) -> str:
    """A date as it can be asked for. Raises UnknownName for a text that is none."""
    from pydantic import TypeAdapter, ValidationError

    try:
        return str(TypeAdapter(Date).validate_python(text))
    except ValidationError:
        raise UnknownName(f"`{text}` is no date; write 2025-08-14, 2025-08 or 2025") from None


def case_as_of(case: Case, date: str) -> tuple[Case, AsOf]:
    """The case as it stood on a date, and what was taken from it."""
    then = _Then(case, date)
    positions = {
        issue: {party: then.cell(issue, party, cell) if party != "rest" else cell for party, cell in row.items()}
        for issue, row in case.positions.items()
    }
    judgements, judged = _judged_then(case, positions)
    otherwise = tuple(_otherwise(case, date))
    taken = AsOf(
        date=date,
        earlier=tuple(then.earlier),
        silent=tuple(then.silent),
        undated=tuple(then.undated),
        red_lines=tuple(then.red_lines),
        judged=judged,
        otherwise=otherwise,
    )
    if positions == case.positions:
        return case, taken
    changed: dict[str, object] = {"positions": positions}
    if judgements:
        changed["judgements"] = case.judgements.model_copy(update=judgements)
    return case.model_copy(update=changed), taken


class _Then:
    """The cells of a case on a date."""

    def __init__(self, case: Case, date: str) -> None:
        self.case, self.date = case, date
        self.earlier: list[CellName] = []
        self.silent: list[CellName] = []
        self.undated: list[CellName] = []
        self.red_lines: list[tuple[str, str, str]] = []

    def cell(self, issue: str, party: str, cell: Cell) -> Cell:
        """The cell as far as it had been said: the last position that had been taken, without what came later."""
        if cell.basis == "silent":
            return cell
        held: tuple[Cell | EarlierPosition, ...] = (*cell.was, cell)
        last = next((n for n in reversed(range(len(held))) if self._stood(held[n])), None)
        if last is None:
            is_undated = not all(map(self._is_placed, held))
            (self.undated if is_undated else self.silent).append((issue, party))
            return self._red_lines_alone(issue, party, cell)
        position = held[last]
        given: dict[str, object] = {
            "rejects": self._red_lines(issue, party, position),
            "was": tuple(
                earlier for earlier in cell.was[:last] if self._stood(earlier) or not self._is_placed(earlier)
            ),
            "volatile": cell.volatile and (last > 0 or not cell.was),
        }
        if not isinstance(position, EarlierPosition):
            return position.model_copy(update=given | self._claims(position))
        self.earlier.append((issue, party))
        fields = {name: getattr(position, name) for name in type(position).model_fields if name != "date"}
        if position.date is None:
            given |= self._claims(position)
        return Cell(**fields).model_copy(update=given)

    def _stood(self, assertion: Assertion) -> bool:
        at = placed(self.case, assertion)
        return at is not None and is_by(at.date, self.date)

    def _is_placed(self, assertion: Assertion) -> bool:
        return placed(self.case, assertion) is not None

    def _red_lines(self, issue: str, party: str, position: Cell | EarlierPosition) -> tuple[RedLine, ...]:
        """The red lines that had been drawn; one without a claim of its own stands with its cell."""
        drawn = [line for line in position.rejects if not uses_of(line) or self._stood(line)]
        self.red_lines += [(issue, party, line.option) for line in position.rejects if line not in drawn]
        return tuple(line.model_copy(update=self._claims(line)) if uses_of(line) else line for line in drawn)

    def _red_lines_alone(self, issue: str, party: str, cell: Cell) -> Cell:
        """The silent cell of a party whose red lines, each with a claim of its own, were known before its aim."""
        of_its_own = [line for line in cell.rejects if uses_of(line) and self._stood(line)]
        self.red_lines += [(issue, party, line.option) for line in cell.rejects if line not in of_its_own]
        if not of_its_own:
            return SILENT
        lines = tuple(
            line.model_copy(update={"basis": line.basis or cell.basis, **self._claims(line)}) for line in of_its_own
        )
        return SILENT.model_copy(update={"rejects": lines})

    def _claims(self, assertion: Assertion) -> dict[str, object]:
        """Its claims that had been made by then; those that cannot be placed stay beside one that can."""
        made: list[ClaimUse] = [use for use in uses_of(assertion) if self._was_made(use)]
        return {"claim": made[0], "also": tuple(made[1:])} if made else {}

    def _was_made(self, use: ClaimUse) -> bool:
        at = placed_claim(self.case, use)
        return at is None or is_by(at.date, self.date)


def _judged_then(case: Case, positions: Mapping[str, Mapping[str, Cell]]) -> tuple[dict[str, object], tuple[str, ...]]:
    """What of the judgements changes: what was judged of another aim goes, and of a silent cell its salience too."""
    changed: dict[str, object] = {}
    gone: list[str] = []
    for kind in ("salience", *JUDGED_OF_A_CELL):
        section = getattr(case.judgements, kind)
        kept = {
            issue: {
                party: judged for party, judged in row.items() if not _is_stale(case, positions, kind, issue, party)
            }
            for issue, row in section.items()
        }
        gone += [
            f"{kind}.{issue}.{party}" for issue, row in section.items() for party in row if party not in kept[issue]
        ]
        if kept != section:
            changed[kind] = {issue: row for issue, row in kept.items() if row}
    return changed, tuple(gone)


def _is_stale(case: Case, positions: Mapping[str, Mapping[str, Cell]], kind: str, issue: str, party: str) -> bool:
    cell = positions.get(issue, {}).get(party)
    today = case.positions.get(issue, {}).get(party)
    if cell is None or today is None or cell == today:
        return False
    is_silent = cell.basis == "silent"
    return is_silent or (kind != "salience" and (cell.ideal, cell.delegates_to) != (today.ideal, today.delegates_to))


def _otherwise(case: Case, date: str) -> Iterator[Path]:
    """Whatever is no position and rests on claims alone that were made later, or that cannot be placed."""
    for path, part in parts(case):
        if not isinstance(part, Assertion) or not uses_of(part) or path[0] in ("positions", "variants"):
            continue
        at = placed(case, part)
        if at is None or not is_by(at.date, date):
            yield path
