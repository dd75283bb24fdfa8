"""`winset stability` run on a case, and a small dispute in which parties can move."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from winset.cli import group

ALASKA, CLASSROOM, CAMP_DAVID = "examples/alaska-2025", "examples/classroom", "examples/camp-david-1978"
LINE = "territory=freeze,ceasefire=full,sanctions=stepwise_snapback,nato=bid_abandoned,people=both"


def run(case: str, *words: str) -> Result:
    return CliRunner().invoke(group, ["stability", case, *([] if "--draws" in words else ["--draws", "40"]), *words])


def told(case: str, *words: str) -> str:
    result = run(case, *words)
    assert result.exit_code == 0, result.output
    return " ".join(result.output.split())


def document(case: str, *words: str) -> Any:
    result = run(case, *words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


def wants(ideal: str) -> dict[str, Any]:
    return {"ideal": ideal, "basis": "inferred", "because": "x"}


def dispute() -> dict[str, Any]:
    """Two parties, opposed on a border line and on trade, agreed on prisoners."""
    return {
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
    }


def written(folder: Path, **sections: Any) -> str:
    (folder / "case.yaml").write_text(json.dumps({**dispute(), **sections}), encoding="utf-8")
    return str(folder)
