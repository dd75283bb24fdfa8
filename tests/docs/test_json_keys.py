"""Every key in the JSON of the examples stands on the page that names the keys, and the page names no others."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

import winset
from tests.docs.pages import DOCS
from tests.support.places import ROOT
from tests.support.running import asked
from tests.support.stability import written
from tests.support.tables_case import bargain
from winset.analyses.settlement import invent
from winset.analyses.stability.definitions import definitions

PAGE = (DOCS / "reference" / "json.md").read_text(encoding="utf-8")
HEAD = re.compile(r"\| (?:key|below `([A-Z]+)`) \| is \| what it holds \|")
ROW = re.compile(r"\| (`.+?`) \| (.+?) \| .+ \|")
COMMANDS = ("invent", "tables", "staging", "stability")
OPEN = {"TABLE", "BODY", "MEMBER", "PERIOD", "FINDING", "STAGE", "KIND"}
"""Words for names that are not looked up: of tables that are made up, bodies, periods, stages of a run."""
LITERATURE = "examples/literature/"
RUNS = [
    *(("invent", f"examples/{name}") for name in ("alaska-2025", "camp-david-1978", "classroom")),
    *(("tables", f"examples/{name}") for name in ("alaska-2025", "camp-david-1978", "classroom", "exchange")),
    ("tables", "examples/exchange", "--subsets"),
    ("tables", "examples/alaska-2025", "--variant", "us_hardens"),
    *(("staging", f"examples/{name}") for name in ("alaska-2025", "exchange")),
    ("staging", "examples/exchange", "--objective", "end", "--handling", "open"),
    *(
        ("stability", f"examples/{name}", "--coalitions", "--paths", "--inverse", "nash")
        for name in ("alaska-2025", "camp-david-1978")
    ),
    ("stability", "examples/classroom"),
    *(
        ("stability", LITERATURE + name, "--coalitions", "--paths", "--inverse", "smr")
        for name in ("kilgour-2001-elmira", "fraser-1984-cuban-missiles")
    ),
    *(
        ("stability", LITERATURE + name, "--paths", "--ahead", "6")
        for name in ("tucker-1950-prisoners-dilemma", "rapoport-1966-chicken")
    ),
    ("stability", LITERATURE + "kilgour-2001-elmira", "--partition", "ministry+uniroyal"),
]


@dataclass(slots=True)
class Key:
    """A key of the page with those below it. Lists are looked through."""

    below: dict[str, Key] = field(default_factory=dict)
    shapes: set[str] = field(default_factory=set)

    def at(self, path: str) -> Key:
        here = self
        for name in path.split("."):
            here = here.below.setdefault(name, Key())
        return here


def sections() -> Iterator[tuple[str, str]]:
    """The title and the text of each."""
    for part in re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:]:
        title, _, text = part.partition("\n")
        yield title, text


def read_page() -> tuple[dict[str, Key], dict[str, Key]]:
    """What the page says of each command, and of each object that occurs in several places."""
    shapes: dict[str, Key] = {}
    commands = {command: Key() for command in COMMANDS}
    for title, text in sections():
        here = None
        of = [title.removeprefix("winset ")] if title.startswith("winset ") else [*COMMANDS]
        for line in text.splitlines():
            if head := HEAD.fullmatch(line):
                here = [shapes.setdefault(head[1], Key())] if head[1] else [commands[command] for command in of]
            elif here is not None and (row := ROW.fullmatch(line)):
                for path in re.findall(r"`([^`]+)`", row[1]):
                    for key in here:
                        key.at(path).shapes |= set(re.findall(r"`([A-Z]+)`", row[2]))
    return commands, shapes


COMMAND_KEYS, SHAPES = read_page()


def undocumented(value: Any, keys: list[Key], names: dict[str, set[str]], path: str = "") -> Iterator[str]:
    """The paths of a document that the page does not name. keys: what it says of the value."""
    if isinstance(value, list):
        for one in value:
            yield from undocumented(one, keys, names, path)
    elif isinstance(value, dict):
        every = [*keys, *(SHAPES[shape] for key in keys for shape in key.shapes)]
        every += [SHAPES[shape] for key in every[len(keys) :] for shape in key.shapes]
        for name, one in value.items():
            found = [key.below[name] for key in every if name in key.below]
            found = found or [
                below
                for key in every
                for word, below in key.below.items()
                if word.isupper() and (word in OPEN or name in names[word])
            ]
            if found:
                yield from undocumented(one, found, names, f"{path}.{name}")
            else:
                yield f"{path}.{name}"


def names_of(case: str | Path) -> dict[str, set[str]]:
    read = winset.read(ROOT / case).session.case
    return {
        "PARTY": set(read.parties),
        "ISSUE": set(read.issues),
        "VARIANT": set(read.variants),
        "STEP": set(read.plan.steps) if read.plan is not None else set(),
        "DEFINITION": set(definitions),
    }


@pytest.mark.parametrize("words", RUNS, ids=" ".join)
def test_every_key_of_an_example_is_on_the_page(words: tuple[str, ...]) -> None:
    command, case, *options = words
    result = asked(command, ROOT / case, *options, "--trials", "5", "--json")
    assert result.exit_code == 0, result.output
    document = json.loads(result.stdout)
    missing = sorted(set(undocumented(document, [COMMAND_KEYS[command]], names_of(case))))
    assert missing == [], "name them in docs/reference/json.md"


def test_every_key_of_rarer_answers_is_on_the_page(tmp_path: Path) -> None:
    """Of a council and a spoiler, of statements that separate strongly and comparisons that are not known."""
    council = {"body": "a council", "members": {"north": 3, "east": 2, "a_third": 2}, "quota": 5}
    body = {"body": "a parliament", "follows": "south", "above_walk_away": [0, 5, 10]}
    two = {"title": "The two", "seated": ["north", "south"], "ratifiers": ["east", council, body]}
    tables = {"two": {**two, "agenda": ["border"]}, "alone": {"title": "The two alone", "seated": ["north", "south"]}}
    later = {"then": {"title": "Then", "seated": ["south", "east"], "after": "alone"}}
    judged: dict[str, Any] = {"spoil": {"east": {"north": -5}}, "walk_away": {"north": 0, "south": 0, "east": 34}}
    (tmp_path / "tables").mkdir()
    (tmp_path / "moves").mkdir()
    bargain(tmp_path / "tables", {**tables, **later}, **judged)
    judgements = {
        "statements": {"north": [{"when": {"trade": "open"}, "strong": True}, {"border": "old"}]},
        "unknown": {"south": [[{"trade": "open", "border": "old", "prisoners": "held"},
                               {"trade": "shut", "border": "old", "prisoners": "held"}]]},
    }  # fmt: skip
    moves = {"trade": {"by": ["south"]}, "border": {"by": ["north", "south"]}}
    written(tmp_path / "moves", moves=moves, judgements=judgements)
    found = {}
    for command, case in (("tables", tmp_path / "tables"), ("stability", tmp_path / "moves")):
        result = asked(command, case, "--trials", "5", "--json")
        assert result.exit_code == 0, result.output
        found[command] = json.loads(result.stdout)
        assert sorted(set(undocumented(found[command], [COMMAND_KEYS[command]], names_of(case)))) == []
    assert found["tables"]["tables"]["two"]["ratification"]["voting"]["a council"]["members"]["a_third"]
    assert found["tables"]["tables"]["alone"]["spoilers"]
    assert found["stability"]["firmness"] is not None
    assert found["stability"]["unknown"] is not None


@pytest.mark.slow
def test_every_key_of_searches_that_stopped_is_on_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(invent, "MOST", 0)
    monkeypatch.setattr(invent, "MOST_NODES", 90)
    result = asked("invent", ROOT / "examples/alaska-2025", "--trials", "0", "--json")
    document = json.loads(result.stdout)
    assert sorted(set(undocumented(document, [COMMAND_KEYS["invent"]], names_of("examples/alaska-2025")))) == []
    stopped = [issue for issue in document["issues"].values() if "proven" in issue]
    assert stopped
    assert all("at_least" in issue for issue in stopped)
    assert document["pairs_not_decided"]


def test_a_key_that_is_not_on_the_page_is_found() -> None:
    names: dict[str, set[str]] = {"PARTY": {"us"}, "ISSUE": set(), "VARIANT": set(), "STEP": set(), "DEFINITION": set()}
    document = {"seats": [{"open": True, "shut": False}], "tables": {"any": {"gains": {"us": 1, "mars": 2}}}}
    found = [*undocumented(document, [COMMAND_KEYS["tables"]], names)]
    assert found == [".seats.shut", ".tables.any.gains.mars"]


def literal(key: Key) -> Iterator[str]:
    for name, below in key.below.items():
        if not name.isupper():
            yield name
        yield from literal(below)


def test_the_page_names_no_key_that_the_program_does_not_write() -> None:
    source = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "src" / "winset").rglob("*.py"))
    named = {name for key in (*COMMAND_KEYS.values(), *SHAPES.values()) for name in literal(key)}
    assert {name for name in named if f'"{name}"' not in source} == set()


def test_every_object_that_is_named_is_described() -> None:
    def shapes(key: Key) -> Iterator[str]:
        yield from key.shapes
        for below in key.below.values():
            yield from shapes(below)

    named = {shape for key in (*COMMAND_KEYS.values(), *SHAPES.values()) for shape in shapes(key)}
    assert named == set(SHAPES)
    assert all(SHAPES[shape].below for shape in named)


def test_the_definitions_that_go_beyond_the_literature_stand_there() -> None:
    text = " ".join(dict(sections())["What goes beyond the literature"].split())
    for sentence in ("No coalition twice in succession", "What is not ratified leaves nothing", "on what was signed"):
        assert sentence in text
