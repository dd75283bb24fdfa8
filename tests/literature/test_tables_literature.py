"""Votes, ratification, linkage and payments against published numbers and examples worked by hand."""

from __future__ import annotations

from fractions import Fraction
from itertools import chain, combinations
from typing import Any

import pytest

from tests.laws.cases import read
from tests.support.places import EXAMPLES
from winset import read_case
from winset.analyses.settlement.counting import CountEstimate
from winset.analyses.tables.conditions import Seat, seats_with_conditions
from winset.analyses.tables.enumerated_space import EnumeratedSpace
from winset.analyses.tables.linkage import linkage
from winset.analyses.tables.meeting import meeting
from winset.analyses.tables.payments import payments
from winset.analyses.tables.ratification import deal_ratification, ratification, share_of, tightening
from winset.analyses.tables.searched_space import SearchedSpace
from winset.analyses.tables.smallest import smallest
from winset.analyses.tables.tables import compare_tables, full_table, hypothetical_table, total
from winset.analyses.tables.talks import TablesOptions, talks
from winset.analyses.tables.terms import TableTerms, table_terms
from winset.analyses.votes import dividends, indispensable, minimal_coalitions, swings, tail
from winset.compiled import compiled
from winset.model.numbers import Span
from winset.readings import central


def fractions(*numbers: str | int) -> tuple[Fraction, ...]:
    return tuple(Fraction(number) for number in numbers)


def test_of_four_voters_with_4_3_2_1_votes_and_a_quota_of_6() -> None:
    """Banzhaf's index is 5/12, 3/12, 3/12, 1/12; nobody has a veto but the first (3 + 2 + 1 = 6 is enough)."""
    assert swings(fractions(4, 3, 2, 1), Fraction(6)) == (5, 3, 3, 1)
    assert indispensable(fractions(4, 3, 2, 1), Fraction(6)) == ()
    assert indispensable(fractions(4, 3, 2, 1), Fraction(7)) == (0,)


def test_in_the_security_council_a_permanent_member_swings_848_coalitions_and_another_84() -> None:
    """Five permanent members with a veto, ten others; nine votes. As a weighted game: 7 and 1 votes, quota 39."""
    weights = fractions(*[7] * 5, *[1] * 10)
    assert swings(weights, Fraction(39)) == (*[848] * 5, *[84] * 10)
    assert indispensable(weights, Fraction(39)) == (0, 1, 2, 3, 4)


def test_the_tail_of_independent_votes() -> None:
    assert tail(fractions("3/5", "3/5"), Fraction(1)) == Fraction(21, 25)
    assert tail(fractions("1/2", "1/2", "1/2"), Fraction(2)) == Fraction(1, 2)
    assert tail(fractions("1/5", "1/2", "1"), Fraction(2)) == Fraction(3, 5)
    assert tail(fractions("1/5", "1/2"), Fraction(3), fractions(3, 1)) == Fraction(1, 5)
    assert tail((), Fraction(0)) == 1


def test_the_dividends_of_a_game_add_up_to_whether_a_coalition_is_enough() -> None:
    weights, quota = fractions(4, 3, 2, 1), Fraction(6)

    def passes(coalition: frozenset[int]) -> bool:
        return sum((weights[voter] for voter in coalition), Fraction(0)) >= quota

    told = dividends(minimal_coalitions(range(4), passes))
    for some in chain.from_iterable(combinations(range(4), size) for size in range(5)):
        assert sum(number for one, number in told.items() if one <= set(some)) == passes(frozenset(some))


def terms(raw: dict[str, Any]) -> TableTerms:
    case = compiled(read(raw))
    return table_terms(case, central(case))


def gains_of(**issues: tuple[int, int]) -> dict[str, Any]:
    """Two parties; each issue can be changed, which adds so much to their gains."""
    weight = len(issues)
    return {
        "winset": 1,
        "case": {"id": "two", "title": "Two parties", "as_of": "2025-01-01"},
        "parties": {"north": {"name": "North"}, "south": {"name": "South"}},
        "issues": {name: {"status_quo": "old", "options": {"old": "o", "new": "n"}} for name in issues},
        "positions": {name: {"rest": "silent"} for name in issues},
        "judgements": {
            "scores": {
                name: {party: {"old": 50, "new": 50 + weight * gains[n]} for n, party in enumerate(("north", "south"))}
                for name, gains in issues.items()
            },
            "walk_away": {"north": 50, "south": 50},
        },
    }


