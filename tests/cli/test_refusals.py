"""A question that is too large says what would make it small enough, on the command line with the options for it."""

from __future__ import annotations

import pickle
from typing import get_args

import pytest

from winset.cli.output import AS_TYPED, as_typed
from winset.errors import REMEDIES, Remedy, TooLarge


def test_every_remedy_has_words_with_and_without_options() -> None:
    assert set(get_args(Remedy)) == set(REMEDIES) == set(AS_TYPED)
    assert not any("`--" in words for words in REMEDIES.values())


@pytest.mark.parametrize("remedy", [one for one in AS_TYPED if one])
def test_a_refusal_is_the_fact_and_then_what_helps(remedy: Remedy) -> None:
    error = TooLarge("this case has 9 packages", 9, remedy)
    assert str(error) == f"this case has 9 packages{REMEDIES[remedy]}"
    assert "`--" in as_typed(error)


def test_a_refusal_comes_back_from_another_process() -> None:
    error = pickle.loads(pickle.dumps(TooLarge("this case has 9 packages", 9, "agenda")))
    assert (error.fact, error.packages, error.remedy) == ("this case has 9 packages", 9, "agenda")
