"""GENIUS and GeniusWeb files give a case with exactly their values, or are refused with a place and a reason."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import pairwise, product
from math import lcm, prod
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from winset.analyses.settlement.deal import deal
from winset.analyses.settlement.settle import Settlement, solve
from winset.casefile.nodes import MAX_BYTES
from winset.casefile.read import check_case, read_case
from winset.compiled import compiled
from winset.errors import CaseError, Problem, SaveRefused
from winset.interchange.fitting import Profile, exact, fitted, written
from winset.interchange.genius_import import imported
from winset.readings import Reading, central
from winset.readings.exact import FINEST

SCENARIOS = Path(__file__).parents[3] / "shared" / "data" / "scenarios"
NEAR = 3e-7
"""On the scale of 0 to 1: a value moves by 0.00001 points at most where weights are rounded to a case's places."""


@dataclass(frozen=True, kw_only=True)
class Xml:
    """A profile as it is written in GENIUS XML. issues: name, option, evaluation."""

    issues: dict[str, dict[str, str]] = field(
        default_factory=lambda: {"price": {"low": "1", "high": "4"}, "date": {"May": "3", "June": "2", "July": "0"}}
    )
    weights: tuple[str, ...] = ("0.25", "0.75")
    reservation: str | None = "0.5"
    discount: str | None = None

    def __str__(self) -> str:
        lines = ['<utility_space number_of_issues="2">', '<objective index="0" type="objective" name="root">']
        for number, (issue, options) in enumerate(self.issues.items(), start=1):
            lines.append(f'<issue index="{number}" name="{issue}" etype="discrete" type="discrete" vtype="discrete">')
            lines += [f'  <item index="1" value="{name}" evaluation="{worth}"/>' for name, worth in options.items()]
            lines.append("</issue>")
        lines += [f'<weight index="{n}" value="{weight}"/>' for n, weight in enumerate(self.weights, start=1)]
        lines.append("</objective>")
        lines += [f'<discount_factor value="{self.discount}"/>'] if self.discount else []
        lines += [f'<reservation value="{self.reservation}"/>'] if self.reservation is not None else []
        return "\n".join([*lines, "</utility_space>"]) + "\n"


PLAIN = Xml()
DOMAIN = re.sub(r' evaluation="\d+"|<weight[^>]*>\n|<reservation[^>]*>\n', "", str(PLAIN))


def folder_of(folder: Path, *texts: object) -> Path:
    """A folder with the texts as profiles, in their order."""
    where = folder / "domain"
    where.mkdir(parents=True)
    for letter, text in zip("abcdef", texts, strict=False):
        (where / f"{letter}.xml").write_text(str(text), encoding="utf-8")
    return where


def reading_of(where: Path, folder: Path, reservation: Fraction | None = None) -> Reading:
    """The central reading of the case that is made of the files, which has neither errors nor warnings."""
    imported([where], folder, reservation).write(folder)
    checked = check_case(folder)
    assert checked.problems == ()
    assert checked.case is not None
    return central(compiled(checked.case))


def values(reading: Reading) -> dict[tuple[int, ...], tuple[Fraction, ...]]:
    """The values of every package in points."""
    return {
        package: tuple(reading.points(p, reading.value(p, package)) for p in range(len(reading.denominator)))
        for package in product(*map(range, reading.structure.sizes))
    }


def walk_aways(reading: Reading) -> tuple[Fraction, ...]:
    return tuple(reading.points(p, w) for p, w in enumerate(reading.walk_away) if w is not None)


def refusals(where: Path, folder: Path, reservation: Fraction | None = None) -> tuple[Problem, ...]:
    with pytest.raises(CaseError) as caught:
        imported([where], folder, reservation)
    assert not folder.exists()
    return caught.value.problems


def test_a_value_is_the_weighted_sum_of_evaluations_over_their_maximum(tmp_path: Path) -> None:
    reading = reading_of(folder_of(tmp_path, PLAIN, PLAIN), tmp_path / "case")
    assert values(reading)[0, 1] == (100 * (Fraction("0.25") / 4 + Fraction("0.75") * 2 / 3),) * 2
    assert walk_aways(reading) == (Fraction(50),) * 2


def test_a_third_is_written_as_a_fraction(tmp_path: Path) -> None:
    case = imported([folder_of(tmp_path, PLAIN, PLAIN)], tmp_path / "case")
    assert 'a: {may: 100, june: "200/3", july: 0}' in case.text
    assert not any("rounded" in note for note in case.notes)


