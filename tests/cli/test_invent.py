"""`winset invent`: what it prints, what it refuses, and what it hides."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.support.running import Asking, invoked
from winset.analyses.robustness import new_options
from winset.analyses.settlement import invent
from winset.cli import group
from winset.questions.invent.request import InventRequest
from winset.study import Study

ALASKA, CLASSROOM, CAMP_DAVID = "examples/alaska-2025", "examples/classroom", "examples/camp-david-1978"


_INVENT = Asking("invent", "40")
run, screen, document = _INVENT.run, _INVENT.told, _INVENT.document


def told(*words: object) -> str:
    """Everything that the command prints, on one line."""
    return screen(*words, "--full")


def test_without_a_deal_it_says_what_would_open_one_and_where_none_can() -> None:
    text = told(ALASKA)
    assert "A new option on territory, sanctions, the next talks or the ceasefire could open a deal." in text
    assert "Least is asked on territory: at least 59 to Russia and 32 to Ukraine, of 100 points" in text
    assert "58.5 Russia 50.0 31.3 Ukraine 30.0" in text
    assert "Nearest on the list: “nothing agreed on territory”." in text
    assert "Peacekeepers: these cannot all hold, even if it were worth 100 points to everybody" in text
    assert "With it on the list there is a deal in" in text
    for word in ("likely", "probable", "chance of", "vector", "frontier"):
        assert word not in text.replace("most likely value", "")


def test_with_a_deal_it_says_what_would_better_it() -> None:
    text = told(CLASSROOM)
    assert "There is a deal already: a new option is asked to give somebody more than there" in text
    assert "THE PACKAGE TO BE BETTERED" in text
    assert "tart: with it, nobody can get more than in the package that leads unless another gets less." in text
    found = document(CLASSROOM)
    assert found["asks"] == "improvement"
    assert set(found["leads"]) == set(found["issues"])
    assert found["issues"]["start"]["reason"] == "nothing to gain"


def test_an_option_that_nobody_rejects_can_be_enough_whatever_it_is_worth() -> None:
    text = told(CAMP_DAVID, "--full")
    assert "On the settlements in Sinai even one that is worth nothing to anybody would do." in text
    assert "206 other rests would do with the same worths." in text
    assert "The pace of the withdrawal: every package with it breaks a rule" in text


def test_the_document_has_the_keys_that_scripts_rely_on() -> None:
    found = document(ALASKA)
    assert (found["status"], found["asks"], found["draws"], found["seed"]) == ("answered", "deal", 40, 1)
    assert set(found) >= {"winset", "case", "sha256", "issues", "combinations", "notes", "timings", "left_out"}
    territory = found["issues"]["territory"]
    first = territory["frontier"][0]
    assert set(first) == {"worth", "escapes", "needed", "exceed", "rest", "ties", "nearest", "readings"}
    assert first["worth"]["russia"] == 58.45
    assert set(first["readings"]) == {"share", "error"}
    assert territory["frontier"][3]["readings"] is None
    assert found["issues"]["people"]["conflicts"][0][0].startswith("walk_away.")
    assert next(iter(found["issues"])) == "territory"
    assert found["combinations"][0]["issues"] == ["territory", "sanctions"]


def test_the_limit_cuts_lists_and_none_lists_all() -> None:
    cut, whole = document(ALASKA, "--limit", "1"), document(ALASKA, "--limit", "0")
    assert len(cut["issues"]["territory"]["frontier"]) == 1
    assert len(cut["combinations"]) == 1
    assert len(whole["issues"]["territory"]["frontier"]) == cut["issues"]["territory"]["vectors"] == 5
    assert len(whole["combinations"]) == cut["combinations_found"]


def test_the_same_seed_gives_the_same_document() -> None:
    one, other = (json.loads(invoked("invent", ALASKA, "--trials", "40", "--json").stdout) for _ in range(2))
    one.pop("timings"), other.pop("timings")
    assert one == other


def test_readings_can_be_left_out() -> None:
    found = document(ALASKA, "--trials", "0")
    assert (found["draws"], found["seed"], found["deal"]) == (0, 1, None)
    assert all(one["readings"] is None for issue in found["issues"].values() for one in issue["frontier"])
    assert "readings" not in told(ALASKA, "--trials", "0")


def test_what_is_made_with_judgements_is_not_told_at_the_level_open() -> None:
    text = told(ALASKA, "--handling", "open")
    assert "58.5" not in text
    assert "made with judgements, which are left out at this level of handling" in text
    assert "Left out at the handling level “open”" in text
    found = document(ALASKA, "--handling", "open")
    assert found["status"] == "withheld"
    assert "issues" not in found
    assert found["left_out"]["judgements"]


def test_one_restricted_number_hides_all_of_its_party(tmp_path: Path) -> None:
    source = Path(ALASKA)
    for name in ("case.yaml", "briefing.md"):
        (tmp_path / name).write_text((source / name).read_text(encoding="utf-8"), encoding="utf-8")
    case = tmp_path / "case.yaml"
    before = "  walk_away:\n"
    text = case.read_text(encoding="utf-8")
    assert before in text
    line = next(one for one in text.split(before)[1].split("\n") if one.strip().startswith("russia:"))
    judged = line.split(":", 1)[1].split("#")[0].strip()
    key = "status_quo" if "status_quo" in judged else "points"
    number = judged.removeprefix("{status_quo:").removesuffix("}").strip()
    inner = f"{{points: {number}, handling: restricted}}"
    told_line = f"russia: {{status_quo: {inner}}}" if key == "status_quo" else f"russia: {inner}"
    case.write_text(text.replace(line, line[: len(line) - len(line.lstrip())] + told_line), encoding="utf-8")
    shown = told(str(tmp_path))
    assert "at least 32 to Ukraine, of 100 points; enough to Russia (how much is left out" in shown
    assert "58.5" not in shown
    assert document(str(tmp_path))["issues"]["territory"]["frontier"][0]["worth"]["russia"] is None
    assert "at least 59 to Russia" in told(str(tmp_path), "--handling", "restricted")


def test_tables_and_variants_are_asked_like_the_case() -> None:
    text = told(ALASKA, "--table", "alaska")
    assert "At the table “" in text
    assert "off the agenda, so it stays as it is" in text
    assert document(ALASKA, "--table", "alaska")["issues"]["nato"]["status"] == "off the agenda"
    assert "Read under the variant" in told(ALASKA, "--variant", "kremlin_unchanged")


def test_unknown_names_and_wrong_numbers_are_refused() -> None:
    assert "no table `nowhere`" in str(run(ALASKA, "--table", "nowhere").exception)
    assert run(ALASKA, "--trials", "-1").exit_code == 2
    assert run("examples/nothing-here").exit_code == 1


def test_rests_that_are_too_many_to_go_through_are_searched_with_the_same_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    listed = document(ALASKA)
    monkeypatch.setattr(invent, "MOST", 1000)
    searched = document(ALASKA)
    assert any("too many combinations of options on the other issues" in note for note in searched["notes"])
    for issue, found in listed["issues"].items():
        assert searched["issues"][issue]["status"] == found["status"]
        assert searched["issues"][issue]["frontier"][:1] == found["frontier"][:1]
    assert searched["combinations"][:1] == listed["combinations"][:1]


def test_what_is_done_when_it_is_stopped_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    counted = new_options.NewOptionCounter.of

    def stopping(self: new_options.NewOptionCounter, numbers: range) -> new_options.OfferCounts:
        if numbers.start >= 20:
            raise KeyboardInterrupt
        return counted(self, numbers)

    monkeypatch.setattr(new_options, "AT_ONCE", 1)
    monkeypatch.setattr(new_options.NewOptionCounter, "of", stopping)
    result = CliRunner().invoke(group, ["invent", CLASSROOM, "--trials", "40", "--json"])
    assert result.exit_code == 130
    found = json.loads(result.stdout)
    assert (found["status"], found["draws"]) == ("limit", 20)
    assert "stopped after 20 of 40 readings" in result.stderr


def test_a_study_answers_without_the_command_line() -> None:
    found = Study.read(CLASSROOM).ask(InventRequest(trials=0)).invented
    assert found.leads is not None
    assert found.issues[0].opens


def test_what_wins_only_because_a_link_or_rule_names_other_options_is_told_as_that() -> None:
    text = screen(ALASKA)
    only = (
        "A new option on Ukraine's armed forces or NATO membership could open a deal only because links or rules name"
    )
    assert only in text
    wins = "A new option on Ukraine's armed forces or NATO membership wins only because these name other options."
    assert wins in text
    assert "The judged cost to Russia if Ukraine receives binding international guarantees" in text
    found = document(ALASKA)["issues"]
    assert found["nato"]["named"] is None
    assert found["nato"]["frontier"][0]["escapes"] == [{"link": "judgements.links.1"}, {"link": "judgements.links.2"}]
    assert found["territory"]["frontier"][0]["escapes"] == []
    assert "The rule “protected settlements hold land”." in screen(CAMP_DAVID)
    hidden = screen(ALASKA, "--handling", "open")
    assert "The judged cost" not in hidden
    assert "judgements.links" not in str(document(ALASKA, "--handling", "open"))


@pytest.mark.parametrize("case", [ALASKA, CAMP_DAVID, CLASSROOM])
def test_what_is_printed_fits_a_screen(case: str) -> None:
    printed = run(case).output
    section = printed[printed.index("ANSWER") :]
    assert len(section.splitlines()) <= 37
    assert len(section.split()) <= 375


def test_where_a_link_reaches_along_the_line_a_new_option_is_told_apart_by_its_place(tmp_path: Path) -> None:
    source = Path(ALASKA)
    when = "{nato: bid_abandoned, forces: limits_and_halt}"
    text = (source / "case.yaml").read_text(encoding="utf-8")
    assert text.count(when) == 1
    (tmp_path / "briefing.md").write_text((source / "briefing.md").read_text(encoding="utf-8"), encoding="utf-8")
    marked = text.replace(when, f"{when}, applies_above: {{forces: mobilisation_halt}}")
    (tmp_path / "case.yaml").write_text(marked, encoding="utf-8")
    found = document(str(tmp_path))["issues"]["forces"]
    assert found["beyond"] == [{"marks": {"forces": {"place": 50.0, "upwards": True}}, "least": None}]
    assert "judgements.links.1" not in [escape.get("link") for escape in found["frontier"][0]["escapes"]]
    assert "At or above “Ukraine stops mobilising” on Ukraine's armed forces, no new option would be enough" in screen(
        str(tmp_path)
    )
