"""Shares of trials in words: rounded to what their error carries, and never further from the share than that."""

from __future__ import annotations

import pytest

from winset.readings.shares import Share
from winset.report.counts import FEW, in_trials, trials_counted

WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "six": 6, "seven": 7, "eight": 8, "nine": 9, "nineteen": 19}
AT_MOST = {"ten": 10, "twenty": 20}


@pytest.mark.parametrize(
    ("number", "draws", "words"),
    [
        (540, 1000, "in about half of the trials"),
        (399, 1000, "in about four in ten trials"),
        (118, 1000, "in about one in ten trials"),
        (50, 1000, "in about one in twenty trials"),
        (4, 1000, "in fewer than one in thirty trials"),
        (997, 1000, "in nearly all trials"),
        (945, 1000, "in about nineteen in twenty trials"),
        (0, 1000, "in none of 1,000 trials"),
        (1000, 1000, "in all 1,000 trials"),
        (12, 20, "in 12 of 20 trials"),
        (0, 0, "in no trial, since none was drawn"),
    ],
)
def test_a_share_is_rounded_to_what_its_error_carries(number: int, draws: int, words: str) -> None:
    assert in_trials(Share(number=number, draws=draws)) == words


def test_the_words_are_never_further_from_the_share_than_half_a_tenth() -> None:
    for number in range(1, 1000):
        told = in_trials(Share(number=number, draws=1000)).split()
        if "half" in told:
            meant = 0.5
        elif "about" in told:
            meant = WORDS[told[2]] / AT_MOST[told[4]]
        else:
            assert min(number, 1000 - number) < 1000 / 29
            continue
        assert abs(number / 1000 - meant) <= 0.05 + 1e-9


def test_few_trials_are_counted_out_and_the_exact_count_is_to_be_had() -> None:
    assert in_trials(Share(number=FEW - 2, draws=FEW - 1)).startswith(f"in {FEW - 2} of")
    assert trials_counted(Share(number=540, draws=1000)) == "540 of 1,000 trials, standard error 1.6 of 100"
    assert trials_counted(Share(number=1000, draws=1000)) == "1,000 of 1,000 trials"
