"""Terms of a package on which a party is silent: which they are, and what the least favourable view could cost."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest

from tests.oracles import settlement_oracle as oracle
from winset.analyses.settlement.packages import feasible_packages
from winset.analyses.settlement.settle import is_priced, kind_of, solve
from winset.analyses.settlement.silent_terms import SilentTerms, least_favourable, terms
from winset.compiled import Compiled
from winset.model.numbers import Span
from winset.readings import Reading, central

from .cases import Raw, dispute, positions, random_raw, wants

FEW, MANY = 20, 630
sizes = pytest.mark.parametrize("cases", [FEW, pytest.param(MANY, marks=pytest.mark.slow)])
Package = tuple[int, ...]


def some_packages(case: Compiled, draw: Random) -> list[Package]:
    """A few packages that no red line excludes."""
    feasible = [tuple(map(int, package)) for package in feasible_packages(case.structure)]
    return draw.sample(feasible, min(3, len(feasible)))


def named(case: Compiled, package: Package) -> tuple[str, ...]:
    return tuple(case.options[issue][option] for issue, option in enumerate(package))


def gain(raw: Raw, package: tuple[str, ...], party: str) -> Fraction | None:
    """What the package is worth to the party against no deal, by the oracle."""
    least = oracle.walk_away(raw, party)
    return None if least is None else oracle.values_of(raw, [package])[package][party] - least


def at_worst(raw: Raw, party: str, issue: str, option: str) -> list[Raw]:
    """The case file with one cell read so that the option is worth nothing there and the status quo everything, beside
    what the party may want where it refuses the status quo.
    """
    options, quo = list(raw["issues"][issue]["options"]), raw["issues"][issue].get("status_quo")
    refused = oracle.rejected(raw, party, issue)
    wished = [one for one in options if one not in refused and one != option]
    ideal = quo if quo in wished else wished[0] if wished else option
    best = {ideal} if quo is None else {ideal, quo}
    read = []
    for salience in (100,) if wished else (0, 100):
        changed = deepcopy(raw)
        changed["positions"][issue][party] = wants(ideal)
        judged = changed.setdefault("judgements", {})
        judged.setdefault("salience", {}).setdefault(issue, {})[party] = salience
        judged.setdefault("scores", {}).setdefault(issue, {})[party] = {one: 100 * (one in best) for one in options}
        read.append(changed)
    return read


@sizes
def test_every_term_of_a_silent_party_is_found_with_what_the_worst_view_costs(cases: int) -> None:
    draw, seen, broken = Random("terms"), 0, 0
    for number in range(cases):
        raw = random_raw(f"terms {number}")
        case = positions(raw)
        known = SilentTerms(case)
        for package in some_packages(case, draw):
            options = named(case, package)
            moved = [n for n, issue in enumerate(raw["issues"]) if raw["issues"][issue].get("status_quo") != options[n]]
            assert list(terms(case.structure, package)) == moved
            expected = {
                (issue, party)
                for issue in (case.issues[n] for n in moved)
                for party in oracle.required_for(raw, None, options)
                if oracle.is_silent(raw, party, issue)
            }
            found = known.of(package)
            assert {(case.issues[one.issue], case.parties[one.party]) for one in found} == expected
            for one in found:
                issue, party = case.issues[one.issue], case.parties[one.party]
                before, worst = gain(raw, options, party), at_worst(raw, party, issue, options[one.issue])
                gains = [least for view in worst if (least := gain(view, options, party)) is not None]
                after = min(gains) if gains else None
                assert one.fall == (None if before is None or after is None else before - after)
                if before is None or after is None:
                    assert one.accepts is None
                    continue
                assert one.accepts == (after >= 0 or after >= before)
                seen += 1
                broken += not one.accepts
    assert seen > cases // 2
    assert 0 < broken < seen


def test_who_leaves_an_issue_to_a_silent_party_is_as_silent() -> None:
    case = dispute()
    case["parties"]["east"] = {"name": "East"}
    for cells in case["positions"].values():
        cells["east"] = "silent"
    case["positions"]["trade"]["south"] = {"delegates_to": "east", "basis": "inferred", "because": "x"}
    case["consent"] = {"package": ["north", "south"]}
    (one,) = SilentTerms(positions(case)).of((0, 1, 0))
    assert (one.party, one.issue, one.is_judged) == (1, 1, False)
    assert one.fall == gain(case, ("old", "open", "held"), "south") - gain(  # type: ignore[operator]
        at_worst(case, "south", "trade", "open")[0], ("old", "open", "held"), "south"
    )


@sizes
def test_no_other_view_costs_a_silent_party_more(cases: int) -> None:
    draw, seen = Random("views"), 0
    for number in range(cases):
        case = positions(random_raw(f"views {number}"))
        for package in some_packages(case, draw):
            for one in SilentTerms(case).of(package):
                views = least_favourable(case, one.party, one.issue, one.option)
                gains = [gain for view in views if (gain := gain_of(view, one.party, package)) is not None]
                if not gains:
                    continue
                worst = min(gains)
                for _ in range(5):
                    seen += 1
                    other = gain_of(any_view(case, one.party, one.issue, draw), one.party, package)
                    assert other is not None
                    assert other >= worst
    assert seen > cases


def any_view(case: Compiled, party: int, issue: int, draw: Random) -> Compiled:
    """The case with a cell that says what the party wants, how much it cares and what each option is worth to it."""
    size = case.structure.sizes[issue]
    refused = case.cells[case.root(party, issue)][issue].rejected
    ideal = draw.choice([option for option in range(size) if option not in refused])
    worth = [Span.of(100 if option == ideal else draw.randint(0, 100)) for option in range(size)]
    cell = replace(
        case.cells[party][issue],
        basis="inferred",
        delegate=None,
        ideal=ideal,
        scores=tuple(worth),
        salience=Span.of(draw.choice((0, 1, draw.randint(0, 100), 100))),
    )
    return case.with_cell(party, issue, cell)


def gain_of(case: Compiled, party: int, package: Package) -> Fraction | None:
    reading = central(case)
    walk_away = reading.walk_away[party]
    return None if walk_away is None else reading.points(party, reading.value(party, package) - walk_away)


def test_a_body_that_follows_a_silent_party_may_be_the_one_that_refuses() -> None:
    case = dispute(judgements={"walk_away": {"north": 20, "south": 20}})
    case["positions"]["prisoners"]["south"] = "silent"
    council = {"body": "A council", "follows": "south", "above_walk_away": 15}
    case["tables"] = {"talks": {"seated": ["north", "south"], "ratifiers": [council]}}
    package = (2, 0, 1)  # south has its border and its trade, so that a third of its value hangs on the prisoners
    (alone,) = SilentTerms(positions(case)).of(package)
    (ratified,) = SilentTerms(positions(case, "talks")).of(package)
    assert alone.fall == ratified.fall == 50
    assert alone.accepts
    assert ratified.accepts
    case["judgements"]["walk_away"]["south"] = 40
    (alone,) = SilentTerms(positions(case)).of(package)
    (ratified,) = SilentTerms(positions(case, "talks")).of(package)
    assert alone.accepts
    assert not ratified.accepts


# ---------------------------------------------------------------------------------------------- kinds of openings


@sizes
def test_openings_stand_in_the_order_of_their_kinds(cases: int) -> None:
    order = ("price", "inference", "red_line")
    seen: dict[str, int] = dict.fromkeys(order, 0)
    for number in range(3 * cases):
        found = solve(partly_stated(central(positions(random_raw(f"kinds {number}"))))).openings
        kinds = [one.kind for one in found]
        assert kinds == sorted(kinds, key=order.index)
        for one in found:
            line = one.constraint.line
            inferred = line is not None and line.basis == "inferred"
            assert one.kind == kind_of(one.constraint) == ("price" if line is None else order[1 if inferred else 2])
            assert (one.kind == "price") == (one.end is not None)
            seen[one.kind] += 1
    assert all(seen.values())


def partly_stated(reading: Reading) -> Reading:
    """The reading with the red lines on every other option stated."""
    lines = tuple(
        tuple(replace(line, basis="inferred" if line.option % 2 else "stated") for line in held)
        for held in reading.structure.red_lines
    )
    return replace(reading, structure=replace(reading.structure, red_lines=lines))


def test_a_refused_option_has_a_price_only_where_its_score_or_a_combination_with_it_is_judged() -> None:
    case = dispute()
    case["positions"]["border"]["south"]["rejects"] = ["old"]
    (line,) = positions(case).structure.lines
    assert not is_priced(positions(case), line)
    scored = deepcopy(case)
    scored["judgements"] = {"scores": {"border": {"south": {"old": 0}}}}
    assert is_priced(positions(scored), line)
    for party, when, priced in (
        ("south", {"border": "old", "trade": "open"}, True),
        ("south", {"border": ["middle", "old"]}, True),
        ("south", {"border": "middle", "trade": "open"}, False),
        ("north", {"border": "old", "trade": "open"}, False),
    ):
        linked = deepcopy(case)
        linked["judgements"] = {"links": [{"party": party, "when": when, "points": -5}]}
        assert is_priced(positions(linked), line) == priced
