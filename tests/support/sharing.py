"""Answers that many tests look at, worked out once: forms, levels and lengths of an answer are read off the same one.

A command is still run from its words to its last byte; only what a case is compiled into and what a request of it is
answered with are those of an earlier run in this process, of the same files. Which executor goes through the readings,
and what of a run is kept, is not part of a request: where one is named, everything is worked out anew. The executor of
a command that names none is none that is named, on a machine of any number of processors.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from os import PathLike
from pathlib import Path
from typing import Any
from unittest.mock import patch

from winset.questions.question import NotComputed
from winset.questions.request import Request
from winset.runs.processes import OnceWorthIt
from winset.runs.running import Running
from winset.session import Session
from winset.study import Study

MOST = 24
"""Cases that are kept; beyond, that which was not asked for the longest is made anew."""
_sessions: OrderedDict[tuple[object, ...], Session] = OrderedDict()
_answers: dict[int, dict[tuple[object, ...], tuple[Session | None, Any]]] = {}
"""By the identity of a session that is kept, then by request, level and second session; with what must not go."""
_read, _of_any_file, _ask = Session.read, Session.of_any_file, Study.ask


@contextmanager
def answers_shared() -> Iterator[None]:
    """Within it, what is read and answered is kept, and given again where the same is asked of the same files."""
    with (
        patch.object(Session, "read", partial(_shared_session, _read)),
        patch.object(Session, "of_any_file", partial(_shared_session, _of_any_file)),
        patch.object(Study, "ask", _shared_answer),
    ):
        yield


def _shared_session(
    made: Callable[..., Session], path: str | PathLike[str], variants: tuple[str, ...] = (), as_of: str | None = None
) -> Session:
    key = (made, str(path), tuple(variants), as_of, _files_at(Path(path)))
    if key not in _sessions:
        _sessions[key] = made(path, variants, as_of)
        _answers[id(_sessions[key])] = {}
        if len(_sessions) > MOST:
            del _answers[id(_sessions.popitem(last=False)[1])]
    _sessions.move_to_end(key)
    return _sessions[key]


def _files_at(place: Path) -> tuple[tuple[str, bytes], ...]:
    """The names and contents of the files of a case: of all in its folder."""
    folder = place if place.is_dir() else place.parent
    return tuple(
        (str(file.relative_to(folder)), file.read_bytes()) for file in sorted(folder.rglob("*")) if file.is_file()
    )


def _shared_answer(study: Study, request: Request, running: Running | None = None) -> Any:
    kept = _answers.get(id(study.session))
    if kept is None or not _is_plain(running) or request in study.answers:
        return _ask(study, request, running)
    key = (request, study.level, id(study.other))
    if key in kept:
        study.answers[request], study.timings[request.question] = kept[key][1], 0.0
        return kept[key][1]
    answer = _ask(study, request, running)
    if not (study.stopped or isinstance(answer, NotComputed)):  # what it refuses with may be raised but once
        kept[key] = study.other, answer
    return answer


def _is_plain(running: Running | None) -> bool:
    """Whether neither an executor nor a checkpoint is named."""
    if running is None:
        return True
    return running.checkpoint is None and (running.executor is None or isinstance(running.executor, OnceWorthIt))
