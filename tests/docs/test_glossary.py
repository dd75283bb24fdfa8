"""Every word of the package has an entry, and the words that it does without appear nowhere."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.pages import DOCS, pages, prose
from tests.support.places import ROOT
from winset.analyses.settlement.solutions import solutions

GLOSSARY = (DOCS / "reference" / "glossary.md").read_text(encoding="utf-8")
ENTRIES = re.findall(r"^\*\*(.+?)\*\*: ", GLOSSARY, re.MULTILINE)
WORDS = """
party, issue, option, package, position, red line, basis, stated, inferred, silent, claim, judgement, score, salience,
value, walk-away, gain, acceptable, win-set, frontier, solution, blocker, concession, reading, variant, table, agenda,
ratifier, needed party, lever, state, move, improvement, countermove, plan, step, snapback, breach, forecast, handling,
central reading, trial, repair, conflict, pivotal, load-bearing, opening, objection, status quo, rule, link, capability,
method, proof, stable, equilibrium, interest, support, concern, reader, kappa, alpha
"""
UNUSED = re.compile(
    r"\b(players?|agents?|actors?|utility|utilities|bids?|BATNAs?|outcome spaces?|helpers?|utils)\b", re.IGNORECASE
)
NAMES = re.compile(r"\bexpected[-_ ]utility\b", re.IGNORECASE)
"""Names of the literature that hold such a word."""
COLUMNS = {("deu_record.py", "actor"), ("benchmark.py", "actor")}
"""Columns of files that are not winset’s, by the file that names them."""
LITERATURE = re.compile(r"\*The literature.*?\*(?=\n\n|\n\*\*|\Z|\s)", re.DOTALL)


@pytest.mark.parametrize("word", " ".join(WORDS.split()).split(", "))
def test_every_word_has_an_entry(word: str) -> None:
    assert ENTRIES.count(word) == 1


@pytest.mark.parametrize("title", [solution.title for solution in solutions.values()])
def test_every_solution_has_an_entry(title: str) -> None:
    assert title in ENTRIES


def test_no_word_has_two_entries() -> None:
    assert len(ENTRIES) == len(set(ENTRIES))


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(DOCS)))
def test_a_page_uses_no_other_words(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    if page.name == "glossary.md":
        text = LITERATURE.sub("", text)
    assert UNUSED.findall(NAMES.sub("", prose(text))) == []


def texts(file: Path) -> Iterator[str]:
    """What a user can see of a source file: its texts, and the whole of a template."""
    text = file.read_text(encoding="utf-8")
    if file.suffix != ".py":
        yield re.sub(r"\{[%{#].*?[%}#]\}", "", text, flags=re.DOTALL)
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield re.sub(r"\\.", " ", node.value)


def test_no_message_uses_other_words() -> None:
    files = [file for kind in ("py", "j2", "md", "yaml") for file in (ROOT / "src" / "winset").rglob(f"*.{kind}")]
    found = {
        (file.name, word) for file in files for text in texts(file) for word in UNUSED.findall(NAMES.sub("", text))
    }
    assert found - COLUMNS == set()
