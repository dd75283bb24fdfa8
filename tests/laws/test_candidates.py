"""The packages that the most trials accept, found without looking at each, against counting every one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, product

import numpy as np
import pytest

from tests.support.batches import parts
from winset.analyses.robustness import candidates, candidates_tables
from winset.analyses.robustness import most_accepted as verdict_trials
from winset.analyses.robustness.acceptance import Acceptance
from winset.analyses.robustness.candidates import accepted_packages
from winset.analyses.robustness.candidates_apart import most_together
from winset.analyses.robustness.candidates_blocks import CandidatesInBlocks
from winset.analyses.robustness.candidates_counted import CandidateCounts
from winset.analyses.robustness.candidates_gathered import CandidatePackages, Gathering, TopPackages, top_packages
from winset.analyses.robustness.candidates_pulled import pulled_packages
from winset.analyses.robustness.candidates_search import climbed, most_accepted_in
from winset.analyses.robustness.candidates_tables import table_values, trial_tables
from winset.analyses.robustness.large_tally import LargeTally
from winset.analyses.robustness.mean_worth import PARTS
from winset.analyses.robustness.tally import Tally
from winset.analyses.settlement import clusters
from winset.analyses.settlement.clusters import IssueCluster
from winset.analyses.settlement.draw_evaluator import DrawEvaluator
from winset.analyses.settlement.kernels.apart import most_together as in_groups
from winset.analyses.settlement.layers import TooJoined
from winset.analyses.settlement.packages import View, feasible_packages
from winset.analyses.settlement.search import relaxation
from winset.compiled import Compiled, Structure
from winset.readings import draw_readings
from winset.readings.exact import LinkWorth

from .cases import positions, random_raw

SEED, DRAWS = 3, 40
NOTHING_KNOWN = np.zeros((DRAWS, 0), dtype=bool)
many = pytest.mark.parametrize("numbers", parts(300, 4))


def random_positions(numbers: range) -> Iterator[tuple[str, Compiled]]:
    """Random cases, each by itself and at each of its tables, where bodies vote and have floors."""
    for number in numbers:
        raw = random_raw(f"candidates {number}")
        for table in (None, *raw.get("tables", {})):
            yield f"candidates {number} {table}", positions(raw, table).without_levers()


def counted(case: Compiled, draws: int = DRAWS) -> Acceptance:
    """Every feasible package counted in every trial."""
    tally = Tally(case, SEED)
    return tally.result(tally.of(range(draws)))


@many
def test_what_is_proven_is_what_counting_every_package_finds(numbers: range) -> None:
    for name, case in random_positions(numbers):
        whole, found = counted(case), accepted_packages(case, SEED, DRAWS)
        best = whole.most[0].accepted.number if whole.most else 0
        assert found.is_proven, name
        assert found.tied_complete, name
        assert found.best == found.at_most == best, name
        gains = {package.options: package.gains for package in whole.most}
        assert {tuple(map(int, package)) for package in found.packages[found.most]} == set(gains), name
        for place in found.most:
            mine = [float(gain) / PARTS / DRAWS for gain in found.gains[place]]
            theirs = gains[tuple(map(int, found.packages[place]))]
            assert all(gain is None or gain == own for gain, own in zip(theirs, mine, strict=True)), name
        assert all(first >= second for first, second in pairwise(found.accepted.tolist())), name


@many
def test_issues_taken_one_after_the_other_change_nothing(numbers: range, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clusters, "LARGEST_CLUSTER", 1)
    for name, case in random_positions(numbers):
        tables, whole = trial_tables(draw_readings(case, SEED, range(DRAWS))), counted(case)
        found = most_accepted_in(tables, NOTHING_KNOWN)
        assert found.complete, name
        assert found.bound == found.best == (whole.most[0].accepted.number if whole.most else 0), name
        assert set(map(tuple, found.packages.tolist())) == {package.options for package in whole.most}, name


@many
def test_a_search_that_stops_early_proves_nothing_that_is_not_so(numbers: range) -> None:
    for name, case in random_positions(numbers):
        whole = counted(case)
        best = whole.most[0].accepted.number if whole.most else 0
        draws = draw_readings(case, SEED, range(DRAWS))
        tables = trial_tables(draws)
        every = DrawEvaluator(View(case.structure, feasible_packages(case.structure))).acceptable(draws)
        for looks, block, known in product((1, 100, 400), (3, 8, 50), (every[:, :0], every[:, :2], every)):
            found = most_accepted_in(tables, known, looks=looks, block=block)
            assert found.best <= best <= found.bound, name
            if found.complete and best:
                assert set(map(tuple, found.packages.tolist())) == {package.options for package in whole.most}, name


@many
def test_where_issues_are_joined_too_much_what_is_proven_is_so(numbers: range, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates_tables, "build_clusters", none_joined)
    monkeypatch.setattr(relaxation, "MOST_TOGETHER", 1)
    monkeypatch.setattr(candidates, "ON_RELAXATION", 1_000_000)
    relaxed = 0
    for name, case in random_positions(range(2 * numbers.start, 2 * numbers.stop)):
        draws = draw_readings(case, SEED, range(DRAWS))
        relaxed += trial_tables(draws).structure is not draws.structure
        whole, found = counted(case), accepted_packages(case, SEED, DRAWS)
        best = whole.most[0].accepted.number if whole.most else 0
        assert found.best <= best <= found.at_most, name
        truth = CandidateCounts(case, SEED, found.packages).of(range(DRAWS)).accepted
        assert np.array_equal(truth, found.accepted), name
        assert View(case.structure, found.packages).feasible.all(), name
        if found.tied_complete:
            tied = {tuple(map(int, package)) for package in found.packages[found.most]}
            assert tied == {package.options for package in whole.most}, name
    assert relaxed > len(numbers) // 3


def none_joined(structure: Structure, links: tuple[LinkWorth, ...]) -> tuple[IssueCluster, ...]:
    """The clusters where no two issues are joined."""
    made = clusters.build_clusters(structure, links)
    if any(len(cluster.issues) > 1 for cluster in made):
        raise TooJoined
    return made


def test_the_best_of_more_ties_than_are_listed_is_not_said_to_be_all() -> None:
    for name, case in random_positions(range(10)):
        whole = counted(case)
        found = most_accepted_in(trial_tables(draw_readings(case, SEED, range(DRAWS))), NOTHING_KNOWN, most=1)
        assert found.bound == (whole.most[0].accepted.number if whole.most else 0), name
        assert found.complete == (len(whole.most) < 2), name
        assert len(found.packages) == min(1, len(whole.most)), name


def test_what_is_improved_is_feasible_and_accepted_no_less() -> None:
    for name, case in random_positions(range(10)):
        draws, packages = draw_readings(case, SEED, range(DRAWS)), feasible_packages(case.structure)
        tables = trial_tables(draws)
        for package in packages[:5]:
            better = climbed(tables, package[None])
            assert len(better), name
            assert View(case.structure, better).feasible.all(), name
            before = DrawEvaluator(View(case.structure, package[None])).acceptable(draws).sum()
            assert DrawEvaluator(View(case.structure, better)).acceptable(draws).sum(axis=0).max() >= before, name


def test_candidates_are_the_same_however_trials_are_cut_and_in_whatever_order_they_come() -> None:
    for name, case in random_positions(range(3)):
        work = CandidatePackages(case, SEED, most=4)
        whole = work.of(range(12))
        for cuts in ([0, 1, 12], [0, 5, 6, 12], list(range(13))):
            pieces = [work.of(range(start, end)) for start, end in pairwise(cuts)]
            for order in (pieces, pieces[::-1]):
                assert same(added(work, order), whole), name


def added(work: CandidatePackages, pieces: list[Gathering]) -> Gathering:
    sums = work.nothing()
    for piece in pieces:
        sums.add(piece)
    return sums


def same(one: Gathering, other: Gathering) -> bool:
    return (
        one.draws == other.draws
        and one.undecided == other.undecided
        and np.array_equal(one.top.packages, other.top.packages)
        and np.array_equal(one.top.scores, other.top.scores)
    )


def test_the_best_of_two_lists_are_the_best_of_all() -> None:
    random = np.random.default_rng(7)
    packages = random.integers(0, 3, (60, 3)).astype(np.int16)
    scores = packages.sum(axis=1).astype(np.int64) % 4
    whole = top_packages(packages, scores, 5)
    for cut in (0, 1, 30, 60):
        first, second = top_packages(packages[:cut], scores[:cut], 5), top_packages(packages[cut:], scores[cut:], 5)
        for both in (first + second, second + first):
            assert isinstance(both, TopPackages)
            assert np.array_equal(both.packages, whole.packages)
            assert np.array_equal(both.scores, whole.scores)


def test_packages_are_counted_alike_however_trials_are_cut() -> None:
    for name, case in random_positions(range(5)):
        work = CandidateCounts(case, SEED, feasible_packages(case.structure))
        whole, cut = work.of(range(20)), work.nothing()
        for piece in (range(13, 20), range(1), range(1, 13)):
            cut.add(work.of(piece))
        assert np.array_equal(whole.accepted, cut.accepted), name
        assert np.array_equal(work.gains(whole), work.gains(cut)), name
        assert (whole.draws, whole.some) == (cut.draws, cut.some), name


@many
def test_the_verdict_of_a_large_case_agrees_with_counting_every_package(
    numbers: range, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verdict_trials, "MOST_PACKAGES", 0)
    for name, case in random_positions(numbers):
        found, whole = verdict_trials.most_accepted(case, SEED, DRAWS), counted(case)
        assert found is not None, name
        best = whole.most[0].accepted.number if whole.most else 0
        assert found.deal.number <= whole.deal.number <= found.deal.at_most, name
        assert found.deal.undecided == 0, name
        assert found.accepted.number <= best, name
        assert (found.package is None) == (not whole.most), name
        if found.is_most:
            assert found.accepted.number == best, name
        if found.package is not None:
            package = np.array([found.package], dtype=np.int16)
            assert CandidateCounts(case, SEED, package).of(range(DRAWS)).accepted[0] == found.accepted.number, name


@many
def test_trials_in_many_blocks_prove_nothing_that_is_not_so(numbers: range, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "MOST_FRONTS", 2)
    for name, case in random_positions(numbers):
        whole = counted(case)
        best = whole.most[0].accepted.number if whole.most else 0
        for trials in (7, DRAWS - 1):
            monkeypatch.setattr(candidates, "MOST_VALUES", trials * table_values(case.structure))
            found = accepted_packages(case, SEED, DRAWS)
            assert found.best <= best <= found.at_most <= DRAWS, name
            if found.is_proven:
                assert found.best == best, name
            if found.tied_complete:
                assert {tuple(map(int, package)) for package in found.packages[found.most]} == {
                    package.options for package in whole.most
                }, name


def test_blocks_give_the_same_however_they_are_cut_and_in_whatever_order_they_come() -> None:
    for name, case in random_positions(range(6)):
        nothing = np.zeros((0, len(case.issues)), dtype=np.int16)
        work = CandidatesInBlocks(case, SEED, range(5, 33), 5, nothing)
        whole = work.of(range(work.number))
        assert whole.draws == 6, name
        for pieces in ([range(6)], [range(4, 6), range(1), range(1, 4)], [range(n, n + 1) for n in range(6)]):
            added = work.nothing()
            for piece in pieces:
                added.add(work.of(piece))
            assert (added.bound, added.draws) == (whole.bound, whole.draws), name
            assert np.array_equal(added.top.packages, whole.top.packages), name
            assert np.array_equal(added.top.scores, whole.top.scores), name


def test_packages_of_every_trial_are_candidates(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of no trial is the frontier built here: what is gathered comes from all blocks alike."""
    monkeypatch.setattr(candidates, "MOST_FRONTS", 0)
    for name, case in random_positions(range(10)):
        monkeypatch.setattr(candidates, "MOST_VALUES", 8 * table_values(case.structure))
        work = CandidatesInBlocks(case, SEED, range(8, DRAWS), 8, feasible_packages(case.structure)[:0])
        gathered = {tuple(row) for row in work.of(range(4)).top.packages.tolist()}
        found = accepted_packages(case, SEED, DRAWS)
        accepted = {package for package in gathered if accepts(case, package)}
        assert accepted <= {tuple(row) for row in found.packages.tolist()}, name


