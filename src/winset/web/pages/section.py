"""Any part of the case as a form, made from the model: opened, filled in, kept, added and taken out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from winset.casefile.editing.editor import OpenedCase
from winset.errors import Path, Problem, UnknownName
from winset.model.case import Case
from winset.report.disclosure import is_above
from winset.report.problems import owner_of, without_words
from winset.web.address import View
from winset.web.bar import framed
from winset.web.desk import Desk, readable_session
from winset.web.editing.service import EXAMPLE, Outcome, change, opened, outcome_part
from winset.web.render import Page, Part, filled
from winset.web.sections.choices import Choices
from winset.web.sections.fields import FieldPlace, FormFields, name_at, with_row, without_row
from winset.web.sections.filled_in import DEEPEST, Name, Tree, at_path, below, tree_of
from winset.web.sections.kinds import (
    GroupKind,
    KeyedKind,
    Kind,
    ModelField,
    NameKind,
    RowsKind,
    asked_here,
    has_own_page,
    is_chapter,
    is_list,
    kind_at,
)
from winset.web.sections.place import AROUND, FORM, FormPlace

CLOSED = "This part of the case is kept from this level."
WRONG = "Nothing was written: see what is marked below."
ACTION, ROW = "do", "row"
"""Fields that say what is done with a form, and with which of its rows."""
HAND_MADE = ("winset", "case", "parties", "issues")
"""Sections that the page of the whole case shows in a way of its own."""


@dataclass(slots=True, kw_only=True)
class SentForm:
    """A form as it was sent, with what became of it. fresh: the row that was just added."""

    tree: Tree
    faults: dict[Name, str] = field(default_factory=dict)
    fresh: Name = ()


class CasePart:
    """A part of the case on its page. Raises CaseError where the file gives no case, UnknownName for no part of it."""

    def __init__(self, desk: Desk, view: View) -> None:
        self.desk, self.view = desk, view
        self.session, self.open_case = readable_session(desk, view), desk.shelf.case(view.case)
        self.case, self.now = self.session.case, opened(self.open_case)
        at, add = view.first("at"), view.first("add")
        self.place = FormPlace.of(self.case, self.now, at or "case", add)
        self.choices = Choices(self.case, self._may_be_seen)

    def _may_be_seen(self, path: Path) -> bool:
        return not is_above(self.place.level_at(path), self.view.level)

    # Where one is, and what is there.

    def words(self, path: Path) -> list[tuple[str, Path]]:
        """What each step to a path is called, with the path of the page of that step."""
        made: list[tuple[str, Path]] = []
        kind: Kind | None = GroupKind(node=Case)
        issue = ""
        for n, step in enumerate(path):
            here = path[: n + 1]
            if isinstance(kind, GroupKind):
                one = next((one for one in kind.fields if one.file == step), None)
                words = one.label if one is not None else str(step)
            else:
                words, issue = self.entry_words(kind, here, issue)
            made.append((words, here))
            kind = kind_at(Case, here)
        return made

    def entry_words(self, section: Kind | None, path: Path, issue: str) -> tuple[str, str]:
        """What an entry of a section is called, and the issue whose options are meant below it."""
        name = str(path[-1])
        if isinstance(section, KeyedKind) and isinstance(section.key, NameKind):
            words = self.choices.label(section.key.of, name, issue)
            return words, name if section.key.of == "issues" else issue
        if path[0] == "issues" and len(path) == 2:
            return self.choices.issue(name), name
        if not self._may_be_seen(path):
            return "…", issue
        entry = node_in(self.case, path)
        number = f"Number {int(name) + 1}" if name.isdigit() else name
        return self.choices.entry(entry, number), issue

    def title(self) -> str:
        """What the part is called, at the head of its page."""
        *_, (last, _) = self.words(self.place.path)
        return f"{last}: one more" if self.place.is_new else last

    # The lists of what has forms of its own.

    def lists(self, path: Path, kind: GroupKind) -> Iterator[dict[str, Any]]:
        """The fields of a part that have pages of their own, each with the way there."""
        for one in kind.fields:
            if has_own_page(Case, path, one) and (path or one.file not in HAND_MADE):
                yield self.list_of((*path, one.file), one)

    def list_of(self, path: Path, one: ModelField) -> dict[str, Any]:
        """A field with the entries in it."""
        made: dict[str, Any] = {"label": one.label, "help": one.help, "add": "", "groups": [], "more": [], "count": 0}
        made["closed"] = self.place.holds(path) and not self._may_be_seen(path) and path[0] == "judgements"
        if isinstance(one.kind, GroupKind):
            made["more"] = list(self.lists(path, one.kind))
            if self._has_form(path, one.kind):
                made["groups"] = [("", [self._link(path, one.label)])]
            made["count"] = sum(inner["count"] for inner in made["more"])
            return made
        if isinstance(one.kind, RowsKind) or (isinstance(one.kind, KeyedKind) and one.kind.is_own):
            made["add"] = self.url(add=path) if path != ("issues",) else self.view.at("setup").url
        groups: dict[str, list[dict[str, Any]]] = {}
        issue = next((str(step) for step in path[1:] if step in self.case.issues), "")
        for heading, entry, words in self._entries(path, one.kind, (), issue):
            groups.setdefault(heading, []).append(self._link(entry, words))
        made["groups"] = list(groups.items())
        made["count"] = sum(link["is_there"] for links in groups.values() for link in links)
        return made

    def _has_form(self, path: Path, kind: GroupKind) -> bool:
        """Whether a part that the case has once has fields of its own that can be filled in by themselves."""
        needs_more = any(one.is_required and has_own_page(Case, path, one) for one in kind.fields)
        return bool(asked_here(Case, path, kind)) and (self.place.holds(path) or not needs_more)

    def _link(self, path: Path, words: str) -> dict[str, Any]:
        is_there = self.place.holds(path)
        is_closed = is_there and not self._may_be_seen(path)
        state = "kept from this level" if is_closed else "" if is_there else "nothing yet"
        return {"url": self.url(path), "words": words, "said": state, "is_there": is_there}

    def _entries(self, path: Path, kind: Kind, names: tuple[str, ...], issue: str) -> Iterator[tuple[str, Path, str]]:
        """The forms below a section: under which heading, at which path, and what each is called."""
        is_own = isinstance(kind, KeyedKind) and kind.is_own
        if (isinstance(kind, RowsKind) and not names) or is_own:
            section = at_path(self.now.data, path)
            steps = range(len(section)) if isinstance(section, list) else section if isinstance(section, dict) else ()
            for step in steps:
                yield "", (*path, step), self.entry_words(kind, (*path, step), issue)[0]
        elif isinstance(kind, KeyedKind) and isinstance(kind.key, NameKind) and not kind.has_a_row_for_each:
            known = {name: words for _, some in self.choices.of(kind.key.of, issue) for name, words in some}
            there = at_path(self.now.data, path)
            unknown = {name: name for name in (there if isinstance(there, dict) else ()) if name not in known}
            for name, words in {**known, **unknown}.items():
                below_issue = name if kind.key.of == "issues" else issue
                yield from self._entries((*path, name), kind.value, (*names, words), below_issue)
        else:
            yield ", ".join(names[:-1]), path, names[-1] if names else "All of them"

    def url(self, at: Path = (), *, add: Path = ()) -> str:
        """The address of a part, or of the form for one more."""
        given = (("add", spelled_out(add)),) if add else (("at", spelled_out(at)),)
        return self.view.at("setup", given).url

    # The form.

    def form(self, sent_form: SentForm | None, problems: tuple[Problem, ...] = ()) -> Mapping[str, Any] | None:
        """What the form of the part shows; None where it has none, or may not be shown."""
        place = self.place
        if not place.is_new and isinstance(place.kind, GroupKind) and is_chapter(Case, place.path):
            if not self._has_form(place.path, place.kind):
                return None
        elif not place.is_new and is_list(Case, place.path):
            return None
        tree = sent_form.tree if sent_form is not None else place.filled_in
        faults = dict(sent_form.faults) if sent_form is not None else {}
        for problem in problems:
            at, words = self._fault(problem, tree)
            faults.setdefault(at, words)
        made = FormFields(
            choices=self.choices,
            fields=place.fields,
            faults=faults,
            fresh=sent_form.fresh if sent_form is not None else (),
            own=(str(place.path[-2]), str(place.path[-1])) if len(place.path) > 1 and not place.is_new else ("", ""),
        )
        label = place.field.label if place.field is not None else ""
        issue = next((str(step) for step in place.path[1:] if step in self.case.issues), "")
        if place.path[0] == "issues" and len(place.path) > 1:
            issue = str(place.path[1])
        asked = FieldPlace(at=(FORM,), label=label, issue=issue)
        around = [
            made.of_field(one, below(below(tree, AROUND), str(n)), (AROUND, str(n)), "")
            for n, (_, one) in enumerate(place.around)
        ]
        main = made.field(place.kind, below(tree, FORM), asked)
        return {
            "around": around,
            "field": main,
            "elsewhere": made.elsewhere,
            "action": self.view.part("keep"),
            "sha256": self.now.sha256,
            "is_new": place.is_new,
            "can_be_removed": place.can_be_removed,
        }

    def _fault(self, problem: Problem, tree: Tree) -> tuple[Name, str]:
        """Where in the form a problem stands, and what is said of it."""
        place = self.place
        told = without_words(problem) if is_above(owner_of(problem).level, self.view.level) else problem
        words = told.message[:1].upper() + told.message[1:] + (f"; {told.hint}" if told.hint else "") + "."
        for n, (path, _) in enumerate(place.around):
            if problem.path[: len(path)] == path:
                return (AROUND, str(n)), words
        depth = len(place.path) + place.is_new
        within = name_at(place.kind, below(tree, FORM), problem.path[depth:], place.fields)
        return (FORM, *within) if problem.path[: len(place.path)] == place.path else (FORM,), words

    def own_problems(self) -> tuple[Problem, ...]:
        """The errors of the file that stand in this part."""
        path = self.place.path
        if self.place.is_new:
            return ()
        return tuple(one for one in self.session.checked.errors if path and one.path[: len(path)] == path)

    def part(self, sent_form: SentForm | None = None, problems: tuple[Problem, ...] = ()) -> Part:
        """The part as a piece of its page."""
        place = self.place
        is_closed = place.is_closed(self.view.level)
        lists: list[dict[str, Any]] = []
        if not place.is_new and not is_closed:
            if isinstance(place.kind, GroupKind):
                lists = list(self.lists(place.path, place.kind))
            elif is_list(Case, place.path):
                lists = [self.list_of(place.path, ModelField(label=self.title(), kind=place.kind))]
        way = [(words, self.url(path)) for words, path in self.words(place.path)[: None if place.is_new else -1]]
        html = filled(
            "section.html.j2",
            title=self.title(),
            help=place.field.help if place.field is not None and place.field.kind is place.kind else "",
            way=[("The case", self.view.at("setup").url), *way],
            closed=CLOSED if is_closed else "",
            example=EXAMPLE if self.open_case.is_example else "",
            form=None if is_closed else self.form(sent_form, problems or self.own_problems()),
            lists=lists,
        )
        return Part(name="setup", html=html)

    def page(self, outcome: Outcome | None, part: Part) -> Page:
        """The page of the part."""
        title, parts = f"{self.title()}: {self.case.case.title}", (outcome_part(outcome, self.view), part)
        look = {"scripts": ("setup.js",), "styles": ("setup.css",)}
        return framed(self.desk, self.view, "The case", parts, title=title, **look)


def node_in(case: Case, path: Path) -> object:
    """What the case has at a path of its file; None where that is not known."""
    here: object = case
    for step in path:
        if isinstance(here, dict):
            here = here.get(str(step))
        elif isinstance(here, tuple):
            here = here[step] if isinstance(step, int) and step < len(here) else None
        else:
            here = getattr(here, str(step), None) or getattr(here, f"{step}_", None)
    return here


def spelled_out(path: Path) -> str:
    """A path as it stands in an address."""
    return ".".join(map(str, path))


def section_page(desk: Desk, view: View) -> Page:
    """The part of the case that the address names. Raises CaseError and UnknownName."""
    part = CasePart(desk, view)
    return part.page(None, part.part())


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What became of a form. part: what is shown then; form: as it was sent, where it is shown so again."""

    part: CasePart
    outcome: Outcome | None = None
    form: SentForm | None = None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The errors for which nothing was written."""
        return self.outcome.problems if self.outcome is not None else ()

    @property
    def page(self) -> Page:
        """The page of the part."""
        return self.part.page(self.outcome, self.part.part(self.form, self.problems))


def answered(desk: Desk, view: View, form: Mapping[str, str]) -> Answered:
    """A form was sent: one row more or less, or all of it to be kept. Raises CaseError and UnknownName."""
    part = CasePart(desk, view)
    if part.place.is_closed(view.level):
        return Answered(part=part, outcome=Outcome(is_saved=False, words=CLOSED))
    tree = tree_of({name: text for name, text in form.items() if name.split(".")[0] in (FORM, AROUND)})
    row = tuple(form.get(ROW, "").split(".")[:DEEPEST])
    match form.get(ACTION, ""):
        case "more":
            tree, fresh = with_row(tree, row)
            return Answered(part=part, form=SentForm(tree=tree, fresh=fresh))
        case "less":
            return Answered(part=part, form=SentForm(tree=without_row(tree, row)))
        case "again":
            return Answered(part=part, form=SentForm(tree=tree, fresh=row))
        case "remove":
            return _removed(desk, part, form.get("sha256", ""))
    return _kept(desk, part, form.get("sha256", ""), tree)


def _kept(desk: Desk, part: CasePart, sha256: str, tree: Tree) -> Answered:
    place, view = part.place, part.view
    faults = place.faults(tree)
    if faults.by_name:
        outcome = Outcome(is_saved=False, words=WRONG)
        return Answered(part=part, outcome=outcome, form=SentForm(tree=tree, faults=faults.by_name))
    title = _title_of_change(part, tree)
    outcome = change(desk, view, sha256, title, lambda now: _at(part, now).changed(tree))
    if not outcome.is_saved:
        return Answered(part=CasePart(desk, view), outcome=outcome, form=SentForm(tree=tree))
    return Answered(part=_nearest(desk, part, place.path), outcome=outcome)


def _title_of_change(part: CasePart, tree: Tree) -> str:
    steps = [words for words, _ in part.words(part.place.path)]
    if not part.place.is_new:
        return f"{': '.join(steps)} {'were' if steps[-1].endswith('s') else 'was'} changed"
    return f"{': '.join((*steps, part.place.words_of_new(tree) or 'one more'))} was added"


def _nearest(desk: Desk, part: CasePart, path: Path) -> CasePart:
    """The part at a path as it is now; what is around it where it is gone."""
    while True:
        try:
            return CasePart(desk, part.view.at("setup", (("at", spelled_out(path)),)))
        except UnknownName:
            path = path[:-1]


def _at(part: CasePart, now: OpenedCase) -> FormPlace:
    place = part.place
    return FormPlace(case=place.case, opened=now, path=place.path, is_new=place.is_new)


def _removed(desk: Desk, part: CasePart, sha256: str) -> Answered:
    title = f"{': '.join(words for words, _ in part.words(part.place.path))} was taken out"
    outcome = change(desk, part.view, sha256, title, lambda now: _at(part, now).removed())
    if not outcome.is_saved:
        return Answered(part=part, outcome=outcome)
    return Answered(part=_nearest(desk, part, part.place.path[:-1]), outcome=outcome)