def test_names_and_provenance_stand_in_the_case(tmp_path: Path) -> None:
    imported([folder_of(tmp_path, PLAIN, PLAIN)], tmp_path / "case").write(tmp_path / "case")
    case = read_case(tmp_path / "case").case
    assert case is not None
    assert [party.name for party in case.parties.values()] == ["a", "b"]
    assert case.option_label("date", "may") == "May"
    assert all(issue.status_quo is None for issue in case.issues.values())
    cell = case.cell("price", "a")
    assert (cell.ideal, cell.basis, cell.because) == ("high", "inferred", "imported from the GENIUS profile a.xml")
    assert re.search(r"^#   a\.xml \(sha256 [0-9a-f]{64}\)$", (tmp_path / "case/case.yaml").read_text(), re.MULTILINE)


def test_every_profile_of_a_folder_is_a_party_in_the_order_of_file_names(tmp_path: Path) -> None:
    where = folder_of(tmp_path, PLAIN, PLAIN, PLAIN)
    (where / "readme.txt").write_text("no profile", encoding="utf-8")
    (where / "0.xml").write_text(DOMAIN, encoding="utf-8")
    assert [party.name for party in imported([where], tmp_path / "case").parties] == ["a", "b", "c"]
    named = [where / f"{letter}.xml" for letter in "ca0"]
    assert [party.name for party in imported(named, tmp_path / "case").parties] == ["c", "a"]


def test_a_party_that_is_indifferent_on_an_issue_keeps_its_values(tmp_path: Path) -> None:
    flat = replace(PLAIN, issues={**PLAIN.issues, "price": {"low": "7", "high": "7"}})
    reading = reading_of(folder_of(tmp_path, flat, PLAIN), tmp_path / "case")
    assert values(reading)[0, 2][0] == values(reading)[1, 2][0] == 25


def test_an_issue_without_evaluations_to_speak_of_counts_0_with_its_weight(tmp_path: Path) -> None:
    nothing = replace(PLAIN, issues={**PLAIN.issues, "price": {"low": "0.00001", "high": "0"}})
    case = imported([folder_of(tmp_path, nothing, PLAIN)], tmp_path / "case")
    assert any("`price`" in note and "counts 0" in note for note in case.notes)
    case.write(tmp_path / "case")
    found = read_case(tmp_path / "case").case
    assert found is not None
    assert max(value[0] for value in values(central(compiled(found))).values()) == 75


def test_weights_that_do_not_sum_to_1_divide_value_and_walk_away_alike(tmp_path: Path) -> None:
    light = replace(PLAIN, weights=("0.2", "0.3"), reservation="0.25")
    case = imported([folder_of(tmp_path, light, PLAIN)], tmp_path / "case")
    assert any("the weights sum to 0.5, not 1" in note and "for 1" not in note for note in case.notes)
    reading = reading_of(tmp_path / "domain", tmp_path / "case")
    assert walk_aways(reading)[0] == 50
    assert values(reading)[1, 2][0] == 40


def test_weights_slightly_above_1_are_reported_with_the_clamp(tmp_path: Path) -> None:
    heavy = replace(PLAIN, weights=("0.26", "0.75"))
    case = imported([folder_of(tmp_path, heavy, PLAIN)], tmp_path / "case")
    assert [note for note in case.notes if "sum to 1.01" in note and "above 1 for 1" in note]


def test_a_discount_is_reported_as_not_used_once_for_all_files(tmp_path: Path) -> None:
    slow = replace(PLAIN, discount="0.75")
    one = replace(PLAIN, discount="1.0")
    case = imported([folder_of(tmp_path, slow, slow, one)], tmp_path / "case")
    assert case.notes == ("`a.xml`, `b.xml`: the discount factor 0.75 is not used",)


def test_a_missing_reservation_is_refused_and_says_how_to_go_on(tmp_path: Path) -> None:
    none = replace(PLAIN, reservation=None)
    where = folder_of(tmp_path, none, PLAIN, none)
    found = refusals(where, tmp_path / "case")
    assert [(one.code, one.place.file) for one in found] == [("E606", "a.xml"), ("E606", "c.xml")]
    assert "GENIUS takes a missing reservation for 0" in found[0].message
    assert "--reservation" in found[0].hint
    reading = reading_of(where, tmp_path / "case", Fraction("0.3"))
    assert [int(w) for w in walk_aways(reading)] == [30, 50, 30]


def test_a_given_reservation_replaces_none_that_is_there(tmp_path: Path) -> None:
    case = imported([folder_of(tmp_path, PLAIN, PLAIN)], tmp_path / "case", Fraction("0.3"))
    assert case.text.count("points: 50,") == 2
    assert "the one that was given is not used" in case.notes[-1]


