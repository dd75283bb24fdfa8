"""`winset tables`: what it prints, what it refuses, and what it hides."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.running import Asking
from winset.errors import WinsetError

ALASKA, CLASSROOM, CAMP_DAVID = "examples/alaska-2025", "examples/classroom", "examples/camp-david-1978"


_TABLES = Asking("tables")
run, screen, document = _TABLES.run, _TABLES.told, _TABLES.document


def told(*words: object) -> str:
    """Everything that the command prints, on one line."""
    return screen(*words, "--full")


def points(**worth: float) -> dict[str, Any]:
    return worth


def bargain(folder: Path, **sections: Any) -> str:
    """Three parties on two issues: north and south can trade away what east has to deliver."""
    case = {
        "winset": 1,
        "case": {"id": "bargain", "title": "A bargain", "as_of": "2025-01-01"},
        "parties": {"north": {"name": "North"}, "south": {"name": "South"}, "east": {"name": "East"}},
        "issues": {
            "border": {"status_quo": "old", "options": {"old": "as it is", "new": "moved"}},
            "trade": {"status_quo": "shut", "options": {"shut": "stays shut", "open": "opened"}},
        },
        "positions": {"border": {"rest": "silent"}, "trade": {"rest": "silent"}},
        "consent": {"issues": {"border": {"needs": ["east"]}, "trade": {"needs": ["north", "south"]}}},
        "tables": {
            "two": {"title": "The two", "seated": ["north", "south"]},
            "first": {"seated": ["north", "south"], "agenda": ["border"]},
            "then": {"seated": ["north", "south", "east"], "after": "first"},
        },
        "judgements": {
            "salience": {"border": points(north=50, south=50, east=50), "trade": points(north=50, south=50, east=50)},
            "scores": {
                "border": {
                    "north": {"old": 0, "new": 100},
                    "south": {"old": 0, "new": 20},
                    "east": {"old": 100, "new": 0},
                },
                "trade": {
                    "north": {"shut": 0, "open": 20},
                    "south": {"shut": 0, "open": 60},
                    "east": {"shut": 0, "open": 20},
                },
            },
            "walk_away": {"north": 0, "south": 0, "east": 50},
        },
    }
    case.update(sections)
    (folder / "case.yaml").write_text(json.dumps(case), encoding="utf-8")
    return str(folder)


def test_what_two_can_sign_falls_apart_where_a_third_is_needed(tmp_path: Path) -> None:
    found = document(bargain(tmp_path))["tables"]["two"]
    assert (found["reachable"], found["holds"]) == (3, 1)
    assert found["phantom_share"] == pytest.approx(2 / 3, abs=1e-6)
    assert found["naive"]["deal"]["options"] == {"border": "new", "trade": "open"}
    assert found["naive"]["left"]["options"] == {"border": "old", "trade": "open"}
    assert found["naive"]["refusing"] == [["east"]]
    assert found["foresighted"]["gains"] == {"north": 10, "south": 30, "east": 10}
    assert found["losses"] == {"north": 0, "south": 0, "east": 0}


def test_the_text_names_who_refuses_and_what_is_left(tmp_path: Path) -> None:
    text = told(bargain(tmp_path))
    assert "They could agree on 3 packages; 1 of them would also be carried out and ratified." in text
    assert "East would refuse; what would be left is a deal with “opened” on trade." in text
    assert "The two 3 1 a part" in text


def test_the_smallest_table_is_named_and_may_fall_short_by_what_is_tolerated(tmp_path: Path) -> None:
    found = document(bargain(tmp_path), "--subsets")
    assert found["smallest"] == {"found": "found", "against": "the deal of all", "tables": ["north+east", "south+east"]}
    assert set(found["subsets"]) == {"north+south", "north+east", "south+east", "north+south+east"}


def test_meeting_in_stages_is_told_bound_and_reopened(tmp_path: Path) -> None:
    case = bargain(tmp_path)
    (one,) = document(case)["sequences"]
    assert one["stages"] == ["first", "then"]
    assert one["fixed"] == [["border"], ["trade"]]
    assert one["binding"]["options"] == {"border": "old", "trade": "open"}
    assert one["anchoring"] == {"north": 0, "south": 0, "east": 0}
    assert "“first” settles border." in told(case)


def test_a_meeting_is_worth_something_by_itself_and_uses_up_a_lever(tmp_path: Path) -> None:
    case = bargain(
        tmp_path,
        levers={"isolation": {"title": "Isolation", "holders": ["north"], "target": "south"}},
    )
    text = json.loads((tmp_path / "case.yaml").read_text(encoding="utf-8"))
    text["judgements"]["tables"] = {"two": {"worth": {"south": 5}, "spends": ["isolation"]}}
    text["judgements"]["levers"] = {"isolation": {"walk_away": -10}}
    (tmp_path / "case.yaml").write_text(json.dumps(text), encoding="utf-8")
    assert document(case)["tables"]["two"]["meeting"] == {"worth": {"south": 5}, "spends": ["isolation"]}
    shown = told(case)
    assert "Meeting is worth +5.0 points to South, whatever is agreed." in shown
    assert "It uses up the lever “Isolation” on South." in shown
    gains = document(case)["tables"]["two"]
    assert gains["gains_with_meeting"]["south"] == gains["gains"]["south"] + 5
    assert "With its deal, the meeting counted in, it brings in points:" in shown


def test_a_body_that_votes_says_whose_vote_decides(tmp_path: Path) -> None:
    body = {"body": "The council", "members": {"north": 2, "east": 1, "west": 1}, "quota": 3}
    case = bargain(tmp_path, tables={"two": {"title": "The two", "seated": ["north", "south"], "ratifiers": [body]}})
    found = document(case)["tables"]["two"]["ratification"]["voting"]["The council"]
    assert found["members"]["north"]["indispensable"]
    assert not found["members"]["east"]["indispensable"]
    text = told(case)
    assert "The council votes with a quota of 3 of 4; without North the quota fails." in text
    assert "Of 1 package that would be carried out, 1 would pass and 0 would fail." in text


def test_conditions_for_talks_are_told_as_they_stand_and_read_literally() -> None:
    seats = document(ALASKA)["seats"]
    summit = next(seat for seat in seats if seat["table"] == "second_summit")
    assert (summit["party"], summit["open"], summit["open_literally"]) == ("ukraine", True, False)
    literal = document(ALASKA, "--variant", "literal_conditions")
    assert any(not seat["open"] for seat in literal["seats"])
    text = told(ALASKA, "--variant", "literal_conditions")
    kept = (
        "Ukraine’s own conditions for talks stand in the way of “Second summit, with Zelenskyy” and “A table with the"
    )
    assert kept in text
    assert text.count("only if all Russian forces withdraw") == 1


def test_the_alaska_summit_signs_what_nobody_carries_out() -> None:
    found = document(ALASKA)["tables"]
    assert (found["alaska"]["reachable"], found["alaska"]["holds"]) == (14, 0)
    assert found["alaska"]["naive"]["left"] is None
    assert found["everybody"]["reachable"] == 0
    assert found["everybody"]["phantom_share"] is None
    assert found["everybody"]["payments"]["found"] == "found"


def test_issues_that_need_nobody_are_named() -> None:
    text = told(ALASKA)
    assert "The case names nobody who is needed to carry out security guarantees." in text
    assert "The case names nobody" not in told(CLASSROOM)


def test_a_share_of_readings_stands_beside_each_table() -> None:
    found = document(CLASSROOM, "--trials", "30")
    assert found["tables"]["everybody"]["readings"]["holds"]["share"] == 1
    assert found["draws"] == 30
    assert "not the probability of an event" in told(CLASSROOM, "--trials", "30")


def test_numbers_above_the_level_are_left_out() -> None:
    assert "tables" not in document(ALASKA, "--handling", "open")
    text = told(ALASKA, "--handling", "open")
    assert "Gains at that deal" not in text
    assert " points to " not in text
    assert "WHO SITS WHERE" in text
    assert "made with judgements, which are left out at this level of handling" in text
    assert "would refuse," not in text


def test_a_restricted_number_that_only_tables_use_closes_its_party(tmp_path: Path) -> None:
    closed = {"points": 7, "handling": "restricted"}
    case = bargain(tmp_path)
    text = json.loads((tmp_path / "case.yaml").read_text(encoding="utf-8"))
    text["judgements"] |= {"refusal": {"east": closed}, "tables": {"two": {"worth": {"south": closed}}}}
    (tmp_path / "case.yaml").write_text(json.dumps(text), encoding="utf-8")
    found = document(case)
    assert found["left_out"] == {"judgements": 2}
    gains = found["tables"]["then"]["gains"]
    assert (gains["north"] is None, gains["south"], gains["east"]) == (False, None, None)
    assert "Meeting is worth" not in told(case)
    assert "Meeting is worth +7.0 points to South" in told(case, "--handling", "restricted")


def test_a_case_beyond_lists_is_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = document(CAMP_DAVID)["tables"]
    for module in ("enumerated_space", "tables", "readings"):
        monkeypatch.setattr(f"winset.analyses.tables.{module}.MOST_LISTED", 10)
    searched = document(CAMP_DAVID)["tables"]
    for part in ("payments", "naive", "foresighted", "losses", "grounds", "ratification", "phantom_share"):
        assert {name: table[part] for name, table in searched.items()} == {
            name: table[part] for name, table in listed.items()
        }, part


def test_what_is_said_of_two_tables_is_told_once() -> None:
    text = told(ALASKA)
    assert screen(ALASKA).count("On our best guesses they have nothing to sign.") == 1
    assert "The same parties sit there on the same agenda as at “A table with the Europeans”: see there." in text
    assert text.count("“Alaska summit” settles") == 1


def test_those_who_refuse_in_turn_are_named_in_turn() -> None:
    text = told(ALASKA)
    assert "First Ukraine and the European allies would refuse, then Russia, and the deal would collapse." in text


def test_one_package_is_told_as_one(tmp_path: Path) -> None:
    text = told(bargain(tmp_path))
    assert "They could agree on 1 package, which would also be carried out and ratified." in text
    assert "They could agree on 1 package, which would not be carried out and ratified." in text
    assert "At “The two” and “then”, 1 package could be agreed and would be carried out, on our best guesses." in text
    assert "At “first”, nothing would be." in text
    assert "Compared with the deal of all, those who are left out have: East as much." in text
    assert "“first”, then “then”" in text


def test_a_wrong_variant_is_refused() -> None:
    assert isinstance(run(ALASKA, "--variant", "nothing").exception, WinsetError)


@pytest.mark.parametrize("points", ["nan", "inf", "-1", "much"])
def test_what_is_tolerated_is_a_finite_number(points: str) -> None:
    assert run(CLASSROOM, "--tolerated", points).exit_code == 2


def test_what_is_tolerated_is_told_with_the_smallest_table(tmp_path: Path) -> None:
    case = bargain(tmp_path)
    assert "whose deal holds and loses nothing against that of all" in told(case, "--subsets")
    tolerant = told(case, "--subsets", "--tolerated", "7.5")
    assert "whose deal holds and loses at most 7.5 points of the sum of gains against that of all" in tolerant


def test_a_case_that_says_nothing_has_no_answer_and_says_so(tmp_path: Path) -> None:
    case = bargain(tmp_path, judgements={})
    assert "The sources are silent on every position: there is no answer yet." in told(case)


def test_one_party_alone_negotiates_with_nobody(tmp_path: Path) -> None:
    case = bargain(tmp_path, tables={"solo": {"title": "Solo", "seated": ["north"]}})
    assert "One party alone negotiates with nobody: this is what it would accept." in told(case)


def test_a_body_with_a_range_is_told_how_far_it_would_ratify(tmp_path: Path) -> None:
    body = {"body": "The assembly", "follows": "north", "above_walk_away": [0, 5, 20]}
    case = bargain(tmp_path, tables={"two": {"title": "The two", "seated": ["north", "south"], "ratifiers": [body]}})
    found = document(case)["tables"]["two"]
    assert found["foresighted"]["gains"]["north"] == 10
    assert found["ratification"]["of_foresighted"]["shares"] == {"The assembly": 0.5}
    assert "Of the range of what The assembly may ask for, 50 of 100 parts lie at or below" in told(case)


def test_the_answer_says_first_by_how_much_it_misses_and_on_whose_guess() -> None:
    text = screen(ALASKA, "--trials", "100")
    first = text.split("ANSWER ")[1].split(" TABLES SIDE BY SIDE")[0]
    assert first.startswith("At none of the tables to come could anything be agreed that would be carried out")
    assert "about 2 points short for Russia and less than 1 point short for Ukraine, on guessed walk-aways" in first
    assert "Something would be agreed at “Second summit, with Zelenskyy” and carried out in" in first
    nothing_said = screen(ALASKA, "--handling", "open")
    assert "about 2 points" not in nothing_said
    assert "made with judgements, which are left out at this level of handling" in told(ALASKA, "--handling", "open")


def test_where_red_lines_alone_leave_nothing_the_answer_says_whether_they_are_stated(tmp_path: Path) -> None:
    text = screen(CAMP_DAVID)
    assert "stated red lines leave none of the packages open, whatever the numbers" in text
    refused = {"ideal": "old", "rejects": ["new"], "basis": "inferred", "because": "It would lose the hills."}
    others = {"ideal": "shut", "rejects": ["open"], "basis": "inferred", "because": "It fears for its farmers."}
    case = bargain(
        tmp_path,
        positions={"border": {"north": refused, "rest": "silent"}, "trade": {"north": others, "rest": "silent"}},
    )
    assert "red lines leave none of the packages open, some of them only inferred" in screen(case)
    assert document(case)["tables"]["two"]["grounds"]["ground"] == "inferred red lines"


def test_with_a_deal_the_answer_says_for_whom_it_is_tightest(tmp_path: Path) -> None:
    case = bargain(tmp_path)
    margin = "The margin is smallest for North: about 10 points above the least that it would take"
    assert f"{margin}, on one guessed number without a range." in screen(case)
    spare = document(case)["tables"]["then"]["grounds"]["spare"]
    assert spare == {"party": "north", "points": 10}


@pytest.mark.parametrize("case", [ALASKA, CAMP_DAVID, CLASSROOM])
def test_what_is_printed_fits_a_screen(case: str) -> None:
    printed = run(case, "--trials", "20").output
    section = printed[printed.index("ANSWER") :]
    assert len(section.splitlines()) <= 36
    assert len(section.split()) <= 360


@pytest.mark.parametrize("case", [ALASKA, CAMP_DAVID, CLASSROOM])
def test_phrases_that_nobody_outside_reads_are_not_used(case: str) -> None:
    text = told(case, "--trials", "20")
    for phrase in (
        "Looking at nobody outside",
        "nothing of it would be left",
        "agree on nothing",
        "other understandings",
    ):
        assert phrase not in text
