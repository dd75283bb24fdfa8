"""A case in GENIUS files is worth there what it is worth here, and what GENIUS cannot say is never lost silently."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.places import ROOT
from winset.casefile.exports.genius import DECIMALS, Exported, exported
from winset.casefile.imports.genius import imported
from winset.casefile.read import read_case
from winset.compiled import compiled
from winset.errors import SaveRefused, UnknownName
from winset.model.case import Case
from winset.readings import Reading, central

HEAD = """winset: 1
case: {id: gate, title: The gate}
parties: {north: {name: "The north, “old”"}, south: {name: South & sons}, east: {name: East}}
issues:
  gate: {title: 'A "gate" & <wall>', options: {shut: shut, half: half open, open: open}}
  toll: {options: {high: high, low: low}}
"""
POSITIONS = """positions:
  gate:
    north: {ideal: shut, basis: inferred, because: No.}
    south: {ideal: open, basis: inferred, because: No.}
    east: {ideal: half, basis: inferred, because: No.}
  toll:
    north: {ideal: low, basis: inferred, because: No.}
    south: silent
    east: {ideal: high, basis: inferred, because: No.}
"""
JUDGEMENTS = """judgements:
  salience: {gate: {north: [20, 30, 45], south: 70}, toll: {north: 60}}
  scores: {gate: {north: {half: [30, 40, 80]}, south: {half: "100/3"}}}
  walk_away: {north: 20, south: 0, east: 12.5}
