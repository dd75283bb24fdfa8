"""Workers of a cluster are sent numbers and structure: no text of the case goes there, at whatever level, and none
comes back; what they give back is what this process finds with the names.

In the case of this test every id, title, reason, source and note has a marker. Numbers are drawn from streams that are
known by names, so that equal sums say that each stream is the one of its name.
"""

from __future__ import annotations

import pickle
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import winset
from tests.oracles.random_cases import as_yaml
from tests.support.cluster_in_memory import InMemory
from winset.analyses.robustness.drivers import Drivers
from winset.analyses.robustness.finding_shares import FindingShares
from winset.analyses.robustness.readings_question import EachReading, SettlementFindings
from winset.analyses.settlement.packages import win_set
from winset.analyses.tables.readings import TablesQuestion
from winset.errors import UnknownName
from winset.model.numbers import HANDLING, Handling
from winset.questions.catalogue import QUESTIONS
from winset.readings import Reading
from winset.readings.streams import UnknownStream
from winset.runs.cluster import AHEAD
from winset.runs.jobs import Job, Part, Piece, Work, run
from winset.runs.names import Names
from winset.runs.running import Running
from winset.session import Session
from winset.study import Study

from .cases import random_raw
from .levelled_case import written

IDS = (
    *("north", "south", "east", "voters", "crossing", "tolls", "lights", "bridge", "ferry", "nothing", "high", "low"),
    *("middling", "dark", "lit", "quay", "hall", "icy", "open_one", "shown", "count", "council", "month", "assembly"),
)
MORE = {
    "moves:\n": """rules:
  - {id: no_lights_at_sea, if: {crossing: ferry}, then: {lights: dark}, because: A zqrest rule of the sea}
moves:
""",
    "follows: south, above_walk_away: [<1>, <2>, <3>]}]": "follows: south, above_walk_away: [<1>, <2>, <3>]}, {body: "
    "an assembly, members: {east: 2, voters: 1}, quota: 2}]",
    "snapback: <0.7|0.2>": "snapback: [0.5, 0.7, 0.9]",
    "north: {discount: <0.9|0.5>,": "north: {discount: [0.8, 0.9],",
    "  statements:": "  together:\n    - {inputs: [walk_away.north, -salience.crossing.south, "
    "scores.crossing.north.ferry, links.1], because: zqrest cause}\n  statements:",
}
ASKED: dict[str, dict[str, Any]] = {
    "robust": {"trials": 12, "drivers": 12, "levers": 2, "sweeps": ["walk_away.zqnorth=20:40:10"]},
    "stability": {"trials": 12},
    "invent": {"trials": 12},
    "tables": {"trials": 12},
    "timing": {"trials": 12},
    "staging": {"trials": 12},
}


WORDS = {
    "north": "inferred",
    "south": "score",
    "east": "ideal",
    "crossing": "salience",
    "tolls": "walk_away",
    "lights": "positions",
    "bridge": "stated",
    "ferry": "nash",
    "nothing": "deal",
    "high": "open",
    "low": "worst",
    "middling": "instead",
    "dark": "judgements",
    "lit": "links",
    "quay": "package",
    "hall": "tables",
}
"""Ids that are words of the program too."""


def marked(folder: Path, words: Mapping[str, str] | None = None) -> Path:
    """The case with a marker in every text; with other ids where these are given."""
    from . import levelled_case

    with pytest.MonkeyPatch.context() as patch:
        case = levelled_case.CASE
        for said, instead in MORE.items():
            assert said in case, said
            case = case.replace(said, instead, 1)
        patch.setattr(levelled_case, "CASE", case)
        written(folder, "open", "the case")
    for file in folder.iterdir():
        text = file.read_text(encoding="utf-8")
        text = re.sub(
            rf"\b({'|'.join(IDS)}|no_lights_at_sea)\b",
            lambda word: f"zq{word[1]}" if words is None else words.get(word[1], word[1]),
            text,
        )
        file.write_text(re.sub(r"(title|because|text|name): (?=[A-Za-z])(?!zq)", r"\1: zq ", text), encoding="utf-8")
    return folder


