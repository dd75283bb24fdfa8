"""The verdict: the same before every answer, and true of what deal and robust find."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.oracles.random_cases import as_yaml
from tests.support.places import EXAMPLES
from tests.support.sharing import answers_shared
from winset import read
from winset.analyses.robustness.most_accepted import most_accepted
from winset.analyses.robustness.tally import Tally
from winset.study import Study

from .cases import positions, random_raw

NAMES = [f"verdict {number}" for number in range(40)]
ASKED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("deal", {"trials": 200}),
    ("robust", {"trials": 200, "drivers": 0, "levers": 0, "alone": True}),
)


@pytest.mark.parametrize("name", NAMES)
def test_the_trials_of_a_verdict_are_those_that_robust_counts(name: str) -> None:
    case = positions(random_raw(name))
    found, tally = most_accepted(case, 7, 120), Tally(case, 7)
    assert found is not None
    whole = tally.result(tally.of(range(found.deal.draws)))
    assert found.deal == whole.deal
    if whole.most:
        assert found.package == whole.most[0].options
        assert found.accepted == whole.most[0].accepted
    else:
        assert found.package is None


@pytest.mark.parametrize("name", NAMES[:15])
def test_the_verdict_is_the_same_before_every_answer_and_agrees_with_both(name: str, tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(as_yaml(random_raw(name)), encoding="utf-8")
    study = read(tmp_path)
    documents = {key: study.__getattr__(key)(**fields).document() for key, fields in ASKED}
    lines = [document["bottom_line"] for document in documents.values()]
    assert lines[0] == lines[1]
    said, deal, robust = lines[0], documents["deal"], documents["robust"]
    if said["kind"] in ("blank", "not known"):
        return
    assert said["trials"]["with_a_deal"] / said["trials"]["number"] == pytest.approx(robust["deal"]["share"])
    has_deal = deal["status"] == "answered"
    if said["kind"] != "too close to call":
        assert (said["kind"] == "deal") == has_deal
    if said["package"] is not None and has_deal and not said["package"]["short_by"]:
        assert not any(gain is not None and gain < 0 for gain in gains_of(study, said["package"]["options"]))


def gains_of(study: Study, options: dict[str, str]) -> list[float | None]:
    """What a package brings each party that must accept every package, above its walk-away."""
    reading = study.session.central()
    package = study.session.compiled().package(options)
    return [
        None if walk_away is None else float(reading.points(party, reading.value(party, package) - walk_away))
        for party, walk_away in enumerate(reading.walk_away)
        if party in reading.structure.bargaining
    ]


@pytest.mark.parametrize("question", ["deal", "robust", "stability", "tables", "staging", "invent"])
def test_every_command_begins_with_it(question: str) -> None:
    fields = {"alone": True, "drivers": 0, "levers": 0} if question == "robust" else {}
    with answers_shared():
        study = read(EXAMPLES / "alaska-2025")
        said = study.__getattr__(question)(**fields).report()
        deal = study.deal().report()
    first = said.report.sections[0]
    assert first.key == "verdict"
    assert [str(block.text) for block in first.blocks] == [str(block.text) for block in deal.report.sections[0].blocks]


def test_at_the_level_open_it_says_no_judged_number() -> None:
    said = read(EXAMPLES / "alaska-2025").deal().report("open")
    texts = [str(block.text) for block in said.report.sections[0].blocks]
    assert len(texts) == 2
    assert not any("walk-away" in text or "points" in text for text in texts)
    assert said.document["bottom_line"]["package"] is None
    assert said.document["status"] == "withheld"
