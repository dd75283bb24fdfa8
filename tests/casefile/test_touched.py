"""What a new document says of the positions: by its words alone, sentence by sentence, and nothing that is quoted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.running import invoked
from winset.casefile.drafting.candidate import Candidate, ProposedField
from winset.casefile.drafting.touched import stale_positions, touched_positions
from winset.model.case import Case

CASE = """
winset: 1
case: {id: river, title: The river talks}
sources:
  spring: {file: spring.md, date: "2025-05-10"}
  autumn: {file: autumn.md, date: "2025-12-11"}
parties: {north: {name: Northland}, south: {name: Southland}, east: {name: Eastland}}
issues:
  dam: {title: The dam, options: {opened: the dam is opened, shared: the dam is run jointly, closed: the dam is closed}}
  fish: {title: Fishing, options: {free: free fishing, ban: a ban on fishing}}
positions:
  dam:
    north:
      ideal: opened
      rejects: [closed]
      basis: stated
      claim: {source: spring, quote: Northland demands that the dam is opened.}
    south: {ideal: closed, basis: stated, claim: {source: spring, quote: Southland demands that the dam is closed.}}
    east: silent
  fish:
    north: {ideal: free, basis: stated, claim: {source: spring, quote: Northland wants free fishing., date: "2025-11"}}
    south: {ideal: ban, basis: stated, claim: {source: spring, quote: Southland wants a ban on fishing.}}
    east: silent
"""
SPRING = (
    "Northland demands that the dam is opened. Southland demands that the dam is closed. Northland wants free fishing. "
    "Southland wants a ban on fishing.\n"
)
AUTUMN = (
    "Northland demands that the dam is opened.\n\n"
    "Southland demands that the dam is run jointly.\n\n"
    "Eastland demands that the dam is closed.\n\n"
    "The weather was fine.\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (("case.yaml", CASE), ("spring.md", SPRING), ("autumn.md", AUTUMN)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def touches(document: dict[str, list[dict[str, str]]]) -> set[tuple[str, str, str]]:
    return {(position["issue"], position["party"], position["touch"]) for position in document["positions"]}


def test_the_latest_document_is_held_against_the_positions(folder: Path) -> None:
    document = json.loads(invoked("source", "compare", folder, "--json").stdout)
    assert document["sources"] == ["autumn"]
    assert touches(document) == {
        ("dam", "north", "confirmed"), ("dam", "south", "elsewhere"), ("dam", "east", "new"),
    }  # fmt: skip
    assert [(old["issue"], old["party"], old["date"]) for old in document["old"]] == [("fish", "south", "2025-05-10")]
    said = " ".join(invoked("source", "compare", folder).stdout.split())
    assert "SAYS SOMETHING ELSE OF Southland on the dam the case: wants “the dam is closed” Southland demands" in said
    assert "OLD: no word here, and no claim in the 6 months before 11 December 2025" in said
    assert "--old-as-of 2025-05-10" in said


def test_what_is_quoted_for_a_position_already_is_no_news_of_it(folder: Path) -> None:
    document = json.loads(invoked("source", "compare", folder, "spring", "--json").stdout)
    assert document["positions"] == []


def test_how_old_a_position_may_be_can_be_said(folder: Path) -> None:
    said = invoked("source", "compare", folder, "--older-than", "0").stdout
    assert "Northland on Fishing: last of November 2025" in said
    assert "OLD" not in invoked("source", "compare", folder, "--older-than", "12").stdout


def test_the_case_is_not_changed(folder: Path) -> None:
    invoked("source", "compare", folder)
    invoked("source", "interests", folder)
    assert (folder / "case.yaml").read_text(encoding="utf-8") == CASE


def test_a_document_above_the_level_is_not_read(folder: Path) -> None:
    closed = CASE.replace('date: "2025-12-11"', 'date: "2025-12-11", handling: restricted')
    (folder / "case.yaml").write_text(closed, encoding="utf-8")
    assert json.loads(invoked("source", "compare", folder, "--json").stdout)["sources"] == ["spring"]
    assert "no source `autumn`" in str(invoked("source", "compare", folder, "autumn").exception)


def candidate(party: str, field: ProposedField, option: str | None, other: str | None = None) -> Candidate:
    return Candidate(
        id="x", source="autumn", sha256="", start=0, end=1, quote="Words of no claim.", cue="want", cue_start=0,
        cue_end=1, party=party, issue="dam", option=option, other=other, field=field,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("party", "field", "option", "touch"),
    [
        ("north", "ideal", "opened", "confirmed"),
        ("north", "precondition", "opened", "confirmed"),
        ("north", "rejects", "closed", "confirmed"),
        ("north", "ideal", "closed", "contradicted"),
        ("north", "rejects", "opened", "contradicted"),
        ("north", "ideal", "shared", "elsewhere"),
        ("north", "rejects", "shared", "new"),
        ("east", "rejects", "shared", "new"),
        ("north", "ideal", None, None),
        ("north", "open", "closed", None),
        ("north", "claim", "closed", None),
    ],
)
def test_each_way_in_which_words_can_stand_to_a_position(
    party: str, field: ProposedField, option: str | None, touch: str | None
) -> None:
    import yaml

    case = Case.model_validate(yaml.safe_load(CASE))
    found = touched_positions(case, [candidate(party, field, option)])
    assert [position.touch for position in found] == ([touch] if touch is not None else [])
    leaves = touched_positions(case, [candidate(party, "delegates_to", None, other="south")])
    assert [position.touch for position in leaves] == ["new" if party == "east" else "elsewhere"]
    assert ("dam", party) not in {
        (one.issue, one.party) for one in stale_positions(case, "2027", 0, found)
    } or not found


def test_sentences_with_a_word_of_need_or_fear_are_shown_with_the_party_before_it(folder: Path) -> None:
    (folder / "autumn.md").write_text(
        "Northland needs water for its fields. It needs peace. Nobody needs more. Southland fears a flood. "
        "The flood fears nobody.\n",
        encoding="utf-8",
    )
    document = json.loads(invoked("source", "interests", folder, "--json").stdout)
    assert [(found["party"], found["kind"], found["cue"]) for found in document["sentences"]] == [
        ("north", "need", "needs"), ("north", "need", "needs"), ("south", "fear", "fears"),
    ]  # fmt: skip
    said = invoked("source", "interests", folder).stdout
    assert "--under parties.north.interests" in said