@dataclass
class Compared:
    """An executor that shares the work out and does it here besides: both must find the same."""

    cluster: InMemory = field(default_factory=InMemory)
    jobs: list[str] = field(default_factory=list)

    def each(self, works: Mapping[str, Work], left: Iterable[Piece]) -> Iterator[Part]:
        pieces = list(left)
        self.jobs += works
        for part in self.cluster.each(works, pieces):
            here = works[part.job].nothing()
            for numbers in part.done:
                here.add(works[part.job].of(numbers))
            assert_equal(part.sums, here)
            yield part

    def texts(self) -> set[bytes]:
        """The markers in all that was sent and came back."""
        return {
            marker
            for message in (*self.cluster.sent, *self.cluster.returned)
            for marker in markers(pickle.loads(message))
        }


def markers(message: object) -> set[bytes]:
    """Those in a message, in what is packed in it too."""
    if isinstance(message, bytes):
        return set(re.findall(rb"zq\w*", zlib.decompress(message)))
    if isinstance(message, tuple | list):
        return {marker for part in message for marker in markers(part)}
    return set(re.findall(rb"zq\w*", pickle.dumps(message)))


def assert_equal(sums: Any, others: Any) -> None:
    assert type(sums) is type(others)
    for name in (one.name for one in fields(sums)):
        value, other = getattr(sums, name), getattr(others, name)
        assert type(value) is type(other), name
        if isinstance(value, np.ndarray):
            assert value.dtype == other.dtype
            assert value.tolist() == other.tolist(), name
        elif is_dataclass(value):
            assert_equal(value, other)
        else:
            assert value == other, name


def ask(study: Study, key: str, **options: Any) -> Compared:
    compared = Compared()
    request = QUESTIONS[key].request_type(**{"trials": 12, **ASKED.get(key, {}), **options})
    study.ask(request, Running(executor=compared))
    return compared


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return marked(tmp_path_factory.mktemp("marked") / "case")


def test_the_markers_are_in_every_text_of_the_case(folder: Path) -> None:
    case = Session.read(folder).compiled("zqhall")
    names = (*case.parties, *case.issues, *(name for options in case.options for name in options))
    names += (*(lever.name for lever in case.levers), *(rule.name for rule in case.structure.rules))
    names += (*(floor.name for floor in case.floors), *(vote.name for vote in case.structure.votes))
    assert len(case.floors) == len(case.structure.votes) == len(case.structure.rules) == len(case.together) == 1
    assert all("zq" in name for name in names), names
    works = [FindingShares(case=case, question=SettlementFindings(), seed=1)]
    texts = {text for text in Names(works).texts if not re.fullmatch(r"\d+\.points", text)}  # a link, by its number
    assert all("zq" in text for text in texts)  # no word of the program is taken for one of the case


SENT = [(key, "team") for key in ASKED] + [(key, level) for key in ("robust", "timing") for level in HANDLING[::2]]
"""Questions with levels; the others are sent alike at every level that lets judgements be told."""


@pytest.mark.parametrize(
    ("key", "level"),
    [pytest.param(*asked, marks=[] if asked == ("robust", "team") else pytest.mark.slow) for asked in SENT],
)
def test_no_text_goes_there_or_comes_back(key: str, level: Handling, folder: Path) -> None:
    compared = ask(Study.read(folder).at(level), key)
    assert compared.jobs or level == "open"
    assert not compared.texts()


def test_who_asks_of_packages_alone_is_not_sent_what_else_is_judged(folder: Path) -> None:
    compared = ask(Study.read(folder), "robust")
    works = [message[0] for message in map(pickle.loads, compared.cluster.sent) if isinstance(message[0], bytes)]
    assert works
    sent = zlib.decompress(works[0])
    assert b"winset.compiled.case" in sent
    assert not [kind for kind in (b"Discipline", b"PlannedStep", b"CompiledTable", b"CompiledMove") if kind in sent]


