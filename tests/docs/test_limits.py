"""The limits that the documentation states are those of the program."""

from __future__ import annotations

import pytest

from tests.docs.pages import DOCS
from winset.analyses.robustness.violation_index import MOST_PACKAGES as MOST_IN_READINGS
from winset.analyses.settlement.clusters import LARGEST_CLUSTER
from winset.analyses.settlement.deal import TURNS_AMONG
from winset.analyses.settlement.fold import MOST_VECTORS
from winset.analyses.settlement.layers import MOST_STEPS
from winset.analyses.settlement.methods.selection import FEW, MANY, SOME
from winset.analyses.settlement.packages import MOST as MOST_RESTS
from winset.analyses.stability.readings import MOST as MOST_STATES_IN_READINGS
from winset.analyses.stability.states import MOST as MOST_STATES
from winset.analyses.stability.verdicts import MOST_AT_ONCE
from winset.casefile.nodes import MAX_BYTES, MAX_DEPTH, MAX_NODES
from winset.casefile.sources import LARGEST as LARGEST_SOURCE
from winset.model.numbers import LARGEST as LARGEST_NUMBER
from winset.readings.exact import FINEST

STATED = [
    ("explanation/limits.md", f"Up to {FEW:,} packages"),
    ("explanation/limits.md", f"more than {LARGEST_CLUSTER:,} combinations"),
    ("explanation/limits.md", f"more than {MOST_STEPS:,} ways"),
    ("explanation/limits.md", f"up to {MANY:,} packages"),
    ("explanation/limits.md", f"more than {MOST_VECTORS:,} different values"),
    ("explanation/limits.md", f"up to {MOST_IN_READINGS:,} packages"),
    ("explanation/limits.md", f"up to {MOST_RESTS:,} combinations"),
    ("explanation/limits.md", f"more than {TURNS_AMONG:,} feasible"),
    ("explanation/limits.md", f"up to {MOST_STATES:,} packages over the issues"),
    ("explanation/limits.md", f"it asks of up to {MOST_STATES_IN_READINGS:,}"),
    ("explanation/limits.md", f"more than {MOST_AT_ONCE:,} improvements"),
    ("explanation/settlement-at-size.md", f"up to {FEW:,} packages"),
    ("explanation/settlement-at-size.md", f"up to {SOME:,}; up to {MANY:,}"),
    ("reference/error-codes.md", f"larger than {MAX_BYTES // 1_000_000} MB"),
    ("reference/error-codes.md", f"more than {MAX_DEPTH} levels deep"),
    ("reference/error-codes.md", f"more than {MAX_NODES:,} values"),
    ("reference/error-codes.md", f"larger than {LARGEST_SOURCE // 1_000_000} MB"),
    ("reference/error-codes.md", f"beyond {LARGEST_NUMBER:,}"),
    ("reference/error-codes.md", f"beyond 10^{len(str(FINEST)) - 1}"),
]


@pytest.mark.parametrize(("page", "sentence"), STATED)
def test_a_limit_is_stated_as_it_is(page: str, sentence: str) -> None:
    assert sentence in " ".join((DOCS / page).read_text(encoding="utf-8").split())
