"""Each sentence with a number beside the answer of a case with variants is true, each variant being asked by itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from winset.errors import UnknownName

from . import variants
from .asked import ASKED, applies
from .facts import Facts
from .grammar import KINDS, Kind, Words
from .kinds import matching
from .sentences import NUMBER, Said
from .variants import varied

QUESTIONS = ("check", "deal", "robust", "stability", "tables", "timing")
QUICK, MANY = 6, 400


def said_of(number: int, folder: Path) -> Iterator[tuple[Facts, Said, list[tuple[Kind, Words]]]]:
    """All that is said with a number, and all that is said of variants, with the kinds that it is of."""
    case = varied(number, folder)
    for question in QUESTIONS if case.readings else ():
        if applies(question, case.raw):
            try:
                facts = case.ask(question, **ASKED[question])
            except UnknownName:  # no package is named, and an issue is nowhere that a state could take it from
                assert question == "stability"
                continue
            for said in facts.said:
                kinds = matching(said)
                if said.section != "verdict" and (NUMBER.search(said.text) or any(is_of_variants(k) for k, _ in kinds)):
                    yield facts, said, kinds


def is_of_variants(kind: Kind) -> bool:
    return kind.check is not None and kind.check.__module__ == variants.__name__


def look(number: int, folder: Path) -> None:
    for facts, said, kinds in said_of(number, folder):
        where = f"case {number}, {facts.question}, section {said.section}: {said.text}"
        assert len(kinds) == 1, f"{where}\nis of {len(kinds)} kinds: {[kind.template for kind, _ in kinds]}"
        kind, words = kinds[0]
        assert kind.check is None or kind.check(facts, words, said), f"false: {where}"


@pytest.mark.parametrize("number", range(QUICK))
def test_every_sentence_of_a_case_with_variants_is_of_one_kind_and_true(number: int, tmp_path: Path) -> None:
    look(number, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("number", range(QUICK, MANY))
def test_the_same_of_many_cases_with_variants(number: int, tmp_path: Path) -> None:
    look(number, tmp_path)


def test_most_kinds_of_sentences_about_variants_occur(tmp_path: Path) -> None:
    """Otherwise the random variants would not be what is wanted."""
    seen = set()
    for number in range(QUICK):
        folder = tmp_path / str(number)
        folder.mkdir()
        seen |= {kind.template for *_, kinds in said_of(number, folder) for kind, _ in kinds if is_of_variants(kind)}
    every = {kind.template for kind in KINDS if is_of_variants(kind)}
    assert len(every - seen) <= 2
