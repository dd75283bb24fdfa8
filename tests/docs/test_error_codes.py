"""Every code that winset can report is explained, and the examples on the page report it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.pages import DOCS, blocks, spliced
from tests.support.places import ROOT
from winset.casefile.read import check_case

PAGE = (DOCS / "reference" / "error-codes.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^### ([EW][0-9]{3})$\n(.*?)(?=^##|\Z)", PAGE, re.MULTILINE | re.DOTALL))
IMPORTS = {f"E6{n:02}" for n in range(1, 11)}
CLUSTERS = {"E701", "E702"}
WITHOUT_EXAMPLE = {"E001", "E002", "E003", "E007", "E122", "E124", "E125", "E316", *IMPORTS, *CLUSTERS}
"""Codes of files that are unreadable or huge, of what is found only when a question is asked, of files of other
programs, and of clusters.
"""


def emitted() -> set[str]:
    """Every code in the source, in quotation marks or before a message."""
    return {
        code
        for file in (ROOT / "src" / "winset").rglob("*.py")
        for code in re.findall(r"[\"']([EW][0-9]{3})(?:[\"']|: )", file.read_text(encoding="utf-8"))
    }


def first(kind: str) -> str:
    return next(block.text for block in blocks(PAGE) if block.kind == kind)


def example(code: str) -> str | None:
    return next((block.text for block in blocks(SECTIONS[code]) if block.kind == "yaml"), None)


def problems(text: str, folder: Path) -> set[str]:
    (folder / "letter.md").write_text(first("text") + "\n", encoding="utf-8")
    (folder / "letter.html").write_text("<link rel=stylesheet href=a.css><p>Dear all</p>", encoding="utf-8")
    (folder / "letter.doc").write_bytes(b"PK\x03\x04")
    (folder / "case.yaml").write_text(text, encoding="utf-8")
    return {problem.code for problem in check_case(folder).problems}


def test_every_code_is_explained_and_nothing_else() -> None:
    assert emitted() == set(SECTIONS)


def test_the_codes_stand_in_order() -> None:
    listed = re.findall(r"^### ([EW][0-9]{3})$", PAGE, re.MULTILINE)
    assert listed == sorted(listed)


def test_every_code_has_an_example_unless_it_needs_more_than_a_case_file() -> None:
    assert {code for code in SECTIONS if example(code) is None} == WITHOUT_EXAMPLE


def test_the_case_of_the_page_is_sound(tmp_path: Path) -> None:
    assert problems(first("yaml"), tmp_path) == set()


@pytest.mark.parametrize("code", sorted(set(SECTIONS) - WITHOUT_EXAMPLE))
def test_an_example_reports_its_code(code: str, tmp_path: Path) -> None:
    block = example(code) or ""
    text = block if block.startswith("# the whole file") else spliced(first("yaml"), block)
    assert code in problems(text, tmp_path)


def test_what_is_shown_at_the_head_of_the_page_is_what_is_printed(tmp_path: Path) -> None:
    from winset.report.problems import problem_lines

    shown = [line[4:] for line in PAGE.split("\n") if line.startswith("    ")][:5]
    text = first("yaml").replace("      ideal: open", "      ideal: opne")
    assert problems(text, tmp_path) == {"E203"}
    printed = problem_lines(check_case(tmp_path).problems[0])
    assert [line.rstrip() for line in printed] == [line.rstrip() for line in shown]
