"""The brief: as it would be handed over at a level, its sections chosen, and as a file."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from winset.brief.brief import Brief, brief
from winset.brief.request import BriefRequest
from winset.brief.shortening import STAYS
from winset.brief.written import written
from winset.casefile.editing.operations.entries import sentences_removed, sentences_written
from winset.errors import UnknownName
from winset.questions.request import request_from
from winset.report.blocks import Drawn, Figure, Section
from winset.report.charts import draw
from winset.report.disclosure import Disclosed, disclose, is_above
from winset.report.pieces import plain
from winset.report.printable import printable
from winset.runs.running import Running
from winset.web.address import View, fields_given
from winset.web.bar import framed
from winset.web.blocks import PageBlocks
from winset.web.desk import Desk
from winset.web.editing.service import Outcome, change, opened, outcome_part, sent
from winset.web.posted import natural
from winset.web.render import Page, Part, filled, response
from winset.web.work import Job

PATIENCE = 0.4
ADDED, REMOVED = "Sentences put into the brief", "Sentences taken out of the brief"
KINDS = {
    "html": ("A page for the browser", "text/html; charset=utf-8"),
    "docx": ("A Word document", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": ("PDF", "application/pdf"),
    "md": ("Markdown", "text/markdown; charset=utf-8"),
}
"""The files in which a brief is taken away, in words, and what they are."""


class Preview(PageBlocks):
    """The blocks of a brief as they will be printed: with pictures instead of charts that move."""

    def section(self, section: Section) -> Markup:
        """A part of the brief begins below the heading of the page, not with another of its kind."""
        if section.level != 1:
            return super().section(section)
        title = Markup('<h2 class="title">{}</h2>').format(self.text(section.title)) if section.title else ""
        return Markup("{}{}").format(title, Markup("").join(self.blocks(section.blocks)))

    def _drawn(self, figure: Figure, number: int, drawing: Drawn) -> Markup:
        url = self.view.part("chart.svg", key=figure.key, number=str(number))
        caption = printable(plain(drawing.caption))
        return Markup('<figure><img src="{}" alt="{}"><figcaption>{}</figcaption></figure>').format(
            url, caption, self.text(drawing.caption)
        )

    def _taken_away(self, block: object) -> Markup:
        return Markup("")


def write_sentences(desk: Desk, view: View, request: Request) -> Response:
    """Sentences of the drafter's are put into the brief, or taken out."""
    form = sent(request)
    view = View.of(view.case, "brief", request.query_params.multi_items())
    number = form.get("remove", "")
    if number:
        counted = natural(number)
        place = -1 if counted is None else counted
        outcome = change(desk, view, form.get("sha256", ""), REMOVED, lambda now: sentences_removed(now, place))
    else:
        text = " ".join(form.get("text", "").split())
        if not text:
            raise UnknownName("there are no sentences yet: write them first")
        after = form.get("after", "")
        outcome = change(desk, view, form.get("sha256", ""), ADDED, lambda now: sentences_written(text, after))
    return response(brief_page(desk, view, outcome), request)


def brief_page(desk: Desk, view: View, outcome: Outcome | None = None) -> Page:
    """The brief of the case. Raises CaseError, UnknownName and BadOption."""
    request = _request(view)
    job = _job(desk, view, request)
    job.ended.wait(PATIENCE)
    parts = _shown(desk, view, request, job) if job.ended.is_set() else _on_its_way(view, job)
    title = desk.study(view).session.case.case.title
    return framed(desk, view, "Brief", (outcome_part(outcome, view), *parts), title=f"Brief: {title}")


def brief_file(desk: Desk, view: View, request: Request) -> Response:
    """The brief as a file of the kind that the address names, or one of its charts. Raises WinsetError."""
    disclosed = _disclosed(desk, view)
    if request.path_params["part"] == "chart.svg":
        return Response(_chart(disclosed, view), media_type="image/svg+xml")
    kind = view.first("kind")
    if kind not in KINDS:
        raise UnknownName(f"a brief is {', '.join(KINDS)}, not `{kind}`")
    name = f'attachment; filename="{view.case}.{kind}"'
    return Response(written(disclosed, kind), media_type=KINDS[kind][1], headers={"content-disposition": name})


def _request(view: View) -> BriefRequest:
    return request_from(BriefRequest, fields_given(BriefRequest, view.given))


def _job(desk: Desk, view: View, request: BriefRequest) -> Job:
    study = desk.study(view)

    def work(job: Job) -> Brief:
        return brief(study, request, Running(progress=job.progress, notice=job.say))

    return desk.background.do(study, request, work)


def _disclosed(desk: Desk, view: View) -> Disclosed:
    job = _job(desk, view, _request(view))
    job.ended.wait()
    return _disclosed_of(desk, view, job.result())


def _disclosed_of(desk: Desk, view: View, made: Brief) -> Disclosed:
    return desk.said.once((id(made), view.level), lambda: (made, disclose(made.report, view.level)))[1]


def _shown(desk: Desk, view: View, request: BriefRequest, job: Job) -> Iterator[Part]:
    disclosed = _disclosed_of(desk, view, job.result())
    yield Part(name="choose", html=_choosing(view, request, disclosed))
    yield Part(name="sentences", html=_sentences(desk, view, disclosed))
    page = Preview(disclosed, view, "brief")
    marks = " · ".join(part for part in (disclosed.report.kind, *disclosed.marks) if part)
    lead = Markup("").join(page.blocks(disclosed.report.lead))
    sections = Markup("").join(page.sections(disclosed.report.sections))
    html = Markup('<article class="paper"><p class="small">{}</p><h2 class="title">{}</h2>{}{}</article>')
    yield Part(name="preview", html=html.format(marks, disclosed.report.title, lead, sections))


def _choosing(view: View, request: BriefRequest, disclosed: Disclosed) -> Markup:
    """What is in the brief and what is not, and the files that it can be taken away in."""
    kept = [
        (section.key, plain(section.title))
        for section in disclosed.report.sections
        if section.title and section.key not in STAYS and section.depth != "answer"
    ]
    files = [(view.part("file", kind=kind), words) for kind, (words, _) in KINDS.items()]
    return filled(
        "brief.html.j2",
        action=view.at(view.page).url.partition("?")[0],
        hidden=view.case_query,
        request=request,
        kept=dict(kept).items(),
        files=files,
        tables=[],
    )


def _sentences(desk: Desk, view: View, disclosed: Disclosed) -> Markup:
    """The drafter's own sentences, and a form for more; none where the case is an example that is not changed."""
    case = desk.shelf.case(view.case)
    if case.is_example:
        return Markup()
    notes = desk.study(view).session.case.brief
    mine = [
        (number, note.text)
        for number, note in enumerate(notes.notes if notes is not None else ())
        if not is_above(note.handling, view.level)
    ]
    titles = {section.key: plain(section.title) for section in disclosed.report.sections if section.title}
    return filled(
        "sentences.html.j2", mine=mine, after=titles.items(), action=view.part("sentences"), sha256=opened(case).sha256
    )


def _chart(disclosed: Disclosed, view: View) -> str:
    figure = disclosed.figures().get(view.first("key"))
    drawn = figure.drawn() if figure is not None else ()
    number = natural(view.first("number"))
    if number is None or number >= len(drawn):
        raise UnknownName("this brief has no such chart")
    return draw.svg(drawn[number].chart)


def _on_its_way(view: View, job: Job) -> Iterator[Part]:
    yield Part(name="choose", html=Markup())
    yield Part(name="preview", html=filled("working.html.j2", job=job, page=view.url))
