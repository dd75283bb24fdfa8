"""The matrix of a case for a page: a row for each issue, a column for each party, as far as a filter shows them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from winset.model.case import Case, Cell
from winset.model.evidence import Checked
from winset.report.charts.position_matrix import SIGNS
from winset.report.disclosure import is_above
from winset.report.ownership import Ownership
from winset.report.positions import of_wish
from winset.report.problems import cell_of_problem
from winset.web.address import View
from winset.web.cells.fields import label_of

BASES = ("stated", "inferred", "silent")
WORDS = {
    "stated": "a source says it",
    "inferred": "the analyst concludes it from a source",
    "silent": "no source says anything",
}
LEAVES, REFUSES, WRONG = "→", "✕", "‼"
MEANINGS = {
    REFUSES: "a red line: an option that it refuses",
    LEAVES: "leaves it to another party",
    **SIGNS,
    WRONG: "an error in the file",
}
"""What the signs in a cell mean; those that charts have too are the same there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCell:
    """A cell as it stands in the matrix. basis: empty where the filter hides it. signs: with what each means."""

    issue: str
    party: str
    basis: str
    wants: str = ""
    refuses: tuple[str, ...] = ()
    signs: tuple[tuple[str, str], ...] = ()
    url: str = ""
    is_open: bool = False

    @property
    def key(self) -> str:
        return f"{self.issue}.{self.party}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """The cells that a filter shows. legend: of the bases and signs that occur."""

    parties: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, str, tuple[ShownCell, ...]], ...]
    legend: tuple[tuple[str, str], ...]


def matrix(checked: Checked, case: Case, view: View) -> Matrix:
    """The matrix under the filter of a view."""
    parties = [party for party in case.parties if view.first("party") in ("", party)]
    issues = [issue for issue in case.issues if view.first("issue") in ("", issue)]
    wrong = {cell for problem in checked.errors if (cell := cell_of_problem(case, problem)) is not None}
    shown = _Shown(checked, case, view, wrong)
    rows = []
    for issue in issues:
        cells = tuple(shown.cell(issue, party) for party in parties)
        if not view.first("basis") or any(cell.basis for cell in cells):
            rows.append((issue, case.issue_title(issue), cells))
    occurring = {sign for *_, cells in rows for cell in cells for sign, _ in cell.signs}
    occurring |= {LEAVES for *_, cells in rows for cell in cells if cell.wants.startswith(LEAVES)}
    occurring |= {REFUSES for *_, cells in rows for cell in cells if cell.refuses}
    return Matrix(
        parties=tuple((party, case.parties[party].name) for party in parties),
        rows=tuple(rows),
        legend=tuple((sign, meaning) for sign, meaning in MEANINGS.items() if sign in occurring),
    )


def cell_at(case: Case, issue: str, party: str) -> Cell:
    """The cell; a silent one also where the file, which has errors, says nothing."""
    return case.positions.get(issue, {}).get(party, Cell(basis="silent"))


class _Shown:
    def __init__(self, checked: Checked, case: Case, view: View, wrong: set[tuple[str, str]]) -> None:
        self.checked, self.case, self.view, self.wrong = checked, case, view, wrong
        self.owners = Ownership(case=case)

    def cell(self, issue: str, party: str) -> ShownCell:
        cell = cell_at(self.case, issue, party)
        basis = cell.basis or "inferred"
        if self.view.first("basis") not in ("", basis):
            return ShownCell(issue=issue, party=party, basis="")
        key = f"{issue}.{party}"
        return ShownCell(
            issue=issue,
            party=party,
            basis=basis,
            wants=self._wants(issue, cell),
            refuses=tuple(label_of(self.case, issue, line.option) for line in cell.rejects),
            signs=tuple((sign, MEANINGS[sign]) for sign in self._signs(issue, party, cell)),
            url=self.view.with_given(cell=key).url,
            is_open=self.view.first("cell") == key,
        )

    def _wants(self, issue: str, cell: Cell) -> str:
        if cell.delegates_to is not None:
            return f"{LEAVES} {self.case.name(cell.delegates_to)}"
        if cell.only_refuses:
            return of_wish(cell)
        return label_of(self.case, issue, cell.ideal) if cell.ideal is not None else ""

    def _signs(self, issue: str, party: str, cell: Cell) -> Iterator[str]:
        support = self.checked.support.get((issue, party))
        owner = self.owners.any_claim(self.case.claims_of(cell))
        there = {
            "~": cell.volatile,
            "!": cell.precondition,
            "^": support is not None and support.circumstances,
            "?": support is not None and not support.names_party,
            "°": owner is not None and is_above(owner.level, self.view.level),
            WRONG: (issue, party) in self.wrong,
        }
        yield from (sign for sign, is_there in there.items() if is_there and sign in MEANINGS)
