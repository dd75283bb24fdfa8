"""What changed between two versions of a case, without what that did to an answer that is made with judgements."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from winset.questions.comparison.changes import change_sections
from winset.questions.comparison.data import changes_data
from winset.questions.comparison.sections import notes
from winset.questions.comparison.solve import DiffAnswer
from winset.questions.comparison.versions import Versions
from winset.questions.question import Saying
from winset.report.blocks import Json, NoteSentence, Section

REST = "What the changes do to the answer is made with judgements, which are left out at this level of handling."


def compared(answer: DiffAnswer, saying: Saying) -> Iterator[Section]:
    """Every change, as far as it may be shown."""
    versions = Versions(answer, saying)
    yield Section(key="answer", title="What changed", blocks=(NoteSentence(text=REST),), depth="answer")
    yield from change_sections(versions, with_bearing=False)
    yield notes(versions)


def compared_data(answer: DiffAnswer, saying: Saying) -> Json:
    """The same for JSON."""
    made: dict[str, Any] = changes_data(answer, saying)
    return {**made, "status": "withheld", "notes": [REST, *made["notes"]]}
