"""A case with tables for tests of what is shown: three parties, two of whom can trade away what the third wants."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.support.places import EXAMPLES
from winset.casefile.read import read_case
from winset.model.numbers import Handling
from winset.present.tables_words import TablesWords
from winset.present.visible import Visible
from winset.study import Study

TABLES: dict[str, Any] = {
    "two": {"title": "The two", "seated": ["north", "south"], "past": True},
    "first": {"title": "A first meeting", "seated": ["north", "south"], "agenda": ["border"]},
    "then": {"title": "A second meeting", "seated": ["south", "east"], "after": "first"},
}


def bargain(folder: Path, tables: dict[str, Any] | None = None, names: tuple[str, ...] = (), **judged: Any) -> Path:
    """A bargain at which the second meeting alone would leave the border where it is, and after the first cannot.

    names: of the parties, issues and options, in place of plain ones.
    """
    label = [*names, "North", "South", "East", "Border", "Trade", "as it is", "moved"][: len(names) + 7]
    worth = {"north": (0, 100), "south": (0, 20), "east": (70, 40)}
    trade = {"north": (0, 20), "south": (0, 60), "east": (0, 20)}
    case = {
        "winset": 1,
        "case": {"id": "bargain", "title": "A bargain"},
        "parties": {party: {"name": label[n]} for n, party in enumerate(worth)},
        "issues": {
            "border": {"title": label[3], "status_quo": "old", "options": {"old": label[5], "new": label[6]}},
            "trade": {"title": label[4], "status_quo": "shut", "options": {"shut": "stays shut", "open": "opened"}},
        },
        "positions": {"border": {"rest": "silent"}, "trade": {"rest": "silent"}},
        "consent": {"issues": {"trade": {"needs": ["north", "south"]}}},
        "tables": tables or TABLES,
        "judgements": {
            "salience": {issue: dict.fromkeys(worth, 50) for issue in ("border", "trade")},
            "scores": {
                "border": {party: {"old": low, "new": high} for party, (low, high) in worth.items()},
                "trade": {party: {"shut": low, "open": high} for party, (low, high) in trade.items()},
            },
            "walk_away": {"north": 0, "south": 0, "east": 20},
            **judged,
        },
    }
    (folder / "case.yaml").write_text(json.dumps(case), encoding="utf-8")
    return folder


def told(where: str | Path, level: Handling = "team", *variants: str, subsets: bool = False) -> TablesWords:
    """What is found of the tables of a case, in its words."""
    study = Study(checked=read_case(EXAMPLES / where, variants), variants=variants)
    return TablesWords(study.tables(subsets=subsets), Visible(case=study.case, level=level))
