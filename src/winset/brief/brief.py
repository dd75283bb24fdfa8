"""A brief of one case: the answers that it rests on, asked within its budgets, and the sections that are picked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from winset.brief.beside import AnsweredBeside
from winset.brief.drafter import kept_packages, with_notes
from winset.brief.picking import Part, dossier, handed_over
from winset.brief.request import BriefRequest
from winset.brief.shortening import without
from winset.errors import REMEDIES, TooLarge
from winset.model.case import Case
from winset.model.dates import in_words, on_date
from winset.questions.catalogue import QUESTIONS, Question, question
from winset.questions.in_brief import Budget
from winset.questions.question import NotComputed, Saying, Showing, Withheld
from winset.questions.request import Request
from winset.report.blocks import Answer, NoteSentence, Report, Section, Sentence
from winset.report.claims import ClaimReferences
from winset.report.pieces import for_analyst
from winset.runs.running import Running
from winset.session import Session
from winset.study import Study, moved_lines

BRIEF, WHOLE = "Brief", "Dossier"
"""What the two documents are called."""
FIRST = "deal"
"""The question that a brief answers first."""
Fields = Mapping[str, Any]
Answers = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What a brief says. answers: by question, those that it rests on."""

    report: Report
    answers: Mapping[str, Any]


def brief(
    study: Study, request: BriefRequest, running: Running | None = None, beside: AnsweredBeside | None = None
) -> Brief:
    """The brief of a case, or its dossier, before disclosure. beside: what a second process answers. Raises CaseError
    and UnknownName.
    """
    answers = questions_of(study, request, running or Running(), beside)
    said: dict[str, tuple[Any, ...]] = {}
    for key, answer in answers.items():
        said |= _said(study, request, key, answer, running)
    session = study.session
    case, owners = session.case, session.owners
    choices = dossier() if request.dossier else handed_over()
    return Brief(
        report=Report(
            title=case.case.title,
            kind=WHOLE if request.dossier else BRIEF,
            audience="analyst" if request.dossier else "reader",
            about=tuple(_about(study, request)),
            lead=(
                *((Sentence(text=case.case.question, tone="lead"),) if case.case.question and request.dossier else ()),
                *moved_lines(session),
            ),
            sections=with_notes(without(_sections(choices, said, session, request.table), request.without), session),
            claims=ClaimReferences(study.session.checked, owners).quotes(in_full=request.dossier),
            holdings=owners.holdings,
        ),
        answers=answers,
    )


def _sections(choices: Iterable[Any], said: Mapping[str, Any], session: Session, table: str | None) -> Iterator[Any]:
    """What is picked, and the packages that the drafter keeps where the annex begins, or at the end."""
    kept = tuple(kept_packages(session, table))
    for choice in choices:
        yield from choice.of(said)
        if isinstance(choice, Part) and kept:
            yield from kept
            kept = ()
    yield from kept


def _said(
    study: Study, request: BriefRequest, key: str, answer: Any, running: Running | None
) -> dict[str, tuple[Any, ...]]:
    """The sections of an answer and of the short answers beside it; why there are none, where it was not computed."""
    if isinstance(answer, NotComputed):
        return {key: (Section(key="not_computed", title="", blocks=(_not_known(key, answer),)),)}
    asked = question(key)
    if isinstance(answer, Withheld):
        evidence = study.evidence(asked, answer, Saying(session=study.session, showing=Showing(full=True)))[0]
        return {key: tuple(section for section in evidence if key == FIRST or section.key != "verdict")}
    shown = getattr(answer, "shown", None) if key == FIRST else None
    if shown is not None:
        shown = replace(shown, draws=request.trials, most=None, in_words=True)
    saying = study.saying_beside(asked, shown, Showing(full=True, in_brief=True), running)
    beside = {other: tuple(part.sections("holds_in_words")) for other, part in saying.beside.items()}
    verdict = study.verdict(request, running).sections if key == FIRST else ()
    return {key: (*verdict, *asked.part("sections").sections(answer, saying)), **beside}


