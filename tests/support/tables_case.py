"""A case with tables for tests of what is shown: three parties, two of whom can trade away what the third wants."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from winset.model.numbers import Handling
from winset.questions.tables.request import TablesRequest
from winset.report.blocks import Drawn
from winset.report.disclosure import Disclosed, disclose
from winset.study import Study

EXAMPLES = Path(__file__).parents[2] / "examples"
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


def report(where: str | Path, level: Handling = "team", *variants: str, **asked: Any) -> Disclosed:
    """What is said of the tables of a case. asked: besides, no reading is counted."""
    study = Study.read(EXAMPLES / where, variants)
    request = TablesRequest(**{"trials": 0, **asked})
    return disclose(study.report(request, study.ask(request)), level)


def drawing(where: str | Path, key: str, level: Handling = "team", *variants: str, **asked: Any) -> Drawn | None:
    """One of the charts of the tables of a case, None where there is nothing to draw."""
    figure = report(where, level, *variants, **asked).figures().get(key)
    return None if figure is None else next(iter(figure.drawn()), None)
