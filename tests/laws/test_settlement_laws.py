"""What must hold of every settlement answer: names and order do not matter, demands never help, blockers block."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from random import Random
from typing import Any

import pytest

from tests.oracles.random_cases import ISSUES, OPTIONS, PARTIES, leaves_a_choice
from winset.analyses.settlement.blockers import Constraint
from winset.analyses.settlement.settle import Settlement, solve
from winset.compiled import Compiled, compiled
from winset.errors import NumberTooFine
from winset.readings import Reading, central

from .cases import Raw, dispute, positions, random_raw, read, wants, written

Package = frozenset[tuple[str, str]]
FEW, MANY = 40, 400
"""Random cases in the ordinary run, and in the slow one."""

sizes = pytest.mark.parametrize("cases", [FEW, pytest.param(MANY, marks=pytest.mark.slow)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A settlement answer in names alone, so that answers to cases in another order can be compared."""

    total: int
    feasible: int
    values: dict[Package, dict[str, Fraction]]
    frontier: frozenset[Package]
    choices: dict[str, frozenset[Package]]
    leading: dict[str, tuple[Fraction, ...]]
    repairs: frozenset[frozenset[str]]
    conflicts: frozenset[frozenset[str]]
    pivotal: frozenset[str]
    concessions: frozenset[frozenset[tuple[str, Fraction]]]
    load_bearing: frozenset[str]

    @property
    def acceptable(self) -> frozenset[Package]:
        return frozenset(self.values)


def named(case: Compiled, answer: Settlement) -> Named:
    reading, found = answer.reading, answer.win_set

    def package(options: tuple[int, ...]) -> Package:
        return frozenset(case.package_names(options).items())

    def sorted_gains(options: tuple[int, ...]) -> tuple[Fraction, ...]:
        gains = []
        for p in reading.structure.bargaining:
            gains.append(reading.points(p, reading.value(p, options) - (reading.walk_away[p] or 0)))
        return tuple(sorted(gains))

    blockers = answer.no_deal.blockers if answer.no_deal is not None else None

    def items(sets: tuple[frozenset[int], ...]) -> frozenset[frozenset[str]]:
        assert blockers is not None
        return frozenset(frozenset(constraint_name(case, blockers.constraints[n]) for n in one) for one in sets)

    return Named(
        total=answer.counts.total,
        feasible=answer.counts.feasible,
        values={
            package(found.package(n)): {
                party: reading.points(p, int(found.values[p, n])) for p, party in enumerate(case.parties)
            }
            for n in range(len(found))
        },
        frontier=frozenset(package(tuple(row)) for row in answer.frontier.packages.tolist()),
        choices={key: frozenset(map(package, choice.packages)) for key, choice in answer.choices.items()},
        leading={key: sorted_gains(choice.packages[0]) for key, choice in answer.choices.items() if choice.packages},
        repairs=items(blockers.repairs) if blockers else frozenset(),
        conflicts=items(blockers.conflicts) if blockers else frozenset(),
        pivotal=frozenset(case.parties[p] for p in blockers.pivotal) if blockers else frozenset(),
        concessions=frozenset(
            frozenset((*zip(case.parties, one.points, strict=True), *zip(bodies(reading), one.bodies, strict=True)))
            for one in (answer.no_deal.concessions if answer.no_deal is not None else ())
        ),
        load_bearing=frozenset(case.issues[issue] for issue in answer.load_bearing),
    )


def bodies(reading: Reading) -> list[str]:
    return [floor.name for floor in reading.floors]


def constraint_name(case: Compiled, item: Constraint) -> str:
    if item.line is not None:
        return case.line_name(item.line)
    return f"walk_away.{item.body or case.parties[item.party]}"


def answered(raw: Raw, table: str | None = None) -> Named:
    case = positions(raw, table)
    return named(case, solve(central(case)))


def tables(raw: Raw) -> tuple[str | None, ...]:
    return (None, *raw.get("tables", {}))


def questions(label: str, cases: int) -> Iterator[tuple[Raw, str | None]]:
    """Random cases with each of their tables."""
    for number in range(cases):
        raw = random_raw(f"{label} {number}")
        for table in tables(raw):
            yield raw, table


