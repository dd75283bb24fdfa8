"""Every block of the documentation does what the page says that it does."""

from __future__ import annotations

import re
import shutil
from contextlib import chdir
from pathlib import Path

import pytest

from tests.docs.pages import DOCS, Runner, blocks, first_missing, pages, spliced
from tests.support.places import ROOT

KINDS = {"console", "python", "yaml", "text", "json"}
OF_ITS_OWN = ("add-a-question.md",)
"""Pages that are run in a copy of the package, by a test of their own."""
NOT_RUN = ("case-file.md", "error-codes.md")
"""Pages whose blocks are parts of files; what they show of errors is tested by a test of its own."""
LONG = (
    "do-the-steps-hold.md",
    "hand-over-a-brief.md",
    "how-sure-is-that.md",
    "is-now-the-moment.md",
    "would-it-hold.md",
)
"""Pages whose commands take long together; the golden files hold in every run what such commands print."""
RUN = [
    pytest.param(page, marks=[pytest.mark.slow] if page.name in LONG else [])
    for page in pages()
    if page.name not in (*OF_ITS_OWN, *NOT_RUN)
]


@pytest.mark.parametrize("page", RUN, ids=lambda page: str(page.relative_to(DOCS)))
def test_the_blocks_of_a_page_run_as_shown(page: Path, tmp_path: Path) -> None:
    for example in (ROOT / "examples").iterdir():
        if example.is_dir():
            shutil.copytree(example, tmp_path / "examples" / example.name)
    shutil.copy(DOCS / "tutorial" / "river-crossing.md", tmp_path)
    runner = Runner(page=str(page.relative_to(ROOT)))
    with chdir(tmp_path):
        for block in blocks(page.read_text(encoding="utf-8")):
            runner.run(block)


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(DOCS)))
def test_every_block_is_of_a_known_kind(page: Path) -> None:
    assert {block.kind for block in blocks(page.read_text(encoding="utf-8"))} <= KINDS


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(DOCS)))
def test_every_link_leads_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"```.*?```", "", text, flags=re.DOTALL)):
        if "://" in target:
            continue
        name, _, anchor = target.partition("#")
        linked = (page.parent / name).resolve() if name else page
        assert linked.exists(), f"{page.name} links to {target}"
        if anchor and linked.suffix == ".md":
            assert anchor in anchors(linked), f"{page.name} links to {target}"


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    plain = ("".join(sign for sign in heading.lower() if sign.isalnum() or sign in " -_") for heading in headings)
    return {heading.replace(" ", "-") for heading in plain}


def test_the_index_names_every_page() -> None:
    index = (DOCS / "README.md").read_text(encoding="utf-8")
    for page in pages():
        if page.name != "README.md":
            assert f"]({page.relative_to(DOCS)})" in index


def test_a_shown_line_that_is_not_printed_is_found() -> None:
    printed = ["one", "two", "three", "four"]
    assert first_missing(["one", "two"], printed) is None
    assert first_missing(["one", "…", "four"], printed) is None
    assert first_missing(["four", "…", "one"], printed) == "one"
    assert first_missing(["one", "three"], printed) is not None
    assert first_missing(["five"], printed) == "five"


def test_a_block_takes_the_place_of_the_entries_that_it_names() -> None:
    text = "a: 1\n\nb:\n  c: 2\n  d:\n    e: 3\n\n# about f\nf: {g: 4}\n"
    assert spliced(text, "# in x\nb:\n  d: 5\n  h: 6\ni: 7") == (
        "a: 1\n\nb:\n  c: 2\n  d: 5\n  h: 6\n\n# about f\nf: {g: 4}\n\ni: 7\n"
    )
    assert spliced(text, "f: {g: 8}") == text.replace("4", "8")