def test_a_reservation_below_the_lowest_value_is_kept(tmp_path: Path) -> None:
    high = replace(PLAIN, issues={"price": {"low": "3", "high": "4"}, "date": {"May": "3", "June": "2", "July": "2"}})
    reading = reading_of(folder_of(tmp_path, replace(high, reservation="0.1"), high), tmp_path / "case")
    assert walk_aways(reading)[0] == 10
    assert min(value[0] for value in values(reading).values()) > 10


MISMATCHES = [
    # The values of weights that are no shares reach from 1.3 to 5.2, as in a domain of the competitions.
    (replace(PLAIN, issues={"price": {"low": "1", "high": "4"}}, weights=("5.2",), reservation="0.9"), "1.3 to 5.2"),
    (replace(PLAIN, reservation="3.2"), "3.2 on a scale of 0 to 1, values go from 0.0625 to 1"),
    (replace(PLAIN, reservation="50"), "50 on a scale"),
    (replace(PLAIN, weights=("0.2", "0.3"), reservation="0.9"), "values go from 0.05 to 0.5"),
    (replace(PLAIN, weights=("25", "75"), reservation="0.5"), "two scales"),
    (replace(PLAIN, weights=("0", "0")), "all weights are 0"),
    (replace(PLAIN, reservation="0.002"), "0.2 of 100 points"),
]


@pytest.mark.parametrize(("profile", "says"), MISMATCHES)
def test_a_reservation_on_another_scale_than_the_values_is_refused_with_both_ranges(
    tmp_path: Path, profile: Xml, says: str
) -> None:
    other = replace(PLAIN, issues=profile.issues, weights=("0.5", "0.5")[: len(profile.issues)])
    (found,) = refusals(folder_of(tmp_path, other, profile), tmp_path / "case")
    assert (found.code, found.place.file) == ("E607", "b.xml")
    assert says in found.message


def test_weights_of_any_size_are_taken_where_there_is_no_reservation_to_mistake(tmp_path: Path) -> None:
    raw = replace(PLAIN, weights=("25", "75"), reservation="0")
    reading = reading_of(folder_of(tmp_path, raw, PLAIN), tmp_path / "case")
    assert all(value[0] == value[1] for value in values(reading).values())


def test_a_reservation_of_1_is_no_mismatch_where_binary_weights_miss_1(tmp_path: Path) -> None:
    binary = replace(PLAIN, weights=("0.2499999999999999", "0.75"), reservation="1.0")
    assert walk_aways(reading_of(folder_of(tmp_path, binary, PLAIN), tmp_path / "case"))[0] == 100


OTHER_DOMAINS = [
    (replace(PLAIN, issues={**PLAIN.issues, "price": {"low": "1", "top": "4"}}), "option `top` on `price`"),
    (replace(PLAIN, issues={**PLAIN.issues, "price": {"low": "1", "high": "4", "top": "1"}}), "it has the option"),
    (replace(PLAIN, issues={**PLAIN.issues, "date": {"May": "3", "June": "2"}}), "it lacks the option `July`"),
    (replace(PLAIN, issues={"price": {"low": "1", "high": "4"}}, weights=("1",)), "it lacks the issue `date`"),
]


@pytest.mark.parametrize(("profile", "says"), OTHER_DOMAINS)
def test_profiles_of_different_domains_are_refused_naming_the_difference(
    tmp_path: Path, profile: Xml, says: str
) -> None:
    (found,) = refusals(folder_of(tmp_path, PLAIN, profile), tmp_path / "case")
    assert (found.code, found.place.file) == ("E605", "b.xml")
    assert says in found.message


def test_the_order_of_issues_and_options_in_a_file_does_not_matter(tmp_path: Path) -> None:
    turned = {name: dict(reversed(options.items())) for name, options in reversed(PLAIN.issues.items())}
    other = replace(PLAIN, issues=turned, weights=PLAIN.weights[::-1])
    reading = reading_of(folder_of(tmp_path, PLAIN, other), tmp_path / "case")
    assert all(value[0] == value[1] for value in values(reading).values())


INTEGER = """<utility_space><objective index="0" name="root">
<issue index="1" name="days" etype="integer" type="integer" vtype="integer" lowerbound="3" upperbound="7">
<evaluator ftype="linear" {parameters}/></issue>
<issue index="2" name="price"><item value="low" evaluation="1"/><item value="high" evaluation="2"/></issue>
<weight index="1" value="0.5"/><weight index="2" value="0.5"/></objective><reservation value="0"/></utility_space>"""


