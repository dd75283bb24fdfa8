"""A table that is put together: what it could agree on, and whether that would hold."""

from __future__ import annotations

from dataclasses import replace

from winset.analyses.tables.talks import talks
from winset.model.moved import TRIED
from winset.questions.question import Saying
from winset.questions.tables.request import TablesRequest
from winset.questions.tables.sections import sections
from winset.questions.tables.solve import TablesAnswer
from winset.report.blocks import Figure, Report
from winset.session import Session

SHOWN = ("answer", f"table_{TRIED}")
"""Sections of the whole answer that say what such a table does."""


def report(session: Session) -> Report:
    """What is said of the table of a session that has this one alone, on the best guesses. Raises TooLarge and
    NumberTooFine.
    """
    found = talks(session.compiled(), session.central())
    answer = TablesAnswer(request=TablesRequest(trials=0), talks=found, variants=None, holds={})
    made = [section for section in sections(answer, Saying(session=session)) if section.key in SHOWN]
    shown = tuple(
        replace(
            section,
            title="" if section.key == "answer" else "The table by itself",
            depth="main",
            blocks=tuple(block for block in section.blocks if not isinstance(block, Figure)),
        )
        for section in made
    )
    return Report(title="", sections=shown, holdings=session.owners.holdings)
