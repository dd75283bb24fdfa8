"""Interests: which packages serve them, as the case says and no further, and what else would serve what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
from hypothesis import given, settings

import winset
from tests.support.running import invoked
from winset.compiled import compiled
from winset.model.case import Case
from winset.report.interests import Interests
from winset.report.names import Names
from winset.report.ownership import Ownership

KEYS = ("north.water", "north.face", "south.peace")
OPTIONS = {"dam": ("open", "shared", "shut"), "fish": ("free", "none")}


@st.composite
def raw_cases(draw: st.DrawFn) -> dict[str, Any]:
    def serves() -> list[str]:
        return draw(st.lists(st.sampled_from(KEYS), unique=True, max_size=2))

    def interest(kind: str, text: str) -> dict[str, Any]:
        return {"kind": kind, "text": text, "basis": "inferred", "because": "So it seems."}

    def cell(issue: str) -> Any:
        if draw(st.integers(0, 4)) == 0:
            return "silent"
        ideal, *others = draw(st.permutations(OPTIONS[issue]))
        lines = [{"option": option, "protects": serves()} for option in others[: draw(st.integers(0, 2))]]
        return {"ideal": ideal, "rejects": lines, "basis": "inferred", "because": "So it seems."}

    return {
        "winset": 1,
        "case": {"id": "river", "title": "River"},
        "parties": {
            "north": {
                "name": "North",
                "interests": {"water": interest("need", "water"), "face": interest("fear", "to lose face")},
            },
            "south": {"name": "South", "interests": {"peace": interest("need", "quiet")}},
        },
        "issues": {
            issue: {"status_quo": names[0], "options": {name: {"label": name, "serves": serves()} for name in names}}
            for issue, names in OPTIONS.items()
        },
        "positions": {issue: {party: cell(issue) for party in ("north", "south")} for issue in OPTIONS},
    }


def interests_of(raw: dict[str, Any]) -> Interests:
    case = Case.model_validate(raw)
    return Interests(Names(case, compiled(case)), Ownership(case=case))


@settings(max_examples=30)
@given(raw=raw_cases(), data=st.data())
def test_a_package_serves_just_what_its_options_are_said_to_serve(raw: dict[str, Any], data: st.DataObject) -> None:
    interests = interests_of(raw)
    names = {issue: data.draw(st.sampled_from(options)) for issue, options in OPTIONS.items()}
    package = [options.index(names[issue]) for issue, options in OPTIONS.items()]
    served = {key for issue, name in names.items() for key in raw["issues"][issue]["options"][name]["serves"]}
    assert {interest.key for interest in interests.all if interests.is_served(interest, package)} == served
    anywhere = {
        key for issue in raw["issues"].values() for option in issue["options"].values() for key in option["serves"]
    }
    assert {interest.key for interest in interests.all if interest.options} == anywhere


@settings(max_examples=30)
@given(raw=raw_cases())
def test_what_would_serve_a_refusal_too_is_said_by_the_case_and_not_refused(raw: dict[str, Any]) -> None:
    interests = interests_of(raw)
    found = set()
    for shared in interests.shared:
        issue, party = list(OPTIONS)[shared.issue], ("north", "south")[shared.party]
        option = OPTIONS[issue][shared.option]
        others = {(list(OPTIONS)[i], list(OPTIONS.values())[i][o]) for i, o in shared.others}
        found.add((party, issue, option, shared.interest.key, frozenset(others), shared.is_refusal))
    expected = set()
    for issue, row in raw["positions"].items():
        for party, cell in row.items():
            if cell == "silent":
                continue
            behind = [(line["option"], key, True) for line in cell["rejects"] for key in line["protects"]]
            serves = raw["issues"][issue]["options"][cell["ideal"]]["serves"]
            behind += [(cell["ideal"], key, False) for key in serves if key.startswith(party)]
            for option, key, is_refusal in behind:
                others = {
                    (other, name)
                    for other, names in OPTIONS.items()
                    for name in names
                    if key in raw["issues"][other]["options"][name]["serves"]
                    and name not in _refused(raw, other, party)
                    and (other, name) not in ((issue, cell["ideal"]), (issue, option))
                }
                if others:
                    expected.add((party, issue, option, key, frozenset(others), is_refusal))
    assert found == expected


def _refused(raw: dict[str, Any], issue: str, party: str) -> set[str]:
    cell = raw["positions"][issue][party]
    return set() if cell == "silent" else {line["option"] for line in cell["rejects"]}


CASE = """
winset: 1
case: {{id: river, title: The river talks}}
sources: {{letter: {{file: letter.md, handling: {level}}}, note: {{file: note.md}}}}
parties:
  north:
    name: North
    interests:
      water:
        kind: need
        text: water for its fields
        claim: {{source: letter, quote: North needs water for its fields}}
      face: {{kind: fear, text: to look weak, claim: {{source: note, quote: North fears to look weak}}}}
  south: {{name: South}}