@pytest.mark.parametrize(
    ("parameters", "shares"),
    [
        ('slope="0.25" offset="0.0"', ("0", "0.25", "0.5", "0.75", "1")),
        ('parameter0="0.9" parameter1="-0.2"', ("0.9", "0.7", "0.5", "0.3", "0.1")),
        ('offset="-0.5" slope="0.5"', ("0", "0", "0.5", "1", "1")),
    ],
)
def test_an_integer_issue_becomes_options_by_its_linear_function(
    tmp_path: Path, parameters: str, shares: tuple[str, ...]
) -> None:
    text = INTEGER.format(parameters=parameters)
    reading = reading_of(folder_of(tmp_path, text, text), tmp_path / "case")
    assert [values(reading)[n, 1][0] for n in range(5)] == [50 + 50 * Fraction(share) for share in shares]


GENIUSWEB: dict[str, Any] = {
    "LinearAdditiveUtilitySpace": {
        "issueUtilities": {
            "price": {"DiscreteValueSetUtilities": {"valueUtilities": {"low": 0.1, "high": 0.7}}},
            "date": {"discreteutils": {"valueUtilities": {"May": 1, "June": 0.3}}},
            "days": {
                "NumberValueSetUtilities": {"lowValue": 2, "lowUtility": 0.0, "highValue": 5, "highUtility": 1.0}
            },
        },
        "issueWeights": {"price": 0.3, "date": 0.2, "days": 0.5},
        "domain": {
            "name": "sale",
            "issuesValues": {
                "price": {"values": ["low", "high"]}, "date": {"values": ["May", "June"]}, "days": {"range": [2, 5, 1]},
            },
        },
        "name": "seller",
        "reservationBid": {"issuevalues": {"price": "low", "date": "May", "days": 3}},
    }
}  # fmt: skip


def json_folder(folder: Path, *documents: object) -> Path:
    where = folder / "domain"
    where.mkdir()
    for letter, document in zip("abcdef", documents, strict=False):
        (where / f"{letter}.json").write_text(json.dumps(document), encoding="utf-8")
    return where


def test_geniusweb_values_are_not_divided_and_the_reservation_is_the_value_of_its_package(tmp_path: Path) -> None:
    where = json_folder(tmp_path, GENIUSWEB, GENIUSWEB)
    (where / "0.json").write_text(json.dumps(GENIUSWEB["LinearAdditiveUtilitySpace"]["domain"]), encoding="utf-8")
    case = imported([where], tmp_path / "case")
    assert [party.name for party in case.parties] == ["seller", "seller (2)"]
    assert "title: sale" in case.text
    reading = reading_of(where, tmp_path / "case")
    assert values(reading)[1, 0, 3][0] == 100 * (Fraction("0.3") * Fraction("0.7") + Fraction("0.2") + Fraction("0.5"))
    assert walk_aways(reading)[0] == 100 * (Fraction("0.03") + Fraction("0.2") + Fraction("0.5") / 3)


def changed(path: str, value: object) -> dict[str, Any]:
    """The GeniusWeb profile with one value replaced, or removed where it is None."""
    document = json.loads(json.dumps(GENIUSWEB))
    *steps, last = ["LinearAdditiveUtilitySpace", *path.split(".")]
    section = document
    for step in steps:
        section = section[step]
    if value is None:
        del section[last]
    else:
        section[last] = value
    return dict(document)


MISTAKEN: list[tuple[str, object, str, str]] = [
    ("reservationBid", None, "E606", "prefer any agreement to none"),
    ("reservationBid.issuevalues", {"price": "low", "date": "May"}, "E603", "no option of `days`"),
    ("issueUtilities.price.DiscreteValueSetUtilities.valueUtilities.low", 3, "E607", "between 0 and 1"),
    ("issueUtilities.price.DiscreteValueSetUtilities.valueUtilities.low", None, "E603", "`low` on `price` is missing"),
    ("issueUtilities.price.DiscreteValueSetUtilities.valueUtilities.top", 1, "E603", "`top` is no option"),
    ("issueUtilities.date", {"PartialOrdering": {}}, "E603", "`PartialOrdering` of the issue `date` is not read"),
    ("issueWeights.price", None, "E603", "no weight is given for the issue `price`"),
    ("issueWeights.colour", 0.1, "E603", "`colour`, which is no issue"),
    ("issueWeights.price", float("nan"), "E604", "`NaN` is not a finite number"),
    ("issueWeights.price", -0.3, "E604", "is negative: -0.3"),
    ("issueWeights.price", "0.3", "E604", "a number is expected"),
    ("domain.issuesValues.date.values", ["May", "May"], "E603", "two options of `date` are called `May`"),
    ("domain.issuesValues.days.range", [2, 5000, 1], "E603", "cannot be taken as options"),
    ("domain.issuesValues.days.range", [2, 6, 1], "E603", "do not fit its range"),
    ("domain.issuesValues", {}, "E603", "no issues"),
]


