"""Requests as forms: every field of a form is made from a field of the request, as every option of a command is."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from winset.questions.catalogue import Question
from winset.questions.request import RequestOption, described_fields
from winset.study import Study
from winset.web.address import View
from winset.web.render import filled


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
