"""The slow answers are checked by hand, because everything else is checked against them."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from random import Random
from typing import Any

import pytest
import yaml

from .random_cases import as_yaml, random_case
from .settlement_oracle import Answer, Blockers, Names, Package, Vector, answer, coprime, solutions_over


def vector(*points: str) -> Vector:
    """Gains written as decimals."""
    return tuple(Fraction(point) for point in points)


def gains(**given: Vector) -> dict[Package, Vector]:
    """The gains of packages of one issue, by their option."""
    return {(name,): one for name, one in given.items()}


def packages(*names: str) -> frozenset[Package]:
    """Packages of one issue, by their option."""
    return frozenset((name,) for name in names)


def dispute(**sections: Any) -> dict[str, Any]:
    """Two parties with opposite ideals on a border (three options on a line) and equal ones on trade."""
    case: dict[str, Any] = {
        "winset": 1,
        "case": {"id": "dispute", "title": "A dispute", "as_of": "2025-01-01"},
        "parties": {"north": {}, "south": {}},
        "issues": {
            "border": {"scale": True, "status_quo": "old", "options": {"old": "", "middle": "", "new": ""}},
            "trade": {"status_quo": "shut", "options": {"shut": "", "open": ""}},
        },
        "positions": {
            "border": {"north": {"ideal": "old"}, "south": {"ideal": "new"}},
            "trade": {"north": {"ideal": "open"}, "south": {"ideal": "open"}},
        },
    }
    return case | sections


def blockers_of(case: dict[str, Any]) -> Blockers:
    """Why the case has no deal."""
    blockers = answer(case).blockers
    assert blockers is not None
    return blockers


def minimal_hitting_sets(sets: Iterable[Names]) -> frozenset[Names]:
    """The smallest sets that share an element with every set, tried in order of size."""
    goals = list(sets)
    names = sorted(frozenset[str]().union(*goals))
    found: list[Names] = []
    for size in range(len(names) + 1):
        for picked in map(frozenset, combinations(names, size)):
            if all(picked & goal for goal in goals) and not any(smaller <= picked for smaller in found):
                found.append(picked)
    return frozenset(found)


def test_a_fair_package_wins_by_nash_and_the_unequal_ones_by_sum() -> None:
    # Values (1, .16), (.16, 1), (.299, .299) against walk-aways of .16.
    found = solutions_over(gains(a=vector(".84", "0"), b=vector("0", ".84"), c=vector(".139", ".139")))
    for key in ("nash", "nash_max_support", "egalitarian", "leximin", "kalai_smorodinsky"):
        assert found[key].packages == packages("c"), key
    assert found["utilitarian"].packages == packages("a", "b")
    assert found["utilitarian"].representative == ("a",)
    assert found["relative_utilitarian"].packages == packages("a", "b")


def test_kalai_smorodinsky_takes_the_greater_least_ratio_not_the_most_equal() -> None:
    given = gains(a=vector("44", "46"), b=vector("50", "45"), c=vector("100", "0"), d=vector("0", "100"))
    assert solutions_over(given)["kalai_smorodinsky"].packages == packages("b")


def test_kalai_smorodinsky_leaves_out_a_party_that_can_gain_nothing() -> None:
    found = solutions_over(gains(a=vector("0", "1"), b=vector("0", "2")))["kalai_smorodinsky"]
    assert found.packages == packages("b")


def test_without_a_strict_win_set_nash_names_nothing_and_maximal_support_competes() -> None:
    given = gains(a=vector("0", "3", "3"), b=vector("2", "5", "0"), c=vector("9", "0", "1"), d=vector("0", "0", "90"))
    found = solutions_over(given, weights=(1, 1, 1))
    assert found["nash"].packages == found["nash_weighted"].packages == frozenset()
    assert found["nash"].representative is None
    assert found["nash_max_support"].packages == packages("b")


def test_weights_are_exponents() -> None:
    given = gains(a=vector("4", "2"), b=vector("3", "3"), c=vector("2", "4"))
    assert solutions_over(given, weights=(2, 1))["nash_weighted"].packages == packages("a")  # 32 against 27 and 16
    assert solutions_over(given)["nash"].packages == packages("b")
    assert coprime([Fraction(25, 2), Fraction(50), Fraction(75, 2)]) == (1, 4, 3)


def test_ties_are_broken_by_leximin_then_sum_then_place() -> None:
    assert solutions_over(gains(a=vector("1", "6"), b=vector("2", "3")))["nash"].representative == ("b",)
    assert solutions_over(gains(a=vector("1", "1"), b=vector("1", "2")))["egalitarian"].representative == ("b",)
    assert solutions_over(gains(a=vector("2", "3"), b=vector("3", "2")))["nash"].representative == ("a",)


def test_values_follow_the_line_and_the_ideal() -> None:
    found = answer(dispute())
    assert found.total == 6
    assert found.values["old", "shut"] == {"north": 50, "south": 0}
    assert found.values["middle", "open"] == {"north": 75, "south": 75}
    assert found.values["new", "open"] == {"north": 50, "south": 100}
    assert found.walk_aways == {"north": 50, "south": 0}
    assert found.acceptable == {("old", "open"), ("middle", "open"), ("new", "open")}
    assert found.feasible == found.acceptable | {("middle", "shut"), ("new", "shut")}
    assert found.frontier == found.acceptable
    assert found.load_bearing == frozenset({"trade"})
    assert found.blockers is None
    assert found.solutions is not None
    # Gains (50, 50), (25, 75) and (0, 100): products 2500, 1875, 0; least ratios .5, .5, 0, the second least 1, .75.
    for key in ("nash", "kalai_smorodinsky", "egalitarian", "leximin"):
        assert found.solutions[key].packages == {("old", "open")}, key
    assert found.solutions["utilitarian"].packages == found.acceptable
    assert found.solutions["utilitarian"].representative == ("old", "open")
    assert "nash_weighted" not in found.solutions


def scores_of_north(**judgements: Any) -> dict[str, Fraction]:
    """What the border's options are worth to the north when nothing but the border weighs."""
    salience = {"border": {"north": 7}, "trade": {"north": 0}}
    values = answer(dispute(judgements={"salience": salience} | judgements)).values
    return {option: values[option, "open"]["north"] for option in ("old", "middle", "new")}


