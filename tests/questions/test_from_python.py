"""A question as a method of a case: what it takes, and its answer by names."""

from __future__ import annotations

import inspect
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

import pytest

import winset
from tests.support.places import ROOT
from winset.findings import Findings, Rows
from winset.questions.catalogue import QUESTIONS
from winset.questions.request import BadOption, described_fields

ALASKA = ROOT / "examples" / "alaska-2025"
LONGEST = 200
QUICK: dict[str, dict[str, object]] = {
    "robust": {"trials": 5, "drivers": 1, "alone": True, "levers": 1},
    "check": {},
    "movement": {},
}


@pytest.fixture(scope="module")
def case() -> winset.Study:
    return winset.read(ALASKA)


@pytest.fixture(scope="module")
def deal(case: winset.Study) -> winset.Result:
    return case.deal(trials=5)


@pytest.mark.parametrize("key", QUESTIONS)
def test_the_help_of_a_method_names_every_option_of_its_question(case: winset.Study, key: str) -> None:
    method = getattr(case, key)
    options = [one.name for one, _ in described_fields(QUESTIONS[key].request_type)]
    assert [*inspect.signature(method).parameters] == [*options, "level", "running"]
    assert all(f"\n{name}: " in method.__doc__ for name in options)


@lru_cache
def asked(key: str) -> winset.Result:
    """A question of a small case that has what it asks of."""
    name = {"staging": "exchange", "robust": "alaska-2025"}.get(key, "camp-david-1978")
    small = winset.read(ROOT / "examples" / name)
    result: winset.Result = getattr(small, key)(**QUICK.get(key, {"trials": 5}))
    return result


@pytest.mark.parametrize("key", [key for key, question in QUESTIONS.items() if question.cases != "two"])
def test_an_answer_is_shown_in_a_line_and_as_a_page(key: str) -> None:
    assert len(repr(asked(key))) < LONGEST
    assert all(len(repr(held)) < LONGEST for held in asked(key).findings.values() if isinstance(held, Findings | Rows))
    assert asked(key)._repr_html_().startswith("<")


@pytest.mark.parametrize("key", ["check", "deal", "robust", "stability", "tables", "staging"])
def test_all_figures_of_an_answer_make_one_chart(key: str) -> None:
    chart = asked(key).chart()
    assert len(chart.to_dict()["vconcat"]) >= len(asked(key).report().figures())
    assert len(repr(chart)) < LONGEST


def test_two_versions_are_asked_what_changed() -> None:
    versions = winset.compare(ALASKA, ALASKA)
    assert versions.diff(trials=1).turned is None


def test_a_package_is_a_mapping_from_issue_to_option(case: winset.Study, deal: winset.Result) -> None:
    package = deal.openings[0].opens
    assert {*package} == {*case.session.case.issues}
    assert package["territory"] == package.options["territory"] == "freeze"
    assert {*package.worth} == {*case.session.case.parties}
    assert package.gains["us"] > 0


def test_a_key_of_an_answer_that_mappings_have_too_is_its_finding(case: winset.Study) -> None:
    assert case.staging(trials=0, objectives=["end"]).values["us"] > 0


def test_rows_are_a_table(deal: winset.Result) -> None:
    frame = deal.openings.to_frame()
    assert len(frame) == len(deal.openings)
    assert {"change", "from", "to", "opens.territory", "opens.values.us"} <= {*frame.columns}


def test_what_lies_above_the_level_is_left_out_of_findings(case: winset.Study) -> None:
    assert case.deal(trials=5, level="open").status == "withheld"
    assert "openings" not in case.deal(trials=5, level="open").findings
    assert case.deal(trials=5).openings[0]["from"] is not None


@pytest.mark.anew
def test_an_answer_is_worked_out_once(case: winset.Study, deal: winset.Result) -> None:
    assert case.deal(trials=5).answer is deal.answer


@pytest.mark.parametrize(
    ("key", "given", "typed"),
    [
        ("robust", {"sweeps": {"walk_away.us": (0, 40, 5)}}, {"sweeps": ["walk_away.us=0:40:5"]}),
        ("robust", {"sweeps": {"walk_away.us": (0, Fraction(1, 2), 0.25)}}, {"sweeps": ["walk_away.us=0:0.5:1/4"]}),
        ("robust", {"packages": [{"territory": "freeze"}]}, {"packages": ["territory=freeze"]}),
        ("staging", {"floors": {"us": 8}}, {"floors": ["us=8"]}),
        ("staging", {"helps": [("monitors", ["us"], 0.5)]}, {"helps": ["monitors:us=0.5"]}),
        ("stability", {"partition": [["us", "ukraine"]]}, {"partition": "us+ukraine"}),
        ("stability", {"package": {"territory": "freeze"}}, {"package": "territory=freeze"}),
    ],
)
def test_what_python_gives_is_what_is_typed(key: str, given: dict[str, object], typed: dict[str, object]) -> None:
    request = QUESTIONS[key].request_type
    assert request(**given) == request(**typed)


def test_a_keyword_that_there_is_not_is_refused_with_those_that_there_are(case: winset.Study) -> None:
    with pytest.raises(BadOption, match="`drafts`: there is no such option; there are table, trials, seed"):
        case.deal(drafts=5)
    with pytest.raises(BadOption, match="`trials`"):
        case.deal(trials=0)


def test_a_question_that_there_is_not_is_refused_with_those_that_there_are(case: winset.Study) -> None:
    with pytest.raises(AttributeError, match="check, deal"):
        _ = case.settle


def test_a_case_too_large_for_a_question_has_an_answer_that_says_so(tmp_path: Path) -> None:
    issues = [f"i{n}" for n in range(30)]
    lines = ["winset: 1", "case: {id: large, title: Large}", "parties: {p: {name: P}, q: {name: Q}}", "issues:"]
    lines += [f"  {name}: {{title: {name}, status_quo: a, options: {{a: A, b: B}}}}" for name in issues]
    lines += ["positions:", *(f"  {name}: {{rest: silent}}" for name in issues)]
    (tmp_path / "case.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    answer = winset.read(tmp_path).deal(method="enumeration")
    assert not answer.is_computed
    assert "not computed" in repr(answer)
    with pytest.raises(winset.WinsetError, match="not computed"):
        answer.report()


def test_a_traceback_says_where_a_case_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text("winset: 1\nparties: {a: {name: A}}\n", encoding="utf-8")
    with pytest.raises(winset.CaseError) as refused:
        winset.read(tmp_path)
    assert refused.value.problems
    assert len(refused.value.__notes__) == len(refused.value.problems)
    assert refused.value.__notes__[0].startswith(f"case.yaml:{refused.value.problems[0].place.line}:")
