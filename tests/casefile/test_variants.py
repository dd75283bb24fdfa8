"""A variant changes the case, says what it drops, and answers for what it breaks."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.places import EXAMPLES
from winset.casefile.read import check_case, read_case
from winset.errors import CaseError, UnknownName
from winset.model.case import Case

ALASKA = EXAMPLES / "alaska-2025"
SOURCE = "The harbour stays open. We will not sign a quota below five tons.\n"
CASE = """winset: 1
case: {id: small, title: Fishing rights}
sources: {minutes: {file: minutes.txt}}
parties: {coast: {name: Coast}, island: {name: Island}}
issues:
  quota: {status_quo: five, options: {five: five, eight: eight, none: none}}
  harbour: {options: {open: open, shut: shut}}
positions:
  quota:
    coast: {ideal: eight, rejects: [none], basis: inferred, because: No.}
    island: {ideal: five, basis: stated, claim: {source: minutes, quote: We will not sign, reading: No.}}
  harbour: {coast: silent, rest: silent}
judgements:
  scores: {quota: {coast: {five: 10, eight: 100, none: 0}}}
  orders: {quota: {island: [five, eight, none]}}
variants:
"""


def made(folder: Path, variants: str) -> Path:
    (folder / "minutes.txt").write_text(SOURCE, encoding="utf-8")
    (folder / "case.yaml").write_text(CASE + variants, encoding="utf-8")
    return folder


def case_of(folder: Path, *variants: str) -> Case:
    case = read_case(folder, variants).case
    assert case is not None
    return case


@pytest.mark.parametrize(
    "name",
    [
        "literal_conditions",
        "these_parts_wide",
        "conditions_as_opening_bid",
        "kremlin_unchanged",
        "land_swaps_us",
        "us_hardens",
    ],
)
def test_each_variant_of_the_reference_case_changes_what_it_sets_and_nothing_else(name: str) -> None:
    before, after = case_of(ALASKA), case_of(ALASKA, name)
    changed = {section for section in Case.model_fields if getattr(before, section) != getattr(after, section)}
    assert changed == {path.split(".")[0] for path in before.variants[name].set}


def test_a_red_line_of_the_reference_case_under_its_variant() -> None:
    lines = [line.option for line in case_of(ALASKA, "literal_conditions").positions["ceasefire"]["ukraine"].rejects]
    assert lines == ["quick", "none"]


def test_another_ideal_drops_the_judged_scores_and_order_and_says_so(tmp_path: Path) -> None:
    folder = made(tmp_path, "  a: {set: {positions.quota.coast.ideal: five, positions.quota.island.ideal: eight}}\n")
    checked = read_case(folder, ("a",))
    assert checked.case is not None
    assert checked.case.judgements.scores["quota"] == {}
    assert checked.case.judgements.orders["quota"] == {}
    assert [note.split(";")[1].split(" there")[0] for note in checked.notes] == [
        " its judged scores",
        " its judged orders",
    ]


@pytest.mark.parametrize(
    "variants",
    [
        "  a: {set: {positions.quota.coast.ideal: five, judgements.scores.quota.coast: {five: 100}}}\n",
        "  a: {set: {positions.quota.coast.ideal: five, judgements.scores: {quota: {coast: {five: 100}}}}}\n",
        "  a: {set: {positions.quota.coast: {ideal: eight, basis: inferred, because: Still.}}}\n",
        "  a: {set: {positions.quota.coast.rejects: []}}\n",
    ],
)
def test_scores_stay_where_the_variant_sets_them_or_leaves_the_ideal(tmp_path: Path, variants: str) -> None:
    checked = read_case(made(tmp_path, variants), ("a",))
    assert checked.notes == ()
    assert checked.case is not None
    assert "coast" in checked.case.judgements.scores["quota"]


@pytest.mark.parametrize("order", [("a", "b"), ("b", "a")])
def test_scores_that_another_chosen_variant_sets_stay_in_either_order(tmp_path: Path, order: tuple[str, str]) -> None:
    folder = made(
        tmp_path,
        "  a: {set: {positions.quota.coast.ideal: five}}\n  b: {set: {judgements.scores.quota.coast: {five: 100}}}\n",
    )
    checked = read_case(folder, order)
    assert checked.notes == ()
    assert checked.case is not None
    assert list(checked.case.judgements.scores["quota"]["coast"]) == ["five"]


@pytest.mark.parametrize("other", ["positions.quota.coast.ideal", "positions.quota.coast", "positions.quota"])
def test_two_variants_of_the_same_path_or_a_part_of_it_are_refused_together(tmp_path: Path, other: str) -> None:
    value = {3: "five", 2: "silent", 1: "{rest: silent}"}[other.count(".")]
    folder = made(
        tmp_path, f"  a: {{set: {{positions.quota.coast.ideal: five}}}}\n  b: {{set: {{{other}: {value}}}}}\n"
    )
    assert read_case(folder, ("a",)).case != read_case(folder, ("b",)).case or other.endswith("ideal")
    with pytest.raises(CaseError) as caught:
        read_case(folder, ("a", "b"))
    refused = [problem for problem in caught.value.problems if problem.code == "E316"]
    assert len(refused) == 1
    assert refused[0].place.excerpt.startswith("  b:")
    assert not check_case(folder).errors


def test_a_variant_that_is_named_twice_is_used_once(tmp_path: Path) -> None:
    folder = made(tmp_path, "  a: {set: {positions.quota.coast.ideal: five}}\n")
    assert case_of(folder, "a", "a") == case_of(folder, "a")


def test_an_unknown_variant_names_those_that_exist_and_the_nearest() -> None:
    with pytest.raises(UnknownName, match=r"no variant `us_harden`; did you mean `us_hardens`\?.*literal_conditions"):
        read_case(ALASKA, ("us_harden",))


BROKEN = """  a:
    set:
      positions.quota.coast.ideal: eighty
  b:
    set:
      positions.quota.island.claim: {source: minutes, quote: We will sign, reading: Yes.}
  c:
    set:
      parties.coast: null
  d:
    set:
      positions.quota.coast.colour: red
  e:
    set:
      rules: [{id: r, if: {quota: [five, eight, none]}, then: {quota: five}},
              {id: s, if: {quota: [five, eight, none]}, then: {quota: eight}}]
