"""No output at a level holds anything that lies above it, whatever the command and the form."""

from __future__ import annotations

import re
from functools import cache
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

import pytest
from click.testing import CliRunner

from tests.support.sharing import answers_shared
from tests.support.written_text import read
from winset.casefile.read import check_case
from winset.cli import group
from winset.model.numbers import Handling
from winset.questions.catalogue import QUESTIONS

from .marked_cases import Marker, Searched, marked_case

ROOT = Path(__file__).parents[2]
FEW = {
    "robust": ["--trials", "20", "--drivers", "5"],
    "check": [],
    "agreement": [],
    "movement": [],
    "invent": ["--trials", "10"],
    "forecast": ["--trials", "10", "--round-trials", "2"],
}
LEVELS: tuple[Handling, ...] = ("open", "team")


@cache
def place() -> TemporaryDirectory[str]:
    """The folder of the marked cases, which goes when the tests end."""
    return TemporaryDirectory(prefix="winset-marked-")


@cache
def marked(example: str) -> tuple[Path, tuple[Marker, ...]]:
    folder = Path(place().name) / example
    return folder, tuple(marked_case(ROOT / "examples" / example, folder, "restricted"))


def outputs(command: str, case: Path, level: Handling, folder: Path) -> dict[str, str]:
    """Everything that a command writes of a case at a level, by what it is."""
    cases = [str(case)] * (2 if command != "brief" and QUESTIONS[command].cases == "two" else 1)
    words = [command, *cases, "--handling", level, *FEW.get(command, ["--trials", "10"])]
    made: dict[str, str] = {}
    if command == "brief":
        for suffix, *more in (("html",), ("md",), ("docx",), ("pdf",), ("md", "--dossier")):
            target = folder / f"brief.{suffix}"
            ran(*words, *more, "--output", str(target))
            made[" ".join((suffix, *more))] = read(target)
        return made
    record = folder / "record.json"
    made["text"] = ran(*words)
    made["json"] = without_times(ran(*words, "--json", "--record", str(record)))
    made["record"] = record.read_text(encoding="utf-8")
    if "chart" in QUESTIONS[command].shows:
        chart = folder / "chart.svg"
        result = CliRunner().invoke(group, [*words, "--chart", str(chart)])
        made["chart"] = chart.read_text(encoding="utf-8") if chart.exists() else result.output
    return made


def without_times(document: str) -> str:
    """A document without how long its stages took: seconds can read like a marked number by chance."""
    return re.sub(r'"timings": \{[^{}]*\}', "", document)


def ran(*words: str) -> str:
    result = CliRunner().invoke(group, list(words))
    assert result.exit_code == 0, (words, result.output, result.exception)
    return result.output


def seen(markers: tuple[Marker, ...], made: dict[str, str]) -> dict[str, list[Marker]]:
    """The markers that an output holds, however it breaks its lines."""
    held: dict[str, list[Marker]] = {}
    for what, text in made.items():
        on_one_line = Searched(" ".join(text.split()))
        if found := [marker for marker in markers if marker.text in on_one_line.part_for(marker)]:
            held[what] = found
    return held


def asked() -> list[tuple[str, str]]:
    """Examples with the commands that have something to ask of them."""
    cases = {example: check_case(ROOT / "examples" / example).case for example in ("alaska-2025", "exchange")}
    return [
        (example, command)
        for example, case in cases.items()
        for command in (*QUESTIONS, "brief")
        if command == "brief" or not QUESTIONS[command].needs or (case and case.has(QUESTIONS[command].needs))
    ]


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize(("example", "command"), asked())
def test_no_output_holds_what_lies_above_its_level(example: str, command: str, level: Handling, tmp_path: Path) -> None:
    case, markers = marked(example)
    with answers_shared():
        made = outputs(command, case, level, tmp_path)
    assert not seen(markers, made)


def test_what_is_marked_is_shown_to_those_who_may_see_it(tmp_path: Path) -> None:
    case, markers = marked("alaska-2025")
    with answers_shared():
        made = outputs("brief", case, "restricted", tmp_path)
    kinds = {one.path[0] for found in seen(markers, made).values() for one in found}
    assert {"claims", "sources", "levers", "notes", "judgements"} & kinds >= {"levers", "notes", "judgements"}
    assert len(markers) > 100


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("example", ["alaska-2025", "exchange"])
def test_no_sheet_holds_what_lies_above_its_level(example: str, level: Handling, tmp_path: Path) -> None:
    case, markers = marked(example)
    told = {"blank": ran("sheet", "export", str(case), "-o", str(tmp_path / "blank"), "--blank", "--handling", level)}
    told["said"] = ran("sheet", "export", str(case), "-o", str(tmp_path / "sheets"), "--handling", level, "--json")
    ran("sheet", "export", str(case), "-o", str(tmp_path / "sheet.xlsx"), "--handling", level)
    texts = {str(file): read(file) for file in tmp_path.rglob("*") if file.suffix in (".csv", ".txt")}
    with ZipFile(tmp_path / "sheet.xlsx") as parts:
        texts |= {name: unescape(parts.read(name).decode("utf-8", "replace")) for name in parts.namelist()}
    assert not seen(markers, {**told, **texts})
    ran("sheet", "export", str(case), "-o", str(tmp_path / "all"), "--handling", "restricted")
    whole = {str(file): read(file) for file in (tmp_path / "all").iterdir()}
    assert seen(markers, whole)
