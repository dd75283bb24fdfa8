"""What people read: no phrase that says more than it knows or that nobody would print, and no sentence without end.

Every sentence of every answer and brief of every example is read, however much of it is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.support.places import EXAMPLES
from winset import read
from winset.analyses.settlement.solutions import solutions
from winset.analyses.stability.definitions import definitions
from winset.brief.brief import brief
from winset.brief.request import BriefRequest
from winset.questions.catalogue import QUESTIONS
from winset.report.blocks import Bullets, Sentence
from winset.report.disclosure import Disclosed, disclose
from winset.report.pieces import plain
from winset.report.renderers.terminal import text

CASES = sorted(path.parent for path in EXAMPLES.rglob("case.yaml"))
ASKED = tuple(key for key, question in QUESTIONS.items() if question.cases != "two" and not question.of_any_file)
FEW: dict[str, dict[str, Any]] = {
    "deal": {"trials": 60},
    "robust": {"trials": 100, "drivers": 40},
    "stability": {"trials": 60},
    "tables": {"trials": 40},
    "staging": {"trials": 40},
    "timing": {"trials": 60},
    "forecast": {"trials": 40, "round_trials": 0},
}
LONGEST = 40
"""Words of a sentence at most; of a list whose items stand between semicolons, or after a colon, of each item."""
SCREEN = {"deal": 59, "robust": 49, "stability": 50, "tables": 49, "staging": 49, "timing": 52, "forecast": 50}
"""Lines of an answer at most, where not all of it is asked for."""
COLUMNS = 100
GONE = (
    r"read with silence as indifference",
    r"some ways to fill the silence",
    r"by giving way alone",
    r"is not read into the sources",
    r"could gain by (leaving|moving away)",
    r"answer(ed)? for good",
    r"looking at nobody outside",
    r"nothing of it would be left",
    r"could agree on nothing",
    r"under other understandings",
    r"once pulled",
    r"were it not that",
    r"entries under .?moves",
    r"holds? by itself",
    r"rule of three",
    r"\b(?<!trial )draws?\b(?! (a|the|it|attention))",
    r"\bsanction(?!s\b)",
)
"""Phrases of which each said more than its inputs carry, or what an editor would not print."""
ART = (
    *(solution.title for solution in solutions.values()),
    *(definition.title for definition in definitions.values()),
    "metarational", "Pareto", "equilibri", "numerator", "enumeration", "indifference", "standard error", "win-set",
)  # fmt: skip
"""Words of art and names of concepts, which stand on no first page."""


study_of = cache(read)
"""The study of a case, asked by all tests: what it has answered it gives again."""


@cache
def brief_of(case: Path) -> Disclosed:
    return disclose(brief(study_of(case), BriefRequest(trials=60)).report, "team")


def answers(case: Path) -> Iterator[tuple[str, Disclosed]]:
    """Every answer of a case in full, and its brief."""
    study = study_of(case)
    for key in ASKED:
        if not QUESTIONS[key].needs or study.session.case.has(QUESTIONS[key].needs):
            result = study.__getattr__(key)(**FEW.get(key, {}))
            if result.is_computed:
                yield key, result.report(full=True)
    yield "brief", brief_of(case)


@cache
def said(case: Path) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((key, tuple(sentences(one))) for key, one in answers(case))


def sentences(report: Disclosed) -> Iterator[str]:
    """The sentences of a report, however they stand in it."""
    for section in report.report.sections:
        for block in section.blocks:
            texts: Iterable[Any] = ()
            if isinstance(block, Sentence):
                texts = (block.text,)
            elif isinstance(block, Bullets):
                texts = block.items
            for one in texts:
                if isinstance(one, str):
                    yield from re.split(r"(?<=[.?!])[”)]?\s+(?=[A-Z“])", plain(one))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_no_phrase_stands_that_must_go(case: Path) -> None:
    study = study_of(case)
    named = {label for issue in study.session.case.issues.values() for label in option_words(issue)}
    found = [
        f"{key}: {sentence}"
        for key, each in said(case)
        for sentence in each
        for phrase in GONE
        if re.search(phrase, sentence, re.IGNORECASE) and not any(label in sentence for label in named)
    ]
    assert not found, "\n".join(found)


def option_words(issue: Any) -> Iterator[str]:
    """What the case itself says, which no checker mends."""
    for option in issue.options.values():
        yield from (words for words in (option.label, option.in_sentence) if words and re.search("|".join(GONE), words))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_no_sentence_is_longer_than_forty_words(case: Path) -> None:
    found = [
        f"{key} ({len(part.split())}): {part}"
        for key, each in said(case)
        for sentence in each
        for part in re.split(r"[;:] ", sentence)
        if len(part.split()) > LONGEST
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_party_has_its_article_in_a_sentence(case: Path) -> None:
    articles = [
        party.name
        for party in study_of(case).session.case.parties.values()
        if party.in_sentence and party.in_sentence.lower() == f"the {party.name.lower()}"
    ]
    found = [
        f"{key}: {sentence}"
        for key, each in said(case)
        for sentence in each
        for name in articles
        if re.search(rf"(?<![Tt]he )(?<![“”\w]){re.escape(name)}(?!:)", sentence)
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_first_pages_of_a_brief_hold_no_word_of_art(case: Path) -> None:
    report = brief_of(case)
    first = []
    for section in report.report.sections:
        if section.key == "annex":
            break
        first.append(section)
    texts = [
        plain(str(text_of))
        for section in first
        for block in section.blocks
        for text_of in (getattr(block, "text", ""), *getattr(block, "items", ()))
    ]
    found = [f"{word}: {line}" for line in texts for word in ART if word.lower() in line.lower()]
    assert not found, "\n".join(found)


def test_a_deal_on_alaska_says_at_most_450_words() -> None:
    study = study_of(EXAMPLES / "alaska-2025")
    assert len(text(study.deal().report()).split()) <= 450


@pytest.mark.parametrize("few", [FEW, pytest.param({}, marks=pytest.mark.slow)], ids=["few trials", "as usual"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_is_said_without_full_fits_a_screen(case: Path, few: dict[str, dict[str, Any]]) -> None:
    study = study_of(case)
    for key, most in SCREEN.items():
        if not QUESTIONS[key].needs or study.session.case.has(QUESTIONS[key].needs):
            lines = text(study.__getattr__(key)(**few.get(key, {})).report()).splitlines()
            assert len(lines) <= most, f"{key}: {len(lines)} lines"
            wide = [line for line in lines if len(line.rstrip()) > COLUMNS and not line.startswith("    winset ")]
            assert not wide, key


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_line_of_a_screen_stands_in_full_as_well(case: Path) -> None:
    """But for rows that the full report gives more room, and for what it says in more words."""
    study = study_of(case)
    for key in ("tables", "staging"):
        if study.session.case.has(QUESTIONS[key].needs):
            result = study.__getattr__(key)(**FEW[key])
            short, full = (set(text(result.report(full=is_full)).splitlines()) for is_full in (False, True))
            assert short <= full, short - full