def renamed(content: Any, names: dict[str, str]) -> Any:
    """The same with other names, as keys and as values."""
    if isinstance(content, dict):
        return {names.get(key, key): renamed(value, names) for key, value in content.items()}
    if isinstance(content, list):
        return [renamed(one, names) for one in content]
    if isinstance(content, str) and "." in content:  # what an option serves: `party.interest`
        return ".".join(names.get(part, part) for part in content.split("."))
    return names.get(content, content) if isinstance(content, str) else content


def in_names(answer: Named, names: dict[str, str]) -> Named:
    """The answer with other names, constraints included."""

    def dotted(name: str) -> str:
        return ".".join(names.get(part, part) for part in name.split("."))

    def package(package: Package) -> Package:
        return frozenset((names.get(issue, issue), names.get(option, option)) for issue, option in package)

    return replace(
        answer,
        values={package(x): {names.get(p, p): v for p, v in row.items()} for x, row in answer.values.items()},
        frontier=frozenset(map(package, answer.frontier)),
        choices={key: frozenset(map(package, choice)) for key, choice in answer.choices.items()},
        repairs=frozenset(frozenset(map(dotted, repair)) for repair in answer.repairs),
        conflicts=frozenset(frozenset(map(dotted, conflict)) for conflict in answer.conflicts),
        pivotal=frozenset(map(dotted, answer.pivotal)),
        concessions=frozenset(
            frozenset((dotted(who), points) for who, points in concession) for concession in answer.concessions
        ),
        load_bearing=frozenset(map(dotted, answer.load_bearing)),
    )


@sizes
def test_names_do_not_matter(cases: int) -> None:
    names = {name: f"{name[::-1]}_{n}" for n, name in enumerate((*PARTIES, *ISSUES, *OPTIONS))}
    for raw, table in questions("renamed", cases):
        assert answered(renamed(raw, names), table) == in_names(answered(raw, table), names)


def shuffled(raw: Raw, draw: Random) -> Raw:
    """The same case with parties, issues and options in another order; a line may only be turned round."""

    def mixed(content: dict[str, Any]) -> dict[str, Any]:
        keys = list(content)
        draw.shuffle(keys)
        return {key: content[key] for key in keys}

    changed = deepcopy(raw)
    for section in ("parties", "issues"):
        changed[section] = mixed(changed[section])
    for issue in changed["issues"].values():
        options = issue["options"]
        given = any(isinstance(option, dict) and option.get("at") not in (None, "aside") for option in options.values())
        if issue.get("scale") and not given:
            issue["options"] = {name: options[name] for name in reversed(options)}
        else:
            issue["options"] = mixed(options)
    return changed


@sizes
def test_the_order_of_parties_issues_and_options_does_not_matter(cases: int) -> None:
    draw = Random("orders")
    for raw, table in questions("shuffled", cases):
        assert answered(shuffled(raw, draw), table) == answered(raw, table)


@sizes
def test_a_partys_unit_and_zero_do_not_matter_where_theory_says_so(cases: int) -> None:
    draw, seen = Random("units"), 0
    for raw, table in questions("units", cases):
        case = positions(raw, table)
        reading = central(case)
        party = draw.choice(reading.structure.bargaining)
        factor, shift = draw.choice([2, 3, 1000]), draw.randint(-50, 50) * reading.denominator[party]
        before, after = solve(reading), solve(stretched(reading, party, factor, shift))
        assert after.win_set.packages.tolist() == before.win_set.packages.tolist()
        assert after.frontier.packages.tolist() == before.frontier.packages.tolist()
        for key in ("nash", "nash_weighted", "nash_max_support", "kalai_smorodinsky", "relative_utilitarian"):
            seen += len(before.choices[key].packages)
            assert set(after.choices[key].packages) == set(before.choices[key].packages), key
    assert seen > cases


