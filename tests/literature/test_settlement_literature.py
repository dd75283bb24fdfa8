"""Published cases and worked numbers, each with the answer that was published or computed independently."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from math import lcm, prod
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from winset.analyses.settlement.blockers import hitting_sets
from winset.analyses.settlement.methods.fold import Fold
from winset.analyses.settlement.methods.search import Search
from winset.analyses.settlement.settle import Settlement, solve
from winset.analyses.settlement.solutions import Context, maximisers, solutions
from winset.compiled import Structure
from winset.readings import Reading

HERE = Path(__file__).parent
SCENARIOS = HERE.parents[2] / "shared" / "data" / "scenarios"
NEAR = 1e-9
"""The reference results were computed in floating point with a tolerance of 1e-10, and weights are taken to twelve
decimals here: sums over at most sixteen issues then agree to ten times less than this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worths:
    """Exact worths of every option: tables[party][issue][option], and the walk-aways on the same scale."""

    tables: list[list[list[Fraction]]]
    walk_away: list[Fraction]


def reading_of(worths: Worths) -> Reading:
    """The question in which every party must accept, nothing is rejected and no issue has a status quo."""
    parties = len(worths.tables)
    sizes = tuple(len(row) for row in worths.tables[0])
    rows = [[one for row in table for one in row] for table in worths.tables]
    denominators = tuple(
        lcm(*(one.denominator for one in [*row, floor])) for row, floor in zip(rows, worths.walk_away, strict=True)
    )
    everyone = tuple(range(parties))
    return Reading(
        structure=Structure(
            sizes=sizes,
            status_quo=(None,) * len(sizes),
            open=np.ones(sum(sizes), dtype=bool),
            always=everyone,
            bargaining=everyone,
            needs=np.zeros((sum(sizes), parties), dtype=bool),
            red_lines=((),) * parties,
            rules=(),
        ),
        worth=np.array(
            [[int(one * d) for one in row] for row, d in zip(rows, denominators, strict=True)], dtype=np.int64
        ),
        denominator=denominators,
        walk_away=tuple(int(one * d) for one, d in zip(worths.walk_away, denominators, strict=True)),
        links=(),
        floors=(),
        weights=(None,) * parties,
    )


def gains(answer: Settlement, package: tuple[int, ...]) -> tuple[Fraction, ...]:
    reading = answer.reading
    found = []
    for party, floor in enumerate(reading.walk_away):
        assert floor is not None
        found.append(reading.points(party, reading.value(party, package) - floor))
    return tuple(found)


def vectors_of(answer: Settlement, key: str) -> set[tuple[Fraction, ...]]:
    return {gains(answer, package) for package in answer.choices[key].packages}


def one_issue(values: list[tuple[str, ...]], walk_away: tuple[str, ...]) -> Worths:
    """Packages that are the options of one issue, with their values to each party."""
    columns = list(zip(*values, strict=True))
    return Worths(
        tables=[[[Fraction(one) for one in column]] for column in columns],
        walk_away=[Fraction(one) for one in walk_away],
    )


def test_three_packages_with_worked_numbers() -> None:
    answer = solve(reading_of(one_issue([("1", ".16"), (".16", "1"), (".299", ".299")], (".16", ".16"))))
    assert answer.counts.acceptable == 3
    assert len(answer.frontier.vectors) == 3
    assert answer.choices["nash"].packages == ((2,),)
    first, second = gains(answer, (2,))
    assert first * second == Fraction("0.019321")
    assert answer.choices["egalitarian"].packages == ((2,),)
    assert first == Fraction("0.139")
    assert answer.choices["kalai_smorodinsky"].packages == ((2,),)
    assert round(float(first / Fraction(".84")), 6) == 0.165476
    assert answer.choices["utilitarian"].packages == ((0,), (1,))
    assert {sum(vector) for vector in vectors_of(answer, "utilitarian")} == {Fraction("1.16") - Fraction(".32")}


def test_kalai_smorodinsky_takes_the_larger_smallest_ratio_not_the_most_equal() -> None:
    told = Context(unit=1, ideal=(100, 100), least=(44, 45))
    chosen, _ = maximisers(solutions["kalai_smorodinsky"], [(44, 46), (50, 45)], told)
    assert chosen == [1]


def test_the_ideal_is_taken_over_the_acceptable_packages() -> None:
    # The first party could have 10 in a package that the second does not accept; that package sets no ideal.
    answer = solve(reading_of(one_issue([("10", "-1"), ("4", "4"), ("3", "6")], ("0", "0"))))
    assert answer.counts.acceptable == 2
    # Ratios are (1, 2/3) and (3/4, 1); with the ideal over all packages they would be (.4, 2/3) and (.3, 1).
    assert answer.choices["kalai_smorodinsky"].packages == ((2,),)


