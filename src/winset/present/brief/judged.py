"""The judgements of a case as ranges, for the annex of a brief."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from winset.model.case import Case
from winset.model.numbers import Span
from winset.model.plan import Plan
from winset.present.brief.rows import NumberRow
from winset.present.staging_words import FIELDS
from winset.present.visible import Visible
from winset.present.words import listed


def judged_rows(case: Case, visible: Visible) -> dict[str, list[NumberRow]]:
    """The judged numbers that may be shown, by kind; a kind without any is left out."""
    judged = case.judgements

    def row(what: str, party: str, span: Span) -> NumberRow:
        return NumberRow(what=what, party=case.name(party), value=spelled(span) if visible.span(span) else "")

    rows: dict[str, list[NumberRow]] = {
        "Salience (weight of an issue, 0–100)": [
            row(case.issue_title(issue), party, span)
            for issue, people in judged.salience.items()
            for party, span in people.items()
        ],
        "Scores (worth of an option, 0–100 points)": [
            row(f"{case.issue_title(issue)}: {case.option_label(issue, option)}", party, span)
            for issue, scored in judged.scores.items()
            for party, scores in scored.items()
            for option, span in scores.items()
        ],
        "Walk-away (value of no deal, points)": [
            row("the status quo package, plus" if one.status_quo is not None else "no deal", party, span)
            for party, one in judged.walk_away.items()
            if (span := one.points or one.status_quo) is not None
        ],
        "Capability (bargaining power)": [row("capability", party, span) for party, span in judged.capability.items()],
        "Links (worth of a combination, points)": [
            row(_combination(case, link.when), link.party, link.points)
            for link in judged.links
            if visible.allows(link.handling)
        ],
        **(_planned(case, case.plan) if case.plan is not None and visible.plan_numbers else {}),
    }
    kept = {kind: [one for one in found if one.value] for kind, found in rows.items()}
    return {kind: found for kind, found in kept.items() if found}


def _planned(case: Case, plan: Plan) -> dict[str, list[NumberRow]]:
    """The numbers of the plan that its file writes; the shares of its steps stand in the plan itself."""

    def title(name: str) -> str:
        return f"“{plan.steps[name].title or name.replace('_', ' ')}”"

    worth = [
        NumberRow(what=f"{title(name)} {often}", party=case.name(party), value=spelled(span))
        for name, step in plan.steps.items()
        for party, one in step.worth.items()
        for often, span in (("once", one.once), ("each period", one.each))
        if span is not None
    ]
    snapback = [
        NumberRow(what=title(name), party=case.name(step.by), value=spelled(step.snapback))
        for name, step in plan.steps.items()
        if step.reversible
    ]
    willing = plan.trigger.willing if plan.trigger is not None else {}
    votes = [NumberRow(what="votes for it", party=case.name(who), value=spelled(span)) for who, span in willing.items()]
    terms = [
        NumberRow(what=FIELDS[field], party=case.name(party), value=_along(getattr(rule, field)))
        for party, rule in plan.parties.items()
        for field in FIELDS
        if field in rule.model_fields_set
    ]
    return {
        "Plan: worth of its steps (points against no deal)": worth,
        "Plan: chance that a step is put back once that is decided, 0–1": [*snapback, *votes],
        f"Plan: terms of each party (periods of {plan.period}; chances and discounts 0–1)": terms,
    }


def _along(told: Span | tuple[Span, ...]) -> str:
    """A number, or a path of numbers from period to period."""
    return spelled(told) if isinstance(told, Span) else ", ".join(spelled(one) for one in told)


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
