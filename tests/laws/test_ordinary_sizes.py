"""What makes ordinary sizes quick gives the answers of the obvious ways, and says where it gives fewer."""

from __future__ import annotations

from dataclasses import replace
from itertools import repeat
from pathlib import Path

import numpy as np
import pytest
from bench.ordinary_cases import Size, text
from hypothesis import given
from hypothesis import strategies as st

from winset.analyses.robustness import affordable
from winset.analyses.settlement import blockers as blocking
from winset.analyses.settlement import clusters as clustering
from winset.analyses.settlement import layers as layering
from winset.analyses.settlement import packages as listing
from winset.analyses.settlement.blockers import hitting_sets, no_deal, pivotal, pivotal_in
from winset.analyses.settlement.cell_alternatives import ChangedReadings
from winset.analyses.settlement.clusters import build_clusters
from winset.analyses.settlement.frontier import maxima
from winset.analyses.settlement.layers import TooJoined
from winset.analyses.settlement.methods.enumeration import Enumeration
from winset.analyses.settlement.methods.method_protocol import chosen_by
from winset.analyses.settlement.packages import View, all_choices, chunks, few_lawful
from winset.analyses.settlement.settle import LEADER, solve
from winset.analyses.settlement.violation_masks import distinct, members, minimal, some_hitting_sets
from winset.casefile.read import read_case
from winset.compiled import Compiled, compiled
from winset.readings import central
from winset.readings.exact import fulfils

from .cases import positions, random_raw

rows = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.tuples(*[st.integers(-2, 3)] * width), min_size=1, max_size=200)
)
sets = st.lists(st.frozensets(st.integers(0, 8), min_size=1), min_size=1, max_size=40)


def case_of(size: Size, folder: Path) -> Compiled:
    (folder / "case.yaml").write_text(text(size), encoding="utf-8")
    checked = read_case(folder)
    assert checked.case is not None
    return compiled(checked.case)


def masks_of(several: list[frozenset[int]], words: int = 1) -> np.ndarray:
    masks = np.zeros((len(several), words), dtype=np.uint64)
    for n, one in enumerate(several):
        for item in one:
            masks[n, 0] |= np.uint64(1 << item)
    return masks


@given(rows)
def test_the_undominated_are_those_that_none_dominates(rows: list[tuple[int, ...]]) -> None:
    vectors = np.array(rows, dtype=np.int64)
    kept = maxima(vectors)
    undominated = {row for row in rows if not any(other != row and all(map(int.__ge__, other, row)) for other in rows)}
    assert sorted(undominated) == sorted(rows[n] for n in kept.distinct)
    assert sorted(kept.members) == [n for n, row in enumerate(rows) if row in undominated]


def test_more_vectors_than_a_block_holds_are_compared_across_blocks() -> None:
    draw = np.random.default_rng(5)
    vectors = draw.integers(0, 60, size=(6_000, 4))
    kept = {tuple(row) for row in vectors[maxima(vectors).distinct].tolist()}
    assert all(
        (tuple(row) in kept) == (not ((vectors >= row).all(axis=1) & (vectors > row).any(axis=1)).any())
        for row in vectors[:400].tolist()
    )


@given(sets)
def test_minimal_masks_contain_no_other(sets: list[frozenset[int]]) -> None:
    kept = [members(mask, 9) for mask in minimal(distinct(masks_of(sets, words=2)))]
    assert set(kept) == {one for one in sets if not any(other < one for other in sets)}
    assert len(kept) == len(set(kept))
    assert [len(one) for one in kept] == sorted(len(one) for one in kept)


@given(sets)
def test_hitting_sets_found_by_greed_are_minimal_ones(sets: list[frozenset[int]]) -> None:
    every, complete = hitting_sets(sets, 10_000)
    found = some_hitting_sets(masks_of(sets), 9)
    assert complete
    assert found
    assert set(found) <= set(every)


