"""Cases for the laws: a worked one whose every part can be changed, and random ones, read from their text."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
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


def with_moves(raw: Raw, rng: random.Random) -> Raw:
    """The case with random moves, statements and rankings, and rules of either kind. Those that it has are dropped."""
    parties, issues = list(raw["parties"]), raw["issues"]
    moves: dict[str, Any] = {}
    for issue, told in issues.items():
        options = list(told["options"])
        entries: list[dict[str, Any]] = []
        for _ in range(rng.choice([0, 1, 1, 2])):
            entry: dict[str, Any] = {"by": rng.sample(parties, rng.randint(1, len(parties)))}
            if rng.random() < 0.6:
                pairs = [[a, b] for a in options for b in options if a != b]
                entry["from_to"] = rng.sample(pairs, rng.randint(1, len(pairs)))
            entries.append(entry)
        if entries:
            moves[issue] = entries
    statements, ranking = {}, {}
    for party in parties:

        def some() -> dict[str, Any]:
            chosen = rng.sample(list(issues), rng.randint(1, min(2, len(issues))))
            return {issue: rng.choice(list(issues[issue]["options"])) for issue in chosen}

        if rng.random() < 0.5:
            statements[party] = [[some() for _ in range(rng.randint(1, 2))] for _ in range(rng.randint(1, 4))]
        if rng.random() < 0.3:
            ranking[party] = [[some() for _ in range(rng.randint(1, 2))] for _ in range(rng.randint(1, 3))]
    judged = {
        key: judgement for key, judgement in raw.get("judgements", {}).items() if key not in ("statements", "ranking")
    }
    rules = [{**rule, "kind": rng.choice(["agreed", "fact"])} for rule in raw.get("rules", [])]
    return {
        **raw,
        "rules": rules,
        "moves": moves,
        "judgements": {**judged, "statements": statements, "ranking": ranking},
    }


def random_moving(name: str, numbers: Iterable[int]) -> Iterator[tuple[Compiled, random.Random]]:
    """Random cases in which parties can change some things alone, each with what further random choices come from."""
    for number in numbers:
        rng = random.Random(f"{name} {number}")
        yield compiled(read(with_moves(random_raw(f"{name} {number}"), rng))), rng


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
