"""The conflicts of `examples/literature` are the published ones, state by state, with the published equilibria."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.oracles.graph_model import Model, equilibria, model
from tests.support.places import EXAMPLES, SHARED
from winset.casefile.read import check_case
from winset.model.case import Case

CASES = EXAMPLES / "literature"
FACTS = SHARED / "data" / "graph-model"

PRISONERS = "tucker-1950-prisoners-dilemma"
CHICKEN = "rapoport-1966-chicken"
ELMIRA = "kilgour-2001-elmira"
CUBA = "fraser-1984-cuban-missiles"

EQUILIBRIA: dict[str, dict[str, list[int]]] = {
    PRISONERS: {"nash": [1], "gmr": [1, 4], "smr": [1, 4], "seq": [1, 4]},
    CHICKEN: {"nash": [2, 3], "gmr": [2, 3, 4], "smr": [2, 3, 4], "seq": [2, 3]},
    ELMIRA: {
        "nash": [5, 6, 7, 10, 11, 12],
        "gmr": [1, 4, 5, 6, 7, 10, 11, 12],
        "smr": [1, 4, 5, 6, 7, 10, 11, 12],
        "seq": [5, 6, 7, 10, 11, 12],
    },
    CUBA: {"nash": [6], "gmr": [1, 2, 3, 5, 6, 7, 8], "smr": [1, 2, 3, 5, 6, 7, 8], "seq": [5, 6, 7]},
}
"""Fang, Hipel & Kilgour 1993 for the first two; Kilgour, Hipel, Fang & Peng 2001 for Nash and SEQ of Elmira, whose s5,
s8 and s9 are 7, 10 and {5, 6, 11, 12} here; the rest by brute force from the definitions, not by this package.
"""

FACTS_OF = {PRISONERS: "prisoners_dilemma", ELMIRA: "elmira", CUBA: "cuban_missile"}
LETTERS = {
    "confess": "N", "keep_silent": "Y", "original": "N", "modified": "Y", "delay": "YNN", "accept": "NYN",
    "abandon": "NNY", "does_not_insist": "N", "insists": "Y", "none": "N", "carried_out": "Y", "imposed": "Y",
    "kept": "NN", "withdrawn": "YN", "escalated": "NY",
}  # fmt: skip
"""What each option of a case is in the yes/no options of the shared facts."""


def case(name: str) -> Case:
    checked = check_case(CASES / name)
    assert checked.problems == ()
    assert checked.counts.exact == checked.counts.quotes
    assert checked.case is not None
    return checked.case


def facts(name: str) -> dict[str, Any]:
    path = FACTS / f"{FACTS_OF[name]}.json"
    if not path.is_file():
        pytest.skip(f"{path} is not at hand")
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def yes_no(found: Model) -> list[str]:
    return ["".join(LETTERS[option] for _, option in state) for state in found.states]


def changes(owned: list[int], directions: list[str], before: str, after: str) -> bool:
    """True where the two states differ, only in options that are owned, each in its direction."""
    ways = {"both": ("NY", "YN"), "fwd": ("NY",), "back": ("YN",)}
    differing = [n for n in range(len(before)) if before[n] != after[n]]
    return bool(differing) and all(n in owned and before[n] + after[n] in ways[directions[n]] for n in differing)


def test_every_folder_is_tested() -> None:
    assert {path.parent.name for path in CASES.glob("*/case.yaml")} == set(EQUILIBRIA)


@pytest.mark.parametrize("name", EQUILIBRIA)
def test_the_equilibria_are_the_published_ones(name: str) -> None:
    assert equilibria(model(case(name))) == EQUILIBRIA[name]


@pytest.mark.parametrize("name", EQUILIBRIA)
def test_the_head_of_the_case_names_the_nash_equilibria(name: str) -> None:
    text = (CASES / name / "case.yaml").read_text(encoding="utf-8")
    assert f"# Equilibria:  Nash {', '.join(map(str, EQUILIBRIA[name]['nash']))}  ·  GMR " in text


@pytest.mark.parametrize("name", FACTS_OF)
def test_states_moves_and_preferences_are_those_of_the_shared_facts(name: str) -> None:
    found, told = model(case(name)), facts(name)
    states = yes_no(found)
    assert states == [state["yn"] for state in told["states"]]
    directions = [option["direction"] for option in told["options"]]
    for party, one in zip(found.rank, told["decision_makers"], strict=True):
        rank, payoffs = found.rank[party], one["payoffs"]
        for s, before in enumerate(states):
            for t, after in enumerate(states):
                assert (rank[s] > rank[t]) == (payoffs[s] > payoffs[t])
                assert (t in found.reach[party][s]) == changes(one["options"], directions, before, after)
    independent = told["independent_results"]["concepts"]
    assert {key: independent[key]["equilibria"] for key in EQUILIBRIA[name]} == EQUILIBRIA[name]


def test_chicken_has_the_payoffs_of_the_textbook() -> None:
    rank = model(case(CHICKEN)).rank
    assert [sorted(set(rank["first"])).index(one) + 1 for one in rank["first"]] == [1, 2, 4, 3]
    assert [sorted(set(rank["second"])).index(one) + 1 for one in rank["second"]] == [1, 4, 2, 3]


def test_the_ministry_and_uniroyal_can_leave_the_long_delay_together() -> None:
    found = model(case(ELMIRA))
    delayed, settled = 6, 9
    assert found.states[settled] == (("order", "modified"), ("company", "accept"), ("town", "insists"))
    assert all(found.rank[party][settled] > found.rank[party][delayed] for party in ("ministry", "uniroyal"))
    assert found.rank["local_government"][settled] < found.rank["local_government"][delayed]