@pytest.mark.parametrize(("path", "value", "code", "says"), MISTAKEN)
def test_a_mistake_in_a_geniusweb_profile_is_named(
    tmp_path: Path, path: str, value: object, code: str, says: str
) -> None:
    (found,) = refusals(json_folder(tmp_path, GENIUSWEB, changed(path, value)), tmp_path / "case")
    assert (found.code, found.place.file) == (code, "b.json")
    assert says in found.message


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"a": 1,}', "not valid JSON"),
        ('{"a": 1, "a": 2}', "`a` stands twice"),
        ("[" * 100_000, "nested too deep"),
        ('{"UtilitySpace": {}}', "it holds `UtilitySpace`"),
        ("[1]", "it holds no section"),
    ],
)
def test_json_that_is_no_profile_is_refused(tmp_path: Path, text: str, says: str) -> None:
    where = json_folder(tmp_path, GENIUSWEB)
    (where / "b.json").write_text(text, encoding="utf-8")
    (found,) = refusals(where, tmp_path / "case")
    assert (found.code, found.place.file) == ("E602", "b.json")
    assert says in found.message


MALFORMED = [
    (
        '<!DOCTYPE a [<!ENTITY b "boom"><!ENTITY c "&b;&b;&b;&b;">]>\n<utility_space>&c;</utility_space>',
        "document type",
    ),
    ('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]>\n<utility_space>&b;</utility_space>', "document type"),
    ('<!DOCTYPE a SYSTEM "http://localhost/a.dtd">\n<utility_space/>', "document type"),
    (str(PLAIN)[:200], "not valid XML"),
    ("<html><body/></html>", "no GENIUS file: it begins with `<html>`"),
    ("", "the file is empty"),
    ("<utility_space>&nothing;</utility_space>", "not valid XML: undefined entity"),
    ("<a>" * 50 + "</a>" * 50, "nested more than"),
    ('<?xml version="1.0" encoding="klingon"?><utility_space/>', "encoding"),
]


@pytest.mark.parametrize(("text", "says"), MALFORMED)
def test_xml_that_is_broken_or_hostile_is_refused_with_its_place(tmp_path: Path, text: str, says: str) -> None:
    found = refusals(folder_of(tmp_path, PLAIN, text), tmp_path / "case")
    assert [(one.code, one.place.file) for one in found] == [("E602", "b.xml")]
    assert says in found[0].message


def test_a_mistake_in_the_xml_is_shown_on_its_line(tmp_path: Path) -> None:
    text = str(PLAIN).replace('value="June"', 'value="June & July"')
    (found,) = refusals(folder_of(tmp_path, PLAIN, text), tmp_path / "case")
    line = text.split("\n").index('  <item index="1" value="June & July" evaluation="2"/>') + 1
    assert (found.place.line, found.place.excerpt) == (line, text.split("\n")[line - 1])
    assert "&amp;" in found.hint


DAMAGED = [
    ('evaluation="4"', 'evaluation="NaN"', "E604", "`NaN` is not a finite number"),
    ('evaluation="4"', 'evaluation="Infinity"', "E604", "not a finite number"),
    ('evaluation="4"', 'evaluation="1e999999999"', "E604", "not a finite number"),
    ('evaluation="4"', 'evaluation="-4"', "E604", "`high` on `price` is negative: -4"),
    ('evaluation="4"', f'evaluation="{"9" * 100}"', "E604", "a number of 100 characters"),
    ('evaluation="4"', "", "E603", "the evaluation of `high` on `price` is missing"),
    ('evaluation="4"', 'evaluation="null"', "E603", "is missing"),
    ('value="0.75"', 'value="-0.75"', "E604", "the weight of `date` is negative"),
    ('<weight index="2" value="0.75"/>\n', "", "E603", "no weight for the issue `date`"),
    ('weight index="2"', 'weight index="1"', "E603", "two weights for the index 1"),
    ('reservation value="0.5"', 'reservation value="-inf"', "E604", "reservation: `-inf`"),
    ("</utility_space>", '<reservation value="0.4"/></utility_space>', "E603", "`<reservation>` stands twice"),
    ('value="June"', 'value="May"', "E603", "two options of `date` are called `May`"),
    ('name="date"', 'name="price"', "E603", "two issues are called `price`"),
    ('name="date" etype="discrete" type="discrete"', 'name="date" type="real"', "E603", "`date` is of the kind `real`"),
    ("</objective>", '<ufun type="PlainUfun"/></objective>', "E603", "hang on another"),
    ("<utility_space ", '<utility_space type="nonlinear" ', "E603", "hang on another"),
    ('  <item index="1" value="high" evaluation="4"/>\n', "", "E603", "the issue `price` has one option"),
]


