"""Cases for the laws: a worked one whose every part can be changed, and random ones, read from their text."""

from __future__ import annotations

import random
from copy import deepcopy
from fractions import Fraction
from typing import Any, TypeAlias

from tests.oracles.random_cases import as_yaml, random_case
from winset.casefile.checks.register import cross_check
from winset.casefile.nodes import Mapping, Reader
from winset.casefile.structure import structured
from winset.casefile.tree import Tree
from winset.compiled import Compiled, compiled
from winset.model.case import Case

Raw: TypeAlias = dict[str, Any]


def read(raw: Raw) -> Case:
    """The case from its text, with no error across its fields."""
    reader = Reader(as_yaml(raw), "case.yaml")
    root = reader.read()
    assert isinstance(root, Mapping)
    assert not reader.problems
    tree = Tree(root=root, file="case.yaml", reader=reader)
    result = structured(tree)
    assert result.case is not None
    assert not result.problems
    assert not [problem for problem in cross_check(result.case, tree) if problem.severity == "error"]
    return result.case


def positions(raw: Raw, table: str | None = None) -> Compiled:
    return compiled(read(raw), table)


def random_raw(name: str) -> Raw:
    """A small random case; the same name gives the same case."""
    return random_case(random.Random(name))


def wants(ideal: str, **more: Any) -> Raw:
    """A position that the sources do not state."""
    return {"ideal": ideal, "basis": "inferred", "because": "x", **more}


def dispute(**sections: Any) -> Raw:
    """Two parties, opposed on a border line of three options and on trade, agreed on prisoners."""
    return deepcopy(
        {
            "winset": 1,
            "case": {"id": "dispute", "title": "A dispute", "as_of": "2025-01-01"},
            "parties": {"north": {"name": "North"}, "south": {"name": "South"}},
            "issues": {
                "border": {"scale": True, "status_quo": "old", "options": {"old": "o", "middle": "m", "new": "n"}},
                "trade": {"status_quo": "shut", "options": {"shut": "s", "open": "o"}},
                "prisoners": {"status_quo": "held", "options": {"held": "h", "freed": "f"}},
            },
            "positions": {
                "border": {"north": wants("old"), "south": wants("new")},
                "trade": {"north": wants("open"), "south": wants("shut")},
                "prisoners": {"north": wants("freed"), "south": wants("freed")},
            },
            "judgements": {},
            **sections,
        }
    )


def written(number: Fraction) -> int | str:
    """A number as a case file writes it."""
    return int(number) if number.denominator == 1 else f"{number.numerator}/{number.denominator}"
