"""How a long run goes: its executor, its progress display, and where what is done is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

from winset.runs.jobs import Checkpoint, Done, Executor, Job, Work, run

Step = Callable[[int], None]
"""Is called with the number of draws that are done."""
Progress = Callable[[int, str], AbstractContextManager[Step]]
"""Is called with the number of draws that are to be done and what they are; gives a step, to be used meanwhile."""


@contextmanager
def no_progress(total: int, what: str) -> Iterator[Step]:
    """A progress display that shows nothing."""
    yield lambda done: None


def no_notice(_: str) -> None:
    """A notice callback that does nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """How a long run goes. executor: this process if none is named. progress: shows how far each run is. notice: is
    called with a sentence where something takes a while. checkpoint: where what is done is kept. label: of the jobs of
    this case, where several are kept together.
    """

    executor: Executor | None = None
    progress: Progress = no_progress
    notice: Callable[[str], None] = no_notice
    checkpoint: Checkpoint | None = None
    label: str = ""

    def of(self, works: Mapping[str, Work], draws: int, what: str = "readings") -> Done:
        """So many draws of every work; what: they are, in words. A KeyboardInterrupt ends the run, and what is done by
        then stays.
        """
        label = f"{self.label}/" if self.label else ""
        jobs = [Job(name=f"{label}{name}", work=work, draws=draws) for name, work in works.items()]
        with self.progress(draws * len(jobs), what) as step:
            done = run(jobs, self.executor, step, self.checkpoint)
        return Done(
            sums={name: done.sums[f"{label}{name}"] for name in works},
            ranges={name: done.ranges[f"{label}{name}"] for name in works},
            stopped=done.stopped,
        )
