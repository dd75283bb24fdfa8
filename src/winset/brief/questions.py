"""What a brief asks of a case, and within which budgets: as much as takes no time to speak of beside the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from winset.brief.beside import AnsweredBeside
from winset.brief.request import BriefRequest
from winset.errors import TooLarge
from winset.questions.catalogue import QUESTIONS, Question
from winset.questions.in_brief import Budget
from winset.questions.question import NotComputed
from winset.questions.request import Request
from winset.runs.running import Running

if TYPE_CHECKING:
    from winset.model.case import Case
    from winset.study import Study

FIRST = "deal"
"""The question that a brief answers first."""
Fields = Mapping[str, Any]
Answers = Mapping[str, Any]


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