@pytest.mark.parametrize("number", range(20))
def test_cut_lists_of_what_blocks_hold_nothing_false(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    case = positions(random_raw(f"what blocks {number}"))
    reading = central(case)
    whole = no_deal(reading)
    for limit in ("MOST_MASKS", "MOST_CONFLICTS", "MOST_COMPARISONS", "MOST_LISTED"):
        with monkeypatch.context() as patch:
            patch.setattr(blocking, limit, 1)
            if limit == "MOST_COMPARISONS":
                patch.setattr(blocking, "hitting_sets", lambda sets, most: hitting_sets(sets, most, 1))
            cut = no_deal(reading)
        for sort in ("repairs", "conflicts", "pivotal"):
            assert set(getattr(cut.blockers, sort)) <= set(getattr(whole.blockers, sort)), limit
        assert set(cut.concessions) <= set(whole.concessions)
        assert not cut.blockers.complete or cut.blockers == whole.blockers
        assert not cut.all_concessions or cut.concessions == whole.concessions


@pytest.mark.parametrize("number", range(20))
def test_who_is_pivotal_is_the_same_from_minimal_sets_and_from_all(number: int) -> None:
    reading = central(positions(random_raw(f"pivotal {number}")))
    why = no_deal(reading).blockers
    view = View(reading.structure, listing.lawful_packages(reading.structure))
    masks = blocking._violations(view, view.values(reading), reading, why.constraints)
    parties = len(reading.worth)
    assert pivotal_in(masks, why.constraints, parties) == pivotal(why.constraints, why.repairs, parties)


@pytest.mark.parametrize("number", range(30))
def test_what_leads_is_found_without_the_frontier(number: int) -> None:
    for table in (None, *random_raw(f"leads {number}").get("tables", {})):
        method = Enumeration(central(positions(random_raw(f"leads {number}"), table)))
        found = method.leading_package()
        if not method.has_deal:
            assert found is None
        else:
            front = method.frontier
            assert found == chosen_by(method.choices(LEADER)[LEADER], repeat(front).__next__)


@pytest.mark.parametrize("number", range(30))
def test_a_reading_got_from_another_is_that_reading(number: int) -> None:
    one, other = (positions(random_raw(f"changed {number}")) for _ in range(2))
    known = central(one)
    if known.structure.votes:
        return
    walk_away = tuple(w if w is None else w + known.denominator[p] * (-1) ** p for p, w in enumerate(known.walk_away))
    lines = tuple(held[1:] if party % 2 else held for party, held in enumerate(known.structure.red_lines))
    moved = replace(
        central(other),
        walk_away=walk_away,
        worth=known.worth[:, ::1] + (np.arange(len(known.worth)) == 0)[:, None],
        structure=replace(known.structure, red_lines=lines),
    )
    got, whole = ChangedReadings(known).solved(moved), Enumeration(moved)
    assert got.win_set.packages.tolist() == whole.win_set.packages.tolist()
    assert got.win_set.values.tolist() == whole.win_set.values.tolist()
    assert got.leading_package() == whole.leading_package()


@pytest.mark.parametrize("number", range(30))
def test_rules_and_links_in_tables_are_those_one_by_one(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    reading = central(positions(random_raw(f"joint {number}")))
    packages = np.concatenate(list(chunks(all_choices(reading.structure))))
    monkeypatch.setattr(listing, "FEW_LINKS", 0)
    view = View(reading.structure, packages)
    values = view.values(reading)
    for n, row in enumerate(packages.tolist()):
        package = tuple(row)
        kept = all(not fulfils(package, rule.if_) or fulfils(package, rule.then) for rule in reading.structure.rules)
        assert view.satisfies_rules[n] == kept
        assert values[:, n].tolist() == [reading.value(party, package) for party in range(len(reading.worth))]
    assert values[0].tolist() == view.value(reading, 0).tolist()


def test_packages_that_rules_leave_are_all_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reading = central(case_of(Size(parties=3, issues=6, options=3, rules=60), tmp_path))
    whole = solve(reading)
    monkeypatch.setattr(listing, "FEW", 200)
    structure = replace(reading.structure)
    few = few_lawful(structure)
    assert few is not None
    every = np.concatenate(list(chunks(all_choices(structure))))
    assert few.tolist() == every[View(structure, every).satisfies_rules].tolist()
    again = solve(replace(reading, structure=structure))
    assert again.counts == whole.counts
    assert again.frontier.packages.tolist() == whole.frontier.packages.tolist()


def _forget_clusters() -> None:
    for kept in (layering._layered, clustering._built, clustering._of_structure):
        kept.cache_clear()


def test_an_order_that_takes_too_long_to_find_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reading = central(case_of(Size(parties=2, issues=9, options=4, links=200), tmp_path))
    monkeypatch.setattr(layering, "MOST_LOOKS", 50)
    _forget_clusters()
    with pytest.raises(TooJoined):
        build_clusters(reading.structure, reading.links)
    _forget_clusters()


def test_fewer_trials_are_drawn_of_a_large_case_only_where_nobody_asked_for_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = case_of(Size(parties=3, issues=4, options=3), tmp_path)
    assert affordable.affordable_trials(case, 1_000) == 1_000
    monkeypatch.setattr(affordable, "MOST_VALUES", 3 * 81 * 70)
    assert affordable.affordable_trials(case, 1_000) == 70
    assert affordable.affordable_trials(case, 60) == 60
    assert affordable.affordable_trials(case, 5_000) == 5_000
    monkeypatch.setattr(affordable, "MOST_VALUES", 1)
    assert affordable.affordable_trials(case, 1_000) == affordable.FEWEST
    assert affordable.affordable_trials(case, 10) == 10


def test_a_generated_case_is_valid_and_the_same_each_time(tmp_path: Path) -> None:
    size = Size(parties=3, issues=4, options=3, rules=5, links=5, basis="mixed")
    assert text(size) == text(size)
    assert case_of(size, tmp_path).links


def test_conditions_of_a_generated_case_name_as_many_issues_as_are_asked_for(tmp_path: Path) -> None:
    case = case_of(Size(parties=3, issues=6, options=4, rules=5, links=5, across=4), tmp_path)
    assert all(len(link.when) == 4 for link in case.links)
    assert all(len((*rule.if_, *rule.then)) == 4 for rule in case.structure.rules)
    assert all(rule.if_ and rule.then for rule in case.structure.rules)


@pytest.mark.parametrize("seed", range(12))
def test_some_of_the_minimal_sets_are_the_first_of_all_of_them(seed: int) -> None:
    random = np.random.default_rng(seed)
    held = random.random((3_000, 20)) < random.uniform(0.2, 0.6)
    masks = distinct((held.astype(np.uint64) << np.arange(20, dtype=np.uint64)).sum(axis=1, dtype=np.uint64)[:, None])
    every = minimal(masks)
    for most in (1, 70, 200, len(every), len(every) + 1):
        some = minimal(masks, most)
        assert len(some) >= min(most, len(every))
        assert np.array_equal(some[: min(most, len(some))], every[: min(most, len(some))])


@pytest.mark.parametrize("seed", range(30))
def test_the_feasible_packages_cross_no_red_line_one_by_one(seed: int) -> None:
    structure = positions(random_raw(f"lines {seed}")).structure
    view = View(structure, next(iter(chunks(all_choices(structure)))))
    crossed = np.logical_or.reduce(
        [view.crosses(line) for line in structure.lines] or [np.zeros(len(view.packages), dtype=bool)]
    )
    assert np.array_equal(view.feasible, view.satisfies_rules & view.leaves_status_quo & ~crossed)
