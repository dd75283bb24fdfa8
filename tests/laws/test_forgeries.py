"""No change of a file of proofs makes it prove something else: every field of every certificate, in every way."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from random import Random
from typing import Any

import pytest

from winset.analyses.settlement.proofs import ProofCheck, check_proofs
from winset.analyses.settlement.search.certificate import certificates
from winset.compiled import Compiled
from winset.readings import central

from .cases import Raw, dispute, positions, random_raw

Json = dict[str, Any]
Forgery = Callable[[Json], object]
counts = pytest.mark.parametrize("count", [5, pytest.param(150, marks=pytest.mark.slow)])


def made(case: Compiled) -> Json:
    """A file of proofs, as it is read."""
    statement, attempts = certificates(case, central(case), 1_000_000)
    held = [attempt.certificate for attempt in attempts if attempt.certificate is not None]
    loaded: Json = json.loads(json.dumps({"statement": statement, "certificates": held}))
    return loaded


def checked(file: Json, own: Json | None) -> ProofCheck:
    return check_proofs(file["statement"], file["certificates"], own)


def said(found: ProofCheck) -> list[tuple[str, str]]:
    """What a reader is told, apart from how many rows were looked at."""
    return [(check.title, check.proven) for check in found.checks]


def layered_raw() -> Raw:
    """A case whose issues are joined in a chain of links."""
    link = [{"party": "north", "when": {"border": "new", "trade": "open"}, "points": 20}]
    return dispute(judgements={"walk_away": {"north": 10, "south": 5}, "links": link})


@cache
def asked(count: int) -> tuple[Json, ...]:
    """Files of proofs of random cases and their tables, all of which prove what they say."""
    found = [made(positions(layered_raw()))]
    for number in range(count):
        raw = random_raw(f"forged {number}")
        found += [made(positions(raw, table)) for table in (None, *raw.get("tables", {}))]
    return tuple(file for file in found if checked(file, file["statement"]).is_whole)


def places(held: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The place of everything that a file holds."""
    if path:
        yield path
    for step, inner in held.items() if isinstance(held, dict) else enumerate(held) if isinstance(held, list) else ():
        yield from places(inner, (*path, step))


