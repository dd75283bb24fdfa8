"""Every code stands at the exact place of its mistake and reads well; one pass reports everything, and each once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.places import ROOT
from winset.casefile.read import check_case
from winset.errors import Problem

HERE = "▸"
"""Stands directly before the place that a problem must have; taken out before the text is read."""
OF_FILES = {"E001", "E002", "E003", "E316"}
"""Codes with tests of their own: of what a file is rather than of what it says, and of variants together."""
IMPORTS = {f"E60{n}" for n in range(1, 9)}
ELSEWHERE = {"E122", "E124", "E125", "E609", "E610", *IMPORTS}
"""Codes of sources (test_sources.py), of questions asked of a case (test_readings.py), of sheets
(interchange/test_sheets.py) and of files that are imported (test_genius_import.py).
"""
FOREIGN = re.compile(
    r"Input should|pydantic|\bmodel\b|\bdict|\btuple\b|\bint\b|\bstr\b|Fraction|Decimal|\bNone\b|validat|token"
)

SOURCE = "The north waits. The south asks for water. The gate is old, and the gate is shut.\n"
SMALL = {
    "winset": "winset: 1\n",
    "case": "case: {id: gate, title: The gate}\n",
    "sources": "sources: {letter: {file: letter.txt}}\n",
    "parties": "parties: {north: {name: North, aims: [{claim: c0}]}, south: {name: South, aims: [{claim: c0}]}}\n",
    "issues": "issues: {gate: {status_quo: shut, options: {shut: shut, open: open}}, "
    "paint: {status_quo: rust, options: {rust: rust, red: red}}}\n",
    "positions": "positions:\n  gate:\n    north: {ideal: shut, basis: inferred, because: No.}\n"
    "    south: {ideal: open, basis: inferred, because: No.}\n  paint: {rest: silent}\n",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """A text with one mistake, its code, a pattern of its message and its place."""

    code: str
    says: str
    text: str
    line: int
    column: int


def whole(text: str) -> str:
    """The small case with the sections of the text in the place of its own."""
    own = set(re.findall(rf"^{HERE}?([a-z]+):", text, re.MULTILINE))
    rest = "".join(part for name, part in SMALL.items() if name not in own)
    return rest.replace(", aims: [{claim: c0}]", "") + text


def mistake(code: str, says: str, text: str) -> Mistake:
    before, mark, after = text.partition(HERE)
    assert mark, text
    line = before.count("\n") + 1
    return Mistake(code=code, says=says, text=before + after, line=line, column=len(before) - before.rfind("\n"))


def mistakes() -> list[Mistake]:
    """Every mistake of mistakes.txt."""
    told = (Path(__file__).parent / "mistakes.txt").read_text(encoding="utf-8")
    found: list[Mistake] = []
    for block in re.split(r"^== ", told, flags=re.MULTILINE)[1:]:
        head, _, text = block.partition("\n")
        code, _, says = head.partition(" | ")
        text = text.rstrip("\n") + "\n"
        found.append(mistake(code, says, text.removeprefix("alone\n") if text.startswith("alone\n") else whole(text)))
    return found


MISTAKES = mistakes()


def problems(folder: Path, text: str) -> list[Problem]:
    (folder / "letter.txt").write_text(SOURCE, encoding="utf-8")
    (folder / "letter.doc").write_bytes(b"PK\x03\x04")
    styles = "<link rel=stylesheet href=a.css><link rel=stylesheet href=b.css>"
    (folder / "letter.html").write_text(f"{styles}<p>The north waits.</p>", encoding="utf-8")
    (folder / "case.yaml").write_text(text, encoding="utf-8")
    return list(check_case(folder).problems)


def without_bystanders(found: list[Problem], code: str) -> list[Problem]:
    """The problems without warnings that so small a case has: an unused source or claim, a party with no stake."""
    usual = {"W106", "W107", "W302", "W305", "W312", "W321"} - {code}
    return [problem for problem in found if problem.code not in usual]


@pytest.mark.parametrize("one", MISTAKES, ids=lambda one: f"{one.code} {one.says[:30]}")
def test_a_mistake_is_reported_once_at_its_place_and_nothing_else_is(tmp_path: Path, one: Mistake) -> None:
    found = without_bystanders(problems(tmp_path, one.text), one.code)
    assert [(problem.code, problem.place.line, problem.place.column) for problem in found] == [
        (one.code, one.line, one.column)
    ], [(problem.code, problem.message, problem.place.line, problem.place.column) for problem in found]
    assert re.search(one.says, found[0].message), found[0].message
    assert not FOREIGN.search(f"{found[0].message} {found[0].hint}")


def test_every_code_in_the_source_has_a_mistake_here() -> None:
    emitted = {
        code
        for file in (ROOT / "src" / "winset").rglob("*.py")
        for code in re.findall(r"[\"']([EW][0-9]{3})[\"']", file.read_text(encoding="utf-8"))
    }
    assert {one.code for one in MISTAKES} | OF_FILES | ELSEWHERE == emitted


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("notes: [{text: a▸\x07b}]\n", "U\\+0007"),
        ("notes: [{text: a▸\x85b}]\n", "U\\+0085"),
        ("notes: [{text: a▸\u2028b}]\n", "U\\+2028"),
        ("notes: [{text: a▸\ufffeb}]\n", "U\\+FFFE"),
        ('notes: [{text: ▸"a\\x1b[2J"}]\n', "U\\+001B"),
        ('notes: [{text: ▸"a\\0b"}]\n', "U\\+0000"),
    ],
)
def test_control_characters_are_refused_with_their_place(tmp_path: Path, text: str, says: str) -> None:
    one = mistake("E003", says, whole(text))
    found = without_bystanders(problems(tmp_path, one.text), "E003")
    assert [(problem.code, problem.place.line, problem.place.column) for problem in found] == [
        ("E003", one.line, one.column)
    ]
    assert re.search(says, found[0].message)


def test_every_control_character_is_reported(tmp_path: Path) -> None:
    assert [problem.place.column for problem in problems(tmp_path, "a: \x07\nb:  \x08\n")] == [4, 5]


@pytest.mark.parametrize("raw", [b"winset: 1\nn\xc3\xa4me: \xff\n", b"\xef\xbb\xbfwinset: 1\r\nn\xc3\xa4me: \xff\r\n"])
def test_bytes_that_are_not_utf_8_are_counted_in_characters(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "case.yaml").write_bytes(raw)
    (problem,) = check_case(tmp_path).problems
    assert (problem.code, problem.place.line, problem.place.column) == ("E003", 2, 7)
    assert "0xff" in problem.message


TEN = """winset: 1
case: {id: ten, title: 2025-08-14}
sources: {letter: {file: lettre.txt}}
parties:
  north: {name: North, colour: red}
  south: {nmae: South}
  west: [a, b]
