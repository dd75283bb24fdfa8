"""The pages and the schema that follow from the program are up to date, and the schema accepts cases and no others."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import jsonschema
import pytest
import yaml

from tests.docs.pages import DOCS
from tests.support.places import ROOT
from winset.casefile.nodes import Reader, plain
from winset.cli import COMMANDS
from winset.model.case import Case
from winset.model.descriptions import DESCRIPTIONS, description
from winset.model.schema import fields, models, schema_text

CASES = [*sorted((ROOT / "examples").glob("*/case.yaml")), ROOT / "tests" / "fixtures" / "spun" / "case.yaml"]


@pytest.fixture(scope="module")
def make() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make", DOCS / "make.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_no_page_is_out_of_date(make: ModuleType) -> None:
    assert make.stale() == [], "run `python docs/make.py`"


def test_every_section_and_class_is_on_the_page_of_the_case_file(make: ModuleType) -> None:
    assert [*make.SECTIONS] == [name for name in fields(Case) if name != "winset"]
    shown = {name for names in make.SECTIONS.values() for name in names}
    assert shown == {model.__name__ for model in models()} - {"Case"}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented(command: str) -> None:
    page = (DOCS / "reference" / "commands.md").read_text(encoding="utf-8")
    section = re.search(rf"^## winset {command}$(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
    assert section is not None
    assert "Example:" in section[1]


def test_every_field_has_a_description_and_every_description_a_field() -> None:
    known = {(model.__name__, name) for model in models() for name in fields(model)}
    assert [name for model in models() for name in fields(model) if description(model, name) is None] == []
    assert set(DESCRIPTIONS) <= known


def test_every_description_is_a_sentence() -> None:
    for sentence in DESCRIPTIONS.values():
        assert sentence[0].isupper()
        assert sentence.endswith(".")


def test_no_description_repeats_an_inherited_one() -> None:
    for owner in models():
        for child in owner.__subclasses__():
            for name in fields(owner):
                assert DESCRIPTIONS.get((child.__name__, name)) != DESCRIPTIONS.get((owner.__name__, name), "")


def test_the_schema_describes_every_field() -> None:
    schema = json.loads(schema_text())
    for model in models():
        definition = schema if model is Case else schema["$defs"][model.__name__]
        for name, field in definition["properties"].items():
            assert field["description"].startswith(description(model, name))


def test_the_shipped_schema_is_the_one_that_the_model_gives() -> None:
    shipped = ROOT / "src" / "winset" / "casefile" / "case.schema.json"
    assert shipped.read_text(encoding="utf-8") == schema_text(), "run `python docs/make.py`"


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads(schema_text()))


def data(path: Path) -> Any:
    """The case as an editor sees it: plain JSON values."""
    root = Reader(path.read_text(encoding="utf-8"), path.name).read()
    assert root is not None
    return json.loads(json.dumps(plain(root), default=float))


def is_valid(case: object) -> bool:
    return bool(jsonschema.Draft202012Validator(json.loads(schema_text())).is_valid(case))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.parent.name)
def test_the_schema_accepts_a_case(path: Path) -> None:
    validator = jsonschema.Draft202012Validator(json.loads(schema_text()))
    assert [error.message for error in validator.iter_errors(data(path))] == []


BROKEN = {
    "an unknown section": "partys: {}",
    "an unknown field": "case: {id: alaska-2025, titel: Alaska}",
    "a missing title": "case: {id: alaska-2025}",
    "a party without a name": "parties: {us: {}, russia: {name: Russia}}",
    "a text where a truth value is expected": "issues: {nato: {scale: often, options: {a: a, b: b}}}",
    "a basis that is none": "positions: {nato: {us: {ideal: bid_stands, basis: guessed}}}",
    "a range of four numbers": "judgements: {salience: {nato: {us: [1, 2, 3, 4]}}}",
    "a number that is none": "judgements: {salience: {nato: {us: much}}}",
    "a handling that is none": "judgements: {handling: secret}",
    "a claim without a quote": "claims: {c: {source: briefing}}",
    "a list where a section is expected": "sources: [briefing.md]",
    "another version": "winset: 2",
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_the_schema_refuses(broken: str) -> None:
    case = {**data(ROOT / "examples" / "alaska-2025" / "case.yaml"), **yaml.safe_load(broken)}
    assert not is_valid(case)