def test_judged_scores_come_before_an_order_and_an_order_before_the_line() -> None:
    order = {"border": {"north": ["old", "new", "middle"]}}
    assert scores_of_north() == {"old": 100, "middle": 50, "new": 0}
    assert scores_of_north(orders=order) == {"old": 100, "middle": 0, "new": 50}
    assert scores_of_north(scores={"border": {"north": {"old": 90, "new": [10, 20]}}}) == {
        "old": 90,
        "middle": 50,
        "new": 15,
    }
    judged = {"border": {"north": {"middle": [0, Decimal("12.5"), 90], "new": "100/3"}}}
    assert scores_of_north(orders=order, scores=judged) == {
        "old": 100,
        "middle": Fraction(25, 2),
        "new": Fraction(100, 3),
    }


def test_places_on_the_line_count_and_options_aside_are_worth_nothing() -> None:
    case = dispute(judgements={"salience": {"trade": {"north": 0, "south": 0}}})
    case["issues"]["border"]["options"] = {
        "old": {"at": 20},
        "stalled": {"at": "aside"},
        "middle": {"at": 40},
        "new": {"at": 100},
    }
    values = answer(case).values
    assert [values[x, "shut"]["north"] for x in ("old", "stalled", "middle", "new")] == [100, 0, 75, 0]
    assert [values[x, "shut"]["south"] for x in ("old", "stalled", "middle", "new")] == [0, 0, 25, 100]
    case["positions"]["border"]["north"]["ideal"] = "stalled"
    values = answer(case).values
    assert [values[x, "shut"]["north"] for x in ("old", "stalled", "middle", "new")] == [0, 100, 0, 0]