def at(held: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        held = held[step]
    return held


def replacements(value: Any, draw: Random) -> list[Any]:
    """Other values of the same kind, as a well-formed file may hold them."""
    if isinstance(value, bool) or value is None:
        return [0, [], {}]
    if isinstance(value, int):
        return [value + 1, value - 1, -value - 1, 0, -(10**6), 10**12, None]
    if isinstance(value, str):
        return [value + " ", "", "sum", "product", "smallest", "none"]
    if isinstance(value, list):
        shuffled = draw.sample(value, len(value))
        return [value[1:], value[:-1], [*value, *value[-1:]], shuffled, value[::-1], [], None]
    return [{}, None, {**value, "claim": "no package is acceptable at all"}]


def swapped(file: Json, draw: Random) -> Iterator[Json]:
    """Files in which something is another value of its kind, or what stands elsewhere in the same file."""
    paths = list(places(file["certificates"], ("certificates",)))
    by_field: dict[Any, list[tuple[Any, ...]]] = {}
    for path in paths:
        by_field.setdefault((path[-1] if isinstance(path[-1], str) else len(path)), []).append(path)
    for _, each in sorted(by_field.items(), key=repr):
        for path in draw.sample(each, min(3, len(each))):
            value = at(file, path)
            others = [at(file, other) for other in draw.sample(each, min(2, len(each)))]
            for new in [*replacements(value, draw), *others]:
                if new != value and len(path) > 1:
                    forged = json.loads(json.dumps(file))
                    at(forged, path[:-1])[path[-1]] = json.loads(json.dumps(new))
                    yield forged


def test_a_file_that_nobody_changed_proves_all_that_its_answer_needs() -> None:
    files = asked(8)
    assert len(files) > 6
    for file in files:
        assert checked(file, None).is_whole
        assert not checked(file, file["statement"]).missing


@counts
def test_no_change_of_any_field_of_any_certificate_proves_anything_else(count: int) -> None:
    """A change is refused, or it is another proof of the very same: then every word that is said is the same."""
    draw, refused, tried = Random("fields"), 0, 0
    for file in asked(count):
        honest = said(checked(file, file["statement"]))
        for forged in swapped(file, draw):
            found = checked(forged, file["statement"])
            tried += 1
            refused += not found.is_whole
            if found.is_whole and said(found) != honest:
                assert ties(file, found, honest), said(found)
    assert refused >= 300
    assert refused > tried // 2


def ties(file: Json, found: ProofCheck, honest: list[tuple[str, str]]) -> bool:
    """True where what is named instead is worth exactly as much by the same measure."""
    was = checked(file, file["statement"]).checks
    return [check.title for check in found.checks] == [title for title, _ in honest] and all(
        is_as_good(file, n, one.values, before.values)
        for n, (one, before) in enumerate(zip(found.checks, was, strict=True))
    )


def is_as_good(file: Json, n: int, values: tuple[int, ...], before: tuple[int, ...]) -> bool:
    from winset.analyses.settlement.checker import NUMBER, key

    certificate, start = file["certificates"][n], file["statement"]["walk_aways"]
    gains = [value - floor for value, floor in zip(values, start, strict=False)]
    if certificate["kind"] == NUMBER:
        own = [value - floor for value, floor in zip(before, start, strict=False)]
        return _support(gains) == _support(own)
    unit = [pair[0] / pair[1] for pair in certificate["unit"]]
    ask: Any = (certificate["kind"], start, unit, [])
    width = len(start)
    return key(ask, list(values[:width])) == key(ask, list(before[:width]))


def _support(gains: list[int]) -> tuple[int, int]:
    product = 1
    for gain in gains:
        product *= gain if gain > 0 else 1
    return sum(gain > 0 for gain in gains), product


@counts
def test_no_change_of_a_table_a_title_a_floor_or_a_walk_away_is_taken_for_the_case(count: int) -> None:
    draw, refused = Random("tables"), 0
    for file in asked(count):
        paths = list(places(file["statement"], ("statement",)))
        for path in draw.sample(paths[1:], min(25, len(paths) - 1)):
            value = at(file, path)
            for new in replacements(value, draw):
                if new == value:
                    continue
                forged = json.loads(json.dumps(file))
                at(forged, path[:-1])[path[-1]] = new
                found = checked(forged, file["statement"])
                assert not found.is_whole, (path, new)
                checked(forged, None)  # whatever it proves by itself, it raises nothing
                refused += 1
    assert refused >= 300


@counts
def test_every_certificate_that_is_left_out_is_named_and_none_stands_for_another(count: int) -> None:
    refused = 0
    for file in asked(count):
        titles = [check.title for check in checked(file, None).checks]
        for n, title in enumerate(titles):
            gone, kept = (
                file["certificates"][n],
                [certificate for place, certificate in enumerate(file["certificates"]) if place != n],
            )
            found = checked({**file, "certificates": kept}, file["statement"])
            assert not found.is_whole
            alike = [one for one in kept if (one["kind"], one["unit"]) == (gone["kind"], gone["unit"])]
            assert kept == [] or alike or title in found.missing  # two claims may be one and the same
            assert found.missing or kept == []  # a file that proves nothing is no whole one
            twice = checked({**file, "certificates": [*file["certificates"], file["certificates"][n]]}, None)
            assert not twice.is_whole
            refused += 2
    assert refused > 80
    assert not checked({**asked(count)[0], "certificates": []}, None).is_whole


@counts
def test_the_optimum_of_another_solution_and_the_other_end_are_not_passed_off(count: int) -> None:
    draw, refused = Random("passed off"), Counter[str]()
    for file in asked(count):
        honest = said(checked(file, None))
        for field in ("kind", "unit", "best", "trees"):
            for n, one in enumerate(file["certificates"]):
                for other in draw.sample(file["certificates"], min(3, len(file["certificates"]))):
                    if other[field] == one[field]:
                        continue
                    forged = json.loads(json.dumps(file))
                    forged["certificates"][n][field] = other[field]
                    found = checked(forged, file["statement"])
                    if found.is_whole and said(found) != honest:
                        assert ties(file, found, honest)
                    refused[field] += not found.is_whole
    assert all(refused[field] for field in ("kind", "unit", "best"))
    assert refused.total() >= 150
