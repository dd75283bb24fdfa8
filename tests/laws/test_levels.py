"""Whatever lies above a level may change, and no output at the level changes by a byte: apart from hashes, which are of
all that was read, and from times.

The twin of `levelled_case` differs in texts, in numbers by so little that no answer turns, and by much in numbers that
bear on no answer which may be given openly. How many warnings there are is said to be a count. At the level `open`
nothing that is made with a judged number is told, so that there every number may change by as much as it will.
"""

from __future__ import annotations

import json
import pickle
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import chdir
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

import winset
from tests.oracles.random_cases import as_yaml
from tests.support.running import program
from tests.support.sharing import answers_shared
from tests.support.written_text import read
from winset.model.numbers import Handling
from winset.questions.catalogue import QUESTIONS
from winset.runs.jobs import Part, Piece, ThisProcess, Work
from winset.runs.running import Running

from .cases import random_raw
from .levelled_case import Kind, Twin, written

LEVELS: tuple[Handling, ...] = ("open", "team")
DRAWS = {
    "agreement": [],
    "robust": ["--trials", "20", "--drivers", "20"],
    "check": [],
    "stability": ["--trials", "10", "--limit", "0"],
}
TWO = [key for key, asked in QUESTIONS.items() if asked.cases == "two"]
ASKED = {
    **{key: [[key, "crossing"], [key, "crossing", "--full"]] for key in QUESTIONS if key not in TWO},
    "deal at a table": [["deal", "crossing", "--table", "hall"]],
    "a variant": [["deal", "crossing", "--variant", "icy"]],
    "a package": [["stability", "crossing", "--package", "crossing=ferry,tolls=low"]],
    "exact": [["deal", "crossing", "--exact", "--limit", "0"]],
    **{key: [[key, "older", "crossing"], [key, "older", "crossing", "--full"]] for key in TWO},
    "words": [["quote", "crossing", words] for words in ("North wants", "South would", "North … bridge", "harbor")],
    "files": [
        ["certify", "crossing", "-o", "proof.json"],
        ["export", "genius", "crossing", "-o", "genius"],
        ["export", "genius", "crossing", "-o", "dropped", "--drop"],
        ["export", "dot", "crossing", "-o", "graph.dot"],
        ["export", "graphml", "crossing", "-o", "graph.graphml"],
    ],
    "errors": [
        *([key, "crossing"] for key in QUESTIONS if key not in TWO),
        *([key, "older", "crossing"] for key in TWO),
        ["brief", "crossing", "-o", "brief.md"],
        ["certify", "crossing", "-o", "proof.json"],
        ["export", "genius", "crossing", "-o", "genius"],
        ["export", "dot", "crossing", "-o", "graph.dot"],
        ["quote", "crossing", "North wants"],
        ["quote", "crossing", "North wants", "--source", "none"],
        ["deal", "crossing", "--table", "none"],
        ["deal", "crossing", "--variant", "none"],
        ["robust", "crossing", "--sweep", "none=1:2:1"],
        ["stability", "crossing", "--package", "tolls=none"],
    ],
    "briefs": [
        ["brief", "crossing", *more, "-o", f"brief{len(more)}.{suffix}"]
        for suffix in ("html", "md", "docx")
        for more in ([], ["--dossier"])
    ],
}
FEW_TRIALS: dict[str, dict[str, Any]] = {
    "robust": {"trials": 5, "drivers": 0, "levers": 0, "alone": True},
    "forecast": {"trials": 5, "round_trials": 1},
}
HASH = re.compile(r"\b[0-9a-f]{64}\b|(?<=case\.yaml \()[0-9a-f]{12}(?=\))")
"""Hashes of what was read and written: they say that something changed, and not what."""
WARNINGS = re.compile(r',\s+(?:\d+\s+warnings?|"warnings": \d+)\b')
"""How many warnings there are: in text on the last line and among what is left out, and there in JSON."""


@cache
def outputs(what: str, level: Handling, twin: Twin, kind: Kind = "with a deal") -> Mapping[str, str]:
    """Everything that some commands write and print of a case or its twin, on both streams and with the exit code.

    Two laws compare the same case at the level `open` with another one: it is written and printed once.
    """
    with TemporaryDirectory(prefix="winset-levels-") as name:
        folder = Path(name)
        written(folder / "crossing", level, twin, kind)
        written(folder / "older", level, twin, kind, older=True)
        made: dict[str, str] = {}
        inputs = {*folder.rglob("*")}
        with chdir(folder), answers_shared():
            for words in ASKED[what]:
                for more in ([], ["--json", "--record", f"{len(made)}.record"]):
                    ended = program(*words, *_more(words), *more, "--handling", level, cwd=folder)
                    made[" ".join([*words, *more[:1]])] = f"{ended.returncode}\n{ended.stdout}\n--\n{ended.stderr}"
            for file in sorted({*folder.rglob("*")} - inputs):
                if file.is_file():
                    made[str(file.relative_to(folder))] = read(file)
        return {name: without_hashes(text).replace(str(folder), "FOLDER") for name, text in made.items()}