def stretched(reading: Reading, party: int, factor: int, shift: int) -> Reading:
    """The party's values v read as factor · v + shift, its walk-away and the bodies that follow it alike."""
    first = reading.structure.sizes[0]
    worth = reading.worth.copy()
    worth[party] *= factor
    worth[party, :first] += shift  # every package holds one option of the first issue
    walk_away = reading.walk_away[party]
    return replace(
        reading,
        worth=worth,
        walk_away=tuple(
            factor * walk_away + shift if p == party and walk_away is not None else one
            for p, one in enumerate(reading.walk_away)
        ),
        links=tuple(
            replace(link, worth=factor * link.worth) if link.party == party else link for link in reading.links
        ),
        floors=tuple(
            replace(floor, worth=factor * floor.worth + shift) if floor.party == party else floor
            for floor in reading.floors
        ),
    )


# ------------------------------------------------------------------------------------------------- more demands


def with_higher_walk_away(raw: Raw, draw: Random) -> Raw | None:
    case = positions(raw)
    reading, party = central(case), draw.randrange(len(case.parties))
    walk_away = reading.walk_away[party]
    if walk_away is None:
        return None
    changed = deepcopy(raw)
    higher = reading.points(party, walk_away) + draw.choice([Fraction(0), Fraction(1, 2), Fraction(10), Fraction(40)])
    changed["judgements"].setdefault("walk_away", {})[case.parties[party]] = written(max(higher, Fraction(2)))
    return changed


def with_a_red_line(raw: Raw, draw: Random) -> Raw | None:
    changed = deepcopy(raw)
    own = [
        (cell, option)
        for issue, cells in changed["positions"].items()
        for cell in cells.values()
        if isinstance(cell, dict) and "ideal" in cell
        for option in changed["issues"][issue]["options"]
        if option != cell["ideal"] and option not in [drawn_line(reject) for reject in cell.get("rejects", [])]
    ]
    if not own:
        return None
    cell, option = draw.choice(own)
    cell["rejects"] = [*cell.get("rejects", []), option]
    return changed


def drawn_line(entry: Any) -> str:
    name: str = entry if isinstance(entry, str) else entry["option"]
    return name


def with_a_rule(raw: Raw, draw: Random) -> Raw | None:
    if len(raw["issues"]) < 2:
        return None
    changed = deepcopy(raw)
    first, second = draw.sample(list(changed["issues"]), 2)
    when, then = (draw.choice(list(changed["issues"][issue]["options"])) for issue in (first, second))
    rule = {"id": "one_more", "if": {first: when}, "then": {second: then}}
    changed["rules"] = [*changed.get("rules", []), rule]
    return changed if all(leaves_a_choice(changed, table) for table in tables(changed)) else None


def with_a_needed_party(raw: Raw, draw: Random) -> Raw | None:
    changed = deepcopy(raw)
    party = draw.choice(list(changed["parties"]))
    consent = changed.setdefault("consent", {})
    if "package" in consent and draw.random() < 0.3:
        consent["package"] = list(dict.fromkeys([*consent["package"], party]))
        return changed
    issue = draw.choice(list(changed["issues"]))
    needs = consent.setdefault("issues", {}).setdefault(issue, {"needs": []})
    for one in (needs, *needs.get("options", {}).values()):
        one["needs"] = list(dict.fromkeys([*one["needs"], party]))
    return changed


@sizes
@pytest.mark.parametrize(
    "demand", [with_higher_walk_away, with_a_red_line, with_a_rule, with_a_needed_party], ids=lambda one: one.__name__
)
def test_one_more_demand_never_enlarges_the_win_set(demand: Any, cases: int) -> None:
    draw, smaller = Random(f"demand {demand.__name__}"), 0
    for number in range(cases):
        raw = random_raw(f"demands {number}")
        changed = demand(raw, draw)
        for table in tables(raw) if changed is not None else ():
            before, after = answered(raw, table).acceptable, answered(changed, table).acceptable
            assert after <= before
            smaller += after < before
    assert smaller > 0


@sizes
def test_the_package_that_moves_nothing_is_never_acceptable(cases: int) -> None:
    for raw, table in questions("still", cases):
        case = positions(raw, table)
        answer = solve(central(case))
        packages = [answer.win_set.package(n) for n in range(len(answer.win_set))]
        assert case.structure.status_quo not in packages
        assert (
            answer.counts.acceptable
            <= answer.counts.feasible
            < answer.counts.total + (None in case.structure.status_quo)
        )