"""
WRONG = {"a": ("E203", 16 + 3), "b": ("E101", 16 + 6), "c": ("E203", 16 + 7), "d": ("E201", 16 + 12), "e": ("E308", 0)}


@pytest.mark.parametrize("name", WRONG)
def test_what_a_variant_breaks_is_reported_at_the_variant(tmp_path: Path, name: str) -> None:
    folder = made(tmp_path, BROKEN)
    assert not read_case(folder).errors
    with pytest.raises(CaseError) as caught:
        read_case(folder, (name,))
    code, line = WRONG[name]
    lines = (CASE + BROKEN).split("\n")
    begins = lines.index(f"  {name}:") + 1
    found = [problem for problem in caught.value.problems if problem.severity == "error"]
    assert code in {problem.code for problem in found}
    for problem in found:
        assert problem.message.startswith(f"under variant `{name}`: ")
        assert begins <= problem.place.line < begins + 5
        assert problem.path == ("variants", name)
    assert line == 0 or line in {problem.place.line for problem in found}


def test_a_red_line_that_a_variant_repeats_is_reported_at_the_variant_though_the_case_has_it_too(
    tmp_path: Path,
) -> None:
    folder = made(tmp_path, "  a: {set: {positions.quota.coast.rejects: [none, none]}}\n")
    assert [line.option for line in case_of(folder).positions["quota"]["coast"].rejects] == ["none"]
    (twice,) = check_case(folder).errors
    assert twice.message == "under variant `a`: `coast` rejects `none` on `quota` twice"
    assert twice.place.excerpt.startswith("  a:")


def test_a_check_looks_at_every_variant_and_a_reading_at_those_asked_for(tmp_path: Path) -> None:
    folder = made(tmp_path, BROKEN)
    assert {problem.path[1] for problem in check_case(folder).errors} == {"a", "b", "c", "d", "e"}
    assert not check_case(folder, every_variant=False).errors
    assert {problem.path[1] for problem in check_case(folder, ("a",), every_variant=False).errors} == {"a"}


def test_two_sound_variants_that_contradict_each_other_are_refused_together(tmp_path: Path) -> None:
    folder = made(
        tmp_path,
        "  a: {set: {positions.quota.coast.rejects: [five, none]}}\n"
        "  b: {set: {positions.quota.coast.ideal: five, judgements.orders: null}}\n",
    )
    assert not check_case(folder).errors
    with pytest.raises(CaseError) as caught:
        read_case(folder, ("a", "b"))
    assert {problem.code for problem in caught.value.problems if problem.severity == "error"} == {"E305"}
    assert "under variants `a` and `b`" in caught.value.problems[-1].message


@pytest.mark.parametrize(
    "path",
    ["positions.quota.²", "rules.²", "rules.99999999999999999999", "", ".", "positions..coast", "nowhere.at.all",
     "positions.harbour.coast.ideal", "positions.quota.coast.rejects.7", "claims.c", "variants.a.set", "winset"],
)  # fmt: skip
def test_a_path_that_leads_nowhere_is_an_error_at_its_value(tmp_path: Path, path: str) -> None:
    folder = made(tmp_path, f"  a:\n    set:\n      '{path}': five\n")
    found = check_case(folder).errors
    assert found
    assert all(problem.place.line in (17, 19) for problem in found)


def test_the_quotes_of_a_variant_are_looked_up(tmp_path: Path) -> None:
    claim = "{source: minutes, quote: The harbour stays open, reading: It stays open.}"
    folder = made(
        tmp_path, f"  a: {{set: {{positions.harbour.coast: {{ideal: open, basis: stated, claim: {claim}}}}}}}\n"
    )
    checked = read_case(folder, ("a",))
    assert (checked.counts.stated, checked.counts.quotes, checked.counts.exact) == (2, 2, 2)
    assert read_case(folder).counts.quotes == 1
    assert not [problem for problem in checked.problems if problem.code in ("W106", "W107")]


def test_a_variant_may_say_who_must_consent_where_the_case_does_not(tmp_path: Path) -> None:
    variants = """  one: {set: {consent.package: [coast]}}
  needed: {set: {consent.issues.quota: {needs: [island]}}}
"""
    folder = made(tmp_path, variants)
    assert case_of(folder, "one").consent.package == ("coast",)
    assert case_of(folder, "needed").consent.issues["quota"].needs == ("island",)
    assert case_of(folder).consent.package is None
