"""What a brief asks of a case, and within which budgets: as much as takes no time to speak of beside the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from winset.brief.request import BriefRequest
from winset.errors import TooLarge
from winset.questions.catalogue import QUESTIONS, Question
from winset.questions.question import NotComputed
from winset.questions.request import Request
from winset.runs.running import Running

if TYPE_CHECKING:
    from winset.model.case import Case
    from winset.study import Study

FIRST = "deal"
"""The question that a brief answers first."""
PLAN_DRAWS, PLAN_TESTS = 200, 800
"""In how many readings a plan is tested, and how often at most with numbers drawn anew."""
TABLES_DRAWS, TABLES_FEWEST = 100, 20
"""Readings that are counted of tables at most, and fewer than which say too little."""
TABLES_EXAMINED = 20_000_000
"""Packages that a brief looks at over all readings and tables, some seconds; beyond, tables are looked at in fewer
readings.
"""
TABLES_FOR_VARIANTS = 300_000
"""Packages up to which a brief looks at the tables under each variant as well; beyond, the variants are left out there.
"""
CONTEST_DRAWS = 200
"""Readings in which it is counted what bargaining theory says of contests of two parties."""
DRIVER_DRAWS = 200
"""Readings in which each input is drawn anew by itself."""
TOGETHER = 2
"""Levers that are pulled together."""
Fields = Mapping[str, Any]
Answers = Mapping[str, Any]
BUDGETS: dict[str, Callable[[BriefRequest, Answers], Fields]] = {
    "robust": lambda asked, _: {"levers": TOGETHER, "drivers": min(asked.trials, DRIVER_DRAWS), "holding": False},
    "staging": lambda asked, answers: {
        "objectives": ("security",),
        "trials": min(asked.trials, PLAN_DRAWS),
        "most_tests": PLAN_TESTS,
        "shown": _shown(answers),
    },
    "timing": lambda asked, _: {"contest_trials": min(asked.trials, CONTEST_DRAWS)},
    "forecast": lambda asked, _: {"round_trials": 0},
    "tables": lambda asked, _: {
        "trials": min(asked.trials, TABLES_DRAWS),
        "fewest": TABLES_FEWEST,
        "examined": TABLES_EXAMINED,
        "most_for_variants": TABLES_FOR_VARIANTS,
        "past": False,
    },
}
"""What a question is asked otherwise than the brief is, with the answers that are known by then."""


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


def questions_of(study: Study, request: BriefRequest, running: Running) -> dict[str, Any]:
    """The answers by question, as far as the case has what they ask about. Raises NumberTooFine where not even the
    first can be asked.
    """
    answers: dict[str, Any] = {}
    for asked in asked_in_a_brief(study.session.case, request):
        kind: Callable[..., Request] = asked.request_type
        answers[asked.key] = study.ask(kind(**_fields(asked, request, answers)), running)
        first = answers[FIRST]
        if isinstance(first, NotComputed) and not isinstance(first.refusal, TooLarge):
            raise first.refusal
    return answers


def _fields(asked: Question, request: BriefRequest, answers: Answers) -> Fields:
    """The fields of the brief that the question has too, and its budget."""
    given = {field.name: getattr(request, field.name) for field in fields(request)}
    shared = {field.name for field in fields(asked.request_type)} & set(given)
    return {**{name: given[name] for name in shared}, **BUDGETS.get(asked.key, _no_more)(request, answers)}


def _no_more(_: BriefRequest, __: Answers) -> Fields:
    """A question that is asked as the brief is."""
    return {}
