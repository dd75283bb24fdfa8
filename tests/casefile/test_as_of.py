"""A case read as it stood on a date: from its file to what every question says of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import winset
from tests.support.running import invoked as run
from winset.errors import UnknownName

CASE = """
winset: 1
case: {id: river, title: The river talks}
sources:
  spring: {file: spring.md, date: "2025-05-10"}
  summer: {file: summer.md, date: "2025-08-02"}
  undated: {file: undated.md}
parties: {north: {name: North}, south: {name: South}, east: {name: East}}
issues:
  dam:
    status_quo: open
    scale: true
    options: {open: the dam stays open, shared: the dam is run together, shut: the dam is shut}
  fish: {options: {free: fishing is free, none: nobody fishes}}
positions:
  dam:
    north:
      ideal: shared
      basis: stated
      claim: {source: summer, quote: North would run the dam together with South}
      rejects: [{option: shut, claim: {source: summer, quote: North will not accept a shut dam}}]
      volatile: true
      was:
        - {ideal: open, basis: stated, rejects: [shared], claim: {source: spring, quote: North wants the dam open}}
    south: {ideal: shut, basis: stated, claim: {source: spring, quote: South wants the dam shut}}
    east: {ideal: open, basis: stated, claim: {source: undated, quote: East wants the dam open}}
  fish:
    north: silent
    south: {ideal: free, basis: stated, claim: {source: summer, quote: South asks for free fishing, date: "2025-07"}}
    east: silent
judgements:
  salience: {fish: {south: 40}, dam: {north: 70}}
  scores: {dam: {north: {open: 20, shared: 100, shut: 0}}}
variants:
  rigid: {set: {positions.dam.south.rejects: [open]}}
"""
SOURCES = {
    "spring": "North wants the dam open. South wants the dam shut.",
    "summer": "North would run the dam together with South. North will not accept a shut dam. "
    "South asks for free fishing.",
    "undated": "East wants the dam open.",
}


@pytest.fixture
def case(tmp_path: Path) -> Path:
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
    for name, text in SOURCES.items():
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
    return tmp_path


def test_an_earlier_position_stands_and_what_was_not_said_is_silent(case: Path) -> None:
    then = winset.read(case, as_of="2025-06").session
    north = then.case.positions["dam"]["north"]
    assert (north.ideal, [line.option for line in north.rejects], north.volatile) == ("open", ["shared"], False)
    assert then.case.positions["fish"]["south"].basis == "silent"
    assert then.checked.as_of is not None
    assert then.checked.as_of.earlier == (("dam", "north"),)
    assert then.checked.as_of.silent == (("fish", "south"),)
    assert then.checked.as_of.undated == (("dam", "east"),)
    assert then.checked.as_of.judged == ("salience.fish.south", "scores.dam.north")
    assert (then.checked.counts.stated, then.checked.counts.silent) == (2, 4)


def test_a_month_holds_all_of_its_days(case: Path) -> None:
    by_july = winset.read(case, as_of="2025-07-01").session.case
    assert by_july.positions["fish"]["south"].ideal == "free"
    assert by_july.positions["dam"]["north"].ideal == "open"
    assert winset.read(case, as_of="2025-08").session.case.positions["dam"]["north"].ideal == "shared"


def test_what_has_no_date_is_never_placed_unless_the_case_says_when_it_is_true(case: Path) -> None:
    assert winset.read(case, as_of="2030").session.case.positions["dam"]["east"].basis == "silent"
    text = CASE.replace("title: The river talks", 'title: The river talks, as_of: "2025-09-01"')
    (case / "case.yaml").write_text(text, encoding="utf-8")
    assert winset.read(case, as_of="2025-08").session.case.positions["dam"]["east"].basis == "silent"
    assert winset.read(case, as_of="2025-09").session.case.positions["dam"]["east"].ideal == "open"


def test_every_variant_is_read_as_of_the_same_date(case: Path) -> None:
    session = winset.read(case, as_of="2025-06").session
    under = session.variants["rigid"].case
    assert under.positions["dam"]["north"].ideal == "open"
    assert [line.option for line in under.positions["dam"]["south"].rejects] == ["open"]


def test_what_is_no_date_is_refused(case: Path) -> None:
    with pytest.raises(UnknownName, match="`2025-13` is no date; write 2025-08-14"):
        winset.read(case, as_of="2025-13")
    assert "`soon` is no date" in run("deal", case, "--as-of", "soon").stderr


def test_every_answer_says_as_it_stood_when_it_is_read(case: Path) -> None:
    for command in ("check", "deal", "movement"):
        said = " ".join(run(command, case, "--as-of", "2025-06").stdout.split())
        assert "Read as the case stood in June 2025: 1 position had not moved yet; of 1 position nothing" in said
        assert "1 position is without a date and counts as silence." in said
    document = json.loads(run("deal", case, "--as-of", "2025-06", "--json").stdout)
    assert document["as_of"]["date"] == "2025-06"
    assert document["as_of"]["silent"] == ["fish.south"]
    assert "as_of" not in json.loads(run("deal", case, "--json").stdout)


def test_a_case_is_compared_with_itself_at_an_earlier_date(case: Path) -> None:
    document = json.loads(run("diff", case, case, "--old-as-of", "2025-06", "--json").stdout)
    assert document["old_as_of"]["date"] == "2025-06"
    assert "as_of" not in document
    said = " ".join(run("diff", case, case, "--old-as-of", "2025-06").stdout.split())
    assert ", as it stood in June 2025" in said


def test_a_record_of_an_answer_at_a_date_is_verified(case: Path, tmp_path: Path) -> None:
    record = tmp_path / "then.json"
    assert run("deal", case, "--as-of", "2025-06", "--record", record).exit_code == 0
    assert json.loads(record.read_text(encoding="utf-8"))["dates"] == {"as_of": "2025-06"}
    verified = run("verify", record)
    assert verified.exit_code == 0, verified.output
    assert "Every number is the same" in verified.stdout
