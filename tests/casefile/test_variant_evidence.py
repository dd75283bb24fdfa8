"""What a variant brings into a cell rests on the variant, and its old sentence does not carry it."""

from __future__ import annotations

from pathlib import Path

from winset.casefile.read import read_case
from winset.model.case import Case

CASE = """winset: 1
case: {id: ferry, title: The ferry}
sources: {minutes: {file: minutes.md}}
parties: {north: {name: North}, south: {name: South}}
issues:
  boat: {title: Boat, options: {new: a new boat, old: the old boat, none: no boat}}
positions:
  boat:
    north:
      ideal: new
      rejects: [none]
      basis: stated
      claim: {source: minutes, quote: North wants a new boat, reading: So.}
    south: {ideal: old, basis: inferred, because: It said little.}
variants:
  softer: {title: North gives way, because: It hinted at it., claim: hint, set: {positions.boat.north.ideal: old}}
  harder: {claim: hint, set: {positions.boat.north.rejects: [none, old]}}
  same: {set: {positions.boat.north.ideal: new, positions.boat.north.rejects: [none]}}
  told:
    set:
      positions.boat.south.ideal: none
      positions.boat.south.because: South has said so since.
claims:
  hint: {source: minutes, quote: It may take less, reading: North may take less.}
"""


def under(tmp_path: Path, *variants: str) -> Case:
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
    (tmp_path / "minutes.md").write_text("North wants a new boat. It may take less.\n", encoding="utf-8")
    checked = read_case(tmp_path, variants)
    assert checked.case is not None
    assert checked.variants == variants
    return checked.case


def test_an_ideal_that_a_variant_brings_is_inferred_with_its_reason_and_claim(tmp_path: Path) -> None:
    cell = under(tmp_path, "softer").cell("boat", "north")
    assert cell.ideal == "old"
    assert cell.basis == "inferred"
    assert cell.because == "Under the variant “North gives way”: It hinted at it."
    assert cell.claim == "hint"


def test_a_red_line_that_a_variant_adds_is_inferred_and_an_old_one_stays_as_it_was(tmp_path: Path) -> None:
    cell = under(tmp_path, "harder").cell("boat", "north")
    assert cell.basis == "stated"
    old, new = cell.rejects
    assert (old.option, old.basis) == ("none", None)
    assert (new.option, new.basis, new.claim) == ("old", "inferred", "hint")


def test_a_variant_that_says_what_a_cell_rests_on_is_left_as_it_is(tmp_path: Path) -> None:
    cell = under(tmp_path, "told").cell("boat", "south")
    assert (cell.ideal, cell.because) == ("none", "South has said so since.")


def test_without_a_variant_nothing_changes(tmp_path: Path) -> None:
    cell = under(tmp_path).cell("boat", "north")
    assert (cell.ideal, cell.basis) == ("new", "stated")


def test_a_stated_cell_that_a_variant_sets_to_what_it_says_already_stays_stated(tmp_path: Path) -> None:
    assert under(tmp_path, "same").cell("boat", "north") == under(tmp_path).cell("boat", "north")
