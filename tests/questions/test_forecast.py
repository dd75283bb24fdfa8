"""What a forecast reads of a case and says of it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from tests.support.places import EXAMPLES
from tests.support.running import printed
from winset import read
from winset.analyses.forecast.rules import RULES
from winset.analyses.forecast.stances_of import drawn_stances, stances_of
from winset.brief.brief import brief
from winset.brief.request import BriefRequest
from winset.casefile.read import read_case
from winset.errors import UnknownName
from winset.questions.forecast.request import ForecastRequest
from winset.questions.forecast.solve import ForecastAnswer
from winset.questions.request import BadOption
from winset.report.blocks import Figure
from winset.report.disclosure import disclose
from winset.report.pieces import plain
from winset.report.renderers.terminal import text
from winset.session import Session
from winset.study import Study

ALASKA, CLASSROOM, CAMP_DAVID = (EXAMPLES / name for name in ("alaska-2025", "classroom", "camp-david-1978"))
SCREEN = 50


def small(folder: Path, **changes: Any) -> Path:
    """Three parties over a line, an issue of two options, and one without a line."""
    case: dict[str, Any] = {
        "winset": 1,
        "case": {"id": "small", "title": "Small", "question": "Which?"},
        "sources": {"note": {"file": "note.md", "title": "A note"}},
        "parties": {name: {"name": name.upper()} for name in ("a", "b", "c")},
        "issues": {
            "line": {
                "title": "Line",
                "scale": True,
                "status_quo": "off",
                "options": {
                    "zero": {"label": "none of it", "at": 0},
                    "forty": {"label": "some of it", "at": 40},
                    "all": {"label": "all of it", "at": 100},
                    "off": {"label": "nothing agreed", "at": "aside"},
                },
            },
            "two": {"title": "Two", "status_quo": "no", "options": {"no": "refused it is", "yes": "granted it is"}},
            "three": {
                "title": "Three",
                "status_quo": "x",
                "options": {"x": "first way", "y": "second way", "z": "third way"},
            },
        },
        "positions": {
            "line": {
                "a": stated("zero"),
                "b": stated("forty"),
                "c": {**stated("all"), "rejects": ["zero"]},
            },
            "two": {"a": stated("no"), "b": {"delegates_to": "a", **claimed()}, "c": "silent"},
            "three": {"a": stated("x"), "b": stated("y"), "c": stated("z")},
        },
        "judgements": {
            "salience": {"line": {"a": 90, "b": 40, "c": 60}},
            "capability": {"a": 10, "b": 5, "c": 8},
        },
    }  # fmt: skip
    case.update(changes)
    (folder / "note.md").write_text("It says so here.\n", encoding="utf-8")
    (folder / "case.yaml").write_text(yaml.safe_dump(case, sort_keys=False), encoding="utf-8")
    return folder


def claimed() -> dict[str, Any]:
    return {"basis": "stated", "claim": {"source": "note", "quote": "It says so here.", "reading": "It does."}}


def stated(option: str) -> dict[str, Any]:
    return {"ideal": option, **claimed()}


def answered(path: Path, **fields: Any) -> ForecastAnswer:
    answer = Study.read(path).ask(ForecastRequest(**fields))
    assert isinstance(answer, ForecastAnswer)
    return answer


def test_the_worked_example_settles_where_it_is_worked_out(tmp_path: Path) -> None:
    """W3 of the definitions: positions 0, 40 and 100, weights 0.9, 0.2 and 0.48 (times ten)."""
    answer = answered(small(tmp_path), trials=0)
    line = answer.issues[0]
    assert answer.rule("compromise").settlement.points[0] == pytest.approx(35.4430, abs=1e-4)
    errors = line.distribution
    assert errors.within(0, 100) == pytest.approx(1)
    assert line.interval[0] < 35.4430 < line.interval[1]
    assert list(line.interval) == pytest.approx([0.0, 76.7], abs=1.5)  # the lower one is cut at the end of the line


def test_lines_are_scales_and_pairs_of_options(tmp_path: Path) -> None:
    answer = answered(small(tmp_path), trials=0)
    assert [made.issue for made in answer.issues] == [0, 1]
    assert answer.issues[0].line.places == (0.0, 40.0, 100.0, None)
    assert answer.issues[1].line.is_of_two
    assert answer.given.why_not == ("", "", "no_scale")
    said = text(read(tmp_path).forecast(trials=0).report(full=True))
    assert "No forecast for Three: no scale, and more than two options." in said
    assert "they are read as the ends of a line" in said


def test_a_delegated_issue_counts_with_the_place_of_whom_it_is_left_to_and_silence_with_none(tmp_path: Path) -> None:
    stances = stances_of(Session.read(small(tmp_path)).compiled()).stances
    assert stances.position[:, 1].tolist()[:2] == [0, 0]
    assert np.isnan(stances.position[2, 1])
    assert stances.weight[:, 1].tolist() == [5.0, 2.5, 0.0]  # no salience is judged: 50


def test_in_trials_a_silent_party_stands_anywhere_and_stated_ones_where_they_stand(tmp_path: Path) -> None:
    case = Session.read(small(tmp_path)).compiled()
    batch = drawn_stances(case, 1, range(400))
    assert set(batch.position[:, 2, 1].tolist()) == {0.0, 100.0}
    assert np.array_equal(batch.position[:, :, 0], np.broadcast_to([0.0, 40.0, 100.0], (400, 3)))
    assert np.array_equal(batch.salience[:, :, 0], np.broadcast_to([90.0, 40.0, 60.0], (400, 3)))
    assert batch.salience[:, 2, 1].min() >= 0
    assert len(set(batch.salience[:, 2, 1].tolist())) > 100
    again = drawn_stances(case, 1, range(100, 110))
    assert np.array_equal(again.position, batch.position[100:110], equal_nan=True)


def test_where_one_strength_is_missing_all_count_the_same_and_that_is_said(tmp_path: Path) -> None:
    judged = {"salience": {"line": {"a": 90, "b": 40, "c": 60}}, "capability": {"a": 10, "b": 5}}
    answer = answered(small(tmp_path, judgements=judged), trials=0)
    assert answer.given.is_equal
    assert answer.rule("compromise").settlement.points[0] == pytest.approx((40 * 40 + 60 * 100) / 190)
    assert "all count as equally strong" in text(read(tmp_path).forecast(trials=0).report())


def test_mass_nearest_to_what_a_needed_party_rejects_is_reported(tmp_path: Path) -> None:
    line = answered(small(tmp_path), trials=0).issues[0]
    assert line.refusers == ((2,), (), (), ())
    below = line.distribution.within(0, 20 - 1e-6)
    assert line.refused == pytest.approx(below, abs=0.02)
    assert line.refused > 0.1


def test_a_party_that_every_option_of_another_issue_needs_is_needed_for_all(tmp_path: Path) -> None:
    consent = {"package": ["a", "b"], "issues": {"three": {"needs": ["c"]}}}
    path = small(tmp_path, consent=consent)
    assert answered(path, trials=0).issues[0].refusers == ((), (), (), ())  # three can stay as it is without c
    case = yaml.safe_load((tmp_path / "case.yaml").read_text(encoding="utf-8"))
    del case["issues"]["three"]["status_quo"]
    (tmp_path / "case.yaml").write_text(yaml.safe_dump(case, sort_keys=False), encoding="utf-8")
    assert answered(path, trials=0).issues[0].refusers == ((2,), (), (), ())


def test_a_silent_party_whose_wish_is_judged_is_not_said_to_have_no_place(tmp_path: Path) -> None:
    said = text(read(small(tmp_path)).forecast(trials=20, round_trials=1).report(full=True))
    assert "silent 1 time on what a party wants" in said
    judged = {"scores": {"two": {"c": {"no": 10, "yes": 90}}}}
    path = small(tmp_path, judgements=judged)
    said = text(read(path).forecast(trials=20, round_trials=1).report(full=True))
    assert "on what a party wants" not in said


def test_of_what_rejects_the_forecast_only_those_are_named_near_whose_options_some_of_it_lies(tmp_path: Path) -> None:
    path = small(tmp_path)
    case = yaml.safe_load((path / "case.yaml").read_text(encoding="utf-8"))
    case["positions"]["line"]["b"]["rejects"] = ["off"]
    (path / "case.yaml").write_text(yaml.safe_dump(case, sort_keys=False), encoding="utf-8")
    said = " ".join(text(read(path).forecast(trials=0).report()).split())
    assert "of 100 parts, rejected by C." in said


def test_a_rejection_of_a_party_that_is_not_needed_leaves_the_mass_alone(tmp_path: Path) -> None:
    line = answered(small(tmp_path, consent={"package": ["a", "b"]}), trials=0).issues[0]
    assert line.refused == 0


def test_its_package_is_judged_as_a_deal_is(tmp_path: Path) -> None:
    """The package of the forecast is acceptable exactly where `winset deal` has it among the acceptable ones."""
    for path in (small(tmp_path), CLASSROOM, ALASKA, CAMP_DAVID):
        answer = answered(path, trials=0)
        package = answer.package
        assert package is not None
        settlement = Session.read(path).settlement()
        is_in = any(tuple(map(int, one)) == package.options for one in settlement.win_set.packages)
        assert package.is_acceptable is is_in, path.name
        assert package.is_deal is (settlement.status == "answered")


def test_a_package_is_not_called_accepted_where_nothing_says_what_no_deal_is_worth(tmp_path: Path) -> None:
    """Without a status quo to derive a walk-away from, nothing stands against a package, and nothing speaks for it."""
    path = small(tmp_path)
    case = yaml.safe_load((path / "case.yaml").read_text(encoding="utf-8"))
    del case["issues"]["line"]["status_quo"], case["issues"]["two"]["status_quo"]
    (path / "case.yaml").write_text(yaml.safe_dump(case, sort_keys=False), encoding="utf-8")
    answer = answered(path, trials=0)
    assert answer.package is not None
    assert answer.package.is_acceptable is None
    said = " ".join(text(read(path).forecast(trials=0).report(full=True)).split())
    assert "whether A, B and C would accept them is not known" in said
    assert "would be accepted by all" not in said
    assert "all who are needed would accept" not in said


def test_the_same_seed_gives_the_same_forecast_and_trials_widen_it() -> None:
    first, again = (answered(ALASKA, trials=50, round_trials=1, seed=3) for _ in range(2))
    for one, other in zip(first.issues, again.issues, strict=True):
        assert np.array_equal(one.distribution.points, other.distribution.points)
        assert one.interval == other.interval
    central = {made.issue: made for made in answered(ALASKA, trials=0).issues}
    guarantees = next(made for made in first.issues if first.case.issues[made.issue] == "guarantees")
    held = central[guarantees.issue].interval
    assert guarantees.interval[1] - guarantees.interval[0] > held[1] - held[0]  # three of four parties are silent there


def test_reversing_a_line_reverses_its_forecast(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "other").mkdir()
    path = small(tmp_path / "one")
    raw = yaml.safe_load((path / "case.yaml").read_text(encoding="utf-8"))
    for option in raw["issues"]["line"]["options"].values():
        option["at"] = option["at"] if option["at"] == "aside" else 100 - option["at"]
    other = small(tmp_path / "other", issues=raw["issues"])
    one, reversed_ = (answered(folder, trials=0) for folder in (path, other))
    low, high = one.issues[0].interval
    assert reversed_.issues[0].interval == pytest.approx((100 - high, 100 - low))
    assert reversed_.issues[0].nearest[:3] == pytest.approx(one.issues[0].nearest[:3])
    assert reversed_.issues[0].refused == pytest.approx(one.issues[0].refused)


def test_the_order_of_parties_changes_nothing(tmp_path: Path) -> None:
    path = small(tmp_path)
    before = answered(path, trials=30)
    raw = yaml.safe_load((path / "case.yaml").read_text(encoding="utf-8"))
    raw["parties"] = dict(reversed(raw["parties"].items()))
    (path / "case.yaml").write_text(yaml.safe_dump(raw, sort_keys=False), encoding="utf-8")
    after = answered(path, trials=30)
    for one, other in zip(before.issues, after.issues, strict=True):
        assert other.distribution.mean == pytest.approx(one.distribution.mean)
        assert other.interval == pytest.approx(one.interval)
    for key in RULES:
        assert after.rule(key).settlement.points[0] == pytest.approx(before.rule(key).settlement.points[0])


def test_no_forecast_where_nobody_cares_is_said_and_not_zero(tmp_path: Path) -> None:
    judged = {"salience": {"line": {"a": 0, "b": 0, "c": 0}, "two": {"a": 0, "b": 0}}}
    answer = answered(small(tmp_path, judgements=judged), trials=0)
    assert answer.status == "none"
    assert not answer.issues
    assert "There is no forecast" in text(read(tmp_path).forecast(trials=0).report())


@pytest.mark.parametrize("path", [ALASKA, CLASSROOM, CAMP_DAVID], ids=lambda path: path.name)
def test_a_screen_begins_with_the_record_and_fits(path: Path) -> None:
    lines = printed("forecast", path).splitlines()
    assert len(lines) <= SCREEN, len(lines)
    start = " ".join(line.strip() for line in lines[:7])
    assert "European Union legislation" in start
    assert "a war above all" in start
    assert not re.search(r"\bNash\b|utility|KTAB|CRPS", "\n".join(lines))


def test_the_document_has_the_keys_that_scripts_rely_on() -> None:
    document = read(ALASKA).forecast(trials=20, round_trials=1).document()
    assert set(document["issues"]) == set(read_case(ALASKA).case.issues)  # type: ignore[union-attr]
    for issue, rules in document["issues"].items():
        assert set(rules) == set(RULES)
        point, (low, high) = rules["compromise"]["point"], rules["compromise"]["interval"]
        assert 0 <= low <= high <= 100
        assert 0 <= point <= 100
        held = document["distributions"][issue]["options"]
        assert sum(mass for mass in held.values() if mass is not None) == pytest.approx(1, abs=1e-4)
        assert document["spread"][issue]["rules"] >= 0
    assert document["benchmark"]["issues"] == 353


def test_numbers_are_withheld_where_judgements_are() -> None:
    study = read(ALASKA)
    said = text(study.forecast(trials=20, round_trials=0).report("open"))
    assert "ISSUE BY ISSUE" not in said
    assert "issues" not in study.forecast(trials=20, round_trials=0).document("open")


@pytest.mark.parametrize("typed", ["nobody=x", "compromise", "compromise.pace=1", "compromise=fast"])
def test_a_choice_that_no_rule_leaves_open_is_refused(typed: str) -> None:
    with pytest.raises(UnknownName, match=r"rule"):
        answered(CLASSROOM, trials=0, choose=(typed,))


def test_a_preset_stands_beside_the_default_and_can_be_chosen() -> None:
    rule = answered(CLASSROOM, trials=0).rule("expected_utility")
    for name in rule.presets:
        chosen = answered(CLASSROOM, trials=0, choose=(f"expected_utility={name}",)).rule("expected_utility")
        assert chosen.settlement.points == rule.presets[name].points


def test_a_brief_says_it_only_where_it_is_asked_for() -> None:
    plain_brief, asked_for = (
        disclose(brief(read(CLASSROOM), BriefRequest(trials=20, forecast=is_asked)).report, "team")
        for is_asked in (False, True)
    )
    assert "brief_forecast" not in {section.key for section in plain_brief.report.sections}
    section = next(one for one in asked_for.report.sections if one.key == "brief_forecast")
    said = str(section.blocks[0].text)
    assert "no advice" in said
    assert "European Union legislation" in said


def test_charts_show_every_issue_and_are_empty_where_numbers_are_withheld() -> None:
    result = read(ALASKA).forecast(trials=20, round_trials=0)
    figures = result.report(full=True).figures()
    assert len(figures["forecast"].drawn()) == len(result.answer.issues)
    assert len(figures["rounds"].drawn()) == sum(bool(rule.settlement.rounds) for rule in result.answer.rules)
    rows = figures["forecast"].drawings[0].data
    assert sum(rows.mass) == pytest.approx(1)
    assert [placed.place for placed in rows.rules] == [
        rule.settlement.points[result.answer.issues[0].issue] for rule in result.answer.rules
    ]
    assert "forecast" not in result.report("open").figures()


def test_the_moves_of_the_worked_example(tmp_path: Path) -> None:
    """W3: O = 56 / 1.58. The party at 40 brings it to 40 by saying 76, as (76 − 40) × 0.2 = 40 × 1.58 − 56; at most
    salience the one at 100 brings it to 88 / 1.9. By steps of 5 the one at 40 says 75, and the one at 0 has no room.
    """
    moves = read(small(tmp_path)).forecast(trials=0, mover="b", toward=("line",), against="a").document()["moves"]
    made = moves["issues"]["line"]
    assert (made["aim"], made["today"]["point"]) == (40, pytest.approx(56 / 1.58, abs=1e-4))
    assert made["position"] == {"position": 76, "salience": 40, "capability": 5, "point": 40, "exact": True}
    assert made["salience"]["position"] == 40
    assert not made["salience"]["exact"]
    assert made["answered"]["ends"] == "rest"
    assert made["answered"]["left"] == [{"party": 75, "against": 0, "point": pytest.approx(63 / 1.58, abs=1e-4)}]
    third = read(tmp_path).forecast(trials=0, mover="c", toward=("line",)).document()["moves"]["issues"]["line"]
    assert third["aim"] == 100
    assert (third["salience"]["salience"], third["salience"]["point"]) == (100, pytest.approx(88 / 1.9, abs=1e-4))
    assert third["capability"]["capability"] == pytest.approx(16)
    assert third["capability"]["point"] == pytest.approx(104 / 2.06, abs=1e-4)


def test_moves_are_settled_as_the_case_itself_would(tmp_path: Path) -> None:
    """What is said of a party that moves to an option is what the case with that option gives, by any rule."""
    for key in ("compromise", "median", "expected_utility", "exchange"):
        (tmp_path / key).mkdir()
        path = small(tmp_path / key)
        moves = answered(path, trials=0, mover="c", by=key, tries=4, toward=("line=zero",), against="b").moves
        assert moves is not None
        answers = moves.issues[0].answers
        assert answers is not None
        raw = yaml.safe_load((path / "case.yaml").read_text(encoding="utf-8"))
        raw["positions"]["line"]["c"] = stated("zero")
        (path / "case.yaml").write_text(yaml.safe_dump(raw, sort_keys=False), encoding="utf-8")
        point = answered(path, trials=0).rule(key).settlement.points[0]
        assert answers.forecast[answers.places.index(0.0), 1] == pytest.approx(point)
        for move in moves.issues[0].moves:
            assert move.after is not None
            assert abs(move.after) <= abs(moves.issues[0].before or 0.0) + 1e-9


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"toward": ("line",)}, BadOption),
        ({"against": "a"}, BadOption),
        ({"by": "nothing"}, BadOption),
        ({"mover": "a", "against": "a"}, BadOption),
        ({"mover": "a", "toward": ("three",)}, BadOption),
        ({"mover": "a", "toward": ("line=off",)}, BadOption),
        ({"mover": "a", "toward": ("line=101",)}, BadOption),
        ({"mover": "a", "toward": ("line=nan",)}, BadOption),
        ({"mover": "nobody"}, UnknownName),
        ({"mover": "a", "toward": ("nothing",)}, UnknownName),
    ],
)
def test_moves_that_the_case_does_not_have_are_refused(tmp_path: Path, fields: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        answered(small(tmp_path), trials=0, **fields)


def test_moves_are_withheld_where_judgements_are_and_null_unless_asked_for() -> None:
    study = read(CLASSROOM)
    party = next(iter(study.session.case.parties))
    assert study.forecast(trials=0).document()["moves"] is None
    asked = study.forecast(trials=0, mover=party)
    assert "COULD REACH" in text(asked.report())
    withheld = read(ALASKA).forecast(trials=0, mover="russia", toward=("sanctions",))
    assert "COULD REACH" not in text(withheld.report("open"))
    assert not withheld.document("open").get("moves")


def test_levers_move_the_compromise_as_the_case_itself_would(tmp_path: Path) -> None:
    """What is said of a party at 100 is what the case with that party at 100 gives."""
    document = read(small(tmp_path)).forecast(trials=0).document()
    said = document["levers"]["line"]["a"]["at_ends"][1]
    raw = yaml.safe_load((tmp_path / "case.yaml").read_text(encoding="utf-8"))
    raw["positions"]["line"]["a"]["ideal"] = "all"
    (tmp_path / "case.yaml").write_text(yaml.safe_dump(raw, sort_keys=False), encoding="utf-8")
    assert answered(tmp_path, trials=0).rule("compromise").settlement.points[0] == pytest.approx(said)


def test_captions_and_titles_of_pictures_are_plain_words() -> None:
    report = read(CLASSROOM).forecast(trials=5, round_trials=1).report().report
    drawn = [
        drawing
        for section in report.sections
        for block in section.blocks
        if isinstance(block, Figure)
        for drawing in block.drawn()
    ]
    assert drawn
    for drawing in drawn:
        assert plain(drawing.caption) == drawing.caption
        assert drawing.caption.isprintable()
