"""What `winset stability` is asked as well: coalitions, blocks, paths, preferences, strength, moves in view."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.stability import document, run, told, written
from winset.analyses.stability import inverse

ELMIRA = "examples/literature/kilgour-2001-elmira"
DILEMMA = "examples/literature/tucker-1950-prisoners-dilemma"
CHICKEN = "examples/literature/rapoport-1966-chicken"
ALASKA = "examples/alaska-2025"


def test_two_may_leave_together_what_nobody_leaves_alone() -> None:
    found = document(ELMIRA, "--coalitions", "--trials", "0")["coalitions"]
    assert [upset["coalition"] for upset in found["upsets"]] == [["ministry", "uniroyal"]]
    assert found["upsets"][0]["concepts"] == ["nash", "gmr", "smr", "seq"]
    assert [step["party"] for step in found["upsets"][0]["steps"]] == ["uniroyal", "ministry"]
    assert found["holds"] == dict.fromkeys(("nash", "gmr", "smr", "seq"), False)
    assert found["universal_found"] == {"nash": 5, "gmr": 7, "smr": 7, "seq": 5}


def test_the_number_of_states_that_hold_against_all_is_printed_or_its_lack_is() -> None:
    assert "states of 12 that do" in told(ELMIRA, "--coalitions")
    text = told(ALASKA, "--package", "territory=freeze,ceasefire=full", "--coalitions")
    assert "How many states hold against every coalition was not computed: there are too many." in text


def test_definitions_and_limit_act_on_coalitions_too() -> None:
    found = document(ELMIRA, "--coalitions", "--concept", "nash", "--limit", "2")["coalitions"]
    assert list(found["holds"]) == ["nash"]
    assert len(found["universal"]["nash"]) == 2
    assert found["universal_found"]["nash"] == 5


def test_a_block_acts_as_one_and_its_members_not_at_all() -> None:
    found = document(ELMIRA, "--partition", "ministry+uniroyal")["partition"]
    assert found["blocks"] == [["ministry", "uniroyal"]]
    assert found["upsets"][0]["coalition"] == ["ministry", "uniroyal"]
    text = told(ELMIRA, "--partition", "ministry+uniroyal")
    assert "That is another question than what any coalition could gain." in text


def test_blocks_of_strangers_and_of_twins_are_refused() -> None:
    assert "no party `nobody`" in str(run(ELMIRA, "--partition", "ministry+nobody").exception)
    assert "stands in two blocks" in str(run(ELMIRA, "--partition", "ministry+uniroyal,ministry").exception)


def test_paths_tell_what_improvements_alone_reach_and_what_takes_several() -> None:
    found = document(ELMIRA, "--paths", "--concept", "nash")["paths"]
    told_of = found["concepts"]["nash"]
    assert (told_of["improvements"], told_of["moves"], told_of["together"], told_of["unreached"]) == (1, 5, 1, 0)
    alone, together = told_of["nearest"]
    assert alone["improvements"]["steps"] == 1
    assert together["improvements"] is None
    assert together["moves"]["steps"] == 3
    assert together["together"][-1]["coalition"] == ["ministry", "uniroyal"]
    assert "to the advantage of the ministry and Uniroyal" in told(ELMIRA, "--paths")


def test_a_package_that_no_move_reaches_takes_an_agreement() -> None:
    text = told(ALASKA, "--package", "territory=freeze,ceasefire=full", "--paths")
    assert "No moves of parties lead to the package: it takes an agreement." in text
    apart = told(ALASKA, "--package", "guarantees=binding,ceasefire=full", "--paths")
    assert "nobody can change security guarantees alone, so it takes an agreement." in apart


def test_the_inverse_names_the_comparison_that_would_have_to_differ() -> None:
    package = "first_prisoner=keep_silent,second_prisoner=keep_silent"
    found = document(DILEMMA, "--package", package, "--inverse", "nash")["inverse"]["nash"]
    assert found["found"] == "found"
    assert [change["party"] for change in found["changes"]] == ["first", "second"]
    assert "2 comparisons would have to come out differently." in told(
        DILEMMA, "--package", package, "--inverse", "nash"
    )
    assert "it is stable as preferences are" in told(DILEMMA, "--package", package, "--inverse", "seq")


def test_an_inverse_that_is_too_large_says_so_and_the_rest_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inverse, "MOST_COMPARED", 3)
    found = document(ELMIRA, "--inverse", "seq")
    assert found["inverse"]["seq"]["found"] == "not computed"
    assert found["status"] == "answered"


def test_moves_ahead_are_for_two_parties_and_cycles_are_told() -> None:
    found = document(CHICKEN, "--ahead", "6")["ahead"]
    assert len(found["holds"]) >= 1
    assert found["cycle"]["length"] >= 1
    assert "moves in view" in told(CHICKEN, "--ahead", "6")
    refused = run(ELMIRA, "--ahead", "2")
    assert refused.exit_code == 2
    assert "two parties" in refused.output


def two(tmp_path: Path, **judgements: Any) -> str:
    """North and South of the dispute; South can move the border, North can shut the trade."""
    return written(
        tmp_path,
        moves={"border": {"by": ["south"]}, "trade": {"by": ["north"]}},
        judgements={
            "statements": {
                "north": [{"when": {"border": "old"}, "strong": True}, {"trade": "open"}],
                "south": [{"when": {"trade": "open"}, "strong": True}, {"border": "new"}],
            },
            **judgements,
        },
    )


def test_statements_marked_as_strong_tell_how_firmly_it_holds(tmp_path: Path) -> None:
    case = two(tmp_path)
    found = document(case, "--package", "border=old,trade=open")
    assert set(found["firmness"]) == {"gmr", "smr", "seq"}
    assert found["firmness"]["gmr"]["south"] == "strongly stable"
    assert found["unknown"] is None
    assert "HOW FIRMLY IT HOLDS" in told(case, "--package", "border=old,trade=open")
    assert "firmness" not in document(ELMIRA)


def test_pairs_that_are_not_known_are_read_in_four_ways(tmp_path: Path) -> None:
    pair = [[{"border": "new", "trade": "open"}, {"border": "old", "trade": "open"}]]
    case = two(tmp_path, unknown={"south": pair})
    found = document(case, "--package", "border=old,trade=open")["unknown"]
    assert found["nash"]["south"] == {"a": False, "b": True, "c": False, "d": True}
    assert found["nash"]["north"] == dict.fromkeys("abcd", True)
    text = told(case, "--package", "border=old,trade=open")
    assert "Some comparisons are not known. Four readings of them" in text


def test_without_a_deal_the_packages_that_a_movement_opens_are_looked_at() -> None:
    found = document(ALASKA)
    assert len(found["opened"]) == 3
    assert found["opened"][0]["concepts"]["sseq"]["stable"]
    text = told(ALASKA, "--full")
    assert "WHAT OTHER MOVEMENTS WOULD OPEN" in text
    assert "Two other packages open with the same verdict: if Ukraine expected less; if Ukraine were to accept" in text
    assert "if Ukraine expected less Territory and recognition: nothing agreed" in text


def test_the_stable_states_of_a_definition_that_is_named_are_listed_the_nearest_first() -> None:
    text = told(ELMIRA, "--concept", "nash", "--trials", "0")
    assert "STABLE STATES: NASH By what they differ from the package, those first that differ least." in text
    assert "• the package itself" in text
    many = told(ALASKA, "--concept", "seq", "--package", "territory=freeze,ceasefire=full")
    assert "others differ as much or more; `--json` lists them." in many
    assert "STABLE STATES" not in told(ELMIRA, "--trials", "0")


def test_paths_need_a_status_quo_and_a_partition_names() -> None:
    assert "Not computed: an issue has no status quo" in told(CHICKEN, "--paths")
    assert document(CHICKEN, "--paths")["paths"] is None
    assert "is not A+B,C+D" in run(ELMIRA, "--partition", "ministry++uniroyal").output
