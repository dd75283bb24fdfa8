"""Where rules and links join too many issues, the search through packages gives the answers of looking at each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

import numpy as np
import pytest

from tests.oracles.random_tables import random_case_with_tables
from winset.analyses.settlement.blockers import Concession
from winset.analyses.settlement.choose import gain_scale
from winset.analyses.settlement.layers import TooJoined
from winset.analyses.settlement.methods import selection
from winset.analyses.settlement.methods.enumeration import Enumeration
from winset.analyses.settlement.methods.joined import Joined
from winset.analyses.settlement.methods.selection import SolverOptions, select_method
from winset.analyses.settlement.search import joined_sample, relaxation
from winset.analyses.settlement.search.tree import Effort
from winset.analyses.settlement.settle import Settlement, solve, solve_with
from winset.compiled import CompiledRule, Condition, compiled
from winset.model.case import Case
from winset.readings import Reading, central
from winset.readings.exact import LinkWorth

from .cases import positions, random_raw
from .wide_readings import joined_reading, wide_reading

many = pytest.mark.parametrize("cases", [4, pytest.param(120, marks=pytest.mark.slow)])
KINDS = ("few issues", "layers", "across three and more", "tables")


def readings(kind: str, cases: int) -> Iterator[Reading]:
    """Random readings of one kind, with red lines, links, rules, bodies and options that need others."""
    for number in range(cases):
        if kind == "few issues":
            yield central(positions(random_raw(f"joined {number}")))
        elif kind == "layers":
            yield joined_reading(f"joined {number}")
        elif kind == "tables":
            raw = random_case_with_tables(Random(f"joined {number}"))
            yield central(compiled(Case.model_validate(raw), next(iter(raw["tables"]))))
        else:
            yield across_many(f"joined {number}")


def across_many(name: str) -> Reading:
    """A random reading with links and rules each of which names three issues or more."""
    reading, draw = wide_reading(name, issues=6), Random(f"across {name}")
    sizes = reading.structure.sizes
    grain = int(reading.worth.max()) // 2 + 1
    links = tuple(
        LinkWorth(
            party=draw.randrange(len(reading.walk_away)), when=condition(draw, sizes), worth=draw.randint(-grain, grain)
        )
        for _ in range(draw.randint(1, 6))
    )
    rules = tuple(CompiledRule(name=f"r{n}", if_=condition(draw, sizes), then=condition(draw, sizes)) for n in range(2))
    structure = replace(reading.structure, rules=(*reading.structure.rules, *rules))
    return replace(reading, structure=structure, links=(*reading.links, *links))


def condition(draw: Random, sizes: tuple[int, ...]) -> Condition:
    """One of three issues or more."""
    named = sorted(draw.sample(range(len(sizes)), draw.randint(3, min(4, len(sizes)))))
    return tuple(
        (issue, frozenset(draw.sample(range(sizes[issue]), draw.randint(1, max(1, sizes[issue] - 1)))))
        for issue in named
    )


@pytest.fixture(autouse=True, params=[1, 20, 500])
def relaxed(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is known of the relaxation: hardly anything, some or all."""
    monkeypatch.setattr(relaxation, "MOST_TOGETHER", request.param)
    monkeypatch.setattr(joined_sample, "SAMPLE", 2_000)


@many
@pytest.mark.parametrize("kind", KINDS)
def test_the_answer_is_that_of_looking_at_every_package(kind: str, cases: int) -> None:
    deals = none = 0
    for reading in readings(kind, cases):
        expected = solve(reading, SolverOptions(method="enumeration"))
        same(expected, solve_with(Joined(reading), "joined"))
        deals, none = deals + (expected.status == "answered"), none + (expected.status == "none")
    assert deals
    assert none or kind == "few issues"


