"""Small valid cases with tables at random: chains of them, agendas, all kinds of ratifiers, needs, refusals."""

from __future__ import annotations

from decimal import Decimal
from math import prod
from random import Random
from typing import Any

from .random_cases import ISSUES, MOST_PACKAGES, OPTIONS, PARTIES, Draw, random_case, random_links, random_rules

NAMES = ("first", "second", "third")


def random_case_with_tables(random: Random) -> dict[str, Any]:
    """A valid case of at most 60 packages with one to three tables, most of them in a chain."""
    draw = Draw(random=random, coarse=random.random() < 0.4)
    case = random_case(random) if draw.chance(0.3) else promising_case(draw)
    parties, issues = list(case["parties"]), list(case["issues"])
    consent = case.setdefault("consent", {})
    consent["issues"] = {issue: random_needs(draw, case, issue) for issue in draw.some(issues, at_least=1)}
    case["tables"] = {}
    for n, name in enumerate(NAMES[: random.randint(1, 3)]):
        case["tables"][name] = random_table(draw, case, issues)
        if n and draw.chance(0.8):
            case["tables"][name]["after"] = NAMES[n - 1]
    if draw.chance(0.4):
        case["judgements"]["refusal"] = {party: draw.judgement(-10, 15) for party in draw.some(parties)}
    if draw.chance(0.6):
        case["judgements"]["spoil"] = {
            spoiler: {party: draw.judgement(-20, 0) for party in parties if party != spoiler}
            for spoiler in draw.some(parties)
        }
    for issue in issues:
        for cell in case["positions"][issue].values():
            if isinstance(cell, dict) and "ideal" in cell and draw.chance(0.3):
                cell["precondition"] = True
    return case


def promising_case(draw: Draw) -> dict[str, Any]:
    """A case in which much can be agreed and much refused: every option that moves something is a small gain or loss
    against the status quo, which is worth the walk-away or a little more or less.
    """
    parties = draw.random.sample(PARTIES, draw.random.choice((3, 4, 4)))
    sizes = [draw.random.choice((2, 3)) for _ in range(draw.random.choice((3, 4)))]
    while prod(sizes) > MOST_PACKAGES:
        sizes[sizes.index(3)] = 2
    names = draw.random.sample(ISSUES, len(sizes))
    step = 15 if draw.coarse else 1
    scores: dict[str, Any] = {}
    case: dict[str, Any] = {
        "winset": 1,
        "case": {"id": "random", "title": "A random case", "as_of": "2025-01-01"},
        "parties": {party: {"name": party.title()} for party in parties},
        "issues": {
            issue: {"status_quo": OPTIONS[0], "options": {option: option for option in OPTIONS[:size]}}
            for issue, size in zip(names, sizes, strict=True)
        },
        "positions": {},
        "judgements": {"scores": scores, "walk_away": {}},
    }
    for issue, size in zip(names, sizes, strict=True):
        scores[issue] = {
            party: {OPTIONS[0]: 45, **{option: draw.random.randrange(15, 91, step) for option in OPTIONS[1:size]}}
            for party in parties
        }
        cells: dict[str, Any] = {}
        for party in parties:
            cells[party] = {"ideal": OPTIONS[0], "basis": "inferred", "because": "x"}
            if draw.chance(0.15):
                cells[party]["rejects"] = [OPTIONS[size - 1]]
        case["positions"][issue] = cells
    case["judgements"]["walk_away"] = {
        party: {"status_quo": 0 if draw.coarse else draw.judgement(-5, 3)} for party in parties
    }
    optional = {"rules": random_rules(draw, case), "links": random_links(draw, case)}
    if optional["links"] and draw.chance(0.5):
        case["judgements"]["links"] = optional["links"]
    if optional["rules"]:
        case["rules"] = optional["rules"]
    return case


def random_needs(draw: Draw, case: dict[str, Any], issue: str) -> dict[str, Any]:
    """Who is needed, now and then otherwise for single options."""
    parties = list(case["parties"])
    needs: dict[str, Any] = {"needs": draw.random.sample(parties, draw.random.randint(1, 2))}
    if draw.chance(0.4):
        needs["options"] = {
            option: {"needs": draw.random.sample(parties, draw.random.randint(1, 2))}
            for option in draw.some(list(case["issues"][issue]["options"]))
        }
    return needs


def random_table(draw: Draw, case: dict[str, Any], issues: list[str]) -> dict[str, Any]:
    """Two or more seats, now and then an agenda and ratifiers; what has no status quo is on every agenda."""
    table: dict[str, Any] = {
        "seated": draw.random.sample(list(case["parties"]), 2 if draw.chance(0.6) else len(case["parties"]))
    }
    if draw.chance(0.4):
        picked = draw.some(issues)
        table["agenda"] = [issue for issue in issues if issue in picked or "status_quo" not in case["issues"][issue]]
    if draw.chance(0.5):
        table["ratifiers"] = random_ratifiers(draw, case)
    return table


def random_ratifiers(draw: Draw, case: dict[str, Any]) -> list[Any]:
    """A party, a body that follows one, or a body that votes, of parties and of others."""
    parties = list(case["parties"])
    found: list[Any] = draw.some(parties) if draw.chance(0.4) else []
    if draw.chance(0.5):
        follows = draw.random.choice(parties)
        found.append({"body": "A parliament", "follows": follows, "above_walk_away": draw.judgement(0, 15)})
    if draw.chance(0.5) or not found:
        members: dict[str, Any] = {party: draw.random.randint(1, 4) for party in draw.some(parties)}
        members |= {
            name: draw.random.choice((1, 2, 3, Decimal("1.5"))) for name in ("lakes", "hills") if draw.chance(0.4)
        }
        quota: Any = draw.random.randint(1, int(sum(members.values())))
        if draw.chance(0.3):
            quota -= Decimal("0.5")
        found.append({"body": "A council", "members": members, "quota": quota})
    return found
