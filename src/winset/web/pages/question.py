"""The page of a question: its answer in one sentence, what shows it, what explains it, and how it is asked otherwise.

It is made from the catalogue alone: a new question has its page without a line here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from markupsafe import Markup

from winset.questions.catalogue import QUESTIONS, Question
from winset.report.blocks import Section
from winset.report.disclosure import Disclosed
from winset.web.address import View
from winset.web.bar import framed
from winset.web.blocks import PageBlocks
from winset.web.desk import Desk
from winset.web.editing.earlier import earlier_versions
from winset.web.forms import form
from winset.web.handing import handed
from winset.web.pages.register import BELOW, BESIDE, PARTS, SCRIPTS, SETTLED, STYLES
from winset.web.render import Page, Part, filled
from winset.web.work import Job

PATIENCE = 0.4
"""Seconds for which a page waits for its answer before it says how far the work is."""


def question_page(desk: Desk, view: View, *, patience: float = PATIENCE, again: str = "") -> Page:
    """The page of the question that the view names. again: the part that is asked for once the answer is there, in the
    place of the whole page. Raises CaseError, UnknownName and BadOption.
    """
    asked = QUESTIONS[view.page]
    parts: list[Part] = []
    if asked.cases == "two" and not view.first("other"):
        parts.append(Part(name="answer", html=_other(desk, view, asked)))
    else:
        job = desk.job(asked, view)
        job.ended.wait(patience)
        whole = view.part(again) if again else view.url
        parts += _answered(desk, view, asked, job) if job.ended.is_set() else _on_its_way(desk, view, whole, job)
    parts.append(Part(name="ask", html=form(asked, view, desk.study(view)) if asked.cases != "two" else Markup("")))
    checked = desk.shelf.case(view.case).any_session().checked
    title = checked.case.case.title if checked.case is not None else view.case
    look = {"scripts": SCRIPTS.get(asked.key, ()), "styles": STYLES.get(asked.key, ())}
    return framed(desk, view, asked.title, parts, title=f"{asked.title} {title}", **look)


def _answered(desk: Desk, view: View, asked: Question, job: Job) -> Iterator[Part]:
    answer = job.result()
    disclosed = desk.disclosed(asked, view, answer)
    page = PageBlocks(disclosed, view, "detail" if view.first("full") == "true" else "main")
    first, rest = (
        [replace(section, title="") if section.title == asked.title else section for section in part]
        for part in _divided(disclosed)
    )
    lead = Markup("").join(page.blocks(disclosed.report.lead))
    stopped = getattr(answer, "stopped", "")
    note = filled("stopped.html.j2", stopped=stopped, job=job) if stopped else ""
    yield Part(name="answer", html=Markup("{}{}{}").format(lead, note, Markup("").join(page.parts(first))))
    if asked.key in BESIDE:
        yield from BESIDE[asked.key](desk, view)
    yield Part(name="show", html=Markup("").join(page.figures()))
    if asked.key in BELOW:
        yield from BELOW[asked.key](desk, view, disclosed)
    said = Markup("").join(page.parts(rest))
    account = Markup('<p class="small">{}</p>').format(disclosed.account) if disclosed.account else ""
    yield Part(name="explain", html=Markup("{}{}{}").format(said, account, _more(view)))
    yield Part(name="hand-over", html=handed(desk, view, asked))


def _divided(disclosed: Disclosed) -> tuple[list[Section], list[Section]]:
    """The sections that answer, which lead, and those that stand behind them."""
    sections = [section for section in disclosed.report.sections if section.depth != "brief"]
    sections.sort(key=lambda section: section.key == "problems")  # a page begins with what is there
    count = 0
    for count, section in enumerate(sections, 1):
        if section.depth != "answer" and section.key != "verdict":
            count -= 1
            break
    return sections[: max(count, 1)], sections[max(count, 1) :]


def _more(view: View) -> Markup:
    """Where the whole answer stands, or the short one."""
    is_full = view.first("full") == "true"
    url = view.with_given(full=None if is_full else "true").url
    words = "Say less" if is_full else "Say all of it"
    return Markup('<p class="more"><a href="{}" data-swap>{}</a></p>').format(url, words)


def _on_its_way(desk: Desk, view: View, whole: str, job: Job) -> Iterator[Part]:
    """How far the answer is. What is tried beside it and stands there already is not put anew once it comes."""
    beside = tuple(BESIDE[view.page](desk, view)) if view.page in BESIDE else ()
    then = view.part(SETTLED) if beside and (view.page, SETTLED) in PARTS else whole
    yield Part(name="answer", html=filled("working.html.j2", job=job, page=then))
    yield from beside


def _other(desk: Desk, view: View, asked: Question) -> Markup:
    """The cases with which this one can be compared: those of other readers, or its own earlier versions."""
    if asked.of_both_alike:
        desk.shelf.look()
        cases = [(case.key, case.key) for case in desk.shelf.cases.values() if case.key != view.case]
    else:
        cases = [(version.words, version.key) for version in earlier_versions(desk, view)]
    versions = [(words, view.with_given(other=key).url) for words, key in cases]
    return filled("other.html.j2", versions=versions, alike=asked.of_both_alike)
