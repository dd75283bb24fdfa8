"""`winset forecast` with a party that moves: what is said, what is refused, and what a record repeats."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path

import pytest

from tests.cli.records import CLASSROOM, furnish, run

MOVES = ["forecast", CLASSROOM, "--trials", "0", "--mover", "hospital", "--toward", "price", "--against", "laundry"]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Iterator[None]:
    furnish(tmp_path)
    with chdir(tmp_path):
        yield


def test_what_a_party_could_reach_is_said_and_repeated_from_its_record() -> None:
    code, said = run(*MOVES, "--record", "run.json")
    assert code == 0
    assert "COULD REACH" in said
    assert "a better change may exist" in said
    code, said = run("verify", "run.json")
    assert code == 0, said


def test_what_needs_a_mover_is_refused_as_it_is_typed() -> None:
    code, said = run("forecast", CLASSROOM, "--toward", "price")
    assert code == 2
    assert "`--toward` needs --mover" in said