@pytest.mark.parametrize(("before", "after", "code", "says"), DAMAGED)
def test_what_no_case_can_hold_is_refused_at_its_place(
    tmp_path: Path, before: str, after: str, code: str, says: str
) -> None:
    text = str(PLAIN)
    assert text.count(before) == 1
    found = refusals(folder_of(tmp_path, PLAIN, text.replace(before, after)), tmp_path / "case")
    assert (found[0].code, found[0].place.file) == (code, "b.xml")
    assert says in found[0].message
    assert found[0].place.excerpt


def test_every_mistake_of_every_file_is_reported_in_one_pass(tmp_path: Path) -> None:
    bad = str(PLAIN).replace('evaluation="4"', 'evaluation="x"').replace('evaluation="0"', 'evaluation="-1"')
    found = refusals(folder_of(tmp_path, bad, "<html/>", bad), tmp_path / "case")
    assert [(one.code, one.place.file) for one in found] == [
        ("E604", "a.xml"), ("E604", "a.xml"), ("E602", "b.xml"), ("E604", "c.xml"), ("E604", "c.xml"),
    ]  # fmt: skip


def test_files_that_cannot_be_read_are_refused(tmp_path: Path) -> None:
    where = folder_of(tmp_path, PLAIN)
    (where / "b.xml").mkdir()
    (where / "c.xml").write_bytes(b" " * (MAX_BYTES + 1))
    (where / "d.xml").write_bytes(bytes(range(256)) * 10)
    (where / "e.xml").symlink_to(where / "a.xml")
    (where / "f.xml").symlink_to(where / "nowhere.xml")
    found = refusals(where, tmp_path / "case")
    assert {(one.code, one.place.file) for one in found} == {
        ("E601", "b.xml"), ("E601", "c.xml"), ("E602", "d.xml"), ("E601", "e.xml"), ("E601", "f.xml"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({}, "no file that ends in .xml or .json"),
        ({"a.xml": str(PLAIN)}, "one profile, `a.xml`"),
        ({"a.xml": DOMAIN}, "no profile among: a.xml"),
        ({"a.xml": str(PLAIN), "a.json": json.dumps(GENIUSWEB)}, "files of both kinds"),
    ],
)
def test_a_folder_without_two_profiles_is_refused(tmp_path: Path, files: dict[str, str], says: str) -> None:
    where = tmp_path / "domain"
    where.mkdir()
    for name, text in files.items():
        (where / name).write_text(text, encoding="utf-8")
    (found,) = refusals(where, tmp_path / "case")
    assert found.code == "E601"
    assert says in found.message


def test_a_domain_beyond_what_a_case_holds_is_refused_at_once(tmp_path: Path) -> None:
    many = replace(PLAIN, issues={"n": {f"o{n}": str(n) for n in range(50_000)}}, weights=("1",))
    (found,) = refusals(folder_of(tmp_path, many, many), tmp_path / "case")
    assert found.code == "E603"
    assert "50,000 options for 2 parties" in found.message


def test_names_of_every_kind_get_ids_of_their_own_and_stay_as_titles(tmp_path: Path) -> None:
    names = [
        "yes",
        "Yes!",
        "null",
        "1",
        "1.0",
        "a: b # c",
        "&quot;q&quot; 'r'",
        "Größe",
        "大きい",
        "&#9;tab&#10;",
        "\x85",
        "x" * 900,
    ]
    odd = replace(PLAIN, issues={"rest": dict.fromkeys(names, "1"), "&lt;&gt;": {"when": "1", "y": "2"}})
    case = imported([folder_of(tmp_path, odd, odd)], tmp_path / "case")
    case.write(tmp_path / "case")
    found = read_case(tmp_path / "case").case
    assert found is not None
    assert list(found.issues) == ["issue_rest", "issue_2"]
    options = found.issues["issue_rest"].options
    assert len(options) == len(names)
    assert [option.label for option in options.values()][:10] == [
        "yes", "Yes!", "null", "1", "1.0", "a: b # c", "\"q\" 'r'", "Größe", "大きい", "tab",
    ]  # fmt: skip
    assert found.issue_title("issue_2") == "<>"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_the_encoding_that_a_file_declares_is_read(tmp_path: Path, encoding: str) -> None:
    where = folder_of(tmp_path)
    text = str(replace(PLAIN, issues={**PLAIN.issues, "price": {"für": "1", "high": "4"}}))
    declared = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>\n{text}'
    for name in ("a.xml", "b.xml"):
        (where / name).write_bytes(declared.encode(encoding))
    assert "fur: für" in imported([where], tmp_path / "case").text


