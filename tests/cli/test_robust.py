"""`winset robust`: what it prints, what it refuses, and what is left when it is stopped."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep

import pytest
from click.testing import CliRunner, Result

from tests.support.running import PATIENCE, UNTOUCHED, asked, invoked
from winset.analyses.robustness import violation_index
from winset.analyses.robustness.finding_shares import FindingShares, ShareCounts
from winset.analyses.robustness.tally import Tally, Totals
from winset.analyses.settlement.settle import leading_package
from winset.cli import group
from winset.questions.robustness.request import RobustRequest
from winset.readings import central
from winset.study import Study

ALASKA, CAMP_DAVID, CLASSROOM = "examples/alaska-2025", "examples/camp-david-1978", "examples/classroom"
QUO = {"territory": "occupied"}


def command(*words: str) -> list[str]:
    """What is asked of the case, with few trials and few drivers unless the words say how many."""
    return ["robust", ALASKA, "--trials", "60", *([] if "--drivers" in words else ["--drivers", "20"]), *words]


def run(*words: str) -> Result:
    """What the command gives; the same words are answered once."""
    return asked(*command(*words))


def test_the_answer_is_a_share_of_readings_and_says_that_it_is_no_probability() -> None:
    result = run()
    assert result.exit_code == 0, result.output
    told = " ".join(result.output.split())
    assert re.search(r"in about \w+ (in ten|of the) trials, which vary these guesses [\w ,]*there is one", told)
    assert "reading" not in told.replace("reading of the text", "")
    assert "not the probability of an event" in told
    assert "WHAT WOULD CHANGE THE SHARE" in told
    assert "IF THE TEXT IS READ DIFFERENTLY" in run("--full").output
    for word in ("likely", "probable", "chance of"):
        assert word not in told


def test_the_document_has_the_keys_that_scripts_rely_on() -> None:
    document = json.loads(run("--json", "--package", "territory=freeze,ceasefire=full").output)
    assert document["draws"] == 60
    assert document["seed"] == 1
    assert set(document["deal"]) == {"share", "error"}
    assert set(document["packages"][0]) >= {"options", "acceptable_share", "error"}
    assert set(document["pivotal"]) == {"us", "russia", "ukraine", "europeans"}
    assert all(isinstance(share, float) for share in document["pivotal"].values())
    assert document["named"][0]["options"]["territory"] == "freeze"
    assert set(document["by_variant"]) > {"kyiv_swaps"} or document["by_variant"]
    best = document["packages"][0]["acceptable_share"]
    assert all(package["acceptable_share"] <= best for package in document["packages"])


def test_the_same_seed_gives_the_same_document() -> None:
    one, other = (json.loads(invoked(*command("--json", "--alone")).output) for _ in range(2))
    one.pop("timings"), other.pop("timings")
    assert one == other


def test_the_number_of_workers_changes_nothing() -> None:
    one, other = (
        json.loads(
            CliRunner()
            .invoke(group, ["robust", ALASKA, "--trials", "900", "--json", "--alone", "--drivers", "0", "--workers", n])
            .output
        )
        for n in ("1", "2")
    )
    one.pop("timings"), other.pop("timings")
    assert one == other


def test_red_lines_that_exclude_every_package_are_told_without_a_share() -> None:
    result = asked("robust", CAMP_DAVID, "--trials", "20", "--alone")
    told = " ".join(result.output.split())
    assert "Red lines and rules exclude every package, so no trial has a deal." in told
    assert "Without the red lines of Egypt, or of Israel, some package would be left." in told
    assert "rule of three" not in told
    assert "standard error" not in told


def test_closed_numbers_are_in_no_column() -> None:
    told = " ".join(run("--alone", "--handling", "open").output.split())
    assert "Mean gain" not in told
    assert "mean gain" not in told
    assert "trials" not in told
    document = json.loads(run("--alone", "--handling", "open", "--json").output)
    assert (document["status"], document["packages"]["acceptable"]) == ("withheld", None)
    assert "mean_gains" not in json.dumps(document)


@pytest.mark.parametrize("case", [CLASSROOM, CAMP_DAVID, pytest.param(ALASKA, marks=pytest.mark.slow)])
def test_where_packages_are_too_many_to_be_looked_at_the_same_is_answered(
    monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    words = ("robust", case, "--alone", "--json", "--trials", "30", "--drivers", "10", "--limit", "0", "--levers", "1")
    every = json.loads(asked(*words).stdout)
    monkeypatch.setattr(violation_index, "MOST_PACKAGES", 10)
    some = json.loads(asked(*words).stdout)
    assert (every["every_package"], some["every_package"]) == (True, False)
    for key in ("deal", "pivotal", "conflicts", "flips", "silence", "accepted_at_most", "undecided"):
        assert some[key] == every[key], key
    assert [lever["deal"] for lever in some["levers"]] == [lever["deal"] for lever in every["levers"]]
    assert bool(some["packages"]) == bool(every["packages"]) == (case != CAMP_DAVID)
    first, other = ([package["acceptable_share"] for package in one["packages"][:1]] for one in (some, every))
    assert first == other


def test_what_the_answer_hangs_on_is_told_with_what_to_ask_first() -> None:
    told = " ".join(run("--alone").output.split())
    assert "ASK FIRST • What would Russia want on security guarantees? No source says." in told
    document = json.loads(run("--alone", "--json").output)
    turns = [driver["turns"]["share"] for driver in document["drivers"]]
    assert turns == sorted(turns, reverse=True)
    assert set(document["drivers"][0]) == {"input", "effect", "first", "turns", "package"}
    assert document["ask_first"][0] == "silence.guarantees.russia"
    kinds = {driver["input"].partition(".")[0] for driver in document["drivers"]}
    assert kinds == {"salience", "scores", "silence", "walk_away", "link", "red_line"}
    variants = {
        driver["input"] for driver in json.loads(run("--json").output)["drivers"] if "variant" in driver["input"]
    }
    assert "variant.literal_conditions" in variants
    assert json.loads(run("--alone", "--json", "--drivers", "0").output)["drivers"] == []


def test_each_silent_cell_is_resolved_each_way() -> None:
    document = json.loads(run("--alone", "--json", "--limit", "0").output)
    cell = [one for one in document["silence"] if one["cell"] == "guarantees.russia"]
    assert {one.get("wants") or one.get("rejects") for one in cell} == {"none", "nonbinding", "binding"}
    assert len(cell) == 6
    share = {one["wants"]: one["deal"]["share"] for one in cell if "wants" in one}
    assert share["binding"] > share["none"]
    assert all(isinstance(one["centrally"], bool) for one in cell if "wants" in one)
    told = " ".join(run("--alone", "--full").output.split())
    assert "THE WEIGHT OF SILENCE" in told
    assert "Russia on security guarantees: in" in told


def test_a_case_that_is_silent_on_everything_has_no_answer_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Nothing is said.\n", encoding="utf-8")
    words = ["new", str(tmp_path / "blank"), "--from", str(tmp_path / "a.md"), "--parties", "A,B", "--issues", "one"]
    assert CliRunner().invoke(group, words).exit_code == 0
    case = tmp_path / "blank" / "case.yaml"
    written = case.read_text(encoding="utf-8").replace("the first way to settle it", "yes")
    case.write_text(written.replace("another way to settle it", "no"), encoding="utf-8")
    for command in ("robust", "invent"):
        told = CliRunner().invoke(group, [command, str(tmp_path / "blank"), "--trials", "10"]).output
        assert "There is no answer yet: the sources are silent on every position." in told
        assert "of 100" not in told
    study, request = Study.read(tmp_path / "blank"), RobustRequest(trials=10)
    assert [section.key for section in study.report(request, study.ask(request)).sections] == ["answer"]


def test_several_cases_are_answered_in_one_run() -> None:
    words = [ALASKA, CAMP_DAVID, "--trials", "40", "--drivers", "10", "--alone"]
    document = json.loads(CliRunner().invoke(group, ["robust", *words, "--json"]).output)
    assert [case["case"] for case in document["cases"]] == ["alaska-2025", "camp-david-1978"]
    alone = json.loads(CliRunner().invoke(group, ["robust", *words[1:], "--json"]).output)
    assert set(document["timings"]) == {"alaska-2025", "camp-david-1978"}
    assert document["sha256"]["camp-david-1978"] == alone.pop("sha256")
    alone.pop("timings")
    assert document["cases"][1] == alone
    text = CliRunner().invoke(group, ["robust", *words]).output
    assert text.count("How sure is that?") == 2


def test_a_sweep_is_the_case_written_with_each_value(tmp_path: Path) -> None:
    words = ["--alone", "--drivers", "0", "--sweep", "walk_away.ukraine=40:60:10"]
    document = json.loads(run("--json", *words).output)
    (sweep,) = document["sweeps"]
    assert [one["at"] for one in sweep["deal"]] == [40, 50, 60]
    for one in sweep["deal"]:
        folder = tmp_path / str(one["at"])
        shutil.copytree(ALASKA, folder)
        text = (folder / "case.yaml").read_text()
        assert "    ukraine: [40, 55, 70]\n    europeans" in text
        text = text.replace("    ukraine: [40, 55, 70]\n    europeans", f"    ukraine: {one['at']:g}\n    europeans")
        (folder / "case.yaml").write_text(text)
        words = ["robust", str(folder), "--trials", "60", "--drivers", "0", "--alone", "--json"]
        other = json.loads(CliRunner().invoke(group, words).output)
        assert other["deal"]["share"] == one["share"]
    told = " ".join(run(*["--alone", "--sweep", "walk_away.ukraine=40:60:10"]).output.split())
    assert "AS ONE NUMBER MOVES" in told
    assert "as one number takes each value and all else is drawn as ever: Ukraine’s walk-away" in told


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ("walk_away.ukraine", "is not NUMBER=LOW:HIGH:STEP"),
        ("walk_away.ukraine=40:60", "is not NUMBER=LOW:HIGH:STEP"),
        ("walk_away.ukraine=40:60:0", "does not go up"),
        ("walk_away.ukraine=nan:60:1", "is not NUMBER=LOW:HIGH:STEP"),
        ("walk_away.ukraine=0:1000000:1", "does not go up"),
        ("salience.territory.ukraine=0:120:10", "lies between 0 and 100"),
        ("walk_away.nobody=1:2:1", "no judged number `walk_away.nobody`; this case has: walk_away.us"),
    ],
)
def test_a_sweep_that_cannot_be_made_is_refused(told: str, message: str) -> None:
    result = run("--alone", "--sweep", told)
    assert result.exit_code != 0
    assert message in " ".join((result.output + str(result.exception)).split())


def test_numbers_that_turn_the_answer_are_told_and_hidden_with_their_party() -> None:
    document = json.loads(run("--alone", "--json").output)
    assert document["flips"][0].keys() == {"input", "central", "at"}
    assert "walk_away.ukraine" in {flip["input"] for flip in document["flips"]}
    told = " ".join(run("--alone").output.split())
    assert (
        "On our best guesses there is none. Any one of these, within its range, would turn that" in told.split("ASK")[0]
    )
    document = json.loads(run("--alone", "--json", "--handling", "open").output)
    assert document["status"] == "withheld"
    assert not {"flips", "drivers", "together"} & set(document)
    told = " ".join(run("--alone", "--full", "--handling", "open").output.split())
    assert "Any one of these" not in told
    assert "walk-away, in points" not in told


def test_the_status_quo_is_told_to_be_no_deal() -> None:
    quo = json.loads(run("--json", "--alone").output)
    named = ",".join(f"{issue}={option}" for issue, option in QUO.items())
    one = json.loads(run("--json", "--alone", "--table", "second_summit", "--package", named).output)["named"][0]
    assert quo["named"] == []
    assert one["moves"] is False
    assert one["acceptable_share"] == 0
    assert one["bodies"] == {}
    told = " ".join(run("--alone", "--table", "second_summit", "--package", named).output.split())
    assert "It moves nothing" in told


def test_an_interrupt_in_a_variant_ends_the_run_and_keeps_what_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    of, asked = FindingShares.of, list[int]()

    def stopped(self: FindingShares, numbers: range) -> ShareCounts:
        asked.append(1)
        if len(asked) == 2:
            raise KeyboardInterrupt
        return of(self, numbers)

    monkeypatch.setattr(FindingShares, "of", stopped)
    result = invoked("robust", ALASKA, "--trials", "60", "--json")
    assert result.exit_code == 130
    document = json.loads(result.stdout)
    assert document["status"] == "limit"
    assert document["draws"] == 60
    assert len(document["by_variant"]) == 1
    assert len(asked) == 2
    assert document["drivers"] == []
    assert "without the variants" in result.stderr


def test_levers_are_told_with_their_holders_and_words_and_the_fewest_that_reach_a_share() -> None:
    assert "pressure: the American threat of severe consequences" in run("--alone").output
    result = run("--alone", "--reach", "90", "--full")
    told = " ".join(result.output.split())
    assert "TRIALS WITH A DEAL IF THE PRESSURE IS APPLIED" in told
    assert re.search(r"the United States +Russia +about \w+ in ten", result.output)
    assert "A DEAL IN 90 OF 100 TRIALS" in told
    document = json.loads(run("--alone", "--json", "--levers", "3", "--limit", "0").output)
    assert {name for lever in document["levers"] for name in lever["levers"]} == {"us_threat", "us_pressure_on_kyiv"}
    shares = [lever["deal"]["share"] for lever in document["levers"]]
    assert shares == sorted(shares, reverse=True)
    assert {len(lever["levers"]) for lever in document["levers"]} == {1, 2}
    assert json.loads(run("--alone", "--json", "--levers", "0").output)["levers"] == []


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ("territory", "ISSUE=OPTION"),
        ("territory=freeze,territory=occupied", "twice"),
        ("territory=nowhere", "no option `nowhere`"),
        ("moon=freeze", "no issue `moon`"),
    ],
)
def test_a_package_that_is_not_there_is_refused(told: str, message: str) -> None:
    result = run("--alone", "--package", told)
    assert result.exit_code != 0
    assert message in result.output + str(result.exception)


def test_what_is_done_is_kept_when_it_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    of, asked = Tally.of, list[int]()

    def stopped(self: Tally, numbers: range) -> Totals:
        if asked:
            raise KeyboardInterrupt
        asked.append(1)
        return of(self, numbers)

    monkeypatch.setattr(Tally, "of", stopped)
    result = invoked("robust", ALASKA, "--trials", "2000", "--workers", "1", "--json")
    assert result.exit_code == 130
    assert "stopped after" in result.stderr
    document = json.loads(result.stdout)
    assert document["status"] == "limit"
    assert 0 < document["draws"] < 2000


@pytest.mark.skipif(sys.platform == "win32", reason="signals to a process group")
def test_an_interrupt_ends_the_workers_too(tmp_path: Path) -> None:
    kept = tmp_path / "kept.readings"
    words = ["robust", ALASKA, "--trials", "200000", "--alone", "--json", "--workers", "2", "--resume", str(kept)]
    at_once = "from winset.runs import jobs\njobs.SAVED_EVERY = 0\n"
    started = subprocess.Popen(
        [sys.executable, "-c", f"{UNTOUCHED}{at_once}from winset.cli import main\nmain()", *words],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    try:
        until = monotonic() + PATIENCE
        while not kept.exists() and monotonic() < until:  # written as soon as there are readings to keep
            sleep(0.1)
        os.killpg(started.pid, signal.SIGINT)
        out, err = started.communicate(timeout=PATIENCE)  # ends only when nobody holds the pipes, the workers included
    finally:
        started.kill()
    assert started.returncode == 130, err
    assert json.loads(out)["status"] == "limit"


def test_a_screen_says_the_answer_and_one_number_for_one_question() -> None:
    """Shares of the answer, of red lines and of silence are of the same trials; a screen holds them."""
    text = asked("robust", ALASKA).output
    assert len(text.split()) <= 450
    assert len(text.splitlines()) <= 50
    document = json.loads(asked("robust", ALASKA, "--json", "--limit", "0").output)
    kept = [driver for driver in document["drivers"] if driver["input"].startswith("red_line")]
    assert {round(one["holds"]["share"] * 1000, 3) % 1 for one in kept} == {0}
    assert document["together"]["inputs"][:2] == ["walk_away.russia", "walk_away.ukraine"]
    assert document["together"]["deal"]["share"] != document["deal"]["share"]
    assert "If one cause moved Russia’s walk-away, Ukraine’s walk-away" in " ".join(text.split())


def test_where_fewer_trials_were_drawn_for_it_only_changes_are_told() -> None:
    told = " ".join(run("--full", "--alone").output.split())
    assert "trials more than as the case stands if Ukraine dropped the refusal" in told
    whole = " ".join(run("--full", "--alone", "--drivers", "60").output.split())
    assert "than as the case stands" not in whole


def test_what_red_lines_exclude_is_never_and_whose_they_are_is_told() -> None:
    result = asked("robust", ALASKA, "--trials", "60", "--drivers", "0")
    assert "never, by red lines" in result.output
    result = asked("robust", ALASKA, "--trials", "60", "--drivers", "0", "--full")
    assert "Never, since the red lines of Russia and Ukraine leave no package." in " ".join(result.output.split())
    document = json.loads(asked("robust", ALASKA, "--trials", "60", "--json").output)
    never = {name for name, one in document["by_variant"].items() if one["never"]}
    assert never == {name for name, one in document["by_variant"].items() if one["deal"]["share"] == 0}


@pytest.mark.parametrize("case", ["classroom", "exchange"])
def test_of_packages_that_are_accepted_as_often_the_one_is_shown_first_that_leads_in_deal(case: str) -> None:
    study = Study.read(f"examples/{case}")
    answer = study.ask(RobustRequest(trials=40, drivers=0, alone=True, holding=False))
    most = answer.robustness.answer.most
    assert len(most) > 1
    assert most[0].options == leading_package(central(study.session.compiled()))
