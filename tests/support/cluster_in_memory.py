"""A cluster without machines: each task is done when it is asked for, from a copy of what it is sent."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from winset.runs.cluster import _Sharing
from winset.runs.cutting import Cutting
from winset.runs.jobs import Part, Piece, Work


@dataclass(eq=False)
class Future:
    """What a task gave, or the error that it ended with."""

    value: Any = None
    error: Exception | None = None

    @property
    def status(self) -> str:
        return "finished" if self.error is None else "error"

    def result(self) -> Any:
        if self.error is not None:
            raise self.error
        return self.value

    def add_done_callback(self, call: Callable[[Future], None]) -> None:
        call(self)


@dataclass
class InMemory:
    """An executor that shares the work out as it would be among so many threads of a cluster. sent, returned: every
    message there and back.
    """

    threads: int = 2
    sent: list[bytes] = field(default_factory=list)
    returned: list[bytes] = field(default_factory=list)
    tasks: dict[str, int] = field(default_factory=dict)

    def each(self, works: Mapping[str, Work], left: Iterable[Piece]) -> Iterator[Part]:
        yield from _Sharing("here", cast("Any", self), works).each(Cutting(works, left))

    def nthreads(self) -> dict[str, int]:
        return {"here": self.threads}

    def submit(self, task: Callable[..., Any], *arguments: Any, pure: bool, priority: int = 0) -> Future:
        name = getattr(task, "__name__", "")
        self.tasks[name] = self.tasks.get(name, 0) + 1
        given = [argument for argument in arguments if not isinstance(argument, Future)]
        self.sent.append(pickle.dumps(given))
        copies = iter(pickle.loads(self.sent[-1]))
        try:
            values = [one.result() if isinstance(one, Future) else next(copies) for one in arguments]
            made = task(*values)
        except Exception as error:  # noqa: BLE001 (whatever a task ends with is its result)
            self.returned.append(pickle.dumps(error))
            return Future(error=pickle.loads(self.returned[-1]))
        self.returned.append(pickle.dumps(made))
        return Future(value=pickle.loads(self.returned[-1]))