def test_a_case_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    case = imported([folder_of(tmp_path, PLAIN, PLAIN)], tmp_path / "case")
    case.write(tmp_path / "case")
    before = (tmp_path / "case" / "case.yaml").read_bytes()
    with pytest.raises(SaveRefused):
        case.write(tmp_path / "case")
    assert (tmp_path / "case" / "case.yaml").read_bytes() == before


decimals = st.builds(lambda digits, places: Fraction(digits, 10**places), st.integers(0, 10**17), st.integers(0, 17))


@settings(max_examples=60)
@given(
    weights=st.lists(st.integers(0, 10**16), min_size=1, max_size=6).filter(any),
    evaluations=st.lists(st.lists(st.integers(0, 997), min_size=2, max_size=4).filter(any), min_size=6, max_size=6),
    reservation=st.integers(0, 10**16),
)
def test_rounded_numbers_move_no_value_by_more_than_is_stated(
    weights: list[int], evaluations: list[list[int]], reservation: int
) -> None:
    profile = Profile(
        file="", name="", discount=None, without="", reservation=None,
        weights=tuple(Fraction(weight, 10**16) for weight in weights),
        shares=tuple(tuple(Fraction(one, max(row)) for one in row) for row in evaluations[: len(weights)]),
    )  # fmt: skip
    fit = fitted(profile, Fraction(reservation, 10**16))
    total = sum(fit.salience, Fraction(0))
    assert all(written(one) for row in (*fit.scores, fit.salience, (fit.walk_away,)) for one in row)
    floor = 100 * Fraction(reservation, 10**16) / profile.total
    gains: list[Fraction] = []
    for package in product(*map(range, map(len, profile.shares))):
        chosen = list(zip(package, profile.weights, profile.shares, strict=True))
        told = 100 * sum(weight * row[option] for option, weight, row in chosen) / profile.total
        held = sum(s * row[o] for o, s, row in zip(package, fit.salience, fit.scores, strict=True)) / total
        gains.append(held - fit.walk_away)
        assert abs(gains[-1] - (told - floor)) <= fit.moved
    assert lcm(*(gain.denominator for gain in gains)) <= FINEST


