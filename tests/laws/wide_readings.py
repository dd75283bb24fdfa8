"""Readings of some thousand packages, made directly: links, rules, red lines, needed parties, bodies, ties."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from random import Random

import numpy as np
from bench.instances import Instance

from winset.compiled import CompiledRedLine, CompiledRule, Condition, Structure
from winset.readings import Reading
from winset.readings.exact import FloorWorth, LinkWorth

COARSE, FINE = 5, 1000
"""Grains of the worth of an option: with few, many packages tie."""


def wide_reading(name: str, *, issues: int = 7) -> Reading:
    """A random reading; the same name gives the same one. Some have links and rules over issues, some none."""
    draw = Random(name)
    parties = draw.randint(2, 5)
    sizes = tuple(draw.randint(2, 5) for _ in range(draw.randint(issues - 2, issues)))
    structure = _structure(draw, parties, sizes)
    grain = draw.choice([COARSE, FINE])
    worth = np.array(
        [
            [draw.randint(0, grain) * weight for size, weight in zip(sizes, _weights(draw, sizes), strict=True)
             for _ in range(size)]
            for _ in range(parties)
        ],
        dtype=np.int64,
    )  # fmt: skip
    most = worth.sum(axis=1) // len(sizes)
    hard = draw.choice([0.8, 1.4, 2.2])
    reading = Reading(
        structure=structure,
        worth=worth,
        denominator=tuple(draw.choice([1, 2, 3, 100]) for _ in range(parties)),
        walk_away=tuple(None if draw.random() < 0.05 else int(one * draw.uniform(0.3, hard)) for one in most),
        links=_links(draw, parties, sizes, grain),
        floors=(),
        weights=tuple(Fraction(draw.choice([0, 1, 2, 3, 5])) for _ in range(parties)),
    )
    return _with_bodies(draw, reading)


def joined_reading(name: str) -> Reading:
    """A random reading with links and rules over many issues; in some, an issue leaves only one option."""
    reading = wide_reading(name, issues=6)
    structure = reading.structure
    draw = Random(f"joined {name}")
    rules = tuple(
        CompiledRule(name=f"r{n}", if_=_condition(draw, structure.sizes, 2), then=_condition(draw, structure.sizes, 2))
        for n in range(draw.choice([0, 1, 2, 4]))
    )
    grain = int(reading.worth.max()) // 4 + 1
    links = tuple(link for _ in range(3) for link in _links(draw, len(reading.walk_away), structure.sizes, grain))
    open_ = structure.open.copy()
    if draw.random() < 0.3:
        open_[structure.offsets[1] + 1 : structure.offsets[2]] = False
    return replace(reading, structure=replace(structure, rules=rules, open=open_), links=links)


def reading_of(instance: Instance, walk_away: list[int] | None = None) -> Reading:
    """A published kind of instance as a reading: everybody is needed, nothing stands, no rule forbids anything."""
    tables, least = instance.tables()
    sizes = tuple(len(table) for table in tables)
    parties = tables[0].shape[1]
    structure = Structure(
        sizes=sizes,
        status_quo=(None,) * len(sizes),
        open=np.ones(sum(sizes), dtype=bool),
        always=tuple(range(parties)),
        bargaining=tuple(range(parties)),
        needs=np.zeros((sum(sizes), parties), dtype=bool),
        red_lines=((),) * parties,
        rules=(),
    )
    return Reading(
        structure=structure,
        worth=np.ascontiguousarray(np.concatenate(tables).T.astype(np.int64)),
        denominator=(100,) * parties,
        walk_away=tuple(int(one) for one in (walk_away if walk_away is not None else least)),
        links=(),
        floors=(),
        weights=(Fraction(2), *(Fraction(1),) * (parties - 1)),
    )


def _structure(draw: Random, parties: int, sizes: tuple[int, ...]) -> Structure:
    columns = sum(sizes)
    bargaining = tuple(sorted(draw.sample(range(parties), draw.randint(1, parties))))
    always = tuple(sorted({*bargaining, *draw.sample(range(parties), draw.choice([0, 0, 1]))}))
    status_quo = tuple(draw.randrange(size) if draw.random() < 0.95 else None for size in sizes)
    needs = np.zeros((columns, parties), dtype=bool)
    for _ in range(draw.choice([0, 0, 3, 6])):
        needs[draw.randrange(columns), draw.randrange(parties)] = True
    start = 0
    for size, quo in zip(sizes, status_quo, strict=True):
        if quo is not None:
            needs[start + quo] = False
        start += size
    return Structure(
        sizes=sizes,
        status_quo=status_quo,
        open=np.ones(columns, dtype=bool),
        always=always,
        bargaining=bargaining,
        needs=needs,
        red_lines=_red_lines(draw, parties, sizes),
        rules=tuple(
            CompiledRule(name=f"r{n}", if_=_condition(draw, sizes, 1), then=_condition(draw, sizes, 1))
            for n in range(draw.choice([0, 0, 1, 3]))
        ),
    )


def _red_lines(draw: Random, parties: int, sizes: tuple[int, ...]) -> tuple[tuple[CompiledRedLine, ...], ...]:
    held: list[tuple[CompiledRedLine, ...]] = []
    for party in range(parties):
        places = {
            (issue := draw.randrange(len(sizes)), draw.randrange(sizes[issue])) for _ in range(draw.randint(0, 3))
        }
        held.append(tuple(CompiledRedLine(owner=party, issue=issue, option=option) for issue, option in sorted(places)))
    if parties > 2 and draw.random() < 0.3:  # a party that leaves an issue to another holds the other's lines
        held[0] = (*held[0], *held[1][:1])
    return tuple(held)


def _weights(draw: Random, sizes: tuple[int, ...]) -> list[int]:
    return [draw.choice([0, 1, 1, 2, 5]) for _ in sizes]


def _condition(draw: Random, sizes: tuple[int, ...], most: int) -> Condition:
    issues = draw.sample(range(len(sizes)), draw.randint(1, most))
    return tuple(
        (issue, frozenset(draw.sample(range(sizes[issue]), draw.randint(1, sizes[issue])))) for issue in sorted(issues)
    )


def _links(draw: Random, parties: int, sizes: tuple[int, ...], grain: int) -> tuple[LinkWorth, ...]:
    return tuple(
        LinkWorth(party=draw.randrange(parties), when=_condition(draw, sizes, 3), worth=draw.randint(-grain, grain))
        for _ in range(draw.choice([0, 0, 2, 5]))
    )


def _with_bodies(draw: Random, reading: Reading) -> Reading:
    if draw.random() < 0.8:
        return reading
    party = draw.randrange(len(reading.walk_away))
    worth = (reading.walk_away[party] or 0) + draw.randint(0, 3)
    return replace(reading, floors=(FloorWorth(name="A parliament", party=party, worth=worth),))
