"""The limits that the documentation states are those of the program, and each says what happens beyond it."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from tests.docs.pages import DOCS
from winset.analyses.robustness.violation_index import MOST_PACKAGES as MOST_IN_READINGS
from winset.analyses.settlement.clusters import LARGEST_CLUSTER
from winset.analyses.settlement.deal import TURNS_AMONG
from winset.analyses.settlement.fold import MOST_VECTORS
from winset.analyses.settlement.layers import MOST_STEPS
from winset.analyses.settlement.methods.selection import SOME, SOON
from winset.analyses.settlement.packages import FEW
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
    ("explanation/limits.md", f"up to {SOON:,} packages"),
    ("explanation/limits.md", f"more than {MOST_VECTORS:,} different values"),
    ("explanation/limits.md", f"up to {MOST_IN_READINGS:,} packages"),
    ("explanation/limits.md", f"up to {MOST_RESTS:,} combinations"),
    ("explanation/limits.md", f"more than {TURNS_AMONG:,} feasible"),
    ("explanation/limits.md", f"up to {MOST_STATES:,} packages over the issues"),
    ("explanation/limits.md", f"it asks of up to {MOST_STATES_IN_READINGS:,}"),
    ("explanation/limits.md", f"more than {MOST_AT_ONCE:,} improvements"),
    ("explanation/settlement-at-size.md", f"up to {FEW:,} packages"),
    ("explanation/settlement-at-size.md", f"up to {SOME:,}; up to {SOON:,}"),
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


@pytest.fixture(scope="module")
def page() -> Iterator[ModuleType]:
    sys.path.insert(0, str(DOCS))
    from making import limits_page

    yield limits_page
    sys.path.remove(str(DOCS))


def without_words(page: ModuleType, source: Path) -> list[str]:
    """The limits that do not say of what they are and what happens beyond them."""
    right = re.compile(rf"[A-Z].*\S{page.BEYOND}\S.*[.]")
    return [f"{limit.module} {limit.name}" for limit in page.limits(source) if not right.fullmatch(limit.words)]


def test_every_limit_says_what_happens_beyond_it(page: ModuleType) -> None:
    assert without_words(page, page.SOURCE) == []


def test_a_limit_without_words_is_found(page: ModuleType, tmp_path: Path) -> None:
    text = '''MOST = 3
"""Things; beyond, they are cut."""
LARGEST_THING = 2**5
LONGEST = 1 << 4
"""Characters."""
LIMITS = {"MOST": 3}
AGE = 7
"""Years; beyond, nobody counts."""
'''
    (tmp_path / "things.py").write_text(text, encoding="utf-8")
    (tmp_path / "empty.py").touch()
    assert [(limit.name, limit.value) for limit in page.limits(tmp_path)] == [
        ("MOST", 3),
        ("LARGEST_THING", 32),
        ("LONGEST", 16),
        ("AGE", 7),
    ]
    assert without_words(page, tmp_path) == ["things.py LARGEST_THING", "things.py LONGEST"]


def test_every_limit_stands_on_the_page(page: ModuleType) -> None:
    text = (DOCS / "reference" / "limits.md").read_text(encoding="utf-8")
    assert [limit for limit in page.limits() if f"`{limit.module}` `{limit.name}`" not in text] == []