def published(name: str) -> Any:
    return json.loads((HERE / "data" / name).read_text(encoding="utf-8"))


def test_bill_and_jack_exchange_what_nash_says() -> None:
    told = published("nash_1950_bill_and_jack.json")
    things = told["things"]
    tables = [
        [[Fraction(0), Fraction(thing["worth"][party]) * (-1 if thing["owner"] == party else 1)] for thing in things]
        for party in ("bill", "jack")
    ]
    answer = solve(reading_of(Worths(tables=tables, walk_away=[Fraction(0), Fraction(0)])))
    assert answer.counts.total == 2 ** len(things)
    given = {
        frozenset(one["name"] for one, moved in zip(things, package, strict=True) if moved)
        for package in answer.choices["nash"].packages
    }
    assert given == {frozenset(told["exchanged"])}
    assert vectors_of(answer, "nash") == {tuple(Fraction(gain) for gain in told["gains"])}


def test_conflicts_and_repairs_of_a_published_formula() -> None:
    # Each clause is a party that accepts the assignments that make it true; an assignment is a package.
    told = published("liffiton_sakallah_2008_formula.json")
    assignments = list(product((False, True), repeat=told["variables"]))

    def holds(clause: list[int], assignment: tuple[bool, ...]) -> bool:
        return any(assignment[abs(literal) - 1] == (literal > 0) for literal in clause)

    tables = [[[Fraction(holds(clause, assignment)) for assignment in assignments]] for clause in told["clauses"]]
    answer = solve(reading_of(Worths(tables=tables, walk_away=[Fraction(1)] * len(tables))))
    assert answer.no_deal is not None
    blockers = answer.no_deal.blockers

    def numbered(sets: tuple[frozenset[int], ...]) -> set[frozenset[int]]:
        return {frozenset(blockers.constraints[n].party + 1 for n in one) for one in sets}

    assert numbered(blockers.conflicts) == {frozenset(one) for one in told["minimal_unsatisfiable"]}
    assert numbered(blockers.repairs) == {frozenset(one) for one in told["minimal_correction"]}
    again, complete = hitting_sets([frozenset(one) for one in told["minimal_unsatisfiable"]], 100)
    assert complete
    assert set(again) == {frozenset(one) for one in told["minimal_correction"]}


def generated(parties: int, issues: int) -> Reading:
    """The table of E3: random weights and options, in whole numbers of a ten-thousandth, walk-aways 0."""
    random, options = np.random.default_rng(1), 10
    weights = random.dirichlet(np.ones(issues), size=parties)
    columns: list[NDArray[np.float64]] = []
    for issue in range(issues):
        random.random((options, 1))
        table = random.random((options, parties))
        columns.append(np.round(table / table.max(0) * weights[:, issue] * 10000))
    tables = [[[Fraction(int(one)) for one in column[:, party]] for column in columns] for party in range(parties)]
    return reading_of(Worths(tables=tables, walk_away=[Fraction(0)] * parties))


E3 = [
    (2, 4, 4, 96540345, 9655, 19654),
    (2, 5, 10, 95066994, 9678, 19501),
    (3, 4, 117, 505640272704, 7388, 24524),
    (3, 5, 422, 637800699360, 8158, 25974),
    (5, 4, 319, 50064343969576795404, 8116, 43634),
    (5, 5, 616, 58053441192425054720, 8576, 44888),
]


@pytest.mark.parametrize(("parties", "issues", "frontier", "nash", "egalitarian", "utilitarian"), E3)
def test_generated_tables(
    parties: int, issues: int, frontier: int, nash: int, egalitarian: int, utilitarian: int
) -> None:
    answer = solve(generated(parties, issues))
    assert answer.counts.acceptable == 10**issues
    assert len(answer.frontier.vectors) == frontier
    assert {prod(vector) for vector in vectors_of(answer, "nash")} == {nash}
    assert {min(vector) for vector in vectors_of(answer, "egalitarian")} == {egalitarian}
    assert {sum(vector) for vector in vectors_of(answer, "utilitarian")} == {utilitarian}


E3_LARGE = [
    (2, 9, 73), (2, 12, 117), (2, 15, 154), (3, 9, 994), (3, 12, 3058), (3, 15, 5681), (4, 9, 4850), (4, 12, 12669),
    pytest.param(4, 15, 59224, marks=pytest.mark.slow), pytest.param(5, 9, 35903, marks=pytest.mark.slow),
    pytest.param(5, 12, 113075, marks=pytest.mark.slow),
]  # fmt: skip


