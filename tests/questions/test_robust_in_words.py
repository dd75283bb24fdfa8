"""What `winset robust` says first: short sentences, trials, and none of the phrases that say less than they mean."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from winset.questions.robustness.request import RobustRequest
from winset.report.blocks import Bullets, Sentence
from winset.report.disclosure import disclose
from winset.report.pieces import plain
from winset.study import Study

LONGEST = 40
GONE = ("rule of three", "once pulled", "readings", "draws", "give way alone", "giving way alone", "Were it not that")
CASES = ["alaska-2025", "camp-david-1978", "classroom", "exchange"]


def texts(blocks: tuple[Any, ...]) -> Iterator[str]:
    for block in blocks:
        if block.depth in ("answer", "main"):
            match block:
                case Sentence():
                    yield plain(block.text)
                case Bullets():
                    yield from map(plain, block.items)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("level", ["open", "team"])
def test_sentences_are_short_and_speak_of_trials(case: str, level: Any) -> None:
    study = Study.read(f"examples/{case}")
    request = RobustRequest(trials=100, holding=False)
    report = disclose(study.report(request, study.ask(request)), level).report
    said = [
        text for section in report.sections if section.depth in ("answer", "main") for text in texts(section.blocks)
    ]
    assert said
    for text in said:
        assert not [one for one in GONE if one in text], text
        for sentence in re.split(r"(?<=[.?!:]) ", text):
            assert len(sentence.split()) <= LONGEST, sentence
            assert not re.search(r"\d\.\d(?!0 euros)", sentence), sentence