issues:
  dam:
    status_quo: shut
    options:
      open: {{label: the dam is opened, in_sentence: the dam is opened}}
      shared: {{label: the dam is shared, in_sentence: the dam is shared, serves: [north.water]}}
      shut: {{label: the dam is shut, in_sentence: the dam is shut}}
  canal:
    status_quo: none
    options:
      built: {{label: a canal is built, in_sentence: a canal is built, serves: [north.water]}}
      none: {{label: no canal, in_sentence: there is no canal}}
positions:
  dam:
    north: {{ideal: open, rejects: [{{option: shut, protects: [north.water]}}], basis: inferred, because: It asks.}}
    south: {{ideal: shared, basis: inferred, because: It asks for it.}}
  canal:
    north: silent
    south: {{ideal: built, basis: inferred, because: It asks for it.}}
"""


def written(folder: Path, level: str = "open") -> Path:
    (folder / "case.yaml").write_text(CASE.format(level=level), encoding="utf-8")
    (folder / "letter.md").write_text("North needs water for its fields.", encoding="utf-8")
    (folder / "note.md").write_text("North fears to look weak.", encoding="utf-8")
    return folder


def test_a_deal_names_what_would_serve_too_and_what_nothing_serves(tmp_path: Path) -> None:
    said = " ".join(invoked("deal", written(tmp_path), "--full").stdout.split())
    assert (
        "North refuses “the dam is shut” for the sake of its need (water for its fields); by what the case says, “the "
        "dam is shared” or “a canal is built” would serve it too." in said
    )
    assert "No option is said to serve 1 of 2 interests: North’s fear (to look weak)." in said
    assert (
        "Package 1 is said to serve 1 of the 2 interests that the case names: North’s need (water for its fields); it "
        "leaves North’s fear (to look weak)." in said
    )
    assert "STANDS BEHIND" not in invoked("deal", tmp_path).stdout
    assert "Whom a new option could serve".upper() in invoked("invent", tmp_path, "--trials", "0").stdout


def test_an_interest_of_a_closed_source_is_told_to_nobody_below(tmp_path: Path) -> None:
    folder = written(tmp_path, level="restricted")
    for command in ("deal", "invent", "check"):
        for words in (("--full",), ("--json",)):
            text = invoked(command, folder, *words).stdout
            assert "water" not in text.replace("north.water", "")
            assert "to look weak" in text
    document = json.loads(invoked("deal", folder, "--json").stdout)
    assert [interest["interest"] for interest in document["interests"]] == ["north.face"]
    assert document["shared_interests"] == []


def test_a_case_without_interests_says_nothing_of_any(tmp_path: Path) -> None:
    text = CASE.format(level="open")
    start, end = text.index("    interests:"), text.index("  south: {name")
    text = text[:start] + text[end:]
    text = text.replace(", serves: [north.water]", "").replace("{option: shut, protects: [north.water]}", "shut")
    (tmp_path / "case.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "letter.md").write_text("x", encoding="utf-8")
    (tmp_path / "note.md").write_text("x", encoding="utf-8")
    answer = winset.read(tmp_path).deal(trials=5)
    assert "STANDS BEHIND" not in invoked("deal", tmp_path, "--full").stdout
    assert "interests" not in answer.findings
