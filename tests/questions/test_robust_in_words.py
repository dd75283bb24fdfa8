"""What `winset robust` says first: short sentences, trials, and none of the phrases that say less than they mean."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from winset.analyses.robustness import affordable
from winset.questions.robustness.hangs import is_other, with_error
from winset.questions.robustness.request import RobustRequest
from winset.questions.robustness.solve import RobustAnswer
from winset.readings.shares import Share
from winset.report.blocks import Bullets, Sentence
from winset.report.counts import counted_of, in_trials, of_100, of_trials, trials_counted
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


def test_what_a_limit_left_open_is_told_as_between_two_bounds() -> None:
    some = Share(number=312, draws=1000, undecided=28)
    assert in_trials(some) == "in at least 312 and at most 340 of 1,000 trials"
    assert of_trials(some) == "at least 312 and at most 340 of 1,000"
    assert of_100(some) == "31 to 34"
    assert (counted_of(some), trials_counted(some)) == ("at least 312 and at most 340 of 1,000 trials",) * 2
    assert in_trials(Share(number=0, draws=200, undecided=5)) == "in at most 5 of 200 trials"
    assert in_trials(Share(number=195, draws=200, undecided=5)) == "in at least 195 of 200 trials"
    assert in_trials(Share(number=0, draws=200, undecided=200)) == "in at most 200 of 200 trials"
    assert with_error(some) == "31.2 to 34.0"
    assert not is_other(some, Share(number=345, draws=1000))
    assert is_other(some, Share(number=380, draws=1000))


def test_where_the_case_is_large_it_says_what_was_done_in_fewer_trials_and_names_no_option_of_a_command(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    study = Study.read("examples/alaska-2025")
    request = RobustRequest(trials=100, drivers=100, holding=False)
    monkeypatch.setattr(affordable, "MOST_VALUES", 1)
    answer = study.ask(request)
    assert isinstance(answer, RobustAnswer)
    assert answer.fewer == (
        "The case is large, so 50 trials were drawn in place of 100, and what the answer hangs on was not looked at; "
        "where more than 1,000 are asked for either, all are gone through, and that takes longer."
    )
