"""A case of which judged numbers stand elsewhere is the case that a file with those numbers gives."""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from winset.compiled import Structure, compiled
from winset.model.case import Case
from winset.readings import central
from winset.session import Session

EXAMPLES = Path(__file__).parents[2] / "examples"


@cache
def session(name: str) -> Session:
    return Session.read(EXAMPLES / name)


def paths(case: Case) -> list[str]:
    """Every number of the case that can be moved."""
    return [
        *(f"walk_away.{party}" for party in case.parties),
        *(f"capability.{party}" for party in case.parties),
        *(f"salience.{issue}.{party}" for issue in case.issues for party in case.parties),
        *(
            f"scores.{issue}.{party}.{option}"
            for issue, each in case.issues.items()
            for party in case.parties
            for option in each.options
        ),
        *(f"levers.{lever}" for lever in case.judgements.levers),
    ]


def alike(first: object, other: object) -> bool:
    if isinstance(first, Structure) and isinstance(other, Structure):
        return all(alike(getattr(first, each.name), getattr(other, each.name)) for each in fields(Structure))
    if isinstance(first, np.ndarray) and isinstance(other, np.ndarray):
        return bool(np.array_equal(first, other))
    return first == other


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_putting_numbers_elsewhere_is_compiling_the_changed_case(data: st.DataObject) -> None:
    before = session(data.draw(st.sampled_from(("alaska-2025", "classroom", "exchange"))))
    chosen = data.draw(st.lists(st.sampled_from(paths(before.case)), min_size=1, max_size=4, unique=True))
    numbers = {path: str(data.draw(st.integers(0, 100))) for path in chosen}
    after = before.with_moved(numbers)
    anew = compiled(after.case)
    for each in fields(anew):
        assert alike(getattr(after.compiled(), each.name), getattr(anew, each.name)), each.name
    known, found = central(anew), after.central()
    for each in fields(known):
        assert alike(getattr(found, each.name), getattr(known, each.name)), each.name
