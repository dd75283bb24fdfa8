"""The page of a question: its answer in one sentence, what shows it, what explains it, and how it is asked otherwise.

It is made from the catalogue alone: a new question has its page without a line here.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass, replace

from markupsafe import Markup

from winset.questions.catalogue import QUESTIONS, Question
from winset.questions.request import Request, RequestOption, described_fields
from winset.report.blocks import Section
from winset.report.disclosure import Disclosed
from winset.study import Study
from winset.web.address import LEVEL, View
from winset.web.bar import framed
from winset.web.blocks import PageBlocks
from winset.web.desk import Desk
from winset.web.editing.earlier import earlier_versions, is_state
from winset.web.pages.register import BELOW, BESIDE, PARTS, SCRIPTS, SETTLED, STYLES
from winset.web.render import Page, Part, filled
from winset.web.work import Job

PATIENCE = 0.4
"""Seconds for which a page waits for its answer before it says how far the work is."""
EARLIER = "EARLIER-VERSION"
"""In the place of a version that stands in no file: the case has to be put there as it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """A field as it is shown. kind: of the element; words: its label; value: what stands in it."""

    name: str
    words: str
    help: str
    kind: str
    value: str
    choices: tuple[tuple[str, str], ...] = ()
    minimum: str = ""
    maximum: str = ""
    step: str = ""


def question_page(desk: Desk, view: View, *, again: str = "") -> Page:
    """The page of the question that the view names. again: the part that is asked for once the answer is there, in the
    place of the whole page. Raises CaseError, UnknownName and BadOption.
    """
    asked = QUESTIONS[view.page]
    parts: list[Part] = []
    if asked.cases == "two" and not view.first("other"):
        parts.append(Part(name="answer", html=_other(desk, view, asked)))
    else:
        job = desk.job(asked, view)
        job.ended.wait(PATIENCE)
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


def form(asked: Question, view: View, study: Study) -> Markup:
    """The form that asks the question otherwise."""
    fields = [
        _field(field.name, described, view.first(field.name) or _default(described, field.default), study)
        for field, described in described_fields(asked.request_type)
    ]
    asked_for = {field.name for field in fields}
    hidden = (*view.case_query, *(pair for pair in view.given if pair[0] not in asked_for))
    changed = any(name in asked_for for name, _ in view.given)
    action = view.at(view.page).url.partition("?")[0]
    return (
        filled("form.html.j2", fields=fields, hidden=hidden, action=action, is_open=changed) if fields else Markup("")
    )


def _default(described: RequestOption, default: object) -> str:
    plain = described.plain(() if described.repeated else default) if default is not None else None
    if plain is None or isinstance(plain, list):
        return ""
    return {True: "true", False: ""}.get(plain, str(plain)) if isinstance(plain, bool) else str(plain)


def _field(name: str, described: RequestOption, value: str, study: Study) -> FormField:
    kind, choices = "text", tuple((choice, choice) for choice in described.choices)
    if name == "table":
        case = study.session.case
        choices = tuple((key, table.title or key) for key, table in case.tables.items())
    if choices:
        kind = "choice"
    elif described.kind is bool:
        kind = "switch"
    elif described.kind in (int, float):
        kind = "number"
    return FormField(
        name=name,
        words=name.replace("_", " "),
        help=described.help.partition(" [default")[0],
        kind=kind,
        value=value,
        choices=choices,
        minimum="" if described.minimum is None else f"{described.minimum:g}",
        maximum="" if described.maximum is None else f"{described.maximum:g}",
        step="1" if described.kind is int else "any",
    )


def handed(desk: Desk, view: View, asked: Question) -> Markup:
    """The line at the end of an answer."""
    request = desk.request(asked, view)
    return filled(
        "handing.html.j2",
        command=shlex.join(_command(desk, view, asked, request)),
        python=_python(desk, view, asked, request),
        data=view.part("answer.json"),
    )


def _places(desk: Desk, view: View, asked: Question) -> list[str]:
    """The case, or both, as a command names them."""
    here = str(desk.shelf.case(view.case).path.parent)
    if asked.cases != "two":
        return [here]
    other = view.first("other")
    return [EARLIER if is_state(other) else str(desk.shelf.case(other).path.parent), here]


def _command(desk: Desk, view: View, asked: Question, request: Request) -> Iterator[str]:
    yield from ("winset", asked.key, *_places(desk, view, asked))
    for name in view.variants:
        yield from ("--variant", name)
    if view.as_of:
        yield from ("--as-of", view.as_of)
    for path, text in view.moved:
        yield from ("--set", f"{path}={text}")
    for field, described in described_fields(type(request)):
        value, flag = getattr(request, field.name), described.flag or f"--{field.name.replace('_', '-')}"
        plain = described.plain(value)
        if value == field.default or plain is None:
            continue
        for text in plain if isinstance(plain, list) else [plain]:
            yield from (flag,) if text is True else (flag, str(text))
    if view.first("full") == "true":
        yield "--full"
    if view.level != LEVEL:
        yield from ("--handling", view.level)


def _python(desk: Desk, view: View, asked: Question, request: Request) -> str:
    places = [repr(place) for place in _places(desk, view, asked)]
    given = [f"variants={view.variants!r}"] if view.variants else []
    given += [f"as_of={view.as_of!r}"] if view.as_of else []
    if view.moved:
        given.append(f"numbers={dict(view.moved)!r}")
    fields = []
    for field, described in described_fields(type(request)):
        value = getattr(request, field.name)
        if value != field.default:
            plain = described.plain(value)
            fields.append(f"{field.name}={dict(value) if field.name == 'package' and value else plain!r}")
    if view.level != LEVEL:
        fields.append(f"level={view.level!r}")
    read = "compare" if asked.cases == "two" else "read"
    return (
        f"import winset\n\ncase = winset.{read}({', '.join([*places, *given])})\n"
        f"answer = case.{asked.key}({', '.join(fields)})\nprint(answer.report())"
    )
