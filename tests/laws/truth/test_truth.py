"""Each sentence with a number that any question prints is of one known kind, and true when it is worked out anew."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from winset.errors import UnknownName

from .asked import ASKED, applies
from .cases import study_of, truth_case
from .facts import Facts
from .kinds import KINDS, matching
from .sentences import NUMBER, Said

QUICK, MANY = 5, 600
DEAR = 3
"""Questions whose answer is worked out anew with much more labour are asked of every third case of the quick ones."""


def asked_of(number: int, folder: Path, questions: tuple[str, ...]) -> Iterator[Facts]:
    raw = truth_case(number)
    facts = Facts(raw=raw, study=study_of(raw, folder))
    tables = raw.get("tables", {})
    table = next(iter(tables), None)
    for question in questions:
        if table is not None and number % 4 and question in ("deal", "robust", "forecast"):
            yield facts.ask(question, **ASKED[question], table=table)
            continue
        if applies(question, raw):
            try:
                yield facts.ask(question, **ASKED[question])
            except UnknownName as refusal:
                if "name a package" not in str(refusal):
                    raise
        if question == "timing" and table is not None and applies(question, raw):
            for name in tables:
                yield facts.ask(question, **ASKED[question], table=name)


def with_numbers(facts: Facts) -> Iterator[Said]:
    """What is said with a number; the verdict stands before every answer, and is looked at once."""
    for said in facts.said:
        if NUMBER.search(said.text) and (said.section != "verdict" or facts.question in ("deal", "robust")):
            yield said


def look(number: int, folder: Path, questions: tuple[str, ...]) -> int:
    """Looks at every sentence; gives how many were worked out anew."""
    worked_out = 0
    for facts in asked_of(number, folder, questions):
        for said in with_numbers(facts):
            where = f"case {number}, {facts.question}, section {said.section}: {said.text}"
            found = matching(said)
            assert len(found) == 1, f"{where}\nis of {len(found)} kinds: {[kind.template for kind, _ in found]}"
            kind, words = found[0]
            if kind.check is not None:
                assert kind.check(facts, words, said), f"false: {where}"
                worked_out += 1
    return worked_out


CHEAP = ("check", "deal", "robust", "tables", "stability", "timing", "forecast")
LABOUR = ("invent", "staging")


@pytest.mark.parametrize("number", range(QUICK))
def test_every_sentence_with_a_number_is_of_one_kind_and_true(number: int, tmp_path: Path) -> None:
    questions = CHEAP if number % DEAR else (*CHEAP, *LABOUR)
    assert look(number, tmp_path, questions) > 5


@pytest.mark.slow
@pytest.mark.parametrize("number", range(QUICK, MANY))
def test_the_same_of_many_cases(number: int, tmp_path: Path) -> None:
    assert look(number, tmp_path, (*CHEAP, *LABOUR)) > 5


def test_what_makes_no_claim_says_why() -> None:
    assert all(kind.why for kind in KINDS if kind.check is None)


def test_no_kind_stands_twice() -> None:
    every = [(kind.template, kind.section.pattern) for kind in KINDS]
    assert len(every) == len(set(every))


CHANGES = {
    "deal": r"^Everyone needed could accept (\d+)|^What cannot all hold together \((\d+)",
    "robust": r"^There is a deal in (\d+)|^Movement by .+ in (\d+) of",
    "invent": r"^(?:If everything|Least is asked) .*?at least (\d+) to",
    "tables": r"^They could agree on (\d+)",
    "forecast": r"^Compromise \(mean weighted by capability and salience\) \| (\d+)|^There is a forecast for all (\d+)",
}
"""Numbers of sentences, one more of which must be found false."""


@pytest.mark.parametrize("question", CHANGES)
def test_a_number_that_is_changed_is_found(question: str, tmp_path: Path) -> None:
    """A checker that could not say no would be worth nothing."""
    found = 0
    for number in range(4):
        folder = tmp_path / str(number)
        folder.mkdir()
        for facts in asked_of(number, folder, (question,)):
            for said in with_numbers(facts):
                if match := re.search(CHANGES[question], said.text):
                    place = next(n for n in range(1, len(match.groups()) + 1) if match[n])
                    more = f"{said.text[: match.start(place)]}{int(match[place]) + 1}{said.text[match.end(place) :]}"
                    other = Said(said.section, said.kind, more, said.heads, said.cells)
                    found += not any(kind.check(facts, words, other) for kind, words in matching(other) if kind.check)
    assert found > 1
