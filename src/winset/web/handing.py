"""What of a page can be taken elsewhere: the command and the Python that give the same answer, and the data."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from markupsafe import Markup

from winset.questions.catalogue import Question
from winset.questions.request import Request, described_fields
from winset.web.address import LEVEL, View
from winset.web.desk import Desk
from winset.web.editing.earlier import is_state
from winset.web.render import filled

EARLIER = "EARLIER-VERSION"
"""In the place of a version that stands in no file: the case has to be put there as it was."""


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
