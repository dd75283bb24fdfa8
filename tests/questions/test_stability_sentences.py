"""What `winset stability` says can be read: short sentences, no words of art, no more than the moves carry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest

from tests.support.places import EXAMPLES
from winset.analyses.stability.definitions import definitions
from winset.analyses.stability.levels import LEVELS
from winset.model.numbers import Handling
from winset.questions.stability.request import StabilityRequest
from winset.report.blocks import Bullets, Sentence
from winset.report.disclosure import disclose
from winset.report.pieces import plain
from winset.study import Study

CASES = [
    "alaska-2025",
    "camp-david-1978",
    "exchange",
    "literature/kilgour-2001-elmira",
    "literature/fraser-1984-cuban-missiles",
    "literature/rapoport-1966-chicken",
    "literature/tucker-1950-prisoners-dilemma",
]
MOST_WORDS = 40
NEVER = ("holds by itself", "hold by itself", "for good", "under `moves`", "could gain by leaving it", "rule of three")


def sentences(where: str, level: Handling = "team") -> Iterator[str]:
    """Every sentence of the first screen."""
    study = Study.read(EXAMPLES / where)
    request = StabilityRequest(trials=20)
    for section in disclose(study.report(request, study.ask(request)), level).report.sections:
        for block in section.blocks if section.depth in ("answer", "main") else ():
            if block.depth in ("answer", "main"):
                texts = (
                    [block.text] if isinstance(block, Sentence) else block.items if isinstance(block, Bullets) else []
                )
                for text in texts:
                    yield from re.split(r"(?<=[.?!])\s+(?=[A-Z“])", plain(text))


@pytest.mark.parametrize("where", CASES)
def test_sentences_are_short_and_plain_and_none_claims_that_a_package_holds_by_itself(where: str) -> None:
    each = list(sentences(where))
    assert each
    for one in each:
        assert len(one.split()) <= MOST_WORDS, one
        assert not any(phrase in one for phrase in NEVER), one
        assert not any(definition.title.lower() in one.lower() for definition in definitions.values()), one


@pytest.mark.parametrize("where", ["alaska-2025", "camp-david-1978", "literature/kilgour-2001-elmira"])
def test_the_verdict_carries_what_it_rests_on_in_its_own_sentence(where: str) -> None:
    verdict = next(sentence for sentence in sentences(where) if "tempt" in sentence)
    assert re.search(r"\((.* unsourced|no listed move .*|nobody is listed .*|as far as parties order .*)\)\.$", verdict)


def test_at_a_level_that_closes_the_judgements_nobody_is_said_to_be_tempted() -> None:
    said = " ".join(sentences("alaska-2025", "open"))
    assert "Who would be tempted to break it is judged, and above this level of handling." in said
    assert not re.search(r"(Russia|Ukraine|States|allies) would be tempted", said)
    assert "no party gains" not in said.lower()


def test_levels_go_from_the_strongest_to_the_weakest() -> None:
    for stronger, weaker in pairwise(LEVELS):
        assert stronger in definitions[weaker].implied_by
