"""The register of questions: one line each. Commands, forms, records, the reference and the general tests read it.

Nothing heavy is imported here: a request is imported when its question is asked, the mathematics when it is solved.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any, Literal

from winset.errors import UnknownName
from winset.questions.request import Request

Cases = Literal["one", "two", "several"]
Shows = Literal["all", "limit", "exact", "chart"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question that can be asked of a case. key: the name of its command. folder: under `questions/`, the key if not
    given. request: the name of its request. summary: one line for lists.

    cases: how many it is asked of. shows: how its answer may be shown besides its level. over_readings: its work can be
    shared out and taken up again. beside: questions whose short answers stand beside its own. of_any_file: it is asked
    of a case file with errors too.
    """

    key: str
    request: str
    summary: str
    folder: str = ""
    cases: Cases = "one"
    shows: tuple[Shows, ...] = ()
    over_readings: bool = False
    beside: tuple[str, ...] = ()
    of_any_file: bool = False

    def part(self, name: str) -> ModuleType:
        """A module of the question's folder."""
        return import_module(f"winset.questions.{self.folder or self.key}.{name}")

    def has(self, name: str) -> bool:
        """True where the question's folder has the module."""
        return find_spec(f"winset.questions.{self.folder or self.key}.{name}") is not None

    @property
    def request_type(self) -> type[Request]:
        found: Any = getattr(self.part("request"), self.request)
        kind: type[Request] = found
        return kind


QUESTIONS: dict[str, Question] = {
    one.key: one
    for one in (
        Question(
            key="check",
            request="CheckRequest",
            summary="Check a case: its form, its names, and every quote against its source.",
            of_any_file=True,
        ),
        Question(
            key="staging",
            request="StagingRequest",
            summary="Say whether a plan of steps holds, which step breaks first, and a better order.",
            shows=("chart",),
            over_readings=True,
        ),
        Question(
            key="diff",
            folder="comparison",
            request="DiffRequest",
            summary="Say what changed between two versions of a case, and which change turned the answer.",
            cases="two",
            shows=("limit",),
            over_readings=True,
        ),
    )
}


def question(key: str) -> Question:
    """A question by its key. Raises UnknownName."""
    if key not in QUESTIONS:
        raise UnknownName(f"there is no question `{key}`; there are {', '.join(QUESTIONS)}")
    return QUESTIONS[key]