@pytest.mark.parametrize(("parties", "issues", "frontier"), E3_LARGE)
def test_the_frontier_of_generated_tables_up_to_10_to_the_15_packages(parties: int, issues: int, frontier: int) -> None:
    method = Fold(generated(parties, issues))
    assert len(method.vectors) == frontier
    assert method.counts.total == 10**issues


@pytest.mark.slow
@pytest.mark.parametrize(
    ("parties", "issues", "share", "frontier"), [(4, 15, 6, 40845), (5, 9, 6, 7532), (5, 12, 6, 32065)]
)
def test_the_frontier_above_walk_aways_at_six_tenths(parties: int, issues: int, share: int, frontier: int) -> None:
    reading = generated(parties, issues)
    most = [int(row.reshape(issues, 10).max(axis=1).sum()) for row in reading.worth]
    walk_away = tuple(share * one // 10 for one in most)
    assert len(Fold(replace(reading, walk_away=walk_away)).vectors) == frontier


@pytest.mark.parametrize(
    ("issues", "nash", "egalitarian"),
    [
        (5, 58053441192425054720, 8576),
        (9, 35998192102292591787, 7788),
        (15, 43327621104872552448, 8265),
    ],
)
def test_search_proves_the_optima_that_another_solver_proves(issues: int, nash: int, egalitarian: int) -> None:
    """The values for 10^9 and 10^15 are those of CP-SAT (OR-Tools 9.15), which `./dev bench settlement` runs."""
    choices = Search(generated(5, issues)).choices()
    assert choices["nash"].key == nash
    assert choices["egalitarian"].key == egalitarian
    assert {choice.status for key, choice in choices.items() if key != "nash_weighted"} == {"found"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("parties", "frontier", "nash", "egalitarian", "utilitarian"),
    [(2, 13, 89614336, 9248, 18940), (5, 2650, None, None, None)],
)
def test_generated_tables_of_a_million_packages(
    parties: int, frontier: int, nash: int | None, egalitarian: int | None, utilitarian: int | None
) -> None:
    answer = solve(generated(parties, 6))
    assert len(answer.frontier.vectors) == frontier
    if nash is not None:
        assert {prod(vector) for vector in vectors_of(answer, "nash")} == {nash}
        assert {min(vector) for vector in vectors_of(answer, "egalitarian")} == {egalitarian}
        assert {sum(vector) for vector in vectors_of(answer, "utilitarian")} == {utilitarian}


DOMAINS = (
    "other_Domain16",
    "y2010_EnglandZimbabwe",
    "y2012_BarterC",
    "y2012_CameraA",
    "y2012_LaptopB",
    "y2013_Lunch",
    "y2013_NiceOrDie",
    "y2015_group2-politics",
    "y2015_group3-bank_robbery",
    "y2015_group6-tram",
    "y2016_ClockWork",
    "y2016_Terra",
)
PLACES = 12
"""Decimals to which the weights of a domain are taken. Evaluations over their maximum are rebuilt as fractions, so
that sums which are equal in exact arithmetic stay equal."""
LARGEST_EVALUATION = 2000


def domain(told: dict[str, Any]) -> Worths:
    """A domain's tables as exact numbers, with the walk-away at the reservation or the lowest value, if that is
    higher.
    """
    tables, walk_away = [], []
    for party in told["parties"]:
        rows = []
        for weight, table in zip(party["weights"], party["tables"], strict=True):
            share = Fraction(round(Fraction(weight) * 10**PLACES), 10**PLACES)
            ratios = [(Fraction(one) / Fraction(weight)).limit_denominator(LARGEST_EVALUATION) for one in table]
            rows.append([share * ratio for ratio in ratios])
        lowest = sum((min(row) for row in rows), Fraction(0))
        tables.append(rows)
        walk_away.append(max(lowest, Fraction(repr(party["reservation"]))))
    return Worths(tables=tables, walk_away=walk_away)


@pytest.fixture(scope="module", params=DOMAINS)
def scenario(request: pytest.FixtureRequest) -> tuple[dict[str, Any], Settlement]:
    """A domain of the automated-negotiation competitions and its settlement, worked out once."""
    path = SCENARIOS / f"{request.param}.json"
    if not path.is_file():
        pytest.skip("the competition domains stand outside this repository, and are not here")
    told = json.loads(path.read_text(encoding="utf-8"))
    return told, solve(reading_of(domain(told)))


def near(found: Fraction, expected: float) -> bool:
    return abs(float(found) - expected) <= NEAR


def same_vectors(found: set[tuple[Fraction, ...]], expected: list[list[float]]) -> bool:
    """Whether each vector of the reference stands for one that was found, and the reverse."""
    left = np.array([[float(one) for one in vector] for vector in found])
    right = np.array(expected)
    if left.shape != right.shape:
        return False
    close = np.abs(left[:, None, :] - right[None, :, :]).max(axis=2) <= NEAR
    return bool((close.sum(axis=0) == 1).all() and (close.sum(axis=1) == 1).all())


def values(answer: Settlement, packages: tuple[tuple[int, ...], ...]) -> set[tuple[Fraction, ...]]:
    reading = answer.reading
    return {tuple(reading.points(p, reading.value(p, x)) for p in range(len(reading.denominator))) for x in packages}


def test_a_domain_has_the_packages_and_the_frontier_of_the_reference(
    scenario: tuple[dict[str, Any], Settlement],
) -> None:
    told, answer = scenario
    expected = told["reference_independent"]
    assert answer.counts.total == told["n_outcomes"]
    assert answer.counts.acceptable == expected["n_individually_rational"]
    assert len(answer.frontier.vectors) == expected["pareto_size_distinct_utility_vectors"]
    floors = [answer.reading.points(p, w) for p, w in enumerate(answer.reading.walk_away) if w is not None]
    assert all(map(near, floors, expected["disagreement_max_of_reservation_and_min"]))
    if "pareto_utils" in expected:
        front = tuple(tuple(row) for row in answer.frontier.packages.tolist())
        assert same_vectors(values(answer, front), expected["pareto_utils"])


def test_a_domain_has_the_solutions_of_the_reference(scenario: tuple[dict[str, Any], Settlement]) -> None:
    told, answer = scenario
    expected = told["reference_independent"]
    if "nash_value" not in expected:
        found = {key: choice.status for key, choice in answer.choices.items() if not choice.solution.needs_weights}
        assert set(found.values()) == {"none exists"}
        return
    for key in ("nash", "egalitarian", "utilitarian", "leximin"):
        assert same_vectors(values(answer, answer.choices[key].packages), expected[f"{key}_utils"]), key
    assert all(near(prod(vector, start=Fraction(1)), expected["nash_value"]) for vector in vectors_of(answer, "nash"))
    assert all(near(min(vector), expected["egalitarian_value"]) for vector in vectors_of(answer, "egalitarian"))
    best = values(answer, answer.choices["utilitarian"].packages)
    assert all(near(sum(vector, Fraction(0)), expected["utilitarian_value"]) for vector in best)


def test_a_domain_has_the_kalai_smorodinsky_ratio_of_the_reference(
    scenario: tuple[dict[str, Any], Settlement],
) -> None:
    told, answer = scenario
    expected = told["reference_independent"]
    if "ks_value_IR_ideal" not in expected:
        assert answer.choices["kalai_smorodinsky"].status == "none exists"
        return
    reading = answer.reading
    ideals = [reading.points(p, max(int(v) for v in row)) for p, row in enumerate(answer.win_set.values)]
    assert all(map(near, ideals, expected["ideal_over_individually_rational"]))
    floors = [reading.points(p, w) for p, w in enumerate(reading.walk_away) if w is not None]
    found = values(answer, answer.choices["kalai_smorodinsky"].packages)
    for vector in found:
        ratios = [(v - w) / (a - w) for v, a, w in zip(vector, ideals, floors, strict=True) if a > w]
        assert near(min(ratios), expected["ks_value_IR_ideal"])
    # The reference lists all packages with the largest smallest ratio; leximin of the ratios chooses among them.
    listed = expected["ks_utils_IR_ideal"]
    assert all(any(all(map(near, vector, one)) for one in listed) for vector in found)


def test_a_domain_without_a_deal_has_the_conflicts_and_repairs_of_the_reference(
    scenario: tuple[dict[str, Any], Settlement],
) -> None:
    told, answer = scenario
    expected = told["reference_independent"]
    if "minimal_unsatisfiable_party_sets" not in expected:
        assert answer.no_deal is None
        return
    assert answer.no_deal is not None
    blockers, concessions = answer.no_deal.blockers, answer.no_deal.concessions

    def named(sets: tuple[frozenset[int], ...]) -> set[frozenset[int]]:
        return {frozenset(blockers.constraints[n].party for n in one) for one in sets}

    assert named(blockers.conflicts) == {frozenset(one) for one in expected["minimal_unsatisfiable_party_sets"]}
    assert named(blockers.repairs) == {frozenset(one) for one in expected["minimal_correction_party_sets"]}
    assert set(blockers.pivotal) == {one[0] for one in expected["minimal_correction_party_sets"] if len(one) == 1}
    assert near(-min(max(concession.points) for concession in concessions), expected["max_min_slack"])
