"""Whatever lies above a level may change, and no output at the level changes by a byte: apart from hashes, which are of
all that was read, and from times.

The twins of `levelled_case` differ in texts, in numbers by so little that no answer turns, or by much in numbers that
bear on no answer which may be given openly.
"""

from __future__ import annotations

import re
from contextlib import chdir
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

from tests.support.running import program
from winset.model.numbers import Handling
from winset.questions.catalogue import QUESTIONS

from .levelled_case import Twin, written
from .test_disclosure import read

LEVELS: tuple[Handling, ...] = ("open", "team")
TWINS: tuple[Twin, ...] = ("other texts", "other numbers", "far numbers")
DRAWS = {"robust": ["--draws", "20", "--drivers", "20"], "check": [], "stability": ["--draws", "10", "--limit", "0"]}
ASKED = {
    **{key: [[key, "crossing"], [key, "crossing", "--full"]] for key in QUESTIONS if key != "diff"},
    "deal at a table": [["deal", "crossing", "--table", "hall"]],
    "a variant": [["deal", "crossing", "--variant", "icy"]],
    "a package": [["stability", "crossing", "--package", "crossing=ferry,tolls=low"]],
    "exact": [["deal", "crossing", "--exact", "--limit", "0"]],
    "diff": [["diff", "older", "crossing"], ["diff", "older", "crossing", "--full"]],
    "words": [["quote", "crossing", words] for words in ("North wants", "South would", "North … bridge", "harbor")],
    "files": [
        ["certify", "crossing", "-o", "proof.json"],
        ["export", "genius", "crossing", "-o", "genius"],
        ["export", "genius", "crossing", "-o", "dropped", "--drop"],
        ["export", "dot", "crossing", "-o", "graph.dot"],
        ["export", "graphml", "crossing", "-o", "graph.graphml"],
    ],
    "briefs": [
        ["brief", "crossing", *more, "-o", f"brief{len(more)}.{suffix}"]
        for suffix in ("html", "md", "docx")
        for more in ([], ["--dossier"])
    ],
}
HASH = re.compile(r"\b[0-9a-f]{64}\b|(?<=case\.yaml \()[0-9a-f]{12}(?=\))")
"""Hashes of what was read and written: they say that something changed, and not what."""


def outputs(what: str, level: Handling, twin: Twin) -> dict[str, str]:
    """Everything that some commands write and print of a twin, on both streams and with the exit code."""
    folder = Path(mkdtemp(prefix="winset-levels-"))
    written(folder / "crossing", level, twin)
    written(folder / "older", level, twin, older=True)
    made: dict[str, str] = {}
    inputs = {*folder.rglob("*")}
    with chdir(folder):
        for words in ASKED[what]:
            drawn = DRAWS.get(words[0], ["--draws", "10"]) if words[0] in (*QUESTIONS, "brief") else []
            shown = QUESTIONS[words[0]].shows if words[0] in QUESTIONS else ()
            chart = ["--chart", "chart.svg"] if "chart" in shown and "--full" not in words else []
            for more in ([], ["--json", "--record", f"{len(made)}.record"]):
                ended = program(*words, *drawn, *chart, *more, "--handling", level, cwd=folder)
                told = f"{ended.returncode}\n{ended.stdout}\n--\n{ended.stderr}"
                made[" ".join([*words, *more[:1]])] = told
                for file in sorted({*folder.rglob("*")} - inputs):
                    if file.is_file():
                        made[f"{' '.join(words)}: {file.name}"] = read(file)
    return {name: without_hashes(text).replace(str(folder), "FOLDER") for name, text in made.items()}


def without_hashes(text: str) -> str:
    text = re.sub(r'("timings": )\{[^}]*\}', r"\1{}", text)
    return HASH.sub("HASH", text)


@cache
def of_the_case(what: str, level: Handling) -> dict[str, str]:
    return outputs(what, level, "the case")


@pytest.mark.parametrize("twin", TWINS)
@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("what", ASKED)
def test_no_output_at_a_level_depends_on_what_lies_above_it(what: str, level: Handling, twin: Twin) -> None:
    assert of_the_case(what, level) == outputs(what, level, twin)