@pytest.mark.parametrize("space", [EnumeratedSpace, SearchedSpace])
def test_two_issues_that_are_acceptable_only_together(space: Any) -> None:
    """(3, −1) + (−1, 3) = (2, 2)."""
    told = terms(gains_of(trade=(3, -1), border=(-1, 3)))
    found = linkage(space(told), full_table(told))
    assert found.linked == found.bundles == ((0, 1),)
    assert found.load_bearing == (0, 1)


def test_issues_that_each_party_takes_by_themselves_are_not_linked() -> None:
    told = terms(gains_of(trade=(3, 1), border=(1, 3), water=(4, -2)))
    found = linkage(EnumeratedSpace(told), full_table(told))
    assert found.bundles == ((0,), (1,))
    assert not found.linked
    assert not found.load_bearing


def test_a_gain_of_eight_pays_for_a_loss_of_five_if_five_eighths_arrive() -> None:
    told = terms(gains_of(trade=(8, -5)))
    found = payments(EnumeratedSpace(told), full_table(told))
    assert found.status == "found"
    assert found.smallest is not None
    assert found.smallest == found.least_lossy
    assert (found.smallest.efficiency, found.smallest.transfer) == fractions("0.625", 5)


def test_no_payment_opens_what_costs_more_than_it_brings_or_crosses_a_red_line() -> None:
    told = terms(gains_of(trade=(5, -8)))
    found = payments(EnumeratedSpace(told), full_table(told))
    assert (found.status, found.smallest) == ("none exists", None)
    assert found.least_lossy is not None
    assert found.least_lossy.efficiency == Fraction(8, 5)
    raw = gains_of(trade=(8, -5))
    raw["positions"]["trade"] = {
        "north": "silent",
        "south": {"ideal": "old", "rejects": ["new"], "basis": "inferred", "because": "x"},
    }
    told = terms(raw)
    assert payments(EnumeratedSpace(told), full_table(told)).least_lossy is None


def division(low: int, high: int) -> dict[str, Any]:
    """A hundred points to divide in fives; the body of the first accepts from `low`, that of the other up to `high`."""
    shares = range(0, 101, 5)
    raw = gains_of(share=(0, 0))
    raw["issues"]["share"]["options"] = {"old": "none", **{f"to_{n}": f"{n} to the first" for n in shares}}
    raw["judgements"] = {
        "scores": {
            "share": {
                "north": {"old": 0, **{f"to_{n}": n for n in shares}},
                "south": {"old": 0, **{f"to_{n}": 100 - n for n in shares}},
            }
        },
        "walk_away": {"north": 0, "south": 0},
    }
    raw["tables"] = {
        "talks": {
            "seated": ["north", "south"],
            "ratifiers": [
                {"body": "Assembly", "follows": "north", "above_walk_away": low},
                {"body": "Senate", "follows": "south", "above_walk_away": 100 - high},
            ],
        }
    }
    return raw


@pytest.mark.parametrize(("low", "high", "share"), [(60, 90, 60), (10, 35, 35), (20, 90, 50), (60, 40, None)])
def test_bodies_at_home_shift_the_nash_split_to_the_nearest_that_they_accept(
    low: int, high: int, share: int | None
) -> None:
    """clip(½; a, b); where a > b there is no agreement."""
    told = terms(division(low, high))
    gains = told.gains(EnumeratedSpace(told).holding(told.case.tables[0]).package)
    assert gains[0] == (share or 0)


def test_schelling_a_tighter_constraint_brings_more_until_nothing_is_left() -> None:
    told = terms(division(0, 80))
    path = tightening(EnumeratedSpace(told), hypothetical_table(told, (0, 1)), 0)
    assert [jump.up_to for jump in path.jumps] == list(range(50, 100, 5))
    assert path.helps
    assert path.ends.status == "none exists"
    held = tightening(SearchedSpace(told), hypothetical_table(told, (0, 1)), 0)
    assert [jump.deal for jump in held.jumps] == [jump.deal for jump in path.jumps]


