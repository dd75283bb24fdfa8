"""What silence does to the answer: every draw of it, the question without it, and the single cells that decide."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from itertools import product
from random import Random

import pytest

from tests.oracles.settlement_oracle import answer, is_open
from winset.analyses.settlement.cell_alternatives import CellAlternative
from winset.analyses.settlement.deal import Deal, deal
from winset.analyses.settlement.packages import View, feasible_packages, win_set
from winset.analyses.settlement.settle import leading_package, solve
from winset.analyses.settlement.silence import acceptable_counts, left_out, unresolved
from winset.compiled import Compiled
from winset.readings import central, draw_readings

from .cases import Raw, dispute, positions, random_raw, wants

FEW, MANY = 15, 425
sizes = pytest.mark.parametrize("cases", [FEW, pytest.param(MANY, marks=pytest.mark.slow)])


def tables(raw: Raw) -> tuple[str | None, ...]:
    return (None, *raw.get("tables", {}))


@sizes
def test_counting_over_draws_is_settling_each_draw(cases: int) -> None:
    some, none = 0, 0
    for number in range(cases):
        raw = random_raw(f"draws {number}")
        for table, which in product(tables(raw), ("everything", "silence")):
            case = positions(raw, table)
            draws = draw_readings(case, 3, range(5), "everything" if which == "everything" else "silence")
            feasible = feasible_packages(case.structure)
            counts = acceptable_counts(draws, feasible).tolist()
            each = [solve(draws.reading(n)).counts.acceptable for n in range(5)]
            assert counts == each == [len(win_set(draws.reading(n))) for n in range(5)]
            some += sum(count > 0 for count in counts)
            none += counts.count(0)
    assert some > cases
    assert none > cases // 4


@sizes
def test_unresolved_counts_the_draws_that_have_a_deal(cases: int) -> None:
    for number in range(cases // 3):
        case = positions(random_raw(f"unresolved {number}"))
        feasible = feasible_packages(case.structure)
        found = unresolved(case, feasible, 7, 300)
        assert found.draws == 300
        counts = sorted(acceptable_counts(draw_readings(case, 7, range(300), "silence"), feasible).tolist())
        assert found.with_deal == sum(count > 0 for count in counts)
        assert (found.low, found.median, found.high) == (counts[0], counts[150], counts[-1])
        assert found.error == pytest.approx((found.share * (1 - found.share) / 300) ** 0.5)


def test_without_silence_every_draw_of_it_is_the_central_reading() -> None:
    case = positions(dispute(judgements={"salience": {"border": {"north": [0, 50, 100]}}}))
    feasible = feasible_packages(case.structure)
    found = unresolved(case, feasible, 1, 60)
    central_count = len(win_set(central(case), feasible))
    assert found.low == found.median == found.high == central_count


# -------------------------------------------------------------------------------------- the stated cells alone


def needed_on(raw: Raw, table: str | None, issue: str) -> set[str]:
    """Parties that every package needs, those that a body which ratifies follows, and those without whom an option that
    is open there cannot be carried out.
    """
    seats = raw["tables"][table] if table is not None else None
    package = seats["seated"] if seats else raw.get("consent", {}).get("package", raw["parties"])
    ratifiers = (seats or {}).get("ratifiers", [])
    parties = set(package) | {ratifier if isinstance(ratifier, str) else ratifier["follows"] for ratifier in ratifiers}
    if seats and issue not in seats.get("agenda", raw["issues"]):
        return parties
    needs = raw.get("consent", {}).get("issues", {}).get(issue, {})
    for option in raw["issues"][issue]["options"]:
        if option != raw["issues"][issue].get("status_quo"):
            parties |= set(needs.get("options", {}).get(option, needs).get("needs", []))
    return parties


@sizes
def test_left_out_drops_the_issues_on_which_a_needed_party_is_silent(cases: int) -> None:
    dropped = 0
    for number in range(cases):
        raw = random_raw(f"left out {number}")
        for table in tables(raw):
            case = positions(raw, table)
            silent = {
                issue
                for issue, cells in raw["positions"].items()
                for party in needed_on(raw, table, issue)
                if is_open(cells.get(party, "silent"))
            }
            found = left_out(case)
            assert {case.issues[issue] for issue in found.issues} == silent
            agenda = raw["tables"][table].get("agenda", raw["issues"]) if table is not None else raw["issues"]
            assert found.applies == any(issue not in silent for issue in agenda)
            if found.applies and table is None:
                stayed = answer(staying(raw, silent), "stay") if silent else answer(raw)
                assert found.acceptable == len(stayed.acceptable)
            dropped += len(silent)
    assert dropped > cases // 2


def staying(raw: Raw, issues: set[str]) -> Raw:
    """The case file with these issues off the agenda; who refuses how they stand still refuses it.

    One without a status quo to stay at is not there at all, nor are rules and links that speak of it.
    """
    changed = deepcopy(raw)
    gone = {issue for issue in issues if "status_quo" not in raw["issues"][issue]}
    for issue in gone:
        del changed["issues"][issue], changed["positions"][issue]
        changed.get("consent", {}).get("issues", {}).pop(issue, None)
        for kind in ("salience", "scores", "orders"):
            changed["judgements"].get(kind, {}).pop(issue, None)
    changed["rules"] = [rule for rule in changed.get("rules", []) if not gone & {*rule["if"], *rule["then"]}]
    links = changed["judgements"].get("links", [])
    changed["judgements"]["links"] = [link for link in links if not gone & set(link["when"])]
    seated = changed.get("consent", {}).get("package", list(changed["parties"]))
    changed["tables"] = {
        "stay": {"seated": seated, "agenda": [issue for issue in changed["issues"] if issue not in issues]}
    }
    return changed


@sizes
def test_left_out_accepts_nothing_that_a_red_line_of_the_question_excludes(cases: int) -> None:
    accepted, refused = 0, 0
    for number in range(2 * cases):
        case = positions(random_raw(f"left out lines {number}"))
        found = left_out(case)
        if not found.applies:
            continue
        quo = case.structure.status_quo
        lost = {issue for issue in found.issues if quo[issue] is None}
        winners = win_set(central(case.without_issues(found.issues)))
        assert len(winners) == found.acceptable
        view = View(case.structure, winners.packages)
        for line in case.structure.lines:
            if line.issue not in lost:
                assert not view.crosses(line).any()
            refused += line.issue in found.issues and line.option == quo[line.issue]
        accepted += len(winners)
    assert accepted > cases
    assert refused > cases // 6


def test_an_issue_that_is_left_out_as_a_needed_party_refuses_it_leaves_no_deal() -> None:
    case = silent_on("prisoners", "south")
    assert left_out(positions(case)).has_deal
    case["positions"]["prisoners"]["north"]["rejects"] = ["held"]
    assert not left_out(positions(case)).has_deal


def silent_on(issue: str, party: str, **sections: Raw) -> Raw:
    case = dispute(**sections)
    case["positions"][issue][party] = "silent"
    return case


def test_an_issue_is_left_out_where_a_body_follows_who_is_silent() -> None:
    case = silent_on("prisoners", "south")
    case["tables"] = {"talks": {"seated": ["north"], "ratifiers": [{"body": "A council", "follows": "south"}]}}
    found = left_out(positions(case, "talks"))
    assert found.issues == (2,)


def test_an_issue_is_left_out_where_a_needed_party_leaves_it_to_who_is_silent() -> None:
    case = dispute()
    case["parties"]["east"] = {"name": "East"}
    for cells in case["positions"].values():
        cells["east"] = "silent"
    case["positions"]["prisoners"]["south"] = {"delegates_to": "east", "basis": "inferred", "because": "x"}
    case["consent"] = {"package": ["north", "south"]}
    assert left_out(positions(case)).issues == (2,)


def test_nothing_is_asked_where_the_whole_agenda_is_left_out() -> None:
    case = silent_on("prisoners", "south")
    case["tables"] = {"talks": {"seated": ["north", "south"], "agenda": ["prisoners"]}}
    found = left_out(positions(case, "talks"))
    assert found.issues == (2,)
    assert not found.applies


# ----------------------------------------------------------------------------------------------------- verdict


@sizes
def test_the_verdict_is_decided_only_where_every_rule_of_silence_agrees(cases: int) -> None:
    verdicts = dict.fromkeys(("deal", "no deal", "not decided"), 0)
    for number in range(cases):
        case = positions(random_raw(f"verdict {number}"))
        found = deal(case, seed=1, draws=50)
        answers = [found.central.status == "answered"]
        if found.has_silence:
            assert found.unresolved is not None
            answers += [found.unresolved.with_deal > 0, found.unresolved.with_deal == found.unresolved.draws]
            answers += [found.left_out.acceptable > 0] if found.left_out.applies else []
        turned = any(turn.kind == "silent" for turn in found.decisive)
        nothing_left = found.has_silence and not found.left_out.applies
        agreed = not turned and not nothing_left and len(set(answers)) == 1
        expected = "not decided" if not agreed else "deal" if answers[0] else "no deal"
        assert found.verdict == expected
        assert found.has_silence == bool(case.silent_cells())
        verdicts[expected] += 1
    assert all(verdicts.values())


def test_what_the_stated_cells_close_and_silence_leaves_open_is_not_decided() -> None:
    # South gains nothing from what it has said; whether there is a deal is what it thinks of the prisoners.
    case = silent_on("prisoners", "south")
    case["positions"]["border"] = {"north": wants("new"), "south": wants("old")}
    case["positions"]["trade"] = {"north": wants("open"), "south": wants("shut")}
    case["judgements"] = {"walk_away": {"north": 30, "south": 100}}
    found = deal(positions(case), seed=1, draws=200)
    assert found.central.status == "answered"  # indifference: the prisoners alone move
    assert not found.left_out.acceptable > 0
    assert found.verdict == "not decided"


# ------------------------------------------------------------------------------------------------------- turns


def rebuilt(raw: Raw, case: Compiled, turn: CellAlternative) -> Raw | None:
    """The case file with the cell read as the turn says; None where no file can say it."""
    party, issue = case.parties[turn.party], case.issues[turn.issue]
    changed = deepcopy(raw)
    cells, judged = changed["positions"][issue], changed["judgements"]
    cell = cells.get(party, "silent")
    lines = cell.get("rejects", []) if isinstance(cell, dict) else []
    if turn.option is None and is_open(cell):
        cells[party] = "silent"
        return changed
    if turn.option is None:
        kept = [line for line in lines if isinstance(line, dict) and line.get("basis", "inferred") != "inferred"]
        if kept:
            return None
        cells[party] = "silent"
        judged.get("salience", {}).get(issue, {}).pop(party, None)
    else:
        option = case.options[turn.issue][turn.option]
        cells[party] = wants(option)
        kept = [line for line in lines if (line if isinstance(line, str) else line["option"]) != option]
        if kept:
            cells[party]["rejects"] = kept
        judged.setdefault("salience", {}).setdefault(issue, {}).setdefault(party, 50)
    for kind in ("scores", "orders"):
        judged.get(kind, {}).get(issue, {}).pop(party, None)
        if not judged.get(kind, {}).get(issue, True):
            del judged[kind][issue]
    if not judged.get("salience", {}).get(issue, True):
        del judged["salience"][issue]
    return changed


def volatile_too(raw: Raw, draw: Random) -> Raw:
    """The case with some positions that have been moving."""
    changed = deepcopy(raw)
    for cells in changed["positions"].values():
        for cell in cells.values():
            if isinstance(cell, dict) and "ideal" in cell and draw.random() < 0.3:
                cell["volatile"] = True
    return changed


@sizes
def test_every_turn_is_what_the_case_says_once_the_cell_is_read_so(cases: int) -> None:
    draw = Random("turns")
    effects: dict[str | None, int] = {}
    kinds: dict[str, int] = {}
    for number in range(cases // 2):
        raw = volatile_too(random_raw(f"turns {number}"), draw)
        case = positions(raw)
        found: Deal = deal(case, seed=1, draws=1)
        before = leading_package(central(case))
        for turn in found.cell_alternatives or ():
            changed = rebuilt(raw, case, turn)
            if changed is None:
                continue
            again = positions(changed)
            after = leading_package(central(again))
            assert turn.package == after
            expected = (
                (None if after is None else "a deal")
                if before is None
                else "no deal" if after is None
                else None if after == before
                else "another package"
            )  # fmt: skip
            assert turn.effect == expected
            effects[turn.effect] = effects.get(turn.effect, 0) + 1
            kinds[turn.kind] = kinds.get(turn.kind, 0) + 1
        assert set(found.decisive) == {
            turn for turn in found.cell_alternatives or () if turn.effect in ("a deal", "no deal")
        }
    assert set(effects) == {None, "a deal", "no deal", "another package"}
    assert set(kinds) == {"silent", "inferred", "volatile"}


@sizes
def test_every_open_reading_of_a_cell_is_tried_once(cases: int) -> None:
    for number in range(cases):
        raw = volatile_too(random_raw(f"readings {number}"), Random(number))
        case = positions(raw)
        found = [(t.party, t.issue, t.kind, t.option) for t in deal(case, seed=1, draws=1).cell_alternatives or ()]
        assert len(found) == len(set(found))
        for party, issue in product(range(len(case.parties)), range(len(case.issues))):
            cell = case.cells[party][issue]
            mine = {(kind, option) for p, i, kind, option in found if (p, i) == (party, issue)}
            every = set(range(case.structure.sizes[issue]))
            wished = every - cell.rejected if cell.is_silent else set()
            assert {option for kind, option in mine if kind == "silent"} == wished
            settles = every - {cell.ideal} - wished if cell.volatile else set()
            assert {option for kind, option in mine if kind == "volatile"} == settles
            guessed = cell.basis == "inferred" or any(line.basis == "inferred" for line in cell.rejects)
            assert (("inferred", None) in mine) == guessed


def test_a_stated_cell_is_read_one_way() -> None:
    case = positions(dispute())
    stated = replace(case.cells[0][0], basis="stated")
    turns = deal(case.with_cell(0, 0, stated), seed=1, draws=1).cell_alternatives or ()
    assert not [turn for turn in turns if (turn.party, turn.issue) == (0, 0)]
