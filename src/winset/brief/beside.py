"""Questions of a brief that a second process answers, while this one answers the others. The answers are the same.

The process makes itself ready while the case is read and its first question answered. It gets the case as this one has
read it, and works out what it is asked in order.
"""

from __future__ import annotations

import gc
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import IO, TYPE_CHECKING, Any

from winset.questions.catalogue import QUESTIONS
from winset.second_process import is_worth_it, second_process

if TYPE_CHECKING:
    from winset.questions.request import Request
    from winset.study import Study

CODE = "from winset.brief.beside import answer; answer()"
MANY_TRIALS = 500
"""Trials of a brief from which on a second process is worth its start."""
MOST_PACKAGES = 400_000
"""Packages of a case up to which two processes hold what they need; beyond, this one answers everything."""
NEW_OBJECTS = 200_000
"""Objects after which the second process looks for garbage, of which it makes little before it ends."""


@dataclass(slots=True, kw_only=True)
class AnsweredBeside:
    """What a second process answers, if there is one. asked: what it has still to answer, in order."""

    process: subprocess.Popen[bytes] | None = None
    asked: list[Request] = field(default_factory=list)

    def ask(self, study: Study, requests: list[Request]) -> None:
        """Has the process answer what of these is not known yet, where the case is not too large for two."""
        from winset.analyses.settlement.packages import total_packages

        process, unknown = self.process, [request for request in requests if request not in study.answers]
        if process is None or process.stdin is None or not unknown or study.is_of_evidence:
            return
        if total_packages(study.session.compiled().structure) > MOST_PACKAGES:
            return
        try:
            process.stdin.write(pickle.dumps((replace(study.session, kept={}), study.level, unknown)))
            process.stdin.close()
        except OSError:
            return
        self.asked = unknown

    def take(self, study: Study, request: Request) -> None:
        """Makes known to the study what the process answers to the next request; it works it out itself where the
        process cannot.
        """
        process = self.process
        if request not in self.asked[:1] or process is None or process.stdout is None:
            return
        try:
            received = _received(process.stdout)
        except KeyboardInterrupt:
            process.terminate()  # it stops as well, and gives what it has
            received = _received(process.stdout)
        self.asked = self.asked[1:] if received else []
        if received:
            study.take_over(request, *received)


def _received(stream: IO[bytes]) -> tuple[Any, dict[str, float]] | None:
    """An answer and the seconds of its stages from a process that this one has started; None where it gives none."""
    try:
        received: tuple[Any, dict[str, float]] = pickle.load(stream)
    except (OSError, EOFError, pickle.UnpicklingError):
        return None
    return received


@contextmanager
def answering_beside(trials: int) -> Iterator[AnsweredBeside]:
    """What is asked within may be answered by a second process, where one is worth it for so many trials."""
    if trials < MANY_TRIALS or not is_worth_it():
        yield AnsweredBeside()
        return
    with second_process("-c", CODE) as process:
        yield AnsweredBeside(process=process)


def answer() -> None:
    """The second process: answers what it reads from standard input, one after the other, until it cannot."""
    from winset.study import Study

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # what is stopped is for the first process to say
    gc.set_threshold(NEW_OBJECTS)
    with ThreadPoolExecutor(1) as reading:
        given = reading.submit(sys.stdin.buffer.read)
        for question in QUESTIONS.values():
            if question.in_brief and question.taken_up.apart:
                question.part("solve")
        text = given.result()
    if not text:
        return
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    session, level, requests = pickle.loads(text)
    for request in requests:
        study = Study(session=session, level=level)
        sys.stdout.buffer.write(pickle.dumps((study.ask(request), study.timings)))
        sys.stdout.buffer.flush()
