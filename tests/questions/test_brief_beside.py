"""A brief is the same whether a second process answers some of its questions, or is gone, or cannot be had."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import pytest

from winset import second_process
from winset.brief import beside
from winset.brief.beside import AnsweredBeside, answering_beside
from winset.brief.brief import questions_of
from winset.brief.request import BriefRequest
from winset.report.disclosure import disclose
from winset.runs.running import Running
from winset.study import Study

ALASKA = "examples/alaska-2025"
REQUEST = BriefRequest(trials=12)
APART = ["staging", "timing"]


@contextmanager
def asked_beside(monkeypatch: pytest.MonkeyPatch) -> Iterator[AnsweredBeside]:
    monkeypatch.setattr(beside, "MANY_TRIALS", 1)
    monkeypatch.setattr(beside, "is_worth_it", lambda: True)
    with answering_beside(REQUEST.trials) as answered:
        yield answered


def answered(apart: AnsweredBeside | None = None) -> tuple[Study, dict[str, str]]:
    """The study, and what each of its answers says for scripts."""
    study = Study.read(ALASKA)
    answers = questions_of(study, REQUEST, Running(), apart)
    assert list(answers.values()) == list(study.answers.values())
    documents = {
        request.question: dict(disclose(study.report(request, answer), "restricted").document)
        for request, answer in list(study.answers.items())
        if request.question in APART
    }
    for document in documents.values():
        document.pop("timings")
    return study, {key: json.dumps(document) for key, document in documents.items()}


@cache
def answered_alone() -> tuple[Study, dict[str, str]]:
    """The same where no other process is there, with which the others are compared."""
    return answered()


def test_what_a_second_process_answers_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    study, alone = answered_alone()
    with asked_beside(monkeypatch) as apart:
        other, shared = answered(apart)
        assert apart.process is not None
        assert not apart.asked
    assert list(alone) == APART
    assert shared == alone
    assert list(other.answers) == list(study.answers)
    assert other.timings.keys() == study.timings.keys()
    assert apart.process.returncode is not None


def test_a_process_that_is_gone_is_not_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    _, alone = answered_alone()
    with asked_beside(monkeypatch) as apart:
        assert apart.process is not None
        apart.process.kill()
        apart.process.wait()
        assert answered(apart)[1] == alone


def test_an_answer_that_breaks_off_is_worked_out_here(monkeypatch: pytest.MonkeyPatch) -> None:
    _, alone = answered_alone()
    monkeypatch.setattr(beside, "CODE", "import sys; sys.stdin.buffer.read(); print('no answer')")
    with asked_beside(monkeypatch) as apart:
        assert answered(apart)[1] == alone


@pytest.mark.parametrize("executable", ["", "no/such/python"])
def test_where_no_process_can_be_had_none_is_missed(executable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", executable)
    with asked_beside(monkeypatch) as apart:
        assert apart.process is None


def test_few_trials_and_cases_without_a_judgement_need_none(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[tuple[str, ...]] = []

    def start(arguments: tuple[str, ...]) -> subprocess.Popen[bytes] | None:
        started.append(arguments)
        return None

    monkeypatch.setattr(second_process, "_started", start)
    with answering_beside(beside.MANY_TRIALS - 1) as apart:
        assert apart.process is None
    assert not started
    with asked_beside(monkeypatch) as apart:
        apart.ask(Study.read(ALASKA).at("open"), [])
        assert not apart.asked
