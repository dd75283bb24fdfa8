"""Answers of the shipped examples, computed once for all tests of what is shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from tests.support.places import ROOT
from winset.analyses.settlement.deal import Deal
from winset.casefile.read import read_case
from winset.model.evidence import Checked
from winset.study import Study

Answered = tuple[Deal, Checked]


@cache
def _answered(where: str, variants: tuple[str, ...]) -> Answered:
    study = Study(checked=read_case(ROOT / where, variants))
    return study.deal(draws=200), study.checked


@pytest.fixture(scope="session")
def answered() -> Callable[..., Answered]:
    """Gives the answer and the checked case of a folder, under variants."""

    def give(where: str = "examples/alaska-2025", *variants: str) -> Answered:
        return _answered(where, variants)

    return give
