"""Each file of tests stands by itself: what two share is in tests/support or in a module beside them."""

from __future__ import annotations

import re

import pytest

from tests.support.places import ROOT

OF_A_TEST = re.compile(
    r"^[ \t]*(?:from[ \t]+[\w.]*\btest_\w+[ \t]+import|import[ \t]+[\w., \t]*\btest_\w+"
    r"|from[ \t]+(?:tests|\.)[\w.]*[ \t]+import[ \t]+(?:\([^)]*|[^(\n]*)\btest_\w+)",
    re.MULTILINE,
)
"""An import of a file of tests or of a test, also in a program that a test starts."""


def test_no_file_of_tests_is_imported() -> None:
    found = [
        f"{file.relative_to(ROOT)}: {match[0].strip()}"
        for folder in ("tests", "bench", "docs")
        for file in sorted((ROOT / folder).rglob("*.py"))
        for match in OF_A_TEST.finditer(file.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        "from tests.web.{} import opened",
        "    from .{} import opened",
        "from tests.web import pictures, {}",
        "from . import (\n    pictures,\n    {},\n)",
        "import tests.web.{} as pages",
    ],
)
def test_an_import_of_one_is_seen_wherever_it_stands(line: str) -> None:
    assert OF_A_TEST.search(line.format("test_pages"))
    assert not OF_A_TEST.search(line.format("contest_pages"))