def accepts(case: Compiled, package: tuple[int, ...]) -> bool:
    """Whether any trial accepts a package."""
    view = View(case.structure, np.array([package], dtype=np.int16))
    return bool(DrawEvaluator(view).acceptable(draw_readings(case, SEED, range(DRAWS))).any())


@many
def test_no_package_is_accepted_in_more_trials_than_prices_allow(numbers: range) -> None:
    shown = 0
    for name, case in random_positions(numbers):
        draws = draw_readings(case, SEED, range(DRAWS))
        tables = trial_tables(draws)
        if not len(tables.to):
            continue
        every = DrawEvaluator(View(case.structure, feasible_packages(case.structure))).acceptable(draws)
        for tests, most in ((300_000, 300), (4_000, 100), (DRAWS, 1)):
            bound = most_together(tables, tests, most)
            assert every.sum(axis=0).max(initial=0) <= bound <= DRAWS, name
            shown += bound < int((~tables.proven_none).sum())
    assert shown


def test_prices_of_numbers_near_the_largest_prove_nothing_that_is_not_so() -> None:
    worth = np.array([[[2**57], [2**57 - 1]], [[2**57 - 1], [2**57]]])  # (trial, row, coordinate)
    floor = np.array([[2**57], [2**57]])
    unit = np.full((2, 1), float(2**57))
    starts, to = np.array([0, 2]), np.array([1, 1])
    assert in_groups(worth, unit, floor, starts, to, 100, 300.0) in {1, 2}
    assert in_groups(worth, unit, floor - 1, starts, to, 100, 300.0) == 2


@many
def test_packages_that_levers_alone_make_acceptable_are_candidates(numbers: range) -> None:
    reached = possible = 0
    for number in range(5 * numbers.start, 5 * numbers.stop):
        case = positions(random_raw(f"pulled {number}"))
        levers = tuple((lever,) for lever in case.levers_offered)
        if not levers:
            continue
        whole = Tally(case, SEED, (), levers)
        pulled = pulled_packages(case, SEED, DRAWS, levers)
        assert View(case.structure, pulled).feasible.all(), number
        some = LargeTally(case, SEED, (), levers, pulled)
        every, mine = (tally.result(tally.of(range(DRAWS))) for tally in (whole, some))
        for true, found in zip(every.levers, mine.levers, strict=True):
            best, own = (max((p.accepted.number for p in lever.most), default=0) for lever in (true, found))
            assert own <= best, number
            reached, possible = reached + own, possible + best
    assert 0 < 0.9 * possible < reached
