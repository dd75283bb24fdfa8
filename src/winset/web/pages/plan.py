"""On the page of a plan: its steps moved along the periods, and whether it would still be kept; what is tried stands in
the address, and goes into the case only when that is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from urllib.parse import parse_qsl, urlsplit

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from winset.casefile.editing.changes import Operation, SetValue
from winset.casefile.editing.yaml_text import Data
from winset.errors import CaseError, UnknownName
from winset.model.moved import StepDates, dates_of, shares_at
from winset.model.numbers import Span
from winset.model.plan import Plan, Step
from winset.questions.staging.tried import report
from winset.questions.staging.words import percent
from winset.report.disclosure import disclose, is_above
from winset.session import Session
from winset.web.address import View
from winset.web.blocks import FragmentBlocks
from winset.web.desk import Desk
from winset.web.editing.service import change, opened, sent
from winset.web.render import Part, filled, fragments

START, PERIODS = "start.", "periods."
"""Before a step, in the fields of the form by which it is moved."""
ROOM = 6
"""Periods beyond the last one of the plan to which a step can be moved."""
MOST_PERIODS = 24
"""Periods that the time line of a moved plan draws; beyond, the rest is left out."""


def beside(desk: Desk, view: View) -> Iterator[Part]:
    """The steps as a form, and what is tried."""
    session = desk.study(replace(view, given=())).session
    plan = _plan(session, view)
    if plan is None:
        return
    view = chosen(view, plan)
    yield tried(desk, view, session, plan)
    yield Part(name="plan-form", html=_form(plan, session, view))


def tried_part(desk: Desk, view: View, request: Request) -> Response:
    """What is tried, answered while a step is dragged."""
    session = desk.study(replace(view, given=())).session
    plan = _plan(session, view)
    if plan is None:
        raise UnknownName("there is no plan here whose steps could be moved")
    view = chosen(view, plan)
    return fragments(view, tried(desk, view, session, plan).element)


def keep_part(desk: Desk, view: View, request: Request) -> Response:
    """The plan that is tried goes into the case."""
    form = sent(request)
    asked = View.of(view.case, view.page, _query(form.get("page", "")))
    session = desk.study(replace(asked, given=())).session
    plan = _plan(session, asked)
    if plan is None or not asked.is_as_filed:
        raise UnknownName("a plan is put into the case as its file has it, under no variant and at no earlier date")
    asked = chosen(asked, plan)
    dates = moved_dates(asked, plan)
    steps = [_name(plan.steps[name], name) for name in dates]
    title = f"Moved in the plan: {', '.join(steps)}"
    changes = tuple(
        SetValue(path=("plan", "steps", name, "at"), value=_written(shares_at(name, plan.steps[name], at)))
        for name, at in dates.items()
    )
    outcome = change(desk, asked, form.get("sha256", ""), title, lambda now: Operation(title=title, changes=changes))
    if outcome.is_saved:
        return Response(headers={"x-winset-go": _as_in_file(asked).url})
    part = tried(desk, asked, session, plan, filled("outcome.html.j2", outcome=outcome))
    return fragments(asked, part.element)


def _written(shares: Mapping[int, Span]) -> Data:
    """Shares as they stand in a case file."""
    return {str(period): _number(share) for period, share in sorted(shares.items())}


def _number(share: Span) -> Data:
    if share.is_fixed:
        return as_number(share.low)
    ends = [share.low, *([share.likely] if share.likely is not None else []), share.high]
    return [as_number(end) for end in ends]


def as_number(value: Fraction) -> Data:
    """A number as it stands in a case file: a decimal where it is one, else an exact fraction."""
    decimal = Decimal(value.numerator) / Decimal(value.denominator)
    return decimal.normalize() if Fraction(decimal) == value else f"{value.numerator}/{value.denominator}"


def _as_in_file(view: View) -> View:
    return replace(view, given=tuple(pair for pair in view.given if not pair[0].startswith((START, PERIODS))))


def _plan(session: Session, view: View) -> Plan | None:
    """The plan; None where there is none, or its numbers may not be shown."""
    is_closed = session.whole is not None or is_above(session.owners.plan.level, view.level)
    return None if is_closed else session.case.plan


def chosen(view: View, plan: Plan) -> View:
    """The address of what was moved, without what stands there as in the file. Raises UnknownName."""
    dates = moved_dates(view, plan)
    given = list(_as_in_file(view).given)
    for name, at in dates.items():
        given.append((f"{START}{name}", str(at.start)))
        if at.periods != dates_of(plan.steps[name]).periods:
            given.append((f"{PERIODS}{name}", str(at.periods)))
    return replace(view, given=tuple(given))


def moved_dates(view: View, plan: Plan) -> dict[str, StepDates]:
    """The steps that an address puts at other periods. Raises UnknownName."""
    dates: dict[str, StepDates] = {}
    for name, value in view.given:
        kind = next((kind for kind in (START, PERIODS) if name.startswith(kind)), "")
        step = name.removeprefix(kind)
        if not kind:
            continue
        if step not in plan.steps or not value.isdigit():
            raise UnknownName(f"`{name}={value}` moves no step of the plan to a period")
        here = dates.get(step, dates_of(plan.steps[step]))
        dates[step] = replace(here, start=int(value)) if kind == START else replace(here, periods=int(value))
    moved = {step: at for step, at in dates.items() if at != dates_of(plan.steps[step])}
    for step, at in moved.items():
        shares_at(step, plan.steps[step], at)
    return moved


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRow:
    """A step in the form. least, most: over how many periods it can be spread; the same where it is taken as it is."""

    key: str
    name: str
    by: str
    start: int
    periods: int
    least: int
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """A step on the time line that is tried. shares: by period that is drawn, as texts; was: as the file has it. start,
    end: its first and last period. can_last: it can be spread over more or fewer periods.
    """

    key: str
    name: str
    by: str
    shares: tuple[str, ...]
    was: tuple[str, ...]
    moved: bool
    start: int
    end: int
    can_last: bool


def _form(plan: Plan, session: Session, view: View) -> Markup:
    dates = moved_dates(view, plan)
    rows = []
    for key, step in plan.steps.items():
        there = dates_of(step)
        at = dates.get(key, there)
        fastest = 1 if step.at_most is None else -(-step.at_most.high.denominator // step.at_most.high.numerator)
        least, most = (min(fastest, there.periods), there.periods + ROOM) if step.divisible else (1, 1)
        by = session.case.name(step.by)
        rows.append(
            StepRow(key=key, name=_name(step, key), by=by, start=at.start, periods=at.periods, least=least, most=most)
        )
    last = max(max(step.at) for step in plan.steps.values())
    hidden = [*view.case_query, *_as_in_file(view).given]
    return filled(
        "plan.html.j2",
        action=view.part("moved").partition("?")[0],
        hidden=hidden,
        rows=rows,
        latest=max([last + ROOM, *(at.start for at in dates.values())]),
        period=plan.period,
        start=START,
        periods=PERIODS,
    )


def tried(desk: Desk, view: View, session: Session, plan: Plan, said: Markup | None = None) -> Part:
    """The time line that is tried, and whether it would be kept."""
    dates = moved_dates(view, plan)
    case = desk.shelf.case(view.case)
    moved = case.kept.once(
        (case.stamp, "moved plan", view.reading, view.moved, view.level, tuple(dates.items())),
        lambda: session.with_plan(dates),
    )
    try:
        page = FragmentBlocks(disclose(report(session, moved), view.level), view, "main")
        told = Markup("").join(page.parts(page.disclosed.report.sections))
    except CaseError:  # the page's own answer says why
        told = Markup("")
    now = moved.case.plan or plan
    can_be_kept = bool(dates) and not case.is_example and view.is_as_filed
    return Part(
        name="plan-tried",
        html=filled(
            "plan_tried.html.j2",
            said=said or Markup(""),
            told=told,
            lanes=_lanes(plan, now, session),
            period=plan.period,
            count=_count(plan, now),
            moved=[_name(plan.steps[name], name) for name in dates],
            back=_as_in_file(view).url,
            keep=view.part("keep").partition("?")[0] if can_be_kept else "",
            sha256=opened(case).sha256 if can_be_kept else "",
        ),
    )


def _count(plan: Plan, now: Plan) -> int:
    """Periods that are drawn: as many as a step can be dragged over, so that the picture keeps its measure."""
    last, latest = (max(max(step.at) for step in each.steps.values()) for each in (plan, now))
    return min(MOST_PERIODS, 1 + max(last + ROOM, latest))


def _lanes(plan: Plan, now: Plan, session: Session) -> list[Lane]:
    count = _count(plan, now)

    def texts(step: Step) -> tuple[str, ...]:
        return tuple(percent(step.at[period].central) if period in step.at else "" for period in range(count))

    return [
        Lane(
            key=key,
            name=_name(step, key),
            by=session.case.name(step.by),
            shares=texts(step),
            was=texts(plan.steps[key]),
            moved=step.at != plan.steps[key].at,
            start=min(step.at),
            end=max(step.at),
            can_last=step.divisible,
        )
        for key, step in now.steps.items()
    ]


def _name(step: Step, key: str) -> str:
    return step.title or key.replace("_", " ")


def _query(page: str) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(page).query, keep_blank_values=True)
