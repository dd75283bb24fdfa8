"""Whose needs and fears packages serve, by what the case says."""

from __future__ import annotations

import re
from collections import Counter

from .deal import shown
from .facts import Facts, Package
from .grammar import Words, kind, whole
from .sentences import Said


def named(f: Facts) -> list[str]:
    """The interests of the case, each `party.interest`."""
    return [f"{party}.{key}" for party, entry in f.raw["parties"].items() for key in entry.get("interests", {})]


def served(f: Facts, package: Package) -> set[str]:
    return {
        key
        for issue, option in enumerate(package)
        for key in _served_by(f, f.case.issues[issue], f.case.options[issue][option])
        if issue not in f.case.structure.left_out
    }


def _served_by(f: Facts, issue: str, option: str) -> list[str]:
    entry = f.raw["issues"][issue]["options"][option]
    return list(entry.get("serves", [])) if isinstance(entry, dict) else []


def whose(f: Facts, text: str) -> Counter[str]:
    """How many interests of which party a list names: "one of Cestria and 2 of Dunmark", or each by itself."""
    if not text:
        return Counter()
    each = re.findall(r"(one|\d+) of (\w+)", text)
    if each:
        return Counter({f.key(name): 1 if number == "one" else int(number) for number, name in each})
    return Counter(f.key(name) for name in re.findall(r"(\w+)[’']s? (?:need|fear) \(", text))


def is_split(f: Facts, package: Package, g: Words) -> bool:
    """Whether so many interests are served, and whose they are is as told."""
    every, there = named(f), served(f, package)
    told = (
        Counter(key.partition(".")[0] for key in there),
        Counter(key.partition(".")[0] for key in every if key not in there),
    )
    counts = (whole(g["n"]), whole(g["total"])) == (len(there), len(every))
    lists = (whose(f, g.get("served", "")), whose(f, g.get("left", "")))
    return counts and all(_says(said, true, text) for said, true, text in zip(lists, told, _texts(g), strict=True))


def _texts(g: Words) -> tuple[str, str]:
    return g.get("served", ""), g.get("left", "")


def _says(said: Counter[str], true: Counter[str], text: str) -> bool:
    """Whether a list says what is so; one that is cut names a part, and how many more there are."""
    more = re.search(r" and (\d+) more$", text)
    return said <= true and sum(said.values()) + (int(more[1]) if more else 0) == sum(true.values())


@kind(
    "Package 1 is said to serve {n:n} of the {total:n} <interest|interests> that the case names[: {served:text}]"
    "[; it leaves {left:text}].",
    section="interests",
)
def first(f: Facts, g: Words, said: Said) -> bool:
    return any(is_split(f, package, g) for package in shown(f, 1))


@kind(
    "The package to be bettered is said to serve {n:n} of the {total:n} <interest|interests> that the case names"
    "[: {served:text}][; it leaves {left:text}].",
    section="interests",
)
def bettered(f: Facts, g: Words, said: Said) -> bool:
    rows = [f.option(row.cells[1]) for row in f.said if row.section == "leads" and row.kind == "Grid"]
    package = [0] * len(f.case.issues)
    for issue, option in rows:
        package[issue] = option
    return is_split(f, tuple(package), g)


@kind("No option is said to serve {n:n} of {total:n} <interest|interests>: {which:text}.", section="interests")
def unserved(f: Facts, g: Words, said: Said) -> bool:
    every = named(f)
    somewhere = {
        key
        for issue, names in zip(f.case.issues, f.case.options, strict=True)
        for o in names
        for key in _served_by(f, issue, o)
    }
    none = Counter(key.partition(".")[0] for key in every if key not in somewhere)
    counts = (whole(g["n"]), whole(g["total"])) == (sum(none.values()), len(every))
    return counts and _says(whose(f, g["which"]), none, g["which"])