def same(expected: Settlement, found: Settlement) -> None:
    """The answers agree, as far as the search gives them."""
    assert (found.status, found.load_bearing) == (expected.status, expected.load_bearing)
    assert found.counts.total == expected.counts.total
    for key, choice in expected.choices.items():
        other = found.choices[key]
        assert (other.status, other.key, other.packages, other.complete) == (
            choice.status, choice.key, choice.packages, choice.complete,
        ), key  # fmt: skip
    vectors = {tuple(vector) for vector in expected.frontier.vectors.tolist()}
    assert found.frontier.complete == (expected.status == "none")
    if gain_scale(found.reading) is not None and expected.status == "answered":
        nash = found.choices["leximin"].packages[0]
        values = tuple(found.reading.value(party, nash) for party in found.reading.structure.bargaining)
        assert values in vectors
    if expected.no_deal is None:
        assert found.no_deal is None
        return
    assert found.no_deal is not None
    assert found.no_deal.blockers == expected.no_deal.blockers
    assert not found.no_deal.all_concessions
    assert found.no_deal.concessions == tuple(filter(asks_one, expected.no_deal.concessions))
    assert [opening.constraint for opening in found.openings] == [opening.constraint for opening in expected.openings]
    assert [opening.end for opening in found.openings] == [opening.end for opening in expected.openings]
    if gain_scale(found.reading) is not None and not isinstance(found, Enumeration):
        assert all(opening in expected.openings for opening in found.openings)


def asks_one(concession: Concession) -> bool:
    return sum(bool(points) for points in (*concession.points, *concession.bodies)) == 1


@many
@pytest.mark.parametrize("kind", KINDS)
def test_the_least_and_the_most_and_what_reaches_a_vector_are_those_of_every_package(kind: str, cases: int) -> None:
    for reading in readings(kind, cases):
        every, found = Enumeration(reading), Joined(reading)
        assert found.has_deal == every.has_deal
        if not every.has_deal:
            continue
        assert found.ideal().tolist() == every.ideal().tolist()
        assert found.least().tolist() == every.least().tolist()
        for vector in every.frontier.vectors[:3]:
            assert np.array_equal(found.reaching(vector).packages, every.reaching(vector).packages)
            assert found.reaching(vector).complete


@many
@pytest.mark.parametrize("kind", KINDS)
def test_estimated_counts_are_those_of_every_package_within_their_error(kind: str, cases: int) -> None:
    for reading in readings(kind, cases):
        truth, counts = Enumeration(reading).counts, Joined(reading).counts
        assert abs(counts.feasible - truth.feasible) <= 1 + 8 * counts.feasible_error
        assert abs(counts.acceptable - truth.acceptable) <= 1 + 8 * counts.error
        assert counts.acceptable > 0 or not truth.acceptable


def test_a_search_that_stops_gives_what_it_found_and_what_nothing_exceeds() -> None:
    stopped = 0
    for reading in readings("across three and more", 12):
        truth = solve(reading, SolverOptions(method="enumeration"))
        for nodes in (3, 40):
            found = Joined(reading, Effort(nodes=nodes))
            if not found.has_deal:
                assert not (found.is_proven and truth.status == "answered")
                continue
            for key, choice in found.choices().items():
                best = truth.choices[key].key
                assert choice.status in ("limit", truth.choices[key].status)
                assert choice.key is None or best is None or choice.key <= best
                stopped += choice.status == "limit"
            assert set(found.load_bearing()) <= set(truth.load_bearing)
    assert stopped


def test_it_is_taken_where_rules_and_links_join_too_many_issues_for_everything_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for limit in ("FEW", "MOST", "SOME", "SOON"):
        monkeypatch.setattr(selection, limit, 10)
    monkeypatch.setattr(selection, "few_lawful", lambda _: None)
    monkeypatch.setattr(selection, "_by_sums", too_joined)
    for reading in readings("across three and more", 4):
        taken = select_method(reading)
        assert isinstance(taken.method, Joined)
        assert "join too many issues" in taken.because


def too_joined(*_: object) -> None:
    raise TooJoined
