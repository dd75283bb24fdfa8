"""The judgements of a case as ranges, for the annex of a brief: each number with whose it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from winset.model.case import Case
from winset.model.numbers import Span
from winset.model.placed import place_shape, unit_at
from winset.model.plan import Plan
from winset.questions.question import Saying
from winset.report.blocks import LEFT_OUT, Bullets, Guarded, NoteSentence, Section, Sentence
from winset.report.entry_names import what_number
from winset.report.names import listed
from winset.report.ownership import Owner, owner_of_all
from winset.report.plan import TERMS

TOLD = ("salience", "scores", "walk_away", "capability", "links")
"""Sections that are listed party by party, in words of their own."""
CLOSED = "The judgements are not shown at this level of handling."
NONE = (
    "No number was judged: what is said above follows from positions, red lines and rules, and from default weights "
    "that are marked as such."
)


def judged_section(saying: Saying) -> Section:
    """Every judged number with its range, by kind; a kind without any is left out."""
    case, owners = saying.session.case, saying.owners
    if not any(placed.path[0] in ("judgements", "plan") for placed in owners.numbers):
        blocks: tuple[Any, ...] = (Sentence(text=NONE),)
    else:
        by = f": {case.judgements.by}" if case.judgements.by else ""
        intro = NoteSentence(
            text=f"Every number is the analyst’s, none is the source’s{by}. Most likely value, with its range in "
            "brackets."
        )
        shown = (intro, *_kinds(saying))
        blocks = (Guarded(owners.judgements, shown, Sentence(text=CLOSED)),)
    return Section(key="judgements", title="The judgements", blocks=blocks, depth="brief")


def _kinds(saying: Saying) -> Iterator[Any]:
    case, owners = saying.session.case, saying.owners
    rows: dict[str, list[tuple[str, str, Span, Owner]]] = {}
    for kind, what, party, span in _numbers(case):
        rows.setdefault(kind, []).append((case.name(party), what, span, owners.values(party)))
    for kind, numbers in rows.items():
        items = tuple(Guarded(owner, f"{party}, {what}: {spelled(span)}") for party, what, span, owner in numbers)
        yield Guarded(_any(owner for *_, owner in numbers), Sentence(text=f"{kind}:"))
        yield Bullets(items=items, columns=True)
    yield from _others(saying)
    if case.plan is not None:
        yield Guarded(owners.plan, tuple(_planned(case, case.plan)), LEFT_OUT)


def _others(saying: Saying) -> Iterator[Any]:
    """The numbers of every other judged section, as the model has it: what each is of, and whose it is."""
    case, owners, words = saying.session.case, saying.owners, _CaseWords(saying)
    sections: dict[str, list[tuple[Owner, str]]] = {}
    for placed in owners.numbers:
        if placed.path[0] != "judgements" or placed.path[1] in TOLD:
            continue
        along = place_shape(type(case), placed.path).names
        behind = [owners.lever(name) for name, refers in along if refers == "levers" and name in case.levers]
        if not placed.is_apart:
            behind += [owners.values(party) for party in placed.parties]
        item = f"{what_number(words, type(case), placed)}: {spelled(placed.span)}{unit_at(type(case), placed.path)}"
        sections.setdefault(str(placed.path[1]), []).append((owner_of_all((owners.span(placed.span), *behind)), item))
    for section, items in sections.items():
        told = type(case.judgements).model_fields[section].description or section
        heading = f"{told.partition(';')[0].rstrip('.')}:"
        yield Guarded(_any(owner for owner, _ in items), Sentence(text=heading), LEFT_OUT)
        yield Bullets(items=tuple(Guarded(owner, item) for owner, item in items), columns=True)


class _CaseWords:
    """The names of a case as they stand in the annex."""

    def __init__(self, saying: Saying) -> None:
        self.case = saying.session.case

    def party(self, name: str) -> str:
        return self.case.name_in_sentence(name)

    def topic(self, issue: str) -> str:
        return self.case.issue_in_sentence(issue)

    def option(self, issue: str, option: str) -> str:
        return f"“{self.case.option_label(issue, option)}”"

    def titled(self, section: str, name: str) -> str:
        held: Mapping[str, Any] = getattr(self.case, section)
        return f"“{getattr(held.get(name), 'title', None) or name.replace('_', ' ')}”"


def _any(owners: Iterator[Owner]) -> Owner:
    """The owner at whose level at least one of several may be shown."""
    levels: dict[str, Owner] = {owner.level: owner for owner in owners}
    return next((levels[level] for level in ("open", "team", "restricted") if level in levels), owner_of_all(()))


def _numbers(case: Case) -> Iterator[tuple[str, str, str, Span]]:
    """Kind, what it is of, party and number. One number of a party could be worked out from the others."""
    judged = case.judgements
    for issue, people in judged.salience.items():
        for party, span in people.items():
            yield "Salience (weight of an issue, 0–100)", case.issue_title(issue), party, span
    for issue, scored in judged.scores.items():
        for party, scores in scored.items():
            for option, span in scores.items():
                what = f"{case.issue_title(issue)}: {case.option_label(issue, option)}"
                yield "Scores (worth of an option, 0–100 points)", what, party, span
    for party, away in judged.walk_away.items():
        what = "the status quo package, plus" if away.status_quo is not None else "no deal"
        for walk_away in filter(None, (away.points or away.status_quo,)):
            yield "Walk-away (value of no deal, points)", what, party, walk_away
    for party, span in judged.capability.items():
        yield "Capability (bargaining power)", "capability", party, span
    for link in judged.links:
        what = _combination(case, link.when)
        yield "Links (worth of a combination, points)", what, link.party, link.points


def _planned(case: Case, plan: Plan) -> Iterator[Any]:
    """The numbers of the plan that its file writes; the shares of its steps stand in the plan itself."""

    def title(name: str) -> str:
        return f"“{plan.steps[name].title or name.replace('_', ' ')}”"

    worth = [
        f"{case.name(party)}, {title(name)} {often}: {spelled(span)}"
        for name, step in plan.steps.items()
        for party, worth in step.worth.items()
        for often, span in (("once", worth.once), ("each period", worth.each))
        if span is not None
    ]
    snapback = [
        f"{case.name(step.by)}, {title(name)}: {spelled(step.snapback)}"
        for name, step in plan.steps.items()
        if step.reversible
    ]
    willing = plan.trigger.willing if plan.trigger is not None else {}
    snapback += [f"{case.name(who)}, votes for it: {spelled(span)}" for who, span in willing.items()]
    largest = [
        f"{title(name)}: {spelled(step.at_most)}" for name, step in plan.steps.items() if step.at_most is not None
    ]
    terms = [
        f"{case.name(party)}, {TERMS[field]}: {_along(getattr(rule, field))}"
        for party, rule in plan.parties.items()
        for field in TERMS
        if field in rule.model_fields_set
    ]
    for kind, items in (
        ("Plan: worth of its steps (points against no deal)", worth),
        ("Plan: chance that a step is put back once that is decided, 0–1", snapback),
        ("Plan: largest share of a step in one period, 0–1", largest),
        (f"Plan: terms of each party (periods of {plan.period}; chances and discounts 0–1)", terms),
    ):
        if items:
            yield Sentence(text=f"{kind}:")
            yield Bullets(items=tuple(items), columns=True)


def _along(judged_number: Span | tuple[Span, ...]) -> str:
    """A number, or a path of numbers from period to period."""
    return (
        spelled(judged_number)
        if isinstance(judged_number, Span)
        else ", ".join(spelled(span) for span in judged_number)
    )


def _combination(case: Case, when: Mapping[str, tuple[str, ...]]) -> str:
    return " with ".join(
        listed((f"“{case.option_label(issue, option)}”" for option in options), "or") for issue, options in when.items()
    )


def spelled(span: Span) -> str:
    """A range for reading: "20 (10–30)", "10–30" or "20"."""
    if span.is_fixed:
        return _plain(span.low)
    ends = f"{_plain(span.low)} to {_plain(span.high)}"
    return f"{_plain(span.likely)} ({ends})" if span.likely is not None else ends


def _plain(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else f"{float(value):g}"
