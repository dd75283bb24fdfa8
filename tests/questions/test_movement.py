"""How positions have moved: against a slow oracle, in sentences that are true of the dates, and as a picture."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

import winset
from tests.support.running import invoked
from winset.analyses.movement.movement import movements
from winset.compiled import compiled
from winset.compiled.history import histories
from winset.model.case import Case, Cell, EarlierPosition
from winset.model.dates import months_between

OPTIONS = ("none", "little", "half", "all", "other")
PARTIES = ("north", "south", "east")


def case_of(positions: dict[str, Any], at: tuple[int, ...] | None = None) -> Case:
    """One issue on a scale, its last option off the line."""
    places: tuple[int | str | None, ...] = (*at, "aside") if at is not None else (None, None, None, None, "aside")
    options = {
        name: {"label": name, **({"at": place} if place is not None else {})}
        for name, place in zip(OPTIONS, places, strict=True)
    }
    return Case.model_validate(
        {
            "winset": 1,
            "case": {"id": "moved", "title": "Moved"},
            "parties": {party: {"name": party.title()} for party in PARTIES},
            "issues": {"share": {"scale": True, "options": options}},
            "positions": {"share": positions},
        }
    )


def cell(ideal: str, rejects: tuple[str, ...] = (), **more: Any) -> dict[str, Any]:
    return {"ideal": ideal, "rejects": list(rejects), "basis": "inferred", "because": "So it seems.", **more}


@st.composite
def moved_cases(draw: st.DrawFn) -> Case:
    def drawn(ideal: str) -> dict[str, Any]:
        others = [option for option in OPTIONS if option != ideal]
        return cell(ideal, tuple(draw(st.lists(st.sampled_from(others), unique=True, max_size=2))))

    ideals = st.sampled_from(OPTIONS)
    was = [{**drawn(draw(ideals)), "date": f"2025-0{n + 1}"} for n in range(draw(st.integers(1, 3)))]
    at = draw(st.none() | st.just((0, 10, 70, 100)))
    return case_of({"north": {**drawn(draw(ideals)), "was": was}, "south": drawn(draw(ideals)), "east": "silent"}, at)


@settings(max_examples=40)
@given(case=moved_cases())
def test_a_movement_is_what_it_is_when_it_is_worked_out_option_by_option(case: Case) -> None:
    (moved,) = movements(compiled(case), histories(case, compiled(case)))
    north, south = case.positions["share"]["north"], case.positions["share"]["south"]
    held: list[Cell | EarlierPosition] = [*north.was, north]
    at = case.issues["share"].options["none"].at
    spread: tuple[int | Fraction, ...] = (
        (0, 10, 70, 100) if at is not None else (0, Fraction(100, 3), Fraction(200, 3), 100)
    )
    places = dict(zip(OPTIONS, spread, strict=False))
    for change, before, after in zip(moved.changes, held, held[1:], strict=False):
        on_line = before.ideal in places and after.ideal in places
        assert change.distance == (places[str(after.ideal)] - places[str(before.ideal)] if on_line else None)
        came = {line.option for line in after.rejects} - {line.option for line in before.rejects}
        assert {OPTIONS[option] for option in change.drawn} == came
        assert change.has_moved == (
            (before.ideal, {line.option for line in before.rejects})
            != (after.ideal, {line.option for line in after.rejects})
        )
        nearer = further = False
        if on_line and south.ideal in places:  # whatever the places are, as long as they are in this order
            order = list(places)
            first, last, wanted = (order.index(str(name)) for name in (before.ideal, after.ideal, south.ideal))
            nearer = last in range(min(first, wanted), max(first, wanted) + 1) and last != first
            further = first in range(min(last, wanted), max(last, wanted) + 1) and last != first and not nearer
        assert (change.nearer, change.further) == ((1,) if nearer else (), (1,) if further else ())


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        ("2025-05", "2025-08", 3),
        ("2025-05-10", "2025-08-10", 3),
        ("2025-05-10", "2025-08-11", 4),
        ("2024-12-31", "2025-01-01", 1),
        ("2025-08", "2025-08-14", 0),
        ("2024", "2025-08", None),
    ],
)
def test_months_between_two_dates_are_counted_whole(first: str, last: str, months: int | None) -> None:
    assert months_between(first, last) == months


TEXTS = {
    "a": "North wants half of it. North said so.",
    "b": "North wants all of it and refuses to get none.",
}
FILE = """
winset: 1
case: {{id: moved, title: Moved}}
sources:
  a: {{file: a.md{first}}}
  b: {{file: b.md{last}, handling: {level}}}
