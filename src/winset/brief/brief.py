"""A brief of one case: the answers that it rests on, asked within its budgets, and the sections that are picked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from winset.brief.contents import ANNEX, FIRST, LAST, OF_ITS_OWN, PICKED
from winset.brief.picking import Pick, picked
from winset.brief.questions import FIRST as FIRST_ASKED
from winset.brief.questions import questions_of
from winset.brief.request import BriefRequest
from winset.questions.catalogue import question
from winset.questions.question import NotComputed, Showing
from winset.report.blocks import LEFT_OUT, NoteSentence, Report, Section, Sentence
from winset.report.claims import ClaimReferences
from winset.report.ownership import Ownership
from winset.runs.running import Running
from winset.study import Study

KIND = "Brief"


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What a brief says. subtitle: date, table and variants, as far as they are given. answers: by question, those that
    it rests on.
    """

    report: Report
    subtitle: str
    answers: Mapping[str, Any]


def brief(study: Study, request: BriefRequest, running: Running | None = None) -> Brief:
    """The brief of a case, before disclosure. Raises CaseError, UnknownName, and TooLarge where not even the question
    of a deal can be answered.
    """
    answers = questions_of(study, request, running or Running())
    said: dict[str, tuple[Any, ...]] = {}
    for key, answer in answers.items():
        said |= _said(study, request, key, answer, running)
    rest = tuple(Pick(question=key, key=own) for key in answers if key not in PICKED for own in OF_ITS_OWN)
    case = study.session.case
    owners = Ownership(case=case)
    annex = Section(key="annex", title="Annex", blocks=(), level=1)
    return Brief(
        report=Report(
            title=case.case.title,
            kind=KIND,
            lead=(Sentence(text=case.case.question, tone="lead"),) if case.case.question else (),
            sections=(*_picked(said, FIRST), annex, *_picked(said, (*ANNEX, *rest, *LAST))),
            claims=ClaimReferences(study.session.checked, owners).quotes(),
            holdings=owners.holdings,
        ),
        subtitle=_subtitle(study, request),
        answers=answers,
    )


def _said(
    study: Study, request: BriefRequest, key: str, answer: Any, running: Running | None
) -> dict[str, tuple[Any, ...]]:
    """The sections of an answer and of the short answers beside it; why there are none, where it was not computed."""
    if isinstance(answer, NotComputed):
        return {key: (Section(key="not_computed", title="", blocks=(NoteSentence(text=answer.reason),)),)}
    asked = question(key)
    shown = getattr(answer, "shown", None) if key == FIRST_ASKED else None
    if shown is not None:
        shown = replace(shown, draws=request.draws, most=None, in_words=True)
    saying = study.saying_beside(asked, shown, Showing(full=True), running)
    beside = {other: tuple(one.sections("holds_in_words")) for other, one in saying.beside.items()}
    verdict = study.verdict(request, running).sections if key == FIRST_ASKED else ()
    return {key: (*verdict, *asked.part("sections").sections(answer, saying)), **beside}


def _picked(said: Mapping[str, tuple[Any, ...]], picks: tuple[Pick, ...]) -> tuple[Any, ...]:
    made = (picked(said.get(pick.question, ()), pick) for pick in picks)
    return tuple(section for found in made if found is not LEFT_OUT for section in found)


def _subtitle(study: Study, request: BriefRequest) -> str:
    case = study.session.case
    parts = [f"as of {case.case.as_of}" if case.case.as_of else ""]
    if request.table is not None:
        parts.append(f"table: {case.tables[request.table].title or request.table}")
    parts += [f"variant: {case.variants[name].title or name}" for name in study.session.checked.variants]
    return " · ".join(part for part in parts if part)
