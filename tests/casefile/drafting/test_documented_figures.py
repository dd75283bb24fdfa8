"""The figures of the documentation are those that are measured."""

from __future__ import annotations

from bench.drafting import issues_right, stated_wrongly, table

from tests.support.briefings import SET_ASIDE, TUNED, answers_of
from tests.support.places import ROOT

PAGE = " ".join((ROOT / "docs" / "how-to" / "draft-a-case.md").read_text(encoding="utf-8").split())


def test_recall_and_precision_of_every_kind_are_documented_as_measured() -> None:
    assert " ".join(table().split()) in PAGE


def test_what_is_stated_wrongly_and_issues_are_documented_as_measured() -> None:
    assert "for {} and {}.".format(*stated_wrongly()) in PAGE
    assert "right for {} and {}.".format(*issues_right()) in PAGE
    assert f"Their {sum(len(answers_of(name)) for name in (*TUNED, *SET_ASIDE))} answers" in PAGE
