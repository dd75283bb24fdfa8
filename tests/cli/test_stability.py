"""`winset stability`: what it prints, what it refuses, and what it hides."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.laws.cases import dispute, wants
from tests.support.running import invoked
from tests.support.stability import ALASKA, CAMP_DAVID, CLASSROOM, LINE, document, run, told, written
from winset.analyses.stability.definitions import definitions
from winset.cli import group
from winset.errors import UnknownName, WinsetError
from winset.questions.stability import packages


def test_it_names_the_gain_the_answer_and_who_is_left_worse_off() -> None:
    text = told(ALASKA, "--package", LINE)
    assert (
        "Russia and Ukraine would be tempted to break it; each would face a reply that leaves it worse off, "
        "if used (seven of nine listed moves are unsourced)."
    ) in text
    assert (
        "Russia would be tempted to act so that the war goes on. Ukraine could reply by acting so that Ukraine's NATO "
        "bid stands without American support, and gain by it. That leaves Russia worse off than under the package."
    ) in text
    assert "Rests on an inference: parties order packages by statements, and no judged number changes" in text


def test_an_answer_that_costs_somebody_is_told_as_such() -> None:
    text = told(ALASKA, "--package", LINE, "--by-value")
    assert "but some replies cost those who make them" in text
    assert "at a cost to the United States" in text
    assert "Rests on guessed numbers" in text
    assert "Somebody would be tempted in" in text


def test_a_change_that_a_fact_rules_out_is_named_and_one_that_a_drafting_rule_would_is_a_state(tmp_path: Path) -> None:
    rule = {"id": "after", "if": {"border": "new"}, "then": {"trade": "open"}}
    moves = {"trade": {"by": ["north"], "from_to": [["open", "shut"]]}}
    words = ("--package", "border=new,trade=open", "--full")
    fact = told(written(tmp_path, moves=moves, rules=[{**rule, "kind": "fact"}]), *words)
    assert "but not from here: that cannot be by the rule “after”" in fact
    assert "Nobody is listed as able to change border or prisoners alone" in fact
    agreed = told(written(tmp_path, moves=moves, rules=[rule]), *words)
    assert "but not from here" not in agreed


def test_a_guarantee_does_not_forbid_a_war() -> None:
    guaranteed = "territory=full_withdrawal,ceasefire=full,peacekeepers=deployed,guarantees=binding"
    text = told(ALASKA, "--package", guaranteed)
    assert "Russia would be tempted to break it, and nobody has a reply that leaves Russia no better off" in text
    assert "Russia would be tempted to act so that the war goes on." in text


def test_without_a_deal_it_is_about_a_package_that_a_movement_opens() -> None:
    text = told(ALASKA)
    assert "This is about a package that would be acceptable if Russia expected less; as things are" in text
    assert "As things stand: no party gains by a move that the case lists." in text
    assert "Nobody’s listed moves can put back how things stand on prisoners and children and security" in text
    found = document(ALASKA)
    assert found["package"]["why"] == "opened"
    assert found["without_way_back"] == ["people", "guarantees"]


def test_what_one_other_option_would_change_is_told_and_counted_by_the_same_definitions() -> None:
    turned = [neighbour for neighbour in document(ALASKA)["neighbours"] if neighbour["strongest"] != "sseq"]
    assert {one["issue"] for one in turned} == {"nato"}
    text = told(ALASKA)
    assert "with one other option the verdict would be" in text
    assert "Ukraine and NATO: the United States supports" in text


@pytest.mark.parametrize("case", [ALASKA, CAMP_DAVID, CLASSROOM, "examples/literature/kilgour-2001-elmira"])
def test_the_first_screen_names_no_definition_and_fits(case: str) -> None:
    shown = run(case).output
    assert not any(definition.title in shown for definition in definitions.values() if definition.title != "Nash")
    assert "holds by itself" not in shown
    assert len(shown.splitlines()) <= 60


def test_with_a_deal_it_is_about_what_leads_and_without_moves_nothing_can_be_said() -> None:
    text = told(CLASSROOM)
    assert "This is about the package that leads in `winset deal`" in text
    assert "whether this would hold cannot be said" in text
    assert "BY DEFINITION" not in told(CLASSROOM, "--full")
    leads = json.loads(CliRunner().invoke(group, ["deal", CLASSROOM, "--json", "--trials", "30"]).output)
    assert document(CLASSROOM)["package"]["options"] == leads["solutions"]["nash"]["packages"][0]["options"]


def test_the_document_has_the_keys_that_scripts_rely_on() -> None:
    found = document(ALASKA, "--package", LINE, "--by-value", "--limit", "2")
    assert set(found) >= {"winset", "case", "sha256", "status", "states", "concepts", "notes", "timings", "left_out"}
    assert found["states"] == {"total": 9720, "feasible": 9720}
    assert list(found["concepts"]) == list(definitions)
    seq = found["concepts"]["seq"]
    assert len(seq["equilibria"]) == 2
    assert seq["equilibria_found"] == 1524
    assert set(seq["stable"]) == {"us", "russia", "ukraine", "europeans"}
    assert set(seq["equilibria"][0]) == {"options"}
    assert found["concepts"]["sim"]["equilibria"] is None
    held = found["package"]["concepts"]["gmr"]
    assert held["stable"] is True
    assert 0 < held["readings"]["share"] < 1
    reason = held["parties"]["russia"]["reasons"][0]
    assert reason["answer"]["steps"][0]["party"] in ("us", "ukraine", "europeans")
    assert found["package"]["concepts"]["seq"]["parties"]["russia"]["reasons"][0]["answer"] is None


def test_one_definition_can_be_asked_for() -> None:
    assert list(document(ALASKA, "--concept", "seq")["concepts"]) == ["seq"]


def test_shares_of_readings_follow_from_weaker_to_stronger_and_can_be_left_out() -> None:
    found = document(ALASKA, "--package", LINE, "--by-value")["package"]["concepts"]
    share = {key: found[key]["readings"]["share"] for key in found}
    assert share["nash"] <= share["sseq"] <= share["seq"] <= share["gmr"]
    assert share["sseq"] <= share["smr"] <= share["gmr"]
    without = document(ALASKA, "--package", LINE, "--by-value", "--trials", "0")
    assert without["draws"] == 0
    assert without["package"]["concepts"]["gmr"]["readings"] is None
    assert "readings" not in told(ALASKA, "--package", LINE, "--by-value", "--trials", "0")


def test_a_ranking_goes_before_statements_and_ties_are_kept(tmp_path: Path) -> None:
    case = written(
        tmp_path,
        moves={"trade": {"by": ["north"]}, "prisoners": {"by": ["south"]}},
        judgements={
            "ranking": {"north": [[{"trade": "open", "prisoners": "held"}, {"trade": "shut"}]]},
            "statements": {"north": [{"trade": "open"}], "south": [{"prisoners": "freed"}]},
        },
    )
    found = document(case)
    assert found["order"] == {"north": "ranking", "south": "statements"}
    nash = found["concepts"]["nash"]
    where = [one["options"] for one in nash["stable"]["north"]]
    assert len(where) == 3
    assert {"border": "old", "trade": "open", "prisoners": "freed"} not in where
    assert [one["options"]["prisoners"] for one in nash["equilibria"]] == ["freed"]


def test_what_is_refused() -> None:
    broken = run(ALASKA, "--package", "territory=freeze").exception
    assert isinstance(broken, WinsetError)
    assert str(broken) == "the package breaks a rule of the case: `line_needs_ceasefire`"
    assert isinstance(run(ALASKA, "--package", "teritory=freeze").exception, UnknownName)
    assert run(ALASKA, "--package", "territory").exit_code == 2


def test_where_states_are_too_many_to_list_the_package_is_judged_by_what_lies_around_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    listed = document(ALASKA, "--by-value")
    monkeypatch.setattr(packages, "MOST", 100)
    unlisted = document(ALASKA, "--by-value", "--coalitions", "--paths", "--inverse", "nash")
    assert unlisted["status"] == "answered"
    for key in ("nash", "gmr", "smr", "seq", "sseq"):
        assert unlisted["package"]["concepts"][key]["stable"] == listed["package"]["concepts"][key]["stable"]
        assert unlisted["concepts"][key]["equilibria"] is None
    assert "too many to list" in told(ALASKA, "--full")


def test_an_issue_without_a_status_quo_has_to_be_named(tmp_path: Path) -> None:
    issues, positions = dispute()["issues"], dispute()["positions"]
    del issues["border"]["status_quo"]
    positions["border"]["north"] = {**wants("new"), "rejects": ["old", "middle"]}
    positions["border"]["south"] = {**wants("old"), "rejects": ["new"]}
    positions["trade"]["north"] = {**wants("open"), "rejects": ["shut"]}
    positions["trade"]["south"] = {**wants("shut"), "rejects": ["open"]}
    case = written(tmp_path, issues=issues, positions=positions, moves={"trade": {"by": ["north"]}})
    refusal = run(case).exception
    assert isinstance(refusal, UnknownName)
    assert "`border` has no status quo" in str(refusal)
    assert run(case, "--package", "border=old").exit_code == 0


def test_what_lies_above_the_level_of_handling_is_left_out(tmp_path: Path) -> None:
    case = written(
        tmp_path,
        moves={"trade": {"by": ["north"]}},
        judgements={"handling": "restricted", "statements": {"north": [{"trade": "open"}]}},
    )
    tempted = "North would be tempted to change trade to “o”"
    assert tempted in told(case, "--handling", "restricted", "--package", "trade=shut")
    closed = told(case, "--package", "trade=shut")
    assert "tempted to change" not in closed
    assert "Who would be tempted to break it is judged, and above this level of handling." in closed
    assert document(case, "--package", "trade=shut")["package"]["concepts"]["nash"] is None


def test_a_table_keeps_what_is_off_its_agenda() -> None:
    found = document(ALASKA, "--table", "second_summit", "--trials", "0")
    assert found["table"] == "second_summit"
    assert found["status"] == "answered"


def test_the_same_seed_gives_the_same_document() -> None:
    words = ("stability", ALASKA, "--package", LINE, "--by-value", "--trials", "40", "--json")
    one, other = (json.loads(invoked(*words).stdout) for _ in range(2))
    one.pop("timings"), other.pop("timings")
    assert one == other


def test_camp_david_reads_without_a_package() -> None:
    assert "WHO CAN CHANGE WHAT ALONE" in told(CAMP_DAVID, "--full")


ELMIRA = "examples/literature/kilgour-2001-elmira"


def test_a_coalition_that_gains_together_is_told_with_its_steps() -> None:
    words = ["stability", ELMIRA, "--trials", "0", "--coalitions"]
    told = " ".join(CliRunner().invoke(group, words).output.split())
    assert "WHO COULD GAIN BY LEAVING IT TOGETHER" in told
    assert "The ministry and Uniroyal: Uniroyal would act so that Uniroyal accepts the order in force" in told
    found = json.loads(CliRunner().invoke(group, [*words, "--json"]).output)["coalitions"]
    (upset,) = found["upsets"]
    assert "seq" in upset["concepts"]
    assert upset["coalition"] == ["ministry", "uniroyal"]
    assert upset["from"]["options"]["order"] == "original"
    assert upset["to"]["options"]["order"] == "modified"
    counts = {key: len(states) for key, states in found["universal"].items()}
    assert counts == {"nash": 5, "gmr": 7, "smr": 7, "seq": 5}  # Kilgour, Hipel, Fang & Peng 2001


def test_without_coalitions_nothing_is_said_of_them_and_a_large_case_says_what_was_left_out() -> None:
    assert "coalitions" not in json.loads(
        CliRunner().invoke(group, ["stability", ELMIRA, "--trials", "0", "--json"]).output
    )
    told = CliRunner().invoke(group, ["stability", "examples/alaska-2025", "--trials", "0", "--coalitions"]).output
    assert "Sequential stability not computed" in " ".join(told.split())


def test_a_case_that_says_nothing_has_no_answer_and_says_so(tmp_path: Path) -> None:
    silent = {issue: {"rest": "silent"} for issue in ("border", "trade", "prisoners")}
    case = written(tmp_path, positions=silent, moves={"border": {"by": ["south"]}})
    text = told(case, "--package", "border=new")
    assert "there is no answer yet. What follows takes everybody as indifferent." in text


def test_default_numbers_and_indifference_are_named(tmp_path: Path) -> None:
    case = written(tmp_path, moves={"border": {"by": ["south"]}})
    assert "Rests on default numbers: no number is judged, and packages are ordered by value." in told(case)
    stated = written(
        tmp_path,
        moves={"border": {"by": ["south"]}},
        judgements={"statements": {"north": [], "south": [{"border": "new"}]}},
    )
    assert "all these packages are the same to North" in told(stated, "--package", "border=new")


def test_paths_from_a_status_quo_that_breaks_a_rule_are_not_computed_and_the_rest_is(tmp_path: Path) -> None:
    case = written(
        tmp_path,
        moves={"border": {"by": ["south"]}, "trade": {"by": ["north"]}},
        rules=[{"id": "no_old", "kind": "fact", "if": {"border": "old"}, "then": {"trade": "open"}}],
    )
    text = told(case, "--package", "border=new,trade=open", "--paths")
    assert "Not computed: by the facts of the case things cannot stand as they do" in text


def test_how_things_stand_is_left_out_where_a_fact_excludes_it(tmp_path: Path) -> None:
    """Whether a single movement opens a deal or nothing does, the question is answered."""
    fact = {"id": "no_old", "kind": "fact", "if": {"border": "old"}, "then": {"trade": "open"}}
    moves = {"border": {"by": ["south"]}, "trade": {"by": ["north"]}}

    def answered(south_rejects: list[str]) -> str:
        positions = dispute()["positions"]
        positions["border"]["north"]["rejects"] = ["middle", "new"]
        positions["border"]["south"] = wants("old", rejects=south_rejects)
        positions["trade"] = {"north": wants("shut", rejects=["open"]), "south": wants("shut", rejects=["open"])}
        judged = {"walk_away": {"north": 0, "south": 0}}
        return told(written(tmp_path, moves=moves, rules=[fact], positions=positions, judgements=judged))

    opened = answered([])
    assert "This is about a package that would be acceptable" in opened
    assert "As things stand" not in opened
    assert "There is no package to look at" in answered(["middle", "new"])


def test_the_number_of_workers_and_a_run_that_goes_on_change_nothing(tmp_path: Path) -> None:
    words = ["--package", LINE, "--by-value", "--trials", "60"]
    alone = document(ALASKA, *words)["package"]
    assert document(ALASKA, *words, "--workers", "2")["package"] == alone
    kept = ("--resume", str(tmp_path / "kept.readings"))
    assert document(ALASKA, *words, *kept)["package"] == alone
    assert document(ALASKA, *words, *kept)["package"] == alone


def test_a_record_of_it_can_be_run_again(tmp_path: Path) -> None:
    record = tmp_path / "record.json"
    words = ["--partition", "ministry+uniroyal", "--concept", "nash", "--inverse", "gmr", "--trials", "5"]
    assert run(ELMIRA, *words, "--record", str(record)).exit_code == 0
    verified = CliRunner().invoke(group, ["verify", str(record), ELMIRA])
    assert verified.exit_code == 0, verified.output
