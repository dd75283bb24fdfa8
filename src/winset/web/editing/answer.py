"""What a change does to the answer: whether there is a deal, in the verdict's words, before it and after."""

from __future__ import annotations

from winset.errors import WinsetError
from winset.model.evidence import Checked
from winset.model.numbers import Handling
from winset.questions.catalogue import QUESTIONS
from winset.questions.question import NotComputed, Saying
from winset.report.blocks import Answer, Report
from winset.report.disclosure import disclose
from winset.report.ownership import Ownership
from winset.report.pieces import plain
from winset.session import Session
from winset.study import Study
from winset.web.desk import Desk

PATIENCE = 3.0
"""Seconds that a page waits for what a change does to the answer; beyond, it says so and goes on."""
LEVEL: Handling = "team"
"""The level at which the words are made that stand in the list of changes; below it they are not shown."""
ERRORS = "The case has errors, so there is no answer."
NOTHING = "There is nothing to answer yet."
UNKNOWN = "What the answer is could not be worked out."
LATER = "What the answer is now is still being worked out."


def answer_words(desk: Desk, study: Study) -> str:
    """Whether there is a deal, in a sentence; LATER where that takes too long."""
    part = QUESTIONS["deal"].part("verdict")
    job = desk.background.ask(study, part.VerdictRequest())
    if not job.ended.wait(PATIENCE):
        return LATER
    try:
        answer = job.result()
    except (WinsetError, ValueError, MemoryError) as error:
        return str(error) or UNKNOWN
    if isinstance(answer, NotComputed):
        return answer.reason
    saying = Saying(session=study.session)
    owners = Ownership(case=study.session.case, whole=study.session.whole)
    report = Report(title="", sections=part.sections(answer, saying, is_short=True), holdings=owners.holdings)
    blocks = [block for section in disclose(report, LEVEL).report.sections for block in section.blocks]
    said = next((plain(str(block.text)) for block in blocks if isinstance(block, Answer)), "")
    return said or NOTHING


def study_of(checked: Checked, place: str) -> Study | None:
    """A study of a case that was checked; None where it has errors."""
    if checked.errors or checked.case is None:
        return None
    return Study(session=Session(checked=checked, place=place)).at(LEVEL)


def effect(before: str, after: str) -> str:
    """What became of the answer, in one sentence."""
    if LATER in (before, after):
        return LATER
    if before == after:
        return f"The answer is the same as before: “{after.rstrip('.')}”."
    return f"The answer was “{before.rstrip('.')}” and is now “{after.rstrip('.')}”."