# ------------------------------------------------------------------------------------------------------ tables


def without_tables(raw: Raw) -> Raw:
    return {section: content for section, content in raw.items() if section != "tables"}


@sizes
def test_a_table_asks_the_seated_and_the_ratifiers_and_moves_its_agenda_alone(cases: int) -> None:
    draw, cut = Random("tables"), 0
    for number in range(cases):
        raw = without_tables(random_raw(f"tables {number}"))
        parties, issues = list(raw["parties"]), list(raw["issues"])
        seated = draw.sample(parties, draw.randint(2, len(parties)))
        ratifiers = draw.sample(parties, draw.randint(0, 2))
        agenda = [
            name for name, issue in raw["issues"].items() if "status_quo" not in issue or draw.random() < 0.7
        ] or issues
        at_table = raw | {"tables": {"talks": {"seated": seated, "agenda": agenda, "ratifiers": ratifiers}}}
        everyone = list(dict.fromkeys([*seated, *ratifiers]))
        consent = raw.get("consent", {}) | {"package": everyone}
        plain = answered(raw | {"consent": consent})
        expected = {
            package
            for package in plain.acceptable
            if all(issue in agenda or raw["issues"][issue]["status_quo"] == option for issue, option in package)
        }
        assert answered(at_table, "talks").acceptable == expected
        cut += len(expected) < len(plain.acceptable)
    assert cut > cases // 20


def test_ratifiers_constrain_and_do_not_bargain() -> None:
    case = dispute(tables={"talks": {"seated": ["north"], "ratifiers": ["south"]}})
    found = solve(central(positions(case, "talks")))
    assert found.reading.structure.bargaining == (0,)
    assert found.reading.structure.always == (0, 1)


def test_a_body_that_follows_a_party_asks_for_so_much_more() -> None:
    body = {"body": "A parliament", "follows": "south", "above_walk_away": 20}
    plain = {"seated": ["north", "south"]}
    case = dispute(tables={"talks": plain, "ratified": plain | {"ratifiers": [body]}})
    higher = dispute(judgements={"walk_away": {"south": {"status_quo": 20}}})
    assert answered(case, "talks").acceptable > answered(case, "ratified").acceptable
    assert answered(case, "ratified").acceptable == answered(higher).acceptable


# ---------------------------------------------------------------------------------------------------- blockers


def hitting(sets: frozenset[frozenset[str]]) -> frozenset[frozenset[str]]:
    """Minimal sets that meet every one of these, by trying all, the smallest first."""
    names = sorted(frozenset[str]().union(*sets))
    found: list[frozenset[str]] = []
    for size in range(len(names) + 1):
        for picked in map(frozenset, combinations(names, size)):
            if all(picked & one for one in sets) and not any(old <= picked for old in found):
                found.append(picked)
    return frozenset(found)


def without_deal(label: str, cases: int) -> Iterator[tuple[Raw, str | None]]:
    """Random questions that have no deal, walk-aways raised where they would have one."""
    draw = Random(label)
    for raw, table in questions(label, cases):
        hard = deepcopy(raw)
        walk_aways = hard["judgements"].setdefault("walk_away", {})
        for party in hard["parties"]:
            if draw.random() < 0.7:
                walk_aways[party] = draw.choice([60, 75, 90])
        if not answered(hard, table).acceptable:
            yield hard, table


@sizes
def test_repairs_and_conflicts_are_each_others_minimal_hitting_sets(cases: int) -> None:
    seen = 0
    for raw, table in without_deal("hitting", cases):
        found = answered(raw, table)
        assert found.repairs
        assert hitting(found.repairs) == found.conflicts
        assert hitting(found.conflicts) == found.repairs
        seen += 1
    assert seen > cases // 3


LEAST = -200
"""The lowest walk-away that a case file takes; no package of the random cases is worth less."""


