"""How parties have moved follows from what the sources say alone; only how far on a line is judged."""

from __future__ import annotations

from winset.questions.movement.data import data as data_of
from winset.questions.movement.request import MovementRequest
from winset.questions.movement.sections import sections as sections_of
from winset.questions.movement.solve import moved
from winset.questions.question import Saying
from winset.report.blocks import Json, Section


def sections(saying: Saying, table: str | None = None) -> list[Section]:
    """All of the answer, without distances."""
    return sections_of(moved(MovementRequest(), saying.session), saying)


def data(saying: Saying, table: str | None = None) -> Json:
    """The same for JSON."""
    return {"movements": data_of(moved(MovementRequest(), saying.session), saying)["movements"]}