def test_an_offer_of_three_fifths_to_a_body_that_asks_for_a_fifth_to_four_fifths() -> None:
    """The proposer's best offer to an uncertain ratifier is ratified with 2/3 (bargaining.md 5)."""
    assert share_of(Span(low=Fraction(20), likely=None, high=Fraction(80)), Fraction(60)) == Fraction(2, 3)


def council(members: dict[str, int], quota: int) -> TableTerms:
    raw = gains_of(trade=(8, -5), border=(3, 2))
    body = {"body": "Council", "members": members, "quota": quota}
    raw["tables"] = {"talks": {"seated": ["north"], "ratifiers": [body]}}
    return terms(raw)


def test_what_members_that_are_no_parties_would_have_to_do_is_told_and_not_guessed() -> None:
    told = council({"south": 3, "france": 2, "poland": 2}, 4)
    listed, table = EnumeratedSpace(told), told.case.tables[0]
    body = ratification(listed, table).voting[0]
    assert [way.packages for way in (body.passing, body.refused, body.undetermined)] == [0, 0, 3]
    assert [(member.name, member.party, member.swings) for member in body.members] == [
        ("south", 1, 2), ("france", None, 2), ("poland", None, 2),
    ]  # fmt: skip
    for package, missing in (((1, 0), 4), ((0, 1), 1)):
        assert deal_ratification(told, table, package).missing == (("Council", Fraction(missing), Fraction(4)),)
    assert listed.holding(table).number.packages == 3
    assert listed.surely_ratified(table).packages == 0


def test_a_package_fails_where_not_even_all_others_make_up_for_those_who_refuse() -> None:
    told = council({"south": 3, "france": 2}, 4)
    listed, table = EnumeratedSpace(told), told.case.tables[0]
    body = ratification(listed, table).voting[0]
    assert [way.packages for way in (body.passing, body.refused, body.undetermined)] == [0, 2, 1]
    assert [member.indispensable for member in body.members] == [True, True]
    assert body.members[0].decides == CountEstimate(packages=3)
    assert body.members[1].decides is None


def alaska(*variants: str) -> TableTerms:
    checked = read_case(EXAMPLES / "alaska-2025", variants)
    assert checked.case is not None
    case = compiled(checked.case)
    return table_terms(case, central(case))


def seats(told: TableTerms) -> dict[str, Seat]:
    return {seat.table: seat for seat in seats_with_conditions(told, told.case.tables)}


def how(told: TableTerms, seat: Seat, *, literally: bool = False) -> dict[str, str]:
    return {told.case.issues[one.issue]: one.status for one in (seat.literally if literally else seat.conditions)}


def test_kyivs_conditions_read_literally_keep_it_from_the_summit_that_it_asks_to_join() -> None:
    told = alaska("literal_conditions")
    seat = seats(told)["second_summit"]
    assert told.case.parties[seat.party] == "ukraine"
    assert not seat.is_open
    assert how(told, seat) == {"ceasefire": "earlier", "territory": "contradiction", "guarantees": "contradiction"}


def test_kyivs_red_lines_leave_its_seat_open_on_a_ceasefire_agreed_before() -> None:
    told = alaska()
    seat = seats(told)["second_summit"]
    assert seat.is_open
    assert seat.together
    assert how(told, seat) == {"ceasefire": "earlier", "territory": "met", "guarantees": "met"}
    ceasefire = seat.conditions[0]
    assert {told.case.options[0][option] for option in ceasefire.accepted} == {"full", "quick"}
    assert (ceasefire.before, ceasefire.holding) == (("alaska",), ())
    assert not seat.is_open_literally
    assert "istanbul" not in seats(told)


def test_a_condition_whose_every_option_is_rejected_is_impossible_and_one_that_nobody_discusses_out_of_reach() -> None:
    raw = gains_of(trade=(3, 1), border=(1, 3))
    raw["positions"]["trade"] = {
        "north": {"ideal": "new", "rejects": ["old"], "precondition": True, "basis": "inferred", "because": "x"},
        "south": "silent",
    }
    raw["tables"] = {"talks": {"seated": ["north", "south"], "agenda": ["border"]}}
    told = terms(raw)
    assert how(told, seats(told)["talks"]) == {"trade": "out of reach"}


