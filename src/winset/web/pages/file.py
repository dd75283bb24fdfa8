"""The case file itself, some lines at a time: where a problem stands, and where it is mended by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from winset.casefile.confidential import level_of_line
from winset.casefile.read import CaseText, open_text
from winset.casefile.save import save_text
from winset.errors import CaseError, Problem, SaveRefused
from winset.report.disclosure import is_above
from winset.report.printable import shown
from winset.web.address import View
from winset.web.bar import framed
from winset.web.desk import Desk
from winset.web.editing.service import EXAMPLE, MEANWHILE, Outcome, Proposal, opened, outcome_part, save_proposal, sent
from winset.web.posted import natural
from winset.web.render import Page, Part, filled, response

TITLE = "The case file"
AROUND = 14
"""Lines before and after the wanted one that the page shows; beyond, one goes on to them."""
SHOWN = 2 * AROUND + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLines:
    """Some lines of the file. first: the number of the first of them. hidden: those that may not be shown."""

    source: CaseText
    lines: tuple[str, ...]
    first: int
    hidden: frozenset[int]

    @property
    def shown(self) -> list[str]:
        """What is shown of them: signs that a page would obey by their names."""
        return [shown(line) for line in self.lines[self.first - 1 : self.first - 1 + SHOWN]]

    def with_lines(self, typed: str) -> str:
        """The text of the file with these lines as they were typed. Lines at their beginning and end that were not
        changed stay exactly as they are.
        """
        new, old = typed.split("\n"), self.shown
        shorter = min(len(new), len(old))
        head = next((n for n in range(shorter) if new[n] != old[n]), shorter)
        tail = next((n for n in range(shorter - head) if new[-1 - n] != old[-1 - n]), shorter - head)
        at = self.first - 1
        middle = new[head : len(new) - tail]
        made = [*self.lines[: at + head], *middle, *self.lines[at + len(old) - tail :]]
        return ("\r\n" if "\r\n" in self.source.text else "\n").join(made)


def mend_lines(desk: Desk, view: View, request: Request) -> Response:
    """Lines that were changed by hand are saved; a file that was no valid YAML need not be valid afterwards."""
    form = sent(request)
    part = _lines(desk, view)
    outcome = Outcome(is_saved=False, words="These lines may not be changed at this level.")
    if not part.hidden:
        outcome = _mended(desk, view, part, form)
    return response(file_page(desk, view, outcome, None if outcome.is_saved else form.get("text", "")), request)


def _mended(desk: Desk, view: View, part: FileLines, form: Mapping[str, str]) -> Outcome:
    case, new = desk.shelf.case(view.case), part.with_lines(form.get("text", ""))
    try:
        opened(case)
    except CaseError:
        if case.is_example:
            return Outcome(is_saved=False, words=EXAMPLE)
        if part.source.sha256 != form.get("sha256"):
            return Outcome(is_saved=False, words=MEANWHILE)
        try:
            save_text(case.path, part.source.mark + new, part.source.sha256)
        except SaveRefused as error:
            return Outcome(is_saved=False, words=str(error))
        return Outcome(is_saved=True, words="Saved.")
    sha256, title = form.get("sha256", ""), f"Line {part.first} and those after it changed by hand"
    proposal = Proposal(title=title, made=lambda now: now.reworded(now.source.mark + new), is_told=True)
    return save_proposal(desk, view, sha256, proposal)


def _lines(desk: Desk, view: View) -> FileLines:
    case = desk.shelf.case(view.case)
    source = open_text(case.path)
    if isinstance(source, Problem):
        raise CaseError((source,))
    lines = source.text.replace("\r\n", "\n").split("\n")
    wanted = min(natural(view.first("line")) or 1, len(lines))
    first = max(1, wanted - AROUND)
    level_of = level_of_line(source.text, source.path.name)
    hidden = (n for n in range(first, min(first + SHOWN, len(lines) + 1)) if is_above(level_of(n), view.level))
    return FileLines(source=source, lines=tuple(lines), first=first, hidden=frozenset(hidden))


def file_page(desk: Desk, view: View, outcome: Outcome | None = None, typed: str | None = None) -> Page:
    """The lines around the one that the address names. Raises CaseError where the file cannot be read at all."""
    case, part = desk.shelf.case(view.case), _lines(desk, view)
    wanted = natural(view.first("line")) or 1
    listed = [
        {"number": n, "text": "…" if n in part.hidden else text, "is_here": n == wanted}
        for n, text in enumerate(part.shown, part.first)
    ]
    last = part.first + len(listed)
    html = filled(
        "file.html.j2",
        lines=listed,
        name=case.path.name,
        before=view.with_given(line=str(max(1, part.first - AROUND))).url if part.first > 1 else "",
        after=view.with_given(line=str(last + AROUND)).url if last <= len(part.lines) else "",
        form=_form(view, part, typed) if not part.hidden and not case.is_example else None,
        example=EXAMPLE if case.is_example else "",
        is_open=typed is not None or bool(case.any_session().checked.errors),
    )
    return framed(desk, view, TITLE, (outcome_part(outcome, view), Part(name="lines", html=html)), styles=("case.css",))


def _form(view: View, part: FileLines, typed: str | None) -> Mapping[str, Any]:
    return {
        "action": view.part("lines"),
        "sha256": part.source.sha256,
        "text": "\n".join(part.shown) if typed is None else typed,
        "rows": len(part.shown) + 1,
    }