def test_even_spacing_counts_only_the_options_on_the_line() -> None:
    case = dispute(judgements={"salience": {"trade": {"north": 0}}})
    case["issues"]["border"]["options"] = {"old": "", "stalled": {"at": "aside"}, "middle": "", "new": ""}
    assert answer(case).values["middle", "shut"]["north"] == 50


TRADE_WEIGHS_THREE_TIMES = {"salience": {"border": {"north": 25}, "trade": {"north": 75}}}


@pytest.mark.parametrize(
    ("judgements", "shut", "opened"),
    [
        ({}, 100, 100),  # silence weighs nothing: only the border counts
        ({"salience": {"trade": {"north": 50}}}, 75, 75),  # every option 50, weights 50 and 50
        ({"scores": {"trade": {"north": {"open": 90}}}}, 75, 95),  # weight 50, the other option 50
        (
            {**TRADE_WEIGHS_THREE_TIMES, "scores": {"trade": {"north": {"open": 90}}}},
            Fraction(125, 2),
            Fraction(185, 2),
        ),
    ],
)
def test_silence_weighs_nothing_unless_something_is_judged(judgements: Any, shut: Fraction, opened: Fraction) -> None:
    case = dispute(judgements=judgements)
    case["positions"]["trade"] = {"south": {"ideal": "open"}, "rest": "silent"}
    values = answer(case).values
    assert values["old", "shut"]["north"] == shut
    assert values["old", "open"]["north"] == opened


def test_links_add_points_even_where_nothing_weighs() -> None:
    link = {"party": "north", "when": {"border": ["middle", "new"], "trade": "open"}, "points": [5, 15, 25]}
    salience = {issue: {"north": 0} for issue in ("border", "trade")}
    values = answer(dispute(judgements={"links": [link], "salience": salience})).values
    assert {x: worth["north"] for x, worth in values.items() if worth["north"]} == {
        ("middle", "open"): 15,
        ("new", "open"): 15,
    }


def test_a_delegate_lends_scores_and_red_lines_but_not_its_salience() -> None:
    case = dispute(judgements={"salience": {"border": {"south": 10, "north": 100}}})
    case["positions"]["border"] = {
        "north": {"ideal": "old", "rejects": [{"option": "new"}]},
        "south": {"delegates_to": "north"},
    }
    case["consent"] = {"package": ["south"]}
    found = answer(case)
    assert found.values["middle", "open"]["south"] == Fraction(10 * 50 + 50 * 100, 60)
    assert found.feasible == {("old", "open"), ("middle", "open"), ("middle", "shut")}
    assert found.objections["new", "open"] == {("north", "border", "new")}
    case["consent"] = {"package": ["south"], "issues": {"trade": {"needs": ["north"]}}}
    case["judgements"]["walk_away"] = {"south": 100}
    case["positions"]["trade"]["south"] = {"ideal": "shut"}
    assert blockers_of(case).repairs == {frozenset({"walk_away.south"})}


def test_a_walk_away_is_a_number_or_is_told_from_the_status_quo() -> None:
    case = dispute(judgements={"walk_away": {"north": [10, 20], "south": {"status_quo": [-10, -5, 0]}}})
    assert answer(case).walk_aways == {"north": 15, "south": -5}
    assert answer(dispute(judgements={"walk_away": {"north": "status_quo"}})).walk_aways["north"] == 50


def test_without_a_status_quo_only_numeric_walk_aways_bind_and_no_solution_is_computed() -> None:
    case = dispute(judgements={"walk_away": {"north": 60}})
    del case["issues"]["trade"]["status_quo"]
    found = answer(case)
    assert found.walk_aways == {"north": 60, "south": None}
    assert len(found.feasible) == 6
    assert found.acceptable == {("old", "open"), ("middle", "open")}
    assert found.solutions is None
    assert found.frontier == found.acceptable