def test_what_a_meeting_is_worth_is_told_apart_from_the_deal() -> None:
    raw = gains_of(trade=(3, 1))
    raw["levers"] = {"isolation": {"holders": ["north"], "target": "south"}}
    raw["tables"] = {
        "first": {"seated": ["north", "south"]},
        "second": {"seated": ["north", "south"], "after": "first"},
    }
    raw["judgements"]["levers"] = {"isolation": {"walk_away": [-5, -2, 0]}}
    raw["judgements"]["tables"] = {
        "first": {"worth": {"south": [2, 5, 10], "north": [-5, 2, 8]}, "spends": ["isolation"]},
        "second": {"worth": {"south": 1}, "spends": ["isolation"]},
    }
    told = terms(raw)
    both = meeting(told, told.case.tables)
    assert both.worth == fractions(2, 6)
    assert [(one.lever, one.target, one.points) for one in both.spent] == [("isolation", 1, Fraction(-2))]
    assert both.with_deal(told.gains(None)) == fractions(2, 6)
    assert both.with_deal(told.gains((1,))) == fractions(5, 7)


def test_the_whole_answer_for_the_alaska_summit() -> None:
    told = alaska()
    found = talks(told.case, options=TablesOptions(subsets=True))
    named = {table.table.name: table for table in found.comparison.tables}
    assert (named["alaska"].reachable.packages, named["alaska"].holds.packages) == (14, 0)
    assert named["alaska"].undeliverable_share == 1
    assert named["second_summit"].undeliverable_share is None
    assert found.sequences is not None
    assert [[table.name for table in sequence.stages] for sequence in found.sequences] == [
        ["alaska", "second_summit"], ["alaska", "second_summit", "all_four"],
    ]  # fmt: skip
    assert found.smallest is not None
    assert len(found.details) == len(told.case.tables) + 1
    assert found.notes


def test_a_condition_cannot_be_met_at_a_table_that_another_condition_closes() -> None:
    """North wants trade settled before it meets at all, so the first table cannot bring the border that south wants."""
    raw = gains_of(trade=(3, 1), border=(1, 3))
    asks = {"ideal": "new", "rejects": ["old"], "precondition": True, "basis": "inferred", "because": "x"}
    raw["positions"]["border"] = {"south": asks, "north": "silent"}
    raw["tables"] = {
        "first": {"seated": ["north", "south"], "agenda": ["trade", "border"]},
        "second": {"seated": ["north", "south"], "after": "first"},
    }
    told = terms(raw)
    assert how(told, seats(told)["first"]) == {"border": "contradiction"}
    assert how(told, seats(told)["second"]) == {"border": "contradiction"}
    raw["tables"]["first"]["seated"] = ["north"]
    told = terms(raw)
    assert how(told, seats(told)["second"]) == {"border": "earlier"}


def test_a_smaller_table_counts_where_it_loses_no_more_than_is_tolerated() -> None:
    raw = gains_of(trade=(8, -5), border=(3, 2), water=(-2, 9))
    raw["parties"]["east"] = {"name": "East"}
    for issue, gain in (("trade", 1), ("border", 1), ("water", -1)):
        raw["judgements"]["scores"][issue]["east"] = {"old": 50, "new": 50 + 3 * gain}
    raw["judgements"]["walk_away"]["east"] = 50
    told = terms(raw)
    found = compare_tables(EnumeratedSpace(told), (), subsets=True)
    assert found.subsets is not None
    full = total(found.full.gains or ())
    signed = {
        subset.table.name: total(told.gains(subset.naive.packages[0]))
        for subset in found.subsets
        if subset.naive.packages
    }
    least = min(signed.values())
    assert least < full
    names_at = {
        tolerated: {table.table.name for table in smallest(told, found.full, found.subsets, tolerated).tables}
        for tolerated in (Fraction(0), full - least)
    }
    assert names_at[Fraction(0)] < names_at[full - least]
