"""`winset staging`: what it prints, what it refuses, what it hides, and what it draws."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from tests.support import plain_yaml
from tests.support.running import Asking, invoked
from winset.errors import UnknownName, WinsetError

ALASKA, EXCHANGE, CLASSROOM = "examples/alaska-2025", "examples/exchange", "examples/classroom"
HALVES = {0: 0.5, 2: 0.5}
WATER = {
    "title": "Oster keeps the canal filled", "by": "oster", "carries_out": {"canal": "filled"},
    "worth": {"oster": {"each": -0.5}, "veld": {"each": 4}}, "reversible": True, "at": {0: 1},
}  # fmt: skip


_STAGING = Asking("staging")
run, told, document = _STAGING.run, _STAGING.told, _STAGING.document


def drawn(case: str, target: Path, *words: str) -> Result:
    return run(case, "--chart", str(target), *words)


def exchange(folder: Path, *, third: bool = True, at: dict[int, float] | None = None, **steps: dict[str, Any]) -> str:
    """The exchange of land for trade. third: with the step that fills the canal. at: the dates of the other two. steps:
    more of one.
    """
    shutil.copytree(EXCHANGE, folder, dirs_exist_ok=True)
    raw = plain_yaml.safe_load((folder / "case.yaml").read_text(encoding="utf-8"))
    plan = raw["plan"]["steps"]
    for name in plan:
        plan[name]["at"] = dict(at or {0: 1})
    if third:
        plan["water"] = dict(WATER)
    for name, more in steps.items():
        plan[name] = {**plan[name], **more}
    (folder / "case.yaml").write_text(plain_yaml.safe_dump(raw, sort_keys=False), encoding="utf-8")
    return str(folder)


def test_a_plan_that_does_not_hold_names_who_would_break_it_and_how() -> None:
    text = told(EXCHANGE)
    assert "The plan would not be kept by Veld and Oster: a breach would pay." in text
    assert "The best breach by Veld, open in period 0, would cost nothing." in text
    assert "The best breach by Oster, secret from period 0 on, would cost 0.98 times what it brings." in text
    assert "No beginning of the plan would be kept even if nothing were to follow." in text
    assert "A breach by Veld would cost nothing at any time" in text
    assert "The package that it carries out would be agreed: it crosses no red line" in text
    assert "Both rest on guessed numbers, of the plan and of the package; no number of the plan is a range." in text


def test_a_plan_whose_package_is_refused_would_only_be_kept_if_it_were_agreed() -> None:
    text = told(ALASKA, "--objective", "end", "--trials", "50")
    assert "On our best guesses the plan would be kept if it were agreed. It would not be agreed, because" in text
    assert "Russia’s refusal of a deal in which peacekeepers are deployed (stated) stands in the way." in text
    assert (
        "That it would not be agreed follows from stated red lines; it is the same under each variant of the case."
        in text
    )
    assert "Replace “European peacekeepers arrive”, or ask whether Russia’s refusal there stands." in text
    assert "Look again at what Russia has of it: plan and package say the opposite of each other." in text
    assert "For the United States it holds only by 5 %: a breach pays once snapback falls below 95 in 100." in text
    found = document(ALASKA, "--objective", "end", "--trials", "50")["agreement"]
    assert found["agreed"] is False
    assert found["package"]["peacekeepers"] == "deployed"
    assert {"party": "russia", "issue": "peacekeepers", "option": "deployed", "basis": "stated"} in found["crosses"]
    assert found["below"] == ["russia"]
    assert found["worth"]["russia"]["plan"] > 0 > found["worth"]["russia"]["package"]
    assert found["worth"]["russia"]["plan_spread"][0] < found["worth"]["russia"]["plan"]
    more = found["variants"]["kremlin_unchanged"]["crosses"]
    assert {"party": "russia", "issue": "territory", "option": "full_withdrawal", "basis": "inferred"} in more


def test_a_plan_that_is_worth_less_than_no_deal_to_a_party_would_not_be_begun(tmp_path: Path) -> None:
    burden = {"worth": {"oster": {"once": -60}, "veld": {"once": -60}}}
    case = exchange(
        tmp_path, at=HALVES, withdrawal=burden, trade={"worth": {"oster": {"each": 10}, "veld": {"each": 0}}}
    )
    text = told(case, "--trials", "0", "--objective", "end")
    assert "The plan would not be begun: the whole of it is worth less than no deal to Veld." in text
    assert "would be kept" not in text
    assert "Look again at what Veld has of it: plan and package say the opposite of each other." in text
    assert document(case, "--trials", "0", "--objective", "end")["unwilling"] == ["veld"]
    assert "W333" in invoked("check", case).output


def test_the_default_answer_about_a_plan_fits_a_screen() -> None:
    for case in (ALASKA, EXCHANGE):
        lines = run(case).stdout.rstrip().split("\n")
        assert len(lines) <= 52
        assert "--" not in "\n".join(lines)


def test_a_step_that_means_one_at_a_time_is_never_ordered_all_at_once() -> None:
    found = document(ALASKA, "--trials", "0")
    assert found["at_most"] == {"relief_us": 0.25, "relief_eu": 0.25}
    for schedule in found["best_schedule"].values():
        for step in ("relief_us", "relief_eu"):
            assert max(schedule["shares"][step].values()) <= 0.25
    assert "In no order that keeps the largest shares and leaves each party at least no deal, or its floor," in told(
        ALASKA, "--full"
    )


def test_a_plan_and_its_package_under_closed_values_name_no_party_below_its_walk_away(tmp_path: Path) -> None:
    shutil.copytree(ALASKA, tmp_path / "case")
    file = tmp_path / "case" / "case.yaml"
    raw = plain_yaml.safe_load(file.read_text(encoding="utf-8"))
    raw["judgements"]["walk_away"]["us"] = {"points": raw["judgements"]["walk_away"]["us"], "handling": "restricted"}
    file.write_text(plain_yaml.safe_dump(raw, sort_keys=False, allow_unicode=True), encoding="utf-8")
    text = told(str(tmp_path / "case"), "--trials", "20", "--objective", "end")
    assert "crosses a red line of Russia and one of Ukraine." in text
    assert "worth less than no deal" not in text
    assert re.search(r"United States \+8 \S+ to \S+ … … … Russian", text)


def test_what_would_mend_it_stands_by_party_and_is_rounded_so_that_it_is_enough() -> None:
    text = told(EXCHANGE, "--full")
    assert "To hold Veld, it is enough to have third parties make a breach cost 34 points." in text
    assert "WHAT WOULD MEND IT" in text
    assert "at least 0.815 (now 0.8)" in text
    assert "at least 0.902 (now 0.9)" in text
    assert "No monitors would mend it, however well they watch Veld." in text
    assert "Monitors would mend it for Oster if they notice a hidden breach with a chance of 0.12 per period by" in text
    assert "A guarantee or a deposit of 1.5 points that a breach costs Oster would mend it." in text


def test_the_critical_values_are_those_of_the_worked_example() -> None:
    found = document(EXCHANGE)
    assert (found["holds"], found["security"]["party"], found["security"]["ratio"]) == (False, "veld", 0)
    assert found["nothing_at_stake"] == ["veld"]
    critical = found["remedies"]["oster"]["critical"]
    values = {term: one["value"] for term, one in critical.items()}
    assert values == {
        "snapback": 0.814815, "detection": 0.555556, "lag": 0, "penalty": 1.481481, "discount": 0.90139,
    }  # fmt: skip
    link = next(link for link in found["links"] if link["party"] == "oster")
    assert (link["loss"], link["gain"], link["margin"]) == (58.909091, 60, -1.090909)


def test_splitting_mends_what_a_further_step_loosened(tmp_path: Path) -> None:
    at_once = document(exchange(tmp_path / "once"))
    assert (at_once["holds"], at_once["security"]["ratio"]) == (False, 0.906294)
    halves = document(exchange(tmp_path / "halves", at=HALVES))
    assert (halves["holds"], halves["security"]["ratio"]) == (True, 1.061705)
    assert halves["tail"] == {"party": "veld", "ratio": 1.2}
    text = told(str(tmp_path / "halves"), "--full")
    assert "The plan would be kept: no breach that it leaves open to a party would pay." in text
    assert "HOW FAR EACH TERM MAY SLIP" in text
    assert "In no order does every breach cost more than 1.20 times what it brings" in text


def test_a_better_order_says_what_it_is_worth_and_who_pays(tmp_path: Path) -> None:
    case = exchange(tmp_path, at=HALVES)
    found = document(case, "--objective", "security")["best_schedule"]
    assert list(found) == ["security"]
    assert found["security"]["meets"]
    assert found["security"]["ratio"] == pytest.approx(1.2, abs=1e-3)
    assert found["security"]["payers"] == ["oster", "veld"]
    assert "It would be paid for by Oster and Veld, to whom the plan as it stands is worth more." in told(
        case, "--full"
    )


def test_an_order_that_is_the_plan_is_not_shown_twice() -> None:
    text = told(EXCHANGE, "--objective", "security")
    assert text.count("Veld lifts the duties Veld all") == 1
    assert "Within these periods no order is more secure than the plan as it stands." in text
    assert "Even so some breach would cost nothing." in text


def test_floors_and_a_ratio_bind_every_schedule(tmp_path: Path) -> None:
    case = exchange(tmp_path, at=HALVES)
    free = document(case, "--objective", "worth")["best_schedule"]["worth"]["after"]
    bound = document(case, "--objective", "worth", "--floor", "veld=84")["best_schedule"]["worth"]
    assert free["veld"] < 84 <= bound["after"]["veld"] + 1e-6
    assert "In no order of these steps does every breach" in told(case, "--objective", "worth", "--floor", "veld=100")
    assert "cost at least 1.3 times what it brings" in told(case, "--objective", "worth", "--ratio", "1.3")


def test_more_periods_allow_a_safer_order(tmp_path: Path) -> None:
    case = exchange(tmp_path)
    short = document(case, "--objective", "security")["best_schedule"]["security"]["ratio"]
    longer = document(case, "--objective", "security", "--periods", "3")["best_schedule"]["security"]["ratio"]
    assert short < 1 < longer


def test_a_step_that_its_owner_gains_from_is_not_put_back_unless_that_needs_nobody(tmp_path: Path) -> None:
    case = exchange(tmp_path, at=HALVES, trade={"worth": {"oster": {"each": 10}, "veld": {"each": 1}}})
    text = told(case, "--objective", "end")
    assert "would not be put back: its being in force is a gain for Veld. Its snapback counts as none." in text
    assert "`--automatic STEP` takes one as put back by itself." in text
    free = told(case, "--objective", "end", "--automatic", "trade", "--full")
    assert "“Veld lifts the duties” is put back by itself with a chance of 0.80." in free
    assert [snapback["credible"] for snapback in document(case, "--automatic", "trade")["snapbacks"]] == [True, True]


def test_the_plan_is_held_against_the_acceptable_packages(tmp_path: Path) -> None:
    held = "Each of the 2 acceptable packages holds all that the steps carry out; 1 of them leaves the status quo on"
    assert held in told(EXCHANGE, "--full")
    assert document(EXCHANGE)["packages"] == {
        "carries_out": {"strip": ["evacuated"], "duties": ["lifted"]}, "at_odds": [], "without": [],
        "among": "acceptable", "of": 2, "holding": 2, "wholly": 1,
    }  # fmt: skip
    filled = exchange(tmp_path)
    held = (
        "1 of the 2 acceptable packages holds all that the steps carry out, and leaves the status quo on nothing else."
    )
    assert held in told(filled, "--full")


def test_steps_at_odds_or_without_an_option_are_named(tmp_path: Path) -> None:
    odd = exchange(tmp_path / "odd", trade={"carries_out": {"duties": "lifted", "strip": "held"}})
    assert "hallan strip: no package holds two options of an issue." in told(odd).lower()
    found = document(odd)["packages"]
    assert (found["at_odds"], found["holding"]) == (["strip"], 0)
    bare = exchange(
        tmp_path / "bare", withdrawal={"carries_out": {}}, trade={"carries_out": {}}, water={"carries_out": {}}
    )
    assert "No step says what it carries out, so the plan is held against no package." in told(bare)
    assert document(bare)["packages"]["without"] == ["withdrawal", "trade", "water"]


def test_without_a_deal_the_packages_that_a_movement_would_open_are_looked_at() -> None:
    found = document(ALASKA, "--objective", "end")["packages"]
    assert (found["among"], found["of"], found["holding"]) == ("opened", 4, 0)
    text = told(ALASKA, "--objective", "end", "--full")
    assert "No package is acceptable. None of the 4 packages that a single movement would open holds all" in text


def test_a_package_that_is_asked_about_is_held_against_the_plan() -> None:
    whole = told(EXCHANGE, "--package", "strip=evacuated,duties=lifted")
    assert "The package that was asked about is carried out by the plan." in whole
    part = told(EXCHANGE, "--package", "strip=evacuated,duties=lifted,canal=filled")
    assert "is carried out in part; no step is about the canal" in part.lower()
    other = told(EXCHANGE, "--package", "strip=evacuated")
    assert "its steps do something else on " in other
    assert document(EXCHANGE, "--package", "canal=filled")["package"]["fit"] == "contradicts"


def test_ranges_are_read_many_times_and_named_in_words(tmp_path: Path) -> None:
    case = exchange(tmp_path, at=HALVES, trade={"snapback": [0.6, 0.8, 0.9]})
    text = told(case, "--trials", "100", "--objective", "end", "--full")
    assert re.search(r"The plan holds in \d+ of 100 trials of its numbers\.", text)
    assert "• The chance that “Veld lifts the duties” is put back, in " in text
    assert "it would be kept in about " in text
    found = document(case, "--trials", "100", "--objective", "end")["readings"]
    assert [driver["input"] for driver in found["drivers"]] == ["plan.steps.trade.snapback"]
    assert 0 < found["counts"]["holds"] < 100


def test_without_ranges_every_reading_is_the_same() -> None:
    assert "No number of the plan is a range, so every trial of it is the same." in told(
        EXCHANGE, "--trials", "10", "--full"
    )


def numbers_of(text: str) -> set[str]:
    """Every number in a text but those that count packages."""
    return set(re.findall(r"\d+(?:\.\d+)?", re.sub(r"\d+ (?:of|packages|judgements)", "", text)))


def test_at_a_level_that_closes_the_judgements_no_number_of_the_plan_is_shown() -> None:
    text = told(EXCHANGE, "--handling", "open", "--full")
    assert "may not be shown at this level, nor what follows from them." in text
    assert "Veld lifts the duties Veld" in text
    assert "would be kept" not in text
    assert "breach" not in text
    assert numbers_of(text.replace("1,000 trials", "all trials")) <= {"2", "1"}
    alaska = told(ALASKA, "--handling", "open", "--full")
    assert "The plan would not be agreed: the package that it carries out crosses red lines." in alaska
    assert "%" not in alaska
    assert "no deal" not in alaska
    assert "pay" not in alaska


def test_at_that_level_the_json_holds_none_either() -> None:
    found = document(ALASKA, "--handling", "open", "--trials", "5")
    for name in (
        "answer",
        "sha256",
        "winset",
        "packages",
        "timings",
        "notes",
        "left_out",
        "readings",
        "case",
        "bottom_line",
    ):
        found.pop(name, None)

    def numbers(value: Any) -> list[float]:
        if isinstance(value, dict):
            return [number for inner in value.values() for number in numbers(inner)]
        if isinstance(value, list):
            return [number for inner in value for number in numbers(inner)]
        return [value] if isinstance(value, int | float) and not isinstance(value, bool) else []

    assert numbers(found) == []
    assert not {"holds", "unwilling", "remedies", "agreement"} & set(found)
    text = told(ALASKA, "--handling", "open", "--trials", "5")
    assert "The plan would not be agreed: the package that it carries out crosses red lines." in text


def test_one_closed_number_closes_those_of_the_whole_plan(tmp_path: Path) -> None:
    case = exchange(tmp_path, trade={"snapback": {"points": 0.8, "handling": "restricted"}})
    assert "may not be shown at this level" in told(case)
    assert "0.91 times" in told(case, "--handling", "restricted")


def test_an_exchange_in_fewer_parts_than_a_step_allows_is_refused() -> None:
    hasty = run(ALASKA, "--trials", "0", "--with", "exchange:relief_us+withdrawal=3")
    assert hasty.exit_code == 2
    assert "at most 25 % of `relief_us` is done in one period" in hasty.output
    assert (
        run(ALASKA, "--trials", "0", "--objective", "end", "--with", "exchange:relief_us+withdrawal=4").exit_code == 0
    )


def test_what_cannot_be_asked_is_refused(tmp_path: Path) -> None:
    assert isinstance(run(CLASSROOM).exception, UnknownName)
    assert "no step `ferry` in the plan" in run(EXCHANGE, "--automatic", "ferry").output
    assert "is not PARTY=POINTS" in run(EXCHANGE, "--floor", "veld").output
    assert "is not PARTY=POINTS" in run(EXCHANGE, "--floor", "veld=nan").output
    assert "no party `nobody`" in str(run(EXCHANGE, "--floor", "nobody=3").exception)
    assert run(EXCHANGE, "--ratio", "inf").exit_code == 2
    assert "a chart is .svg or .png, not `.pdf`" in drawn(EXCHANGE, tmp_path / "plan.pdf").output


def test_the_chart_is_written_as_its_name_says(tmp_path: Path) -> None:
    svg, png = tmp_path / "plan.svg", tmp_path / "plan.png"
    result = drawn(EXCHANGE, svg)
    assert f"The chart is in {svg}: the plan as a time line" in result.stderr
    assert svg.read_text(encoding="utf-8").startswith("<svg")
    drawn(EXCHANGE, png)
    assert png.read_bytes().startswith(b"\x89PNG")


def test_nothing_is_drawn_at_a_level_that_closes_the_numbers(tmp_path: Path) -> None:
    refused = drawn(ALASKA, tmp_path / "plan.svg", "--handling", "open").exception
    assert isinstance(refused, WinsetError)
    assert "there is nothing to draw: the numbers of the plan are judgements" in str(refused)
    assert list(tmp_path.iterdir()) == []


def test_a_recorded_chart_is_drawn_again_and_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(EXCHANGE, tmp_path / "exchange")
    monkeypatch.chdir(tmp_path)
    words = ["staging", "exchange", "--trials", "0", "--objective", "end", "--chart", "plan.svg"]
    assert invoked(*words, "--record", "plan.json").exit_code == 0
    again = invoked("verify", "plan.json")
    assert again.exit_code == 0, again.output
    assert "is the same byte for byte" in again.output
    assert "The chart is in" not in again.stderr


def test_outside_help_is_tested_with_the_plan() -> None:
    words = ("--with", "monitors:oster=0.2", "--with", "guarantee:veld=34", "--with", "exchange:trade+withdrawal=2")
    text = told(EXCHANGE, *words)
    assert "With monitors who notice a hidden breach by Oster with a chance of 0.2 per period" in text
    assert "a breach by Veld would cost 1.02 times what it brings (now nothing)" in text
    monitors, guarantee, exchange = document(EXCHANGE, *words)["with"]
    assert (monitors["help"], guarantee["names"], exchange["size"]) == ("monitors", ["veld"], 2)
    mended = document(EXCHANGE, "--with", "guarantee:veld=34", "--with", "guarantee:oster=2")["with"]
    assert [one["holds"] for one in mended] == [False, False]  # one help at a time


@pytest.mark.parametrize(
    "help_", ["monitors:oster=2", "guarantee:veld=nan", "exchange:trade+trade=2", "luck:veld=1", "x"]
)
def test_help_that_is_none_is_refused(help_: str) -> None:
    assert run(EXCHANGE, "--with", help_).exit_code == 2