parties: {{north: {{name: North}}, south: {{name: South}}}}
issues:
  share:
    title: The share
    in_sentence: the share
    scale: true
    options: {{none: none of it, half: half of it, all: all of it}}
positions:
  share:
    north:
      ideal: all
      rejects: [none]
      basis: stated
      claim: {{source: b, quote: North wants all of it}}
      was: [{{ideal: half, basis: stated, claim: {{source: a, quote: North wants half of it}}}}]
    south: {{ideal: none, basis: inferred, because: It says nothing else.}}
"""


def written(folder: Path, first: str = "", last: str = "", level: str = "open") -> Path:
    dates = {name: f', date: "{date}"' if date else "" for name, date in (("first", first), ("last", last))}
    (folder / "case.yaml").write_text(FILE.format(**dates, level=level), encoding="utf-8")
    for name, text in TEXTS.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [
        ("2025-05-02", "2025-08-01", "North has moved within 3 months: from “half of it” (2 May 2025,"),
        ("2025-05", "2025-08", "has moved within about 3 months: from"),
        ("2024", "2025-08", "has moved: from “half of it” (2024, reported)"),
        ("2025-08", "2025-08", "has moved (within what time is not said: both positions are dated August 2025): from"),
        ("2025-09", "2025-08", "has moved, no date says within what time: from “half of it” to “all of it”"),
        ("", "2025-08", "has moved, no date says within what time: from"),
    ],
)
def test_the_sentence_says_no_more_of_time_than_the_dates_do(tmp_path: Path, first: str, last: str, says: str) -> None:
    said = " ".join(invoked("movement", written(tmp_path, first, last)).stdout.split())
    assert says in said
    assert "further from what South wants." in said
    assert "It has come to refuse “none of it”." in said


def test_a_date_of_a_closed_source_is_left_out_and_the_movement_is_not(tmp_path: Path) -> None:
    folder = written(tmp_path, "2025-05-02", "2025-08-01", level="restricted")
    said = " ".join(invoked("movement", folder, "--full").stdout.split())
    assert "On the share North has moved: from “half of it” to “all of it”" in said
    assert "August" not in said
    document = json.loads(invoked("movement", folder, "--json").stdout)
    assert [position["date"] for position in document["movements"][0]["positions"]] == ["2025-05-02", None]
    assert "1 August 2025" in " ".join(invoked("movement", folder, "--handling", "restricted").stdout.split())


def test_a_picture_is_drawn_where_there_are_two_dates(tmp_path: Path) -> None:
    answer = winset.read(written(tmp_path, "2025-05-02", "2025-08-01")).movement()
    chart = json.dumps(answer.chart().to_dict())
    assert "2 May 2025" in chart
    assert "1 August 2025" in chart
    assert "half of it" in chart
    picture = tmp_path / "same.svg"
    drawn = invoked("movement", written(tmp_path, "2025-08", "2025-08"), "--chart", picture)
    assert "no position here has two dates" in str(drawn.exception)


def test_one_party_or_issue_can_be_asked_of_alone(tmp_path: Path) -> None:
    folder = written(tmp_path, "2025-05-02", "2025-08-01")
    assert winset.read(folder).movement(party="south").status == "none"
    assert winset.read(folder).movement(issue="share").status == "answered"
    assert "did you mean `north`" in str(invoked("movement", folder, "--party", "nort").exception)
