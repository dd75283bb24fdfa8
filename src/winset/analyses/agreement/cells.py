"""What two readers of the same sources made of each cell, in categories that can be compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from winset.analyses.agreement.coefficients import Agreement, agreement
from winset.model.case import Case, Cell
from winset.model.claims import Claim

Kind = Literal["option", "silent", "delegates", "no_ideal", "left_out"]
Part = Literal["wants", "red_lines", "basis"]
Evidence = Literal["same_words", "same_source", "other_sources", "one_without", "neither"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CellReading:
    """What a reader made of a cell. wants: the option, or to whom the decision is left; empty of the other kinds.

    rejects: red lines. basis: `left_out` where the reader's case has no such cell. claims: that carry it, red lines
    included.
    """

    kind: Kind
    wants: str
    rejects: frozenset[str]
    basis: str
    claims: tuple[Claim, ...]

    @property
    def category(self) -> str:
        """The kind, with the option or the party."""
        return f"{self.kind}:{self.wants}" if self.wants else self.kind


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadCell:
    """A cell as both readers read it. differs: in what they do not agree. evidence: how their quotes go together."""

    issue: str
    party: str
    first: CellReading
    other: CellReading
    options: tuple[str, ...]
    differs: tuple[Part, ...]
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadersAgreement:
    """Every cell that either case has, in the order of the first; and on how much the readers agree.

    found: whether a reader found an option, a delegation, silence, or left the cell out. wants: the same with which
    option, chance taken within the issue. red_lines: of each option of each cell whether it is rejected. basis: of each
    cell. evidence: how many cells of each kind.
    """

    cells: tuple[ReadCell, ...]
    found: Agreement
    wants: Agreement
    red_lines: Agreement
    basis: Agreement
    evidence: Mapping[Evidence, int]

    @property
    def differing(self) -> tuple[ReadCell, ...]:
        """The cells on which they do not agree."""
        return tuple(cell for cell in self.cells if cell.differs)


def readers_agreement(
    first: Case,
    other: Case,
    texts: tuple[Mapping[str, str | None], Mapping[str, str | None]] = ({}, {}),
) -> ReadersAgreement:
    """On how much two readers agree. texts: of each case's sources the digest, by which one text is known under two
    names.
    """
    cells = tuple(_cells(first, other, texts))
    lines = [(cell, option) for cell in cells for option in cell.options]
    return ReadersAgreement(
        cells=cells,
        found=agreement([(cell.first.kind, cell.other.kind) for cell in cells]),
        wants=agreement(
            [(cell.first.category, cell.other.category) for cell in cells], groups=[cell.issue for cell in cells]
        ),
        red_lines=agreement([(_line(cell.first, option), _line(cell.other, option)) for cell, option in lines]),
        basis=agreement([(cell.first.basis, cell.other.basis) for cell in cells]),
        evidence={kind: sum(cell.evidence == kind for cell in cells) for kind in EVIDENCE},
    )


EVIDENCE: tuple[Evidence, ...] = ("same_words", "same_source", "other_sources", "one_without", "neither")


def _line(reading: CellReading, option: str) -> str:
    return "left_out" if reading.kind == "left_out" else "red_line" if option in reading.rejects else "no_red_line"


def _cells(
    first: Case, other: Case, texts: tuple[Mapping[str, str | None], Mapping[str, str | None]]
) -> Iterator[ReadCell]:
    for issue in dict.fromkeys((*first.issues, *other.issues)):
        options = tuple(
            dict.fromkeys(
                option for case in (first, other) if issue in case.issues for option in case.issues[issue].options
            )
        )
        for party in dict.fromkeys((*first.parties, *other.parties)):
            readings = (_reading(first, issue, party), _reading(other, issue, party))
            if readings[0].kind == readings[1].kind == "left_out":
                continue
            yield ReadCell(
                issue=issue,
                party=party,
                first=readings[0],
                other=readings[1],
                options=options,
                differs=_differs(*readings),
                evidence=_evidence(readings, texts),
            )


def _differs(first: CellReading, other: CellReading) -> tuple[Part, ...]:
    parts: tuple[tuple[Part, bool], ...] = (
        ("wants", first.category != other.category),
        ("red_lines", first.rejects != other.rejects),
        ("basis", first.basis != other.basis),
    )
    return tuple(part for part, is_other in parts if is_other)


def _reading(case: Case, issue: str, party: str) -> CellReading:
    if issue not in case.positions or party not in case.parties:
        return CellReading(kind="left_out", wants="", rejects=frozenset(), basis="left_out", claims=())
    cell = case.cell(issue, party)
    claims = [*case.claims_of(cell), *(claim for line in cell.rejects for claim in case.claims_of(line))]
    return CellReading(
        kind=_kind(cell),
        wants=cell.delegates_to or cell.ideal or "",
        rejects=frozenset(line.option for line in cell.rejects),
        basis=cell.basis or "inferred",
        claims=tuple(dict.fromkeys(claims)),
    )


def _kind(cell: Cell) -> Kind:
    if cell.basis == "silent":
        return "silent"
    return "delegates" if cell.delegates_to else "option" if cell.ideal else "no_ideal"


def _evidence(
    readings: tuple[CellReading, CellReading], texts: tuple[Mapping[str, str | None], Mapping[str, str | None]]
) -> Evidence:
    """How the quotes of a cell go together: the same words where one quote stands in the other, of one text."""
    first, other = (
        [(texts_of.get(claim.source) or claim.source, _plain(claim.quote)) for claim in reading.claims]
        for reading, texts_of in zip(readings, texts, strict=True)
    )
    if not first or not other:
        return "neither" if not first and not other else "one_without"
    shared = [(one, two) for source, one in first for other_source, two in other if source == other_source]
    if any(one in two or two in one for one, two in shared):
        return "same_words"
    return "same_source" if shared else "other_sources"


def _plain(quote: str) -> str:
    return " ".join(quote.casefold().split())
