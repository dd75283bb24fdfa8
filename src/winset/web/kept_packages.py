"""Packages that are kept in a case file under a name: put there, taken out again, and listed as the analyst's."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

from winset.casefile.editing.changes import Operation, RemoveValue
from winset.casefile.editing.editor import open_case, save
from winset.casefile.editing.operations.entries import entry_added, free_name
from winset.errors import UnknownName
from winset.model.numbers import HANDLING
from winset.report.names import listed
from winset.web.address import View
from winset.web.builder import builder_of, tried
from winset.web.desk import Desk
from winset.web.posted import posted

LONGEST = 2_000
"""Characters of a title or a note; beyond, it is refused."""


def page_of(view: View, body: bytes) -> tuple[View, dict[str, str]]:
    """The page from which something is done, as its address has it, and what is sent with it. Raises UnknownName."""
    sent = posted(body)
    if any(not isinstance(value, str) for value in sent.values()):
        raise UnknownName("this is not what a page sends")
    query = parse_qsl(sent.get("page", "").partition("#")[0].partition("?")[2], keep_blank_values=True)
    page = View.of(view.case, "deal", query)
    level = min(page.level, view.level, key=HANDLING.index)  # what is sent raises no level above that of the address
    return replace(page, level=level), {name: value for name, value in sent.items() if name != "page"}


def keep(desk: Desk, view: View, sent: dict[str, str]) -> str:
    """The package that is tried on a page stands in the case file; what was done, in words.

    Raises UnknownName, EditRefused and SaveRefused, with nothing changed.
    """
    case = desk.shelf.case(view.case)
    if case.is_example:
        raise UnknownName("an example is not changed; open a copy of it to keep packages")
    title, note = (" ".join(sent.get(name, "").split()) for name in ("title", "note"))
    if not title:
        raise UnknownName("give the package a name under which it is kept")
    if len(title) > LONGEST or len(note) > LONGEST:
        raise UnknownName(f"a name or a note has at most {LONGEST:,} characters")
    builder = builder_of(desk, view)
    package = tried(desk, view).package
    compiled = builder.session.compiled(builder.table)
    named, quo = compiled.package_names(package), compiled.structure.status_quo
    moved = {
        issue: option
        for place, issue in enumerate(compiled.issues)
        if (option := named.get(issue)) is not None and package[place] != quo[place]
    }
    opened = open_case(case.path)
    value: dict[str, Any] = {"title": title, **({"note": note} if note else {})}
    value["options"] = moved or dict([next(iter(named.items()))])
    operation = entry_added(opened, ("packages", free_name(opened, ("packages",), title)), value)
    save(opened.doing(operation), title=f"Package “{title}” kept")
    return f"“{title}” is kept in the case file."


def drop(desk: Desk, view: View, sent: dict[str, str]) -> str:
    """A kept package stands in the case file no more; what was done, in words. Raises UnknownName and SaveRefused."""
    case, name = desk.shelf.case(view.case), sent.get("name", "")
    kept = case.session(view.variants).case.packages
    if name not in kept:
        raise UnknownName(f"no package `{name}` is kept; kept are {listed(kept) or 'none'}")
    if case.is_example:
        raise UnknownName("an example is not changed")
    title = kept[name].title or name
    opened = open_case(case.path)
    operation = Operation(title=f"Package “{title}” kept no more", changes=(RemoveValue(path=("packages", name)),))
    save(opened.doing(operation))
    return f"“{title}” is taken out of the case file; undo puts it back."
