"""Who shares the readings of a command, how far they are, and where what is done is kept, so that a run can go on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from winset.errors import ClusterLost
from winset.questions.request import Request, described_fields

if TYPE_CHECKING:
    from winset.model.evidence import Checked
    from winset.runs.checkpoint import CheckpointFile
    from winset.runs.jobs import Executor
    from winset.runs.running import Running
    from winset.session import Session
    from winset.study import Study

DIGITS = 16
"""Of a hash that tells one case from another."""


def executor_of(given: Mapping[str, Any], draws: int) -> Executor | None:
    """By whom the readings are gone through: a cluster, processes, or this process where they soon are.

    Raises click.UsageError, and WinsetError for a cluster that may not be talked to.
    """
    cluster, workers = given.get("cluster"), given.get("workers")
    if cluster is not None and workers is not None:
        raise click.UsageError("name a cluster or a number of workers, not both")
    if cluster is not None:
        from winset.runs.cluster import Cluster

        return Cluster(cluster, trust_network=given.get("trust_network", False))
    from winset.runs.jobs import MANY_DRAWS
    from winset.runs.processes import OnceWorthIt, Processes
    from winset.second_process import processors

    number = workers or processors()
    if number == 1:
        return None
    return OnceWorthIt(number) if workers is None and draws < MANY_DRAWS else Processes(number)


@dataclass(frozen=True, slots=True, kw_only=True)
class LongRun:
    """One run of a command over the readings of its cases. checkpoint: the file that keeps what is done. is_named: the
    user named it, and keeps it.
    """

    executor: Executor | None = None
    checkpoint: CheckpointFile | None = None
    is_named: bool = False
    cases: int = 1

    @classmethod
    def of(
        cls, request: Request, studies: Sequence[Study], given: Mapping[str, Any], executor: Executor | None
    ) -> LongRun:
        """The run that the options of a command ask for."""
        path: Path | None = given.get("resume")
        is_named = path is not None
        if path is None and given.get("cluster") is not None:
            path = Path(f"{studies[0].session.case.case.id}.readings")
        checkpoint = None
        if path is not None:
            from winset.runs.checkpoint import CheckpointFile

            sessions = [session for study in studies for session in (study.session, study.other) if session is not None]
            checkpoint = CheckpointFile(path=path, asked=_asked(request, sessions))
        return cls(executor=executor, checkpoint=checkpoint, is_named=is_named, cases=len(studies))

    def running(self, place: int) -> Running:
        """How the readings of one of the cases are gone through."""
        from winset.cli import progress
        from winset.runs.running import Running

        return Running(
            executor=self.executor,
            progress=progress.progress_of,
            notice=lambda message: click.echo(message, err=True),
            checkpoint=self.checkpoint,
            label=f"{place}" if self.cases > 1 else "",
        )

    @contextmanager
    def saying_how_to_go_on(self) -> Iterator[None]:
        """Where the cluster is lost meanwhile, its error names the file that holds what was done."""
        try:
            yield
        except ClusterLost as lost:
            path = self.checkpoint.path if self.checkpoint is not None else None
            raise ClusterLost(f"{lost}\nWhat was done by then is in {path}; go on with: --resume {path}") from lost

    def end(self, *, is_stopped: bool) -> None:
        """Says how to go on where the run was stopped; else the file goes that nobody named."""
        if self.checkpoint is None:
            return
        if is_stopped:
            click.echo(f"go on with: --resume {self.checkpoint.path}", err=True)
        elif not self.is_named:
            self.checkpoint.path.unlink(missing_ok=True)


def _asked(request: Request, sessions: Sequence[Session]) -> dict[str, str]:
    """All that decides the numbers, in words that a message can show."""
    of_words = {field.name for field, described in described_fields(type(request)) if described.of_words}
    options = {name: _text(value) for name, value in request.plain().items() if name not in of_words}
    variants, moved = ", ".join(sessions[0].checked.variants), sessions[-1].moved
    return {
        "question": request.question,
        "cases": ", ".join(f"{session.case.case.id} {_digest(session.checked)}" for session in sessions),
        "variants": variants or "none",
        **({"as of": ", ".join(dates)} if any(dates := [_date(session) for session in sessions]) else {}),
        **({"set": _text([f"{path}={text}" for path, text in moved.items()])} if moved else {}),
        **options,
    }


def _date(session: Session) -> str:
    """The date as it stood on which a case is read; empty where it is read as it stands."""
    return session.checked.as_of.date if session.checked.as_of is not None else ""


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(map(str, value)) or "none"
    return "none" if value is None else str(value)


def _digest(checked: Checked) -> str:
    """A hash of the case file and its sources."""
    each = [checked.sha256, *(f"{name} {digest}" for name, digest in sorted(checked.sources.items()))]
    return sha256("\n".join(each).encode()).hexdigest()[:DIGITS]
