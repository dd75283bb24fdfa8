"""The pages and the schema that follow from the program are up to date, and the schema accepts cases and no others."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import jsonschema
import pytest

from tests.docs.pages import DOCS
from tests.support import plain_yaml
from tests.support.places import ROOT
from winset.casefile.nodes import Reader, plain
from winset.cli import COMMANDS
from winset.model.case import Case
from winset.model.claims import Node
from winset.model.schema import fields, format_models, schema_text

CASES = [*sorted((ROOT / "examples").glob("*/case.yaml")), ROOT / "tests" / "fixtures" / "spun" / "case.yaml"]


@pytest.fixture(scope="module")
def make() -> Iterator[ModuleType]:
    sys.path.insert(0, str(DOCS))
    spec = importlib.util.spec_from_file_location("make", DOCS / "make.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module
    sys.path.remove(str(DOCS))


def test_no_page_is_out_of_date(make: ModuleType) -> None:
    assert [*make.stale()] == [], "run `python docs/make.py`"


def test_every_section_and_class_is_on_the_page_of_the_case_file(make: ModuleType) -> None:
    assert [*make.SECTIONS] == [name for name in fields(Case) if name != "winset"]
    shown = {name for names in make.SECTIONS.values() for name in names}
    assert shown == {model.__name__ for model in format_models()} - {"Case"}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented(command: str) -> None:
    page = (DOCS / "reference" / "commands.md").read_text(encoding="utf-8")
    section = re.search(rf"^## winset {command}$(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
    assert section is not None
    assert "Example:" in section[1]


def sentences() -> Iterator[tuple[type[Node], str, str]]:
    """Every class and field with the field's description."""
    for model in format_models():
        for name, field in zip(fields(model), model.model_fields.values(), strict=True):
            yield model, name, field.description or ""


def test_every_field_has_a_description_that_is_a_sentence() -> None:
    without = [
        (model.__name__, name) for model, name, sentence in sentences() if not re.fullmatch("[A-Z].*[.]", sentence)
    ]
    assert without == []


def test_no_description_repeats_an_inherited_one() -> None:
    for owner in format_models():
        for child in owner.__subclasses__():
            again = owner.model_fields.keys() & child.__annotations__.keys()
            assert not [n for n in again if child.model_fields[n].description == owner.model_fields[n].description]


def test_the_schema_describes_every_field() -> None:
    schema = json.loads(schema_text())
    for model, name, sentence in sentences():
        definition = schema if model is Case else schema["$defs"][model.__name__]
        assert definition["properties"][name]["description"].startswith(sentence)


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
    case = {**data(ROOT / "examples" / "alaska-2025" / "case.yaml"), **plain_yaml.safe_load(broken)}
    assert not is_valid(case)
