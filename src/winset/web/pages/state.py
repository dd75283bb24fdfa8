"""A state of the graph on the page of stability, opened where it stands."""

from __future__ import annotations

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from winset.errors import UnknownName
from winset.questions.catalogue import QUESTIONS
from winset.questions.stability.opened_state import opened_state
from winset.questions.stability.solve import StabilityAnswer
from winset.report.disclosure import disclose
from winset.report.names import Names
from winset.web.address import View
from winset.web.blocks import FragmentBlocks
from winset.web.desk import Desk, rail
from winset.web.render import Page, Part, response

STABILITY = QUESTIONS["stability"]


def state_part(desk: Desk, view: View, request: Request) -> Response:
    """Who could move from the state that the address names. Raises UnknownName."""
    session, job = desk.study(view, STABILITY).session, desk.job(STABILITY, view)
    job.ended.wait()
    answer, at = job.result(), view.first("at")
    if not isinstance(answer, StabilityAnswer) or not at.isdigit():
        raise UnknownName("this answer has no such state")
    owners = session.owners
    report = opened_state(answer, int(at), Names(session.case, answer.stability.case), owners)
    page = FragmentBlocks(disclose(report, view.level), view.with_given(at=None), "detail")
    said = Markup("").join(page.parts(page.disclosed.report.sections))
    html = Markup("<h2>{}</h2>{}").format(report.title, said)
    entries = rail(desk.shelf.case(view.case), view)
    page_made = Page(title=report.title, parts=(Part(name="opened-part", html=html),), rail=entries)
    return response(page_made, request)
