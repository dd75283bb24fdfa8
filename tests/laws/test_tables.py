"""Laws of tables, over random cases: what an invitation, a larger agenda, a refusal or an order of meetings can do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from random import Random

import numpy as np
import pytest

from tests.oracles.random_tables import random_case_with_tables
from winset.analyses.settlement.packages import Bools
from winset.analyses.tables import searched_space as sized_module
from winset.analyses.tables.cascade import cascade
from winset.analyses.tables.enumerated_space import EnumeratedSpace
from winset.analyses.tables.grounds import grounds
from winset.analyses.tables.ratification import deal_ratification, floor_at, ratification, share_of, tightening
from winset.analyses.tables.searched_space import SearchedSpace
from winset.analyses.tables.sequence import binding_results, table_sequence
from winset.analyses.tables.spoilers import slack, spoilers
from winset.analyses.tables.tables import compare_tables, full_table, table_outcome
from winset.analyses.tables.terms import Package, table_terms
from winset.compiled import CompiledTable, compiled
from winset.model.case import Case
from winset.model.numbers import Span
from winset.readings import central

from .cases import Raw

CASES = 90


def lists(name: str, cases: int = CASES) -> Iterator[tuple[Raw, EnumeratedSpace]]:
    for n in range(cases):
        raw = random_case_with_tables(Random(f"{name} {n}"))
        yield raw, listed(raw)


def listed(raw: Raw) -> EnumeratedSpace:
    case = compiled(Case.model_validate(raw))
    return EnumeratedSpace(table_terms(case, central(case)))


def tables(enumerated_space: EnumeratedSpace) -> tuple[CompiledTable, ...]:
    return enumerated_space.terms.case.tables


def invited(table: CompiledTable, party: int) -> CompiledTable:
    return replace(table, seated=tuple(sorted({*table.seated, party})))


def includes(larger: Bools, smaller: Bools) -> bool:
    return not (smaller & ~larger).any()


def test_inviting_a_party_never_lets_more_hold_and_costs_nothing_where_it_is_needed_anyway() -> None:
    """P1 and P2."""
    needed_anyway = 0
    for _, one in lists("invite"):
        for table in tables(one):
            for party in set(one.terms.everybody) - set(table.seated):
                before, after = one.holds(table), one.holds(invited(table, party))
                assert includes(before, after)
                if one.needed[party][before].all() and one.terms.refusal[party] == 0:
                    needed_anyway += bool(before.any())
                    assert (before == after).all()
    assert needed_anyway > 5


def test_a_larger_agenda_never_lets_less_hold() -> None:
    """P3."""
    for _, one in lists("agenda"):
        for table in tables(one):
            wider = replace(table, agenda=frozenset(range(len(one.terms.case.issues))))
            assert includes(one.in_reach(wider), one.in_reach(table))
            assert includes(one.holds(wider), one.holds(table))


def test_a_deal_is_left_as_it_is_exactly_where_nobody_needed_refuses_and_what_is_left_stands() -> None:
    """P4 and P5."""
    for _, one in lists("cascade", 40):
        for place, stands in enumerate(one.carried_out):
            package = one.package(place)
            left, rounds = cascade(one.terms, package)
            assert (left == package) == stands
            assert len(rounds) <= len(package)
            if left is not None:
                assert cascade(one.terms, left) == (left, ())


def turned(raw: Raw, random: Random) -> Raw:
    """The same case with its parties and issues in another order."""
    result = dict(raw)
    for section in ("parties", "issues"):
        names = list(raw[section])
        random.shuffle(names)
        result[section] = {name: raw[section][name] for name in names}
    return result


def named(enumerated_space: EnumeratedSpace, package: Package | None) -> dict[str, str] | None:
    return None if package is None else enumerated_space.terms.case.package_names(package)


def test_the_order_of_parties_and_issues_does_not_matter() -> None:
    """P6. Ties are compared as sets, for the representative is the first in the order of the case."""
    for n, (raw, one) in enumerate(lists("turned", 60)):
        other = listed(turned(raw, Random(n)))
        theirs = {table.name: table for table in tables(other)}
        for table in tables(one):
            here, there = table_outcome(one, table, None), table_outcome(other, theirs[table.name], None)
            assert (here.reachable, here.holds, here.sure) == (there.reachable, there.holds, there.sure)
            for ours, turned_ in ((here.naive, there.naive), (here.foresighted, there.foresighted)):
                told = {frozenset((named(one, x) or {}).items()) for x in ours.packages}
                assert told == {frozenset((named(other, x) or {}).items()) for x in turned_.packages}
            if len(here.naive.packages) == 1 and here.remainder is not None and there.remainder is not None:
                assert named(one, here.remainder.package) == named(other, there.remainder.package)


def test_a_first_meeting_that_settles_nothing_changes_nothing() -> None:
    """P7."""
    for _, one in lists("nothing"):
        first, last = tables(one)[0], tables(one)[-1]
        nothing = replace(first, name="nothing", agenda=frozenset[int]())
        assert binding_results(one, (nothing, last)).packages == one.holding(last).deal.packages


def test_a_foresighted_deal_holds_and_nobody_at_the_table_loses() -> None:
    """P8."""
    found = 0
    for _, one in lists("foresight"):
        for table in tables(one):
            deal = table_outcome(one, table, None).deal
            if deal is None:
                continue
            found += 1
            gains = one.terms.gains(deal)
            assert all((gain := gains[party]) is not None and gain >= 0 for party in table.seated)
            place = int(np.flatnonzero((one.packages == np.array(deal)).all(axis=1))[0])
            assert one.holds(table)[place]
    assert found > 50


def test_what_can_be_reopened_does_not_depend_on_what_was_settled_before() -> None:
    """P9, where the last table has every issue on its agenda."""
    for _, one in lists("reopened"):
        last = replace(tables(one)[-1], agenda=frozenset(range(len(one.terms.case.issues))))
        first = tables(one)[0]
        results = {
            table_sequence(one, (replace(first, name="before", agenda=frozenset(agenda)), last)).reopenable.packages
            for agenda in ((), (0,), range(len(one.terms.case.issues)))
        }
        assert results == {one.holding(last).deal.packages}


def test_members_of_whom_nothing_is_known_only_move_packages_between_ratified_refused_and_undetermined() -> None:
    seen = 0
    for _, one in lists("members"):
        for table in tables(one):
            found = ratification(one, table)
            for body in found.voting:
                ways = (body.passing, body.refused, body.undetermined)
                assert sum(way.packages for way in ways) == found.before_ratification.packages
                if all(member.party is not None for member in body.members):
                    assert body.undetermined.packages == 0
                seen += body.undetermined.packages > 0
    assert seen > 5


def test_a_member_without_whom_the_quota_fails_is_in_every_coalition_that_swings() -> None:
    for _, one in lists("swings", 60):
        for table in tables(one):
            for body in ratification(one, table).voting:
                most = max(member.swings for member in body.members)
                assert all(member.swings == most for member in body.members if member.indispensable)


def test_a_body_that_asks_for_more_lets_less_through() -> None:
    for _, one in lists("floors"):
        for table in tables(one):
            for body in ratification(one, table).following:
                low, likely, high = (number.packages for number in body.passing)
                assert low >= likely >= high


def test_a_tighter_constraint_keeps_the_deal_up_to_what_the_party_has_in_it_and_then_gives_it_more() -> None:
    jumped = 0
    for _, one in lists("tightening"):
        for table in tables(one):
            for party in table.seated:
                path = tightening(one, table, party)
                reached = [jump.up_to for jump in path.jumps]
                assert reached == sorted(set(reached))
                jumped += len(reached) > 1
                for jump in path.jumps:
                    still = one.above(table, (floor_at(one.terms, party, jump.up_to),))
                    assert jump.deal in still.packages
                assert path.ends.status in ("none exists", "not computed")
    assert jumped > 20


@pytest.mark.parametrize(
    ("span", "gain", "share"),
    [((0, 10), 4, "2/5"), ((0, 10), 12, "1"), ((0, 10), -1, "0"), ((5, 5), 5, "1"), ((5, 5), 4, "0")],
)
def test_the_share_of_a_range_at_which_a_body_ratifies(span: tuple[int, int], gain: int, share: str) -> None:
    low, high = map(Fraction, span)
    assert share_of(Span(low=low, likely=None, high=high), Fraction(gain)) == Fraction(share)


def test_a_deal_breaks_just_above_the_strength_that_is_told() -> None:
    broken = 0
    for raw, one in lists("spoilers", 200):
        for table in tables(one):
            deal = one.holding(table).package
            if deal is None:
                continue
            for spoiler in spoilers(one.terms, table, deal):
                assert spoiler.party not in table.seated
                assert spoiler.party not in one.terms.needed(deal)
                if spoiler.strength is None:
                    continue
                broken += 1
                left = dict(slack(one.terms, table, deal))
                told = {one_.party: one_.spoiled for one_ in spoiler.slacks if one_.spoiled is not None}
                at, above = spoiler.strength, spoiler.strength + Fraction(1, 1000)
                assert all(left[party] + at * points >= 0 for party, points in told.items())
                assert any(left[party] + above * points < 0 for party, points in told.items())
                assert spoiler.breaks == (spoiler.strength < 1)
                assert raw["judgements"]["spoil"]
    assert broken > 5


def test_the_table_of_all_is_what_losses_are_held_against() -> None:
    for _, one in lists("full", 40):
        found = compare_tables(one, (full_table(one.terms),), subsets=True)
        assert found.subsets is not None
        assert found.full.losses is None or not any(found.full.losses)
        same = found.tables[0]
        assert (same.reachable, same.holds, same.gains) == (found.full.reachable, found.full.holds, found.full.gains)
        assert len(found.subsets) == 2 ** len(one.terms.case.parties) - len(one.terms.case.parties) - 1


def test_ratifiers_that_say_no_to_a_deal_are_those_that_refuse_it() -> None:
    for _, one in lists("no", 40):
        for table in tables(one):
            deal = one.holding(table).package
            if deal is not None:
                told = deal_ratification(one.terms, table, deal)
                assert told.no == ()
                assert all(missing <= others for _, missing, others in told.missing)


def test_a_list_and_the_methods_of_settlement_agree_where_refusing_is_worth_something_to_everybody() -> None:
    changed = 0
    for n in range(60):
        raw = random_case_with_tables(Random(f"refusing {n}"))
        draw = Random(n)
        one = listed(raw)
        raw["judgements"]["refusal"] = {party: draw.randint(-8, 6) for party in raw["parties"]}
        other = listed(raw)
        sized = SearchedSpace(other.terms)
        for table in tables(other):
            wide = replace(table, agenda=frozenset(range(len(other.terms.case.issues))))
            told, expected = sized.holding(wide), other.holding(wide)
            assert told.number == expected.number
            assert told.deal.packages == expected.deal.packages
            changed += told.number != one.holding(wide).number
    assert changed > 15


def test_search_finds_the_same_deals_and_counts_as_a_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sized_module, "SOME", 0)
    found = 0
    for _, one in lists("search", 12):
        sized = SearchedSpace(one.terms)
        for table in tables(one):
            for ours, expected in (
                (sized.reachable(table), one.reachable(table)),
                (sized.holding(table), one.holding(table)),
            ):
                assert ours.number == expected.number
                assert ours.deal.packages == expected.deal.packages
                found += ours.deal.status == "found"
            assert sized.load_bearing(table) == one.load_bearing(table)
            assert sized.something_holds(table) == one.something_holds(table)
    assert found > 10


def test_where_red_lines_are_the_ground_nothing_holds_whatever_the_numbers() -> None:
    """The ground of an answer is what the definitions say: no open package, with all red lines or the stated alone."""
    seen: dict[str, int] = {}
    for _, one in lists("grounds", 3 * CASES):
        for table in tables(one):
            deal = table_outcome(one, table, None).deal
            if table.bodies:
                continue
            found = grounds(one, table, deal)
            assert found is not None
            seen[found.ground] = seen.get(found.ground, 0) + 1
            open_packages = [one.package(n) for n in range(len(one.packages)) if is_open(one, table, one.package(n))]
            if found.ground != "numbers":
                assert not open_packages
                assert deal is None
                continue
            if found.nearest is not None:
                assert not one.holds(table).any()
                assert found.nearest in open_packages
                assert found.miss == min(shortfall(one, table, package) for package in open_packages)
                assert found.miss == shortfall(one, table, found.nearest)
            if deal is not None:
                assert found.spare is None or found.spare[1] == min(
                    points for _, points in slack(one.terms, table, deal)
                )
                assert found.spare is None or found.spare[1] >= 0
    assert all(seen.get(ground, 0) > 3 for ground in ("stated red lines", "numbers"))


def is_open(enumerated_space: EnumeratedSpace, table: CompiledTable, package: Package) -> bool:
    """On the agenda, nobody whose consent it needs rejects anything in it."""
    structure = enumerated_space.terms.structure
    followed = (floor.party for floor in table.floors)
    consents = {*table.seated, *table.ratifiers, *followed, *enumerated_space.terms.needed(package)}
    if any(package[line.issue] == line.option for party in consents for line in structure.red_lines[party]):
        return False
    moved = {n for n, option in enumerate(package) if option != structure.status_quo[n]} - structure.left_out
    return moved <= set(table.agenda)


def shortfall(enumerated_space: EnumeratedSpace, table: CompiledTable, package: Package) -> Fraction:
    """The points that those whose consent a package needs fall short of what they ask, in all."""
    return sum((-points for _, points in slack(enumerated_space.terms, table, package) if points < 0), Fraction(0))
