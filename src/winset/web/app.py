"""The addresses of the workbench, and what answers each; every refusal is a page that says what would be right."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from typing import Any

from anyio import sleep, to_thread
from markupsafe import Markup
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from winset.errors import CaseError, UnknownName, WinsetError
from winset.questions.catalogue import QUESTIONS
from winset.questions.request import BadOption
from winset.web.address import View
from winset.web.desk import Desk, rail
from winset.web.guard import TooMuch
from winset.web.pages.about import about_page
from winset.web.pages.files import part_file
from winset.web.pages.problems import problems_page
from winset.web.pages.question import question_page
from winset.web.pages.register import PAGES, PARTS
from winset.web.pages.start import start_action, start_page
from winset.web.render import Page, Part, response
from winset.web.work import Job

REFUSED = "Not to be answered"
OFTEN = 0.25
"""Seconds between two times that a page is told how far a question is."""
MADE_ANEW = {"x-winset-go": ""}
"""The header by which a page is asked for again: what was stopped is then worked out to its end."""


def application(desk: Desk) -> Starlette:
    """The pages of a desk, before the guard."""
    app = Starlette(
        routes=[
            Route("/", _page(lambda request: start_page(desk))),
            Route("/start/{part}", _answer(lambda request: start_action(desk, request)), methods=["POST"]),
            Route("/case/{case}/about/{kind}/{key}", _page(lambda request: _about(desk, request))),
            Route("/case/{case}/{page}", _page(lambda request: _case_page(desk, request))),
            Route("/case/{case}/{page}/{part}", _answer(lambda request: _part(desk, request)), methods=["GET", "POST"]),
            Route("/work/{key}", _events(desk)),
            Route("/work/{key}/stop", _done(desk, Job.stop, "stopping"), methods=["POST"]),
            Route("/work/{key}/again", _done(desk, desk.background.forget, "again", MADE_ANEW), methods=["POST"]),
            Mount("/static", StaticFiles(packages=[("winset.web", "static")])),
        ],
        exception_handlers={404: _nowhere, 405: _nowhere, TooMuch: _too_much},
    )
    app.state.desk = desk
    return app


def _page(made: Callable[[Request], Page]) -> Callable[[Request], Any]:
    """A page, worked out beside the loop that answers others meanwhile."""

    def answered(request: Request) -> Response:
        return response(made(request), request)

    return _answer(answered)


def _answer(made: Callable[[Request], Response]) -> Callable[[Request], Any]:
    async def endpoint(request: Request) -> Response:
        request.state.body = await request.body() if request.method == "POST" else b""
        return await to_thread.run_sync(lambda: _or_refusal(made, request))

    return endpoint


def _or_refusal(made: Callable[[Request], Response], request: Request) -> Response:
    try:
        return made(request)
    except CaseError as error:
        return response(problems_page(request.app.state.desk, _view(request), error), request)
    except (UnknownName, BadOption) as error:
        return response(_refusal(request, str(error), 404), request)
    except WinsetError as error:
        return response(_refusal(request, str(error), 409), request)
    except OSError as error:
        where = f"`{error.filename}` " if error.filename else ""
        return response(_refusal(request, f"{where}cannot be used: {error.strerror or error}", 409), request)


def _view(request: Request) -> View:
    path = request.path_params
    return View.of(path.get("case", ""), path.get("page", ""), request.query_params.multi_items())


def _case_page(desk: Desk, request: Request) -> Page:
    view = _view(request)
    if view.page in PAGES:
        return PAGES[view.page](desk, view)
    if view.page in QUESTIONS:
        return question_page(desk, view)
    raise UnknownName(f"there is no page `{view.page}`; there are {', '.join((*PAGES, *QUESTIONS))}")


def _about(desk: Desk, request: Request) -> Page:
    kind, key = request.path_params["kind"], request.path_params["key"]
    view = View.of(request.path_params["case"], f"about/{kind}/{key}", request.query_params.multi_items())
    return about_page(desk, view, kind, key)


def _part(desk: Desk, request: Request) -> Response:
    """Something that belongs to a page: a file of its answer, or what one does on it."""
    view, name = _view(request), request.path_params["part"]
    if (view.page, name) in PARTS:
        return PARTS[view.page, name](desk, view, request)
    if view.page in QUESTIONS and request.method == "GET":
        return part_file(desk, view, name)
    raise UnknownName(f"the page `{view.page}` has no part `{name}`")


def _refusal(request: Request, reason: str, status: int) -> Page:
    desk: Desk = request.app.state.desk
    view = _view_or_none(request)
    text = reason[:1].upper() + reason[1:]
    html = Markup('<p class="warning">{}</p><p><a href="/">All cases</a></p>').format(text)
    entries = rail(desk.shelf.cases[view.case], view) if view is not None and view.case in desk.shelf.cases else ()
    heading = QUESTIONS[view.page].title if view is not None and view.page in QUESTIONS else REFUSED
    parts = (Part(name="answer", html=html),)
    return Page(title=REFUSED, heading=heading, parts=parts, rail=entries, status=status)


def _view_or_none(request: Request) -> View | None:
    try:
        return _view(request)
    except WinsetError:
        return None


async def _nowhere(request: Request, error: Exception) -> Response:
    return PlainTextResponse("There is nothing under this address.\n", status_code=getattr(error, "status_code", 404))


async def _too_much(request: Request, error: Exception) -> Response:
    return PlainTextResponse("This is more than one request may bring.\n", status_code=413)


def _events(desk: Desk) -> Callable[[Request], Any]:
    """How far a question is, as events, until it has ended."""

    async def endpoint(request: Request) -> Response:
        job = desk.background.jobs.get(request.path_params["key"])
        if job is None:
            return PlainTextResponse("There is no such work.\n", status_code=404)

        async def events() -> AsyncIterator[str]:
            while not job.ended.is_set() and not desk.background.closing.is_set():
                yield f"event: progress\ndata: {json.dumps(_how_far(job))}\n\n"
                await sleep(OFTEN)
            if job.ended.is_set():
                yield "event: ended\ndata: {}\n\n"

        return StreamingResponse(events(), media_type="text/event-stream")

    return endpoint


def _how_far(job: Job) -> dict[str, Any]:
    left = job.left
    words = job.notice
    if job.total:
        words = f"{job.done:,} of {job.total:,} {job.what}"
        words += f", about {left:.0f} s left" if left is not None and left >= 1 else ""
    return {"done": job.done, "total": job.total, "words": words}


def _done(desk: Desk, act: Callable[[Job], object], said: str, headers: dict[str, str] | None = None) -> Any:
    """What is done with work that is on its way, if it is known."""

    async def endpoint(request: Request) -> Response:
        job = desk.background.jobs.get(request.path_params["key"])
        if job is not None:
            act(job)
        return JSONResponse({said: job is not None}, headers=headers)

    return endpoint
