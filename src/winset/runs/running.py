"""How a long run goes: who does it, who is told how far it is, and where what is done is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from winset.runs.jobs import Checkpoint, Done, Executor, Job, Work, run


def no_progress(_: int) -> None:
    """A progress callback that does nothing."""


def no_notice(_: str) -> None:
    """A notice callback that does nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """How a long run goes. executor: this process if none is named. progress: is called with the number of draws that
    are done. notice: is called with a sentence where something takes a while. checkpoint: where what is done is kept.
    label: of the jobs of this case, where several are kept together.
    """

    executor: Executor | None = None
    progress: Callable[[int], None] = no_progress
    notice: Callable[[str], None] = no_notice
    checkpoint: Checkpoint | None = None
    label: str = ""

    def of(self, works: Mapping[str, Work], draws: int) -> Done:
        """So many draws of every work. A KeyboardInterrupt ends the run, and what is done by then stays."""
        label = f"{self.label}/" if self.label else ""
        jobs = [Job(name=f"{label}{name}", work=work, draws=draws) for name, work in works.items()]
        done = run(jobs, self.executor, self.progress, self.checkpoint)
        return Done(
            sums={name: done.sums[f"{label}{name}"] for name in works},
            starts={name: done.starts[f"{label}{name}"] for name in works},
            stopped=done.stopped,
        )
