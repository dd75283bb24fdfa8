"""A question is a folder, an analysis and a line: few files elsewhere name it, and these tests count them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.support.places import ROOT
from winset.questions.catalogue import QUESTIONS

SOURCE = ROOT / "src" / "winset"
MOST = 5
"""Files outside a question's own that name it: with more of them the house is drawn wrongly."""
SECTIONS = {"timing": ("timing", "contests"), "staging": ("plan",), "forecast": ()}
"""The sections of a case file that each of these questions is about; none where it reads those of others."""
COMMANDS = {"timing": (), "staging": (), "forecast": ("forecast", "score", "benchmark")}
"""Files of `cli` with more of a question than the catalogue makes of it."""


def is_its_own(path: Path, key: str) -> bool:
    """Whether a file belongs to a question, to the section that it is about, or to a command of its own."""
    parts = path.relative_to(SOURCE).with_suffix("").parts
    if parts[0] in ("questions", "analyses"):
        return parts[1] == key
    return parts[-1] in SECTIONS[key] or (parts[0] == "cli" and parts[-1] in COMMANDS[key])


@cache
def words(path: Path) -> frozenset[str]:
    """Whatever a file names: modules, names, attributes, keywords, and texts but for docstrings."""
    return frozenset(_words(path))


def _words(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        match node:
            case ast.ImportFrom():
                yield node.module or ""
                yield from (name.name for name in node.names)
            case ast.Import():
                yield from (name.name for name in node.names)
            case ast.Name():
                yield node.id
            case ast.Attribute():
                yield node.attr
            case ast.arg():
                yield node.arg
            case ast.keyword():
                yield node.arg or ""
            case ast.Constant(value=str(text)) if id(node) not in said:
                yield text


def is_named(key: str, word: str) -> bool:
    """Whether a word names a question: alone, in a dotted path or in a command; not the same word of a sentence."""
    return re.search(rf"(^|[.`]|`winset ){key}($|[.` ])", word) is not None and (
        " " not in word or f"`{key}" in word or f"winset {key}" in word or f".{key}" in word
    )


def naming(key: str) -> list[str]:
    """The files that name a question, outside its own."""
    return [
        path.relative_to(SOURCE).as_posix()
        for path in sorted(SOURCE.rglob("*.py"))
        if not is_its_own(path, key) and any(is_named(key, word) for word in words(path))
    ]


@pytest.mark.parametrize("key", SECTIONS)
def test_few_files_outside_its_own_name_a_question(key: str) -> None:
    assert key in QUESTIONS
    files = naming(key)
    assert "questions/catalogue.py" in files
    assert len(files) <= MOST, files


def test_a_question_born_with_a_section_is_named_where_it_is_registered_alone() -> None:
    assert naming("timing") == ["model/judgements.py", "questions/catalogue.py"]


@pytest.mark.parametrize(
    ("word", "is_its_name"),
    [
        ("timing", True),
        ("winset.analyses.timing.paths", True),
        ("judgements.timing", True),
        ("give `timing` a horizon", True),
        ("see `winset timing`", True),
        ("timing matters here", False),
        ("lever_timing", False),
    ],
)
def test_a_word_of_a_sentence_is_no_name(word: str, is_its_name: bool) -> None:
    assert is_named("timing", word) is is_its_name