def _not_known(key: str, answer: NotComputed) -> Sentence:
    """Why a question is not answered: of the first it is the answer."""
    why = _why_not(answer)
    return NoteSentence(text=why) if key != FIRST else Answer(text=f"Whether there is a deal is not known. {why}")


def _why_not(answer: NotComputed) -> str:
    """The reason as a sentence; what would help is for whoever works on the case."""
    if not isinstance(answer.refusal, TooLarge) or not answer.refusal.remedy:
        return answer.sentence
    fact = answer.refusal.fact
    return f"{fact[:1].upper()}{fact[1:]}{for_analyst(REMEDIES[answer.refusal.remedy].rstrip('.'))}."


def _about(study: Study, request: BriefRequest) -> Iterator[str]:
    """What stands on every page: of which day it is, who drafted it, for whom, and how the case is read."""
    case = study.session.case
    if study.session.checked.as_of is not None:
        yield f"as the case stood {on_date(study.session.checked.as_of.date)}"
    elif case.case.as_of:
        yield f"as of {in_words(case.case.as_of)}"
    if case.case.drafter:
        yield f"drafted by {case.case.drafter}"
    if case.case.client:
        yield f"for {case.name_in_sentence(case.case.client)}"
    if study.session.moved:
        yield "tried numbers, not those of the case"
    if request.without:
        yield "shortened by its drafter"
    yield from _read(case, study, request)


def _read(case: Case, study: Study, request: BriefRequest) -> Iterator[str]:
    if request.table is not None:
        yield f"table: {case.tables[request.table].title or request.table}"
    yield from (f"variant: {case.variants[name].title or name}" for name in study.session.checked.variants)


def _shown(answers: Answers) -> tuple[tuple[int, ...], ...]:
    """The packages that the brief shows."""
    shown = getattr(answers.get(FIRST), "shown", None)
    return shown.packages if shown is not None else ()


def asked_in_a_brief(case: Case, request: BriefRequest | None = None) -> list[Question]:
    """The questions that a brief of the case answers, the one that it cannot do without first."""
    asked = request or BriefRequest()
    fitting = [
        question
        for question in QUESTIONS.values()
        if (getattr(asked, question.in_brief) if isinstance(question.in_brief, str) else question.in_brief)
        and (not question.needs or case.has(question.needs))
    ]
    return sorted(fitting, key=lambda question: question.key != FIRST)


def questions_of(
    study: Study, request: BriefRequest, running: Running, beside: AnsweredBeside | None = None
) -> dict[str, Any]:
    """The answers by question, as far as the case has what they ask about. beside: what a second process answers.
    Raises NumberTooFine where not even the first can be asked.
    """
    first, *others = asked_in_a_brief(study.session.whole or study.session.case, request)
    answers = {first.key: study.ask(_request(first, request, {}), running)}
    if isinstance(answers[FIRST], NotComputed) and not isinstance(answers[FIRST].refusal, TooLarge):
        raise answers[FIRST].refusal
    requests = {asked.key: _request(asked, request, answers) for asked in others}
    apart = beside or AnsweredBeside()
    apart.ask(study, [requests[asked.key] for asked in others if asked.taken_up.apart])
    for key, each in requests.items():
        apart.take(study, each)
        answers[key] = study.ask(each, running)
    return answers


def _request(asked: Question, request: BriefRequest, answers: Answers) -> Request:
    """What a question is asked within the budget of the brief."""
    kind: Callable[..., Request] = asked.request_type
    return kind(**_fields(asked, request, answers))


def _fields(asked: Question, request: BriefRequest, answers: Answers) -> Fields:
    """The fields of the brief that the question has too, and its budget."""
    given = {field.name: getattr(request, field.name) for field in fields(request)}
    shared = {field.name for field in fields(asked.request_type)} & set(given)
    budget = Budget(trials=request.trials, shown=_shown(answers))
    return {**{name: given[name] for name in shared}, **asked.taken_up.fields(budget)}
