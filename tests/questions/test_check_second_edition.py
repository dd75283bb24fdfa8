"""What the check shows of support, interests, concerns and levers; and that a comparison shows a change of each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.support import plain_yaml
from tests.support.places import ROOT
from winset.casefile.read import read_case
from winset.cli import group
from winset.compiled import compiled
from winset.model.case import Case
from winset.model.changes import changes
from winset.report.names import Names
from winset.report.pieces import plain

ALASKA = str(ROOT / "examples" / "alaska-2025")
SOURCE = "North waits. They want it shut. South asks for water, and the mayor of South fears a dry summer.\n"
CASE: dict[str, Any] = {
    "winset": 1,
    "case": {"id": "gate", "title": "The gate"},
    "sources": {"letter": {"file": "letter.txt"}},
    "parties": {
        "north": {"name": "North"},
        "south": {
            "name": "South",
            "interests": {
                "water": {"kind": "need", "text": "water in summer", "claim": "asks"},
                "drought": {"kind": "fear", "text": "a dry summer", "claim": "fears"},
            },
        },
    },
    "issues": {
        "gate": {
            "title": "The gate",
            "in_sentence": "the gate",
            "status_quo": "shut",
            "options": {
                "shut": {"label": "shut", "in_sentence": "the gate stays shut"},
                "open": {
                    "label": "open",
                    "in_sentence": "the gate is opened",
                    "serves": ["south.water"],
                    "flags": [{"kind": "legal", "text": "A court has to agree.", "because": "Section 3"}],
                },
            },
        },
    },
    "positions": {
        "gate": {
            "north": {
                "ideal": "shut",
                "rejects": [{"option": "open", "basis": "inferred", "because": "It waits.", "claim": "waits"}],
                "basis": "inferred",
                "because": "It is theirs.",
                "claim": "they",
            },
            "south": {"ideal": "open", "basis": "stated", "claim": "asks"},
        }
    },
    "levers": {
        "toll": {"holders": ["north"], "target": "south", "state": "in_force"},
        "dam": {"holders": ["north"], "target": "south", "state": "threatened"},
        "food": {"holders": ["north"], "target": "south", "offered": False},
    },
    "claims": {
        "asks": {"source": "letter", "quote": "South asks for water", "reading": "It asks."},
        "fears": {"source": "letter", "quote": "fears a dry summer", "reading": "It fears.", "handling": "restricted"},
        "they": {"source": "letter", "quote": "They want it shut", "reading": "They want it."},
        "waits": {"source": "letter", "quote": "North waits", "reading": "It waits.", "support": "context"},
    },
}


def written(folder: Path, case: dict[str, Any]) -> str:
    folder.mkdir(exist_ok=True)
    (folder / "letter.txt").write_text(SOURCE, encoding="utf-8")
    (folder / "case.yaml").write_text(plain_yaml.safe_dump(case, sort_keys=False), encoding="utf-8")
    return str(folder)


def output(*words: str) -> str:
    result = CliRunner().invoke(group, list(words))
    assert result.exit_code == 0, result.output
    return result.output


def told(*words: str) -> str:
    return " ".join(output(*words).split())


def case_of(folder: str) -> Case:
    case = read_case(folder, ()).case
    assert case is not None
    return case


def test_the_positions_say_what_their_quotes_are_to_the_party(tmp_path: Path) -> None:
    text = told("check", written(tmp_path, CASE), "--full")
    assert "does not name the party" in text
    assert "circumstances" in text
    document = json.loads(output("check", str(tmp_path), "--json"))
    north = document["positions"]["gate"]["north"]
    assert north["marks"] == ["does not name the party"]
    assert north["rejects"]["open"] == {"basis": "inferred", "marks": ["circumstances"]}
    assert document["positions"]["gate"]["south"]["marks"] == []
    assert [warning["code"] for warning in document["warnings"]] == ["W108"]


def test_interests_and_concerns_are_shown_where_their_claims_may_be(tmp_path: Path) -> None:
    folder = written(tmp_path, CASE)
    text = told("check", folder, "--full")
    assert "South, need: water in summer" in text
    assert "Open (the gate): legal concern: A court has to agree (Section 3)." in text
    assert "Open (the gate): serves a need of South: water in summer" in text
    assert "a dry summer" not in text
    assert "South, fear: a dry summer" in told("check", folder, "--full", "--handling", "restricted")
    document = json.loads(output("check", folder, "--json"))
    assert document["options"]["gate"]["open"] == {
        "label": "open",
        "flags": [{"kind": "legal", "text": "A court has to agree.", "because": "Section 3"}],
        "serves": ["south.water"],
    }
    assert list(document["interests"]["south"]) == ["water"]


def test_levers_are_shown_with_their_state_and_people_are_none(tmp_path: Path) -> None:
    folder = written(tmp_path, CASE)
    text = told("check", folder, "--full")
    assert "Toll (in force): held by North, on South" in text
    assert "Dam (threatened): held by North, on South" in text
    assert "Food (possible; about people: not offered as a lever): held by North, on South" in text
    levers = json.loads(output("check", folder, "--json"))["levers"]
    assert {name: lever["not_offered"] for name, lever in levers.items()} == {
        "toll": "in force already",
        "dam": None,
        "food": "about people: not offered as a lever",
    }


def test_the_concerns_of_a_package_are_named_after_their_options(tmp_path: Path) -> None:
    case = case_of(written(tmp_path, CASE))
    names = Names(case, compiled(case))
    assert [(plain(option), flag.text) for option, flag in names.flags((1,))] == [("open", "A court has to agree.")]
    assert names.flags((0,)) == []


SET: dict[str, tuple[tuple[str, ...], Any]] = {
    "client": (("case", "client"), "north"),
    "drafter": (("case", "drafter"), "A. Tester"),
    "origin": (("sources", "letter", "origin"), "agency"),
    "language": (("sources", "letter", "language"), "en"),
    "party in a sentence": (("parties", "north", "in_sentence"), "the North"),
    "aliases": (("parties", "north", "aliases"), ["They"]),
    "interests": (("parties", "south", "interests", "water", "text"), "much water"),
    "issue in a sentence": (("issues", "gate", "in_sentence"), "the old gate"),
    "option in a sentence": (("issues", "gate", "options", "open", "in_sentence"), "the gate is open"),
    "in steps": (("issues", "gate", "options", "open", "in_steps"), True),
    "serves": (("issues", "gate", "options", "open", "serves"), ["south.drought"]),
    "flags": (("issues", "gate", "options", "open", "flags"), [{"kind": "political", "text": "A vote is near."}]),
    "label": (("issues", "gate", "options", "open", "label"), "ajar"),
    "support": (("claims", "asks", "support"), "direct"),
    "state": (("levers", "dam", "state"), "in_force"),
    "effect": (("levers", "dam", "effect"), "ease"),
    "offered": (("levers", "dam", "offered"), False),
    "kind": (("rules",), [{"id": "fixed", "kind": "fact", "if": {"gate": "open"}, "then": {"gate": "open"}}]),
}


@pytest.mark.parametrize("field", SET)
def test_a_comparison_shows_a_change_of_every_new_field(tmp_path: Path, field: str) -> None:
    path, value = SET[field]
    old = json.loads(json.dumps(CASE))
    if field == "kind":
        old["rules"] = [{**value[0], "kind": "agreed"}]
    new = json.loads(json.dumps(old))
    node = new
    for step in path[:-1]:
        node = node[step]
    node[path[-1]] = value
    before, after = written(tmp_path / "old", old), written(tmp_path / "new", new)
    found = changes(case_of(before), case_of(after))
    assert [change.kind for change in found.all] in (["changed"], ["added"])
    shown = (
        value
        if isinstance(value, str)
        else {"aliases": "They", "flags": "A vote is near (unsourced)", "kind": "fact"}.get(field, "")
    )
    text = told("diff", before, after, "--full")
    assert shown in text, text
    back = found.taken_back(found.all)
    assert back is None or not changes(case_of(before), back).all or field == "support"


def test_alaska_says_what_the_allies_fear_is_no_statement_of_ukraines() -> None:
    document = json.loads(output("check", ALASKA, "--json"))
    assert document["errors"] == []
    assert {warning["code"] for warning in document["warnings"]} <= {"W312", "W314", "W332", "W333"}
    lines = document["positions"]["territory"]["ukraine"]["rejects"]
    assert all(line == {"basis": "inferred", "marks": ["circumstances"]} for line in lines.values())
    offered = {name for name, lever in document["levers"].items() if lever["not_offered"] is None}
    assert offered == {"us_threat", "us_pressure_on_kyiv"}


@pytest.mark.parametrize(
    "folder",
    sorted((ROOT / "examples").glob("*/case.yaml")) + sorted((ROOT / "examples").glob("literature/*/case.yaml")),
)
def test_every_example_names_its_parties_and_has_no_error(folder: Path) -> None:
    document = json.loads(output("check", str(folder.parent), "--json"))
    assert document["errors"] == []
    assert "W108" not in {warning["code"] for warning in document["warnings"]}