def test_a_party_is_needed_where_its_issue_or_option_moves() -> None:
    needs = {"needs": ["north"], "options": {"new": {"needs": ["south"]}}}
    case = dispute(consent={"package": ["south"], "issues": {"border": needs}})
    found = answer(case)
    assert found.bargaining == ("south",)
    assert found.required["old", "open"] == {"south"}
    assert found.required["middle", "open"] == {"north", "south"}
    assert found.required["new", "open"] == {"south"}
    assert ("new", "shut") in found.acceptable  # worth 0 to the north, which is not needed for it
    assert ("middle", "shut") not in found.acceptable


def test_an_issue_without_a_status_quo_needs_its_parties_for_every_option() -> None:
    case = dispute(consent={"package": ["south"], "issues": {"trade": {"needs": ["north"]}}})
    del case["issues"]["trade"]["status_quo"]
    assert set(answer(case).required.values()) == {frozenset({"north", "south"})}


def test_a_table_seats_ratifies_and_limits_the_agenda() -> None:
    case = dispute()
    case["parties"]["east"] = {}
    case["positions"]["border"]["rest"] = case["positions"]["trade"]["rest"] = "silent"
    body = {"body": "A parliament", "follows": "south", "above_walk_away": 5}
    case["tables"] = {"talks": {"seated": ["north"], "agenda": ["trade"], "ratifiers": ["east", body]}}
    found = answer(case, "talks")
    assert set(found.values) == {("old", "shut"), ("old", "open")}
    assert found.total == 2
    assert found.required["old", "open"] == {"north", "east", "A parliament"}
    assert found.bargaining == ("north",)
    assert found.acceptable == {("old", "open")}
    assert found.load_bearing == frozenset({"trade"})


def test_a_rule_forbids_what_meets_its_if_and_not_its_then() -> None:
    rule = {"id": "r", "if": {"border": ["middle", "new"]}, "then": {"trade": "open"}}
    assert answer(dispute(rules=[rule])).feasible == {("old", "open"), ("middle", "open"), ("new", "open")}


def test_two_high_walk_aways_conflict_and_each_concession_is_listed() -> None:
    blockers = blockers_of(dispute(judgements={"walk_away": {"north": 90, "south": 80}}))
    north, south = frozenset({"walk_away.north"}), frozenset({"walk_away.south"})
    assert blockers.conflicts == {north | south}
    assert blockers.repairs == {north, south}
    assert blockers.pivotal == {"north", "south"}
    # (old, open) is worth 100 and 50, (middle, open) 75 and 75, (new, open) 50 and 100.
    assert list(blockers.concessions) == [{"north": 15, "south": 5}, {"north": 40}, {"south": 30}]


def test_points_never_buy_a_red_line() -> None:
    case = dispute(judgements={"walk_away": {"north": 90, "south": 80}})
    case["positions"]["border"]["south"]["rejects"] = ["old", "middle"]
    blockers = blockers_of(case)
    assert list(blockers.concessions) == [{"north": 40}]
    old, north, south = "red_line.south.border.old", "walk_away.north", "walk_away.south"
    assert blockers.repairs == {frozenset({north}), frozenset({old, south})}
    assert blockers.conflicts == {frozenset({north, old}), frozenset({north, south})}
    assert blockers.pivotal == {"north", "south"}


def test_an_inherited_red_line_bears_the_name_of_the_party_whose_it_is() -> None:
    case = dispute(consent={"package": ["south"]}, judgements={"walk_away": {"south": 80}})
    case["positions"]["border"] = {
        "north": {"ideal": "new", "rejects": ["old", "middle"]},
        "south": {"delegates_to": "north"},
    }
    case["positions"]["trade"]["south"] = {"ideal": "shut"}
    case["rules"] = [{"id": "r", "if": {"border": "new"}, "then": {"trade": "open"}}]
    blockers = blockers_of(case)
    # The south gets 75 or 25 on the middle line, 0 on the old one and, by the rule, at most 50 on the new one.
    assert blockers.repairs == {frozenset({"walk_away.south"})}
    assert list(blockers.concessions) == [{"south": 30}]
    case["judgements"]["walk_away"]["south"] = 60
    blockers = blockers_of(case)
    middle = "red_line.north.border.middle"
    assert blockers.repairs == {frozenset({"walk_away.south"}), frozenset({middle})}
    assert blockers.pivotal == {"north", "south"}