def _more(words: list[str]) -> list[str]:
    """Further options of a command: few trials, and a picture."""
    drawn = DRAWS.get(words[0], ["--trials", "10"]) if words[0] in (*QUESTIONS, "brief") else []
    shown = QUESTIONS[words[0]].shows if words[0] in QUESTIONS else ()
    return [*drawn, *(["--chart", "chart.svg"] if "chart" in shown and "--full" not in words else [])]


def without_hashes(text: str) -> str:
    """Without hashes, times, and how many warnings there are."""
    text = re.sub(r'("timings": )\{[^}]*\}', r"\1{}", text)
    text = re.sub(r"(written by winset )[0-9a-f]{16}", r"\1HASH", text)
    return WARNINGS.sub("", re.sub(" +$", "", HASH.sub("HASH", text), flags=re.MULTILINE))


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("what", ASKED)
def test_no_output_at_a_level_depends_on_what_lies_above_it(what: str, level: Handling) -> None:
    assert outputs(what, level, "the case") == outputs(what, level, "its twin")


@pytest.mark.slow
@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("what", [what for what in ASKED if what != "errors"])
def test_nor_does_it_where_there_is_no_deal(what: str, level: Handling) -> None:
    kind: Kind = "without a deal"
    assert outputs(what, level, "the case", kind) == outputs(what, level, "its twin", kind)


@pytest.mark.parametrize("what", [what for what in ASKED if what != "errors"])
def test_at_the_level_open_no_judged_number_changes_a_byte(what: str) -> None:
    """However far it moves, and though it turns the answer: only the evidence is told there."""
    assert outputs(what, "open", "the case") == outputs(what, "open", "another judgement", "without a deal")


@pytest.mark.parametrize("name", [f"judged otherwise {number}" for number in range(12)])
def test_nor_does_another_judgement_of_a_random_case(name: str, tmp_path: Path) -> None:
    raw = random_raw(name)
    told = []
    for which, judged in (("one", raw["judgements"]), ("other", judged_otherwise(raw["judgements"]))):
        folder = tmp_path / which
        folder.mkdir()
        (folder / "case.yaml").write_text(as_yaml({**raw, "judgements": judged}), encoding="utf-8")
        study = winset.read(folder)
        told.append(
            [
                without_hashes(f"{result.report('open', full=full)}\n{json.dumps(result.document('open'))}")
                for key in ("deal", "robust", "invent", "stability")
                for result in (getattr(study, key)(**FEW_TRIALS.get(key, {"trials": 5})),)
                if result.is_computed
                for full in (False, True)
            ]
        )
    assert told[0] == told[1]


def judged_otherwise(judged: Any) -> Any:
    """Every number halved, and nothing ranked."""
    if isinstance(judged, dict):
        return {key: judged_otherwise(one) for key, one in judged.items() if key != "orders"}
    if isinstance(judged, list):
        return [judged_otherwise(one) for one in judged]
    return judged / 2 if isinstance(judged, int | float) and not isinstance(judged, bool) else judged


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("kind", ["with errors", "no YAML", "too fine"])
def test_no_error_tells_what_lies_above_the_level(kind: Kind, level: Handling) -> None:
    assert outputs("errors", level, "the case", kind) == outputs("errors", level, "its twin", kind)


WITH_LEVERS = (("robust", "case"), ("timing", "timing"))
"""Questions with the names of the jobs that need levers by name."""


class Listening:
    """An executor that keeps what another machine would be sent."""

    def __init__(self) -> None:
        self.sent: dict[str, bytes] = {}

    def each(self, works: Mapping[str, Work], left: Iterable[Piece]) -> Iterator[Part]:
        self.sent |= {name: pickle.dumps(work, protocol=0) for name, work in works.items()}
        return ThisProcess().each(works, left)


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("robust", {"trials": 10, "drivers": 10}),
        ("stability", {"trials": 10}),
        ("invent", {"trials": 10}),
        ("timing", {"trials": 10}),
    ],
)
def test_no_other_machine_is_sent_words_or_levers_that_it_does_not_need(
    question: str, asked: dict[str, int], tmp_path: Path
) -> None:
    listening = Listening()
    study = winset.read(written(tmp_path / "crossing", "open", "the case"))
    getattr(study, question)(**asked, running=Running(executor=listening))
    assert listening.sent
    for name, sent in listening.sent.items():
        needed = {b"zqrest_hidden", b"zqteam_guessed"} if (question, name) in WITH_LEVERS else set()
        needed |= {b"zqrest_vote"} if question == "timing" else set()  # the draws of a number are named by its path
        assert set(re.findall(rb"zq(?:team|rest)\w*(?: \w+)?", sent)) == needed, name


def test_what_is_done_of_a_run_is_read_by_its_owner_alone(tmp_path: Path) -> None:
    case, kept = written(tmp_path / "crossing", "open", "the case"), tmp_path / "kept"
    for draws in ("10", "20"):
        assert program("robust", case, "--trials", draws, "--resume", kept).returncode == 0
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600
        kept.chmod(0o644)  # the next time it is written, nobody else may read it again
        if draws == "10":
            kept.unlink()