issues:
  gate: {status_quo: shot, options: {shut: shut, open: open}}
  paint: {options: [rust, red]}
  tolls: {status_quo: high, options: {high: high, low: low}}
positions:
  gate:
    north: {ideel: shut, basis: inferred, because: It waits.}
    south: {ideal: open, basis: stated, claim: {source: letter, quote: The south asks, reading: It asks.}}
    west: {delegates_to: south, basis: inferred, because: It follows.}
  paint:
    north: {ideal: red, basis: inferred, because: It likes red.}
    rest: silent
  tolls: silent
rules:
  - {id: a, if: {gate: shut}, then: 5}
  - {id: b, if: {gate: shutt}, then: {tolls: low}}
tables:
  bridge: {seated: [north, eest]}
judgements:
  salience: {gate: {north: 120, south: heavy}}
  walk_away: {west: 0.3}
"""


def test_one_pass_reports_every_mistake_and_no_consequence_of_one(tmp_path: Path) -> None:
    found = problems(tmp_path, TEN)
    assert [(problem.code, problem.place.line) for problem in found] == [
        ("E008", 2),
        ("E120", 3),
        ("E201", 5),
        ("E201", 6),
        ("E204", 7),
        ("E203", 9),
        ("E204", 10),
        ("E201", 14),
        ("E204", 20),
        ("E204", 22),
        ("E203", 23),
        ("E203", 25),
        ("E301", 27),
        ("E303", 27),
        ("E304", 28),
    ], [(problem.code, problem.message, problem.place.line) for problem in found]


@pytest.mark.parametrize("section", ["parties", "issues", "positions", "case", "winset", "sources"])
@pytest.mark.parametrize("value", ["5", "[a, b]", "2025-08-14", "words", "null", "{}"])
def test_a_section_that_is_no_section_is_one_problem(tmp_path: Path, section: str, value: str) -> None:
    sound = (
        "positions:\n  gate: {north: {ideal: shut, basis: stated, claim: c}, south: silent}\n  paint: {rest: silent}\n"
    )
    claims = "claims: {c: {source: letter, quote: The north waits., reading: It waits.}}\n"
    parts = {**SMALL, "positions": sound, "claims": claims, section: f"{section}: {value}\n"}
    text = "".join(parts.values()).replace(", aims: [{claim: c0}]", "")
    found = [problem for problem in problems(tmp_path, text) if problem.severity == "error"]
    if value == "{}":
        assert found
    else:
        assert len(found) == 1, [(one.code, one.message) for one in found]
    assert all(1 <= problem.place.line <= text.count("\n") for problem in found)


@pytest.mark.parametrize("section", ["parties", "issues", "positions", "case", "winset"])
def test_a_section_that_is_missing_or_misspelt_is_one_problem(tmp_path: Path, section: str) -> None:
    parts = {name: part.replace(", aims: [{claim: c0}]", "") for name, part in SMALL.items()}
    missing = problems(tmp_path, "".join(part for name, part in parts.items() if name != section))
    assert [one.code for one in missing if one.severity == "error"] == ["E202"]
    misspelt = problems(tmp_path, "".join(parts.values()).replace(f"{section}:", f"{section[:-1]}:"))
    assert [(one.code, one.suggestion) for one in misspelt if one.severity == "error"] == [("E201", section)]


def test_the_suggestion_comes_from_the_fields_of_the_place(tmp_path: Path) -> None:
    found = problems(tmp_path, whole("tables: {bridge: {seated: [north], idea: x, sated: [south], opens: x}}\n"))
    said = {problem.path[-1]: (problem.suggestion, problem.hint) for problem in found if problem.code == "E201"}
    assert said["sated"][0] == "seated"
    assert said["opens"][0] == "opens_if"
    assert "ideal" not in said["idea"][1]


def test_a_broken_item_of_a_list_hides_no_other_and_moves_no_place(tmp_path: Path) -> None:
    text = whole(
        "notes:\n  - {text: [a]}\n  - {text: b, claim: nothing}\n  - 5\n"
        "  - {text: c, claim: {source: letter, quote: x y}}\n"
    )
    found = [problem for problem in problems(tmp_path, text) if problem.severity == "error"]
    lines = [text.split("\n")[problem.place.line - 1].strip() for problem in found]
    assert [problem.code for problem in found] == ["E204", "E203", "E204", "E101"]
    assert [
        line.startswith("- " + start)
        for line, start in zip(lines, ("{text: [", "{text: b", "5", "{text: c"), strict=True)
    ]
    assert [problem.path[1] for problem in found] == [0, 1, 2, 3]


def test_a_broken_field_hides_no_mistake_beside_it(tmp_path: Path) -> None:
    text = whole(
        "positions:\n  gate:\n"
        "    north: {ideal: shutt, rejects: [5, opne], volatile: yes, basis: inferred, because: No., also: {a: z}}\n"
        "    south: {delegates_to: 5, basis: inferred, because: No.}\n  paint: {rest: silent}\n"
        "tables: {bridge: {seated: [nort], past: yes, agenda: [gat, paint]}}\n"
        "rules: [{id: a, if: {gate: shat}, then: {paint: red}, basis: statd}]\n"
        "levers: {cut: {holders: [nort], target: sout, handling: secret}}\n"
    )
    found = [problem for problem in problems(tmp_path, text) if problem.severity == "error"]
    assert [problem.code for problem in found] == [
        *("E203", "E204", "E203", "E204", "E204"),
        "E204",
        *("E203", "E204", "E203"),
        *("E203", "E204"),
        *("E203", "E203", "E204"),
    ], [(problem.code, problem.message) for problem in found]


def test_a_name_that_does_not_fit_is_reported_where_it_is_declared_and_not_where_it_is_used(tmp_path: Path) -> None:
    text = "".join(SMALL.values()).replace("south", "The_South").replace(", aims: [{claim: c0}]", "")
    found = [problem for problem in problems(tmp_path, text) if problem.severity == "error"]
    assert [(problem.code, problem.place.line, problem.suggestion) for problem in found] == [("E206", 4, "the_south")]


def test_very_many_problems_and_very_long_names_stay_readable(tmp_path: Path) -> None:
    long = "k" * 900
    found = problems(tmp_path, whole("levers: {" + ", ".join(f"{long}{n}: 5" for n in range(50)) + "}\n"))
    assert max(len(problem.message) + len(problem.hint) for problem in found) < 2_000
    many = problems(tmp_path, whole("notes: [" + "*a, " * 5_000 + "]\n"))
    assert any(one.code == "E007" for one in many)
    assert len(many) <= 1_001
