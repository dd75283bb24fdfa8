"""Runs that keep records, in a folder with a copy of the examples; and what is read and changed of a record."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from winset.cli import group

ROOT = Path(__file__).resolve().parents[2]
ALASKA, CLASSROOM, EXCHANGE = "examples/alaska-2025", "examples/classroom", "examples/exchange"
LATER = "examples/later"
QUOTE = "meant to find out whether Putin is ready to compromise"
RUNS = {
    "check": ["check", ALASKA],
    "deal": ["deal", ALASKA, "--trials", "30"],
    "invent": ["invent", ALASKA, "--trials", "10"],
    "stability": ["stability", ALASKA, "--by-value", "--trials", "10"],
    "staging": ["staging", ALASKA, "--trials", "10", "--objective", "end"],
    "timing": ["timing", ALASKA, "--trials", "10"],
    "forecast": ["forecast", ALASKA, "--trials", "10", "--round-trials", "1"],
    "tables": ["tables", ALASKA, "--trials", "10"],
    "movement": ["movement", ALASKA, "--as-of", "2025-08"],
    "diff": ["diff", ALASKA, LATER, "--trials", "10"],
    "agreement": ["agreement", ALASKA, LATER],
    "robust": ["robust", ALASKA, "--trials", "10", "--drivers", "2", "--levers", "1"],
    "brief": ["brief", CLASSROOM, "--trials", "30", "-o", "brief.html"],
    "certify": ["certify", EXCHANGE, "-o", "exchange.proof.json"],
    "new": ["new", "ferry"],
    "quote": ["quote", ALASKA, QUOTE, "--speaker", "A. N. Other"],
    "import": ["import", "genius", "linen-genius", "-o", "linen"],
    "export": ["export", "genius", CLASSROOM, "--drop", "-o", "classroom-genius"],
    "examples": ["examples", "classroom", "copied"],
}
"""A run of each command that keeps records; a new command is added here, and nothing else has to be written."""
MADE = ("new", "import", "examples")
"""Commands whose files are made without a case, and compared as they stand."""
SMALL = ["deal", CLASSROOM, "--trials", "30"]


def furnish(folder: Path) -> None:
    """The examples, and a later version of one."""
    for example in (ALASKA, CLASSROOM, EXCHANGE):
        shutil.copytree(ROOT / example, folder / example)
    shutil.copytree(ROOT / ALASKA, folder / LATER)
    replaced(folder / LATER / "case.yaml", "    ukraine: [40, 55, 70]", "    ukraine: [30, 40, 70]")


def run(*words: str) -> tuple[int, str]:
    """The exit code and both streams; what winset refuses is raised."""
    result = CliRunner().invoke(group, list(words))
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, " ".join(result.output.split())


def record(*words: str, name: str = "run.json") -> dict[str, Any]:
    run(*words, "--record", name)
    made: dict[str, Any] = json.loads(Path(name).read_text(encoding="utf-8"))
    return made


def verified(name: str = "run.json") -> tuple[int, dict[str, Any]]:
    code, output = run("verify", name, "--json", "--limit", "0")
    return code, json.loads(output)


def edit(change: Callable[[dict[str, Any]], object], name: str = "run.json") -> None:
    held = json.loads(Path(name).read_text(encoding="utf-8"))
    change(held)
    Path(name).write_text(json.dumps(held), encoding="utf-8")


def replaced(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def files() -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(Path().rglob("*")) if path.is_file()}


def restricted_case() -> None:
    """The example with a restricted source, a restricted judgement and a claim that quotes the source."""
    path = Path(CLASSROOM, "case.yaml")
    Path(CLASSROOM, "cable.md").write_text("They would go down to 41.37 if pressed.\n", encoding="utf-8")
    replaced(
        path, "sources:\n", "sources:\n  cable_from_them: {file: cable.md, title: A cable, handling: restricted}\n"
    )
