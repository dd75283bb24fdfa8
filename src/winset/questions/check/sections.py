"""What is wrong with a case file and what it holds, as the sections of a report; and the evidence, for a brief."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from winset.model.evidence import Counts
from winset.questions.check.brief import brief_sections, judged_section
from winset.questions.check.evidence import evidence
from winset.questions.check.solve import CheckAnswer
from winset.questions.question import Saying
from winset.report.blocks import Section, Sentence
from winset.report.claims import source_warnings
from winset.report.names import counted
from winset.report.positions import refusals_alone
from winset.report.problems import problem_block, tally


def lead(answer: CheckAnswer, saying: Saying) -> tuple[Sentence, ...]:
    """Nothing: a check begins with what is wrong."""
    return ()


def sections(answer: CheckAnswer, saying: Saying) -> list[Section]:
    """Every problem, then what was found: parties, issues, cells by basis, quotes."""
    problems = Section(
        key="problems",
        title="",
        blocks=tuple(problem_block(problem, answer.checked.case) for problem in answer.checked.problems),
    )
    made = [problems, Section(key="counts", title="", blocks=tuple(_counts(answer, saying)))]
    if answer.checked.case is not None and not answer.has_errors:
        made += [*evidence(saying), *brief_sections(saying)]
        made += [judged_section(saying)] if saying.showing.in_brief else []
    colour: Any = "bad" if answer.has_errors else "good"
    return [*made, Section(key="tally", title="", blocks=(Sentence(text=tally(answer.checked.problems), tone=colour),))]


def _counts(answer: CheckAnswer, saying: Saying) -> Iterator[Any]:
    checked, counts = answer.checked, answer.checked.counts
    if checked.case is None:
        return
    yield Sentence(text=f"{checked.case.case.title} ({checked.path})", tone="title")
    if answer.has_errors:
        yield Sentence(text="Cells and quotes are counted once there is no error.")
    else:
        yield Sentence(
            text=f"{counted(len(checked.case.parties), 'party', 'parties')}, "
            f"{counted(len(checked.case.issues), 'issue')}; "
            f"cells: {counts.stated} stated, {counts.inferred} inferred, {counts.silent} silent"
        )
        if counts.only_refuse:
            yield Sentence(text=refusals_alone(counts.only_refuse))
        yield Sentence(text=_quotes(counts))
    for warning in source_warnings(saying.owners):
        yield Sentence(text=warning)
    for note in checked.notes:
        yield Sentence(text=note)


def _quotes(counts: Counts) -> str:
    quotes_there = counts.exact + counts.folded
    how = ", all exactly" if quotes_there and counts.exact == counts.quotes else ""
    if counts.folded:
        how = f", {counts.folded} of them by typography only (`--fix` writes the exact text)"
    reviewed = f"; {counted(counts.unreviewed, 'claim')} not reviewed by a second person"
    reviewed += f", {counts.drafts:,} of them drafts that nobody has confirmed" if counts.drafts else ""
    return f"quotes: {quotes_there} of {counts.quotes} found in their sources{how}{reviewed}"
