"""What the case is about: its title and day, who negotiates, what is to be settled, and the way to the form of each of
its parts, so that no file has to be written for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from winset.casefile.editing.changes import CaseChange, Operation, RemoveValue, SetValue
from winset.casefile.editing.editor import OpenedCase
from winset.casefile.editing.operations.entries import free_name, issue_added, option_added, party_added
from winset.casefile.editing.removing import removed
from winset.casefile.editing.yaml_text import Data
from winset.errors import Path, UnknownName
from winset.model.case import Case
from winset.web.address import View
from winset.web.bar import framed
from winset.web.desk import Desk, readable_session
from winset.web.editing.service import EXAMPLE, Outcome, change, opened, outcome_part, sent
from winset.web.pages.section import CLOSED, Answered, CasePart, answered, section_page
from winset.web.render import Page, Part, filled, response
from winset.web.sections.kinds import GroupKind

TITLE = "The case"
Form = Mapping[str, str]
Made = Callable[[OpenedCase], Operation]


def setup_page(desk: Desk, view: View) -> Page:
    """The parts of the case, or the one that the address names. Raises CaseError where the file gives no case at all,
    UnknownName where it has no such part.
    """
    return section_page(desk, view) if view.first("at") or view.first("add") else _page(desk, view, None)


def set_up(desk: Desk, view: View, request: Request) -> Response:
    """A form was sent. Raises UnknownName for what is none of the case's."""
    form = sent(request)
    view = View.of(view.case, "setup", request.query_params.multi_items())
    title, made = _made(readable_session(desk, view).case, form)
    return response(_page(desk, view, change(desk, view, form.get("sha256", ""), title, made)), request)


def keep(desk: Desk, view: View, request: Request) -> Response:
    """The form of a part was sent. Raises UnknownName for a part that the case does not have."""
    view = View.of(view.case, "setup", request.query_params.multi_items())
    done = answered(desk, view, sent(request))
    if done.part.place.path == ("case",):
        return response(_page(desk, view.at("setup"), done.outcome, done), request)
    return response(done.page, request)


def _page(desk: Desk, view: View, outcome: Outcome | None, done: Answered | None = None) -> Page:
    session, case = readable_session(desk, view), desk.shelf.case(view.case)
    there = session.case
    part = CasePart(desk, view)
    html = filled(
        "setup.html.j2",
        case=there,
        header=part.form(done.form, done.problems) if done is not None else part.form(None),
        lists=list(part.lists((), GroupKind(node=Case))),
        more={"/".join(path): part.url(path) for path in _hand_made(there)},
        titles={issue: there.issue_title(issue) for issue in there.issues},
        example=EXAMPLE if case.is_example else "",
        closed=CLOSED,
        action=view.part("set"),
        sha256=opened(case).sha256,
    )
    parts = (outcome_part(outcome, view), Part(name="setup", html=html))
    title = f"{TITLE}: {there.case.title}"
    return framed(desk, view, TITLE, parts, title=title, scripts=("setup.js",), styles=("setup.css",))


def _hand_made(case: Case) -> Iterator[tuple[str, ...]]:
    """The paths of what stands on the page itself: the parties, the issues and their options."""
    yield from (("parties", party) for party in case.parties)
    for name, issue in case.issues.items():
        yield "issues", name
        yield from (("issues", name, "options", option) for option in issue.options)


def _made(case: Case, form: Form) -> tuple[str, Made]:
    """What a form says: a sentence for the list of changes, and what is done."""
    kind, makers = form.get("kind", ""), {
        "party": _party, "issue": _issue, "option": _option, "status_quo": _status_quo, "remove": _removed,
        "name": _named,
    }  # fmt: skip
    if kind not in makers:
        raise UnknownName(f"there is no form of the kind `{kind}`")
    return makers[kind](case, form)


def _text(form: Form, name: str) -> str:
    text = " ".join(form.get(name, "").split())
    if not text:
        raise UnknownName(f"{name.replace('_', ' ')}: a name is needed")
    return text


