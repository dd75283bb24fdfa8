"""An answer is the same, list by list, whether compiled code or plain arrays went through the packages."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest

from winset.analyses.settlement.methods.plain_streaming import PlainStreaming
from winset.analyses.settlement.methods.selection import SolverOptions, select_method
from winset.analyses.settlement.methods.streaming import Streaming
from winset.analyses.settlement.settle import solve_with
from winset.readings import Reading, central

from .cases import positions, random_raw
from .wide_readings import wide_reading


def plainly(value: Any) -> Any:
    """A result without arrays and types of its own, so that two can be compared."""
    if isinstance(value, Reading):
        return None
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plainly(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, dict):
        return {key: plainly(found) for key, found in value.items()}
    return [plainly(found) for found in value] if isinstance(value, (list, tuple)) else value


def same_either_way(reading: Reading) -> None:
    compiled, plain = Streaming(reading), PlainStreaming(reading)
    assert plain.counts == compiled.counts
    assert plainly(solve_with(plain, "")) == plainly(solve_with(compiled, ""))


@pytest.mark.parametrize("cases", [12, pytest.param(300, marks=pytest.mark.slow)])
def test_plain_arrays_give_the_answer_of_compiled_code_on_small_cases(cases: int) -> None:
    for seed in range(cases):
        same_either_way(central(positions(random_raw(f"plain{seed}"))))


@pytest.mark.parametrize("cases", [3, pytest.param(40, marks=pytest.mark.slow)])
def test_plain_arrays_give_the_answer_of_compiled_code_on_some_thousand_packages(cases: int) -> None:
    for seed in range(cases):
        same_either_way(wide_reading(f"plain{seed}"))


def test_plain_arrays_are_taken_where_they_are_asked_for_and_soon_done(monkeypatch: pytest.MonkeyPatch) -> None:
    reading = wide_reading("plain")
    asked = SolverOptions(method="streaming", plain=True)
    assert isinstance(select_method(reading, asked).method, PlainStreaming)
    assert type(select_method(reading, SolverOptions(method="streaming")).method) is Streaming
    monkeypatch.setattr("winset.analyses.settlement.methods.selection.MOST_PLAIN", 1)
    assert type(select_method(reading, asked).method) is Streaming