def test_a_binary_floating_point_number_is_refused() -> None:
    with pytest.raises(TypeError, match=r"0\.5 is no exact number"):
        answer(dispute(judgements={"walk_away": {"north": 0.5}}))


def some_answers(count: int) -> list[tuple[dict[str, Any], str | None, Answer]]:
    """Random cases, each at its table if it has one, with their answers."""
    cases = [random_case(Random(seed)) for seed in range(count)]
    return [(case, table, answer(case, table)) for case in cases for table in (None, *case.get("tables", {}))]


def test_the_same_seed_gives_the_same_case() -> None:
    assert [random_case(Random(seed)) for seed in range(50)] == [random_case(Random(seed)) for seed in range(50)]
    assert random_case(Random(1)) != random_case(Random(2))


def test_a_random_case_is_written_without_loss() -> None:
    for seed in range(50):
        case = random_case(Random(seed))
        text = as_yaml(case)
        assert "&" not in text
        assert exactly(yaml.load(text, Loader=yaml.BaseLoader)) == exactly(case)


def exactly(content: Any) -> Any:
    """The content with every scalar as its plain text, decimals in their shortest form."""
    if isinstance(content, dict):
        return {name: exactly(inner) for name, inner in content.items()}
    if isinstance(content, list):
        return [exactly(inner) for inner in content]
    if isinstance(content, bool):
        return str(content).lower()
    try:
        return str(Fraction(str(content)))
    except ValueError:
        return content


def test_repairs_and_conflicts_are_the_minimal_hitting_sets_of_each_other() -> None:
    blocked = [found.blockers for _, _, found in some_answers(100) if found.blockers is not None]
    assert len(blocked) > 20
    assert any(len(blockers.repairs) > 1 and len(blockers.conflicts) > 1 for blockers in blocked)
    for blockers in blocked:
        assert blockers.repairs == minimal_hitting_sets(blockers.conflicts)
        assert blockers.conflicts == minimal_hitting_sets(blockers.repairs)


def test_every_solution_but_the_egalitarian_lies_on_the_frontier() -> None:
    for _, _, found in some_answers(100):
        for key, solution in (found.solutions or {}).items():
            if solution.representative is None:
                continue
            assert solution.representative in solution.packages & found.frontier, key
            assert key == "egalitarian" or solution.packages <= found.frontier, key


def test_random_cases_keep_their_limits_and_reach_every_corner() -> None:
    seen: Counter[str] = Counter()
    for case, table, found in some_answers(300):
        assert found.total <= 60
        cells = [cell for row in case["positions"].values() for cell in row.values() if cell != "silent"]
        assert len(case["parties"]) + sum(len(cell.get("rejects", [])) for cell in cells) <= 14
        seen["deal" if found.acceptable else "no deal"] += 1
        seen["no solution computed"] += found.solutions is None
        seen["table"] += table is not None
        seen["objection"] += any(found.objections.values())
        for key, solution in (found.solutions or {}).items():
            seen[f"tie {key}"] += len(solution.packages) > 1
            seen[f"none {key}"] += bool(found.acceptable) and not solution.packages
        if found.blockers is not None:
            seen["several repairs"] += len(found.blockers.repairs) > 1
            seen["several concessions"] += len(found.blockers.concessions) > 1
            seen["only red lines"] += not found.blockers.concessions
        seen["worth only its links"] += any(
            {worth[party] for worth in found.values.values()} == {0} for party in case["parties"]
        )
    rare = {name: times for name, times in seen.items() if times < 3 and not name.startswith("none")}
    assert seen["deal"] > 100
    assert seen["no deal"] > 60
    assert seen["none nash"] > 3
    assert not rare, rare