def test_a_stream_that_was_not_foreseen_is_sent_when_a_worker_lacks_it(folder: Path) -> None:
    compared = ask(Study.read(folder), "staging", seed=99)  # no other test has made digests of this seed known
    lacked = [message for message in map(pickle.loads, compared.cluster.returned) if isinstance(message, UnknownStream)]
    assert lacked
    assert len(lacked) <= compared.cluster.tasks["_held"] * AHEAD * compared.cluster.threads


@pytest.mark.slow
@pytest.mark.parametrize("key", [*ASKED, "diff"])
def test_names_that_are_words_of_the_program_are_not_mistaken_for_these(key: str, tmp_path: Path) -> None:
    folder = marked(tmp_path / "case", WORDS)
    study = Study.read(folder)
    if key == "diff":
        study = Study(session=study.session, other=study.session.with_moved({"walk_away.inferred": "30"}))
    compared = ask(study, key, **({"sweeps": ["walk_away.inferred=20:40:10"]} if key == "robust" else {}))
    assert compared.jobs


@pytest.mark.parametrize("table", ["zqquay", "zqhall"])
def test_nor_is_a_table_with_its_bodies(table: str, folder: Path) -> None:
    case, compared = Session.read(folder).compiled(table), Compared()
    works: dict[str, Work] = {
        "shares": FindingShares(case=case, question=TablesQuestion(tables=("zqquay", "zqhall", "everybody")), seed=3),
        "drivers": Drivers(case=case, question=SettlementFindings(package=(("zqtolls", "zqlow"),)), seed=3),
    }
    run([Job(name=name, work=work, draws=6) for name, work in works.items()], compared)
    assert not compared.texts()


def test_two_versions_are_sent_alike(folder: Path, tmp_path: Path) -> None:
    other = Session.read(folder).with_moved({"walk_away.zqnorth": "30"})
    compared = ask(Study(session=Session.read(folder), other=other), "diff")
    assert compared.jobs
    assert not compared.texts()


@pytest.mark.parametrize("threads", [1, 100, pytest.param(1_000, marks=pytest.mark.slow)])
def test_sums_that_are_added_up_on_the_way_are_the_same(threads: int, folder: Path) -> None:
    case = Session.read(folder).compiled()
    work = FindingShares(case=case, question=SettlementFindings(), seed=1)
    cluster = InMemory(threads)
    shared = run([Job(name="case", work=work, draws=100)], cluster)
    assert_equal(shared.sums["case"], work.of(range(100)))
    assert ("_add" in cluster.tasks) == (threads >= 64)


def large(reading: Reading) -> dict[str, bool]:
    return {"more than two": len(win_set(reading)) > 2}


def test_a_question_of_ones_own_is_asked_there_with_its_own_findings(folder: Path) -> None:
    case, compared = Session.read(folder).compiled(), Compared()
    question = EachReading(findings=("more than two",), of=large)
    run([Job(name="own", work=FindingShares(case=case, question=question, seed=1), draws=5)], compared)
    assert not compared.texts()


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusing:
    """A question that is refused on a worker, by name."""

    parties: tuple[str, ...]
    findings: tuple[str, ...] = ()

    def __call__(self, case: Any) -> Any:
        raise UnknownName(f"{case.parties[0]} is not {self.parties[1]}")


def test_an_error_of_a_worker_gets_its_names_here(folder: Path) -> None:
    case, cluster = Session.read(folder).compiled(), InMemory()
    work = FindingShares(case=case, question=Refusing(parties=case.parties), seed=1)
    with pytest.raises(UnknownName, match="zqnorth is not zqsouth"):
        run([Job(name="case", work=work, draws=5)], cluster)
    assert not {marker for message in cluster.returned for marker in re.findall(rb"zq\w*", message)}


@pytest.mark.slow
@pytest.mark.parametrize("name", [f"sent {number}" for number in range(6)])
def test_any_case_is_answered_there_as_here(name: str, tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(as_yaml(random_raw(name)), encoding="utf-8")
    compared, study = Compared(), winset.read(tmp_path)
    study.robust(trials=8, drivers=8, running=Running(executor=compared))
    assert compared.jobs
