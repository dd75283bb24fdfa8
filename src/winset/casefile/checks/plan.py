"""A plan: its numbers, the order of its steps, and the package that it carries out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from winset.casefile.checks.circles import circles
from winset.casefile.checks.numbers import BOUNDS, Bounds
from winset.casefile.checks.register import check
from winset.casefile.confidential import level_of_judgements
from winset.casefile.names import short
from winset.casefile.nodes import Scalar
from winset.casefile.tree import Tree
from winset.errors import CaseError, NumberTooFine, Path, Problem
from winset.model.case import Case
from winset.model.plan import Discipline, Step, Trigger

PERIOD = re.compile("0|[1-9][0-9]*")

LONGEST_LAG = 120
"""Periods that a lag may have: a breach is followed through each of them; beyond, it is refused."""
SHARE = "a chance or a share lies between 0 and 1"
BOUNDS[Step] = (Bounds(("snapback", "at"), 1, SHARE),)
BOUNDS[Discipline] = (Bounds(("discount", "detection", "false_alarm"), 1, SHARE),)
BOUNDS[Trigger] = (Bounds(("willing",), 1, SHARE),)


@check()
def numbers(case: Case, tree: Tree) -> Iterator[Problem]:
    """The shares of a step sum to 1 and are no larger than it allows, and lags can be gone through."""
    if case.plan is None:
        return
    for name, step in case.plan.steps.items():
        path: Path = ("plan", "steps", name)
        yield from _largest_share(case, tree, name, step)
        for period in tree.keys((*path, "at")):
            yield from _period(tree, (*path, "at", period), period)
        if sum(share.central for share in step.at.values()) != 1:
            total = float(sum(share.central for share in step.at.values()))
            yield tree.problem("E317", f"the shares of step `{name}` sum to {total:g}, not 1", (*path, "at"))
        if not step.divisible and len(step.at) > 1:
            message = f"step `{name}` is not divisible but is taken in parts"
            yield tree.problem("E317", message, (*path, "at"), "add `divisible: true`")
    for party, discipline in case.plan.parties.items():
        yield from _lags(discipline, ("plan", "parties", party), tree)
    if case.plan.trigger is not None:
        yield from _votes(case.plan.trigger, tree)


def _lags(discipline: Discipline, path: Path, tree: Tree) -> Iterator[Problem]:
    """Lags are whole numbers of periods that can be gone through."""
    for field, lag in (("lag", discipline.lag), ("open_lag", discipline.open_lag)):
        if lag.low < 0 or any(end.denominator != 1 for end in (lag.low, lag.high)):
            yield tree.problem("E301", "a lag is a whole number of periods, 0 or more", (*path, field))
        elif lag.high > LONGEST_LAG:
            message = f"a lag of {lag.high} periods is too long to be gone through; at most {LONGEST_LAG}"
            yield tree.problem("E301", message, (*path, field), "count in longer periods (`period`)")


def _largest_share(case: Case, tree: Tree, name: str, step: Step) -> Iterator[Problem]:
    """No share of a step is larger than the step allows, and one step at a time is not all at once."""
    path: Path = ("plan", "steps", name)
    if step.at_most is not None:
        if step.at_most.low <= 0 or step.at_most.high > 1:
            yield tree.problem("E301", "the largest share of a step lies above 0 and is at most 1", (*path, "at_most"))
        elif not step.divisible and step.at_most.central < 1:
            message = f"step `{name}` is not divisible, so that it cannot be taken in shares of at most a part"
            yield tree.problem("E317", message, (*path, "at_most"), "add `divisible: true`")
        for period, share in step.at.items() if step.divisible else ():
            if share.central > step.at_most.central:
                over = f"step `{name}` takes {float(share.central):g} in period {period}"
                limit = f"{float(step.at_most.central):g}"
                yield tree.problem("E317", f"{over}, more than its `at_most` of {limit}", (*path, "at", str(period)))
    elif any(share.central == 1 for share in step.at.values()):
        for issue, option in step.carries_out.items():
            if (
                issue in case.issues
                and (option_entry := case.issues[issue].options.get(option))
                and option_entry.in_steps
            ):
                message = f"step `{name}` is taken at once, and `{option}` of `{issue}` means one step at a time"
                yield tree.problem("W331", message, (*path, "at"), "take it in shares, or give `at_most`")


def _period(tree: Tree, path: Path, period: str) -> Iterator[Problem]:
    if not PERIOD.fullmatch(period):
        yield tree.problem("E204", f"`{short(period)}` is no period: they are counted 0, 1, 2, …", path)


def _votes(trigger: Trigger, tree: Tree) -> Iterator[Problem]:
    path: Path = ("plan", "trigger", "votes")
    votes = tree.node(path)
    if isinstance(votes, Scalar) and (isinstance(votes.value, bool) or not isinstance(votes.value, int)):
        yield tree.problem("E204", "`votes` is a whole number", path)
    elif trigger.votes > len(trigger.of):
        yield tree.problem("E301", "more votes are needed than there are parties to the trigger", path)


@check()
def steps(case: Case, tree: Tree) -> Iterator[Problem]:
    """The steps of a plan follow each other without a circle."""
    if case.plan is None:
        return
    for circle in circles({name: step.after for name, step in case.plan.steps.items()}):
        way = " ← ".join([*circle, circle[0]])
        message = f"the steps wait for each other in a circle: {way}"
        yield tree.problem("E318", message, ("plan", "steps", circle[0], "after"))


def against_its_package(case: Case, tree: Tree) -> Iterator[Problem]:
    """Warnings, for a case without errors: a step carries out what somebody who is needed refuses, or the plan is worth
    more than no deal to a party and its package less, or the other way round.
    """
    if case.plan is None or not any(step.carries_out for step in case.plan.steps.values()):
        return
    from winset.analyses.staging.agreement import agreement
    from winset.analyses.staging.plan_terms import affected_parties, plan_terms
    from winset.compiled import compiled
    from winset.readings import central

    try:
        compiled_case = compiled(case)
        agreed = agreement(compiled_case, plan_terms(compiled_case), central(compiled_case))
    except (CaseError, NumberTooFine):
        return
    if compiled_case.plan is None or agreed.consent is None:
        return
    affected = affected_parties(compiled_case.plan)
    refused = [*agreed.consent.crossed, *(line for line in agreed.consent.others if line.owner in affected)]
    for line in refused:
        issue, option, owner = (
            compiled_case.issues[line.issue],
            compiled_case.options[line.issue][line.option],
            compiled_case.parties[line.owner],
        )
        for step in compiled_case.plan.steps:
            if (line.issue, line.option) in step.carries_out:
                message = f"step `{step.name}` carries out `{option}` of `{issue}`, which `{owner}` rejects"
                path: Path = ("plan", "steps", step.name, "carries_out", issue)
                yield tree.problem("W332", message, path, "the plan may be kept, but nobody would sign it")
    for worth in agreed.worth:
        if worth.differs_in_sign:
            better, worse = ("plan", "package") if worth.plan > 0 else ("package", "plan")
            message = (
                f"to `{compiled_case.parties[worth.party]}` the {better} is worth more than no deal and the {worse} "
                "less, though the plan carries out the package"
            )
            problem = tree.problem("W333", message, ("plan",), "look again at `worth` of the steps, or at the scores")
            yield replace(problem, handling=level_of_judgements(tree))
