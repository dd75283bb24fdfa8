"""How far links and rules reach along a line, by writing out for every condition which options it covers."""

from __future__ import annotations

import random
from collections.abc import Iterator
from copy import deepcopy
from fractions import Fraction
from itertools import product
from typing import Any

from .invent_oracle import NEW
from .settlement_oracle import central

Case = dict[str, Any]
Clause = tuple[dict[str, Any], str]
"""A link or rule, and the name of one of its conditions."""


def clauses(case: Case) -> Iterator[Clause]:
    for link in case.get("judgements", {}).get("links", []):
        yield link, "when"
    for rule in case.get("rules", []):
        yield rule, "if"
        yield rule, "then"


def line(case: Case, issue: str) -> dict[str, Fraction]:
    """The places of the options that lie on the line of a scale."""
    told = case["issues"][issue]
    if not told.get("scale"):
        return {}
    ats = {name: option.get("at") if isinstance(option, dict) else None for name, option in told["options"].items()}
    on = [name for name, at in ats.items() if at != "aside"]
    even = {name: Fraction(100 * n, max(1, len(on) - 1)) for n, name in enumerate(on)}
    return {name: even[name] if ats[name] is None else Fraction(str(ats[name])) for name in on}


def named(clause: Clause, issue: str) -> list[str]:
    held, field = clause
    options = held[field].get(issue, [])
    return [options] if isinstance(options, str) else list(options)


def covers(case: Case, clause: Clause, issue: str, place: Fraction) -> bool:
    """Whether the condition applies to an option that lies at a place: between the mark and the end on which the named
    options lie.
    """
    at = clause[0].get("applies_above", {}).get(issue)
    if at is None or not named(clause, issue):
        return False
    where = line(case, issue)
    mark = where[at] if isinstance(at, str) and at in where else Fraction(str(at))
    seen = [where[option] for option in named(clause, issue) if option in where]
    return place >= mark if max(seen) > mark or min(seen) == max(seen) == mark else place <= mark


def written_out(case: Case, new: dict[str, Fraction | None], everything: bool = False) -> Case:
    """The case with every condition listing what it covers, and no marks.

    new: where new options lie on their lines, None off it. everything: what could stand in the way, and sets no mark
    there, covers the new options too.
    """
    made = deepcopy(case)
    for before, after in zip(clauses(case), clauses(made), strict=True):
        for issue in before[0][before[1]]:
            options, marks = named(before, issue), before[0].get("applies_above", {})
            beyond = [name for name, at in line(case, issue).items() if covers(case, before, issue, at)]
            options += [name for name in beyond if name not in options]
            place = new.get(issue)
            taken_in = everything and issue in new and issue not in marks and is_harmful(before)
            if taken_in or (place is not None and covers(case, before, issue, place)):
                options.append(NEW)
            after[0][after[1]][issue] = options
    for held, _ in clauses(made):
        held.pop("applies_above", None)
    return made


def is_harmful(clause: Clause) -> bool:
    held, field = clause
    return field == "if" or (field == "when" and central(held["points"]) < 0)


def places(case: Case, issues: tuple[str, ...]) -> list[dict[str, Fraction | None]]:
    """Every combination of places of new options that could matter: off the line, all along it, and at marks."""
    each = []
    for issue in issues:
        found: list[Fraction | None] = [None]
        if line(case, issue) and any(issue in held.get("applies_above", {}) for held, _ in clauses(case)):
            found += [Fraction(5 * n) for n in range(21)] + sorted(set(line(case, issue).values()))
        each.append(found)
    return [dict(zip(issues, one, strict=True)) for one in product(*each)]


def with_marks(case: Case, draw: random.Random) -> Case:
    """The case with a mark on most links and rules that name an option on a line; the same where none can be set."""
    made = deepcopy(case)
    for held, field in clauses(made):
        if field == "then":
            continue
        for issue in held[field]:
            where = line(made, issue)
            seen = [where[o] for o in named((held, field), issue) if o in where]
            choices: list[Any] = [*where, 20, 50, 80]
            draw.shuffle(choices)
            for at in choices:
                mark = where[at] if isinstance(at, str) else Fraction(at)
                if not seen or min(seen) < mark < max(seen) or draw.random() < 0.2:
                    continue
                upwards = max(seen) > mark or min(seen) == mark
                if not all(place >= mark if upwards else place <= mark for place in where.values()):
                    held["applies_above"] = {issue: at}
                    break
    return made
