"""99,000 wrong items under any key of the case file end soon, with errors that say where.

The keys come from the model, so that a new section is in the test from its first day.
"""

from __future__ import annotations

import json
import signal
from collections.abc import Callable, Iterator
from copy import deepcopy
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn, get_origin

import pytest
import yaml

from winset.casefile.read import check_case
from winset.model.case import Case
from winset.model.claims import Claim, Node
from winset.model.numbers import Span
from winset.model.placed import FieldShape, parts_of, shapes

STARTER = files("winset.casefile") / "starter"
CASE: dict[str, Any] = yaml.safe_load(
    (STARTER / "case.yaml").read_text("utf-8").replace("STARTER", "made").replace('sha256: "SHA256"', "")
)
MANY = 99_000
GIVEN_UP = 120
"""Seconds of the processor after which a check is stopped as one that does not end: some take five."""
LISTS: dict[str, Callable[[], Any]] = {
    "numbers": lambda: list(range(MANY)),
    "words": lambda: [f"x{n}" for n in range(MANY)],
    "the same word": lambda: ["x"] * MANY,
    "lists": lambda: [[1]] * MANY,
    "mappings": lambda: [{"nope": 1}] * MANY,
}
MAPPINGS: dict[str, Callable[[], Any]] = {
    "names of numbers": lambda: {f"k{n}": 7 for n in range(MANY)},
    "names of mappings": lambda: {f"k{n}": {"nope": 1} for n in range(MANY)},
}
NAMES = {
    "parties": list(CASE["parties"]),
    "issues": list(CASE["issues"]),
    "levers": list(CASE["levers"]),
    "tables": list(CASE["tables"]),
}
Place = tuple[str | int, ...]


def places(model: type[Node] = Case, path: Place = (), around: tuple[type[Node], ...] = ()) -> Iterator[Place]:
    """Every place of the model at which a list or a mapping may stand, with names of the starter case on the way; of
    the claims only those that have a name.
    """
    for shape in shapes(model):
        kinds = [get_origin(part) or part for part in parts_of(shape.annotation)]
        here = (*path, shape.file)
        if dict in kinds or tuple in kinds or Span in kinds or shape.node is not None:
            yield here
        below = here
        for name in names_on_the_way(shape, here):
            below = (*below, name)
            yield below
        if tuple in kinds and shape.node is not None:
            below = (*below, 0)
            yield below
        nodes = [part for part in parts_of(shape.annotation) if isinstance(part, type) and issubclass(part, Node)]
        for node in nodes:
            if node not in (*around, Claim) or (node is Claim and len(path) < 2):
                yield from places(node, below, (*around, node))


def names_on_the_way(shape: FieldShape, path: Place) -> Iterator[str]:
    """For each of the mappings of a field a name: one that the starter case has there, else one of what is named."""
    for refers in shape.keys:
        held = at(CASE, path)
        name = next(iter(held)) if isinstance(held, dict) and held else NAMES.get(str(refers), ["x"])[0]
        path = (*path, name)
        yield name


def at(node: Any, path: Place) -> Any:
    """What the starter case has at a place; None where it has nothing."""
    for step in path:
        try:
            node = node[step]
        except (KeyError, IndexError, TypeError):
            return None
    return node


def with_wrong(place: Place, wrong: Any) -> dict[str, Any]:
    """The starter case with something wrong at a place, and what is missing on the way to it made up."""
    case = deepcopy(CASE)
    node: Any = case
    for step, following in pairwise(place):
        empty: Any = [] if isinstance(following, int) else {}
        if isinstance(node, list):
            node += [empty] if not node else []
            if not isinstance(node[0], type(empty)):
                node[0] = empty
        elif not isinstance(node.get(step), type(empty)):
            node[step] = empty
        node = node[step]
    if isinstance(node, list):
        node[:] = [wrong, *node[1:]]
    else:
        node[place[-1]] = wrong
    return case


PLACES = list(dict.fromkeys(places()))
WRONG = {**LISTS, **MAPPINGS}
OF_WORDS = ("members", "aliases", "speaker")
"""Lists of whatever words: there nothing is wrong with these."""
ASKED = [
    (place, wrong)
    for n, place in enumerate(PLACES)
    for wrong in (list(LISTS)[n % len(LISTS)], list(MAPPINGS)[n % len(MAPPINGS)])
    if place[-1] not in OF_WORDS or "word" not in wrong
]
"""Each place with one kind of list and one of mapping, in turn: all of them at each would take an hour."""


class TooLong(BaseException):
    """So that nothing on the way takes it for an error of its own."""


@pytest.fixture
def stopped_in_time() -> Iterator[None]:
    def stop(number: int, frame: FrameType | None) -> NoReturn:
        raise TooLong(f"more than {GIVEN_UP} s of processor time")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, GIVEN_UP)
    yield
    signal.setitimer(signal.ITIMER_PROF, 0)
    signal.signal(signal.SIGPROF, before)


def test_the_places_are_those_of_the_case_file() -> None:
    sections = {place[0] for place in PLACES}
    assert sections >= {"parties", "issues", "positions", "judgements", "plan", "tables", "variants", "moves"}
    assert any(place[:2] == ("judgements", "timing") and len(place) > 5 for place in PLACES)
    assert len(PLACES) > 150


@pytest.mark.slow
@pytest.mark.usefixtures("stopped_in_time")
@pytest.mark.parametrize(
    ("place", "wrong"), ASKED, ids=[f"{'.'.join(map(str, place))}-{wrong}" for place, wrong in ASKED]
)
def test_many_wrong_items_end_with_a_located_error(place: Place, wrong: str, tmp_path: Path) -> None:
    text = json.dumps(with_wrong(place, WRONG[wrong]()))
    (tmp_path / "case.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "minutes.md").write_bytes((STARTER / "minutes.md").read_bytes())
    problems = check_case(tmp_path).problems
    assert any(problem.severity == "error" and problem.place.line for problem in problems)
