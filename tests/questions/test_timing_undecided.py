"""A trial whose search stopped at a limit is counted apart, and shares are then told between two bounds."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.stability import ALASKA
from winset.analyses.settlement.silence import deal_in
from winset.analyses.timing import readings
from winset.analyses.timing.readings import TimingTrials
from winset.compiled.timing import timing_of
from winset.questions.timing.words import between
from winset.session import Session


def test_a_trial_that_a_search_left_open_is_neither_with_a_deal_nor_without(monkeypatch: pytest.MonkeyPatch) -> None:
    session = Session.read(ALASKA)
    timing = timing_of(session.case)
    assert timing is not None
    monkeypatch.setattr(TimingTrials, "is_listed", False)
    trials = TimingTrials(case=session.compiled(None), timing=timing, seed=1, periods=2)
    exact = trials.result(trials.of(range(12)))
    assert not any(exact.undecided)

    def sometimes(reading: Any, known: Any) -> Any:
        has_deal, packages = deal_in(reading, known)
        return (None if has_deal and len(packages) % 2 else has_deal), packages

    monkeypatch.setattr(readings, "deal_in", sometimes)
    bounded = trials.result(trials.of(range(12)))
    assert any(bounded.undecided)
    for period, share in enumerate(bounded.deals):
        assert share.number <= exact.deals[period].number <= share.number + bounded.undecided_at(period)


def test_bounds_are_told_as_bounds() -> None:
    session = Session.read(ALASKA)
    timing = timing_of(session.case)
    assert timing is not None
    trials = TimingTrials(case=session.compiled(None), timing=timing, seed=1, periods=1)
    share = trials.result(trials.of(range(4))).deals[0]
    assert between(share, 3) == f"in at least {share.number} and at most {share.number + 3} of 4 trials"
