"""What `winset deal` says: short, in a fixed order, and no more than is known."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.laws.cases import Raw, dispute, wants
from tests.oracles.random_cases import as_yaml
from tests.support.deals import Answered, answered, example
from winset.questions.settlement.headline import three_rules
from winset.report.blocks import Bullets, Hint, Sentence
from winset.report.pieces import plain
from winset.report.renderers.terminal import text
from winset.study import Study

ALASKA = "examples/alaska-2025"
MOST_WORDS, MOST_IN_SENTENCE = 460, 40
"""Words that are left for the verdict, which stands before all that is said here of an example as it is shipped."""
SAID = [
    (ALASKA, ()),
    *((ALASKA, (name,)) for name in ("us_hardens", "literal_conditions", "conditions_as_opening_bid")),
    ("examples/camp-david-1978", ()),
    ("examples/classroom", ()),
    ("examples/exchange", ()),
    ("tests/fixtures/spun", ()),
]
GONE = (
    "read with silence as indifference",
    "some ways to fill the silence",
    "giving way alone:",
    "is not read into the sources",
    " draw",
    "rule of three",
    "Centrally",
    "Could open a deal",
    "holds by itself",
)


def write(folder: Path, raw: Raw) -> Answered:
    """The answer to a case that is written for the test."""
    (folder / "case.yaml").write_text(as_yaml(raw), encoding="utf-8")
    return answered(Study.read(folder), trials=50)


def lines(found: Answered, depth: tuple[str, ...]) -> Iterator[str]:
    """Every paragraph and bullet down to a depth; commands and hints are no sentences."""
    for section in found.disclosed().report.sections:
        for block in section.blocks if section.depth in depth else ():
            if isinstance(block, Sentence) and not isinstance(block, Hint) and block.depth in depth:
                yield plain(str(block.text))
            if isinstance(block, Bullets) and block.depth in depth:
                yield from (plain(str(item)) for item in block.items)


@pytest.mark.parametrize(("where", "variants"), SAID)
def test_it_fits_a_screen_or_two_and_no_sentence_is_long(where: str, variants: tuple[str, ...]) -> None:
    found = example(where, *variants)
    page = text(found.disclosed())
    assert len(page.split()) <= MOST_WORDS + (100 if variants else 0)
    assert len(page.splitlines()) <= 75
    for line in lines(found, ("answer", "main")):
        for sentence in re.split(r"(?<=[.?!;:]) ", line):
            assert len(sentence.split()) <= MOST_IN_SENTENCE, sentence
    for gone in GONE:
        assert gone not in found.page(), gone
        assert gone not in " ".join(lines(found, ("answer", "main", "detail"))), gone


def test_the_sections_stand_in_one_order_and_full_only_adds_some() -> None:
    def titles(*, full: bool) -> list[str]:
        shown = text(example().disclosed(full=full)).splitlines()
        return [line for line in shown if line.isupper() and not line.startswith(" ")]

    short, whole = titles(full=False), titles(full=True)
    assert short == [
        "IS THERE A DEAL?",
        "WHY",
        "WHAT WOULD OPEN A DEAL",
        "WHAT THIS WOULD OPEN",
        "ASK FIRST",
        "LOOK NEXT",
    ]
    assert [one for one in whole if one in short] == short
    assert len(whole) > len(short)


def test_openings_are_told_by_kind_a_stated_red_line_last() -> None:
    page = example().page()
    places = [page.index(one) for one in ("A lower walk-away:", "a deal appears:", "A stated red line given up:")]
    assert places == sorted(places)
    told = example().document()["openings"]
    kinds = [one["kind"] for one in told]
    assert kinds == sorted(kinds, key=["price", "inference", "red_line"].index)
    assert {"change", "from", "to", "opens"} <= set.intersection(*(set(one) for one in told))
    assert "cell.guarantees.russia" in [one["change"] for one in told]
    assert "(within the judged range)" in page
    assert "judged range" not in " ".join(text(example().disclosed("open")).split())


def refusing(*, priced: bool) -> Raw:
    """A dispute in which each of two refuses what the other wants, and nothing else counts."""
    case = dispute()
    for name in ("border", "trade"):
        del case["issues"][name], case["positions"][name]
    del case["issues"]["prisoners"]["status_quo"]
    case["positions"]["prisoners"] = {
        "north": wants("freed", rejects=[{"option": "held", "basis": "inferred", "because": "x"}]),
        "south": wants("held", rejects=[{"option": "freed", "basis": "inferred", "because": "x"}]),
    }
    if priced:
        scores = {"north": {"freed": 100, "held": 0}, "south": {"freed": 0, "held": 100}}
        case["judgements"] = {"scores": {"prisoners": scores}}
    return case


@pytest.mark.parametrize("priced", [True, False])
def test_a_stated_refusal_without_a_price_says_so(tmp_path: Path, *, priced: bool) -> None:
    found = write(tmp_path, refusing(priced=priced))
    told = found.document()["openings"]
    assert {one["priced"] for one in told if one["change"].startswith("red_line")} == {priced}
    stated = tuple(
        replace(opening, constraint=replace(opening.constraint, line=replace(opening.constraint.line, basis="stated")))  # type: ignore[type-var]
        for opening in found.deal.central.openings
    )
    page = found.but_centrally(openings=stated).page()
    assert "A stated red line given up:" in page
    for party in ("North", "South"):
        assert (f"the case does not say what this would cost {party}" in page) is not priced


def silent_south(**judged: Any) -> Raw:
    """A dispute with a deal in which South says nothing on the prisoners."""
    case = dispute(judgements=judged)
    case["positions"]["prisoners"]["south"] = "silent"
    return case


def test_a_term_on_which_a_party_is_silent_is_marked_counted_and_its_worst_view_told(tmp_path: Path) -> None:
    found = write(tmp_path, silent_south(walk_away={"north": 30, "south": 40}))
    package = found.document()["solutions"]["nash"]["packages"][0]
    (term,) = package["silent_terms"]
    assert (term["issue"], term["option"], term["party"]) == ("prisoners", "freed", "south")
    assert term["gain_falls_by"] > 0
    assert term["judged"] is False
    assert re.search(
        r"(One of the \w+|The only) terms? of package 1 below rests on a party whose view is not", found.page()
    )
    assert "whose view is not known" in found.page()
    assert "South’s view of prisoners is not known; were it the least favourable, the gain" in found.page(full=True)
    sinks = "South’s view of prisoners, at the least favourable, would sink it"
    assert (sinks in found.page()) is not term["still_accepts"]


def test_a_silence_that_turns_the_answer_whatever_is_wanted_matters_at_all() -> None:
    found = example()
    silent = [one for one in found.deal.cell_alternatives or () if one.kind == "silent"]
    cell = [one for one in silent if (one.party, one.issue) == (silent[0].party, silent[0].issue)]
    alike = [replace(one, effect="a deal") for one in cell]
    (line,) = [plain(one) for one in found.words.turned(alike)]
    assert "matters to" in line
    assert "at all" in line
    assert line.endswith("the weight that it then has is taken from the other issues")
    assert len(found.words.turned([*alike[1:], replace(alike[0], effect="no deal")])) == len(alike)
    assert len(found.words.turned(alike[1:])) == len(alike) - 1  # not every way to fill it was given


def test_the_rules_of_silence_are_told_only_where_they_differ() -> None:
    assert three_rules(example(ALASKA, "kremlin_unchanged").words) == ""
    assert three_rules(example("examples/classroom").words) == ""
    hardens = three_rules(example(ALASKA, "us_hardens").words)
    assert hardens.startswith("on the issues alone on which no needed party is silent there is no deal; ")
    assert re.search(r"there is one in about [a-z ]+ trials$", hardens)


def test_what_readers_must_know_of_an_option_stands_under_every_package_that_holds_it(tmp_path: Path) -> None:
    case = dispute(judgements={"walk_away": {"north": 20, "south": 20}})
    legal = {"kind": "legal", "text": "The law forbids it."}
    case["issues"]["prisoners"]["options"] = {"held": "h", "freed": {"label": "f", "flags": [legal]}}
    found = write(tmp_path, case)
    for page in (found.page(), found.page(full=True)):
        assert "Legal: The law forbids it (unsourced)." in page
    assert found.document()["solutions"]["nash"]["packages"][0]["flags"] == ["Legal: The law forbids it (unsourced)."]


def test_combinations_on_which_the_sources_are_silent_are_told_once_a_party() -> None:
    (line,) = [
        default for default in example().words.defaults() if default.startswith("Points are judged for combinations")
    ]
    assert plain(line).count("Russia") == 1


def test_nothing_judged_of_a_silent_term_is_said_where_it_may_not_be() -> None:
    shown = json.dumps(example().disclosed("open").document["openings"][0]["opens"]["silent_terms"])
    assert "null" in shown
    assert not re.search(r'"(gain_falls_by|still_accepts|judged)": (?!null)', shown)
    assert "would sink it" not in " ".join(text(example().disclosed("open")).split())
