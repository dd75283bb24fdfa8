"""Which levers an answer may name as something to use, and what the check says of the others."""

from __future__ import annotations

from pathlib import Path

import pytest

from winset.casefile.read import check_case
from winset.compiled import compiled
from winset.model.case import Case
from winset.model.evidence import Checked

SOURCE = "The north holds the bridge. Nobody sends medicine to the south.\n"
CASE = """winset: 1
case: {id: bridge, title: The bridge}
sources: {letter: {file: letter.txt}}
parties: {north: {name: North}, south: {name: South}}
issues: {bridge: {status_quo: shut, options: {shut: shut, open: open}}}
positions:
  bridge:
    north: {ideal: shut, basis: inferred, because: It holds it.}
    south: {ideal: open, basis: inferred, because: It needs it.}
"""
MEDICINE = "{source: letter, quote: Nobody sends medicine to the south., reading: Nothing is sent.}"


def checked(folder: Path, levers: str) -> Checked:
    (folder / "letter.txt").write_text(SOURCE, encoding="utf-8")
    (folder / "case.yaml").write_text(CASE + levers, encoding="utf-8")
    return check_case(folder)


def lever(fields: str, name: str = "toll") -> str:
    told = f"levers: {{{name}: {{holders: [north], target: south{fields}}}}}\n"
    return told + f"judgements: {{levers: {{{name}: {{walk_away: -5}}}}}}\n"


def case_of(folder: Path, levers: str) -> Case:
    case = checked(folder, levers).case
    assert case is not None
    return case


@pytest.mark.parametrize(
    ("fields", "offered"),
    [
        ("", True),
        (", state: possible", True),
        (", state: threatened", True),
        (", state: in_force", False),
        (", state: in_force, effect: tighten", False),
        (", state: in_force, effect: ease", True),
        (", state: threatened, effect: ease", True),
        (", offered: false", False),
        (", offered: false, because: It is not wanted.", False),
        (", state: in_force, offered: true, because: It can be raised.", False),
    ],
)
def test_what_is_in_force_can_be_eased_and_not_pulled_again(tmp_path: Path, fields: str, offered: bool) -> None:
    case = case_of(tmp_path, lever(fields))
    assert ("toll" in case.levers_offered()) is offered
    assert compiled(case).levers_offered == ((0,) if offered else ())
    assert (case.why_not_offered("toll") is None) is offered


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("prisoners_of_war", ""),
        ("toll", ", title: the CHILDREN of the south"),
        ("toll", ", title: food for the south"),
        ("toll", ", title: refugees’ way home"),
        ("hostage", ""),
        ("toll", f", claim: {MEDICINE}"),
        ("toll", f", also: [{MEDICINE}]"),
        ("humanitarian_access", ", state: threatened"),
    ],
)
def test_a_lever_about_people_is_offered_only_with_a_reason(tmp_path: Path, name: str, fields: str) -> None:
    for said, codes in (
        ("", ["W310"]),
        (", offered: false", []),
        (", offered: true", ["E323"]),
        (", offered: true, because: Their return is what is talked about.", []),
    ):
        found = checked(tmp_path, lever(fields + said, name))
        assert [problem.code for problem in found.problems if problem.code in ("W310", "E323")] == codes
        if found.case is not None:
            assert (name in found.case.levers_offered()) is (said.startswith(", offered: true, because"))


@pytest.mark.parametrize("title", ["seafood", "a childish game", "the foodie’s toll", "Prisonersburg"])
def test_a_word_within_a_word_makes_no_lever_one_about_people(tmp_path: Path, title: str) -> None:
    assert "toll" in case_of(tmp_path, lever(f", title: {title}")).levers_offered()


def test_an_effect_that_nothing_uses_gets_a_warning(tmp_path: Path) -> None:
    found = [problem.code for problem in checked(tmp_path, lever(", state: in_force")).problems]
    assert "W311" in found
    spent = (
        "tables: {talks: {seated: [north, south]}}\n"
        "levers: {toll: {holders: [north], target: south, state: in_force}}\n"
        "judgements: {levers: {toll: {walk_away: -5}}, tables: {talks: {spends: [toll]}}}\n"
    )
    assert "W311" not in [problem.code for problem in checked(tmp_path, spent).problems]
