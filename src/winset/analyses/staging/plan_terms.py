"""The plan of a case with every number fixed, and why a plan may not be usable as it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import fsum

import numpy as np

from winset.analyses.staging.terms import Bools, Floats, PlanTerms, Voters, snapback_chances
from winset.compiled import Compiled, Planned
from winset.errors import CaseError, Path, Place, Problem, UnknownName
from winset.model.numbers import Span
from winset.model.plan import Discipline
from winset.readings.judged import JudgedValue, most_likely

LAGS = ("lag", "open_lag")
CHANCES = ("discount", "detection", "false_alarm")
UNJUDGED = Discipline.model_construct(discount=Span.of(0))
"""Of a party that the plan does not touch: it takes no step, and no step is worth anything to it."""


def plan_terms(case: Compiled, judged: JudgedValue = most_likely, automatic: frozenset[str] = frozenset()) -> PlanTerms:
    """The terms of the case's plan in one reading.

    automatic: steps that are put back without anybody's decision, by their names. Another step that its owner gains
    from while it is in force is never put back. A lag between two whole periods counts as the longer one, the answer
    being no faster than that. The shares of a step are taken in proportion, so that they sum to 1 in every reading; an
    open breach is answered no later than a hidden one.

    Raises UnknownName where the case has no plan or no such step, CaseError where the plan cannot be used.
    """
    plan = plan_of(case)
    names = tuple(step.name for step in plan.steps)
    for name in sorted(automatic - set(names)):
        raise UnknownName(f"no step `{name}` in this plan; it has: {', '.join(names)}")
    once, each = _worth(case, plan, judged)
    owner = np.array([step.owner for step in plan.steps], dtype=np.int64)
    reversible = np.array([step.reversible for step in plan.steps], dtype=bool)
    free = np.array([name in automatic for name in names], dtype=bool)
    voters = _voters(case, plan, judged)
    shares = _shares(plan, judged)
    rules = {field: _rule(case, plan, field, judged) for field in (*CHANCES, *LAGS, "penalty")}
    success = np.array([float(judged(f"plan.steps.{step.name}.snapback", step.snapback)) for step in plan.steps])
    terms = PlanTerms(
        period=plan.period,
        parties=case.parties,
        steps=names,
        owner=owner,
        once=once,
        each=each,
        reversible=reversible,
        divisible=np.array([step.divisible for step in plan.steps], dtype=bool),
        after=tuple(step.after for step in plan.steps),
        share=shares,
        at_most=_largest_shares(plan, shares),
        snapback=success,
        success=success,
        voted=reversible & ~free & _of_voters(plan),
        credible=~reversible | free | (each[owner, np.arange(len(owner))] <= 0),
        voters=voters,
        discount=rules["discount"],
        detection=rules["detection"],
        false_alarm=rules["false_alarm"],
        lag=np.ceil(rules["lag"]).astype(np.int64),
        open_lag=np.ceil(np.minimum(rules["open_lag"], rules["lag"])).astype(np.int64),
        penalty=rules["penalty"],
        exit_gain=_exit_gains(case, plan, judged),
    )
    return replace(terms, snapback=snapback_chances(terms, voters.chance() if voters else 1.0))


def plan_of(case: Compiled) -> Planned:
    """The plan of the case. Raises UnknownName where it has none, CaseError where it cannot be used as it stands."""
    if case.plan is None:
        raise UnknownName("this case has no plan: `plan` in its file says which steps carry out an agreement, and when")
    problems = tuple(_problems(case, case.plan))
    if problems:
        raise CaseError(problems)
    return case.plan


def affected_parties(plan: Planned) -> frozenset[int]:
    """The parties that take a step, or to which a step is worth something."""
    return frozenset(step.owner for step in plan.steps) | frozenset(
        party for step in plan.steps for party, _ in step.worth
    )


def _problems(case: Compiled, plan: Planned) -> Iterator[Problem]:
    """What the check of a case file leaves open, because only this question needs it."""
    if not plan.steps:
        yield _problem("E202", "the plan has no step", ("plan", "steps"))
    for party in sorted(affected_parties(plan)):
        name, rule = case.parties[party], plan.disciplines[party]
        path: Path = ("plan", "parties", name)
        if rule is None:
            yield _problem("E202", f"`{name}` has a part in the plan and no discount", path, "give its `discount`")
            continue
        if rule.discount.high >= 1:
            yield _problem(
                "E301",
                f"the discount of `{name}` reaches 1: what comes each period would be worth infinitely much",
                (*path, "discount"),
                "a number below 1, such as 0.95",
            )
        if rule.false_alarm.high >= 1:
            yield _problem("E301", f"under a false alarm of 1 nothing stays for `{name}`", (*path, "false_alarm"))
        if rule.open_lag.central > rule.lag.central or rule.open_lag.low > rule.lag.high:
            yield _problem(
                "E301",
                f"an open breach of `{name}` would be answered later than a hidden one",
                (*path, "open_lag"),
                f"at most its `lag`, {float(rule.lag.central):g}",
            )
    trigger = plan.trigger
    for party, willing in zip(trigger.of, trigger.willing, strict=True) if trigger else ():
        if willing is None:
            name = case.parties[party]
            path = ("plan", "trigger", "willing", name)
            yield _problem("E202", f"nothing says how likely `{name}` is to vote for a snapback", path)


def _problem(code: str, message: str, path: Path, hint: str = "") -> Problem:
    return Problem(code=code, message=message, place=Place(file="case.yaml"), hint=hint, path=path)


def _worth(case: Compiled, plan: Planned, judged: JudgedValue) -> tuple[Floats, Floats]:
    """(party, step) points once and per period; what is not judged is 0."""
    once = np.zeros((len(case.parties), len(plan.steps)))
    each = np.zeros_like(once)
    for place, step in enumerate(plan.steps):
        for party, worth in step.worth:
            path = f"plan.steps.{step.name}.worth.{case.parties[party]}"
            if worth.once is not None:
                once[party, place] = float(judged(f"{path}.once", worth.once))
            if worth.each is not None:
                each[party, place] = float(judged(f"{path}.each", worth.each))
    return once, each


def _shares(plan: Planned, judged: JudgedValue) -> Floats:
    """(step, period) in proportion to the judged shares."""
    share = np.zeros((len(plan.steps), 1 + max(period for step in plan.steps for period, _ in step.at)))
    for place, step in enumerate(plan.steps):
        parts = [float(judged(f"plan.steps.{step.name}.at.{period}", part)) for period, part in step.at]
        whole = fsum(parts)
        for (period, _), part in zip(step.at, parts, strict=True):
            share[place, period] = part / whole if whole else 1 / len(parts)
    return share


def _largest_shares(plan: Planned, shares: Floats) -> Floats:
    """(step) the largest share that a proposed schedule may take in one period: the most likely one that the case
    gives; of an option that means one step at a time, the largest that the plan itself takes; else all of it.
    """
    used = shares.max(axis=1)
    return np.array(
        [
            float(step.at_most.central) if step.at_most is not None else used[place] if step.in_steps else 1.0
            for place, step in enumerate(plan.steps)
        ]
    )


def _rule(case: Compiled, plan: Planned, field: str, judged: JudgedValue) -> Floats:
    """(party) one field of the disciplines."""
    return np.array(
        [
            float(judged(f"plan.parties.{name}.{field}", getattr(rule or UNJUDGED, field)))
            for name, rule in zip(case.parties, plan.disciplines, strict=True)
        ]
    )


def _exit_gains(case: Compiled, plan: Planned, judged: JudgedValue) -> Floats:
    """(party, period) as long as the longest path; the last gain of a path holds from then on."""
    paths = []
    for name, rule in zip(case.parties, plan.disciplines, strict=True):
        path = f"plan.parties.{name}.exit_gain"
        gains = (rule or UNJUDGED).exit_gain
        if isinstance(gains, Span):
            paths.append([float(judged(path, gains))])
        else:
            paths.append([float(judged(f"{path}.{n}", span)) for n, span in enumerate(gains)] or [0.0])
    longest = max(len(path) for path in paths)
    return np.array([path + path[-1:] * (longest - len(path)) for path in paths])


def _of_voters(plan: Planned) -> Bools:
    """(step) True where the owner has a vote."""
    of = plan.trigger.of if plan.trigger is not None else ()
    return np.array([step.owner in of for step in plan.steps], dtype=bool)


def _voters(case: Compiled, plan: Planned, judged: JudgedValue) -> Voters | None:
    trigger = plan.trigger
    if trigger is None:
        return None
    willing = tuple(
        judged(f"plan.trigger.willing.{case.parties[party]}", span)
        for party, span in zip(trigger.of, trigger.willing, strict=True)
        if span is not None
    )
    return Voters(of=trigger.of, willing=willing, votes=trigger.votes)
