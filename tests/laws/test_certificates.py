"""Every optimum has a certificate that a checker confirms which knows no solver, and a changed digit fails it."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.support.running import python
from winset.analyses.settlement import checker
from winset.analyses.settlement.checker import check
from winset.analyses.settlement.methods.enumeration import Enumeration
from winset.analyses.settlement.proofs import BROKEN, ProofCheck, check_proofs
from winset.analyses.settlement.search.certificate import Attempt, certificates
from winset.analyses.settlement.solutions import solutions
from winset.analyses.settlement.statement import named, option_texts
from winset.analyses.settlement.subproblem import subproblems
from winset.compiled import Compiled, compiled
from winset.readings import central

from .cases import dispute, positions, random_raw, read, wants

cases = pytest.mark.parametrize("count", [25, pytest.param(150, marks=pytest.mark.slow)])


Json = dict[str, Any]


def attempts(case: Compiled, nodes: int = 1_000_000) -> tuple[Json, tuple[Attempt, ...]]:
    return certificates(case, central(case), nodes)


def made(case: Compiled, nodes: int = 1_000_000) -> Json:
    """A file of proofs, as it is read."""
    statement, each = attempts(case, nodes)
    held = [one.certificate for one in each if one.certificate is not None]
    loaded: Json = json.loads(json.dumps({"statement": statement, "certificates": held}))
    return loaded


def checked(file: Json, case: Compiled | None) -> ProofCheck:
    own = json.loads(json.dumps(attempts(case)[0])) if case is not None else None
    return check_proofs(file["statement"], file["certificates"], own)


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
        found = checked(made(case), case)
        assert found.is_whole or found.beyond, found
        for one in found.checks:
            assert not one.wrong, one
            claims[one.title] = claims.get(one.title, 0) + 1
    assert {solution.title for solution in solutions.values()} <= set(claims)
    assert claims["no deal"] > count // 10


@cases
def test_the_package_that_is_named_is_a_maximiser(count: int) -> None:
    for case in asked("named", count):
        reading = central(case)
        chosen, first = Enumeration(reading).choices(), next(iter(subproblems(reading)), None)
        for one in attempts(case)[1]:
            if one.certificate is not None and one.asked.solution and first is not None:
                packages = [
                    named(option_texts(case, None), first, package) for package in chosen[one.asked.solution].packages
                ]
                best = one.certificate["best"]
                assert (best[1] in packages) if best else not packages


@cases
def test_a_trail_that_skips_what_it_has_to_look_at_is_found_out(count: int) -> None:
    """Whatever is written over a code of the trail, a better package is never left out."""
    draw, refused = Random("trails"), 0
    for case in asked("trail", count // 2):
        file = made(case)
        for certificate in file["certificates"]:
            worse = _worse(file["statement"], certificate, draw) if certificate["best"] else None
            for code in (-1, -2, -3, 0, 10**6) if worse else ():
                forged = json.loads(json.dumps(certificate))
                forged["best"] = worse
                for tree in forged["trees"]:
                    tree["trail"] = [code if draw.random() < 0.9 else was for was in tree["trail"]]
                with pytest.raises(BROKEN):
                    check(file["statement"], forged)
                refused += 1
    assert refused > count


def _worse(statement: Json, certificate: Json, draw: Random) -> list[Any] | None:
    """Another package that reaches the floors, with a smaller key; None where none was met."""
    place, was = certificate["best"]
    parts = [part for run in statement["questions"][place]["runs"] for part in run]
    ask: Any = (certificate["kind"], statement["walk_aways"], [Fraction(*pair) for pair in certificate["unit"]], [])
    width = len(statement["walk_aways"])
    best = checker.key(ask, checked_values(statement, place, was)[:width])
    for _ in range(40 if certificate["kind"] != checker.NUMBER else 0):
        state, package = 0, []
        for part in parts:
            row = draw.choice(part["rows"][state])
            state = row[0]
            package.append(draw.choice(row[2]))
        values = checked_values(statement, place, package)
        reaches = all(
            value >= floor for value, floor in zip(values, statement["questions"][place]["floor"], strict=True)
        )
        if reaches and package != statement["still"] and checker.key(ask, values[:width]) < best:
            return [place, package]
    return None


def checked_values(statement: Json, place: int, package: list[str]) -> list[int]:
    """The values of a package, added up."""
    state, total = 0, [0] * len(statement["questions"][place]["floor"])
    parts = [part for run in statement["questions"][place]["runs"] for part in run]
    for part, text in zip(parts, package, strict=True):
        row = next(row for row in part["rows"][state] if text in row[2])
        state, total = row[0], [a + b for a, b in zip(total, row[1], strict=True)]
    return total


def test_a_package_that_is_not_the_best_cannot_be_named() -> None:
    case = positions(dispute(positions={
        "border": {"north": wants("old"), "south": wants("new")},
        "trade": {"north": wants("open"), "south": wants("open")},
        "prisoners": {"north": wants("freed"), "south": wants("freed")},
    }))  # fmt: skip
    file = made(case)
    nash = next(certificate for certificate in file["certificates"] if certificate["kind"] == "product")
    parts = [part for run in file["statement"]["questions"][nash["best"][0]]["runs"] for part in run]
    forged = 0
    for n, part in enumerate(parts):
        for _, _, texts in part["rows"][0]:
            other = json.loads(json.dumps(nash))
            other["best"][1][n] = texts[0]
            if other["best"] != nash["best"]:
                forged += 1
                with pytest.raises(ValueError, match="does not prove"):
                    check(file["statement"], other)
    assert forged > 0


def test_layers_stay_in_their_order() -> None:
    """A link holds where the issues that it names meet; layers in another order would make it hold elsewhere."""
    checks = 0
    for order in ([1, 0], [0, 0], [0], [0, 1, 1], [-1, -2]):
        part = {"still": None, "rows": [[[0, [1], ["a"]]]]}
        statement = {
            "parties": ["North"], "walk_aways": [0], "points": [1], "capabilities": None, "still": None,
            "questions": [{"floor": [0], "runs": [[part], [part]]}],
        }  # fmt: skip
        tree = {"order": order, "weights": [[1]], "own": [[1, 1]], "trail": [-1, -2]}
        certificate = {"kind": "sum", "unit": [[1, 1]], "best": [0, ["a", "a"]], "trees": [tree]}
        if sorted(order) == [0, 1]:
            assert check(statement, certificate)[1] == [2]
        else:
            with pytest.raises(BROKEN):
                check(statement, certificate)
        checks += 1
    assert checks == 5


def test_a_share_below_0_turns_no_bound_round() -> None:
    """The worst package is not the best because a weighted sum was divided by a number below 0."""
    rows = [[0, [3], ["good"]], [0, [1], ["bad"]]]
    statement = {
        "parties": ["North"], "walk_aways": [0], "points": [1], "capabilities": None, "still": None,
        "questions": [{"floor": [0], "runs": [[{"still": None, "rows": [rows]}]]}],
    }  # fmt: skip
    for weight in (-1, 0, 1):
        for own in ([-1, 1], [0, 1], [1, -1], [1, 1], [5, 1]):
            tree = {"order": [0], "weights": [[weight]], "own": [own], "trail": [0, 0]}
            certificate = {"kind": "sum", "unit": [[1, 1]], "best": [0, ["bad"]], "trees": [tree]}
            with pytest.raises(BROKEN):
                check(statement, certificate)


@pytest.mark.parametrize(
    "damage",
    [
        lambda one: one.pop("trees"),
        lambda one: one.pop("unit"),
        lambda one: one.update(claim="no package is acceptable at all"),
        lambda one: one["trees"][0].pop("trail"),
        lambda one: one["trees"][0]["trail"].clear(),
        lambda one: one["trees"][0]["trail"].append(-1),
        lambda one: one["trees"][0].update(order=[]),
        lambda one: one["trees"][0].update(weights=[["a", "b"]]),
        lambda one: one["trees"].clear(),
        lambda one: one.update(kind="wish"),
        lambda one: one.update(best=[99, []]),
        lambda one: one.update(best=None),
    ],
)
def test_a_damaged_certificate_proves_nothing_and_raises_nothing(damage: Any) -> None:
    case = positions(dispute(judgements={"walk_away": {"north": 10, "south": 10}}))
    file = made(case)
    damage(next(certificate for certificate in file["certificates"] if certificate["kind"] == "product"))
    found = checked(file, case)
    assert not found.is_whole
    assert found.missing or any(one.wrong for one in found.checks)


def test_a_file_that_proves_nothing_is_not_whole() -> None:
    for fields in (("certificates",), ("statement",), ("statement", "certificates")):
        file = made(positions(dispute()))
        file |= {field: type(file[field])() for field in fields}
        assert not checked(file, None).is_whole


def test_what_a_search_could_not_prove_is_said_to_be_so_and_is_missing() -> None:
    case = positions(dispute(judgements={"walk_away": {"north": 10, "south": 10}}))
    assert any(one.certificate is None and "stopped" in one.why for one in attempts(case, 1)[1])
    found = checked(made(case, nodes=1), case)
    assert found.missing
    assert not found.is_whole


def test_options_of_one_title_are_told_apart_by_their_names() -> None:
    raw = dispute()
    case = read(
        raw | {"issues": raw["issues"] | {"trade": {"status_quo": "shut", "options": {"shut": "s", "open": "s"}}}}
    )
    texts = option_texts(compiled(case), case)
    assert texts[1] == ("trade (trade): s (shut)", "trade (trade): s (open)")
    assert texts[2] == ("prisoners: h", "prisoners: f")


def test_the_checker_runs_without_the_package(tmp_path: Path) -> None:
    source = Path(checker.__file__)
    assert "winset" not in source.read_text(encoding="utf-8").replace('"""', "").split("import json", 1)[1]
    script = tmp_path / "checker.py"
    script.write_bytes(source.read_bytes())
    case = positions(dispute(judgements={"walk_away": {"north": 10, "south": 10}}))
    document = json.dumps(made(case))
    run = python("-I", "-S", script, text=document)
    assert run.returncode == 0, run.stderr
    assert run.stdout.count("proven: by the") >= len(solutions)
    forged = document.replace('"trail": [', '"trail": [0, ', 1)
    assert python("-I", "-S", script, text=forged).returncode


def test_the_checker_is_short() -> None:
    text = Path(checker.__file__).read_text(encoding="utf-8")
    lines, inside = 0, False
    for line in text.splitlines():
        quotes = line.count('"""')
        lines += bool(line.strip()) and not inside and not quotes
        inside = inside ^ (quotes % 2 == 1)
    assert lines < 80