def relaxed(raw: Raw, dropped: frozenset[str]) -> Raw:
    """The case without these constraints, as an analyst would write it."""
    changed = deepcopy(raw)
    for name in dropped:
        kind, party, *line = name.split(".")
        if kind == "walk_away":
            changed["judgements"].setdefault("walk_away", {})[party] = LEAST
        else:
            cell = changed["positions"][line[0]][party]
            cell["rejects"] = [reject for reject in cell["rejects"] if drawn_line(reject) != line[1]]
            if not cell["rejects"] and "ideal" not in cell:
                changed["positions"][line[0]][party] = "silent"
    return changed


def has_bodies(raw: Raw, table: str | None) -> bool:
    return table is not None and any(
        isinstance(ratifier, dict) for ratifier in raw["tables"][table].get("ratifiers", [])
    )


@sizes
def test_a_repair_opens_a_deal_and_no_part_of_it_does(cases: int) -> None:
    seen = 0
    for raw, table in without_deal("repairs", cases // 2):
        if has_bodies(raw, table):  # a lower walk-away would lower the body's floor as well
            continue
        found = answered(raw, table)
        for repair in found.repairs:
            seen += 1
            assert answered(relaxed(raw, repair), table).acceptable
            for item in repair:
                assert not answered(relaxed(raw, repair - {item}), table).acceptable
        for conflict in found.conflicts:
            others = frozenset(constraint_names(raw, table)) - conflict
            assert not answered(relaxed(raw, others), table).acceptable
            for item in conflict:
                assert answered(relaxed(raw, others | {item}), table).acceptable
        for party in raw["parties"]:
            mine = frozenset(name for name in constraint_names(raw, table) if name.split(".")[1] == party)
            assert (party in found.pivotal) == bool(answered(relaxed(raw, mine), table).acceptable)
    assert seen > cases // 4


def constraint_names(raw: Raw, table: str | None) -> list[str]:
    """Every walk-away and red line that the case file holds."""
    reading = central(positions(raw, table))
    walk_aways = [f"walk_away.{p}" for p, one in zip(raw["parties"], reading.walk_away, strict=True) if one is not None]
    lines = [
        f"red_line.{party}.{issue}.{drawn_line(reject)}"
        for issue, cells in raw["positions"].items()
        for party, cell in cells.items()
        if isinstance(cell, dict)
        for reject in cell.get("rejects", [])
    ]
    return walk_aways + lines


@sizes
def test_a_concession_opens_its_package_and_nothing_smaller_opens_any(cases: int) -> None:
    seen = 0
    for raw, table in without_deal("concessions", cases // 2):
        case = positions(raw, table)
        reading = central(case)
        answer = solve(reading)
        assert answer.no_deal is not None
        for concession in answer.no_deal.concessions:
            seen += 1
            opened = solve(conceded(reading, concession.points, concession.bodies))
            assert len(opened.win_set)
            for p, points in enumerate((*concession.points, *concession.bodies)):
                if points:
                    less = [*concession.points, *concession.bodies]
                    holder = p if p < len(concession.points) else reading.floors[p - len(concession.points)].party
                    less[p] = points - Fraction(1, reading.denominator[holder])
                    count = len(concession.points)
                    assert not len(solve(conceded(reading, tuple(less[:count]), tuple(less[count:]))).win_set)
    assert seen > cases // 4


def conceded(reading: Reading, points: tuple[Fraction, ...], above: tuple[Fraction, ...]) -> Reading:
    """The reading with lower walk-aways and lower floors of bodies."""
    return replace(
        reading,
        walk_away=tuple(
            int(Fraction(old) - less * reading.denominator[p]) if old is not None else None
            for p, (old, less) in enumerate(zip(reading.walk_away, points, strict=True))
        ),
        floors=tuple(
            replace(floor, worth=int(floor.worth - less * reading.denominator[floor.party]))
            for floor, less in zip(reading.floors, above, strict=True)
        ),
    )


@sizes
def test_concessions_written_into_the_case_open_a_deal(cases: int) -> None:
    seen = 0
    for raw, table in without_deal("written", cases // 3):
        if has_bodies(raw, table):
            continue
        reading = central(positions(raw, table))
        for concession in answered(raw, table).concessions:
            changed = deepcopy(raw)
            walk_aways = changed["judgements"].setdefault("walk_away", {})
            for p, party in enumerate(raw["parties"]):
                points, old = dict(concession)[party], reading.walk_away[p]
                if points and old is not None:
                    walk_aways[party] = written(reading.points(p, old) - points)
            if not all(readable(number) for number in walk_aways.values()):
                continue
            seen += 1
            assert answered(changed, table).acceptable
    assert seen > cases // 8


def readable(number: Any) -> bool:
    """Whether a case file may hold it: a number between 0 and 1 would be taken for another scale."""
    return not isinstance(number, str) or number == "status_quo" or Fraction(number) >= 1 or Fraction(number) < 0


def test_an_unbroken_red_line_is_no_part_of_any_repair() -> None:
    case = dispute(judgements={"walk_away": {"north": 90, "south": 90}})
    case["positions"]["prisoners"]["north"]["rejects"] = ["held"]
    found = answered(case)
    assert all("red_line.north.prisoners.held" not in repair for repair in found.repairs)


@sizes
def test_an_opening_written_into_the_case_opens_a_deal(cases: int) -> None:
    seen = 0
    for raw, table in without_deal("openings", cases // 2):
        if has_bodies(raw, table):
            continue
        case = positions(raw, table)
        for opening in solve(central(case)).openings:
            changed = deepcopy(raw)
            name = constraint_name(case, opening.constraint)
            if opening.end is None:
                changed = relaxed(raw, frozenset({name}))
            else:
                changed["judgements"].setdefault("walk_away", {})[name.split(".")[1]] = written(opening.end)
            if not all(readable(number) for number in changed["judgements"].get("walk_away", {}).values()):
                continue
            seen += 1
            again = compiled(read(changed), table)
            assert list(opening.package) in solve(central(again)).win_set.packages.tolist()
    assert seen > cases // 8


@sizes
def test_every_choice_lies_on_the_frontier(cases: int) -> None:
    for raw, table in questions("efficient", cases):
        found = answered(raw, table)
        for key, packages in found.choices.items():
            if key == "egalitarian":
                assert not packages or packages & found.frontier
            else:
                assert packages <= found.frontier, key


def test_links_that_could_pass_64_bits_are_refused() -> None:
    # Forty links of a million points, the most that a case file takes, over a denominator within its bound.
    link = {"party": "north", "when": {"trade": "open"}, "points": 1_000_000}
    walk_away = {"north": "999999999991/333333333323"}
    with pytest.raises(NumberTooFine):
        central(positions(dispute(judgements={"links": [link] * 40, "walk_away": walk_away})))


def test_parties_with_nothing_to_say_change_nothing() -> None:
    case = dispute()
    before = answered(case)
    case["parties"]["east"] = {"name": "East"}
    for cells in case["positions"].values():
        cells["east"] = "silent"
    case["consent"] = {"package": ["north", "south"]}
    after = answered(case)
    assert after.acceptable == before.acceptable
    assert after.choices == before.choices


def test_a_delegated_red_line_is_one_constraint_of_its_owner() -> None:
    case = dispute()
    case["positions"]["prisoners"] = {
        "north": wants("freed", rejects=["held"]),
        "south": {"delegates_to": "north", "basis": "inferred", "because": "x"},
    }
    compiled_ = positions(case)
    assert [compiled_.line_name(line) for line in compiled_.structure.lines] == ["red_line.north.prisoners.held"]
    assert all(dict(package)["prisoners"] == "freed" for package in answered(case).acceptable)


def test_capabilities_with_a_decimal_can_be_weighed() -> None:
    case = dispute()
    case["parties"]["east"] = {"name": "East"}
    for issue, cells in case["positions"].items():
        cells["east"] = wants(next(iter(case["issues"][issue]["options"])))
    capability = {"north": Decimal("83.55"), "south": 97, "east": Decimal("75.45")}
    case["judgements"] = {"capability": capability, "walk_away": dict.fromkeys(capability, 10)}
    assert solve(central(positions(case))).choices["nash_weighted"].status == "found"
