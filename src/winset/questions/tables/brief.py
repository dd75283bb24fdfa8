"""What only a brief says of who must be in the room: the tables side by side, and what was not worked out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from winset.questions.question import Saying
from winset.questions.tables import charts
from winset.questions.tables.solve import TablesAnswer
from winset.questions.tables.words import TablesWords
from winset.report.blocks import NoteSentence, Section

VARIANTS_MISSING = "What other readings of the text change of this was not worked out: there are too many packages."
TRIALS_MISSING = "In how many trials this is so was not counted: there are too many packages."


def brief_sections(answer: TablesAnswer, saying: Saying) -> Iterator[Section]:
    """The tables side by side, and what was not worked out."""
    words = TablesWords(answer.talks, saying.names(), saying.owners)
    blocks = (charts.tables_figure(words, answer.shares_of_holding), *_missing(answer, words))
    yield Section(key="brief_tables", title="What each table can agree on", blocks=blocks, depth="brief")


def _missing(answer: TablesAnswer, words: TablesWords) -> Iterator[Any]:
    if answer.variants is None and words.names.case.variants:
        yield NoteSentence(text=VARIANTS_MISSING)
    if answer.request.trials and not answer.holds:
        yield NoteSentence(text=TRIALS_MISSING)
