"""Each sentence about two versions of a case is of one known kind, and true when both are settled anew."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from .diff import ALSO, Versions, versions
from .kinds import matching
from .sentences import Said
from .versions import random_pair

TRIALS = 50
QUICK, MANY = 16, 500


def asked_of(number: int, folder: Path) -> Versions:
    """A random pair of versions, every third asked of a table where it has one."""
    pair = random_pair(number, folder)
    table = next(iter(pair.old.get("tables", {})), None) if number % 3 == 2 else None
    return versions(pair, folder).ask("diff", trials=TRIALS, **({} if table is None else {"table": table}))


def looked_at(found: Versions) -> Iterator[Said]:
    """All that is said of the versions; what stands before any answer is looked at elsewhere."""
    return (said for said in found.said if said.section not in ALSO)


def look(number: int, folder: Path) -> int:
    """Looks at every sentence, with a number or without; gives how many were worked out anew."""
    found, worked_out = asked_of(number, folder), 0
    for said in looked_at(found):
        where = f"pair {number}, section {said.section}, under {said.heads}: {said.text}"
        kinds = matching(said)
        assert len(kinds) == 1, f"{where}\nis of {len(kinds)} kinds: {[kind.template for kind, _ in kinds]}"
        kind, words = kinds[0]
        if kind.check is not None:
            assert kind.check(found, words, said), f"false: {where}"
            worked_out += 1
    return worked_out


@pytest.mark.parametrize("number", range(QUICK))
def test_every_sentence_about_two_versions_is_of_one_kind_and_true(number: int, tmp_path: Path) -> None:
    assert look(number, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("number", range(QUICK, MANY))
def test_the_same_of_many_pairs(number: int, tmp_path: Path) -> None:
    assert look(number, tmp_path)


def test_a_number_that_is_changed_is_found(tmp_path: Path) -> None:
    """With one more in place of its first number each is false: a checker that cannot say no is worth nothing. The
    number of a package is a name, and what is said of one may be true of the next.
    """
    right = wrong = 0
    for number in range(QUICK):
        folder = tmp_path / str(number)
        folder.mkdir()
        found = asked_of(number, folder)
        for said in looked_at(found):
            if match := re.search(r"(?<![\w,.])\d+(?![\w,.:])", said.text):
                text = f"{said.text[: match.start()]}{int(match[0]) + 1}{said.text[match.end() :]}"
                other = replace(said, text=text)
                checks = [(kind.check, words) for kind, words in matching(other) if kind.check]
                is_held = any(check(found, words, other) for check, words in checks)
                right, wrong = right + is_held, wrong + (not is_held)
    assert wrong > 100
    assert right == 0