@given(number=decimals)
def test_a_number_is_read_exactly(number: Fraction) -> None:
    digits = str(number.numerator * (10**17 // number.denominator)).rjust(18, "0")
    assert exact(f" {digits[:-17]}.{digits[-17:]} ") == number


DOMAINS = (
    "other_Domain16", "y2010_EnglandZimbabwe", "y2012_BarterC", "y2012_CameraA", "y2012_LaptopB", "y2013_Lunch",
    "y2013_NiceOrDie", "y2015_group2-politics", "y2015_group3-bank_robbery", "y2015_group6-tram", "y2016_ClockWork",
    "y2016_Terra",
)  # fmt: skip
LARGEST_EVALUATION = 2000


def profiles_of(told: dict[str, Any]) -> Iterator[tuple[str, Xml]]:
    """The profiles of a competition domain as GENIUS XML: weights as they are, evaluations as whole numbers in the
    ratios of the tables. A reservation of 0 is left out.
    """
    for party in told["parties"]:
        issues: dict[str, dict[str, str]] = {}
        for issue, weight, table in zip(told["issues"], party["weights"], party["tables"], strict=True):
            ratios = [(Fraction(one) / Fraction(weight)).limit_denominator(LARGEST_EVALUATION) for one in table]
            largest = lcm(*(ratio.denominator for ratio in ratios))
            evaluations = (str(ratio * largest) for ratio in ratios)
            issues[issue["name"]] = dict(zip(issue["options"], evaluations, strict=True))
        yield (
            party["profile"],
            Xml(
                issues=issues,
                weights=tuple(map(repr, party["weights"])),
                reservation=repr(party["reservation"]) if party["reservation"] else None,
                discount=repr(party["discount_factor"] or 1.0),
            ),
        )


@pytest.fixture(scope="module", params=DOMAINS)
def scenario(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[dict[str, Any], Settlement]:
    """A domain of the competitions, imported from XML, and its settlement; walk-aways are the lowest value at least."""
    path = SCENARIOS / f"{request.param}.json"
    if not path.is_file():
        pytest.skip("the competition domains stand outside this repository, and are not here")
    told = json.loads(path.read_text(encoding="utf-8"))
    folder = tmp_path_factory.mktemp("scenario")
    where = folder_of(folder)
    for name, profile in profiles_of(told):
        (where / name).write_text(str(profile), encoding="utf-8")
    missing = any(not party["reservation"] for party in told["parties"])
    return told, solve(_raised(reading_of(where, folder / "case", Fraction(0) if missing else None)))


def _raised(reading: Reading) -> Reading:
    """The reading with each walk-away at the lowest value, where it is lower; the reference counts gains from there."""
    starts = (*reading.structure.offsets, reading.structure.columns)
    least = [sum(int(row[a:b].min()) for a, b in pairwise(starts)) for row in reading.worth]
    floors = zip(reading.walk_away, least, strict=True)
    return replace(reading, walk_away=tuple(low if floor is None else max(floor, low) for floor, low in floors))


def test_an_imported_domain_has_the_packages_of_the_reference(scenario: tuple[dict[str, Any], Settlement]) -> None:
    told, answer = scenario
    expected = told["reference_independent"]
    assert answer.counts.total == told["n_outcomes"]
    assert answer.counts.acceptable == expected["n_individually_rational"]
    assert len(answer.frontier.vectors) == expected["pareto_size_distinct_utility_vectors"]
    sums = [party["weights_sum"] for party in told["parties"]]
    floors = [float(answer.reading.points(p, w)) / 100 for p, w in enumerate(answer.reading.walk_away) if w is not None]
    wanted = [w / s for w, s in zip(expected["disagreement_max_of_reservation_and_min"], sums, strict=True)]
    assert floors == pytest.approx(wanted, abs=NEAR)


def test_an_imported_domain_has_the_solutions_of_the_reference(scenario: tuple[dict[str, Any], Settlement]) -> None:
    told, answer = scenario
    expected = told["reference_independent"]
    reading = answer.reading
    if "nash_value" not in expected:
        assert answer.counts.acceptable == 0
        assert not any(choice.packages for choice in answer.choices.values())
        return
    sums = [party["weights_sum"] for party in told["parties"]]
    floors = walk_aways(reading)
    for package in answer.choices["nash"].packages:
        points = [reading.points(p, reading.value(p, package)) for p in range(len(sums))]
        gains = [float(v - w) / 100 * s for v, w, s in zip(points, floors, sums, strict=True)]
        assert prod(gains) == pytest.approx(expected["nash_value"], abs=NEAR)
    # Sums and smallest gains compare parties, so that they are the reference's where all weights sum to the same.
    if max(sums) - min(sums) < NEAR:
        for key in ("egalitarian", "utilitarian", "leximin"):
            for package in answer.choices[key].packages:
                points = [reading.points(p, reading.value(p, package)) for p in range(len(sums))]
                vector = [float(v) / 100 * s for v, s in zip(points, sums, strict=True)]
                assert any(vector == pytest.approx(one, abs=NEAR) for one in expected[f"{key}_utils"]), key


def test_the_domain_without_a_deal_has_none(tmp_path: Path) -> None:
    path = SCENARIOS / "y2013_Lunch.json"
    if not path.is_file():
        pytest.skip("the competition domains stand outside this repository, and are not here")
    where = folder_of(tmp_path)
    for name, profile in profiles_of(json.loads(path.read_text(encoding="utf-8"))):
        (where / name).write_text(str(profile), encoding="utf-8")
    reading = reading_of(where, tmp_path / "case")
    floors = walk_aways(reading)
    assert not any(all(v >= w for v, w in zip(value, floors, strict=True)) for value in values(reading).values())


def test_a_case_that_was_imported_is_answered_under_every_reading_of_a_cell(tmp_path: Path) -> None:
    """Read as silent on a topic, a party has other shares of the others; their denominators have to be coarse too."""
    for n in range(12):
        random = Random(n)
        weights = [random.randint(1, 10**6) for _ in range(5)]
        total = sum(weights)
        profile = Xml(
            issues={
                f"topic {topic}": {f"option {option}": str(random.randint(1, 17)) for option in range(4)}
                for topic in range(5)
            },
            weights=tuple(f"{weight / total:.12f}" for weight in weights),
            reservation=f"{random.random() / 2:.3f}",
        )
        sides = folder_of(tmp_path / str(n), profile, replace(profile, reservation="0.3"))
        case = tmp_path / str(n) / "case"
        imported([sides], case).write(case)
        checked = check_case(case)
        assert checked.case is not None
        assert deal(compiled(checked.case), seed=1, draws=50).cell_alternatives is not None