"""
BARE = HEAD + POSITIONS + JUDGEMENTS


def case_of(folder: Path, text: str = BARE) -> Case:
    folder.mkdir(exist_ok=True)
    (folder / "case.yaml").write_text(text, encoding="utf-8")
    case = read_case(folder).case
    assert case is not None
    return case


def values(reading: Reading) -> dict[tuple[int, ...], tuple[Fraction, ...]]:
    return {
        package: tuple(reading.points(p, reading.value(p, package)) for p in reading.structure.bargaining)
        for package in product(*map(range, reading.structure.sizes))
    }


def told_by_genius(text: str) -> tuple[dict[tuple[int, ...], Fraction], Fraction]:
    """The values that GENIUS works out of a profile, from 0 to 1, and its reservation."""
    root = ElementTree.fromstring(text)
    weights = [Fraction(one.attrib["value"]) for one in root.iter("weight")]
    rows = [[Fraction(item.attrib["evaluation"]) for item in issue.iter("item")] for issue in root.iter("issue")]
    shares = [[one / max(row) if max(row) > Fraction(1, 10**5) else Fraction(0) for one in row] for row in rows]
    found = {
        package: sum((w * row[o] for w, row, o in zip(weights, shares, package, strict=True)), Fraction(0))
        for package in product(*(range(len(row)) for row in rows))
    }
    (reservation,) = root.iter("reservation")
    return found, Fraction(reservation.attrib["value"])


def agree(files: Exported, reading: Reading) -> bool:
    """Whether GENIUS finds value / 100 for every package and party, within the places that are written."""
    near = len(reading.structure.sizes) * Fraction(1, 10**DECIMALS)
    for number, (party, file) in enumerate(zip(reading.structure.bargaining, files.parties.values(), strict=True)):
        found, reservation = told_by_genius(files.files[file])
        floor = reading.walk_away[party]
        assert floor is not None
        if abs(reservation - max(reading.points(party, floor), Fraction(0)) / 100) > near:
            return False
        if any(abs(found[package] - value[number] / 100) > near for package, value in values(reading).items()):
            return False
    return True


def test_genius_finds_the_value_divided_by_100(tmp_path: Path) -> None:
    case = case_of(tmp_path)
    files = exported(case)
    assert list(files.parties) == ["north", "south", "east"]
    assert agree(files, central(compiled(case)))


def test_the_domain_has_the_issues_and_options_without_numbers(tmp_path: Path) -> None:
    root = ElementTree.fromstring(exported(case_of(tmp_path)).files["domain.xml"])
    assert root.tag == "negotiation_template"
    assert [issue.attrib["name"] for issue in root.iter("issue")] == ["gate", "toll"]
    assert [item.attrib["value"] for item in root.iter("item")] == ["shut", "half", "open", "high", "low"]
    assert not any("evaluation" in item.attrib for item in root.iter("item"))
    assert next(root.iter("issue")).attrib["description"] == 'A "gate" & <wall>'


def test_a_round_trip_keeps_every_value_and_walk_away(tmp_path: Path) -> None:
    case = case_of(tmp_path)
    exported(case).write(tmp_path / "genius")
    again = imported([tmp_path / "genius"], tmp_path / "again")
    again.write(tmp_path / "again")
    back = read_case(tmp_path / "again").case
    assert back is not None
    before, after = central(compiled(case)), central(compiled(back))
    # Of east and south some numbers are no finite decimals; the import says that they move by 0.00001 points at most.
    near = Fraction(1, 10**5)
    mine, theirs = values(before), values(after)
    assert mine.keys() == theirs.keys()
    assert all(abs(a - b) <= near for x in mine for a, b in zip(mine[x], theirs[x], strict=True))
    for party, floor in enumerate(before.walk_away):
        other = after.walk_away[party]
        assert floor is not None
        assert other is not None
        assert abs(before.points(party, floor) - after.points(party, other)) <= near


def test_a_round_trip_of_finite_decimals_is_exact(tmp_path: Path) -> None:
    text = BARE.replace('"100/3"', "33.3").replace("gate: {north: [20, 30, 45]", "gate: {north: 40")
    case = case_of(tmp_path, text)
    exported(case).write(tmp_path / "genius")
    again = imported([tmp_path / "genius"], tmp_path / "again")
    assert again.notes == ()
    again.write(tmp_path / "again")
    back = read_case(tmp_path / "again").case
    assert back is not None
    assert values(central(compiled(back))) == values(central(compiled(case)))


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(
    salience=st.lists(st.integers(0, 100), min_size=4, max_size=4).filter(lambda s: s[0] + s[1] and s[2] + s[3]),
    scores=st.lists(st.decimals(0, 100, places=2), min_size=10, max_size=10),
)
def test_any_numbers_are_written_so_that_genius_finds_them(
    tmp_path: Path, salience: list[int], scores: list[object]
) -> None:
    gate = [", ".join(f"{o}: {v}" for o, v in zip(("shut", "half", "open"), scores[n:], strict=False)) for n in (0, 5)]
    toll = [f"high: {scores[n]}, low: {scores[n + 1]}" for n in (3, 8)]
    text = (
        f"{HEAD}{POSITIONS}judgements:\n  salience:\n"
        f"    gate: {{north: {salience[0]}, south: {salience[2]}}}\n"
        f"    toll: {{north: {salience[1]}, south: {salience[3]}}}\n"
        "  scores:\n"
        f"    gate: {{north: {{{gate[0]}}}, south: {{{gate[1]}}}}}\n"
        f"    toll: {{north: {{{toll[0]}}}, south: {{{toll[1]}}}}}\n"
        "  walk_away: {north: 20, south: 31.7, east: 12}\n"
    )
    case = case_of(tmp_path, text)
    assert agree(exported(case), central(compiled(case)))


LOST = [
    ("rules: [{id: cheap, if: {gate: open}, then: {toll: low}}]\n", "rules: `cheap`"),
    ("consent: {package: [north, south], issues: {toll: {needs: [east]}}}\n", "the consent of `east`"),
    (
        JUDGEMENTS + "  links: [{party: north, when: {gate: open, toll: low}, points: 5}]\n",
        "links: 1, of `north`",
    ),
    (
        POSITIONS.replace("north: {ideal: shut,", "north: {ideal: shut, rejects: [open],"),
        "red lines: red_line.north.gate.open",
    ),
    (JUDGEMENTS.replace("south: 0", "south: -5"), "the walk-away of `south`, -5"),
]


def with_section(section: str) -> str:
    """The bare case with a section added, or in the place of its own."""
    parts = {"positions": POSITIONS, "judgements": JUDGEMENTS}
    parts[section.partition(":")[0]] = section
    return HEAD + "".join(parts.values())


@pytest.mark.parametrize(("section", "says"), LOST)
def test_what_genius_cannot_say_is_refused_or_left_out_and_told(tmp_path: Path, section: str, says: str) -> None:
    case = case_of(tmp_path, with_section(section))
    with pytest.raises(SaveRefused) as refused:
        exported(case)
    assert says in str(refused.value)
    assert "--drop" in str(refused.value)
    files = exported(case, drop=True)
    assert files.notes[0].startswith("left out: ")
    assert says in files.notes[0]


def test_everything_that_is_lost_is_listed_at_once(tmp_path: Path) -> None:
    case = read_case(ROOT / "examples" / "alaska-2025").case
    assert case is not None
    with pytest.raises(SaveRefused) as refused:
        exported(case)
    assert [line.strip().split(":")[0] for line in str(refused.value).split("\n")[1:-1]] == [
        "rules",
        "red lines",
        "links",
        "the consent of `europeans`, who is needed and does not bargain",
    ]


def test_a_walk_away_below_0_accepts_the_same_packages_as_0(tmp_path: Path) -> None:
    case = case_of(tmp_path, with_section(JUDGEMENTS.replace("south: 0", "south: -5")))
    files = exported(case, drop=True)
    found, reservation = told_by_genius(files.files[files.parties["south"]])
    assert reservation == 0
    assert min(found.values()) >= 0
    assert "its gains are counted from 0" in files.notes[0]


UNSAYABLE = [
    (JUDGEMENTS.replace("south: 0", "south: 130"), "the walk-away of `south` is 130"),
    (JUDGEMENTS.replace("south: 0, ", ""), "no walk-away of `south` is known"),
    ("consent: {package: [north]}\n", "only `north` bargains"),
]


@pytest.mark.parametrize(("section", "says"), UNSAYABLE)
@pytest.mark.parametrize("drop", [False, True])
def test_what_no_genius_file_can_stand_for_is_refused_in_any_case(
    tmp_path: Path, section: str, says: str, drop: bool
) -> None:
    with pytest.raises(SaveRefused, match=says):
        exported(case_of(tmp_path, with_section(section)), drop=drop)


def test_a_table_gives_its_seats_and_keeps_the_value_of_what_is_off_its_agenda(tmp_path: Path) -> None:
    text = BARE.replace("toll: {options", "toll: {status_quo: low, options")
    case = case_of(tmp_path, text + "tables: {pair: {seated: [north, east], agenda: [gate]}}\n")
    files = exported(case, "pair")
    assert list(files.parties) == ["north", "east"]
    reading = central(compiled(case, "pair"))
    found, _ = told_by_genius(files.files[files.parties["north"]])
    assert len(found) == 3
    assert abs(found[2, 0] - reading.points(0, reading.value(0, (2, 1))) / 100) < Fraction(1, 10**14)
    assert any("off the agenda" in note for note in files.notes)
    assert any("no status quo" not in note and "status quo" in note for note in files.notes)
    with pytest.raises(UnknownName):
        exported(case, "nowhere")


def test_silence_and_a_best_package_below_100_are_told(tmp_path: Path) -> None:
    case = case_of(tmp_path, with_section(JUDGEMENTS.replace("half: [30, 40, 80]", "shut: 80, half: 40")))
    notes = " | ".join(exported(case).notes)
    assert "1 silent cell is written" in notes
    assert "the best package of `north` is worth 93.3333" in notes


def test_files_that_are_there_are_not_overwritten(tmp_path: Path) -> None:
    files = exported(case_of(tmp_path))
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "domain.xml").write_text("mine", encoding="utf-8")
    with pytest.raises(SaveRefused):
        files.write(tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["domain.xml"]
    assert (tmp_path / "out" / "domain.xml").read_text(encoding="utf-8") == "mine"
