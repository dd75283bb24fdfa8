"""Laws of comparing two versions of a case, over small random cases."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from tests.laws.cases import Raw, dispute, random_raw, read, wants
from winset.analyses.comparison.answers import Version, VersionAnswer, VersionAnswers, version
from winset.analyses.comparison.crossings import crossing_packages
from winset.analyses.comparison.effects import Comparison, comparison
from winset.analyses.settlement.deal import deal
from winset.casefile.checks.register import is_valid
from winset.compiled import compiled
from winset.model.case import Case
from winset.model.changes import Change, Changes, changes
from winset.model.entries import case_of, entries, said_at
from winset.readings import central

NAMES = [f"diff-{n}" for n in range(40)]
MIRRORED = {"added": "removed", "removed": "added", "changed": "changed"}


def pairs() -> Iterator[tuple[Case, Case]]:
    """Random cases beside others, which share parties, issues and options with them or do not."""
    for n in range(30):
        yield read(random_raw(f"old-{n}")), read(random_raw(f"new-{n}"))


def shuffled(raw: object, draw: random.Random) -> object:
    """The same with the keys of every mapping in another order, but for the options of a scale without places."""
    if isinstance(raw, list):
        return [shuffled(one, draw) for one in raw]
    if not isinstance(raw, dict):
        return raw
    keys = list(raw)
    draw.shuffle(keys)
    fresh = {key: shuffled(raw[key], draw) for key in keys}
    if raw.get("scale") and "options" in raw:
        fresh["options"] = raw["options"]
    return fresh


def answered_centrally(case: Case) -> Version:
    positions = compiled(case)
    return version(positions, central(positions))


def compared(old: Case, new: Case) -> Comparison:
    return comparison(changes(old, new), (answered_centrally(old), answered_centrally(new)), None, is_valid)


def names(found: Changes) -> set[tuple[str, str]]:
    return {(change.name, change.kind) for change in found.all}


@pytest.mark.parametrize("name", NAMES)
def test_a_case_and_itself_have_no_difference(name: str) -> None:
    case = read(random_raw(name))
    assert changes(case, case).all == ()
    assert changes(case, read(random_raw(name))).all == ()


@pytest.mark.parametrize("name", NAMES)
def test_the_order_of_names_makes_no_difference(name: str) -> None:
    raw = random_raw(name)
    other = shuffled(raw, random.Random(name))
    assert isinstance(other, dict)
    assert names(changes(read(raw), read(other))) == set()


@pytest.mark.parametrize("name", NAMES)
def test_a_case_made_of_its_entries_says_the_same(name: str) -> None:
    case = read(random_raw(name))
    found = entries(case)
    made = case_of(found)
    again = entries(made)
    assert list(again) == list(found)
    assert [said_at(again, path) for path in again] == [said_at(found, path) for path in found]
    assert is_valid(made)
    assert VersionAnswers(None).of(made) == answered_centrally(case).answer


def test_all_changes_together_give_the_answer_of_the_new_version() -> None:
    for old, new in pairs():
        found = changes(old, new)
        applied = found.applied(found.all)
        assert applied is not None
        assert VersionAnswers(None).of(applied) == answered_centrally(new).answer
        back = found.taken_back(found.all)
        assert back is not None
        assert VersionAnswers(None).of(back) == answered_centrally(old).answer


def test_the_versions_swapped_mirror_the_changes_and_what_they_do() -> None:
    for old, new in pairs():
        there, back = changes(old, new), changes(new, old)
        assert {(name, MIRRORED[kind]) for name, kind in names(there)} == names(back)
    for n in range(12):
        old, new = varied(n)
        there_, back_ = compared(old, new), compared(new, old)
        assert there_.difference == back_.difference
        mirrored = {effect.change.name: effect for effect in back_.effects}
        for effect in there_.effects:
            twin = mirrored[effect.change.name]
            assert (effect.alone.answer, effect.without.answer) == (twin.without.answer, twin.alone.answer)
            assert effect.affects_answer == twin.affects_answer
        crossed, twins = crossing_packages(there_.old, there_.new), crossing_packages(back_.old, back_.new)
        assert crossed is not None
        assert twins is not None
        assert [one.number for one in crossed] == [twin.number for twin in reversed(twins)]


def varied(n: int) -> tuple[Case, Case]:
    """A random case and the same with a few of its numbers and positions moved."""
    raw = random_raw(f"varied-{n}")
    draw = random.Random(n)
    new = random_raw(f"varied-{n}")
    for party in new["parties"]:
        if draw.random() < 0.5:
            new["judgements"].setdefault("walk_away", {})[party] = draw.randint(0, 80)
    for cells in new["judgements"].get("salience", {}).values():
        for party in cells:
            cells[party] = draw.randint(1, 100)
    return read(raw), read(new)


@pytest.mark.parametrize("n", range(12))
def test_the_answers_told_are_those_of_the_settlement(n: int) -> None:
    old, new = varied(n)
    found = compared(old, new)
    for case, side in ((old, found.old), (new, found.new)):
        told = deal(compiled(case), seed=1, draws=1)
        assert side.answer.has_deal == told.has_deal
        assert side.answer.counts == told.central.counts
        chosen = told.central.choices["nash_max_support"].packages
        assert side.lead == (chosen[0] if chosen else side.lead)
        why = told.central.no_deal
        pivotal = [side.case.parties[party] for party in why.blockers.pivotal] if why is not None else []
        assert list(side.pivotal) == pivotal


def slowly_smallest(found: Comparison) -> int | None:
    """The size of the smallest set of changes that turns the answer, by trying all of them."""
    made = [change for change in found.changes.all if change.paths]
    best: int | None = None
    for mask in range(1, 1 << len(made)):
        chosen = [change for n, change in enumerate(made) if mask >> n & 1]
        answer = answered(found.changes, chosen)
        if answer is not None and found.reaches(answer) and (best is None or len(chosen) < best):
            best = len(chosen)
    return best


def answered(found: Changes, chosen: list[Change]) -> VersionAnswer | None:
    case = found.applied(chosen)
    return VersionAnswers(None).of(case) if case is not None and is_valid(case) else None


def test_the_smallest_set_is_that_of_trying_all() -> None:
    sizes = []
    for n in range(60):
        old, new = varied(n)
        found = compared(old, new)
        if found.difference is None or not 1 < len([one for one in found.changes.all if one.paths]) <= 7:
            continue
        size = slowly_smallest(found)
        if found.turning_effects:
            assert size == 1
        else:
            assert found.joint_effect is not None
            assert found.joint_effect.smallest
            assert {len(one) for one in found.joint_effect.sets} == {size}
        sizes.append(size)
    assert {1, 2} <= set(sizes)


def with_issue(**more: object) -> Raw:
    """The dispute with a fourth issue, and a link and salience that name it."""
    raw = dispute(**more)
    raw["issues"]["water"] = {"status_quo": "none", "options": {"none": "n", "shared": "s"}}
    raw["positions"]["water"] = {"north": wants("shared"), "south": "silent"}
    raw["judgements"] = {
        "salience": {"water": {"north": 40}},
        "links": [{"party": "south", "when": {"water": "shared", "trade": "open"}, "points": 5}],
    }
    return raw


def test_an_issue_comes_and_goes_as_one_change() -> None:
    old, new = read(dispute()), read(with_issue())
    found = compared(old, new)
    assert [(change.name, change.kind) for change in found.changes.all] == [("issues.water", "added")]
    assert found.effects[0].alone.answer == found.new.answer
    assert found.effects[0].without.answer == found.old.answer
    assert [change.kind for change in changes(new, old).all] == ["removed"]


def test_a_party_comes_and_goes_as_one_change() -> None:
    raw = dispute()
    raw["parties"]["east"] = {"name": "East"}
    for issue, wanted in (("border", "middle"), ("trade", "open"), ("prisoners", "freed")):
        raw["positions"][issue]["east"] = wants(wanted)
    raw["judgements"] = {"walk_away": {"east": 10}}
    found = compared(read(dispute()), read(raw))
    assert [(change.name, change.kind) for change in found.changes.all] == [("parties.east", "added")]
    assert ("consent", "package", "east") in found.changes.all[0].paths


def test_a_change_that_makes_no_case_alone_is_told_with_what_must_go_along() -> None:
    old, new = dispute(), dispute()
    old["judgements"] = {"orders": {"border": {"north": ["old", "middle", "new"]}}}
    new["judgements"] = {"orders": {"border": {"north": ["middle", "old", "new"]}}}
    new["positions"]["border"]["north"] = wants("middle")
    found = compared(read(old), read(new))
    cell, order = found.effects
    assert cell.alone.together == (order.change,)
    assert order.alone.together == (cell.change,)
    assert cell.alone.answer == order.alone.answer == found.new.answer


def test_an_omitted_value_and_its_default_are_the_same() -> None:
    raw = dispute()
    raw["consent"] = {"package": ["south", "north"]}
    raw["issues"]["border"]["options"] = {
        "new": {"label": "n", "at": 100}, "old": {"label": "o", "at": 0}, "middle": {"label": "m", "at": 50},
    }  # fmt: skip
    raw["issues"]["trade"]["title"] = "trade"
    raw["positions"]["prisoners"] = {"north": wants("freed", volatile=False), "south": wants("freed", rejects=[])}
    assert changes(read(dispute()), read(raw)).all == ()


def test_the_order_of_a_scale_without_places_is_a_change() -> None:
    raw = dispute()
    raw["issues"]["border"]["options"] = {"old": "o", "new": "n", "middle": "m"}
    assert [change.name for change in changes(read(dispute()), read(raw)).all] == ["issues.border.line"]


def test_every_party_issue_and_number_of_two_unlike_cases_is_told() -> None:
    """Cases that share little: each party and issue of either is in some change, and none is left over."""
    for old, new in pairs():
        found = changes(old, new)
        paths = [path for change in found.all for path in change.paths]
        assert len(paths) == len(set(paths))
        assert set(found.old.keys() ^ found.new.keys()) <= set(paths)
