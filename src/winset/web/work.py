"""Questions that are asked in the background: how far each is, how it is stopped, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from multiprocessing import active_children
from threading import Event, Lock, Thread
from time import monotonic, sleep
from typing import Any

from winset.errors import WinsetError
from winset.questions.request import Request
from winset.runs.jobs import MANY_DRAWS
from winset.runs.processes import OnceWorthIt, Processes
from winset.runs.running import Running, Step
from winset.second_process import processors
from winset.study import Study

ENDING = 1.0
"""Seconds for which runs may take to end when the workbench does."""
KEPT = 64
"""Jobs that are remembered after their end."""


@dataclass(slots=True, kw_only=True, eq=False)
class Job:
    """A question on its way. done, total, what: how far it is, in words; total is 0 as long as that is not known."""

    key: str
    study: Study
    done: int = 0
    total: int = 0
    what: str = ""
    notice: str = ""
    started: float = field(default_factory=monotonic)
    answer: Any = None
    error: BaseException | None = None
    ended: Event = field(default_factory=Event)
    stopping: Event = field(default_factory=Event)

    @property
    def seconds(self) -> float:
        return monotonic() - self.started

    @property
    def left(self) -> float | None:
        """About how many seconds are left, by what was done so far; None as long as nothing was."""
        return self.seconds * (self.total - self.done) / self.done if self.done and self.total else None

    def stop(self) -> None:
        """Ends the run at its next step; what is done by then is kept."""
        self.stopping.set()

    def result(self) -> Any:
        """The answer. Raises what kept it from being found."""
        if self.error is not None:
            raise self.error
        return self.answer

    @contextmanager
    def progress(self, total: int, what: str) -> Iterator[Step]:
        """Is told how far the run is, and ends it where it was asked to stop."""
        self.done, self.total, self.what = 0, total, what

        def step(done: int) -> None:
            self.done = done
            if self.stopping.is_set():
                raise KeyboardInterrupt

        yield step

    def say(self, notice: str) -> None:
        self.notice = notice


class Background:
    """Runs each question once, however many pages wait for it. At most one run at a time is shared among processes."""

    def __init__(self) -> None:
        self.jobs: dict[str, Job] = {}
        self._by_question: dict[tuple[int, Request], Job] = {}
        self._lock, self._processes, self._keys = Lock(), Lock(), count(1)
        self.closing = Event()

    def ask(self, study: Study, request: Request) -> Job:
        """The job that asks this of the study: one that is on its way or ended, or a new one."""
        return self.do(study, request, lambda job: self._answer(job, study, request))

    def do(self, study: Study, request: Request, work: Callable[[Job], Any]) -> Job:
        """The same of other work on a study, which is done once for each request."""
        with self._lock:
            job = self._by_question.get((id(study), request))
            if job is None or (job.ended.is_set() and job.error is not None):
                job = self._begun(study, request, work)
            return job

    def close(self) -> None:
        """Nothing is worked out any more: every run ends, also in the midst of a step."""
        self.closing.set()
        for job in list(self.jobs.values()):
            job.stop()
        until = monotonic() + ENDING
        while monotonic() < until and any(not job.ended.is_set() for job in list(self.jobs.values())):
            for worker in active_children():
                worker.kill()
            sleep(0.02)

    def forget(self, job: Job) -> None:
        """The question of a job is worked out anew when it is asked again."""
        with self._lock:
            self._by_question = {key: kept for key, kept in self._by_question.items() if kept is not job}

    def _begun(self, study: Study, request: Request, work: Callable[[Job], Any]) -> Job:
        job = Job(key=str(next(self._keys)), study=study)
        self.jobs[job.key] = self._by_question[id(study), request] = job
        while len(self.jobs) > KEPT:
            oldest = self.jobs.pop(next(iter(self.jobs)))
            self._by_question = {key: kept for key, kept in self._by_question.items() if kept is not oldest}

        def run() -> None:
            try:
                job.answer = work(job)
            except (WinsetError, ValueError, MemoryError) as error:
                job.error = error
            except KeyboardInterrupt:
                job.error = WinsetError("stopped before anything was known")
            finally:
                if job.answer is None and job.error is None:  # what it was stands where winset was started
                    job.error = WinsetError("winset made a mistake here; this answer cannot be had")
                job.ended.set()

        Thread(target=run, name=f"question-{job.key}", daemon=True).start()
        return job

    def _answer(self, job: Job, study: Study, request: Request) -> Any:
        if getattr(request, "trials", 0) < MANY_DRAWS or processors() == 1:
            executor = OnceWorthIt(processors(), job.stopping, self._processes) if processors() > 1 else None
            return self._kept(job, study, request, Running(executor=executor, progress=job.progress, notice=job.say))
        with self._processes:
            shared = Running(executor=Processes(processors(), job.stopping), progress=job.progress, notice=job.say)
            return self._kept(job, study, request, shared)

    @staticmethod
    def _kept(job: Job, study: Study, request: Request, running: Running) -> Any:
        """The answer. One that was stopped is shown, and not kept: asked again, the question goes its whole way."""
        answer = study.ask(request, running)
        if getattr(answer, "stopped", "") or job.stopping.is_set():
            study.answers.pop(request, None)
        return answer
