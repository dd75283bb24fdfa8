"""Every optimum has a certificate that a checker confirms which knows no solver, and a changed digit fails it."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.support.running import python
from winset.analyses.settlement import checker
from winset.analyses.settlement.checker import check
from winset.analyses.settlement.methods.enumeration import Enumeration
from winset.analyses.settlement.proofs import check_certificates
from winset.analyses.settlement.search.certificate import Certifier
from winset.analyses.settlement.search.tree import Effort
from winset.analyses.settlement.solutions import solutions
from winset.compiled import Compiled
from winset.readings import central

from .cases import dispute, positions, random_raw, wants

cases = pytest.mark.parametrize("count", [40, pytest.param(150, marks=pytest.mark.slow)])


def certificates(case: Compiled, nodes: int = 1_000_000) -> list[dict[str, Any]]:
    """The certificates as a file holds them."""
    made = list(Certifier(case, central(case), Effort(nodes=nodes)).all())
    loaded: list[dict[str, Any]] = json.loads(json.dumps(made))
    return loaded


def asked(label: str, count: int) -> list[Compiled]:
    found = []
    for number in range(count):
        raw = random_raw(f"{label} {number}")
        found += [positions(raw, table) for table in (None, *raw.get("tables", {}))]
    return found


@cases
def test_every_certificate_passes_the_checker_and_is_about_its_case(count: int) -> None:
    claims: dict[str, int] = {}
    for case in asked("certified", count):
        made = certificates(case)
        for one in check_certificates(made, case):
            assert not one.wrong, one
            claims[one.claim.split(":")[0]] = claims.get(one.claim.split(":")[0], 0) + 1
    assert {one.title for one in solutions.values()} <= set(claims)
    assert claims["no package is acceptable"] > count // 10


@cases
def test_the_package_that_is_named_is_a_maximiser(count: int) -> None:
    for case in asked("named", count):
        chosen = Enumeration(central(case)).choices()
        for one in certificates(case):
            if one["made"] and "solution" in one:
                packages = [case.package_names(package) for package in chosen[one["solution"]].packages]
                assert (one["best"]["package"] in packages) if one["best"] else not packages


def whole_numbers(certificate: dict[str, Any]) -> list[tuple[list[Any], int]]:
    """The numbers that a proof is about, each as a list and a place in it;
    a trail may have more than one right end.
    """
    found: list[tuple[list[Any], int]] = []
    for question in certificate["questions"]:
        for part in question["parts"]:
            found += [(row, n) for rows in part for row in rows for n in range(1, len(row))]
        if certificate["rule"]["kind"] != "product":  # there a floor may stand at no gain or at the least gain
            found += [(question["floor"], n) for n in range(len(question["floor"]))]
        found += [(question["start"], n) for n in range(len(question["start"]))]
    return found


@cases
def test_a_changed_digit_is_found_out(count: int) -> None:
    draw, changed = Random("digits"), 0
    for case in asked("changed", count // 2):
        made = certificates(case)
        for n, one in enumerate(made):
            if not one["made"] or not one["questions"]:
                continue
            forged = json.loads(json.dumps(made))
            held, place = draw.choice(whole_numbers(forged[n]))
            held[place] += draw.choice([-1, 1, 7])
            assert check_certificates(forged, case)[n].wrong, one["claim"]
            changed += 1
    assert changed > count


@cases
def test_a_trail_that_skips_what_it_has_to_look_at_is_found_out(count: int) -> None:
    """Whatever is written over a code of the trail, a better package is never left out."""
    draw, refused = Random("trails"), 0
    for case in asked("trail", count // 2):
        for one in certificates(case):
            if not one["made"] or not one["best"]:
                continue
            for code in (-1, -2, -3, -len(one["questions"][0]["weights"]), 0, 10**6):
                forged = json.loads(json.dumps(one))
                better = _named_worse(forged, draw)
                trail = forged["questions"][forged["best"]["question"]]["trail"]
                for place in range(len(trail)) if code != -1 else ():
                    trail[place] = code if draw.random() < 0.9 else trail[place]
                if better:
                    refused += 1
                    assert check_certificates([forged], None)[0].wrong, (one["claim"], code)
    assert refused > count


def _named_worse(certificate: dict[str, Any], draw: Random) -> bool:
    """Names another combination that reaches the floors instead of the best; True where it is worse."""
    question = certificate["questions"][certificate["best"]["question"]]
    was = certificate["best"]["rows"]
    rule = certificate["rule"]
    for _ in range(40):
        state, rows, total = 0, [], [0] * len(question["floor"])
        for part in question["parts"]:
            rows.append(draw.randrange(len(part[state])))
            state, *values = part[state][rows[-1]]
            total = [a + b for a, b in zip(total, values, strict=True)]
        reaches = all(value >= floor for value, floor in zip(total, question["floor"], strict=True))
        if rows not in (was, question["still"]) and reaches:
            certificate["best"]["rows"] = rows
            return checker.key(rule, question, total) < _key_at(question, rule, was)
    return False


def _key_at(question: dict[str, Any], rule: dict[str, Any], rows: list[int]) -> list[Any]:
    state, total = 0, [0] * len(question["floor"])
    for part, row in zip(question["parts"], rows, strict=True):
        state, *values = part[state][row]
        total = [a + b for a, b in zip(total, values, strict=True)]
    return checker.key(rule, question, total)


@cases
def test_no_other_package_than_the_one_that_moves_nothing_can_be_left_out(count: int) -> None:
    draw, forged = Random("still"), 0
    for case in asked("still", count // 2):
        made = certificates(case)
        for n, one in enumerate(made):
            if one["made"] and one["questions"]:
                copy = json.loads(json.dumps(made))
                question = copy[n]["questions"][0]
                state, still = 0, []
                for part in question["parts"]:
                    still.append(draw.randrange(len(part[state])))
                    state = part[state][still[-1]][0]
                if still != question["still"]:
                    question["still"] = still
                    forged += 1
                    assert check_certificates(copy, case)[n].wrong, one["claim"]
    assert forged > count


def test_a_package_that_is_not_the_best_cannot_be_named() -> None:
    case = positions(dispute(positions={
        "border": {"north": wants("old"), "south": wants("new")},
        "trade": {"north": wants("open"), "south": wants("open")},
        "prisoners": {"north": wants("freed"), "south": wants("freed")},
    }))  # fmt: skip
    made = certificates(case)
    forged = 0
    for one in made:
        if one["made"] and one["best"] and "solution" in one:
            check(one)
            question = one["questions"][one["best"]["question"]]
            for n, (rows,) in enumerate(question["parts"]):
                for row in range(len(rows)):
                    other = json.loads(json.dumps(one))
                    other["best"]["rows"][n] = row
                    if other["best"]["rows"] != one["best"]["rows"] and one["solution"] == "nash":
                        forged += 1
                        with pytest.raises(ValueError, match="does not prove"):
                            check(other)
    assert forged > 0


def test_a_certificate_that_leaves_out_a_question_is_found_out() -> None:
    left_out = 0
    for case in asked("left out", 60):
        made = certificates(case)
        for n, one in enumerate(made):
            if one["made"] and len({frozenset(question["required"]) for question in one["questions"]}) > 1:
                forged = json.loads(json.dumps(made))
                gone = 1 - (one["best"] or {"question": 0})["question"] % 2
                required = one["questions"][gone]["required"]
                forged[n]["questions"] = [q for q in one["questions"] if q["required"] != required]
                assert check_certificates(forged, case)[n].wrong
                left_out += 1
    assert left_out > 0


@pytest.mark.parametrize(
    "damage",
    [
        lambda one: one.pop("questions"),
        lambda one: one["questions"][0].pop("trail"),
        lambda one: one["questions"][0]["trail"].clear(),
        lambda one: one["questions"][0]["trail"].append(-1),
        lambda one: one["questions"][0].update(parts=[]),
        lambda one: one["questions"][0].update(parts="rows"),
        lambda one: one["questions"][0].update(weights=[["a", "b"]]),
        lambda one: one.update(rule={"kind": "wish"}),
        lambda one: one.update(best={"question": 99, "rows": []}),
        lambda one: one.update(best=None),
    ],
)
def test_a_damaged_certificate_proves_nothing_and_raises_nothing(damage: Any) -> None:
    case = positions(dispute(judgements={"walk_away": {"north": 10, "south": 10}}))
    made = certificates(case)
    place = next(n for n, one in enumerate(made) if one["made"] and one["best"] and "solution" in one)
    damage(made[place])
    assert check_certificates(made, case)[place].wrong


def test_what_a_search_could_not_prove_is_said_to_be_so() -> None:
    case = positions(dispute(judgements={"walk_away": {"north": 10, "south": 10}}))
    made = certificates(case, nodes=1)
    assert any(not one["made"] and "stopped" in one["why"] for one in made)
    assert all(one.unmade or not one.wrong for one in check_certificates(made, case))


def test_the_checker_runs_without_the_package(tmp_path: Path) -> None:
    source = Path(checker.__file__)
    assert "winset" not in source.read_text(encoding="utf-8").replace('"""', "").split("import json", 1)[1]
    script = tmp_path / "checker.py"
    script.write_bytes(source.read_bytes())
    case = positions(dispute(judgements={"walk_away": {"north": 10, "south": 10}}))
    document = json.dumps({"certificates": certificates(case)})
    run = python("-I", "-S", script, text=document)
    assert run.returncode == 0, run.stderr
    assert run.stdout.count("proven") >= len(solutions)
    forged = document.replace('"trail": [', '"trail": [0, ', 1)
    assert python("-I", "-S", script, text=forged).returncode


def test_the_checker_is_short() -> None:
    text = Path(checker.__file__).read_text(encoding="utf-8")
    lines, inside = 0, False
    for line in text.splitlines():
        quotes = line.count('"""')
        lines += bool(line.strip()) and not inside and not quotes
        inside = inside ^ (quotes % 2 == 1)
    assert lines < 60
