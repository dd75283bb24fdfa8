"""How far two readers agree, as plain data for JSON."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from winset.analyses.agreement.cells import CellReading, ReadCell
from winset.analyses.agreement.coefficients import Agreement
from winset.analyses.agreement.effects import CellEffect, Taken
from winset.analyses.comparison.answers import VersionAnswer
from winset.questions.agreement.readers import Readers, ReaderSide
from winset.questions.agreement.solve import AgreementAnswer
from winset.questions.agreement.words import (
    CENTRALLY,
    KAPPA,
    NOT_RIGHT,
    UNMARKED,
    WITHIN,
    agreed,
    answers,
    measures,
    undefined,
)
from winset.questions.question import Saying
from winset.report.blocks import Account, Derived, Guarded, Json
from winset.report.counts import rounded

SIDES = ("first", "second")


def data(answer: AgreementAnswer, saying: Saying) -> Json:
    """What `winset agreement --json` prints."""
    readers, effects = Readers(saying), answer.effects
    told = [agreed(answer.readers), *(answers(readers, effects) if effects is not None else ())]
    known = {id(effect.cell): effect for effect in effects.cells} if effects is not None else {}
    with_all = (effects.first_with_all, effects.other_with_all) if effects is not None else (None, None)
    both = (effects.first, effects.other) if effects is not None else (None, None)
    return {
        **evidence_data(answer, saying, known),
        "status": answer.status,
        "told": told,
        "answer": {side: _answer(found) for side, found in zip(SIDES, both, strict=True)},
        "with_all_cells_of_the_other": {
            side: _taken(taken) if taken is not None else None for side, taken in zip(SIDES, with_all, strict=True)
        },
        "notes": [CENTRALLY, *evidence_notes(answer), *answer.notes, *_check_notes(readers)],
    }


def evidence_data(answer: AgreementAnswer, saying: Saying, effects: dict[int, CellEffect]) -> Json:
    """What follows without any number, and of each cell its effect where that is given."""
    readers, exact = Readers(saying), saying.showing.exact
    stop = saying.showing.limit or None
    cells = answer.readers.differing
    return {
        "case": {side: found.owners.case.case.id for side, found in zip(SIDES, readers.sides, strict=True)},
        "sha256": {side: found.checked.sha256 for side, found in zip(SIDES, readers.sides, strict=True)},
        "file": {side: found.checked.path for side, found in zip(SIDES, readers.sides, strict=True)},
        "table": answer.request.table,
        "agreement": {key: _agreement(found, exact=exact) for key, _, _, found in measures(answer.readers)},
        "quotes": dict(answer.readers.evidence),
        "counts": {"cells": len(answer.readers.cells), "differing": len(cells)},
        "cells": [_cell(readers, cell, effects.get(id(cell))) for cell in cells[:stop]],
        "left_out": {
            side: Account(found.owners.holdings, lambda counts, account: counts)
            for side, found in zip(SIDES, readers.sides, strict=True)
        },
    }


def evidence_notes(answer: AgreementAnswer) -> list[str]:
    """What a reader of JSON must know of the coefficients."""
    return [*undefined(answer.readers), KAPPA, NOT_RIGHT, WITHIN, UNMARKED]


def _check_notes(readers: Readers) -> list[str]:
    return list(dict.fromkeys(note for side in readers.sides for note in side.checked.notes))


def _agreement(found: Agreement, *, exact: bool) -> Json:
    pairs = [
        {"first": first, "second": other, "units": number} for (first, other), number in sorted(found.pairs.items())
    ]
    return {
        "units": found.units,
        "agreed": found.agreed,
        "kappa": _number(found.kappa, exact=exact),
        "alpha": _number(found.alpha, exact=exact),
        "pairs": pairs,
    }


def _number(value: Fraction | None, *, exact: bool) -> float | str | None:
    return None if value is None else str(value) if exact else rounded(value)


def _cell(readers: Readers, cell: ReadCell, effect: CellEffect | None) -> Json:
    sides = zip(SIDES, readers.sides, (cell.first, cell.other), strict=True)
    return {
        "issue": cell.issue,
        "party": cell.party,
        "differs": list(cell.differs),
        "quotes": cell.evidence,
        **{name: _reading(side, cell, reading) for name, side, reading in sides},
        **(
            {"with_reading_of_the_other": {"first": _taken(effect.first), "second": _taken(effect.other)}}
            if effect is not None
            else {}
        ),
    }


def _reading(side: ReaderSide, cell: ReadCell, reading: CellReading) -> Json:
    return {
        "found": reading.kind,
        "ideal": reading.wants if reading.kind == "option" else None,
        "delegates_to": reading.wants if reading.kind == "delegates" else None,
        "rejects": [option for option in cell.options if option in reading.rejects],
        "basis": reading.basis,
        "claims": Derived(
            [
                Guarded(
                    side.owners.claim(claim),
                    {"source": claim.source, "quote": claim.quote, "reading": claim.reading},
                )
                for claim in reading.claims
            ],
            list,
        ),
    }


def _answer(answer: VersionAnswer | None) -> Any:
    if answer is None:
        return None
    return {"status": answer.status, "deal": answer.has_deal if answer.status != "limit" else None}


def _taken(taken: Taken) -> Json:
    return {"answer": _answer(taken.answer), "turned": taken.turned}
