"""`winset timing`: what it prints, what its document holds, what it refuses; and who else reads `timing`."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.support import plain_yaml
from tests.support.running import Asking
from winset.errors import UnknownName
from winset.questions.catalogue import QUESTIONS

ALASKA, EXCHANGE = "examples/alaska-2025", "examples/exchange"
UNREAD = "Time is left out: `winset timing`."
KEYS = {
    "status", "table", "horizon", "periods", "first", "last", "packages", "waiting", "openings", "flags", "way_out",
    "ripe", "power_shift", "events", "variants_beside", "draws", "seed", "notes",
}  # fmt: skip
OF_A_DATE = {
    "period", "walk_away", "has_deal", "acceptable", "error", "leading", "margin", "pivotal", "levers", "gone",
    "opened", "deal",
}  # fmt: skip
FEW = ("--trials", "40", "--alone")

_TIMING, _STAGING, _DEAL = Asking("timing"), Asking("staging"), Asking("deal")
told, document = _TIMING.told, _TIMING.document


def ferry(folder: Path, timing: dict[str, Any], **judged: Any) -> str:
    """Two parties and one price, worth 100 − n to the buyer and n to the seller; no deal is worth 60 to each now."""
    prices = {f"p{n}": f"at {n}" for n in range(0, 101, 10)}
    raw = {
        "winset": 1,
        "case": {"id": "ferry", "title": "A ferry"},
        "parties": {"buyer": {"name": "Buyer"}, "seller": {"name": "Seller"}},
        "issues": {"price": {"options": {**prices, "none": "no sale"}, "status_quo": "none"}},
        "positions": {
            "price": {
                "buyer": {"ideal": "p0", "basis": "inferred", "because": "x"},
                "seller": {"ideal": "p100", "basis": "inferred", "because": "x"},
            }
        },
        "levers": {"push": {"title": "a push", "holders": ["buyer"], "target": "seller"}},
        "judgements": {
            "scores": {
                "price": {
                    "buyer": {**{f"p{n}": 100 - n for n in range(0, 101, 10)}, "none": 0},
                    "seller": {**{f"p{n}": n for n in range(0, 101, 10)}, "none": 0},
                }
            },
            "walk_away": {"buyer": 60, "seller": 60},
            "levers": {"push": {"walk_away": [-30, -20, -10]}},
            "timing": {"period": "a month", **timing},
            **judged,
        },
    }
    folder.mkdir(exist_ok=True)
    (folder / "case.yaml").write_text(plain_yaml.safe_dump(raw, sort_keys=False), encoding="utf-8")
    return str(folder)


FALLING = {"parties": {"buyer": {"walk_away_change": -5}, "seller": {"walk_away_change": -5}}, "horizon": 4}


def test_the_document_has_its_keys_and_one_entry_for_each_date() -> None:
    made = document(ALASKA, *FEW)
    assert set(made) >= KEYS
    assert len(made["periods"]) == made["horizon"] + 1
    assert all(set(date) == OF_A_DATE for date in made["periods"])
    assert all(set(row) >= {"hurting", "no_victory"} for row in made["flags"].values())
    assert made["first"] == next(date["period"] for date in made["periods"] if date["has_deal"])


def test_now_has_a_deal_in_as_many_trials_as_the_bottom_line_says() -> None:
    made = document(ALASKA, "--alone", "--trials", "1000")
    assert made["periods"][0]["deal"]["share"] == made["bottom_line"]["trials"]["share"]


def test_dates_open_as_walk_aways_fall_and_a_lever_opens_those_before(tmp_path: Path) -> None:
    case = ferry(tmp_path / "ferry", FALLING)
    made = document(case, *FEW)
    assert [date["acceptable"] for date in made["periods"]] == [0, 0, 1, 1, 3]
    assert [date["margin"] for date in made["periods"]] == [-10, -5, 0, 5, 10]
    assert (made["first"], made["last"]) == (2, 4)
    assert made["openings"] == [{"lever": "push", "opens": [0, 1]}]
    text = told(case, *FEW)
    assert "On the best guesses there is no deal now and in period 1, and there is one in periods 2 to 4" in text
    assert "A push, applied by then, would open a deal now and in period 1." in text


def test_a_package_that_is_open_now_and_gone_later_is_named_with_the_period(tmp_path: Path) -> None:
    timing = {
        "horizon": 4,
        "events": {"rival": {"title": "a rival ferry", "period": 2, "moves": {"walk_away": {"buyer": 40}}}},
        "levers": {"push": {"from": 0}},
    }
    case = ferry(tmp_path / "ferry", timing)
    made = document(case, *FEW)
    assert [date["has_deal"] for date in made["periods"]] == [True, True, False, False, False]
    assert made["packages"][0]["open"] == [0, 1]
    assert made["packages"][0]["gone"] == 2
    assert [date["gone"] for date in made["periods"]] == [0, 0, 1, 1, 1]
    text = told(case, *FEW)
    assert "The package that leads now is no longer acceptable in period 2." in text
    assert "A rival ferry" in text


def test_what_waiting_costs_is_the_gain_forgone_and_counts_less_with_a_discount(tmp_path: Path) -> None:
    timing = {"horizon": 2, "parties": {"seller": {"walk_away_change": -10, "discount": 0.5}}}
    made = document(ferry(tmp_path / "ferry", timing, walk_away={"buyer": 50, "seller": 50}), *FEW)
    costs = made["waiting"][0]["costs"]
    assert made["waiting"][0]["options"] == {"price": "p50"}
    assert costs["buyer"] == {"each": [0, 0], "total": 0, "discounted": False}
    assert costs["seller"] == {"each": [0, 5], "total": 5, "discounted": True}


def test_the_moment_is_ripe_only_with_every_flag_and_what_is_not_given_is_no_no(tmp_path: Path) -> None:
    open_now = {"walk_away": {"buyer": 50, "seller": 50}}
    without = document(ferry(tmp_path / "without", FALLING, **open_now), *FEW)
    assert without["ripe"][0] is None
    assert without["flags"]["buyer"]["no_victory"] is None
    parties = {who: {"walk_away_change": -5, "best_escalation": 40} for who in ("buyer", "seller")}
    case = ferry(tmp_path / "ripe", {**FALLING, "parties": parties}, **open_now)
    assert document(case, *FEW)["ripe"][0] is True
    assert "By winset’s own test the moment is ripe" in told(case, *FEW)
    parties["seller"]["best_escalation"] = 60
    case = ferry(tmp_path / "unripe", {**FALLING, "parties": parties}, **open_now)
    assert document(case, *FEW)["ripe"][0] is False
    assert "Seller could still win more by escalating" in told(case, *FEW)


def test_periods_look_further_than_the_horizon(tmp_path: Path) -> None:
    assert len(document(ferry(tmp_path / "ferry", FALLING), "--periods", "12", *FEW)["periods"]) == 13


def test_a_case_that_says_nothing_of_time_is_refused() -> None:
    ended = _TIMING.run(EXCHANGE)
    assert isinstance(ended.exception, UnknownName)
    assert "says nothing of time" in str(ended.exception)


def test_a_question_that_does_not_read_what_waiting_changes_says_so(tmp_path: Path) -> None:
    with_timing, without = ferry(tmp_path / "with", FALLING), tmp_path / "without"
    shutil.copytree(with_timing, without)
    raw = plain_yaml.safe_load((without / "case.yaml").read_text(encoding="utf-8"))
    del raw["judgements"]["timing"]
    (without / "case.yaml").write_text(plain_yaml.safe_dump(raw, sort_keys=False), encoding="utf-8")
    for key, question in QUESTIONS.items():
        if question.needs or question.cases == "two" or question.of_any_file:
            continue
        asked = Asking(key)
        draws = ("--trials", "10")
        assert UNREAD in asked.told(with_timing, *draws)
        assert UNREAD in asked.document(with_timing, *draws)["notes"]
        assert UNREAD not in asked.told(str(without), *draws)
    assert UNREAD not in told(with_timing, *FEW)
    assert UNREAD not in document(with_timing, *FEW)["notes"]


def test_staging_takes_what_is_gained_by_leaving_from_how_strength_develops_and_says_so() -> None:
    without, taken = (_STAGING.document(ALASKA, "--trials", "0", *more) for more in ((), ("--exit-gain-from-power",)))
    assert without["exit_gains"] == {}
    assert UNREAD in without["notes"]
    assert set(taken["exit_gains"]) == {"russia", "ukraine"}
    assert all(path[0] == 0 and path == sorted(path) for path in taken["exit_gains"].values())
    assert UNREAD not in taken["notes"]
    text = _STAGING.told(ALASKA, "--trials", "0", "--exit-gain-from-power")
    assert "What a party gains by leaving is taken from how strength develops under `timing`" in text


def test_staging_refuses_to_where_strength_is_not_judged(tmp_path: Path) -> None:
    shutil.copytree(EXCHANGE, tmp_path / "exchange")
    ended = _STAGING.run(str(tmp_path / "exchange"), "--exit-gain-from-power")
    assert isinstance(ended.exception, UnknownName)
    assert "does not say how strong" in str(ended.exception)


def test_what_time_does_is_kept_back_with_the_least_that_it_is_made_from(tmp_path: Path) -> None:
    timing = {**FALLING, "events": {"secret": {"title": "a secret", "period": 1, "handling": "restricted"}}}
    case = ferry(tmp_path / "ferry", timing)
    made = document(case, "--handling", "team", *FEW)
    assert made["periods"] is None
    assert made["events"] == []
    assert "may not be shown at this level" in told(case, "--handling", "team", *FEW)
    assert document(case, "--handling", "open", *FEW)["status"] == "withheld"
    assert "a secret" not in told(case, "--handling", "open", *FEW)


OFFENSIVE = "if Russia goes on with its offensive"


def test_at_the_level_open_the_quotes_of_dated_events_are_told_and_nothing_of_the_events() -> None:
    text, made = told(ALASKA, "--handling", "open", *FEW), document(ALASKA, "--handling", "open", *FEW)
    quotes = [quoted["quote"] for quoted in made["quotes"]]
    assert len(quotes) == 3
    assert OFFENSIVE in quotes
    assert "Russia is on the offensive and may go on with it." in text
    for judged in ("moves the line", "budget for the next year", "American voters judge", "period", "supposed"):
        assert judged not in text
        assert judged not in str(made)


@pytest.mark.parametrize("kept_back", ["the claim", "the event", "time", "the source"])
def test_a_quote_is_kept_back_with_what_it_stands_in(kept_back: str, tmp_path: Path) -> None:
    shutil.copytree(ALASKA, tmp_path / "case")
    file = tmp_path / "case" / "case.yaml"
    raw = plain_yaml.safe_load(file.read_text(encoding="utf-8"))
    timing = raw["judgements"]["timing"]
    part = {
        "the claim": timing["events"]["offensive"]["claim"],
        "the event": timing["events"]["offensive"],
        "time": timing,
        "the source": raw["sources"]["briefing"],
    }[kept_back]
    part["handling"] = "team"
    file.write_text(plain_yaml.safe_dump(raw, sort_keys=False, allow_unicode=True), encoding="utf-8")
    made = document(str(file.parent), "--handling", "open", *FEW)
    assert OFFENSIVE not in str(made)
    assert len(made["quotes"]) == (2 if kept_back in ("the claim", "the event") else 0)
    assert "may go on with it" not in told(str(file.parent), "--handling", "open", *FEW)


def test_a_quote_is_evidence_whatever_the_level_of_all_numbers(tmp_path: Path) -> None:
    shutil.copytree(ALASKA, tmp_path / "case")
    file = tmp_path / "case" / "case.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("\njudgements:\n", "\njudgements:\n  handling: restricted\n"), encoding="utf-8")
    assert len(document(str(file.parent), "--handling", "open", *FEW)["quotes"]) == 3