def _lines(form: Form, name: str) -> list[str]:
    return [" ".join(line.split()) for line in form.get(name, "").splitlines() if line.strip()]


def _party(case: Case, form: Form) -> tuple[str, Made]:
    name = _text(form, "name")
    return f"{name} is a party", lambda now: party_added(now, free_name(now, ("parties",), name), {"name": name})


def _issue(case: Case, form: Form) -> tuple[str, Made]:
    title, labels = _text(form, "name"), _lines(form, "options")
    if len(labels) < 2:
        raise UnknownName("two ways in which the issue could be settled are needed, one on each line")

    def made(now: OpenedCase) -> Operation:
        from winset.casefile.start import id_for

        options = {id_for(label, "option", n): label for n, label in enumerate(labels, 1)}
        fields: dict[str, Data] = {"title": title, "status_quo": list(options)[-1], "options": dict(options)}
        return issue_added(now, free_name(now, ("issues",), title), fields)

    return f"{title} is to be settled", made


def _option(case: Case, form: Form) -> tuple[str, Made]:
    issue, label = _known(case.issues, form, "issue"), _text(form, "name")
    path: Path = ("issues", issue, "options")
    return f"{label} is an option", lambda now: option_added(now, issue, free_name(now, path, label), label)


def _status_quo(case: Case, form: Form) -> tuple[str, Made]:
    issue = _known(case.issues, form, "issue")
    option, on_a_line = form.get("status_quo", ""), form.get("scale") == "true"
    if option and option not in case.issues[issue].options:
        raise UnknownName(f"`{option}` is no option there")

    def made(now: OpenedCase) -> Operation:
        there, changes = now.data["issues"][issue], list[CaseChange]()
        for name, value in (("status_quo", option or None), ("scale", on_a_line or None)):
            if value is not None and there.get(name) != value:
                changes.append(SetValue(path=("issues", issue, name), value=value))
            elif value is None and name in there:
                changes.append(RemoveValue(path=("issues", issue, name)))
        return Operation(title="An issue as it stands", changes=tuple(changes))

    return f"How {case.issue_in_sentence(issue)} stands now was written", made


def _named(case: Case, form: Form) -> tuple[str, Made]:
    """Another name, title or label for what stands at a path."""
    path, text = _place(case, form), _text(form, "name")
    field = {"parties": "name", "issues": "title"}[path[0]]

    def made(now: OpenedCase) -> Operation:
        there: Any = now.data
        for step in path:
            there = there[step]
        at: Path = path if isinstance(there, str) else (*path, "label" if len(path) > 2 else field)
        return Operation(title="Another name", changes=(SetValue(path=at, value=text),))

    return f"“{text}” is a new name", made


def _removed(case: Case, form: Form) -> tuple[str, Made]:
    path = _place(case, form)
    return f"{_called(case, path)} was taken out", lambda now: removed(now, path)


def _place(case: Case, form: Form) -> tuple[str, ...]:
    """The path of a party, an issue or an option."""
    path = tuple(form.get("path", "").split("/"))
    sections: dict[str, Mapping[str, Any]] = {"parties": case.parties, "issues": case.issues}
    known = len(path) > 1 and path[0] in sections and path[1] in sections[path[0]]
    if known and len(path) == 4 and path[0] == "issues" and path[2] == "options":
        known = path[3] in case.issues[path[1]].options
    elif len(path) != 2:
        known = False
    if not known:
        raise UnknownName(f"there is nothing at `{'/'.join(path)}` in this case")
    return path


def _called(case: Case, path: tuple[str, ...]) -> str:
    if path[0] == "parties":
        return case.name(path[1])
    return case.option_label(path[1], path[3]) if len(path) > 2 else case.issue_title(path[1])


def _known(section: Mapping[str, Any], form: Form, name: str) -> str:
    key = form.get(name, "")
    if key not in section:
        raise UnknownName(f"there is no {name} `{key}` in this case")
    return key
